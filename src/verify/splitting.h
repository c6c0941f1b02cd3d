/* Where to divide a box that could not be decided.  Nothing here can make a proof wrong: any division covers it. */
#ifndef NW_VERIFY_SPLITTING_H
#define NW_VERIFY_SPLITTING_H

#include "verify/evaluator.h"

typedef struct nw_splitting {
    int axes;
    double influence[NW_VERIFY_AXES]; /* how much e may change along an axis, roughly */
    double *breaks[NW_VERIFY_AXES];   /* where it is not smooth, rising */
    size_t break_count[NW_VERIFY_AXES];
} nw_splitting;

void nw_splitting_init(nw_splitting *splitting, const nw_statement *stated);
void nw_splitting_clear(nw_splitting *splitting);

/* The axis and place, strictly inside [low, high] on it; false when no axis has a double between its ends. */
bool nw_splitting_choose(int *axis, double *place, const nw_splitting *splitting, const nw_evaluator *evaluator,
                         const nw_centred *form, const double *low, const double *high);

#endif
