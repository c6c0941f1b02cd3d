/* Smooth functions: the coefficients in closed form or by a recurrence, the rest by Lagrange with the next Taylor
 * coefficient enclosed over the whole interval by ball arithmetic. */
#include "verify/curve_rest.h"

#include "base/activation.h"

/* (nw_curve_kind)activation is the curve of an activation. */
_Static_assert((int)NW_TANH == (int)NW_CURVE_TANH && (int)NW_LOGISTIC == (int)NW_CURVE_LOGISTIC &&
                   (int)NW_ARCTAN == (int)NW_CURVE_ARCTAN && (int)NW_CRELU == (int)NW_CURVE_CRELU &&
                   (int)NW_RELU == (int)NW_CURVE_RELU && (int)NW_ELU == (int)NW_CURVE_ELU &&
                   (int)NW_IDENTITY == (int)NW_CURVE_IDENTITY,
               "the activations come first");

static void no_rest(arb_ptr k, mag_t rest, int used, int degree)
{
    for (int i = used + 1; i <= degree; i++)
        arb_zero(k + i);
    mag_zero(rest);
}

/* t itself; without a linear term it is off by up to reach. */
static void expand_identity(arb_ptr k, mag_t rest, const arb_t z, const mag_t reach, int degree)
{
    arb_set(k, z);
    if (degree >= 1)
        arb_one(k + 1);
    no_rest(k, rest, 1, degree);
    if (degree == 0)
        mag_set(rest, reach);
}

/* ---- exp, sin, cos ---- */

static void expand_exp(arb_ptr k, mag_t rest, const arb_t z, const mag_t reach, int degree, slong prec)
{
    arb_exp(k, z, prec);
    for (int i = 1; i <= degree; i++)
        arb_div_ui(k + i, k + i - 1, (ulong)i, prec);
    /* sup e^t <= e^t0 e^reach */
    mag_t size, growth;
    mag_init(size);
    mag_init(growth);
    arb_get_mag(size, k + degree);
    mag_div_ui(size, size, (ulong)degree + 1);
    mag_exp(growth, reach);
    mag_mul(size, size, growth);
    nw_curve_lagrange(rest, size, reach, degree);
    mag_clear(size);
    mag_clear(growth);
}

static void expand_wave(arb_ptr k, mag_t rest, int cosine, const arb_t z, const mag_t reach, int degree, slong prec)
{
    arb_t wave[2]; /* f and f'; then f'' = -f */
    ulong factorial = 1;
    arb_init(wave[0]);
    arb_init(wave[1]);
    if (cosine) {
        arb_sin_cos(wave[1], wave[0], z, prec);
        arb_neg(wave[1], wave[1]);
    } else {
        arb_sin_cos(wave[0], wave[1], z, prec);
    }
    for (int i = 0; i <= degree; i++) {
        factorial *= i > 0 ? (ulong)i : 1;
        arb_div_ui(k + i, wave[i % 2], factorial, prec);
        if (i % 4 >= 2)
            arb_neg(k + i, k + i);
    }
    /* |f^(n)| <= min(1, |f^(n)(t0)| + reach) */
    mag_t size, one;
    mag_init(size);
    mag_init(one);
    mag_one(one);
    arb_get_mag(size, wave[(degree + 1) % 2]);
    mag_add(size, size, reach);
    mag_min(size, size, one);
    mag_div_ui(size, size, factorial * ((ulong)degree + 1));
    nw_curve_lagrange(rest, size, reach, degree);
    arb_zero(wave[0]);
    arb_add_error_mag(wave[0], one);
    nw_curve_prefer_constant(k, rest, wave[0], degree, prec);
    mag_clear(size);
    mag_clear(one);
    arb_clear(wave[0]);
    arb_clear(wave[1]);
}

/* ---- powers ---- */

/* 1/t - sum_{i<=n} (-1)^i (t-t0)^i/t0^(i+1) = (-1)^(n+1) (t-t0)^(n+1) / (t0^(n+1) t) */
static void expand_reciprocal(arb_ptr k, mag_t rest, const arb_t z, const mag_t reach, int degree, slong prec)
{
    mag_t least, size;
    mag_init(least);
    mag_init(size);
    nw_curve_least_size(least, z, reach);
    if (mag_is_zero(least)) {
        no_rest(k, rest, -1, degree);
        mag_inf(rest);
    } else {
        arb_inv(k, z, prec);
        for (int i = 1; i <= degree; i++) {
            arb_mul(k + i, k + i - 1, k, prec);
            arb_neg(k + i, k + i);
        }
        arb_get_mag(size, k + degree);
        mag_div(size, size, least);
        nw_curve_lagrange(rest, size, reach, degree);
    }
    mag_clear(least);
    mag_clear(size);
}

static void expand_power(arb_ptr k, mag_t rest, int order, const arb_t z, const mag_t reach, int degree, slong prec)
{
    fmpz_t binomial;
    fmpz_init(binomial);
    for (int i = 0; i <= degree && i <= order; i++) {
        arb_pow_ui(k + i, z, (ulong)(order - i), prec);
        fmpz_bin_uiui(binomial, (ulong)order, (ulong)i);
        arb_mul_fmpz(k + i, k + i, binomial, prec);
    }
    no_rest(k, rest, order, degree);
    if (order > degree) {
        mag_t size, factor;
        mag_init(size);
        mag_init(factor);
        arb_get_mag(size, z);
        mag_add(size, size, reach);
        mag_pow_ui(size, size, (ulong)(order - degree - 1));
        fmpz_bin_uiui(binomial, (ulong)order, (ulong)degree + 1);
        mag_set_fmpz(factor, binomial);
        mag_mul(size, size, factor);
        nw_curve_lagrange(rest, size, reach, degree);
        mag_clear(size);
        mag_clear(factor);
    }
    fmpz_clear(binomial);
}

/* ---- piecewise linear ones ---- */

/* max(t, 0) with one knot, min(max(t, 0), 1) with two. */
static void expand_broken(arb_ptr k, mag_t rest, int knots, const arb_t z, const mag_t reach, int degree, slong prec)
{
    nw_kinked f = {.degree = 1, .count = (size_t)knots, .settles = knots == 2, .final = 1};
    for (int j = 0; j < knots; j++) {
        arb_init(&f.knot[j]);
        arb_init(&f.jump[j]);
        arb_set_si(&f.knot[j], j);
        arb_set_si(&f.jump[j], j == 0 ? 1 : -1);
    }
    nw_kinked_expand(k, rest, &f, z, reach, degree, prec);
    nw_kinked_clear(&f);
}

static void expand_relu(arb_ptr k, mag_t rest, const arb_t z, const mag_t reach, int degree, slong prec)
{
    arb_t edge;
    arb_init(edge);
    arb_set(edge, z);
    arb_add_error_mag(edge, reach);
    if (arb_is_nonnegative(edge)) {
        expand_identity(k, rest, z, reach, degree);
    } else if (arb_is_nonpositive(edge)) {
        no_rest(k, rest, -1, degree);
    } else {
        expand_broken(k, rest, 1, z, reach, degree, prec);
    }
    arb_clear(edge);
}

/* |t| = 2 max(t, 0) - t */
static void expand_abs(arb_ptr k, mag_t rest, const arb_t z, const mag_t reach, int degree, slong prec)
{
    expand_relu(k, rest, z, reach, degree, prec);
    for (int i = 0; i <= degree && i <= 1; i++)
        arb_mul_2exp_si(k + i, k + i, 1);
    arb_sub(k, k, z, prec);
    if (degree >= 1)
        arb_sub_ui(k + 1, k + 1, 1, prec);
    mag_mul_2exp_si(rest, rest, 1);
    if (degree == 0)
        mag_add(rest, rest, reach);
}

void nw_curve_expand(arb_ptr k, mag_t rest, const nw_curve *f, const arb_t z, const mag_t reach, int degree, slong prec)
{
    if (!arb_is_finite(z) || mag_is_inf(reach)) {
        no_rest(k, rest, -1, degree);
        mag_inf(rest);
        return;
    }
    switch (f->kind) {
    case NW_CURVE_TANH:
        nw_tanh_expand(k, rest, z, reach, degree, prec);
        break;
    case NW_CURVE_LOGISTIC:
        nw_logistic_expand(k, rest, z, reach, degree, prec);
        break;
    case NW_CURVE_ARCTAN:
        nw_arctan_expand(k, rest, z, reach, degree, prec);
        break;
    case NW_CURVE_CRELU:
        expand_broken(k, rest, 2, z, reach, degree, prec);
        break;
    case NW_CURVE_RELU:
        expand_relu(k, rest, z, reach, degree, prec);
        break;
    case NW_CURVE_ELU:
        nw_elu_expand(k, rest, z, reach, degree, prec);
        break;
    case NW_CURVE_IDENTITY:
        expand_identity(k, rest, z, reach, degree);
        break;
    case NW_CURVE_SIN:
        expand_wave(k, rest, 0, z, reach, degree, prec);
        break;
    case NW_CURVE_COS:
        expand_wave(k, rest, 1, z, reach, degree, prec);
        break;
    case NW_CURVE_EXP:
        expand_exp(k, rest, z, reach, degree, prec);
        break;
    case NW_CURVE_ABS:
        expand_abs(k, rest, z, reach, degree, prec);
        break;
    case NW_CURVE_RECIPROCAL:
        expand_reciprocal(k, rest, z, reach, degree, prec);
        break;
    case NW_CURVE_POWER:
        expand_power(k, rest, f->order, z, reach, degree, prec);
        break;
    case NW_CURVE_KINKED:
        nw_kinked_expand(k, rest, f->kinked, z, reach, degree, prec);
        break;
    }
}
