/* Weighted sums of Taylor models in double: what the second and later layers of a network cost. */
#ifndef NW_CERTIFY_LAYER_SUM_H
#define NW_CERTIFY_LAYER_SUM_H

#include "numeric/taylor.h"

/* out[j] = bias[j] + sum_i weight[j * inputs + i] in[i], j < units; bias may be NULL; `terms` coefficients each.  in
 * and out do not overlap. */
void nw_layer_sum(nw_model *out, size_t units, const nw_model *in, size_t inputs, const double *weight,
                  const double *bias, size_t terms);

#endif
