/* One run of a fit: its points, the model at hand, room for the minimisers, and what the stages did so far. */
#ifndef NW_FIT_RUN_H
#define NW_FIT_RUN_H

#include "fit/model.h"

/* Parameters with their sampled error. */
typedef struct nw_fit_candidate {
    size_t width, count; /* of the hidden layers; parameters */
    double *parameters;
    double error;  /* the largest |r| over the points it was fitted on */
    double excess; /* mean of max(|r| - goal, 0)^2: tells better than the error how far there is to go, as the error of
                      bumpy targets stays at one plateau until the last bump is met */
    bool accepted; /* the error is at most the goal, and the judge, if any, is content */
    nw_fit_stage found_by;
} nw_fit_candidate;

typedef struct nw_fit_run {
    nw_fit_options options;
    const nw_fit_data *data;
    const nw_fit_judge *judge; /* may be NULL */
    nw_fit_points points;
    nw_fit_points sample; /* fewer points, for exploring; count 0: not needed */
    nw_fit_model model;   /* its points are one of these two */
    size_t judged_width;  /* wider networks are accepted at the goal, unjudged */
    double aim; /* descents stop here: the goal, or a little less where a judge looks closer than the points */

    /* Of the minimisers; sized by nw_fit_run_width. */
    double *parameters, *trial; /* the current point, the next */
    double *best, *closest;     /* since nw_fit_start: the least error, the least excess */
    double best_error, closest_error, closest_excess;
    bool polished;                              /* the best comes from the polish */
    double *residual, *trial_residual, *weight; /* residual: at `parameters` */
    double *matrix, *factor;                    /* nw_fit_columns squared */
    double *step, *scale, *reciprocal;
    double damping;
    void *block;
    size_t room;

    nw_fit_gain gains[NW_STAGE_COUNT];
    size_t iterations; /* of all descents so far */
    unsigned restarts;
} nw_fit_run;

/* options and judge (may be NULL) are kept by pointer or copy; data is read, and again by nw_fit_run_reread. */
void nw_fit_run_begin(nw_fit_run *run, const nw_fit_data *data, const nw_fit_judge *judge,
                      const nw_fit_options *options);
void nw_fit_run_reread(nw_fit_run *run);
void nw_fit_run_end(nw_fit_run *run);

/* The model of the options at this width, and room for it. */
void nw_fit_run_width(nw_fit_run *run, size_t width);
/* The same for the shape of any network with one output. */
void nw_fit_run_network(nw_fit_run *run, const nw_network *network);
/* The same for an embedding method; the tasks stay the caller's. */
void nw_fit_run_tasks(nw_fit_run *run, const nw_fit_tasks *tasks, size_t width);
/* The same for any function, kept by pointer; nw_fit_offer needs a network, and no judge is asked. */
void nw_fit_run_function(nw_fit_run *run, const nw_fit_function *function);
/* The points on which descents begin: the sample, if there is one. */
const nw_fit_points *nw_fit_explored(const nw_fit_run *run);

bool nw_fit_stopped(const nw_fit_run *run);
/* The descent at hand has nothing more to do. */
bool nw_fit_done(const nw_fit_run *run);

/* Enters a run of a stage, which began when run->iterations was `since`, into the gains. */
void nw_fit_gained(nw_fit_run *run, nw_fit_stage stage, size_t since, double before, double after);

/* ---- candidates ---- */

/* What the last descent left: the best point if it reaches the goal or if there is no goal, else the closest. */
void nw_fit_candidate_take(nw_fit_candidate *to, const nw_fit_run *run, nw_fit_stage found_by);
/* Whether a is the better of two; one without parameters is worse than any. */
bool nw_fit_candidate_better(const nw_fit_candidate *a, const nw_fit_candidate *b);
void nw_fit_candidate_copy(nw_fit_candidate *to, const nw_fit_candidate *from);
void nw_fit_candidate_swap(nw_fit_candidate *a, nw_fit_candidate *b);
void nw_fit_candidate_clear(nw_fit_candidate *candidate);

/* Takes the last descent as a candidate, asks the judge if it reaches the goal, refits where there are more data, and
 * keeps it in *to if it is better.  True when it was accepted. */
bool nw_fit_offer(nw_fit_run *run, nw_fit_candidate *to, nw_fit_stage found_by);

#endif
