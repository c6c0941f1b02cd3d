#include "numeric/spline_table.h"

#include <math.h>
#include <pthread.h>

static nw_spline_table steps[NW_SPLINE_ORDER], bumps[NW_SPLINE_ORDER], relu_table, abs_table;
static pthread_once_t once = PTHREAD_ONCE_INIT;

enum { PREC = NW_SPLINE_BITS };

/* -cos(j pi/r); exact where it is rational, which it is for 0, 1/2 and 1 only (Niven). */
static void set_knot(arb_t knot, int j, int r)
{
    if (j == 0 || j == r) {
        arb_set_si(knot, j == 0 ? -1 : 1);
    } else if (2 * j == r) {
        arb_zero(knot);
    } else if (3 * j == r || 3 * j == 2 * r) {
        arb_set_si(knot, 3 * j == r ? -1 : 1);
        arb_mul_2exp_si(knot, knot, -1);
    } else {
        fmpq_t angle;
        fmpq_init(angle);
        fmpq_set_si(angle, j, (ulong)r);
        arb_cos_pi_fmpq(knot, angle, PREC);
        arb_neg(knot, knot);
        fmpq_clear(angle);
    }
}

static void init_table(nw_spline_table *table, int order, int knots)
{
    table->order = order;
    table->knots = knots;
    for (int i = 0; i < NW_SPLINE_KNOTS; i++) {
        arb_init(table->exact_knot + i);
        arb_init(table->exact_jump + i);
    }
    for (int i = 0; i <= NW_SPLINE_KNOTS; i++)
        for (int k = 0; k <= NW_SPLINE_ORDER; k++)
            arb_init(table->piece[i].exact + k);
}

/* c += jump (t - knot)^order written around `middle`. */
static void add_power(arb_ptr c, const arb_t jump, const arb_t knot, double middle, int order)
{
    arb_t shift, term, binomial;
    arb_init(shift);
    arb_init(term);
    arb_init(binomial);
    arb_set_d(shift, middle);
    arb_sub(shift, shift, knot, PREC);
    for (int k = 0; k <= order; k++) {
        arb_pow_ui(term, shift, (ulong)(order - k), PREC);
        arb_bin_uiui(binomial, (ulong)order, (ulong)k, PREC);
        arb_mul(term, term, binomial, PREC);
        arb_addmul(c + k, term, jump, PREC);
    }
    arb_clear(shift);
    arb_clear(term);
    arb_clear(binomial);
}

/* The rest of a table from its exact knots and jumps, the first piece being given around 0 (NULL: zero). */
static void fill_table(nw_spline_table *table, const double *first)
{
    int order = table->order;
    arf_t size;
    arf_init(size);
    for (int i = 0; i < table->knots; i++) {
        arb_srcptr knot = table->exact_knot + i;
        table->knot[i] = arf_get_d(arb_midref(knot), ARF_RND_NEAR);
        table->knot_low[i] = table->knot_high[i] = table->knot[i];
        if (!arb_is_exact(knot)) {
            table->knot_low[i] = nextafter(table->knot[i], -INFINITY);
            table->knot_high[i] = nextafter(table->knot[i], INFINITY);
        }
        arb_get_abs_ubound_arf(size, table->exact_jump + i, PREC);
        table->jump[i] = arf_get_d(size, ARF_RND_CEIL);
        table->jump_sign[i] = arb_is_negative(table->exact_jump + i) ? -1 : 1;
    }
    arf_clear(size);
    for (int i = 0; i <= table->knots; i++) {
        nw_spline_piece *piece = table->piece + i;
        piece->middle = i == 0 || i == table->knots ? 0 : 0.5 * (table->knot[i - 1] + table->knot[i]);
        for (int k = 0; first != NULL && k <= order; k++)
            arb_set_d(piece->exact + k, first[k]);
        for (int j = 0; j < i; j++)
            add_power(piece->exact, table->exact_jump + j, table->exact_knot + j, piece->middle, order);
    }
}

/* Beyond the last knot a bump is 0 and a step is 1, which the sums above say only up to their balls. */
static void set_last(nw_spline_table *table, int value)
{
    nw_spline_piece *piece = table->piece + table->knots;
    for (int k = 0; k <= table->order; k++)
        arb_set_si(piece->exact + k, k == 0 ? value : 0);
}

static void round_pieces(nw_spline_table *table)
{
    arb_t difference;
    mag_t size;
    arb_init(difference);
    mag_init(size);
    for (int i = 0; i <= table->knots; i++) {
        nw_spline_piece *piece = table->piece + i;
        for (int k = 0; k <= table->order; k++) {
            piece->c[k] = arf_get_d(arb_midref(piece->exact + k), ARF_RND_NEAR);
            arb_set_d(difference, piece->c[k]);
            arb_sub(difference, difference, piece->exact + k, PREC);
            arb_get_mag(size, difference);
            piece->error[k] = mag_get_d(size);
        }
        for (int k = table->order; k >= 0; k--)
            piece->zero_above[k] = (k == table->order || piece->zero_above[k + 1]) && arb_is_zero(piece->exact + k);
    }
    arb_clear(difference);
    mag_clear(size);
}

/* The r-th derivative of S_r is K = 4^(r-1) (r-1)! between the first two knots and changes its sign at each inner one.
 */
static void make_step(nw_spline_table *table, int r)
{
    init_table(table, r, r + 1);
    for (int j = 0; j <= r; j++) {
        arb_ptr knot = table->exact_knot + j, jump = table->exact_jump + j;
        set_knot(knot, j, r);
        arb_add_ui(knot, knot, 1, PREC);
        arb_mul_2exp_si(knot, knot, -1);
        arb_set_si(jump, j % 2 == 0 ? 1 : -1);
        arb_mul_2exp_si(jump, jump, 2 * (r - 1) + (j > 0 && j < r));
        arb_div_ui(jump, jump, (ulong)r, PREC); /* K / r! = 4^(r-1) / r */
    }
    fill_table(table, NULL);
    set_last(table, 1);
    round_pieces(table);
}

/* The same shape with r + 1 in place of r, one derivative down, on [-1,1], divided by its value at 0: the bump is a
 * B-spline and symmetric, so that is its peak. */
static void make_bump(nw_spline_table *table, int r)
{
    init_table(table, r, r + 2);
    arb_t peak, term;
    arb_init(peak);
    arb_init(term);
    for (int j = 0; j <= r + 1; j++) {
        arb_ptr knot = table->exact_knot + j, jump = table->exact_jump + j;
        set_knot(knot, j, r + 1);
        arb_set_si(jump, j % 2 == 0 ? 1 : -1);
        arb_mul_2exp_si(jump, jump, j > 0 && j < r + 1);
        if (2 * j < r + 1) { /* knots left of 0 */
            arb_neg(term, knot);
            arb_pow_ui(term, term, (ulong)r, PREC);
            arb_addmul(peak, term, jump, PREC);
        }
    }
    for (int j = 0; j <= r + 1; j++)
        arb_div(table->exact_jump + j, table->exact_jump + j, peak, PREC);
    arb_clear(peak);
    arb_clear(term);
    fill_table(table, NULL);
    set_last(table, 0);
    round_pieces(table);
}

/* Two straight lines through 0. */
static void make_lines(nw_spline_table *table, double left, double right)
{
    const double first[] = {0, left};
    init_table(table, 1, 1);
    arb_set_d(table->exact_jump, right - left);
    fill_table(table, first);
    round_pieces(table);
}

static void make_tables(void)
{
    for (int r = 1; r <= NW_SPLINE_ORDER; r++) {
        make_step(steps + r - 1, r);
        make_bump(bumps + r - 1, r);
    }
    make_lines(&relu_table, 0, 1);
    make_lines(&abs_table, -1, 1);
}

const nw_spline_table *nw_spline_table_of(const nw_univariate *f)
{
    pthread_once(&once, make_tables);
    bool served = f->order >= 1 && f->order <= NW_SPLINE_ORDER;
    switch (f->function) {
    case NW_FUNCTION_BUMP:
        return served ? bumps + f->order - 1 : NULL;
    case NW_FUNCTION_STEP:
        return served ? steps + f->order - 1 : NULL;
    case NW_FUNCTION_CRELU:
        return steps;
    case NW_FUNCTION_RELU:
        return &relu_table;
    case NW_FUNCTION_ABS:
        return &abs_table;
    default:
        return NULL;
    }
}
