/* Gap studies built in memory. */
#ifndef CHECK_GAP_ROWS_H
#define CHECK_GAP_ROWS_H

#include "study/gap_file.h"

/* A row for the target "bump:r=1,n=M1+M2,M=..,signs=seed:SEED": tanh, one hidden layer, no output bias, theta = 1/4,
 * tasks = centres, k = 1..8.  It is done, with a single proven point of k = 1, width = parameters / 4, as many
 * connections, l1 = l2 = 1.  m1 = m2 = 1.  The row stays valid until the next one is added; nw_gap_rows_clear frees all. */
nw_gap_row *gr_add(nw_gap_rows *rows, nw_gap_method method, long scale, uint64_t seed, size_t parameters);

/* A quarter of the target's amplitude, exactly. */
void gr_eps(fmpq_t eps, const char *word);

/* Takes back what was measured: the job has not run. */
void gr_not_run(nw_gap_row *row);

/* The measured point of the row, to be changed. */
nw_gap_point *gr_point(nw_gap_row *row);

/* A study as fitting notes report it, m1 = m2 = 1: g, q-free and q-identity at M = 2..8, five targets each. */
void gr_headline(nw_gap_rows *rows);

/* Keeps the rows in a study's file, as `nwidth gap` does.  Works outside of tests, too. */
nw_status gr_write(const nw_gap_rows *rows, const char *file, nw_error *error);

#endif
