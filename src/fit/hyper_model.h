/* h(x, I) = g(x; f(I)) as the minimiser sees it: parameters of f -> values and derivatives on points (x, I).
 *
 * g: m1 -> 1 has one hidden layer of `width` units, f: m2 -> N_g one or two of `f_width`, and an output bias.  f's
 * parameters are in the network's order.  Those of g's that a form keeps constant have weights 0 in f's last layer, and
 * only their bias is fitted: the free parameters are all others, in their order. */
#ifndef NW_FIT_HYPER_MODEL_H
#define NW_FIT_HYPER_MODEL_H

#include "fit/model.h"

/* Which parameters of g depend on the task. */
typedef enum nw_hyper_form {
    NW_HYPER_ALL,     /* every one */
    NW_HYPER_SHIFT,   /* biases and output weights */
    NW_HYPER_OUTPUTS, /* output weights and output bias: f mixes fixed units */
    NW_HYPER_FORM_COUNT
} nw_hyper_form;

extern const char *const nw_hyper_form_words[NW_HYPER_FORM_COUNT + 1]; /* "all", "shift", "outputs", NULL */

typedef struct nw_hyper_shape {
    size_t m1, m2;
    size_t width;
    size_t f_width, f_layers; /* f_layers 1 or 2 */
    nw_activation activation; /* of both */
    bool output_bias;         /* of g */
    nw_hyper_form form;
} nw_hyper_shape;

size_t nw_hyper_primary_count(const nw_hyper_shape *shape); /* N_g */
size_t nw_hyper_count(const nw_hyper_shape *shape);         /* N_f, with the output bias, zeros and all */
size_t nw_hyper_free_count(const nw_hyper_shape *shape);    /* of f's parameters that are fitted */
/* Whether parameter p of g depends on the task. */
bool nw_hyper_varies(const nw_hyper_shape *shape, size_t p);

/* f and g as networks; g's parameters are 0.  `fitted` are the free parameters of f. */
nw_network *nw_hyper_task_network(const nw_hyper_shape *shape, const double *fitted);
nw_network *nw_hyper_primary_network(const nw_hyper_shape *shape);

typedef struct nw_hyper_model {
    nw_hyper_shape shape;
    nw_fit_function function; /* its state is this; so a model is not to be moved */
    nw_network *task;         /* f at the parameters last seen */
    size_t *index;            /* place of a parameter of f among the free ones, SIZE_MAX for those that are not */
    double *block;
    double *hidden, *hidden_slope; /* f's hidden units, layer by layer, f_width * NW_CHUNK each */
    double *weights_of_g;          /* theta(I), N_g * NW_CHUNK; then the derivatives by them */
    double *unit, *unit_slope;     /* g's, width * NW_CHUNK each */
    double *by_theta;
    double *delta; /* f_layers * f_width * NW_CHUNK */
} nw_hyper_model;

void nw_hyper_model_begin(nw_hyper_model *model, const nw_hyper_shape *shape);
void nw_hyper_model_end(nw_hyper_model *model);

/* Between f's parameters in full and the free ones. */
void nw_hyper_spread(const nw_hyper_model *model, double *full, const double *fitted);
void nw_hyper_gather(const nw_hyper_model *model, double *fitted, const double *full);

#endif
