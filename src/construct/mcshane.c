/* McShane's extension of the values at cell centres, built for a target. */
#include "construct/mcshane.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "construct/construct.h"
#include "construct/nodes.h"

/* Let P be the centres an axis and L the target's Lipschitz constant in the max norm.  F = max_i (y(x_i) - ||x -
 * x_i||) lies in [y - (1 + L)/P, y], and F = y at the centres: with the shift 1/P the error is 1/P there, and no
 * less, which an enclosure cannot prove to be at most 1/P.  But
 *     L <= sum of the norms of the derivatives <= norm - sup |y| <= norm - max_i |y(x_i)|,
 * so with the shift (1 + norm - max_i |y(x_i)|)/(2 P) the error is at most that: below 1/P unless y is 0 at all
 * centres, and then only where its norm is 1. */
static double middle(const double *values, size_t count, size_t centres, const nw_target *target)
{
    double largest = 0;
    for (size_t i = 0; i < count; i++)
        largest = fmax(largest, fabs(values[i]));
    double shift = (1 + nw_target_norm(target) - largest) / (2 * (double)centres);
    return fmin(shift, 1 / (double)centres);
}

static void take_values(double *values, size_t axes, size_t centres, const nw_target *target)
{
    double x[NW_MOST_INPUTS];
    arb_t value;
    arb_init(value);
    for (size_t i = 0; i < nw_cones_count(axes, centres); i++) {
        nw_cones_point(x, axes, centres, i);
        nw_target_enclose(value, target, x, NW_NODE_PRECISION);
        values[i] = nw_node_round(value);
    }
    arb_clear(value);
}

nw_status nw_construct_mcshane(nw_network **network, const nw_target *target, size_t centres, nw_error *error)
{
    size_t axes = (size_t)nw_target_inputs(target);
    nw_status status = nw_cones_check(axes, centres, error);
    if (status != NW_OK)
        return status;
    size_t count = nw_cones_count(axes, centres);
    double *values = nw_alloc(count, sizeof *values);
    take_values(values, axes, centres, target);
    nw_cones cones = {axes, centres, values, middle(values, count, centres, target)};
    status = nw_cones_network(network, &cones, error);
    free(values);
    return status;
}
