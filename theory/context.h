/* Working precision and the tables that are worth keeping between evaluations.  One context a thread. */
#ifndef NW_CONTEXT_H
#define NW_CONTEXT_H

#include "base/arb_compat.h"
#include "nwidth.h"

enum { NW_SCALE_CACHE = 48, NW_SPLINE_CACHE = 16 };

/* The constant of a witness as a polynomial in its scale, kept for one (witness, r, n, prec); see witness.h. */
typedef struct nw_cached_scale {
    const void *witness;
    slong r, n, prec;
    arb_ptr coefficients; /* r + 1 balls; NULL: nothing is kept here */
    fmpz_t divisor;
} nw_cached_scale;

/* sigma_{r,1..r} of the perfect smoothstep at one precision; see perfect_spline.h. */
typedef struct nw_cached_spline {
    slong r, prec;
    arb_ptr norms; /* r balls */
} nw_cached_spline;

struct nw_context {
    slong precision; /* first working precision in bits */
    nw_cached_scale scales[NW_SCALE_CACHE];
    size_t next_scale;
    nw_cached_spline splines[NW_SPLINE_CACHE];
    size_t next_spline;
};

/* The first precision for numbers of `bits` bits, and the one at which a sign is called undecided: equality can only be
 * settled where everything is exact, and then 64 spare bits are enough; 16 times that is generous. */
slong nw_first_precision(const nw_context *context, slong bits);
slong nw_last_precision(slong first_precision);

#endif
