/* Networks of any depth in the arithmetic of a space of Taylor models, and at points in balls. */
#ifndef NW_CERTIFY_LAYERS_H
#define NW_CERTIFY_LAYERS_H

#include "net/network.h"
#include "numeric/taylor.h"

/* out = a model of the network's only output over the space's box; `arithmetic` is that of the space. */
void nw_layers_taylor(nw_space *space, nw_arithmetic arithmetic, nw_register out, const nw_network *network);

/* An enclosure of it at an exact point. */
void nw_layers_enclose(arb_t value, const nw_network *network, const double *x, slong prec);

#endif
