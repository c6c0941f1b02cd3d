/* The perfect splines of the targets as piecewise polynomials: phi_r (bump) and S_r (step) of theory.md section 2, by
 * knots and coefficients in Arb and in double.  phi_r(t) = S'_{r+1}((t + 1)/2) / max S'_{r+1}. */
#ifndef NW_NUMERIC_SPLINE_H
#define NW_NUMERIC_SPLINE_H

#include "numeric/univariate.h"

/* What nw_expand, nw_univariate_value, nw_expand_arb, nw_univariate_arb and nw_univariate_breaks do for
 * NW_FUNCTION_BUMP and NW_FUNCTION_STEP.  An interval that holds a knot gets a polynomial that serves both sides, with
 * the difference in the remainder. */
bool nw_expand_spline(nw_expansion *out, const nw_univariate *f, double t0, double rho);
double nw_spline_value(const nw_univariate *f, double t);
bool nw_expand_spline_arb(arb_ptr k, mag_t remainder, const nw_univariate *f, const arb_t t0, const mag_t rho,
                          slong prec);
void nw_spline_arb(arb_t value, const nw_univariate *f, const arb_t t, slong prec);
size_t nw_spline_breaks(double *breaks, const nw_univariate *f);
/* sup |f^(j)|, j = 0..3; false when j exceeds the order (the derivative jumps, and the next one is no function). */
bool nw_spline_sup(arb_t sup, const nw_univariate *f, int j, slong prec);

#endif
