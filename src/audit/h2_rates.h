/* What H1 to H4 mean for Theorem 1: activation by activation and depth by depth, which hypothesis fails and which rate
 * is known instead. */
#ifndef NW_AUDIT_H2_RATES_H
#define NW_AUDIT_H2_RATES_H

#include "audit/claim.h"
#include "audit/units.h"

enum { NW_H2_DEPTHS = 3 }; /* 1, 2, and 3 for 3 or more */

/* What came out of the checks against Assumption 1 for units whose difference quotients leave the class. */
typedef struct nw_h2_verdict {
    const nw_unit *unit;
    nw_outcome not_attained[NW_H2_DEPTHS];
} nw_h2_verdict;

/* Fills the part "rates"; the regularity of the activations is what H4 computes. */
void nw_h2_rates(nw_evidence *evidence, const nw_h2_verdict *verdicts, size_t count, const nw_audit_run *run);

/* "m/r up to logarithms": the exponent of the lower bound that is known without the hypotheses.  The caller frees. */
char *nw_h2_rate(const nw_unit *unit, int depth, nw_context *context);
/* Those of all depths in a line.  The caller frees. */
char *nw_h2_rates_text(const nw_unit *unit, nw_context *context);

#endif
