/* The networks of the upper bounds of theory.md section 6, built for a given target.  What they return has exactly the
 * connections that built.h counts.  Their errors are bounded by proof on W(1,n); certify/ proves each one afresh. */
#ifndef NW_CONSTRUCT_CONSTRUCT_H
#define NW_CONSTRUCT_CONSTRUCT_H

#include "net/composite.h"
#include "target/target.h"

/* Piecewise linear interpolation on the Kuhn triangulation of the grid with `intervals` per axis, n = 1, 2, 3; relu or
 * crelu.  NW_BAD_INPUT where it would have too many units. */
nw_status nw_construct_kuhn(nw_network **network, const nw_target *target, size_t intervals, nw_activation activation,
                            nw_error *error);
/* The same in one dimension with clipped ReLU ramps. */
nw_status nw_construct_ramp(nw_network **network, const nw_target *target, size_t intervals, nw_error *error);

/* max_i (y(x_i) - ||x - x_i||_inf) + shift on the centres^n cell centres x_i, n = 1, 2, relu; the biases alone depend
 * on the target.  shift <= 1/centres centres the error as well as the target allows. */
nw_status nw_construct_mcshane(nw_network **network, const nw_target *target, size_t centres, nw_error *error);
/* q(x, e(I)), e(I) = (y(x_i, I))_i by kuhn networks on a grid with task_intervals per axis of I, q the mcshane network
 * on centres^m1 centres of the first m1 inputs: m1 = 1, 2, m2 >= 1 (H10). */
nw_status nw_construct_mcshane_embedding(nw_composite **composite, const nw_target *target, size_t m1, size_t centres,
                                         size_t task_intervals, nw_error *error);

/* Theorem 4, constructive: g the kuhn network in the first m1 inputs with `intervals`, whose last layer alone f(I)
 * makes, f the kuhn network in I with task_intervals and an output for each of these weights.  1 <= m1 < inputs <= 3.
 */
nw_status nw_construct_thm4(nw_composite **composite, const nw_target *target, size_t m1, size_t intervals,
                            size_t task_intervals, nw_activation activation, nw_error *error);
/* Theorem 5: y = sum over w terms of a_i(I) b_i(x), a `product` target with at most 3 inputs.  f = W P(I), P the kuhn
 * networks of the a_i side by side, W a linear layer behind them.  *norm (may be NULL): an upper bound of ||W||_1 with
 * the P_i scaled to lie in W(1,m2). */
nw_status nw_construct_thm5(nw_composite **composite, double *norm, const nw_target *target, size_t intervals,
                            size_t task_intervals, nw_activation activation, nw_error *error);

#endif
