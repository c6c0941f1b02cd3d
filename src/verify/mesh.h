/* bump and step targets: products of splines on the cells of a grid. */
#ifndef NW_VERIFY_MESH_H
#define NW_VERIFY_MESH_H

#include "verify/centred.h"
#include "verify/statement.h"

typedef struct nw_mesh {
    const nw_subject *subject;
    nw_kinked profile; /* phi_r or S_r */
} nw_mesh;

void nw_mesh_init(nw_mesh *grid, const nw_subject *subject, slong prec);
void nw_mesh_clear(nw_mesh *grid);

/* The target without its amplitude.  Over a box that reaches further into a second cell than rounding of a cut explains
 * only |y| <= 1 is said. */
void nw_mesh_form(const nw_mesh *grid, nw_domain *domain, nw_centred *out);

/* Where the formula changes along an axis, rising, within (-1,1); approximate.  The caller frees. */
double *nw_mesh_breaks(const nw_subject *subject, size_t *count);

#endif
