/* The points a fit sees: a grid that resolves the target, and points added where an error was overlooked. */
#ifndef NW_STUDY_SAMPLES_H
#define NW_STUDY_SAMPLES_H

#include "fit/fit.h"
#include "target/target.h"

typedef struct nw_samples {
    const nw_target *target; /* kept by the caller */
    nw_fit_data data;        /* its pointers are those below */
    double *x, *y;
    size_t room;
} nw_samples;

/* An equidistant grid over [-1,1]^n, ends included, with the target's own resolution; thinned where more than 20,000
 * points would result. */
void nw_samples_begin(nw_samples *samples, const nw_target *target);
void nw_samples_add(nw_samples *samples, const double *point);
void nw_samples_clear(nw_samples *samples);

#endif
