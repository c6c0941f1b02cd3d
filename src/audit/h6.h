/* Parts of the claim H6: networks beyond Theorem 3's induced norm, Theorem 5's bias term. */
#ifndef NW_AUDIT_H6_H
#define NW_AUDIT_H6_H

#include "audit/claim.h"

/* The part "ones": networks with a first layer of k ones, evaluated in rationals.  The outcome of its checks. */
nw_outcome nw_h6_add_ones(nw_evidence *evidence);

/* Three parts: B and N_f in the paper's and the corrected form, the example beyond the paper's B, networks drawn.  The
 * outcome of all their checks. */
nw_outcome nw_h6_add_bias(nw_evidence *evidence, const nw_claim *claim, const nw_audit_run *run);

#endif
