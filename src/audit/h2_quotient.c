#include "audit/h2_quotient.h"

#include <math.h>

#include "audit/enclosures.h"

enum { BITS = 80 /* of the suprema's relative width: far below h^2 */ };

typedef struct quotient {
    nw_jet unit;
    int place;
} quotient;

/* By its formula: the k-th coefficient is (s_k(t+h) - s_k(t-h))/(2h) - (k+1) s_{k+1}(t). */
static void jet_at_point(arb_ptr jet, const arb_t t, slong length, const quotient *q, slong prec)
{
    arb_ptr right = _arb_vec_init(length), left = _arb_vec_init(length), middle = _arb_vec_init(length + 1);
    arb_t h, moved;
    arb_init(h);
    arb_init(moved);
    arb_one(h);
    arb_mul_2exp_si(h, h, -q->place);
    arb_add(moved, t, h, ARF_PREC_EXACT);
    q->unit(right, moved, length, NULL, prec);
    arb_sub(moved, t, h, ARF_PREC_EXACT);
    q->unit(left, moved, length, NULL, prec);
    q->unit(middle, t, length + 1, NULL, prec);
    for (slong k = 0; k < length; k++) {
        arb_sub(jet + k, right + k, left + k, prec);
        arb_mul_2exp_si(jet + k, jet + k, q->place - 1);
        arb_mul_ui(moved, middle + k + 1, (ulong)k + 1, prec);
        arb_sub(jet + k, jet + k, moved, prec);
    }
    _arb_vec_clear(right, length);
    _arb_vec_clear(left, length);
    _arb_vec_clear(middle, length + 1);
    arb_clear(h);
    arb_clear(moved);
}

/* By Lagrange's form: the k-th coefficient lies in h^2/6 s^(k+3)/k! = h^2 binom(k+3, 3) s_{k+3} on the ball widened by
 * h. */
static void jet_on_ball(arb_ptr jet, const arb_t t, slong length, const quotient *q, slong prec)
{
    arb_ptr wide = _arb_vec_init(length + 3);
    arb_t ball;
    arf_t h;
    fmpz_t choose;
    arb_init(ball);
    arf_init(h);
    fmpz_init(choose);
    nw_arf_power(h, -q->place);
    arb_set(ball, t);
    arb_add_error_arf(ball, h);
    q->unit(wide, ball, length + 3, NULL, prec);
    for (slong k = 0; k < length; k++) {
        fmpz_bin_uiui(choose, (ulong)k + 3, 3);
        arb_mul_fmpz(jet + k, wide + k + 3, choose, prec);
        arb_mul_2exp_si(jet + k, jet + k, -2 * q->place);
    }
    _arb_vec_clear(wide, length + 3);
    arb_clear(ball);
    arf_clear(h);
    fmpz_clear(choose);
}

static void jet_quotient(arb_ptr jet, const arb_t t, slong length, const void *data, slong prec)
{
    if (arb_is_exact(t))
        jet_at_point(jet, t, length, data, prec);
    else
        jet_on_ball(jet, t, length, data, prec);
}

void nw_quotient_sup(arb_t sup, const nw_unit *unit, int place)
{
    quotient q = {.unit = unit->piece[0].jet, .place = place};
    nw_smooth f = {jet_quotient, &q};
    arf_t low, high;
    arf_init(low);
    arf_init(high);
    arf_set_si(low, -1);
    arf_set_si(high, 1);
    nw_smooth_sup(sup, &f, 0, low, high, BITS, NW_H2_PREC);
    arf_clear(low);
    arf_clear(high);
}

void nw_quotient_limit(arb_t limit, const nw_unit *unit)
{
    nw_unit_sup(limit, unit, 3, -1, 1, BITS, NW_H2_PREC);
    arb_div_ui(limit, limit, 6, NW_H2_PREC);
}

void nw_quotient_closed(arb_t sup, const arb_t limit, const nw_unit *unit, int place)
{
    arb_t tail;
    arb_init(tail);
    double reach = 1 + ldexp(1, -place);
    nw_unit_sup(tail, unit, 5, -reach, reach, BITS, NW_H2_PREC);
    arb_div_ui(tail, tail, 120, NW_H2_PREC);
    arb_mul_2exp_si(tail, tail, -2 * place);
    arb_set(sup, limit);
    arb_add_error(sup, tail);
    arb_mul_2exp_si(sup, sup, -2 * place);
    arb_clear(tail);
}
