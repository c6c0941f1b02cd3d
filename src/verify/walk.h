/* The walk over a tree, and the proof of each of its leaves. */
#ifndef NW_VERIFY_WALK_H
#define NW_VERIFY_WALK_H

#include "verify/splitting.h"
#include "verify/verify.h"

enum { NW_VERIFY_LEVELS = 7 /* of precision, each twice the one before */ };

typedef struct nw_walk {
    const nw_statement *stated;
    const nw_verify_options *options;
    nw_verdict *verdict;
    nw_evaluator *evaluator[NW_VERIFY_LEVELS]; /* made when needed */
    int level;                                 /* the one in use for boxes */
    nw_splitting splitting;
    double *stack; /* boxes that wait: low then high */
    size_t waiting, room;
} nw_walk;

void nw_walk_init(nw_walk *walk, const nw_statement *stated, const nw_verify_options *options, nw_verdict *verdict);
void nw_walk_clear(nw_walk *walk);

/* Whether the symbols are exactly the preorders of all cells; false with the reason in the verdict. */
bool nw_walk_check_tree(nw_walk *walk);
/* |e(witness)| >= lower.  Each of these sets the outcome and the reason when it returns false. */
bool nw_walk_witness(nw_walk *walk);
/* |e| <= upper on every leaf. */
bool nw_walk_leaves(nw_walk *walk);

#endif
