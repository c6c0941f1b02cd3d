/* Minimisers of the p-norm and of the sup norm, from the current point of a run. */
#ifndef NW_FIT_DESCENT_H
#define NW_FIT_DESCENT_H

#include "fit/run.h"
#include "fit/units.h"

/* Puts the parameters at the current point (run->parameters itself may be given), evaluates there, and makes them the
 * best so far. */
void nw_fit_start(nw_fit_run *run, const nw_fit_points *points, const double *parameters);

/* The same on the explored points after the output layer was solved for by linear least squares, the hidden layers
 * being given; it stays as given where the system is singular. */
void nw_fit_start_hidden(nw_fit_run *run, const double *parameters);

/* Levenberg-Marquardt for sum |r|^p (generalised Gauss-Newton) from the current point; stops when two iterations in a
 * row lower the p-norm by less than the fraction `least`, after `most` iterations, or at the aim.  Returns the
 * iterations. */
size_t nw_fit_minimise(nw_fit_run *run, unsigned p, size_t most, double least);

/* Makes the trial point with this measure the current one. */
void nw_fit_accept(nw_fit_run *run, nw_measure measure);

/* How thorough a descent is: exponents from, 2 from, .., to, each with at most `most` iterations. */
typedef struct nw_fit_plan {
    unsigned from, to;
    size_t most;
    double least;
    bool patient; /* goes on where most descents would be given up */
    bool finish;  /* on all points, and with the polish, where that may reach the goal */
} nw_fit_plan;

extern const nw_fit_plan nw_fit_full_plan;   /* from least squares on */
extern const nw_fit_plan nw_fit_direct_plan; /* from p = 8 on: as good from a start that has seen the target */
extern const nw_fit_plan nw_fit_last_plan;   /* the same with patience, for one network that is to be delivered */
extern const nw_fit_plan nw_fit_quick_plan;  /* to choose between starts */
extern const nw_fit_plan nw_fit_refit_plan;  /* from a fit that was good before the points changed */

/* Continuation from the current point on the sample, if there is one, and then on all points; ends with the polish
 * where that may reach the goal.  Hopeless descents end early unless the plan is patient.  Returns the best error; that
 * point is run->best. */
double nw_fit_descend(nw_fit_run *run, const nw_fit_plan *plan);

/* Prox-linear minimax steps from run->best; keeps what is better.  Returns the best error. */
double nw_fit_polish(nw_fit_run *run);

#endif
