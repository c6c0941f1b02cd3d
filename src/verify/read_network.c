/* Networks inside a certificate. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "verify/plain_network.h"

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
        nw_json_get_integer(&inputs, object, "inputs", 1, NW_CLAIM_UNITS, place, error) != NW_OK ||
        nw_json_get_integer(&outputs, object, "outputs", 1, NW_CLAIM_UNITS, place, error) != NW_OK ||
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
        nw_status status = nw_plain_layer_read(network, json_array_get(layers, k), k, numbers,
                                               (nw_json_place){place.file, path}, error);
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
