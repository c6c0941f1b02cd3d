/* The error of a difference quotient, e(x) = (s(x+h) - s(x-h))/(2h) - s'(x), h = 2^-place: for tanh that of a network
 * of two units against sech^2. */
#ifndef NW_AUDIT_H2_QUOTIENT_H
#define NW_AUDIT_H2_QUOTIENT_H

#include "audit/units.h"

enum { NW_H2_PREC = 320 };

/* sup = max |e| over [-1,1], enclosed by branch and bound.  At points e is what its formula says; on an interval its
 * derivatives come from Lagrange's form of the remainder, e^(k)(x) = h^2/6 s^(k+3)(xi), |xi - x| <= h.  The unit must
 * have a single piece. */
void nw_quotient_sup(arb_t sup, const nw_unit *unit, int place);

/* The same from Taylor's formula alone: e = h^2/6 s'''(x) + h^4/120 s^(5)(xi), so the supremum lies within h^4 tail of
 * h^2 limit, limit = max |s'''|/6 over [-1,1] and tail = max |s^(5)|/120 over [-1-h, 1+h]. */
void nw_quotient_closed(arb_t sup, const arb_t limit, const nw_unit *unit, int place);
void nw_quotient_limit(arb_t limit, const nw_unit *unit);

#endif
