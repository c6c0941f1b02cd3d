#include "fit/hyper.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/random.h"
#include "fit/hyper_run.h"

const char *const nw_hyper_stage_words[NW_HYPER_STAGE_COUNT + 1] = {"path",    "shared units", "growth",
                                                                    "pruning", "other starts", NULL};

void nw_hyper_result_clear(nw_hyper_result *result)
{
    if (result->primary != NULL)
        nw_network_free(result->primary);
    if (result->task != NULL)
        nw_network_free(result->task);
    *result = (nw_hyper_result){0};
}

/* ---- one shape ---- */

/* Descents from drawn starts of one kind. */
static void descend_from(nw_hyper_run *hyper, nw_hyper_candidate *best, const nw_hyper_shape *shape,
                         nw_hyper_stage kind, size_t count, gsl_rng *rng)
{
    nw_fit_run *run = &hyper->run;
    for (size_t k = 0; k < count && !best->fit.accepted && !nw_fit_stopped(run); k++) {
        nw_hyper_run_shape(hyper, shape);
        double *start = nw_alloc(run->model.count, sizeof *start);
        if (kind == NW_HYPER_PATH)
            nw_hyper_start_path(hyper, start, rng);
        else
            nw_hyper_start_shared(hyper, start, rng);
        nw_fit_start(run, nw_fit_explored(run), start);
        nw_fit_descend(run, &nw_fit_full_plan);
        nw_hyper_offer(hyper, best, kind);
        free(start);
    }
}

/* The first things to try at a shape; `below` (may be empty) is the best with an f of one unit less. */
static void try_shape(nw_hyper_run *hyper, nw_hyper_candidate *best, const nw_hyper_shape *shape,
                      const nw_hyper_candidate *below, gsl_rng *rng)
{
    enum { DRAWS = 2 };
    nw_hyper_candidate grown = {0};
    descend_from(hyper, best, shape, NW_HYPER_PATH, DRAWS, rng);
    descend_from(hyper, best, shape, NW_HYPER_SHARED, DRAWS, rng);
    if (!best->fit.accepted && below->fit.parameters != NULL && !nw_fit_stopped(&hyper->run)) {
        nw_hyper_grow(hyper, &grown, below, NW_PART_F, rng);
        if (nw_hyper_better(&grown, best))
            nw_hyper_candidate_swap(&grown, best);
    }
    nw_hyper_candidate_clear(&grown);
}

/* One more unit of either network, one less of the same. */
static void exchange(nw_hyper_run *hyper, nw_hyper_candidate *found, nw_hyper_candidate *base, nw_hyper_part part,
                     gsl_rng *rng)
{
    enum { TRIES = 4 };
    nw_hyper_candidate grown = {0}, next = {0};
    nw_hyper_grow(hyper, &grown, base, part, rng);
    if (grown.fit.parameters != NULL)
        nw_hyper_prune(hyper, &next, &grown, part, TRIES, NW_HYPER_RESTART);
    if (nw_hyper_better(&next, found))
        nw_hyper_candidate_copy(found, &next);
    /* Sideways and a little uphill: an exchange that is undone leads nowhere. */
    if (next.fit.parameters != NULL && next.fit.excess < 1.5 * base->fit.excess)
        nw_hyper_candidate_swap(&next, base);
    nw_hyper_candidate_clear(&grown);
    nw_hyper_candidate_clear(&next);
}

static void start_near(nw_hyper_run *hyper, nw_hyper_candidate *best, const nw_hyper_candidate *near, double size,
                       gsl_rng *rng)
{
    nw_fit_run *run = &hyper->run;
    nw_hyper_run_shape(hyper, &near->shape);
    double *start = nw_alloc(run->model.count, sizeof *start);
    nw_hyper_perturb(hyper, start, near, size, rng);
    nw_fit_start(run, nw_fit_explored(run), start);
    nw_fit_descend(run, &nw_fit_full_plan);
    nw_hyper_offer(hyper, best, NW_HYPER_RESTART);
    free(start);
}

/* Other starts at the shape of *best, which is no good yet, until one is accepted. */
static void other_starts(nw_hyper_run *hyper, nw_hyper_candidate *best)
{
    const nw_fit_options *options = &hyper->run.options;
    nw_hyper_shape shape = best->shape;
    nw_hyper_candidate base = {0}, found = {0};
    nw_hyper_candidate_copy(&base, best);
    for (unsigned k = 0; k < options->starts && !best->fit.accepted && !nw_fit_stopped(&hyper->run); k++) {
        gsl_rng *rng = nw_random_stream(options->seed, shape.width << 32 | shape.f_width, k + 2);
        hyper->restarts++;
        switch (k % 6) {
        case 0:
            exchange(hyper, &found, &base, NW_PART_F, rng);
            break;
        case 1:
            descend_from(hyper, &found, &shape, NW_HYPER_PATH, 2, rng);
            break;
        case 2:
            exchange(hyper, &found, &base, NW_PART_G, rng);
            break;
        case 3:
            descend_from(hyper, &found, &shape, NW_HYPER_SHARED, 2, rng);
            break;
        default:
            start_near(hyper, &found, best, k % 6 == 4 ? 0.3 : 0.6, rng);
            break;
        }
        if (nw_hyper_better(&found, best))
            nw_hyper_candidate_copy(best, &found);
        nw_hyper_candidate_clear(&found);
        gsl_rng_free(rng);
    }
    nw_hyper_candidate_clear(&base);
}

/* ---- f's width ---- */

/* Wider and wider f until one is accepted. */
static void rise(nw_hyper_run *hyper, nw_hyper_candidate *best, const nw_hyper_options *options)
{
    nw_hyper_candidate below = {0};
    for (size_t v = 1; v <= options->largest_f_width && !best->fit.accepted && !nw_fit_stopped(&hyper->run); v++) {
        gsl_rng *rng = nw_random_stream(options->fit.seed, options->shape.width << 32 | v, 0);
        nw_hyper_shape shape = options->shape;
        shape.f_width = v;
        nw_hyper_candidate_swap(&below, best);
        nw_hyper_candidate_clear(best);
        try_shape(hyper, best, &shape, &below, rng);
        gsl_rng_free(rng);
    }
    nw_hyper_candidate_clear(&below);
}

/* Narrower and narrower f from an accepted one, until pruning and other starts fail. */
static void sink(nw_hyper_run *hyper, nw_hyper_candidate *best)
{
    while (best->fit.accepted && best->shape.f_width > 1 && !nw_fit_stopped(&hyper->run)) {
        nw_hyper_candidate less = {0};
        nw_hyper_prune(hyper, &less, best, NW_PART_F, best->shape.f_width, NW_HYPER_PRUNE);
        if (!less.fit.accepted)
            other_starts(hyper, &less);
        bool better = less.fit.accepted;
        if (better)
            nw_hyper_candidate_swap(&less, best);
        nw_hyper_candidate_clear(&less);
        if (!better)
            return;
    }
}

static void finish(nw_hyper_run *hyper, nw_hyper_candidate *best)
{
    nw_fit_run *run = &hyper->run;
    if (best->fit.parameters == NULL || best->fit.accepted || nw_fit_stopped(run))
        return;
    nw_hyper_run_shape(hyper, &best->shape);
    nw_fit_start(run, &run->points, best->fit.parameters);
    nw_fit_descend(run, &nw_fit_last_plan);
    nw_hyper_offer(hyper, best, best->found_by);
}

static void deliver(nw_hyper_result *result, nw_hyper_run *hyper, nw_hyper_candidate *best)
{
    *result = (nw_hyper_result){.shape = best->shape, .accepted = best->fit.accepted, .error = INFINITY};
    result->restarts = hyper->restarts;
    result->iterations = hyper->run.iterations;
    result->path_error = hyper->path.worst;
    result->path_fresh = hyper->path.fresh;
    result->path_tasks = hyper->path.task_count;
    if (best->fit.parameters != NULL) {
        result->primary = nw_hyper_primary_network(&best->shape);
        result->task = nw_hyper_task_network(&best->shape, best->fit.parameters);
        result->error = best->fit.error;
        result->found_by = best->found_by;
    }
    nw_hyper_candidate_clear(best);
}

void nw_hyper_fit(nw_hyper_result *result, const nw_fit_data *data, const nw_task_slices *slices,
                  const nw_hyper_judge *judge, const nw_hyper_options *options)
{
    nw_hyper_run hyper;
    nw_hyper_candidate best = {0}, none = {0};
    nw_hyper_run_begin(&hyper, data, slices, judge, &options->fit);
    if (options->shape.f_width > 0) {
        gsl_rng *rng = nw_random_stream(options->fit.seed, options->shape.width << 32 | options->shape.f_width, 0);
        try_shape(&hyper, &best, &options->shape, &none, rng);
        gsl_rng_free(rng);
        if (!best.fit.accepted && best.fit.parameters != NULL)
            other_starts(&hyper, &best);
        finish(&hyper, &best);
    } else {
        rise(&hyper, &best, options);
        sink(&hyper, &best);
    }
    deliver(result, &hyper, &best);
    nw_hyper_run_end(&hyper);
}
