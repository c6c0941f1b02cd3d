/* Taylor models: a function on a box as a polynomial of degree <= 3 in the box's own coordinates and a bound on the
 * rest.  The box is {x : x_i = c_i + h_i u_i, |u_i| <= 1}; a model is a set of functions
 *     { p(u) + e(u) : |e(u)| <= remainder + rounding on the box }
 * and every operation returns a model that contains the result for every choice from its arguments.
 *
 * One interface, two arithmetics: doubles with proven rounding bounds, and Arb balls.  Targets and networks are written
 * once against it. */
#ifndef NW_NUMERIC_TAYLOR_H
#define NW_NUMERIC_TAYLOR_H

#include <stdbool.h>
#include <stddef.h>

#include "numeric/univariate.h"

enum {
    NW_MOST_INPUTS = 4,
    NW_TAYLOR_ORDER = 3,
    NW_MOST_TERMS = 35 /* binom(4 + 3, 3) */
};

/* How many terms degree <= 3 has in `inputs` variables: 4, 10, 20, 35. */
size_t nw_taylor_terms(int inputs);

/* The order of the terms: graded; inside a degree, combinations with repetition i <= j <= k in lexicographic order:
 * 1; u_1 .. u_n; u_1^2, u_1 u_2, .., u_n^2; u_1^3, u_1^2 u_2, .., u_n^3.  exponents[] receives the powers. */
void nw_taylor_exponents(int exponents[NW_MOST_INPUTS], int inputs, size_t term);

/* A model in double. */
typedef struct nw_model {
    double c[NW_MOST_TERMS];
    double remainder, rounding; /* both >= 0; INFINITY: nothing is known */
} nw_model;

/* A box and the arithmetic on it.  A space belongs to one thread. */
typedef struct nw_space nw_space;

typedef enum nw_arithmetic { NW_DOUBLE, NW_ARB } nw_arithmetic;

/* prec: bits, for NW_ARB.  The caller frees.  The box is [-1,1]^inputs at first. */
nw_space *nw_space_new(nw_arithmetic arithmetic, int inputs, slong prec);
/* The same for boxes that have a width only along the axes that vary, one of them at least: the models are polynomials
 * in the u of those alone, in order. */
nw_space *nw_space_new_along(nw_arithmetic arithmetic, int inputs, const bool *varies, slong prec);
void nw_space_free(nw_space *space);
/* The box {c + h u}; h_i >= 0, and 0 on an axis that does not vary; both are taken as exact. */
void nw_space_box(nw_space *space, const double *centre, const double *half);
int nw_space_inputs(const nw_space *space);
int nw_space_variables(const nw_space *space); /* how many axes vary: those of the polynomials */
const double *nw_space_centre(const nw_space *space);
const double *nw_space_half(const nw_space *space);

/* Models of a space, by number: registers 0 .. count - 1, all zero at first and after they are added.  Registers grow
 * and are never freed before the space; the numbers stay valid. */
typedef size_t nw_register;
nw_register nw_taylor_registers(nw_space *space, size_t count); /* `count` new ones in a row; the first's number */
size_t nw_taylor_mark(const nw_space *space);                   /* how many there are now ... */
void nw_taylor_release(nw_space *space, size_t mark);           /* ... and back to that many */

/* Operations; `out` may be any of the arguments. */
void nw_taylor_zero(nw_space *space, nw_register out);
void nw_taylor_double(nw_space *space, nw_register out, double value); /* exactly this double */
void nw_taylor_rational(nw_space *space, nw_register out, const fmpq_t value);
void nw_taylor_input(nw_space *space, nw_register out, int axis); /* x_axis, from 0 */
void nw_taylor_copy(nw_space *space, nw_register out, nw_register a);
void nw_taylor_add(nw_space *space, nw_register out, nw_register a, nw_register b);
void nw_taylor_subtract(nw_space *space, nw_register out, nw_register a, nw_register b);
void nw_taylor_scale(nw_space *space, nw_register out, double factor, nw_register a);
void nw_taylor_add_scaled(nw_space *space, nw_register out, double factor, nw_register a); /* out += factor * a */
void nw_taylor_multiply(nw_space *space, nw_register out, nw_register a, nw_register b);
void nw_taylor_apply(nw_space *space, nw_register out, const nw_univariate *f, nw_register a);
/* f(slope . x + offset): a ridge function, faster and tighter than the composition. */
void nw_taylor_ridge(nw_space *space, nw_register out, const nw_univariate *f, const double *slope, double offset);
/* Nothing is known but |value| <= bound. */
void nw_taylor_between(nw_space *space, nw_register out, double bound);

/* A proven upper bound of sup |model| over the box, rounded up; INFINITY (never NaN) when nothing is known.  *rounding
 * (may be NULL) is the part that only more precision can shrink. */
double nw_taylor_bound(const nw_space *space, nw_register a, double *rounding);
/* Proven lower and upper bounds of the values. */
void nw_taylor_range(const nw_space *space, nw_register a, double *lower, double *upper);

/* The model itself; NW_DOUBLE only.  May be written: the prover's fast loops fill it. */
nw_model *nw_taylor_model(nw_space *space, nw_register a);

/* The value at the centre as a ball (u = 0, remainder included), for either arithmetic. */
void nw_taylor_centre(arb_t value, const nw_space *space, nw_register a);

#endif
