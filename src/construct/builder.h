/* Sparse networks, connection by connection. */
#ifndef NW_CONSTRUCT_BUILDER_H
#define NW_CONSTRUCT_BUILDER_H

#include "net/network.h"

typedef struct nw_builder nw_builder;

nw_builder *nw_builder_new(size_t inputs);
void nw_builder_free(nw_builder *builder); /* without a network; nw_builder_finish frees too */

/* Begins the next layer. */
void nw_builder_layer(nw_builder *builder, nw_activation activation);
/* Begins the next unit of the layer; returns its number in it. */
size_t nw_builder_unit(nw_builder *builder);
/* A connection into the unit begun last, from a unit of the layer before (or an input); each source once a unit, in any
 * order. */
void nw_builder_connect(nw_builder *builder, size_t source, double weight);
/* Its connection from the constant 1. */
void nw_builder_bias(nw_builder *builder, double weight);
/* Units begun so far in the layer. */
size_t nw_builder_units(const nw_builder *builder);

/* The network; the builder is freed. */
nw_network *nw_builder_finish(nw_builder *builder);

#endif
