/* The page that says what a gap study found: a compact table, and in plain words what was proven, what was measured and
 * what was assumed.  Every number in it comes from the study. */
#ifndef NW_REPORT_GAP_HEADLINE_H
#define NW_REPORT_GAP_HEADLINE_H

#include "report/gap_bounds.h"
#include "report/table.h"

/* Fills a fresh table: a row for each method of q and scale (of g alone where a setting has no q), the paragraphs as its
 * notes. */
void nw_gap_headline_fill(nw_table *table, const nw_gap_groups *groups, const nw_gap_bounds *bounds, long digits);

#endif
