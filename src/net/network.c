#include "net/network.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

nw_network *nw_network_new(size_t inputs, const size_t *widths, size_t hidden_count, size_t outputs,
                           nw_activation activation, bool output_bias)
{
    nw_network *network = nw_alloc(1, sizeof *network);
    network->inputs = inputs;
    network->outputs = outputs;
    network->layer_count = hidden_count + 1;
    network->output_bias = output_bias;
    network->layers = nw_alloc(network->layer_count, sizeof *network->layers);
    size_t place = 0;
    for (size_t k = 0; k < network->layer_count; k++) {
        bool last = k == hidden_count;
        nw_layer *layer = &network->layers[k];
        layer->inputs = k == 0 ? inputs : network->layers[k - 1].units;
        layer->units = last ? outputs : widths[k];
        layer->activation = last ? NW_IDENTITY : activation;
        layer->has_bias = !last || output_bias;
        /* At most NW_MOST_LAYERS layers of 2^20 (2^20 + 1) parameters: no overflow. */
        layer->weights = place;
        place += layer->inputs * layer->units;
        layer->biases = place;
        place += layer->has_bias ? layer->units : 0;
    }
    network->parameter_count = place;
    network->parameters = nw_alloc(place, sizeof *network->parameters);
    return network;
}

nw_network *nw_network_copy(const nw_network *network)
{
    nw_network *copy = nw_alloc(1, sizeof *copy);
    *copy = *network;
    copy->layers = nw_alloc(network->layer_count, sizeof *copy->layers);
    memcpy(copy->layers, network->layers, network->layer_count * sizeof *copy->layers);
    copy->parameters = nw_alloc(network->parameter_count, sizeof *copy->parameters);
    memcpy(copy->parameters, network->parameters, network->parameter_count * sizeof *copy->parameters);
    return copy;
}

void nw_network_free(nw_network *network)
{
    if (network == NULL)
        return;
    free(network->layers);
    free(network->parameters);
    free(network);
}

const double *nw_layer_weights(const nw_network *network, size_t layer)
{
    return network->parameters + network->layers[layer].weights;
}

const double *nw_layer_biases(const nw_network *network, size_t layer)
{
    return network->layers[layer].has_bias ? network->parameters + network->layers[layer].biases : NULL;
}

nw_status nw_network_check_finite(const nw_network *network, nw_error *error)
{
    for (size_t k = 0; k < network->layer_count; k++) {
        const nw_layer *layer = &network->layers[k];
        size_t end = layer->biases + (layer->has_bias ? layer->units : 0);
        for (size_t p = layer->weights; p < end; p++) {
            bool bias = p >= layer->biases;
            if (!isfinite(network->parameters[p]))
                return nw_fail(error, NW_BAD_INPUT, "network: layers[%zu].%s[%zu] is no finite number", k,
                               bias ? "biases" : "weights", p - (bias ? layer->biases : layer->weights));
        }
    }
    return NW_OK;
}
