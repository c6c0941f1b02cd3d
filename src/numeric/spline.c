#include "numeric/spline.h"

#include <math.h>
#include <string.h>

#include "numeric/spline_table.h"
#include "numeric/taylor_model.h"

enum { MOST = NW_SPLINE_ORDER + 1 };

/* An interval and the pieces it meets, first .. last. */
typedef struct span {
    double low, high; /* rounded outward; exact where t0 - rho and t0 + rho are doubles */
    int first, last;
} span;

/* a + b rounded up: the sum itself where it is exact (Knuth's two-sum gives the error of an addition exactly). */
static double add_up(double a, double b)
{
    double sum = a + b, other = sum - a;
    double error = (a - (sum - other)) + (b - other);
    return error > 0 ? nextafter(sum, INFINITY) : sum;
}

static span find_span(const nw_spline_table *table, double t0, double rho)
{
    span s = {-add_up(-t0, rho), add_up(t0, rho), 0, 0};
    while (s.first < table->knots && table->knot_high[s.first] <= s.low)
        s.first++;
    s.last = s.first;
    while (s.last < table->knots && table->knot_low[s.last] < s.high)
        s.last++;
    return s;
}

/* a_k = the coefficients of a piece around t0, |t0 - middle| <= 8; g_k = proven bounds on their errors.
 * Lemma 7: synthetic division by t0 - middle takes a coefficient through at most 4 order roundings, the one of
 * t0 - middle included; the same division of what each coefficient may be off, with absolute values, bounds all. */
static void shift_piece(double *a, double *g, const nw_spline_table *table, int number, double t0)
{
    const nw_spline_piece *piece = table->piece + number;
    int order = table->order;
    double s = t0 - piece->middle, size = fabs(s);
    if (piece->zero_above[1]) { /* a constant, here and everywhere */
        memset(a, 0, MOST * sizeof *a);
        memset(g, 0, MOST * sizeof *g);
        a[0] = piece->c[0];
        return;
    }
    for (int k = 0; k <= order; k++) {
        a[k] = piece->c[k];
        g[k] = fabs(piece->c[k]) * (4 * order + 1) * NW_UNIT + piece->error[k];
    }
    for (int i = 0; i < order; i++)
        for (int k = order - 1; k >= i; k--) {
            a[k] += s * a[k + 1];
            g[k] += size * g[k + 1];
        }
    for (int k = 0; k <= order; k++)
        g[k] = nw_raise(g[k]) + NW_TINY;
}

/* Keeps degree <= 3; the rest of the polynomial is at most the sum of |a_k| rho^k. */
static void truncate_polynomial(nw_expansion *out, const double *a, const double *g, int order, double rho)
{
    double rest = 0, rounding = 0;
    for (int k = order; k >= 4; k--)
        rest = rest * rho + fabs(a[k]) + g[k];
    rest = rest * rho * rho * rho * rho;
    for (int k = order < 3 ? order : 3; k >= 0; k--)
        rounding = rounding * rho + g[k];
    for (int k = 0; k < 4; k++)
        out->k[k] = k <= order ? a[k] : 0;
    out->remainder = nw_raise(rest);
    out->rounding = nw_raise(rounding);
    if (rounding > 0)
        out->rounding += NW_TINY * (1 + rho) * (1 + rho) * (1 + rho);
}

static double power(double x, int n)
{
    double y = 1;
    for (; n > 0; n--)
        y *= x;
    return y;
}

/* A kink between two polynomials is served by a mixture of both:
 *   f - ((1 - w) P + w Q) = -w jump (t - knot)^r left of the knot, (1 - w) jump (t - knot)^r right of it,
 * Q = P + jump (t - knot)^r.  With A and B the sizes of jump (t - knot)^r at the two ends, w = B/(A + B) makes both
 * parts equal; any w will do, and with a multiple of 2^-20 all weights are exact.  For odd r both parts have the sign
 * of the jump: half their size goes into the constant. */
typedef struct mixture {
    double weight, error, lift;
} mixture;

static mixture mix_at_knot(const nw_spline_table *table, int i, const span *s)
{
    int r = table->order;
    double left = nw_raise(table->knot_high[i] - s->low), right = nw_raise(s->high - table->knot_low[i]);
    double a = nw_raise(table->jump[i] * power(left, r)), b = nw_raise(table->jump[i] * power(right, r));
    mixture m = {floor(b / (a + b) * 0x1p20 + 0.5) * 0x1p-20, 0, 0};
    if (!(m.weight >= 0 && m.weight <= 1)) /* where a + b is 0 or infinite */
        m.weight = 0;
    double on_left = m.weight * a, on_right = (1 - m.weight) * b;
    m.error = nw_raise(on_left > on_right ? on_left : on_right) + NW_TINY;
    if (r % 2 == 1) {
        m.error *= 0.5;
        m.lift = table->jump_sign[i] * m.error;
    }
    return m;
}

/* A polynomial for pieces first .. last together.  Where rounding of a box alone makes an interval reach beyond a knot,
 * the cost is no remainder: smaller boxes do not shrink it. */
static void expand_across(nw_expansion *out, const nw_spline_table *table, const span *s, double t0, double rho)
{
    int order = table->order;
    double a[MOST] = {0}, g[MOST] = {0}, size[MOST] = {0}, remainder = 0, rounding = 0, lift = 0, lifted = 0;
    double thin = 0x1p-40 * (1 + fabs(t0)), before = 1;
    for (int number = s->first; number <= s->last; number++) {
        mixture m = {0, 0, 0};
        if (number < s->last) {
            m = mix_at_knot(table, number, s);
            if (table->knot[number] - s->low <= thin || s->high - table->knot[number] <= thin)
                rounding += m.error;
            else
                remainder += m.error;
            lift += m.lift;
            lifted += m.error;
        }
        double weight = before - m.weight; /* exact: multiples of 2^-20 in [-1, 1] */
        before = m.weight;
        if (weight == 0)
            continue;
        double b[MOST], h[MOST];
        shift_piece(b, h, table, number, t0);
        for (int k = 0; k <= order; k++) {
            a[k] += weight * b[k];
            size[k] += fabs(weight * b[k]);
            g[k] += fabs(weight) * h[k];
        }
    }
    a[0] += lift;
    size[0] += lifted;
    /* Lemma 2: a sum of at most 11 products and, in a_0, 10 lifts summed before. */
    for (int k = 0; k <= order; k++)
        g[k] = nw_raise(g[k] + 32 * NW_UNIT * size[k]) + NW_TINY;
    truncate_polynomial(out, a, g, order, rho);
    out->remainder = nw_raise(out->remainder + remainder);
    out->rounding = nw_raise(out->rounding + rounding);
}

/* f(t) in double with its proven error. */
static double proven_value(double *error, const nw_univariate *f, double t)
{
    nw_expansion e;
    nw_expand_spline(&e, f, t, 0);
    *error = nw_raise(e.remainder + e.rounding);
    return e.k[0];
}

/* The values between two constants: a step rises from 0 to 1; a bump rises to 1 at 0 and falls. */
static void expand_constant(nw_expansion *out, const nw_univariate *f, const span *s)
{
    double low = s->low > -2 ? s->low : -2, high = s->high < 2 ? s->high : 2; /* constant beyond */
    double error_low, error_high;
    double at_low = proven_value(&error_low, f, low), at_high = proven_value(&error_high, f, high);
    double least = at_low - error_low < at_high - error_high ? at_low - error_low : at_high - error_high;
    double most = at_low + error_low > at_high + error_high ? at_low + error_low : at_high + error_high;
    least -= 2 * NW_UNIT;
    most += 2 * NW_UNIT;
    if (f->function == NW_FUNCTION_BUMP && low < 0 && high > 0)
        most = 1;
    least = least > 0 ? least : 0;
    most = most < 1 ? most : 1;
    *out = (nw_expansion){.k = {0.5 * (least + most)}, .remainder = 0.5 * (most - least) + 4 * NW_UNIT};
}

bool nw_expand_spline(nw_expansion *out, const nw_univariate *f, double t0, double rho)
{
    bool served = f->function == NW_FUNCTION_BUMP || f->function == NW_FUNCTION_STEP;
    const nw_spline_table *table = served ? nw_spline_table_of(f) : NULL;
    if (table == NULL || !(fabs(t0) < INFINITY) || !(rho >= 0 && rho < INFINITY))
        return false;
    span s = find_span(table, t0, rho);
    if (s.first == s.last) {
        double a[MOST], g[MOST];
        shift_piece(a, g, table, s.first, t0);
        truncate_polynomial(out, a, g, table->order, rho);
        return true;
    }
    if (rho > 4) {
        expand_constant(out, f, &s);
        return true;
    }
    expand_across(out, table, &s, t0, rho);
    if (rho > 0) {
        nw_expansion constant;
        expand_constant(&constant, f, &s);
        if (!(out->remainder <= constant.remainder))
            *out = constant;
    }
    return true;
}

double nw_spline_value(const nw_univariate *f, double t)
{
    const nw_spline_table *table = nw_spline_table_of(f);
    if (table == NULL || !(fabs(t) < INFINITY))
        return NAN;
    if (t <= table->knot[0])
        return table->piece[0].c[0];
    int number = 1;
    while (number < table->knots && table->knot[number] <= t)
        number++;
    const nw_spline_piece *piece = table->piece + number;
    double s = t - piece->middle, y = piece->c[table->order];
    if (piece->zero_above[1])
        return piece->c[0];
    for (int k = table->order - 1; k >= 0; k--)
        y = y * s + piece->c[k];
    return y;
}

size_t nw_spline_breaks(double *breaks, const nw_univariate *f)
{
    const nw_spline_table *table = nw_spline_table_of(f);
    if (table == NULL)
        return 0;
    memcpy(breaks, table->knot, (size_t)table->knots * sizeof *breaks);
    return (size_t)table->knots;
}
