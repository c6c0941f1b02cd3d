/* The data of a job: samples to train on, samples to test on. */
#ifndef NW_EXPERIMENT_PROBLEM_H
#define NW_EXPERIMENT_PROBLEM_H

#include "experiment/record.h"

/* Samples are drawn in tasks: `points` samples share a task. */
typedef struct nw_samples {
    size_t tasks, points;  /* tasks x points samples */
    float *x, *i;          /* samples x x_size, tasks x i_size; i NULL where nothing depends on a task */
    float *goals;          /* samples x outputs, NULL with labels */
    uint8_t *labels;       /* NULL with goals */
} nw_samples;

typedef struct nw_problem nw_problem;

/* Everything is drawn from job->data_seed.  NW_BAD_INPUT for image files that are wrong or changed since. */
nw_status nw_problem_new(nw_problem **problem, const nw_experiment_job *job, nw_error *error);
void nw_problem_free(nw_problem *problem);

size_t nw_problem_outputs(const nw_problem *problem);
bool nw_problem_has_labels(const nw_problem *problem);

/* The tests, always the same. */
const nw_samples *nw_problem_test(const nw_problem *problem);

/* The training samples of an epoch (rotations and pixels are drawn anew each epoch), valid until the next call. */
const nw_samples *nw_problem_epoch(nw_problem *problem, size_t epoch);

/* Baselines on the test samples; `stop` as in nw_job_help. */
void nw_problem_baselines(nw_baselines *baselines, nw_problem *problem, const volatile bool *stop);

#endif
