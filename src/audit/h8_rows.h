/* The parts of claim H8.  Each begins its table and decides its checks; true when all were proved. */
#ifndef NW_AUDIT_H8_ROWS_H
#define NW_AUDIT_H8_ROWS_H

#include "audit/claim.h"
#include "base/activation.h"
#include "base/arb_compat.h"

/* T from the constants that the claim states. */
void nw_h8_factor(fmpq_t t, slong layers, nw_activation activation, const nw_claim *claim, const nw_audit_run *run);

/* l2min(eps), and the eps below which an l2 leaves no q. */
bool nw_h8_least(nw_evidence *evidence, const nw_claim *claim, const nw_audit_run *run);
bool nw_h8_smallest_eps(nw_evidence *evidence, const nw_claim *claim, const nw_audit_run *run);
/* Real networks: their variation beside what C(q) allows. */
bool nw_h8_networks(nw_evidence *evidence, const nw_claim *claim, const nw_audit_run *run);
/* The network that follows the zigzag target with as little C(q) as it can. */
bool nw_h8_zigzag(nw_evidence *evidence, const nw_claim *claim, const nw_audit_run *run);

#endif
