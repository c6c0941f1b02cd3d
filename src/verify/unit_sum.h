/* sum_j outer_j f_j(slope_j . x + offset_j): a network with one hidden layer, or a sum of waves.  All terms are summed
 * before any size is taken, by one inner product a coefficient. */
#ifndef NW_VERIFY_UNIT_SUM_H
#define NW_VERIFY_UNIT_SUM_H

#include "verify/centred.h"

typedef struct nw_unit_sum {
    size_t count, room;
    int axes;
    nw_curve_kind *kinds;
    arb_ptr slopes, offsets, outers; /* slopes[j * axes + a] */
    size_t weight_count;
    arb_ptr weights; /* [m * count + j] = outer_j |m|!/m! slope_j^m, made by nw_unit_sum_settle */
    mag_ptr sizes;   /* |outer_j| */
    arb_ptr k;       /* [i * count + j]: the expansions on the box at hand */
} nw_unit_sum;

void nw_unit_sum_init(nw_unit_sum *sum, int axes);
void nw_unit_sum_clear(nw_unit_sum *sum);
/* The number of a new term with all parameters 0, to be set by the caller. */
size_t nw_unit_sum_add(nw_unit_sum *sum, nw_curve_kind kind);
/* After the last one: the weights, at the domain's precision. */
void nw_unit_sum_settle(nw_unit_sum *sum, const nw_domain *domain);
/* form += the sum. */
void nw_unit_sum_form(nw_unit_sum *sum, const nw_domain *domain, nw_centred *form);

#endif
