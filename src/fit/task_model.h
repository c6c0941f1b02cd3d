/* The primary network q(x, e_t) of an embedding method as a model: its points belong to tasks t, and to each task
 * belongs an embedding e_t in R^k: a free row of numbers, the value of a network e at the task's place, or the place.
 *
 * A unit sees a task through its bias alone, b_j + V_j . e_t.  So the columns of all parameters are, task by task,
 * multiples of those of a network in x (slopes, biases, outputs), and the Gram matrix is put together from that small
 * network's: what it costs hardly depends on k. */
#ifndef NW_FIT_TASK_MODEL_H
#define NW_FIT_TASK_MODEL_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

#include "net/network.h"

typedef struct nw_fit_model nw_fit_model;

typedef struct nw_fit_tasks {
    size_t count, k;
    size_t *first; /* count + 1: the points of task t are first[t] .. first[t + 1] - 1; multiples of NW_LANES */
    /* The embedding's parameters: the rows e_t, count * k, of free ones; the weights of a network e in its order, whose
     * biases are 0; 0 where e_t is the task's place itself. */
    size_t parameters;
    nw_network *embedding; /* e: m2 -> k, or NULL */
    const double *places;  /* count * m2 */
    /* Caps of a network e: C(e) <= l1, C(q) <= l2 (INFINITY: none).  With a cap the points end with one group of lanes
     * more, from first[count] on, whose residuals are goal (C(q)/l2)^(1/4), goal (C(e)/l1)^(1/4) and zeros: at most the
     * goal where the caps are met. */
    double l1, l2, goal;
} nw_fit_tasks;

static inline bool nw_fit_is_capped(const nw_fit_tasks *tasks)
{
    return tasks->embedding != NULL && (tasks->l1 < INFINITY || tasks->l2 < INFINITY);
}

/* How many weights a network has, biases not counted: the parameters of e. */
size_t nw_fit_weight_count(const nw_network *network);
/* The network's weights from, or into, a vector without biases. */
void nw_fit_put_weights(nw_network *network, const double *weights);
void nw_fit_take_weights(double *weights, const nw_network *network);

/* Room for the work of one shape. */
typedef struct nw_fit_task_room {
    size_t features;      /* columns of the small network, and the residual */
    double *embedded;     /* e_t, count * k, at the parameters last evaluated */
    double *slopes;       /* d e_t / d parameter, task by task k * parameters; of a network e */
    double *gram, *mixed; /* features squared; k * features */
    double *spread;       /* parameters of e * features */
    size_t *feature; /* a column is `factor` times a feature */
    double *factor, *row; /* row: one of the matrix, spread over the columns */
    double *jacobian; /* of e at all tasks */
    double *caps;     /* derivatives of the caps */
    void *block;
    size_t room;
} nw_fit_task_room;

void nw_fit_task_room_set(nw_fit_task_room *room, const nw_fit_tasks *tasks, size_t inputs, size_t width);
void nw_fit_task_room_clear(nw_fit_task_room *room);

/* What nw_fit_evaluate, nw_fit_gram (first = 0) and nw_fit_jacobian do, for a model with tasks. */
void nw_fit_task_evaluate(nw_fit_model *model, const double *parameters, double *residual);
void nw_fit_task_gram(nw_fit_model *model, const double *parameters, const double *weight, const double *residual,
                      double *matrix);
void nw_fit_task_jacobian(nw_fit_model *model, const double *parameters, double *out);

/* The two residuals of the caps, and row by row their derivatives by all parameters (columns[2 * count], NULL: not
 * wanted): in task_caps.c. */
void nw_fit_task_caps(const nw_fit_model *model, const double *parameters, double residual[2], double *columns);

/* The embeddings e_t, count * k, of these parameters. */
void nw_fit_task_embed(const nw_fit_tasks *tasks, const double *parameters, double *embedded);

#endif
