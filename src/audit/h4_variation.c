#include "audit/h4_variation.h"

#include "audit/enclosures.h"

typedef struct variation_work {
    const nw_smooth *f;
    arb_ptr sum, least;
    slong prec;
} variation_work;

/* slope = f'(point). */
static void slope_at(arb_t slope, const variation_work *w, const arf_t point)
{
    arb_t t;
    arb_init(t);
    arb_set_arf(t, point);
    nw_smooth_derivative(slope, w->f, 1, t, w->prec);
    arb_clear(t);
}

/* Adds the piece [low, high] with the slopes at its ends, or its halves. */
static void add_piece(variation_work *w, const arf_t low, const arf_t high, const arb_t at_low, const arb_t at_high,
                      int halvings)
{
    arb_t t, bend, change, bound;
    arb_init(t);
    arb_init(bend);
    arb_init(change);
    arb_init(bound);
    arb_set_interval_arf(t, low, high, w->prec);
    nw_smooth_derivative(bend, w->f, 2, t, w->prec);
    arb_sub(change, at_high, at_low, w->prec);
    arb_abs(change, change);
    bool one_sign = arb_is_finite(bend) && !arb_contains_zero(bend);
    if (one_sign || halvings == 0) {
        if (!one_sign) { /* between the change and length * max |f''| */
            arf_sub(arb_midref(bound), high, low, w->prec, ARF_RND_UP);
            arb_abs(bend, bend);
            arb_mul(bound, bound, bend, w->prec);
            arb_union(change, change, bound, w->prec);
        }
        arb_add(w->sum, w->sum, change, w->prec);
        /* f' is at least its value at an end less what it changes. */
        arb_min(bound, at_low, at_high, w->prec);
        if (!one_sign)
            arb_sub(bound, bound, change, w->prec);
        arb_min(w->least, w->least, bound, w->prec);
    } else {
        arf_t middle;
        arf_init(middle);
        arf_add(middle, low, high, ARF_PREC_EXACT, ARF_RND_DOWN);
        arf_mul_2exp_si(middle, middle, -1);
        slope_at(bound, w, middle);
        add_piece(w, low, middle, at_low, bound, halvings - 1);
        add_piece(w, middle, high, bound, at_high, halvings - 1);
        arf_clear(middle);
    }
    arb_clear(t);
    arb_clear(bend);
    arb_clear(change);
    arb_clear(bound);
}

void nw_derivative_variation(arb_t variation, arb_t least, const nw_smooth *f, const arf_t low, const arf_t high,
                             int halvings, slong prec)
{
    arb_t at_low, at_high, lowest;
    arb_init(at_low);
    arb_init(at_high);
    arb_init(lowest);
    arb_zero(variation);
    arb_pos_inf(lowest);
    variation_work w = {f, variation, lowest, prec};
    slope_at(at_low, &w, low);
    slope_at(at_high, &w, high);
    add_piece(&w, low, high, at_low, at_high, halvings);
    if (least != NULL)
        arb_set(least, lowest);
    arb_clear(at_low);
    arb_clear(at_high);
    arb_clear(lowest);
}

void nw_yarotsky_tail(arb_t tail, slong from, slong prec)
{
    arb_t low, rest, term;
    arb_init(low);
    arb_init(rest);
    arb_init(term);
    arb_set_ui(low, 2);
    arb_div_si(low, low, from + 1, prec);
    arb_set_ui(tail, 2);
    arb_div_si(tail, tail, from - 1, prec);
    arb_union(tail, tail, low, prec);

    arb_set_ui(rest, 5);
    arb_div_si(rest, rest, from, prec);
    arb_div_si(rest, rest, from, prec);
    arb_const_pi(term, prec);
    arb_ui_div(term, 2, term, prec);
    for (int i = 0; i < 3; i++)
        arb_div_si(term, term, from, prec);
    arb_add(rest, rest, term, prec);
    arb_add_error(tail, rest);
    arb_clear(low);
    arb_clear(rest);
    arb_clear(term);
}
