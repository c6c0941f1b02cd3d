/* Expansions, values and suprema of functions of one variable in Arb: beside power series, sampling, and the double
 * expansions. */
#include <math.h>

#include "check_common.h"
#include "numeric/taylor_expand.h"
#include "numeric/univariate.h"

enum { BITS = 256 };

/* Two draws of 32 bits: numbers that fill the double. */
static double uniform(gsl_rng *rng, double low, double high)
{
    return low + (high - low) * (gsl_rng_uniform(rng) + 0x1p-32 * gsl_rng_uniform(rng));
}

static nw_univariate function_number(gsl_rng *rng, int number)
{
    nw_univariate f = {(nw_function)(number % (NW_FUNCTION_STEP + 1)), 0};
    if (f.function == NW_FUNCTION_POWER)
        f.order = (int)ct_between(rng, 0, 64);
    else if (f.function >= NW_FUNCTION_BUMP)
        f.order = (int)ct_between(rng, 1, NW_SPLINE_ORDER);
    return f;
}

/* ---- the functions by other formulas ---- */

/* y = f(t), t exact, from exp and log alone (or arithmetic). */
static void by_formula(arb_t y, const nw_univariate *f, const arb_t t)
{
    arb_t a, b;
    arb_init(a);
    arb_init(b);
    switch (f->function) {
    case NW_FUNCTION_TANH: /* 1 - 2/(e^2t + 1) */
        arb_mul_2exp_si(a, t, 1);
        arb_exp(a, a, 4 * BITS);
        arb_add_ui(a, a, 1, 4 * BITS);
        arb_ui_div(a, 2, a, 4 * BITS);
        arb_sub_ui(a, a, 1, 4 * BITS);
        arb_neg(y, a);
        break;
    case NW_FUNCTION_LOGISTIC:
        arb_neg(a, t);
        arb_exp(a, a, 4 * BITS);
        arb_add_ui(a, a, 1, 4 * BITS);
        arb_inv(y, a, 4 * BITS);
        break;
    case NW_FUNCTION_ARCTAN: /* twice arcsin of t/sqrt(2 (1 + t^2) + 2 sqrt(1 + t^2)): the half-angle */
        arb_sqr(a, t, 4 * BITS);
        arb_add_ui(a, a, 1, 4 * BITS);
        arb_sqrt(b, a, 4 * BITS);
        arb_add(a, a, b, 4 * BITS);
        arb_mul_2exp_si(a, a, 1);
        arb_sqrt(a, a, 4 * BITS);
        arb_div(a, t, a, 4 * BITS);
        arb_asin(a, a, 4 * BITS);
        arb_mul_2exp_si(y, a, 1);
        break;
    case NW_FUNCTION_ELU:
        if (arb_is_positive(t)) {
            arb_set(y, t);
        } else {
            arb_exp(a, t, 4 * BITS);
            arb_sub_ui(y, a, 1, 4 * BITS);
        }
        break;
    case NW_FUNCTION_CRELU:
        arb_set(y, t);
        if (arf_sgn(arb_midref(t)) < 0)
            arb_zero(y);
        if (arf_cmp_si(arb_midref(t), 1) > 0)
            arb_one(y);
        break;
    case NW_FUNCTION_RELU:
        arb_set(y, t);
        if (arf_sgn(arb_midref(t)) < 0)
            arb_zero(y);
        break;
    case NW_FUNCTION_ABS: arb_abs(y, t); break;
    case NW_FUNCTION_COS: /* 1 - 2 sin^2(t/2) */
        arb_mul_2exp_si(a, t, -1);
        arb_sin(a, a, 4 * BITS);
        arb_sqr(a, a, 4 * BITS);
        arb_mul_2exp_si(a, a, 1);
        arb_sub_ui(a, a, 1, 4 * BITS);
        arb_neg(y, a);
        break;
    case NW_FUNCTION_SIN: /* 2 sin(t/2) cos(t/2) */
        arb_mul_2exp_si(a, t, -1);
        arb_sin_cos(a, b, a, 4 * BITS);
        arb_mul(a, a, b, 4 * BITS);
        arb_mul_2exp_si(y, a, 1);
        break;
    case NW_FUNCTION_EXP:
        arb_mul_2exp_si(a, t, -1);
        arb_exp(a, a, 4 * BITS);
        arb_sqr(y, a, 4 * BITS);
        break;
    case NW_FUNCTION_RECIPROCAL: arb_ui_div(y, 1, t, 4 * BITS); break;
    case NW_FUNCTION_POWER:
        arb_one(a);
        for (int i = 0; i < f->order; i++)
            arb_mul(a, a, t, 4 * BITS);
        arb_set(y, a);
        break;
    case NW_FUNCTION_IDENTITY: arb_set(y, t); break;
    default: nw_univariate_arb(y, f, t, BITS); break; /* splines have a test of their own */
    }
    arb_clear(a);
    arb_clear(b);
}

START_TEST(values)
{
    gsl_rng *rng = ct_rng("arb values");
    arb_t t, expected, actual;
    arb_init(t);
    arb_init(expected);
    arb_init(actual);
    for (int round = 0; round < 3000; round++) {
        nw_univariate f = function_number(rng, round);
        double x = uniform(rng, -3, 3);
        arb_set_d(t, x);
        by_formula(expected, &f, t);
        nw_univariate_arb(actual, &f, t, BITS);
        bool accurate = arb_is_zero(actual) || arb_rel_accuracy_bits(actual) > BITS - 80;
        ck_assert_msg(arb_overlaps(actual, expected) && accurate, "function %d at %.17g", (int)f.function, x);
        /* A ball around it contains the value too, and is not much wider than the function makes it. */
        arb_add_error_2exp_si(t, (slong)ct_between(rng, -40, 1));
        nw_univariate_arb(actual, &f, t, BITS);
        ck_assert_msg(arb_overlaps(actual, expected), "function %d around %.17g", (int)f.function, x);
    }
    arb_set_d(t, NAN);
    for (int i = 0; i <= NW_FUNCTION_STEP; i++) {
        nw_univariate f = {(nw_function)i, 2};
        nw_univariate_arb(actual, &f, t, BITS);
        ck_assert(!arb_is_finite(actual));
    }
    arb_clear(t);
    arb_clear(expected);
    arb_clear(actual);
    gsl_rng_free(rng);
}
END_TEST

/* ---- expansions ---- */

/* difference = f(t0 + offset) - sum k_i offset^i. */
static void difference_at(arb_t difference, const nw_univariate *f, arb_srcptr k, const arb_t t0, const arb_t offset)
{
    arb_t t;
    arb_init(t);
    arb_add(t, t0, offset, ARF_PREC_EXACT);
    by_formula(difference, f, t);
    arb_set(t, k + 3);
    for (int i = 2; i >= 0; i--) {
        arb_mul(t, t, offset, 4 * BITS);
        arb_add(t, t, k + i, 4 * BITS);
    }
    arb_sub(difference, difference, t, 4 * BITS);
    arb_clear(t);
}

/* A kink or none, at random places; the intervals of every fifth round end at 0, of every fifth at 1. */
static void draw_interval(double *t0, double *rho, gsl_rng *rng, int round)
{
    *t0 = uniform(rng, -2, 2);
    *rho = ldexp(uniform(rng, 0.5, 1), (int)ct_between(rng, -30, 2));
    if (round % 5 == 0)
        *rho = fabs(*t0);
    else if (round % 5 == 1)
        *rho = fabs(*t0 - 1);
    else if (round % 35 == 2)
        *rho = 0;
    else if (round % 35 == 3)
        *t0 *= 20;
}

START_TEST(expansions_contain_the_truth)
{
    gsl_rng *rng = ct_rng("arb expansions");
    arb_ptr k = _arb_vec_init(4);
    arb_t t0, offset, difference, bound;
    arf_t rho;
    mag_t remainder;
    arb_init(t0);
    arb_init(offset);
    arb_init(difference);
    arb_init(bound);
    arf_init(rho);
    mag_init(remainder);
    int refused = 0;
    for (int round = 0; round < 4000; round++) {
        nw_univariate f = function_number(rng, round);
        double centre, width;
        draw_interval(&centre, &width, rng, round / (NW_FUNCTION_STEP + 1));
        arb_set_d(t0, centre);
        arf_set_d(rho, width);
        if (!nw_expand_within(k, remainder, &f, t0, rho, 128)) {
            ck_assert_msg(f.function == NW_FUNCTION_RECIPROCAL && fabs(centre) <= width * (1 + 1e-8),
                          "function %d at %g +- %g", (int)f.function, centre, width);
            refused++;
            continue;
        }
        arb_zero(bound);
        arb_add_error_mag(bound, remainder);
        for (int point = 0; point < 6; point++) {
            arb_set_d(offset, point == 0 ? -width : point == 1 ? width : uniform(rng, -width, width));
            difference_at(difference, &f, k, t0, offset);
            ck_assert_msg(arb_overlaps(bound, difference), "function %d (%d) at %.17g +- %.17g, point %d",
                          (int)f.function, f.order, centre, width, point);
        }
    }
    ck_assert(refused > 20);
    _arb_vec_clear(k, 4);
    arb_clear(t0);
    arb_clear(offset);
    arb_clear(difference);
    arb_clear(bound);
    arf_clear(rho);
    mag_clear(remainder);
    gsl_rng_free(rng);
}
END_TEST

/* Small intervals: the remainder is |f''''| rho^4/24 nearly, and k are the Taylor coefficients. */
START_TEST(remainders_are_sharp)
{
    static const nw_function smooth[] = {NW_FUNCTION_TANH, NW_FUNCTION_LOGISTIC, NW_FUNCTION_ARCTAN, NW_FUNCTION_SIN,
                                         NW_FUNCTION_COS,  NW_FUNCTION_EXP,      NW_FUNCTION_ELU,    NW_FUNCTION_POWER,
                                         NW_FUNCTION_RECIPROCAL};
    gsl_rng *rng = ct_rng("sharp");
    arb_ptr k = _arb_vec_init(4);
    arb_t t0, offset, difference;
    mag_t rho, remainder;
    arb_init(t0);
    arb_init(offset);
    arb_init(difference);
    mag_init(rho);
    mag_init(remainder);
    for (int round = 0; round < 900; round++) {
        nw_univariate f = {smooth[round % 9], round % 9 == 7 ? 7 : 0};
        double centre = uniform(rng, -2, -0.2);
        arb_set_d(t0, centre);
        mag_set_ui_2exp_si(rho, 1, -20);
        ck_assert(nw_expand_arb(k, remainder, &f, t0, rho, 200));
        double worst = 0;
        for (int sign = -1; sign <= 1; sign += 2) {
            arb_set_d(offset, ldexp(sign, -20));
            difference_at(difference, &f, k, t0, offset);
            worst = fmax(worst, fabs(arf_get_d(arb_midref(difference), ARF_RND_NEAR)));
        }
        double bound = mag_get_d(remainder);
        /* where f'''' is not near a zero */
        ck_assert_msg(bound >= worst && (bound < 1.01 * worst || worst < 1e-3 * ldexp(1, -80)),
                      "function %d at %g: %g for %g", (int)f.function, centre, bound / ldexp(1, -80),
                      worst / ldexp(1, -80));
    }
    _arb_vec_clear(k, 4);
    arb_clear(t0);
    arb_clear(offset);
    arb_clear(difference);
    mag_clear(rho);
    mag_clear(remainder);
    gsl_rng_free(rng);
}
END_TEST

/* Lines: a kink at the very end of the interval costs nothing; in the middle, rho/4 per unit of jump. */
START_TEST(kinks)
{
    static const nw_function kinked[] = {NW_FUNCTION_RELU, NW_FUNCTION_CRELU, NW_FUNCTION_ABS};
    arb_ptr k = _arb_vec_init(4);
    arb_t t0;
    arf_t rho;
    mag_t remainder;
    arb_init(t0);
    arf_init(rho);
    mag_init(remainder);
    for (int i = 0; i < 3; i++) {
        nw_univariate f = {kinked[i], 0};
        for (int side = -1; side <= 1; side += 2) {
            arb_set_d(t0, 0.3 * side);
            arf_set_d(rho, 0.3);
            ck_assert(nw_expand_within(k, remainder, &f, t0, rho, 128) && mag_is_zero(remainder));
            int slope = side > 0 ? 1 : f.function == NW_FUNCTION_ABS ? -1 : 0;
            ck_assert(arb_equal_si(k + 1, slope) && arb_is_zero(k + 2));
        }
        arb_zero(t0);
        ck_assert(nw_expand_within(k, remainder, &f, t0, rho, 128));
        double jump = f.function == NW_FUNCTION_ABS ? 2 : 1;
        ck_assert_msg(fabs(mag_get_d(remainder) - 0.075 * jump) < 1e-6, "%g", mag_get_d(remainder));
    }
    nw_univariate elu = {NW_FUNCTION_ELU, 0};
    arb_set_d(t0, 0.25);
    arf_set_d(rho, 0.25);
    ck_assert(nw_expand_within(k, remainder, &elu, t0, rho, 128) && mag_is_zero(remainder));
    arf_set_d(rho, 0.25 + 0x1p-20); /* reaches beyond 0 by 2^-20 */
    ck_assert(nw_expand_within(k, remainder, &elu, t0, rho, 128));
    ck_assert(mag_get_d(remainder) < 0x1p-40 && !mag_is_zero(remainder));
    _arb_vec_clear(k, 4);
    arb_clear(t0);
    arf_clear(rho);
    mag_clear(remainder);
}
END_TEST

/* Wide intervals are no worse than the values they hold. */
START_TEST(wide_intervals)
{
    static const nw_function bounded[] = {NW_FUNCTION_TANH, NW_FUNCTION_LOGISTIC, NW_FUNCTION_ARCTAN,
                                          NW_FUNCTION_SIN,  NW_FUNCTION_COS,      NW_FUNCTION_STEP,
                                          NW_FUNCTION_BUMP};
    arb_ptr k = _arb_vec_init(4);
    arb_t t0;
    mag_t rho, remainder;
    arb_init(t0);
    mag_init(rho);
    mag_init(remainder);
    for (int i = 0; i < 7; i++)
        for (int bit = 2; bit < 60; bit++) {
            nw_univariate f = {bounded[i], i >= 5 ? 3 : 0};
            arb_set_d(t0, 0.7);
            mag_set_ui_2exp_si(rho, 1, bit);
            ck_assert(nw_expand_arb(k, remainder, &f, t0, rho, 128));
            ck_assert_msg(mag_get_d(remainder) < 1.5708, "function %d, rho 2^%d: %g", (int)f.function, bit,
                          mag_get_d(remainder));
        }
    _arb_vec_clear(k, 4);
    arb_clear(t0);
    mag_clear(rho);
    mag_clear(remainder);
}
END_TEST

/* Both arithmetics describe the same function: their models overlap everywhere. */
START_TEST(double_agrees)
{
    gsl_rng *rng = ct_rng("double agrees");
    arb_ptr k = _arb_vec_init(4), d = _arb_vec_init(4);
    arb_t t0, offset, one, other, error;
    arf_t rho;
    mag_t remainder;
    arb_init(t0);
    arb_init(offset);
    arb_init(one);
    arb_init(other);
    arb_init(error);
    arf_init(rho);
    mag_init(remainder);
    for (int round = 0; round < 4000; round++) {
        nw_univariate f = function_number(rng, round);
        double centre, width;
        draw_interval(&centre, &width, rng, round / (NW_FUNCTION_STEP + 1));
        nw_expansion e;
        arb_set_d(t0, centre);
        arf_set_d(rho, width);
        if (!nw_expand(&e, &f, centre, width) || !nw_expand_within(k, remainder, &f, t0, rho, 128))
            continue;
        arb_set_d(offset, uniform(rng, -width, width));
        for (int i = 0; i < 4; i++)
            arb_set_d(d + i, e.k[i]);
        difference_at(other, &f, d, t0, offset);
        arb_set_d(error, e.remainder);
        arb_set_d(one, e.rounding);
        arb_add(error, error, one, BITS);
        arb_abs(other, other);
        ck_assert_msg(!arb_gt(other, error), "function %d (%d) at %.17g +- %.17g", (int)f.function, f.order, centre,
                      width);
    }
    _arb_vec_clear(k, 4);
    _arb_vec_clear(d, 4);
    arb_clear(t0);
    arb_clear(offset);
    arb_clear(one);
    arb_clear(other);
    arb_clear(error);
    arf_clear(rho);
    mag_clear(remainder);
    gsl_rng_free(rng);
}
END_TEST

/* ---- suprema ---- */

/* Derivatives at random points stay below; at the point given they are reached. */
START_TEST(suprema)
{
    static const struct {
        nw_function function;
        int order, j;
        double value, where; /* value < 0: there is none */
    } cases[] = {
        {NW_FUNCTION_TANH, 0, 0, 1, 30},
        {NW_FUNCTION_TANH, 0, 1, 1, 0},
        {NW_FUNCTION_TANH, 0, 2, 0.76980035891950105, -0.65847894846240835},
        {NW_FUNCTION_TANH, 0, 3, 2, 0},
        {NW_FUNCTION_LOGISTIC, 0, 0, 1, 60},
        {NW_FUNCTION_LOGISTIC, 0, 1, 0.25, 0},
        {NW_FUNCTION_LOGISTIC, 0, 2, 0.09622504486493763, -1.3169578969248166},
        {NW_FUNCTION_LOGISTIC, 0, 3, 0.125, 0},
        {NW_FUNCTION_ARCTAN, 0, 0, 1.5707963267948966, 1e12},
        {NW_FUNCTION_ARCTAN, 0, 1, 1, 0},
        {NW_FUNCTION_ARCTAN, 0, 2, 0.64951905283832899, 0.57735026918962576},
        {NW_FUNCTION_ARCTAN, 0, 3, 2, 0},
        {NW_FUNCTION_CRELU, 0, 0, 1, 2},
        {NW_FUNCTION_CRELU, 0, 1, 1, 0.5},
        {NW_FUNCTION_CRELU, 0, 2, -1, 0},
        {NW_FUNCTION_RELU, 0, 0, -1, 0},
        {NW_FUNCTION_RELU, 0, 1, 1, 0.5},
        {NW_FUNCTION_RELU, 0, 2, -1, 0},
        {NW_FUNCTION_ELU, 0, 0, -1, 0},
        {NW_FUNCTION_ELU, 0, 1, 1, 0.5},
        {NW_FUNCTION_ELU, 0, 2, 1, -1e-13},
        {NW_FUNCTION_ELU, 0, 3, -1, 0},
        {NW_FUNCTION_IDENTITY, 0, 0, -1, 0},
        {NW_FUNCTION_IDENTITY, 0, 1, 1, 0},
        {NW_FUNCTION_IDENTITY, 0, 2, 0, 0},
        {NW_FUNCTION_IDENTITY, 0, 3, 0, 0},
        {NW_FUNCTION_SIN, 0, 0, 1, M_PI_2},
        {NW_FUNCTION_SIN, 0, 1, 1, 0},
        {NW_FUNCTION_SIN, 0, 2, 1, M_PI_2},
        {NW_FUNCTION_SIN, 0, 3, 1, 0},
        {NW_FUNCTION_COS, 0, 0, 1, 0},
        {NW_FUNCTION_COS, 0, 3, 1, M_PI_2},
        {NW_FUNCTION_EXP, 0, 0, -1, 0},
        {NW_FUNCTION_EXP, 0, 2, -1, 0},
        {NW_FUNCTION_ABS, 0, 0, -1, 0},
        {NW_FUNCTION_ABS, 0, 1, 1, -0.5},
        {NW_FUNCTION_ABS, 0, 2, -1, 0},
        {NW_FUNCTION_RECIPROCAL, 0, 0, -1, 0},
        {NW_FUNCTION_POWER, 0, 0, 1, 0},
        {NW_FUNCTION_POWER, 2, 1, -1, 0},
        {NW_FUNCTION_POWER, 2, 2, 2, 0},
        {NW_FUNCTION_POWER, 2, 3, 0, 0},
        {NW_FUNCTION_POWER, 3, 3, 6, 0.5},
        {NW_FUNCTION_BUMP, 2, 2, 4, 0},
        {NW_FUNCTION_STEP, 2, 1, 2, 0.5},
        {NW_FUNCTION_STEP, 2, 3, -1, 0},
    };
    gsl_rng *rng = ct_rng("suprema");
    arb_ptr k = _arb_vec_init(4);
    arb_t sup, t, y;
    mag_t zero, remainder;
    arb_init(sup);
    arb_init(t);
    arb_init(y);
    mag_init(zero);
    mag_init(remainder);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        nw_univariate f = {cases[i].function, cases[i].order};
        int j = cases[i].j;
        ck_assert_msg(nw_univariate_sup(sup, &f, j, 100) == (cases[i].value >= 0), "case %zu", i);
        if (cases[i].value < 0)
            continue;
        double value = arf_get_d(arb_midref(sup), ARF_RND_NEAR);
        ck_assert_msg(fabs(value - cases[i].value) <= 1e-15 * (1 + value), "case %zu: %.17g", i, value);
        double largest = 0;
        for (int point = 0; point < 100; point++) {
            arb_set_d(t, point == 0 ? cases[i].where : uniform(rng, -4, 4));
            ck_assert(nw_expand_arb(k, remainder, &f, t, zero, 100));
            arb_abs(y, k + j);
            for (int m = 2; m <= j; m++)
                arb_mul_si(y, y, m, 100);
            ck_assert_msg(!arb_gt(y, sup), "case %zu", i);
            largest = fmax(largest, arf_get_d(arb_midref(y), ARF_RND_NEAR));
        }
        ck_assert_msg(largest >= value - 1e-11, "case %zu: %.17g of %.17g", i, largest, value);
    }
    nw_univariate f = {NW_FUNCTION_TANH, 0};
    ck_assert(!nw_univariate_sup(sup, &f, 4, 64) && !nw_univariate_sup(sup, &f, -1, 64));
    _arb_vec_clear(k, 4);
    arb_clear(sup);
    arb_clear(t);
    arb_clear(y);
    mag_clear(zero);
    mag_clear(remainder);
    gsl_rng_free(rng);
}
END_TEST

START_TEST(breaks)
{
    double b[NW_MOST_BREAKS];
    for (int i = 0; i <= NW_FUNCTION_POWER; i++) {
        nw_univariate f = {(nw_function)i, 2};
        size_t count = nw_univariate_breaks(b, &f);
        bool one = i == NW_FUNCTION_RELU || i == NW_FUNCTION_ELU || i == NW_FUNCTION_ABS;
        ck_assert_uint_eq(count, i == NW_FUNCTION_CRELU ? 2 : one ? 1 : 0);
        ck_assert(count < 1 || b[0] == 0);
        ck_assert(count < 2 || b[1] == 1);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("univariate arb");
    TCase *tests = ct_case(suite, "values");
    tcase_add_test(tests, values);
    tcase_add_test(tests, suprema);
    tcase_add_test(tests, breaks);
    tests = ct_case(suite, "expansions");
    tcase_add_test(tests, expansions_contain_the_truth);
    tcase_add_test(tests, remainders_are_sharp);
    tcase_add_test(tests, kinks);
    tcase_add_test(tests, wide_intervals);
    tcase_add_test(tests, double_agrees);
    return ct_main(suite);
}
