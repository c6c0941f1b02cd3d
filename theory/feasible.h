/* Is there any q at all?  A q of K layers whose spectral complexity is at most l2 cannot follow the zigzag target unless
 * l2 >= l2min(eps) (theory.md section 4).  Everything here is an exact rational. */
#ifndef NW_FEASIBLE_H
#define NW_FEASIBLE_H

#include "result.h"

/* T: on an axis the variation of q' is at most C(q) T for q of `layers` = K layers: 2, and for K = 2 layers of ReLU 1. */
void nw_variation_factor(fmpq_t t, slong layers, nw_activation activation);

/* max over M of 2 M (M-1) (1/(1+M) - eps) / T; *argmax (may be NULL) is the M that attains it.  0 when no M
 * gives a positive number. */
void nw_l2_least(fmpq_t l2min, fmpz_t argmax, const fmpq_t eps, slong layers, nw_activation activation);

/* The l2 a card uses: the one given, or for `feasible` the least l2 >= 1 with factor * l2 >= l2min (factor = 1 for
 * theorem 2, c for theorem 3).  Sets result->feasible, adds the details l2 and l2min, and a note when infeasible.
 * Reads NW_EPS, NW_LAYERS, NW_ACTIVATION and NW_L2 of the setting. */
void nw_l2_choose(fmpq_t l2, nw_result *result, const nw_setting *setting, const fmpq_t factor);

#endif
