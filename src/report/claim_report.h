/* Claims for people and programs: the list, one explained, and the evidence of one that was checked. */
#ifndef NW_REPORT_CLAIM_REPORT_H
#define NW_REPORT_CLAIM_REPORT_H

#include <stdbool.h>

#include "audit/claim.h"
#include "report/style.h"

/* All claims as a table: id and title. */
void nw_claim_list(FILE *stream, nw_style style, const nw_origin *origin);

/* What is claimed, how it is checked, its constants and the settings that may be given, as text or JSON. */
void nw_claim_explain(FILE *stream, const nw_claim *claim, nw_style style, const nw_origin *origin);

/* Evidence and verdict; `bare` text is the line of the verdict alone.  Every part is a table of its own; CSV of several
 * parts is one table of all their columns, the first of which says the part. */
void nw_claim_write(FILE *stream, const nw_claim *claim, const nw_evidence *evidence, nw_style style, bool bare,
                    const nw_origin *origin);

/* Several claims, a line each: verdict, title and summary; `bare` text leaves the titles out. */
void nw_claims_write(FILE *stream, const nw_claim *const *claims, nw_evidence *const *evidence, size_t count,
                     nw_style style, bool bare, const nw_origin *origin);

/* "--r, --m1 and --eps": the settings a claim takes.  The caller frees. */
char *nw_claim_axes_text(const nw_claim *claim);

#endif
