/* The tasks I at which a primary network is measured, and what it sees of the target at each of them. */
#ifndef NW_STUDY_TASKS_H
#define NW_STUDY_TASKS_H

#include "fit/embed.h"
#include "target/target.h"

typedef struct nw_tasks {
    const nw_target *target; /* the caller's; inputs x_1 .. x_m1, I_1 .. I_m2 */
    size_t m1, m2;
    bool whole_box; /* "box": every I in [-1,1]^m2; the places below are a grid that a fit begins with */
    nw_embed_data data; /* tasks, their places, their points: what a fit sees, pointers into this struct */
    double *places;
    nw_fit_data *points;
    double **x, **y;
    size_t room; /* of tasks */
} nw_tasks;

/* word: "centres": the centres of the bumps along every axis of I, or the nodes of a step target; "grid:N": N
 * equidistant points along every axis, the ends included (N = 1: the middle); "box": all of [-1,1]^m2.  Places that are
 * no doubles are the nearest ones.  Each task gets a grid of points in x that resolves the target; its judge looks
 * closer.  NW_BAD_INPUT for a word that does not serve this target, or m1 + m2 that are not its inputs. */
nw_status nw_tasks_set(nw_tasks *tasks, const char *word, const nw_target *target, size_t m1, size_t m2,
                       nw_error *error);
void nw_tasks_clear(nw_tasks *tasks);
/* Whether nw_tasks_set would take the word. */
nw_status nw_tasks_check(const char *word, const nw_target *target, size_t m1, size_t m2, nw_error *error);

/* Another point of a task; another task (of whole_box). */
void nw_tasks_add_point(nw_tasks *tasks, size_t task, const double *x);
void nw_tasks_add_task(nw_tasks *tasks, const double *place);

#endif
