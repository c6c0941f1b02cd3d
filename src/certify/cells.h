/* The cells of a region: what lies between the places where the target, or the network, is not smooth. */
#ifndef NW_CERTIFY_CELLS_H
#define NW_CERTIFY_CELLS_H

#include "certify/bounder.h"

typedef struct nw_cells {
    nw_region region;
    double *cuts[NW_MOST_INPUTS]; /* strictly inside the region, rising; none along an axis of no width */
    size_t cut_count[NW_MOST_INPUTS];
    size_t count; /* of cells; SIZE_MAX when they are more than size_t counts */
} nw_cells;

/* Cuts where the target is not smooth; and, unless they are too many for a search of most_boxes, where units bend along
 * planes of an axis (kinks.h). */
void nw_cells_find(nw_cells *cells, const nw_composite *composite, const nw_target *target, const nw_region *region,
                   size_t most_boxes);
/* Cell `index` of the tensor product, first axis slowest. */
void nw_cells_box(nw_box *box, const nw_cells *cells, size_t index);
void nw_cells_clear(nw_cells *cells);

#endif
