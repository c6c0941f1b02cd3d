/* What the files behind problem.h share: each kind of problem makes its samples, and may draw them anew. */
#ifndef NW_EXPERIMENT_PROBLEM_KIND_H
#define NW_EXPERIMENT_PROBLEM_KIND_H

#include <gsl/gsl_rng.h>

#include "data/images.h"
#include "experiment/problem.h"

/* Streams of random numbers of a data seed. */
enum {
    NW_DRAW_TARGET,
    NW_DRAW_POOL,
    NW_DRAW_TEST,
    NW_DRAW_EPOCH, /* substream: the epoch */
    NW_DRAW_BASELINE,
    NW_DRAW_START,
    NW_DRAW_ORDER
};

typedef struct nw_problem_kind {
    /* Sizes, tests, and the training samples as far as they stay the same. */
    nw_status (*make)(nw_problem *problem, nw_error *error);
    /* Draws what is new in the training samples of an epoch; NULL: nothing is. */
    void (*draw)(nw_problem *problem, gsl_rng *random);
    /* The test error of the best predictor that ignores I, and how it was had; NULL: not in closed form. */
    double (*without_i)(nw_problem *problem, char **how, const volatile bool *stop);
    void (*clear)(nw_problem *problem);
} nw_problem_kind;

extern const nw_problem_kind nw_problem_synthetic, nw_problem_rotation, nw_problem_colour, nw_problem_assumption1,
    nw_problem_assumption2;

struct nw_problem {
    const nw_problem_kind *kind;
    const nw_experiment_job *job;
    size_t x_size, i_size, outputs; /* i_size 0: there is no I */
    double test_factor;             /* of the mean over outputs in what counts as test error: 1, or their number */
    nw_samples train, test;
    size_t epoch;                   /* of the training samples; NW_NEVER: none were drawn */
    void *own;                      /* the kind's */
};

#define NW_NEVER SIZE_MAX

/* Room for samples of the problem's sizes, with goals or labels. */
void nw_problem_room(nw_samples *samples, const nw_problem *problem, size_t tasks, size_t points, bool labels);
void nw_problem_clear_samples(nw_samples *samples);

/* The stream of the job's data seed. */
gsl_rng *nw_problem_random(const nw_problem *problem, unsigned purpose, uint64_t number);

/* Training and test images of the job: its files, or drawn from the setting's seed. */
nw_status nw_problem_read_images(nw_images *train, nw_images *test, const nw_experiment_job *job, nw_error *error);

/* Mean and standard deviation that grey values in [0, 1] are normalised with. */
#define NW_PIXEL_MEAN 0.1307F
#define NW_PIXEL_DEVIATION 0.3081F

#endif
