/* Members of the trigonometric witness. */
#include "audit/witnesses_space.h"

enum { SAMPLES = 48, MOST_INPUTS = 2 }; /* samples per axis and unit of scale, over the period 2 */

/* (pi k)^j */
static void frequency_power(arb_t y, slong k, slong j)
{
    arb_const_pi(y, NW_MEMBER_BITS);
    arb_mul_si(y, y, k, NW_MEMBER_BITS);
    arb_pow_ui(y, y, (ulong)j, NW_MEMBER_BITS);
}

/* Column 2k - 1: the j-th derivative of cos pi k x, column 2k: of sin pi k x, at `rows` points. */
static arb_ptr sample_rows(slong rows, slong scale, slong j)
{
    slong columns = 2 * scale + 1;
    arb_ptr matrix = _arb_vec_init(rows * columns);
    fmpq_t angle;
    arb_t factor;
    fmpq_init(angle);
    arb_init(factor);
    for (slong i = 0; i < rows; i++) {
        if (j == 0)
            arb_one(matrix + i * columns);
        for (slong k = 1; k <= scale; k++) { /* x = 2 i/rows; a derivative turns the angle by pi/2 */
            arb_ptr cosine = matrix + i * columns + 2 * k - 1;
            fmpq_set_si(angle, 4 * i * k + j * rows, (ulong)(2 * rows));
            frequency_power(factor, k, j);
            arb_sin_cos_pi_fmpq(cosine + 1, cosine, angle, NW_MEMBER_BITS);
            arb_mul(cosine, cosine, factor, NW_MEMBER_BITS);
            arb_mul(cosine + 1, cosine + 1, factor, NW_MEMBER_BITS);
        }
    }
    fmpq_clear(angle);
    arb_clear(factor);
    return matrix;
}

/* (h^2/8) sum |c| prod (pi k_i)^j_i (sum pi k_i)^2, h = 2/rows: at a point where |f| is largest the gradient vanishes, and the
 * next sample is at most h/2 away along each axis. */
static void add_missed(arf_t high, arb_srcptr coefficients, slong scale, slong rows, const slong *orders, slong n)
{
    slong columns = 2 * scale + 1;
    arb_t sum, term, factor;
    arb_init(sum);
    arb_init(term);
    arb_init(factor);
    for (slong entry = 0; entry < (n == 1 ? columns : columns * columns); entry++) {
        slong k[MOST_INPUTS] = {((n == 1 ? entry : entry / columns) + 1) / 2, n == 1 ? 0 : (entry % columns + 1) / 2};
        frequency_power(factor, k[0] + k[1], 2);
        arb_abs(term, coefficients + entry);
        arb_mul(term, term, factor, NW_MEMBER_BITS);
        for (slong axis = 0; axis < n; axis++) {
            frequency_power(factor, k[axis], orders[axis]);
            arb_mul(term, term, factor, NW_MEMBER_BITS);
        }
        arb_add(sum, sum, term, NW_MEMBER_BITS);
    }
    arb_div_si(sum, sum, 2 * rows * rows, NW_MEMBER_BITS);
    arf_t bound;
    arf_init(bound);
    arb_get_ubound_arf(bound, sum, NW_MEMBER_BITS);
    arf_add(high, high, bound, NW_MEMBER_BITS, ARF_RND_UP);
    arf_clear(bound);
    arb_clear(sum);
    arb_clear(term);
    arb_clear(factor);
}

static void wave_sup(arf_t low, arf_t high, slong scale, arb_srcptr coefficients, const slong *orders, slong n)
{
    slong columns = 2 * scale + 1, rows = SAMPLES * scale, total = n == 1 ? columns : columns * columns;
    arf_zero(low);
    arf_zero(high);
    arb_ptr now = _arb_vec_init(total);
    _arb_vec_set(now, coefficients, total);
    for (slong axis = n - 1; axis >= 0; axis--) {
        arb_ptr matrix = sample_rows(rows, scale, orders[axis]);
        slong before = total / columns;
        arb_ptr next = nw_contract(now, before, columns, matrix, rows);
        _arb_vec_clear(now, total);
        _arb_vec_clear(matrix, rows * columns);
        now = next;
        total = before * rows;
    }
    for (slong entry = 0; entry < total; entry++) {
        nw_raise_low(low, now + entry);
        nw_raise_high(high, now + entry);
    }
    _arb_vec_clear(now, total);
    add_missed(high, coefficients, scale, rows, orders, n);
}

void nw_waves_sum(arf_t low, arf_t high, arf_t norm_low, arf_t norm_high, slong scale, arb_srcptr coefficients, slong r,
                  slong n)
{
    arf_t one_low, one_high;
    arf_init(one_low);
    arf_init(one_high);
    arf_zero(low);
    arf_zero(high);
    slong k[MOST_INPUTS];
    for (k[0] = 0; k[0] <= r; k[0]++)
        for (k[1] = 0; k[1] <= (n > 1 ? r - k[0] : 0); k[1]++) {
            wave_sup(one_low, one_high, scale, coefficients, k, n);
            if (k[0] + k[1] == 0) {
                arf_set(norm_low, one_low);
                arf_set(norm_high, one_high);
            }
            arf_add(low, low, one_low, NW_MEMBER_BITS, ARF_RND_DOWN);
            arf_add(high, high, one_high, NW_MEMBER_BITS, ARF_RND_UP);
        }
    arf_clear(one_low);
    arf_clear(one_high);
}
