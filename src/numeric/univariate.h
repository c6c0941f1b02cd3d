/* Functions of one variable with all that a proof about them needs: a Taylor polynomial of order 3 at any point with a
 * proven bound on what it leaves out, in double and in Arb.  Networks and targets are sums, products and compositions
 * of these. */
#ifndef NW_NUMERIC_UNIVARIATE_H
#define NW_NUMERIC_UNIVARIATE_H

#include <stdbool.h>

#include "base/activation.h"
#include "base/arb_compat.h"

/* The activations come first: (nw_function)activation is the function of an activation. */
typedef enum nw_function {
    NW_FUNCTION_TANH = NW_TANH,
    NW_FUNCTION_LOGISTIC = NW_LOGISTIC,
    NW_FUNCTION_ARCTAN = NW_ARCTAN,
    NW_FUNCTION_CRELU = NW_CRELU,
    NW_FUNCTION_RELU = NW_RELU,
    NW_FUNCTION_ELU = NW_ELU,
    NW_FUNCTION_IDENTITY = NW_IDENTITY,
    NW_FUNCTION_SIN = NW_ACTIVATION_COUNT,
    NW_FUNCTION_COS,
    NW_FUNCTION_EXP,
    NW_FUNCTION_ABS,
    NW_FUNCTION_RECIPROCAL, /* 1/t; fails where the interval reaches 0 */
    NW_FUNCTION_POWER,      /* t^order, order >= 0 */
    NW_FUNCTION_BUMP, /* phi_order of theory.md section 2: the perfect B-spline bump on [-1,1], peak 1, 0 outside */
    NW_FUNCTION_STEP, /* S_order: the perfect smoothstep, 0 for t <= 0, 1 for t >= 1 */
} nw_function;

typedef struct nw_univariate {
    nw_function function;
    int order; /* of POWER (0..64), BUMP and STEP (1..NW_SPLINE_ORDER); 0 otherwise */
} nw_univariate;

enum { NW_SPLINE_ORDER = 8 };

/* |f(t) - sum_i k[i] (t - t0)^i| <= remainder + rounding for all |t - t0| <= rho.  `remainder` is what a smaller rho
 * would shrink, `rounding` what only more precision would.  Where a kink lies inside, the polynomial is the linear
 * function that is best, or nearly, and the remainder is proportional to rho. */
typedef struct nw_expansion {
    double k[4];
    double remainder, rounding;
} nw_expansion;

/* t0 and rho >= 0 are taken as exact.  False where f has no finite bound there (reciprocal at 0, exp beyond 700, sin
 * beyond NW_SIN_LIMIT, t0 or rho not finite); *out is then not usable. */
bool nw_expand(nw_expansion *out, const nw_univariate *f, double t0, double rho);

/* The same with balls: the polynomial around the exact midpoint t0, |t - t0| <= rho; k are four balls; *remainder is
 * raised to a bound.  False as above (with Arb: only the reciprocal at 0, or values that are not finite). */
bool nw_expand_arb(arb_ptr k, mag_t remainder, const nw_univariate *f, const arb_t t0, const mag_t rho, slong prec);

/* Many expansions of an activation at once, for the prover's inner loop: arrays of length n (a multiple of 8 is
 * fastest).  The error of k[i][j] is at most nw_expansion_error(activation)[i]; remainder[j] is rounded up and covers
 * what the polynomial leaves out; where rho is so large that a constant leaves out less, it is that constant.  All t0
 * and rho must be finite. */
void nw_expand_many(nw_activation activation, size_t n, const double *t0, const double *rho, double *const k[4],
                    double *remainder);
const double *nw_expansion_error(nw_activation activation); /* four bounds on rounding errors of k[0..3] */

/* The value f(t) near t in double without any promise beyond a few units of 2^-52 of its scale: for sampling. */
double nw_univariate_value(const nw_univariate *f, double t);
/* ... and a proven enclosure of it. */
void nw_univariate_arb(arb_t value, const nw_univariate *f, const arb_t t, slong prec);

/* An upper bound of sup |f^(j)| over the real line (j = 0..3), for norms; false where it is infinite.  For a function
 * with a kink the supremum is that of the derivative where it exists, and false from the order on where that is no
 * longer a bounded function (abs: j = 2). */
bool nw_univariate_sup(arb_t sup, const nw_univariate *f, int j, slong prec);

/* The points where f is not smooth, rising, as doubles nearest to them: kinks of an activation, knots of a spline
 * (whose last and first pieces are constant).  Returns how many (at most NW_MOST_BREAKS); writes at most that many. */
enum { NW_MOST_BREAKS = NW_SPLINE_ORDER + 2 };
size_t nw_univariate_breaks(double *breaks, const nw_univariate *f);

#endif
