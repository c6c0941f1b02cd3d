/* A second look at the lower bound of H3, which knows nothing of monotone functions: branch and bound over the
 * parameters of f(x) = a + b max(x - c, 0), |a| <= reach, |b| <= reach, -1 <= c <= 1. */
#ifndef NW_AUDIT_H3_SEARCH_H
#define NW_AUDIT_H3_SEARCH_H

#include <stdbool.h>
#include <stddef.h>

typedef struct nw_h3_search {
    double reach;      /* a small power of two */
    double margin;     /* what is to be proven: max(|f(-1) - 1|, |f(0)|, |f(1) - 1|) >= level - margin */
    double level;
    size_t most_boxes; /* when to give up */
    size_t boxes;      /* looked at */
    size_t leaves;     /* on which the bound was proven */
} nw_h3_search;

/* Whether the bound was proven on the whole box.  Ends of boxes are dyadic numbers of few bits, on which all arithmetic
 * is exact. */
bool nw_h3_search_run(nw_h3_search *search);

#endif
