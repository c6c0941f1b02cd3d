/* The grid of the claim "consistency". */
#ifndef NW_AUDIT_CONSISTENCY_GRID_H
#define NW_AUDIT_CONSISTENCY_GRID_H

#include "audit_grid.h"

/* The claim's own values on every axis that `given` does not have; few of them with `quick`.  Cleared by
 * nw_audit_grid_clear. */
void nw_consistency_grid(nw_audit_grid *grid, const nw_audit_grid *given, bool quick);

#endif
