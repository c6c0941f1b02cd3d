/* The nodes at which a constructed network takes the target's values. */
#ifndef NW_CONSTRUCT_NODES_H
#define NW_CONSTRUCT_NODES_H

#include "target/target.h"

/* The points -1 + 2 j/intervals[a], j = 0..intervals[a], on each axis; the first axis varies slowest. */
typedef struct nw_nodes {
    size_t axes, count;
    size_t intervals[NW_MOST_INPUTS];
} nw_nodes;

/* NW_BAD_INPUT where there would be more than NW_MOST_UNITS of them. */
nw_status nw_nodes_set(nw_nodes *nodes, size_t axes, const size_t *intervals, nw_error *error);

/* The node's coordinates, each the nearest double. */
void nw_node_point(double *x, const nw_nodes *nodes, size_t index);

/* The target at every node, enclosed and rounded: a few units of the last place at most from the exact value. */
void nw_node_values(double *values, const nw_nodes *nodes, const nw_target *target);

/* The midpoint of an enclosure, as a double. */
double nw_node_round(const arb_t value);

enum { NW_NODE_PRECISION = 96 }; /* bits, well beyond a double's */

#endif
