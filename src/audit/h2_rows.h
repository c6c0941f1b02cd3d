/* The tables of H2, in their order; each lowers the verdicts by what its checks say. */
#ifndef NW_AUDIT_H2_ROWS_H
#define NW_AUDIT_H2_ROWS_H

#include "audit/claim.h"
#include "audit/h2_quotient.h"
#include "audit/h2_rates.h"
#include "certify/certify.h"

/* max |s'''|/6 against the stated limits. */
void nw_h2_limits(nw_evidence *evidence, nw_h2_verdict *verdicts, const nw_claim *claim, const nw_audit_run *run);
/* Two-unit networks for h = 2^-1 .. 2^-20, with certificates for the larger h. */
nw_status nw_h2_quotients(nw_evidence *evidence, nw_h2_verdict *verdicts, const nw_claim *claim,
                          const nw_audit_run *run, nw_error *error);
/* Orders of poles. */
void nw_h2_pole_rows(nw_evidence *evidence, nw_h2_verdict *verdicts, const nw_claim *claim, const nw_audit_run *run);
/* x_1/2 against K units in a row, K = 1, 2, 3. */
nw_status nw_h2_chains(nw_evidence *evidence, nw_h2_verdict *verdicts, const nw_claim *claim, const nw_audit_run *run,
                       nw_error *error);

/* ---- what the tables share ---- */

/* The constant "what unit", as a ball. */
void nw_h2_stated(arb_t value, const char *what, const char *unit, const nw_claim *claim, const nw_audit_run *run);
/* |ratio - limit| <= spread h^2? */
nw_outcome nw_h2_is_near(const arb_t ratio, const arb_t limit, const arb_t spread, int place);
/* Two cells, the ends of a certificate of factor * error (a power of two) over factor, and whether they hold
 * `error`. */
nw_outcome nw_h2_write_certificate(nw_evidence *evidence, const nw_enclosure *enclosure, const arb_t error,
                                   double factor);

#endif
