/* The slope of log N against log 1/eps over groups of measurements, with a bootstrap confidence interval: an estimate.
 */
#ifndef NW_STUDY_SLOPE_H
#define NW_STUDY_SLOPE_H

#include <stddef.h>
#include <stdint.h>

/* One group: all measurements at one eps. */
typedef struct nw_group {
    double eps;
    size_t count;
    const double *values; /* > 0 */
} nw_group;

typedef struct nw_slope {
    double slope, lower, upper; /* least squares through the groups' means of log N; percentiles of the bootstrap */
    double level;               /* of the interval: 0.95 */
    size_t resamples;
} nw_slope;

/* Resamples the measurements within each group (stratified bootstrap), with a stream of `seed`.  Needs two groups with
 * different eps; all fields NaN otherwise. */
void nw_slope_estimate(nw_slope *slope, const nw_group *groups, size_t count, size_t resamples, double level,
                       uint64_t seed);

#endif
