#include <stdbool.h>

#include "built.h"

/* max over the P^n centres of y_c - ||x - c||_inf.  One axis is a row: with t = x + const and r_i = relu(x_i - x)
 *     y_i - |x - x_i| = (y_i + x_i + const - 2 r_i) - t,
 * so t comes out of the maximum, and a centre costs one unit in layer 1.  Two axes are P rows: with D_i and D'_j for
 * the distances along the axes, m_ij = relu(D_i - D'_j),
 *     y_ij - max(D_i, D'_j) = (y_ij - m_ij) - D'_j,
 * so D'_j comes out of the maximum over row j.  Maxima are trees of max(a, b) = relu(a - b) + relu(b), b >= 0. */

/* ---- a level of a tree of maxima ---- */

/* An item is a sum of two units, the last may be one unit alone.  Leaves are a unit of the layer before and a bias or,
 * where node values are inputs, a unit in its place. */
typedef struct tree {
    fmpz_t items;
    bool leaves, single;
} tree;

static void tree_init(tree *t, const fmpz_t items, bool leaves)
{
    fmpz_init_set(t->items, items);
    t->leaves = leaves;
    t->single = false;
}

/* Items in pairs: relu(a - b) and relu(b).  An odd one, the first, is carried on as one unit and stands last then; a
 * last one that is a single unit already is the b of its pair.  A unit for an item either way.
 *   leaves  relu(a - b): 2 units and the bias, relu(b): unit and bias (values: 4 and 2)
 *   later   4 and 2, where b is single 3 and 1; the odd one 2 */
static void tree_level(fmpz_t units, fmpz_t connections, tree *t, bool values)
{
    bool odd = fmpz_is_odd(t->items);
    fmpz_set(units, t->items);
    fmpz_fdiv_q_2exp(t->items, t->items, 1);
    fmpz_mul_ui(connections, t->items, t->leaves && !values ? 5 : 6);
    fmpz_add_ui(connections, connections, odd ? 2 : 0);
    fmpz_sub_ui(connections, connections, t->single ? 2 : 0);
    fmpz_add_ui(t->items, t->items, odd ? 1 : 0);
    t->leaves = false;
    t->single = odd;
}

static bool tree_ends(const tree *t)
{
    return !t->leaves && fmpz_is_one(t->items);
}

/* ---- layers ---- */

/* Where layers go: built may be NULL. */
typedef struct sink {
    nw_built *built;
    fmpz_t total, widest;
    slong layers;
} sink;

static void put(sink *to, const fmpz_t units, const fmpz_t connections)
{
    if (to->built != NULL)
        nw_built_add(to->built, units, connections);
    fmpz_add(to->total, to->total, connections);
    if (fmpz_cmp(units, to->widest) > 0)
        fmpz_set(to->widest, units);
    to->layers++;
}

/* A layer that is a polynomial in P: squares P^2 + lines P + ones. */
static void put_polynomial(sink *to, const fmpz_t p, const ulong units[3], const ulong connections[3])
{
    fmpz_t square, counts[2];
    fmpz_init(square);
    fmpz_mul(square, p, p);
    for (int i = 0; i < 2; i++) {
        const ulong *by = i == 0 ? units : connections;
        fmpz_init_set_ui(counts[i], by[2]);
        fmpz_addmul_ui(counts[i], p, by[1]);
        fmpz_addmul_ui(counts[i], square, by[0]);
    }
    put(to, counts[0], counts[1]);
    fmpz_clear(square);
    fmpz_clear(counts[0]);
    fmpz_clear(counts[1]);
}

/* One row: r_i and t (a weight and a bias each); the tree with t carried along; the maximum less t. */
static void line(sink *to, const fmpz_t p, bool values)
{
    fmpz_t units, connections;
    tree t;
    fmpz_init(units);
    fmpz_init(connections);
    tree_init(&t, p, true);
    put_polynomial(to, p, (const ulong[]){0, values ? 2 : 1, 1}, (const ulong[]){0, values ? 4 : 2, 2});
    do {
        tree_level(units, connections, &t, values);
        fmpz_add_ui(units, units, 1);
        fmpz_add_ui(connections, connections, 1);
        put(to, units, connections);
    } while (!tree_ends(&t));
    fmpz_one(units);
    fmpz_set_ui(connections, t.single ? 2 : 3);
    put(to, units, connections);
    fmpz_clear(units);
    fmpz_clear(connections);
    fmpz_clear(t.items);
}

/* A layer of the trees of all rows, in which the D'_j are carried on; in their last, relu(b - D'_j) subtracts them. */
static void put_rows(sink *to, const fmpz_t p, tree *row, bool values, bool *ended)
{
    fmpz_t units, connections;
    fmpz_init(units);
    fmpz_init(connections);
    tree_level(units, connections, row, values);
    *ended = tree_ends(row);
    fmpz_add_ui(units, units, *ended ? 0 : 1);
    fmpz_add_ui(connections, connections, 1);
    fmpz_mul(units, units, p);
    fmpz_mul(connections, connections, p);
    if (*ended && fmpz_is_one(p)) { /* no tree of rows follows: the constant stands here */
        fmpz_add_ui(units, units, 1);
        fmpz_add_ui(connections, connections, 1);
    }
    put(to, units, connections);
    fmpz_clear(units);
    fmpz_clear(connections);
}

/* Two axes:
 *   1     relu(a_i - x_1), relu(b_j - x_2), and the carries x_1 + 1, x_2 + 1: a weight and a bias each
 *   2     D_i and D'_j: the carry, the hinge, the bias
 *   3     m_ij, and D'_j carried
 *   4 ..  the trees of the rows, then the tree of their maxima; a constant in the last layer, a unit with a bias
 * and the node values, where they are inputs, carried through layers 1 (weight and bias), 2 and 3. */
static void square(sink *to, const fmpz_t p, bool values)
{
    fmpz_t units, connections;
    tree row, rows;
    bool ended = false;
    fmpz_init(units);
    fmpz_init(connections);
    tree_init(&row, p, true);
    tree_init(&rows, p, false);
    put_polynomial(to, p, (const ulong[]){values ? 1 : 0, 2, 2}, (const ulong[]){values ? 2 : 0, 4, 4});
    put_polynomial(to, p, (const ulong[]){values ? 1 : 0, 2, 0}, (const ulong[]){values ? 1 : 0, 6, 0});
    put_polynomial(to, p, (const ulong[]){values ? 2 : 1, 1, 0}, (const ulong[]){values ? 3 : 2, 1, 0});
    while (!ended)
        put_rows(to, p, &row, values, &ended);
    while (!tree_ends(&rows)) {
        tree_level(units, connections, &rows, values);
        bool last = tree_ends(&rows);
        fmpz_add_ui(units, units, last ? 1 : 0);
        fmpz_add_ui(connections, connections, last ? 1 : 0);
        put(to, units, connections);
    }
    fmpz_one(units);
    fmpz_set_ui(connections, fmpz_is_one(p) ? 2 : 3);
    put(to, units, connections);
    fmpz_clear(units);
    fmpz_clear(connections);
    fmpz_clear(row.items);
    fmpz_clear(rows.items);
}

static void put_layers(sink *to, nw_built *built, const fmpz_t centres, slong n, bool values)
{
    to->built = built;
    to->layers = 0;
    fmpz_init(to->total);
    fmpz_init(to->widest);
    if (n == 1)
        line(to, centres, values);
    else
        square(to, centres, values);
}

static void sink_clear(sink *to)
{
    fmpz_clear(to->total);
    fmpz_clear(to->widest);
}

void nw_built_mcshane(nw_built *built, const fmpz_t centres, slong n)
{
    sink to;
    put_layers(&to, built, centres, n, false);
    sink_clear(&to);
}

void nw_built_mcshane_shape(fmpz_t connections, fmpz_t widest, slong *hidden, const fmpz_t centres, slong n)
{
    sink to;
    put_layers(&to, NULL, centres, n, false);
    fmpz_set(connections, to.total);
    fmpz_set(widest, to.widest);
    *hidden = to.layers - 1;
    sink_clear(&to);
}

void nw_built_mcshane_primary(nw_built *built, const fmpz_t centres, slong m1)
{
    sink to;
    put_layers(&to, built, centres, m1, true);
    sink_clear(&to);
}
