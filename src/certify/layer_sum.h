/* Weighted sums of Taylor models in double: what the second and later layers of a network cost. */
#ifndef NW_CERTIFY_LAYER_SUM_H
#define NW_CERTIFY_LAYER_SUM_H

#include "net/network.h"
#include "numeric/taylor.h"

/* out[j] = bias_j + sum_i weight_ji in[i], j < layer->units, `terms` coefficients each; the layer's own parameters,
 * those of its network being `parameters`.  in and out do not overlap. */
void nw_layer_sum(nw_model *out, const nw_model *in, const nw_layer *layer, const double *parameters, size_t terms);

#endif
