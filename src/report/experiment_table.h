/* The tables of an experiment: a row for each target, value and method, and by epoch for pairs of networks. */
#ifndef NW_REPORT_EXPERIMENT_TABLE_H
#define NW_REPORT_EXPERIMENT_TABLE_H

#include "report/experiment_groups.h"
#include "report/table.h"

/* People get up to three tables, each as wide as a page; programs one with every column. */
typedef enum nw_experiment_part {
    NW_EXPERIMENT_ERRORS, /* test errors beside their baselines */
    NW_EXPERIMENT_BUDGETS, /* parameters of every row, and how the trainings went */
    NW_EXPERIMENT_PAIRED, /* hypernetwork against embedding, repeat by repeat */
    NW_EXPERIMENT_EVERYTHING,
    NW_EXPERIMENT_PART_COUNT
} nw_experiment_part;

/* The label of a table: "experiment-errors". */
extern const char *const nw_experiment_part_ids[NW_EXPERIMENT_PART_COUNT];

/* Whether the part has something to say of this study. */
bool nw_experiment_has_part(const nw_experiment_groups *groups, nw_experiment_part part);

/* Title and columns of a fresh table; `groups` tells which, and NULL stands for those of every experiment. */
void nw_experiment_table_begin(nw_table *table, nw_experiment_part part, const nw_experiment_groups *groups);
/* Adds the rows of a study and its notes; several studies may follow one another in NW_EXPERIMENT_EVERYTHING. */
void nw_experiment_table_add(nw_table *table, nw_experiment_part part, const nw_experiment_groups *groups);

/* Both, with what is blank everywhere hidden: for a table of one study. */
void nw_experiment_table_fill(nw_table *table, nw_experiment_part part, const nw_experiment_groups *groups);

#endif
