#include <stdlib.h>

#include "base/memory.h"
#include "construct/builder.h"
#include "construct/check.h"
#include "construct/construct.h"
#include "construct/nodes.h"

/* y_0 s(x + 2) + sum over j of (y_{j+1} - y_j) s(t - j), t = (x + 1) M/2, s the clipped ReLU; s(x + 2) = 1. */
static nw_network *build(const double *values, size_t intervals)
{
    double slope = (double)intervals / 2;
    nw_builder *builder = nw_builder_new(1);
    nw_builder_layer(builder, NW_CRELU);
    nw_builder_unit(builder);
    nw_builder_connect(builder, 0, 1);
    nw_builder_bias(builder, 2);
    for (size_t j = 0; j < intervals; j++) {
        nw_builder_unit(builder);
        nw_builder_connect(builder, 0, slope);
        nw_builder_bias(builder, slope - (double)j);
    }
    nw_builder_layer(builder, NW_IDENTITY);
    nw_builder_unit(builder);
    nw_builder_connect(builder, 0, values[0]);
    for (size_t j = 0; j < intervals; j++)
        nw_builder_connect(builder, j + 1, values[j + 1] - values[j]);
    return nw_builder_finish(builder);
}

nw_status nw_construct_ramp(nw_network **network, const nw_target *target, size_t intervals, nw_error *error)
{
    nw_nodes nodes;
    if (nw_target_inputs(target) != 1)
        return nw_fail(error, NW_BAD_INPUT, "%.200s has %d inputs: ramp networks are built in one dimension",
                       nw_target_word(target), nw_target_inputs(target));
    nw_status status = nw_nodes_set(&nodes, 1, &intervals, error);
    if (status != NW_OK)
        return status;
    double *values = nw_alloc(nodes.count, sizeof *values);
    nw_node_values(values, &nodes, target);
    nw_built built;
    fmpz_t count;
    nw_built_init(&built);
    fmpz_init_set_ui(count, intervals);
    nw_built_ramp(&built, count);
    status = nw_check_built(network, build(values, intervals), &built, "ramp", error);
    fmpz_clear(count);
    nw_built_clear(&built);
    free(values);
    return status;
}
