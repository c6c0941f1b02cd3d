#include "built.h"

#include <assert.h>

void nw_built_init(nw_built *built)
{
    built->layer_count = 0;
    for (size_t k = 0; k < NW_BUILT_LAYERS; k++) {
        fmpz_init(built->layers[k].units);
        fmpz_init(built->layers[k].connections);
    }
}

void nw_built_clear(nw_built *built)
{
    for (size_t k = 0; k < NW_BUILT_LAYERS; k++) {
        fmpz_clear(built->layers[k].units);
        fmpz_clear(built->layers[k].connections);
    }
}

void nw_built_add(nw_built *built, const fmpz_t units, const fmpz_t connections)
{
    assert(built->layer_count < NW_BUILT_LAYERS);
    nw_built_layer *layer = &built->layers[built->layer_count++];
    fmpz_set(layer->units, units);
    fmpz_set(layer->connections, connections);
}

void nw_built_total(fmpz_t connections, const nw_built *built)
{
    fmpz_zero(connections);
    for (size_t k = 0; k < built->layer_count; k++)
        fmpz_add(connections, connections, built->layers[k].connections);
}

/* ---- kuhn ---- */

/* A layer of the kuhn network: so many units and connections at each of the (M+1)^n nodes, and others shared by all. */
typedef struct node_layer {
    slong units, connections;
    slong shared_units, shared_connections;
} node_layer;

/* In one dimension hinges do: a unit of weight and bias a node, and its output weight.  The layers of n >= 2:
 *   1        relu(u_1) and relu(-u_1), u = (x - v)/h: weight and bias each; carries relu(x_i + 1) of the other axes
 *   k <= n   p = max(0, u_1 .. u_{k-1}) carried on, and relu(u_k - p) with p, the carry of x_k, the bias; the same for
 *            -u.  In layer 2 p is one unit (1 + 3), later the sum of two (2 + 4)
 *   n + 1    relu(1 - max(0, u) - max(0, -u)): two sums of two, the bias
 *   n + 2    the value at the node */
static node_layer kuhn_layer(slong n, slong k)
{
    if (n == 1)
        return k == 1 ? (node_layer){1, 2, 0, 0} : (node_layer){0, 1, 1, 0};
    if (k == 1)
        return (node_layer){2, 4, n - 1, 2 * (n - 1)};
    if (k <= n)
        return (node_layer){4, k == 2 ? 8 : 12, n - k, n - k};
    return k == n + 1 ? (node_layer){1, 5, 0, 0} : (node_layer){0, 1, 1, 0};
}

static slong kuhn_layers(slong n)
{
    return n == 1 ? 2 : n + 2;
}

static void count_nodes(fmpz_t nodes, const fmpz_t intervals, slong n)
{
    fmpz_add_ui(nodes, intervals, 1);
    fmpz_pow_ui(nodes, nodes, (ulong)n);
}

/* value = nodes * each + shared */
static void at_nodes(fmpz_t value, const fmpz_t nodes, slong each, slong shared)
{
    fmpz_t more;
    fmpz_init_set_si(more, shared);
    fmpz_mul_si(value, nodes, each);
    fmpz_add(value, value, more);
    fmpz_clear(more);
}

void nw_built_kuhn(nw_built *built, const fmpz_t intervals, slong n)
{
    fmpz_t nodes, units, connections;
    fmpz_init(nodes);
    fmpz_init(units);
    fmpz_init(connections);
    count_nodes(nodes, intervals, n);
    for (slong k = 1; k <= kuhn_layers(n); k++) {
        node_layer layer = kuhn_layer(n, k);
        at_nodes(units, nodes, layer.units, layer.shared_units);
        at_nodes(connections, nodes, layer.connections, layer.shared_connections);
        nw_built_add(built, units, connections);
    }
    fmpz_clear(nodes);
    fmpz_clear(units);
    fmpz_clear(connections);
}

void nw_built_kuhn_total(fmpz_t connections, const fmpz_t intervals, slong n)
{
    fmpz_t nodes;
    slong each = 0, shared = 0; /* at most 12 n and n^2: no overflow */
    for (slong k = 1; k <= kuhn_layers(n); k++) {
        each += kuhn_layer(n, k).connections;
        shared += kuhn_layer(n, k).shared_connections;
    }
    fmpz_init(nodes);
    count_nodes(nodes, intervals, n);
    at_nodes(connections, nodes, each, shared);
    fmpz_clear(nodes);
}

/* ---- kuhn networks with several outputs ---- */

void nw_built_task(nw_built *built, const fmpz_t intervals, slong m2, const fmpz_t outputs)
{
    nw_built_kuhn(built, intervals, m2);
    nw_built_layer *last = &built->layers[built->layer_count - 1];
    fmpz_mul(last->connections, last->connections, outputs);
    fmpz_set(last->units, outputs);
}

void nw_built_selector(nw_built *built, const fmpz_t intervals, slong m2, slong w, const fmpz_t outputs)
{
    size_t first = built->layer_count;
    nw_built_kuhn(built, intervals, m2);
    for (size_t k = first; k < built->layer_count; k++) {
        fmpz_mul_si(built->layers[k].units, built->layers[k].units, w);
        fmpz_mul_si(built->layers[k].connections, built->layers[k].connections, w);
    }
    fmpz_t connections;
    fmpz_init(connections);
    fmpz_mul_si(connections, outputs, w);
    nw_built_add(built, outputs, connections);
    fmpz_clear(connections);
}

/* ---- ramp ---- */

void nw_built_ramp(nw_built *built, const fmpz_t intervals)
{
    /* The first unit is the constant, the others the ramps of the intervals: weight, bias and output weight each. */
    fmpz_t units, one, connections;
    fmpz_init(units);
    fmpz_init_set_ui(one, 1);
    fmpz_init(connections);
    fmpz_add_ui(units, intervals, 1);
    fmpz_mul_ui(connections, units, 2);
    nw_built_add(built, units, connections);
    nw_built_add(built, one, units);
    fmpz_clear(units);
    fmpz_clear(one);
    fmpz_clear(connections);
}
