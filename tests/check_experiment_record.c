/* Records of trainings: their text both ways, bit for bit, texts of another shape, and records of another job. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "check_common.h"
#include "experiment/record.h"

static const char RECORD[] =
    "{\"epochs\":[0,1,2],\"train\":[null,\"0x1p+0\",\"0x1.8p-1\"],\"test\":[\"0x1p+1\",\"0x1.4p+0\",\"0x1p-1\"],"
    "\"second\":[\"0x1p+0\",\"0x1p-1\",\"0x0p+0\"],\"baselines\":{\"constant\":\"0x1p+1\",\"without_i\":null,"
    "\"linear\":\"0x1.999999999999ap-4\",\"signal\":null,\"how\":\"64 draws \\\"of I\\\"\"},\"moved\":true,"
    "\"diverged\":false,\"output_deviation\":\"0x1p-2\"}";

static void same(double a, double b)
{
    ck_assert(memcmp(&a, &b, sizeof a) == 0 || (isnan(a) && isnan(b)));
}

START_TEST(records_go_there_and_back)
{
    nw_experiment_record record;
    nw_error error;
    ck_assert_msg(nw_experiment_record_read(&record, RECORD, &error) == NW_OK, "%s", error.message);
    ck_assert_uint_eq(record.point_count, 3);
    ck_assert(isnan(record.points[0].train) && record.points[2].train == 0.75 && record.points[1].test == 1.25);
    ck_assert(record.points[1].second == 0.5 && record.points[2].epoch == 2 && isnan(record.seconds));
    ck_assert(record.baselines.linear == 0.1 && isnan(record.baselines.signal) && record.moved && !record.diverged);
    ck_assert_str_eq(record.baselines.how, "64 draws \"of I\"");
    char *text = nw_experiment_record_text(&record);
    ck_assert_str_eq(text, RECORD);
    free(text);
    nw_experiment_record_clear(&record);
}
END_TEST

/* Any 64 bits that are a number, infinities among them. */
static double any_double(gsl_rng *rng)
{
    if (gsl_rng_uniform_int(rng, 10) == 0)
        return gsl_rng_uniform_int(rng, 2) == 0 ? INFINITY : NAN;
    double value;
    do {
        uint64_t bits = (uint64_t)gsl_rng_get(rng) << 32 | gsl_rng_get(rng);
        memcpy(&value, &bits, sizeof value);
    } while (isnan(value));
    return value;
}

START_TEST(every_double_survives)
{
    gsl_rng *rng = ct_rng("records");
    for (int trial = 0; trial < 50; trial++) {
        nw_experiment_record record = {.point_count = gsl_rng_uniform_int(rng, 20)}, back;
        nw_error error;
        record.points = nw_alloc(record.point_count, sizeof *record.points);
        for (size_t i = 0; i < record.point_count; i++)
            record.points[i] =
                (nw_experiment_point){(long)i * 3, any_double(rng), any_double(rng), any_double(rng)};
        record.baselines = (nw_baselines){any_double(rng), any_double(rng), any_double(rng), any_double(rng), NULL};
        record.diverged = gsl_rng_uniform_int(rng, 2) == 0;
        record.moved = !record.diverged;
        record.output_deviation = any_double(rng);
        char *text = nw_experiment_record_text(&record);
        ck_assert_ptr_null(strchr(text, '\n'));
        ck_assert_msg(nw_experiment_record_read(&back, text, &error) == NW_OK, "%s: %s", error.message, text);
        ck_assert_uint_eq(back.point_count, record.point_count);
        for (size_t i = 0; i < record.point_count; i++) {
            ck_assert_int_eq(back.points[i].epoch, record.points[i].epoch);
            same(back.points[i].train, record.points[i].train);
            same(back.points[i].test, record.points[i].test);
            same(back.points[i].second, record.points[i].second);
        }
        same(back.baselines.constant, record.baselines.constant);
        same(back.baselines.without_i, record.baselines.without_i);
        same(back.baselines.linear, record.baselines.linear);
        same(back.baselines.signal, record.baselines.signal);
        same(back.output_deviation, record.output_deviation);
        ck_assert(back.baselines.how == NULL && back.moved == record.moved && back.diverged == record.diverged);
        free(text);
        nw_experiment_record_clear(&record);
        nw_experiment_record_clear(&back);
    }
    gsl_rng_free(rng);
}
END_TEST

/* The record with one piece of its text replaced; the caller frees. */
static char *changed(const char *from, const char *to)
{
    const char *at = strstr(RECORD, from);
    ck_assert_msg(at != NULL, "%s is not in the record", from);
    return nw_format("%.*s%s%s", (int)(at - RECORD), RECORD, to, at + strlen(from));
}

START_TEST(texts_of_another_shape_are_refused)
{
    static const struct {
        const char *from, *to, *expected;
    } cases[] = {
        {"{\"epochs\"", "{\"epoch\"", "epoch"},
        {"[0,1,2]", "[0,1]", "train has another number of entries than epochs"},
        {"[0,1,2]", "3", "epochs is no array"},
        {"[0,1,2]", "[0,1,-2]", "epochs holds something that is no integer"},
        {"[0,1,2]", "[0,1,2.5]", "epochs holds something that is no integer"},
        {"[0,1,2]", "[0,1,\"2\"]", "epochs holds something that is no integer"},
        {"[0,1,2]", "[0,1,1000001]", "epochs holds something that is no integer"},
        {"\"0x1p-1\"]", "\"0x1p-1\",null]", "test has another number"},
        {"\"0x1.8p-1\"", "0.75", "train is neither null nor a number as hexadecimal text"},
        {"\"0x1.8p-1\"", "\"0.75\"", "train is neither null nor"},
        {"\"0x1.8p-1\"", "\"nan\"", "train is neither null nor"},
        {"\"0x1.8p-1\"", "\"infinity\"", "train is neither null nor"},
        {"\"second\"", "\"third\"", "third"},
        {"\"without_i\":null,", "", "baselines.without_i is missing"},
        {"\"without_i\":null,", "\"with_i\":null,", "with_i"},
        {"\"signal\":null", "\"signal\":[]", "baselines.signal is neither null nor"},
        {"\"64 draws \\\"of I\\\"\"", "64", "baselines.how is neither null nor a string"},
        {"\"moved\":true", "\"moved\":1", "moved is neither true nor false"},
        {"\"diverged\":false,", "", "diverged is missing"},
        {",\"output_deviation\":\"0x1p-2\"", "", "output_deviation is missing"},
        {"}", "", "not valid JSON"},
        {"\"0x1p-2\"}", "\"0x1p-2\",\"moved\":true}", "not valid JSON"},
        {"\"0x1p-2\"}", "\"0x1p-2\"} x", "not valid JSON"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        nw_experiment_record record;
        nw_error error;
        char *text = changed(cases[i].from, cases[i].to);
        ck_assert_msg(nw_experiment_record_read(&record, text, &error) == NW_BAD_INPUT, "%s is taken", text);
        ck_assert_msg(strstr(error.message, cases[i].expected) != NULL, "%s says '%s'", text, error.message);
        ck_assert(record.points == NULL && record.baselines.how == NULL);
        free(text);
    }
    nw_experiment_record record;
    nw_error error;
    ck_assert_int_eq(nw_experiment_record_read(&record, "[]", &error), NW_BAD_INPUT);
    ck_assert_int_eq(nw_experiment_record_read(&record, "", &error), NW_BAD_INPUT);
}
END_TEST

START_TEST(records_of_another_job_are_refused)
{
    static const struct {
        nw_experiment experiment;
        size_t epochs;
        const char *from, *to, *expected;
    } cases[] = {
        {NW_ROTATION, 2, "\"moved\":true", "\"moved\":false", NULL},
        {NW_ASSUMPTION1, 2, "\"moved\":true", "\"moved\":false", NULL},
        {NW_ASSUMPTION2, 2, "\"moved\":true", "\"moved\":false", NULL},
        {NW_ROTATION, 2, "[0,1,2]", "[1,2,3]", "epochs does not begin with 0"},
        {NW_ROTATION, 2, "[0,1,2]", "[0,2,2]", "epochs does not rise"},
        {NW_ROTATION, 1, "[0,1,2]", "[0,1,2]", "epochs has more epochs than the setting"},
        {NW_ROTATION, 3, "[0,1,2]", "[0,1,2]", "epochs ends before the setting's last one"},
        {NW_ROTATION, 3, "\"diverged\":false", "\"diverged\":true", NULL},
        {NW_ROTATION, 2, "[null,", "[\"0x1p+0\",", "train has a number at epoch 0"},
        {NW_ROTATION, 2, "\"0x1.8p-1\"", "null", "train has a number at epoch 0, or none behind"},
        {NW_ROTATION, 2, "\"0x1.4p+0\"", "null", "test has an epoch without a number"},
        {NW_ROTATION, 2, "\"0x1.4p+0\"", "\"inf\"", "test has an epoch without a number"},
        {NW_ROTATION, 2, "[\"0x1p+0\",\"0x1p-1\"", "[\"0x1p+0\",null", "second is not that of"},
        {NW_COLORIZATION, 2, "\"moved\":true", "\"moved\":false", "second is not that of"},
        {NW_SYNTHETIC_DEPTH, 2, "\"moved\":true", "\"moved\":false", "second is not that of"},
        {NW_COLORIZATION, 2, "[\"0x1p+0\",\"0x1p-1\",\"0x0p+0\"]", "[null,null,null]", NULL},
        {NW_ROTATION, 2, "\"0x1p-2\"", "\"-0x1p-2\"", "output_deviation is negative"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        nw_setting_of_experiment setting;
        nw_experiment_record record;
        nw_error error;
        char *text = changed(cases[i].from, cases[i].to);
        nw_experiment_defaults(&setting, cases[i].experiment);
        setting.epochs = cases[i].epochs;
        const nw_experiment_job job = {.setting = &setting};
        ck_assert_msg(nw_experiment_record_read(&record, text, &error) == NW_OK, "%s", error.message);
        nw_status status = nw_experiment_record_check(&record, &job, &error);
        if (cases[i].expected == NULL)
            ck_assert_msg(status == NW_OK, "case %zu: %s", i, error.message);
        else
            ck_assert_msg(status == NW_BAD_INPUT && strstr(error.message, cases[i].expected) != NULL,
                          "case %zu says '%s'", i, status == NW_OK ? "" : error.message);
        nw_experiment_record_clear(&record);
        nw_experiment_clear(&setting);
        free(text);
    }
}
END_TEST

/* The epoch at which it diverged may hold what it found, infinities and NaN. */
START_TEST(a_diverged_training_ends_anyhow)
{
    static const char diverged[] =
        "{\"epochs\":[0,1],\"train\":[null,\"inf\"],\"test\":[\"0x1p+1\",null],\"second\":[\"0x1p+0\",null],"
        "\"baselines\":{\"constant\":\"0x1p+1\",\"without_i\":null,\"linear\":null,\"signal\":null,\"how\":null},"
        "\"moved\":false,\"diverged\":true,\"output_deviation\":null}";
    nw_setting_of_experiment setting;
    nw_experiment_record record;
    nw_error error;
    nw_experiment_defaults(&setting, NW_ROTATION);
    const nw_experiment_job job = {.setting = &setting};
    ck_assert_int_eq(nw_experiment_record_read(&record, diverged, &error), NW_OK);
    ck_assert_msg(nw_experiment_record_check(&record, &job, &error) == NW_OK, "%s", error.message);
    nw_experiment_record_clear(&record);
    nw_experiment_clear(&setting);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("experiment_record");
    TCase *tests = ct_case(suite, "records");
    tcase_add_test(tests, records_go_there_and_back);
    tcase_add_test(tests, every_double_survives);
    tcase_add_test(tests, texts_of_another_shape_are_refused);
    tcase_add_test(tests, records_of_another_job_are_refused);
    tcase_add_test(tests, a_diverged_training_ends_anyhow);
    return ct_main(suite);
}
