/* One ReLU plus output bias against y = x^2 on [-1,1], in exact rationals: f(x) = a + b max(w x - c, 0). */
#ifndef NW_AUDIT_H3_RAMP_H
#define NW_AUDIT_H3_RAMP_H

#include <stdbool.h>

#include "base/arb_compat.h"

typedef struct nw_ramp {
    fmpq_t a, b, w, c;
} nw_ramp;

void nw_ramp_init(nw_ramp *ramp);
void nw_ramp_clear(nw_ramp *ramp);
void nw_ramp_value(fmpq_t y, const nw_ramp *ramp, const fmpq_t x);

/* error = max |f(x) - x^2| over [-1,1]: on each linear piece p + q x the extremes lie at its ends and at x = q/2. */
void nw_ramp_error(fmpq_t error, const nw_ramp *ramp);

/* The largest b for which 1/2 + b max(x - c, 0), 0 < c < 1, still has error 1/2: `slope` c for c <= 1/2 and edge/(1 -
 * c) beyond, with slope = 4, edge = 1. */
void nw_ramp_limit(fmpq_t limit, const fmpq_t c, const fmpq_t slope, const fmpq_t edge);

/* Whether f is one of the best: the constant 1/2, or on [-1,1] equal to 1/2 + b max(+-x - c, 0) with 0 < c < 1 and 0 <=
 * b <= limit. */
bool nw_ramp_is_best(const nw_ramp *ramp, const fmpq_t slope, const fmpq_t edge);

#endif
