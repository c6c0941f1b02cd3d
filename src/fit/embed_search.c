#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/random.h"
#include "fit/embed_moves.h"

typedef struct search {
    nw_embed_run run;
    nw_embed_candidate *best; /* best[k - 1], k = 1 .. k_room: accepted, or without parameters */
    size_t k_least, k_room;
} search;

static bool stopped(const search *s)
{
    return nw_fit_stopped(&s->run.fit);
}

static bool accepted(const nw_embed_candidate *candidate)
{
    return candidate->fit.parameters != NULL && candidate->fit.accepted;
}

static void record(search *s, const nw_embed_candidate *candidate)
{
    nw_embed_candidate *best = &s->best[candidate->k - 1];
    if (accepted(candidate) && (!accepted(best) || candidate->fit.width < best->fit.width))
        nw_embed_candidate_copy(best, candidate);
}

/* The width from which on a search at this k cannot win: that of the best, with some units that pruning may take. */
static size_t limit_of(const search *s, size_t k)
{
    enum { PRUNABLE = 4 };
    size_t largest = s->run.options->largest_width;
    const nw_embed_candidate *best = &s->best[k - 1];
    return accepted(best) && best->fit.width + PRUNABLE < largest ? best->fit.width + PRUNABLE : largest;
}

/* Units are added until the candidate is accepted, too wide, or no longer comes closer. */
static void grow_until(search *s, nw_embed_candidate *candidate, bool widen, size_t limit, gsl_rng *rng)
{
    enum { PATIENCE = 8 };
    static const double closer = 0.9;
    size_t full = s->run.tasks.count > 1 ? s->run.tasks.count - 1 : 1, since = 0;
    nw_embed_candidate grown = {0};
    double excess = INFINITY;
    while (!accepted(candidate) && candidate->fit.width < limit && since < PATIENCE && !stopped(s)) {
        nw_embed_grow(&s->run, &grown, candidate, widen && candidate->k < full, rng);
        if (grown.fit.parameters == NULL)
            break;
        nw_embed_candidate_swap(candidate, &grown);
        bool nearer = candidate->fit.excess < closer * excess;
        since = nearer ? 0 : since + 1;
        excess = nearer ? candidate->fit.excess : excess;
    }
    nw_embed_candidate_clear(&grown);
}

static void prune_all(search *s, nw_embed_candidate *candidate, const char *found_by)
{
    nw_embed_candidate pruned = {0};
    while (accepted(candidate) && candidate->fit.width > 1 && !stopped(s)) {
        nw_embed_prune(&s->run, &pruned, candidate, candidate->fit.width, found_by);
        if (!accepted(&pruned))
            break;
        nw_embed_candidate_swap(candidate, &pruned);
    }
    nw_embed_candidate_clear(&pruned);
}

/* A number a task less costs units, but hardly more than there are. */
static size_t doubled(const search *s, const nw_embed_candidate *candidate)
{
    enum { MORE = 8 };
    size_t limit = 2 * candidate->fit.width + MORE, largest = s->run.options->largest_width;
    return limit < largest ? limit : largest;
}

static void from_above(search *s)
{
    enum { DROPS = 3 };
    nw_embed_candidate candidate = {0}, lower = {0};
    gsl_rng *rng = nw_random_stream(s->run.options->fit.seed, 0, 0);
    grow_until(s, &candidate, true, s->run.options->largest_width, rng);
    prune_all(s, &candidate, "above");
    while (accepted(&candidate) && candidate.k >= 1) {
        if (candidate.k <= s->k_room)
            record(s, &candidate);
        if (candidate.k == 1)
            break;
        nw_embed_lower_rank(&s->run, &lower, &candidate, DROPS);
        if (lower.fit.parameters == NULL)
            break;
        grow_until(s, &lower, false, doubled(s, &lower), rng);
        prune_all(s, &lower, "above");
        nw_embed_candidate_swap(&candidate, &lower);
    }
    gsl_rng_free(rng);
    nw_embed_candidate_clear(&candidate);
    nw_embed_candidate_clear(&lower);
}

/* From the constant; attempts after the first begin elsewhere. */
static void from_below(search *s, size_t k, unsigned attempt)
{
    nw_embed_candidate candidate = {0};
    gsl_rng *rng = nw_random_stream(s->run.options->fit.seed, k, attempt > 0 ? UINT64_MAX - attempt : 0);
    nw_embed_begin_rows(&s->run, &candidate, k, attempt > 0, rng);
    grow_until(s, &candidate, false, limit_of(s, k), rng);
    prune_all(s, &candidate, "below");
    record(s, &candidate);
    gsl_rng_free(rng);
    nw_embed_candidate_clear(&candidate);
}

/* ---- other starts ---- */

/* Exchanges of units from *base, which is no good yet: one more, then one less; sideways and a little uphill. */
static void exchange(search *s, nw_embed_candidate *found, nw_embed_candidate *base, size_t times, gsl_rng *rng)
{
    enum { TRIES = 5 };
    nw_embed_candidate grown = {0}, next = {0};
    for (size_t i = 0; i < times && !accepted(found) && !stopped(s); i++) {
        nw_embed_grow(&s->run, &grown, base, false, rng);
        if (grown.fit.parameters == NULL)
            break;
        nw_embed_prune(&s->run, &next, &grown, TRIES, "restart");
        if (next.fit.parameters == NULL)
            break;
        if (nw_fit_candidate_better(&next.fit, &found->fit))
            nw_embed_candidate_copy(found, &next);
        if (next.fit.excess < 1.5 * base->fit.excess)
            nw_embed_candidate_swap(&next, base);
    }
    nw_embed_candidate_clear(&grown);
    nw_embed_candidate_clear(&next);
}

/* One number a task more, then one less. */
static void exchange_rank(search *s, nw_embed_candidate *found, nw_embed_candidate *base, gsl_rng *rng)
{
    enum { DROPS = 3 };
    nw_embed_candidate raised = {0};
    nw_embed_raise_rank(&s->run, base, 0.3, rng);
    nw_fit_start(&s->run.fit, &s->run.fit.points, base->fit.parameters);
    nw_fit_descend(&s->run.fit, &nw_fit_direct_plan);
    nw_embed_offer(&s->run, &raised, "restart");
    if (raised.fit.parameters != NULL && !stopped(s))
        nw_embed_lower_rank(&s->run, found, &raised, DROPS);
    nw_embed_candidate_clear(&raised);
}

static void start_anew(search *s, nw_embed_candidate *found, const nw_embed_candidate *fail,
                       const nw_embed_candidate *good, unsigned kind, gsl_rng *rng)
{
    enum { CHAIN = 3, TRIES = 5 };
    nw_embed_candidate base = {0};
    switch (kind % 6) {
    case 0:
    case 3:
        nw_embed_candidate_copy(&base, fail);
        exchange(s, found, &base, CHAIN, rng);
        break;
    case 1:
        nw_embed_candidate_copy(&base, fail);
        if (s->run.options->embedding == NW_EMBED_FREE && fail->k + 1 < s->run.tasks.count)
            exchange_rank(s, found, &base, rng);
        break;
    case 2:
        nw_embed_perturb(&s->run, &base, good, 0.3, &nw_fit_direct_plan, rng);
        if (base.fit.parameters != NULL && !stopped(s))
            nw_embed_prune(&s->run, found, &base, TRIES, "restart");
        break;
    case 4:
        nw_embed_perturb(&s->run, found, fail, 0.5, &nw_fit_full_plan, rng);
        if (found->fit.parameters != NULL && !accepted(found)) {
            nw_embed_candidate_copy(&base, found);
            exchange(s, found, &base, 1, rng);
        }
        break;
    default:
        nw_embed_begin_rows(&s->run, &base, fail->k, true, rng);
        while (base.fit.width < fail->fit.width && !accepted(&base) && !stopped(s)) {
            nw_embed_grow(&s->run, found, &base, false, rng);
            nw_embed_candidate_swap(found, &base);
        }
        nw_embed_candidate_swap(found, &base);
        break;
    }
    nw_embed_candidate_clear(&base);
}

/* Other starts at one unit less than the best of this k, and so on downwards. */
static void improve(search *s, size_t k, unsigned starts, unsigned round)
{
    nw_embed_candidate fail = {0}, found = {0};
    const nw_embed_candidate *best = &s->best[k - 1];
    unsigned tried = 0;
    while (accepted(best) && best->fit.width > 1 && tried < starts && !stopped(s)) {
        if (fail.fit.parameters == NULL || fail.fit.width + 1 != best->fit.width)
            nw_embed_prune(&s->run, &fail, best, best->fit.width, "restart");
        if (fail.fit.parameters == NULL)
            break;
        if (accepted(&fail)) {
            record(s, &fail);
            continue;
        }
        gsl_rng *rng = nw_random_stream(s->run.options->fit.seed, k * 1000 + best->fit.width, round * 1000 + ++tried);
        start_anew(s, &found, &fail, best, tried, rng);
        gsl_rng_free(rng);
        s->run.restarts++;
        if (accepted(&found)) {
            prune_all(s, &found, "restart");
            record(s, &found);
            tried = 0;
        } else if (found.fit.width == fail.fit.width && nw_fit_candidate_better(&found.fit, &fail.fit))
            nw_embed_candidate_swap(&found, &fail);
        nw_embed_candidate_clear(&found);
    }
    nw_embed_candidate_clear(&fail);
}

/* ---- the front ---- */

/* What the method of k + 1 can do for k ... */
static void from_richer(search *s, size_t k, gsl_rng *rng)
{
    enum { DROPS = 3 };
    nw_embed_candidate lower = {0};
    if (k < s->k_room && accepted(&s->best[k]) && !stopped(s)) {
        nw_embed_lower_rank(&s->run, &lower, &s->best[k], DROPS);
        if (lower.fit.parameters != NULL && (!accepted(&s->best[k - 1]) || lower.fit.width < s->best[k - 1].fit.width))
            grow_until(s, &lower, false, accepted(&s->best[k - 1]) ? limit_of(s, k) : doubled(s, &lower), rng);
        prune_all(s, &lower, "above");
        if (lower.fit.parameters != NULL)
            record(s, &lower);
    }
    nw_embed_candidate_clear(&lower);
}

/* ... and that of k - 1. */
static void from_poorer(search *s, size_t k, gsl_rng *rng)
{
    nw_embed_candidate raised = {0}, found = {0};
    if (k > 1 && accepted(&s->best[k - 2]) && !stopped(s)) {
        nw_embed_candidate_copy(&raised, &s->best[k - 2]);
        nw_embed_raise_rank(&s->run, &raised, 0.1, rng);
        nw_fit_start(&s->run.fit, &s->run.fit.points, raised.fit.parameters);
        nw_fit_descend(&s->run.fit, &nw_fit_direct_plan);
        nw_embed_offer(&s->run, &found, "below");
        prune_all(s, &found, "below");
        if (found.fit.parameters != NULL)
            record(s, &found);
    }
    nw_embed_candidate_clear(&raised);
    nw_embed_candidate_clear(&found);
}

/* A method of k - 1 that is no wider is one of k. */
static void make_monotone(search *s, gsl_rng *rng)
{
    for (size_t k = 2; k <= s->k_room; k++) {
        const nw_embed_candidate *poorer = &s->best[k - 2], *best = &s->best[k - 1];
        if (!accepted(poorer) || (accepted(best) && best->fit.width <= poorer->fit.width))
            continue;
        nw_embed_candidate raised = {0};
        nw_embed_candidate_copy(&raised, poorer);
        nw_embed_raise_rank(&s->run, &raised, 0, rng);
        record(s, &raised);
        nw_embed_candidate_clear(&raised);
    }
}

/* The parameters of q at this k with a width. */
static size_t parameters_at(const search *s, size_t k, size_t width)
{
    return width * (nw_embed_run_inputs(&s->run) + k + 2);
}

static size_t fewest_parameters(const search *s)
{
    size_t fewest = SIZE_MAX;
    for (size_t k = 1; k <= s->k_room; k++)
        if (accepted(&s->best[k - 1])) {
            size_t count = parameters_at(s, k, s->best[k - 1].fit.width);
            fewest = count < fewest ? count : fewest;
        }
    return fewest;
}

/* All starts there are where one unit less would make the fewest parameters fewer. */
static void improve_fewest(search *s, unsigned round)
{
    for (size_t k = 1; k <= s->k_room; k++) {
        const nw_embed_candidate *best = &s->best[k - 1];
        if (accepted(best) && parameters_at(s, k, best->fit.width - 1) < fewest_parameters(s))
            improve(s, k, s->run.options->fit.starts, round);
    }
}

/* Free rows: from above, from below, then rounds over the front, downwards and upwards; last where it counts most. */
static void search_free(search *s)
{
    enum { BELOW = 3, ROUNDS = 2, SHARE = 3 };
    const nw_embed_options *options = s->run.options;
    unsigned share = (options->fit.starts + SHARE - 1) / SHARE;
    from_above(s);
    for (size_t k = 1; k <= s->k_room && k <= BELOW; k++)
        from_below(s, k, 0);
    gsl_rng *rng = nw_random_stream(options->fit.seed, 0, 1);
    for (unsigned round = 0; round < ROUNDS; round++) {
        for (size_t k = s->k_room; k >= 1; k--) {
            from_richer(s, k, rng);
            improve(s, k, share, round);
        }
        for (size_t k = 2; k <= s->k_room; k++)
            from_poorer(s, k, rng);
    }
    improve_fewest(s, ROUNDS);
    make_monotone(s, rng);
    gsl_rng_free(rng);
}

/* Rows that the tasks' places decide: each k for itself. */
static void search_places(search *s)
{
    enum { SHARE = 4 };
    const nw_embed_options *options = s->run.options;
    for (size_t k = s->k_least; k <= s->k_room; k++) {
        /* Where growth leads nowhere there is no width yet at which other starts could be made. */
        for (unsigned attempt = 0; attempt <= options->fit.starts / SHARE && !accepted(&s->best[k - 1]); attempt++)
            from_below(s, k, attempt);
        improve(s, k, options->fit.starts, 0);
    }
}

static void deliver(nw_embed_front *front, search *s)
{
    front->count = s->k_room - s->k_least + 1;
    front->networks = nw_alloc(front->count, sizeof *front->networks);
    front->restarts = s->run.restarts;
    for (size_t i = 0; i < front->count; i++) {
        size_t k = s->k_least + i;
        front->networks[i].k = k;
        if (!accepted(&s->best[k - 1]))
            continue;
        const nw_embed_candidate *best = &s->best[k - 1];
        nw_embed_run_shape(&s->run, best->fit.width, k);
        nw_embed_run_network(&front->networks[i], &s->run, best->fit.parameters);
        nw_fit_start(&s->run.fit, &s->run.fit.points, best->fit.parameters); /* there may be more points by now */
        front->networks[i].error = s->run.fit.best_error;
        front->networks[i].found_by = best->found_by;
    }
}

void nw_embed_search(nw_embed_front *front, const nw_embed_data *data, const nw_embed_judge *judge,
                     const nw_embed_options *options)
{
    search s = {.k_room = options->k_most};
    nw_embed_run_begin(&s.run, data, judge, options);
    /* Free rows: T points lie in an affine space of dimension T - 1, so that more numbers a task add nothing. */
    size_t full = data->tasks > 1 ? data->tasks - 1 : 1;
    if (options->embedding == NW_EMBED_FREE && s.k_room > full)
        s.k_room = full;
    s.k_least = options->k_least < s.k_room ? options->k_least : s.k_room;
    s.best = nw_alloc(s.k_room, sizeof *s.best);
    if (s.k_room < options->k_least) {
        /* nothing is asked for */
    } else if (options->embedding == NW_EMBED_FREE) {
        search_free(&s);
    } else {
        search_places(&s);
    }
    deliver(front, &s);
    for (size_t k = 0; k < s.k_room; k++)
        nw_embed_candidate_clear(&s.best[k]);
    free(s.best);
    nw_embed_run_end(&s.run);
}

void nw_embed_front_clear(nw_embed_front *front)
{
    for (size_t i = 0; i < front->count; i++)
        nw_embed_network_clear(&front->networks[i]);
    free(front->networks);
    *front = (nw_embed_front){0};
}
