/* Claims about piecewise linear networks: N, q(x, e(I)), or g(x; f(I)) with g's last layer fed, as one graph. */
#ifndef NW_VERIFY_PIECEWISE_H
#define NW_VERIFY_PIECEWISE_H

#include "verify/bilinear.h"

typedef struct nw_piecewise {
    nw_graph graph;
    nw_settling settling;
    size_t output;         /* the node of N */
    bool hyper;            /* N is in `bilinear` instead */
    nw_bilinear bilinear;
} nw_piecewise;

/* Whether all of the claim's networks are piecewise linear, and joined in one of these ways. */
bool nw_is_piecewise(const nw_statement *stated);

void nw_piecewise_init(nw_piecewise *piecewise, const nw_statement *stated, slong prec);
void nw_piecewise_clear(nw_piecewise *piecewise);
/* form += N on the domain's box; adds to the hint. */
void nw_piecewise_form(nw_piecewise *piecewise, nw_domain *domain, nw_centred *form, nw_kink_hint *hint);

#endif
