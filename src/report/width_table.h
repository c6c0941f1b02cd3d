/* `nwidth table widths`: measured widths beside the bounds, and their slopes beside the exponents. */
#ifndef NW_REPORT_WIDTH_TABLE_H
#define NW_REPORT_WIDTH_TABLE_H

#include "context.h"
#include "report/table.h"
#include "study/width_file.h"

/* Fills a fresh table: one row a group, a note a series.  For people the columns that never change are left out: the
 * notes name what they say. */
void nw_width_table_fill(nw_table *table, const nw_width_groups *groups, nw_context *context, long digits,
                         bool for_people);

/* "0.98 [0.94, 1.01]". The caller frees. */
char *nw_slope_text(const nw_slope *slope);

#endif
