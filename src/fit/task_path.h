/* The weights of g task by task, as continuous in the task as they can be had: what f has to follow.
 *
 * From the most demanding task on, each is fitted from the solution of a neighbour that is done, on a grid of tasks.
 * Where that fails, a fit from nothing takes its place, its units renumbered to match the neighbour's. */
#ifndef NW_FIT_TASK_PATH_H
#define NW_FIT_TASK_PATH_H

#include "fit/fit.h"

/* y(x, I) on tasks and points: a grid of sides[0] * .. tasks, the last input fastest, and the same points x for every
 * one.  The caller keeps the arrays. */
typedef struct nw_task_slices {
    size_t m1, m2;
    size_t sides[3]; /* m2 of them */
    size_t task_count, count;
    const double *tasks; /* task_count * m2 */
    const double *x;     /* count * m1 */
    const double *y;     /* y[t * count + i] */
} nw_task_slices;

typedef struct nw_task_path {
    size_t task_count, parameters;
    double *weights;   /* of g, weights[t * parameters + p] */
    double *slopes;    /* mean square of dg/dp over the points of task t, likewise: how much a parameter matters */
    double worst;  /* the largest sampled error of a task */
    size_t fresh;  /* tasks whose weights come from a fit from nothing, the first one among them */
} nw_task_path;

/* g has one hidden layer of this width; the options say the rest, their goal is that of every task. */
void nw_task_path_find(nw_task_path *path, const nw_task_slices *slices, size_t width, const nw_fit_options *options);
void nw_task_path_clear(nw_task_path *path);

/* The least width at which every task reaches the goal on its own, at most `largest`, else 0.  An estimate of what g
 * needs when f is as large as it likes. */
size_t nw_task_least_width(const nw_task_slices *slices, size_t largest, const nw_fit_options *options);

#endif
