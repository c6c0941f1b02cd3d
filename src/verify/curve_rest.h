/* What the expansions of smooth functions share. */
#ifndef NW_VERIFY_CURVE_REST_H
#define NW_VERIFY_CURVE_REST_H

#include "verify/curve.h"

enum {
    NW_ROUGH = 32,     /* bits, for bounds */
    NW_MOST_BOUNDS = 6 /* degrees 0 .. 4, and one more */
};

/* rest = coefficient * reach^(degree + 1) */
void nw_curve_lagrange(mag_t rest, const mag_t coefficient, const mag_t reach, int degree);

/* Far from t0 a lower degree p may leave less out: rest = min over least <= p <= degree of bound_p * reach^(p + 1), the
 * coefficients beyond p being dropped. */
void nw_curve_best_degree(arb_ptr k, mag_t rest, mag_srcptr bound, int least, const mag_t reach, int degree);

/* All values lie in the ball: where that says more than the polynomial does, a constant takes its place. */
void nw_curve_prefer_constant(arb_ptr k, mag_t rest, const arb_t values, int degree, slong prec);

/* A lower bound of |t| for |t - t0| <= reach, t0 in z. */
void nw_curve_least_size(mag_t least, const arb_t z, const mag_t reach);

/* As nw_curve_expand. */
void nw_tanh_expand(arb_ptr k, mag_t rest, const arb_t z, const mag_t reach, int degree, slong prec);
void nw_logistic_expand(arb_ptr k, mag_t rest, const arb_t z, const mag_t reach, int degree, slong prec);
void nw_arctan_expand(arb_ptr k, mag_t rest, const arb_t z, const mag_t reach, int degree, slong prec);

#endif
