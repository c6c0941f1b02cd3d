/* The regularity that Theorem 1 asks of an activation: its derivative integrable and of bounded variation. */
#ifndef NW_AUDIT_H4_GROWTH_H
#define NW_AUDIT_H4_GROWTH_H

#include "audit/claim.h"
#include "audit/units.h"

/* The part "growth": monotonicity, bounds and total variation of Yarotsky's function, piece by piece. */
void nw_h4_growth(nw_evidence *evidence, const nw_claim *claim, const nw_audit_run *run);

/* The part "regularity": the same for tanh, logistic, arctan, crelu (all regular) and relu (not: its derivative is not
 * integrable), in this order. */
enum { NW_H4_OTHERS = 5 };
void nw_h4_regularity(nw_outcome outcomes[NW_H4_OTHERS], nw_evidence *evidence);

/* The constant of that name as a ball. */
void nw_h4_stated(arb_t value, const char *name, const nw_claim *claim, const nw_audit_run *run);

#endif
