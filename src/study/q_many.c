#include "base/memory.h"
#include "base/pool.h"
#include "base/progress.h"
#include "base/random.h"
#include "study/q_width.h"

#include <stdlib.h>

typedef struct q_jobs {
    nw_q_result *results;
    nw_tasks *tasks;
    const fmpq *eps;
    size_t count;
    const nw_q_options *options;
    nw_status *status;
    nw_error *errors;
    nw_progress progress;
} q_jobs;

static void run_job(void *state, size_t turn)
{
    q_jobs *jobs = state;
    size_t index = jobs->count - 1 - turn; /* the largest often come last */
    nw_q_options options = *jobs->options;
    options.embed.fit.seed = nw_random_mix(options.embed.fit.seed, index, 0);
    nw_q_result_clear(&jobs->results[index]);
    jobs->status[index] =
        nw_q_width(&jobs->results[index], &jobs->tasks[index], &jobs->eps[index], &options, &jobs->errors[index]);
}

static void job_done(void *state, size_t index)
{
    (void)index;
    q_jobs *jobs = state;
    nw_progress_step(&jobs->progress, NULL);
}

nw_status nw_q_many(nw_q_result *results, nw_tasks *tasks, const fmpq *eps, size_t count, const nw_q_options *options,
                    size_t threads, bool quiet, nw_error *error)
{
    q_jobs jobs = {.results = results, .tasks = tasks, .eps = eps, .count = count, .options = options};
    nw_status status = NW_OK;
    jobs.status = nw_alloc(count, sizeof *jobs.status);
    jobs.errors = nw_alloc(count, sizeof *jobs.errors);
    for (size_t i = 0; i < count; i++) {
        results[i] = (nw_q_result){.tasks = &tasks[i], .outcome = NW_UNKNOWN, .reason = "it was interrupted"};
        fmpq_init(results[i].eps);
        fmpq_set(results[i].eps, &eps[i]);
    }
    nw_progress_begin(&jobs.progress, "searching q", count, quiet);
    nw_pool_run(threads, count, run_job, job_done, &jobs, options->embed.fit.stop);
    nw_progress_end(&jobs.progress);
    for (size_t i = 0; i < count && status == NW_OK; i++)
        if (jobs.status[i] != NW_OK) {
            status = jobs.status[i];
            *error = jobs.errors[i];
        }
    free(jobs.status);
    free(jobs.errors);
    return status;
}
