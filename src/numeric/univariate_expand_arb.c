#include "numeric/taylor_expand.h"

/* What every expansion below starts from: t0 exact, the interval around it, and its half-width. */
typedef struct place {
    arb_t t0, interval;
    mag_t rho;
    slong prec;
} place;

enum { COARSE = 64 /* bits for bounds on the interval */ };

static void place_init(place *p, const arb_t t0, const arf_t rho, slong prec)
{
    arb_init(p->t0);
    arb_init(p->interval);
    mag_init(p->rho);
    arb_get_mid_arb(p->t0, t0);
    arf_get_mag(p->rho, rho);
    arb_set(p->interval, p->t0);
    mag_set(arb_radref(p->interval), p->rho);
    p->prec = prec + 32;
}

static void place_clear(place *p)
{
    arb_clear(p->t0);
    arb_clear(p->interval);
    mag_clear(p->rho);
}

/* With y = tanh t:  y' = 1 - y^2,  y''/2 = -y (1 - y^2),  y'''/6 = (1 - y^2)(3 y^2 - 1)/3,
 * y''''/24 = y (1 - y^2)(2 - 3 y^2)/3, which is at most 0.17025 in absolute value (at y^2 = (15 - sqrt 105)/30). */
static void expand_tanh(arb_ptr k, mag_t quartic, const place *p)
{
    slong prec = p->prec;
    arb_t y, square, slope;
    mag_t other;
    arb_init(y);
    arb_init(square);
    arb_init(slope);
    mag_init(other);
    arb_tanh(k, p->t0, prec);
    arb_sqr(square, k, prec);
    arb_sub_ui(slope, square, 1, prec);
    arb_neg(k + 1, slope);
    arb_mul(k + 2, slope, k, prec);
    arb_mul_ui(k + 3, square, 3, prec);
    arb_sub_ui(k + 3, k + 3, 1, prec);
    arb_mul(k + 3, k + 3, k + 1, prec);
    arb_div_ui(k + 3, k + 3, 3, prec);

    nw_rising_arb(y, arb_tanh, p->interval, COARSE);
    arb_sqr(square, y, COARSE);
    arb_sub_ui(slope, square, 1, COARSE);
    arb_mul_ui(square, square, 3, COARSE);
    arb_sub_ui(square, square, 2, COARSE);
    arb_mul(y, y, slope, COARSE);
    arb_mul(y, y, square, COARSE);
    arb_div_ui(y, y, 3, COARSE);
    arb_get_mag(quartic, y);
    mag_set_d(other, 0.1703);
    mag_min(quartic, quartic, other);
    arb_clear(y);
    arb_clear(square);
    arb_clear(slope);
    mag_clear(other);
}

/* 1/2 + tanh(t/2)/2. */
static void expand_logistic(arb_ptr k, mag_t quartic, const place *p)
{
    place half = *p; /* borrows the prec alone */
    arb_init(half.t0);
    arb_init(half.interval);
    mag_init(half.rho);
    arb_mul_2exp_si(half.t0, p->t0, -1);
    arb_mul_2exp_si(half.interval, p->interval, -1);
    expand_tanh(k, quartic, &half);
    for (int i = 0; i < 4; i++)
        arb_mul_2exp_si(k + i, k + i, -1 - i);
    arb_set_d(half.t0, 0.5);
    arb_add(k, k, half.t0, p->prec);
    mag_mul_2exp_si(quartic, quartic, -5);
    place_clear(&half);
}

/* With v = 1/(1 + t^2) the coefficients at t are v, -t v^2, (t^2 - 1/3) v^3, t (1 - t^2) v^4.  The n-th derivative is
 * (n-1)! cos^n a sin(n (a + pi/2)), a = arctan t: the last one is at most 1/4. */
static void expand_arctan(arb_ptr k, mag_t quartic, const place *p)
{
    slong prec = p->prec;
    arb_t v, square, power;
    mag_t other;
    arb_init(v);
    arb_init(square);
    arb_init(power);
    mag_init(other);
    arb_atan(k, p->t0, prec);
    arb_sqr(square, p->t0, prec);
    arb_add_ui(v, square, 1, prec);
    arb_inv(v, v, prec);
    arb_set(k + 1, v);
    arb_sqr(power, v, prec);
    arb_mul(k + 2, power, p->t0, prec);
    arb_neg(k + 2, k + 2);
    arb_mul(power, power, v, prec);
    arb_mul_ui(k + 3, square, 3, prec);
    arb_sub_ui(k + 3, k + 3, 1, prec);
    arb_mul(k + 3, k + 3, power, prec);
    arb_div_ui(k + 3, k + 3, 3, prec);

    arb_sqr(square, p->interval, COARSE);
    arb_add_ui(v, square, 1, COARSE);
    arb_pow_ui(v, v, 4, COARSE);
    arb_sub_ui(square, square, 1, COARSE);
    arb_mul(square, square, p->interval, COARSE);
    arb_div(v, square, v, COARSE);
    arb_get_mag(quartic, v);
    mag_set_ui_2exp_si(other, 1, -2);
    mag_min(quartic, quartic, other);
    arb_clear(v);
    arb_clear(square);
    arb_clear(power);
    mag_clear(other);
}

/* sin and cos: value and derivative, then minus the first two over 2 and 6; |f''''| = |f| <= 1. */
static void expand_wave(arb_ptr k, mag_t quartic, const place *p, bool cosine)
{
    slong prec = p->prec;
    arb_t y;
    mag_t one;
    arb_init(y);
    mag_init(one);
    if (cosine) {
        arb_sin_cos(k + 1, k, p->t0, prec);
        arb_neg(k + 1, k + 1);
        arb_cos(y, p->interval, COARSE);
    } else {
        arb_sin_cos(k, k + 1, p->t0, prec);
        arb_sin(y, p->interval, COARSE);
    }
    arb_mul_2exp_si(k + 2, k, -1);
    arb_neg(k + 2, k + 2);
    arb_div_si(k + 3, k + 1, -6, prec);
    arb_get_mag(quartic, y);
    mag_one(one);
    mag_min(quartic, quartic, one);
    mag_div_ui(quartic, quartic, 24);
    arb_clear(y);
    mag_clear(one);
}

static void expand_exp(arb_ptr k, mag_t quartic, const place *p)
{
    arb_t y;
    arb_init(y);
    arb_exp(k, p->t0, p->prec);
    arb_set(k + 1, k);
    arb_mul_2exp_si(k + 2, k, -1);
    arb_div_ui(k + 3, k, 6, p->prec);
    nw_rising_arb(y, arb_exp, p->interval, COARSE);
    arb_get_mag(quartic, y);
    mag_div_ui(quartic, quartic, 24);
    arb_clear(y);
}

/* 1/(t0 + d) - (1/t0)(1 - d/t0 + d^2/t0^2 - d^3/t0^3) = d^4/(t0^4 (t0 + d)). */
static bool expand_reciprocal(arb_ptr k, mag_t quartic, const place *p)
{
    if (arb_contains_zero(p->interval))
        return false;
    arb_t y;
    arb_init(y);
    arb_inv(k, p->t0, p->prec);
    for (int i = 1; i < 4; i++) {
        arb_mul(k + i, k + i - 1, k, p->prec);
        arb_neg(k + i, k + i);
    }
    arb_inv(y, p->interval, COARSE);
    arb_get_mag(quartic, y);
    for (int i = 0; i < 4; i++) {
        arb_mul(y, y, k, COARSE);
        arb_get_mag(quartic, y);
    }
    arb_clear(y);
    return true;
}

/* By Taylor's theorem with |f''''|/24 = binom(n, 4) |t|^(n - 4). */
static void expand_power(arb_ptr k, mag_t quartic, const place *p, int order)
{
    arb_t power;
    arb_init(power);
    for (int i = 0; i < 4; i++) {
        arb_zero(k + i);
        if (i > order)
            continue;
        arb_bin_uiui(k + i, (ulong)order, (ulong)i, p->prec);
        arb_pow_ui(power, p->t0, (ulong)(order - i), p->prec);
        arb_mul(k + i, k + i, power, p->prec);
    }
    mag_zero(quartic);
    if (order >= 4) {
        arb_get_mag(quartic, p->interval);
        mag_pow_ui(quartic, quartic, (ulong)(order - 4));
        arb_bin_uiui(power, (ulong)order, 4, COARSE);
        mag_t count;
        mag_init(count);
        arb_get_mag(count, power);
        mag_mul(quartic, quartic, count);
        mag_clear(count);
    }
    arb_clear(power);
}

/* ELU where the interval holds 0 inside.  remainder bounds what the better of two polynomials leaves out:
 *   the piece of t0, for which what lies beyond 0 costs e^t - 1 - t <= t^2/2 max(1, e^t) at the far end;
 *   its first two terms alone: the slope changes at a rate between 0 and 1. */
static void expand_elu_across(arb_ptr k, mag_t remainder, const place *p)
{
    arb_t end;
    mag_t size, other;
    arb_init(end);
    mag_init(size);
    mag_init(other);
    if (arb_is_nonnegative(p->t0)) {
        _arb_vec_zero(k, 4);
        arb_set(k, p->t0);
        arb_one(k + 1);
        arb_get_lbound_arf(arb_midref(end), p->interval, COARSE);
        mag_zero(remainder);
    } else {
        mag_t quartic;
        mag_init(quartic);
        expand_exp(k, quartic, p);
        arb_sub_ui(k, k, 1, p->prec);
        mag_pow_ui(size, p->rho, 4);
        mag_mul(remainder, size, quartic);
        mag_clear(quartic);
        arb_get_ubound_arf(arb_midref(end), p->interval, COARSE);
    }
    arb_get_mag(size, end);
    mag_pow_ui(size, size, 2);
    mag_mul_2exp_si(size, size, -1);
    arb_exp(end, end, COARSE);
    arb_get_mag(other, end);
    if (mag_cmp_2exp_si(other, 0) > 0)
        mag_mul(size, size, other);
    mag_add(remainder, remainder, size);

    mag_pow_ui(other, p->rho, 2);
    mag_mul_2exp_si(other, other, -1);
    if (mag_cmp(other, remainder) < 0) {
        arb_zero(k + 2);
        arb_zero(k + 3);
        mag_set(remainder, other);
    }
    arb_clear(end);
    mag_clear(size);
    mag_clear(other);
}

/* Wide intervals: where the values alone say more than the polynomial, the middle of the values. */
static void prefer_constant(arb_ptr k, mag_t remainder, const nw_univariate *f, const place *p)
{
    if (mag_cmp_2exp_si(p->rho, -2) < 0)
        return;
    arb_t y;
    arb_init(y);
    nw_univariate_arb(y, f, p->interval, p->prec);
    if (arb_is_finite(y) && mag_cmp(arb_radref(y), remainder) < 0) {
        _arb_vec_zero(k, 4);
        arb_get_mid_arb(k, y);
        mag_set(remainder, arb_radref(y));
    }
    arb_clear(y);
}

/* False where there is no expansion. */
static bool expand_place(arb_ptr k, mag_t remainder, const nw_univariate *f, const place *p)
{
    mag_t quartic, power;
    mag_init(quartic);
    mag_init(power);
    bool done = true;
    switch (f->function) {
    case NW_FUNCTION_TANH:
        expand_tanh(k, quartic, p);
        break;
    case NW_FUNCTION_LOGISTIC:
        expand_logistic(k, quartic, p);
        break;
    case NW_FUNCTION_ARCTAN:
        expand_arctan(k, quartic, p);
        break;
    case NW_FUNCTION_SIN:
        expand_wave(k, quartic, p, false);
        break;
    case NW_FUNCTION_COS:
        expand_wave(k, quartic, p, true);
        break;
    case NW_FUNCTION_EXP:
        expand_exp(k, quartic, p);
        break;
    case NW_FUNCTION_RECIPROCAL:
        done = expand_reciprocal(k, quartic, p);
        break;
    case NW_FUNCTION_POWER:
        expand_power(k, quartic, p, f->order);
        break;
    case NW_FUNCTION_ELU:
        expand_exp(k, quartic, p);
        arb_sub_ui(k, k, 1, p->prec);
        break;
    default:
        done = false;
        break;
    }
    mag_pow_ui(power, p->rho, 4);
    mag_mul(remainder, quartic, power);
    mag_clear(quartic);
    mag_clear(power);
    return done;
}

static void expand_identity(arb_ptr k, mag_t remainder, const place *p)
{
    _arb_vec_zero(k, 4);
    arb_set(k, p->t0);
    arb_one(k + 1);
    mag_zero(remainder);
}

bool nw_expand_within(arb_ptr k, mag_t remainder, const nw_univariate *f, const arb_t t0, const arf_t rho, slong prec)
{
    if (nw_spline_table_of(f) != NULL)
        return nw_expand_spline_within(k, remainder, f, t0, rho, prec);
    if (!arb_is_finite(t0) || !arf_is_finite(rho) || arf_sgn(rho) < 0)
        return false;
    place p;
    place_init(&p, t0, rho, prec);
    bool done = true;
    bool line = f->function == NW_FUNCTION_IDENTITY;
    if (f->function == NW_FUNCTION_ELU) {
        /* Which side the interval lies on is asked of the exact half-width: its mag reaches beyond an end at 0. */
        line = arf_sgn(arb_midref(p.t0)) >= 0 && arf_cmp(rho, arb_midref(p.t0)) <= 0;
    }
    if (line) {
        expand_identity(k, remainder, &p);
    } else if (f->function == NW_FUNCTION_ELU &&
               (arf_sgn(arb_midref(p.t0)) > 0 || arf_cmpabs(rho, arb_midref(p.t0)) > 0)) {
        expand_elu_across(k, remainder, &p);
    } else {
        done = expand_place(k, remainder, f, &p);
    }
    if (done && !line)
        prefer_constant(k, remainder, f, &p);
    for (int i = 0; done && i < 4; i++) {
        arb_set_round(k + i, k + i, prec);
        done = arb_is_finite(k + i);
    }
    done = done && mag_is_finite(remainder);
    place_clear(&p);
    return done;
}

bool nw_expand_arb(arb_ptr k, mag_t remainder, const nw_univariate *f, const arb_t t0, const mag_t rho, slong prec)
{
    arf_t width;
    arf_init(width);
    arf_set_mag(width, rho);
    bool done = nw_expand_within(k, remainder, f, t0, width, prec);
    arf_clear(width);
    return done;
}
