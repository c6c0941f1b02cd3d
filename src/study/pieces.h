/* The exact minimal number of pieces of a continuous piecewise linear function within +-eps of a target on [-1,1], and
 * what follows for one-hidden-layer ReLU networks.  Proofs: pieces.md. */
#ifndef NW_STUDY_PIECES_H
#define NW_STUDY_PIECES_H

#include "base/arb_compat.h"
#include "base/error.h"
#include "nwidth.h"
#include "target/target.h"

typedef struct nw_pieces {
    nw_outcome outcome; /* NW_PROVED: least = most is the exact minimum */
    size_t least, most; /* pieces: no function with fewer than `least` exists, one with `most` does */
    /* The smallest width of a one-hidden-layer ReLU network lies here, proven: P pieces take P - 1 or P units with an
     * output bias, P - 1 to P + 1 without.  Nearly always equal with a bias. */
    size_t width_least, width_most;
    /* A function with `most` pieces, which a network of width_most units computes: most + 1 points from -1 to 1,
     * rising; the exact rational function, in the tube, rounded to doubles.  Freed by nw_pieces_clear. */
    double *knots, *values;
} nw_pieces;

/* One-dimensional targets whose pieces are polynomials of degree 1 between known cuts (bump and step with r = 1):
 * exact, decided in rational arithmetic, in time about linear in M.  |p - y| = eps is allowed.  NW_BAD_INPUT for other
 * targets and eps <= 0; pieces is then empty.  eps is exact. */
nw_status nw_pieces_least(nw_pieces *pieces, const nw_target *target, const fmpq_t eps, bool output_bias,
                          nw_error *error);
void nw_pieces_clear(nw_pieces *pieces);

#endif
