/* study/width.h, study/samples.h, study/width_file.h and report/width_bounds.h: searches whose answer is known, results
 * that do not depend on threads, and results read back. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check_common.h"
#include "report/width_bounds.h"
#include "study/samples.h"
#include "study/width.h"
#include "study/width_file.h"

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

static nw_width_options quiet_options(void)
{
    nw_width_options options = nw_width_defaults();
    options.quiet = true;
    options.largest_width = 32;
    return options;
}

/* ---- samples ---- */

START_TEST(samples_resolve_the_target)
{
    static const char *const words[] = {"bump:r=1,n=1,M=5,signs=plus", "bump:r=2,n=2,M=2", "step:r=1,n=3,M=3"};
    for (size_t w = 0; w < sizeof words / sizeof words[0]; w++) {
        nw_target *target = target_of(words[w]);
        nw_samples samples;
        nw_samples_begin(&samples, target);
        size_t inputs = (size_t)samples.data.inputs, ends = 0;
        ck_assert_uint_le(samples.data.count, 20000);
        for (size_t i = 0; i < samples.data.count; i++) {
            bool corner = true;
            for (size_t a = 0; a < inputs; a++) {
                ck_assert(fabs(samples.data.x[i * inputs + a]) <= 1.0);
                corner = corner && fabs(samples.data.x[i * inputs + a]) == 1.0;
            }
            ends += corner;
            double y = nw_target_value(target, &samples.data.x[i * inputs]);
            ck_assert_double_eq_tol(samples.data.y[i], y, 1e-14);
        }
        ck_assert_uint_eq(ends, (size_t)1 << inputs);
        size_t before = samples.data.count;
        double point[NW_MOST_INPUTS] = {0.123, -0.5, 0.25, 0};
        for (int i = 0; i < 1000; i++)
            nw_samples_add(&samples, point);
        ck_assert_uint_eq(samples.data.count, before + 1000);
        ck_assert(samples.data.x[(before + 999) * inputs] == 0.123);
        nw_samples_clear(&samples);
        nw_target_free(target);
    }
}
END_TEST

/* ---- searches ---- */

/* The error at many points never exceeds the proven bound. */
static void check_enclosure(const nw_width_result *result)
{
    enum { POINTS = 20001 };
    nw_net_work *work = nw_net_work_new(result->network, 1);
    double most = 0;
    for (int i = 0; i < POINTS; i++) {
        double x = 2.0 * i / (POINTS - 1) - 1.0, value;
        nw_network_forward(result->network, 1, &x, &value, work);
        most = fmax(most, fabs(value - nw_target_value(result->target, &x)));
    }
    nw_net_work_free(work);
    ck_assert(most <= result->enclosure.upper + 1e-13);
    ck_assert(result->enclosure.lower <= result->enclosure.upper);
    ck_assert(result->enclosure.upper <= fmpq_get_d(result->eps) * (1 + 1e-15));
}

START_TEST(known_widths_are_found)
{
    static const struct {
        const char *word;
        nw_activation activation;
        size_t width;
    } cases[] = {
        {"bump:r=1,n=1,M=2,signs=plus", NW_TANH, 3}, {"bump:r=1,n=1,M=4,signs=plus", NW_TANH, 5},
        {"bump:r=1,n=1,M=2,signs=plus", NW_RELU, 3}, /* the exact least width */
        {"bump:r=1,n=1,M=4,signs=plus", NW_RELU, 7}, {"expr:x1/4", NW_IDENTITY, 1},
    };
    for (size_t c = 0; c < sizeof cases / sizeof cases[0]; c++) {
        nw_target *target = target_of(cases[c].word);
        nw_width_options options = quiet_options();
        nw_width_result result;
        fmpq_t eps;
        fmpq_init(eps);
        quarter(eps, target);
        options.fit.activation = cases[c].activation;
        nw_width_one(&result, target, eps, &options, 0);
        ck_assert_msg(result.outcome == NW_PROVED, "%s: %s", cases[c].word, result.reason);
        ck_assert_msg(result.width == cases[c].width, "%s: width %zu", cases[c].word, result.width);
        check_enclosure(&result);
        ck_assert_int_eq(result.has_pieces, cases[c].activation == NW_RELU);
        if (result.has_pieces)
            ck_assert_uint_eq(result.pieces.width_least, cases[c].width);
        nw_width_result_clear(&result);
        fmpq_clear(eps);
        nw_target_free(target);
    }
}
END_TEST

START_TEST(too_small_a_width_is_unknown)
{
    nw_target *target = target_of("bump:r=1,n=1,M=6,signs=plus");
    nw_width_options options = quiet_options();
    nw_width_result result;
    fmpq_t eps;
    fmpq_init(eps);
    quarter(eps, target);
    options.largest_width = 3;
    options.fit.starts = 1;
    nw_width_one(&result, target, eps, &options, 0);
    ck_assert(result.outcome == NW_UNKNOWN && result.network == NULL && result.reason != NULL);
    nw_width_result_clear(&result);
    fmpq_clear(eps);
    nw_target_free(target);
}
END_TEST

enum { KIN = 5 };

static void search_kin(nw_width_result *results, nw_target *const *targets, const fmpq *eps, size_t threads)
{
    nw_width_options options = quiet_options();
    options.threads = threads;
    ck_assert(nw_width_many(results, (const nw_target *const *)targets, eps, KIN, &options));
}

START_TEST(threads_change_nothing)
{
    nw_target *first = target_of("bump:r=1,n=1,M=4,signs=seed:1"), *targets[KIN];
    nw_width_result one[KIN], many[KIN];
    fmpq eps[KIN];
    nw_error error;
    for (unsigned i = 0; i < KIN; i++) {
        fmpq_init(&eps[i]);
        ck_assert(nw_target_reseed(&targets[i], first, i, &error) == NW_OK);
        quarter(&eps[i], targets[i]);
    }
    search_kin(one, targets, eps, 1);
    search_kin(many, targets, eps, 3);
    for (int i = 0; i < KIN; i++) {
        ck_assert(one[i].network != NULL && many[i].network != NULL);
        ck_assert_uint_eq(one[i].width, many[i].width);
        ck_assert_uint_eq(one[i].restarts, many[i].restarts);
        ck_assert_mem_eq(one[i].network->parameters, many[i].network->parameters,
                         one[i].network->parameter_count * sizeof(double));
        ck_assert(one[i].enclosure.lower == many[i].enclosure.lower);
        ck_assert(one[i].enclosure.upper == many[i].enclosure.upper);
    }
    nw_width_summary summary;
    nw_width_summarise(&summary, one, KIN);
    ck_assert_uint_eq(summary.found, KIN);
    ck_assert((double)summary.least <= summary.median && summary.median <= (double)summary.most);
    for (int i = 0; i < KIN; i++) {
        nw_width_result_clear(&one[i]);
        nw_width_result_clear(&many[i]);
        nw_target_free(targets[i]);
        fmpq_clear(&eps[i]);
    }
    nw_target_free(first);
}
END_TEST

/* ---- results read back ---- */

static nw_status read_text(nw_width_groups *groups, const char *text, nw_error *error)
{
    char name[] = "/tmp/check_width_XXXXXX";
    int descriptor = mkstemp(name);
    ck_assert_int_ne(descriptor, -1);
    ck_assert_int_eq(write(descriptor, text, strlen(text)), (ssize_t)strlen(text));
    close(descriptor);
    nw_status status = nw_width_groups_read(groups, name, error);
    unlink(name);
    return status;
}

#define RESULT(M, eps, width, parameters)                                                                              \
    "{\"target\": \"bump:r=1,n=1,M=" #M ",signs=plus\", \"activation\": \"tanh\", \"hidden_layers\": 1, "              \
    "\"output_bias\": false, \"eps\": \"" eps "\", \"outcome\": \"proved\", \"width\": " #width                        \
    ", \"parameters\": " #parameters "}"

START_TEST(results_are_grouped)
{
    /* N_g = 3 / (10 eps): the slope is 1. */
    static const char text[] = "{\"results\": [" RESULT(8, "0.025", 4, 12) "," RESULT(2, "0.1", 1, 3) "," RESULT(
        4, "0.05", 2, 6) "," RESULT(4, "0.05", 2, 6) ", {\"target\": \"bump:r=1,n=1,M=4\", \"activation\": \"tanh\", "
                                                     "\"hidden_layers\": 1, \"output_bias\": false, \"eps\": \"0.05\", "
                                                     "\"outcome\": \"unknown\"}]}";
    nw_width_groups groups = {0};
    nw_error error;
    nw_slope parameters, widths;
    if (read_text(&groups, text, &error) != NW_OK)
        ck_abort_msg("%s", error.message);
    ck_assert_uint_eq(groups.count, 3);
    for (size_t i = 0; i < 3; i++)
        ck_assert_int_eq(groups.groups[i].scale, 2L << i);
    ck_assert_uint_eq(groups.groups[1].targets, 3);
    ck_assert_uint_eq(groups.groups[1].found, 2);
    ck_assert_uint_eq(nw_width_series_length(&groups, 0), 3);
    nw_width_series_slope(&parameters, &widths, &groups, 0, 3);
    ck_assert_double_eq_tol(parameters.slope, 1, 1e-12);
    ck_assert_double_eq_tol(widths.slope, 1, 1e-12);
    nw_width_groups_clear(&groups);
}
END_TEST

START_TEST(bad_results_are_refused)
{
    static const char *const bad[][2] = {
        {"{}", "results is missing"},
        {"{\"results\": [{}]}", "eps is missing"},
        {"{\"results\": [{\"eps\": \"0\"}]}", "eps is no number > 0"},
        {"{\"results\": [{\"eps\": \"0.1\"}]}", "target is missing"},
        {"{\"results\": [{\"eps\": \"0.1\", \"target\": \"bumb:M=2\"}]}", "bumb"},
        {"{\"results\": [{\"eps\": \"0.1\", \"target\": \"bump:M=2\", \"activation\": \"sine\"}]}", "sine"},
        {"{\"results\": [1]}", "eps"},
        {"[", "not valid JSON"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        nw_width_groups groups = {0};
        nw_error error;
        ck_assert_msg(read_text(&groups, bad[i][0], &error) == NW_BAD_INPUT, "%s is taken", bad[i][0]);
        ck_assert_msg(strstr(error.message, bad[i][1]) != NULL, "%s: %s", bad[i][0], error.message);
        nw_width_groups_clear(&groups);
    }
}
END_TEST

/* ---- bounds beside them ---- */

START_TEST(bounds_are_those_of_the_cards)
{
    static const struct {
        nw_width_bound bound;
        const char *card, *values;
    } cases[] = {
        {NW_BOUND_THM1_ALPHA1, "thm1", "r=1 m1=1 m2=0 eps=1/68 alpha=1"},
        {NW_BOUND_THM1_ALPHA3, "thm1", "r=1 m1=1 m2=0 eps=1/68 alpha=3"},
        {NW_BOUND_CAPACITY, "capacity-tanh1", "r=1 n=1 eps=1/68 activation=tanh"},
        {NW_BOUND_BITS, "bits", "r=1 n=1 eps=1/68 bits=64"},
        {NW_BOUND_THM4, "thm4", "r=1 m1=1 eps=1/68"},
    };
    char family[] = "bump";
    nw_width_group group = {.family = family, .r = 1, .inputs = 1, .activation = NW_TANH, .hidden_layers = 1};
    nw_context *context = nw_context_new();
    fmpq_init(group.eps);
    fmpq_set_si(group.eps, 1, 68);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        nw_result *result = nw_width_bound_evaluate(cases[i].bound, &group, context);
        nw_result *expected = ct_evaluate(cases[i].card, cases[i].values, context);
        ck_assert_msg(result != NULL && fmpq_equal(result->lower, expected->lower), "%s differs", cases[i].card);
        nw_result_free(result);
        nw_result_free(expected);
    }
    group.activation = NW_ELU;
    ck_assert_ptr_null(nw_width_bound_evaluate(NW_BOUND_CAPACITY, &group, context));
    fmpq_clear(group.eps);
    nw_context_free(context);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("width");
    TCase *cases = ct_case(suite, "width");
    tcase_add_test(cases, samples_resolve_the_target);
    tcase_add_test(cases, known_widths_are_found);
    tcase_add_test(cases, too_small_a_width_is_unknown);
    tcase_add_test(cases, threads_change_nothing);
    tcase_add_test(cases, results_are_grouped);
    tcase_add_test(cases, bad_results_are_refused);
    tcase_add_test(cases, bounds_are_those_of_the_cards);
    return ct_main(suite);
}
