/* A network as the minimiser sees it: parameters -> residuals on the points, and the Gram matrix of its weighted
 * Jacobian.  One hidden layer has kernels of its own (columns a s'(t), a s'(t) x, s(t), contiguous over the points);
 * other shapes go through nw_network_jacobian.  Parameters are in the network's order.  The primary network q of an
 * embedding method, whose points belong to tasks, is in task_model.c; its embedding's parameters stand before its own.
 */
#ifndef NW_FIT_MODEL_H
#define NW_FIT_MODEL_H

#include "fit/normal.h"
#include "fit/points.h"
#include "fit/task_model.h"

/* A function of parameters and points that is no single network, for nw_fit_model_set_function.  Points from .. from +
 * length - 1 at a time, at most NW_CHUNK of them; both depend on their arguments alone. */
typedef struct nw_fit_function {
    void *state;
    size_t count; /* parameters */
    /* values[i], i = 0 .. length - 1 */
    void (*values)(void *state, const nw_fit_points *points, const double *parameters, size_t from, size_t length,
                   double *values);
    /* out[p * stride + i] = weight[i] * (derivative by parameter p); weight may be NULL */
    void (*columns)(void *state, const nw_fit_points *points, const double *parameters, const double *weight,
                    size_t from, size_t length, size_t stride, double *out);
} nw_fit_function;

struct nw_fit_model {
    const nw_fit_points *points;
    const nw_fit_function *function; /* in place of a network, else NULL */
    nw_activation activation;
    size_t width; /* of the hidden layers; of the last one in the general case */
    size_t hidden_layers;
    bool output_bias;
    size_t count;        /* parameters */
    size_t first_linear; /* where those of the output layer begin: the residual is linear in them */
    nw_network *network; /* of the general case, else NULL; of the points it keeps a pointer only */
    nw_net_work *work;
    double *values, *slopes; /* s(t) and s'(t) of the units at the parameters last evaluated, width * padded each */
    double *columns;         /* one chunk */
    double *jacobian;        /* one chunk, point by point (general case) */
    double *output;          /* likewise */
    void *block;
    size_t room;
    const nw_fit_tasks *tasks; /* of an embedding method, else NULL; kept by the caller */
    nw_fit_task_room task_room;
};

/* A model with one or two hidden layers of this width.  It keeps the points' pointer; another set of no more points may
 * be put in its place. */
void nw_fit_model_set(nw_fit_model *model, const nw_fit_points *points, nw_activation activation, size_t hidden_layers,
                      size_t width, bool output_bias);
/* The shape of any network with one output. */
void nw_fit_model_set_network(nw_fit_model *model, const nw_fit_points *points, const nw_network *network);
/* q(x, e) with one hidden layer on points that belong to tasks. */
void nw_fit_model_set_tasks(nw_fit_model *model, const nw_fit_points *points, const nw_fit_tasks *tasks,
                            nw_activation activation, size_t width, bool output_bias);
/* Any function, kept by pointer.  Nothing is known to be linear in it, and there is no nw_fit_model_network. */
void nw_fit_model_set_function(nw_fit_model *model, const nw_fit_points *points, const nw_fit_function *function);
void nw_fit_model_clear(nw_fit_model *model);

/* How many columns the Gram matrix has room for: the parameters, the residual, and padding. */
static inline size_t nw_fit_columns(const nw_fit_model *model)
{
    return nw_round_up(model->count + 1, NW_LANES);
}

/* residual[i] = network(x_i) - y_i for all padded points.  Keeps values and slopes. */
void nw_fit_evaluate(nw_fit_model *model, const double *parameters, double *residual);

/* matrix = Gram matrix of the columns  weight * (derivative by parameter `first` .. count - 1, residual), upper
 * triangle, leading dimension nw_fit_columns; the residual's column is number count - first.  To be called at the
 * parameters last evaluated. */
void nw_fit_gram(nw_fit_model *model, const double *parameters, size_t first, const double *weight,
                 const double *residual, double *matrix);

/* The columns themselves, unweighted: out[p * padded + i], p = 0 .. count - 1. */
void nw_fit_jacobian(nw_fit_model *model, const double *parameters, double *out);

/* A network with these parameters (q alone, of an embedding method); the caller frees. */
nw_network *nw_fit_model_network(const nw_fit_model *model, const double *parameters);

#endif
