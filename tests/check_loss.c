/* train/loss.h against the same in double precision, and its gradient against finite differences. */
#include "train/loss.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "check_common.h"

static void fill(float *x, size_t count, gsl_rng *rng, double size)
{
    for (size_t i = 0; i < count; i++)
        x[i] = (float)(size * (2 * gsl_rng_uniform(rng) - 1));
}

static double square(const double *outputs, const float *goals, size_t count)
{
    double total = 0;
    for (size_t i = 0; i < count; i++)
        total += pow(outputs[i] - goals[i], 2) / (double)count;
    return total;
}

static double likelihood(const double *outputs, const uint8_t *labels, size_t samples, size_t width)
{
    double total = 0;
    for (size_t s = 0; s < samples; s++) {
        double sum = 0;
        for (size_t c = 0; c < width; c++)
            sum += exp(outputs[s * width + c]);
        total -= log(exp(outputs[s * width + labels[s]]) / sum) / (double)samples;
    }
    return total;
}

START_TEST(values_and_gradients)
{
    gsl_rng *rng = ct_rng("losses");
    for (int round = 0; round < 60; round++) {
        size_t samples = (size_t)ct_between(rng, 1, 9), width = (size_t)ct_between(rng, 1, 13);
        size_t count = samples * width, right = 99, expected = 0;
        float *outputs = nw_alloc(count, sizeof *outputs), *goals = nw_alloc(count, sizeof *goals);
        float *to_goals = nw_alloc(count, sizeof *to_goals), *to_labels = nw_alloc(count, sizeof *to_labels);
        double *exact = nw_alloc(count, sizeof *exact);
        uint8_t *labels = nw_alloc(samples, 1);
        fill(outputs, count, rng, 4);
        fill(goals, count, rng, 4);
        for (size_t i = 0; i < count; i++)
            exact[i] = outputs[i];
        for (size_t s = 0; s < samples; s++) {
            labels[s] = (uint8_t)ct_between(rng, 0, (slong)width - 1);
            size_t above = 0;
            for (size_t c = 0; c < width; c++)
                above += outputs[s * width + c] > outputs[s * width + labels[s]];
            expected += above == 0;
        }
        double mean = square(exact, goals, count), log_mean = likelihood(exact, labels, samples, width);
        ck_assert_double_eq_tol(nw_loss_square(to_goals, outputs, goals, samples, width), mean, 1e-6 * (1 + mean));
        ck_assert(nw_loss_square(NULL, outputs, goals, samples, width) ==
                  nw_loss_square(to_goals, outputs, goals, samples, width));
        ck_assert_double_eq_tol(nw_loss_likelihood(to_labels, &right, outputs, labels, samples, width), log_mean,
                                1e-12 * (1 + log_mean));
        ck_assert(nw_loss_likelihood(NULL, NULL, outputs, labels, samples, width) ==
                  nw_loss_likelihood(to_labels, NULL, outputs, labels, samples, width));
        ck_assert_uint_eq(right, expected);
        for (size_t i = 0; i < count; i++) {
            double at = exact[i], step = 1e-4;
            exact[i] = at + step;
            double up = square(exact, goals, count), log_up = likelihood(exact, labels, samples, width);
            exact[i] = at - step;
            double down = square(exact, goals, count), log_down = likelihood(exact, labels, samples, width);
            exact[i] = at;
            ck_assert_double_eq_tol(to_goals[i], (up - down) / (2 * step), 2e-6);
            ck_assert_double_eq_tol(to_labels[i], (log_up - log_down) / (2 * step), 2e-7);
        }
        free(outputs);
        free(goals);
        free(to_goals);
        free(to_labels);
        free(exact);
        free(labels);
    }
    gsl_rng_free(rng);
}
END_TEST

/* Large outputs neither overflow nor lose the answer; NaN is passed on, and right about nothing. */
START_TEST(extremes)
{
    const float outputs[] = {1e4F, -1e4F, 0, /**/ -1e30F, 1e30F, 0};
    const uint8_t labels[] = {0, 0};
    float signal[6];
    size_t right;
    double loss = nw_loss_likelihood(signal, &right, outputs, labels, 2, 3);
    ck_assert_double_eq_tol(loss, (double)1e30F, 1e24);
    ck_assert_uint_eq(right, 1);
    const float expected[] = {0, 0, 0, -0.5F, 0.5F, 0};
    for (size_t i = 0; i < 6; i++)
        ck_assert(signal[i] == expected[i]);
    const float broken[] = {NAN, 1, 2, /**/ 3, NAN, 1, /**/ 1, 2, 3};
    const uint8_t places[] = {0, 0, 2};
    ck_assert(isnan(nw_loss_likelihood(signal, &right, broken, places, 2, 3)));
    ck_assert_uint_eq(right, 0);
    ck_assert(isnan(nw_loss_likelihood(NULL, &right, broken, places, 3, 3)));
    ck_assert_uint_eq(right, 1);
    ck_assert(isnan(nw_loss_square(NULL, broken, outputs, 1, 3)));
    /* Equal outputs: the first one counts as the largest. */
    const float flat[] = {1, 1, 1};
    const uint8_t first = 0, last = 2;
    nw_loss_likelihood(NULL, &right, flat, &first, 1, 3);
    ck_assert_uint_eq(right, 1);
    ck_assert_double_eq_tol(nw_loss_likelihood(NULL, &right, flat, &last, 1, 3), log(3), 1e-15);
    ck_assert_uint_eq(right, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("loss");
    TCase *tests = ct_case(suite, "loss");
    tcase_add_test(tests, values_and_gradients);
    tcase_add_test(tests, extremes);
    return ct_main(suite);
}
