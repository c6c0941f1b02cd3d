/* Moves between embedding methods of neighbouring widths and ranks k, and starts. */
#ifndef NW_FIT_EMBED_MOVES_H
#define NW_FIT_EMBED_MOVES_H

#include <gsl/gsl_rng.h>

#include "fit/descent.h"
#include "fit/embed_run.h"

/* A method of width + 1: a unit where the error peaks, at one place for all tasks or, as far as the rows e_t allow, at
 * every task's own place; each trial with a short fit, the best two in full, offered.  With `widen` k grows by one too
 * (free rows), so that the new unit stands at every task's own place exactly.  from->fit.width may be 0: the constant,
 * from->fit.parameters being rows e_t of from->k numbers, or NULL.  *to is replaced. */
void nw_embed_grow(nw_embed_run *run, nw_embed_candidate *to, const nw_embed_candidate *from, bool widen, gsl_rng *rng);

/* A method of width - 1: units in the order of what they cost, at most `tries`, until one is accepted.  *to is replaced
 * by the best. */
void nw_embed_prune(nw_embed_run *run, nw_embed_candidate *to, const nw_embed_candidate *from, size_t tries,
                    const char *found_by);

/* Free rows: a method of k - 1 >= 1 by the singular value decomposition of the tasks' biases, weighted by how strongly
 * they act; trial i leaves out the i-th smallest direction; at most `tries` until one is accepted.  *to is replaced by
 * the best. */
void nw_embed_lower_rank(nw_embed_run *run, nw_embed_candidate *to, const nw_embed_candidate *from, size_t tries);

/* Free rows, in place, no fit: k + 1; the new numbers are as large as the rows' own and drawn at random, the units'
 * dependence on them is `size` times as strong as that on the others (0: the same function, new numbers 0). */
void nw_embed_raise_rank(nw_embed_run *run, nw_embed_candidate *candidate, double size, gsl_rng *rng);

/* A descent from *near with every unit and row moved a little; offered. */
void nw_embed_perturb(nw_embed_run *run, nw_embed_candidate *to, const nw_embed_candidate *near, double size,
                      const nw_fit_plan *plan, gsl_rng *rng);

/* A candidate of width 0 with rows: free ones are the first k principal components of the tasks' values where all tasks
 * have the same number of points, filled up with random numbers, and shaken if `shaken`; the weights of a
 * network e are drawn. */
void nw_embed_begin_rows(nw_embed_run *run, nw_embed_candidate *start, size_t k, bool shaken, gsl_rng *rng);

#endif
