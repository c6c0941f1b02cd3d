#include "net/network_file.h"

#include "base/json.h"
#include "base/output.h"
#include "net/document.h"

static json_t *to_json(const nw_network *network, bool numbers)
{
    json_t *document = json_object(), *layers = json_array();
    nw_json_put_text(document, "format", NW_NETWORK_FORMAT);
    nw_json_put(document, "version", json_integer(NW_NETWORK_VERSION));
    nw_json_put(document, "inputs", json_integer((json_int_t)network->inputs));
    nw_json_put(document, "outputs", json_integer((json_int_t)network->outputs));
    nw_json_put(document, "output_bias", json_boolean(network->output_bias));
    for (size_t k = 0; k < network->layer_count; k++) {
        const nw_layer *layer = &network->layers[k];
        json_t *entry = json_object();
        nw_json_put(entry, "units", json_integer((json_int_t)layer->units));
        nw_json_put_text(entry, "activation", nw_activation_words[layer->activation]);
        if (layer->connections != NULL)
            nw_connections_to_json(entry, layer->connections, layer->units);
        if (numbers)
            nw_json_put(entry, "weights",
                        nw_json_doubles(nw_layer_weights(network, k), layer->biases - layer->weights));
        if (numbers && layer->has_bias)
            nw_json_put(entry, "biases", nw_json_doubles(nw_layer_biases(network, k), layer->units));
        /* Of the last layer output_bias tells. */
        bool told = layer->connections != NULL || layer->has_bias || k + 1 == network->layer_count;
        if (!numbers && !told)
            nw_json_put(entry, "biases", json_false());
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
