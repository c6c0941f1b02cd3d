/* H4: Yarotsky's function beside series and MPFR, variations beside sampling, the limit formula beside values. */
#include <math.h>
#include <string.h>

#include "audit/enclosures.h"
#include "audit/h4_growth.h"
#include "audit/h4_limit.h"
#include "audit/h4_variation.h"
#include "audit/marks.h"
#include "check_common.h"

enum { PREC = 128, LENGTH = 6 };

static const double pi = 3.14159265358979323846;

static double value(double x)
{
    if (x < -1)
        return -1 / x;
    if (x <= 1)
        return (x * asin(x) + sqrt(1 - x * x)) / pi + 1.5 * x + 2;
    return 7 - 3 / x + sin(pi * x) / (pi * x * x);
}

static double slope(double x)
{
    if (x < -1)
        return 1 / (x * x);
    if (x <= 1)
        return asin(x) / pi + 1.5;
    return 3 / (x * x) + cos(pi * x) / (x * x) - 2 * sin(pi * x) / (pi * x * x * x);
}

/* ---- the function ---- */

/* The Taylor coefficients of a piece at t by Arb's own series. */
static void series_of(arb_poly_t series, int piece, const arb_t t)
{
    arb_poly_t x, a, b;
    arb_t number;
    arb_poly_init(x);
    arb_poly_init(a);
    arb_poly_init(b);
    arb_init(number);
    arb_poly_set_coeff_arb(x, 0, t);
    arb_poly_set_coeff_si(x, 1, 1);
    if (piece == 0) {
        arb_poly_inv_series(series, x, LENGTH, PREC);
        arb_poly_neg(series, series);
    } else if (piece == 1) {
        arb_poly_asin_series(a, x, LENGTH, PREC);
        arb_poly_mullow(series, a, x, LENGTH, PREC);
        arb_poly_mullow(b, x, x, LENGTH, PREC);
        arb_poly_neg(b, b);
        arb_poly_add_si(b, b, 1, PREC);
        arb_poly_sqrt_series(b, b, LENGTH, PREC);
        arb_poly_add(series, series, b, PREC);
        arb_const_pi(number, PREC);
        arb_poly_scalar_div(series, series, number, PREC);
        arb_set_d(number, 1.5);
        arb_poly_scalar_mul(x, x, number, PREC);
        arb_poly_add(series, series, x, PREC);
        arb_poly_add_si(series, series, 2, PREC);
    } else {
        arb_const_pi(number, PREC);
        arb_poly_scalar_mul(a, x, number, PREC);
        arb_poly_sin_series(a, a, LENGTH, PREC);
        arb_poly_inv_series(b, x, LENGTH, PREC);
        arb_poly_mullow(series, a, b, LENGTH, PREC);
        arb_poly_mullow(series, series, b, LENGTH, PREC);
        arb_poly_scalar_div(series, series, number, PREC);
        arb_set_si(number, 3);
        arb_poly_scalar_mul(b, b, number, PREC);
        arb_poly_sub(series, series, b, PREC);
        arb_poly_add_si(series, series, 7, PREC);
    }
    arb_poly_clear(x);
    arb_poly_clear(a);
    arb_poly_clear(b);
    arb_clear(number);
}

START_TEST(pieces_are_power_series)
{
    static const double ranges[3][2] = {{-9, -1.01}, {-0.95, 0.95}, {1.01, 40}};
    gsl_rng *rng = ct_rng("pieces");
    arb_ptr jet = _arb_vec_init(LENGTH);
    arb_poly_t series;
    arb_t t, c;
    arb_poly_init(series);
    arb_init(t);
    arb_init(c);
    for (int i = 0; i < 300; i++) {
        int piece = i % 3;
        double x = ranges[piece][0] + (ranges[piece][1] - ranges[piece][0]) * gsl_rng_uniform(rng);
        arb_set_d(t, x);
        nw_unit_yarotsky.piece[piece].jet(jet, t, LENGTH, NULL, PREC);
        series_of(series, piece, t);
        for (int k = 0; k < LENGTH; k++) {
            arb_poly_get_coeff_arb(c, series, k);
            ck_assert_msg(arb_overlaps(c, jet + k) && arb_is_finite(jet + k), "piece %d, coefficient %d at %g", piece,
                          k, x);
        }
        nw_unit_value(c, &nw_unit_yarotsky, t, PREC);
        ck_assert_double_eq_tol(arf_get_d(arb_midref(c), ARF_RND_NEAR), value(x), 1e-13);
        ck_assert_double_eq_tol(arf_get_d(arb_midref(jet + 1), ARF_RND_NEAR), slope(x), 1e-12);
    }
    _arb_vec_clear(jet, LENGTH);
    arb_poly_clear(series);
    arb_clear(t);
    arb_clear(c);
    gsl_rng_free(rng);
}
END_TEST

START_TEST(joints_fit)
{
    ck_assert_double_eq_tol(value(-1), 1, 1e-15);
    ck_assert_double_eq_tol(value(1), 4, 1e-15);
    ck_assert_double_eq_tol(slope(-1), 1, 1e-15);
    ck_assert_double_eq_tol(slope(1), 2, 1e-15);
    /* Difference quotients across the joints. */
    const double h = 1e-6;
    ck_assert_double_eq_tol((value(-1 + h) - value(-1 - h)) / (2 * h), 1, 1e-3);
    ck_assert_double_eq_tol((value(1 + h) - value(1 - h)) / (2 * h), 2, 1e-3);
    double before = value(-100);
    for (int k = -9999; k <= 10000; k++) {
        double y = value(k / 100.0);
        ck_assert_msg(y > before && y < 7, "at %g", k / 100.0);
        before = y;
    }
}
END_TEST

/* ---- variation ---- */

static void variation_on(arb_t variation, arb_t least, const nw_unit *unit, int piece, slong low, slong high)
{
    nw_smooth f = {unit->piece[piece].jet, NULL};
    arf_t from, to;
    arf_init(from);
    arf_init(to);
    arf_set_si(from, low);
    arf_set_si(to, high);
    nw_derivative_variation(variation, least, &f, from, to, 40, PREC);
    arf_clear(from);
    arf_clear(to);
}

START_TEST(variations_beside_sampling)
{
    arb_t variation, least;
    arb_init(variation);
    arb_init(least);
    for (int n = 1; n <= 6; n++) {
        variation_on(variation, least, &nw_unit_yarotsky, 2, n, n + 1);
        double sum = 0, lowest = INFINITY;
        for (int k = 0; k < 4000; k++) {
            sum += fabs(slope(n + (k + 1) / 4000.0) - slope(n + k / 4000.0));
            lowest = fmin(lowest, slope(n + k / 4000.0));
        }
        double mid = arf_get_d(arb_midref(variation), ARF_RND_NEAR), low = arf_get_d(arb_midref(least), ARF_RND_NEAR);
        ck_assert_msg(sum <= mid + 1e-9 && sum >= mid - 1e-6, "[%d, %d]: %g and %g", n, n + 1, mid, sum);
        ck_assert_msg(low <= lowest + 1e-9 && low > 0.5 * lowest, "least on [%d, %d]", n, n + 1);
        ck_assert_int_gt(arb_rel_accuracy_bits(variation), 40);
    }
    /* s' of logistic rises to 1/4 and falls. */
    variation_on(variation, NULL, &nw_unit_logistic, 0, -64, 64);
    ck_assert_double_eq_tol(arf_get_d(arb_midref(variation), ARF_RND_NEAR), 0.5, 1e-12);
    variation_on(variation, NULL, &nw_unit_arctan, 0, 0, 1);
    ck_assert_double_eq_tol(arf_get_d(arb_midref(variation), ARF_RND_NEAR), 0.5, 1e-12);
    arb_clear(variation);
    arb_clear(least);
}
END_TEST

/* Parts of the tail that are enclosed directly fit into it. */
START_TEST(tails_fit_together)
{
    arb_t tail, sum, part;
    arb_init(tail);
    arb_init(sum);
    arb_init(part);
    for (slong from = 2; from <= 64; from *= 2) {
        nw_yarotsky_tail(tail, from, PREC);
        nw_yarotsky_tail(sum, 4 * from, PREC);
        for (slong n = from; n < 4 * from; n++) {
            variation_on(part, NULL, &nw_unit_yarotsky, 2, n, n + 1);
            arb_add(sum, sum, part, PREC);
        }
        ck_assert_msg(arb_contains(tail, sum), "from %ld", (long)from);
        ck_assert_msg(arb_is_positive(sum), "from %ld", (long)from);
    }
    arb_clear(tail);
    arb_clear(sum);
    arb_clear(part);
}
END_TEST

/* ---- the limit ---- */

START_TEST(limit_errors_beside_values)
{
    arb_t sup;
    mpfr_t x, y, z, p;
    arb_init(sup);
    mpfr_inits2(300, x, y, z, p, (mpfr_ptr)0);
    mpfr_const_pi(p, MPFR_RNDN);
    for (int place = 1; place <= 20; place += 3) {
        nw_yarotsky_limit_error(sup, place, 256);
        double big = ldexp(1, place), most = 0;
        for (int k = -64; k <= 64; k++) {
            double t = k / 64.0;
            if (place == 1 && k == -64) /* X + t = 1: the same */
                continue;
            /* s(X + t) - 7 and s(X) - 7 by MPFR */
            mpfr_set_d(x, big + t, MPFR_RNDN);
            mpfr_mul(y, x, p, MPFR_RNDN);
            mpfr_sin(y, y, MPFR_RNDN);
            mpfr_div(y, y, p, MPFR_RNDN);
            mpfr_div(y, y, x, MPFR_RNDN);
            mpfr_sub_ui(y, y, 3, MPFR_RNDN);
            mpfr_div(y, y, x, MPFR_RNDN);
            mpfr_set_d(z, 3 / big, MPFR_RNDN); /* exact but for 3/X: X is a power of two */
            mpfr_add(y, y, z, MPFR_RNDN);
            mpfr_mul_d(y, y, big * big, MPFR_RNDN);
            mpfr_mul_d(z, p, t, MPFR_RNDN);
            mpfr_sin(z, z, MPFR_RNDN);
            mpfr_div(z, z, p, MPFR_RNDN);
            mpfr_sub(y, y, z, MPFR_RNDN);
            mpfr_sub_d(y, y, 3 * t, MPFR_RNDN);
            most = fmax(most, fabs(mpfr_get_d(y, MPFR_RNDN)));
        }
        double high = arf_get_d(arb_midref(sup), ARF_RND_NEAR);
        double least = high * (place == 1 ? 0.9 : 1 - 1e-9);
        ck_assert_msg(most <= high * (1 + 1e-9) && most >= least, "X = 2^%d: %.17g, %.17g", place, most, high);
        if (place > 1) /* at t = -1: 3/(X-1) */
            ck_assert_double_eq_tol(high, 3 / (big - 1), 1e-9 * high);
    }
    arb_clear(sup);
    mpfr_clears(x, y, z, p, (mpfr_ptr)0);
}
END_TEST

/* What other claims ask for: in the order of the marks, relu alone irregular. */
START_TEST(outcomes_of_regularity)
{
    nw_context *context = nw_context_new();
    nw_audit_run run = {.context = context};
    nw_outcome outcomes[NW_H4_UNITS];
    nw_h4_outcomes(outcomes, &run);
    for (int i = 0; i < NW_H4_UNITS; i++) {
        ck_assert_ptr_nonnull(nw_mark_activations[i]);
        bool relu = strcmp(nw_mark_activations[i], "relu") == 0;
        ck_assert_msg(outcomes[i] == (relu ? NW_REFUTED : NW_PROVED), "%s", nw_mark_activations[i]);
    }
    ck_assert_ptr_null(nw_mark_activations[NW_H4_UNITS]);
    nw_context_free(context);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("audit_h4");
    TCase *tests = ct_case(suite, "function");
    tcase_add_test(tests, pieces_are_power_series);
    tcase_add_test(tests, joints_fit);
    tests = ct_case(suite, "variation");
    tcase_add_test(tests, variations_beside_sampling);
    tcase_add_test(tests, tails_fit_together);
    tests = ct_case(suite, "limit");
    tcase_add_test(tests, limit_errors_beside_values);
    tests = ct_case(suite, "regularity");
    tcase_add_test(tests, outcomes_of_regularity);
    return ct_main(suite);
}
