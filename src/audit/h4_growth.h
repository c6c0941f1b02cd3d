/* The regularity that Theorem 1 asks of an activation: its derivative integrable and of bounded variation. */
#ifndef NW_AUDIT_H4_GROWTH_H
#define NW_AUDIT_H4_GROWTH_H

#include "audit/claim.h"
#include "audit/units.h"

/* The part "growth": monotonicity, bounds and total variation of Yarotsky's function, piece by piece.  Returns whether
 * all of it was shown: s is C^1 and rises from 0 to 7, s' > 0 is integrable and of bounded variation. */
nw_outcome nw_h4_growth(nw_evidence *evidence, const nw_claim *claim, const nw_audit_run *run);

/* The part "regularity" for tanh, logistic, arctan, crelu and relu, in this order: whether s' is integrable and of
 * bounded variation.  NW_REFUTED: shown not to be. */
enum { NW_H4_OTHERS = 5, NW_H4_UNITS = 6 };
void nw_h4_regularity(nw_outcome outcomes[NW_H4_OTHERS], nw_evidence *evidence);

/* What both come to on their own, in the order of nw_mark_activations: the outcomes above, then Yarotsky's function
 * with its joints. */
void nw_h4_outcomes(nw_outcome outcomes[NW_H4_UNITS], const nw_audit_run *run);

/* The constant of that name as a ball. */
void nw_h4_stated(arb_t value, const char *name, const nw_claim *claim, const nw_audit_run *run);

#endif
