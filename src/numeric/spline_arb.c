#include "numeric/spline.h"

#include <math.h>

#include "numeric/taylor_expand.h"

enum { MOST = NW_SPLINE_ORDER + 1 };

/* a = the coefficients of a piece around t. */
static void piece_at(arb_ptr a, const nw_spline_table *table, int number, const arb_t t, slong prec)
{
    const nw_spline_piece *piece = table->piece + number;
    _arb_vec_set_round(a, piece->exact, table->order + 1, prec);
    if (piece->zero_above[1])
        return;
    arb_t s;
    arb_init(s);
    arb_set_d(s, piece->middle);
    arb_sub(s, t, s, prec);
    _arb_poly_taylor_shift(a, s, table->order + 1, prec);
    arb_clear(s);
}

/* The pieces that [low, high] may meet; what a knot's ball leaves open counts as met. */
static void find_pieces(int *first, int *last, const nw_spline_table *table, const arb_t low, const arb_t high)
{
    *first = 0;
    while (*first < table->knots && arb_le(table->exact_knot + *first, low))
        ++*first;
    *last = *first;
    while (*last < table->knots && !arb_ge(table->exact_knot + *last, high))
        ++*last;
}

/* The union over the pieces that the ball meets. */
static void value_of_pieces(arb_t value, const nw_spline_table *table, const arb_t t, slong prec)
{
    arb_t low, high;
    arb_init(low);
    arb_init(high);
    arb_get_lbound_arf(arb_midref(low), t, prec);
    arb_get_ubound_arf(arb_midref(high), t, prec);
    int first, last;
    find_pieces(&first, &last, table, low, high);
    arb_ptr a = _arb_vec_init(MOST);
    for (int number = first; number <= last; number++) {
        piece_at(a, table, number, t, prec);
        if (number == first)
            arb_set(low, a);
        else
            arb_union(low, low, a, prec);
    }
    arb_set(value, low);
    _arb_vec_clear(a, MOST);
    arb_clear(low);
    arb_clear(high);
}

/* A step rises from 0 to 1; a bump rises to 1 at 0, and falls. */
static void value_of_range(arb_t value, const nw_univariate *f, const nw_spline_table *table, const arb_t t, slong prec)
{
    arb_t low, high, end;
    arb_init(low);
    arb_init(high);
    arb_init(end);
    arb_get_lbound_arf(arb_midref(low), t, prec);
    arb_get_ubound_arf(arb_midref(high), t, prec);
    bool peak = f->function == NW_FUNCTION_BUMP && arb_contains_zero(t);
    value_of_pieces(end, table, low, prec);
    value_of_pieces(high, table, high, prec);
    arb_union(value, end, high, prec);
    if (peak) {
        arb_one(end);
        arb_union(value, value, end, prec);
    }
    arb_clear(low);
    arb_clear(high);
    arb_clear(end);
}

void nw_spline_arb(arb_t value, const nw_univariate *f, const arb_t t, slong prec)
{
    const nw_spline_table *table = nw_spline_table_of(f);
    if (table == NULL || !arb_is_finite(t))
        arb_indeterminate(value);
    else if (mag_cmp_2exp_si(arb_radref(t), -prec / 2) <= 0)
        value_of_pieces(value, table, t, prec + 32);
    else
        value_of_range(value, f, table, t, prec + 32);
    arb_set_round(value, value, prec);
}

/* spline.c says what a mixture is.  Adds its bound to remainder and its half to `lift` for odd orders. */
static double mix_at_knot(mag_t remainder, arb_t lift, const nw_spline_table *table, int i, const arb_t low,
                          const arb_t high, slong prec)
{
    arb_t left, right, ratio;
    mag_t a, b, weight;
    arb_init(left);
    arb_init(right);
    arb_init(ratio);
    mag_init(a);
    mag_init(b);
    mag_init(weight);
    ulong r = (ulong)table->order;
    arb_sub(left, table->exact_knot + i, low, prec);
    arb_sub(right, high, table->exact_knot + i, prec);
    arb_pow_ui(left, left, r, prec);
    arb_pow_ui(right, right, r, prec);
    arb_mul(left, left, table->exact_jump + i, prec);
    arb_mul(right, right, table->exact_jump + i, prec);
    arb_abs(left, left);
    arb_abs(right, right);
    arb_add(ratio, left, right, prec);
    arb_div(ratio, right, ratio, prec);
    double w = arb_is_finite(ratio) ? floor(arf_get_d(arb_midref(ratio), ARF_RND_NEAR) * 0x1p20 + 0.5) * 0x1p-20 : 0;
    w = w >= 0 && w <= 1 ? w : 0;
    arb_get_mag(a, left);
    mag_set_d(weight, w);
    mag_mul(a, a, weight);
    arb_get_mag(b, right);
    mag_set_d(weight, 1 - w); /* exact: w is a multiple of 2^-20 */
    mag_mul(b, b, weight);
    mag_max(a, a, b);
    if (r % 2 == 1) {
        mag_mul_2exp_si(a, a, -1);
        arf_set_mag(arb_midref(ratio), a);
        mag_zero(arb_radref(ratio));
        if (table->jump_sign[i] > 0)
            arb_add(lift, lift, ratio, prec);
        else
            arb_sub(lift, lift, ratio, prec);
    }
    mag_add(remainder, remainder, a);
    arb_clear(left);
    arb_clear(right);
    arb_clear(ratio);
    mag_clear(a);
    mag_clear(b);
    mag_clear(weight);
    return w;
}

/* The mixture of pieces first .. last: coefficients around t0 and the bound for what it leaves out. */
static void mix_pieces(arb_ptr a, mag_t remainder, const nw_spline_table *table, int first, int last, const arb_t t0,
                       const arb_t low, const arb_t high, slong prec)
{
    arb_ptr b = _arb_vec_init(MOST);
    arb_t lift, factor;
    arb_init(lift);
    arb_init(factor);
    double before = 1;
    for (int number = first; number <= last; number++) {
        double w = number < last ? mix_at_knot(remainder, lift, table, number, low, high, prec) : 0;
        if (before != w) {
            piece_at(b, table, number, t0, prec);
            arb_set_d(factor, before - w);
            _arb_vec_scalar_addmul(a, b, table->order + 1, factor, prec);
        }
        before = w;
    }
    arb_add(a, a, lift, prec);
    arb_clear(lift);
    arb_clear(factor);
    _arb_vec_clear(b, MOST);
}

/* Where the values alone say more than the polynomial, the middle of the values. */
static void prefer_constant(arb_ptr k, mag_t remainder, const nw_univariate *f, const arb_t low, const arb_t high,
                            slong prec)
{
    arb_t t;
    arb_init(t);
    arb_union(t, low, high, prec);
    nw_spline_arb(t, f, t, prec);
    if (mag_cmp(arb_radref(t), remainder) < 0) {
        _arb_vec_zero(k, 4);
        arb_get_mid_arb(k, t);
        mag_set(remainder, arb_radref(t));
    }
    arb_clear(t);
}

bool nw_expand_spline_within(arb_ptr k, mag_t remainder, const nw_univariate *f, const arb_t t0, const arf_t rho,
                             slong prec)
{
    const nw_spline_table *table = nw_spline_table_of(f);
    if (table == NULL || !arb_is_finite(t0) || !arf_is_finite(rho))
        return false;
    slong work = prec + 64;
    arb_t low, high;
    arb_init(low);
    arb_init(high);
    arf_sub(arb_midref(low), arb_midref(t0), rho, work, ARF_RND_FLOOR);
    arf_add(arb_midref(high), arb_midref(t0), rho, work, ARF_RND_CEIL);
    int first, last;
    find_pieces(&first, &last, table, low, high);

    arb_ptr a = _arb_vec_init(MOST);
    arb_t centre;
    arb_init(centre);
    arb_get_mid_arb(centre, t0);
    mag_t left_out, term, width;
    mag_init(left_out);
    mag_init(term);
    mag_init(width);
    mix_pieces(a, left_out, table, first, last, centre, low, high, work);
    arf_get_mag(width, rho);
    for (int i = 0; i < 4; i++) {
        if (i <= table->order)
            arb_set_round(k + i, a + i, prec);
        else
            arb_zero(k + i);
    }
    mag_zero(remainder);
    for (int i = table->order; i >= 4; i--) {
        arb_get_mag(term, a + i);
        mag_mul(remainder, remainder, width);
        mag_add(remainder, remainder, term);
    }
    mag_pow_ui(width, width, 4);
    mag_mul(remainder, remainder, width);
    mag_add(remainder, remainder, left_out);
    bool bounded = f->function == NW_FUNCTION_BUMP || f->function == NW_FUNCTION_STEP;
    if (bounded && first < last)
        prefer_constant(k, remainder, f, low, high, prec);
    _arb_vec_clear(a, MOST);
    arb_clear(centre);
    arb_clear(low);
    arb_clear(high);
    mag_clear(left_out);
    mag_clear(term);
    mag_clear(width);
    return true;
}

bool nw_expand_spline_arb(arb_ptr k, mag_t remainder, const nw_univariate *f, const arb_t t0, const mag_t rho,
                          slong prec)
{
    arf_t width;
    arf_init(width);
    arf_set_mag(width, rho);
    bool done = nw_expand_spline_within(k, remainder, f, t0, width, prec);
    arf_clear(width);
    return done;
}
