/* How much the slope of a network varies along a line parallel to an axis, and what its spectral complexity allows
 * (theory.md section 4).  For dense networks with one output. */
#ifndef NW_AUDIT_VARIATION_H
#define NW_AUDIT_VARIATION_H

#include "base/arb_compat.h"
#include "net/network.h"

/* The points p with p_axis replaced by t in [-1,1]; all coordinates of p are exact. */
typedef struct nw_axis_line {
    const nw_network *network;
    const double *p;
    size_t axis;
} nw_axis_line;

/* Of relu, crelu and identity layers: the variation of q' on (-1,1), exactly. */
void nw_variation_pieces(fmpq_t variation, const nw_axis_line *line);

/* Of tanh, logistic, arctan and identity layers: an enclosure of it.  Pieces of the line are halved until the enclosure
 * is about `tolerance` wide, or they are 2^-40 of it; it may then have no end. */
void nw_variation_smooth(arb_t variation, const nw_axis_line *line, const fmpq_t tolerance);

/* C(q), exactly. */
void nw_complexity_exact(fmpq_t complexity, const nw_network *network);

/* value = x. */
void nw_rational_set_double(fmpq_t value, double x);

#endif
