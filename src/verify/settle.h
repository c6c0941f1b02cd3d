/* On which line each unit of a piecewise linear graph is over a box. */
#ifndef NW_VERIFY_SETTLE_H
#define NW_VERIFY_SETTLE_H

#include "verify/bends.h"

/* |y - value - gradient . (x - c)| <= rest on the box, in doubles. */
typedef struct nw_flat {
    double gradient[NW_VERIFY_AXES];
    double value, rest;
    double reach; /* an upper bound of |gradient| . h */
} nw_flat;

typedef struct nw_settling {
    const nw_graph *graph;
    nw_pieces pieces;
    nw_flat *flat; /* of the values of all nodes on the box at hand */
    nw_adjoint adjoint;
    nw_affine affine; /* scratch */
    nw_bends bends;
    double *relevance; /* of each node for what is asked, roughly; 0: none */
} nw_settling;

void nw_settling_init(nw_settling *settling, const nw_graph *graph, slong prec);
void nw_settling_clear(nw_settling *settling);

/* The pieces of all units on the domain's box, thoroughly so far as the roots, nodes, depend on them. */
void nw_settling_run(nw_settling *settling, const nw_domain *domain, const size_t *roots, size_t root_count);
/* Then: form += the sum of what was added to the adjoint. */
void nw_settling_sum(nw_settling *settling, const nw_domain *domain, nw_centred *form, nw_kink_hint *hint);

#endif
