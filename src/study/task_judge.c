#include "study/task_judge.h"

enum { JUDGE_BOXES = 400000 };

void nw_task_judge_begin(nw_task_judge *judge, nw_tasks *tasks, double threshold, const volatile bool *stop)
{
    *judge = (nw_task_judge){.tasks = tasks, .certify = nw_certify_defaults()};
    judge->certify.threshold = threshold;
    judge->certify.most_boxes = JUDGE_BOXES;
    judge->certify.stop = stop;
}

void nw_task_box(double *low, double *high, const nw_tasks *tasks, size_t task)
{
    for (size_t a = 0; a < tasks->m1 + tasks->m2; a++) {
        low[a] = -1;
        high[a] = 1;
    }
    for (size_t b = 0; b < tasks->m2 && !tasks->whole_box; b++)
        low[tasks->m1 + b] = high[tasks->m1 + b] = tasks->places[task * tasks->m2 + b];
}

nw_judgement nw_task_judge_network(nw_task_judge *judge, const nw_network *network, size_t task)
{
    double low[NW_MOST_INPUTS], high[NW_MOST_INPUTS];
    nw_certify_options certify = judge->certify;
    nw_enclosure enclosure;
    nw_error problem;
    nw_task_box(low, high, judge->tasks, task);
    certify.low = low;
    certify.high = high;
    if (nw_certify(&enclosure, network, judge->tasks->target, &certify, &problem) != NW_OK)
        return NW_REJECTED;
    nw_outcome outcome = enclosure.outcome;
    if (outcome == NW_REFUTED)
        nw_tasks_add_point(judge->tasks, task, enclosure.witness);
    nw_enclosure_clear(&enclosure);
    return outcome == NW_PROVED ? NW_ACCEPTED : outcome == NW_REFUTED ? NW_MORE_DATA : NW_REJECTED;
}
