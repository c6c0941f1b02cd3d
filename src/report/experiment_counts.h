/* How many parameters each curve of an experiment has at each value, exact and by the paper's formulas. */
#ifndef NW_REPORT_EXPERIMENT_COUNTS_H
#define NW_REPORT_EXPERIMENT_COUNTS_H

#include "experiment/job.h"
#include "report/table.h"

/* Fills a fresh table: a row for each value and method; all targets of an experiment share them. */
void nw_experiment_counts_fill(nw_table *table, const nw_study *study);

#endif
