/* A target task by task: y(., I) on points, for the tasks of a grid that holds the centres of bumps and what lies
 * between them. */
#ifndef NW_STUDY_SLICES_H
#define NW_STUDY_SLICES_H

#include "fit/task_path.h"
#include "target/target.h"

typedef struct nw_slices {
    nw_task_slices grid; /* its pointers are those below */
    double *tasks, *x, *y;
} nw_slices;

/* m1 >= 1, m2 = inputs - m1 from 1 to 3. */
void nw_slices_begin(nw_slices *slices, const nw_target *target, size_t m1);
void nw_slices_clear(nw_slices *slices);

#endif
