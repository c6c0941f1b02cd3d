#include "construct/mcshane.h"

#include <stdlib.h>

#include "base/memory.h"
#include "construct/check.h"
#include "construct/mcshane_tree.h"

/* ---- centres ---- */

size_t nw_cones_count(size_t axes, size_t centres)
{
    return axes == 1 ? centres : centres * centres;
}

nw_status nw_cones_check(size_t axes, size_t centres, nw_error *error)
{
    if (axes != 1 && axes != 2)
        return nw_fail(error, NW_BAD_INPUT, "mcshane networks are built in 1 or 2 dimensions, not in %zu", axes);
    /* the widest layer is the third, or the first of one axis: m_ij, carries, and the node values where they are
     * inputs */
    size_t most = axes == 1 ? NW_MOST_UNITS / 2 - 1 : 700;
    if (centres < 1 || centres > most)
        return nw_fail(error, NW_BAD_INPUT,
                       "%zu centres an axis: mcshane networks are built with 1 to %zu in %zu dimension%s; take a "
                       "larger error",
                       centres, most, axes, axes == 1 ? "" : "s");
    return NW_OK;
}

double nw_cones_centre(size_t centres, size_t index)
{
    return (2 * (double)index + 1 - (double)centres) / (double)centres;
}

void nw_cones_point(double *x, size_t axes, size_t centres, size_t index)
{
    if (axes == 2)
        x[0] = nw_cones_centre(centres, index / centres);
    x[axes - 1] = nw_cones_centre(centres, index % centres);
}

/* ---- layers ---- */

/* Adds relu(previous unit) for count units of the layer before. */
static size_t carry(nw_builder *builder, size_t source, size_t count)
{
    size_t first = nw_builder_units(builder);
    for (size_t i = 0; i < count; i++) {
        nw_builder_unit(builder);
        nw_builder_connect(builder, source + i, 1);
    }
    return first;
}

/* relu(x + bias) */
static size_t raised(nw_builder *builder, size_t input, double bias)
{
    size_t unit = nw_builder_unit(builder);
    nw_builder_connect(builder, input, 1);
    nw_builder_bias(builder, bias);
    return unit;
}

/* relu(x_i - x) for the centres of an axis */
static size_t hinges(nw_builder *builder, size_t axis, size_t centres)
{
    size_t first = nw_builder_units(builder);
    for (size_t i = 0; i < centres; i++) {
        nw_builder_unit(builder);
        nw_builder_connect(builder, axis, -1);
        nw_builder_bias(builder, nw_cones_centre(centres, i));
    }
    return first;
}

/* y - |x - x_i| = (y + x_i + 4 - 2 r_i) - (x + 4), r_i = relu(x_i - x).  The first bracket is a value of the tree:
 * at least -1 + x_i + 4 - 2 (x_i + 1) = 1 - x_i > 0 for y >= -1. */
enum { LINE_RAISE = 4 };

static void build_line(nw_builder *builder, const nw_cones *cones)
{
    size_t p = cones->centres, x;
    double *biases = cones->values != NULL ? nw_alloc(p, sizeof *biases) : NULL;
    nw_leaves leaves = {.count = p, .scale = -2, .biases = biases};
    nw_maxima maxima = {.count = p};
    nw_builder_layer(builder, NW_RELU);
    leaves.first = hinges(builder, 0, p);
    leaves.values = nw_builder_units(builder);
    for (size_t i = 0; i < p; i++) {
        double raise = nw_cones_centre(p, i) + LINE_RAISE;
        if (biases != NULL)
            biases[i] = cones->values[i] + raise;
        else
            raised(builder, 1 + i, raise);
    }
    x = raised(builder, 0, LINE_RAISE - cones->shift);
    for (bool first = true; first || maxima.count > 1; first = false) {
        nw_builder_layer(builder, NW_RELU);
        if (first)
            nw_leaves_level(&maxima, builder, &leaves, NW_NOTHING_LESS);
        else
            nw_maxima_level(&maxima, builder, NW_NOTHING_LESS);
        x = carry(builder, x, 1);
    }
    nw_builder_layer(builder, NW_IDENTITY);
    nw_builder_unit(builder);
    nw_maxima_connect(builder, &maxima, 0, 1);
    nw_builder_connect(builder, x, -1);
    free(biases);
}

/* With D_i = |x_1 - a_i|, E_j = |x_2 - b_j|, m_ij = relu(E_j - D_i) <= E_j < 2:
 *     y - max(D_i, E_j) = (y + 3 - m_ij) - D_i - 3,
 * a bracket of at least 3 - 1 - 2 >= 0.  Row i's maximum of it, less D_i, is at least 3 - 1 - 2 as well, because
 * max(D_i, E_j) < 2. */
enum { SQUARE_RAISE = 3 };

/* Distances from the centres of both axes: (x + 1) - (a_i + 1) + 2 relu(a_i - x).  The node values are carried
 * along. */
static size_t distances(nw_builder *builder, const nw_cones *cones, size_t *values)
{
    size_t p = cones->centres, r[2], x[2];
    nw_builder_layer(builder, NW_RELU);
    for (size_t axis = 0; axis < 2; axis++) {
        r[axis] = hinges(builder, axis, p);
        x[axis] = raised(builder, axis, 1);
    }
    *values = nw_builder_units(builder);
    for (size_t v = 0; cones->values == NULL && v < p * p; v++)
        raised(builder, 2 + v, SQUARE_RAISE);
    nw_builder_layer(builder, NW_RELU);
    size_t first = nw_builder_units(builder);
    for (size_t axis = 0; axis < 2; axis++)
        for (size_t i = 0; i < p; i++) {
            nw_builder_unit(builder);
            nw_builder_connect(builder, r[axis] + i, 2);
            nw_builder_connect(builder, x[axis], 1);
            nw_builder_bias(builder, -1 - nw_cones_centre(p, i));
        }
    *values = carry(builder, *values, cones->values == NULL ? p * p : 0);
    return first;
}

static void constant(nw_builder *builder, double value)
{
    nw_builder_unit(builder);
    nw_builder_bias(builder, value);
}

static void build_square(nw_builder *builder, const nw_cones *cones)
{
    size_t p = cones->centres, values, d = distances(builder, cones, &values), m;
    double *biases = cones->values != NULL ? nw_alloc(p * p, sizeof *biases) : NULL;
    nw_maxima *rows = nw_alloc(p, sizeof *rows);
    nw_builder_layer(builder, NW_RELU);
    m = nw_builder_units(builder);
    for (size_t v = 0; v < p * p; v++) {
        nw_builder_unit(builder);
        nw_builder_connect(builder, d + v / p, -1);
        nw_builder_connect(builder, d + p + v % p, 1);
        if (biases != NULL)
            biases[v] = cones->values[v] + SQUARE_RAISE;
    }
    d = carry(builder, d, p);
    values = carry(builder, values, biases == NULL ? p * p : 0);
    for (bool first = true; first || rows[0].count > 1; first = false) {
        nw_builder_layer(builder, NW_RELU);
        for (size_t i = 0; i < p; i++) {
            nw_leaves leaves = {m + i * p, p, -1, biases != NULL ? biases + i * p : NULL, values + i * p};
            if (first)
                nw_leaves_level(&rows[i], builder, &leaves, d + i);
            else
                nw_maxima_level(&rows[i], builder, d + i);
        }
        if (rows[0].count > 1)
            d = carry(builder, d, p);
    }
    /* The maxima of the rows stand side by side: the leaves of nothing, the values of one more tree. */
    nw_maxima maxima = {rows[0].first, p, rows[0].single};
    if (maxima.count == 1)
        constant(builder, SQUARE_RAISE - cones->shift);
    while (maxima.count > 1) {
        nw_builder_layer(builder, NW_RELU);
        nw_maxima_level(&maxima, builder, NW_NOTHING_LESS);
        if (maxima.count == 1)
            constant(builder, SQUARE_RAISE - cones->shift);
    }
    size_t raise = nw_builder_units(builder) - 1;
    nw_builder_layer(builder, NW_IDENTITY);
    nw_builder_unit(builder);
    nw_maxima_connect(builder, &maxima, 0, 1);
    nw_builder_connect(builder, raise, -1);
    free(rows);
    free(biases);
}

nw_status nw_cones_network(nw_network **network, const nw_cones *cones, nw_error *error)
{
    nw_status status = nw_cones_check(cones->axes, cones->centres, error);
    if (status != NW_OK)
        return status;
    bool inputs = cones->values == NULL;
    nw_builder *builder = nw_builder_new(cones->axes + (inputs ? nw_cones_count(cones->axes, cones->centres) : 0));
    if (cones->axes == 1)
        build_line(builder, cones);
    else
        build_square(builder, cones);
    nw_built built;
    fmpz_t centres;
    nw_built_init(&built);
    fmpz_init_set_ui(centres, cones->centres);
    if (inputs)
        nw_built_mcshane_primary(&built, centres, (slong)cones->axes);
    else
        nw_built_mcshane(&built, centres, (slong)cones->axes);
    status = nw_check_built(network, nw_builder_finish(builder), &built, "mcshane", error);
    fmpz_clear(centres);
    nw_built_clear(&built);
    return status;
}
