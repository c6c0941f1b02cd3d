/* The loops under the passes through a network.  A block of points is unit-major: row u holds unit u at `stride`
 * points, one behind the other.  The stride is a multiple of NW_LANES, rows then begin at multiples of 64 bytes; or it
 * is below NW_NARROW, for a few points at a time.
 *
 * Every point sees the same operations in the same order wherever it stands in a block. */
#ifndef NW_NET_KERNELS_H
#define NW_NET_KERNELS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/activation.h"

enum {
    NW_LANES = 8,  /* doubles in 64 bytes */
    NW_NARROW = 4, /* fewer points than this are not padded to NW_LANES */
};

/* out[r] = bias[r] + sum_c matrix(r, c) in[c] for every point; matrix(r, c) = matrix[r * row_step + c * step], where
 * one of the two steps is 1; bias NULL: none. */
typedef struct nw_matrix {
    const double *entries;
    size_t rows, columns;
    size_t row_step, step;
} nw_matrix;
void nw_kernel_product(double *out, nw_matrix matrix, const double *bias, const double *in, size_t stride);

/* sum[r * in_rows + c] += sum over the points of delta[r] in[c]. */
void nw_kernel_outer(double *sum, const double *delta, size_t delta_rows, const double *in, size_t in_rows,
                     size_t stride);
/* sum[r] += sum over the points of delta[r]. */
void nw_kernel_total(double *sum, const double *delta, size_t delta_rows, size_t stride);

/* Point-major to unit-major and back.  On the way in the rest of the stride is zero, or the last point again. */
void nw_kernel_load(double *rows, const double *points, size_t units, size_t count, size_t stride, bool zero);
void nw_kernel_store(double *points, const double *rows, size_t units, size_t count, size_t stride);
/* The same with points `apart` numbers from one another, for rows and for all products of two rows:
 * out[i * apart + u] = rows[u], and out[i * apart + j * inputs + a] = delta[j] in[a], at point i. */
void nw_kernel_turn(double *out, size_t apart, const double *rows, size_t units, size_t count, size_t stride);
void nw_kernel_turn_products(double *out, size_t apart, const double *delta, size_t units, const double *in,
                             size_t inputs, size_t count, size_t stride);

/* values = activation(values), n numbers.  slopes (NULL unless nw_activation_keeps_slopes) receives the derivatives
 * that the values do not tell. */
void nw_kernel_activate(nw_activation activation, size_t n, double *values, double *slopes);
bool nw_activation_keeps_slopes(nw_activation activation);

/* delta *= s' where `values` are those of s.  At a kink s' is the slope of the flat side: 0. */
void nw_kernel_times_slope(nw_activation activation, size_t n, double *delta, const double *values,
                           const double *slopes);

/* All at once for a layer of few inputs under one output: what a block of points adds to the gradient by the layer's
 * weights and biases and by the output's weights.  False when it serves no such layer, and nothing was added. */
typedef struct nw_shallow_sums {
    double *weights, *biases, *tops;
} nw_shallow_sums;

typedef struct nw_shallow_block {
    size_t inputs, units, stride;
    const double *x, *values, *slopes; /* the layer's inputs, its values and kept slopes */
    const double *tops;                /* the output's weights */
    const double *delta;               /* the derivatives by the output; zero beyond the last point */
} nw_shallow_block;

bool nw_kernel_shallow(nw_shallow_sums out, nw_activation activation, nw_shallow_block block);

#endif
