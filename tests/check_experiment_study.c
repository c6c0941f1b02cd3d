/* Studies of the experiments: the order of the jobs, seeds that belong to a job alone, descriptions, the resolved
 * study, and what the kind does with records.  The training is a stand-in. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "check_common.h"
#include "experiment/record.h"

static bool fails;

/* In place of the training: a curve that tells which job it is of. */
nw_status nw_experiment_measure(nw_experiment_record *record, const nw_experiment_job *job, const nw_job_help *help,
                                nw_error *error)
{
    *record = (nw_experiment_record){0};
    if (fails)
        return nw_fail(error, NW_BAD_INPUT, "no data");
    if (*help->stop)
        return NW_OK;
    record->point_count = job->setting->epochs + 1;
    record->points = nw_alloc(record->point_count, sizeof *record->points);
    for (size_t i = 0; i < record->point_count; i++)
        record->points[i] = (nw_experiment_point){(long)i, i == 0 ? NAN : 1, (double)job->value, NAN};
    record->baselines = (nw_baselines){1, NAN, NAN, NAN, nw_copy_text("none")};
    record->seconds = 12;
    return NW_OK;
}

static json_t *parsed(const char *text)
{
    json_error_t problem;
    json_t *value = json_loads(text, JSON_ALLOW_NUL, &problem);
    ck_assert_msg(value != NULL, "%s: %s", text, problem.text);
    return value;
}

static void make_study(nw_study *study, const char *text)
{
    nw_error error;
    json_t *object = parsed(text);
    ck_assert_msg(nw_study_read(study, &nw_experiment_kind, object, "study.json", &error) == NW_OK, "%s: %s", text,
                  error.message);
    json_decref(object);
}

START_TEST(the_order_of_the_jobs_is_fixed)
{
    nw_study study;
    make_study(&study, "{\"experiment\":\"synthetic-depth\",\"preset\":\"quick\",\"types\":\"III,I\",\"values\":[5,2],"
                       "\"repeats\":3}");
    ck_assert_uint_eq(study.count, 2 * 2 * 2 * 3);
    size_t at = 0;
    static const unsigned types[] = {1, 3};
    static const long values[] = {5, 2};
    for (int type = 0; type < 2; type++)
        for (int value = 0; value < 2; value++)
            for (int method = 0; method < 2; method++)
                for (unsigned repeat = 0; repeat < 3; repeat++) {
                    const nw_experiment_job *job = nw_experiment_job_at(&study, at++);
                    ck_assert(job->type == types[type] && job->value == values[value] && job->repeat == repeat);
                    ck_assert_int_eq(job->method, method == 0 ? NW_METHOD_HYPER : NW_METHOD_EMBEDDING);
                    ck_assert_str_eq(job->setting->preset, "quick");
                }
    nw_study_clear(&study);
    make_study(&study, "{\"experiment\":\"assumption1\",\"repeats\":4}");
    ck_assert_uint_eq(study.count, 4);
    const nw_experiment_job *job = nw_experiment_job_at(&study, 3);
    ck_assert(job->type == 0 && job->value == 0 && job->method == NW_METHOD_PAIR && job->repeat == 3);
    nw_study_clear(&study);
    make_study(&study, "{\"experiment\":\"assumption2\"}");
    ck_assert_uint_eq(study.count, 290);
    ck_assert_int_eq(nw_experiment_job_at(&study, 289)->value, 29);
    nw_study_clear(&study);
}
END_TEST

/* Data are equal where the type and the repeat are, weights nowhere. */
START_TEST(seeds_belong_to_their_jobs)
{
    nw_study study;
    make_study(&study, "{\"experiment\":\"synthetic-depth\",\"values\":\"2:4\",\"repeats\":4,\"seed\":9}");
    for (size_t i = 0; i < study.count; i++) {
        const nw_experiment_job *a = nw_experiment_job_at(&study, i);
        for (size_t j = 0; j < study.count; j++) {
            const nw_experiment_job *b = nw_experiment_job_at(&study, j);
            ck_assert((a->data_seed == b->data_seed) == (a->type == b->type && a->repeat == b->repeat));
            ck_assert((a->seed == b->seed) == (i == j));
            ck_assert(a->seed != b->data_seed);
        }
    }
    nw_study_clear(&study);
}
END_TEST

/* The same jobs with the same seeds, whatever stands beside them in the study. */
START_TEST(a_job_knows_nothing_of_the_others)
{
    nw_study small, large, other, longer;
    make_study(&small, "{\"experiment\":\"rotation\",\"values\":3,\"methods\":\"embedding\",\"repeats\":1,\"seed\":7}");
    make_study(&large, "{\"experiment\":\"rotation\",\"values\":\"2:4\",\"repeats\":2,\"seed\":7}");
    make_study(&other, "{\"experiment\":\"rotation\",\"values\":\"2:4\",\"repeats\":2,\"seed\":8}");
    make_study(&longer, "{\"experiment\":\"rotation\",\"values\":\"2:4\",\"repeats\":2,\"seed\":7,\"epochs\":11}");
    const nw_study *studies[] = {&large, &other, &longer};
    static const size_t expected[] = {1, 0, 0};
    char *here = nw_experiment_kind.job_text(&small, 0);
    for (int i = 0; i < 3; i++) {
        size_t same = 0, seeds = 0;
        for (size_t j = 0; j < studies[i]->count; j++) {
            char *there = nw_experiment_kind.job_text(studies[i], j);
            same += strcmp(here, there) == 0;
            seeds += nw_experiment_job_at(studies[i], j)->seed == nw_experiment_job_at(&small, 0)->seed;
            free(there);
        }
        ck_assert_uint_eq(same, expected[i]);
        ck_assert_uint_eq(seeds, i != 1);
    }
    ck_assert_ptr_null(strchr(here, '\n'));
    json_t *object = parsed(here);
    ck_assert_str_eq(json_string_value(json_object_get(object, "method")), "embedding");
    ck_assert_int_eq(json_integer_value(json_object_get(object, "value")), 3);
    json_decref(object);
    free(here);
    nw_study_clear(&small);
    nw_study_clear(&large);
    nw_study_clear(&other);
    nw_study_clear(&longer);
}
END_TEST

START_TEST(a_resolved_study_gives_itself)
{
    static const char *const texts[] = {"{\"experiment\":\"synthetic-embedding\",\"preset\":\"tiny\",\"types\":\"II\"}",
                                        "{\"experiment\":\"lr\",\"inputs\":\"colour\",\"as_released\":true}",
                                        "{\"experiment\":\"colorization\",\"budget\":\"equal\",\"preset\":\"quick\"}"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        nw_study first, second;
        make_study(&first, texts[i]);
        make_study(&second, first.text);
        ck_assert_str_eq(first.text, second.text);
        ck_assert_str_eq(first.fingerprint, second.fingerprint);
        ck_assert_uint_eq(first.count, second.count);
        for (size_t j = 0; j < first.count; j++) {
            char *here = nw_experiment_kind.job_text(&first, j), *there = nw_experiment_kind.job_text(&second, j);
            ck_assert_str_eq(here, there);
            free(here);
            free(there);
        }
        nw_study_clear(&first);
        nw_study_clear(&second);
    }
}
END_TEST

START_TEST(a_study_of_settings_is_that_of_their_text)
{
    nw_setting_of_experiment setting;
    nw_study made, read;
    nw_error error;
    nw_experiment_defaults(&setting, NW_COLORIZATION);
    ck_assert_int_eq(nw_experiment_preset(&setting, "tiny", &error), NW_OK);
    ck_assert_int_eq(nw_experiment_study(&made, &setting, &error), NW_OK);
    nw_experiment_clear(&setting);
    make_study(&read, "{\"experiment\":\"colorization\",\"preset\":\"tiny\"}");
    ck_assert_str_eq(made.text, read.text);
    ck_assert_str_eq(made.fingerprint, read.fingerprint);
    ck_assert_uint_eq(nw_experiment_job_at(&made, 0)->setting->batch, 8); /* outlives what it was made of */
    nw_study_clear(&made);
    nw_study_clear(&read);
}
END_TEST

START_TEST(what_is_wrong_is_named)
{
    static const struct {
        const char *text, *expected;
    } cases[] = {{"{}", "study.json: experiment is missing"},
                 {"{\"experiment\":\"rotations\"}", "study.json: experiment is 'rotations'; expected one of"},
                 {"{\"experiment\":\"rotation\",\"epochs\":0}", "study.json: epochs is 0"},
                 {"{\"experiment\":\"rotation\",\"data\":\"/nonexistent/images\"}", "/nonexistent/images: "},
                 {"{\"experiment\":\"synthetic-depth\",\"repeats\":10001}", "study.json: repeats is 10001"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        nw_study study;
        nw_error error;
        json_t *object = parsed(cases[i].text);
        ck_assert_int_eq(nw_study_read(&study, &nw_experiment_kind, object, "study.json", &error), NW_BAD_INPUT);
        ck_assert_msg(strstr(error.message, cases[i].expected) == error.message, "%s says '%s'", cases[i].text,
                      error.message);
        json_decref(object);
    }
    nw_setting_of_experiment setting;
    nw_study study;
    nw_error error;
    nw_experiment_defaults(&setting, NW_ROTATION);
    setting.inputs = NW_INPUT_COLOUR; /* and not its sizes */
    ck_assert_int_eq(nw_experiment_study(&study, &setting, &error), NW_BAD_INPUT);
    ck_assert_ptr_nonnull(strstr(error.message, "settings: x_size is 784, and must be 3072"));
    nw_experiment_clear(&setting);
}
END_TEST

/* ---- files ---- */

static void put_number(FILE *stream, unsigned long number)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        fputc((int)(number >> shift & 255), stream);
}

/* Four IDX files of few images in a folder; the shades tell them apart. */
static void write_images(const char *folder, unsigned long count, int shade, int test_shade)
{
    static const char *const parts[] = {"train", "t10k"};
    for (int part = 0; part < 2; part++) {
        char *images = nw_format("%s/%s-images-idx3-ubyte", folder, parts[part]);
        char *labels = nw_format("%s/%s-labels-idx1-ubyte", folder, parts[part]);
        FILE *stream = fopen(images, "wb");
        ck_assert_ptr_nonnull(stream);
        put_number(stream, 0x803);
        put_number(stream, count);
        put_number(stream, 28);
        put_number(stream, 28);
        for (unsigned long i = 0; i < count * 28 * 28; i++)
            fputc(part == 0 ? shade : test_shade, stream);
        ck_assert_int_eq(fclose(stream), 0);
        stream = fopen(labels, "wb");
        ck_assert_ptr_nonnull(stream);
        put_number(stream, 0x801);
        put_number(stream, count);
        for (unsigned long i = 0; i < count; i++)
            fputc((int)(i % 10), stream);
        ck_assert_int_eq(fclose(stream), 0);
        free(images);
        free(labels);
    }
}

static void remove_images(const char *folder)
{
    static const char *const names[] = {"train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte",
                                        "t10k-labels-idx1-ubyte"};
    for (int i = 0; i < 4; i++) {
        char *file = nw_format("%s/%s", folder, names[i]);
        remove(file);
        free(file);
    }
    remove(folder);
}

/* A folder's images mark the study; when they change, the mark does, and the old study's images are not there. */
START_TEST(images_mark_the_study)
{
    char folder[] = "/tmp/check_experiment_study.XXXXXX";
    nw_study first, second;
    nw_images train, test;
    nw_error error;
    ck_assert_ptr_nonnull(mkdtemp(folder));
    char *text = nw_format("{\"experiment\":\"rotation\",\"data\":\"%s\",\"samples\":30,\"test_samples\":20,"
                           "\"batch\":10}",
                           folder);
    write_images(folder, 40, 100, 100);
    make_study(&first, text);
    make_study(&second, text);
    const nw_setting_of_experiment *setting = nw_experiment_job_at(&first, 0)->setting;
    ck_assert_uint_eq(strlen(setting->data_mark), 16);
    ck_assert_str_eq(first.text, second.text);
    ck_assert_int_eq(nw_experiment_images(&train, &test, setting, &error), NW_OK);
    ck_assert(train.count == 30 && test.count == 20 && strcmp(train.mark, test.mark) != 0);
    char *mark = nw_experiment_images_mark(&train, &test), *turned = nw_experiment_images_mark(&test, &train);
    ck_assert_str_eq(mark, setting->data_mark);
    ck_assert_str_ne(turned, mark);
    free(mark);
    free(turned);
    nw_images_clear(&train);
    nw_images_clear(&test);
    nw_study_clear(&second);

    for (int part = 0; part < 2; part++) { /* either part alone is enough */
        write_images(folder, 40, part == 0 ? 101 : 100, part == 0 ? 100 : 101);
        make_study(&second, text);
        char *difference = nw_study_difference(second.resolved, first.resolved);
        ck_assert_ptr_nonnull(difference);
        ck_assert_ptr_nonnull(strstr(difference, "data_mark is "));
        ck_assert_int_eq(nw_experiment_images(&train, &test, setting, &error), NW_BAD_INPUT);
        ck_assert_ptr_nonnull(strstr(error.message, "holds other images than when the study was made"));
        free(difference);
        nw_study_clear(&second);
    }
    nw_study_clear(&first);

    write_images(folder, 25, 100, 100);
    json_t *object = parsed(text);
    ck_assert_int_eq(nw_study_read(&first, &nw_experiment_kind, object, "study.json", &error), NW_BAD_INPUT);
    ck_assert_msg(strstr(error.message, "holds 25 training images, and samples is 30; give at most 25") != NULL, "%s",
                  error.message);
    json_decref(object);
    free(text);
    remove_images(folder);
}
END_TEST

/* ---- records ---- */

START_TEST(records_of_jobs)
{
    nw_study study;
    nw_error error;
    volatile bool stop = false;
    bool unknown = true;
    const nw_job_help help = {.stop = &stop};
    char *record;
    make_study(&study, "{\"experiment\":\"synthetic-depth\",\"preset\":\"tiny\"}");
    ck_assert_int_eq(nw_experiment_kind.measure(&record, &study, 3, &help, &error), NW_OK);
    ck_assert_ptr_nonnull(record);
    ck_assert_ptr_null(strstr(record, "seconds"));
    ck_assert_msg(nw_experiment_kind.check(&unknown, &study, 3, record, &error) == NW_OK, "%s", error.message);
    ck_assert(!unknown);
    char *shorter = nw_format("%.*s", (int)strlen(record) - 1, record);
    ck_assert_int_eq(nw_experiment_kind.check(&unknown, &study, 3, shorter, &error), NW_BAD_INPUT);
    free(shorter);
    nw_study other;
    make_study(&other, "{\"experiment\":\"synthetic-depth\",\"preset\":\"tiny\",\"epochs\":2}");
    ck_assert_int_eq(nw_experiment_kind.check(&unknown, &other, 3, record, &error), NW_BAD_INPUT);
    nw_study_clear(&other);
    free(record);
    stop = true;
    ck_assert_int_eq(nw_experiment_kind.measure(&record, &study, 3, &help, &error), NW_OK);
    ck_assert_ptr_null(record);
    stop = false;
    fails = true;
    ck_assert_int_eq(nw_experiment_kind.measure(&record, &study, 3, &help, &error), NW_BAD_INPUT);
    ck_assert_ptr_null(record);
    fails = false;
    nw_study_clear(&study);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("experiment_study");
    TCase *tests = ct_case(suite, "studies");
    tcase_add_test(tests, the_order_of_the_jobs_is_fixed);
    tcase_add_test(tests, seeds_belong_to_their_jobs);
    tcase_add_test(tests, a_job_knows_nothing_of_the_others);
    tcase_add_test(tests, a_resolved_study_gives_itself);
    tcase_add_test(tests, a_study_of_settings_is_that_of_their_text);
    tcase_add_test(tests, what_is_wrong_is_named);
    tcase_add_test(tests, images_mark_the_study);
    tests = ct_case(suite, "records");
    tcase_add_test(tests, records_of_jobs);
    return ct_main(suite);
}
