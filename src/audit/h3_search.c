#include "audit/h3_search.h"

#include <math.h>

typedef struct span {
    double low, high;
} span;

enum { A, B, C, PARAMETERS };

typedef struct box {
    span side[PARAMETERS];
} box;

/* The product of a span with one of nonnegative numbers. */
static span scaled(span b, span ramp)
{
    return (span){b.low * (b.low < 0 ? ramp.high : ramp.low), b.high * (b.high < 0 ? ramp.low : ramp.high)};
}

/* The least |v - y| over the span. */
static double distance(span v, double y)
{
    return fmax(0, fmax(v.low - y, y - v.high));
}

/* max(x - c, 0) for c in the span. */
static span ramp_at(double x, span c)
{
    return (span){fmax(0, x - c.high), fmax(0, x - c.low)};
}

static double bound_at(const box *p, double x)
{
    span v = scaled(p->side[B], ramp_at(x, p->side[C]));
    return distance((span){p->side[A].low + v.low, p->side[A].high + v.high}, x * x);
}

/* A lower bound of the largest error at the three points, over the box of parameters. */
static double bound(const box *p)
{
    return fmax(bound_at(p, -1), fmax(bound_at(p, 0), bound_at(p, 1)));
}

static box half(const box *p, int axis, int right)
{
    box part = *p;
    double middle = 0.5 * (p->side[axis].low + p->side[axis].high);
    if (right)
        part.side[axis].low = middle;
    else
        part.side[axis].high = middle;
    return part;
}

/* How much of the uncertainty of f(1) a parameter causes. */
static double influence(const box *p, int axis)
{
    double width = p->side[axis].high - p->side[axis].low;
    if (axis == B)
        return width * (1 - p->side[C].low);
    return axis == C ? width * fmax(fabs(p->side[B].low), fabs(p->side[B].high)) : width;
}

/* The axis whose halves have the best bounds together; among equals the one of most influence. */
static int choose_axis(const box *p)
{
    int best = A;
    double best_sum = -1;
    for (int axis = A; axis < PARAMETERS; axis++) {
        box left = half(p, axis, 0), right = half(p, axis, 1);
        double sum = bound(&left) + bound(&right);
        if (sum > best_sum || (sum == best_sum && influence(p, axis) > influence(p, best))) {
            best = axis;
            best_sum = sum;
        }
    }
    return best;
}

/* Depth first; a box of 40 halvings still has ends of few bits. */
static bool prove(nw_h3_search *search, const box *p, int depth)
{
    if (++search->boxes > search->most_boxes)
        return false;
    if (bound(p) >= search->level - search->margin) {
        search->leaves++;
        return true;
    }
    if (depth == 40)
        return false;
    int axis = choose_axis(p);
    box left = half(p, axis, 0), right = half(p, axis, 1);
    return prove(search, &left, depth + 1) && prove(search, &right, depth + 1);
}

bool nw_h3_search_run(nw_h3_search *search)
{
    box all = {{{-search->reach, search->reach}, {-search->reach, search->reach}, {-1, 1}}};
    search->boxes = search->leaves = 0;
    return prove(search, &all, 0);
}
