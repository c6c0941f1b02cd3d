/* Moves between networks of neighbouring widths, and fresh starts. */
#ifndef NW_FIT_MOVES_H
#define NW_FIT_MOVES_H

#include <gsl/gsl_rng.h>

#include "fit/run.h"

/* A network of width + 1: a unit where the error of `from` peaks, in several slopes and places, each tried with a short
 * fit; the best two are then fitted in full and offered.  from->width may be 0 (the constant).  *to is replaced. */
void nw_fit_grow(nw_fit_run *run, nw_fit_candidate *to, const nw_fit_candidate *from, gsl_rng *rng);

/* A network of width - 1 >= 1: a unit is removed and the rest fitted in full and offered; units in the order of what
 * their loss costs to second order, at most `tries` of them, until one is accepted.  *to is replaced by the best. */
void nw_fit_prune(nw_fit_run *run, nw_fit_candidate *to, const nw_fit_candidate *from, size_t tries,
                  nw_fit_stage found_by);

/* The units by what it costs, to second order in the p-norm's loss, p = 4, that the output weight becomes 0 while all
 * else adapts: a^2 / (H^-1) at that weight; the cheapest first.  The run's model has the parameters' shape. */
void nw_fit_removal_order(nw_fit_run *run, size_t *units, const double *parameters);

/* The middle of an activation's rise, and how much steeper than tanh its argument has to be for the same relative rise.
 */
typedef struct nw_activation_rise {
    double middle, stretch;
} nw_activation_rise;
nw_activation_rise nw_fit_rise(nw_activation activation);

/* Starting points at the run's width, into `parameters`: units with random places and slopes that suit the data; and a
 * network with every unit moved and stretched a little. */
void nw_fit_random_units(const nw_fit_run *run, double *parameters, gsl_rng *rng);
void nw_fit_perturb(const nw_fit_run *run, double *parameters, const nw_fit_candidate *near, double size, gsl_rng *rng);

/* A unit that rises at this place with this slope (that of tanh, or the like), along an axis for the first trials, one
 * for each input, and now and then, else in any direction. */
void nw_fit_unit_at(double *weight, double *bias, nw_activation activation, size_t inputs, const double *place,
                    double slope, size_t trial, gsl_rng *rng);

#endif
