/* Passes through a sparse layer, connection by connection.  Blocks of points are unit-major as in net/kernels.h;
 * `weights` are those of the layer's connections, in their order. */
#ifndef NW_NET_SPARSE_H
#define NW_NET_SPARSE_H

#include "net/kernels.h"
#include "net/network.h"

/* out[j] = sum over the connections c of unit j of weights[c] in[source c], the constant being 1. */
void nw_sparse_product(double *out, const nw_layer *layer, const double *weights, const double *in, size_t stride);

/* out[a] = sum over the connections c from input a of weights[c] delta[unit of c]. */
void nw_sparse_transposed(double *out, const nw_layer *layer, const double *weights, const double *delta,
                          size_t stride);

/* sum[c] += sum over the points of delta[unit of c] in[source c]. */
void nw_sparse_outer(double *sum, const nw_layer *layer, const double *delta, const double *in, size_t stride);

/* out[i * apart + c] = delta[unit of c] in[source c] at the points i < count. */
void nw_sparse_turn_products(double *out, size_t apart, const nw_layer *layer, const double *delta, const double *in,
                             size_t count, size_t stride);

#endif
