/* Sparse network documents for tests of the verifier: connection by connection, and the kinds of networks that upper
 * bounds build. */
#ifndef VERIFY_SPARSE_H
#define VERIFY_SPARSE_H

#include "check_common.h"

#include <jansson.h>
#include <stdbool.h>

typedef struct vs_builder vs_builder;

vs_builder *vs_new(size_t inputs);
void vs_layer(vs_builder *builder, const char *activation);
size_t vs_unit(vs_builder *builder);
/* Into the unit begun last, in any order; each source once. */
void vs_connect(vs_builder *builder, size_t source, double weight);
void vs_bias(vs_builder *builder, double weight);
json_t *vs_finish(vs_builder *builder);

/* Interpolation on the Kuhn triangulation of the grid with `intervals` per axis, n = 1 or 2: hats through n + 1 hidden
 * layers; value[i] at node i, the first axis slowest; value NULL: all 0. */
json_t *vs_kuhn(int inputs, int intervals, const double *value, const char *activation);

/* max_i (value_i - ||x - x_i||_inf) over the centres of centres^n cells, n = 1 or 2, by a binary tree. */
json_t *vs_mcshane(int inputs, int centres, const double *value);
/* The same with the values as inputs behind x. */
json_t *vs_mcshane_embedding(int inputs, int centres);

/* f with all of `count` outputs: piecewise linear in one input, random; a linear layer between with `linear`. */
json_t *vs_selector(gsl_rng *rng, int intervals, size_t count, bool linear);

/* g(x; f(I)) with m1 = m2 = 1, g the hats of vs_kuhn in x: f produces the output weights alone. */
json_t *vs_hypernetwork(gsl_rng *rng, int intervals, int task_intervals, bool linear);
/* q(x, e(I)), q the mcshane network in x. */
json_t *vs_embedding(gsl_rng *rng, int centres, int task_intervals);

/* A random network with about half of the connections, m1 = inputs. */
json_t *vs_random(gsl_rng *rng, int inputs, int outputs, int hidden_layers, int width, const char *activation,
                  bool output_bias);
/* sum_j weight_j s(scale_j p + shift_j), p = x_1/2 + x_2/4 + 1/2: units that bend along parallel lines. */
json_t *vs_bends(const char *activation, size_t count, const double *scale, const double *shift, const double *weight);
/* A random hypernetwork with m1 = m2 = 1 and some parameters of g fed, anywhere. */
json_t *vs_random_fed(gsl_rng *rng, const char *activation);

/* The composite of two networks, fed (may be NULL) taken over as they are. */
json_t *vs_composite(const char *form, json_t *primary, json_t *task, json_t *fed);

#endif
