/* Networks of any depth, by forms unit after unit. */
#ifndef NW_VERIFY_LAYERED_H
#define NW_VERIFY_LAYERED_H

#include "verify/centred.h"
#include "verify/statement.h"

/* A layer: coefficient m of unit j at c[m * units + j], which makes the next layer's sums inner products. */
typedef struct nw_layer_forms {
    arb_ptr c;
    mag_ptr rest;
} nw_layer_forms;

typedef struct nw_layered {
    const nw_plain_network *network;
    int axes;
    size_t monomials; /* of the highest degree there may be */
    size_t widest;
    bool behind;   /* its inputs are forms */
    arb_ptr first; /* else: the first layer's weights, a row of `axes` a unit, zero where the network has no input */
    arb_ptr weights[NW_CLAIM_LAYERS], biases[NW_CLAIM_LAYERS]; /* weights as in the network, a bias for each unit */
    nw_layer_forms now, next;
} nw_layered;

/* Input i of the network is input first_axis + i of the box. */
void nw_layered_init(nw_layered *layered, const nw_plain_network *network, const nw_domain *domain, int first_axis);
/* A network behind others: its inputs are forms. */
void nw_layered_init_behind(nw_layered *layered, const nw_plain_network *network, const nw_domain *domain);
void nw_layered_clear(nw_layered *layered);
/* The outputs; in: of one behind others, which are left with other content. */
void nw_layered_forms(nw_layered *layered, nw_domain *domain, nw_centred *const out[]);
void nw_layered_forms_of(nw_layered *layered, nw_domain *domain, nw_centred *const in[], nw_centred *const out[]);

#endif
