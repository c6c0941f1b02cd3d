#include "jobs/mpi.h"

#include <stdlib.h>

#ifdef NW_WITH_MPI

#include <mpi.h>
#include <string.h>
#include <time.h>

#include "base/memory.h"
#include "jobs/checkpoints.h"
#include "jobs/crew.h"
#include "jobs/run.h"

/* Messages of the ranks to rank 0, and back.  Each place of a rank asks, is given a job or told that there is none, and
 * sends the result before it asks again. */
enum {
    TAG_ASK = 1, /* -> 0, empty */
    TAG_RESULT,  /* -> 0, "NUMBER SECONDS RECORD" */
    TAG_FAILURE, /* -> 0, "STATUS MESSAGE" */
    TAG_BYE,     /* -> 0, empty: the rank asks no more */
    TAG_JOB,     /* 0 ->, "NUMBER" */
    TAG_NONE,    /* 0 ->, empty: no more jobs for this place */
    TAG_STOP,    /* 0 ->, empty: drop what is in flight */
};

static nw_status check(int code, const char *doing, nw_error *error)
{
    char text[MPI_MAX_ERROR_STRING] = "";
    int length;
    if (code == MPI_SUCCESS)
        return NW_OK;
    MPI_Error_string(code, text, &length);
    return nw_fail(error, NW_IO_FAILURE, "MPI failed to %s: %.300s", doing, text);
}

/* ---- begin and end ---- */

/* MPI_Init costs a second in a process that stands alone, and so mpirun is asked for by its marks. */
static bool is_started_by_mpirun(void)
{
    static const char *const marks[] = {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "PMIX_RANK"};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (getenv(marks[i]) != NULL)
            return true;
    return false;
}

nw_status nw_mpi_begin(nw_mpi_world *world, nw_error *error)
{
    int provided = MPI_THREAD_SINGLE;
    *world = (nw_mpi_world){.size = 1};
    if (!is_started_by_mpirun())
        return NW_OK;
    nw_status status = check(MPI_Init_thread(NULL, NULL, MPI_THREAD_FUNNELED, &provided), "start", error);
    if (status != NW_OK)
        return status;
    world->begun = true;
    status = check(MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN), "set its error handler", error);
    if (status == NW_OK && provided < MPI_THREAD_FUNNELED)
        status = nw_fail(error, NW_IO_FAILURE, "this MPI knows no threads (MPI_THREAD_FUNNELED)");
    if (status == NW_OK)
        status = check(MPI_Comm_rank(MPI_COMM_WORLD, &world->rank), "tell the rank", error);
    return status == NW_OK ? check(MPI_Comm_size(MPI_COMM_WORLD, &world->size), "tell the number of ranks", error)
                           : status;
}

void nw_mpi_end(nw_mpi_world *world, int code)
{
    if (!world->begun)
        return;
    if (world->broken)
        MPI_Abort(MPI_COMM_WORLD, code);
    else
        MPI_Finalize();
    world->begun = false;
}

/* ---- messages ---- */

static nw_status send_text(const char *text, int to, int tag, nw_error *error)
{
    return check(MPI_Send(text, (int)strlen(text), MPI_CHAR, to, tag, MPI_COMM_WORLD), "send", error);
}

/* A message that is there, or *tag 0.  The caller frees *text. */
static nw_status receive(char **text, int *from, int *tag, nw_error *error)
{
    MPI_Status envelope;
    int there = 0, length = 0;
    *text = NULL;
    *tag = 0;
    nw_status status = check(MPI_Iprobe(MPI_ANY_SOURCE, MPI_ANY_TAG, MPI_COMM_WORLD, &there, &envelope),
                             "look for messages", error);
    if (status != NW_OK || !there)
        return status;
    status = check(MPI_Get_count(&envelope, MPI_CHAR, &length), "measure a message", error);
    if (status != NW_OK)
        return status;
    *text = nw_alloc((size_t)length + 1, 1);
    *from = envelope.MPI_SOURCE;
    *tag = envelope.MPI_TAG;
    return check(MPI_Recv(*text, length, MPI_CHAR, *from, *tag, MPI_COMM_WORLD, MPI_STATUS_IGNORE), "receive", error);
}

/* The wait between two looks for messages: MPI's own would keep a core busy that has jobs to do, and each look costs
 * some 20 us.  Short where a place is idle until the answer comes. */
static void rest(bool idle)
{
    const struct timespec moment = {.tv_nsec = idle ? 200000 : 2000000};
    nanosleep(&moment, NULL);
}

/* Waits for a collective call that was begun with this code. */
static nw_status finish(int code, MPI_Request *request, const char *doing, nw_error *error)
{
    int done = 0;
    nw_status status = check(code, doing, error);
    while (status == NW_OK && !done) {
        status = check(MPI_Test(request, &done, MPI_STATUS_IGNORE), doing, error);
        if (!done)
            rest(true);
    }
    return status;
}

/* The study's text from rank 0 to all, NULL for none. */
static nw_status share(char **text, const nw_mpi_world *world, nw_error *error)
{
    unsigned long long length = world->rank == 0 && *text != NULL ? strlen(*text) : 0;
    MPI_Request request;
    int code = MPI_Ibcast(&length, 1, MPI_UNSIGNED_LONG_LONG, 0, MPI_COMM_WORLD, &request);
    nw_status status = finish(code, &request, "share the study", error);
    if (status != NW_OK || length == 0)
        return status;
    if (world->rank != 0)
        *text = nw_alloc((size_t)length + 1, 1);
    code = MPI_Ibcast(*text, (int)length, MPI_CHAR, 0, MPI_COMM_WORLD, &request);
    return finish(code, &request, "share the study", error);
}

/* All ranks meet.  A message to stop that crossed a goodbye is still on its way: it is taken, so that MPI ends with
 * nothing in flight. */
static nw_status take_leave(nw_error *error)
{
    MPI_Request request;
    int code = MPI_Ibarrier(MPI_COMM_WORLD, &request);
    nw_status status = finish(code, &request, "meet", error);
    for (int tag = 1; status == NW_OK && tag != 0;) {
        char *text;
        int from;
        status = receive(&text, &from, &tag, error);
        free(text);
    }
    return status;
}

/* ---- rank 0 ---- */

typedef struct lead {
    nw_work work;
    nw_crew *crew;
    int following; /* ranks that did not say goodbye */
    bool told;     /* the others were told to stop */
} lead;

static nw_status answer(lead *leader, int to, nw_error *error)
{
    size_t number;
    if (!nw_work_take(&leader->work, &number))
        return send_text("", to, TAG_NONE, error);
    char *text = nw_format("%zu", number);
    nw_status status = send_text(text, to, TAG_JOB, error);
    free(text);
    return status;
}

static void keep_result(lead *leader, const char *text)
{
    char *rest_of_it;
    nw_work_done done = {0};
    size_t number = (size_t)strtoull(text, &rest_of_it, 10);
    done.seconds = strtod(rest_of_it, &rest_of_it);
    done.text = nw_copy_text(rest_of_it + 1);
    nw_work_keep(&leader->work, number, &done);
}

static void keep_failure(lead *leader, const char *text)
{
    char *message;
    nw_error failure;
    nw_status status = (nw_status)strtol(text, &message, 10);
    nw_fail(&failure, status, "%s", message + 1);
    nw_work_fail(&leader->work, &failure);
}

/* Takes all messages that are there; *some says whether there were any. */
static nw_status serve(lead *leader, bool *some, nw_error *error)
{
    for (;;) {
        char *text;
        int from = 0, tag;
        nw_status status = receive(&text, &from, &tag, error);
        if (status == NW_OK && tag == TAG_ASK)
            status = answer(leader, from, error);
        else if (status == NW_OK && tag == TAG_RESULT)
            keep_result(leader, text);
        else if (status == NW_OK && tag == TAG_FAILURE)
            keep_failure(leader, text);
        else if (status == NW_OK && tag == TAG_BYE)
            leader->following--;
        free(text);
        if (status != NW_OK || tag == 0)
            return status;
        *some = true;
    }
}

/* Looks after rank 0's own threads; true while one of them works. */
static bool feed(lead *leader, bool *some)
{
    bool busy = false;
    for (size_t i = 0; i < nw_crew_places(leader->crew); i++) {
        size_t number;
        nw_work_done done;
        nw_crew_state state = nw_crew_look(leader->crew, i);
        if (state == NW_CREW_READY) {
            number = nw_crew_fetch(leader->crew, i, &done);
            nw_work_keep(&leader->work, number, &done);
            state = NW_CREW_IDLE;
            *some = true;
        }
        if (state == NW_CREW_IDLE && nw_work_take(&leader->work, &number)) {
            nw_crew_give(leader->crew, i, number);
            state = NW_CREW_BUSY;
        }
        busy = busy || state == NW_CREW_BUSY;
    }
    return busy;
}

static nw_status tell_to_stop(lead *leader, const nw_mpi_world *world, nw_error *error)
{
    nw_status status = NW_OK;
    for (int rank = 1; status == NW_OK && rank < world->size; rank++)
        status = send_text("", rank, TAG_STOP, error);
    leader->told = true;
    return status;
}

static nw_status lead_all(lead *leader, const nw_mpi_world *world, const nw_jobs_options *options, nw_error *error)
{
    nw_status status = NW_OK;
    bool busy = true;
    while (status == NW_OK && (busy || leader->following > 0)) {
        bool some = false;
        busy = feed(leader, &some);
        status = serve(leader, &some, error);
        if (status == NW_OK && *options->stop && !leader->told)
            status = tell_to_stop(leader, world, error);
        if (!some)
            rest(false);
    }
    return status;
}

nw_status nw_mpi_lead(nw_mpi_world *world, nw_store *store, const nw_study *study, const nw_jobs_options *options,
                      nw_error *error)
{
    lead leader = {.following = world->size - 1};
    char *text = study->text;
    nw_error problem;
    if (!world->begun)
        return nw_jobs_run(store, study, options, error);
    if (nw_store_count(store) == study->count) {
        nw_status status = nw_mpi_dismiss(world, error);
        return status == NW_OK ? nw_jobs_run(store, study, options, error) : status;
    }
    nw_status status = nw_work_begin(&leader.work, store, study, options, error);
    if (status != NW_OK) {
        nw_mpi_dismiss(world, &problem);
        return status;
    }
    status = share(&text, world, error);
    if (status == NW_OK)
        status = nw_crew_start(&leader.crew, options->threads, study, options, error);
    if (status == NW_OK) {
        status = lead_all(&leader, world, options, error);
        if (status != NW_OK)
            *options->stop = true;
        nw_crew_end(leader.crew);
    }
    if (status == NW_OK)
        status = take_leave(error);
    world->broken = status != NW_OK;
    nw_status worked = nw_work_end(&leader.work, status == NW_OK ? error : &problem);
    return status == NW_OK ? worked : status;
}

nw_status nw_mpi_dismiss(nw_mpi_world *world, nw_error *error)
{
    char *none = NULL;
    nw_status status = world->begun ? share(&none, world, error) : NW_OK;
    world->broken = status != NW_OK;
    return status;
}

/* ---- the other ranks ---- */

typedef struct follower {
    nw_crew *crew;
    const nw_jobs_options *options;
    size_t waiting, retired; /* places that asked, and those for which there is no more */
    bool *asked;             /* for each place */
} follower;

static nw_status send_result(size_t number, const nw_work_done *done, nw_error *error)
{
    if (done->error.status == NW_OK && done->text == NULL)
        return NW_OK; /* dropped */
    bool good = done->error.status == NW_OK;
    char *text = good ? nw_format("%zu %a %s", number, done->seconds, done->text)
                      : nw_format("%d job %zu: %s", (int)done->error.status, number, done->error.message);
    nw_status status = send_text(text, 0, good ? TAG_RESULT : TAG_FAILURE, error);
    free(text);
    return status;
}

/* Sends what is ready, and asks for the places that are idle. */
static nw_status report(follower *rank, bool *some, nw_error *error)
{
    nw_status status = NW_OK;
    for (size_t i = 0; status == NW_OK && i < nw_crew_places(rank->crew); i++) {
        nw_work_done done;
        nw_crew_state state = nw_crew_look(rank->crew, i);
        if (state == NW_CREW_READY) {
            size_t number = nw_crew_fetch(rank->crew, i, &done);
            status = send_result(number, &done, error);
            free(done.text);
            state = NW_CREW_IDLE;
            *some = true;
        }
        if (status == NW_OK && state == NW_CREW_IDLE && !rank->asked[i]) {
            rank->asked[i] = true;
            if (*rank->options->stop) { /* we were told to end, whatever rank 0 does */
                rank->retired++;
            } else {
                rank->waiting++;
                status = send_text("", 0, TAG_ASK, error);
            }
        }
    }
    return status;
}

/* A job goes to the first place that asked and has none. */
static void begin_job(follower *rank, const char *text)
{
    size_t i = 0;
    while (!rank->asked[i] || nw_crew_look(rank->crew, i) != NW_CREW_IDLE)
        i++;
    rank->asked[i] = false;
    rank->waiting--;
    nw_crew_give(rank->crew, i, (size_t)strtoull(text, NULL, 10));
}

static nw_status listen(follower *rank, bool *some, nw_error *error)
{
    for (;;) {
        char *text;
        int from = 0, tag;
        nw_status status = receive(&text, &from, &tag, error);
        if (status == NW_OK && tag == TAG_JOB) {
            begin_job(rank, text);
        } else if (status == NW_OK && tag == TAG_NONE) {
            rank->waiting--;
            rank->retired++;
        } else if (status == NW_OK && tag == TAG_STOP) {
            *rank->options->stop = true;
        }
        free(text);
        if (status != NW_OK || tag == 0)
            return status;
        *some = true;
    }
}

static nw_status follow(const nw_study *study, const nw_jobs_options *options, nw_error *error)
{
    follower rank = {.options = options};
    nw_status status = nw_crew_start(&rank.crew, options->threads, study, options, error);
    if (status != NW_OK)
        return status;
    size_t places = nw_crew_places(rank.crew);
    rank.asked = nw_alloc(places, sizeof *rank.asked);
    while (status == NW_OK && rank.retired < places) {
        bool some = false;
        status = report(&rank, &some, error);
        if (status == NW_OK)
            status = listen(&rank, &some, error);
        if (!some)
            rest(rank.waiting > 0);
    }
    if (status == NW_OK)
        status = send_text("", 0, TAG_BYE, error);
    else
        *options->stop = true;
    nw_crew_end(rank.crew);
    free(rank.asked);
    return status;
}

nw_status nw_mpi_follow(nw_mpi_world *world, const nw_study_kind *kind, const nw_jobs_options *options,
                        nw_error *error)
{
    char *text = NULL;
    nw_study study;
    nw_status status = share(&text, world, error);
    world->broken = status != NW_OK;
    if (status != NW_OK || text == NULL)
        return status;
    world->broken = true; /* until the ranks have met again */
    json_t *object = json_loads(text, 0, NULL);
    free(text);
    status = nw_study_read(&study, kind, object, "the study of rank 0", error);
    json_decref(object);
    if (status != NW_OK)
        return status;
    const char *folder = nw_work_checkpoints(&study, options);
    if (folder != NULL) /* of this machine, where the ranks share no disk */
        status = nw_checkpoints_make(folder, error);
    if (status == NW_OK)
        status = follow(&study, options, error);
    nw_study_clear(&study);
    if (status == NW_OK)
        status = take_leave(error);
    world->broken = status != NW_OK;
    return status;
}

#else

#include "jobs/run.h"

nw_status nw_mpi_begin(nw_mpi_world *world, nw_error *error)
{
    const char *size = getenv("OMPI_COMM_WORLD_SIZE");
    *world = (nw_mpi_world){.size = 1};
    if (size == NULL || strtol(size, NULL, 10) <= 1)
        return NW_OK;
    return nw_fail(error, NW_BAD_INPUT,
                   "mpirun started %.20s processes, and this nwidth was built without MPI; configure it with "
                   "--with-mpi, or run it without mpirun",
                   size);
}

void nw_mpi_end(nw_mpi_world *world, int code)
{
    (void)world;
    (void)code;
}

nw_status nw_mpi_lead(nw_mpi_world *world, nw_store *store, const nw_study *study, const nw_jobs_options *options,
                      nw_error *error)
{
    (void)world;
    return nw_jobs_run(store, study, options, error);
}

nw_status nw_mpi_dismiss(nw_mpi_world *world, nw_error *error)
{
    (void)world;
    (void)error;
    return NW_OK;
}

nw_status nw_mpi_follow(nw_mpi_world *world, const nw_study_kind *kind, const nw_jobs_options *options,
                        nw_error *error)
{
    (void)world;
    (void)kind;
    (void)options;
    (void)error;
    return NW_OK;
}

#endif
