/* Claim H8: the variation of networks along a line, exactly and in balls, beside plain sums over a fine grid; what the
 * claim's tables say where it can be worked out by hand. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "audit/claim.h"
#include "audit/variation.h"
#include "base/memory.h"
#include "check_common.h"

/* ---- variation ---- */

static double uniform(gsl_rng *rng, double size)
{
    return size * (2 * gsl_rng_uniform(rng) - 1);
}

static nw_network *random_network(gsl_rng *rng, nw_activation activation, size_t hidden)
{
    size_t widths[3];
    for (size_t k = 0; k < hidden; k++)
        widths[k] = (size_t)ct_between(rng, 1, 4);
    nw_network *q =
        nw_network_new((size_t)ct_between(rng, 1, 3), widths, hidden, 1, activation, ct_between(rng, 0, 1) == 1);
    for (size_t p = 0; p < q->parameter_count; p++)
        q->parameters[p] = uniform(rng, 2);
    return q;
}

/* The sum of |changes of q'| over a grid of the line: a little below the variation. */
static double sampled_variation(const nw_axis_line *line, bool pieces)
{
    enum { CELLS = 20000 };
    size_t inputs = line->network->inputs, count = CELLS + 1;
    double *x = nw_alloc(count * inputs, sizeof *x), *y = nw_alloc(count, sizeof *y);
    double *slopes = nw_alloc(count * inputs, sizeof *slopes), sum = 0, last = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t a = 0; a < inputs; a++)
            x[i * inputs + a] = a == line->axis ? -1 + 2 * (double)i / CELLS : line->p[a];
    nw_net_work *work = nw_net_work_new(line->network, count);
    nw_network_forward(line->network, count, x, y, work);
    nw_network_slopes(line->network, count, x, slopes, work);
    for (size_t i = 0; i + pieces < count; i++) {
        double slope = pieces ? (y[i + 1] - y[i]) * CELLS / 2 : slopes[i * inputs + line->axis];
        sum += i > 0 ? fabs(slope - last) : 0;
        last = slope;
    }
    nw_net_work_free(work);
    free(x);
    free(y);
    free(slopes);
    return sum;
}

static double rational_double(const fmpq_t x)
{
    return fmpq_get_d(x);
}

START_TEST(pieces_as_sampled)
{
    gsl_rng *rng = ct_rng("variation of pieces");
    fmpq_t variation;
    fmpq_init(variation);
    double exact_sum = 0, sampled_sum = 0;
    for (int round = 0; round < 60; round++) {
        nw_network *q = random_network(rng, round % 2 == 0 ? NW_RELU : NW_CRELU, (size_t)round % 3 + 1);
        double p[3] = {uniform(rng, 1), uniform(rng, 1), uniform(rng, 1)};
        nw_axis_line line = {q, p, (size_t)ct_between(rng, 0, (slong)q->inputs - 1)};
        nw_variation_pieces(variation, &line);
        double exact = rational_double(variation), sampled = sampled_variation(&line, true);
        /* Differences of values have rounding errors of 1e-16 times 1e4, 2e4 times. */
        ck_assert_msg(sampled <= exact + 1e-6 && sampled >= 0.9 * exact - 1e-6, "round %d: %g and %g", round, exact,
                      sampled);
        exact_sum += exact;
        sampled_sum += sampled;
        nw_network_free(q);
    }
    ck_assert_msg(exact_sum > 10 && sampled_sum > 0.999 * exact_sum, "%g and %g", exact_sum, sampled_sum);
    fmpq_clear(variation);
    gsl_rng_free(rng);
}
END_TEST

START_TEST(smooth_as_sampled)
{
    static const nw_activation activations[] = {NW_TANH, NW_LOGISTIC, NW_ARCTAN};
    gsl_rng *rng = ct_rng("variation of smooth networks");
    fmpq_t tolerance;
    arb_t variation;
    arf_t low, high;
    fmpq_init(tolerance);
    arb_init(variation);
    arf_init(low);
    arf_init(high);
    fmpq_set_si(tolerance, 1, 2000);
    double width = 0, sum = 0;
    for (int round = 0; round < 36; round++) {
        nw_network *q = random_network(rng, activations[round % 3], (size_t)round / 3 % 3 + 1);
        double p[3] = {uniform(rng, 1), uniform(rng, 1), uniform(rng, 1)};
        nw_axis_line line = {q, p, (size_t)ct_between(rng, 0, (slong)q->inputs - 1)};
        nw_variation_smooth(variation, &line, tolerance);
        arb_get_interval_arf(low, high, variation, 64);
        double least = arf_get_d(low, ARF_RND_DOWN), most = arf_get_d(high, ARF_RND_UP);
        double sampled = sampled_variation(&line, false);
        ck_assert_msg(sampled <= most + 1e-9 && sampled >= least - 1e-5, "round %d: [%g, %g] and %g", round, least,
                      most, sampled);
        width = fmax(width, most - least);
        sum += sampled;
        nw_network_free(q);
    }
    ck_assert_msg(sum > 1 && width < 2.0 / 2000, "%g, and enclosures up to %g wide", sum, width);
    fmpq_clear(tolerance);
    arb_clear(variation);
    arf_clear(low);
    arf_clear(high);
    gsl_rng_free(rng);
}
END_TEST

static void pieces_are(const nw_network *q, slong numerator, slong denominator)
{
    static const double origin[3] = {0};
    fmpq_t variation, expected;
    fmpq_init(variation);
    fmpq_init(expected);
    fmpq_set_si(expected, numerator, (ulong)denominator);
    nw_variation_pieces(variation, &(nw_axis_line){q, origin, 0});
    ct_equal_rational(variation, expected, "variation");
    fmpq_clear(variation);
    fmpq_clear(expected);
}

START_TEST(worked_variations)
{
    static const size_t one[] = {1, 1}, two[] = {2};
    /* 3 relu(2x - 1/2) and, with both kinks inside, 3 crelu(2x + 1/2). */
    nw_network *q = nw_network_new(1, one, 1, 1, NW_RELU, false);
    memcpy(q->parameters, (const double[]){2, -0.5, 3}, 3 * sizeof(double));
    pieces_are(q, 6, 1);
    q->layers[0].activation = NW_CRELU;
    q->parameters[1] = 0.5;
    pieces_are(q, 12, 1);
    q->parameters[1] = 2.5; /* one kink, at -3/4 */
    pieces_are(q, 6, 1);
    nw_network_free(q);
    /* relu(1 - 3 relu(x)): kinks at 0 and 1/3. */
    q = nw_network_new(1, one, 2, 1, NW_RELU, false);
    memcpy(q->parameters, (const double[]){1, 0, -3, 1, 1}, 5 * sizeof(double));
    pieces_are(q, 6, 1);
    fmpq_t c, expected;
    fmpq_init(c);
    fmpq_init(expected);
    nw_complexity_exact(c, q);
    fmpq_set_si(expected, 3, 1);
    ct_equal_rational(c, expected, "C(q)");
    nw_network_free(q);
    /* relu(x) - relu(x/3): two kinks at the same place, 1 - 1/3 in double. */
    q = nw_network_new(1, two, 1, 1, NW_RELU, false);
    memcpy(q->parameters, (const double[]){1, 0.375, 0, 0, 1, -1}, 6 * sizeof(double));
    pieces_are(q, 5, 8);
    nw_complexity_exact(c, q);
    fmpq_set_si(expected, 11, 8);
    ct_equal_rational(c, expected, "C(q)");
    q->layers[0].activation = NW_LOGISTIC;
    nw_complexity_exact(c, q);
    fmpq_set_si(expected, 11, 32);
    ct_equal_rational(c, expected, "C(q)");
    fmpq_clear(c);
    fmpq_clear(expected);
    nw_network_free(q);
}
END_TEST

START_TEST(complexity_as_in_double)
{
    gsl_rng *rng = ct_rng("exact complexity");
    fmpq_t c;
    fmpq_init(c);
    for (int round = 0; round < 40; round++) {
        nw_network *q = random_network(rng, (nw_activation)(round % NW_ACTIVATION_COUNT), (size_t)round % 4);
        nw_complexity_exact(c, q);
        double exact = rational_double(c), rounded = nw_network_spectral_complexity(q);
        ck_assert_msg(rounded >= exact && rounded <= exact * (1 + 1e-13), "%.17g and %.17g", exact, rounded);
        nw_network_free(q);
    }
    fmpq_clear(c);
    gsl_rng_free(rng);
}
END_TEST

/* ---- the claim's tables ---- */

static nw_evidence *run_claim(void)
{
    nw_audit_grid given = {0};
    nw_error error = {0};
    nw_context *context = nw_context_new();
    nw_evidence *evidence = nw_evidence_new();
    nw_audit_run run = {.given = &given, .context = context, .quick = true, .seed = ct_seed()};
    ck_assert_int_eq(nw_claim_h8.check(evidence, &nw_claim_h8, &run, &error), NW_OK);
    nw_context_free(context);
    return evidence;
}

static size_t column_of(const nw_evidence_part *part, const char *name)
{
    for (size_t c = 0; c < part->column_count; c++)
        if (strcmp(part->columns[c].name, name) == 0)
            return c;
    ck_abort_msg("no column %s", name);
}

/* The row whose first columns have these texts. */
static const char *cell(const nw_evidence *evidence, const char *name, const char *const *keys, const char *column)
{
    const nw_evidence_part *part = nw_evidence_part_find(evidence, name);
    ck_assert_ptr_nonnull(part);
    for (size_t row = 0; row < nw_evidence_rows(part); row++) {
        bool same = true;
        for (size_t c = 0; keys[c] != NULL; c++)
            same = same && strcmp(nw_evidence_text(part, row, c), keys[c]) == 0;
        if (same)
            return nw_evidence_text(part, row, column_of(part, column));
    }
    ck_abort_msg("no such row in %s", name);
}

#define KEYS(...) ((const char *const[]){__VA_ARGS__, NULL})

START_TEST(worked_tables)
{
    nw_evidence *evidence = run_claim();
    ck_assert_msg(evidence->verdict == NW_HOLDS, "%s", evidence->summary);
    const char *others = "crelu, tanh, arctan, logistic";
    /* 2 M (M-1) (1/(1+M) - 1/10) is largest at M = 5: 40/15. */
    ck_assert_str_eq(cell(evidence, "l2min", KEYS("relu", "2", "1/10"), "M"), "5");
    ck_assert_str_eq(cell(evidence, "l2min", KEYS("relu", "4", "1/10"), "T"), "2");
    ck_assert_str_eq(cell(evidence, "l2min", KEYS("relu", "2", "1/10"), "l2min"), "2.66666");
    ck_assert_str_eq(cell(evidence, "l2min", KEYS("relu", "3", "1/10"), "l2min"), "1.33333");
    ck_assert_str_eq(cell(evidence, "l2min", KEYS(others, "4", "1/10"), "T"), "2");
    ck_assert_str_eq(cell(evidence, "l2min", KEYS(others, "4", "1/10"), "l2min"), "1.33333");
    /* l2 = 1, T = 1: 1/(1+M) - 1/(2 M (M-1)) is 1/12, 1/6, 19/120 and 17/120 .. at M = 2, 3, 4, 5. */
    ck_assert_str_eq(cell(evidence, "no_q", KEYS("relu", "2", "1"), "eps_exact"), "1/6");
    ck_assert_str_eq(cell(evidence, "no_q", KEYS("relu", "2", "1"), "M"), "3");
    /* Chains: exact where everything is piecewise linear. */
    ck_assert_str_eq(cell(evidence, "networks", KEYS("relu", "2", "chain"), "ratio"), "1");
    ck_assert_str_eq(cell(evidence, "networks", KEYS("relu", "3", "chain"), "ratio"), "1");
    ck_assert_str_eq(cell(evidence, "networks", KEYS("relu", "4", "chain"), "any_depth"), "1");
    ck_assert_str_eq(cell(evidence, "networks", KEYS("crelu", "4", "chain"), "any_depth"), "1");
    /* M = 5: 9/8 times l2min, but for the roundings. */
    ck_assert_str_eq(cell(evidence, "interpolation", KEYS("1/10"), "M"), "5");
    ck_assert_str_eq(cell(evidence, "interpolation", KEYS("1/10"), "ratio"), "1.1251");
    nw_evidence_free(evidence);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("audit_h8");
    TCase *tests = ct_case(suite, "variation");
    tcase_add_test(tests, worked_variations);
    tcase_add_test(tests, pieces_as_sampled);
    tcase_add_test(tests, smooth_as_sampled);
    tcase_add_test(tests, complexity_as_in_double);
    tests = ct_case(suite, "claim");
    tcase_add_test(tests, worked_tables);
    return ct_main(suite);
}
