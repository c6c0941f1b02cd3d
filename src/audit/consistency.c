/* The claim "consistency": the cards against each other on a grid and on settings that are drawn. */
#include "audit/consistency.h"

#include <gsl/gsl_rng.h>
#include <stdlib.h>

#include "audit_consistency.h"
#include "base/memory.h"
#include "base/random.h"
#include "rational.h"

static const nw_param axes[] = {
    NW_R, NW_M1, NW_M2, NW_EPS, NW_ALPHA, NW_ACTIVATION, NW_K, NW_L2, NW_NORM, NW_BITS, NW_DEPTH, NW_LAYERS,
    NW_WEIGHT_BOUND, NW_A, NW_W, NW_PARAM_COUNT,
};

/* ---- the grid ---- */

/* Decimal digits of eps: every power of ten at first, then every second one. */
enum { EVERY_DIGIT = 20, SMALLEST_EPS = 40 };

static void add_eps(nw_audit_grid *grid, bool quick)
{
    if (quick) {
        nw_audit_grid_default(grid, NW_EPS, "1/2 1e-1 1e-3 1e-6 1e-20");
        return;
    }
    if (grid->axes[NW_EPS].count > 0)
        return;
    nw_audit_grid_default(grid, NW_EPS, "1 2/3 1/2 1/3 1/5 1/30 3e-3 7e-5 1/999999");
    for (int digits = 1; digits <= SMALLEST_EPS; digits += digits < EVERY_DIGIT ? 1 : 2) {
        char *text = nw_format("1e-%d", digits);
        nw_audit_grid_add(grid, NW_EPS, text);
        free(text);
    }
}

void nw_consistency_grid(nw_audit_grid *grid, const nw_audit_grid *given, bool quick)
{
    nw_audit_grid_copy(grid, given);
    add_eps(grid, quick);
    nw_audit_grid_default(grid, NW_R, quick ? "1 2" : "1 2 3 4");
    nw_audit_grid_default(grid, NW_M1, quick ? "1 2" : "1 2 3");
    nw_audit_grid_default(grid, NW_M2, quick ? "0 1" : "0 1 2 3");
    nw_audit_grid_default(grid, NW_ALPHA, quick ? "1 3" : "1 3 5");
    nw_audit_grid_default(grid, NW_ACTIVATION, quick ? "crelu tanh relu" : "crelu relu tanh logistic");
    nw_audit_grid_default(grid, NW_K, quick ? "1" : "1 2");
    nw_audit_grid_default(grid, NW_L2, "feasible 1");
    nw_audit_grid_default(grid, NW_NORM, "entrywise induced");
    nw_audit_grid_default(grid, NW_BITS, "16 32 64");
    nw_audit_grid_default(grid, NW_DEPTH, quick ? "1 2" : "1 2 3");
    nw_audit_grid_default(grid, NW_LAYERS, quick ? "2" : "2 3");
    nw_audit_grid_default(grid, NW_WEIGHT_BOUND, "1 100");
    nw_audit_grid_default(grid, NW_A, "3 4");
    nw_audit_grid_default(grid, NW_W, "1 3");
    nw_audit_grid_finish(grid);
}

/* ---- settings that are drawn ---- */

enum { SAMPLES = 150, QUICK_SAMPLES = 6, MOST_DECADES = 24 };

static unsigned long below(gsl_rng *rng, unsigned long count)
{
    return gsl_rng_uniform_int(rng, count);
}

/* A number from 1 to 9.999 times 10^-1 .. 10^-MOST_DECADES, or a fraction: no round number. */
static char *draw_eps(gsl_rng *rng)
{
    if (below(rng, 4) == 0)
        return nw_format("%lu/%lu", 1 + below(rng, 50), 51 + below(rng, 100000));
    return nw_format("%lu.%03lue-%lu", 1 + below(rng, 9), below(rng, 1000), 1 + below(rng, MOST_DECADES));
}

static char *draw_integer(gsl_rng *rng, unsigned long least, unsigned long most)
{
    return nw_format("%lu", least + below(rng, most - least + 1));
}

/* A number from 1 to 10^decades, with three decimals. */
static char *draw_above_one(gsl_rng *rng, unsigned long decades)
{
    unsigned long scale = 1;
    for (unsigned long i = below(rng, decades + 1); i > 0; i--)
        scale *= 10;
    return nw_format("%lu.%03lu", 1 + below(rng, 9 * scale), below(rng, 1000));
}

static char *draw_word(gsl_rng *rng, const char *const *words, size_t count)
{
    return nw_copy_text(words[below(rng, count)]);
}

/* The value of one axis in the claim's own range. */
static char *draw(gsl_rng *rng, nw_param param)
{
    static const char *const activations[] = {"crelu", "relu", "tanh", "logistic"};
    static const char *const norms[] = {"entrywise", "induced"};
    switch (param) {
    case NW_R:
        return draw_integer(rng, 1, 6);
    case NW_M1:
        return draw_integer(rng, 1, 4);
    case NW_M2:
        return draw_integer(rng, 0, 3);
    case NW_EPS:
        return draw_eps(rng);
    case NW_ALPHA:
        return draw_above_one(rng, 0);
    case NW_ACTIVATION:
        return draw_word(rng, activations, sizeof activations / sizeof activations[0]);
    case NW_K:
        return draw_integer(rng, 1, 5);
    case NW_L2:
        return below(rng, 3) == 0 ? nw_copy_text("feasible") : draw_above_one(rng, 4);
    case NW_NORM:
        return draw_word(rng, norms, sizeof norms / sizeof norms[0]);
    case NW_BITS:
        return draw_integer(rng, 1, 64);
    case NW_DEPTH:
        return draw_integer(rng, 1, 4);
    case NW_LAYERS:
        return draw_integer(rng, 2, 4);
    case NW_WEIGHT_BOUND:
        return draw_above_one(rng, 5);
    case NW_A:
        return draw_integer(rng, 3, 4);
    case NW_W:
        return draw_integer(rng, 1, 6);
    default:
        return NULL; /* the claim takes no other */
    }
}

/* One setting; eps has two values, so that what must rise can be seen to fall.  Axes that are given keep one of their
 * values, and eps all. */
static void draw_setting(nw_audit_grid *grid, const nw_audit_grid *given, gsl_rng *rng)
{
    *grid = (nw_audit_grid){0};
    for (const nw_param *axis = axes; *axis != NW_PARAM_COUNT; axis++) {
        const nw_audit_axis *own = &given->axes[*axis];
        bool all = *axis == NW_EPS;
        for (size_t i = 0; i < (all ? own->count : 0); i++)
            nw_audit_grid_add(grid, (int)*axis, own->texts[i]);
        for (size_t i = 0; own->count == 0 && i < (all ? 2 : 1); i++) {
            char *text = draw(rng, *axis);
            nw_audit_grid_add(grid, (int)*axis, text);
            free(text);
        }
        if (!all && own->count > 0)
            nw_audit_grid_add(grid, (int)*axis, own->texts[below(rng, own->count)]);
    }
    nw_audit_grid_finish(grid);
}

static void run_drawn(nw_audit_outcome *outcome, nw_evidence *evidence, const nw_audit_run *run)
{
    size_t count = run->quick ? QUICK_SAMPLES : SAMPLES;
    nw_audit_grid *grids = nw_alloc(count, sizeof *grids);
    gsl_rng *rng = nw_random_stream(run->seed, 0, 0);
    for (size_t i = 0; i < count; i++)
        draw_setting(&grids[i], run->given, rng);
    gsl_rng_free(rng);
    nw_audit_plan_run(outcome, evidence, "random", "settings that are drawn", &nw_consistency_plan, grids, count,
                 run->context, run->stop);
    for (size_t i = 0; i < count; i++)
        nw_audit_grid_clear(&grids[i]);
    free(grids);
}

/* ---- the claim ---- */

static void run_grid(nw_audit_outcome *outcome, nw_evidence *evidence, const nw_audit_run *run)
{
    nw_audit_grid grid;
    nw_consistency_grid(&grid, run->given, run->quick);
    nw_audit_plan_run(outcome, evidence, "grid", "a grid of settings", &nw_consistency_plan, &grid, 1, run->context,
                 run->stop);
    nw_audit_plan_cover(evidence, &nw_consistency_plan);
    nw_audit_grid_clear(&grid);
}

static void check_ratio(nw_evidence *evidence, const nw_audit_outcome *outcome, const nw_claim *claim,
                        const nw_audit_run *run)
{
    fmpq_t most;
    fmpq_init(most);
    nw_claim_constant_get(most, claim, run, "ratio");
    char *ratio = nw_rational_decimal(outcome->pair_ratio, 6, 1);
    nw_evidence_decide(evidence, fmpq_cmp(outcome->pair_ratio, most) <= 0 ? NW_PROVED : NW_REFUTED,
                       nw_format("a lower bound is %s times an upper bound whose hypotheses hold as well", ratio));
    free(ratio);
    fmpq_clear(most);
}

static nw_status check(nw_evidence *evidence, const nw_claim *claim, const nw_audit_run *run, nw_error *error)
{
    nw_audit_outcome outcome;
    nw_audit_outcome_init(&outcome);
    run_grid(&outcome, evidence, run);
    run_drawn(&outcome, evidence, run);
    nw_status status = nw_consistency_built(evidence, run, error);
    check_ratio(evidence, &outcome, claim, run);
    nw_evidence_conclude(evidence, nw_format("%zu comparisons, %zu settings evaluated, %zu checks with clashes that a "
                                             "hypothesis or an exemption explains",
                                             outcome.compared, outcome.evaluated, outcome.explained));
    nw_audit_outcome_clear(&outcome);
    return status;
}

static const nw_claim_constant constants[] = {
    {"ratio", "1", "1/100", "the largest ratio of a lower bound to an upper bound whose hypotheses hold together"},
    {NULL, NULL, NULL, NULL},
};

const nw_claim nw_claim_consistency = {
    .id = "consistency",
    .title = "lower bounds lie below upper bounds, and every number behaves as the theory says",
    .statement =
        "Every lower bound lies below every upper bound whose hypotheses hold at the same setting; no bound falls "
        "as eps falls, unless the formula itself makes it; and numbers that the theory puts in an order are in it.",
    .method =
        "All cards are evaluated, exactly, over a grid of settings and over settings that are drawn with --seed. A "
        "pair compares a lower card with an upper card of the same quantity, each at the setting that the common "
        "one means for it: kuhn and tanh2 are padded to dense networks of equal widths where the lower bound is for "
        "those, and the kuhn network on (x, I) with e(I) = I stands for embedding methods, with l2 and c set to its "
        "own norms. A clash there refutes the claim. Cards of which one assumes what the other does not have are "
        "compared all the same, as 'apart': a clash there is expected, and the hypothesis that separates them is "
        "named. 'order' and 'equal' are relations the theory states; 'rises' compares neighbouring eps, 'exempt' "
        "does so where a reason for falling is given. A card that is in the catalogue but in no check leaves the "
        "verdict unknown. 'built' counts networks that were built for a target.",
    .axes = axes,
    .constants = constants,
    .check = check,
};
