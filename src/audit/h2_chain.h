/* x against T_K(h x)/h, T_K = K activations one inside the other, h = 2^-place: what H2 says of every depth. */
#ifndef NW_AUDIT_H2_CHAIN_H
#define NW_AUDIT_H2_CHAIN_H

#include "audit/units.h"

/* error = max over [-1,1] of |x - T_K(h x)/h| for tanh or arctan.  The difference is odd and rises, because its slope
 * is 1 less a product of slopes in (0, 1]; so the maximum is 1 - T_K(h)/h. */
void nw_chain_error(arb_t error, const nw_unit *unit, int depth, int place, slong prec);

#endif
