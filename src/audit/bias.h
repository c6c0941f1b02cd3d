/* The bias term in Theorem 5's proof (Eq. 133 of the paper), exactly: the bound B on how much the output of g moves,
 * and networks that it is set against. */
#ifndef NW_AUDIT_BIAS_H
#define NW_AUDIT_BIAS_H

#include <gsl/gsl_rng.h>

#include "base/arb_compat.h"

/* How a step from layer to layer takes the biases, which are known to move by at most c w eps'. */
typedef enum nw_bias_form {
    NW_BIAS_PAPER,     /* b_{i+1} = c w (2 b_i + a_i) + t, t = 1: Eq. 133 */
    NW_BIAS_CORRECTED, /* b_{i+1} = c w (2 b_i + a_i + 1): from Eq. 129, weights and biases each moving by c w eps' */
    NW_BIAS_JOINT,     /* b_{i+1} = c w (2 b_i + max(a_i, 1)): weights and biases together moving by c w eps' */
} nw_bias_form;

/* B = b_{K+1} in units of eps', with a_1 = m1, a_{i+1} = c w (1 + a_i), b_1 = 0 and K = layers.  t: the term of the
 * paper's form.  `hidden` (may be NULL) = b_2. */
void nw_bias_bound(fmpq_t b, fmpq_t hidden, nw_bias_form form, const fmpq_t t, slong m1, const fmpq_t c, slong w,
                   slong layers);

/* g(x) = theta_3 relu(theta_1 x + theta_2) at x = 1 with every theta = c P, so that weights and biases have norm c
 * each, P moved from 1 to 1 + e: the moves of the hidden unit and of the output, divided by e. */
void nw_bias_example(fmpq_t hidden, fmpq_t output, const fmpq_t c, const fmpq_t e);

/* A network of K layers with two units each whose parameters are W P, ||W||_1 <= c over all of them together, drawn at
 * random with P and a P' at most e away: |output moved| / e at a random x, all exact.  The first columns of W are drawn
 * sparse, so that large moves occur. */
void nw_bias_draw(fmpq_t output, gsl_rng *rng, slong m1, const fmpq_t c, slong w, slong layers, const fmpq_t e);

#endif
