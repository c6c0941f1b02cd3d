/* Values of bump and step: in double, and enclosed at an exact point. */
#include <string.h>

#include "base/memory.h"
#include "target/grid.h"

/* ---- double ---- */

void nw_bump_values(const nw_target *target, size_t count, const double *x, double *y)
{
    size_t n = (size_t)target->inputs, side = (size_t)target->scale;
    double m = (double)target->scale;
    for (size_t i = 0; i < count; i++) {
        size_t number = 0;
        double value = 1;
        for (size_t axis = 0; axis < n; axis++) {
            double place = x[i * n + axis];
            long cell = nw_grid_cell(target->scale, place);
            number = number * side + (size_t)cell;
            value *= nw_univariate_value(&target->profile, m * place + (m - (double)(2 * cell + 1)));
        }
        y[i] = target->signs[number] == '+' ? value : -value;
    }
}

/* The signs at the corners of a cell, the last axis fastest, as they stand in the certificate's formula. */
static void corner_signs(double *corners, const nw_target *target, const long *cells)
{
    int n = target->inputs;
    for (unsigned v = 0; v < 1u << n; v++) {
        size_t number = 0;
        for (int axis = 0; axis < n; axis++)
            number = number * (size_t)(target->scale + 1) + (size_t)cells[axis] + (v >> (n - 1 - axis) & 1);
        corners[v] = target->signs[number] == '+' ? 1 : -1;
    }
}

void nw_step_values(const nw_target *target, size_t count, const double *x, double *y)
{
    int n = target->inputs;
    double m = (double)target->scale;
    for (size_t i = 0; i < count; i++) {
        long cells[NW_MOST_INPUTS];
        double weight[NW_MOST_INPUTS], corners[1 << NW_MOST_INPUTS];
        for (int axis = 0; axis < n; axis++) {
            double place = x[i * (size_t)n + (size_t)axis];
            cells[axis] = nw_grid_cell(target->scale, place);
            weight[axis] = nw_univariate_value(&target->profile, m / 2 * place + (m / 2 - (double)cells[axis]));
        }
        corner_signs(corners, target, cells);
        for (int axis = n - 1; axis >= 0; axis--)
            for (unsigned v = 0; v < 1u << axis; v++)
                corners[v] = corners[2 * v] + (corners[2 * v + 1] - corners[2 * v]) * weight[axis];
        y[i] = corners[0];
    }
}

/* ---- balls ---- */

/* The cell that holds the exact number x, and t = scale * (x + 1) - 2 * cell in [0, 2]; everything exact. */
static long exact_cell(arf_t t, long scale, double x)
{
    fmpz_t floor;
    arf_t cells;
    fmpz_init(floor);
    arf_init(cells);
    arf_set_d(t, x);
    arf_add_ui(t, t, 1, ARF_PREC_EXACT, ARF_RND_DOWN);
    arf_mul_ui(t, t, (ulong)scale, ARF_PREC_EXACT, ARF_RND_DOWN);
    arf_mul_2exp_si(cells, t, -1);
    arf_floor(cells, cells);
    /* Points outside [-1,1] belong to the first or the last cell; a huge number is not converted. */
    long cell = arf_sgn(cells) < 0 ? 0 : arf_cmp_si(cells, scale - 1) >= 0 ? scale - 1 : -1;
    if (cell < 0) {
        arf_get_fmpz(floor, cells, ARF_RND_DOWN);
        cell = fmpz_get_si(floor);
    }
    arf_sub_si(t, t, 2 * cell, ARF_PREC_EXACT, ARF_RND_DOWN);
    fmpz_clear(floor);
    arf_clear(cells);
    return cell;
}

void nw_bump_enclose(arb_t value, const nw_target *target, const double *x, slong prec)
{
    arb_t t, factor;
    arb_init(t);
    arb_init(factor);
    arb_one(value);
    size_t number = 0;
    for (int axis = 0; axis < target->inputs; axis++) {
        /* M x + M - 2 j - 1, without rounding: on a border either cell gives 0. */
        long cell = exact_cell(arb_midref(t), target->scale, x[axis]);
        arf_sub_ui(arb_midref(t), arb_midref(t), 1, ARF_PREC_EXACT, ARF_RND_DOWN);
        nw_univariate_arb(factor, &target->profile, t, prec);
        arb_mul(value, value, factor, prec);
        number = number * (size_t)target->scale + (size_t)cell;
    }
    if (target->signs[number] == '-')
        arb_neg(value, value);
    arb_clear(t);
    arb_clear(factor);
}

void nw_step_enclose(arb_t value, const nw_target *target, const double *x, slong prec)
{
    int n = target->inputs;
    arb_ptr weight = _arb_vec_init(NW_MOST_INPUTS), corners = _arb_vec_init(1 << NW_MOST_INPUTS);
    long cells[NW_MOST_INPUTS];
    double signs[1 << NW_MOST_INPUTS];
    arb_t t;
    arb_init(t);
    for (int axis = 0; axis < n; axis++) {
        /* (x + 1) M/2 - j, without rounding: on a border both cells give the node's value. */
        cells[axis] = exact_cell(arb_midref(t), target->scale, x[axis]);
        arf_mul_2exp_si(arb_midref(t), arb_midref(t), -1);
        nw_univariate_arb(weight + axis, &target->profile, t, prec);
    }
    corner_signs(signs, target, cells);
    for (unsigned v = 0; v < 1u << n; v++)
        arb_set_d(corners + v, signs[v]);
    for (int axis = n - 1; axis >= 0; axis--)
        for (unsigned v = 0; v < 1u << axis; v++) {
            arb_sub(t, corners + 2 * v + 1, corners + 2 * v, prec);
            arb_set(corners + v, corners + 2 * v);
            arb_addmul(corners + v, t, weight + axis, prec);
        }
    arb_set(value, corners);
    arb_clear(t);
    _arb_vec_clear(weight, NW_MOST_INPUTS);
    _arb_vec_clear(corners, 1 << NW_MOST_INPUTS);
}
