/* What the tables, the page and the figures of a gap study share: words and numbers in text.  The caller frees texts. */
#ifndef NW_REPORT_GAP_PARTS_H
#define NW_REPORT_GAP_PARTS_H

#include "report/table.h"
#include "study/gap_groups.h"

/* "q-free", and for embeddings with caps "q-bounded, l1 <= 1, l2 <= 40". */
char *nw_gap_method_text(const nw_gap_job *job);
/* "tanh", "tanh, 2 layers", "tanh, no output bias" */
char *nw_gap_networks_text(const nw_gap_job *job);
/* "bump, tanh, r = 1, m1 = 1, m2 = 1, tasks: centres, theta = 0.25" */
char *nw_gap_setting_text(const nw_gap_group *group);
/* "7-13", or "7" where both ends agree; "" of none */
char *nw_gap_range_text(const nw_gap_spread *spread);
/* "5" when all targets are proven; "4 of 5"; "4 of 5, 1 unfinished" */
char *nw_gap_targets_text(const nw_gap_group *group);

/* The exponents of the theory: m1/r of N_g, m1 + m2 of Theorem 2 and min(m1 + m2, 2 m1) of Theorem 3 (r = 1). */
double nw_gap_exponent_g(const nw_gap_job *job);
double nw_gap_exponent_q(const nw_gap_job *job);
double nw_gap_exponent_q3(const nw_gap_job *job);

/* A decimal of at most `digits` digits: "101", "1.2e5". */
char *nw_gap_number_text(double value, long digits);
/* The same as a cell, exact in full; blank for what is not finite. */
void nw_gap_number_cell(nw_table *table, double value, long digits);
void nw_gap_text_cell(nw_table *table, char *text); /* frees it */
/* eps: exact, shown with a few digits. */
void nw_gap_eps_cell(nw_table *table, const nw_gap_group *group);

#endif
