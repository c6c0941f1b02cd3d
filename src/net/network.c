#include "net/network.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* Whether connections and their parameters may be used without further checks. */
static bool in_order(const nw_connections *connections, size_t inputs, size_t units)
{
    if (connections->first[0] != 0)
        return false;
    for (size_t j = 0; j < units; j++) {
        size_t from = connections->first[j], to = connections->first[j + 1];
        if (to < from)
            return false;
        for (size_t c = from; c < to; c++)
            if (connections->source[c] > inputs || (c > from && connections->source[c] <= connections->source[c - 1]))
                return false;
    }
    return true;
}

/* The constant is the last source of a unit that has it. */
static bool some_bias(const nw_connections *connections, size_t inputs, size_t units)
{
    for (size_t j = 0; j < units; j++)
        if (connections->first[j + 1] > connections->first[j] &&
            connections->source[connections->first[j + 1] - 1] == inputs)
            return true;
    return false;
}

nw_network *nw_network_of_layers(size_t inputs, const nw_layer_plan *plans, size_t count)
{
    assert(count >= 1);
    nw_network *network = nw_alloc(1, sizeof *network);
    network->inputs = inputs;
    network->outputs = plans[count - 1].units;
    network->layer_count = count;
    network->layers = nw_alloc(count, sizeof *network->layers);
    size_t place = 0;
    for (size_t k = 0; k < count; k++) {
        nw_layer *layer = &network->layers[k];
        layer->inputs = k == 0 ? inputs : network->layers[k - 1].units;
        layer->units = plans[k].units;
        layer->activation = plans[k].activation;
        layer->connections = plans[k].connections;
        bool sparse = layer->connections != NULL;
        bool ordered = !sparse || in_order(layer->connections, layer->inputs, layer->units);
        assert(ordered);
        (void)ordered;
        assert(k + 1 < count || layer->activation == NW_IDENTITY);
        layer->has_bias = !sparse && plans[k].has_bias;
        /* At most NW_MOST_LAYERS layers of 2^20 (2^20 + 1) parameters: no overflow. */
        layer->weights = place;
        place += sparse ? layer->connections->first[layer->units] : layer->inputs * layer->units;
        layer->biases = place;
        place += layer->has_bias ? layer->units : 0;
        network->output_bias = sparse ? some_bias(layer->connections, layer->inputs, layer->units) : layer->has_bias;
    }
    network->parameter_count = place;
    network->parameters = nw_alloc(place, sizeof *network->parameters);
    return network;
}

nw_network *nw_network_new(size_t inputs, const size_t *widths, size_t hidden_count, size_t outputs,
                           nw_activation activation, bool output_bias)
{
    nw_layer_plan *plans = nw_alloc(hidden_count + 1, sizeof *plans);
    for (size_t k = 0; k < hidden_count; k++)
        plans[k] = (nw_layer_plan){widths[k], activation, true, NULL};
    plans[hidden_count] = (nw_layer_plan){outputs, NW_IDENTITY, output_bias, NULL};
    nw_network *network = nw_network_of_layers(inputs, plans, hidden_count + 1);
    free(plans);
    return network;
}

bool nw_network_is_sparse(const nw_network *network)
{
    for (size_t k = 0; k < network->layer_count; k++)
        if (network->layers[k].connections != NULL)
            return true;
    return false;
}

size_t nw_network_dense_count(const nw_network *network)
{
    size_t count = 0;
    for (size_t k = 0; k < network->layer_count; k++) {
        bool bias = k + 1 < network->layer_count || network->output_bias;
        count += network->layers[k].units * (network->layers[k].inputs + (bias ? 1 : 0));
    }
    return count;
}

static nw_connections *copy_connections(const nw_connections *connections, size_t units)
{
    nw_connections *copy = nw_alloc(1, sizeof *copy);
    size_t count = connections->first[units];
    copy->first = nw_alloc(units + 1, sizeof *copy->first);
    copy->source = nw_alloc(count, sizeof *copy->source);
    memcpy(copy->first, connections->first, (units + 1) * sizeof *copy->first);
    memcpy(copy->source, connections->source, count * sizeof *copy->source);
    return copy;
}

nw_network *nw_network_copy(const nw_network *network)
{
    nw_network *copy = nw_alloc(1, sizeof *copy);
    *copy = *network;
    copy->layers = nw_alloc(network->layer_count, sizeof *copy->layers);
    memcpy(copy->layers, network->layers, network->layer_count * sizeof *copy->layers);
    for (size_t k = 0; k < network->layer_count; k++)
        if (network->layers[k].connections != NULL)
            copy->layers[k].connections = copy_connections(network->layers[k].connections, network->layers[k].units);
    copy->parameters = nw_alloc(network->parameter_count, sizeof *copy->parameters);
    memcpy(copy->parameters, network->parameters, network->parameter_count * sizeof *copy->parameters);
    return copy;
}

void nw_connections_free(nw_connections *connections)
{
    if (connections == NULL)
        return;
    free(connections->first);
    free(connections->source);
    free(connections);
}

void nw_network_free(nw_network *network)
{
    if (network == NULL)
        return;
    for (size_t k = 0; k < network->layer_count; k++)
        nw_connections_free(network->layers[k].connections);
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
        size_t end = k + 1 < network->layer_count ? network->layers[k + 1].weights : network->parameter_count;
        for (size_t p = layer->weights; p < end; p++) {
            bool bias = p >= layer->biases;
            if (!isfinite(network->parameters[p]))
                return nw_fail(error, NW_BAD_INPUT, "network: layers[%zu].%s[%zu] is no finite number", k,
                               bias ? "biases" : "weights", p - (bias ? layer->biases : layer->weights));
        }
    }
    return NW_OK;
}
