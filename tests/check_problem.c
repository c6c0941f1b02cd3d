/* The data of the experiments: targets against plain loops in double precision, what is drawn anew and what is not, and
 * batches. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "check_common.h"
#include "check_jobs.h"
#include "data/colour.h"
#include "data/rotate.h"
#include "experiment/batches.h"
#include "experiment/gauss.h"
#include "experiment/problem_kind.h"
#include "experiment/synthetic.h"
#include "train/convolution.h"
#include "train/stack.h"

static nw_problem *problem_of(const small_job *small)
{
    nw_problem *problem;
    nw_error error;
    ck_assert_msg(nw_problem_new(&problem, &small->job, &error) == NW_OK, "%s", error.message);
    return problem;
}

/* ---- synthetic targets ---- */

/* A network without biases, its layers one after another. */
typedef struct plain {
    size_t layers, sizes[5];
    bool sigmoid; /* else ELU */
    float *weights;
} plain;

static plain plain_of(unsigned type, const nw_problem *problem)
{
    size_t x = problem->x_size, i = problem->i_size;
    plain network = type == 1   ? (plain){.layers = 3, .sizes = {i, 300, 300, x}, .sigmoid = true}
                    : type == 2 ? (plain){.layers = 4, .sizes = {x + i, 100, 50, 50, 1}}
                                : (plain){.layers = 3, .sizes = {x, 100, 100, 1}};
    nw_stack stack = {.layers = network.layers};
    memcpy(stack.sizes, network.sizes, sizeof network.sizes);
    network.weights = nw_alloc(nw_stack_parameters(&stack), sizeof(float));
    gsl_rng *random = nw_problem_random(problem, NW_DRAW_TARGET, type);
    nw_stack_start(network.weights, &stack, NW_START_HE, random);
    gsl_rng_free(random);
    return network;
}

static void plain_values(double *outputs, const plain *network, const double *inputs)
{
    double now[2100], next[2100];
    const float *weights = network->weights;
    memcpy(now, inputs, network->sizes[0] * sizeof *now);
    for (size_t k = 0; k < network->layers; k++) {
        size_t from = network->sizes[k], to = network->sizes[k + 1];
        for (size_t o = 0; o < to; o++, weights += from) {
            next[o] = 0;
            for (size_t j = 0; j < from; j++)
                next[o] += (double)weights[j] * now[j];
            if (k + 1 < network->layers)
                next[o] = network->sigmoid ? 1 / (1 + exp(-next[o])) : next[o] > 0 ? next[o] : expm1(next[o]);
        }
        memcpy(now, next, to * sizeof *now);
    }
    memcpy(outputs, now, network->sizes[network->layers] * sizeof *now);
}

static void plain_h(double *h, const plain *network, const float *i, size_t i_size)
{
    double inputs[100], total = 0;
    size_t size = network->sizes[3];
    for (size_t j = 0; j < i_size; j++)
        inputs[j] = (double)i[j];
    plain_values(h, network, inputs);
    for (size_t j = 0; j < size; j++)
        total += h[j] = exp(h[j]);
    for (size_t j = 0; j < size; j++)
        h[j] /= total;
}

static double plain_target(const plain *network, unsigned type, const float *x, size_t x_size, const float *i,
                           size_t i_size)
{
    double inputs[200], y = 0;
    if (type == 1) {
        double h[100];
        plain_h(h, network, i, i_size);
        for (size_t j = 0; j < x_size; j++)
            y += h[j] * (double)x[j];
        return y;
    }
    for (size_t j = 0; j < x_size; j++)
        inputs[j] = type == 2 ? (double)x[j] : (double)x[j] * (double)i[j];
    for (size_t j = 0; type == 2 && j < i_size; j++)
        inputs[x_size + j] = (double)i[j];
    plain_values(&y, network, inputs);
    return y;
}

static void moments(double *mean, double *variance, const double *values, size_t count)
{
    *mean = *variance = 0;
    for (size_t s = 0; s < count; s++)
        *mean += values[s] / (double)count;
    for (size_t s = 0; s < count; s++)
        *variance += (values[s] - *mean) * (values[s] - *mean) / (double)count;
}

/* All goals of the training and test samples by the plain network, centred by the definition in synthetic.h. */
static void plain_goals(double *train, double *test, nw_problem *problem, unsigned type, bool centred)
{
    plain network = plain_of(type, problem);
    const nw_samples *parts[] = {&problem->train, &problem->test};
    double *goals[] = {train, test};
    size_t x_size = problem->x_size, i_size = problem->i_size, half = NW_POOL * i_size;
    float *pool = nw_alloc(2 * half, sizeof *pool);
    gsl_rng *random = nw_problem_random(problem, NW_DRAW_POOL, type);
    nw_gauss_draw(pool, half, random);
    gsl_rng_free(random);
    for (size_t j = 0; j < half; j++)
        pool[half + j] = -pool[j];
    const float *others = type == 1 ? problem->train.i : pool;
    size_t other_count = type == 1 ? problem->train.tasks : 2 * NW_POOL;
    for (int part = 0; part < 2; part++)
        for (size_t s = 0; s < parts[part]->tasks; s++) {
            const float *x = parts[part]->x + s * x_size;
            double y = plain_target(&network, type, x, x_size, parts[part]->i + s * i_size, i_size), away = 0;
            for (size_t p = 0; centred && p < other_count; p++)
                away += plain_target(&network, type, x, x_size, others + p * i_size, i_size) / (double)other_count;
            goals[part][s] = y - away;
        }
    double mean, variance, square = 0;
    moments(&mean, &variance, train, problem->train.tasks);
    if (type == 1) {
        double h[100], middle[100] = {0};
        for (size_t p = 0; p < other_count; p++) {
            plain_h(h, &network, others + p * i_size, i_size);
            for (size_t j = 0; j < x_size; j++)
                middle[j] += h[j] / (double)other_count;
        }
        for (size_t p = 0; p < other_count; p++) {
            plain_h(h, &network, others + p * i_size, i_size);
            for (size_t j = 0; j < x_size; j++)
                square += (h[j] - middle[j]) * (h[j] - middle[j]) / (double)other_count;
        }
        mean = 0;
        variance = square;
    }
    for (int part = 0; centred && part < 2; part++)
        for (size_t s = 0; s < parts[part]->tasks; s++)
            goals[part][s] = (goals[part][s] - mean) / sqrt(variance);
    free(pool);
    free(network.weights);
}

static void check_goals(const float *goals, const double *expected, size_t count, unsigned type, double tolerance)
{
    for (size_t s = 0; s < count; s++)
        ck_assert_msg(fabs((double)goals[s] - expected[s]) < tolerance, "type %u, sample %zu: %.9g and %.9g", type, s,
                      (double)goals[s], expected[s]);
}

START_TEST(targets_are_the_papers)
{
    enum { TRAIN = 16, TEST = 5 };
    for (unsigned type = 1; type <= 3; type++)
        for (int centred = 0; centred < 2; centred++) {
            small_job small;
            double train[TRAIN], test[TEST];
            small_job_make(&small, NW_SYNTHETIC_DEPTH, NW_INPUT_GAUSS, type, NW_METHOD_HYPER);
            small.setting.x_size = type == 3 ? 9 : 5;
            small.setting.i_size = 9;
            small.setting.samples = TRAIN;
            small.setting.test_samples = TEST;
            small.setting.centred = centred;
            nw_problem *problem = problem_of(&small);
            plain_goals(train, test, problem, type, centred);
            ck_assert(nw_problem_outputs(problem) == 1 && !nw_problem_has_labels(problem));
            check_goals(nw_problem_epoch(problem, 1)->goals, train, TRAIN, type, 2e-5);
            check_goals(nw_problem_test(problem)->goals, test, TEST, type, 2e-5);
            nw_problem_free(problem);
            small_job_clear(&small);
        }
}
END_TEST

/* More samples than pass through a target at a time. */
START_TEST(blocks_of_samples_join)
{
    enum { COUNT = 600, SIZE = 6 };
    gsl_rng *random = ct_rng("blocks");
    float *x = nw_alloc(COUNT * SIZE, sizeof *x), *i = nw_alloc(COUNT * SIZE, sizeof *i);
    float *all = nw_alloc(COUNT, sizeof *all), one;
    nw_gauss_draw(x, COUNT * SIZE, random);
    nw_gauss_draw(i, COUNT * SIZE, random);
    for (unsigned type = 1; type <= 3; type++) {
        nw_synthetic *target = nw_synthetic_new(type, SIZE, SIZE, random);
        nw_synthetic_centre(target, x, i, COUNT, random);
        nw_synthetic_values(target, all, x, i, COUNT);
        double *values = nw_alloc(COUNT, sizeof *values), mean, variance;
        for (size_t s = 0; s < COUNT; s++) {
            nw_synthetic_values(target, &one, x + s * SIZE, i + s * SIZE, 1);
            ck_assert_msg(fabsf(one - all[s]) < 1e-4F, "type %u, sample %zu: %g and %g", type, s, (double)one,
                          (double)all[s]);
            values[s] = (double)all[s];
        }
        moments(&mean, &variance, values, COUNT);
        ck_assert_msg(fabs(variance - 1) < (type == 1 ? 0.2 : 1e-4) && fabs(mean) < (type == 1 ? 0.15 : 1e-4),
                      "type %u: mean %g, variance %g", type, mean, variance);
        free(values);
        nw_synthetic_free(target);
    }
    gsl_rng_free(random);
    free(x);
    free(i);
    free(all);
}
END_TEST

START_TEST(unequal_sizes_have_no_product)
{
    small_job small;
    small_job_make(&small, NW_SYNTHETIC_DEPTH, NW_INPUT_GAUSS, 3, NW_METHOD_HYPER);
    small.setting.i_size++;
    nw_problem *problem;
    nw_error error;
    ck_assert(nw_problem_new(&problem, &small.job, &error) == NW_BAD_INPUT && problem == NULL);
    small_job_clear(&small);
}
END_TEST

/* ---- images ---- */

static void draw_images(nw_images *train, nw_images *test, const small_job *small)
{
    const nw_setting_of_experiment *setting = &small->setting;
    nw_image_kind kind = setting->inputs == NW_INPUT_COLOUR ? NW_IMAGES_COLOUR : NW_IMAGES_GREY;
    nw_images_draw(train, setting->samples, kind, setting->seed, 0);
    nw_images_draw(test, setting->test_samples, kind, setting->seed, 1);
}

static float *normalised(const nw_images *images)
{
    size_t count = images->count * images->channels * images->height * images->width;
    float *values = nw_alloc(count, sizeof *values);
    for (size_t j = 0; j < count; j++)
        values[j] = (float)(((double)images->pixels[j] / 255 - 0.1307) / 0.3081);
    return values;
}

static void check_near(const float *values, const float *expected, size_t count, const char *what)
{
    for (size_t j = 0; j < count; j++)
        ck_assert_msg(fabsf(values[j] - expected[j]) < 1e-5F, "%s, number %zu: %g and %g", what, j, (double)values[j],
                      (double)expected[j]);
}

static void check_turned(const nw_samples *samples, const float *images, size_t size, size_t channels, gsl_rng *random,
                         bool released)
{
    size_t row = channels * size * size;
    float *turned = nw_alloc(row, sizeof *turned);
    check_near(samples->i, images, samples->tasks * row, "I");
    for (size_t s = 0; s < samples->tasks; s++) {
        double degrees = 360 * gsl_rng_uniform(random);
        nw_image_rotate(turned, images + s * row, channels, size, degrees, (float)(-0.1307 / 0.3081), released);
        check_near(samples->x + s * row, turned, row, "x");
        double nearest = floor(degrees / 30 + 0.5);
        ck_assert(samples->labels[s] == (nearest < 12 ? nearest : released ? 11 : 0));
    }
    free(turned);
}

START_TEST(rotations_are_drawn_anew)
{
    for (int colour = 0; colour < 2; colour++) {
        small_job small;
        nw_images train, test;
        small_job_make(&small, NW_ROTATION, colour ? NW_INPUT_COLOUR : NW_INPUT_GREY, 0, NW_METHOD_HYPER);
        small.setting.as_released = colour;
        draw_images(&train, &test, &small);
        float *train_floats = normalised(&train), *test_floats = normalised(&test);
        nw_problem *problem = problem_of(&small);
        ck_assert(nw_problem_outputs(problem) == 12 && nw_problem_has_labels(problem));
        size_t bytes = problem->train.tasks * problem->x_size * sizeof(float);
        float *first = nw_alloc(1, bytes);
        for (int round = 0; round < 2; round++) /* an epoch is the same whichever came before it */
            for (size_t epoch = 1; epoch <= 2; epoch++) {
                const nw_samples *samples = nw_problem_epoch(problem, epoch);
                gsl_rng *random = nw_problem_random(problem, NW_DRAW_EPOCH, epoch);
                check_turned(samples, train_floats, train.width, train.channels, random, colour);
                gsl_rng_free(random);
                if (epoch == 1)
                    memcpy(first, samples->x, bytes);
                else
                    ck_assert(memcmp(first, samples->x, bytes) != 0);
            }
        gsl_rng *random = nw_problem_random(problem, NW_DRAW_TEST, 0);
        check_turned(nw_problem_test(problem), test_floats, test.width, test.channels, random, colour);
        gsl_rng_free(random);
        nw_problem_free(problem);
        free(first);
        free(train_floats);
        free(test_floats);
        nw_images_clear(&train);
        nw_images_clear(&test);
        small_job_clear(&small);
    }
}
END_TEST

/* Every x is one of the image's pixels, and the goal its colour. */
static void check_pixels(const nw_samples *samples, const nw_images *images)
{
    float *grey = nw_alloc(images->height * images->width, sizeof *grey), features[NW_PIXEL_FEATURES], colour[3];
    for (size_t t = 0; t < samples->tasks; t++) {
        nw_image_grey(grey, images, t);
        check_near(samples->i + t * 1024, grey, 1024, "I");
        for (size_t s = t * samples->points; s < (t + 1) * samples->points; s++) {
            const float *x = samples->x + s * NW_PIXEL_FEATURES;
            size_t row = (size_t)lround(31 * (double)x[0]), column = (size_t)lround(31 * (double)x[1]);
            nw_pixel_features(features, row, column, 32);
            check_near(x, features, NW_PIXEL_FEATURES, "x");
            nw_pixel_colour(colour, images, t, row, column);
            check_near(samples->goals + 3 * s, colour, 3, "y");
        }
    }
    free(grey);
}

START_TEST(pixels_have_the_colours_of_their_images)
{
    small_job small;
    nw_images train, test;
    small_job_make(&small, NW_COLORIZATION, NW_INPUT_COLOUR, 0, NW_METHOD_HYPER);
    draw_images(&train, &test, &small);
    nw_problem *problem = problem_of(&small);
    ck_assert(nw_problem_outputs(problem) == 3 && !nw_problem_has_labels(problem));
    const nw_samples *samples = nw_problem_epoch(problem, 1);
    ck_assert(samples->points == small.setting.points && samples->tasks == train.count);
    check_pixels(samples, &train);
    size_t bytes = samples->tasks * samples->points * NW_PIXEL_FEATURES * sizeof(float);
    float *first = nw_alloc(1, bytes);
    memcpy(first, samples->x, bytes);
    check_pixels(nw_problem_epoch(problem, 2), &train);
    ck_assert(memcmp(first, samples->x, bytes) != 0);
    check_pixels(nw_problem_test(problem), &test);
    free(first);
    nw_problem_free(problem);
    nw_images_clear(&train);
    nw_images_clear(&test);
    small_job_clear(&small);
}
END_TEST

static void check_convolved(const nw_samples *samples, const nw_problem *problem, bool colour)
{
    nw_convolution_spec spec = {colour ? 3 : 1, colour ? 32 : 28, 10, 2, 20, colour ? 40 : 50, 10};
    gsl_rng *random = nw_problem_random(problem, NW_DRAW_TARGET, 0);
    nw_convolution *network = nw_convolution_new(&spec, random);
    gsl_rng_free(random);
    float goals[10];
    for (size_t s = 0; s < samples->tasks; s++) {
        nw_convolution_apply(network, goals, samples->x + s * problem->x_size, 1);
        check_near(samples->goals + 10 * s, goals, 10, "y");
    }
    nw_convolution_free(network);
}

START_TEST(images_are_learned_from_a_convolution)
{
    static const nw_inputs inputs[] = {NW_INPUT_GREY, NW_INPUT_COLOUR, NW_INPUT_UNIFORM};
    for (int k = 0; k < 3; k++) {
        small_job small;
        small_job_make(&small, NW_ASSUMPTION1, inputs[k], 0, NW_METHOD_PAIR);
        small.setting.as_released = inputs[k] == NW_INPUT_COLOUR;
        nw_problem *problem = problem_of(&small);
        const nw_samples *samples = nw_problem_epoch(problem, 1);
        ck_assert(nw_problem_outputs(problem) == 10 && samples->i == NULL);
        check_convolved(samples, problem, inputs[k] == NW_INPUT_COLOUR);
        check_convolved(nw_problem_test(problem), problem, inputs[k] == NW_INPUT_COLOUR);
        if (inputs[k] == NW_INPUT_UNIFORM) {
            float least = 0, most = 0, first = samples->x[0];
            for (size_t j = 0; j < samples->tasks * 784; j++) {
                least = fminf(least, samples->x[j]);
                most = fmaxf(most, samples->x[j]);
            }
            ck_assert(least >= -1 && most <= 1 && least < -0.99F && most > 0.99F);
            ck_assert(nw_problem_epoch(problem, 2)->x[0] != first);
            check_convolved(nw_problem_epoch(problem, 2), problem, false);
        } else {
            nw_images train, test;
            draw_images(&train, &test, &small);
            float *floats = normalised(&train);
            check_near(samples->x, floats, train.count * problem->x_size, "x");
            free(floats);
            nw_images_clear(&train);
            nw_images_clear(&test);
        }
        nw_problem_free(problem);
        small_job_clear(&small);
    }
}
END_TEST

START_TEST(classes_are_one_hot)
{
    small_job small;
    nw_images train, test;
    small_job_make(&small, NW_ASSUMPTION2, NW_INPUT_GREY, 0, NW_METHOD_SHALLOW);
    draw_images(&train, &test, &small);
    nw_problem *problem = problem_of(&small);
    const nw_samples *samples = nw_problem_test(problem);
    ck_assert(nw_problem_outputs(problem) == 10 && !nw_problem_has_labels(problem));
    for (size_t s = 0; s < samples->tasks; s++)
        for (size_t o = 0; o < 10; o++)
            ck_assert(samples->goals[10 * s + o] == (o == test.labels[s] ? 1 : 0));
    nw_problem_free(problem);
    nw_images_clear(&train);
    nw_images_clear(&test);
    small_job_clear(&small);
}
END_TEST

/* ---- batches ---- */

/* Each row of a batch tells the sample it is of. */
START_TEST(batches_hold_every_sample_once)
{
    small_job small;
    small_job_make(&small, NW_COLORIZATION, NW_INPUT_COLOUR, 0, NW_METHOD_HYPER);
    small.setting.samples = 21;
    nw_problem *problem = problem_of(&small);
    nw_samples *samples = &problem->train;
    size_t points = samples->points, x_size = problem->x_size;
    nw_problem_epoch(problem, 1);
    for (size_t s = 0; s < samples->tasks * points; s++)
        samples->x[s * x_size] = samples->goals[3 * s + 1] = (float)s;
    for (size_t t = 0; t < samples->tasks; t++)
        samples->i[t * problem->i_size + 1023] = (float)t;
    gsl_rng *random = ct_rng("batches");
    nw_batches batches;
    nw_batches_begin(&batches, problem, 8);
    for (int shuffled = 0; shuffled < 2; shuffled++) {
        size_t seen[21] = {0}, moved = 0;
        nw_batches_take(&batches, samples, shuffled ? random : NULL);
        ck_assert(nw_batches_count(&batches) == 3);
        for (size_t b = 0; b < 3; b++) {
            nw_batch_view view = nw_batches_get(&batches, b);
            ck_assert(view.batch.tasks == (b < 2 ? 8 : 5) && view.batch.samples == view.batch.tasks * points);
            ck_assert(view.labels == NULL);
            for (size_t s = 0; s < view.batch.samples; s++) {
                size_t sample = (size_t)view.batch.x[s * x_size], task = sample / points;
                ck_assert(sample % points == s % points && view.goals[3 * s + 1] == (float)sample);
                ck_assert(view.batch.i[s / points * problem->i_size + 1023] == (float)task);
                seen[task]++;
                moved += task != b * 8 + s / points;
            }
        }
        for (size_t t = 0; t < 21; t++)
            ck_assert(seen[t] == points);
        ck_assert((moved > 0) == (shuffled == 1));
    }
    gsl_rng_free(random);
    nw_batches_clear(&batches);
    nw_problem_free(problem);
    small_job_clear(&small);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("problem");
    TCase *tests = ct_case(suite, "problem");
    tcase_add_test(tests, targets_are_the_papers);
    tcase_add_test(tests, blocks_of_samples_join);
    tcase_add_test(tests, unequal_sizes_have_no_product);
    tcase_add_test(tests, rotations_are_drawn_anew);
    tcase_add_test(tests, pixels_have_the_colours_of_their_images);
    tcase_add_test(tests, images_are_learned_from_a_convolution);
    tcase_add_test(tests, classes_are_one_hot);
    tcase_add_test(tests, batches_hold_every_sample_once);
    return ct_main(suite);
}
