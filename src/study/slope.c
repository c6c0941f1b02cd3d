#include "study/slope.h"

#include <gsl/gsl_fit.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/random.h"

/* The logarithms of all groups' values, one group after the other. */
typedef struct log_groups {
    size_t groups;
    const size_t *counts;
    double *x;      /* log 1/eps of each group */
    double *values; /* of all */
} log_groups;

static double slope_through(const double *x, const double *y, size_t count)
{
    double level, slope, covariance[3], residual;
    gsl_fit_linear(x, 1, y, 1, count, &level, &slope, &covariance[0], &covariance[1], &covariance[2], &residual);
    return slope;
}

/* The slope of one resample: as many values of each group, drawn with replacement. */
static double resampled_slope(const log_groups *logs, double *means, gsl_rng *rng)
{
    const double *values = logs->values;
    for (size_t g = 0; g < logs->groups; g++) {
        size_t count = logs->counts[g];
        double sum = 0;
        for (size_t i = 0; i < count; i++)
            sum += values[gsl_rng_uniform_int(rng, count)];
        means[g] = sum / (double)count;
        values += count;
    }
    return slope_through(logs->x, means, logs->groups);
}

/* False unless every number can be used and two groups differ in eps. */
static bool usable(const nw_group *groups, size_t count, double level)
{
    if (!(level > 0) || !(level < 1))
        return false;
    bool differ = false;
    for (size_t g = 0; g < count; g++) {
        if (!(groups[g].eps > 0) || !isfinite(groups[g].eps) || groups[g].count == 0)
            return false;
        for (size_t i = 0; i < groups[g].count; i++)
            if (!(groups[g].values[i] > 0) || !isfinite(groups[g].values[i]))
                return false;
        differ = differ || groups[g].eps != groups[0].eps;
    }
    return differ;
}

static void set_interval(nw_slope *slope, const log_groups *logs, double *means, uint64_t seed)
{
    double *slopes = nw_alloc(slope->resamples, sizeof *slopes);
    gsl_rng *rng = nw_random_stream(seed, 0, 0);
    for (size_t i = 0; i < slope->resamples; i++)
        slopes[i] = resampled_slope(logs, means, rng);
    gsl_rng_free(rng);
    gsl_sort(slopes, 1, slope->resamples);
    double tail = (1 - slope->level) / 2;
    slope->lower = gsl_stats_quantile_from_sorted_data(slopes, 1, slope->resamples, tail);
    slope->upper = gsl_stats_quantile_from_sorted_data(slopes, 1, slope->resamples, 1 - tail);
    free(slopes);
}

void nw_slope_estimate(nw_slope *slope, const nw_group *groups, size_t count, size_t resamples, double level,
                       uint64_t seed)
{
    *slope = (nw_slope){.slope = NAN, .lower = NAN, .upper = NAN, .level = NAN, .resamples = resamples};
    if (!usable(groups, count, level))
        return;
    slope->level = level;
    size_t total = 0, *counts = nw_alloc(count, sizeof *counts);
    for (size_t g = 0; g < count; g++)
        total += counts[g] = groups[g].count;
    double *x = nw_alloc(2 * count + total, sizeof *x), *means = x + count;
    log_groups logs = {.groups = count, .counts = counts, .x = x, .values = means + count};
    double *values = logs.values;
    for (size_t g = 0; g < count; g++) {
        x[g] = -log(groups[g].eps);
        for (size_t i = 0; i < counts[g]; i++)
            values[i] = log(groups[g].values[i]);
        means[g] = gsl_stats_mean(values, 1, counts[g]);
        values += counts[g];
    }
    slope->slope = slope_through(x, means, count);
    if (resamples > 0)
        set_interval(slope, &logs, means, seed);
    free(x);
    free(counts);
}
