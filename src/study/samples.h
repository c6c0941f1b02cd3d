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
    size_t counts[NW_MOST_INPUTS]; /* of the grid along each axis */
} nw_samples;

/* An equidistant grid over [-1,1]^n, ends included, with the target's own resolution; thinned where more than 20,000
 * points would result. */
void nw_samples_begin(nw_samples *samples, const nw_target *target);
void nw_samples_add(nw_samples *samples, const double *point);

/* Looks between the points of the grid: adds the points of a grid shifted by half a step where the network's error
 * exceeds `most`, the worst ones first, at most `limit`.  Returns how many.  Estimates: what it does not find may be
 * there. */
size_t nw_samples_add_overlooked(nw_samples *samples, const nw_network *network, double most, size_t limit);

/* The same for any function of the points. */
typedef void nw_sample_values(const void *state, size_t count, const double *x, double *y);
size_t nw_samples_add_overlooked_by(nw_samples *samples, nw_sample_values *values, const void *state, double most,
                                    size_t limit);

void nw_samples_clear(nw_samples *samples);

#endif
