/* Fits of h(x, I) = g(x; f(I)) for a small sup-norm error, and the search for small f and g.  As in fit/fit.h, errors
 * are maxima over the points, and a result depends on the arguments alone. */
#ifndef NW_FIT_HYPER_H
#define NW_FIT_HYPER_H

#include "fit/fit.h"
#include "fit/hyper_model.h"
#include "fit/task_path.h"

/* What made a hypernetwork. */
typedef enum nw_hyper_stage {
    NW_HYPER_PATH,    /* f fitted to the weights of g task by task, then all weights together */
    NW_HYPER_SHARED,  /* fixed units of g, mixed by f; then all weights together */
    NW_HYPER_GROWTH,  /* a unit more where the error peaks */
    NW_HYPER_PRUNE,   /* a unit less */
    NW_HYPER_RESTART, /* exchanges of units, moved units */
    NW_HYPER_STAGE_COUNT
} nw_hyper_stage;

extern const char *const nw_hyper_stage_words[NW_HYPER_STAGE_COUNT + 1]; /* "path", "shared", .., NULL */

/* What a judge says of one whose sampled error is at most the goal; as nw_fit_judge. */
typedef struct nw_hyper_judge {
    nw_judgement (*judge)(void *state, const nw_network *primary, const nw_network *task, double error);
    void *state;
} nw_hyper_judge;

typedef struct nw_hyper_options {
    nw_fit_options fit; /* activation, output_bias (of g), goal, starts, polish, seed, stop */
    nw_hyper_shape shape; /* m1, m2, width, f_width (0: the least that is found), f_layers, form */
    size_t largest_f_width;
} nw_hyper_options;

typedef struct nw_hyper_result {
    nw_hyper_shape shape;
    bool accepted; /* the error is at most the goal, and the judge is content */
    nw_network *primary, *task; /* g, its parameters 0, and f; NULL when nothing was found */
    double error;  /* sampled */
    nw_hyper_stage found_by;
    unsigned restarts;
    size_t iterations;
    double path_error; /* the largest of the tasks' own errors, and the tasks fitted from nothing */
    size_t path_fresh, path_tasks;
} nw_hyper_result;

void nw_hyper_result_clear(nw_hyper_result *result);

/* At the shape's width of g: the best f of its width, or with f_width 0 the smallest f that is accepted.  `data` has
 * inputs (x, I) and is read afresh after NW_MORE_DATA.  judge may be NULL. */
void nw_hyper_fit(nw_hyper_result *result, const nw_fit_data *data, const nw_task_slices *slices,
                  const nw_hyper_judge *judge, const nw_hyper_options *options);

#endif
