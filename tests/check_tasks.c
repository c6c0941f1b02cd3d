/* study/tasks.h: words, places, points; and the boxes that the judge looks at. */
#include "study/tasks.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "check_common.h"
#include "study/task_judge.h"

static nw_target *target_of(const char *word)
{
    nw_target *target;
    nw_error error;
    if (nw_target_parse(&target, word, &error) != NW_OK)
        ck_abort_msg("%s: %s", word, error.message);
    return target;
}

static void set(nw_tasks *tasks, const char *word, const nw_target *target, size_t m1, size_t m2)
{
    nw_error error;
    if (nw_tasks_set(tasks, word, target, m1, m2, &error) != NW_OK)
        ck_abort_msg("%s: %s", word, error.message);
}

/* ---- what is refused ---- */

static void refuses(const char *target_word, const char *word, size_t m1, size_t m2, const char *expected)
{
    nw_target *target = target_of(target_word);
    nw_tasks tasks;
    nw_error error;
    ck_assert_msg(nw_tasks_set(&tasks, word, target, m1, m2, &error) == NW_BAD_INPUT, "%s is taken", word);
    ck_assert_msg(strstr(error.message, expected) != NULL && strchr(error.message, '\n') == NULL,
                  "%s says '%s', not '%s'", word, error.message, expected);
    nw_tasks_clear(&tasks); /* after a refusal too */
    nw_target_free(target);
}

START_TEST(bad_words)
{
    static const char *const words[] = {"",          "centre",  "Centres",  "centres ", "boxes",    "grid",
                                        "grid:",     "grid:0",  "grid:-3",  "grid:+3",  "grid: 3",  "grid:3x",
                                        "grid:4097", "grid:3,", "grid:1e2", "GRID:3",   "grid:0x4",
                                        "grid:99999999999999999999"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        char *begin = nw_format("tasks '%s': expected centres, grid:N with N from 1 to 4096, or box", words[i]);
        refuses("bump:r=1,n=2,M=2", words[i], 1, 1, begin);
        free(begin);
    }
    refuses("trig:n=2", "centres", 1, 1, "tasks 'centres' are those of bump and step targets, and trig is neither");
    refuses("expr:x1*I1/8", "centres", 1, 1, "expr is neither: give grid:N");
    refuses("bump:r=1,n=3,M=2", "grid:65", 1, 2, "65 along each of 2 axes are more than 4096 tasks");
    refuses("bump:r=1,n=3,M=65,signs=plus", "centres", 1, 2, "65 along each of 2 axes are more than 4096 tasks");
}
END_TEST

START_TEST(inputs_that_do_not_fit)
{
    refuses("bump:r=1,n=2,M=2", "centres", 1, 2, "m1 = 1 and m2 = 2, but the target bump:");
    refuses("bump:r=1,n=2,M=2", "centres", 2, 0, "has 2 inputs: their sum must be that, and both at least 1");
    refuses("bump:r=1,n=2,M=2", "centres", 0, 2, "both at least 1");
    refuses("bump:r=1,n=1,M=2,signs=plus", "grid:2", 1, 1, "has 1 input: ");
    refuses("bump:r=1,n=2,M=2", "centres", SIZE_MAX, 3, "both at least 1");
    refuses("product:r=1,m1=2,m2=1", "grid:3", 1, 2, "m1 = 1, but the target product:");
}
END_TEST

/* ---- places and points ---- */

static void expect_places(const char *target_word, const char *word, size_t m2, const double *axis, size_t count)
{
    nw_target *target = target_of(target_word);
    nw_tasks tasks;
    size_t m1 = (size_t)nw_target_inputs(target) - m2, total = 1;
    set(&tasks, word, target, m1, m2);
    for (size_t b = 0; b < m2; b++)
        total *= count;
    ck_assert_uint_eq(tasks.data.tasks, total);
    ck_assert_uint_eq(tasks.data.task_inputs, m2);
    ck_assert(tasks.whole_box == (strcmp(word, "box") == 0));
    for (size_t t = 0; t < total; t++)
        for (size_t b = 0, step = total / count; b < m2; b++, step /= count)
            ck_assert_msg(fabs(tasks.data.places[t * m2 + b] - axis[t / step % count]) <= 1e-15,
                          "%s: task %zu at %.17g", word, t, tasks.data.places[t * m2 + b]);
    nw_tasks_clear(&tasks);
    nw_target_free(target);
}

START_TEST(places)
{
    const double halves[] = {-0.5, 0.5}, thirds[] = {-2.0 / 3, 0, 2.0 / 3}, nodes[] = {-1, -1.0 / 3, 1.0 / 3, 1};
    const double middle[] = {0}, five[] = {-1, -0.5, 0, 0.5, 1};
    expect_places("bump:r=1,n=2,M=2", "centres", 1, halves, 2);
    expect_places("bump:r=2,n=2,M=3", "centres", 1, thirds, 3);
    expect_places("bump:r=1,n=3,M=3", "centres", 2, thirds, 3);
    expect_places("step:r=1,n=2,M=3", "centres", 1, nodes, 4);
    expect_places("step:r=1,n=3,M=3", "centres", 2, nodes, 4);
    expect_places("trig:n=2", "grid:1", 1, middle, 1);
    expect_places("trig:n=2", "grid:5", 1, five, 5);
    expect_places("bump:r=1,n=3,M=2", "grid:5", 2, five, 5);
    nw_target *target = target_of("bump:r=1,n=2,M=2");
    nw_tasks tasks;
    set(&tasks, "box", target, 1, 1);
    ck_assert(tasks.whole_box);
    ck_assert_uint_eq(tasks.data.tasks, nw_target_resolution(target, 1) / 2 + 1);
    ck_assert_double_eq(tasks.data.places[0], -1);
    ck_assert_double_eq(tasks.data.places[tasks.data.tasks - 1], 1);
    nw_tasks_clear(&tasks);
    nw_target_free(target);
}
END_TEST

/* At its centres a bump has its full height. */
START_TEST(centres_are_the_bumps)
{
    for (int scale = 2; scale <= 9; scale++) {
        char *word = nw_format("bump:r=1,n=2,M=%d,signs=seed:3", scale);
        nw_target *target = target_of(word);
        nw_tasks tasks;
        set(&tasks, "centres", target, 1, 1);
        for (size_t t = 0; t < tasks.data.tasks; t++)
            for (int j = 0; j < scale; j++) {
                const double x[2] = {(2.0 * j + 1) / scale - 1, tasks.data.places[t]};
                ck_assert_double_eq_tol(fabs(nw_target_value(target, x)), nw_target_amplitude(target), 1e-14);
            }
        nw_tasks_clear(&tasks);
        nw_target_free(target);
        free(word);
    }
}
END_TEST

static void expect_values(const nw_tasks *tasks)
{
    for (size_t t = 0; t < tasks->data.tasks; t++) {
        const nw_fit_data *points = &tasks->data.points[t];
        ck_assert_uint_eq((size_t)points->inputs, tasks->m1);
        for (size_t i = 0; i < points->count; i++) {
            double in[NW_MOST_INPUTS];
            memcpy(in, points->x + i * tasks->m1, tasks->m1 * sizeof *in);
            memcpy(in + tasks->m1, tasks->data.places + t * tasks->m2, tasks->m2 * sizeof *in);
            for (size_t a = 0; a < tasks->m1; a++)
                ck_assert(fabs(in[a]) <= 1);
            ck_assert_double_eq(points->y[i], nw_target_value(tasks->target, in));
        }
    }
}

START_TEST(points_are_the_targets)
{
    static const struct {
        const char *target, *word;
        size_t m1, m2;
    } cases[] = {{"bump:r=1,n=2,M=3", "centres", 1, 1}, {"bump:r=2,n=3,M=2", "grid:3", 1, 2},
                 {"step:r=1,n=3,M=2", "centres", 2, 1}, {"trig:n=2", "box", 1, 1},
                 {"product:r=1,m1=2,m2=1", "grid:4", 2, 1}};
    for (size_t c = 0; c < sizeof cases / sizeof cases[0]; c++) {
        nw_target *target = target_of(cases[c].target);
        nw_tasks tasks;
        size_t ends = 0;
        set(&tasks, cases[c].word, target, cases[c].m1, cases[c].m2);
        expect_values(&tasks);
        const nw_fit_data *first = &tasks.data.points[0];
        for (size_t i = 0; i < first->count; i++) {
            bool corner = true;
            for (size_t a = 0; a < tasks.m1; a++)
                corner = corner && fabs(first->x[i * tasks.m1 + a]) == 1;
            ends += corner;
        }
        ck_assert_uint_eq(ends, (size_t)1 << tasks.m1); /* the grid of points reaches the corners */
        nw_tasks_clear(&tasks);
        nw_target_free(target);
    }
}
END_TEST

/* Many tasks share what points there may be. */
START_TEST(points_are_bounded)
{
    nw_target *target = target_of("bump:r=1,n=3,M=16,signs=plus");
    nw_tasks tasks;
    size_t total = 0;
    set(&tasks, "grid:64", target, 2, 1);
    for (size_t t = 0; t < tasks.data.tasks; t++)
        total += tasks.data.points[t].count;
    ck_assert_uint_le(total, 400000);
    ck_assert_uint_ge(total, 200000);
    nw_tasks_clear(&tasks);
    nw_target_free(target);
}
END_TEST

START_TEST(points_and_tasks_are_added)
{
    gsl_rng *rng = ct_rng("added");
    nw_target *target = target_of("bump:r=1,n=3,M=2");
    nw_tasks tasks;
    set(&tasks, "grid:2", target, 1, 2);
    size_t before = tasks.data.tasks, counts[4];
    for (size_t t = 0; t < before; t++)
        counts[t] = tasks.data.points[t].count;
    for (int i = 0; i < 60; i++) {
        double x = 2 * gsl_rng_uniform(rng) - 1, place[2] = {2 * gsl_rng_uniform(rng) - 1, x};
        nw_tasks_add_point(&tasks, 1, &x);
        const nw_fit_data *points = &tasks.data.points[1];
        ck_assert_uint_eq(points->count, counts[1] + (size_t)i + 1);
        ck_assert_double_eq(points->x[points->count - 1], x);
        nw_tasks_add_task(&tasks, place);
        ck_assert_uint_eq(tasks.data.tasks, before + (size_t)i + 1);
        ck_assert_mem_eq(tasks.data.places + (tasks.data.tasks - 1) * 2, place, sizeof place);
        ck_assert_uint_eq(tasks.data.points[0].count, counts[0]);
    }
    expect_values(&tasks);
    nw_tasks_clear(&tasks);
    nw_target_free(target);
    gsl_rng_free(rng);
}
END_TEST

/* ---- the judge ---- */

START_TEST(boxes)
{
    double low[NW_MOST_INPUTS], high[NW_MOST_INPUTS];
    nw_target *target = target_of("bump:r=1,n=3,M=3");
    nw_tasks tasks;
    set(&tasks, "centres", target, 1, 2);
    for (size_t t = 0; t < tasks.data.tasks; t++) {
        nw_task_box(low, high, &tasks, t);
        ck_assert(low[0] == -1 && high[0] == 1);
        for (size_t b = 0; b < 2; b++)
            ck_assert(low[1 + b] == tasks.places[t * 2 + b] && high[1 + b] == low[1 + b]);
    }
    nw_tasks_clear(&tasks);
    nw_target_free(target);
    target = target_of("expr:x1*I1/8");
    set(&tasks, "box", target, 1, 1);
    nw_task_box(low, high, &tasks, 0);
    ck_assert(low[0] == -1 && high[0] == 1 && low[1] == -1 && high[1] == 1);
    nw_tasks_clear(&tasks);
    nw_target_free(target);
}
END_TEST

/* y = x I / 8 and the network 0: the error at the place I is |I| / 8, and its witness is an end of x. */
START_TEST(judgements)
{
    nw_target *target = target_of("expr:r=1,m1=1,m2=1,amplitude=1:x1*I1/8");
    const size_t width = 1;
    nw_network *zero = nw_network_new(2, &width, 1, 1, NW_TANH, false);
    nw_tasks tasks;
    nw_task_judge judge;
    set(&tasks, "grid:3", target, 1, 1);
    nw_task_judge_begin(&judge, &tasks, 0.1, NULL);
    size_t before = tasks.points[0].count;
    ck_assert_int_eq(nw_task_judge_network(&judge, zero, 1), NW_ACCEPTED); /* I = 0 */
    ck_assert_uint_eq(tasks.points[1].count, before);
    ck_assert_int_eq(nw_task_judge_network(&judge, zero, 0), NW_MORE_DATA); /* I = -1 */
    ck_assert_uint_eq(tasks.points[0].count, before + 1);
    ck_assert(fabs(tasks.points[0].x[before]) > 0.8);
    expect_values(&tasks);
    nw_task_judge_begin(&judge, &tasks, 0.125, NULL);
    ck_assert_int_eq(nw_task_judge_network(&judge, zero, 2), NW_ACCEPTED); /* exactly at the threshold */
    nw_task_judge_begin(&judge, &tasks, nextafter(0.125, 0), NULL);
    ck_assert_int_ne(nw_task_judge_network(&judge, zero, 2), NW_ACCEPTED); /* and a step above it */
    /* What a budget leaves open is not accepted, and taught no point. */
    nw_network *steep = nw_network_copy(zero);
    steep->parameters[0] = 50; /* tanh(50 x) / 20: the error is 3/40, at the ends */
    steep->parameters[3] = 0.05;
    nw_task_judge_begin(&judge, &tasks, 0.0751, NULL);
    before = tasks.points[2].count;
    ck_assert_int_eq(nw_task_judge_network(&judge, steep, 2), NW_ACCEPTED);
    judge.certify.most_boxes = 1;
    ck_assert_int_eq(nw_task_judge_network(&judge, steep, 2), NW_REJECTED);
    ck_assert_uint_eq(tasks.points[2].count, before);
    nw_network_free(steep);
    nw_network_free(zero);
    zero = nw_network_new(1, &width, 1, 1, NW_TANH, false); /* an input too few: never accepted */
    ck_assert_int_eq(nw_task_judge_network(&judge, zero, 1), NW_REJECTED);
    nw_network_free(zero);
    nw_tasks_clear(&tasks);
    nw_target_free(target);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("tasks");
    TCase *tests = ct_case(suite, "tasks");
    tcase_add_test(tests, bad_words);
    tcase_add_test(tests, inputs_that_do_not_fit);
    tcase_add_test(tests, places);
    tcase_add_test(tests, centres_are_the_bumps);
    tcase_add_test(tests, points_are_the_targets);
    tcase_add_test(tests, points_are_bounded);
    tcase_add_test(tests, points_and_tasks_are_added);
    tests = ct_case(suite, "judge");
    tcase_add_test(tests, boxes);
    tcase_add_test(tests, judgements);
    return ct_main(suite);
}
