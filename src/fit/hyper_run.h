/* What the search for hypernetworks works with: a run of the minimiser on f's parameters, candidates of any shape, and
 * the moves between shapes. */
#ifndef NW_FIT_HYPER_RUN_H
#define NW_FIT_HYPER_RUN_H

#include <gsl/gsl_rng.h>

#include "fit/descent.h"
#include "fit/hyper.h"

typedef struct nw_hyper_candidate {
    nw_hyper_shape shape;
    nw_fit_candidate fit; /* its parameters are the fitted ones of f */
    nw_hyper_stage found_by;
} nw_hyper_candidate;

typedef struct nw_hyper_run {
    nw_fit_run run;
    nw_hyper_model model;
    const nw_hyper_judge *judge; /* may be NULL */
    const nw_task_slices *slices;
    nw_task_path path; /* of the width it was made for; 0 tasks: none yet */
    unsigned restarts;
} nw_hyper_run;

void nw_hyper_run_begin(nw_hyper_run *hyper, const nw_fit_data *data, const nw_task_slices *slices,
                        const nw_hyper_judge *judge, const nw_fit_options *options);
void nw_hyper_run_end(nw_hyper_run *hyper);
/* The model of this shape, and room for it. */
void nw_hyper_run_shape(nw_hyper_run *hyper, const nw_hyper_shape *shape);

/* Takes the last descent, asks the judge if it reaches the goal, refits where there are more data, and keeps it in *to
 * if it is better.  True when it was accepted. */
bool nw_hyper_offer(nw_hyper_run *hyper, nw_hyper_candidate *to, nw_hyper_stage found_by);
void nw_hyper_candidate_swap(nw_hyper_candidate *a, nw_hyper_candidate *b);
void nw_hyper_candidate_copy(nw_hyper_candidate *to, const nw_hyper_candidate *from);
void nw_hyper_candidate_clear(nw_hyper_candidate *candidate);
static inline bool nw_hyper_better(const nw_hyper_candidate *a, const nw_hyper_candidate *b)
{
    return nw_fit_candidate_better(&a->fit, &b->fit);
}

/* ---- moves ---- */

/* Which of the two networks a move changes. */
typedef enum nw_hyper_part { NW_PART_F, NW_PART_G } nw_hyper_part;

/* One unit more in that part, where the error of `from` peaks; *to is replaced. */
void nw_hyper_grow(nw_hyper_run *hyper, nw_hyper_candidate *to, const nw_hyper_candidate *from, nw_hyper_part part,
                   gsl_rng *rng);
/* One unit less, those first that carry least, at most `tries` of them, until one is accepted; *to is replaced by the
 * best. */
void nw_hyper_prune(nw_hyper_run *hyper, nw_hyper_candidate *to, const nw_hyper_candidate *from, nw_hyper_part part,
                    size_t tries, nw_hyper_stage found_by);
/* f's hidden weights moved and stretched. */
void nw_hyper_perturb(nw_hyper_run *hyper, double *fitted, const nw_hyper_candidate *near, double size, gsl_rng *rng);

/* ---- starts, into the fitted parameters at the run's shape ---- */

void nw_hyper_start_path(nw_hyper_run *hyper, double *fitted, gsl_rng *rng);
void nw_hyper_start_shared(nw_hyper_run *hyper, double *fitted, gsl_rng *rng);

#endif
