/* The loops over points of one-hidden-layer networks.  Lengths are multiples of NW_LANES. */
#ifndef NW_FIT_UNITS_H
#define NW_FIT_UNITS_H

#include <stddef.h>

#include "base/activation.h"

/* residual = constant - y */
void nw_units_begin(double *residual, const double *y, double constant, size_t length);
/* t = bias + sum_a weight[a] x[a * stride + i] */
void nw_units_affine(double *t, const double *x, size_t stride, size_t inputs, const double *weight, double bias,
                     size_t length);
/* value = s(t) in place, slope = s'(t). */
void nw_units_activate(nw_activation activation, double *value, double *slope, size_t length);
/* residual += factor * value; any length */
void nw_units_add(double *residual, double factor, const double *value, size_t length);
/* out = factor * value * weight; value NULL: 1, weight NULL: 1 */
void nw_units_column(double *out, double factor, const double *value, const double *weight, size_t length);
/* out = a * b */
void nw_units_product(double *out, const double *a, const double *b, size_t length);

/* out[i] = factor[i] * row[index[i]]; any length */
void nw_units_gather(double *out, const double *row, const size_t *index, const double *factor, size_t length);

/* What the minimiser asks of residuals, for rho = |r| * scale: the largest |r|, sum rho^p, the excess sum max(|r| -
 * aim, 0)^2, and, unless weight is NULL, weight = rho^((p - 2)/2) on the first `count` points and 0 behind them.  p =
 * 2, 4, 8,
 * ..; NaN residuals make the loss NaN. */
typedef struct nw_measure {
    double sup, loss, excess;
} nw_measure;
nw_measure nw_units_measure(const double *residual, size_t count, double scale, unsigned p, double aim, double *weight);

/* The largest |r| alone, and where it is. */
double nw_units_peak(const double *residual, size_t count, size_t *where);

#endif
