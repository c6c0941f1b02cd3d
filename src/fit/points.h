/* The points of a fit as its loops want them, and what they tell about the function: where it lives, how high and how
 * steep it is. */
#ifndef NW_FIT_POINTS_H
#define NW_FIT_POINTS_H

#include "fit/fit.h"

enum { NW_FIT_INPUTS = 4 }; /* at most */

typedef struct nw_fit_points {
    size_t count, padded; /* padded: a multiple of NW_LANES; the padding repeats the last point */
    size_t inputs;
    double *x;    /* axis by axis: x[a * padded + i] */
    double *rows; /* point by point, as in the data */
    double *y;
    double low[NW_FIT_INPUTS], high[NW_FIT_INPUTS]; /* the box of the points */
    double middle, height;                          /* y lies in middle +- height */
    double steepness; /* the largest slope between sampled points, in heights a unit length; at least 1/4 */
    bool *sampled;    /* the points that are in the sample; NULL without */
    void *block;
} nw_fit_points;

/* A copy; data->count >= 1, 1 <= data->inputs <= 4. */
void nw_fit_points_set(nw_fit_points *points, const nw_fit_data *data);
/* At most `size` points: one, drawn at random, in each cell of a grid; which ones, is marked in points->sampled. */
void nw_fit_points_sample(nw_fit_points *sample, nw_fit_points *points, size_t size, uint64_t seed);
/* All further points where |residual| > most join the sample. */
void nw_fit_points_extend(nw_fit_points *sample, nw_fit_points *points, const double *residual, double most);
void nw_fit_points_clear(nw_fit_points *points);

/* 64-byte aligned places cut from one block. */
double *nw_fit_align(void *block);
enum { NW_FIT_ALIGN = 64 };

#endif
