#include "fit/fit.h"

#include "fit/moves.h"
#include "fit/search.h"

void nw_fit_search_result_clear(nw_fit_search_result *result)
{
    nw_fit_result_clear(&result->best);
    *result = (nw_fit_search_result){0};
}

/* A network of one unit less than *good, accepted: by pruning, else by other starts.  False: all failed. */
static bool narrow(nw_fit_run *run, nw_fit_candidate *good)
{
    nw_fit_candidate narrower = {0};
    nw_fit_prune(run, &narrower, good, good->width, NW_STAGE_PRUNE);
    if (narrower.parameters != NULL && !narrower.accepted)
        nw_fit_other_starts(run, &narrower, good);
    bool accepted = narrower.accepted;
    if (accepted)
        nw_fit_candidate_swap(good, &narrower);
    nw_fit_candidate_clear(&narrower);
    return accepted;
}

void nw_fit_smallest(nw_fit_search_result *result, const nw_fit_data *data, size_t largest_width,
                     const nw_fit_judge *judge, const nw_fit_options *options)
{
    nw_fit_run run;
    nw_fit_candidate good = {0};
    nw_fit_run_begin(&run, data, judge, options);
    nw_fit_grow_to(&run, &good, largest_width, true);
    bool failed = false;
    while (good.accepted && good.width > 1 && !failed && !nw_fit_stopped(&run))
        failed = !narrow(&run, &good);
    *result = (nw_fit_search_result){.width = good.accepted ? good.width : 0};
    result->tried_below = failed && !nw_fit_stopped(&run) ? 1 : 0;
    if (!good.accepted)
        nw_fit_candidate_clear(&good);
    nw_fit_deliver(&result->best, &run, &good);
    result->restarts = result->best.restarts;
    nw_fit_run_end(&run);
}
