/* Networks of any depth, dense and sparse layers, in the arithmetic of a space of Taylor models, and at points in
 * balls. */
#ifndef NW_CERTIFY_LAYERS_H
#define NW_CERTIFY_LAYERS_H

#include "net/network.h"
#include "numeric/taylor.h"

/* out, out + 1, .. = models of the outputs over the space's box; `arithmetic` is that of the space.  Input i of the
 * network is x_(first_axis + i). */
void nw_layers_taylor(nw_space *space, nw_arithmetic arithmetic, nw_register out, const nw_network *network,
                      int first_axis);
/* The same with models for inputs: in, in + 1, .., none of them an `out`. */
void nw_layers_taylor_of(nw_space *space, nw_arithmetic arithmetic, nw_register out, const nw_network *network,
                         nw_register in);
/* The same for a network some of whose parameters are models: parameter p is that of register produced + output[p]; its
 * own where output[p] = NW_NO_PARAMETER (certify/wires.h). */
void nw_layers_taylor_with(nw_space *space, nw_register out, const nw_network *network, nw_register produced,
                           const size_t *output, nw_register in);

/* Enclosures of the outputs at an exact point. */
void nw_layers_enclose(arb_ptr out, const nw_network *network, const double *x, slong prec);
/* The same with balls for inputs and, unless output is NULL, for some parameters, as above. */
void nw_layers_enclose_of(arb_ptr out, const nw_network *network, arb_srcptr produced, const size_t *output,
                          arb_srcptr in, slong prec);

#endif
