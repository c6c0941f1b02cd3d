/* The edge of the C^inf bump phi(x) = exp(-1/(1 - x^2)) on (-1,1):  phi^(k) = P_k(x) t^(2k) e^-t,  t = 1/(1 - x^2),
 *     P_0 = 1,  P_{k+1} = (1 - x^2)^2 P_k' + (4 k x (1 - x^2) - 2 x) P_k. */
#ifndef NW_AUDIT_H1_EDGE_H
#define NW_AUDIT_H1_EDGE_H

#include <stdbool.h>

#include "base/arb_compat.h"

/* P_k, exactly. */
void nw_bump_polynomial(fmpz_poly_t p, int k);

/* phi^(k)(1 - 2^-place). */
void nw_bump_derivative(arb_t value, const fmpz_poly_t p, int k, int place, slong prec);

/* A bound of |phi^(k)| on all of [1 - 2^-place, 1): with A the sum of |coefficients| of P_k >= |P_k| on [-1,1], and t
 * >= T there, it is at most A T^(2k) e^-T, because t^(2k) e^-t falls for t >= 2k.  False where T < 2k. */
bool nw_bump_edge_bound(arb_t bound, const fmpz_poly_t p, int k, int place, slong prec);

#endif
