/* The paper's synthetic targets y(x, I).  Their networks have no biases and start as He's:
 *   I    y = <x, h(I)>,  h: d_I -> 300 -> 300 -> d_x, sigmoid, softmax at the end;
 *   II   y = h(x, I),    h: d_x + d_I -> 100 -> 50 -> 50 -> 1, ELU;
 *   III  y = h(x * I),   the product taken entry by entry, h: d -> 100 -> 100 -> 1, ELU.
 *
 * h of type I is nearly constant, so that I says little about y.  The centred variant is the informative one:
 * y(x, I) - mean of y(x, J) over a fixed pool of J, divided by what makes its variance 1.  The pool of type I are the
 * I's it is centred on (as y is linear in x, h minus its mean is what enters); those of II and III are NW_POOL draws J,
 * as many again -J.  What is left for a predictor that ignores I is the error of these means alone; the baselines
 * measure it. */
#ifndef NW_EXPERIMENT_SYNTHETIC_H
#define NW_EXPERIMENT_SYNTHETIC_H

#include <gsl/gsl_rng.h>
#include <stddef.h>

enum { NW_POOL = 16 };

typedef struct nw_synthetic nw_synthetic;

/* type 1, 2, 3; x_size == i_size for type 3. */
nw_synthetic *nw_synthetic_new(unsigned type, size_t x_size, size_t i_size, gsl_rng *random);
void nw_synthetic_free(nw_synthetic *target);

/* y of `samples` pairs, x and i row by row. */
void nw_synthetic_values(nw_synthetic *target, float *y, const float *x, const float *i, size_t samples);

/* Makes it the centred variant; mean and variance are those of these samples. */
void nw_synthetic_centre(nw_synthetic *target, const float *x, const float *i, size_t samples, gsl_rng *random);

#endif
