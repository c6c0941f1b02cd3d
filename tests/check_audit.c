/* The audit of consistency holds, and it can fail: cards, exemptions and separations are altered here, and it must say
 * which check they break. */
#include "audit/consistency.h"

#include <stdlib.h>
#include <string.h>

#include "audit/claim.h"
#include "audit_consistency.h"
#include "base/memory.h"
#include "base/text.h"
#include "catalogue.h"
#include "check_common.h"
#include "rational.h"

/* ---- running ---- */

static void give(nw_audit_grid *grid, nw_param param, const char *values)
{
    nw_audit_grid_default(grid, (int)param, values);
}

/* A grid that takes a second where the claim's own takes ten. */
static void small_grid(nw_audit_grid *grid)
{
    *grid = (nw_audit_grid){0};
    give(grid, NW_EPS, "1/2 1e-1 1e-3 1e-6 1e-20");
    give(grid, NW_R, "1 2");
    give(grid, NW_M1, "1 2");
    give(grid, NW_M2, "0 1");
    give(grid, NW_ALPHA, "1 3");
    give(grid, NW_ACTIVATION, "crelu tanh relu");
    give(grid, NW_K, "1");
    give(grid, NW_LAYERS, "2");
    give(grid, NW_DEPTH, "1 2");
}

static nw_evidence *run_plan(const nw_audit_plan *plan, const nw_audit_grid *given)
{
    nw_context *context = nw_context_new();
    nw_evidence *evidence = nw_evidence_new();
    nw_audit_grid grid;
    nw_audit_outcome outcome;
    nw_audit_outcome_init(&outcome);
    nw_consistency_grid(&grid, given, false);
    nw_audit_plan_run(&outcome, evidence, "grid", "a grid", plan, &grid, 1, context, NULL);
    nw_audit_plan_cover(evidence, plan);
    nw_evidence_conclude(evidence, NULL);
    nw_audit_outcome_clear(&outcome);
    nw_audit_grid_clear(&grid);
    nw_context_free(context);
    return evidence;
}

/* ---- reading ---- */

static size_t column(const nw_evidence_part *part, const char *name)
{
    for (size_t i = 0; i < part->column_count; i++)
        if (strcmp(part->columns[i].name, name) == 0)
            return i;
    ck_abort_msg("no column %s", name);
    return 0;
}

static const char *cell(const nw_evidence *evidence, size_t row, const char *name)
{
    return nw_evidence_text(evidence->parts, row, column(evidence->parts, name));
}

/* The row of that check, left and right; fails the test when there is none. */
static size_t row_of(const nw_evidence *evidence, const char *check, const char *left, const char *right)
{
    for (size_t row = 0; row < nw_evidence_rows(evidence->parts); row++)
        if (strcmp(cell(evidence, row, "check"), check) == 0 && strcmp(cell(evidence, row, "left"), left) == 0 &&
            strcmp(cell(evidence, row, "right"), right) == 0)
            return row;
    ck_abort_msg("no check %s of %s against %s", check, left, right);
    return 0;
}

static bool has_note(const nw_evidence *evidence, const char *start)
{
    for (size_t i = 0; i < evidence->note_count; i++)
        if (strncmp(evidence->notes[i], start, strlen(start)) == 0)
            return true;
    return false;
}

/* Fails the test unless the verdict is that one; says what failed. */
static void verdict_is(const nw_evidence *evidence, nw_verdict expected)
{
    if (evidence->verdict == expected)
        return;
    for (size_t row = 0; row < nw_evidence_rows(evidence->parts); row++) {
        const char *verdict = cell(evidence, row, "verdict");
        if (strcmp(verdict, "FAILS") == 0 || strcmp(verdict, "unknown") == 0)
            printf("%s: %s, %s: %s\n", verdict, cell(evidence, row, "left"), cell(evidence, row, "right"),
                   cell(evidence, row, "found"));
    }
    for (size_t i = 0; i < evidence->note_count; i++)
        printf("%s\n", evidence->notes[i]);
    ck_abort_msg("the claim is '%s' and not '%s': %s", nw_verdict_word(evidence->verdict), nw_verdict_word(expected),
                 evidence->summary);
}

/* ---- the claim holds ---- */

/* On its own grid every check compares something; only ramp, which has one input, never meets an embedding method. */
START_TEST(every_check_compares)
{
    nw_audit_grid given;
    small_grid(&given);
    nw_evidence *evidence = run_plan(&nw_consistency_plan, &given);
    for (size_t row = 0; row < nw_evidence_rows(evidence->parts); row++) {
        bool no_input = strcmp(cell(evidence, row, "right"), "ramp") == 0 && cell(evidence, row, "left")[0] == 't' &&
                        strcmp(cell(evidence, row, "left"), "thm1") != 0;
        bool none = strcmp(cell(evidence, row, "settings"), "0") == 0;
        ck_assert_msg(none == no_input, "%s against %s compares %s settings", cell(evidence, row, "left"),
                      cell(evidence, row, "right"), cell(evidence, row, "settings"));
    }
    nw_evidence_free(evidence);
    nw_audit_grid_clear(&given);
}
END_TEST

/* ---- the evidence is what the cards say ---- */

/* The published constants of syz fall below the continuous bound, in one dimension, between 2e-14 and 1e-14. */
START_TEST(first_clash_is_found)
{
    nw_audit_grid given = {0};
    give(&given, NW_EPS, "1e-13 1e-15 1e-14 2e-14");
    give(&given, NW_M1, "1");
    give(&given, NW_M2, "0");
    give(&given, NW_R, "1");
    nw_evidence *evidence = run_plan(&nw_consistency_plan, &given);
    size_t row = row_of(evidence, "apart", "nwidth", "syz");
    ck_assert_str_eq(cell(evidence, row, "verdict"), "separated");
    ck_assert_str_eq(cell(evidence, row, "settings"), "4");
    ck_assert_str_eq(cell(evidence, row, "clashes"), "2");
    ck_assert_str_eq(cell(evidence, row, "clash_at"), "r=1 m=1 eps=1e-14");
    ck_assert(strncmp(cell(evidence, row, "why"), "continuous selection", 20) == 0);
    fmpz_t number;
    fmpz_init(number);
    ct_value(number, "nwidth", "r=1 n=1 eps=1e-14");
    ct_equal_text(number, cell(evidence, row, "clash_left"), "left");
    ct_value(number, "syz", "r=1 n=1 eps=1e-14");
    ct_equal_text(number, cell(evidence, row, "clash_right"), "right");
    fmpz_clear(number);
    nw_evidence_free(evidence);
    nw_audit_grid_clear(&given);
}
END_TEST

/* Nw(0.1; 1, 1) = 9 against 33 connections, the closest of the two settings. */
START_TEST(ratio_is_found)
{
    nw_audit_grid given = {0};
    give(&given, NW_EPS, "1/2 1/10");
    give(&given, NW_M1, "1");
    give(&given, NW_M2, "0");
    give(&given, NW_R, "1");
    nw_evidence *evidence = run_plan(&nw_consistency_plan, &given);
    size_t row = row_of(evidence, "pair", "nwidth", "kuhn");
    ck_assert_str_eq(cell(evidence, row, "ratio"), "0.2728");
    ck_assert_str_eq(cell(evidence, row, "ratio_at"), "r=1 m=1 eps=1/10");
    nw_evidence_free(evidence);
    nw_audit_grid_clear(&given);
}
END_TEST

/* ---- altered cards ---- */

static nw_card altered;           /* stands for the card of its id */
static const nw_card *original;
static fmpq_t factor;

static const nw_card *find_altered(const char *id)
{
    return strcmp(altered.id, id) == 0 ? &altered : nw_card_find(id);
}

static void evaluate_scaled(nw_result *result, const nw_setting *setting, nw_context *context)
{
    original->evaluate(result, setting, context);
    fmpq_mul(result->lower, result->lower, factor);
    fmpq_mul(result->upper, result->upper, factor);
}

static void evaluate_undecided(nw_result *result, const nw_setting *setting, nw_context *context)
{
    original->evaluate(result, setting, context);
    result->outcome = NW_UNKNOWN;
}

/* Is 0 where eps is below 1e-5. */
static void evaluate_dipping(nw_result *result, const nw_setting *setting, nw_context *context)
{
    original->evaluate(result, setting, context);
    fmpq_t limit;
    fmpq_init(limit);
    fmpq_set_si(limit, 1, 100000);
    if (fmpq_cmp(nw_setting_rational(setting, NW_EPS), limit) < 0) {
        fmpq_zero(result->lower);
        fmpq_zero(result->upper);
    }
    fmpq_clear(limit);
}

static bool speaks_of(const nw_audit_side *side, const char *id)
{
    return strcmp(side->card, id) == 0;
}

/* The checks of the plan that a card takes part in; freed by free_part. */
static nw_audit_plan part_of_plan(const char *id)
{
    nw_audit_plan plan = nw_consistency_plan;
    nw_audit_pair *pairs = nw_alloc(plan.pair_count, sizeof *pairs);
    nw_audit_order *orders = nw_alloc(plan.order_count, sizeof *orders);
    nw_audit_series *series = nw_alloc(plan.series_count, sizeof *series);
    size_t pair_count = 0, order_count = 0, series_count = 0;
    for (size_t i = 0; i < plan.pair_count; i++)
        if (speaks_of(&plan.pairs[i].lower, id) || speaks_of(&plan.pairs[i].upper, id))
            pairs[pair_count++] = plan.pairs[i];
    for (size_t i = 0; i < plan.order_count; i++)
        if (speaks_of(&plan.orders[i].left, id) || speaks_of(&plan.orders[i].right, id))
            orders[order_count++] = plan.orders[i];
    for (size_t i = 0; i < plan.series_count; i++)
        if (speaks_of(&plan.series[i].side, id))
            series[series_count++] = plan.series[i];
    plan.pairs = pairs;
    plan.pair_count = pair_count;
    plan.orders = orders;
    plan.order_count = order_count;
    plan.series = series;
    plan.series_count = series_count;
    return plan;
}

static void free_part(const nw_audit_plan *plan)
{
    free((void *)plan->pairs);
    free((void *)plan->orders);
    free((void *)plan->series);
}

/* The card replaced in its part of the plan, on a small grid. */
static nw_evidence *run_altered(const char *id, void (*evaluate)(nw_result *, const nw_setting *, nw_context *),
                                const char *scale)
{
    original = nw_card_find(id);
    ck_assert_ptr_nonnull(original);
    altered = *original;
    altered.evaluate = evaluate;
    fmpq_init(factor);
    ct_rational(factor, scale);
    nw_audit_plan plan = part_of_plan(id);
    plan.find = find_altered;
    nw_audit_grid given;
    small_grid(&given);
    nw_evidence *evidence = run_plan(&plan, &given);
    nw_audit_grid_clear(&given);
    fmpq_clear(factor);
    free_part(&plan);
    return evidence;
}

START_TEST(an_upper_bound_made_smaller_is_caught)
{
    nw_evidence *evidence = run_altered("kuhn", evaluate_scaled, "1/1000");
    verdict_is(evidence, NW_FAILS);
    size_t row = row_of(evidence, "pair", "nwidth", "kuhn");
    ck_assert_str_eq(cell(evidence, row, "verdict"), "FAILS");
    ck_assert(has_note(evidence, "refuted: nwidth against kuhn at "));
    ck_assert_str_eq(cell(evidence, row_of(evidence, "pair", "thm1", "kuhn"), "verdict"), "FAILS");
    ck_assert_str_eq(cell(evidence, row_of(evidence, "equal", "ramp", "kuhn"), "verdict"), "FAILS");
    nw_evidence_free(evidence);
}
END_TEST

/* Every lower card that meets an upper bound is caught when it is made too large. */
START_TEST(lower_bounds_made_larger_are_caught)
{
    static const char *const cards[] = {"nwidth",           "thm1",    "thm2",          "thm3",         "capacity",
                                        "capacity-sigmoid", "entropy", "thm2-counting", "thm3-counting"};
    for (size_t i = 0; i < sizeof cards / sizeof cards[0]; i++) {
        nw_evidence *evidence = run_altered(cards[i], evaluate_scaled, "1e60");
        verdict_is(evidence, NW_FAILS);
        bool caught = false;
        for (size_t row = 0; row < nw_evidence_rows(evidence->parts); row++)
            caught = caught || (strcmp(cell(evidence, row, "check"), "pair") == 0 &&
                                strcmp(cell(evidence, row, "verdict"), "FAILS") == 0);
        ck_assert_msg(caught, "%s times 1e60 breaks no pair", cards[i]);
        nw_evidence_free(evidence);
    }
}
END_TEST

START_TEST(a_fall_is_caught)
{
    nw_evidence *evidence = run_altered("tanh2", evaluate_dipping, "1");
    verdict_is(evidence, NW_FAILS);
    size_t row = row_of(evidence, "rises", "tanh2", "at the next smaller eps");
    ck_assert_str_eq(cell(evidence, row, "verdict"), "FAILS");
    ck_assert_str_eq(cell(evidence, row, "clash_at"), "r=1 m=1 eps=1e-6"); /* the first of the axes' order */
    ck_assert_str_eq(cell(evidence, row, "clash_right"), "0");
    nw_evidence_free(evidence);
}
END_TEST

START_TEST(what_is_undecided_leaves_the_claim_open)
{
    nw_evidence *evidence = run_altered("ramp", evaluate_undecided, "1");
    verdict_is(evidence, NW_UNDECIDED);
    ck_assert_str_eq(cell(evidence, row_of(evidence, "pair", "nwidth", "ramp"), "verdict"), "unknown");
    ck_assert(has_note(evidence, "undecided: nwidth against ramp: "));
    nw_evidence_free(evidence);
}
END_TEST

/* ---- altered plans ---- */

/* Theorem 2 with the least feasible l2 falls from one eps to the next here, because l2 grows. */
START_TEST(an_exemption_taken_away_is_missed)
{
    nw_audit_plan plan = nw_consistency_plan;
    nw_audit_series *series = nw_alloc(plan.series_count, sizeof *series);
    nw_audit_grid given = {0};
    give(&given, NW_EPS, "1/999999 1e-6");
    give(&given, NW_M1, "2");
    give(&given, NW_M2, "1");
    size_t removed = 0;
    for (size_t i = 0; i < plan.series_count; i++) {
        series[i] = plan.series[i];
        if (strcmp(series[i].side.card, "thm2") == 0 && series[i].exemption != NULL) {
            series[i].exemption = NULL;
            removed++;
        }
    }
    ck_assert_uint_eq(removed, 2); /* a feasible l2, and a fixed one */
    nw_evidence *evidence = run_plan(&plan, &given);
    verdict_is(evidence, NW_HOLDS);
    size_t row = row_of(evidence, "exempt", "thm2 l2 feasible", "at the next smaller eps");
    ck_assert_str_eq(cell(evidence, row, "verdict"), "exempt");
    nw_evidence_free(evidence);

    plan.series = series;
    evidence = run_plan(&plan, &given);
    verdict_is(evidence, NW_FAILS);
    row = row_of(evidence, "rises", "thm2 l2 feasible", "at the next smaller eps");
    ck_assert_str_eq(cell(evidence, row, "verdict"), "FAILS");
    ck_assert(has_note(evidence, "refuted: thm2 l2 feasible against at the next smaller eps"));
    nw_evidence_free(evidence);
    nw_audit_grid_clear(&given);
    free(series);
}
END_TEST

/* The continuous bound really is above the discontinuous construction: the separation is what saves the claim. */
START_TEST(a_separation_taken_away_is_missed)
{
    nw_audit_plan plan = nw_consistency_plan;
    nw_audit_pair *pairs = nw_alloc(plan.pair_count, sizeof *pairs);
    for (size_t i = 0; i < plan.pair_count; i++) {
        pairs[i] = plan.pairs[i];
        if (strcmp(pairs[i].lower.card, "nwidth") == 0 && strcmp(pairs[i].upper.card, "syz") == 0)
            pairs[i].separation = NULL;
    }
    plan.pairs = pairs;
    nw_audit_grid given;
    small_grid(&given);
    nw_evidence *evidence = run_plan(&plan, &given);
    verdict_is(evidence, NW_FAILS);
    ck_assert(has_note(evidence, "refuted: nwidth against syz at "));
    nw_evidence_free(evidence);
    nw_audit_grid_clear(&given);
    free(pairs);
}
END_TEST

START_TEST(a_card_without_checks_leaves_the_claim_open)
{
    nw_audit_grid given;
    small_grid(&given);
    nw_audit_plan plan = nw_consistency_plan;
    plan.pairs++; /* nwidth against kuhn */
    plan.pair_count--;
    nw_evidence *evidence = run_plan(&plan, &given);
    verdict_is(evidence, NW_UNDECIDED);
    ck_assert(has_note(evidence, "undecided: not covered: nwidth against kuhn"));
    nw_evidence_free(evidence);

    plan = nw_consistency_plan;
    plan.series++; /* nwidth */
    plan.series_count--;
    evidence = run_plan(&plan, &given);
    verdict_is(evidence, NW_UNDECIDED);
    ck_assert(has_note(evidence, "undecided: not covered: whether nwidth rises"));
    nw_evidence_free(evidence);
    nw_audit_grid_clear(&given);
}
END_TEST

/* A recipe that asks a card for what it does not read is a mistake in the plan, and no silence. */
START_TEST(a_bad_recipe_leaves_the_claim_open)
{
    nw_audit_plan plan = nw_consistency_plan;
    nw_audit_pair *pairs = nw_alloc(plan.pair_count, sizeof *pairs);
    for (size_t i = 0; i < plan.pair_count; i++)
        pairs[i] = plan.pairs[i];
    pairs[0].lower.recipe = "r n=m eps bits=3";
    plan.pairs = pairs;
    nw_audit_grid given;
    small_grid(&given);
    nw_evidence *evidence = run_plan(&plan, &given);
    verdict_is(evidence, NW_UNDECIDED);
    ck_assert(has_note(evidence, "undecided: nwidth against kuhn: nwidth does not read --bits"));
    nw_evidence_free(evidence);
    pairs[0].lower.recipe = "r eps";
    evidence = run_plan(&plan, &given);
    verdict_is(evidence, NW_UNDECIDED);
    ck_assert(has_note(evidence, "undecided: nwidth against kuhn: nwidth needs --n"));
    nw_evidence_free(evidence);
    nw_audit_grid_clear(&given);
    free(pairs);
}
END_TEST

/* ---- parts ---- */

START_TEST(points_of_a_grid)
{
    nw_audit_grid grid = {0};
    nw_audit_point point;
    give(&grid, NW_EPS, "1e-3 0.5 1/2 1e-1");
    give(&grid, NW_M1, "1 2");
    give(&grid, NW_M2, "0 1");
    give(&grid, NW_EPS, "7"); /* given already */
    nw_audit_grid_finish(&grid);
    ck_assert_uint_eq(grid.axes[NW_EPS].count, 3);
    ck_assert_uint_eq(grid.axes[NW_AXIS_M].count, 3);
    nw_text seen = {0};
    unsigned long used = nw_audit_recipe_axes("n=m eps");
    for (bool more = nw_audit_point_first(&point, &grid, used, 1); more; more = nw_audit_point_next(&point)) {
        char *line = nw_audit_point_line(&point);
        nw_text_addf(&seen, "%s;", line);
        free(line);
    }
    ck_assert_str_eq(nw_text_string(&seen), "m=1 eps=0.5;m=1 eps=1e-1;m=1 eps=1e-3;"
                                            "m=2 eps=0.5;m=2 eps=1e-1;m=2 eps=1e-3;"
                                            "m=3 eps=0.5;m=3 eps=1e-1;m=3 eps=1e-3;");
    nw_text_clear(&seen);
    /* Where m1 or m2 is used, m is their sum. */
    used = nw_audit_recipe_axes("m1 m2 eps") | nw_audit_recipe_axes("n=m eps");
    size_t count = 0;
    for (bool more = nw_audit_point_first(&point, &grid, used, 1); more; more = nw_audit_point_next(&point), count++)
        ck_assert_int_eq(nw_audit_point_integer(&point, NW_AXIS_M),
                         nw_audit_point_integer(&point, NW_M1) + nw_audit_point_integer(&point, NW_M2));
    ck_assert_uint_eq(count, 12);
    ck_assert(!nw_audit_point_first(&point, &grid, 1ul << NW_R, 1)); /* an axis without values */
    nw_audit_grid_clear(&grid);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("audit");
    TCase *tests = ct_case(suite, "holds");
    tcase_add_test(tests, every_check_compares);
    tcase_add_test(tests, first_clash_is_found);
    tcase_add_test(tests, ratio_is_found);
    tests = ct_case(suite, "altered cards");
    tcase_add_test(tests, an_upper_bound_made_smaller_is_caught);
    tcase_add_test(tests, lower_bounds_made_larger_are_caught);
    tcase_add_test(tests, a_fall_is_caught);
    tcase_add_test(tests, what_is_undecided_leaves_the_claim_open);
    tests = ct_case(suite, "altered plans");
    tcase_add_test(tests, an_exemption_taken_away_is_missed);
    tcase_add_test(tests, a_separation_taken_away_is_missed);
    tcase_add_test(tests, a_card_without_checks_leaves_the_claim_open);
    tcase_add_test(tests, a_bad_recipe_leaves_the_claim_open);
    tests = ct_case(suite, "parts");
    tcase_add_test(tests, points_of_a_grid);
    return ct_main(suite);
}
