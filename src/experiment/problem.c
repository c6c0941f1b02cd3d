#include "experiment/problem.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/random.h"
#include "experiment/problem_kind.h"

static const nw_problem_kind *kind_of(nw_experiment experiment)
{
    switch (experiment) {
    case NW_ASSUMPTION1:
        return &nw_problem_assumption1;
    case NW_ASSUMPTION2:
        return &nw_problem_assumption2;
    case NW_ROTATION:
    case NW_LR:
        return &nw_problem_rotation;
    case NW_COLORIZATION:
        return &nw_problem_colour;
    default:
        return &nw_problem_synthetic;
    }
}

nw_status nw_problem_new(nw_problem **problem, const nw_experiment_job *job, nw_error *error)
{
    nw_problem *made = nw_alloc(1, sizeof *made);
    *made = (nw_problem){.job = job, .kind = kind_of(job->setting->experiment), .test_factor = 1, .epoch = NW_NEVER};
    nw_status status = made->kind->make(made, error);
    if (status != NW_OK) {
        nw_problem_free(made);
        made = NULL;
    }
    *problem = made;
    return status;
}

void nw_problem_free(nw_problem *problem)
{
    if (problem == NULL)
        return;
    if (problem->kind->clear != NULL)
        problem->kind->clear(problem);
    nw_problem_clear_samples(&problem->train);
    nw_problem_clear_samples(&problem->test);
    free(problem);
}

size_t nw_problem_outputs(const nw_problem *problem)
{
    return problem->outputs;
}

bool nw_problem_has_labels(const nw_problem *problem)
{
    return problem->test.labels != NULL;
}

const nw_samples *nw_problem_test(const nw_problem *problem)
{
    return &problem->test;
}

const nw_samples *nw_problem_epoch(nw_problem *problem, size_t epoch)
{
    if (problem->kind->draw != NULL && problem->epoch != epoch) {
        gsl_rng *random = nw_problem_random(problem, NW_DRAW_EPOCH, epoch);
        problem->kind->draw(problem, random);
        gsl_rng_free(random);
    }
    problem->epoch = epoch;
    return &problem->train;
}

/* ---- shared by the kinds ---- */

void nw_problem_room(nw_samples *samples, const nw_problem *problem, size_t tasks, size_t points, bool labels)
{
    *samples = (nw_samples){.tasks = tasks, .points = points};
    size_t count = tasks * points;
    samples->x = nw_alloc(count * problem->x_size, sizeof *samples->x);
    if (problem->i_size > 0)
        samples->i = nw_alloc(tasks * problem->i_size, sizeof *samples->i);
    if (labels)
        samples->labels = nw_alloc(count, sizeof *samples->labels);
    else
        samples->goals = nw_alloc(count * problem->outputs, sizeof *samples->goals);
}

void nw_problem_clear_samples(nw_samples *samples)
{
    free(samples->x);
    free(samples->i);
    free(samples->goals);
    free(samples->labels);
    *samples = (nw_samples){0};
}

gsl_rng *nw_problem_random(const nw_problem *problem, unsigned purpose, uint64_t number)
{
    return nw_random_stream(problem->job->data_seed, purpose, number);
}

nw_status nw_problem_read_images(nw_images *train, nw_images *test, const nw_experiment_job *job, nw_error *error)
{
    const nw_setting_of_experiment *setting = job->setting;
    if (setting->data != NULL)
        return nw_experiment_images(train, test, setting, error);
    /* All repeats see the same images, as they do with files: they differ in what is done with them. */
    nw_image_kind kind = setting->inputs == NW_INPUT_COLOUR ? NW_IMAGES_COLOUR : NW_IMAGES_GREY;
    nw_images_draw(train, setting->samples, kind, setting->seed, 0);
    nw_images_draw(test, setting->test_samples, kind, setting->seed, 1);
    return NW_OK;
}
