/* Parts of the claim "witnesses": each begins its table and decides its checks. */
#ifndef NW_AUDIT_WITNESSES_H
#define NW_AUDIT_WITNESSES_H

#include "audit/claim.h"

void nw_witnesses_members(nw_evidence *evidence, const nw_claim *claim, const nw_audit_run *run);
void nw_witnesses_extremal(nw_evidence *evidence, const nw_claim *claim, const nw_audit_run *run);
void nw_witnesses_lattices(nw_evidence *evidence, const nw_claim *claim, const nw_audit_run *run);
void nw_witnesses_signs(nw_evidence *evidence, const nw_claim *claim, const nw_audit_run *run);
void nw_witnesses_widths(nw_evidence *evidence, const nw_claim *claim, const nw_audit_run *run);
void nw_witnesses_growth(nw_evidence *evidence, const nw_claim *claim, const nw_audit_run *run);

/* What proves and refutes x <= y for enclosures, where equality may hold: proved when x is at most (1 + 2^-20) y, refuted
 * when x is above y for certain. */
nw_outcome nw_witnesses_at_most(const arb_t x, const arb_t y);

/* "12.345" rounded down or up; "0.999999.., 1.000000.." otherwise.  The caller owns them. */
char *nw_witnesses_decimal(const arb_t x, int direction);

#endif
