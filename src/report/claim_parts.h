/* What reports on claims share. */
#ifndef NW_REPORT_CLAIM_PARTS_H
#define NW_REPORT_CLAIM_PARTS_H

#include "audit/claim.h"
#include "report/json.h"

/* Members of a JSON object: the claim and its texts; its constants; the verdict and the numbers of checks. */
void nw_claim_put(json_t *object, const nw_claim *claim);
void nw_claim_put_constants(json_t *object, const nw_claim *claim);
void nw_claim_put_verdict(json_t *object, const nw_evidence *evidence);

/* "consistency holds: 120 checks proved, ...".  The caller frees. */
char *nw_claim_verdict_line(const nw_claim *claim, const nw_evidence *evidence);

#endif
