/* The norm of a formula in W(r,n), by branch and bound: boxes are halved until the suprema of all derivatives are known
 * well enough together. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "target/jet.h"
#include "target/upward.h"

enum {
    PRECISION = 64,
    MOST_DERIVATIVES = 35, /* |k| <= 3 in 4 variables */
    MOST_BOXES = 200000,
    LEAST_BOXES = 40,
    WORK = 10000000 /* products of balls, over all boxes */
};
static const double TOLERANCE = 0.01;
static const double LARGEST_NORM = 1e200;

typedef struct norm_box {
    double low[NW_MOST_INPUTS], high[NW_MOST_INPUTS];
    double upper[MOST_DERIVATIVES]; /* sup |D^k| over the box, |k| <= r; INFINITY where none is known */
    double pull[NW_MOST_INPUTS];    /* what halving an axis may gain */
} norm_box;

typedef struct norm_search {
    const nw_expression *expression;
    int m1, inputs, order;
    nw_jet_shape wide, narrow;      /* degree r + 1 over boxes, r at their centres */
    size_t derivatives;             /* the terms of `narrow` come first among those of `wide`, in the same order */
    double factorial[NW_JET_TERMS]; /* k! */
    arb_ptr jets, room, place;
    double lower[MOST_DERIVATIVES]; /* sup |D^k| over the cube is at least that */
    double done[MOST_DERIVATIVES];  /* the largest upper bounds among boxes that are not looked at again */
    norm_box *boxes;
    size_t count, allocated, evaluated, budget;
} norm_search;

/* ---- one box ---- */

/* An upper bound of |k! c|; exact where c is; INFINITY for what is not finite. */
static double magnitude(const arb_t c, double factorial)
{
    if (!arb_is_finite(c))
        return INFINITY;
    arf_t most;
    arf_init(most);
    arb_get_abs_ubound_arf(most, c, PRECISION);
    double value = nw_product_up(arf_get_d(most, ARF_RND_UP), factorial);
    arf_clear(most);
    return value;
}

/* A lower bound. */
static double least_magnitude(const arb_t c, double factorial)
{
    if (!arb_is_finite(c))
        return 0;
    arf_t least;
    arf_init(least);
    arb_get_abs_lbound_arf(least, c, PRECISION);
    double value = arf_get_d(least, ARF_RND_DOWN) * factorial * (1 - 0x1p-52);
    arf_clear(least);
    return value;
}

static arb_srcptr jets_over(norm_search *search, const norm_box *box, bool centre)
{
    const nw_jet_shape *shape = centre ? &search->narrow : &search->wide;
    arf_t low, high;
    arf_init(low);
    arf_init(high);
    for (int axis = 0; axis < search->inputs; axis++) {
        arf_set_d(low, centre ? (box->low[axis] + box->high[axis]) / 2 : box->low[axis]);
        arf_set_d(high, box->high[axis]);
        if (centre)
            arb_set_arf(search->place + axis, low);
        else
            arb_set_interval_arf(search->place + axis, low, high, PRECISION);
    }
    arf_clear(low);
    arf_clear(high);
    nw_jet_expression(search->jets, search->room, search->expression, search->m1, shape, search->place, PRECISION);
    return search->jets + (search->expression->count - 1) * shape->terms;
}

/* box->upper: the smaller of two bounds.  The series over the box encloses D^k at all its points.  Where its next
 * derivatives are finite too, the mean value theorem gives |D^k(x)| <= |D^k(c)| + sum_i h_i sup |D^(k + e_i)|. */
static void evaluate(norm_search *search, norm_box *box)
{
    double wide[NW_JET_TERMS];
    arb_srcptr over = jets_over(search, box, false);
    for (size_t k = 0; k < search->wide.terms; k++)
        wide[k] = magnitude(over + k, search->factorial[k]);
    arb_srcptr at = jets_over(search, box, true);
    memset(box->pull, 0, sizeof box->pull);
    for (size_t k = 0; k < search->derivatives; k++) {
        double slope = magnitude(at + k, search->factorial[k]);
        for (int axis = 0; axis < search->inputs; axis++) {
            int next[NW_MOST_INPUTS];
            memcpy(next, search->wide.exponents[k], sizeof next);
            next[axis]++;
            double centre = (box->low[axis] + box->high[axis]) / 2;
            double half = fmax(nw_sum_up(box->high[axis], -centre), nw_sum_up(centre, -box->low[axis]));
            double part = nw_product_up(half, wide[nw_jet_find(&search->wide, next)]);
            slope = nw_sum_up(slope, part);
            box->pull[axis] += part;
        }
        /* A sum that is not a number bounds nothing. */
        box->upper[k] = slope < wide[k] ? slope : wide[k];
        double least = least_magnitude(at + k, search->factorial[k]);
        search->lower[k] = fmax(search->lower[k], least);
    }
    search->evaluated++;
}

/* ---- the search ---- */

/* The halves of box i: one takes its place, the other is added.  False where doubles end. */
static bool halve(norm_search *search, size_t i)
{
    norm_box *box = &search->boxes[i];
    int axis = 0;
    for (int other = 1; other < search->inputs; other++) {
        double width = box->high[axis] - box->low[axis], wider = box->high[other] - box->low[other];
        bool known = isfinite(box->pull[axis]) && isfinite(box->pull[other]);
        if (known ? box->pull[other] > box->pull[axis] : wider > width)
            axis = other;
    }
    double middle = (box->low[axis] + box->high[axis]) / 2;
    if (!(box->low[axis] < middle && middle < box->high[axis]))
        return false;
    if (search->count == search->allocated) {
        search->allocated *= 2;
        search->boxes = nw_grow(search->boxes, search->allocated, sizeof *search->boxes);
        box = &search->boxes[i];
    }
    norm_box *added = &search->boxes[search->count++];
    *added = *box;
    box->high[axis] = middle;
    added->low[axis] = middle;
    evaluate(search, box);
    evaluate(search, added);
    return true;
}

/* Sums of the bounds of all derivatives, up and down. */
static void sums(double *lower, double *upper, double *most, const norm_search *search)
{
    *lower = *upper = 0;
    for (size_t k = 0; k < search->derivatives; k++) {
        most[k] = search->done[k];
        for (size_t i = 0; i < search->count; i++)
            most[k] = fmax(most[k], search->boxes[i].upper[k]);
        *lower += search->lower[k];
        *upper = nw_sum_up(*upper, most[k]);
    }
}

static bool matters(const norm_search *search, const norm_box *box, double slack)
{
    for (size_t k = 0; k < search->derivatives; k++)
        if (!(box->upper[k] <= search->lower[k] + slack))
            return true;
    return false;
}

/* The bounds of box i are kept, and it is not looked at again. */
static void put_away(norm_search *search, const norm_box *box)
{
    for (size_t k = 0; k < search->derivatives; k++)
        search->done[k] = fmax(search->done[k], box->upper[k]);
}

/* Halves the boxes that matter, within the budget, and puts the others away. */
static void refine_once(norm_search *search, double slack)
{
    size_t here = search->count, kept = 0;
    for (size_t i = 0; i < here && search->evaluated < search->budget; i++)
        if (matters(search, &search->boxes[i], slack) && !halve(search, i)) {
            put_away(search, &search->boxes[i]);
            memset(search->boxes[i].upper, 0, sizeof search->boxes[i].upper);
        }
    for (size_t i = 0; i < search->count; i++) {
        if (matters(search, &search->boxes[i], slack))
            search->boxes[kept++] = search->boxes[i];
        else
            put_away(search, &search->boxes[i]);
    }
    search->count = kept;
}

/* Until the sum of all suprema is known to TOLERANCE, no box is left, or the budget ends: then the bounds are wider,
 * and still proven.  False when the bound is not finite. */
static bool refine(double *norm, double *most, norm_search *search)
{
    for (;;) {
        double lower, upper;
        sums(&lower, &upper, most, search);
        *norm = upper;
        bool hopeless = !(lower < LARGEST_NORM);
        for (size_t k = 0; k < search->derivatives; k++)
            hopeless = hopeless || !(search->done[k] < LARGEST_NORM);
        if (hopeless || upper <= (1 + TOLERANCE) * lower || search->count == 0 || search->evaluated >= search->budget)
            return !hopeless && upper < LARGEST_NORM;
        refine_once(search, TOLERANCE * lower / (double)search->derivatives);
    }
}

static void prepare(norm_search *search)
{
    nw_jet_shape_init(&search->wide, search->inputs, search->order + 1);
    nw_jet_shape_init(&search->narrow, search->inputs, search->order);
    search->derivatives = search->narrow.terms;
    for (size_t k = 0; k < search->wide.terms; k++) {
        search->factorial[k] = 1;
        for (int axis = 0; axis < search->inputs; axis++)
            for (int j = 2; j <= search->wide.exponents[k][axis]; j++)
                search->factorial[k] *= j;
    }
    size_t terms = search->wide.terms;
    search->jets = _arb_vec_init((slong)(search->expression->count * terms));
    search->room = _arb_vec_init((slong)(3 * terms));
    search->place = _arb_vec_init(NW_MOST_INPUTS);
    size_t budget = WORK / (search->expression->count * search->wide.pairs);
    search->budget = budget < LEAST_BOXES ? LEAST_BOXES : budget > MOST_BOXES ? MOST_BOXES : budget;
    search->allocated = 64;
    search->boxes = nw_alloc(search->allocated, sizeof *search->boxes);
    search->count = 1;
    for (int axis = 0; axis < search->inputs; axis++) {
        search->boxes[0].low[axis] = -1;
        search->boxes[0].high[axis] = 1;
    }
}

static void release(norm_search *search)
{
    size_t terms = search->wide.terms;
    _arb_vec_clear(search->jets, (slong)(search->expression->count * terms));
    _arb_vec_clear(search->room, (slong)(3 * terms));
    _arb_vec_clear(search->place, NW_MOST_INPUTS);
    nw_jet_shape_clear(&search->wide);
    nw_jet_shape_clear(&search->narrow);
    free(search->boxes);
}

/* The least number >= value with 20 bits: an amplitude made from it stays proven where another version of Arb encloses
 * a little differently. */
static double rounded_up(double value)
{
    int exponent;
    double fraction = frexp(value, &exponent);
    return ldexp(ceil(ldexp(fraction, 20)), exponent - 20);
}

bool nw_expression_norm(double *norm, double steepness[NW_MOST_INPUTS], const nw_expression *expression, int m1,
                        int inputs, int order)
{
    norm_search search = {.expression = expression, .m1 = m1, .inputs = inputs, .order = order};
    double most[MOST_DERIVATIVES];
    prepare(&search);
    evaluate(&search, &search.boxes[0]);
    bool found = refine(norm, most, &search);
    if (found)
        *norm = rounded_up(*norm);
    for (int axis = 0; axis < NW_MOST_INPUTS; axis++)
        steepness[axis] = found && axis < inputs && most[0] > 0 ? most[1 + axis] / most[0] : 0;
    release(&search);
    return found;
}
