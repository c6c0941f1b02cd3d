#include "jobs/crew.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/arb_compat.h"
#include "base/memory.h"

typedef struct place {
    nw_crew *crew;
    pthread_t thread;
    nw_crew_state state;
    size_t number;
    nw_work_done done;
} place;

struct nw_crew {
    pthread_mutex_t lock; /* guards states, numbers and `closing` */
    pthread_cond_t change;
    const nw_study *study;
    const nw_jobs_options *options;
    place *places;
    size_t count;
    bool closing;
};

static void *work(void *argument)
{
    place *here = argument;
    nw_crew *crew = here->crew;
    pthread_mutex_lock(&crew->lock);
    for (;;) {
        while (here->state != NW_CREW_BUSY && !crew->closing)
            pthread_cond_wait(&crew->change, &crew->lock);
        if (crew->closing)
            break;
        pthread_mutex_unlock(&crew->lock);
        nw_work_do(&here->done, crew->study, here->number, crew->options);
        pthread_mutex_lock(&crew->lock);
        here->state = NW_CREW_READY;
    }
    pthread_mutex_unlock(&crew->lock);
    flint_cleanup(); /* Arb's cached constants and MPFR's are of this thread */
    mpfr_free_cache();
    return NULL;
}

nw_status nw_crew_start(nw_crew **crew, size_t threads, const nw_study *study, const nw_jobs_options *options,
                        nw_error *error)
{
    nw_crew *made = nw_alloc(1, sizeof *made);
    *made = (nw_crew){.study = study, .options = options, .places = nw_alloc(threads, sizeof *made->places)};
    pthread_mutex_init(&made->lock, NULL);
    pthread_cond_init(&made->change, NULL);
    int reason = 0;
    while (made->count < threads && reason == 0) {
        place *next = &made->places[made->count];
        *next = (place){.crew = made};
        reason = pthread_create(&next->thread, NULL, work, next);
        made->count += reason == 0;
    }
    *crew = made;
    if (made->count > 0)
        return NW_OK;
    nw_crew_end(made);
    *crew = NULL;
    return nw_fail(error, NW_IO_FAILURE, "cannot start a thread: %s", strerror(reason));
}

size_t nw_crew_places(const nw_crew *crew)
{
    return crew->count;
}

nw_crew_state nw_crew_look(nw_crew *crew, size_t index)
{
    pthread_mutex_lock(&crew->lock);
    nw_crew_state state = crew->places[index].state;
    pthread_mutex_unlock(&crew->lock);
    return state;
}

void nw_crew_give(nw_crew *crew, size_t index, size_t number)
{
    pthread_mutex_lock(&crew->lock);
    crew->places[index].number = number;
    crew->places[index].state = NW_CREW_BUSY;
    pthread_cond_broadcast(&crew->change);
    pthread_mutex_unlock(&crew->lock);
}

size_t nw_crew_fetch(nw_crew *crew, size_t index, nw_work_done *done)
{
    pthread_mutex_lock(&crew->lock);
    place *here = &crew->places[index];
    size_t number = here->number;
    *done = here->done;
    here->done.text = NULL;
    here->state = NW_CREW_IDLE;
    pthread_mutex_unlock(&crew->lock);
    return number;
}

void nw_crew_end(nw_crew *crew)
{
    pthread_mutex_lock(&crew->lock);
    crew->closing = true;
    pthread_cond_broadcast(&crew->change);
    pthread_mutex_unlock(&crew->lock);
    for (size_t i = 0; i < crew->count; i++) {
        pthread_join(crew->places[i].thread, NULL);
        free(crew->places[i].done.text);
    }
    pthread_cond_destroy(&crew->change);
    pthread_mutex_destroy(&crew->lock);
    free(crew->places);
    free(crew);
}
