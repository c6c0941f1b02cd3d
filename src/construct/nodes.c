#include "construct/nodes.h"

#include "net/network.h"

nw_status nw_nodes_set(nw_nodes *nodes, size_t axes, const size_t *intervals, nw_error *error)
{
    *nodes = (nw_nodes){.axes = axes, .count = 1};
    for (size_t a = 0; a < axes; a++) {
        if (intervals[a] < 1 || intervals[a] > NW_MOST_UNITS || nodes->count > NW_MOST_UNITS / (intervals[a] + 1))
            return nw_fail(error, NW_BAD_INPUT,
                           "the grid with %zu intervals on axis %zu would have more than %d nodes; take a larger error",
                           intervals[a], a + 1, NW_MOST_UNITS);
        nodes->intervals[a] = intervals[a];
        nodes->count *= intervals[a] + 1;
    }
    return NW_OK;
}

void nw_node_point(double *x, const nw_nodes *nodes, size_t index)
{
    for (size_t a = nodes->axes; a-- > 0;) {
        size_t intervals = nodes->intervals[a], j = index % (intervals + 1);
        index /= intervals + 1;
        x[a] = (2 * (double)j - (double)intervals) / (double)intervals;
    }
}

double nw_node_round(const arb_t value)
{
    return arf_get_d(arb_midref(value), ARF_RND_NEAR);
}

void nw_node_values(double *values, const nw_nodes *nodes, const nw_target *target)
{
    double x[NW_MOST_INPUTS];
    arb_t value;
    arb_init(value);
    for (size_t v = 0; v < nodes->count; v++) {
        nw_node_point(x, nodes, v);
        nw_target_enclose(value, target, x, NW_NODE_PRECISION);
        values[v] = nw_node_round(value);
    }
    arb_clear(value);
}
