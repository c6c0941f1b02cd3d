#include "construct/kuhn.h"

#include <stdlib.h>

#include "base/memory.h"
#include "construct/check.h"
#include "construct/construct.h"

/* With t = (x + 1) M/2 node j of an axis is t = j, and u_j = t - j.  The slopes M/2 and the biases M/2 - j and j are
 * doubles, so the network is the exact interpolant of its values at the nodes -1 + 2 j/M, which are not. */

/* ---- sizes ---- */

static double power_of_two_above(size_t bound)
{
    double power = 1;
    while (power < (double)bound)
        power *= 2;
    return power;
}

nw_status nw_kuhn_plan(nw_kuhn *kuhn, size_t n, size_t intervals, nw_activation activation, nw_error *error)
{
    size_t grid[NW_MOST_INPUTS] = {intervals, intervals, intervals};
    *kuhn = (nw_kuhn){.n = n, .intervals = intervals, .activation = activation, .hidden = n == 1 ? 1 : n + 1};
    if (n < 1 || n > 3)
        return nw_fail(error, NW_BAD_INPUT, "kuhn networks are built in 1, 2 or 3 dimensions, not in %zu", n);
    if (activation != NW_RELU && activation != NW_CRELU)
        return nw_fail(error, NW_BAD_INPUT, "kuhn networks have the activation relu or crelu, not %s",
                       nw_activation_words[activation]);
    nw_status status = nw_nodes_set(&kuhn->nodes, n, grid, error);
    if (status != NW_OK)
        return status;
    for (size_t k = 1; k <= kuhn->hidden; k++)
        if (nw_kuhn_units(kuhn, k) > NW_MOST_UNITS)
            return nw_fail(error, NW_BAD_INPUT,
                           "the kuhn network with %zu intervals an axis would have %zu units in layer %zu; at most %d "
                           "are built: take a larger error",
                           intervals, nw_kuhn_units(kuhn, k), k, NW_MOST_UNITS);
    kuhn->slope = (double)intervals / 2;
    /* |u| <= M, and hinges reach M + 1: under crelu these divided by a power of two do not exceed 1, exactly. */
    kuhn->large = activation == NW_RELU ? 1 : power_of_two_above(n == 1 ? intervals + 1 : intervals);
    kuhn->carry = activation == NW_RELU ? 1 : 2; /* x_i + 1 <= 2 */
    return NW_OK;
}

size_t nw_kuhn_units(const nw_kuhn *kuhn, size_t k)
{
    if (kuhn->n == 1 || k == kuhn->hidden)
        return kuhn->nodes.count;
    return (k == 1 ? 2 : 4) * kuhn->nodes.count + kuhn->n - k;
}

/* ---- layers ---- */

/* relu(t + 1), relu(t), relu(t - 1) .. relu(t - M + 1): on t >= 0 the first two span 1 and t. */
static void hinges(nw_builder *builder, const nw_kuhn *kuhn, size_t source)
{
    for (size_t i = 0; i < kuhn->nodes.count; i++) {
        nw_builder_unit(builder);
        nw_builder_connect(builder, source, kuhn->slope / kuhn->large);
        nw_builder_bias(builder, (kuhn->slope + 1 - (double)i) / kuhn->large);
    }
}

/* Number of the node on that axis, as a double. */
static double step_of(const nw_kuhn *kuhn, size_t node, size_t axis)
{
    for (size_t a = kuhn->n; --a > axis;)
        node /= kuhn->intervals + 1;
    return (double)(node % (kuhn->intervals + 1));
}

/* relu(u_1) and relu(-u_1) of every node; then the carries relu(x_i + 1), i = 2..n. */
static void first_layer(nw_builder *builder, const nw_kuhn *kuhn, size_t source)
{
    for (size_t v = 0; v < kuhn->nodes.count; v++)
        for (double sign = 1; sign >= -1; sign -= 2) {
            nw_builder_unit(builder);
            nw_builder_connect(builder, source, sign * kuhn->slope / kuhn->large);
            nw_builder_bias(builder, sign * (kuhn->slope - step_of(kuhn, v, 0)) / kuhn->large);
        }
    for (size_t i = 1; i < kuhn->n; i++) {
        nw_builder_unit(builder);
        nw_builder_connect(builder, source + i, 1 / kuhn->carry);
        nw_builder_bias(builder, 1 / kuhn->carry);
    }
}

/* Connects the unit to max(0, +-u_1, .., +-u_{k-1}) in layer k - 1, which is one unit there or the sum of two. */
static void connect_maximum(nw_builder *builder, size_t k, size_t first, double weight)
{
    nw_builder_connect(builder, first, weight);
    if (k > 2)
        nw_builder_connect(builder, first + 1, weight);
}

/* For +u and -u of every node p = max(0, u_1 .. u_{k-1}) and relu(u_k - p), whose sum is max(0, u_1 .. u_k); then the
 * carries of x_{k+1} .. x_n. */
static void compare_layer(nw_builder *builder, const nw_kuhn *kuhn, size_t k, size_t source)
{
    size_t each = k == 2 ? 1 : 2; /* units that hold p */
    size_t carries = source + 2 * each * kuhn->nodes.count;
    for (size_t v = 0; v < kuhn->nodes.count; v++)
        for (int side = 0; side < 2; side++) {
            double sign = side == 0 ? 1 : -1;
            size_t first = source + (2 * v + (size_t)side) * each;
            nw_builder_unit(builder);
            connect_maximum(builder, k, first, 1);
            nw_builder_unit(builder);
            connect_maximum(builder, k, first, -1);
            nw_builder_connect(builder, carries, sign * kuhn->slope * kuhn->carry / kuhn->large);
            nw_builder_bias(builder, -sign * step_of(kuhn, v, k - 1) / kuhn->large);
        }
    for (size_t i = 1; i <= kuhn->n - k; i++) {
        nw_builder_unit(builder);
        nw_builder_connect(builder, carries + i, 1);
    }
}

/* relu(1 - max(0, u) - max(0, -u)) */
static void hats(nw_builder *builder, const nw_kuhn *kuhn, size_t source)
{
    for (size_t v = 0; v < kuhn->nodes.count; v++) {
        nw_builder_unit(builder);
        for (size_t part = 0; part < 4; part++)
            nw_builder_connect(builder, source + 4 * v + part, -kuhn->large);
        nw_builder_bias(builder, 1);
    }
}

void nw_kuhn_layer(nw_builder *builder, const nw_kuhn *kuhn, size_t k, size_t source)
{
    if (kuhn->n == 1)
        hinges(builder, kuhn, source);
    else if (k == 1)
        first_layer(builder, kuhn, source);
    else if (k < kuhn->hidden)
        compare_layer(builder, kuhn, k, source);
    else
        hats(builder, kuhn, source);
}

/* ---- the last layer ---- */

void nw_kuhn_weights(double *weights, const double *values, size_t stride, const nw_kuhn *kuhn)
{
    if (kuhn->n > 1) {
        for (size_t v = 0; v < kuhn->nodes.count; v++)
            weights[v] = values[v * stride];
        return;
    }
    /* y_0 (t + 1) + (y_1 - 2 y_0) t + sum over j >= 1 of (y_{j+1} - 2 y_j + y_{j-1}) max(0, t - j) */
    double first = values[0], before = 0, here = first;
    for (size_t j = 0; j < kuhn->intervals; j++) {
        double next = values[(j + 1) * stride];
        weights[j + 1] = kuhn->large * (next - 2 * here + before);
        before = here;
        here = next;
    }
    weights[0] = kuhn->large * first;
}

void nw_kuhn_output(nw_builder *builder, const nw_kuhn *kuhn, const double *weights, size_t source)
{
    nw_builder_unit(builder);
    for (size_t v = 0; v < kuhn->nodes.count; v++)
        nw_builder_connect(builder, source + v, weights[v]);
}

/* ---- the network ---- */

nw_status nw_construct_kuhn(nw_network **network, const nw_target *target, size_t intervals, nw_activation activation,
                            nw_error *error)
{
    nw_kuhn kuhn;
    nw_status status = nw_kuhn_plan(&kuhn, (size_t)nw_target_inputs(target), intervals, activation, error);
    if (status != NW_OK)
        return status;
    double *values = nw_alloc(kuhn.nodes.count, sizeof *values), *weights = nw_alloc(kuhn.nodes.count, sizeof *weights);
    nw_node_values(values, &kuhn.nodes, target);
    nw_kuhn_weights(weights, values, 1, &kuhn);
    nw_builder *builder = nw_builder_new(kuhn.n);
    for (size_t k = 1; k <= kuhn.hidden; k++) {
        nw_builder_layer(builder, activation);
        nw_kuhn_layer(builder, &kuhn, k, 0);
    }
    nw_builder_layer(builder, NW_IDENTITY);
    nw_kuhn_output(builder, &kuhn, weights, 0);
    free(values);
    free(weights);
    return nw_check_kuhn(network, nw_builder_finish(builder), &kuhn, error);
}
