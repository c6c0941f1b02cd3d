/* Enclosures that the claims share: suprema by branch and bound, decisions between balls, balls as text. */
#ifndef NW_AUDIT_ENCLOSURES_H
#define NW_AUDIT_ENCLOSURES_H

#include "audit/units.h"
#include "evidence.h"

/* sup = an enclosure of max |f^(order)| over [low, high], exact and finite, about 2^-bits of it wide.  f must have
 * finite jets of length order + 3 inside; where it has not, the enclosure is infinite.
 *
 * Branch and bound: on a piece [m - rho, m + rho] the maximum of |g|, g = f^(order), is at most that of the ends where
 * g' has one sign, and at most |g(m)| + rho |g'(m)| + rho^2/2 max |g''| always. */
void nw_smooth_sup(arb_t sup, const nw_smooth *f, slong order, const arf_t low, const arf_t high, slong bits,
                   slong prec);

/* value = f^(order)(t) from a jet. */
void nw_smooth_derivative(arb_t value, const nw_smooth *f, slong order, const arb_t t, slong prec);

/* Is a <= b?  NW_PROVED, NW_REFUTED (a > b), or NW_UNKNOWN where the balls overlap. */
nw_outcome nw_decide_at_most(const arb_t a, const arb_t b);
/* Both: refuted when one is, else unknown when one is. */
nw_outcome nw_decide_both(nw_outcome a, nw_outcome b);
nw_outcome nw_decide_exactly(bool holds); /* from exact arithmetic */

/* Decimals of the ends, rounded outward; "inf" where there is no end.  The caller frees. */
char *nw_ball_low_text(const arb_t ball, long digits);
char *nw_ball_high_text(const arb_t ball, long digits);
/* The next two cells. */
void nw_evidence_ball(nw_evidence *evidence, const arb_t ball, long digits);

/* value = 2^exponent. */
void nw_arf_power(arf_t value, slong exponent);

#endif
