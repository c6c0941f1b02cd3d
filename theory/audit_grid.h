/* The grid an audit runs over: for each common setting the values it takes, as exact text. */
#ifndef NW_AUDIT_GRID_H
#define NW_AUDIT_GRID_H

#include "setting.h"

/* Beside the parameters there is the axis m = m1 + m2, for checks that depend on the sum alone. */
enum { NW_AXIS_M = NW_PARAM_COUNT, NW_GRID_AXIS_COUNT };

typedef struct nw_audit_axis {
    char **texts;
    fmpq *numbers; /* of the same values; 0 for words */
    size_t count;
} nw_audit_axis;

typedef struct nw_audit_grid {
    nw_audit_axis axes[NW_GRID_AXIS_COUNT]; /* count 0: not given */
} nw_audit_grid; /* {0} is the grid on which nothing is given */

/* Adds one value to an axis; a value it has already counts once. */
void nw_audit_grid_add(nw_audit_grid *grid, int axis, const char *text);

/* Adds the values of a blank-separated list to an axis that was not given. */
void nw_audit_grid_default(nw_audit_grid *grid, int axis, const char *texts);

/* Puts eps in falling order and makes the axis m from the axes m1 and m2. */
void nw_audit_grid_finish(nw_audit_grid *grid);

void nw_audit_grid_copy(nw_audit_grid *copy, const nw_audit_grid *grid);
void nw_audit_grid_clear(nw_audit_grid *grid);

/* "r", "m1", ..., "m". */
const char *nw_axis_name(int axis);
int nw_axis_find(const char *name, size_t length); /* NW_GRID_AXIS_COUNT: none */

/* One point: an index on each axis; axes outside `used` are not read. */
typedef struct nw_audit_point {
    const nw_audit_grid *grid;
    unsigned long used; /* 1ul << axis */
    size_t stride;      /* of eps: 1 takes every value */
    size_t index[NW_GRID_AXIS_COUNT];
} nw_audit_point;

/* Steps through the points of the used axes, eps fastest; false when there is none, or after the last. */
bool nw_audit_point_first(nw_audit_point *point, const nw_audit_grid *grid, unsigned long used, size_t stride);
bool nw_audit_point_next(nw_audit_point *point);

const char *nw_audit_point_text(const nw_audit_point *point, int axis);
const fmpq *nw_audit_point_number(const nw_audit_point *point, int axis);
slong nw_audit_point_integer(const nw_audit_point *point, int axis); /* also m, as m1 + m2 where these are used */

/* "r=1 m=2 eps=1e-15".  The caller frees. */
char *nw_audit_point_line(const nw_audit_point *point);

#endif
