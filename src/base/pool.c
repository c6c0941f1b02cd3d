#define _GNU_SOURCE /* sched_getaffinity */

#include "base/pool.h"

#include <pthread.h>
#include <sched.h>
#include <stdlib.h>

#include "base/arb_compat.h"
#include "base/memory.h"

typedef struct pool {
    pthread_mutex_t lock; /* guards next and calls of done */
    size_t count, next;
    void (*job)(void *state, size_t index);
    void (*done)(void *state, size_t index);
    void *state;
    const volatile bool *stop;
} pool;

size_t nw_core_count(void)
{
    cpu_set_t set;
    CPU_ZERO(&set);
    if (sched_getaffinity(0, sizeof set, &set) != 0)
        return 1;
    int count = CPU_COUNT(&set);
    return count > 0 ? (size_t)count : 1;
}

static bool take(pool *work, size_t *index)
{
    pthread_mutex_lock(&work->lock);
    bool stopped = work->stop != NULL && *work->stop;
    bool taken = !stopped && work->next < work->count;
    if (taken)
        *index = work->next++;
    pthread_mutex_unlock(&work->lock);
    return taken;
}

static void work_through(pool *work)
{
    size_t index;
    while (take(work, &index)) {
        work->job(work->state, index);
        if (work->done == NULL)
            continue;
        pthread_mutex_lock(&work->lock);
        work->done(work->state, index);
        pthread_mutex_unlock(&work->lock);
    }
}

static void *run_thread(void *argument)
{
    work_through(argument);
    flint_cleanup(); /* Arb's cached constants and MPFR's are of this thread */
    mpfr_free_cache();
    return NULL;
}

bool nw_pool_run(size_t threads, size_t count, void (*job)(void *state, size_t index),
                 void (*done)(void *state, size_t index), void *state, const volatile bool *stop)
{
    pool work = {.count = count, .job = job, .done = done, .state = state, .stop = stop};
    pthread_mutex_init(&work.lock, NULL);
    if (threads == 0)
        threads = nw_core_count();
    if (threads > count)
        threads = count;
    /* The calling thread works too; a thread that cannot be had leaves its share to the others. */
    pthread_t *helpers = nw_alloc(threads, sizeof *helpers);
    size_t started = 0;
    while (started + 1 < threads && pthread_create(&helpers[started], NULL, run_thread, &work) == 0)
        started++;
    work_through(&work);
    for (size_t i = 0; i < started; i++)
        pthread_join(helpers[i], NULL);
    free(helpers);
    pthread_mutex_destroy(&work.lock);
    return work.next == count;
}
