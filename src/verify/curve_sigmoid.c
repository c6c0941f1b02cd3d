/* tanh, logistic and arctan. */
#include "verify/curve_rest.h"

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
        arb_mul_ui(part, v, 3, NW_ROUGH);
        arb_sub_ui(part, part, (ulong)i - 2, NW_ROUGH); /* |3 v - 1|, |3 v - 2| */
        arb_get_mag(other, part);
        mag_mul(size, size, other);
        mag_div_ui(size, size, 3);
    } else if (i == 5) {
        arb_set_d(part, 0.5);
        arb_sub(part, v, part, NW_ROUGH);
        arb_sqr(part, part, NW_ROUGH);
        arb_mul_ui(part, part, 60, NW_ROUGH);
        arb_sub_ui(part, part, 7, NW_ROUGH);
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

void nw_tanh_expand(arb_ptr k, mag_t rest, const arb_t z, const mag_t reach, int degree, slong prec)
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
        mag_struct bound[NW_MOST_BOUNDS];
        int least = mag_cmp_2exp_si(reach, -1) > 0 ? 0 : degree; /* a small reach: the highest degree is the best */
        tanh_range(y, z, w, reach, prec);
        arb_sqr(v, y, prec);
        arb_sub_ui(w, v, 1, prec);
        arb_neg(w, w);
        for (int p = least; p <= degree; p++) {
            mag_init(bound + p);
            tanh_coefficient_size(bound + p, p + 1, y, v, w);
        }
        nw_curve_best_degree(k, rest, bound, least, reach, degree);
        for (int p = least; p <= degree; p++)
            mag_clear(bound + p);
        if (least == 0)
            nw_curve_prefer_constant(k, rest, y, degree, prec);
    }
    arb_clear(y);
    arb_clear(v);
    arb_clear(w);
}

/* 1/(1 + e^-t) = (1 + tanh(t/2))/2 */
void nw_logistic_expand(arb_ptr k, mag_t rest, const arb_t z, const mag_t reach, int degree, slong prec)
{
    arb_t half;
    mag_t near;
    arb_init(half);
    mag_init(near);
    arb_mul_2exp_si(half, z, -1);
    mag_mul_2exp_si(near, reach, -1);
    nw_tanh_expand(k, rest, half, near, degree, prec);
    arb_add_ui(k, k, 1, prec);
    for (int i = 0; i <= degree; i++)
        arb_mul_2exp_si(k + i, k + i, -1 - i);
    mag_mul_2exp_si(rest, rest, -1);
    arb_clear(half);
    mag_clear(near);
}

/* ---- arctan ---- */

/* |arctan^(n)/n!| = cos(a)^n |sin(n(a + pi/2))| / n <= (1 + t^2)^(-n/2) / n with a = arctan t. */
static void arctan_bound(mag_t bound, const mag_t least, int n)
{
    arb_t t;
    arb_init(t);
    arf_set_mag(arb_midref(t), least);
    arb_sqr(t, t, NW_ROUGH);
    arb_add_ui(t, t, 1, NW_ROUGH);
    arb_rsqrt(t, t, NW_ROUGH);
    arb_pow_ui(t, t, (ulong)n, NW_ROUGH);
    arb_div_ui(t, t, (ulong)n, NW_ROUGH);
    arb_get_mag(bound, t);
    arb_clear(t);
}

void nw_arctan_expand(arb_ptr k, mag_t rest, const arb_t z, const mag_t reach, int degree, slong prec)
{
    /* The coefficients g of 1/(1 + t^2): (1 + t0^2) g_n + 2 t0 g_{n-1} + g_{n-2} = 0, and k_n = g_{n-1}/n. */
    arb_t base, term;
    arb_ptr g = _arb_vec_init(NW_MOST_BOUNDS);
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
    mag_struct bound[NW_MOST_BOUNDS];
    mag_init(least);
    mag_init(near);
    nw_curve_least_size(least, z, reach);
    for (int p = 0; p <= degree; p++) {
        /* Also |k_n(t)| <= |k_n(t0)| + reach (n + 1) sup |k_{n+1}|. */
        mag_init(bound + p);
        arctan_bound(bound + p, least, p + 1);
        arctan_bound(near, least, p + 2);
        mag_mul_ui(near, near, (ulong)p + 2);
        mag_mul(near, near, reach);
        mag_t size;
        mag_init(size);
        arb_div_ui(term, g + p, (ulong)p + 1, NW_ROUGH);
        arb_get_mag(size, term);
        mag_add(near, near, size);
        mag_min(bound + p, bound + p, near);
        mag_clear(size);
    }
    nw_curve_best_degree(k, rest, bound, 0, reach, degree);
    for (int p = 0; p <= degree; p++)
        mag_clear(bound + p);
    mag_clear(least);
    mag_clear(near);
    _arb_vec_clear(g, NW_MOST_BOUNDS);
    arb_clear(base);
    arb_clear(term);
}
