#include "jobs/run.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/pool.h"
#include "jobs/checkpoints.h"

typedef struct run {
    nw_work work;
    const nw_study *study;
    nw_work_done *done; /* for each missing job */
} run;

static void do_job(void *state, size_t index)
{
    run *running = state;
    nw_work_do(&running->done[index], running->study, running->work.missing[index], running->work.options);
}

static void job_done(void *state, size_t index)
{
    run *running = state;
    nw_work_keep(&running->work, running->work.missing[index], &running->done[index]);
}

/* What a run that was killed at its very end left. */
static void clear_leftovers(const nw_study *study, const nw_jobs_options *options)
{
    const char *folder = nw_work_checkpoints(study, options);
    if (folder != NULL)
        nw_checkpoints_clear(folder);
}

nw_status nw_jobs_run(nw_store *store, const nw_study *study, const nw_jobs_options *options, nw_error *error)
{
    run running = {.study = study};
    if (nw_store_count(store) == study->count) {
        clear_leftovers(study, options);
        return NW_OK;
    }
    nw_status status = nw_work_begin(&running.work, store, study, options, error);
    if (status != NW_OK)
        return status;
    running.done = nw_alloc(running.work.count, sizeof *running.done);
    nw_pool_run(options->threads, running.work.count, do_job, job_done, &running, options->stop);
    free(running.done);
    return nw_work_end(&running.work, error);
}
