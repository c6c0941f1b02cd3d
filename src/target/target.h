/* Targets: functions y on [-1,1]^n with a proven bound on their norm in W(r,n),
 *     ||y||_inf + sum over 1 <= |k| <= r of ||D^k y||_inf   (theory.md section 1),
 * normalised to at most 1 unless an amplitude is given.
 *
 * A target is written as one word, FAMILY:KEY=VALUE,KEY=VALUE,..; the families are
 *
 *   bump:r=1,n=1,M=8,signs=seed:7      M^n disjoint product bumps, zero between them
 *   step:r=1,n=1,M=8,signs=alternate   the smoothstep witness: values +-A on the (M+1)^n nodes of the grid
 *   trig:r=1,n=2,terms=8,degree=4,seed=1     sum of a cos(pi k.x + p), |k_i| <= degree
 *   tanhnet:r=1,n=2,width=16,scale=4,seed=1  a random network with one hidden layer of tanh units
 *   product:r=1,m1=1,m2=1,terms=3,scale=2,seed=1   sum of a_j(I) b_j(x)
 *   inner:r=1,m1=2,m2=1,width=8,scale=2,seed=1     <x, h(I)>, h a random tanh network
 *   expr:FORMULA   or   expr:r=1,m1=1,m2=1:FORMULA     x1.., I1.., + - * / ^ sin cos exp tanh abs min max pi ( )
 *
 * signs: plus, alternate ((-1)^(sum j_i)), seed:S (one draw a sign from nw_random_stream(S, 0, 0), in the order of
 * their numbers, see below), or a string of + and - of the right length.  What the other families draw, and in which
 * order, stands in ridge_draw.c.  Every family takes amplitude=A (a number > 0, read exactly and rounded to a double
 * towards zero) in place of the normalisation; a target whose norm is then not proven to be at most 1 is refused.  Keys
 * not given have the defaults above; m1 and m2 of a formula are as many as it uses, m1 >= 1.
 *
 * bump and step have bounded derivatives of order r that jump, and so have formulas with abs, min and max (r = 1):
 * these targets lie in the closure of W(r,n).
 *
 * A target is an exact function: its parameters are doubles (or exact rationals, in a formula), and what is computed is
 * compared with that function.  Inputs are ordered x_1 .. x_m1, I_1 .. I_m2; n = m1 + m2 <= NW_MOST_INPUTS. */
#ifndef NW_TARGET_TARGET_H
#define NW_TARGET_TARGET_H

#include "base/json_read.h"
#include "numeric/taylor.h"

typedef struct nw_target nw_target;

/* NW_BAD_INPUT with one line that names the word, the key, what was expected. */
nw_status nw_target_parse(nw_target **target, const char *word, nw_error *error);
void nw_target_free(nw_target *target);

/* The word that gives this target again, all keys written out and `signs` as given.  A target read from JSON has its
 * signs written out (or plus, alternate); where numbers were drawn no word gives them again: "trig (as read)". */
const char *nw_target_word(const nw_target *target);
const char *nw_target_family(const nw_target *target); /* "bump" */
int nw_target_inputs(const nw_target *target);         /* n = m1 + m2 */
int nw_target_m1(const nw_target *target);             /* n for families without tasks */
int nw_target_order(const nw_target *target);          /* r */
long nw_target_scale(const nw_target *target);         /* M of bump and step, 0 otherwise */
/* The factor in front, a double: for bump and step the height of the bumps (values at the nodes), at most 1/C(M). */
double nw_target_amplitude(const nw_target *target);
/* eps = theta times that, exactly. */
void nw_target_fraction(fmpq_t eps, const nw_target *target, const fmpq_t theta);
/* A proven upper bound of its norm in W(r,n); rounded up. */
double nw_target_norm(const nw_target *target);

/* The same family and keys with another seed (signs=seed:S or seed=S): the members of a study.  NW_BAD_INPUT for a
 * target without one (expr, signs given, read from JSON). */
nw_status nw_target_reseed(nw_target **other, const nw_target *target, unsigned long seed, nw_error *error);

/* ---- values ---- */

/* y(x), in double: an estimate, within a few units in the last place of the amplitude. */
double nw_target_value(const nw_target *target, const double *x);
/* For count points, x[i * n + a]. */
void nw_target_values(const nw_target *target, size_t count, const double *x, double *y);
/* A proven enclosure of y at an exact point (the point is given as doubles). */
void nw_target_enclose(arb_t value, const nw_target *target, const double *x, slong prec);

/* A product target is y = sum over its terms of a_j(I) b_j(x); for other families there are none. */
size_t nw_target_terms(const nw_target *target);
/* Encloses the factors of a term at an exact point (x, I): a_j(I), and b_j(x) times the target's amplitude. */
void nw_target_factors_enclose(arb_t of_task, arb_t of_x, const nw_target *target, size_t term, const double *point,
                               slong prec);
/* An upper bound of the norm of a_j in W(1,m2). */
double nw_target_task_norm(const nw_target *target, size_t term);

/* The Taylor model of y over the space's box.  Over a box that a cut passes through the inside of the model may know
 * nothing but a bound. */
void nw_target_taylor(nw_space *space, nw_register out, const nw_target *target);

/* The places on an axis where y is not smooth or its formula changes, strictly inside (-1, 1), rising: boxes are split
 * there first.  Knots that are no doubles are given as the nearest one.  Belongs to the target. */
const double *nw_target_cuts(const nw_target *target, int axis, size_t *count);

/* How many grid points an axis of [-1,1] needs for a fit to see everything the target does (24 a bump, 8 a shortest
 * wavelength, at least 33). */
size_t nw_target_resolution(const nw_target *target, int axis);

/* ---- the resolved description, in certificates ---- */

/* Everything that defines the function, nothing that has to be drawn or looked up again.  Doubles are hex floats.
 *
 *  {"family": "bump", "r": 1, "inputs": 2, "m1": 2, "scale": 4, "amplitude": "0x..", "signs": "+-.."}
 *      y = amplitude sum_j s_j prod_i phi_r(M x_i + M - 2 j_i - 1), j_i = 0..M-1, sign number sum_i j_i M^(n-i): the
 *      first axis varies slowest
 *  {"family": "step", ... as above}
 *      on the cell with t_i = (x_i + 1) M/2 - j_i in [0,1]:  y = amplitude sum over corners v in {0,1}^n of
 *      s_{j+v} prod_i (v_i ? S_r(t_i) : 1 - S_r(t_i)), sign number sum_i (j_i + v_i) (M+1)^(n-i)
 *  {"family": "trig", .., "terms": [{"coefficient": "0x..", "frequency": [1, -2], "phase": "0x.."}, ..]}
 *      y = amplitude sum coefficient cos(pi frequency.x + phase)
 *  {"family": "tanhnet", .., "network": {"inputs":..} as in a network file}
 *      y = amplitude network(x)
 *  {"family": "product", .., "terms": [{"x": RIDGE, "I": RIDGE}, ..]}, RIDGE = {"function": "cos" or "tanh",
 *      "coefficient": "0x..", "slope": ["0x..", ..], "offset": "0x.."}
 *      y = amplitude sum_j a_j(I) b_j(x), each factor coefficient * function(slope . v + offset)
 *  {"family": "inner", .., "network": NETWORK with m2 inputs and m1 outputs}
 *      y = amplitude sum_i x_i h_i(I)
 *  {"family": "expr", .., "formula": "sin(3*x1)/4"}
 *      y = amplitude formula; decimal constants are exact rationals
 */
json_t *nw_target_to_json(const nw_target *target);
nw_status nw_target_from_json(nw_target **target, json_t *object, nw_json_place place, nw_error *error);

#endif
