#include "study/gap_run.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/pool.h"

typedef struct run {
    nw_gap_work work;
    const nw_gap_study *study;
    nw_gap_done *done; /* for each missing job */
} run;

static void do_job(void *state, size_t index)
{
    run *running = state;
    nw_gap_do(&running->done[index], &running->study->jobs[running->work.missing[index]], running->work.options);
}

static void job_done(void *state, size_t index)
{
    run *running = state;
    nw_gap_work_keep(&running->work, running->work.missing[index], &running->done[index]);
}

nw_status nw_gap_run(nw_gap_store *store, const nw_gap_study *study, const nw_gap_run_options *options,
                     nw_error *error)
{
    run running = {.study = study};
    if (nw_gap_store_count(store) == study->count)
        return NW_OK;
    nw_status status = nw_gap_store_begin(store, error);
    if (status != NW_OK)
        return status;
    nw_gap_work_begin(&running.work, store, study, options);
    running.done = nw_alloc(running.work.count, sizeof *running.done);
    nw_pool_run(options->threads, running.work.count, do_job, job_done, &running, options->stop);
    free(running.done);
    return nw_gap_work_end(&running.work, error);
}
