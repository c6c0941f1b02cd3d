#include "audit/enclosures.h"

#include <stdlib.h>

#include "base/memory.h"
#include "rational.h"

/* ---- suprema ---- */

void nw_smooth_derivative(arb_t value, const nw_smooth *f, slong order, const arb_t t, slong prec)
{
    arb_ptr jet = _arb_vec_init(order + 1);
    arb_t factorial;
    arb_init(factorial);
    f->jet(jet, t, order + 1, f->data, prec);
    arb_fac_ui(factorial, (ulong)order, prec);
    arb_mul(value, jet + order, factorial, prec);
    _arb_vec_clear(jet, order + 1);
    arb_clear(factorial);
}

typedef struct piece {
    arf_struct low, high;
} piece;

typedef struct pieces {
    piece *items;
    size_t count, room;
} pieces;

typedef struct climb {
    const nw_smooth *f;
    slong order, prec;
    arf_t lower; /* the largest |g| proven at a point */
    arf_t upper; /* a bound of |g| on all pieces that were let go */
    pieces now, next;
} climb;

static void add_piece(pieces *list, const arf_t low, const arf_t high)
{
    if (list->count == list->room) {
        list->room = list->room == 0 ? 16 : 2 * list->room;
        list->items = nw_grow(list->items, list->room, sizeof *list->items);
    }
    piece *added = &list->items[list->count++];
    arf_init(&added->low);
    arf_init(&added->high);
    arf_set(&added->low, low);
    arf_set(&added->high, high);
}

static void empty(pieces *list)
{
    for (size_t i = 0; i < list->count; i++) {
        arf_clear(&list->items[i].low);
        arf_clear(&list->items[i].high);
    }
    list->count = 0;
}

/* size = |g| at an exact point, as a ball; raises the lower bound. */
static void look_at(climb *c, arb_t size, const arf_t point)
{
    arb_t t;
    arf_t end;
    arb_init(t);
    arf_init(end);
    arb_set_arf(t, point);
    nw_smooth_derivative(size, c->f, c->order, t, c->prec);
    arb_abs(size, size);
    if (arb_is_finite(size)) {
        arb_get_lbound_arf(end, size, c->prec);
        if (arf_cmp(end, c->lower) > 0)
            arf_set(c->lower, end);
    }
    arb_clear(t);
    arf_clear(end);
}

/* upper = the larger of |g| at the two ends. */
static void bound_by_ends(climb *c, arf_t upper, const piece *p)
{
    arb_t size;
    arf_t end;
    arb_init(size);
    arf_init(end);
    look_at(c, size, &p->low);
    arb_get_ubound_arf(upper, size, c->prec);
    look_at(c, size, &p->high);
    arb_get_ubound_arf(end, size, c->prec);
    if (arf_cmp(end, upper) > 0)
        arf_set(upper, end);
    arb_clear(size);
    arf_clear(end);
}

/* upper = a bound of |g| on the piece with centre m (exact) and half-width rho, from jets: at the whole piece, wide[j],
 * and at the centre, centre[j], both times j!. */
static void bound_by_centre(climb *c, arf_t upper, arb_srcptr centre, arb_srcptr wide, const arb_t rho)
{
    arb_t sum, term;
    arf_t direct;
    arb_init(sum);
    arb_init(term);
    arf_init(direct);
    arb_abs(sum, wide);
    arb_get_ubound_arf(direct, sum, c->prec);
    arb_abs(sum, centre);
    arb_abs(term, centre + 1);
    arb_addmul(sum, term, rho, c->prec);
    arb_abs(term, wide + 2);
    arb_mul(term, term, rho, c->prec);
    arb_mul(term, term, rho, c->prec);
    arb_mul_2exp_si(term, term, -1);
    arb_add(sum, sum, term, c->prec);
    arb_get_ubound_arf(upper, sum, c->prec);
    if (arf_is_nan(upper) || (!arf_is_nan(direct) && arf_cmp(direct, upper) < 0))
        arf_set(upper, direct);
    if (arf_is_nan(upper))
        arf_pos_inf(upper);
    arb_clear(sum);
    arb_clear(term);
    arf_clear(direct);
}

/* jet[j], j < 3, = g, g', g'' (g' and g'' are derivatives order + 1 and order + 2 of f). */
static void three_derivatives(climb *c, arb_ptr jet, const arb_t t)
{
    arb_ptr all = _arb_vec_init(c->order + 3);
    arb_t factorial;
    arb_init(factorial);
    c->f->jet(all, t, c->order + 3, c->f->data, c->prec);
    for (slong j = 0; j < 3; j++) {
        arb_fac_ui(factorial, (ulong)(c->order + j), c->prec);
        arb_mul(jet + j, all + c->order + j, factorial, c->prec);
    }
    _arb_vec_clear(all, c->order + 3);
    arb_clear(factorial);
}

static void bound_piece(climb *c, arf_t upper, arf_t middle, const piece *p)
{
    arb_ptr centre = _arb_vec_init(3), wide = _arb_vec_init(3);
    arb_t t, rho, size;
    arb_init(t);
    arb_init(rho);
    arb_init(size);
    arf_add(middle, &p->low, &p->high, ARF_PREC_EXACT, ARF_RND_DOWN);
    arf_mul_2exp_si(middle, middle, -1);
    arf_sub(arb_midref(rho), &p->high, middle, ARF_PREC_EXACT, ARF_RND_DOWN);
    look_at(c, size, middle);
    arb_set_arf(t, middle);
    three_derivatives(c, centre, t);
    arf_get_mag(arb_radref(t), arb_midref(rho));
    three_derivatives(c, wide, t);
    /* g is monotone where g' has no zero. */
    if (arb_is_finite(wide + 1) && !arb_contains_zero(wide + 1))
        bound_by_ends(c, upper, p);
    else
        bound_by_centre(c, upper, centre, wide, rho);
    _arb_vec_clear(centre, 3);
    _arb_vec_clear(wide, 3);
    arb_clear(t);
    arb_clear(rho);
    arb_clear(size);
}

/* A piece whose bound is at most `enough` is let go, others are halved. */
static void treat_piece(climb *c, const piece *p, const arf_t enough, bool last)
{
    arf_t upper, middle;
    arf_init(upper);
    arf_init(middle);
    bound_piece(c, upper, middle, p);
    if (last || arf_cmp(upper, enough) <= 0) {
        if (arf_cmp(upper, c->upper) > 0)
            arf_set(c->upper, upper);
    } else {
        add_piece(&c->next, &p->low, middle);
        add_piece(&c->next, middle, &p->high);
    }
    arf_clear(upper);
    arf_clear(middle);
}

enum { MOST_PIECES = 200000 };

static void run_climb(climb *c, slong bits)
{
    arf_t enough;
    arf_init(enough);
    for (slong round = 0; c->now.count > 0; round++) {
        bool last = round > 2 * c->prec || c->now.count > MOST_PIECES;
        for (size_t i = 0; i < c->now.count; i++) {
            arf_mul_2exp_si(enough, c->lower, -bits);
            arf_add(enough, enough, c->lower, c->prec, ARF_RND_DOWN);
            treat_piece(c, &c->now.items[i], enough, last);
        }
        pieces done = c->now;
        empty(&done);
        c->now = c->next;
        c->next = done;
    }
    arf_clear(enough);
}

void nw_smooth_sup(arb_t sup, const nw_smooth *f, slong order, const arf_t low, const arf_t high, slong bits,
                   slong prec)
{
    climb c = {.f = f, .order = order, .prec = prec};
    arb_t size;
    arb_init(size);
    arf_init(c.lower);
    arf_init(c.upper);
    look_at(&c, size, low);
    look_at(&c, size, high);
    add_piece(&c.now, low, high);
    run_climb(&c, bits);
    if (arf_cmp(c.upper, c.lower) < 0)
        arf_set(c.upper, c.lower);
    arb_set_interval_arf(sup, c.lower, c.upper, prec);
    free(c.now.items);
    free(c.next.items);
    arf_clear(c.lower);
    arf_clear(c.upper);
    arb_clear(size);
}

/* ---- decisions ---- */

nw_outcome nw_decide_at_most(const arb_t a, const arb_t b)
{
    return arb_le(a, b) ? NW_PROVED : arb_gt(a, b) ? NW_REFUTED : NW_UNKNOWN;
}

nw_outcome nw_decide_both(nw_outcome a, nw_outcome b)
{
    if (a == NW_REFUTED || b == NW_REFUTED)
        return NW_REFUTED;
    return a == NW_PROVED && b == NW_PROVED ? NW_PROVED : NW_UNKNOWN;
}

nw_outcome nw_decide_exactly(bool holds)
{
    return holds ? NW_PROVED : NW_REFUTED;
}

/* ---- text ---- */

static char *end_text(const arb_t ball, long digits, int direction)
{
    if (!arb_is_finite(ball))
        return nw_copy_text(direction < 0 ? "-inf" : "inf");
    fmpq_t low, high;
    fmpq_init(low);
    fmpq_init(high);
    nw_ball_ends(low, high, ball);
    char *text = nw_rational_decimal(direction < 0 ? low : high, digits, direction);
    fmpq_clear(low);
    fmpq_clear(high);
    return text;
}

char *nw_ball_low_text(const arb_t ball, long digits)
{
    return end_text(ball, digits, -1);
}

char *nw_ball_high_text(const arb_t ball, long digits)
{
    return end_text(ball, digits, 1);
}

void nw_evidence_ball(nw_evidence *evidence, const arb_t ball, long digits)
{
    nw_evidence_cell(evidence, nw_ball_low_text(ball, digits));
    nw_evidence_cell(evidence, nw_ball_high_text(ball, digits));
}

void nw_arf_power(arf_t value, slong exponent)
{
    arf_one(value);
    arf_mul_2exp_si(value, value, exponent);
}
