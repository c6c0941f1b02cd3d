/* Piecewise linear networks, one or several, as a single list of units: each is an activation of a weighted sum of
 * inputs of the box and of units before it in the list. */
#ifndef NW_VERIFY_GRAPH_H
#define NW_VERIFY_GRAPH_H

#include "verify/monomials.h"
#include "verify/plain_network.h"

/* Node j < axes is input j of the box, with the value x_j; the others are units. */
typedef struct nw_graph {
    size_t axes, count, room;
    nw_activation *activation; /* relu, crelu or identity */
    double *bias;
    size_t *first; /* connections first[j] .. first[j + 1] - 1 of node j, from source[c] < j; none has the weight 0 */
    uint32_t *source;
    double *weight;
    size_t connections, connection_room;
} nw_graph;

void nw_graph_init(nw_graph *graph, int axes);
void nw_graph_clear(nw_graph *graph);

/* The first `layers` layers of a network that is piecewise linear; its input i is node inputs[i].  Returns the node of
 * unit 0 of the last of them, behind which the others of that layer follow; 0 with no layers. */
size_t nw_graph_add(nw_graph *graph, const nw_plain_network *network, size_t layers, const size_t *inputs);

#endif
