#include "verify/graph.h"

#include <stdlib.h>

#include "base/memory.h"

static size_t add_node(nw_graph *graph, nw_activation activation, double bias)
{
    if (graph->count == graph->room) {
        graph->room = 2 * graph->room + 64;
        graph->activation = nw_grow(graph->activation, graph->room, sizeof *graph->activation);
        graph->bias = nw_grow(graph->bias, graph->room, sizeof *graph->bias);
        graph->first = nw_grow(graph->first, graph->room + 1, sizeof *graph->first);
    }
    graph->activation[graph->count] = activation;
    graph->bias[graph->count] = bias;
    graph->first[graph->count] = graph->first[graph->count + 1] = graph->connections;
    return graph->count++;
}

/* Into the node added last. */
static void connect(nw_graph *graph, size_t source, double weight)
{
    if (weight == 0)
        return;
    if (graph->connections == graph->connection_room) {
        graph->connection_room = 2 * graph->connection_room + 256;
        graph->source = nw_grow(graph->source, graph->connection_room, sizeof *graph->source);
        graph->weight = nw_grow(graph->weight, graph->connection_room, sizeof *graph->weight);
    }
    graph->source[graph->connections] = (uint32_t)source;
    graph->weight[graph->connections++] = weight;
    graph->first[graph->count] = graph->connections;
}

void nw_graph_init(nw_graph *graph, int axes)
{
    *graph = (nw_graph){.axes = (size_t)axes};
    for (int a = 0; a < axes; a++)
        add_node(graph, NW_IDENTITY, 0);
}

void nw_graph_clear(nw_graph *graph)
{
    free(graph->activation);
    free(graph->bias);
    free(graph->first);
    free(graph->source);
    free(graph->weight);
}

size_t nw_graph_add(nw_graph *graph, const nw_plain_network *network, size_t layers, const size_t *inputs)
{
    size_t before = 0, here = 0;
    for (size_t k = 0; k < layers; k++) {
        before = here;
        here = graph->count;
        for (size_t j = 0; j < network->units[k]; j++) {
            nw_row row = nw_plain_row(network, k, j);
            add_node(graph, network->activation[k], row.bias);
            for (size_t i = 0; i < row.count; i++) {
                size_t source = nw_row_source(&row, i);
                connect(graph, k == 0 ? inputs[source] : before + source, row.weight[i]);
            }
        }
    }
    return here;
}
