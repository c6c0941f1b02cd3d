/* Networks and composites in affine forms. */
#ifndef NW_CERTIFY_AFFINE_NETWORK_H
#define NW_CERTIFY_AFFINE_NETWORK_H

#include "certify/affine.h"
#include "net/composite.h"

typedef struct nw_affine_network nw_affine_network;

/* NULL when it is not served: an activation other than relu, crelu and identity, or a g that f produces more of than
 * its last layer.  The composite must live as long.  The caller frees. */
nw_affine_network *nw_affine_network_new(const nw_composite *composite, const nw_region *region);
void nw_affine_network_free(nw_affine_network *network);

/* A model of the composite over the box {centre + half u}, half <= 2, |centre| <= 1: of degree 1, or 2 for a
 * hypernetwork.  share[variable] (not a bound) is the part of the remainder that comes with the width along one. */
void nw_affine_network_model(nw_affine_network *network, nw_model *out, double *share, const double *centre,
                             const double *half);

#endif
