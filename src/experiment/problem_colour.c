/* A grey image I, and x, what is known of one of its pixels: which colour has it? */
#include "experiment/problem_kind.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "data/colour.h"

typedef struct colours {
    nw_images images;   /* of training: pixels are drawn from them anew each epoch */
    size_t size, area;  /* of the square images */
    float *features;    /* area x NW_PIXEL_FEATURES */
    uint32_t *places;   /* of the test pixels */
} colours;

static void draw_pixels(nw_samples *samples, uint32_t *places, const colours *own, const nw_images *images,
                        gsl_rng *random)
{
    for (size_t s = 0; s < samples->tasks * samples->points; s++) {
        size_t place = gsl_rng_uniform_int(random, own->area);
        memcpy(samples->x + s * NW_PIXEL_FEATURES, own->features + place * NW_PIXEL_FEATURES,
               NW_PIXEL_FEATURES * sizeof *samples->x);
        nw_pixel_colour(samples->goals + 3 * s, images, s / samples->points, place / own->size, place % own->size);
        if (places != NULL)
            places[s] = (uint32_t)place;
    }
}

static void fill(nw_samples *samples, const nw_problem *problem, const nw_images *images)
{
    nw_problem_room(samples, problem, images->count, problem->job->setting->points, false);
    for (size_t t = 0; t < images->count; t++)
        nw_image_grey(samples->i + t * problem->i_size, images, t);
}

static nw_status make(nw_problem *problem, nw_error *error)
{
    nw_images train = {0}, test = {0};
    nw_status status = nw_problem_read_images(&train, &test, problem->job, error);
    if (status != NW_OK)
        return status;
    colours *own = nw_alloc(1, sizeof *own);
    problem->own = own;
    own->size = train.width;
    own->area = train.height * train.width;
    own->features = nw_alloc(own->area * NW_PIXEL_FEATURES, sizeof *own->features);
    for (size_t place = 0; place < own->area; place++)
        nw_pixel_features(own->features + place * NW_PIXEL_FEATURES, place / own->size, place % own->size, own->size);
    problem->x_size = NW_PIXEL_FEATURES;
    problem->i_size = own->area;
    problem->outputs = 3;
    fill(&problem->train, problem, &train);
    fill(&problem->test, problem, &test);
    own->places = nw_alloc(problem->test.tasks * problem->test.points, sizeof *own->places);
    gsl_rng *random = nw_problem_random(problem, NW_DRAW_TEST, 0);
    draw_pixels(&problem->test, own->places, own, &test, random);
    gsl_rng_free(random);
    nw_images_clear(&test);
    own->images = train;
    return NW_OK;
}

static void draw(nw_problem *problem, gsl_rng *random)
{
    const colours *own = problem->own;
    draw_pixels(&problem->train, NULL, own, &own->images, random);
}

/* x is a function of the place, and tells it: the mean colour there is the best guess. */
static double without_i(nw_problem *problem, char **how, const volatile bool *stop)
{
    const colours *own = problem->own;
    double *means = nw_alloc(own->area * 3, sizeof *means), sum = 0;
    for (size_t t = 0; t < own->images.count && !*stop; t++)
        for (size_t place = 0; place < own->area; place++) {
            float colour[3];
            nw_pixel_colour(colour, &own->images, t, place / own->size, place % own->size);
            for (size_t c = 0; c < 3; c++)
                means[3 * place + c] += (double)colour[c] / (double)own->images.count;
        }
    const nw_samples *test = &problem->test;
    size_t count = test->tasks * test->points;
    for (size_t s = 0; s < count; s++)
        for (size_t c = 0; c < 3; c++) {
            double off = (double)test->goals[3 * s + c] - means[3 * own->places[s] + c];
            sum += off * off / (3 * (double)count);
        }
    free(means);
    *how = nw_format("mean colour of each place over %zu training images", own->images.count);
    return sum;
}

static void clear(nw_problem *problem)
{
    colours *own = problem->own;
    if (own == NULL)
        return;
    nw_images_clear(&own->images);
    free(own->features);
    free(own->places);
    free(own);
}

const nw_problem_kind nw_problem_colour = {.make = make, .draw = draw, .without_i = without_i, .clear = clear};
