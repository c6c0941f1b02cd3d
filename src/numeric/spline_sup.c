#include "numeric/spline.h"

#include "numeric/spline_table.h"

enum {
    PREC = NW_SPLINE_BITS,
    LAST_BIT = 320, /* zeros are enclosed to 2^-320 */
    MOST = NW_SPLINE_KNOTS
};

/* y = the j-th derivative on a piece, at a ball. */
static void derivative_on(arb_t y, const nw_spline_piece *piece, int order, int j, const arb_t t)
{
    arb_t s, c;
    arb_init(s);
    arb_init(c);
    arb_set_d(s, piece->middle);
    arb_sub(s, t, s, PREC);
    arb_zero(y);
    for (int k = order; k >= j; k--) {
        arb_mul(y, y, s, PREC);
        arb_set(c, piece->exact + k);
        for (int i = 0; i < j; i++)
            arb_mul_ui(c, c, (ulong)(k - i), PREC);
        arb_add(y, y, c, PREC);
    }
    arb_clear(s);
    arb_clear(c);
}

/* The j-th derivative, j < order, at a ball: the union over the pieces it may lie in. */
static void derivative_at(arb_t y, const nw_spline_table *table, int j, const arb_t t)
{
    arb_t other;
    arb_init(other);
    bool begun = false;
    for (int i = 0; i <= table->knots; i++) {
        bool right = i == 0 || !arb_lt(t, table->exact_knot + i - 1);
        bool left = i == table->knots || !arb_gt(t, table->exact_knot + i);
        if (!right || !left)
            continue;
        derivative_on(other, table->piece + i, table->order, j, t);
        if (begun)
            arb_union(y, y, other, PREC);
        else
            arb_set(y, other);
        begun = true;
    }
    arb_clear(other);
}

static int sign_at(const nw_spline_table *table, int j, const arb_t t)
{
    arb_t y;
    arb_init(y);
    derivative_at(y, table, j, t);
    int sign = arb_is_positive(y) ? 1 : arb_is_negative(y) ? -1 : 0;
    arb_clear(y);
    return sign;
}

/* A ball with the zero of f^(j) between two neighbouring extrema of it; it is monotone there, so there is one at most.
 * False when the signs at both are the same: then there is none.  Bisection with proven signs; a middle whose sign
 * is not decided is the zero or very near to it, which the signs at its two sides then prove. */
static bool enclose_zero(arb_t zero, const nw_spline_table *table, int j, const arb_t left, const arb_t right)
{
    int sign_left = sign_at(table, j, left), sign_right = sign_at(table, j, right);
    if (sign_left != 0 && sign_left == sign_right)
        return false;
    arb_t low, high, middle, step;
    arb_init(low);
    arb_init(high);
    arb_init(middle);
    arb_init(step);
    arb_set(low, left);
    arb_set(high, right);
    for (int bit = 0; bit < LAST_BIT; bit++) {
        arb_add(middle, low, high, PREC);
        arb_mul_2exp_si(middle, middle, -1);
        arb_get_mid_arb(middle, middle);
        int sign = sign_at(table, j, middle);
        if (sign == 0) {
            arb_one(step);
            arb_mul_2exp_si(step, step, -LAST_BIT);
            arb_sub(low, middle, step, PREC);
            arb_add(high, middle, step, PREC);
            break;
        }
        arb_set(sign == sign_left ? low : high, middle);
    }
    /* The signs at low and high are opposite; if the step around a middle did not prove it, the whole bracket holds. */
    if (sign_left == 0 || sign_at(table, j, low) != sign_left || sign_at(table, j, high) != -sign_left) {
        arb_set(low, left);
        arb_set(high, right);
    }
    arb_union(zero, low, high, PREC);
    arb_clear(low);
    arb_clear(high);
    arb_clear(middle);
    arb_clear(step);
    return true;
}

/* The extrema of f^(order - 1) are the inner knots, where f^(order) changes its sign; those of f^(i - 1) are the zeros
 * of f^(i), one between neighbouring extrema of f^(i) at most, and none before the first or after the last, because
 * f^(i) vanishes at both ends of the support for 1 <= i < order. */
static int find_extrema(arb_ptr extrema, const nw_spline_table *table, int j)
{
    int count = table->knots - 2;
    for (int k = 0; k < count; k++)
        arb_set(extrema + k, table->exact_knot + k + 1);
    for (int i = table->order - 1; i > j; i--) {
        int zeros = 0;
        for (int k = 0; k + 1 < count; k++)
            if (enclose_zero(extrema + zeros, table, i, extrema + k, extrema + k + 1))
                zeros++;
        count = zeros;
    }
    return count;
}

bool nw_spline_sup(arb_t sup, const nw_univariate *f, int j, slong prec)
{
    const nw_spline_table *table = nw_spline_table_of(f);
    if (table == NULL || j < 0 || j > table->order)
        return false;
    if (j == 0) { /* both have values in [0, 1] and take 1 */
        arb_one(sup);
        return true;
    }
    arb_t y;
    arb_init(y);
    arb_zero(sup);
    if (j == table->order) { /* constant on every piece */
        for (int i = 1; i < table->knots; i++) {
            arb_set(y, table->piece[i].exact + j);
            for (int k = 2; k <= j; k++)
                arb_mul_ui(y, y, (ulong)k, PREC);
            arb_abs(y, y);
            arb_max(sup, sup, y, PREC);
        }
    } else {
        arb_ptr extrema = _arb_vec_init(MOST);
        int count = find_extrema(extrema, table, j);
        for (int k = 0; k < count; k++) {
            derivative_at(y, table, j, extrema + k);
            arb_abs(y, y);
            arb_max(sup, sup, y, PREC);
        }
        _arb_vec_clear(extrema, MOST);
    }
    arb_set_round(sup, sup, prec);
    arb_clear(y);
    return true;
}
