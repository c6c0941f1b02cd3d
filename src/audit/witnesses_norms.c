/* Norms of members from their Bernstein coefficients alone. */
#include "audit/witnesses_space.h"

/* The derivative in place: one coefficient less. */
static void differentiate(arb_ptr b, slong degree, const arb_t length)
{
    for (slong i = 0; i < degree; i++) {
        arb_sub(b + i, b + i + 1, b + i, NW_MEMBER_BITS);
        arb_mul_si(b + i, b + i, degree, NW_MEMBER_BITS);
        arb_div(b + i, b + i, length, NW_MEMBER_BITS);
    }
    arb_zero(b + degree);
}

static void push_up(arf_t most, const arf_t value)
{
    if (arf_cmp(value, most) > 0)
        arf_set(most, value);
}

void nw_raise_low(arf_t low, const arb_t value)
{
    arf_t bound;
    arf_init(bound);
    arb_get_abs_lbound_arf(bound, value, NW_MEMBER_BITS);
    push_up(low, bound);
    arf_clear(bound);
}

void nw_raise_high(arf_t high, const arb_t value)
{
    arf_t bound;
    arf_init(bound);
    arb_get_abs_ubound_arf(bound, value, NW_MEMBER_BITS);
    push_up(high, bound);
    arf_clear(bound);
}

/* Corners are values, and no value exceeds the largest coefficient: halved where that might still be news. */
static void search_sup(arf_t low, arf_t high, arb_srcptr b, slong degree, int depth)
{
    enum { DEPTH = 24, DIGITS = 32, NOTHING = 64 };
    nw_raise_low(low, b);
    nw_raise_low(low, b + degree);
    arf_t most, enough;
    arf_init(most);
    arf_init(enough);
    for (slong i = 0; i <= degree; i++)
        nw_raise_high(most, b + i);
    arf_mul_2exp_si(enough, low, -DIGITS);
    arf_add(enough, enough, low, NW_MEMBER_BITS, ARF_RND_DOWN);
    bool rounding = arf_cmpabs_2exp_si(most, -NOTHING) < 0; /* of a derivative that vanishes */
    if (depth == DEPTH || degree == 0 || rounding || arf_cmp(most, enough) <= 0) {
        push_up(high, most);
    } else {
        arb_ptr halves = _arb_vec_init(2 * (degree + 1));
        nw_bernstein_cut(halves, halves + degree + 1, b, degree);
        search_sup(low, high, halves, degree, depth + 1);
        search_sup(low, high, halves + degree + 1, degree, depth + 1);
        _arb_vec_clear(halves, 2 * (degree + 1));
    }
    arf_clear(most);
    arf_clear(enough);
}

void nw_bernstein_norms(arf_struct *low, arf_struct *high, const nw_bernstein *space, arb_srcptr coefficients, slong r)
{
    slong size = space->degree + 1;
    arb_ptr b = _arb_vec_init(size);
    for (slong j = 0; j <= r; j++) {
        arf_zero(low + j);
        arf_zero(high + j);
    }
    for (slong p = 0; p < space->pieces; p++) {
        _arb_vec_zero(b, size);
        for (slong d = 0; d < space->dimension; d++)
            _arb_vec_scalar_addmul(b, nw_bernstein_piece(space, d, p), size, coefficients + d, NW_MEMBER_BITS);
        for (slong j = 0; j <= r && j <= space->degree; j++) {
            search_sup(low + j, high + j, b, space->degree - j, 0);
            if (j < space->degree)
                differentiate(b, space->degree - j, space->length + p);
        }
    }
    _arb_vec_clear(b, size);
}

/* ---- tensor powers ---- */

enum { MOST_INPUTS = 3 };

/* The Bernstein coefficients of all j-th derivatives: row p (size) + i, column = function; rows beyond the degree left are
 * missing (size = degree - j + 1). */
static arb_ptr derivative_rows(slong *rows, const nw_bernstein *space, slong j)
{
    slong size = space->degree - j + 1, full = space->degree + 1;
    *rows = space->pieces * size;
    arb_ptr matrix = _arb_vec_init(*rows * space->dimension), b = _arb_vec_init(full);
    for (slong d = 0; d < space->dimension; d++)
        for (slong p = 0; p < space->pieces; p++) {
            _arb_vec_set(b, nw_bernstein_piece(space, d, p), full);
            for (slong k = 0; k < j; k++)
                differentiate(b, space->degree - k, space->length + p);
            for (slong i = 0; i < size; i++)
                arb_set(matrix + (p * size + i) * space->dimension + d, b + i);
        }
    _arb_vec_clear(b, full);
    return matrix;
}

arb_ptr nw_contract(arb_srcptr in, slong before, slong columns, arb_srcptr matrix, slong rows)
{
    arb_ptr out = _arb_vec_init(rows * before);
    for (slong row = 0; row < rows; row++)
        for (slong i = 0; i < before; i++)
            arb_dot(out + row * before + i, NULL, 0, matrix + row * columns, 1, in + i * columns, 1, columns,
                    NW_MEMBER_BITS);
    return out;
}

/* Whether that entry of all coefficients is a value at a corner of its cell. */
static bool is_corner(slong entry, const slong *rows, const slong *size, slong n)
{
    bool corner = true;
    for (slong axis = n - 1; axis >= 0; axis--) {
        slong place = entry % rows[axis] % size[axis];
        corner = corner && (place == 0 || place == size[axis] - 1);
        entry /= rows[axis];
    }
    return corner;
}

static void tensor_sup(arf_t low, arf_t high, const nw_bernstein *space, arb_srcptr coefficients, const slong *orders,
                       slong n)
{
    slong rows[MOST_INPUTS], size[MOST_INPUTS], total = 1;
    arf_zero(low);
    arf_zero(high);
    for (slong axis = 0; axis < n; axis++) {
        if (orders[axis] > space->degree)
            return; /* the derivative is 0 */
        total *= space->dimension;
    }
    arb_ptr now = _arb_vec_init(total);
    _arb_vec_set(now, coefficients, total);
    for (slong axis = n - 1; axis >= 0; axis--) {
        size[axis] = space->degree - orders[axis] + 1;
        arb_ptr matrix = derivative_rows(&rows[axis], space, orders[axis]);
        slong before = total / space->dimension;
        arb_ptr next = nw_contract(now, before, space->dimension, matrix, rows[axis]);
        _arb_vec_clear(now, total);
        _arb_vec_clear(matrix, rows[axis] * space->dimension);
        now = next;
        total = before * rows[axis];
    }
    for (slong entry = 0; entry < total; entry++) {
        nw_raise_high(high, now + entry);
        if (is_corner(entry, rows, size, n))
            nw_raise_low(low, now + entry);
    }
    _arb_vec_clear(now, total);
}

void nw_bernstein_sum(arf_t low, arf_t high, arf_t norm_low, arf_t norm_high, const nw_bernstein *space,
                   arb_srcptr coefficients, slong r, slong n)
{
    arf_t one_low, one_high;
    arf_init(one_low);
    arf_init(one_high);
    arf_zero(low);
    arf_zero(high);
    slong most[MOST_INPUTS] = {r, n > 1 ? r : 0, n > 2 ? r : 0}, k[MOST_INPUTS];
    for (k[0] = 0; k[0] <= most[0]; k[0]++)
        for (k[1] = 0; k[1] <= most[1]; k[1]++)
            for (k[2] = 0; k[2] <= most[2]; k[2]++) {
                if (k[0] + k[1] + k[2] > r)
                    continue;
                tensor_sup(one_low, one_high, space, coefficients, k, n);
                if (k[0] + k[1] + k[2] == 0) {
                    arf_set(norm_low, one_low);
                    arf_set(norm_high, one_high);
                }
                arf_add(low, low, one_low, NW_MEMBER_BITS, ARF_RND_DOWN);
                arf_add(high, high, one_high, NW_MEMBER_BITS, ARF_RND_UP);
            }
    arf_clear(one_low);
    arf_clear(one_high);
}
