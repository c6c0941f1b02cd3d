/* bump and step: functions built cell by cell on a grid from one profile and a sign for each bump or node. */
#ifndef NW_TARGET_GRID_H
#define NW_TARGET_GRID_H

#include "target/family.h"

/* How many signs an axis has: M bumps or M + 1 nodes. */
long nw_grid_side(const nw_target *target);

/* target->signs from the text after `signs=`: plus, alternate, seed:S or the signs themselves. */
nw_status nw_signs_draw(nw_target *target, const char *text, nw_error *error);
/* A short text that draws these signs: plus, alternate, or the signs themselves.  The caller frees. */
char *nw_signs_text(const nw_target *target);
/* side^n, or 0 when that exceeds NW_MOST_SIGNS. */
size_t nw_signs_count(long side, int inputs);

/* The cell that holds x on an axis: the j with -1 + 2 j / M <= x, clamped to 0..M-1.  Within a rounding error of a
 * border it may be the neighbour. */
long nw_grid_cell(long scale, double x);

/* Members of nw_family_bump and nw_family_step. */
void nw_bump_values(const nw_target *target, size_t count, const double *x, double *y);
void nw_step_values(const nw_target *target, size_t count, const double *x, double *y);
void nw_bump_enclose(arb_t value, const nw_target *target, const double *x, slong prec);
void nw_step_enclose(arb_t value, const nw_target *target, const double *x, slong prec);
void nw_bump_taylor(nw_space *space, nw_register out, const nw_target *target);
void nw_step_taylor(nw_space *space, nw_register out, const nw_target *target);

#endif
