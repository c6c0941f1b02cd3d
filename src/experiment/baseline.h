/* The parts of nw_problem_baselines. */
#ifndef NW_EXPERIMENT_BASELINE_H
#define NW_EXPERIMENT_BASELINE_H

#include "experiment/problem_kind.h"

/* Affine in (x, I), or in x where there is no I: least squares on the training samples, in double precision by normal
 * equations with a ridge of 1e-10 of the mean diagonal, which decides where columns depend on one another.  The mean
 * over samples and outputs of the squared error on the test samples; NaN when stopped. */
double nw_baseline_linear(nw_problem *problem, const volatile bool *stop);

/* For labels, by training on the samples of the job's epochs with its batch and optimiser, at nw_baseline_rate: the
 * negative log-likelihood on the test samples of a network of x alone with one hidden layer like g's (and biases), and
 * of a linear softmax of (x, I).  Their seeds are of the data, so that all methods and values of a repeat have the
 * same.  A training that diverges, or is stopped, gives NaN. */
void nw_baseline_trained(double *without_i, double *linear, nw_problem *problem, const volatile bool *stop);

/* The learning rate of these: the setting's, or 0.01 where jobs differ in it, so that they all have the same
 * baselines. */
double nw_baseline_rate(const nw_setting_of_experiment *setting);

#endif
