/* study/q_width.h: q and g at the tasks of small targets.  What is said of every network is looked at again: its
 * counts, its Lipschitz constants, its error at many points beside the proven bounds. */
#include "study/q_width.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "check_common.h"
#include "rational.h"
#include "study/gap_job.h"
#include "study/q_form.h"
#include "study/width.h"

/* OpenBLAS; its cblas.h clashes with GSL's. */
void openblas_set_num_threads(int count);

enum { DENSE = 4001 };

static nw_target *target_of(const char *word)
{
    nw_target *target;
    nw_error error;
    if (nw_target_parse(&target, word, &error) != NW_OK)
        ck_abort_msg("%s: %s", word, error.message);
    return target;
}

/* theta = 1/4: eps = amplitude / 4, exactly. */
static void quarter(fmpq_t eps, const nw_target *target)
{
    arf_t amplitude;
    arf_init(amplitude);
    arf_set_d(amplitude, nw_target_amplitude(target));
    arf_get_fmpq(eps, amplitude);
    fmpq_div_2exp(eps, eps, 2);
    arf_clear(amplitude);
}

static void set(nw_tasks *tasks, const char *word, const nw_target *target)
{
    nw_error error;
    if (nw_tasks_set(tasks, word, target, 1, 1, &error) != NW_OK)
        ck_abort_msg("%s", error.message);
}

static nw_q_options quick(nw_embedding embedding, size_t k_most)
{
    nw_q_options options = nw_q_defaults();
    options.embed.embedding = embedding;
    options.embed.k_most = k_most;
    options.embed.largest_width = 32;
    options.embed.fit.starts = 2;
    return options;
}

/* ---- one method ---- */

/* The largest difference from the target at many points of (x, I), I from `low` to `high` in `rows` steps. */
static double sampled(const nw_composite *function, const nw_target *target, double low, double high, int rows)
{
    double most = 0;
    double *points = nw_alloc(DENSE, 2 * sizeof *points), *y = nw_alloc(DENSE, sizeof *y);
    for (int row = 0; row < rows; row++) {
        for (int i = 0; i < DENSE; i++) {
            points[2 * i] = 2.0 * i / (DENSE - 1) - 1;
            points[2 * i + 1] = rows == 1 ? low : low + (high - low) * row / (rows - 1);
        }
        nw_composite_values(function, DENSE, points, y);
        for (int i = 0; i < DENSE; i++) {
            double error = fabs(y[i] - nw_target_value(target, points + 2 * i));
            most = error <= most ? most : error;
        }
    }
    free(points);
    free(y);
    return most;
}

/* lower <= the norm <= upper: what is sampled stays below the upper end, and dense samples come up to the lower one. */
static void expect_enclosures(const nw_q_method *method, const nw_q_result *result)
{
    const nw_tasks *tasks = result->tasks;
    double eps = fmpq_get_d(result->eps), lower = 0, upper = 0;
    ck_assert_uint_eq(method->enclosure_count, tasks->whole_box ? 1 : tasks->data.tasks);
    for (size_t t = 0; t < method->enclosure_count; t++) {
        const nw_enclosure *enclosure = &method->enclosures[t];
        nw_composite *function = nw_q_composite(method, tasks, t);
        double place = tasks->places[t];
        double most = tasks->whole_box ? sampled(function, tasks->target, -1, 1, 301)
                                       : sampled(function, tasks->target, place, place, 1);
        ck_assert_msg(most <= enclosure->upper * (1 + 1e-12), "task %zu: %.17g above %.17g", t, most, enclosure->upper);
        /* Lower ends are attained; samples miss a kink by half a step. */
        ck_assert_msg(most >= 0.97 * enclosure->lower, "task %zu: %.17g below %.17g", t, most, enclosure->lower);
        ck_assert(enclosure->lower <= enclosure->upper && enclosure->upper <= eps * (1 + 1e-15));
        lower = fmax(lower, enclosure->lower);
        upper = fmax(upper, enclosure->upper);
        nw_composite_free(function);
    }
    ck_assert_double_eq(method->lower, lower);
    ck_assert_double_eq(method->upper, upper);
}

/* A number a task that no unit reads: a method of fewer numbers, which served for more. */
static bool has_idle_number(const nw_embed_network *found, size_t m1)
{
    for (size_t l = 0; l < found->k; l++) {
        bool idle = true;
        for (size_t j = 0; j < found->width; j++)
            idle = idle && nw_layer_weights(found->q, 0)[j * (m1 + found->k) + m1 + l] == 0;
        if (idle)
            return true;
    }
    return false;
}

static void expect_method(const nw_q_method *method, const nw_q_result *result, const nw_q_options *options)
{
    const nw_embed_network *found = &method->network;
    const nw_tasks *tasks = result->tasks;
    size_t k = found->k, width = found->width, bias = options->embed.fit.output_bias;
    ck_assert_int_eq(method->outcome, NW_PROVED);
    ck_assert_ptr_null(method->reason);
    ck_assert_uint_eq(method->parameters, width * (tasks->m1 + k + 2) + bias);
    ck_assert_uint_eq(method->parameters, found->q->parameter_count);
    ck_assert_uint_eq(method->connections, nw_q_connections(found->q));
    ck_assert_double_eq(method->l2, nw_network_spectral_complexity(found->q));
    expect_enclosures(method, result);
    if (options->embed.embedding == NW_EMBED_PLACE) {
        ck_assert(k == tasks->m2 && found->rows == NULL && found->e == NULL && method->l1 == 1);
        ck_assert_uint_eq(method->connections, method->parameters);
    } else if (options->embed.embedding == NW_EMBED_FREE) {
        /* In its sparse form, which there is unless fewer numbers would do. */
        if (width >= k && !has_idle_number(found, tasks->m1))
            ck_assert_uint_eq(method->connections, method->parameters - k * k);
        ck_assert_double_eq(method->l1, nw_q_lipschitz(found->rows, k, tasks->places, tasks->m2, tasks->data.tasks));
    } else {
        ck_assert_double_eq(method->l1, nw_network_spectral_complexity(found->e));
        ck_assert_double_le(method->l1, options->embed.l1);
        ck_assert_double_le(method->l2, options->embed.l2);
    }
}

static void expect_result(const nw_q_result *result, const nw_q_options *options)
{
    size_t parameters = SIZE_MAX, connections = SIZE_MAX;
    ck_assert_msg(result->outcome == NW_PROVED, "%s", result->reason);
    ck_assert_ptr_null(result->reason);
    for (size_t i = 0; i < result->count; i++) {
        expect_method(&result->methods[i], result, options);
        parameters = result->methods[i].parameters < parameters ? result->methods[i].parameters : parameters;
        connections = result->methods[i].connections < connections ? result->methods[i].connections : connections;
        if (i > 0)
            ck_assert_uint_eq(result->methods[i].network.k, result->methods[i - 1].network.k + 1);
    }
    ck_assert_uint_eq(result->methods[result->fewest_parameters].parameters, parameters);
    ck_assert_uint_eq(result->methods[result->fewest_connections].connections, connections);
}

/* ---- q at the centres ---- */

START_TEST(free_embeddings)
{
    for (int scale = 2; scale <= 3; scale++)
        for (int bias = 0; bias < 2; bias++) {
            char *word = nw_format("bump:r=1,n=2,M=%d,signs=seed:%lu", scale, ct_seed() % 1000 + (unsigned long)bias);
            nw_target *target = target_of(word);
            nw_tasks tasks;
            nw_q_result result;
            nw_error error;
            nw_q_options options = quick(NW_EMBED_FREE, 8);
            options.embed.fit.output_bias = bias == 1;
            fmpq_t eps;
            fmpq_init(eps);
            quarter(eps, target);
            set(&tasks, "centres", target);
            ck_assert(nw_q_width(&result, &tasks, eps, &options, &error) == NW_OK);
            ck_assert(fmpq_equal(result.eps, eps));
            ck_assert_uint_eq(result.count, (size_t)scale - 1);
            expect_result(&result, &options);
            for (size_t i = 1; i < result.count; i++)
                ck_assert_uint_le(result.methods[i].network.width, result.methods[i - 1].network.width);
            nw_q_result_clear(&result);
            nw_tasks_clear(&tasks);
            nw_target_free(target);
            fmpq_clear(eps);
            free(word);
        }
}
END_TEST

START_TEST(the_place_itself)
{
    nw_target *target = target_of("bump:r=1,n=2,M=2,signs=+--+");
    nw_tasks tasks;
    nw_q_result result;
    nw_error error;
    nw_q_options options = quick(NW_EMBED_PLACE, 8);
    fmpq_t eps;
    fmpq_init(eps);
    quarter(eps, target);
    set(&tasks, "centres", target);
    ck_assert(nw_q_width(&result, &tasks, eps, &options, &error) == NW_OK);
    ck_assert_uint_eq(result.count, 1);
    expect_result(&result, &options);
    nw_q_result_clear(&result);
    nw_tasks_clear(&tasks);
    nw_target_free(target);
    fmpq_clear(eps);
}
END_TEST

/* Over the box q(x, I) is a network of all inputs: the search of width.h looks for the same. */
static void compare_over_the_box(const char *word, slong denominator)
{
    nw_target *target = target_of(word);
    nw_tasks tasks;
    nw_q_result result;
    nw_width_result plain;
    nw_error error;
    nw_q_options options = quick(NW_EMBED_PLACE, 1);
    nw_width_options how = nw_width_defaults();
    fmpq_t eps;
    fmpq_init(eps);
    if (denominator == 0)
        quarter(eps, target);
    else
        fmpq_set_si(eps, 1, (ulong)denominator);
    options.embed.fit.output_bias = how.fit.output_bias;
    options.embed.fit.starts = how.fit.starts = 4;
    set(&tasks, "box", target);
    ck_assert(nw_q_width(&result, &tasks, eps, &options, &error) == NW_OK);
    ck_assert_uint_eq(result.count, 1);
    expect_result(&result, &options);
    how.quiet = true;
    how.largest_width = 32;
    nw_width_one(&plain, target, eps, &how, 0);
    ck_assert(plain.outcome == NW_PROVED);
    size_t width = result.methods[0].network.width;
    ck_assert_msg(width + 1 >= plain.width && width <= plain.width + 1, "%s: width %zu, and %zu", word, width,
                  plain.width);
    nw_width_result_clear(&plain);
    nw_q_result_clear(&result);
    nw_tasks_clear(&tasks);
    nw_target_free(target);
    fmpq_clear(eps);
}

START_TEST(the_whole_box)
{
    compare_over_the_box("expr:r=1,m1=1,m2=1,amplitude=1:sin(2*x1+I1)/5", 50);
    compare_over_the_box("expr:r=1,m1=1,m2=1,amplitude=1:x1*I1/4", 20);
    compare_over_the_box("bump:r=1,n=2,M=2,signs=+--+", 0);
}
END_TEST

/* A network e, whose constant and q's stay below their caps, or nothing is found. */
START_TEST(capped_embeddings)
{
    nw_target *target = target_of("expr:r=1,m1=1,m2=1,amplitude=1:x1*I1/4");
    nw_tasks tasks;
    nw_q_result result;
    nw_error error;
    nw_q_options options = quick(NW_EMBED_NETWORK, 1);
    options.embed.fit.starts = 1;
    fmpq_t eps;
    fmpq_init(eps);
    fmpq_set_si(eps, 1, 20);
    for (int round = 0; round < 2; round++) {
        options.embed.l1 = round == 0 ? INFINITY : 1e-9;
        set(&tasks, "box", target);
        ck_assert(nw_q_width(&result, &tasks, eps, &options, &error) == NW_OK);
        for (size_t i = 0; i < result.count; i++)
            expect_method(&result.methods[i], &result, &options);
        if (round == 0)
            expect_result(&result, &options);
        nw_q_result_clear(&result);
        nw_tasks_clear(&tasks);
        options.embed.largest_width = 4;
    }
    nw_target_free(target);
    fmpq_clear(eps);
}
END_TEST

/* Free rows of two tasks need one number each: a larger k alone is not searched, and the reason says so. */
START_TEST(more_numbers_than_tasks)
{
    nw_target *target = target_of("bump:r=1,n=2,M=2,signs=plus");
    nw_tasks tasks;
    nw_q_result result;
    nw_error error;
    nw_q_options options = quick(NW_EMBED_FREE, 5);
    fmpq_t eps;
    fmpq_init(eps);
    quarter(eps, target);
    options.embed.k_least = 2;
    set(&tasks, "centres", target);
    ck_assert(nw_q_width(&result, &tasks, eps, &options, &error) == NW_OK);
    ck_assert_int_eq(result.outcome, NW_UNKNOWN);
    ck_assert_uint_eq(result.count, 0);
    ck_assert(strstr(result.reason, "larger than free embeddings need") != NULL);
    nw_q_result_clear(&result);
    nw_tasks_clear(&tasks);
    nw_target_free(target);
    fmpq_clear(eps);
}
END_TEST

START_TEST(what_is_refused)
{
    nw_target *target = target_of("bump:r=1,n=2,M=2,signs=plus");
    nw_tasks tasks;
    nw_error error;
    fmpq_t eps;
    fmpq_init(eps);
    quarter(eps, target);
    set(&tasks, "box", target);
    nw_q_result q;
    nw_q_options options = quick(NW_EMBED_FREE, 1);
    ck_assert(nw_q_width(&q, &tasks, eps, &options, &error) == NW_BAD_INPUT);
    ck_assert(strstr(error.message, "give tasks centres or grid:N") != NULL);
    nw_q_result_clear(&q);
    options = quick(NW_EMBED_PLACE, 1);
    options.embed.fit.hidden_layers = 2;
    ck_assert(nw_q_width(&q, &tasks, eps, &options, &error) == NW_BAD_INPUT);
    ck_assert(strstr(error.message, "2 hidden layers") != NULL);
    nw_q_result_clear(&q);
    nw_g_result g;
    nw_fit_options fit = nw_fit_defaults();
    ck_assert(nw_g_width(&g, &tasks, eps, &fit, 8, 0.01, false, &error) == NW_BAD_INPUT);
    ck_assert(strstr(error.message, "not box") != NULL);
    nw_g_result_clear(&g);
    nw_tasks_clear(&tasks);
    nw_target_free(target);
    fmpq_clear(eps);
}
END_TEST

/* Nothing serves: no claim, and a reason; and so when it is interrupted. */
START_TEST(nothing_is_claimed_for_nothing)
{
    nw_target *target = target_of("bump:r=1,n=2,M=3,signs=seed:1");
    const volatile bool stop = true;
    fmpq_t eps;
    fmpq_init(eps);
    quarter(eps, target);
    for (int kind = 0; kind < 2; kind++) {
        nw_tasks tasks;
        nw_error error;
        nw_q_result q;
        nw_g_result g;
        nw_q_options options = quick(NW_EMBED_FREE, 2);
        options.embed.largest_width = kind == 0 ? 1 : 8;
        options.embed.fit.stop = kind == 1 ? &stop : NULL;
        const char *reason = kind == 0 ? "no network up to the largest width served" : "it was interrupted";
        set(&tasks, "centres", target);
        ck_assert(nw_q_width(&q, &tasks, eps, &options, &error) == NW_OK);
        ck_assert(q.outcome == NW_UNKNOWN && q.count == 0 && q.fewest_parameters == SIZE_MAX);
        ck_assert_str_eq(q.reason, reason);
        nw_q_result_clear(&q);
        ck_assert(nw_g_width(&g, &tasks, eps, &options.embed.fit, options.embed.largest_width, 0.01, false, &error) ==
                  NW_OK);
        ck_assert_int_eq(g.outcome, NW_UNKNOWN);
        ck_assert_str_eq(g.reason, reason);
        nw_g_result_clear(&g);
        nw_tasks_clear(&tasks);
    }
    nw_target_free(target);
    fmpq_clear(eps);
}
END_TEST

/* ---- g ---- */

/* At a centre in I the target is a sum of bumps in x, with the signs of that row. */
START_TEST(g_at_its_slices)
{
    static const char *const signs[] = {"", "", "++-+", "+--++-+-+"};
    for (int scale = 2; scale <= 3; scale++) {
        char *word = nw_format("bump:r=1,n=2,M=%d,signs=%s", scale, signs[scale]);
        nw_target *target = target_of(word);
        nw_tasks tasks;
        nw_g_result result;
        nw_error error;
        nw_fit_options fit = nw_fit_defaults();
        fmpq_t eps;
        size_t most = 0;
        double lower = 0, upper = 0;
        fmpq_init(eps);
        quarter(eps, target);
        set(&tasks, "centres", target);
        ck_assert(nw_g_width(&result, &tasks, eps, &fit, 16, 0.01, false, &error) == NW_OK);
        ck_assert_int_eq(result.outcome, NW_PROVED);
        for (int t = 0; t < scale; t++) {
            char row[8] = {0};
            for (int j = 0; j < scale; j++) /* the axis of x varies slowest */
                row[j] = signs[scale][j * scale + t];
            char *slice_word = nw_format("bump:r=1,n=1,M=%d,signs=%s,amplitude=%.17g", scale, row,
                                         nw_target_amplitude(target));
            nw_target *slice = target_of(slice_word);
            nw_width_options how = nw_width_defaults();
            nw_width_result alone;
            how.quiet = true;
            how.largest_width = 16;
            nw_width_one(&alone, slice, eps, &how, 0);
            ck_assert_msg(alone.width == result.widths[t], "%s: width %zu, in the row %zu", slice_word, alone.width,
                          result.widths[t]);
            const nw_network *network = result.networks[t];
            ck_assert(network->inputs == 1 && network->layers[0].units == result.widths[t]);
            nw_composite function = {.form = NW_PLAIN, .m1 = 1, .primary = result.networks[t]};
            double x[DENSE], y[DENSE], error_there = 0;
            for (int i = 0; i < DENSE; i++)
                x[i] = 2.0 * i / (DENSE - 1) - 1;
            nw_composite_values(&function, DENSE, x, y);
            for (int i = 0; i < DENSE; i++)
                error_there = fmax(error_there, fabs(y[i] - nw_target_value(slice, x + i)));
            ck_assert(error_there <= result.enclosures[t].upper * (1 + 1e-12));
            ck_assert(error_there >= 0.97 * result.enclosures[t].lower);
            most = result.widths[t] > most ? result.widths[t] : most;
            lower = fmax(lower, result.enclosures[t].lower);
            upper = fmax(upper, result.enclosures[t].upper);
            nw_width_result_clear(&alone);
            nw_target_free(slice);
            free(slice_word);
        }
        ck_assert_uint_eq(result.width, most);
        ck_assert_uint_eq(result.parameters, 3 * most + 1);
        ck_assert(result.lower == lower && result.upper == upper && upper <= fmpq_get_d(eps) * (1 + 1e-15));
        nw_g_result_clear(&result);
        nw_tasks_clear(&tasks);
        nw_target_free(target);
        fmpq_clear(eps);
        free(word);
    }
}
END_TEST

/* ---- jobs of a study ---- */

static nw_gap_job job_of(nw_gap_method method)
{
    nw_gap_job job = {.method = method,
                      .target = nw_copy_text("bump:r=1,n=2,M=3,signs=seed:2"),
                      .r = 1,
                      .m1 = 1,
                      .m2 = 1,
                      .scale = 3,
                      .goal_is_theta = true,
                      .activation = NW_TANH,
                      .hidden_layers = 1,
                      .tasks = nw_copy_text("centres"),
                      .k_least = 1,
                      .k_most = 2,
                      .l1 = nw_copy_text(""),
                      .l2 = nw_copy_text(""),
                      .starts = 2,
                      .largest_width = 32,
                      .target_seed = 2,
                      .seed = 5};
    fmpq_init(job.goal);
    fmpq_set_si(job.goal, 1, 4);
    return job;
}

START_TEST(equal_jobs_give_equal_records)
{
    static const nw_gap_method methods[] = {NW_GAP_G, NW_GAP_Q_FREE, NW_GAP_Q_IDENTITY};
    for (size_t m = 0; m < sizeof methods / sizeof methods[0]; m++) {
        char *texts[2];
        for (int turn = 0; turn < 2; turn++) {
            nw_gap_job job = job_of(methods[m]);
            nw_gap_record record;
            nw_error error;
            fmpq_t expected;
            nw_target *target = target_of(job.target);
            fmpq_init(expected);
            quarter(expected, target);
            ck_assert_msg(nw_gap_measure(&record, &job, NULL, &error) == NW_OK, "%s", error.message);
            ck_assert_int_eq(record.outcome, NW_PROVED);
            ck_assert_ptr_null(record.reason);
            ck_assert(fmpq_equal(record.eps, expected));
            ck_assert_uint_eq(record.point_count, methods[m] == NW_GAP_Q_FREE ? 2 : 1);
            for (size_t i = 0; i < record.point_count; i++) {
                const nw_gap_point *point = &record.points[i];
                ck_assert_uint_eq(point->k, methods[m] == NW_GAP_G ? 0 : i + 1);
                ck_assert_uint_eq(point->parameters, point->width * (3 + point->k));
                ck_assert(isnan(point->l1) == (methods[m] == NW_GAP_G));
            }
            json_t *object = nw_gap_record_to_json(&record);
            texts[turn] = json_dumps(object, JSON_SORT_KEYS);
            json_decref(object);
            nw_gap_record_clear(&record);
            nw_gap_job_clear(&job);
            nw_target_free(target);
            fmpq_clear(expected);
        }
        ck_assert_str_eq(texts[0], texts[1]);
        free(texts[0]);
        free(texts[1]);
    }
}
END_TEST

/* What a job cannot mean is said in a line, and the record can be cleared. */
START_TEST(jobs_that_mean_nothing)
{
    for (int kind = 0; kind < 5; kind++) {
        nw_gap_job job = job_of(kind == 3 || kind == 4 ? NW_GAP_Q_BOUNDED : NW_GAP_Q_FREE);
        nw_gap_record record;
        nw_error error;
        const char *expected = "";
        char **text = kind == 0 ? &job.target : kind == 3 ? &job.l1 : kind == 4 ? &job.l2 : &job.tasks;
        free(*text);
        *text = nw_copy_text(kind == 0   ? "bumb:M=2"
                             : kind == 1 ? "corners"
                             : kind == 2 ? "box"
                             : kind == 3 ? "-1"
                                         : "many");
        expected = kind == 0   ? "bumb"
                   : kind == 1 ? "corners"
                   : kind == 2 ? "free embeddings"
                   : kind == 3 ? "l1 is -1"
                               : "many";
        ck_assert(nw_gap_measure(&record, &job, NULL, &error) == NW_BAD_INPUT);
        ck_assert_msg(strstr(error.message, expected) != NULL, "%s", error.message);
        nw_gap_record_clear(&record);
        nw_gap_job_clear(&job);
    }
}
END_TEST

int main(void)
{
    openblas_set_num_threads(1); /* as the program does: with more the last bits of GSL's eigenvectors differ */
    Suite *suite = suite_create("q width");
    TCase *tests = ct_case(suite, "q");
    tcase_add_test(tests, free_embeddings);
    tcase_add_test(tests, the_place_itself);
    tcase_add_test(tests, the_whole_box);
    tcase_add_test(tests, capped_embeddings);
    tcase_add_test(tests, more_numbers_than_tasks);
    tcase_add_test(tests, what_is_refused);
    tcase_add_test(tests, nothing_is_claimed_for_nothing);
    tests = ct_case(suite, "g");
    tcase_add_test(tests, g_at_its_slices);
    tests = ct_case(suite, "jobs");
    tcase_add_test(tests, equal_jobs_give_equal_records);
    tcase_add_test(tests, jobs_that_mean_nothing);
    return ct_main(suite);
}
