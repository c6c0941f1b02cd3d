/* Expansions and values of functions of one variable, in double.  "Rounding" counts units u = 2^-53; every bound is
 * raised by factors that outweigh its own arithmetic (enclosures.md, section 4). */
#include "numeric/univariate.h"

#include <math.h>
#include <string.h>

#include "numeric/elementary.h"
#include "numeric/spline.h"

/* Outweighs 60 roundings of a sum of products of nonnegative numbers, and what underflow takes away. */
static double rounded_up(double bound)
{
    return bound * (1.0 + 0x1p-47) + 0x1p-1000;
}

/* e0 + e1 rho + e2 rho^2 + e3 rho^3, upward. */
static double rounding_of(const double error[4], double rho)
{
    return rounded_up(error[0] + rho * (error[1] + rho * (error[2] + rho * error[3])));
}

static void set_polynomial(nw_expansion *out, double k0, double k1, double k2, double k3)
{
    out->k[0] = k0;
    out->k[1] = k1;
    out->k[2] = k2;
    out->k[3] = k3;
    out->remainder = out->rounding = 0;
}

/* The constant `level` +- flat. */
static void set_constant(nw_expansion *out, double level, double flat, double level_error)
{
    set_polynomial(out, level, 0, 0, 0);
    out->remainder = flat;
    out->rounding = level_error;
}

/* ---- activations ---- */

/* From this rho on the polynomial of nw_expand_many is linear, and only k0 carries a rounding error (enclosures.md,
 * section 3.7). */
static const double linear_from[NW_ACTIVATION_COUNT] = {
    [NW_TANH] = 2, [NW_LOGISTIC] = 4, [NW_ARCTAN] = INFINITY, [NW_ELU] = 3};

static void expand_activation(nw_expansion *out, nw_activation activation, double t0, double rho)
{
    double *const k[4] = {&out->k[0], &out->k[1], &out->k[2], &out->k[3]};
    nw_expand_many(activation, 1, &t0, &rho, k, &out->remainder);
    const double *error = nw_expansion_error(activation);
    if (error[0] == 0)
        out->rounding = 0; /* piecewise linear: all in the remainder */
    else if (rho >= linear_from[activation] || (activation == NW_ARCTAN && out->k[1] == 0))
        out->rounding = error[0] + 0x1p-500; /* arctan: a constant, or f' < 2^-1000 and rho < 2^21 */
    else
        out->rounding = rounding_of(error, rho);
}

/* |t| = 2 relu(t) - t. */
static void expand_abs(nw_expansion *out, double t0, double rho)
{
    expand_activation(out, NW_RELU, t0, rho);
    out->k[0] = 2 * out->k[0] - t0;
    out->k[1] = 2 * out->k[1] - 1;
    /* Without a kink inside both are exact; with one, |2 k0 - t0| <= 4 rho and |2 k1 - 1| <= 1, each rounded once. */
    if (fabs(t0) < rho)
        out->remainder = 2 * out->remainder + 0x1p-49 * rho;
}

/* ---- sin, cos ---- */

/* k = f, f', -f/2, -f'/6; |f''''| = |f|, |f'''''| = |f'| <= min(1, |f'(t0)| + rho). */
static bool expand_wave(nw_expansion *out, double value, double slope, double t0, double rho)
{
    if (!(fabs(t0) <= NW_SIN_LIMIT))
        return false;
    double size = fabs(value) + NW_SIN_ERROR;
    double steepest = fmin(1.0, fabs(slope) + NW_SIN_ERROR + rho);
    double c = fmin(1.0 / 24, size * (1.0 / 24) + steepest * rho * (1.0 / 120));
    double rho2 = rho * rho, cubic = rounded_up(c * (rho2 * rho2)), drift = rounded_up(steepest * rho);
    if (cubic <= drift && cubic <= 1) {
        set_polynomial(out, value, slope, -0.5 * value, slope * (-1.0 / 6));
        out->remainder = cubic;
        /* slope/6: e/6 and two roundings of numbers below 1/4. */
        const double error[4] = {NW_SIN_ERROR, NW_SIN_ERROR, NW_SIN_ERROR / 2, NW_SIN_ERROR / 4 + 0x1p-54};
        out->rounding = rounding_of(error, rho);
    } else if (drift < 1) {
        set_constant(out, value, drift, NW_SIN_ERROR);
    } else {
        set_constant(out, 0, 1, 0);
    }
    return true;
}

/* ---- exp ---- */

static bool expand_exp(nw_expansion *out, double t0, double rho)
{
    double end = t0 + rho;
    if (!(end <= 700.0))
        return false;
    /* The sum is off by at most u |end|, nw_exp by 2^-51: (1 + 2^-41) outweighs both. */
    double most = nw_exp(fmax(end, -700.0)) * (1.0 + 0x1p-41);
    if (!(t0 >= -700.0)) {
        set_constant(out, 0, most, 0);
        return true;
    }
    double e = nw_exp(t0), rho2 = rho * rho;
    double c = fmin(most * (1.0 / 24), e * (1.0 + 0x1p-50) * (1.0 / 24) + most * rho * (1.0 / 120));
    double cubic = rounded_up(c * (rho2 * rho2)), drift = rounded_up(most * rho);
    /* e is off by 2^-51 e, its products with 1/6 by two roundings more. */
    double unit = 0x1p-50 * e;
    if (cubic <= drift && cubic <= 0.5 * most) {
        set_polynomial(out, e, e, 0.5 * e, e * (1.0 / 6));
        out->remainder = cubic;
        const double error[4] = {unit, unit, 0.5 * unit, 0.25 * unit};
        out->rounding = rounding_of(error, rho);
    } else if (drift < 0.5 * most) {
        set_constant(out, e, drift, unit);
    } else {
        set_constant(out, 0.5 * most, 0.5 * most, 0); /* 0 < f <= most; halving is exact */
    }
    return true;
}

/* ---- 1/t ---- */

/* 1/t = sum_{i<4} (-d)^i/t0^(i+1) + d^4/(t0^4 t), d = t - t0. */
static bool expand_reciprocal(nw_expansion *out, double t0, double rho)
{
    double a = fabs(t0);
    if (!(rho < a))
        return false;
    double i = 1 / t0, i2 = i * i;
    set_polynomial(out, i, -i2, i2 * i, -(i2 * i2));
    double x = rho * fabs(i), x2 = x * x;
    out->remainder = rounded_up(x2 * x2 / (a - rho)) + 0x1p-700; /* x^4 may underflow, with a > 2^-257 */
    /* k0..k3 are off by 1, 3, 5, 7 u, or by 2^-1070 where they underflow; |k_i| rho^i = x^i/a. */
    double underflow = 0x1p-1060 * ((1 + rho) * (1 + rho) * (1 + rho));
    out->rounding = rounded_up(0x1p-50 * fabs(i) * (1 + x * (1 + x * (1 + x))) + underflow);
    return true;
}

/* ---- t^order ---- */

enum { MOST_ORDER = 64 };

static double power(double t, int order)
{
    double p = 1;
    for (int i = 0; i < order; i++)
        p *= t;
    return p;
}

/* sum_i C(n,i) t0^(n-i) d^i: no remainder for n <= 3. */
static bool expand_power(nw_expansion *out, int n, double t0, double rho)
{
    double a = fabs(t0), choose = 1, rounding = 0, rho_power = 1;
    set_polynomial(out, 0, 0, 0, 0);
    for (int i = 0; i <= n && i < 4; i++) {
        /* C(n,i) <= 41664 is exact for i <= 3. */
        out->k[i] = choose * power(t0, n - i);
        /* t0^m and the product round fewer than m + 1 times; not at all for m <= 1 and C = 1. */
        if (n - i > 1 || choose > 1)
            rounding += (0x1p-53 * (n - i + 1) * (1 + 0x1p-40) * fabs(out->k[i]) + 0x1p-1000) * rho_power;
        choose = choose * (n - i) / (i + 1);
        rho_power *= rho;
    }
    /* sum_{i>=4} C(n,i) a^(n-i) rho^i, each term with fewer than 2^8 roundings: 2^-44 outweighs these.  Raising a tiny
     * rho keeps what underflows below 2^-600 of the sum, or below 2^-900. */
    double sum = 0, radius = fmax(rho, 0x1p-60 * a);
    for (int i = 4; i <= n; i++) {
        sum += choose * power(a, n - i) * power(radius, i);
        choose = choose * (n - i) / (i + 1);
    }
    out->remainder = n > 3 ? sum * (1 + 0x1p-44) + 0x1p-900 : 0;
    out->rounding = rounding == 0 ? 0 : rounded_up(rounding);
    return true;
}

/* ---- all ---- */

static bool is_usable(const nw_expansion *out)
{
    bool usable = isfinite(out->remainder) && isfinite(out->rounding);
    for (int i = 0; i < 4; i++)
        usable = usable && isfinite(out->k[i]);
    return usable;
}

bool nw_expand(nw_expansion *out, const nw_univariate *f, double t0, double rho)
{
    if (!isfinite(t0) || !isfinite(rho) || !(rho >= 0))
        return false;
    bool done = true;
    switch (f->function) {
    case NW_FUNCTION_TANH:
    case NW_FUNCTION_LOGISTIC:
    case NW_FUNCTION_ARCTAN:
    case NW_FUNCTION_CRELU:
    case NW_FUNCTION_RELU:
    case NW_FUNCTION_ELU:
    case NW_FUNCTION_IDENTITY:
        expand_activation(out, (nw_activation)f->function, t0, rho);
        break;
    case NW_FUNCTION_SIN:
        done = expand_wave(out, nw_sin(t0), nw_cos(t0), t0, rho);
        break;
    case NW_FUNCTION_COS:
        done = expand_wave(out, nw_cos(t0), -nw_sin(t0), t0, rho);
        break;
    case NW_FUNCTION_EXP:
        done = expand_exp(out, t0, rho);
        break;
    case NW_FUNCTION_ABS:
        expand_abs(out, t0, rho);
        break;
    case NW_FUNCTION_RECIPROCAL:
        done = expand_reciprocal(out, t0, rho);
        break;
    case NW_FUNCTION_POWER:
        done = f->order >= 0 && f->order <= MOST_ORDER && expand_power(out, f->order, t0, rho);
        break;
    case NW_FUNCTION_BUMP:
    case NW_FUNCTION_STEP:
        done = nw_expand_spline(out, f, t0, rho);
        break;
    }
    return done && is_usable(out);
}

double nw_univariate_value(const nw_univariate *f, double t)
{
    switch (f->function) {
    case NW_FUNCTION_TANH:
        return nw_tanh(t);
    case NW_FUNCTION_LOGISTIC:
        return nw_logistic(t);
    case NW_FUNCTION_ARCTAN:
        return nw_arctan(t);
    case NW_FUNCTION_CRELU:
        return t < 0 ? 0 : t > 1 ? 1 : t; /* NaN stays */
    case NW_FUNCTION_RELU:
        return t < 0 ? 0 : t;
    case NW_FUNCTION_ELU:
        return nw_elu(t);
    case NW_FUNCTION_IDENTITY:
        return t;
    case NW_FUNCTION_SIN:
        return nw_sin(t);
    case NW_FUNCTION_COS:
        return nw_cos(t);
    case NW_FUNCTION_EXP:
        return nw_exp(t);
    case NW_FUNCTION_ABS:
        return fabs(t);
    case NW_FUNCTION_RECIPROCAL:
        return 1 / t;
    case NW_FUNCTION_POWER:
        return power(t, f->order);
    case NW_FUNCTION_BUMP:
    case NW_FUNCTION_STEP:
        return nw_spline_value(f, t);
    }
    return NAN;
}
