/* The layers of kuhn networks (theory.md section 6), for the constructions that are made of them. */
#ifndef NW_CONSTRUCT_KUHN_H
#define NW_CONSTRUCT_KUHN_H

#include "construct/builder.h"
#include "construct/nodes.h"

/* Hidden layers whose last one spans the piecewise linear functions on the Kuhn triangulation of a grid.  n >= 2: its
 * units are the hats of the nodes.  n = 1: hinges, one a node. */
typedef struct nw_kuhn {
    size_t n, intervals;
    nw_activation activation; /* relu or crelu */
    nw_nodes nodes;
    size_t hidden;     /* layers: 1, or n + 1 */
    double slope; /* of u = (x - v)/h, h the spacing: intervals/2 */
    /* Under crelu units hold values above 1 divided by these powers of two: comparisons and hinges, and carries. */
    double large, carry;
} nw_kuhn;

/* NW_BAD_INPUT where a layer would have more than NW_MOST_UNITS units. */
nw_status nw_kuhn_plan(nw_kuhn *kuhn, size_t n, size_t intervals, nw_activation activation, nw_error *error);

/* Units of hidden layer k = 1..hidden. */
size_t nw_kuhn_units(const nw_kuhn *kuhn, size_t k);

/* Adds the units of hidden layer k to the layer begun in the builder.  `source` is the number of this network's first
 * unit in the layer before (several may stand side by side), or of its first input. */
void nw_kuhn_layer(nw_builder *builder, const nw_kuhn *kuhn, size_t k, size_t source);

/* The weights of the last hidden layer's units in the interpolant of values[v * stride], v the node.  weights and
 * values must not overlap.  n >= 2: the values.  n = 1: a linear map of them, times `large`. */
void nw_kuhn_weights(double *weights, const double *values, size_t stride, const nw_kuhn *kuhn);

/* Adds an output unit with these weights from the units that begin at `source`. */
void nw_kuhn_output(nw_builder *builder, const nw_kuhn *kuhn, const double *weights, size_t source);

#endif
