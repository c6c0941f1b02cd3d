/* Why no network of one hidden layer is the derivative of its activation: the pole, in exact power series.
 *
 * tanh, logistic and arctan' are quotients of entire functions or rational; continued to the complex plane,
 *     tanh      has simple poles (at pi i/2 + pi i k), tanh' = sech^2 has double ones,
 *     logistic  has simple poles (at pi i + 2 pi i k), logistic' has double ones,
 *     arctan'   = 1/(1 + z^2) has simple poles (at i, -i), arctan'' has double ones.
 * Take g = s (for arctan g = s'): sum c_j g_j(a_j z + b_j) has simple poles at most, and g' has a double one. */
#ifndef NW_AUDIT_H2_POLES_H
#define NW_AUDIT_H2_POLES_H

#include "audit/units.h"

/* The order of the pole of g and of g' at the pole of g nearest to 0 in the upper half-plane, and the coefficient in
 * front of the double pole, all from Laurent series with rational coefficients.  False for another unit. */
bool nw_unit_pole(int *order, int *derivative_order, fmpq_t coefficient, const nw_unit *unit);

#endif
