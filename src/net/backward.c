/* Derivatives of the outputs by parameters and inputs, backwards through the layers, a block of points at a time. */
#include <string.h>

#include "base/hot.h"
#include "net/sparse.h"
#include "net/work.h"

NW_HOT_FILE

/* From the derivatives by layer k's units to those by what it reads, through the activation of layer k - 1. */
static void descend(double *below, const double *delta, const nw_network *network, size_t layer, size_t stride,
                    const nw_net_work *work)
{
    if (network->layers[layer].connections != NULL)
        nw_sparse_transposed(below, &network->layers[layer], nw_layer_weights(network, layer), delta, stride);
    else
        nw_kernel_product(below, nw_net_transposed(network, layer), NULL, delta, stride);
    if (layer > 0)
        nw_kernel_times_slope(network->layers[layer - 1].activation, network->layers[layer].inputs * stride, below,
                              work->values[layer], work->slopes[layer]);
}

/* ---- the gradient of a loss ---- */

/* The two lowest layers in one pass, where there is one. */
static bool lowest_two(const nw_network *network, const double *delta, double *gradient, nw_net_block block,
                       const nw_net_work *work)
{
    const nw_layer *layer = &network->layers[0], *top = &network->layers[1];
    if (top->units != 1 || layer->connections != NULL || top->connections != NULL)
        return false;
    nw_shallow_sums sums = {gradient + layer->weights, gradient + layer->biases, gradient + top->weights};
    nw_shallow_block lowest = {layer->inputs,
                               layer->units,
                               block.stride,
                               work->values[0],
                               work->values[1],
                               work->slopes[1],
                               nw_layer_weights(network, 1),
                               delta};
    if (!nw_kernel_shallow(sums, layer->activation, lowest))
        return false;
    if (top->has_bias)
        nw_kernel_total(gradient + top->biases, delta, 1, block.stride);
    return true;
}

static void gradient_block(const nw_network *network, const double *weight, double *gradient, nw_net_block block,
                           nw_net_work *work)
{
    double *delta = work->delta[0], *below = work->delta[1];
    /* The points that only fill the stride weigh nothing. */
    nw_kernel_load(delta, weight, network->outputs, block.count, block.stride, true);
    for (size_t k = network->layer_count; k-- > 0;) {
        const nw_layer *layer = &network->layers[k];
        if (k == 1 && lowest_two(network, delta, gradient, block, work))
            return;
        if (layer->connections != NULL)
            nw_sparse_outer(gradient + layer->weights, layer, delta, work->values[k], block.stride);
        else
            nw_kernel_outer(gradient + layer->weights, delta, layer->units, work->values[k], layer->inputs,
                            block.stride);
        if (layer->has_bias)
            nw_kernel_total(gradient + layer->biases, delta, layer->units, block.stride);
        if (k > 0)
            descend(below, delta, network, k, block.stride, work);
        double *swapped = delta;
        delta = below;
        below = swapped;
    }
}

void nw_network_loss_gradient(const nw_network *network, size_t count, const double *x, nw_loss_slopes *slopes,
                              void *state, double *gradient, nw_net_work *work)
{
    memset(gradient, 0, network->parameter_count * sizeof *gradient);
    for (nw_net_block block = {0}; nw_net_next_block(&block, count, work);) {
        nw_net_forward_block(network, x, block, work);
        nw_kernel_store(work->outputs, work->values[network->layer_count], network->outputs, block.count, block.stride);
        slopes(state, block.first, block.count, work->outputs, work->weights);
        gradient_block(network, work->weights, gradient, block, work);
    }
}

/* A loss whose derivatives are given beforehand. */
typedef struct given {
    size_t outputs;
    const double *weight;
    double *y; /* receives the outputs; may be NULL */
} given;

static void given_slopes(void *state, size_t first, size_t count, const double *y, double *weight)
{
    const given *loss = state;
    memcpy(weight, loss->weight + first * loss->outputs, count * loss->outputs * sizeof *weight);
    if (loss->y != NULL)
        memcpy(loss->y + first * loss->outputs, y, count * loss->outputs * sizeof *y);
}

void nw_network_gradient(const nw_network *network, size_t count, const double *x, const double *weight,
                         double *gradient, double *y, nw_net_work *work)
{
    given loss = {network->outputs, weight, y};
    nw_network_loss_gradient(network, count, x, given_slopes, &loss, gradient, work);
}

/* ---- Jacobians ---- */

/* Rows of a Jacobian that belong to one output, `apart` numbers from one point to the next. */
typedef struct rows {
    double *first;
    size_t apart;
} rows;

NW_CLONES void nw_net_wide_rows(double *restrict first, size_t apart, const nw_layer *layer, size_t count,
                                const double *restrict delta, const double *restrict in);

/* delta[j] in[a] of a few points, both point-major. */
void nw_net_wide_rows(double *restrict first, size_t apart, const nw_layer *layer, size_t count,
                      const double *restrict delta, const double *restrict in)
{
    size_t units = layer->units, inputs = layer->inputs;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < units; j++)
            for (size_t a = 0; a < inputs; a++)
                first[i * apart + j * inputs + a] = delta[i * units + j] * in[i * inputs + a];
}

/* Writes d y / d W^k and d y / d b^k, from the derivatives by the layer's units and the values it reads. */
static void jacobian_layer(rows out, const nw_layer *layer, const double *delta, const double *in, nw_net_block block,
                           const nw_net_work *work)
{
    double *weights = out.first + layer->weights;
    if (layer->connections != NULL) {
        nw_sparse_turn_products(weights, out.apart, layer, delta, in, block.count, block.stride);
        return;
    }
    if (layer->has_bias)
        nw_kernel_turn(out.first + layer->biases, out.apart, delta, layer->units, block.count, block.stride);
    if (layer->inputs < NW_LANES || layer->units == 1) {
        nw_kernel_turn_products(weights, out.apart, delta, layer->units, in, layer->inputs, block.count, block.stride);
        return;
    }
    /* A row of products fills registers: turn the factors, which are fewer. */
    for (size_t i = 0; i < block.count; i += NW_LANES) {
        size_t count = block.count - i < NW_LANES ? block.count - i : NW_LANES;
        double *d = work->points, *h = d + layer->units * NW_LANES;
        nw_kernel_store(d, delta + i, layer->units, count, block.stride);
        nw_kernel_store(h, in + i, layer->inputs, count, block.stride);
        nw_net_wide_rows(weights + i * out.apart, out.apart, layer, count, d, h);
    }
}

/* The derivatives of output o by the units of the last layer. */
static void seed_output(double *delta, size_t outputs, size_t o, size_t stride)
{
    memset(delta, 0, outputs * stride * sizeof *delta);
    for (size_t i = 0; i < stride; i++)
        delta[o * stride + i] = 1;
}

void nw_network_jacobian(const nw_network *network, size_t count, const double *x, double *jacobian, double *y,
                         nw_net_work *work)
{
    size_t outputs = network->outputs, parameters = network->parameter_count;
    for (nw_net_block block = {0}; nw_net_next_block(&block, count, work);) {
        nw_net_forward_block(network, x, block, work);
        if (y != NULL)
            nw_kernel_store(y + block.first * outputs, work->values[network->layer_count], outputs, block.count,
                            block.stride);
        for (size_t o = 0; o < outputs; o++) {
            rows out = {jacobian + (block.first * outputs + o) * parameters, outputs * parameters};
            double *delta = work->delta[0], *below = work->delta[1];
            seed_output(delta, outputs, o, block.stride);
            for (size_t k = network->layer_count; k-- > 0;) {
                jacobian_layer(out, &network->layers[k], delta, work->values[k], block, work);
                if (k > 0)
                    descend(below, delta, network, k, block.stride, work);
                double *swapped = delta;
                delta = below;
                below = swapped;
            }
        }
    }
}

/* ---- slopes ---- */

void nw_network_slopes(const nw_network *network, size_t count, const double *x, double *slopes, nw_net_work *work)
{
    size_t outputs = network->outputs, inputs = network->inputs;
    for (nw_net_block block = {0}; nw_net_next_block(&block, count, work);) {
        nw_net_forward_block(network, x, block, work);
        for (size_t o = 0; o < outputs; o++) {
            double *delta = work->delta[0], *below = work->delta[1];
            seed_output(delta, outputs, o, block.stride);
            for (size_t k = network->layer_count; k-- > 0;) {
                descend(below, delta, network, k, block.stride, work);
                double *swapped = delta;
                delta = below;
                below = swapped;
            }
            for (size_t i = 0; i < block.count; i++)
                for (size_t a = 0; a < inputs; a++)
                    slopes[((block.first + i) * outputs + o) * inputs + a] = delta[a * block.stride + i];
        }
    }
}
