/* Whether a network's error at one task is at most a goal: proven, or a point more for the fit. */
#ifndef NW_STUDY_TASK_JUDGE_H
#define NW_STUDY_TASK_JUDGE_H

#include "certify/certify.h"
#include "study/tasks.h"

typedef struct nw_task_judge {
    nw_tasks *tasks;
    nw_certify_options certify; /* decides whether an error is <= the threshold, within a budget */
} nw_task_judge;

void nw_task_judge_begin(nw_task_judge *judge, nw_tasks *tasks, double threshold, const volatile bool *stop);

/* `network` has all m1 + m2 inputs and is looked at on [-1,1]^m1 x {I_task}.  NW_MORE_DATA: the witness of a larger
 * error joined the task's points. */
nw_judgement nw_task_judge_network(nw_task_judge *judge, const nw_network *network, size_t task);

/* [-1,1]^m1 x {I_task}; all of [-1,1]^(m1+m2) with whole_box. */
void nw_task_box(double *low, double *high, const nw_tasks *tasks, size_t task);

#endif
