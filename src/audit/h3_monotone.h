/* Networks of one monotone unit plus output bias cannot follow x^2 better than the constant 1/2 does (H3). */
#ifndef NW_AUDIT_H3_MONOTONE_H
#define NW_AUDIT_H3_MONOTONE_H

#include "audit/units.h"
#include "nwidth.h"

/* bound = the least error at the points x and 0 of any f with f(x) <= f(0): (y(x) - y(0))/2 with y = t^2, exactly.  For
 * a rising f take x = -1, for a falling one x = 1. */
void nw_monotone_bound(fmpq_t bound, slong x);

/* What a claim about these classes needs, from the two bounds and from the error of constants: NW_PROVED when one more
 * unit than none does not lower the error (Assumption 2 fails) at `error`. */
nw_outcome nw_monotone_gains_nothing(const fmpq_t error);
/* ... and when two different networks of one ReLU (clipped ReLU: the unit never reaches its other kink on [-1,1]) have
 * that error (Assumption 1 fails). */
nw_outcome nw_ramp_two_best(const fmpq_t error);

typedef struct nw_monotone_sample {
    size_t drawn, above, undecided, below;
} nw_monotone_sample;

/* Random f(x) = a + b s(w x + c): in how many the error at -1, 0, 1 is proven to be at least `error`. */
void nw_monotone_draw(nw_monotone_sample *sample, const nw_unit *unit, const fmpq_t error, size_t count,
                      unsigned long seed);

#endif
