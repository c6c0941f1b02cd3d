/* Functions of one variable, developed up to degree 4 around a ball, with a bound of what the polynomial leaves out. */
#ifndef NW_VERIFY_CURVE_H
#define NW_VERIFY_CURVE_H

#include <stdbool.h>

#include "base/arb_compat.h"

enum { NW_MOST_KNOTS = 12 };

/* sum_j jump_j max(t - knot_j, 0)^degree, knot_0 < knot_1 < .. */
typedef struct nw_kinked {
    int degree;
    size_t count;
    arb_struct knot[NW_MOST_KNOTS], jump[NW_MOST_KNOTS];
    bool settles; /* the sum is `final` from the last knot on */
    int final;
} nw_kinked;

typedef enum nw_curve_kind {
    NW_CURVE_TANH,
    NW_CURVE_LOGISTIC,
    NW_CURVE_ARCTAN,
    NW_CURVE_CRELU,
    NW_CURVE_RELU,
    NW_CURVE_ELU,
    NW_CURVE_IDENTITY,
    NW_CURVE_SIN,
    NW_CURVE_COS,
    NW_CURVE_EXP,
    NW_CURVE_ABS,
    NW_CURVE_RECIPROCAL,
    NW_CURVE_POWER,  /* t^order, order >= 0 */
    NW_CURVE_KINKED, /* a spline */
} nw_curve_kind;

typedef struct nw_curve {
    nw_curve_kind kind;
    int order;
    const nw_kinked *kinked;
} nw_curve;

/* For every number t0 in the ball z there are numbers p_i in the balls k_i, i = 0..degree, with
 *     |f(t) - sum_i p_i (t - t0)^i| <= rest    for all |t - t0| <= reach.
 * rest is infinite where nothing is known.  degree <= 4. */
void nw_curve_expand(arb_ptr k, mag_t rest, const nw_curve *f, const arb_t z, const mag_t reach, int degree,
                     slong prec);

/* The same for the functions with kinks. */
void nw_kinked_expand(arb_ptr k, mag_t rest, const nw_kinked *f, const arb_t z, const mag_t reach, int degree,
                      slong prec);
void nw_elu_expand(arb_ptr k, mag_t rest, const arb_t z, const mag_t reach, int degree, slong prec);

/* The splines of theory.md section 2 from their definition: S_order, a step from 0 to 1 on [0,1], and the bump
 * phi_order(t) = S'_{order+1}((t + 1)/2) / S'_{order+1}(1/2) on [-1,1]. */
void nw_kinked_step(nw_kinked *f, int order, slong prec);
void nw_kinked_bump(nw_kinked *f, int order, slong prec);
void nw_kinked_clear(nw_kinked *f);
/* The value at a point. */
void nw_kinked_value(arb_t value, const nw_kinked *f, const arb_t t, slong prec);

#endif
