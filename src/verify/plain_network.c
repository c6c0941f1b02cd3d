#include "verify/plain_network.h"

#include <stdlib.h>

void nw_plain_network_clear(nw_plain_network *network)
{
    for (size_t k = 0; k < NW_CLAIM_LAYERS; k++) {
        free(network->weights[k]);
        free(network->biases[k]);
        free(network->first[k]);
        free(network->source[k]);
    }
}

size_t nw_plain_layer_inputs(const nw_plain_network *network, size_t layer)
{
    return layer == 0 ? network->inputs : network->units[layer - 1];
}

size_t nw_plain_layer_parameters(const nw_plain_network *network, size_t layer)
{
    size_t units = network->units[layer];
    if (network->first[layer] != NULL)
        return network->first[layer][units];
    return units * (nw_plain_layer_inputs(network, layer) + network->biased[layer]);
}

size_t nw_plain_network_parameters(const nw_plain_network *network)
{
    size_t count = 0; /* at most 64 2^20 (2^20 + 1) */
    for (size_t k = 0; k < network->layer_count; k++)
        count += nw_plain_layer_parameters(network, k);
    return count;
}

bool nw_plain_network_is_linear(const nw_plain_network *network)
{
    for (size_t k = 0; k < network->layer_count; k++)
        if (network->activation[k] != NW_RELU && network->activation[k] != NW_CRELU &&
            network->activation[k] != NW_IDENTITY)
            return false;
    return true;
}

static nw_row sparse_row(const nw_plain_network *network, size_t layer, size_t unit)
{
    size_t begin = network->first[layer][unit], end = network->first[layer][unit + 1];
    const uint32_t *source = network->source[layer];
    const double *weight = network->weights[layer];
    nw_row row = {.source = source + begin, .weight = weight != NULL ? weight + begin : NULL};
    row.parameter = network->parameter[layer] + begin;
    /* The constant has the greatest number, and sources rise: it can only be the last one. */
    row.biased = end > begin && source[end - 1] == nw_plain_layer_inputs(network, layer);
    row.count = end - begin - row.biased;
    row.bias_parameter = row.parameter + row.count;
    row.bias = row.biased && weight != NULL ? weight[end - 1] : 0;
    return row;
}

nw_row nw_plain_row(const nw_plain_network *network, size_t layer, size_t unit)
{
    if (network->first[layer] != NULL)
        return sparse_row(network, layer, unit);
    size_t inputs = nw_plain_layer_inputs(network, layer), weights = inputs * network->units[layer];
    const double *weight = network->weights[layer], *biases = network->biases[layer];
    nw_row row = {.count = inputs, .weight = weight != NULL ? weight + unit * inputs : NULL};
    row.parameter = network->parameter[layer] + unit * inputs;
    row.biased = network->biased[layer];
    row.bias = biases != NULL ? biases[unit] : 0;
    row.bias_parameter = network->parameter[layer] + weights + unit;
    return row;
}
