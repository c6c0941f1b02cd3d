/* The notes under the tables of an experiment: what the paper saw and what this run shows, which curves say nothing, and
 * what the numbers rest on.  Every number in them comes from the records. */
#ifndef NW_REPORT_EXPERIMENT_NOTES_H
#define NW_REPORT_EXPERIMENT_NOTES_H

#include "report/experiment_table.h"

/* Adds the notes of a part; in NW_EXPERIMENT_EVERYTHING each names its experiment. */
void nw_experiment_note(nw_table *table, nw_experiment_part part, const nw_experiment_groups *groups);

#endif
