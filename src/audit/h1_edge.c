#include "audit/h1_edge.h"

/* p = coefficients c[0..count-1]. */
static void set_small(fmpz_poly_t p, const slong *c, slong count)
{
    fmpz_poly_zero(p);
    for (slong i = 0; i < count; i++)
        fmpz_poly_set_coeff_si(p, i, c[i]);
}

void nw_bump_polynomial(fmpz_poly_t p, int k)
{
    fmpz_poly_t slope, square, factor;
    fmpz_poly_init(slope);
    fmpz_poly_init(square);
    fmpz_poly_init(factor);
    set_small(square, (const slong[]){1, 0, -2, 0, 1}, 5);
    fmpz_poly_one(p);
    for (slong j = 0; j < k; j++) {
        fmpz_poly_derivative(slope, p);
        fmpz_poly_mul(slope, slope, square);
        set_small(factor, (const slong[]){0, 4 * j - 2, 0, -4 * j}, 4); /* 4 j x (1 - x^2) - 2 x */
        fmpz_poly_mul(p, p, factor);
        fmpz_poly_add(p, p, slope);
    }
    fmpz_poly_clear(slope);
    fmpz_poly_clear(square);
    fmpz_poly_clear(factor);
}

/* x = 1 - 2^-place, exactly, and t = 1/(1 - x^2). */
static void edge_point(arb_t x, arb_t t, int place, slong prec)
{
    arb_one(x);
    arb_mul_2exp_si(x, x, -place);
    arb_sub_ui(x, x, 1, prec);
    arb_neg(x, x);
    arb_sqr(t, x, prec);
    arb_sub_ui(t, t, 1, prec);
    arb_neg(t, t);
    arb_inv(t, t, prec);
}

/* value *= t^(2k) e^-t. */
static void decay(arb_t value, const arb_t t, int k, slong prec)
{
    arb_t factor;
    arb_init(factor);
    arb_pow_ui(factor, t, 2 * (ulong)k, prec);
    arb_mul(value, value, factor, prec);
    arb_neg(factor, t);
    arb_exp(factor, factor, prec);
    arb_mul(value, value, factor, prec);
    arb_clear(factor);
}

void nw_bump_derivative(arb_t value, const fmpz_poly_t p, int k, int place, slong prec)
{
    arb_t x, t;
    arb_poly_t q;
    arb_init(x);
    arb_init(t);
    arb_poly_init(q);
    edge_point(x, t, place, prec);
    arb_poly_set_fmpz_poly(q, p, prec);
    arb_poly_evaluate(value, q, x, prec);
    decay(value, t, k, prec);
    arb_clear(x);
    arb_clear(t);
    arb_poly_clear(q);
}

bool nw_bump_edge_bound(arb_t bound, const fmpz_poly_t p, int k, int place, slong prec)
{
    fmpz_t sum;
    arb_t x, t, turn;
    fmpz_init(sum);
    arb_init(x);
    arb_init(t);
    arb_init(turn);
    for (slong i = 0; i < fmpz_poly_length(p); i++) {
        const fmpz *c = fmpz_poly_get_coeff_ptr(p, i);
        if (fmpz_sgn(c) < 0)
            fmpz_sub(sum, sum, c);
        else
            fmpz_add(sum, sum, c);
    }
    edge_point(x, t, place, prec);
    arb_set_si(turn, 2 * k);
    bool falls = arb_ge(t, turn);
    arb_set_fmpz(bound, sum);
    decay(bound, t, k, prec);
    fmpz_clear(sum);
    arb_clear(x);
    arb_clear(t);
    arb_clear(turn);
    return falls;
}
