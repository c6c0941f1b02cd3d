/* Samples of the synthetic targets: x and I standard normal. */
#include "experiment/problem_kind.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "experiment/gauss.h"
#include "experiment/synthetic.h"

static void draw_samples(nw_samples *samples, gsl_rng *random, const nw_problem *problem, size_t count)
{
    nw_problem_room(samples, problem, count, 1, false);
    nw_gauss_draw(samples->x, count * problem->x_size, random);
    nw_gauss_draw(samples->i, count * problem->i_size, random);
}

static nw_status make(nw_problem *problem, nw_error *error)
{
    const nw_setting_of_experiment *setting = problem->job->setting;
    unsigned type = problem->job->type;
    if (type == 3 && setting->x_size != setting->i_size)
        return nw_fail(error, NW_BAD_INPUT,
                       "type III multiplies x and I entry by entry: their sizes %zu and %zu must be equal",
                       setting->x_size, setting->i_size);
    problem->x_size = setting->x_size;
    problem->i_size = setting->i_size;
    problem->outputs = 1;
    gsl_rng *random = nw_problem_random(problem, NW_DRAW_TARGET, type);
    nw_synthetic *target = nw_synthetic_new(type, setting->x_size, setting->i_size, random);
    gsl_rng_free(random);
    problem->own = target;
    random = nw_problem_random(problem, NW_DRAW_EPOCH, 0);
    draw_samples(&problem->train, random, problem, setting->samples);
    gsl_rng_free(random);
    random = nw_problem_random(problem, NW_DRAW_TEST, 0);
    draw_samples(&problem->test, random, problem, setting->test_samples);
    gsl_rng_free(random);
    nw_samples *train = &problem->train, *test = &problem->test;
    if (setting->centred) {
        random = nw_problem_random(problem, NW_DRAW_POOL, type);
        nw_synthetic_centre(target, train->x, train->i, train->tasks, random);
        gsl_rng_free(random);
    }
    nw_synthetic_values(target, train->goals, train->x, train->i, train->tasks);
    nw_synthetic_values(target, test->goals, test->x, test->i, test->tasks);
    return NW_OK;
}

/* The best predictor that ignores I is E(y | x), and its mean squared error E Var(y | x): for each x the variance of a
 * few draws of I estimates Var(y | x) without bias. */
static double without_i(nw_problem *problem, char **how, const volatile bool *stop)
{
    enum { MOST_POINTS = 2048, FEWEST = 8, MOST = 64, ALL = MOST_POINTS * FEWEST };
    const nw_samples *test = &problem->test;
    size_t count = test->tasks < MOST_POINTS ? test->tasks : MOST_POINTS, draws = ALL / count;
    draws = draws < MOST ? draws : MOST;
    size_t i_size = problem->i_size, x_size = problem->x_size;
    float *i = nw_alloc(draws * i_size, sizeof *i), *x = nw_alloc(draws * x_size, sizeof *x);
    float *y = nw_alloc(draws, sizeof *y);
    gsl_rng *random = nw_problem_random(problem, NW_DRAW_BASELINE, 0);
    double sum = 0;
    for (size_t s = 0; s < count && !*stop; s++) {
        nw_gauss_draw(i, draws * i_size, random);
        for (size_t d = 0; d < draws; d++)
            memcpy(x + d * x_size, test->x + s * x_size, x_size * sizeof *x);
        nw_synthetic_values(problem->own, y, x, i, draws);
        double mean = 0;
        for (size_t d = 0; d < draws; d++)
            mean += (double)y[d] / (double)draws;
        for (size_t d = 0; d < draws; d++)
            sum += ((double)y[d] - mean) * ((double)y[d] - mean) / (double)(draws - 1);
    }
    gsl_rng_free(random);
    free(x);
    free(i);
    free(y);
    *how = nw_format("conditional variance, estimated from %zu draws of I for each of %zu test points x", draws, count);
    return sum / (double)count;
}

static void clear(nw_problem *problem)
{
    nw_synthetic_free(problem->own);
}

const nw_problem_kind nw_problem_synthetic = {.make = make, .without_i = without_i, .clear = clear};
