/* Smooth functions: the coefficients in closed form or by a recurrence, the rest by Lagrange with the next Taylor
 * coefficient enclosed over the whole interval by ball arithmetic. */
#include "verify/curve.h"

#include "base/activation.h"

/* (nw_curve_kind)activation is the curve of an activation. */
_Static_assert((int)NW_TANH == (int)NW_CURVE_TANH && (int)NW_LOGISTIC == (int)NW_CURVE_LOGISTIC &&
                   (int)NW_ARCTAN == (int)NW_CURVE_ARCTAN && (int)NW_CRELU == (int)NW_CURVE_CRELU &&
                   (int)NW_RELU == (int)NW_CURVE_RELU && (int)NW_ELU == (int)NW_CURVE_ELU &&
                   (int)NW_IDENTITY == (int)NW_CURVE_IDENTITY,
               "the activations come first");

enum {
    ROUGH = 32, /* bits, for bounds */
    LONGEST = 6
};

bool nw_curve_is_linear(nw_curve_kind kind)
{
    return kind == NW_CURVE_CRELU || kind == NW_CURVE_RELU || kind == NW_CURVE_IDENTITY || kind == NW_CURVE_ABS;
}

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

/* rest = coefficient * reach^(degree + 1) */
static void lagrange(mag_t rest, const mag_t coefficient, const mag_t reach, int degree)
{
    mag_t power;
    mag_init(power);
    mag_pow_ui(power, reach, (ulong)degree + 1);
    mag_mul(rest, coefficient, power);
    mag_clear(power);
}

/* Far from t0 a lower degree p may leave less out: rest = min over least <= p <= degree of bound_p * reach^(p + 1), the
 * coefficients beyond p being dropped. */
static void best_degree(arb_ptr k, mag_t rest, mag_srcptr bound, int least, const mag_t reach, int degree)
{
    mag_t left;
    int best = degree;
    mag_init(left);
    lagrange(rest, bound + degree, reach, degree);
    for (int p = degree - 1; p >= least; p--) {
        lagrange(left, bound + p, reach, p);
        if (mag_cmp(left, rest) < 0) {
            mag_set(rest, left);
            best = p;
        }
    }
    for (int i = best + 1; i <= degree; i++)
        arb_zero(k + i);
    mag_clear(left);
}

/* All values lie in the ball: where that says more than the polynomial does, a constant takes its place. */
static void prefer_constant(arb_ptr k, mag_t rest, const arb_t values, int degree, slong prec)
{
    if (mag_cmp(arb_radref(values), rest) >= 0)
        return;
    arb_get_mid_arb(k, values);
    arb_set_round(k, k, prec);
    mag_set(rest, arb_radref(values));
    for (int i = 1; i <= degree; i++)
        arb_zero(k + i);
}

/* ---- tanh, logistic ---- */

/* tanh z.  For moderate z by e^2z: what is lost near 0 is relative, and sums only feel absolute errors. */
static void tanh_value(arb_t y, const arb_t z, slong prec)
{
    arb_t below;
    if (arf_cmpabs_2exp_si(arb_midref(z), 4) >= 0) {
        arb_tanh(y, z, prec);
        return;
    }
    arb_init(below);
    arb_mul_2exp_si(y, z, 1);
    arb_exp(y, y, prec + 4);
    arb_add_ui(below, y, 1, prec + 4);
    arb_sub_ui(y, y, 1, prec + 4);
    arb_div(y, y, below, prec);
    arb_clear(below);
}

/* The Taylor coefficients of tanh are polynomials in y = tanh: with v = y^2 and w = 1 - v
 *     y,  w,  -y w,  w (v - 1/3),  y w (2/3 - v),  w ((v - 1/2)^2 - 7/60),  .. */
static void tanh_coefficients(arb_ptr k, const arb_t y, const arb_t v, const arb_t w, int degree, slong prec)
{
    arb_t third, product;
    arb_set(k, y);
    if (degree >= 1)
        arb_set(k + 1, w);
    if (degree >= 2) {
        arb_mul(k + 2, y, w, prec);
        arb_neg(k + 2, k + 2);
    }
    if (degree < 3)
        return;
    arb_init(third);
    arb_init(product);
    arb_div_ui(third, w, 3, prec);
    arb_mul(product, w, v, prec);
    arb_sub(k + 3, product, third, prec);
    if (degree >= 4) {
        arb_mul_2exp_si(third, third, 1);
        arb_sub(third, third, product, prec);
        arb_mul(k + 4, third, y, prec);
    }
    arb_clear(third);
    arb_clear(product);
}

/* A bound of the size of one of them over a wide ball: products of the factors as they stand above, in which v occurs
 * as rarely as can be. */
static void tanh_coefficient_size(mag_t size, int i, const arb_t y, const arb_t v, const arb_t w)
{
    arb_t part;
    mag_t other;
    arb_init(part);
    mag_init(other);
    arb_get_mag(size, w);
    arb_get_mag(other, y);
    if (i == 2 || i == 4)
        mag_mul(size, size, other);
    if (i == 3 || i == 4) {
        arb_mul_ui(part, v, 3, ROUGH);
        arb_sub_ui(part, part, (ulong)i - 2, ROUGH); /* |3 v - 1|, |3 v - 2| */
        arb_get_mag(other, part);
        mag_mul(size, size, other);
        mag_div_ui(size, size, 3);
    } else if (i == 5) {
        arb_set_d(part, 0.5);
        arb_sub(part, v, part, ROUGH);
        arb_sqr(part, part, ROUGH);
        arb_mul_ui(part, part, 60, ROUGH);
        arb_sub_ui(part, part, 7, ROUGH);
        arb_get_mag(other, part);
        mag_mul(size, size, other);
        mag_div_ui(size, size, 60);
    }
    arb_clear(part);
    mag_clear(other);
}

/* y becomes a ball with all values over |t - t0| <= reach.  Small reach:
 *     tanh s - tanh t0 = tanh(s - t0) (1 - tanh s tanh t0),  so  |tanh s - y| <= (1 - y^2) tau / (1 - |y| tau)
 * with tau = reach >= tanh(reach).  Large reach: between the values at the ends. */
static void tanh_range(arb_t y, const arb_t z, const arb_t w, const mag_t reach, slong prec)
{
    if (mag_cmp_2exp_si(reach, -1) > 0) {
        arb_t end;
        arb_init(end);
        arb_set(end, z);
        arb_add_error_mag(end, reach);
        arf_t low, high;
        arf_init(low);
        arf_init(high);
        arb_get_interval_arf(low, high, end, prec);
        arb_set_arf(end, low);
        tanh_value(y, end, prec);
        arb_set_arf(end, high);
        tanh_value(end, end, prec);
        arb_union(y, y, end, prec);
        arf_clear(low);
        arf_clear(high);
        arb_clear(end);
        return;
    }
    mag_t one, size, spread;
    mag_init(one);
    mag_init(size);
    mag_init(spread);
    mag_one(one);
    arb_get_mag(size, y);
    mag_mul(size, size, reach);
    mag_sub_lower(one, one, size); /* at least about 1/2 */
    arb_get_mag(size, w);
    mag_mul(spread, size, reach);
    mag_div(spread, spread, one);
    arb_add_error_mag(y, spread);
    mag_clear(one);
    mag_clear(size);
    mag_clear(spread);
}

static void expand_tanh(arb_ptr k, mag_t rest, const arb_t z, const mag_t reach, int degree, slong prec)
{
    arb_t y, v, w;
    arb_init(y);
    arb_init(v);
    arb_init(w);
    tanh_value(y, z, prec);
    arb_sqr(v, y, prec);
    arb_sub_ui(w, v, 1, prec);
    arb_neg(w, w);
    tanh_coefficients(k, y, v, w, degree, prec);
    mag_zero(rest);
    if (!mag_is_zero(reach)) {
        mag_struct bound[LONGEST];
        int least = mag_cmp_2exp_si(reach, -1) > 0 ? 0 : degree; /* a small reach: the highest degree is the best */
        tanh_range(y, z, w, reach, prec);
        arb_sqr(v, y, prec);
        arb_sub_ui(w, v, 1, prec);
        arb_neg(w, w);
        for (int p = least; p <= degree; p++) {
            mag_init(bound + p);
            tanh_coefficient_size(bound + p, p + 1, y, v, w);
        }
        best_degree(k, rest, bound, least, reach, degree);
        for (int p = least; p <= degree; p++)
            mag_clear(bound + p);
        if (least == 0)
            prefer_constant(k, rest, y, degree, prec);
    }
    arb_clear(y);
    arb_clear(v);
    arb_clear(w);
}

/* 1/(1 + e^-t) = (1 + tanh(t/2))/2 */
static void expand_logistic(arb_ptr k, mag_t rest, const arb_t z, const mag_t reach, int degree, slong prec)
{
    arb_t half;
    mag_t near;
    arb_init(half);
    mag_init(near);
    arb_mul_2exp_si(half, z, -1);
    mag_mul_2exp_si(near, reach, -1);
    expand_tanh(k, rest, half, near, degree, prec);
    arb_add_ui(k, k, 1, prec);
    for (int i = 0; i <= degree; i++)
        arb_mul_2exp_si(k + i, k + i, -1 - i);
    mag_mul_2exp_si(rest, rest, -1);
    arb_clear(half);
    mag_clear(near);
}

/* ---- arctan ---- */

/* A lower bound of |t| for |t - t0| <= reach, t0 in z. */
static void least_size(mag_t least, const arb_t z, const mag_t reach)
{
    arb_get_mag_lower(least, z);
    mag_sub_lower(least, least, reach);
}

/* |arctan^(n)/n!| = cos(a)^n |sin(n(a + pi/2))| / n <= (1 + t^2)^(-n/2) / n with a = arctan t. */
static void arctan_bound(mag_t bound, const mag_t least, int n)
{
    arb_t t;
    arb_init(t);
    arf_set_mag(arb_midref(t), least);
    arb_sqr(t, t, ROUGH);
    arb_add_ui(t, t, 1, ROUGH);
    arb_rsqrt(t, t, ROUGH);
    arb_pow_ui(t, t, (ulong)n, ROUGH);
    arb_div_ui(t, t, (ulong)n, ROUGH);
    arb_get_mag(bound, t);
    arb_clear(t);
}

static void expand_arctan(arb_ptr k, mag_t rest, const arb_t z, const mag_t reach, int degree, slong prec)
{
    /* The coefficients g of 1/(1 + t^2): (1 + t0^2) g_n + 2 t0 g_{n-1} + g_{n-2} = 0, and k_n = g_{n-1}/n. */
    arb_t base, term;
    arb_ptr g = _arb_vec_init(LONGEST);
    arb_init(base);
    arb_init(term);
    arb_sqr(base, z, prec);
    arb_add_ui(base, base, 1, prec);
    arb_inv(g, base, prec);
    for (int n = 1; n <= degree; n++) {
        arb_mul(term, z, g + n - 1, prec);
        arb_mul_2exp_si(term, term, 1);
        if (n >= 2)
            arb_add(term, term, g + n - 2, prec);
        arb_mul(g + n, term, g, prec);
        arb_neg(g + n, g + n);
    }
    arb_atan(k, z, prec);
    for (int n = 1; n <= degree; n++)
        arb_div_ui(k + n, g + n - 1, (ulong)n, prec);
    mag_t least, near;
    mag_struct bound[LONGEST];
    mag_init(least);
    mag_init(near);
    least_size(least, z, reach);
    for (int p = 0; p <= degree; p++) {
        /* Also |k_n(t)| <= |k_n(t0)| + reach (n + 1) sup |k_{n+1}|. */
        mag_init(bound + p);
        arctan_bound(bound + p, least, p + 1);
        arctan_bound(near, least, p + 2);
        mag_mul_ui(near, near, (ulong)p + 2);
        mag_mul(near, near, reach);
        mag_t size;
        mag_init(size);
        arb_div_ui(term, g + p, (ulong)p + 1, ROUGH);
        arb_get_mag(size, term);
        mag_add(near, near, size);
        mag_min(bound + p, bound + p, near);
        mag_clear(size);
    }
    best_degree(k, rest, bound, 0, reach, degree);
    for (int p = 0; p <= degree; p++)
        mag_clear(bound + p);
    mag_clear(least);
    mag_clear(near);
    _arb_vec_clear(g, LONGEST);
    arb_clear(base);
    arb_clear(term);
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
    lagrange(rest, size, reach, degree);
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
    lagrange(rest, size, reach, degree);
    arb_zero(wave[0]);
    arb_add_error_mag(wave[0], one);
    prefer_constant(k, rest, wave[0], degree, prec);
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
    least_size(least, z, reach);
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
        lagrange(rest, size, reach, degree);
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
        lagrange(rest, size, reach, degree);
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

void nw_curve_expand(arb_ptr k, mag_t rest, const nw_curve *f, const arb_t z, const mag_t reach, int degree,
                     slong prec)
{
    if (!arb_is_finite(z) || mag_is_inf(reach)) {
        no_rest(k, rest, -1, degree);
        mag_inf(rest);
        return;
    }
    switch (f->kind) {
    case NW_CURVE_TANH:
        expand_tanh(k, rest, z, reach, degree, prec);
        break;
    case NW_CURVE_LOGISTIC:
        expand_logistic(k, rest, z, reach, degree, prec);
        break;
    case NW_CURVE_ARCTAN:
        expand_arctan(k, rest, z, reach, degree, prec);
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
