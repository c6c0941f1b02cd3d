/* Composites (net/composite.h) in the arithmetic of a space of Taylor models, and at points in balls. */
#ifndef NW_CERTIFY_COMPOSED_H
#define NW_CERTIFY_COMPOSED_H

#include "net/composite.h"
#include "numeric/taylor.h"

/* The network as a composite, which is only read and not freed. */
nw_composite nw_composite_of_network(const nw_network *network);

/* out = a model of the composite over the space's box; `arithmetic` is that of the space. */
void nw_composite_taylor(nw_space *space, nw_arithmetic arithmetic, nw_register out, const nw_composite *composite);

/* An enclosure of it at an exact point. */
void nw_composite_enclose(arb_t value, const nw_composite *composite, const double *x, slong prec);

/* reach[i] (not a bound): how strongly it may depend on input i, up to a common factor. */
void nw_composite_reach(double *reach, const nw_composite *composite);

#endif
