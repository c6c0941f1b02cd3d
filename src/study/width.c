#include "study/width.h"

#include <gsl/gsl_sort_double.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/pool.h"
#include "base/progress.h"

enum { DEFAULT_LARGEST = 256 };

nw_width_options nw_width_defaults(void)
{
    return (nw_width_options){
        .fit = nw_fit_defaults(), .largest_width = DEFAULT_LARGEST, .tolerance = nw_certify_defaults().tolerance};
}

/* ---- many targets ---- */

typedef struct width_jobs {
    nw_width_result *results;
    const nw_target *const *targets;
    const fmpq *eps;
    size_t count;
    const nw_width_options *options;
    nw_progress progress;
} width_jobs;

static void run_job(void *state, size_t turn)
{
    width_jobs *jobs = state;
    /* The last targets are the largest where they differ; begun first, they do not keep one thread busy at the end. */
    size_t index = jobs->count - 1 - turn;
    nw_width_result_clear(&jobs->results[index]);
    nw_width_one(&jobs->results[index], jobs->targets[index], &jobs->eps[index], jobs->options, index);
}

static void job_done(void *state, size_t index)
{
    (void)index;
    width_jobs *jobs = state;
    nw_progress_step(&jobs->progress, NULL);
}

bool nw_width_many(nw_width_result *results, const nw_target *const *targets, const fmpq *eps, size_t count,
                   const nw_width_options *options)
{
    width_jobs jobs = {.results = results, .targets = targets, .eps = eps, .count = count, .options = options};
    for (size_t i = 0; i < count; i++) {
        results[i] = (nw_width_result){.target = targets[i], .outcome = NW_UNKNOWN, .reason = "it was interrupted"};
        fmpq_init(results[i].eps);
        fmpq_set(results[i].eps, &eps[i]);
    }
    nw_progress_begin(&jobs.progress, "searching widths", count, options->quiet);
    bool whole = nw_pool_run(options->threads, count, run_job, job_done, &jobs, options->stop);
    nw_progress_end(&jobs.progress);
    return whole;
}

/* ---- the summary ---- */

static double median(double *values, size_t count)
{
    gsl_sort(values, 1, count);
    return gsl_stats_median_from_sorted_data(values, 1, count);
}

void nw_width_summarise(nw_width_summary *summary, const nw_width_result *results, size_t count)
{
    *summary = (nw_width_summary){.count = count, .median = NAN, .mean = NAN, .median_parameters = NAN};
    double *widths = nw_alloc(count, sizeof *widths), *parameters = nw_alloc(count, sizeof *parameters);
    for (size_t i = 0; i < count; i++) {
        const nw_width_result *result = &results[i];
        if (result->outcome != NW_PROVED)
            continue;
        widths[summary->found] = (double)result->width;
        parameters[summary->found] = (double)result->network->parameter_count;
        summary->least = summary->found == 0 || result->width < summary->least ? result->width : summary->least;
        summary->most = result->width > summary->most ? result->width : summary->most;
        summary->found++;
        summary->rechecked += result->width_again != 0;
        summary->bounded += result->has_pieces;
        summary->minimal += result->has_pieces && result->width == result->pieces.width_least;
        summary->moved += result->width_again != 0 && result->width_again != result->width;
    }
    if (summary->found > 0) {
        summary->mean = gsl_stats_mean(widths, 1, summary->found);
        summary->median = median(widths, summary->found);
        summary->median_parameters = median(parameters, summary->found);
    }
    free(widths);
    free(parameters);
}
