/* The tables of a gap study: a row for each setting, method and scale. */
#ifndef NW_REPORT_GAP_TABLE_H
#define NW_REPORT_GAP_TABLE_H

#include "report/gap_bounds.h"
#include "report/table.h"

/* People get three tables, each as wide as a page; programs one with every column. */
typedef enum nw_gap_part {
    NW_GAP_MEASURED, /* N_g and N_q, dense and by connections, k, width, l1 * l2, N_q/N_g */
    NW_GAP_BOUNDS,   /* the bounds at the same eps */
    NW_GAP_RATIOS,   /* measured / lower bound */
    NW_GAP_EVERYTHING,
    NW_GAP_PART_COUNT
} nw_gap_part;

/* The label of a table: "gap-measured". */
extern const char *const nw_gap_part_ids[NW_GAP_PART_COUNT];

/* Fills a fresh table.  Columns of the setting in which every row agrees are hidden but in NW_GAP_EVERYTHING, and said
 * in a note. */
void nw_gap_table_fill(nw_table *table, nw_gap_part part, const nw_gap_groups *groups, const nw_gap_bounds *bounds,
                       long digits);

#endif
