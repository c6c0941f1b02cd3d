/* Baselines against cases whose answers are known, and against slower ways to the same number. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "check_common.h"
#include "check_jobs.h"
#include "data/colour.h"
#include "experiment/baseline.h"
#include "experiment/gauss.h"
#include "experiment/synthetic.h"

static const volatile bool go_on = false, halted = true;

static nw_problem *problem_of(const small_job *small)
{
    nw_problem *problem;
    nw_error error;
    ck_assert_msg(nw_problem_new(&problem, &small->job, &error) == NW_OK, "%s", error.message);
    return problem;
}

static nw_baselines baselines_of(nw_problem *problem)
{
    nw_baselines baselines;
    nw_problem_baselines(&baselines, problem, &go_on);
    ck_assert(baselines.how != NULL);
    return baselines;
}

static void check_near(double value, double expected, double relative, const char *what)
{
    ck_assert_msg(fabs(value - expected) <= relative * fabs(expected), "%s: %.12g, expected %.12g", what, value,
                  expected);
}

/* Samples x, I standard normal; goals by hand. */
static nw_problem by_hand(const small_job *small, size_t x_size, size_t i_size, size_t outputs, size_t tasks,
                          size_t points, gsl_rng *random)
{
    static const nw_problem_kind kind = {0};
    nw_problem problem = {.kind = &kind,
                          .job = &small->job,
                          .x_size = x_size,
                          .i_size = i_size,
                          .outputs = outputs,
                          .test_factor = 1,
                          .epoch = NW_NEVER};
    nw_samples *parts[] = {&problem.train, &problem.test};
    for (int part = 0; part < 2; part++) {
        nw_problem_room(parts[part], &problem, tasks, points, false);
        nw_gauss_draw(parts[part]->x, tasks * points * x_size, random);
        if (i_size > 0)
            nw_gauss_draw(parts[part]->i, tasks * i_size, random);
        nw_gauss_draw(parts[part]->goals, tasks * points * outputs, random);
    }
    return problem;
}

static void clear_by_hand(nw_problem *problem)
{
    nw_problem_clear_samples(&problem->train);
    nw_problem_clear_samples(&problem->test);
}

/* ---- constant and linear ---- */

START_TEST(constants)
{
    small_job small;
    small_job_make(&small, NW_SYNTHETIC_DEPTH, NW_INPUT_GAUSS, 2, NW_METHOD_HYPER);
    gsl_rng *random = ct_rng("constants");
    nw_problem problem = by_hand(&small, 2, 2, 2, 50, 1, random);
    gsl_rng_free(random);
    double mean[2] = {0}, expected = 0;
    for (size_t s = 0; s < 100; s++)
        mean[s % 2] += (double)problem.train.goals[s] / 50;
    for (size_t s = 0; s < 100; s++)
        expected += pow((double)problem.test.goals[s] - mean[s % 2], 2) / 100;
    nw_baselines baselines = baselines_of(&problem);
    check_near(baselines.constant, expected, 1e-12, "constant");
    ck_assert(isnan(baselines.without_i) && isnan(baselines.signal));
    free(baselines.how);
    problem.test_factor = 2; /* errors summed over the outputs */
    baselines = baselines_of(&problem);
    check_near(baselines.constant, 2 * expected, 1e-12, "sum");
    free(baselines.how);
    clear_by_hand(&problem);
    small_job_clear(&small);
}
END_TEST

START_TEST(linear_targets_leave_nothing)
{
    small_job small;
    small_job_make(&small, NW_SYNTHETIC_DEPTH, NW_INPUT_GAUSS, 2, NW_METHOD_HYPER);
    gsl_rng *random = ct_rng("linear");
    static const struct {
        size_t i_size, tasks, points;
    } shapes[] = {{3, 700, 1}, {0, 600, 1}, {3, 20, 300}, {3, 30, 7}};
    for (size_t k = 0; k < 4; k++) {
        nw_problem problem = by_hand(&small, 4, shapes[k].i_size, 2, shapes[k].tasks, shapes[k].points, random);
        nw_samples *parts[] = {&problem.train, &problem.test};
        for (int part = 0; part < 2; part++)
            for (size_t s = 0; s < shapes[k].tasks * shapes[k].points; s++) {
                const float *x = parts[part]->x + 4 * s, *i = parts[part]->i + 3 * (s / shapes[k].points);
                float *goal = parts[part]->goals + 2 * s;
                goal[0] = 2 * x[0] - x[3] + 5;
                goal[1] = x[1] - (shapes[k].i_size > 0 ? 3 * i[2] - i[0] : 0);
            }
        double error = nw_baseline_linear(&problem, &go_on);
        ck_assert_msg(error < 1e-10, "shape %zu: %g", k, error);
        ck_assert(isnan(nw_baseline_linear(&problem, &halted)));
        clear_by_hand(&problem);
    }
    gsl_rng_free(random);
    small_job_clear(&small);
}
END_TEST

/* Samples that share a task, and the same samples each with a copy of its own. */
START_TEST(tasks_may_be_written_out)
{
    enum { TASKS = 30, POINTS = 9, X = 4, I_SIZE = 5 };
    small_job small;
    small_job_make(&small, NW_SYNTHETIC_DEPTH, NW_INPUT_GAUSS, 2, NW_METHOD_HYPER);
    gsl_rng *random = ct_rng("tasks");
    nw_problem shared = by_hand(&small, X, I_SIZE, 2, TASKS, POINTS, random);
    nw_problem apart = by_hand(&small, X, I_SIZE, 2, TASKS * POINTS, 1, random);
    gsl_rng_free(random);
    nw_samples *from[] = {&shared.train, &shared.test}, *to[] = {&apart.train, &apart.test};
    for (int part = 0; part < 2; part++) {
        memcpy(to[part]->x, from[part]->x, TASKS * POINTS * X * sizeof(float));
        memcpy(to[part]->goals, from[part]->goals, TASKS * POINTS * 2 * sizeof(float));
        for (size_t s = 0; s < TASKS * POINTS; s++)
            memcpy(to[part]->i + s * I_SIZE, from[part]->i + s / POINTS * I_SIZE, I_SIZE * sizeof(float));
    }
    double one = nw_baseline_linear(&shared, &go_on), other = nw_baseline_linear(&apart, &go_on);
    check_near(one, other, 1e-9, "linear");
    clear_by_hand(&shared);
    clear_by_hand(&apart);
    small_job_clear(&small);
}
END_TEST

/* ---- what ignores I ---- */

static nw_problem *synthetic(small_job *small, unsigned type, size_t x_size, size_t i_size, bool centred)
{
    small_job_make(small, NW_SYNTHETIC_DEPTH, NW_INPUT_GAUSS, type, NW_METHOD_HYPER);
    small->setting.x_size = x_size;
    small->setting.i_size = i_size;
    small->setting.samples = 2000;
    small->setting.test_samples = 1000;
    small->setting.centred = centred;
    return problem_of(small);
}

/* softmax of one number is 1: y = x, and I says nothing. */
START_TEST(a_target_without_signal)
{
    small_job small;
    nw_problem *problem = synthetic(&small, 1, 1, 3, false);
    nw_baselines baselines = baselines_of(problem);
    ck_assert_msg(baselines.without_i < 1e-12 && baselines.linear < 1e-12, "%g, %g", baselines.without_i,
                  baselines.linear);
    ck_assert(baselines.signal < 1e-12 && fabs(baselines.constant - 1) < 0.2);
    free(baselines.how);
    nw_problem_free(problem);
    small_job_clear(&small);
}
END_TEST

/* Centred targets leave nothing to what ignores I. */
START_TEST(centred_targets_are_all_signal)
{
    for (unsigned type = 1; type <= 3; type++) {
        small_job small;
        nw_problem *problem = synthetic(&small, type, 8, 8, true);
        nw_baselines baselines = baselines_of(problem);
        ck_assert_msg(baselines.signal > 0.85 && baselines.signal < 1.1, "type %u: %g", type, baselines.signal);
        if (type != 2) /* I alone says something there */
            ck_assert_msg(baselines.linear > 0.9 * baselines.constant, "type %u: %g of %g", type, baselines.linear,
                          baselines.constant);
        free(baselines.how);
        nw_problem_free(problem);
        small_job_clear(&small);
    }
}
END_TEST

/* Type I: Var(y | x) = x' C x with the covariance matrix C of h(I), whose entries <e_j, h(I)> the target tells. */
START_TEST(conditional_variance_of_an_inner_product)
{
    enum { SIZE = 6, DRAWS = 4000 };
    small_job small;
    nw_problem *problem = synthetic(&small, 1, SIZE, SIZE, false);
    gsl_rng *random = ct_rng("variance");
    float i[SIZE], axis[SIZE], y;
    double *h = nw_alloc(DRAWS * SIZE, sizeof *h), mean[SIZE] = {0}, expected = 0;
    for (size_t d = 0; d < DRAWS; d++) {
        nw_gauss_draw(i, SIZE, random);
        for (size_t j = 0; j < SIZE; j++) {
            memset(axis, 0, sizeof axis);
            axis[j] = 1;
            nw_synthetic_values(problem->own, &y, axis, i, 1);
            h[d * SIZE + j] = (double)y;
            mean[j] += (double)y / DRAWS;
        }
    }
    for (size_t s = 0; s < problem->test.tasks; s++)
        for (size_t d = 0; d < DRAWS; d++) {
            double off = 0;
            for (size_t j = 0; j < SIZE; j++)
                off += (h[d * SIZE + j] - mean[j]) * (double)problem->test.x[s * SIZE + j];
            expected += off * off / DRAWS / (double)problem->test.tasks;
        }
    nw_baselines baselines = baselines_of(problem);
    check_near(baselines.without_i, expected, 0.08, "conditional variance");
    check_near(baselines.signal, baselines.without_i / baselines.constant, 1e-15, "signal");
    ck_assert(strstr(baselines.how, "16 draws") != NULL && strstr(baselines.how, "1000 test") != NULL);
    free(baselines.how);
    free(h);
    gsl_rng_free(random);
    nw_problem_free(problem);
    small_job_clear(&small);
}
END_TEST

START_TEST(mean_colours)
{
    small_job small;
    nw_images train, test;
    small_job_make(&small, NW_COLORIZATION, NW_INPUT_COLOUR, 0, NW_METHOD_HYPER);
    nw_images_draw(&train, small.setting.samples, NW_IMAGES_COLOUR, small.setting.seed, 0);
    nw_images_draw(&test, small.setting.test_samples, NW_IMAGES_COLOUR, small.setting.seed, 1);
    nw_problem *problem = problem_of(&small);
    nw_baselines baselines = baselines_of(problem);
    const nw_samples *samples = &problem->test;
    double expected = 0;
    for (size_t s = 0; s < samples->tasks * samples->points; s++) {
        const float *x = samples->x + s * NW_PIXEL_FEATURES;
        size_t place = 32 * (size_t)lround(31 * (double)x[0]) + (size_t)lround(31 * (double)x[1]);
        for (size_t c = 0; c < 3; c++) {
            double sum = 0;
            for (size_t t = 0; t < train.count; t++)
                sum += train.pixels[(3 * t + c) * 1024 + place] / 255.0;
            expected += pow(sum / (double)train.count - (double)samples->goals[3 * s + c], 2);
        }
    }
    expected /= 3 * (double)(samples->tasks * samples->points);
    check_near(baselines.without_i, expected, 1e-5, "mean colours");
    ck_assert(baselines.linear > 0 && baselines.constant > 0);
    free(baselines.how);
    nw_problem_free(problem);
    nw_images_clear(&train);
    nw_images_clear(&test);
    small_job_clear(&small);
}
END_TEST

/* ---- classes ---- */

START_TEST(classes)
{
    small_job small, later;
    small_job_make(&small, NW_ROTATION, NW_INPUT_GREY, 0, NW_METHOD_HYPER);
    nw_problem *problem = problem_of(&small);
    nw_baselines first = baselines_of(problem), second = baselines_of(problem);
    double counts[12] = {0}, expected = 0;
    const nw_samples *train = nw_problem_epoch(problem, 1);
    for (size_t s = 0; s < train->tasks; s++)
        counts[train->labels[s]]++;
    for (size_t s = 0; s < problem->test.tasks; s++)
        expected -= log((counts[problem->test.labels[s]] + 1) / ((double)train->tasks + 12));
    check_near(first.constant, expected / (double)problem->test.tasks, 1e-12, "frequencies");
    ck_assert(fabs(first.constant - log(12)) < 0.4);
    ck_assert(first.without_i > 0 && first.linear > 0 && first.without_i != first.linear);
    ck_assert(first.without_i == second.without_i && first.linear == second.linear);
    /* Neither method nor rate axis nor the job's own seed matter. */
    small_job_make(&later, NW_LR, NW_INPUT_GREY, 0, NW_METHOD_EMBEDDING);
    later.setting.epochs = small.setting.epochs;
    later.job.seed++;
    nw_problem *other = problem_of(&later);
    nw_baselines third = baselines_of(other);
    ck_assert(third.without_i == first.without_i && third.linear == first.linear);
    /* Over the rate jobs are not trained as these are, and it is said; as rotation's at 0.01, they are the same. */
    ck_assert(small.setting.rate == 0.01);
    ck_assert_str_eq(first.how, "network on x alone; linear softmax of (x, I): both trained as the job is");
    ck_assert_str_eq(third.how, "network on x alone; linear softmax of (x, I): both trained as the job is, but always "
                                "at rate 0.01");
    free(first.how);
    free(second.how);
    free(third.how);
    nw_problem_free(problem);
    nw_problem_free(other);
    small_job_clear(&small);
    small_job_clear(&later);
}
END_TEST

/* The class is the sign of I's first number: of it x says nothing, and a line all. */
START_TEST(lines_between_classes)
{
    enum { TASKS = 400 };
    small_job small;
    small_job_make(&small, NW_ROTATION, NW_INPUT_GREY, 0, NW_METHOD_HYPER);
    small.setting.epochs = 60;
    small.setting.rate = 0.1;
    gsl_rng *random = ct_rng("lines");
    nw_problem problem = by_hand(&small, 3, 3, 2, TASKS, 1, random);
    nw_samples *parts[] = {&problem.train, &problem.test};
    for (int part = 0; part < 2; part++) {
        free(parts[part]->goals);
        parts[part]->goals = NULL;
        parts[part]->labels = nw_alloc(TASKS, 1);
        for (size_t s = 0; s < TASKS; s++)
            parts[part]->labels[s] = parts[part]->i[3 * s] > 0;
    }
    double without_i, linear;
    nw_baseline_trained(&without_i, &linear, &problem, &go_on);
    ck_assert_msg(linear < 0.2 && without_i > 0.6, "%g, %g", linear, without_i);
    small.setting.rate = 1e30;
    nw_baseline_trained(&without_i, &linear, &problem, &go_on);
    ck_assert(isnan(without_i) && isnan(linear));
    small.setting.rate = 0.1;
    nw_baseline_trained(&without_i, &linear, &problem, &halted);
    ck_assert(isnan(without_i) && isnan(linear));
    clear_by_hand(&problem);
    gsl_rng_free(random);
    small_job_clear(&small);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("baseline");
    TCase *tests = ct_case(suite, "baseline");
    tcase_add_test(tests, constants);
    tcase_add_test(tests, linear_targets_leave_nothing);
    tcase_add_test(tests, tasks_may_be_written_out);
    tcase_add_test(tests, a_target_without_signal);
    tcase_add_test(tests, centred_targets_are_all_signal);
    tcase_add_test(tests, conditional_variance_of_an_inner_product);
    tcase_add_test(tests, mean_colours);
    tcase_add_test(tests, classes);
    tcase_add_test(tests, lines_between_classes);
    return ct_main(suite);
}
