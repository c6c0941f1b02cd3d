/* Where units bend along planes of one axis: cuts there leave boxes on which the network is simpler.  They are chosen,
 * not proven: any cut is allowed. */
#ifndef NW_CERTIFY_KINKS_H
#define NW_CERTIFY_KINKS_H

#include "certify/region.h"
#include "net/composite.h"

/* Places by axis, in no order, some of them often; {0} is none. */
typedef struct nw_kinks {
    double *place[NW_MOST_INPUTS];
    size_t count[NW_MOST_INPUTS], room[NW_MOST_INPUTS];
} nw_kinks;

/* Of a first layer the units that one axis of the region alone moves; of later layers those that one axis moves,
 * carried on by units that do not bend in the region, where all others that enter them are 0. */
void nw_kinks_find(nw_kinks *kinks, const nw_composite *composite, const nw_region *region);
void nw_kinks_clear(nw_kinks *kinks);

#endif
