/* X^2 (s(X+t) - s(X)) for Yarotsky's function at even X: its limit 3t + sin(pi t)/pi, and how far it is from it. */
#ifndef NW_AUDIT_H4_LIMIT_H
#define NW_AUDIT_H4_LIMIT_H

#include "base/arb_compat.h"

/* sup = an enclosure of max over t in [-1,1] of |X^2 (s(X+t) - s(X)) - 3t - sin(pi t)/pi|, X = 2^place, place >= 1, by
 * branch and bound.  s is taken as it is defined, at points; on intervals sin(pi (X+t)) = sin(pi t) and sin(pi X) = 0
 * give, for X even, 3t (X/(X+t) - 1) + (sin(pi t)/pi)(X^2/(X+t)^2 - 1). */
void nw_yarotsky_limit_error(arb_t sup, int place, slong prec);

#endif
