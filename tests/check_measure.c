/* Jobs of every experiment: the same record twice, the same record after interruptions, and what their numbers mean. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/random.h"
#include "check_common.h"
#include "check_jobs.h"
#include "experiment/problem_kind.h"
#include "experiment/training.h"

/* One of each kind of job. */
static const struct {
    nw_experiment experiment;
    nw_inputs inputs;
    unsigned type;
    nw_method method;
} kinds[] = {
    {NW_SYNTHETIC_DEPTH, NW_INPUT_GAUSS, 1, NW_METHOD_HYPER},
    {NW_SYNTHETIC_DEPTH, NW_INPUT_GAUSS, 3, NW_METHOD_EMBEDDING},
    {NW_SYNTHETIC_EMBEDDING, NW_INPUT_GAUSS, 2, NW_METHOD_HYPER},
    {NW_SYNTHETIC_EMBEDDING, NW_INPUT_GAUSS, 2, NW_METHOD_EMBEDDING},
    {NW_ROTATION, NW_INPUT_GREY, 0, NW_METHOD_HYPER},
    {NW_ROTATION, NW_INPUT_GREY, 0, NW_METHOD_EMBEDDING},
    {NW_LR, NW_INPUT_GREY, 0, NW_METHOD_HYPER},
    {NW_COLORIZATION, NW_INPUT_COLOUR, 0, NW_METHOD_HYPER},
    {NW_COLORIZATION, NW_INPUT_COLOUR, 0, NW_METHOD_EMBEDDING},
    {NW_ASSUMPTION1, NW_INPUT_GREY, 0, NW_METHOD_PAIR},
    {NW_ASSUMPTION1, NW_INPUT_UNIFORM, 0, NW_METHOD_PAIR},
    {NW_ASSUMPTION2, NW_INPUT_GREY, 0, NW_METHOD_SHALLOW},
};
enum { KINDS = sizeof kinds / sizeof kinds[0] };

static void make_kind(small_job *small, int k)
{
    small_job_make(small, kinds[k].experiment, kinds[k].inputs, kinds[k].type, kinds[k].method);
}

static nw_experiment_record measured(const small_job *small, const nw_job_help *help)
{
    nw_experiment_record record;
    nw_error error;
    ck_assert_msg(nw_experiment_measure(&record, &small->job, help, &error) == NW_OK, "%s", error.message);
    if (record.point_count > 0)
        ck_assert_msg(nw_experiment_record_check(&record, &small->job, &error) == NW_OK, "%s", error.message);
    return record;
}

static bool same(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

static void check_same_curves(const nw_experiment_point *a, const nw_experiment_point *b, size_t count)
{
    for (size_t p = 0; p < count; p++)
        ck_assert_msg(a[p].epoch == b[p].epoch && same(a[p].train, b[p].train) && same(a[p].test, b[p].test) &&
                          same(a[p].second, b[p].second),
                      "epoch %ld: train %a and %a, test %a and %a", a[p].epoch, a[p].train, b[p].train, a[p].test,
                      b[p].test);
}

static void check_same(const nw_experiment_record *a, const nw_experiment_record *b)
{
    ck_assert(a->point_count == b->point_count);
    check_same_curves(a->points, b->points, a->point_count);
    ck_assert(same(a->baselines.constant, b->baselines.constant) && same(a->baselines.linear, b->baselines.linear) &&
              same(a->baselines.without_i, b->baselines.without_i));
    ck_assert(a->moved == b->moved && a->diverged == b->diverged && a->output_deviation == b->output_deviation);
}

static char *file_name(void)
{
    return nw_format("check_measure_%ld.tmp", (long)getpid());
}

START_TEST(every_job_repeats_itself)
{
    small_job small;
    make_kind(&small, _i);
    nw_experiment_record first = measured(&small, NULL), second = measured(&small, &(nw_job_help){0});
    ck_assert(first.point_count == small.setting.epochs + 1 && !first.diverged && first.output_deviation > 0);
    for (size_t p = 0; p < first.point_count; p++) {
        const nw_experiment_point *point = &first.points[p];
        ck_assert(point->epoch == (long)p && isfinite(point->test) && isnan(point->train) == (p == 0));
        bool has_second = kinds[_i].experiment >= NW_ASSUMPTION1 && kinds[_i].experiment != NW_COLORIZATION;
        ck_assert(isnan(point->second) == !has_second);
    }
    ck_assert(first.baselines.constant > 0 && first.baselines.linear > 0 && first.seconds > 0);
    check_same(&first, &second);
    small.job.seed++;
    nw_experiment_record other = measured(&small, NULL);
    ck_assert(other.points[1].test != first.points[1].test && other.baselines.constant == first.baselines.constant);
    nw_experiment_record_clear(&first);
    nw_experiment_record_clear(&second);
    nw_experiment_record_clear(&other);
    small_job_clear(&small);
}
END_TEST

/* ---- interruptions ---- */

static bool count_down(const void *state)
{
    size_t *left = *(size_t *const *)state;
    return (*left)-- == 0;
}

/* Trains in bouts of `bout` batches, each in a new process as far as the training can tell. */
static void check_resumed(const small_job *small, const nw_experiment_record *whole, size_t bout)
{
    char *file = file_name();
    bool finished = false;
    size_t bouts = 0;
    while (!finished) {
        nw_problem *problem;
        nw_training training;
        size_t left = bout, *state = &left;
        ck_assert(nw_problem_new(&problem, &small->job, NULL) == NW_OK);
        ck_assert(nw_training_begin(&training, &small->job, problem, file, NULL) == NW_OK);
        ck_assert((training.points > 0) == (bouts > 0));
        ck_assert(nw_training_run(&training, &finished, count_down, &state, NULL) == NW_OK);
        check_same_curves(training.curve, whole->points, training.points);
        if (finished)
            ck_assert(training.points == whole->point_count && training.output_deviation == whole->output_deviation);
        nw_training_clear(&training);
        nw_problem_free(problem);
        bouts++;
    }
    ck_assert(bouts > 1);
    remove(file);
    free(file);
}

START_TEST(interrupted_jobs_go_on)
{
    small_job small;
    make_kind(&small, _i);
    nw_experiment_record whole = measured(&small, NULL);
    check_resumed(&small, &whole, 3);
    check_resumed(&small, &whole, 7);
    nw_experiment_record_clear(&whole);
    small_job_clear(&small);
}
END_TEST

START_TEST(a_stop_leaves_no_record)
{
    small_job small;
    make_kind(&small, 0);
    nw_experiment_record whole = measured(&small, NULL);
    char *file = file_name();
    bool stop = true;
    nw_job_help help = {.stop = &stop, .checkpoint = file};
    nw_experiment_record none = measured(&small, &help);
    ck_assert(none.point_count == 0 && none.points == NULL && none.baselines.how == NULL);
    ck_assert(access(file, R_OK) == 0);
    stop = false;
    nw_experiment_record resumed = measured(&small, &help);
    check_same(&whole, &resumed);
    /* What another job left there is no beginning for this one. */
    small.job.seed++;
    nw_experiment_record other = measured(&small, NULL);
    small.job.seed--;
    stop = true;
    measured(&small, &help);
    stop = false;
    small.job.seed++;
    nw_experiment_record again = measured(&small, &help);
    check_same(&other, &again);
    remove(file);
    free(file);
    nw_experiment_record_clear(&whole);
    nw_experiment_record_clear(&resumed);
    nw_experiment_record_clear(&other);
    nw_experiment_record_clear(&again);
    small_job_clear(&small);
}
END_TEST

START_TEST(a_checkpoint_that_cannot_be_written)
{
    small_job small;
    make_kind(&small, 0);
    bool stop = true;
    nw_error error;
    nw_experiment_record record;
    nw_job_help help = {.stop = &stop, .checkpoint = "/no/such/folder/checkpoint"};
    ck_assert(nw_experiment_measure(&record, &small.job, &help, &error) == NW_IO_FAILURE);
    ck_assert(strstr(error.message, "/no/such/folder") != NULL && record.points == NULL);
    small_job_clear(&small);
}
END_TEST

/* ---- what the numbers mean ---- */

/* The test errors of a model that was not trained, by plain loops over its outputs. */
START_TEST(errors_before_training)
{
    small_job small;
    make_kind(&small, _i);
    const nw_experiment_job *job = &small.job;
    nw_problem *problem;
    ck_assert(nw_problem_new(&problem, job, NULL) == NW_OK);
    nw_training training;
    ck_assert(nw_training_begin(&training, job, problem, NULL, NULL) == NW_OK);
    small.setting.epochs = 0;
    bool finished;
    size_t never = SIZE_MAX, *state = &never;
    ck_assert(nw_training_run(&training, &finished, count_down, &state, NULL) == NW_OK && training.points == 1);
    const nw_samples *test = nw_problem_test(problem);
    size_t width = problem->outputs, points = test->points, count = test->tasks * points;
    double *outputs[2], loss = 0, second = 0, deviation = 0;
    for (size_t m = 0; m < training.model_count; m++) {
        outputs[m] = nw_alloc(count * width, sizeof(double));
        for (size_t s = 0; s < count; s++) { /* one sample at a time */
            nw_batch one = {.samples = 1, .tasks = 1, .x = test->x + s * problem->x_size};
            if (test->i != NULL)
                one.i = test->i + s / points * problem->i_size;
            const float *row = nw_model_forward(training.models[m], &one);
            for (size_t o = 0; o < width; o++)
                outputs[m][s * width + o] = (double)row[o];
        }
    }
    for (size_t s = 0; s < count; s++) {
        const double *row = outputs[0] + s * width;
        size_t best = 0, right = 0;
        double total = 0;
        for (size_t o = 0; o < width; o++) {
            best = row[o] > row[best] ? o : best;
            total += exp(row[o]);
            if (test->goals != NULL && test->goals[s * width + o] > test->goals[s * width + right])
                right = o;
            loss += test->goals == NULL ? 0 : pow(row[o] - (double)test->goals[s * width + o], 2) / (double)width;
            if (training.model_count == 2)
                second += pow(row[o] - outputs[1][s * width + o], 2) / (double)width;
        }
        if (test->labels != NULL)
            loss += log(total) - row[test->labels[s]];
        if (training.model_count == 1)
            second += best != (test->labels != NULL ? test->labels[s] : right);
    }
    for (size_t o = 0; o < width; o++) {
        double mean = 0;
        for (size_t s = 0; s < count; s++)
            mean += outputs[0][s * width + o] / (double)count;
        for (size_t s = 0; s < count; s++)
            deviation += pow(outputs[0][s * width + o] - mean, 2) / (double)(count * width);
    }
    const nw_experiment_point *point = &training.curve[0];
    ck_assert_msg(fabs(point->test - loss / (double)count) < 1e-5 * point->test, "%g and %g", point->test,
                  loss / (double)count);
    if (!isnan(point->second))
        ck_assert_msg(fabs(point->second - second / (double)count) < 1e-5 * point->second, "%g and %g", point->second,
                      second / (double)count);
    ck_assert_msg(fabs(training.output_deviation - sqrt(deviation)) < 1e-4 * sqrt(deviation), "%g and %g",
                  training.output_deviation, sqrt(deviation));
    for (size_t m = 0; m < training.model_count; m++)
        free(outputs[m]);
    nw_training_clear(&training);
    nw_problem_free(problem);
    small_job_clear(&small);
}
END_TEST

/* Both methods learn an informative target; a rate of zero learns nothing. */
START_TEST(an_easy_target_is_learned)
{
    static const nw_method methods[] = {NW_METHOD_HYPER, NW_METHOD_EMBEDDING};
    for (int k = 0; k < 2; k++) {
        small_job small;
        small_job_make(&small, NW_SYNTHETIC_DEPTH, NW_INPUT_GAUSS, 1, methods[k]);
        small.setting.x_size = small.setting.i_size = 3;
        small.setting.samples = 1000;
        small.setting.test_samples = 300;
        small.setting.epochs = 20;
        small.setting.rate = 0.05;
        small.setting.inner_width = 20;
        small.setting.biases = small.setting.centred = true;
        nw_experiment_record record = measured(&small, NULL);
        const nw_experiment_point *last = &record.points[20];
        ck_assert_msg(record.moved && last->test < 0.5 * record.baselines.without_i &&
                          last->test < 0.5 * record.baselines.linear && last->train < 0.6 * record.points[1].train,
                      "test %g, without I %g, linear %g, constant %g", last->test, record.baselines.without_i,
                      record.baselines.linear, record.baselines.constant);
        nw_experiment_record_clear(&record);
        small.setting.rate = 0;
        small.setting.epochs = 2;
        record = measured(&small, NULL);
        ck_assert(!record.moved && record.points[2].test == record.points[0].test);
        nw_experiment_record_clear(&record);
        small_job_clear(&small);
    }
}
END_TEST

START_TEST(too_large_a_rate_diverges)
{
    for (int k = 0; k < KINDS; k++) {
        if (kinds[k].experiment == NW_ASSUMPTION2) /* Adadelta bounds its steps */
            continue;
        small_job small;
        make_kind(&small, k);
        small.setting.rate = 1e30;
        if (small.setting.axis == NW_OVER_RATE)
            small.job.value = 120;
        nw_experiment_record record = measured(&small, NULL);
        const nw_experiment_point *last = &record.points[record.point_count - 1];
        ck_assert(record.diverged && !record.moved && isnan(last->test) && isnan(last->second));
        ck_assert(record.point_count >= 2 && record.point_count <= small.setting.epochs + 1);
        ck_assert(isfinite(record.points[0].test) && isnan(record.output_deviation));
        nw_experiment_record_clear(&record);
        small_job_clear(&small);
    }
}
END_TEST

/* Never halts, and has the state written after each batch. */
static bool write_each(const void *state)
{
    nw_training *const *training = state;
    (*training)->file.last = -INFINITY;
    return false;
}

/* Trains to the end and leaves a state instead of a record: that of a program killed after the last batch, or of one
 * that is stopped while the baselines run. */
static void leave_state(const small_job *small, const char *file, bool killed)
{
    nw_problem *problem;
    nw_training training, *self = &training;
    bool finished;
    ck_assert(nw_problem_new(&problem, &small->job, NULL) == NW_OK);
    ck_assert(nw_training_begin(&training, &small->job, problem, file, NULL) == NW_OK);
    ck_assert(nw_training_run(&training, &finished, write_each, &self, NULL) == NW_OK && finished);
    if (!killed)
        ck_assert(nw_training_save(&training, NULL) == NW_OK);
    nw_training_clear(&training);
    nw_problem_free(problem);
}

START_TEST(diverged_jobs_go_on)
{
    small_job small;
    if (kinds[_i].experiment == NW_ASSUMPTION2)
        return;
    make_kind(&small, _i);
    small.setting.rate = 1e30;
    if (small.setting.axis == NW_OVER_RATE)
        small.job.value = 120;
    nw_experiment_record whole = measured(&small, NULL);
    ck_assert(whole.diverged);
    char *file = file_name(), *expected = nw_experiment_record_text(&whole);
    nw_job_help help = {.checkpoint = file};
    for (int stops = 0; stops < 3; stops++) {
        leave_state(&small, file, stops == 0);
        ck_assert(access(file, R_OK) == 0);
        nw_experiment_record resumed = measured(&small, &help);
        char *text = nw_experiment_record_text(&resumed);
        ck_assert_str_eq(text, expected);
        free(text);
        nw_experiment_record_clear(&resumed);
    }
    remove(file);
    free(file);
    free(expected);
    nw_experiment_record_clear(&whole);
    small_job_clear(&small);
}
END_TEST

/* As released, assumption2 sums its test loss over the outputs, and takes the samples in their order. */
START_TEST(released_losses_are_sums)
{
    small_job small;
    small_job_make(&small, NW_ASSUMPTION2, NW_INPUT_GREY, 0, NW_METHOD_SHALLOW);
    nw_experiment_record mean = measured(&small, NULL);
    small.setting.as_released = true;
    nw_experiment_record sum = measured(&small, NULL);
    ck_assert(fabs(sum.points[0].test - 10 * mean.points[0].test) < 1e-12 * sum.points[0].test);
    ck_assert(fabs(sum.baselines.linear - 10 * mean.baselines.linear) < 1e-12 * sum.baselines.linear);
    ck_assert(sum.points[1].train != mean.points[1].train);
    ck_assert(sum.points[1].train < 3 * mean.points[1].train); /* training stays with the mean */
    nw_experiment_record_clear(&mean);
    nw_experiment_record_clear(&sum);
    small_job_clear(&small);
}
END_TEST

START_TEST(a_pair_begins_apart)
{
    small_job small;
    small_job_make(&small, NW_ASSUMPTION1, NW_INPUT_GREY, 0, NW_METHOD_PAIR);
    small.setting.rate = 0;
    small.setting.momentum = 0;
    nw_problem *problem;
    nw_training training;
    ck_assert(nw_problem_new(&problem, &small.job, NULL) == NW_OK);
    ck_assert(nw_training_begin(&training, &small.job, problem, NULL, NULL) == NW_OK);
    ck_assert(training.model_count == 2);
    const float *first = nw_model_values(training.models[0]), *second = nw_model_values(training.models[1]);
    double norm = 0;
    for (size_t j = 0; j < 784; j++) {
        ck_assert(first[j] != second[j]);
        norm += (double)first[j] * (double)first[j];
    }
    ck_assert_msg(fabs(norm - 1) < 1e-5, "%g", norm);
    nw_training_clear(&training);
    nw_problem_free(problem);
    small_job_clear(&small);
}
END_TEST

START_TEST(sizes_that_differ_are_refused)
{
    small_job small;
    small_job_make(&small, NW_ROTATION, NW_INPUT_GREY, 0, NW_METHOD_HYPER);
    small.setting.x_size--;
    nw_experiment_record record;
    nw_error error;
    ck_assert(nw_experiment_measure(&record, &small.job, NULL, &error) == NW_BAD_INPUT);
    ck_assert(strstr(error.message, "783") != NULL && record.points == NULL);
    small_job_clear(&small);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("measure");
    TCase *tests = ct_case(suite, "measure");
    tcase_add_loop_test(tests, every_job_repeats_itself, 0, KINDS);
    tcase_add_loop_test(tests, interrupted_jobs_go_on, 0, KINDS);
    tcase_add_test(tests, a_stop_leaves_no_record);
    tcase_add_test(tests, a_checkpoint_that_cannot_be_written);
    tcase_add_loop_test(tests, errors_before_training, 0, KINDS);
    tcase_add_test(tests, an_easy_target_is_learned);
    tcase_add_test(tests, too_large_a_rate_diverges);
    tcase_add_loop_test(tests, diverged_jobs_go_on, 0, KINDS);
    tcase_add_test(tests, released_losses_are_sums);
    tcase_add_test(tests, a_pair_begins_apart);
    tcase_add_test(tests, sizes_that_differ_are_refused);
    return ct_main(suite);
}
