#include "audit/h4_limit.h"

#include "audit/enclosures.h"

enum { BITS = 40 };

/* jet of sin(pi t)/pi. */
static void jet_wave(arb_ptr jet, const arb_t t, slong length, slong prec)
{
    arb_t sine, cosine, factor, pi;
    arb_init(sine);
    arb_init(cosine);
    arb_init(factor);
    arb_init(pi);
    arb_const_pi(pi, prec);
    arb_inv(factor, pi, prec);
    arb_sin_cos_pi(sine, cosine, t, prec);
    for (slong k = 0; k < length; k++) {
        arb_mul(jet + k, k % 2 == 0 ? sine : cosine, factor, prec);
        if (k % 4 >= 2)
            arb_neg(jet + k, jet + k);
        arb_mul(factor, factor, pi, prec);
        arb_div_ui(factor, factor, (ulong)k + 1, prec);
    }
    arb_clear(sine);
    arb_clear(cosine);
    arb_clear(factor);
    arb_clear(pi);
}

/* By definition: X^2 (s(X+t) - s(X)) - 3t - sin(pi t)/pi. */
static void jet_at_point(arb_ptr jet, const arb_t t, slong length, int place, slong prec)
{
    arb_ptr moved = _arb_vec_init(length), wave = _arb_vec_init(length);
    arb_t x, at, fixed;
    arb_init(x);
    arb_init(at);
    arb_init(fixed);
    const nw_jet s = nw_unit_yarotsky.piece[2].jet; /* X + t >= 1 */
    arb_one(x);
    arb_mul_2exp_si(x, x, place);
    arb_add(at, x, t, ARF_PREC_EXACT);
    s(moved, at, length, NULL, prec);
    s(fixed, x, 1, NULL, prec);
    jet_wave(wave, t, length, prec);
    for (slong k = 0; k < length; k++) {
        if (k == 0)
            arb_sub(moved, moved, fixed, prec);
        arb_mul_2exp_si(jet + k, moved + k, 2 * place);
        arb_sub(jet + k, jet + k, wave + k, prec);
        if (k <= 1) { /* 3t */
            arb_mul_ui(fixed, t, 3, prec);
            if (k == 1)
                arb_set_ui(fixed, 3);
            arb_sub(jet + k, jet + k, fixed, prec);
        }
    }
    _arb_vec_clear(moved, length);
    _arb_vec_clear(wave, length);
    arb_clear(x);
    arb_clear(at);
    arb_clear(fixed);
}

/* q = jet of X/(X+t): X (-1)^k/(X+t)^(k+1). */
static void jet_ratio(arb_ptr q, const arb_t t, slong length, int place, slong prec)
{
    arb_t inverse;
    arb_init(inverse);
    arb_one(inverse);
    arb_mul_2exp_si(inverse, inverse, place);
    arb_add(inverse, inverse, t, prec);
    arb_inv(inverse, inverse, prec);
    arb_mul_2exp_si(q, inverse, place);
    arb_neg(inverse, inverse);
    for (slong k = 1; k < length; k++)
        arb_mul(q + k, q + k - 1, inverse, prec);
    arb_clear(inverse);
}

/* -3t^2/(X+t) + (sin(pi t)/pi)(q^2 - 1), q = X/(X+t): 3t (q - 1) has the jet 3t (q_k) + 3 q_{k-1} less that of 3t. */
static void jet_on_ball(arb_ptr jet, const arb_t t, slong length, int place, slong prec)
{
    arb_ptr q = _arb_vec_init(length), square = _arb_vec_init(length), wave = _arb_vec_init(length);
    arb_t three;
    arb_init(three);
    jet_ratio(q, t, length, place, prec);
    _arb_poly_mullow(square, q, length, q, length, length, prec);
    arb_sub_ui(square, square, 1, prec);
    arb_sub_ui(q, q, 1, prec);
    jet_wave(wave, t, length, prec);
    _arb_poly_mullow(jet, wave, length, square, length, length, prec);
    arb_mul_ui(three, t, 3, prec);
    for (slong k = 0; k < length; k++) {
        arb_addmul(jet + k, three, q + k, prec);
        if (k > 0)
            arb_addmul_ui(jet + k, q + k - 1, 3, prec);
    }
    _arb_vec_clear(q, length);
    _arb_vec_clear(square, length);
    _arb_vec_clear(wave, length);
    arb_clear(three);
}

static void jet_error(arb_ptr jet, const arb_t t, slong length, const void *data, slong prec)
{
    const int *place = data;
    if (arb_is_exact(t))
        jet_at_point(jet, t, length, *place, prec);
    else
        jet_on_ball(jet, t, length, *place, prec);
}

void nw_yarotsky_limit_error(arb_t sup, int place, slong prec)
{
    nw_smooth f = {jet_error, &place};
    arf_t low, high;
    arf_init(low);
    arf_init(high);
    arf_set_si(low, -1);
    arf_set_si(high, 1);
    nw_smooth_sup(sup, &f, 0, low, high, BITS, prec);
    arf_clear(low);
    arf_clear(high);
}
