/* report/experiment_*.h and report/figure.h: made-up records, and numbers, sentences and figures of them against what
 * is computed here. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/random.h"
#include "check_common.h"
#include "report/experiment_counts.h"
#include "report/experiment_figure.h"
#include "report/experiment_groups.h"
#include "report/experiment_page.h"
#include "report/experiment_parts.h"
#include "report/experiment_table.h"
#include "report/figure_plot.h"
#include "report/figure_tikz.h"

/* ---- made-up studies ---- */

typedef struct made {
    nw_study study;
    nw_rows rows;
    nw_experiment_groups groups;
} made;

/* An experiment with some of its settings replaced, "{\"values\": [2, 3]}"; no job has run. */
static void make_study(made *m, const char *name, const char *members)
{
    nw_error error;
    nw_setting_of_experiment setting;
    json_t *object = json_loads(members, 0, NULL);
    ck_assert_ptr_nonnull(object);
    *m = (made){0};
    nw_experiment_defaults(&setting, nw_experiment_find(name));
    if (nw_experiment_from_json(&setting, object, "test", &error) != NW_OK ||
        nw_experiment_study(&m->study, &setting, &error) != NW_OK)
        ck_abort_msg("%s", error.message);
    json_decref(object);
    nw_experiment_clear(&setting);
    m->rows = (nw_rows){.study = nw_copy_text(m->study.text),
                        .fingerprint = nw_copy_text(""),
                        .version = nw_copy_text(""),
                        .rows = nw_alloc(m->study.count, sizeof *m->rows.rows),
                        .count = m->study.count};
    for (size_t i = 0; i < m->study.count; i++)
        m->rows.rows[i].job = nw_copy_text("{}");
}

static const nw_setting_of_experiment *setting_of(const made *m)
{
    return nw_experiment_job_at(&m->study, 0)->setting;
}

static nw_experiment_job *job_of(const made *m, unsigned type, long value, nw_method method, unsigned repeat,
                                 size_t *number)
{
    for (*number = 0; *number < m->study.count; ++*number) {
        const nw_experiment_job *job = nw_experiment_job_at(&m->study, *number);
        if (job->type == type && job->value == value && job->method == method && job->repeat == repeat)
            return (nw_experiment_job *)job;
    }
    ck_abort_msg("no such job");
}

/* A record that ends at the test error; baselines constant 2, without I 1.5, linear 1.8; it moved when it is below. */
static nw_experiment_record record_of(const made *m, double test)
{
    const nw_setting_of_experiment *setting = setting_of(m);
    bool second = nw_experiment_has_wrong(setting) || nw_experiment_by_epoch(setting);
    nw_experiment_record record = {.point_count = setting->epochs + 1, .output_deviation = 0.5};
    record.points = nw_alloc(record.point_count, sizeof *record.points);
    for (size_t i = 0; i < record.point_count; i++) {
        double left = (double)(setting->epochs - i);
        record.points[i] = (nw_experiment_point){.epoch = (long)i,
                                                 .train = i == 0 ? NAN : test + left,
                                                 .test = test + left,
                                                 .second = second ? (test + left) / 8 : NAN};
    }
    record.baselines = (nw_baselines){
        .constant = 2, .without_i = 1.5, .linear = 1.8, .signal = 0.25, .how = nw_copy_text("made up for a test")};
    record.moved = test < 1.5 * 0.99;
    return record;
}

/* Takes the record over. */
static void keep(made *m, size_t number, nw_experiment_record *record)
{
    free(m->rows.rows[number].record);
    m->rows.done += m->rows.rows[number].record == NULL;
    m->rows.rows[number].record = nw_experiment_record_text(record);
    nw_experiment_record_clear(record);
}

typedef double error_rule(const nw_experiment_job *job);

/* Every job ends with the error that the rule says; NaN: it has not run. */
static void fill(made *m, error_rule *rule)
{
    for (size_t i = 0; i < m->study.count; i++) {
        double test = rule(nw_experiment_job_at(&m->study, i));
        if (isnan(test))
            continue;
        nw_experiment_record record = record_of(m, test);
        keep(m, i, &record);
    }
}

static void group(made *m)
{
    nw_error error;
    nw_experiment_groups_clear(&m->groups);
    if (nw_experiment_groups_make(&m->groups, &m->rows, "test", &error) != NW_OK)
        ck_abort_msg("%s", error.message);
}

static void clear(made *m)
{
    nw_experiment_groups_clear(&m->groups);
    nw_rows_clear(&m->rows);
    nw_study_clear(&m->study);
}

/* Errors in [0.5, 1) that look random and are the same for the same job. */
static double scattered(const nw_experiment_job *job)
{
    gsl_rng *rng = nw_random_stream(7, job->data_seed, (uint64_t)job->value * NW_METHOD_COUNT + job->method);
    double value = 0.5 + 0.5 * gsl_rng_uniform(rng);
    gsl_rng_free(rng);
    return value;
}

/* The hypernetwork falls with k, the embedding stays at its baseline; repeats differ by a factor. */
static double as_in_the_paper(const nw_experiment_job *job)
{
    double level = 1 + 0.1 * job->repeat;
    return job->method == NW_METHOD_HYPER ? level * 1.2 / (double)job->value : 2.5 + scattered(job);
}

static const char paper_like[] = "{\"preset\": \"tiny\", \"types\": [\"I\", \"II\"], \"values\": [2, 3, 5, 7, 9], "
                                 "\"repeats\": 4}";

/* ---- numbers ---- */

START_TEST(spreads_are_those_of_the_definition)
{
    made m;
    make_study(&m, "synthetic-depth", paper_like);
    fill(&m, scattered);
    group(&m);
    ck_assert_uint_eq(m.groups.count, 2 * 5 * 2);
    for (size_t i = 0; i < m.groups.count; i++) {
        const nw_experiment_group *g = &m.groups.groups[i];
        double sum = 0, squares = 0, least = INFINITY;
        ck_assert_uint_eq(g->repeats, 4);
        for (size_t r = 0; r < 4; r++) {
            double value = scattered(nw_experiment_job_at(&m.study, g->first + r));
            sum += value;
            least = fmin(least, value);
        }
        for (size_t r = 0; r < 4; r++)
            squares += pow(scattered(nw_experiment_job_at(&m.study, g->first + r)) - sum / 4, 2);
        nw_experiment_spread spread = nw_experiment_group_spread(&m.groups, g, NW_NUMBER_TEST, NW_LAST_EPOCH);
        ck_assert_uint_eq(spread.count, 4);
        ck_assert_double_eq_tol(spread.mean, sum / 4, 1e-14);
        ck_assert_double_eq_tol(spread.deviation, sqrt(squares / 3), 1e-14);
        ck_assert_double_eq(spread.least, least);
        /* at epoch 1 of 3 the made-up errors are 2 larger */
        spread = nw_experiment_group_spread(&m.groups, g, NW_NUMBER_TEST, 1);
        ck_assert_double_eq_tol(spread.mean, sum / 4 + 2, 1e-14);
        spread = nw_experiment_group_spread(&m.groups, g, NW_NUMBER_SECOND, NW_LAST_EPOCH);
        ck_assert(spread.count == 0 && isnan(spread.mean) && isnan(spread.deviation));
    }
    clear(&m);
}
END_TEST

START_TEST(what_diverged_or_is_missing_stands_in_no_mean)
{
    made m;
    size_t number;
    make_study(&m, "synthetic-depth", paper_like);
    fill(&m, as_in_the_paper);
    job_of(&m, 1, 5, NW_METHOD_HYPER, 1, &number);
    nw_experiment_record record = record_of(&m, 0.1);
    record.diverged = true;
    record.point_count = 2; /* training stopped there */
    record.points[1].train = INFINITY; /* and the test error is finite still */
    keep(&m, number, &record);
    job_of(&m, 1, 5, NW_METHOD_HYPER, 2, &number);
    free(m.rows.rows[number].record);
    m.rows.rows[number].record = NULL;
    m.rows.done--;
    group(&m);
    const nw_experiment_group *g = nw_experiment_group_find(&m.groups, 1, 5, NW_METHOD_HYPER);
    ck_assert(g->repeats == 4 && g->done == 3 && g->diverged == 1 && g->moved == 2);
    nw_experiment_spread spread = nw_experiment_group_spread(&m.groups, g, NW_NUMBER_TEST, NW_LAST_EPOCH);
    ck_assert_uint_eq(spread.count, 2);
    ck_assert_double_eq_tol(spread.mean, (1.0 + 1.3) / 2 * 1.2 / 5, 1e-14);
    nw_experiment_pairs pairs = nw_experiment_group_pairs(&m.groups, g);
    ck_assert(pairs.count == 2 && pairs.better == 2);
    /* repeats that lack a value are in no trend */
    ck_assert_uint_eq(nw_experiment_trend_of(&m.groups, 1, NW_METHOD_HYPER).repeats, 2);
    ck_assert_uint_eq(nw_experiment_trend_of(&m.groups, 2, NW_METHOD_HYPER).repeats, 4);
    clear(&m);
}
END_TEST

START_TEST(pairs_are_counted_repeat_by_repeat)
{
    made m;
    make_study(&m, "synthetic-depth", paper_like);
    fill(&m, scattered);
    group(&m);
    size_t better = 0, all = 0;
    for (size_t i = 0; i < m.groups.count; i++) {
        const nw_experiment_group *g = &m.groups.groups[i];
        nw_experiment_pairs pairs = nw_experiment_group_pairs(&m.groups, g);
        if (g->job->method == NW_METHOD_EMBEDDING) {
            ck_assert_uint_eq(pairs.count, 0);
            continue;
        }
        size_t expected = 0, number;
        double sum = 0;
        for (unsigned r = 0; r < 4; r++) {
            double g_error = scattered(nw_experiment_job_at(&m.study, g->first + r));
            double q_error = scattered(job_of(&m, g->job->type, g->job->value, NW_METHOD_EMBEDDING, r, &number));
            expected += g_error < q_error;
            sum += q_error - g_error;
        }
        ck_assert(pairs.count == 4 && pairs.better == expected);
        ck_assert_double_eq_tol(pairs.difference, sum / 4, 1e-14);
        better += expected;
        all += 4;
    }
    ck_assert(better > 0 && better < all); /* else the test shows nothing */
    clear(&m);
}
END_TEST

/* 1 - 6 sum d^2 / (n (n^2 - 1)) of n values without ties. */
static double spearman(const double *x, const double *y, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        double rank_x = 0, rank_y = 0;
        for (size_t j = 0; j < n; j++) {
            rank_x += x[j] < x[i];
            rank_y += y[j] < y[i];
        }
        sum += (rank_x - rank_y) * (rank_x - rank_y);
    }
    double size = (double)n;
    return 1 - 6 * sum / (size * (size * size - 1));
}

START_TEST(trends_are_rank_correlations)
{
    made m;
    size_t number;
    make_study(&m, "synthetic-depth",
               "{\"preset\": \"tiny\", \"types\": [\"II\"], \"values\": [9, 2, 8, 3, 7, 4, 6, 5], \"repeats\": 3}");
    fill(&m, scattered);
    group(&m);
    double x[8], y[8], mean = 0, at_first = 0, at_last = 0;
    for (unsigned repeat = 0; repeat < 3; repeat++) {
        for (size_t i = 0; i < 8; i++) {
            x[i] = (double)setting_of(&m)->values[i];
            y[i] = scattered(job_of(&m, 2, setting_of(&m)->values[i], NW_METHOD_EMBEDDING, repeat, &number));
        }
        mean += spearman(x, y, 8) / 3;
        at_first += y[1] / 3;
        at_last += y[0] / 3;
    }
    nw_experiment_trend trend = nw_experiment_trend_of(&m.groups, 2, NW_METHOD_EMBEDDING);
    ck_assert(trend.values == 8 && trend.repeats == 3 && trend.first == 2 && trend.last == 9);
    ck_assert_double_eq_tol(trend.correlation, mean, 1e-12);
    ck_assert_double_eq_tol(trend.at_first, at_first, 1e-14);
    ck_assert_double_eq_tol(trend.at_last, at_last, 1e-14);
    ck_assert_uint_eq(nw_experiment_trend_of(&m.groups, 1, NW_METHOD_EMBEDDING).values, 0);
    clear(&m);
}
END_TEST

/* A difference between repeats as a whole is larger than the slope, which stands out all the same. */
static double slight_fall(const nw_experiment_job *job)
{
    double level = 1 + job->repeat;
    return level * (job->method == NW_METHOD_HYPER ? 1 - 0.01 * (double)job->value : 1 + 0.01 * (double)job->value);
}

static double flat(const nw_experiment_job *job)
{
    return 1 + 0.1 * ((job->value + job->repeat) % 2 == 0 ? 1 : -1);
}

START_TEST(trends_have_directions)
{
    made m;
    make_study(&m, "synthetic-depth", paper_like);
    fill(&m, slight_fall);
    group(&m);
    nw_experiment_trend falls = nw_experiment_trend_of(&m.groups, 1, NW_METHOD_HYPER);
    nw_experiment_trend rises = nw_experiment_trend_of(&m.groups, 1, NW_METHOD_EMBEDDING);
    ck_assert_int_eq(falls.direction, -1);
    ck_assert_int_eq(rises.direction, 1);
    ck_assert_double_eq_tol(falls.correlation, -1, 1e-12);
    fill(&m, flat);
    group(&m);
    ck_assert_int_eq(nw_experiment_trend_of(&m.groups, 1, NW_METHOD_HYPER).direction, 0);
    clear(&m);
}
END_TEST

/* Another scatter each time. */
static uint64_t shuffle;

static double shuffled(const nw_experiment_job *job)
{
    gsl_rng *rng = nw_random_stream(shuffle, job->data_seed, (uint64_t)job->value * NW_METHOD_COUNT + job->method);
    double value = 0.5 + 0.5 * gsl_rng_uniform(rng);
    gsl_rng_free(rng);
    return value;
}

START_TEST(trends_of_noise_seldom_stand_out)
{
    enum { TIMES = 60 };
    made m;
    size_t out = 0;
    make_study(&m, "synthetic-depth", paper_like);
    for (shuffle = 0; shuffle < TIMES; shuffle++) {
        fill(&m, shuffled);
        group(&m);
        for (unsigned type = 1; type <= 2; type++)
            for (int method = 0; method <= NW_METHOD_EMBEDDING; method++)
                out += nw_experiment_trend_of(&m.groups, type, (nw_method)method).direction != 0;
    }
    /* at 5 % of 240; more than 29 or fewer than 1 has a probability below 1e-4 */
    ck_assert_msg(out >= 1 && out <= 29, "%zu of %d stand out", out, 4 * TIMES);
    clear(&m);
}
END_TEST

/* ---- Page's test ---- */

/* The next order of the numbers by size; false behind the last one. */
static bool next_order(double *numbers, size_t count)
{
    size_t i = count - 1, j = count - 1;
    while (i > 0 && numbers[i - 1] >= numbers[i])
        i--;
    if (i == 0)
        return false;
    while (numbers[j] <= numbers[i - 1])
        j--;
    double kept = numbers[i - 1];
    numbers[i - 1] = numbers[j];
    numbers[j] = kept;
    for (j = count - 1; i < j; i++, j--) {
        kept = numbers[i];
        numbers[i] = numbers[j];
        numbers[j] = kept;
    }
    return true;
}

static double page_of(const double *ranks, size_t values, size_t repeats)
{
    double sum = 0;
    for (size_t i = 0; i < values * repeats; i++)
        sum += (double)(i % values + 1) * ranks[i];
    return sum;
}

/* The first orders of all repeats; then, like the digits of a number, the next ones. */
static void first_orders(double *ranks, size_t values, size_t repeats)
{
    for (size_t i = 0; i < values * repeats; i++)
        ranks[i] = (double)(i % values + 1);
}

static bool next_orders(double *ranks, size_t values, size_t repeats)
{
    for (size_t r = 0; r < repeats; r++) {
        if (next_order(ranks + r * values, values))
            return true;
        first_orders(ranks + r * values, values, 1);
    }
    return false;
}

/* The share of all orders whose L lies as far from its mean, by going through them. */
static double share_as_far(double observed, size_t values, size_t repeats)
{
    double ranks[64], n = (double)values, mean = (double)repeats * n * (n + 1) * (n + 1) / 4, far = 0, all = 0;
    first_orders(ranks, values, repeats);
    do {
        far += fabs(page_of(ranks, values, repeats) - mean) >= fabs(observed - mean) - 1e-9;
        all++;
    } while (next_orders(ranks, values, repeats));
    return far / all;
}

START_TEST(small_samples_have_the_exact_distribution)
{
    static const size_t sizes[][2] = {{2, 1}, {2, 4}, {2, 7}, {3, 3}, {4, 2}, {5, 2}, {6, 1}};
    for (size_t s = 0; s < sizeof sizes / sizeof sizes[0]; s++) {
        size_t values = sizes[s][0], repeats = sizes[s][1], out = 0, all = 0;
        double ranks[64], known[1000];
        for (size_t i = 0; i < 1000; i++)
            known[i] = NAN;
        first_orders(ranks, values, repeats);
        do {
            double page = page_of(ranks, values, repeats);
            nw_page_test test = nw_page_test_of(ranks, values, repeats);
            if (isnan(known[(size_t)page]))
                known[(size_t)page] = share_as_far(page, values, repeats);
            ck_assert(test.exact);
            ck_assert_double_eq_tol(test.p, known[(size_t)page], 1e-12);
            double mean = (double)(repeats * values * (values + 1) * (values + 1)) / 4;
            ck_assert_int_eq(test.direction, (page > mean) - (page < mean));
            ck_assert(test.p >= test.least * (1 - 1e-12));
            out += test.p <= 0.05;
            all++;
        } while (next_orders(ranks, values, repeats));
        ck_assert_msg(20 * out <= all, "%zu of %zu orders stand out at 5 %%", out, all);
    }
}
END_TEST

START_TEST(large_samples_have_the_normal_one)
{
    double errors[2 * (NW_PAGE_EXACT_REPEATS + 1)], row[NW_PAGE_EXACT_VALUES + 1];
    for (size_t i = 0; i <= NW_PAGE_EXACT_VALUES; i++)
        row[i] = (double)(i < 7 ? 6 - i : i);
    nw_page_test test = nw_page_test_of(row, NW_PAGE_EXACT_VALUES + 1, 1);
    ck_assert(!test.exact);
    double n = NW_PAGE_EXACT_VALUES + 1, page = 0;
    for (size_t i = 0; i <= NW_PAGE_EXACT_VALUES; i++)
        page += (double)(i + 1) * (row[i] + 1);
    double off = fabs(page - n * (n + 1) * (n + 1) / 4) - 0.5;
    double deviation = n * (n + 1) * sqrt(n - 1) / 12; /* of the sum over one repeat */
    ck_assert_double_eq_tol(test.p, erfc(off / deviation / sqrt(2)), 1e-9);
    /* with two values L counts the repeats that rise: 17 of 50 and 17 of 51 beside the binomial distribution */
    for (size_t repeats = NW_PAGE_EXACT_REPEATS; repeats <= NW_PAGE_EXACT_REPEATS + 1; repeats++) {
        double share = pow(0.5, (double)repeats), tail = 0;
        for (size_t i = 0; i <= 17; i++) {
            tail += share;
            share *= (double)(repeats - i) / (double)(i + 1);
        }
        for (size_t r = 0; r < repeats; r++) {
            errors[2 * r] = 1;
            errors[2 * r + 1] = r < 17 ? 2 : 0;
        }
        test = nw_page_test_of(errors, 2, repeats);
        ck_assert_int_eq(test.exact, repeats == NW_PAGE_EXACT_REPEATS);
        ck_assert_double_eq_tol(test.p, 2 * tail, test.exact ? 1e-12 : 1e-3);
        ck_assert_int_eq(test.direction, -1);
    }
}
END_TEST

START_TEST(ties_count_against_the_trend)
{
    static const double level[] = {1, 1, 1, 1, 1, 1}, tied[] = {4, 3, 3, 1, 4, 3, 2, 2};
    static const double against[] = {4, 2, 3, 1, 4, 3, 1, 2}, with[] = {4, 3, 2, 1, 4, 3, 2, 1};
    nw_page_test test = nw_page_test_of(level, 3, 2);
    ck_assert(test.p == 1 && test.direction == 0);
    test = nw_page_test_of(tied, 4, 2);
    ck_assert_double_eq(test.p, nw_page_test_of(against, 4, 2).p);
    ck_assert_double_gt(test.p, nw_page_test_of(with, 4, 2).p);
    ck_assert_int_eq(test.direction, -1);
}
END_TEST

/* ---- tables ---- */

static nw_table *table_of(const made *m, nw_experiment_part part)
{
    nw_table *table = nw_table_new(nw_experiment_part_ids[part]);
    nw_experiment_table_fill(table, part, &m->groups);
    return table;
}

static size_t column_of(const nw_table *table, const char *name)
{
    for (size_t i = 0; i < table->column_count; i++)
        if (strcmp(table->columns[i].name, name) == 0)
            return i;
    ck_abort_msg("no column %s", name);
}

static double cell(const nw_table *table, size_t row, const char *name)
{
    const char *text = nw_table_full(table, row, column_of(table, name));
    return text[0] == '\0' ? NAN : strtod(text, NULL);
}

static bool has_note(const nw_table *table, const char *text)
{
    for (size_t i = 0; i < table->note_count; i++)
        if (strstr(table->notes[i], text) != NULL)
            return true;
    return false;
}

static void expect_note(const nw_table *table, const char *text)
{
    if (has_note(table, text))
        return;
    for (size_t i = 0; i < table->note_count; i++)
        fprintf(stderr, "%s\n", table->notes[i]);
    ck_abort_msg("no note says '%s'", text);
}

static void expect_no_note(const nw_table *table, const char *text)
{
    ck_assert_msg(!has_note(table, text), "a note says '%s'", text);
}

START_TEST(tables_hold_the_numbers)
{
    made m;
    make_study(&m, "synthetic-depth", paper_like);
    fill(&m, as_in_the_paper);
    group(&m);
    nw_table *every = table_of(&m, NW_EXPERIMENT_EVERYTHING), *errors = table_of(&m, NW_EXPERIMENT_ERRORS),
             *paired = table_of(&m, NW_EXPERIMENT_PAIRED), *budgets = table_of(&m, NW_EXPERIMENT_BUDGETS);
    ck_assert_uint_eq(nw_table_rows(every), 20);
    ck_assert_uint_eq(nw_table_rows(errors), 20);
    ck_assert_uint_eq(nw_table_rows(budgets), 20);
    ck_assert_uint_eq(nw_table_rows(paired), 10);
    for (size_t row = 0; row < 20; row++) {
        const nw_experiment_group *g = &m.groups.groups[row];
        nw_experiment_counts counts;
        nw_experiment_count(&counts, g->job);
        double mean = nw_experiment_group_spread(&m.groups, g, NW_NUMBER_TEST, NW_LAST_EPOCH).mean;
        ck_assert_double_eq_tol(cell(every, row, "test"), mean, 1e-15 * mean);
        ck_assert_double_eq_tol(cell(errors, row, "test"), mean, 1e-15 * mean);
        ck_assert_double_eq(cell(every, row, "value"), (double)g->job->value);
        ck_assert_double_eq(cell(every, row, "constant"), 2);
        ck_assert_double_eq(cell(every, row, "without_I"), 1.5);
        ck_assert_double_eq(cell(every, row, "epoch"), 3);
        ck_assert_double_eq(cell(every, row, "primary"), (double)counts.exact.primary);
        ck_assert_double_eq(cell(budgets, row, "inner"), (double)counts.exact.inner);
        ck_assert_double_eq(cell(every, row, "moved"), g->job->method == NW_METHOD_HYPER ? 4 : 0);
        ck_assert_str_eq(nw_table_full(errors, row, column_of(errors, "repeats")), "4");
        ck_assert_str_eq(nw_table_full(every, row, column_of(every, "method")), nw_method_words[g->job->method]);
        if (g->job->method == NW_METHOD_HYPER)
            ck_assert_double_eq(cell(every, row, "better"), 4);
        else
            ck_assert(isnan(cell(every, row, "better")));
    }
    ck_assert_str_eq(nw_table_full(paired, 0, column_of(paired, "better")), "4 of 4");
    ck_assert(!errors->columns[column_of(errors, "linear")].hidden);
    ck_assert(errors->columns[column_of(errors, "wrong")].hidden);
    ck_assert(errors->columns[column_of(errors, "epoch")].hidden);
    nw_table_free(every);
    nw_table_free(errors);
    nw_table_free(paired);
    nw_table_free(budgets);
    clear(&m);
}
END_TEST

START_TEST(notes_say_what_the_numbers_say)
{
    made m;
    make_study(&m, "synthetic-depth", paper_like);
    fill(&m, as_in_the_paper);
    group(&m);
    nw_table *table = table_of(&m, NW_EXPERIMENT_ERRORS);
    expect_note(table, nw_experiment_cards[NW_SYNTHETIC_DEPTH].saw);
    expect_note(table, "This run, type I: hypernetwork falls, 0.69 at k = 2 and 0.153 at k = 9 (rank correlation "
                       "-1.00)");
    expect_note(table, "the hypernetwork is better in 20 of 20 pairs, with 3 layers and more in 16 of 16");
    expect_note(table, "Never left the baselines: type I, embedding at every k; type II, embedding at every k.");
    expect_note(table, "each an estimate on 200 test samples");
    expect_note(table, "preset tiny");
    expect_note(table, "samples 400 in place of 30000");
    expect_note(table, "without I: made up for a test");
    expect_no_note(table, "carries almost no signal");
    expect_no_note(table, "diverged");
    expect_no_note(table, "have not run");
    expect_no_note(table, "in some repeats only");
    nw_table_free(table);
    clear(&m);
}
END_TEST

static double the_other_way(const nw_experiment_job *job)
{
    return job->method == NW_METHOD_HYPER ? 0.1 * (double)job->value : 0.05 + 0.001 * job->repeat;
}

START_TEST(notes_change_with_the_numbers)
{
    made m;
    size_t number;
    make_study(&m, "synthetic-depth", paper_like);
    fill(&m, the_other_way);
    for (unsigned repeat = 0; repeat < 4; repeat++) { /* some repeats at k = 3 and 5 do not move, and one diverges */
        for (long value = 3; value <= 5; value += 2) {
            job_of(&m, 2, value, NW_METHOD_HYPER, repeat, &number);
            nw_experiment_record record = record_of(&m, repeat < 2 ? 1.6 : 0.3);
            record.baselines.signal = 0.002;
            record.diverged = value == 5 && repeat == 3;
            keep(&m, number, &record);
        }
    }
    for (size_t i = 0; i < m.study.count; i++) {
        nw_experiment_record record = {0};
        nw_error error;
        if (nw_experiment_job_at(&m.study, i)->type != 2)
            continue;
        ck_assert_int_eq(nw_experiment_record_read(&record, m.rows.rows[i].record, &error), NW_OK);
        record.baselines.signal = 0.002;
        keep(&m, i, &record);
    }
    job_of(&m, 1, 9, NW_METHOD_EMBEDDING, 0, &number);
    free(m.rows.rows[number].record);
    m.rows.rows[number].record = NULL;
    group(&m);
    nw_table *table = table_of(&m, NW_EXPERIMENT_ERRORS);
    expect_note(table, "This run, type I: hypernetwork rises, 0.2 at k = 2 and 0.9 at k = 9");
    expect_note(table, "the hypernetwork is better in 0 of 19 pairs, with 3 layers and more in 0 of 15");
    expect_note(table, "Left the baselines in some repeats only: type II, hypernetwork at k = 3, 5.");
    expect_no_note(table, "Never left");
    expect_note(table, "The target of type II carries almost no signal: I explains about 0.2 % of its variance (an "
                       "estimate, the largest over values and repeats), so that reading I can hardly pay; --centred "
                       "gives the informative variant.");
    expect_no_note(table, "The target of type I carries");
    expect_note(table, "1 of 80 trainings have not run");
    expect_note(table, "1 of 79 trainings diverged");
    nw_table_free(table);
    clear(&m);
}
END_TEST

START_TEST(notes_name_budgets_and_data)
{
    made m;
    make_study(&m, "rotation", "{\"preset\": \"tiny\", \"seed\": 5}");
    fill(&m, as_in_the_paper);
    group(&m);
    nw_table *errors = table_of(&m, NW_EXPERIMENT_ERRORS), *budgets = table_of(&m, NW_EXPERIMENT_BUDGETS);
    expect_note(errors, "grey images drawn by nwidth (strokes and blobs, 10 classes), seed 5, not those of the paper");
    expect_note(errors, "share of test samples put into a wrong class");
    expect_note(budgets, "Budgets are the experiment's own and differ: N_q/N_g = ");
    ck_assert(!errors->columns[column_of(errors, "wrong")].hidden);
    nw_table_free(errors);
    nw_table_free(budgets);
    clear(&m);
    make_study(&m, "rotation", "{\"preset\": \"tiny\", \"budget\": \"equal\"}");
    fill(&m, as_in_the_paper);
    group(&m);
    budgets = table_of(&m, NW_EXPERIMENT_BUDGETS);
    expect_note(budgets, "Budgets are made equal: N_q/N_g = 1, N_e/N_f = ");
    nw_table_free(budgets);
    clear(&m);
}
END_TEST

static double falling(const nw_experiment_job *job)
{
    return (job->method == NW_METHOD_HYPER ? 1 : 1.1) / (double)job->value;
}

START_TEST(few_repeats_are_no_trend)
{
    made m;
    make_study(&m, "synthetic-depth", "{\"preset\": \"tiny\", \"types\": [\"I\"], \"repeats\": 4}");
    fill(&m, falling);
    group(&m);
    nw_experiment_trend trend = nw_experiment_trend_of(&m.groups, 1, NW_METHOD_HYPER);
    ck_assert_int_eq(trend.direction, 0);
    ck_assert_double_eq_tol(trend.test.p, 0.125, 1e-12);
    nw_table *table = table_of(&m, NW_EXPERIMENT_ERRORS);
    expect_note(table, "hypernetwork has too few values and repeats for a trend to stand out, 0.5 at k = 2");
    expect_note(table, "two-sided, by Page's test, with its exact distribution; ties count against the trend");
    nw_table_free(table);
    clear(&m);
    make_study(&m, "synthetic-depth", "{\"preset\": \"tiny\", \"types\": [\"I\"], \"repeats\": 60}");
    fill(&m, falling);
    group(&m);
    table = table_of(&m, NW_EXPERIMENT_ERRORS);
    expect_note(table, "hypernetwork falls");
    expect_note(table, "by Page's test, in its normal approximation; ");
    nw_table_free(table);
    clear(&m);
}
END_TEST

START_TEST(pairs_do_not_hang_on_the_order_of_values)
{
    static const char *const orders[] = {"[2, 3]", "[3, 2]"};
    for (int i = 0; i < 2; i++) {
        made m;
        char *members = nw_format("{\"preset\": \"tiny\", \"types\": [\"I\"], \"values\": %s}", orders[i]);
        make_study(&m, "synthetic-depth", members);
        fill(&m, falling);
        group(&m);
        nw_table *table = table_of(&m, NW_EXPERIMENT_ERRORS);
        expect_note(table, "the hypernetwork is better in 4 of 4 pairs, with 3 layers and more in 2 of 2");
        nw_table_free(table);
        clear(&m);
        free(members);
    }
}
END_TEST

/* The job's training stopped with the point of this epoch. */
static void diverge(made *m, size_t number, size_t epoch)
{
    nw_experiment_record record = record_of(m, 1e9);
    record.diverged = true;
    record.point_count = epoch + 1;
    record.points[epoch].train = INFINITY;
    record.moved = false;
    keep(m, number, &record);
}

START_TEST(what_diverged_is_not_told_of_its_baselines)
{
    made m;
    size_t number;
    make_study(&m, "synthetic-depth", "{\"preset\": \"tiny\", \"types\": [\"I\"], \"repeats\": 4}");
    fill(&m, falling);
    for (unsigned repeat = 0; repeat < 4; repeat++) {
        job_of(&m, 1, 3, NW_METHOD_EMBEDDING, repeat, &number);
        diverge(&m, number, 2);
    }
    job_of(&m, 1, 2, NW_METHOD_HYPER, 1, &number);
    diverge(&m, number, 2);
    group(&m);
    nw_table *table = table_of(&m, NW_EXPERIMENT_ERRORS);
    expect_note(table, "5 of 16 trainings diverged");
    expect_note(table, "Every training that did not diverge left its baselines.");
    expect_note(table, "embedding has no test error at an end of the axis");
    expect_no_note(table, "Never left");
    expect_no_note(table, "in some repeats only");
    ck_assert_str_eq(nw_table_full(table, 0, column_of(table, "moved")), "3 of 3");
    ck_assert_str_eq(nw_table_full(table, 3, column_of(table, "moved")), "0 of 0");
    nw_table *budgets = table_of(&m, NW_EXPERIMENT_EVERYTHING);
    ck_assert(isnan(cell(budgets, 3, "output_deviation")) && cell(budgets, 3, "constant") == 2);
    nw_table_free(budgets);
    nw_table_free(table);
    clear(&m);
    make_study(&m, "synthetic-depth", paper_like);
    fill(&m, as_in_the_paper);
    group(&m);
    table = table_of(&m, NW_EXPERIMENT_ERRORS);
    expect_note(table, "The error there is not 1 % better than the least of predicting a constant, without I, or "
                       "linearly");
    nw_table_free(table);
    clear(&m);
}
END_TEST

START_TEST(settings_are_the_papers_only_where_nothing_differs)
{
    static const struct {
        const char *name, *members, *says;
    } cases[] = {
        {"synthetic-depth", "{}", "The settings are the paper's."},
        {"rotation", "{}", "The settings are the paper's, the images are not."},
        {"lr", "{\"as_released\": true}", "as_released true in place of false; inner_width 100 in place of 50."},
        {"assumption2", "{\"as_released\": true}", "(preset paper): as_released true in place of false."},
        {"synthetic-depth", "{\"budget\": \"equal\"}", "(preset paper): budget equal in place of paper."},
        {"synthetic-depth", "{\"centred\": true}", "(preset paper): centred true in place of false."},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        made m;
        make_study(&m, cases[i].name, cases[i].members);
        group(&m);
        nw_table *table = table_of(&m, NW_EXPERIMENT_ERRORS);
        expect_note(table, cases[i].says);
        if (strncmp(cases[i].says, "The settings", 12) != 0)
            expect_no_note(table, "The settings are the paper's");
        nw_table_free(table);
        clear(&m);
    }
}
END_TEST

START_TEST(likelihoods_are_no_variances)
{
    made m;
    make_study(&m, "rotation", "{\"preset\": \"tiny\"}");
    for (size_t i = 0; i < m.study.count; i++) {
        nw_experiment_record record = record_of(&m, 0.5);
        record.baselines.signal = 0.002;
        keep(&m, i, &record);
    }
    group(&m);
    nw_table *table = table_of(&m, NW_EXPERIMENT_ERRORS);
    expect_no_note(table, "almost no signal");
    nw_table_free(table);
    clear(&m);
}
END_TEST

START_TEST(exact_fits_are_told)
{
    static const char *const samples[] = {"41", "42"};
    for (int i = 0; i < 2; i++) {
        made m;
        char *members = nw_format("{\"preset\": \"tiny\", \"batch\": 10, \"samples\": %s}", samples[i]);
        make_study(&m, "synthetic-depth", members); /* 20 + 20 inputs and a constant */
        group(&m);
        nw_table *table = table_of(&m, NW_EXPERIMENT_ERRORS);
        ck_assert_int_eq(has_note(table, "no more than its weights, which may fit them exactly"), i == 0);
        nw_table_free(table);
        clear(&m);
        free(members);
    }
}
END_TEST

static double a_pair(const nw_experiment_job *job)
{
    return 0.4 + 0.01 * job->repeat;
}

START_TEST(pairs_of_networks_are_told_by_epoch)
{
    made m;
    make_study(&m, "assumption1", "{\"preset\": \"tiny\", \"epochs\": 40, \"repeats\": 3}");
    fill(&m, a_pair);
    group(&m);
    nw_table *every = table_of(&m, NW_EXPERIMENT_EVERYTHING), *errors = table_of(&m, NW_EXPERIMENT_ERRORS);
    ck_assert_uint_eq(nw_table_rows(every), 41);
    for (size_t row = 0; row < 41; row++) {
        ck_assert_double_eq(cell(every, row, "epoch"), (double)row);
        ck_assert_double_eq_tol(cell(every, row, "test"), 0.41 + (double)(40 - row), 1e-12);
        ck_assert_double_eq_tol(cell(every, row, "between"), (0.41 + (double)(40 - row)) / 8, 1e-12);
    }
    size_t rows = nw_table_rows(errors);
    ck_assert(rows >= 6 && rows <= 12);
    ck_assert_double_eq(cell(errors, 0, "epoch"), 0);
    ck_assert_double_eq(cell(errors, rows - 1, "epoch"), 40);
    ck_assert(!errors->columns[column_of(errors, "epoch")].hidden);
    expect_note(errors, "at the end MSE(f1, f2) is 0.0513 and MSE(f1, y) 0.41: the networks are nearer to each other "
                        "than to the target, by a factor of 8");
    ck_assert(!nw_experiment_has_part(&m.groups, NW_EXPERIMENT_PAIRED));
    nw_table_free(every);
    nw_table_free(errors);
    clear(&m);
}
END_TEST

static const nw_curve *curve_named(const nw_panel *panel, const char *label)
{
    for (size_t i = 0; i < panel->curve_count; i++)
        if (strcmp(panel->curves[i].label, label) == 0)
            return &panel->curves[i];
    return NULL;
}

/* At every epoch the means are over the same repeats. */
START_TEST(pairs_that_diverged_stand_at_no_epoch)
{
    made m;
    nw_figure figure;
    nw_error error;
    make_study(&m, "assumption1", "{\"preset\": \"tiny\", \"epochs\": 6, \"repeats\": 3}");
    fill(&m, a_pair);
    diverge(&m, 1, 3);
    group(&m);
    nw_table *every = table_of(&m, NW_EXPERIMENT_EVERYTHING), *errors = table_of(&m, NW_EXPERIMENT_ERRORS);
    ck_assert_uint_eq(nw_table_rows(every), 7);
    ck_assert_int_eq(nw_experiment_figure_make(&figure, &m.groups, &error), NW_OK);
    const nw_curve *curve = curve_named(&figure.panels[0], "MSE(f1, y)");
    ck_assert_uint_eq(curve->count, 7);
    for (size_t row = 0; row < 7; row++) {
        ck_assert_double_eq_tol(cell(every, row, "test"), 0.41 + (double)(6 - row), 1e-12);
        ck_assert_double_eq_tol(curve->points[row].y, 0.41 + (double)(6 - row), 1e-12);
        ck_assert_str_eq(nw_table_full(errors, row, column_of(errors, "repeats")), "2 of 3");
    }
    expect_note(errors, "1 of 3 trainings diverged (a loss became infinite or no number) and stand in no mean of "
                        "errors, at no epoch");
    expect_note(errors, "by a factor of 8 (means of 2 repeats).");
    nw_table_free(every);
    nw_table_free(errors);
    nw_figure_clear(&figure);
    diverge(&m, 2, 1);
    group(&m);
    errors = table_of(&m, NW_EXPERIMENT_ERRORS);
    expect_note(errors, "by a factor of 8 (one repeat).");
    nw_table_free(errors);
    diverge(&m, 0, 6);
    group(&m);
    errors = table_of(&m, NW_EXPERIMENT_ERRORS);
    ck_assert_uint_eq(nw_table_rows(errors), 1);
    ck_assert_str_eq(nw_table_full(errors, 0, column_of(errors, "repeats")), "0 of 3");
    expect_note(errors, "This run: no training has a test error at the end.");
    expect_no_note(errors, "left");
    nw_table_free(errors);
    clear(&m);
}
END_TEST

START_TEST(records_of_other_jobs_are_refused)
{
    made m;
    nw_error error;
    make_study(&m, "synthetic-depth", paper_like);
    fill(&m, flat);
    free(m.rows.rows[3].record);
    m.rows.rows[3].record = nw_copy_text("{\"epochs\": []}");
    ck_assert_int_eq(nw_experiment_groups_make(&m.groups, &m.rows, "a file", &error), NW_BAD_INPUT);
    ck_assert_ptr_nonnull(strstr(error.message, "a file: the record of job 3 cannot be read"));
    nw_experiment_groups_clear(&m.groups);
    free(m.rows.study);
    m.rows.study = nw_copy_text("{");
    ck_assert_int_eq(nw_experiment_groups_make(&m.groups, &m.rows, "a file", &error), NW_BAD_INPUT);
    clear(&m);
}
END_TEST

/* ---- counts ---- */

START_TEST(counts_are_those_of_the_paper)
{
    made m;
    make_study(&m, "synthetic-depth", "{}");
    nw_table *table = nw_table_new("counts");
    nw_experiment_counts_fill(table, &m.study);
    ck_assert_uint_eq(nw_table_rows(table), 16); /* k = 2 .. 9, two methods; types share them */
    for (size_t row = 0; row < 16; row++) {
        double k = cell(table, row, "k"), inner = 1e5 + 1e4 * (k - 2);
        bool hyper = strcmp(nw_table_full(table, row, column_of(table, "method")), "hypernetwork") == 0;
        ck_assert_double_eq(cell(table, row, "primary"), hyper ? 10010 : 110010);
        ck_assert_double_eq(cell(table, row, "inner"), inner + (hyper ? 1001000 : 1e6));
        ck_assert_str_eq(nw_table_full(table, row, column_of(table, "agree")), "yes");
    }
    expect_note(table, "16 of 16 rows agree");
    nw_table_free(table);
    clear(&m);
}
END_TEST

START_TEST(counts_that_differ_are_told)
{
    made m;
    make_study(&m, "synthetic-embedding", "{}");
    nw_table *table = nw_table_new("counts");
    nw_experiment_counts_fill(table, &m.study);
    size_t agree = column_of(table, "agree"), differing = 0;
    for (size_t row = 0; row < nw_table_rows(table); row++) {
        bool same = cell(table, row, "primary") == cell(table, row, "primary_paper") &&
                    cell(table, row, "inner") == cell(table, row, "inner_paper");
        ck_assert_int_eq(same, strcmp(nw_table_full(table, row, agree), "yes") == 0);
        ck_assert_int_eq(!same, strncmp(nw_table_full(table, row, agree), "no: ", 4) == 0);
        differing += !same;
    }
    ck_assert_uint_gt(differing, 0);
    ck_assert_str_eq(nw_table_full(table, 1, agree), "no: N_q is 9000 less");
    nw_table_free(table);
    clear(&m);
    make_study(&m, "colorization", "{}");
    table = nw_table_new("counts");
    nw_experiment_counts_fill(table, &m.study);
    ck_assert(table->columns[column_of(table, "agree")].hidden);
    expect_note(table, "no formula");
    nw_table_free(table);
    clear(&m);
}
END_TEST

/* ---- figures ---- */

static void check_ranges(const nw_figure *figure)
{
    for (size_t p = 0; p < figure->count; p++) {
        const nw_panel *panel = &figure->panels[p];
        ck_assert_uint_gt(panel->curve_count, 0);
        ck_assert_uint_gt(panel->x_tick_count, 1);
        ck_assert_uint_gt(panel->y_tick_count, 1);
        for (size_t i = 0; i < panel->y_tick_count; i++)
            ck_assert(panel->y_ticks[i].at >= panel->y_least && panel->y_ticks[i].at <= panel->y_most);
        for (size_t i = 0; i < panel->curve_count; i++)
            for (size_t j = 0; j < panel->curves[i].count; j++) {
                const nw_curve_point *point = &panel->curves[i].points[j];
                ck_assert(point->lower >= panel->y_least && point->upper <= panel->y_most);
                ck_assert(point->lower <= point->y && point->y <= point->upper);
                ck_assert(point->x >= panel->x_least && point->x <= panel->x_most);
                ck_assert(j == 0 || point->x > panel->curves[i].points[j - 1].x);
                ck_assert(panel->y_linear || point->lower > 0);
            }
    }
}

START_TEST(figures_hold_the_means)
{
    made m;
    nw_figure figure;
    nw_error error;
    make_study(&m, "synthetic-depth", paper_like);
    fill(&m, as_in_the_paper);
    group(&m);
    ck_assert_int_eq(nw_experiment_figure_make(&figure, &m.groups, &error), NW_OK);
    ck_assert_uint_eq(figure.count, 2);
    check_ranges(&figure);
    for (size_t p = 0; p < 2; p++) {
        const nw_panel *panel = &figure.panels[p];
        const nw_curve *hyper = curve_named(panel, "hypernetwork"), *other = curve_named(panel, "embedding");
        ck_assert(hyper != NULL && other != NULL && hyper->look != other->look);
        ck_assert(panel->x_linear && !panel->y_linear); /* 0.15 to 3 */
        ck_assert_uint_eq(hyper->count, 5);
        for (size_t i = 0; i < 5; i++) {
            const nw_experiment_group *g =
                nw_experiment_group_find(&m.groups, (unsigned)p + 1, (long)hyper->points[i].x, NW_METHOD_HYPER);
            nw_experiment_spread spread = nw_experiment_group_spread(&m.groups, g, NW_NUMBER_TEST, NW_LAST_EPOCH);
            ck_assert_double_eq(hyper->points[i].y, spread.mean);
            ck_assert_double_eq_tol(hyper->points[i].upper, spread.mean + spread.deviation, 1e-15);
        }
        const nw_curve *constant = curve_named(panel, "best constant");
        ck_assert(constant != NULL && constant->kind == NW_CURVE_LINE && constant->points[0].y == 2);
        ck_assert_ptr_nonnull(curve_named(panel, "without I, estimated"));
        ck_assert_ptr_nonnull(curve_named(panel, "linear, least squares"));
    }
    ck_assert_ptr_nonnull(strstr(figure.note, "constant, the best one; linear, in (x, I), by least squares on the "
                                              "training samples; without I: made up for a test."));
    nw_text script = {0}, picture = {0};
    nw_figure_plot(&script, &figure, NW_PLOT_SCRIPT);
    nw_figure_tikz(&picture, &figure);
    ck_assert_ptr_nonnull(strstr(script.data, "unset logscale\nset logscale y\n"));
    ck_assert_ptr_null(strstr(script.data, "set logscale xy"));
    ck_assert_ptr_nonnull(strstr(picture.data, "\\begin{semilogyaxis}"));
    ck_assert_ptr_nonnull(strstr(picture.data, "\\end{semilogyaxis}"));
    nw_text_clear(&script);
    nw_text_clear(&picture);
    nw_figure_clear(&figure);
    clear(&m);
}
END_TEST

START_TEST(axes_suit_the_errors)
{
    made m;
    nw_figure figure;
    nw_error error;
    make_study(&m, "synthetic-depth", paper_like);
    ck_assert_int_eq(nw_experiment_figure_make(&figure, (group(&m), &m.groups), &error), NW_BAD_INPUT);
    fill(&m, flat);
    group(&m);
    ck_assert_int_eq(nw_experiment_figure_make(&figure, &m.groups, &error), NW_OK);
    check_ranges(&figure);
    ck_assert(figure.panels[0].y_linear);
    nw_figure_clear(&figure);
    clear(&m);
    /* trained baselines are no best ones */
    make_study(&m, "rotation", "{\"preset\": \"tiny\"}");
    fill(&m, flat);
    group(&m);
    ck_assert_int_eq(nw_experiment_figure_make(&figure, &m.groups, &error), NW_OK);
    ck_assert_ptr_nonnull(curve_named(&figure.panels[0], "best constant"));
    ck_assert_ptr_nonnull(curve_named(&figure.panels[0], "without I, trained"));
    ck_assert_ptr_nonnull(curve_named(&figure.panels[0], "linear, trained"));
    ck_assert_ptr_nonnull(strstr(figure.note, "(class frequencies); without I and linear: made up for a test."));
    nw_figure_clear(&figure);
    clear(&m);
    /* far smaller errors: the baselines are named, not drawn */
    make_study(&m, "lr", "{\"preset\": \"tiny\", \"values\": [2, 4, 6]}");
    fill(&m, the_other_way);
    group(&m);
    ck_assert_int_eq(nw_experiment_figure_make(&figure, &m.groups, &error), NW_OK);
    check_ranges(&figure);
    ck_assert_uint_eq(figure.count, 2); /* and the share of wrong classes */
    ck_assert(!figure.panels[0].x_linear);
    ck_assert_double_eq_tol(curve_named(&figure.panels[0], "hypernetwork")->points[1].x, 1e-4 * 10, 1e-12);
    ck_assert_ptr_nonnull(strstr(figure.note, "Not drawn, far above: best constant: 2"));
    ck_assert_ptr_nonnull(strstr(figure.note, "Images drawn by nwidth"));
    ck_assert_ptr_null(curve_named(&figure.panels[1], "best constant"));
    nw_figure_clear(&figure);
    clear(&m);
    make_study(&m, "assumption1", "{\"preset\": \"tiny\"}");
    fill(&m, a_pair);
    group(&m);
    ck_assert_int_eq(nw_experiment_figure_make(&figure, &m.groups, &error), NW_OK);
    check_ranges(&figure);
    ck_assert_uint_eq(figure.count, 1);
    ck_assert_uint_eq(curve_named(&figure.panels[0], "MSE(f1, f2)")->count, 4);
    nw_figure_clear(&figure);
    clear(&m);
}
END_TEST

START_TEST(what_diverged_leaves_its_baselines)
{
    static const char *const names[] = {"synthetic-depth", "assumption1", "assumption2", "lr"};
    for (size_t e = 0; e < sizeof names / sizeof names[0]; e++) {
        made m;
        nw_figure figure;
        nw_error error;
        make_study(&m, names[e], "{\"preset\": \"tiny\"}");
        for (size_t i = 0; i < m.study.count; i++)
            diverge(&m, i, 1);
        group(&m);
        if (nw_experiment_figure_make(&figure, &m.groups, &error) != NW_OK)
            ck_abort_msg("%s", error.message);
        ck_assert_uint_eq(figure.count, strcmp(names[e], "synthetic-depth") == 0 ? 3 : 1);
        check_ranges(&figure);
        ck_assert_uint_eq(figure.panels[0].curve_count, 3); /* the baselines */
        char *said = nw_format("%zu of %zu trainings diverged and stand in no point.", m.study.count, m.study.count);
        ck_assert_ptr_nonnull(strstr(figure.note, said));
        ck_assert_ptr_null(strstr(figure.note, "Not drawn"));
        free(said);
        nw_figure_clear(&figure);
        clear(&m);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("experiment_report");
    TCase *cases = ct_case(suite, "numbers");
    tcase_add_test(cases, spreads_are_those_of_the_definition);
    tcase_add_test(cases, what_diverged_or_is_missing_stands_in_no_mean);
    tcase_add_test(cases, pairs_are_counted_repeat_by_repeat);
    tcase_add_test(cases, trends_are_rank_correlations);
    tcase_add_test(cases, trends_have_directions);
    tcase_add_test(cases, trends_of_noise_seldom_stand_out);
    tcase_add_test(cases, small_samples_have_the_exact_distribution);
    tcase_add_test(cases, large_samples_have_the_normal_one);
    tcase_add_test(cases, ties_count_against_the_trend);
    cases = ct_case(suite, "tables");
    tcase_add_test(cases, tables_hold_the_numbers);
    tcase_add_test(cases, notes_say_what_the_numbers_say);
    tcase_add_test(cases, notes_change_with_the_numbers);
    tcase_add_test(cases, notes_name_budgets_and_data);
    tcase_add_test(cases, few_repeats_are_no_trend);
    tcase_add_test(cases, pairs_do_not_hang_on_the_order_of_values);
    tcase_add_test(cases, what_diverged_is_not_told_of_its_baselines);
    tcase_add_test(cases, settings_are_the_papers_only_where_nothing_differs);
    tcase_add_test(cases, likelihoods_are_no_variances);
    tcase_add_test(cases, exact_fits_are_told);
    tcase_add_test(cases, pairs_of_networks_are_told_by_epoch);
    tcase_add_test(cases, pairs_that_diverged_stand_at_no_epoch);
    tcase_add_test(cases, records_of_other_jobs_are_refused);
    tcase_add_test(cases, counts_are_those_of_the_paper);
    tcase_add_test(cases, counts_that_differ_are_told);
    cases = ct_case(suite, "figures");
    tcase_add_test(cases, figures_hold_the_means);
    tcase_add_test(cases, axes_suit_the_errors);
    tcase_add_test(cases, what_diverged_leaves_its_baselines);
    return ct_main(suite);
}
