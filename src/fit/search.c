#include "fit/search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/random.h"
#include "fit/descent.h"
#include "fit/layout.h"
#include "fit/moves.h"

void nw_fit_grow_to(nw_fit_run *run, nw_fit_candidate *best, size_t width, bool least)
{
    nw_fit_candidate_clear(best);
    best->error = run->points.height;
    while (best->width < width && !(least && best->accepted) && !nw_fit_stopped(run)) {
        nw_fit_candidate grown = {0};
        gsl_rng *rng = nw_random_stream(run->options.seed, best->width, 0);
        nw_fit_grow(run, &grown, best, rng);
        gsl_rng_free(rng);
        if (grown.parameters != NULL)
            nw_fit_candidate_swap(best, &grown);
        nw_fit_candidate_clear(&grown);
    }
}

/* Descents from points of one kind, a handful: together they cost about as much as one exchange of units. */
static void descend_from(nw_fit_run *run, nw_fit_candidate *to, const nw_fit_candidate *near, double size, size_t count,
                         gsl_rng *rng)
{
    double *start = nw_alloc(run->model.count, sizeof *start);
    for (size_t k = 0; k < count && !to->accepted && !nw_fit_stopped(run); k++) {
        if (near != NULL)
            nw_fit_perturb(run, start, near, size, rng);
        else
            nw_fit_random_units(run, start, rng);
        nw_fit_start_hidden(run, start);
        nw_fit_descend(run, k % 2 == 0 ? &nw_fit_direct_plan : &nw_fit_full_plan);
        nw_fit_offer(run, to, NW_STAGE_RESTART);
    }
    free(start);
}

/* Exchanges of units: one more at the peak of the error, then one less; the best of them becomes *base, unless one is
 * accepted, which becomes *found. */
static void exchange(nw_fit_run *run, nw_fit_candidate *found, nw_fit_candidate *base, size_t times, gsl_rng *rng)
{
    enum { TRIES = 5 };
    nw_fit_candidate grown = {0}, next = {0};
    for (size_t k = 0; k < times && !found->accepted && !nw_fit_stopped(run); k++) {
        nw_fit_grow(run, &grown, base, rng);
        if (grown.parameters != NULL)
            nw_fit_prune(run, &next, &grown, TRIES, NW_STAGE_RESTART);
        if (nw_fit_candidate_better(&next, found))
            nw_fit_candidate_copy(found, &next);
        /* Sideways and a little uphill: an exchange that is undone leads nowhere. */
        if (next.parameters != NULL && next.excess < 1.5 * base->excess)
            nw_fit_candidate_swap(&next, base);
    }
    nw_fit_candidate_clear(&grown);
    nw_fit_candidate_clear(&next);
}

/* One start.  Exchanging units is what most often helps at large widths, fresh starts at small ones. */
static void start_anew(nw_fit_run *run, nw_fit_candidate *found, const nw_fit_candidate *best,
                       const nw_fit_candidate *wider, unsigned kind, gsl_rng *rng)
{
    enum { HANDFUL = 6, CHAIN = 3, TRIES = 5 };
    size_t width = best->width;
    nw_fit_candidate base = {0};
    switch (kind % 6) {
    case 0:
    case 3:
        nw_fit_candidate_copy(&base, best);
        exchange(run, found, &base, CHAIN, rng);
        break;
    case 1:
        if (wider != NULL) {
            nw_fit_run_width(run, width + 1);
            descend_from(run, &base, wider, 0.3, 1, rng);
            if (base.parameters != NULL)
                nw_fit_prune(run, found, &base, TRIES, NW_STAGE_RESTART);
            break;
        }
        /* fall through */
    case 2:
        nw_fit_run_width(run, width);
        descend_from(run, found, best, 0.5, HANDFUL, rng);
        break;
    case 4:
        nw_fit_run_width(run, width);
        descend_from(run, found, NULL, 0, HANDFUL, rng);
        if (found->parameters != NULL && !found->accepted) {
            nw_fit_candidate_copy(&base, found);
            exchange(run, found, &base, 1, rng);
        }
        break;
    default:
        nw_fit_run_width(run, width);
        descend_from(run, found, best, 0.3, 1, rng);
        if (found->parameters != NULL && !found->accepted) {
            nw_fit_candidate_copy(&base, found);
            exchange(run, found, &base, CHAIN, rng);
        }
        break;
    }
    nw_fit_candidate_clear(&base);
}

void nw_fit_other_starts(nw_fit_run *run, nw_fit_candidate *best, const nw_fit_candidate *wider)
{
    double before = best->error;
    size_t since = run->iterations;
    size_t judged_width = run->judged_width, width = best->width;
    run->judged_width = width;
    for (unsigned k = 0; k < run->options.starts && !best->accepted && !nw_fit_stopped(run); k++) {
        nw_fit_candidate found = {0};
        gsl_rng *rng = nw_random_stream(run->options.seed, width, k + 1);
        start_anew(run, &found, best, wider, k, rng);
        gsl_rng_free(rng);
        run->restarts++;
        if (nw_fit_candidate_better(&found, best))
            nw_fit_candidate_swap(&found, best);
        nw_fit_candidate_clear(&found);
    }
    nw_fit_gained(run, NW_STAGE_RESTART, since, before, best->error);
    run->judged_width = judged_width;
}

void nw_fit_pad(nw_fit_run *run, nw_fit_candidate *candidate, size_t width)
{
    static const double no_weights[NW_FIT_INPUTS] = {0};
    while (candidate->width < width) {
        nw_fit_run_width(run, candidate->width + 1);
        double *wider = nw_alloc(run->model.count, sizeof *wider);
        nw_fit_append_unit(run, wider, candidate, no_weights, 0);
        free(candidate->parameters);
        candidate->parameters = wider;
        candidate->width++;
        candidate->count = run->model.count;
    }
}

void nw_fit_deliver(nw_fit_result *result, nw_fit_run *run, nw_fit_candidate *candidate)
{
    *result = (nw_fit_result){.error = INFINITY, .restarts = run->restarts};
    if (candidate->parameters != NULL) {
        nw_fit_run_width(run, candidate->width);
        nw_fit_start(run, &run->points, candidate->parameters);
        result->network = nw_fit_model_network(&run->model, candidate->parameters);
        result->error = run->best_error;
        result->found_by = candidate->found_by;
    }
    memcpy(result->gains, run->gains, sizeof result->gains);
    nw_fit_candidate_clear(candidate);
}
