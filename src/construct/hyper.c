#include "construct/hyper.h"

#include <stdlib.h>

#include "base/memory.h"
#include "construct/check.h"

nw_status nw_hyper_plan(nw_kuhn *g, nw_kuhn *f, nw_nodes *nodes, const nw_target *target, size_t m1, size_t intervals,
                        size_t task_intervals, nw_activation activation, nw_error *error)
{
    size_t inputs = (size_t)nw_target_inputs(target), grid[NW_MOST_INPUTS];
    if (m1 < 1 || m1 >= inputs || inputs > 3)
        return nw_fail(error, NW_BAD_INPUT,
                       "%.200s has %zu inputs, %zu of them x: hypernetworks are built for m1 >= 1 and m2 >= 1 with "
                       "m1 + m2 = 2 or 3",
                       nw_target_word(target), inputs, m1);
    nw_status status = nw_kuhn_plan(g, m1, intervals, activation, error);
    if (status == NW_OK)
        status = nw_kuhn_plan(f, inputs - m1, task_intervals, activation, error);
    if (status != NW_OK || nodes == NULL)
        return status;
    for (size_t a = 0; a < inputs; a++)
        grid[a] = a < m1 ? intervals : task_intervals;
    return nw_nodes_set(nodes, inputs, grid, error);
}

/* g with zeros in its last layer */
static nw_status build_primary(nw_network **primary, const nw_kuhn *g, nw_error *error)
{
    double *zeros = nw_alloc(g->nodes.count, sizeof *zeros);
    nw_builder *builder = nw_builder_new(g->n);
    for (size_t k = 1; k <= g->hidden; k++) {
        nw_builder_layer(builder, g->activation);
        nw_kuhn_layer(builder, g, k, 0);
    }
    nw_builder_layer(builder, NW_IDENTITY);
    nw_kuhn_output(builder, g, zeros, 0);
    free(zeros);
    return nw_check_kuhn(primary, nw_builder_finish(builder), g, error);
}

nw_status nw_hyper_join(nw_composite **composite, const nw_kuhn *g, nw_network *task, size_t m2, nw_error *error)
{
    nw_network *primary;
    nw_status status = build_primary(&primary, g, error);
    if (status != NW_OK) {
        nw_network_free(task);
        return status;
    }
    size_t *fed = nw_alloc(g->nodes.count, sizeof *fed);
    for (size_t v = 0; v < g->nodes.count; v++)
        fed[v] = primary->layers[primary->layer_count - 1].weights + v;
    return nw_composite_new_fed(composite, g->n, m2, primary, task, fed, error);
}
