/* Images x alone: what a fixed convolutional network makes of them (assumption1), and their classes (assumption2). */
#include "experiment/problem_kind.h"

#include <string.h>

#include "base/memory.h"
#include "train/convolution.h"

static void fill(nw_samples *samples, const nw_problem *problem, const nw_images *images)
{
    nw_problem_room(samples, problem, images->count, 1, false);
    for (size_t s = 0; s < images->count; s++)
        nw_image_floats(samples->x + s * problem->x_size, images, s, NW_PIXEL_MEAN, NW_PIXEL_DEVIATION);
}

/* ---- assumption1 ---- */

static void set_goals(nw_samples *samples, const nw_problem *problem)
{
    nw_convolution_apply(problem->own, samples->goals, samples->x, samples->tasks);
}

static void draw_uniform(nw_samples *samples, const nw_problem *problem, gsl_rng *random)
{
    for (size_t j = 0; j < samples->tasks * problem->x_size; j++)
        samples->x[j] = (float)(2 * gsl_rng_uniform(random) - 1);
    set_goals(samples, problem);
}

static nw_status make_learned(nw_problem *problem, nw_error *error)
{
    const nw_setting_of_experiment *setting = problem->job->setting;
    bool colour = setting->inputs == NW_INPUT_COLOUR, uniform = setting->inputs == NW_INPUT_UNIFORM;
    nw_convolution_spec spec = {.channels = colour ? 3 : 1,
                                .size = colour ? 32 : 28,
                                .kernel = 10,
                                .stride = 2,
                                .first = 20,
                                .second = setting->as_released ? 40 : 50,
                                .outputs = 10};
    problem->x_size = spec.channels * spec.size * spec.size;
    problem->outputs = spec.outputs;
    if (uniform) {
        nw_problem_room(&problem->train, problem, setting->samples, 1, false);
        nw_problem_room(&problem->test, problem, setting->test_samples, 1, false);
    } else {
        nw_images train = {0}, test = {0};
        nw_status status = nw_problem_read_images(&train, &test, problem->job, error);
        if (status != NW_OK)
            return status;
        fill(&problem->train, problem, &train);
        fill(&problem->test, problem, &test);
        nw_images_clear(&train);
        nw_images_clear(&test);
    }
    gsl_rng *random = nw_problem_random(problem, NW_DRAW_TARGET, 0);
    problem->own = nw_convolution_new(&spec, random);
    gsl_rng_free(random);
    if (uniform) {
        random = nw_problem_random(problem, NW_DRAW_TEST, 0);
        draw_uniform(&problem->test, problem, random);
        gsl_rng_free(random);
    } else {
        set_goals(&problem->train, problem);
        set_goals(&problem->test, problem);
    }
    return NW_OK;
}

static void draw_learned(nw_problem *problem, gsl_rng *random)
{
    if (problem->job->setting->inputs == NW_INPUT_UNIFORM)
        draw_uniform(&problem->train, problem, random);
}

static void clear_learned(nw_problem *problem)
{
    nw_convolution_free(problem->own);
}

const nw_problem_kind nw_problem_assumption1 = {.make = make_learned, .draw = draw_learned, .clear = clear_learned};

/* ---- assumption2 ---- */

static void set_classes(nw_samples *samples, const nw_images *images)
{
    for (size_t s = 0; s < images->count; s++)
        samples->goals[s * NW_IMAGE_CLASSES + images->labels[s]] = 1;
}

static nw_status make_classes(nw_problem *problem, nw_error *error)
{
    nw_images train = {0}, test = {0};
    nw_status status = nw_problem_read_images(&train, &test, problem->job, error);
    if (status != NW_OK)
        return status;
    problem->x_size = train.channels * train.height * train.width;
    problem->outputs = NW_IMAGE_CLASSES;
    problem->test_factor = problem->job->setting->as_released ? NW_IMAGE_CLASSES : 1;
    fill(&problem->train, problem, &train);
    fill(&problem->test, problem, &test);
    set_classes(&problem->train, &train);
    set_classes(&problem->test, &test);
    nw_images_clear(&train);
    nw_images_clear(&test);
    return NW_OK;
}

const nw_problem_kind nw_problem_assumption2 = {.make = make_classes};
