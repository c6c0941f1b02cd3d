/* Networks inside a certificate. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "verify/statement.h"

enum { MOST_UNITS = 1 << 20 };

void nw_plain_network_clear(nw_plain_network *network)
{
    for (size_t k = 0; k < NW_CLAIM_LAYERS; k++) {
        free(network->weights[k]);
        free(network->biases[k]);
    }
}

/* An array of `count` doubles; memory is taken only when the document holds as many. */
static nw_status read_doubles(double **values, size_t count, json_t *object, const char *key, nw_json_place place,
                              nw_error *error)
{
    json_t *array;
    nw_status status = nw_json_get_array(&array, object, key, place, error);
    if (status != NW_OK)
        return status;
    *values = nw_alloc(json_array_size(array) == count ? count : 1, sizeof **values);
    return nw_json_get_doubles(*values, count, object, key, place, error);
}

static nw_status read_layer(nw_plain_network *network, json_t *layer, size_t k, bool numbers, nw_json_place place,
                            nw_error *error)
{
    static const char *const all[] = {"units", "activation", "weights", "biases", NULL};
    static const char *const sizes[] = {"units", "activation", NULL};
    bool last = k + 1 == network->layer_count;
    size_t inputs = k == 0 ? network->inputs : network->units[k - 1];
    const char *word;
    long units;
    if (!json_is_object(layer))
        return nw_fail(error, NW_BAD_INPUT, "%.200s: %.200s is no object", place.file, place.path);
    if (nw_json_only(layer, numbers ? all : sizes, place, error) != NW_OK ||
        nw_json_get_integer(&units, layer, "units", 1, MOST_UNITS, place, error) != NW_OK ||
        nw_json_get_text(&word, layer, "activation", place, error) != NW_OK)
        return NW_BAD_INPUT;
    network->units[k] = (size_t)units;
    network->activation[k] = nw_activation_find(word);
    if (network->activation[k] == NW_ACTIVATION_COUNT || (last && network->activation[k] != NW_IDENTITY))
        return nw_fail(error, NW_BAD_INPUT, "%.200s: %.200s.activation is none that can stand there", place.file,
                       place.path);
    if (!numbers)
        return NW_OK;
    bool biases = !last || network->output_bias;
    if (biases != (json_object_get(layer, "biases") != NULL))
        return nw_fail(error, NW_BAD_INPUT, "%.200s: %.200s.biases %s", place.file, place.path,
                       biases ? "is missing" : "stands in a layer without");
    nw_status status = read_doubles(&network->weights[k], inputs * (size_t)units, layer, "weights", place, error);
    if (status == NW_OK && biases)
        status = read_doubles(&network->biases[k], (size_t)units, layer, "biases", place, error);
    return status;
}

size_t nw_plain_network_parameters(const nw_plain_network *network)
{
    size_t count = 0; /* at most 64 2^20 (2^20 + 1) */
    for (size_t k = 0; k < network->layer_count; k++) {
        bool biases = k + 1 < network->layer_count || network->output_bias;
        count += network->units[k] * ((k == 0 ? network->inputs : network->units[k - 1]) + biases);
    }
    return count;
}

static nw_status read_network(nw_plain_network *network, json_t *object, bool numbers, nw_json_place place,
                              nw_error *error)
{
    static const char *const known[] = {"format", "version",    "inputs",     "outputs", "output_bias",
                                        "layers", "parameters", "provenance", NULL};
    const char *format;
    long version, inputs, outputs, parameters;
    json_t *layers;
    if (nw_json_only(object, known, place, error) != NW_OK ||
        nw_json_get_text(&format, object, "format", place, error) != NW_OK ||
        nw_json_get_integer(&version, object, "version", 1, 1, place, error) != NW_OK ||
        nw_json_get_integer(&inputs, object, "inputs", 1, MOST_UNITS, place, error) != NW_OK ||
        nw_json_get_integer(&outputs, object, "outputs", 1, MOST_UNITS, place, error) != NW_OK ||
        nw_json_get_bool(&network->output_bias, object, "output_bias", place, error) != NW_OK ||
        nw_json_get_integer(&parameters, object, "parameters", 1, LONG_MAX, place, error) != NW_OK ||
        nw_json_get_array(&layers, object, "layers", place, error) != NW_OK)
        return NW_BAD_INPUT;
    if (strcmp(format, "nwidth-network") != 0)
        return nw_fail(error, NW_BAD_INPUT, "%.200s: %.200s.format is not \"nwidth-network\"", place.file, place.path);
    network->inputs = (size_t)inputs;
    network->outputs = (size_t)outputs;
    network->layer_count = json_array_size(layers);
    if (network->layer_count < 1 || network->layer_count > NW_CLAIM_LAYERS)
        return nw_fail(error, NW_BAD_INPUT, "%.200s: %.200s.layers must have from 1 to %d entries", place.file,
                       place.path, (int)NW_CLAIM_LAYERS);
    for (size_t k = 0; k < network->layer_count; k++) {
        char *path = nw_format("%s.layers[%zu]", place.path, k);
        nw_status status =
            read_layer(network, json_array_get(layers, k), k, numbers, (nw_json_place){place.file, path}, error);
        free(path);
        if (status != NW_OK)
            return status;
    }
    size_t count = nw_plain_network_parameters(network);
    if (network->units[network->layer_count - 1] != network->outputs || count != (size_t)parameters)
        return nw_fail(error, NW_BAD_INPUT, "%.200s: %.200s: %s", place.file, place.path,
                       count != (size_t)parameters ? "parameters is not the number of weights and biases"
                                                   : "the last layer must have as many units as there are outputs");
    return NW_OK;
}

nw_status nw_plain_network_read(nw_plain_network *network, json_t *object, nw_json_place place, nw_error *error)
{
    return read_network(network, object, true, place, error);
}

nw_status nw_plain_shape_read(nw_plain_network *network, json_t *object, nw_json_place place, nw_error *error)
{
    return read_network(network, object, false, place, error);
}
