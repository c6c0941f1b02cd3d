/* The part of the claim H6 on Theorem 5's bias term. */
#ifndef NW_AUDIT_H6_H
#define NW_AUDIT_H6_H

#include "audit/claim.h"

/* Three parts: B and N_f in the paper's and the corrected form, the example beyond the paper's B, networks drawn. */
void nw_h6_add_bias(nw_evidence *evidence, const nw_claim *claim, const nw_audit_run *run);

#endif
