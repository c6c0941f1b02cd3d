/* The box over which a norm is enclosed: [-1,1]^d or a part of it; along some axes it may have no width. */
#ifndef NW_CERTIFY_REGION_H
#define NW_CERTIFY_REGION_H

#include "numeric/taylor.h"

typedef struct nw_region {
    int inputs;
    double low[NW_MOST_INPUTS], high[NW_MOST_INPUTS];
    /* The variables of all models: the axes along which the box has a width; the first axis where there is none. */
    bool varies[NW_MOST_INPUTS];
    int variables, axis[NW_MOST_INPUTS];
} nw_region;

/* low, high: NULL for -1 and 1. */
void nw_region_set(nw_region *region, int inputs, const double *low, const double *high);

#endif
