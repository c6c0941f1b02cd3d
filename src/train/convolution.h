/* The fixed convolutional network that `assumption1` learns: two convolutions without padding with ReLU, then one
 * linear layer.  It is evaluated, never trained. */
#ifndef NW_TRAIN_CONVOLUTION_H
#define NW_TRAIN_CONVOLUTION_H

#include <gsl/gsl_rng.h>
#include <stddef.h>

typedef struct nw_convolution_spec {
    size_t channels, size;    /* of the square images */
    size_t kernel, stride;    /* of both convolutions: 10, 2 */
    size_t first, second;     /* channels behind them: 20, 50 */
    size_t outputs;           /* 10 */
} nw_convolution_spec;

typedef struct nw_convolution nw_convolution;

/* Pixels a side behind the first and the second convolution, (size - kernel) / stride + 1 rounded down; both 0 where a
 * kernel is larger than what it meets, or a number is 0: there is no such network. */
typedef struct nw_convolution_sizes {
    size_t first, second;
} nw_convolution_sizes;
nw_convolution_sizes nw_convolution_size(const nw_convolution_spec *spec);

/* Weights and biases uniform in +-1/sqrt(fan in), drawn layer by layer, weights then biases.  The weights of an output
 * stand by channel, row, column in the first layer (as images do), and by row, column, channel in the others.  NULL
 * where nw_convolution_size says that there is no such network. */
nw_convolution *nw_convolution_new(const nw_convolution_spec *spec, gsl_rng *random);
void nw_convolution_free(nw_convolution *network);
/* outputs: samples x spec.outputs; images: samples x channels x size x size. */
void nw_convolution_apply(nw_convolution *network, float *outputs, const float *images, size_t samples);

#endif
