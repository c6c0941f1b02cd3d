/* Functions with kinks: splines as sums of truncated powers, and elu. */
#include "verify/curve.h"

void nw_kinked_clear(nw_kinked *f)
{
    for (size_t j = 0; j < f->count; j++) {
        arb_clear(&f->knot[j]);
        arb_clear(&f->jump[j]);
    }
    f->count = 0;
}

void nw_kinked_value(arb_t value, const nw_kinked *f, const arb_t t, slong prec)
{
    arb_t sum, term, zero;
    arb_init(sum);
    arb_init(term);
    arb_init(zero);
    if (f->settles && arb_ge(t, &f->knot[f->count - 1])) {
        arb_set_si(sum, f->final);
    } else {
        for (size_t j = 0; j < f->count; j++) {
            arb_sub(term, t, &f->knot[j], prec);
            arb_max(term, term, zero, prec);
            arb_pow_ui(term, term, (ulong)f->degree, prec);
            arb_addmul(sum, term, &f->jump[j], prec);
        }
    }
    arb_set(value, sum);
    arb_clear(sum);
    arb_clear(term);
    arb_clear(zero);
}

/* k_0 += the middle of [low, high], rest += half its width. */
static void take_range(arb_t k, mag_t rest, const arb_t low, const arb_t high, slong prec)
{
    arb_t half;
    mag_t size;
    arb_init(half);
    mag_init(size);
    arb_add(half, low, high, prec);
    arb_mul_2exp_si(half, half, -1);
    arb_add(k, k, half, prec);
    arb_sub(half, high, low, prec);
    arb_mul_2exp_si(half, half, -1);
    arb_get_mag(size, half);
    mag_add(rest, rest, size);
    arb_clear(half);
    mag_clear(size);
}

/* ---- broken lines ---- */

/* f(t) - slope t on [a, b] takes its extremes at the ends or at knots between them: a broken line.  The slope of the
 * chord, or any other number, gives a valid form. */
static void expand_chord(arb_ptr k, mag_t rest, const nw_kinked *f, const arb_t z, const arb_t a, const arb_t b,
                         int degree, slong prec)
{
    arb_t low, high, value, slope;
    arb_init(low);
    arb_init(high);
    arb_init(value);
    arb_init(slope);
    nw_kinked_value(low, f, a, prec);
    nw_kinked_value(high, f, b, prec);
    if (degree >= 1) {
        arb_sub(slope, high, low, prec);
        arb_sub(value, b, a, prec);
        arb_div(slope, slope, value, prec);
        mag_zero(arb_radref(slope));
        if (!arb_is_finite(slope))
            arb_zero(slope);
    }
    arb_submul(low, slope, a, prec);
    arb_submul(high, slope, b, prec);
    arb_set(value, low);
    arb_min(low, low, high, prec);
    arb_max(high, value, high, prec);
    for (size_t j = 0; j < f->count; j++) {
        if (arb_lt(&f->knot[j], a) || arb_gt(&f->knot[j], b))
            continue;
        nw_kinked_value(value, f, &f->knot[j], prec);
        arb_submul(value, slope, &f->knot[j], prec);
        arb_min(low, low, value, prec);
        arb_max(high, high, value, prec);
    }
    arb_mul(k, slope, z, prec);
    for (int i = 1; i <= degree; i++)
        arb_zero(k + i);
    if (degree >= 1)
        arb_set(k + 1, slope);
    mag_zero(rest);
    take_range(k, rest, low, high, prec);
    arb_clear(low);
    arb_clear(high);
    arb_clear(value);
    arb_clear(slope);
}

/* ---- splines ---- */

/* The polynomial on the piece behind the first `active` knots, around z. */
static void expand_piece(arb_ptr k, mag_t rest, const nw_kinked *f, size_t active, const arb_t z, const mag_t reach,
                         int degree, slong prec)
{
    arb_t distance, power, sum;
    mag_t size, factor;
    arb_init(distance);
    arb_init(power);
    arb_init(sum);
    mag_init(size);
    mag_init(factor);
    for (int i = 0; i <= degree; i++)
        arb_zero(k + i);
    mag_zero(rest);
    if (f->settles && active == f->count) {
        arb_set_si(k, f->final);
    } else {
        ulong binomial = 1; /* of (degree of f, i) */
        for (int i = 0; i <= f->degree; i++) {
            arb_zero(sum);
            for (size_t j = 0; j < active; j++) {
                arb_sub(distance, z, &f->knot[j], prec);
                arb_pow_ui(power, distance, (ulong)(f->degree - i), prec);
                arb_addmul(sum, power, &f->jump[j], prec);
            }
            arb_mul_ui(sum, sum, binomial, prec);
            if (i <= degree) {
                arb_set(k + i, sum);
            } else {
                /* The polynomial goes on beyond the degree of the form: |k_i| reach^i each. */
                arb_get_mag(size, sum);
                mag_pow_ui(factor, reach, (ulong)i);
                mag_mul(size, size, factor);
                mag_add(rest, rest, size);
            }
            binomial = binomial * (ulong)(f->degree - i) / (ulong)(i + 1);
        }
    }
    arb_clear(distance);
    arb_clear(power);
    arb_clear(sum);
    mag_clear(size);
    mag_clear(factor);
}

/* Knot j inside the interval: the function and the polynomial of the chosen piece differ beyond it by
 * jump_j (t - knot_j)^r, so by a number between 0 and +- |jump_j| overlap^r. */
static void charge_knot(arb_t k, mag_t rest, const nw_kinked *f, size_t j, bool right, const arb_t a, const arb_t b,
                        slong prec)
{
    arb_t overlap, zero;
    arb_init(overlap);
    arb_init(zero);
    if (right)
        arb_sub(overlap, b, &f->knot[j], prec);
    else
        arb_sub(overlap, &f->knot[j], a, prec);
    arb_max(overlap, overlap, zero, prec);
    if (!arb_is_zero(overlap)) {
        arb_pow_ui(overlap, overlap, (ulong)f->degree, prec);
        arb_mul(overlap, overlap, &f->jump[j], prec);
        /* On the left the power is missing, and t - knot_j is negative there. */
        if (!right && f->degree % 2 == 0)
            arb_neg(overlap, overlap);
        take_range(k, rest, zero, overlap, prec); /* either sign: the size of the width counts */
    }
    arb_clear(overlap);
    arb_clear(zero);
}

void nw_kinked_expand(arb_ptr k, mag_t rest, const nw_kinked *f, const arb_t z, const mag_t reach, int degree,
                      slong prec)
{
    arb_t a, b, edge; /* ends of the interval, outward */
    arb_init(a);
    arb_init(b);
    arb_init(edge);
    arb_set(edge, z);
    arb_add_error_mag(edge, reach);
    arb_get_lbound_arf(arb_midref(a), edge, prec);
    arb_get_ubound_arf(arb_midref(b), edge, prec);
    size_t active = 0, inside = 0;
    for (size_t j = 0; j < f->count; j++) {
        active += arf_cmp(arb_midref(&f->knot[j]), arb_midref(z)) <= 0;
        inside += !arb_le(&f->knot[j], a) && !arb_ge(&f->knot[j], b);
    }
    if (f->degree == 1 && (inside > 0 || degree == 0)) {
        expand_chord(k, rest, f, z, a, b, degree, prec);
    } else {
        expand_piece(k, rest, f, active, z, reach, degree, prec);
        for (size_t j = 0; j < f->count; j++)
            charge_knot(k, rest, f, j, j >= active, a, b, prec);
    }
    arb_clear(a);
    arb_clear(b);
    arb_clear(edge);
}

/* ---- elu ---- */

/* Around a kink inside: t, which is off by e^t - 1 - t in [0, t^2/2] on the left; or e^t - 1, which is off by the same
 * in [0, t^2 e^t / 2] on the right. */
void nw_elu_expand(arb_ptr k, mag_t rest, const arb_t z, const mag_t reach, int degree, slong prec)
{
    static const nw_curve exponential = {.kind = NW_CURVE_EXP}, identity = {.kind = NW_CURVE_IDENTITY};
    arb_t edge, left, right, zero;
    arb_init(edge);
    arb_init(left);
    arb_init(right);
    arb_init(zero);
    arb_set(edge, z);
    arb_add_error_mag(edge, reach);
    arb_get_lbound_arf(arb_midref(left), edge, prec);
    arb_get_ubound_arf(arb_midref(right), edge, prec);
    arb_min(left, left, zero, prec); /* squares count where the other branch reigns */
    arb_max(right, right, zero, prec);
    arb_exp(edge, right, prec);
    arb_sqr(left, left, prec);
    arb_sqr(right, right, prec);
    arb_mul(right, right, edge, prec);
    arb_mul_2exp_si(left, left, -1);
    arb_mul_2exp_si(right, right, -1);
    bool line = !arb_gt(left, right);
    nw_curve_expand(k, rest, line ? &identity : &exponential, z, reach, degree, prec);
    if (line) {
        take_range(k, rest, zero, left, prec);
    } else {
        arb_sub_ui(k, k, 1, prec);
        arb_neg(right, right);
        take_range(k, rest, right, zero, prec);
    }
    arb_clear(edge);
    arb_clear(left);
    arb_clear(right);
    arb_clear(zero);
}

/* ---- the splines of the targets ---- */

/* jumps and knots c_0 = K, c_j = 2 (-1)^j K, c_n = (-1)^n K, K = 4^(n-1) (n-1)!,
 * t_j = (1 - cos(j pi / n))/2, n = `pieces`: the n-th derivative of S_n is +-K with these sign changes. */
static void perfect(nw_kinked *f, int pieces, slong prec)
{
    fmpz_t factor;
    fmpq_t angle;
    fmpz_init(factor);
    fmpq_init(angle);
    f->count = (size_t)pieces + 1;
    for (int j = 0; j <= pieces; j++) {
        arb_ptr knot = &f->knot[j], jump = &f->jump[j];
        arb_init(knot);
        arb_init(jump);
        fmpq_set_si(angle, j, (ulong)pieces);
        arb_cos_pi_fmpq(knot, angle, prec);
        arb_sub_ui(knot, knot, 1, prec);
        arb_mul_2exp_si(knot, knot, -1);
        arb_neg(knot, knot);
        fmpz_fac_ui(factor, (ulong)pieces - 1);
        fmpz_mul_2exp(factor, factor, (ulong)(2 * (pieces - 1) + (j > 0 && j < pieces)));
        if (j % 2 != 0)
            fmpz_neg(factor, factor);
        arb_set_fmpz(jump, factor);
    }
    fmpz_clear(factor);
    fmpq_clear(angle);
}

void nw_kinked_step(nw_kinked *f, int order, slong prec)
{
    ulong factorial = 1;
    for (int i = 2; i <= order; i++)
        factorial *= (ulong)i;
    *f = (nw_kinked){.degree = order, .settles = true, .final = 1};
    perfect(f, order, prec);
    for (size_t j = 0; j < f->count; j++)
        arb_div_ui(&f->jump[j], &f->jump[j], factorial, prec);
}

void nw_kinked_bump(nw_kinked *f, int order, slong prec)
{
    arb_t peak, middle;
    arb_init(peak);
    arb_init(middle);
    *f = (nw_kinked){.degree = order, .settles = true, .final = 0};
    perfect(f, order + 1, prec);
    /* S' is a B-spline, symmetric and unimodal: its maximum is at the middle. */
    arb_set_d(middle, 0.5);
    nw_kinked_value(peak, f, middle, prec);
    for (size_t j = 0; j < f->count; j++) {
        arb_div(&f->jump[j], &f->jump[j], peak, prec);
        arb_mul_2exp_si(&f->jump[j], &f->jump[j], -order); /* in t instead of (t + 1)/2 */
        arb_mul_2exp_si(&f->knot[j], &f->knot[j], 1);
        arb_sub_ui(&f->knot[j], &f->knot[j], 1, prec);
    }
    arb_clear(peak);
    arb_clear(middle);
}
