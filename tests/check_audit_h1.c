/* H1: derivatives of activations beside power series of Arb's own, suprema beside closed forms and sampling, norms
 * beside those of targets, and the edge of the flat bump beside series of the exponential. */
#include <math.h>
#include <stdlib.h>

#include "audit/enclosures.h"
#include "audit/h1_edge.h"
#include "audit/h1_members.h"
#include "base/memory.h"
#include "check_common.h"
#include "numeric/univariate.h"
#include "target/target.h"

enum { PREC = 128, LENGTH = 9 };

static const nw_unit *const smooth_units[] = {&nw_unit_tanh, &nw_unit_logistic, &nw_unit_arctan};
static const nw_function functions[] = {NW_FUNCTION_TANH, NW_FUNCTION_LOGISTIC, NW_FUNCTION_ARCTAN};

/* ---- jets ---- */

/* The Taylor coefficients at t by Arb's series of exp and arctan. */
static void series_of(arb_poly_t series, int unit, const arb_t t)
{
    arb_poly_t x, other;
    arb_poly_init(x);
    arb_poly_init(other);
    arb_poly_set_coeff_arb(x, 0, t);
    arb_poly_set_coeff_si(x, 1, 1);
    if (unit == 0) {
        arb_poly_sinh_cosh_series(series, other, x, LENGTH, PREC);
        arb_poly_div_series(series, series, other, LENGTH, PREC);
    } else if (unit == 1) {
        arb_poly_neg(x, x);
        arb_poly_exp_series(other, x, LENGTH, PREC);
        arb_poly_add_si(other, other, 1, PREC);
        arb_poly_inv_series(series, other, LENGTH, PREC);
    } else {
        arb_poly_atan_series(series, x, LENGTH, PREC);
    }
    arb_poly_clear(x);
    arb_poly_clear(other);
}

START_TEST(jets_are_power_series)
{
    gsl_rng *rng = ct_rng("jets");
    arb_ptr jet = _arb_vec_init(LENGTH);
    arb_poly_t series;
    arb_t t, c;
    arb_poly_init(series);
    arb_init(t);
    arb_init(c);
    for (int i = 0; i < 300; i++) {
        arb_set_d(t, 6 * gsl_rng_uniform(rng) - 3);
        nw_jet of = smooth_units[i % 3]->piece[0].jet;
        of(jet, t, LENGTH, NULL, PREC);
        series_of(series, i % 3, t);
        for (int k = 0; k < LENGTH; k++) {
            arb_poly_get_coeff_arb(c, series, k);
            arb_sub(c, c, jet + k, PREC);
            ck_assert_msg(arb_contains_zero(c) && mag_cmp_2exp_si(arb_radref(c), -80) < 0, "%s, coefficient %d",
                          smooth_units[i % 3]->name, k);
        }
        /* A ball's jet holds that of its points. */
        arb_ptr wide = _arb_vec_init(LENGTH);
        arb_set(c, t);
        mag_set_d(arb_radref(c), 0.25);
        of(wide, c, LENGTH, NULL, PREC);
        for (int k = 0; k < LENGTH; k++)
            ck_assert_msg(arb_overlaps(wide + k, jet + k) && arb_is_finite(wide + k), "%s over a ball, coefficient %d",
                          smooth_units[i % 3]->name, k);
        _arb_vec_clear(wide, LENGTH);
    }
    _arb_vec_clear(jet, LENGTH);
    arb_poly_clear(series);
    arb_clear(t);
    arb_clear(c);
    gsl_rng_free(rng);
}
END_TEST

/* ---- suprema ---- */

START_TEST(suprema_have_closed_forms)
{
    arb_t sup, closed;
    arb_init(sup);
    arb_init(closed);
    for (int unit = 0; unit < 3; unit++)
        for (int j = 1; j <= 3; j++) { /* attained within [-4, 4] */
            nw_univariate f = {functions[unit], 0};
            ck_assert(nw_univariate_sup(closed, &f, j, PREC));
            nw_unit_sup(sup, smooth_units[unit], j, -4, 4, 60, PREC);
            ck_assert_msg(arb_overlaps(sup, closed) && arb_rel_accuracy_bits(sup) > 50, "%s, order %d",
                          smooth_units[unit]->name, j);
        }
    arb_clear(sup);
    arb_clear(closed);
}
END_TEST

START_TEST(suprema_hold_every_sample)
{
    static const double ranges[][2] = {{-1, 1}, {0.25, 0.75}, {-3, -0.5}, {0.5, 2}};
    arb_t sup, t, value, most;
    arb_init(sup);
    arb_init(t);
    arb_init(value);
    arb_init(most);
    for (int unit = 0; unit < 3; unit++)
        for (size_t i = 0; i < 4; i++)
            for (int j = 0; j <= 4; j++) {
                nw_smooth f = {smooth_units[unit]->piece[0].jet, NULL};
                nw_unit_sup(sup, smooth_units[unit], j, ranges[i][0], ranges[i][1], 40, PREC);
                arb_zero(most);
                for (int k = 0; k <= 200; k++) {
                    arb_set_d(t, ranges[i][0] + k * (ranges[i][1] - ranges[i][0]) / 200);
                    nw_smooth_derivative(value, &f, j, t, PREC);
                    arb_abs(value, value);
                    arb_max(most, most, value, PREC);
                }
                double high = arf_get_d(arb_midref(sup), ARF_RND_NEAR);
                double seen = arf_get_d(arb_midref(most), ARF_RND_NEAR);
                ck_assert_msg(seen <= high * (1 + 1e-10) && seen >= high * (1 - 1e-3), "%s, order %d: %g of %g",
                              smooth_units[unit]->name, j, seen, high);
            }
    arb_clear(sup);
    arb_clear(t);
    arb_clear(value);
    arb_clear(most);
}
END_TEST

START_TEST(pieces_and_breaks)
{
    arb_t sup;
    arb_init(sup);
    nw_unit_sup(sup, &nw_unit_crelu, 0, -1, 3, 40, PREC);
    ck_assert(arb_is_one(sup));
    nw_unit_sup(sup, &nw_unit_crelu, 1, -1, 3, 40, PREC);
    ck_assert(arb_is_one(sup));
    nw_unit_sup(sup, &nw_unit_crelu, 1, 1, 3, 40, PREC);
    ck_assert(arb_is_zero(sup));
    nw_unit_sup(sup, &nw_unit_relu, 0, -1, 3, 40, PREC);
    ck_assert(arb_equal_si(sup, 3));
    ck_assert(nw_unit_breaks_within(&nw_unit_relu, -1, 1) && !nw_unit_breaks_within(&nw_unit_relu, 0, 1));
    ck_assert(nw_unit_breaks_within(&nw_unit_crelu, 0.5, 2) && !nw_unit_breaks_within(&nw_unit_tanh, -9, 9));
    /* Without finite derivatives there is no finite enclosure. */
    nw_unit_sup(sup, &nw_unit_yarotsky, 2, -1, 1, 40, PREC);
    ck_assert(!arb_is_finite(sup));
    arb_clear(sup);
}
END_TEST

/* ---- norms ---- */

static double norm_of(const nw_h1_member *member, int r, int m, bool spread)
{
    arb_ptr suprema = _arb_vec_init(r + 1);
    arb_t norm;
    arb_init(norm);
    nw_h1_suprema(suprema, member, r, PREC);
    nw_h1_norm(norm, member, suprema, r, m, spread, PREC);
    double value = arf_get_d(arb_midref(norm), ARF_RND_NEAR);
    _arb_vec_clear(suprema, r + 1);
    arb_clear(norm);
    return value;
}

/* The prover of formulas has never heard of units. */
START_TEST(norms_are_those_of_targets)
{
    static const char *const formulas[2][3] = {{"tanh(x1)", "1/(1+exp(-x1))", ""},
                                               {"tanh(x1/2+x2/2)", "1/(1+exp(-x1/2-x2/2))", ""}};
    for (int spread = 0; spread <= 1; spread++)
        for (int member = 0; member < 2; member++)
            for (int r = 1; r <= 3; r++) {
                char *word = nw_format("expr:r=%d,m1=2,m2=0,amplitude=0.05:%s", r, formulas[spread][member]);
                nw_target *target;
                nw_error error;
                ck_assert_msg(nw_target_parse(&target, word, &error) == NW_OK, "%s: %s", word, error.message);
                double bound = nw_target_norm(target) / 0.05, norm = norm_of(&nw_h1_members[member], r, 2, spread);
                ck_assert_msg(norm <= bound * (1 + 1e-9) && bound <= 1.03 * norm, "%s: %g, and the target's %g", word,
                              norm, bound);
                nw_target_free(target);
                free(word);
            }
}
END_TEST

START_TEST(worked_norms)
{
    ck_assert_double_eq_tol(norm_of(&nw_h1_members[0], 1, 3, false), 1 + tanh(1), 1e-12);
    ck_assert_double_eq_tol(norm_of(&nw_h1_members[0], 2, 1, false), 1 + tanh(1) + 4 / (3 * sqrt(3)), 1e-9);
    ck_assert_double_eq_tol(norm_of(&nw_h1_members[2], 1, 1, false), 1 + atan(1), 1e-9);
    /* sin z cos^.. of arctan's derivatives: 2 at 0 for the third. */
    ck_assert_double_eq_tol(norm_of(&nw_h1_members[2], 3, 1, false), 1 + atan(1) + 3 * sqrt(3) / 8 + 2, 1e-9);
    /* c relu(x/4 + 1/2): 3/4 + 1/4 for every r and m. */
    for (int r = 1; r <= 4; r++)
        ck_assert_double_eq(norm_of(&nw_h1_members[5], r, 3, r % 2 == 0), 1);
    ck_assert_double_eq(norm_of(&nw_h1_members[4], 1, 2, true), 2);
    ck_assert_int_eq(nw_h1_orders(&nw_h1_members[4]), 1);
    ck_assert_int_eq(nw_h1_orders(&nw_h1_members[5]), 4);
}
END_TEST

/* ---- the edge ---- */

START_TEST(the_bump_by_its_series)
{
    fmpz_poly_t p;
    arb_poly_t x, series;
    arb_t value, other;
    fmpz_poly_init(p);
    arb_poly_init(x);
    arb_poly_init(series);
    arb_init(value);
    arb_init(other);
    for (int place = 1; place <= 9; place++) {
        /* -1/(1 - (t + d)^2), t = 1 - 2^-place */
        double t = 1 - ldexp(1, -place);
        arb_poly_zero(x);
        arb_set_d(other, 1 - t * t);
        arb_poly_set_coeff_arb(x, 0, other);
        arb_set_d(other, -2 * t);
        arb_poly_set_coeff_arb(x, 1, other);
        arb_poly_set_coeff_si(x, 2, -1);
        arb_poly_inv_series(x, x, LENGTH, 4 * PREC);
        arb_poly_neg(x, x);
        arb_poly_exp_series(series, x, LENGTH, 4 * PREC);
        for (int k = 0; k < LENGTH; k++) {
            nw_bump_polynomial(p, k);
            nw_bump_derivative(value, p, k, place, 4 * PREC);
            arb_poly_get_coeff_arb(other, series, k);
            arb_t factorial;
            arb_init(factorial);
            arb_fac_ui(factorial, (ulong)k, 4 * PREC);
            arb_mul(other, other, factorial, 4 * PREC);
            arb_clear(factorial);
            ck_assert_msg(arb_overlaps(value, other) && arb_rel_accuracy_bits(value) > 100, "order %d at 1-2^-%d", k,
                          place);
        }
    }
    nw_bump_polynomial(p, 1);
    char *text = fmpz_poly_get_str_pretty(p, "x");
    ck_assert_str_eq(text, "-2*x");
    flint_free(text);
    nw_bump_polynomial(p, 2);
    text = fmpz_poly_get_str_pretty(p, "x");
    ck_assert_str_eq(text, "6*x^4-2");
    flint_free(text);
    fmpz_poly_clear(p);
    arb_poly_clear(x);
    arb_poly_clear(series);
    arb_clear(value);
    arb_clear(other);
}
END_TEST

START_TEST(the_edge_bound_holds_nearer_the_edge)
{
    fmpz_poly_t p;
    arb_t bound, value;
    fmpz_poly_init(p);
    arb_init(bound);
    arb_init(value);
    for (int k = 0; k <= 8; k++) {
        nw_bump_polynomial(p, k);
        ck_assert_int_eq(nw_bump_edge_bound(bound, p, k, 1, PREC), k == 0); /* t = 4/3 there, and 2k is more */
        for (int place = 5; place <= 8; place++) {
            ck_assert(nw_bump_edge_bound(bound, p, k, place, PREC));
            for (int nearer = place; nearer <= 12; nearer++) {
                nw_bump_derivative(value, p, k, nearer, PREC);
                arb_abs(value, value);
                ck_assert_msg(!arb_gt(value, bound), "order %d, 1-2^-%d in [1-2^-%d, 1)", k, nearer, place);
            }
        }
    }
    fmpz_poly_clear(p);
    arb_clear(bound);
    arb_clear(value);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("audit_h1");
    TCase *tests = ct_case(suite, "units");
    tcase_add_test(tests, jets_are_power_series);
    tcase_add_test(tests, suprema_have_closed_forms);
    tcase_add_test(tests, suprema_hold_every_sample);
    tcase_add_test(tests, pieces_and_breaks);
    tests = ct_case(suite, "norms");
    tcase_add_test(tests, norms_are_those_of_targets);
    tcase_add_test(tests, worked_norms);
    tests = ct_case(suite, "edge");
    tcase_add_test(tests, the_bump_by_its_series);
    tcase_add_test(tests, the_edge_bound_holds_nearer_the_edge);
    return ct_main(suite);
}
