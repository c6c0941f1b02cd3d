/* A plain network that emulates a structured hypernetwork by product gadgets (theory.md section 8, H9). */
#ifndef NW_CONSTRUCT_GADGET_H
#define NW_CONSTRUCT_GADGET_H

#include "net/network.h"
#include "target/target.h"

/* For a `product` target y = sum_i a_i(I) b_i(x) with m1 = m2 = 1: relu hinges in x and in I, the interpolants of all
 * b_i and a_i as linear units, and for each term one gadget
 *     u v = ((u + v)^2 - (u - v)^2)/4
 * whose squares are interpolated by relu hinges, finely enough that all gadgets together err by at most `accuracy`.
 * NW_BAD_INPUT for other targets and sizes. */
nw_status nw_construct_gadgets(nw_network **network, const nw_target *target, size_t intervals, size_t task_intervals,
                               double accuracy, nw_error *error);

/* Connections of a plain network that emulates literally, with a gadget for each of the `fed` weights that f
 * produces: f as it is; g's hidden units, weight and bias each, carried through f's two linear layers; for each
 * product of a weight and a unit four smooth units in a second difference, of three connections and an output weight
 * each. */
size_t nw_gadgets_literal_count(size_t f_connections, size_t fed);

#endif
