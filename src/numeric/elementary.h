/* Elementary functions on arrays of doubles with proven error bounds: the only ones that stand in a rigorous path (libm
 * promises no bound).  src/numeric/enclosures.md has the proofs.
 *
 * Each y[i] satisfies |y[i] - f(x[i])| <= bound for every finite x[i] in the stated domain, in round-to-nearest, with
 * or without contraction to FMA and for every vector width the compiler chooses.  x and y may be the same array, or do
 * not overlap.  The loops vectorise (run-time dispatch by target_clones where the compiler has it).  No errno, no
 * exceptions, no allocation.
 *
 * NaN gives NaN, infinities give the limits.  Beyond what is served: exp gives 0 below -708 and infinity above 709, sin
 * and cos give NaN. */
#ifndef NW_NUMERIC_ELEMENTARY_H
#define NW_NUMERIC_ELEMENTARY_H

#include <stddef.h>

/* Absolute error bounds, proven in enclosures.md; the names are used wherever a bound is charged.  The values of the
 * first three, and of sin and cos, also never leave the range of the function. */
#define NW_TANH_ERROR 0x1p-52
#define NW_LOGISTIC_ERROR 0x1p-52
#define NW_ARCTAN_ERROR 0x1p-51
#define NW_ELU_ERROR 0x1p-52    /* of e^t - 1 for t < 0; none for t >= 0 */
#define NW_SIN_ERROR 0x1p-51    /* for |t| <= NW_SIN_LIMIT */
#define NW_EXP_RELATIVE 0x1p-51 /* relative, for |t| <= 700 */
#define NW_SIN_LIMIT 0x1p20     /* sin and cos: largest |t| served */

void nw_vec_tanh(size_t n, const double *x, double *y);
void nw_vec_logistic(size_t n, const double *x, double *y);
void nw_vec_arctan(size_t n, const double *x, double *y);
void nw_vec_elu(size_t n, const double *x, double *y);
void nw_vec_exp(size_t n, const double *x, double *y);
void nw_vec_sin(size_t n, const double *x, double *y);
void nw_vec_cos(size_t n, const double *x, double *y);

/* The same for one number. */
double nw_tanh(double x);
double nw_logistic(double x);
double nw_arctan(double x);
double nw_elu(double x);
double nw_exp(double x);
double nw_sin(double x);
double nw_cos(double x);

#endif
