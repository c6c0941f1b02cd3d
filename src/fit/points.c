#include "base/hot.h"

NW_HOT_FILE

#include "fit/points.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/random.h"
#include "fit/normal.h"

double *nw_fit_align(void *block)
{
    return (double *)(((uintptr_t)block + NW_FIT_ALIGN - 1) / NW_FIT_ALIGN * NW_FIT_ALIGN);
}

/* The largest slope from some 200 points to all others, squared. */
NW_CLONES
static double largest_slope_squared(const nw_fit_points *points)
{
    enum { SAMPLES = 200 };
    size_t step = (points->count + SAMPLES - 1) / SAMPLES;
    double largest = 0;
    for (size_t i = 0; i < points->count; i += step)
        for (size_t j = 0; j < points->count; j++) {
            double distance = 0, rise = points->y[j] - points->y[i];
            for (size_t a = 0; a < points->inputs; a++) {
                double step_a = points->x[a * points->padded + j] - points->x[a * points->padded + i];
                distance += step_a * step_a;
            }
            if (rise * rise > largest * distance && distance > 0)
                largest = rise * rise / distance;
        }
    return largest;
}

static void describe(nw_fit_points *points)
{
    double least = INFINITY, greatest = -INFINITY;
    for (size_t i = 0; i < points->count; i++) {
        least = points->y[i] < least ? points->y[i] : least;
        greatest = points->y[i] > greatest ? points->y[i] : greatest;
    }
    points->middle = least / 2 + greatest / 2;
    points->height = greatest / 2 - least / 2;
    double length = 0;
    for (size_t a = 0; a < points->inputs; a++) {
        const double *x = points->x + a * points->padded;
        points->low[a] = points->high[a] = x[0];
        for (size_t i = 1; i < points->count; i++) {
            points->low[a] = x[i] < points->low[a] ? x[i] : points->low[a];
            points->high[a] = x[i] > points->high[a] ? x[i] : points->high[a];
        }
        length = fmax(length, points->high[a] - points->low[a]);
    }
    double slope = points->height > 0 ? sqrt(largest_slope_squared(points)) / points->height : 0;
    /* A jump between neighbouring points says nothing about how steep a unit has to be. */
    double steepest = length > 0 ? (double)points->count / length : 1;
    points->steepness = fmax(0.25, fmin(slope, steepest));
}

void nw_fit_points_set(nw_fit_points *points, const nw_fit_data *data)
{
    size_t inputs = (size_t)data->inputs, count = data->count, padded = nw_round_up(count, NW_LANES);
    *points = (nw_fit_points){.count = count, .padded = padded, .inputs = inputs};
    points->block = nw_alloc(padded * (2 * inputs + 1) + NW_FIT_ALIGN, sizeof(double));
    points->x = nw_fit_align(points->block);
    points->y = points->x + inputs * padded;
    points->rows = points->y + padded;
    for (size_t i = 0; i < padded; i++) {
        size_t from = i < count ? i : count - 1;
        for (size_t a = 0; a < inputs; a++) {
            points->x[a * padded + i] = data->x[from * inputs + a];
            points->rows[i * inputs + a] = data->x[from * inputs + a];
        }
        points->y[i] = data->y[from];
    }
    describe(points);
}

/* The sample from the marks. */
static void take_sampled(nw_fit_points *sample, const nw_fit_points *points)
{
    size_t inputs = points->inputs, kept = 0;
    double *x = nw_alloc(points->count, inputs * sizeof *x), *y = nw_alloc(points->count, sizeof *y);
    for (size_t i = 0; i < points->count; i++)
        if (points->sampled[i]) {
            memcpy(x + kept * inputs, points->rows + i * inputs, inputs * sizeof *x);
            y[kept++] = points->y[i];
        }
    nw_fit_points_clear(sample);
    nw_fit_points_set(sample, &(nw_fit_data){.count = kept, .inputs = (int)inputs, .x = x, .y = y});
    free(x);
    free(y);
}

/* The cell of a point in a grid of `side` cells along each axis. */
static size_t cell_of(const nw_fit_points *points, size_t i, size_t side)
{
    size_t cell = 0;
    for (size_t a = 0; a < points->inputs; a++) {
        double length = points->high[a] - points->low[a];
        double place = length > 0 ? (points->x[a * points->padded + i] - points->low[a]) / length : 0;
        size_t k = (size_t)(place * (double)side);
        cell = cell * side + (k < side ? k : side - 1);
    }
    return cell;
}

void nw_fit_points_sample(nw_fit_points *sample, nw_fit_points *points, size_t size, uint64_t seed)
{
    size_t side = (size_t)(pow((double)size, 1 / (double)points->inputs) + 1e-9), cells = 1; /* exact powers too */
    for (size_t a = 0; a < points->inputs; a++)
        cells *= side;
    points->sampled = nw_alloc(points->count, sizeof *points->sampled);
    size_t *chosen = nw_alloc(cells, sizeof *chosen), *seen = nw_alloc(cells, sizeof *seen);
    gsl_rng *rng = nw_random_stream(seed, points->count, size);
    for (size_t i = 0; i < points->count; i++) {
        size_t cell = cell_of(points, i, side);
        if (gsl_rng_uniform_int(rng, ++seen[cell]) == 0)
            chosen[cell] = i;
    }
    for (size_t cell = 0; cell < cells; cell++)
        if (seen[cell] > 0)
            points->sampled[chosen[cell]] = true;
    gsl_rng_free(rng);
    free(chosen);
    free(seen);
    take_sampled(sample, points);
}

void nw_fit_points_extend(nw_fit_points *sample, nw_fit_points *points, const double *residual, double most)
{
    for (size_t i = 0; i < points->count; i++)
        if (fabs(residual[i]) > most)
            points->sampled[i] = true;
    take_sampled(sample, points);
}

void nw_fit_points_clear(nw_fit_points *points)
{
    free(points->block);
    free(points->sampled);
    *points = (nw_fit_points){0};
}
