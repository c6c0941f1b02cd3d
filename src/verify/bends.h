/* Units that bend at the same place: relu(p) and relu(q) where p is a multiple of q, such as the hats on both sides of
 * a line of the grid.  What they leave open is one function, so that it may cancel. */
#ifndef NW_VERIFY_BENDS_H
#define NW_VERIFY_BENDS_H

#include "verify/adjoint.h"

typedef struct nw_bends {
    nw_pieces *pieces;
    size_t *node; /* those that bend at different places, on the box at hand */
    size_t count, room;
} nw_bends;

/* Unit `node`, a chord with one kink: either it becomes NW_PIECE_SAME, or it joins the list.  Returns its kind. */
nw_piece nw_bends_add(nw_bends *bends, size_t node, nw_adjoint *adjoint, nw_affine *scratch, const nw_domain *domain);

#endif
