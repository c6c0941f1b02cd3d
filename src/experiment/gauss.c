#include "experiment/gauss.h"

#include <gsl/gsl_randist.h>

void nw_gauss_draw(float *to, size_t count, gsl_rng *random)
{
    for (size_t j = 0; j < count; j++)
        to[j] = (float)gsl_ran_gaussian_ziggurat(random, 1.0);
}
