/* The realised hypernetwork: f and g for a target y(x, I), with |g(x; f(I)) - y(x, I)| <= eps proven over the whole box
 * [-1,1]^(m1+m2).  Where a width is not given, the least one that is found: an upper bound of the minimal one. */
#ifndef NW_STUDY_REALISE_H
#define NW_STUDY_REALISE_H

#include "certify/certify.h"
#include "fit/hyper.h"

typedef struct nw_realise_options {
    nw_fit_options fit; /* activation, output_bias, starts, polish, seed, stop */
    size_t m1, m2;      /* m1 + m2 = inputs of the target, both >= 1 */
    size_t width, f_width;  /* of g and f; 0: the least found, g's before f's */
    size_t f_layers;        /* hidden layers of f, 1 or 2, of equal width */
    nw_hyper_form form;     /* which parameters of g depend on the task */
    size_t largest_f_width; /* tried when it is not given */
    double tolerance;       /* of the enclosure */
    size_t most_boxes;      /* for the enclosure; 0: the default */
    bool keep_tree;         /* for a certificate */
} nw_realise_options;

/* One hidden layer of f, all of g's parameters vary, f_width up to 16. */
nw_realise_options nw_realise_defaults(void);

typedef struct nw_realised {
    const nw_target *target; /* the caller's */
    fmpq_t eps;              /* exact */
    nw_outcome outcome;      /* NW_PROVED: the error is <= eps; NW_UNKNOWN: nothing was found or proven */
    const char *reason;      /* of NW_UNKNOWN */
    size_t task_width;       /* the least width of g at which the tasks of a grid, each on its own, reached eps on
                                points: an estimate; 0: none that was tried */
    nw_hyper_result fit;     /* its networks have moved to the composite */
    nw_composite *composite; /* the best found, accepted or not; NULL without one */
    nw_enclosure enclosure;  /* of its error */
    size_t points;           /* sampled in the end */
    size_t task_parameters;  /* N_f, dense, output biases and zeros counted */
    size_t task_connections; /* those that are not 0 */
    size_t task_paper;       /* N_f without output biases: a constant unit more in the last hidden layer */
    double seconds;
} nw_realised;

/* NW_BAD_INPUT where m1 + m2 does not fit the target. */
nw_status nw_realise(nw_realised *result, const nw_target *target, const fmpq_t eps, const nw_realise_options *options,
                     nw_error *error);
void nw_realised_clear(nw_realised *result);

#endif
