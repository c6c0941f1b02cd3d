#include "fit/fit.h"

#include <string.h>

#include "base/random.h"
#include "fit/descent.h"
#include "fit/moves.h"
#include "fit/search.h"

const char *const nw_fit_stage_words[NW_STAGE_COUNT + 1] = {"least-squares", "continuation", "growth", "prune",
                                                            "restart",       "polish",       NULL};

nw_fit_options nw_fit_defaults(void)
{
    return (nw_fit_options){
        .activation = NW_TANH, .hidden_layers = 1, .output_bias = true, .starts = 24, .polish = true, .seed = 1};
}

void nw_fit_result_clear(nw_fit_result *result)
{
    if (result->network != NULL)
        nw_network_free(result->network);
    *result = (nw_fit_result){0};
}

/* From the last two wider networks of a growth that goes on: what pruning makes of them. */
static void prune_from_above(nw_fit_run *run, nw_fit_candidate *best)
{
    enum { ABOVE = 2 };
    nw_fit_candidate up = {0}, grown = {0};
    nw_fit_candidate_copy(&up, best);
    size_t width = best->width;
    gsl_rng *rng = nw_random_stream(run->options.seed, width, UINT64_MAX);
    while (up.width < width + ABOVE && !nw_fit_stopped(run)) {
        nw_fit_grow(run, &grown, &up, rng);
        nw_fit_candidate_swap(&up, &grown);
    }
    while (up.width > width && !nw_fit_stopped(run)) {
        nw_fit_prune(run, &grown, &up, up.width, NW_STAGE_PRUNE);
        nw_fit_candidate_swap(&up, &grown);
    }
    if (up.width == width && nw_fit_candidate_better(&up, best))
        nw_fit_candidate_swap(&up, best);
    gsl_rng_free(rng);
    nw_fit_candidate_clear(&up);
    nw_fit_candidate_clear(&grown);
}

/* The last word on the best network: a patient continuation on all points, and the polish. */
static void finish(nw_fit_run *run, nw_fit_candidate *best)
{
    double goal = run->options.goal;
    if (best->parameters == NULL || best->accepted || nw_fit_stopped(run))
        return;
    nw_fit_run_width(run, best->width);
    nw_fit_start(run, &run->points, best->parameters);
    nw_fit_descend(run, &nw_fit_last_plan);
    if (goal == 0 && run->options.polish)
        nw_fit_polish(run);
    run->options.goal = 0; /* what counts now is the error alone */
    nw_fit_candidate_take(best, run, best->found_by);
    run->options.goal = goal;
}

void nw_fit(nw_fit_result *result, const nw_fit_data *data, size_t width, const nw_fit_options *options)
{
    nw_fit_run run;
    nw_fit_candidate best = {0};
    nw_fit_run_begin(&run, data, NULL, options);
    nw_fit_grow_to(&run, &best, width, true);
    nw_fit_pad(&run, &best, width); /* when a smaller network does, or there is no time for more */
    if (!best.accepted)
        prune_from_above(&run, &best);
    if (!best.accepted)
        nw_fit_other_starts(&run, &best, NULL);
    finish(&run, &best);
    nw_fit_deliver(result, &run, &best);
    nw_fit_run_end(&run);
}

void nw_fit_refine(nw_fit_result *result, const nw_fit_data *data, const nw_network *start,
                   const nw_fit_options *options)
{
    nw_fit_run run;
    nw_fit_run_begin(&run, data, NULL, options);
    nw_fit_run_network(&run, start);
    nw_fit_start(&run, &run.points, start->parameters);
    nw_fit_descend(&run, &nw_fit_last_plan);
    if (options->goal == 0 && options->polish)
        nw_fit_polish(&run);
    const nw_fit_gain *continued = run.gains + NW_STAGE_CONTINUATION;
    nw_fit_stage last =
        continued->runs > 0 && continued->after < continued->before ? NW_STAGE_CONTINUATION : NW_STAGE_LEAST_SQUARES;
    *result = (nw_fit_result){.network = nw_fit_model_network(&run.model, run.best),
                              .error = run.best_error,
                              .found_by = run.polished ? NW_STAGE_POLISH : last};
    memcpy(result->gains, run.gains, sizeof result->gains);
    nw_fit_run_end(&run);
}
