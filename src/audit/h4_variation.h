/* The total variation of a derivative, enclosed. */
#ifndef NW_AUDIT_H4_VARIATION_H
#define NW_AUDIT_H4_VARIATION_H

#include "audit/units.h"

/* variation = an enclosure of the total variation of f' on [low, high], exact ends: the sum of |f'(v) - f'(u)| over
 * pieces [u, v] where f'' has one sign.  Pieces are halved until it has, or `halvings` times; there the variation is at
 * most the length times max |f''|.  f must have finite jets of length 3 on [low, high] and a little beyond.
 * least (may be NULL) receives a lower bound of f' on [low, high]. */
void nw_derivative_variation(arb_t variation, arb_t least, const nw_smooth *f, const arf_t low, const arf_t high,
                             int halvings, slong prec);

/* The total variation of s' on [X, infinity) for the right piece of Yarotsky's function, X >= 2 an integer:
 *   s'' = -pi sin(pi x)/x^2 - (6 + 4 cos(pi x))/x^3 + 6 sin(pi x)/(pi x^4).
 * The first term's |.| integrates to between 2/(n+1)^2 and 2/n^2 over [n, n+1], so over [X, infinity) to between
 * 2/(X+1) and 2/(X-1); the others to at most 10/(2 X^2) + 6/(3 pi X^3). */
void nw_yarotsky_tail(arb_t tail, slong from, slong prec);

#endif
