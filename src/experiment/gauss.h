/* Numbers from the standard normal distribution.  A file of its own: GSL's header of distributions does not go with
 * OpenBLAS's. */
#ifndef NW_EXPERIMENT_GAUSS_H
#define NW_EXPERIMENT_GAUSS_H

#include <gsl/gsl_rng.h>
#include <stddef.h>

void nw_gauss_draw(float *to, size_t count, gsl_rng *random);

#endif
