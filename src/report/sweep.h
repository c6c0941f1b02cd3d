/* Grids: the values given for each setting, and the points of their product. */
#ifndef NW_REPORT_SWEEP_H
#define NW_REPORT_SWEEP_H

#include "base/error.h"
#include "setting.h"

enum { NW_MOST_POINTS = 1000000 };

/* The exact values that a text stands for, written so that nw_rational_parse reads them:
 *   1,2,3            a list, of numbers, words or any of the following
 *   1:4              the integers from 1 to 4 (4:1 counts down)
 *   0:1:lin11        11 equally spaced numbers, both ends included
 *   1e-1:1e-4:log16  16 numbers in geometric progression; the ends are exact, the others rounded to 6 significant
 * digits `name` is the option the messages name.  On success the caller frees each text and the array. */
nw_status nw_sweep_expand(char ***texts, size_t *count, const char *name, const char *spec, nw_error *error);

typedef struct nw_axis {
    nw_param param;
    nw_value *values;
    size_t count;
} nw_axis;

/* Axes in the order they were given; {0} is the grid of one point at which nothing is given. */
typedef struct nw_sweep {
    nw_axis axes[NW_PARAM_COUNT];
    size_t count;
} nw_sweep;

/* Gives param the values of spec, each checked against its general range. */
nw_status nw_sweep_add(nw_sweep *sweep, nw_param param, const char *spec, nw_error *error);
void nw_sweep_clear(nw_sweep *sweep);

const nw_axis *nw_sweep_axis(const nw_sweep *sweep, nw_param param); /* NULL: not given */

/* Number of points of the axes the card reads (card NULL: of all axes); above NW_MOST_POINTS it only says so. */
size_t nw_sweep_points(const nw_sweep *sweep, const nw_card *card);

/* NW_BAD_INPUT with a line when a number of points is too large. */
nw_status nw_sweep_check(size_t points, nw_error *error);

/* Gives the setting of a card the values of point `index`; the axis given last varies fastest.  With `all` the index
 * runs over every axis of the grid, also those the card does not read. */
void nw_sweep_point(nw_setting *setting, const nw_sweep *sweep, size_t index, bool all);

/* The value of one axis at point `index` of all axes. */
const nw_value *nw_sweep_value(const nw_sweep *sweep, const nw_axis *axis, size_t index);

#endif
