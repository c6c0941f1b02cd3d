#include "net/network_file.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "net/document.h"

/* What the sizes and words of a document say, before any number in it is read. */
typedef struct shape {
    bool alone; /* no numbers follow */
    long inputs, outputs, parameters;
    bool output_bias;
    size_t layer_count;
    nw_layer_plan layers[NW_MOST_LAYERS]; /* without connections */
    bool sparse[NW_MOST_LAYERS];
} shape;

/* The place of layer k; the caller frees the path. */
static char *layer_path(nw_json_place place, size_t layer)
{
    return nw_format("%s%slayers[%zu]", place.path, place.path[0] == '\0' ? "" : ".", layer);
}

static nw_status read_head(shape *found, json_t *document, nw_json_place place, nw_error *error)
{
    const char *format;
    long version;
    if (!json_is_object(document))
        return nw_document_refuse(place, "", error, "is no object");
    if (nw_json_get_text(&format, document, "format", place, error) != NW_OK)
        return NW_BAD_INPUT;
    if (strcmp(format, NW_NETWORK_FORMAT) != 0)
        return nw_document_refuse(place, "format", error, "is not \"%s\": this is no network file", NW_NETWORK_FORMAT);
    if (nw_json_get_integer(&version, document, "version", 1, NW_NETWORK_VERSION, place, error) != NW_OK ||
        nw_json_get_integer(&found->inputs, document, "inputs", 1, NW_MOST_UNITS, place, error) != NW_OK ||
        nw_json_get_integer(&found->outputs, document, "outputs", 1, NW_MOST_UNITS, place, error) != NW_OK ||
        nw_json_get_bool(&found->output_bias, document, "output_bias", place, error) != NW_OK ||
        nw_json_get_integer(&found->parameters, document, "parameters", 0, LONG_MAX, place, error) != NW_OK)
        return NW_BAD_INPUT;
    json_t *provenance;
    if (json_object_get(document, "provenance") != NULL &&
        nw_json_get_object(&provenance, document, "provenance", place, error) != NW_OK)
        return NW_BAD_INPUT;
    return nw_json_only(document,
                        (const char *const[]){"format", "version", "inputs", "outputs", "output_bias", "layers",
                                              "parameters", "provenance", NULL},
                        place, error);
}

static nw_status read_activation(nw_activation *activation, json_t *layer, bool last, nw_json_place place,
                                 nw_error *error)
{
    const char *word;
    if (nw_json_get_text(&word, layer, "activation", place, error) != NW_OK)
        return NW_BAD_INPUT;
    *activation = nw_activation_find(word);
    if (*activation == NW_ACTIVATION_COUNT) {
        nw_guess guess = {.word = word};
        for (size_t i = 0; nw_activation_words[i] != NULL; i++)
            nw_guess_offer(&guess, nw_activation_words[i]);
        if (guess.nearest == NULL)
            return nw_document_refuse(place, "activation", error, "is \"%.40s\", which is no activation nwidth knows",
                                      word);
        return nw_document_refuse(place, "activation", error, "is \"%.40s\", which is no activation; did you mean %s?",
                                  word, guess.nearest);
    }
    if (last && *activation != NW_IDENTITY)
        return nw_document_refuse(place, "activation", error, "must be \"identity\" in the last layer");
    return NW_OK;
}

/* An array of so many entries.  Only then is memory taken for them: it is bounded by the document's own. */
static nw_status check_array(json_t *layer, const char *key, size_t count, nw_json_place place, nw_error *error)
{
    json_t *array;
    if (nw_json_get_array(&array, layer, key, place, error) != NW_OK)
        return NW_BAD_INPUT;
    if (json_array_size(array) == count)
        return NW_OK;
    return nw_document_refuse(place, key, error, "has %zu numbers, and must have %zu", json_array_size(array), count);
}

/* The sizes of a sparse layer; its number of parameters. */
static nw_status read_sparse_shape(size_t *parameters, const shape *found, json_t *layer, size_t units,
                                   nw_json_place place, nw_error *error)
{
    static const char *const known[] = {"units", "activation", "first", "sources", "weights", NULL};
    static const char *const alone[] = {"units", "activation", "first", "sources", NULL};
    if (nw_connections_count(parameters, layer, units, place, error) != NW_OK)
        return NW_BAD_INPUT;
    if (json_object_get(layer, "biases") != NULL)
        return nw_document_refuse(place, "biases", error,
                                  "stands in a sparse layer, whose biases are connections from the constant");
    if (!found->alone && check_array(layer, "weights", *parameters, place, error) != NW_OK)
        return NW_BAD_INPUT;
    return nw_json_only(layer, found->alone ? alone : known, place, error);
}

/* Whether a layer between has biases, which it has unless it says otherwise: without "biases", or in a shape with
 * "biases": false. */
static nw_status read_biased(bool *biased, const shape *found, json_t *layer, bool last, nw_json_place place,
                             nw_error *error)
{
    const json_t *biases = json_object_get(layer, "biases");
    *biased = last ? found->output_bias : found->alone ? biases == NULL : biases != NULL;
    if (last && !found->output_bias && biases != NULL)
        return nw_document_refuse(place, "biases", error, "stands in the last layer, although output_bias is false");
    if (found->alone && biases != NULL && (last || !json_is_false(biases)))
        return nw_document_refuse(place, "biases", error,
                                  "stands in a shape, where it may only be false, and that in a layer between");
    return NW_OK;
}

static nw_status read_dense_shape(size_t *parameters, shape *found, json_t *layer, size_t k, size_t inputs,
                                  nw_json_place place, nw_error *error)
{
    static const char *const known[] = {"units", "activation", "weights", "biases", NULL};
    static const char *const alone[] = {"units", "activation", "biases", NULL};
    nw_layer_plan *plan = &found->layers[k];
    if (read_biased(&plan->has_bias, found, layer, k + 1 == found->layer_count, place, error) != NW_OK)
        return NW_BAD_INPUT;
    /* Both factors are at most 2^20. */
    *parameters = plan->units * (inputs + plan->has_bias);
    if (!found->alone && (check_array(layer, "weights", inputs * plan->units, place, error) != NW_OK ||
                          (plan->has_bias && check_array(layer, "biases", plan->units, place, error) != NW_OK)))
        return NW_BAD_INPUT;
    return nw_json_only(layer, found->alone ? alone : known, place, error);
}

static nw_status read_layer_shape(size_t *parameters, shape *found, json_t *layer, size_t k, nw_json_place place,
                                  nw_error *error)
{
    bool last = k + 1 == found->layer_count;
    size_t inputs = k == 0 ? (size_t)found->inputs : found->layers[k - 1].units;
    long units;
    if (!json_is_object(layer))
        return nw_document_refuse(place, "", error, "is no object");
    if (nw_json_get_integer(&units, layer, "units", 1, NW_MOST_UNITS, place, error) != NW_OK ||
        read_activation(&found->layers[k].activation, layer, last, place, error) != NW_OK)
        return NW_BAD_INPUT;
    found->layers[k].units = (size_t)units;
    if (last && units != found->outputs)
        return nw_document_refuse(place, "units", error,
                                  "is %ld in the last layer, and outputs is %ld: they must be equal", units,
                                  found->outputs);
    found->sparse[k] = nw_connections_in_json(layer);
    return found->sparse[k] ? read_sparse_shape(parameters, found, layer, (size_t)units, place, error)
                            : read_dense_shape(parameters, found, layer, k, inputs, place, error);
}

static nw_status read_shape(shape *found, json_t **layers, json_t *document, nw_json_place place, nw_error *error)
{
    if (read_head(found, document, place, error) != NW_OK ||
        nw_json_get_array(layers, document, "layers", place, error) != NW_OK)
        return NW_BAD_INPUT;
    found->layer_count = json_array_size(*layers);
    if (found->layer_count == 0 || found->layer_count > NW_MOST_LAYERS)
        return nw_document_refuse(place, "layers", error, "has %zu entries, and must have from 1 to %d",
                                  found->layer_count, NW_MOST_LAYERS);
    size_t parameters = 0;
    for (size_t k = 0; k < found->layer_count; k++) {
        char *path = layer_path(place, k);
        size_t more = 0;
        nw_status status =
            read_layer_shape(&more, found, json_array_get(*layers, k), k, (nw_json_place){place.file, path}, error);
        free(path);
        if (status != NW_OK)
            return status;
        /* At most 2^40 of a dense layer, and of a sparse one no more than the document has: no overflow. */
        parameters += more;
    }
    if ((size_t)found->parameters != parameters)
        return nw_document_refuse(place, "parameters", error, "is %ld, and the layers have %zu", found->parameters,
                                  parameters);
    return NW_OK;
}

/* ---- what the numbers say ---- */

static nw_status read_connections(shape *found, json_t *layers, nw_json_place place, nw_error *error)
{
    nw_status status = NW_OK;
    for (size_t k = 0; status == NW_OK && k < found->layer_count; k++) {
        size_t inputs = k == 0 ? (size_t)found->inputs : found->layers[k - 1].units;
        char *path = layer_path(place, k);
        if (found->sparse[k])
            status = nw_connections_from_json(&found->layers[k].connections, json_array_get(layers, k), inputs,
                                              found->layers[k].units, (nw_json_place){place.file, path}, error);
        free(path);
    }
    return status;
}

/* The network of a shape whose sizes are right, all parameters zero. */
static nw_status network_of_shape(nw_network **network, shape *found, json_t *layers, nw_json_place place,
                                  nw_error *error)
{
    nw_status status = read_connections(found, layers, place, error);
    if (status != NW_OK) {
        for (size_t k = 0; k < found->layer_count; k++)
            nw_connections_free(found->layers[k].connections);
        return status;
    }
    nw_network *made = nw_network_of_layers((size_t)found->inputs, found->layers, found->layer_count);
    if (made->output_bias != found->output_bias) {
        status = nw_document_refuse(place, "output_bias", error, "is %s, and the last layer has %s from the constant",
                                    found->output_bias ? "true" : "false",
                                    found->output_bias ? "no connection" : "a connection");
        nw_network_free(made);
        return status;
    }
    *network = made;
    return NW_OK;
}

static nw_status read_numbers(nw_network *network, json_t *layers, nw_json_place place, nw_error *error)
{
    for (size_t k = 0; k < network->layer_count; k++) {
        const nw_layer *layer = &network->layers[k];
        json_t *entry = json_array_get(layers, k);
        char *path = layer_path(place, k);
        nw_json_place at = {place.file, path};
        nw_status status = nw_json_get_doubles(network->parameters + layer->weights, layer->biases - layer->weights,
                                               entry, "weights", at, error);
        if (status == NW_OK && layer->has_bias)
            status = nw_json_get_doubles(network->parameters + layer->biases, layer->units, entry, "biases", at, error);
        free(path);
        if (status != NW_OK)
            return status;
    }
    return NW_OK;
}

nw_status nw_network_from_json(nw_network **network, json_t *document, nw_json_place place, nw_error *error)
{
    *network = NULL;
    shape found = {0};
    json_t *layers;
    nw_network *read = NULL;
    nw_status status = read_shape(&found, &layers, document, place, error);
    if (status == NW_OK)
        status = network_of_shape(&read, &found, layers, place, error);
    if (status == NW_OK)
        status = read_numbers(read, layers, place, error);
    if (status == NW_OK)
        *network = read;
    else
        nw_network_free(read);
    return status;
}

nw_status nw_network_shape_from_json(nw_network **network, json_t *document, size_t parameters, nw_json_place place,
                                     nw_error *error)
{
    *network = NULL;
    shape found = {.alone = true};
    json_t *layers;
    nw_status status = read_shape(&found, &layers, document, place, error);
    if (status != NW_OK)
        return status;
    if ((size_t)found.parameters != parameters)
        return nw_document_refuse(place, "parameters", error, "is %ld, and must be %zu", found.parameters, parameters);
    return network_of_shape(network, &found, layers, place, error);
}

nw_status nw_network_read(nw_network **network, const char *file, nw_error *error)
{
    *network = NULL;
    json_t *document;
    nw_status status = nw_json_load(&document, file, error);
    if (status != NW_OK)
        return status;
    status = nw_network_from_json(network, document,
                                  (nw_json_place){strcmp(file, "-") == 0 ? "standard input" : file, ""}, error);
    json_decref(document);
    return status;
}
