/* The notes under the tables of a gap study: slopes beside exponents, what N counts, which comparisons are not of like
 * with like, what has not run. */
#ifndef NW_REPORT_GAP_NOTES_H
#define NW_REPORT_GAP_NOTES_H

#include "base/text.h"
#include "report/gap_bounds.h"
#include "report/table.h"

void nw_gap_note_measured(nw_table *table, const nw_gap_groups *groups);
void nw_gap_note_bounds(nw_table *table, const nw_gap_groups *groups, const nw_gap_bounds *bounds);
void nw_gap_note_ratios(nw_table *table);

/* " In 2 of the groups of q no network ..."; nothing where the caps leave some q everywhere. */
void nw_gap_add_empty(nw_text *text, const nw_gap_bounds *bounds);

/* "3 of 70 jobs have not run: ..."; NULL where everything is done and proven.  The
 * caller frees. */
char *nw_gap_missing_text(const nw_gap_groups *groups);

/* Whether N_q/N_g rises from each scale to the next over a series; of fewer than two
 * ratios it does not. */
bool nw_gap_ratio_rises(const nw_gap_groups *groups, size_t first, size_t length);

#endif
