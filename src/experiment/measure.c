#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/progress.h"
#include "experiment/problem.h"
#include "experiment/training.h"

static bool stopped(const void *state)
{
    const volatile bool *const *stop = state;
    return **stop;
}

static double least_baseline(const nw_baselines *baselines)
{
    return fmin(fmin(baselines->constant, baselines->without_i), baselines->linear);
}

/* The curve, and what the baselines say of its end. */
static void take_results(nw_experiment_record *record, nw_training *training)
{
    record->points = training->curve;
    record->point_count = training->points;
    training->curve = NULL;
    record->diverged = training->diverged;
    record->output_deviation = training->output_deviation;
    record->moved = record->points[record->point_count - 1].test < 0.99 * least_baseline(&record->baselines);
}

nw_status nw_experiment_measure(nw_experiment_record *record, const nw_experiment_job *job, const nw_job_help *help,
                                nw_error *error)
{
    *record = (nw_experiment_record){0};
    const bool never = false;
    const volatile bool *stop = help != NULL && help->stop != NULL ? help->stop : &never;
    double began = nw_seconds();
    nw_problem *problem;
    nw_training training = {0};
    bool finished = false;
    nw_status status = nw_problem_new(&problem, job, error);
    if (status == NW_OK)
        status = nw_training_begin(&training, job, problem, help == NULL ? NULL : help->checkpoint, error);
    if (status == NW_OK)
        status = nw_training_run(&training, &finished, stopped, &stop, error);
    /* Last, so that a job that is interrupted often need not have them each time. */
    if (status == NW_OK && finished)
        nw_problem_baselines(&record->baselines, problem, stop);
    bool complete = status == NW_OK && finished && !*stop;
    if (status == NW_OK && finished && !complete)
        status = nw_training_save(&training, error);
    if (complete) {
        take_results(record, &training);
        record->seconds = nw_seconds() - began;
    } else {
        free(record->baselines.how);
        *record = (nw_experiment_record){0};
    }
    nw_training_clear(&training);
    nw_problem_free(problem);
    return status;
}
