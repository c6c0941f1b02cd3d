#include "construct/builder.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"

typedef struct connection {
    uint32_t source;
    double weight;
} connection;

typedef struct built_layer {
    nw_activation activation;
    size_t inputs;
    size_t *first; /* where each unit's connections begin */
    size_t units, unit_room;
    connection *connections;
    size_t count, room;
} built_layer;

struct nw_builder {
    size_t inputs, layer_count;
    built_layer layers[NW_MOST_LAYERS];
};

nw_builder *nw_builder_new(size_t inputs)
{
    nw_builder *builder = nw_alloc(1, sizeof *builder);
    builder->inputs = inputs;
    return builder;
}

void nw_builder_free(nw_builder *builder)
{
    if (builder == NULL)
        return;
    for (size_t k = 0; k < builder->layer_count; k++) {
        free(builder->layers[k].first);
        free(builder->layers[k].connections);
    }
    free(builder);
}

static built_layer *current(nw_builder *builder)
{
    assert(builder->layer_count > 0);
    return &builder->layers[builder->layer_count - 1];
}

void nw_builder_layer(nw_builder *builder, nw_activation activation)
{
    assert(builder->layer_count < NW_MOST_LAYERS);
    size_t inputs = builder->layer_count == 0 ? builder->inputs : current(builder)->units;
    builder->layers[builder->layer_count++] = (built_layer){.activation = activation, .inputs = inputs};
}

size_t nw_builder_unit(nw_builder *builder)
{
    built_layer *layer = current(builder);
    if (layer->units == layer->unit_room) {
        layer->unit_room = layer->unit_room == 0 ? 64 : 2 * layer->unit_room;
        layer->first = nw_grow(layer->first, layer->unit_room, sizeof *layer->first);
    }
    layer->first[layer->units] = layer->count;
    return layer->units++;
}

void nw_builder_connect(nw_builder *builder, size_t source, double weight)
{
    built_layer *layer = current(builder);
    assert(layer->units > 0 && source <= layer->inputs);
    if (layer->count == layer->room) {
        layer->room = layer->room == 0 ? 256 : 2 * layer->room;
        layer->connections = nw_grow(layer->connections, layer->room, sizeof *layer->connections);
    }
    layer->connections[layer->count++] = (connection){(uint32_t)source, weight};
}

void nw_builder_bias(nw_builder *builder, double weight)
{
    nw_builder_connect(builder, current(builder)->inputs, weight);
}

size_t nw_builder_units(const nw_builder *builder)
{
    assert(builder->layer_count > 0);
    return builder->layers[builder->layer_count - 1].units;
}

static int by_source(const void *one, const void *other)
{
    const connection *a = one, *b = other;
    return (a->source > b->source) - (a->source < b->source);
}

/* Brings the connections of every unit into order, and plans the layer without their weights. */
static nw_layer_plan plan_layer(built_layer *layer)
{
    nw_connections *plan = nw_alloc(1, sizeof *plan);
    plan->first = nw_alloc(layer->units + 1, sizeof *plan->first);
    plan->source = nw_alloc(layer->count, sizeof *plan->source);
    for (size_t j = 0; j < layer->units; j++) {
        size_t end = j + 1 < layer->units ? layer->first[j + 1] : layer->count;
        plan->first[j] = layer->first[j];
        qsort(layer->connections + layer->first[j], end - layer->first[j], sizeof *layer->connections, by_source);
    }
    plan->first[layer->units] = layer->count;
    for (size_t c = 0; c < layer->count; c++)
        plan->source[c] = layer->connections[c].source;
    return (nw_layer_plan){.units = layer->units, .activation = layer->activation, .connections = plan};
}

nw_network *nw_builder_finish(nw_builder *builder)
{
    nw_layer_plan plans[NW_MOST_LAYERS];
    for (size_t k = 0; k < builder->layer_count; k++)
        plans[k] = plan_layer(&builder->layers[k]);
    nw_network *network = nw_network_of_layers(builder->inputs, plans, builder->layer_count);
    for (size_t k = 0; k < builder->layer_count; k++)
        for (size_t c = 0; c < builder->layers[k].count; c++)
            network->parameters[network->layers[k].weights + c] = builder->layers[k].connections[c].weight;
    nw_builder_free(builder);
    return network;
}
