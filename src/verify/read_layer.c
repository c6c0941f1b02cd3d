/* Layers of networks inside a certificate. */
#include <stdlib.h>

#include "base/memory.h"
#include "verify/plain_network.h"

static nw_status refuse(nw_json_place place, const char *what, nw_error *error)
{
    return nw_fail(error, NW_BAD_INPUT, "%.200s: %.200s%s", place.file, place.path, what);
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

/* An integer from 0 to `most`; false when it is none. */
static bool small_integer(size_t *value, json_t *number, size_t most)
{
    json_int_t found = json_integer_value(number);
    *value = (size_t)found;
    return json_is_integer(number) && found >= 0 && (size_t)found <= most;
}

/* units + 1 numbers that do not fall, from 0 to the number of sources. */
static nw_status read_first(nw_plain_network *network, json_t *array, size_t connections, size_t layer,
                            nw_json_place place, nw_error *error)
{
    size_t units = network->units[layer], last = 0;
    if (json_array_size(array) != units + 1)
        return refuse(place, ".first must have one number more than there are units", error);
    size_t *first = network->first[layer] = nw_alloc(units + 1, sizeof *first);
    for (size_t j = 0; j <= units; j++) {
        if (!small_integer(&first[j], json_array_get(array, j), connections) || first[j] < last)
            return refuse(place, ".first must be integers that do not fall, up to the number of sources", error);
        last = first[j];
    }
    if (first[0] != 0 || last != connections)
        return refuse(place, ".first must begin with 0 and end with the number of sources", error);
    return NW_OK;
}

static nw_status read_sources(nw_plain_network *network, json_t *array, size_t layer, nw_json_place place,
                              nw_error *error)
{
    size_t inputs = nw_plain_layer_inputs(network, layer), *first = network->first[layer];
    uint32_t *source = network->source[layer] = nw_alloc(json_array_size(array) + 1, sizeof *source);
    for (size_t j = 0; j < network->units[layer]; j++)
        for (size_t c = first[j]; c < first[j + 1]; c++) {
            size_t number;
            if (!small_integer(&number, json_array_get(array, c), inputs) || (c > first[j] && number <= source[c - 1]))
                return refuse(place, ".sources must be integers, rising in each unit, up to the number of inputs",
                              error);
            source[c] = (uint32_t)number;
        }
    return NW_OK;
}

/* Whether the last layer has biases is said twice. */
static bool output_bias_fits(const nw_plain_network *network, size_t layer)
{
    bool found = false;
    for (size_t j = 0; j < network->units[layer]; j++)
        found = found || nw_plain_row(network, layer, j).biased;
    return found == network->output_bias;
}

static nw_status read_sparse(nw_plain_network *network, json_t *object, size_t layer, bool numbers,
                             nw_json_place place, nw_error *error)
{
    json_t *first, *sources;
    if (nw_json_get_array(&first, object, "first", place, error) != NW_OK ||
        nw_json_get_array(&sources, object, "sources", place, error) != NW_OK)
        return NW_BAD_INPUT;
    if (json_object_get(object, "biases") != NULL)
        return refuse(place, ".biases stands in a sparse layer, whose biases are connections", error);
    size_t connections = json_array_size(sources);
    nw_status status = read_first(network, first, connections, layer, place, error);
    if (status == NW_OK)
        status = read_sources(network, sources, layer, place, error);
    if (status == NW_OK && layer + 1 == network->layer_count && !output_bias_fits(network, layer))
        status = refuse(place, ": output_bias must say whether a source is the constant", error);
    if (status == NW_OK && numbers)
        status = read_doubles(&network->weights[layer], connections, object, "weights", place, error);
    return status;
}

/* The last layer has biases by output_bias; one between has those that it lists, or, in a shape, all but for false. */
static nw_status find_biases(nw_plain_network *network, json_t *object, size_t layer, bool numbers,
                             nw_json_place place, nw_error *error)
{
    const json_t *biases = json_object_get(object, "biases");
    bool last = layer + 1 == network->layer_count;
    if (!numbers && biases != NULL && (last || !json_is_false(biases)))
        return refuse(place, ".biases may only be false in a shape, and that in a layer between", error);
    network->biased[layer] = last ? network->output_bias : numbers == (biases != NULL);
    if (numbers && network->biased[layer] != (biases != NULL))
        return refuse(place, biases == NULL ? ".biases is missing" : ".biases stands in a layer without", error);
    return NW_OK;
}

static nw_status read_dense(nw_plain_network *network, json_t *object, size_t layer, bool numbers,
                            nw_json_place place, nw_error *error)
{
    size_t units = network->units[layer], inputs = nw_plain_layer_inputs(network, layer);
    nw_status status = find_biases(network, object, layer, numbers, place, error);
    if (status != NW_OK || !numbers)
        return status;
    status = read_doubles(&network->weights[layer], inputs * units, object, "weights", place, error);
    if (status == NW_OK && network->biased[layer])
        status = read_doubles(&network->biases[layer], units, object, "biases", place, error);
    return status;
}

nw_status nw_plain_layer_read(nw_plain_network *network, json_t *object, size_t layer, bool numbers,
                              nw_json_place place, nw_error *error)
{
    static const char *const all[] = {"units", "activation", "first", "sources", "weights", "biases", NULL};
    static const char *const sizes[] = {"units", "activation", "first", "sources", "biases", NULL};
    const char *word;
    long units;
    if (!json_is_object(object))
        return refuse(place, " is no object", error);
    if (nw_json_only(object, numbers ? all : sizes, place, error) != NW_OK ||
        nw_json_get_integer(&units, object, "units", 1, NW_CLAIM_UNITS, place, error) != NW_OK ||
        nw_json_get_text(&word, object, "activation", place, error) != NW_OK)
        return NW_BAD_INPUT;
    network->units[layer] = (size_t)units;
    network->activation[layer] = nw_activation_find(word);
    if (network->activation[layer] == NW_ACTIVATION_COUNT ||
        (layer + 1 == network->layer_count && network->activation[layer] != NW_IDENTITY))
        return refuse(place, ".activation is none that can stand there", error);
    bool sparse = json_object_get(object, "first") != NULL || json_object_get(object, "sources") != NULL;
    nw_status status = sparse ? read_sparse(network, object, layer, numbers, place, error)
                              : read_dense(network, object, layer, numbers, place, error);
    if (status == NW_OK && layer + 1 < network->layer_count)
        network->parameter[layer + 1] = network->parameter[layer] + nw_plain_layer_parameters(network, layer);
    return status;
}
