/* Expansions of functions of one variable: coefficients against power series in Arb, the inequality that each expansion
 * states at many points in Arb, and that remainders are not needlessly wide. */
#include "numeric/univariate.h"

#include <math.h>
#include <stdlib.h>

#include "check_common.h"

enum { PREC = 256, FUNCTIONS = NW_FUNCTION_POWER + 1, SAMPLES = 20 };

static const char *const names[FUNCTIONS] = {"tanh", "logistic", "arctan", "crelu", "relu",       "elu",  "identity",
                                             "sin",  "cos",      "exp",    "abs",   "reciprocal", "power"};

/* ---- the functions in Arb, from their definitions ---- */

static void exact_value(arb_t y, const nw_univariate *f, const arb_t t)
{
    if ((f->function == NW_FUNCTION_TANH || f->function == NW_FUNCTION_LOGISTIC) &&
        arf_cmpabs_2exp_si(arb_midref(t), 13) > 0) { /* the limit; sums below are exact, so nothing beside 2^-8192 */
        arb_set_si(y, arf_sgn(arb_midref(t)) > 0 ? 1 : f->function == NW_FUNCTION_TANH ? -1 : 0);
        arb_add_error_2exp_si(y, -8192);
        return;
    }
    switch (f->function) {
    case NW_FUNCTION_TANH:
        arb_tanh(y, t, PREC);
        break;
    case NW_FUNCTION_LOGISTIC:
        arb_neg(y, t);
        arb_exp(y, y, PREC);
        arb_add_ui(y, y, 1, PREC);
        arb_ui_div(y, 1, y, PREC);
        break;
    case NW_FUNCTION_ARCTAN:
        arb_atan(y, t, PREC);
        break;
    case NW_FUNCTION_CRELU:
        if (arf_cmp_si(arb_midref(t), 1) >= 0)
            arb_one(y);
        else if (arf_sgn(arb_midref(t)) <= 0)
            arb_zero(y);
        else
            arb_set(y, t);
        break;
    case NW_FUNCTION_RELU:
        if (arf_sgn(arb_midref(t)) <= 0)
            arb_zero(y);
        else
            arb_set(y, t);
        break;
    case NW_FUNCTION_ELU:
        if (arf_sgn(arb_midref(t)) < 0)
            arb_expm1(y, t, PREC);
        else
            arb_set(y, t);
        break;
    case NW_FUNCTION_SIN:
        arb_sin(y, t, PREC);
        break;
    case NW_FUNCTION_COS:
        arb_cos(y, t, PREC);
        break;
    case NW_FUNCTION_EXP:
        if (arf_cmp_si(arb_midref(t), -8192) < 0) {
            arb_zero(y);
            arb_add_error_2exp_si(y, -8192);
        } else {
            arb_exp(y, t, PREC);
        }
        break;
    case NW_FUNCTION_ABS:
        arb_abs(y, t);
        break;
    case NW_FUNCTION_RECIPROCAL:
        arb_inv(y, t, PREC);
        break;
    case NW_FUNCTION_POWER:
        arb_pow_ui(y, t, (ulong)f->order, f->order <= 3 ? ARF_PREC_EXACT : PREC);
        break;
    default:
        arb_set(y, t);
    }
}

/* The first four coefficients at t0, by Arb's power series; for smooth functions. */
static void exact_series(arb_poly_t y, const nw_univariate *f, double t0)
{
    arb_poly_t x;
    arb_poly_init(x);
    arb_poly_set_coeff_si(x, 1, 1);
    arb_t centre;
    arb_init(centre);
    arb_set_d(centre, t0);
    arb_poly_set_coeff_arb(x, 0, centre);
    switch (f->function) {
    case NW_FUNCTION_TANH: /* 1 - 2/(e^2t + 1) */
        arb_poly_scalar_mul_2exp_si(x, x, 1);
        arb_poly_exp_series(x, x, 4, PREC);
        arb_poly_add_si(x, x, 1, PREC);
        arb_poly_inv_series(x, x, 4, PREC);
        arb_poly_scalar_mul_2exp_si(x, x, 1);
        arb_poly_neg(x, x);
        arb_poly_add_si(y, x, 1, PREC);
        break;
    case NW_FUNCTION_LOGISTIC:
        arb_poly_neg(x, x);
        arb_poly_exp_series(x, x, 4, PREC);
        arb_poly_add_si(x, x, 1, PREC);
        arb_poly_inv_series(y, x, 4, PREC);
        break;
    case NW_FUNCTION_ARCTAN:
        arb_poly_atan_series(y, x, 4, PREC);
        break;
    case NW_FUNCTION_SIN:
        arb_poly_sin_series(y, x, 4, PREC);
        break;
    case NW_FUNCTION_COS:
        arb_poly_cos_series(y, x, 4, PREC);
        break;
    case NW_FUNCTION_EXP:
        arb_poly_exp_series(y, x, 4, PREC);
        break;
    case NW_FUNCTION_ELU:
        if (t0 < 0) {
            arb_poly_exp_series(y, x, 4, PREC);
            arb_poly_add_si(y, y, -1, PREC);
        } else {
            arb_poly_set(y, x);
        }
        break;
    case NW_FUNCTION_RECIPROCAL:
        arb_poly_inv_series(y, x, 4, PREC);
        break;
    case NW_FUNCTION_POWER:
        arb_poly_pow_ui_trunc_binexp(y, x, (ulong)f->order, 4, PREC);
        break;
    default:
        arb_poly_set(y, x);
    }
    arb_clear(centre);
    arb_poly_clear(x);
}

/* error = |f(t0 + d) - sum k_i d^i|. */
static void exact_error(arb_t error, const nw_univariate *f, const double k[4], double t0, double d)
{
    arb_t t, step, sum;
    arb_init(t);
    arb_init(step);
    arb_init(sum);
    arb_set_d(step, d);
    arb_set_d(t, t0);
    arb_add(t, t, step, ARF_PREC_EXACT);
    exact_value(error, f, t);
    for (int i = 3; i >= 0; i--) {
        arb_mul(sum, sum, step, ARF_PREC_EXACT);
        arb_set_d(t, k[i]);
        arb_add(sum, sum, t, ARF_PREC_EXACT);
    }
    arb_sub(error, error, sum, ARF_PREC_EXACT);
    arb_abs(error, error);
    arb_clear(t);
    arb_clear(step);
    arb_clear(sum);
}

/* ---- settings ---- */

static double signed_uniform(gsl_rng *rng)
{
    return 2 * gsl_rng_uniform(rng) - 1;
}

/* t0 and rho: everyday, tiny, large, saturated, kinks inside, on the border of a kink. */
static void draw(double *t0, double *rho, gsl_rng *rng, int kind)
{
    *t0 = 4 * signed_uniform(rng);
    *rho = ldexp(gsl_rng_uniform(rng), (int)ct_between(rng, -12, 1));
    switch (kind % 8) {
    case 1: /* of any size */
        *t0 = ldexp(signed_uniform(rng), (int)ct_between(rng, -40, 12));
        *rho = ldexp(gsl_rng_uniform(rng), (int)ct_between(rng, -40, 12));
        if (ct_between(rng, 0, 5) == 0) {
            *t0 = ldexp(*t0, (int)ct_between(rng, 0, 1000));
            *rho = ldexp(*rho, (int)ct_between(rng, 0, 1000));
        }
        break;
    case 2: /* saturated */
        *t0 = 45 * signed_uniform(rng);
        *rho = 8 * gsl_rng_uniform(rng);
        break;
    case 3: /* 0 or 1 inside */
        *rho = ldexp(gsl_rng_uniform(rng), (int)ct_between(rng, -30, 5));
        *t0 = (double)ct_between(rng, 0, 1) + *rho * signed_uniform(rng);
        break;
    case 4: /* 0 or 1 at an end, or an ulp beside it */
        *rho = ldexp(gsl_rng_uniform(rng), (int)ct_between(rng, -30, 5));
        *t0 = (double)ct_between(rng, 0, 1) + (ct_between(rng, 0, 1) ? 1 : -1) * *rho;
        *rho = ct_between(rng, 0, 1) ? nextafter(*rho, (double)ct_between(rng, 0, 1)) : *rho;
        break;
    case 5: /* both inside */
        *t0 = 0.5 + 0.5 * signed_uniform(rng);
        *rho = fabs(*t0 - 0.5) + 0.5 + ldexp(gsl_rng_uniform(rng), (int)ct_between(rng, -20, 4));
        break;
    case 6: /* a point, or nearly */
        *rho = ct_between(rng, 0, 1) ? 0 : ldexp(1, -(int)ct_between(rng, 60, 1074));
        *t0 = ct_between(rng, 0, 2) ? *t0 : ldexp(signed_uniform(rng), -(int)ct_between(rng, 60, 1060));
        *t0 = ct_between(rng, 0, 2) ? *t0 : *rho * signed_uniform(rng);
        break;
    case 7: /* zeros of fourth derivatives */
        *t0 = ct_between(rng, 0, 1) ? 1 : 1.146215834780588; /* arctan; tanh where tanh^2 = 2/3 */
        *t0 = ct_between(rng, 0, 4) ? *t0 : 0;
        *rho = ldexp(gsl_rng_uniform(rng), (int)ct_between(rng, -8, 1));
        break;
    default:
        break;
    }
}

/* A place in [-rho, rho]: the ends, the kinks, anywhere. */
static double place(double t0, double rho, gsl_rng *rng, int i)
{
    double d = i == 0 ? rho : i == 1 ? -rho : i == 2 ? -t0 : i == 3 ? 1 - t0 : rho * signed_uniform(rng);
    if (i % 4 == 1)
        d = copysign(rho - rho * gsl_rng_uniform(rng) * gsl_rng_uniform(rng) * 0.1, d);
    return fabs(d) <= rho ? d : 0;
}

static nw_univariate draw_function(int which, gsl_rng *rng)
{
    nw_univariate f = {(nw_function)which, 0};
    if (f.function == NW_FUNCTION_POWER)
        f.order = (int)(ct_between(rng, 0, 2) == 0 ? ct_between(rng, 0, 64) : ct_between(rng, 0, 8));
    return f;
}

/* Where the function has a finite bound. */
static bool is_served(const nw_univariate *f, double t0, double rho)
{
    switch (f->function) {
    case NW_FUNCTION_EXP:
        return t0 + rho <= 700;
    case NW_FUNCTION_SIN:
    case NW_FUNCTION_COS:
        return fabs(t0) <= 0x1p20;
    case NW_FUNCTION_RECIPROCAL:
        return rho < fabs(t0);
    default:
        return true;
    }
}

/* Values that leave the range of double on the way may be refused. */
static bool may_overflow(const nw_univariate *f, double t0, double rho)
{
    double size = fabs(t0) + rho;
    return (f->function == NW_FUNCTION_RECIPROCAL &&
            (fabs(t0) < 0x1p-200 || fabs(t0) - rho < 0x1p-200 || size > 0x1p300)) ||
           (f->function == NW_FUNCTION_POWER && size > 2 && f->order * log2(size) > 900) ||
           (f->function == NW_FUNCTION_POWER && size > 0x1p250); /* rho^4 alone */
}

static void expect_inequality(const nw_univariate *f, const nw_expansion *e, double t0, double rho, gsl_rng *rng)
{
    arb_t bound, error, part;
    arb_init(bound);
    arb_init(error);
    arb_init(part);
    arb_set_d(bound, e->remainder);
    arb_set_d(part, e->rounding);
    arb_add(bound, bound, part, ARF_PREC_EXACT);
    for (int i = 0; i < SAMPLES; i++) {
        double d = place(t0, rho, rng, i);
        exact_error(error, f, e->k, t0, d);
        ck_assert_msg(arb_le(error, bound), "%s (order %d) at %a, rho %a, t - t0 = %a: %g is more than %g + %g",
                      names[f->function], f->order, t0, rho, d, arf_get_d(arb_midref(error), ARF_RND_NEAR),
                      e->remainder, e->rounding);
    }
    arb_clear(bound);
    arb_clear(error);
    arb_clear(part);
}

START_TEST(inequality)
{
    gsl_rng *rng = ct_rng(names[_i]);
    for (int i = 0; i < 2400; i++) {
        nw_univariate f = draw_function(_i, rng);
        double t0, rho;
        draw(&t0, &rho, rng, i);
        nw_expansion e;
        bool done = nw_expand(&e, &f, t0, rho);
        ck_assert_msg(done == is_served(&f, t0, rho) || may_overflow(&f, t0, rho), "%s at %a, rho %a: %s", names[_i],
                      t0, rho, done ? "served" : "refused");
        if (!done)
            continue;
        ck_assert(e.remainder >= 0 && e.rounding >= 0 && isfinite(e.remainder) && isfinite(e.rounding));
        expect_inequality(&f, &e, t0, rho, rng);
    }
    gsl_rng_free(rng);
}
END_TEST

/* ---- the array version ---- */

START_TEST(many_at_once)
{
    enum { MOST = 64 };
    nw_activation a = (nw_activation)_i;
    gsl_rng *rng = ct_rng("many");
    double t0[MOST], rho[MOST], c[4][MOST], remainder[MOST];
    double *const k[4] = {c[0], c[1], c[2], c[3]};
    const double *error = nw_expansion_error(a);
    for (size_t round = 0, n = 1; round < 40; round++, n = n % MOST + 1 + (n % 3 == 0)) {
        n = n > MOST ? MOST : n;
        for (size_t i = 0; i < n; i++)
            draw(&t0[i], &rho[i], rng, (int)ct_between(rng, 0, 7));
        nw_expand_many(a, n, t0, rho, k, remainder);
        for (size_t i = 0; i < n; i++) {
            ck_assert(isfinite(remainder[i]) && remainder[i] >= 0);
            nw_univariate f = {(nw_function)a, 0};
            nw_expansion e = {{c[0][i], c[1][i], c[2][i], c[3][i]}, remainder[i], 0};
            /* The promise: rounding errors of the coefficients, times powers of rho. */
            e.rounding = error[0] + rho[i] * (error[1] + rho[i] * (error[2] + rho[i] * error[3]));
            expect_inequality(&f, &e, t0[i], rho[i], rng);
        }
    }
    gsl_rng_free(rng);
}
END_TEST

/* ---- coefficients ---- */

/* `rounding` charges every coefficient that is not zero. */
START_TEST(rounding_of_all_coefficients)
{
    gsl_rng *rng = ct_rng("rounding");
    for (int i = 0; i < 2000; i++) {
        nw_activation a = (nw_activation)(i % NW_ACTIVATION_COUNT);
        nw_univariate f = {(nw_function)a, 0};
        nw_expansion e;
        double t0, rho, power = 1, least = 0;
        draw(&t0, &rho, rng, i / NW_ACTIVATION_COUNT);
        ck_assert(nw_expand(&e, &f, t0, rho));
        bool smooth = e.k[2] != 0;
        for (int j = 0; j < 4 && smooth; j++, power *= rho)
            least += nw_expansion_error(a)[j] * power;
        ck_assert_msg(e.rounding >= least, "%s at %a, rho %a: %g, %g", names[a], t0, rho, e.rounding, least);
    }
    gsl_rng_free(rng);
}
END_TEST

/* Where the coefficients are those of the power series, and not lost in underflow. */
static bool has_series(const nw_univariate *f, double t0)
{
    bool kinked = f->function == NW_FUNCTION_RELU || f->function == NW_FUNCTION_CRELU || f->function == NW_FUNCTION_ABS;
    bool activation = (int)f->function < NW_ACTIVATION_COUNT;
    return !kinked && t0 != 0 && fabs(t0) < 0x1p40 && is_served(f, t0, 0) && (activation || fabs(t0) > 0x1p-200) &&
           !(f->function == NW_FUNCTION_POWER && f->order > 20) && !(f->function == NW_FUNCTION_EXP && t0 < -700);
}

/* Each coefficient by itself: within nw_expansion_error of the derivative over the factorial. */
START_TEST(coefficients)
{
    gsl_rng *rng = ct_rng("coefficients");
    arb_poly_t series;
    arb_t c, k;
    arb_poly_init(series);
    arb_init(c);
    arb_init(k);
    for (int which = 0; which < FUNCTIONS; which++)
        for (int i = 0; i < 1000; i++) {
            nw_univariate f = draw_function(which, rng);
            double t0, rho;
            draw(&t0, &rho, rng, i % 5 == 0 ? 1 : i % 5 == 1 ? 2 : i % 5 == 2 ? 7 : 0);
            if (!has_series(&f, t0))
                continue;
            rho = 0x1p-60 * fmin(fabs(t0), 1);
            nw_expansion e;
            ck_assert(nw_expand(&e, &f, t0, rho));
            exact_series(series, &f, t0);
            for (int j = 0; j < 4; j++) {
                arb_poly_get_coeff_arb(c, series, j);
                double scale = fabs(arf_get_d(arb_midref(c), ARF_RND_NEAR));
                double allowed = which < NW_ACTIVATION_COUNT ? nw_expansion_error((nw_activation)which)[j] : 0;
                if (f.function == NW_FUNCTION_SIN || f.function == NW_FUNCTION_COS)
                    allowed = 0x1p-51;
                else if (which >= NW_ACTIVATION_COUNT)
                    allowed = 0x1p-48 * scale + 0x1p-1000;
                arb_set_d(k, e.k[j]);
                arb_sub(c, c, k, PREC);
                arb_abs(c, c);
                arb_set_d(k, allowed);
                ck_assert_msg(arb_le(c, k), "%s (order %d) at %a: coefficient %d is %a, off by %g", names[which],
                              f.order, t0, j, e.k[j], arf_get_d(arb_midref(c), ARF_RND_NEAR));
            }
        }
    arb_clear(c);
    arb_clear(k);
    arb_poly_clear(series);
    gsl_rng_free(rng);
}
END_TEST

/* ---- not needlessly wide ---- */

/* The largest error at points of a fine grid. */
static double sampled_error(const nw_univariate *f, const double k[4], double t0, double rho)
{
    arb_t error;
    arb_init(error);
    double most = 0;
    for (int i = -16; i <= 16; i++) {
        exact_error(error, f, k, t0, rho * i / 16);
        most = fmax(most, arf_get_d(arb_midref(error), ARF_RND_NEAR));
    }
    for (int kink = 0; kink <= 1; kink++)
        if (fabs(kink - t0) <= rho) {
            exact_error(error, f, k, t0, kink - t0);
            most = fmax(most, arf_get_d(arb_midref(error), ARF_RND_NEAR));
        }
    arb_clear(error);
    return most;
}

START_TEST(tight)
{
    gsl_rng *rng = ct_rng("tight");
    double widest = 0;
    nw_univariate f = {(nw_function)_i, _i == NW_FUNCTION_POWER ? 6 : 0};
    for (int i = 0; i < 400; i++) {
        double t0 = 2.5 * signed_uniform(rng), rho = ldexp(1, -(int)ct_between(rng, 3, 7));
        if (i % 5 == 0)
            t0 = (i % 2 ? 1 : 0) + rho * signed_uniform(rng);
        nw_expansion e;
        if (!is_served(&f, t0, rho) || (f.function == NW_FUNCTION_RECIPROCAL && fabs(t0) < 4 * rho))
            continue;
        ck_assert(nw_expand(&e, &f, t0, rho));
        double error = sampled_error(&f, e.k, t0, rho), floor = e.rounding + 0x1p-46 * (fabs(t0) + rho);
        double width = e.remainder / (error + floor);
        widest = fmax(widest, width);
        ck_assert_msg(width <= 2.5, "%s at %a, rho %a: remainder %g, largest error seen %g", names[_i], t0, rho,
                      e.remainder, error);
        ck_assert_msg(e.rounding <= 0x1p-40 * (1 + fabs(e.k[0]) + fabs(e.k[3])), "%s: rounding %g", names[_i],
                      e.rounding);
    }
    printf("%s: remainders up to %.2f times the error\n", names[_i], widest);
    gsl_rng_free(rng);
}
END_TEST

/* Saturated units: the remainder falls with the derivative, and is never more than the function can do. */
START_TEST(saturated)
{
    static const nw_univariate tanh = {NW_FUNCTION_TANH, 0}, arctan = {NW_FUNCTION_ARCTAN, 0},
                               logistic = {NW_FUNCTION_LOGISTIC, 0}, elu = {NW_FUNCTION_ELU, 0};
    nw_expansion e;
    ck_assert(nw_expand(&e, &tanh, 6, 0.5));
    ck_assert_double_le(e.remainder, 16 * exp(-12.0) * pow(0.5, 4) / 3);
    ck_assert(nw_expand(&e, &tanh, -15, 0.5));
    ck_assert_double_le(e.remainder, 16 * exp(-30.0) * pow(0.5, 4) / 3 + 0x1p-50);
    ck_assert(nw_expand(&e, &tanh, 0, 50));
    ck_assert_double_le(e.remainder + e.rounding, 1 + 0x1p-40);
    ck_assert(nw_expand(&e, &tanh, 100, 1e300));
    ck_assert_double_le(e.remainder + e.rounding, 1 + 0x1p-40);
    ck_assert(nw_expand(&e, &logistic, -12, 0.5));
    ck_assert_double_le(e.remainder, 4 * exp(-12.0) * pow(0.5, 4) / 24);
    ck_assert(nw_expand(&e, &logistic, 3, 1000));
    ck_assert_double_le(e.remainder + e.rounding, 0.5 + 0x1p-40);
    ck_assert(nw_expand(&e, &arctan, 10, 1));
    ck_assert_double_le(e.remainder, 2e-5);
    ck_assert(nw_expand(&e, &arctan, -3, 1e200));
    ck_assert_double_le(e.remainder + e.rounding, 1.5708);
    ck_assert(nw_expand(&e, &arctan, 1e200, 1e199));
    ck_assert_double_le(e.remainder, 1.5708);
    ck_assert(nw_expand(&e, &elu, -12, 0.5));
    ck_assert_double_le(e.remainder, 2 * exp(-12.0) * pow(0.5, 4) / 24);
    ck_assert(nw_expand(&e, &elu, -1000, 900));
    ck_assert_double_le(e.remainder + e.rounding, 0.5 + 0x1p-40);
}
END_TEST

/* Piecewise linear functions: exact beside a kink; across one, no line leaves less. */
static double least_linear(const nw_univariate *f, double t0, double rho)
{
    double best = INFINITY, points[4] = {t0 - rho, t0 + rho, fmin(fmax(0, t0 - rho), t0 + rho),
                                         fmin(fmax(1, t0 - rho), t0 + rho)};
    for (int i = -2000; i <= 2000; i++) {
        double slope = i / 2000.0, low = INFINITY, high = -INFINITY;
        for (int j = 0; j < 4; j++) {
            double rest = nw_univariate_value(f, points[j]) - slope * (points[j] - t0);
            low = fmin(low, rest);
            high = fmax(high, rest);
        }
        best = fmin(best, 0.5 * (high - low));
    }
    return best;
}

START_TEST(best_lines)
{
    gsl_rng *rng = ct_rng("best lines");
    static const nw_function kinked[] = {NW_FUNCTION_RELU, NW_FUNCTION_CRELU, NW_FUNCTION_ABS};
    for (int which = 0; which < 3; which++) {
        nw_univariate f = {kinked[which], 0};
        nw_expansion e;
        for (int i = 0; i < 200; i++) {
            double t0, rho;
            draw(&t0, &rho, rng, 3 + i % 3);
            ck_assert(nw_expand(&e, &f, t0, rho));
            double best = least_linear(&f, t0, rho);
            ck_assert_msg(e.remainder <= best + 0x1p-44 * (rho + fabs(t0)), "%s at %a, rho %a: %g, a line has %g",
                          names[f.function], t0, rho, e.remainder, best);
            ck_assert(e.k[2] == 0 && e.k[3] == 0);
        }
        for (int i = 0; i < 200; i++) {
            double t0 = 4 * signed_uniform(rng), to_kink = fabs(t0);
            if (f.function == NW_FUNCTION_CRELU)
                to_kink = fmin(to_kink, fabs(t0 - 1) * (1 - 0x1p-49));
            ck_assert(nw_expand(&e, &f, t0, to_kink * gsl_rng_uniform(rng)));
            ck_assert(e.remainder == 0 && e.rounding == 0 && e.k[0] == nw_univariate_value(&f, t0));
        }
        ck_assert(nw_expand(&e, &f, 3, 2) && e.remainder == 0); /* the kink at an end is no kink */
        ck_assert(nw_expand(&e, &f, -3, 3) && e.remainder == 0);
    }
    gsl_rng_free(rng);
}
END_TEST

/* Polynomials of degree <= 3 leave nothing out; powers of 0. */
START_TEST(low_powers)
{
    gsl_rng *rng = ct_rng("low powers");
    nw_expansion e;
    for (int order = 0; order <= 3; order++)
        for (int i = 0; i < 100; i++) {
            nw_univariate f = {NW_FUNCTION_POWER, order};
            double t0 = i == 0 ? 0 : 10 * signed_uniform(rng);
            ck_assert(nw_expand(&e, &f, t0, 10 * gsl_rng_uniform(rng)));
            ck_assert_double_eq(e.remainder, 0);
            ck_assert(order > 1 || e.rounding == 0);
            ck_assert(e.k[order] == 1 || order == 0);
        }
    nw_univariate fourth = {NW_FUNCTION_POWER, 4}, zeroth = {NW_FUNCTION_POWER, 0};
    ck_assert(nw_expand(&e, &fourth, 0, 2) && e.k[0] == 0 && e.remainder >= 16 && e.remainder < 16.0000001);
    ck_assert(nw_expand(&e, &zeroth, 0, 2) && e.k[0] == 1 && e.k[1] == 0);
    gsl_rng_free(rng);
}
END_TEST

/* What has no finite bound is refused. */
START_TEST(refused)
{
    static const struct {
        nw_univariate f;
        double t0, rho;
    } cases[] = {
        {{NW_FUNCTION_RECIPROCAL, 0}, 1, 1},        {{NW_FUNCTION_RECIPROCAL, 0}, -1, 2},
        {{NW_FUNCTION_RECIPROCAL, 0}, 0, 0},        {{NW_FUNCTION_RECIPROCAL, 0}, 0x1p-400, 0},
        {{NW_FUNCTION_EXP, 0}, 700, 1},             {{NW_FUNCTION_EXP, 0}, 0, 701},
        {{NW_FUNCTION_EXP, 0}, 1e6, 0},             {{NW_FUNCTION_SIN, 0}, 1048577, 0.1},
        {{NW_FUNCTION_COS, 0}, -1e300, 0.1},        {{NW_FUNCTION_TANH, 0}, NAN, 1},
        {{NW_FUNCTION_TANH, 0}, 0, NAN},            {{NW_FUNCTION_TANH, 0}, 0, INFINITY},
        {{NW_FUNCTION_RELU, 0}, INFINITY, 1},       {{NW_FUNCTION_ARCTAN, 0}, 0, -1},
        {{NW_FUNCTION_POWER, 64}, 1e10, 1},         {{NW_FUNCTION_POWER, 65}, 1, 1},
        {{NW_FUNCTION_POWER, -1}, 1, 1},            {{NW_FUNCTION_IDENTITY, 0}, -INFINITY, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        nw_expansion e;
        ck_assert_msg(!nw_expand(&e, &cases[i].f, cases[i].t0, cases[i].rho), "case %zu", i);
    }
}
END_TEST

START_TEST(values)
{
    gsl_rng *rng = ct_rng(names[_i]);
    arb_t t, y;
    arb_init(t);
    arb_init(y);
    for (int i = 0; i < 500; i++) {
        nw_univariate f = {(nw_function)_i, _i == NW_FUNCTION_POWER ? (int)ct_between(rng, 0, 12) : 0};
        double x = 3 * signed_uniform(rng), value = nw_univariate_value(&f, x);
        arb_set_d(t, x);
        exact_value(y, &f, t);
        double exact = arf_get_d(arb_midref(y), ARF_RND_NEAR);
        ck_assert_msg(fabs(value - exact) <= 0x1p-49 * (1 + fabs(exact)), "%s(%a) = %a", names[_i], x, value);
    }
    nw_univariate f = {(nw_function)_i, _i == NW_FUNCTION_POWER ? 3 : 0};
    ck_assert_msg(isnan(nw_univariate_value(&f, NAN)), "%s(NaN)", names[_i]);
    arb_clear(t);
    arb_clear(y);
    gsl_rng_free(rng);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("univariate");
    TCase *tests = ct_case(suite, "expansions");
    tcase_add_loop_test(tests, inequality, 0, FUNCTIONS);
    tcase_add_loop_test(tests, many_at_once, 0, NW_ACTIVATION_COUNT);
    tcase_add_test(tests, coefficients);
    tcase_add_test(tests, rounding_of_all_coefficients);
    tests = ct_case(suite, "widths");
    tcase_add_loop_test(tests, tight, 0, FUNCTIONS);
    tcase_add_test(tests, saturated);
    tcase_add_test(tests, best_lines);
    tcase_add_test(tests, low_powers);
    tests = ct_case(suite, "edges");
    tcase_add_test(tests, refused);
    tcase_add_loop_test(tests, values, 0, FUNCTIONS);
    return ct_main(suite);
}
