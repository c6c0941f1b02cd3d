/* An image I, and x, the same image turned: by how many twelfths of a turn? */
#include "experiment/problem_kind.h"

#include "data/rotate.h"

static const float outside = -NW_PIXEL_MEAN / NW_PIXEL_DEVIATION; /* black */

static void turn(nw_samples *samples, const nw_problem *problem, gsl_rng *random)
{
    const nw_setting_of_experiment *setting = problem->job->setting;
    bool colour = setting->inputs == NW_INPUT_COLOUR, released = setting->as_released;
    for (size_t s = 0; s < samples->tasks; s++) {
        double degrees = 360 * gsl_rng_uniform(random);
        nw_image_rotate(samples->x + s * problem->x_size, samples->i + s * problem->i_size, colour ? 3 : 1,
                        colour ? 32 : 28, degrees, outside, released);
        samples->labels[s] = (uint8_t)nw_rotation_class(degrees, !released);
    }
}

static void fill(nw_samples *samples, const nw_problem *problem, const nw_images *images)
{
    nw_problem_room(samples, problem, images->count, 1, true);
    for (size_t s = 0; s < images->count; s++)
        nw_image_floats(samples->i + s * problem->i_size, images, s, NW_PIXEL_MEAN, NW_PIXEL_DEVIATION);
}

static nw_status make(nw_problem *problem, nw_error *error)
{
    nw_images train = {0}, test = {0};
    nw_status status = nw_problem_read_images(&train, &test, problem->job, error);
    if (status != NW_OK)
        return status;
    problem->x_size = problem->i_size = train.channels * train.height * train.width;
    problem->outputs = NW_ROTATION_CLASSES;
    fill(&problem->train, problem, &train);
    fill(&problem->test, problem, &test);
    nw_images_clear(&train);
    nw_images_clear(&test);
    gsl_rng *random = nw_problem_random(problem, NW_DRAW_TEST, 0);
    turn(&problem->test, problem, random);
    gsl_rng_free(random);
    return NW_OK;
}

static void draw(nw_problem *problem, gsl_rng *random)
{
    turn(&problem->train, problem, random);
}

const nw_problem_kind nw_problem_rotation = {.make = make, .draw = draw};
