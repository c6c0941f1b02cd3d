/* Taylor models of a network with one hidden layer over several boxes at once: the prover's inner loop.  rounding.md
 * proves the bounds. */
#ifndef NW_CERTIFY_RIDGE_SUM_H
#define NW_CERTIFY_RIDGE_SUM_H

#include "certify/region.h"
#include "certify/polynomial.h"
#include "net/network.h"

enum { NW_BOX_LANES = 8 };

/* Boxes side by side: centre[axis][lane], half[axis][lane]. */
typedef struct nw_lanes {
    double centre[NW_MOST_INPUTS][NW_BOX_LANES], half[NW_MOST_INPUTS][NW_BOX_LANES];
} nw_lanes;

typedef struct nw_ridge_sum nw_ridge_sum;

/* NULL when the network has not exactly one hidden layer and one output, or numbers beyond 2^100. */
nw_ridge_sum *nw_ridge_sum_new(const nw_network *network, const nw_region *region);
void nw_ridge_sum_free(nw_ridge_sum *sum);

/* models[lane] contains the network on {centre + half u, |u_i| <= 1}, half <= 2, |centre| <= 1, for every lane; on
 * the axes of no width it is at the place of the region.  The models' variables are the axes that vary;
 * share[lane][variable] (not a bound) is the part of the remainder that comes with the width along one. */
void nw_ridge_sum_models(nw_model *models, double (*share)[NW_MOST_INPUTS], const nw_ridge_sum *sum,
                         const nw_lanes *boxes);

#endif
