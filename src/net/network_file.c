#include "net/network_file.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/memory.h"
#include "base/output.h"
#include "base/text.h"

static const char FORMAT[] = "nwidth-network";
enum { VERSION = 1 };

/* ---- writing ---- */

static json_t *to_json(const nw_network *network, bool numbers)
{
    json_t *document = json_object(), *layers = json_array();
    nw_json_put_text(document, "format", FORMAT);
    nw_json_put(document, "version", json_integer(VERSION));
    nw_json_put(document, "inputs", json_integer((json_int_t)network->inputs));
    nw_json_put(document, "outputs", json_integer((json_int_t)network->outputs));
    nw_json_put(document, "output_bias", json_boolean(network->output_bias));
    for (size_t k = 0; k < network->layer_count; k++) {
        const nw_layer *layer = &network->layers[k];
        json_t *entry = json_object();
        nw_json_put(entry, "units", json_integer((json_int_t)layer->units));
        nw_json_put_text(entry, "activation", nw_activation_words[layer->activation]);
        if (numbers)
            nw_json_put(entry, "weights", nw_json_doubles(nw_layer_weights(network, k), layer->units * layer->inputs));
        if (numbers && layer->has_bias)
            nw_json_put(entry, "biases", nw_json_doubles(nw_layer_biases(network, k), layer->units));
        nw_json_append(layers, entry);
    }
    nw_json_put(document, "layers", layers);
    nw_json_put(document, "parameters", json_integer((json_int_t)network->parameter_count));
    return document;
}

json_t *nw_network_to_json(const nw_network *network, json_t *provenance)
{
    json_t *document = to_json(network, true);
    if (provenance != NULL)
        nw_json_put(document, "provenance", provenance);
    return document;
}

json_t *nw_network_shape_to_json(const nw_network *network)
{
    return to_json(network, false);
}

nw_status nw_network_write(const nw_network *network, json_t *provenance, const char *file, nw_error *error)
{
    nw_output output;
    nw_status status = nw_output_open(&output, file, error);
    if (status != NW_OK) {
        json_decref(provenance);
        return status;
    }
    nw_json_write(output.stream, nw_network_to_json(network, provenance));
    return nw_output_finish(&output, error);
}

/* ---- reading ---- */

/* What the sizes and words of a document say, before any number in it is read. */
typedef struct shape {
    bool alone; /* no numbers follow */
    long inputs, outputs, parameters;
    bool output_bias;
    size_t layer_count;
    size_t units[NW_MOST_LAYERS];
    nw_activation activations[NW_MOST_LAYERS];
} shape;

/* The place of layer k; the caller frees the path. */
static char *layer_path(nw_json_place place, size_t layer)
{
    return nw_format("%s%slayers[%zu]", place.path, place.path[0] == '\0' ? "" : ".", layer);
}

/* "net.json: network.format WHY", or "net.json: format WHY" in a document of its own; key "": the place itself. */
static nw_status refuse(nw_json_place place, const char *key, const char *why, nw_error *error)
{
    bool nested = place.path[0] != '\0' && key[0] != '\0';
    bool whole = place.path[0] == '\0' && key[0] == '\0';
    return nw_fail(error, NW_BAD_INPUT, "%.300s%s%s%s%s %s", place.file, whole ? "" : ": ", place.path,
                   nested ? "." : "", key, why);
}

static nw_status read_head(shape *found, json_t *document, nw_json_place place, nw_error *error)
{
    const char *format;
    long version;
    if (!json_is_object(document))
        return refuse(place, "", "is no object", error);
    if (nw_json_get_text(&format, document, "format", place, error) != NW_OK)
        return NW_BAD_INPUT;
    if (strcmp(format, FORMAT) != 0)
        return refuse(place, "format", "is not \"nwidth-network\": this is no network file", error);
    if (nw_json_get_integer(&version, document, "version", 1, VERSION, place, error) != NW_OK ||
        nw_json_get_integer(&found->inputs, document, "inputs", 1, NW_MOST_UNITS, place, error) != NW_OK ||
        nw_json_get_integer(&found->outputs, document, "outputs", 1, NW_MOST_UNITS, place, error) != NW_OK ||
        nw_json_get_bool(&found->output_bias, document, "output_bias", place, error) != NW_OK ||
        nw_json_get_integer(&found->parameters, document, "parameters", 1, LONG_MAX, place, error) != NW_OK)
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
        char *why = guess.nearest == NULL
                        ? nw_format("is \"%.40s\", which is no activation nwidth knows", word)
                        : nw_format("is \"%.40s\", which is no activation; did you mean %s?", word, guess.nearest);
        refuse(place, "activation", why, error);
        free(why);
        return NW_BAD_INPUT;
    }
    if (last && *activation != NW_IDENTITY)
        return refuse(place, "activation", "must be \"identity\" in the last layer", error);
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
    char *why = nw_format("has %zu numbers, and must have %zu", json_array_size(array), count);
    refuse(place, key, why, error);
    free(why);
    return NW_BAD_INPUT;
}

static nw_status read_layer_shape(shape *found, json_t *layer, size_t k, nw_json_place place, nw_error *error)
{
    bool last = k + 1 == found->layer_count;
    size_t inputs = k == 0 ? (size_t)found->inputs : found->units[k - 1];
    long units;
    if (!json_is_object(layer))
        return refuse(place, "", "is no object", error);
    if (nw_json_get_integer(&units, layer, "units", 1, NW_MOST_UNITS, place, error) != NW_OK ||
        read_activation(&found->activations[k], layer, last, place, error) != NW_OK)
        return NW_BAD_INPUT;
    found->units[k] = (size_t)units;
    if (last && units != found->outputs) {
        char *why =
            nw_format("is %ld in the last layer, and outputs is %ld: they must be equal", units, found->outputs);
        refuse(place, "units", why, error);
        free(why);
        return NW_BAD_INPUT;
    }
    if (last && !found->output_bias && json_object_get(layer, "biases") != NULL)
        return refuse(place, "biases", "stands in the last layer, although output_bias is false", error);
    if (found->alone)
        return nw_json_only(layer, (const char *const[]){"units", "activation", NULL}, place, error);
    /* Both factors are at most 2^20. */
    if (check_array(layer, "weights", inputs * found->units[k], place, error) != NW_OK)
        return NW_BAD_INPUT;
    if ((!last || found->output_bias) && check_array(layer, "biases", found->units[k], place, error) != NW_OK)
        return NW_BAD_INPUT;
    return nw_json_only(layer, (const char *const[]){"units", "activation", "weights", "biases", NULL}, place, error);
}

static nw_status read_shape(shape *found, json_t **layers, json_t *document, nw_json_place place, nw_error *error)
{
    if (read_head(found, document, place, error) != NW_OK ||
        nw_json_get_array(layers, document, "layers", place, error) != NW_OK)
        return NW_BAD_INPUT;
    found->layer_count = json_array_size(*layers);
    if (found->layer_count == 0 || found->layer_count > NW_MOST_LAYERS) {
        char *why = nw_format("has %zu entries, and must have from 1 to %d", found->layer_count, NW_MOST_LAYERS);
        refuse(place, "layers", why, error);
        free(why);
        return NW_BAD_INPUT;
    }
    size_t parameters = 0;
    for (size_t k = 0; k < found->layer_count; k++) {
        char *path = layer_path(place, k);
        nw_status status =
            read_layer_shape(found, json_array_get(*layers, k), k, (nw_json_place){place.file, path}, error);
        free(path);
        if (status != NW_OK)
            return status;
        bool biases = k + 1 < found->layer_count || found->output_bias;
        parameters += found->units[k] * ((k == 0 ? (size_t)found->inputs : found->units[k - 1]) + biases);
    }
    if ((size_t)found->parameters != parameters) {
        char *why = nw_format("is %ld, and the layers have %zu", found->parameters, parameters);
        refuse(place, "parameters", why, error);
        free(why);
        return NW_BAD_INPUT;
    }
    return NW_OK;
}

/* All parameters zero. */
static nw_network *network_of_shape(const shape *found)
{
    nw_network *network = nw_network_new((size_t)found->inputs, found->units, found->layer_count - 1,
                                         (size_t)found->outputs, NW_TANH, found->output_bias);
    for (size_t k = 0; k < found->layer_count; k++)
        network->layers[k].activation = found->activations[k];
    return network;
}

static nw_status read_numbers(nw_network *network, json_t *layers, nw_json_place place, nw_error *error)
{
    for (size_t k = 0; k < network->layer_count; k++) {
        const nw_layer *layer = &network->layers[k];
        json_t *entry = json_array_get(layers, k);
        char *path = layer_path(place, k);
        nw_json_place at = {place.file, path};
        nw_status status = nw_json_get_doubles(network->parameters + layer->weights, layer->units * layer->inputs,
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
    nw_status status = read_shape(&found, &layers, document, place, error);
    if (status != NW_OK)
        return status;
    nw_network *read = network_of_shape(&found);
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
    if ((size_t)found.parameters != parameters) {
        char *why = nw_format("is %ld, and must be %zu", found.parameters, parameters);
        refuse(place, "parameters", why, error);
        free(why);
        return NW_BAD_INPUT;
    }
    *network = network_of_shape(&found);
    return NW_OK;
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
