/* Results of width searches read back from the JSON that `nwidth width` writes, in groups of equal setting. */
#ifndef NW_STUDY_WIDTH_FILE_H
#define NW_STUDY_WIDTH_FILE_H

#include "base/activation.h"
#include "base/arb_compat.h"
#include "base/error.h"
#include "study/slope.h"

/* All targets of one setting: family, order, inputs, scale, networks and eps agree. */
typedef struct nw_width_group {
    char *family; /* "bump" */
    int r, inputs;
    long scale; /* M */
    nw_activation activation;
    long hidden_layers;
    bool output_bias;
    fmpq_t eps;                  /* as the file has it */
    size_t targets, found;       /* found: with a proven width */
    double *widths, *parameters; /* `found` of each, rising */
    size_t rechecked, moved;
} nw_width_group;

typedef struct nw_width_groups {
    nw_width_group *groups; /* sorted: series one after the other, scales rising within each */
    size_t count;
} nw_width_groups;

/* Adds the results of a file; NW_BAD_INPUT for what is not the JSON of `nwidth width`. */
nw_status nw_width_groups_read(nw_width_groups *groups, const char *file, nw_error *error);
void nw_width_groups_clear(nw_width_groups *groups);

/* Groups that differ in scale and eps alone form a series: the number of groups of the one that begins at `first`. */
size_t nw_width_series_length(const nw_width_groups *groups, size_t first);

/* The slopes of log N_g, and of log width, against log 1/eps over groups first .. first + length - 1 (those with
 * results): an estimate, with a bootstrap interval. */
void nw_width_series_slope(nw_slope *parameters, nw_slope *widths, const nw_width_groups *groups, size_t first,
                           size_t length);

/* The median of rising values; NaN of none. */
double nw_width_median(const double *rising, size_t count);

#endif
