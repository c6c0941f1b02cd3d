/* Taylor models of bump and step: the formula of one cell, the one that holds the centre of the box.
 *
 * Borders of cells are -1 + 2 j / M, which are no doubles unless M is a power of two: a box whose edges are the nearest
 * doubles may reach a little into the next cell.  What the formula is wrong by there is bounded and added. */
#include "target/grid.h"
#include "target/upward.h"

/* t = slope * x + offset on one axis of the box: the cell is where t lies between its ends. */
typedef struct cell_line {
    double slope, offset;
} cell_line;

/* An upper bound of direction * (slope * (centre + direction * half) + offset) for direction +-1.  slope > 0. */
static double outermost(cell_line line, double centre, double half, double direction)
{
    double edge = nw_sum_up(direction * centre, half);
    return nw_sum_up(nw_product_up(line.slope, edge), direction * line.offset);
}

/* How far the box reaches beyond low <= t <= high on one axis, rounded up; 0 inside. */
static double overlap(const nw_space *space, int axis, cell_line line, double low, double high)
{
    double centre = nw_space_centre(space)[axis], half = nw_space_half(space)[axis];
    double above = nw_sum_up(outermost(line, centre, half, 1), -high);
    double below = nw_sum_up(outermost(line, centre, half, -1), low);
    double most = above > below ? above : below;
    return most > 0 ? most : 0;
}

static void ridge(nw_space *space, nw_register out, const nw_target *target, int axis, cell_line line)
{
    double slope[NW_MOST_INPUTS] = {0};
    slope[axis] = line.slope;
    nw_taylor_ridge(space, out, &target->profile, slope, line.offset);
}

/* out += something of which nothing is known but |value| <= bound. */
static void blur(nw_space *space, nw_register out, double bound)
{
    size_t mark = nw_taylor_mark(space);
    nw_register error = nw_taylor_registers(space, 1);
    nw_taylor_between(space, error, bound);
    nw_taylor_add(space, out, out, error);
    nw_taylor_release(space, mark);
}

/* A cell's formula that may be wrong by more than this part of the amplitude is not worth having. */
static const double FAR = 0.25;

/* Let j be the cell of the centre and let the box reach beyond it by at most d in t on any axis.  At a point x of
 * another cell j' the formula of cell j gives 0 (a factor is outside its support), and the target is s_{j'} A prod_i
 * phi(t'_i). On an axis with j'_i != j_i the point lies within d of the border of j_i, hence of that of j'_i or deeper
 * inside other cells only if d >= 2: phi(t'_i) <= min(1, d sup|phi'|), since phi is 0 at the border.  The other factors
 * are at most 1, so the two differ by at most A min(1, d sup|phi'|). */
void nw_bump_taylor(nw_space *space, nw_register out, const nw_target *target)
{
    double m = (double)target->scale, beyond = 0;
    size_t number = 0, mark = nw_taylor_mark(space);
    cell_line lines[NW_MOST_INPUTS];
    for (int axis = 0; axis < target->inputs; axis++) {
        long cell = nw_grid_cell(target->scale, nw_space_centre(space)[axis]);
        lines[axis] = (cell_line){m, m - (double)(2 * cell + 1)};
        beyond = fmax(beyond, overlap(space, axis, lines[axis], -1, 1));
        number = number * (size_t)target->scale + (size_t)cell;
    }
    double wrong = nw_product_up(beyond, target->slope);
    if (!(wrong <= FAR)) { /* |y| <= A everywhere */
        nw_taylor_between(space, out, target->amplitude);
        return;
    }
    nw_register factor = nw_taylor_registers(space, 1);
    ridge(space, out, target, 0, lines[0]);
    for (int axis = 1; axis < target->inputs; axis++) {
        ridge(space, factor, target, axis, lines[axis]);
        nw_taylor_multiply(space, out, out, factor);
    }
    nw_taylor_scale(space, out, target->signs[number] == '+' ? target->amplitude : -target->amplitude, out);
    if (beyond > 0)
        blur(space, out, nw_product_up(target->amplitude, wrong));
    nw_taylor_release(space, mark);
}

/* values[v] = y at the corner v of the cell, the last axis fastest. */
static void corner_values(double *values, const nw_target *target, const long *cells)
{
    int n = target->inputs;
    for (unsigned v = 0; v < 1u << n; v++) {
        size_t number = 0;
        for (int axis = 0; axis < n; axis++)
            number = number * (size_t)(target->scale + 1) + (size_t)cells[axis] + (v >> (n - 1 - axis) & 1);
        values[v] = target->signs[number] == '+' ? target->amplitude : -target->amplitude;
    }
}

/* out = a + (b - a) * weight for two numbers; a, b = +-A, so that b - a is exact. */
static void between_numbers(nw_space *space, nw_register out, double a, double b, nw_register weight)
{
    size_t mark = nw_taylor_mark(space);
    nw_register constant = nw_taylor_registers(space, 1);
    nw_taylor_double(space, constant, a);
    if (a == b) {
        nw_taylor_copy(space, out, constant);
    } else {
        nw_taylor_scale(space, out, b - a, weight);
        nw_taylor_add(space, out, out, constant);
    }
    nw_taylor_release(space, mark);
}

/* Let j be the cell of the centre and x a point of the box, p the point of cell j nearest to x on every axis.  S_r is
 * constant beyond [0, 1], so the formula of cell j gives y(p) at x.  y is a combination of corner values with weights
 * that change along axis i by |S_r'| in t_i, so |dy/dt_i| <= 2 A sup|S_r'| wherever y is smooth, in every cell, and y
 * is continuous: |y(x) - y(p)| <= 2 A sup|S_r'| sum_i d_i with d_i the overlap on axis i. */
void nw_step_taylor(nw_space *space, nw_register out, const nw_target *target)
{
    int n = target->inputs;
    double m = (double)target->scale, beyond = 0;
    size_t mark = nw_taylor_mark(space);
    cell_line lines[NW_MOST_INPUTS];
    long cells[NW_MOST_INPUTS];
    double values[1 << NW_MOST_INPUTS];
    for (int axis = 0; axis < n; axis++) {
        cells[axis] = nw_grid_cell(target->scale, nw_space_centre(space)[axis]);
        lines[axis] = (cell_line){m / 2, m / 2 - (double)cells[axis]};
        beyond = nw_sum_up(beyond, overlap(space, axis, lines[axis], 0, 1));
    }
    double wrong = nw_product_up(2 * beyond, target->slope);
    if (!(wrong <= FAR)) { /* |y| <= A everywhere: weights are >= 0 and sum to 1 */
        nw_taylor_between(space, out, target->amplitude);
        return;
    }
    corner_values(values, target, cells);
    size_t rows = (size_t)1 << (n - 1);
    nw_register weight = nw_taylor_registers(space, 1 + rows), first = weight + 1;
    ridge(space, weight, target, n - 1, lines[n - 1]);
    for (size_t v = 0; v < rows; v++)
        between_numbers(space, first + v, values[2 * v], values[2 * v + 1], weight);
    for (int axis = n - 2; axis >= 0; axis--) {
        ridge(space, weight, target, axis, lines[axis]);
        for (size_t v = 0; v < (size_t)1 << axis; v++) { /* a + (b - a) * weight */
            nw_register a = first + 2 * v, b = a + 1, to = first + v;
            nw_taylor_subtract(space, b, b, a);
            nw_taylor_multiply(space, b, b, weight);
            nw_taylor_add(space, to, a, b);
        }
    }
    nw_taylor_copy(space, out, first);
    if (beyond > 0)
        blur(space, out, nw_product_up(target->amplitude, wrong));
    nw_taylor_release(space, mark);
}
