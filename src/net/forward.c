#include <stdint.h>
#include <stdlib.h>

#include "base/memory.h"
#include "net/sparse.h"
#include "net/work.h"

#include <cblas.h>
#undef I

enum {
    ALIGNMENT = 64,
    LARGEST_BLOCK = 256,
    SMALLEST_BLOCK = 64,
    CACHED = 3072, /* numbers of one kind in a block that stay in the first-level cache */
};

static size_t at_least(size_t a, size_t b)
{
    return a > b ? a : b;
}

static size_t padded(size_t count)
{
    return (count + NW_LANES - 1) / NW_LANES * NW_LANES;
}

nw_net_work *nw_net_work_new(const nw_network *network, size_t batch)
{
    size_t layers = network->layer_count, widest = network->inputs, units = network->inputs, kept = 0;
    for (size_t k = 0; k < layers; k++) {
        widest = at_least(widest, network->layers[k].units);
        units += network->layers[k].units;
        kept += nw_activation_keeps_slopes(network->layers[k].activation) ? network->layers[k].units : 0;
    }
    nw_net_work *work = nw_alloc(1, sizeof *work);
    size_t block = LARGEST_BLOCK;
    while (block > SMALLEST_BLOCK && block * units > CACHED)
        block /= 2;
    work->block = padded(batch == 0 ? 1 : batch) < block ? padded(batch == 0 ? 1 : batch) : block;

    work->values = nw_alloc(layers + 1, sizeof *work->values);
    work->slopes = nw_alloc(layers + 1, sizeof *work->slopes);
    size_t numbers = (units + kept + 2 * widest + 2 * network->outputs) * work->block + 2 * widest * NW_LANES;
    work->memory = nw_alloc(numbers + ALIGNMENT / sizeof(double), sizeof(double));
    double *free_room = work->memory;
    while ((uintptr_t)free_room % ALIGNMENT != 0)
        free_room++;
    for (size_t k = 0; k <= layers; k++) {
        size_t width = k == 0 ? network->inputs : network->layers[k - 1].units;
        work->values[k] = free_room;
        free_room += width * work->block;
        if (k > 0 && nw_activation_keeps_slopes(network->layers[k - 1].activation)) {
            work->slopes[k] = free_room;
            free_room += width * work->block;
        }
    }
    for (int i = 0; i < 2; i++) {
        work->delta[i] = free_room;
        free_room += widest * work->block;
    }
    work->outputs = free_room;
    work->weights = work->outputs + network->outputs * work->block;
    work->points = work->weights + network->outputs * work->block;
    /* Threads are ours to start, one work each: a product that spreads over more would give other bits. */
    openblas_set_num_threads(1);
    return work;
}

void nw_net_work_free(nw_net_work *work)
{
    if (work == NULL)
        return;
    free(work->values);
    free(work->slopes);
    free(work->memory);
    free(work);
}

bool nw_net_next_block(nw_net_block *block, size_t count, const nw_net_work *work)
{
    block->first += block->count;
    size_t left = count - block->first;
    block->count = left < work->block ? left : work->block;
    block->stride = block->count < NW_NARROW ? block->count : padded(block->count);
    return left > 0;
}

nw_matrix nw_net_matrix(const nw_network *network, size_t layer)
{
    size_t inputs = network->layers[layer].inputs, units = network->layers[layer].units;
    return (nw_matrix){nw_layer_weights(network, layer), units, inputs, inputs, 1};
}

nw_matrix nw_net_transposed(const nw_network *network, size_t layer)
{
    size_t inputs = network->layers[layer].inputs, units = network->layers[layer].units;
    return (nw_matrix){nw_layer_weights(network, layer), inputs, units, 1, inputs};
}

void nw_net_forward_block(const nw_network *network, const double *x, nw_net_block block, nw_net_work *work)
{
    nw_kernel_load(work->values[0], x + block.first * network->inputs, network->inputs, block.count, block.stride,
                   false);
    for (size_t k = 0; k < network->layer_count; k++) {
        const nw_layer *layer = &network->layers[k];
        if (layer->connections != NULL)
            nw_sparse_product(work->values[k + 1], layer, nw_layer_weights(network, k), work->values[k], block.stride);
        else
            nw_kernel_product(work->values[k + 1], nw_net_matrix(network, k), nw_layer_biases(network, k),
                              work->values[k], block.stride);
        nw_kernel_activate(layer->activation, layer->units * block.stride, work->values[k + 1], work->slopes[k + 1]);
    }
}

void nw_network_forward(const nw_network *network, size_t count, const double *x, double *y, nw_net_work *work)
{
    for (nw_net_block block = {0}; nw_net_next_block(&block, count, work);) {
        nw_net_forward_block(network, x, block, work);
        nw_kernel_store(y + block.first * network->outputs, work->values[network->layer_count], network->outputs,
                        block.count, block.stride);
    }
}
