/* Parts of the claim "consistency". */
#ifndef NW_AUDIT_CONSISTENCY_PARTS_H
#define NW_AUDIT_CONSISTENCY_PARTS_H

#include "audit/claim.h"

/* The claim's own values on every axis that `given` does not have; few of them with `quick`.  Cleared by
 * nw_audit_grid_clear. */
void nw_consistency_grid(nw_audit_grid *grid, const nw_audit_grid *given, bool quick);

/* The part `built`: networks of src/construct for targets drawn with the run's seed, counted and compared. */
nw_status nw_consistency_built(nw_evidence *evidence, const nw_audit_run *run, nw_error *error);

#endif
