/* Below which eps Theorem 2 stays positive: a range of eps is settled by its ends, the rest down to 0 by polynomials. */
#include "separation.h"

#include "feasible.h"
#include "lattice.h"
#include "rational.h"
#include "separation_scale.h"

/* ---- the tail: all eps <= 1/y0 at once ----
 *
 * With y = 1/eps both sides have bounds that are polynomials in y:
 *   Nw(2 alpha eps; 1, m) >= ((y/(2 alpha) - 1) t/m)^m / q, since the largest M with 1 + m M/t < y/(2 alpha) has
 *     M + 1 >= (y/(2 alpha) - 1) t/m, for each lattice (witness lattice-t) of index q: the one of largest t^m/q is best;
 *   U(eta; 1, m2) <= u(1/eta) with 1/eta <= e y^h, h = 1 for a fixed l2; for a feasible one h = 2, because
 *     l2min <= 1/(2 eps T): M (M-1) (1/(1+M) - eps) <= M - 2 + 2/(M+1) - eps (M^2 - M) is at most 1/(4 eps). */

/* p <- scale p^power */
static void power_of(fmpq_poly_t p, slong power, const fmpq_t scale)
{
    fmpq_poly_pow(p, p, (ulong)power);
    fmpq_poly_scalar_mul_fmpq(p, p, scale);
}

/* The largest t^m/q. */
static void best_lattice(fmpq_t value, slong m)
{
    nw_lattice lattice;
    fmpq_t other;
    fmpq_init(other);
    fmpq_one(value);
    for (slong t = 2; t <= NW_LATTICE_DISTANCE; t++) {
        if (!nw_lattice_of(&lattice, t, m))
            continue;
        fmpz_ui_pow_ui(fmpq_numref(other), (ulong)t, (ulong)m);
        nw_lattice_index(fmpq_denref(other), &lattice);
        fmpq_canonicalise(other);
        if (fmpq_cmp(other, value) > 0)
            fmpq_set(value, other);
    }
    fmpq_clear(other);
}

/* lower(y) = t^m/q (y/(2 alpha m) - 1/m)^m */
static void robust_polynomial(fmpq_poly_t lower, const fmpq_t alpha, slong m)
{
    fmpq_t slope, value;
    fmpq_init(slope);
    fmpq_init(value);
    fmpq_set_si(value, 1, (ulong)m);
    fmpq_poly_zero(lower);
    nw_rational_mul_si(slope, alpha, 2);
    fmpq_div(slope, value, slope);
    fmpq_poly_set_coeff_fmpq(lower, 1, slope);
    fmpq_neg(value, value);
    fmpq_poly_set_coeff_fmpq(lower, 0, value);
    best_lattice(value, m);
    power_of(lower, m, value);
    fmpq_clear(slope);
    fmpq_clear(value);
}

/* upper(y) >= U(eta; 1, n): the counts of section 6 with M + 1 <= 1/eta + 2 (kuhn) or N <= 3n/eta + 1 (tanh2, eta <= 2)
 * put for their resolution. */
static void universal_polynomial(fmpq_poly_t upper, const fmpq_poly_t inverse_eta, slong n, nw_activation activation)
{
    fmpq_poly_t resolution, first;
    fmpq_t value;
    fmpz_t constant;
    fmpq_poly_init(resolution);
    fmpq_poly_init(first);
    fmpq_init(value);
    fmpz_init(constant);
    if (activation == NW_TANH) {
        fmpq_poly_scalar_mul_si(resolution, inverse_eta, 3 * n);
        fmpq_poly_scalar_mul_si(first, resolution, n); /* n (N - 1) */
        fmpq_poly_set_si(upper, 1);
        fmpq_poly_add(resolution, resolution, upper);
        fmpq_poly_set_si(upper, 3); /* 3 ceil(1/2) binom(n, 0) */
        fmpq_poly_add(first, first, upper);
        fmpz_bin_uiui(constant, (ulong)(2 * n + 1), (ulong)(n + 1));
        fmpz_mul_si(constant, constant, 3 * ((n + 3) / 2));
        fmpq_set_fmpz(value, constant);
        fmpq_poly_set(upper, resolution);
        power_of(upper, n, value);                  /* w2 */
        fmpq_poly_set_si(resolution, 2);
        fmpq_poly_add(resolution, resolution, first);
        fmpq_poly_mul(upper, upper, resolution);    /* w2 (w1 + 2) */
        fmpq_poly_scalar_mul_si(first, first, n + 1);
        fmpq_poly_add(upper, upper, first);
    } else {
        fmpq_poly_set_si(resolution, 2);
        fmpq_poly_add(upper, inverse_eta, resolution);
        fmpq_set_si(value, n == 1 ? 3 : 12 * n - 6, 1);
        power_of(upper, n, value);
        if (n >= 2) {
            fmpq_poly_set_si(resolution, 2 * (n - 1) + (n - 1) * (n - 2) / 2);
            fmpq_poly_add(upper, upper, resolution);
        }
    }
    fmpq_poly_clear(resolution);
    fmpq_poly_clear(first);
    fmpq_clear(value);
    fmpz_clear(constant);
}

/* 1/eta <= e y^h; in the feasible case l2 = max(1, l2min) <= y/(2T) needs y >= 2T, which tail_is_positive checks. */
static void inverse_accuracy(fmpq_poly_t inverse_eta, const nw_separation *s)
{
    fmpq_t e;
    fmpq_init(e);
    nw_rational_mul_si(e, s->l1, 2 * s->k * s->m2);
    if (s->l2 != NULL) {
        fmpq_mul(e, e, s->l2);
    } else {
        fmpq_t t;
        fmpq_init(t);
        nw_variation_factor(t, s->layers, s->activation);
        nw_rational_mul_si(t, t, 2);
        fmpq_div(e, e, t);
        fmpq_clear(t);
    }
    fmpq_poly_zero(inverse_eta);
    fmpq_poly_set_coeff_fmpq(inverse_eta, s->l2 != NULL ? 1 : 2, e);
    fmpq_clear(e);
}

/* p(y) > 0 for all y >= y0, proven when p(y0 + z) has no negative coefficient and a positive constant one. */
static bool positive_from(const fmpq_poly_t p, const fmpq_t y0)
{
    fmpq_poly_t line, shifted;
    fmpq_t coefficient;
    fmpq_poly_init(line);
    fmpq_poly_init(shifted);
    fmpq_init(coefficient);
    fmpq_poly_set_coeff_fmpq(line, 0, y0);
    fmpq_poly_set_coeff_ui(line, 1, 1);
    fmpq_poly_compose(shifted, p, line);
    fmpq_poly_get_coeff_fmpq(coefficient, shifted, 0);
    bool positive = fmpq_sgn(coefficient) > 0;
    for (slong i = 1; positive && i < fmpq_poly_length(shifted); i++) {
        fmpq_poly_get_coeff_fmpq(coefficient, shifted, i);
        positive = fmpq_sgn(coefficient) >= 0;
    }
    fmpq_poly_clear(line);
    fmpq_poly_clear(shifted);
    fmpq_clear(coefficient);
    return positive;
}

/* Theorem 2 is positive for every eps' <= eps. */
static bool tail_is_positive(const nw_separation *s, const fmpq_t eps)
{
    slong m = s->m1 + s->m2;
    fmpq_poly_t upper, lower, inverse_eta;
    fmpq_t y0, t;
    fmpq_poly_init(upper);
    fmpq_poly_init(lower);
    fmpq_poly_init(inverse_eta);
    fmpq_init(y0);
    fmpq_init(t);
    fmpq_inv(y0, eps);
    nw_variation_factor(t, s->layers, s->activation);
    nw_rational_mul_si(t, t, 2);
    inverse_accuracy(inverse_eta, s);
    bool covered = fmpq_cmp(y0, t) >= 0; /* l2 = max(1, l2min) <= y/(2T) */
    nw_rational_mul_si(t, s->alpha, 2);
    covered = covered && fmpq_cmp(y0, t) >= 0; /* the base of the power below is not negative */
    fmpq_poly_evaluate_fmpq(t, inverse_eta, y0);
    nw_rational_mul_si(t, t, 2);
    covered = covered && fmpq_cmp_ui(t, 1) >= 0; /* eta <= 2 is only used where 1/eta = e y^h, which rises with y */
    universal_polynomial(upper, inverse_eta, s->m2, s->activation);
    fmpq_poly_scalar_mul_si(upper, upper, s->k);
    robust_polynomial(lower, s->alpha, m);
    fmpq_poly_sub(lower, lower, upper);
    bool positive = covered && positive_from(lower, y0);
    fmpq_poly_clear(upper);
    fmpq_poly_clear(lower);
    fmpq_poly_clear(inverse_eta);
    fmpq_clear(y0);
    fmpq_clear(t);
    return positive;
}

/* ---- ranges ---- */

/* Positive on the whole range between two decimals, by its ends. */
static bool range_is_positive(const nw_separation *s, slong first, slong last, nw_context *context)
{
    fmpq_t larger, smaller;
    fmpz_t q;
    fmpq_init(larger);
    fmpq_init(smaller);
    fmpz_init(q);
    nw_scale_decimal(larger, first);
    nw_scale_decimal(smaller, last);
    nw_separation_q(q, s, larger, smaller, context);
    bool positive = fmpz_sgn(q) > 0;
    fmpq_clear(larger);
    fmpq_clear(smaller);
    fmpz_clear(q);
    return positive;
}

/* The last index i in first..last-1 for which positivity between decimals i and i+1 is not proven, or -1. */
static slong last_gap(const nw_separation *s, slong first, slong last, nw_context *context)
{
    if (first == last || range_is_positive(s, first, last, context))
        return -1;
    if (last == first + 1)
        return first;
    slong middle = first + (last - first) / 2;
    slong gap = last_gap(s, middle, last, context);
    return gap >= 0 ? gap : last_gap(s, first, middle, context);
}

bool nw_theorem2_threshold(fmpq_t eps, const nw_separation *separation, slong lowest, nw_context *context)
{
    slong first = 0, end = lowest * NW_SCALE_DECADE, start = -1;
    if (!nw_separation_threshold(eps, &first, separation, 0, lowest, context))
        return false;
    for (slong index = first; index < end && start < 0; index += NW_SCALE_DECADE) {
        nw_scale_decimal(eps, index);
        if (tail_is_positive(separation, eps))
            start = index;
    }
    if (start < 0)
        return false;
    slong gap = last_gap(separation, first, start, context);
    nw_scale_decimal(eps, gap >= 0 ? gap + 1 : first);
    return true;
}
