/* Settings of the experiments: the paper's numbers, presets and choices, JSON both ways, and what is refused. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "check_common.h"
#include "experiment/setting.h"
#include "jobs/study.h"

static json_t *parsed(const char *text)
{
    json_error_t problem;
    json_t *value = json_loads(text, JSON_ALLOW_NUL, &problem);
    ck_assert_msg(value != NULL, "%s: %s", text, problem.text);
    return value;
}

static void read_over(nw_setting_of_experiment *setting, const char *text)
{
    nw_error error;
    json_t *object = parsed(text);
    ck_assert_msg(nw_experiment_from_json(setting, object, "set.json", &error) == NW_OK, "%s: %s", text, error.message);
    json_decref(object);
}

static void make(nw_setting_of_experiment *setting, nw_experiment experiment, const char *text)
{
    nw_experiment_defaults(setting, experiment);
    read_over(setting, text);
}

static char *text_of(const nw_setting_of_experiment *setting)
{
    json_t *object = nw_experiment_to_json(setting);
    char *text = nw_study_line(object);
    json_decref(object);
    return text;
}

/* ---- the paper's settings ---- */

START_TEST(the_defaults_are_those_of_the_paper)
{
    static const char *const expected[NW_EXPERIMENT_COUNT] = {
        "{\"format\":\"nwidth-experiment\",\"version\":1,\"experiment\":\"synthetic-depth\",\"preset\":\"paper\","
        "\"inputs\":\"gauss\",\"over\":\"layers\",\"as_released\":false,\"budget\":\"paper\","
        "\"types\":[\"I\",\"II\",\"III\"],\"methods\":[\"hypernetwork\",\"embedding\"],\"values\":[2,3,4,5,6,7,8,9],"
        "\"data\":\"\",\"data_mark\":\"\",\"x_size\":1000,\"i_size\":1000,\"samples\":30000,\"test_samples\":10000,"
        "\"batch\":200,\"points\":1,\"epochs\":100,\"optimiser\":\"sgd\",\"rate\":\"0.01\",\"momentum\":\"0\","
        "\"layers\":0,\"inner_width\":100,\"hidden\":10,\"embedding\":10000,\"unit\":\"relu\",\"biases\":false,"
        "\"centred\":false,\"repeats\":10,\"seed\":1}",
        "{\"format\":\"nwidth-experiment\",\"version\":1,\"experiment\":\"synthetic-embedding\",\"preset\":\"paper\","
        "\"inputs\":\"gauss\",\"over\":\"size\",\"as_released\":false,\"budget\":\"paper\","
        "\"types\":[\"I\",\"II\",\"III\"],\"methods\":[\"hypernetwork\",\"embedding\"],\"values\":[1,2,3,4,5,6,7,8],"
        "\"data\":\"\",\"data_mark\":\"\",\"x_size\":100,\"i_size\":100,\"samples\":30000,\"test_samples\":10000,"
        "\"batch\":200,\"points\":1,\"epochs\":100,\"optimiser\":\"sgd\",\"rate\":\"0.01\",\"momentum\":\"0\","
        "\"layers\":3,\"inner_width\":100,\"hidden\":10,\"embedding\":1000,\"unit\":\"relu\",\"biases\":false,"
        "\"centred\":false,\"repeats\":10,\"seed\":1}",
        "{\"format\":\"nwidth-experiment\",\"version\":1,\"experiment\":\"assumption1\",\"preset\":\"paper\","
        "\"inputs\":\"grey\",\"over\":\"none\",\"as_released\":false,\"budget\":\"paper\",\"types\":[],"
        "\"methods\":[\"pair\"],\"values\":[0],\"data\":\"\",\"data_mark\":\"\",\"x_size\":784,\"i_size\":0,"
        "\"samples\":60000,\"test_samples\":10000,\"batch\":64,\"points\":1,\"epochs\":50,\"optimiser\":\"sgd\","
        "\"rate\":\"0.01\",\"momentum\":\"0.5\",\"layers\":0,\"inner_width\":0,\"hidden\":100,\"embedding\":0,"
        "\"unit\":\"relu\",\"biases\":true,\"centred\":false,\"repeats\":10,\"seed\":1}",
        "{\"format\":\"nwidth-experiment\",\"version\":1,\"experiment\":\"assumption2\",\"preset\":\"paper\","
        "\"inputs\":\"grey\",\"over\":\"width\",\"as_released\":false,\"budget\":\"paper\",\"types\":[],"
        "\"methods\":[\"shallow\"],\"values\":[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,"
        "28,29],\"data\":\"\",\"data_mark\":\"\",\"x_size\":784,\"i_size\":0,\"samples\":60000,\"test_samples\":10000,"
        "\"batch\":64,\"points\":1,\"epochs\":2,\"optimiser\":\"adadelta\",\"rate\":\"1\",\"momentum\":\"0\","
        "\"layers\":0,\"inner_width\":0,\"hidden\":0,\"embedding\":0,\"unit\":\"elu\",\"biases\":true,"
        "\"centred\":false,\"repeats\":10,\"seed\":1}",
        "{\"format\":\"nwidth-experiment\",\"version\":1,\"experiment\":\"rotation\",\"preset\":\"paper\","
        "\"inputs\":\"grey\",\"over\":\"layers\",\"as_released\":false,\"budget\":\"paper\",\"types\":[],"
        "\"methods\":[\"hypernetwork\",\"embedding\"],\"values\":[2,3,4,5,6,7,8,9],\"data\":\"\",\"data_mark\":\"\","
        "\"x_size\":784,\"i_size\":784,\"samples\":60000,\"test_samples\":10000,\"batch\":64,\"points\":1,"
        "\"epochs\":10,\"optimiser\":\"sgd\",\"rate\":\"0.01\",\"momentum\":\"0\",\"layers\":0,\"inner_width\":50,"
        "\"hidden\":10,"
        "\"embedding\":7850,\"unit\":\"relu\",\"biases\":true,\"centred\":false,\"repeats\":10,\"seed\":1}",
        "{\"format\":\"nwidth-experiment\",\"version\":1,\"experiment\":\"lr\",\"preset\":\"paper\","
        "\"inputs\":\"grey\",\"over\":\"rate\",\"as_released\":false,\"budget\":\"paper\",\"types\":[],"
        "\"methods\":[\"hypernetwork\",\"embedding\"],\"values\":[2,3,4,5,6,7,8,9],\"data\":\"\",\"data_mark\":\"\","
        "\"x_size\":784,\"i_size\":784,\"samples\":60000,\"test_samples\":10000,\"batch\":64,\"points\":1,"
        "\"epochs\":10,\"optimiser\":\"sgd\",\"rate\":\"0\",\"momentum\":\"0\",\"layers\":4,\"inner_width\":50,"
        "\"hidden\":10,"
        "\"embedding\":7850,\"unit\":\"relu\",\"biases\":true,\"centred\":false,\"repeats\":10,\"seed\":1}",
        "{\"format\":\"nwidth-experiment\",\"version\":1,\"experiment\":\"colorization\",\"preset\":\"paper\","
        "\"inputs\":\"colour\",\"over\":\"layers\",\"as_released\":false,\"budget\":\"paper\",\"types\":[],"
        "\"methods\":[\"hypernetwork\",\"embedding\"],\"values\":[2,3,4,5,6,7],\"data\":\"\",\"data_mark\":\"\","
        "\"x_size\":42,\"i_size\":1024,\"samples\":50000,\"test_samples\":10000,\"batch\":8,\"points\":128,"
        "\"epochs\":10,\"optimiser\":\"sgd\",\"rate\":\"0.01\",\"momentum\":\"0\",\"layers\":0,\"inner_width\":100,"
        "\"hidden\":10,\"embedding\":450,\"unit\":\"elu\",\"biases\":true,\"centred\":false,\"repeats\":10,"
        "\"seed\":1}"};
    for (int i = 0; i < NW_EXPERIMENT_COUNT; i++) {
        nw_setting_of_experiment setting;
        nw_experiment_defaults(&setting, (nw_experiment)i);
        char *text = text_of(&setting);
        ck_assert_str_eq(text, expected[i]);
        ck_assert_ptr_null(nw_experiment_reductions(&setting));
        free(text);
        nw_experiment_clear(&setting);
    }
}
END_TEST

START_TEST(colour_images_bring_their_sizes)
{
    nw_setting_of_experiment s;
    make(&s, NW_ROTATION, "{\"inputs\":\"colour\"}");
    ck_assert(s.x_size == 3072 && s.i_size == 3072 && s.samples == 50000 && s.inner_width == 100 && s.unit == NW_ELU);
    ck_assert_uint_eq(s.embedding, 30730);
    nw_experiment_clear(&s);
    make(&s, NW_ASSUMPTION1, "{\"inputs\":\"uniform\"}");
    ck_assert(s.x_size == 784 && s.samples == 10000 && s.epochs == 50);
    nw_experiment_clear(&s);
    make(&s, NW_LR, "{\"inputs\":\"colour\"}");
    ck_assert(s.layers == 4 && s.inner_width == 100 && s.rate == 0);
    nw_experiment_clear(&s);
}
END_TEST

START_TEST(the_axis_and_the_released_code_bring_theirs)
{
    nw_setting_of_experiment s;
    make(&s, NW_ROTATION, "{\"over\":\"size\"}");
    ck_assert(s.layers == 4 && s.embedding == 10000 && s.value_count == 8 && s.values[0] == 1 && s.values[7] == 8);
    ck_assert(s.inner_width == 50 && s.rate == 0.01);
    read_over(&s, "{\"as_released\":true}");
    ck_assert(s.layers == 3 && s.embedding == 10000 && s.inner_width == 100 && s.rate == 0.001 && s.value_count == 8);
    nw_experiment_clear(&s);
    make(&s, NW_ROTATION, "{\"as_released\":true}");
    ck_assert(s.layers == 0 && s.inner_width == 100 && s.rate == 0.001 && s.values[0] == 2);
    nw_experiment_clear(&s);
    make(&s, NW_LR, "{\"as_released\":true}");
    ck_assert(s.layers == 4 && s.inner_width == 100 && s.rate == 0);
    nw_experiment_clear(&s);
    make(&s, NW_ASSUMPTION1, "{\"as_released\":true}");
    ck_assert_uint_eq(s.repeats, 100);
    nw_experiment_clear(&s);
    make(&s, NW_SYNTHETIC_DEPTH, "{\"budget\":\"equal\"}");
    ck_assert(s.equal_budget && s.embedding == 0);
    nw_experiment_clear(&s);
}
END_TEST

/* ---- presets ---- */

START_TEST(presets_are_smaller_and_keep_the_structure)
{
    static const char *const words[] = {"quick", "tiny"};
    for (int i = 0; i < NW_EXPERIMENT_COUNT; i++)
        for (int j = 0; j < 2; j++) {
            nw_setting_of_experiment paper, small;
            nw_error error;
            nw_experiment_defaults(&paper, (nw_experiment)i);
            nw_experiment_defaults(&small, (nw_experiment)i);
            ck_assert_int_eq(nw_experiment_preset(&small, words[j], &error), NW_OK);
            ck_assert_msg(nw_experiment_check(&small, "preset", &error) == NW_OK, "%s", error.message);
            ck_assert_str_eq(small.preset, words[j]);
            ck_assert(small.experiment == paper.experiment && small.axis == paper.axis && small.unit == paper.unit);
            ck_assert(small.hidden == paper.hidden && small.inner_width == paper.inner_width);
            ck_assert(small.types == paper.types && small.methods == paper.methods && small.layers == paper.layers);
            ck_assert(small.samples < paper.samples && small.repeats < paper.repeats && small.repeats > 1);
            ck_assert(small.value_count <= paper.value_count && small.value_count >= (paper.value_count > 1 ? 2 : 1));
            char *note = nw_experiment_reductions(&small);
            ck_assert_ptr_nonnull(strstr(note, "samples "));
            ck_assert_ptr_nonnull(strstr(note, "repeats "));
            free(note);
            nw_experiment_clear(&paper);
            nw_experiment_clear(&small);
        }
}
END_TEST

START_TEST(a_preset_keeps_the_other_choices_and_the_data)
{
    nw_setting_of_experiment s;
    nw_error error;
    make(&s, NW_ROTATION,
         "{\"over\":\"size\",\"inputs\":\"colour\",\"data\":\"here\",\"data_mark\":\"0123456789abcdef\"}");
    ck_assert_int_eq(nw_experiment_preset(&s, "tiny", &error), NW_OK);
    ck_assert(s.axis == NW_OVER_SIZE && s.inputs == NW_INPUT_COLOUR && s.x_size == 3072 && s.embedding == 10000);
    ck_assert_str_eq(s.data, "here");
    ck_assert_str_eq(s.data_mark, "0123456789abcdef");
    ck_assert_int_eq(nw_experiment_preset(&s, "paper", &error), NW_OK);
    ck_assert_uint_eq(s.samples, 50000);
    ck_assert_int_eq(nw_experiment_preset(&s, "huge", &error), NW_BAD_INPUT);
    ck_assert_ptr_nonnull(strstr(error.message, "paper, quick, tiny"));
    ck_assert_uint_eq(s.samples, 50000);
    nw_experiment_clear(&s);
}
END_TEST

START_TEST(reductions_are_named)
{
    nw_setting_of_experiment s;
    make(&s, NW_ROTATION, "{\"values\":[2,3,5,8,9],\"samples\":100,\"seed\":3}");
    char *note = nw_experiment_reductions(&s);
    ck_assert_str_eq(note, "values 2:3,5,8:9 in place of 2:9; samples 100 in place of 60000");
    free(note);
    nw_experiment_clear(&s);
}
END_TEST

/* ---- JSON ---- */

START_TEST(settings_go_there_and_back)
{
    static const char *const cases[] = {
        "{\"preset\":\"tiny\",\"types\":\"I,III\",\"rate\":\"1e-4\",\"momentum\":\"0.25\",\"values\":\"2,4:5\"}",
        "{\"experiment\":\"rotation\",\"preset\":\"quick\",\"inputs\":\"colour\",\"over\":\"size\","
        "\"seed\":99999999999}",
        "{\"experiment\":\"assumption2\",\"unit\":\"tanh\",\"optimiser\":\"adam\",\"rate\":\"0.001\",\"repeats\":7}",
        "{\"experiment\":\"lr\",\"data\":\"x\\u00e9\",\"data_mark\":\"00000000000000ff\",\"values\":[2,16]}",
        "{\"experiment\":\"synthetic-embedding\",\"budget\":\"equal\",\"centred\":true,\"methods\":[\"embedding\"]}",
        "{\"experiment\":\"colorization\",\"points\":1024,\"batch\":1,\"rate\":\"0.3333333333333333\"}"};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        nw_setting_of_experiment first, second;
        make(&first, NW_SYNTHETIC_DEPTH, cases[i]);
        char *text = text_of(&first);
        /* The resolved text needs no defaults: it says the same over another experiment's. */
        make(&second, NW_ASSUMPTION1, text);
        char *again = text_of(&second);
        ck_assert_str_eq(again, text);
        ck_assert(first.rate == second.rate && first.momentum == second.momentum && first.seed == second.seed);
        ck_assert(first.value_count == second.value_count &&
                  memcmp(first.values, second.values, sizeof first.values) == 0);
        free(text);
        free(again);
        nw_experiment_clear(&first);
        nw_experiment_clear(&second);
    }
}
END_TEST

START_TEST(what_was_set_stays_when_a_choice_changes)
{
    nw_setting_of_experiment s;
    make(&s, NW_ROTATION, "{\"batch\":32,\"epochs\":3}");
    read_over(&s, "{\"inputs\":\"colour\",\"epochs\":4}");
    ck_assert(s.batch == 32 && s.epochs == 4 && s.x_size == 3072 && s.samples == 50000);
    read_over(&s, "{\"preset\":\"tiny\"}");
    ck_assert(s.batch == 32 && s.epochs == 4 && s.samples < 1000);
    read_over(&s, "{\"preset\":\"tiny\",\"experiment\":\"rotation\"}"); /* no change */
    ck_assert(s.batch == 32 && s.epochs == 4 && s.inputs == NW_INPUT_COLOUR);
    nw_experiment_clear(&s);
}
END_TEST

START_TEST(other_files_have_another_mark)
{
    nw_setting_of_experiment s;
    make(&s, NW_ROTATION, "{\"data\":\"here\",\"data_mark\":\"0123456789abcdef\"}");
    read_over(&s, "{\"epochs\":4}");
    ck_assert_str_eq(s.data_mark, "0123456789abcdef");
    read_over(&s, "{\"data\":\"there\"}");
    ck_assert_str_eq(s.data, "there");
    ck_assert_str_eq(s.data_mark, "");
    read_over(&s, "{\"data\":\"there\",\"data_mark\":\"0123456789abcdef\"}");
    read_over(&s, "{\"data\":\"\"}");
    ck_assert(s.data == NULL && s.data_mark[0] == '\0');
    nw_experiment_clear(&s);
}
END_TEST

static void refuses(nw_experiment experiment, const char *text, const char *expected)
{
    nw_setting_of_experiment setting;
    nw_error error;
    json_t *object = parsed(text);
    nw_experiment_defaults(&setting, experiment);
    char *before = text_of(&setting);
    ck_assert_msg(nw_experiment_from_json(&setting, object, "set.json", &error) == NW_BAD_INPUT, "%s is taken", text);
    ck_assert_msg(strstr(error.message, "set.json: ") == error.message && strstr(error.message, expected) != NULL,
                  "%s says '%s', not '%s'", text, error.message, expected);
    char *after = text_of(&setting);
    ck_assert_str_eq(after, before);
    free(before);
    free(after);
    json_decref(object);
    nw_experiment_clear(&setting);
}

START_TEST(what_is_wrong_is_named)
{
    static const struct {
        nw_experiment experiment;
        const char *text, *expected;
    } cases[] = {
        {NW_ROTATION, "{\"epoch\":3}", "epoch"},
        {NW_ROTATION, "{\"format\":\"nwidth-study\"}", "format is not nwidth-experiment"},
        {NW_ROTATION, "{\"version\":2}", "version is 2, and must be from 1 to 1"},
        {NW_ROTATION, "{\"experiment\":\"rotate\"}", "experiment is 'rotate'; expected one of synthetic-depth, "},
        {NW_ROTATION, "{\"experiment\":3}", "experiment is no string"},
        {NW_ROTATION, "{\"preset\":\"fast\"}", "preset is 'fast'; expected one of paper, quick, tiny"},
        {NW_ROTATION, "{\"inputs\":\"gauss\"}", "inputs is gauss, which rotation does not have; expected grey, colour"},
        {NW_COLORIZATION, "{\"inputs\":\"grey\"}", "expected colour"},
        {NW_ROTATION, "{\"over\":\"width\"}", "over is width, which rotation does not have; expected layers, size"},
        {NW_ROTATION, "{\"budget\":\"half\"}", "budget is 'half'; expected one of paper, equal"},
        {NW_ROTATION, "{\"budget\":\"equal\",\"over\":\"size\"}", "budget is equal, which fixes the size of e(I)"},
        {NW_ASSUMPTION1, "{\"budget\":\"equal\"}", "budget is equal, and assumption1 has neither f nor e"},
        {NW_ASSUMPTION2, "{\"budget\":\"equal\"}", "budget is equal, and assumption2 has neither f nor e"},
        {NW_SYNTHETIC_DEPTH, "{\"budget\":\"equal\",\"hidden\":9}", "hidden is 9, and must be even"},
        {NW_SYNTHETIC_DEPTH, "{\"budget\":\"equal\",\"embedding\":9}", "embedding is 9, and must be 0: the equal"},
        {NW_SYNTHETIC_DEPTH, "{\"as_released\":true}", "as_released is given, and of synthetic-depth no difference"},
        {NW_COLORIZATION, "{\"as_released\":true}", "as_released is given, and of colorization no difference"},
        {NW_ROTATION, "{\"as_released\":1}", "as_released is neither true nor false"},
        {NW_SYNTHETIC_DEPTH, "{\"types\":\"IV\"}", "types holds 'IV'; expected I, II, III"},
        {NW_SYNTHETIC_DEPTH, "{\"types\":[]}", "types is empty; expected some of I, II, III"},
        {NW_SYNTHETIC_DEPTH, "{\"types\":\"I,I\"}", "types holds 'I' twice"},
        {NW_ROTATION, "{\"types\":\"I\"}", "types is given, and the synthetic experiments alone"},
        {NW_ROTATION, "{\"methods\":\"pair\"}", "methods is pair, which rotation does not have"},
        {NW_ROTATION, "{\"methods\":[]}", "methods is empty"},
        {NW_ROTATION, "{\"methods\":\"hyper\"}", "methods holds 'hyper'; expected hypernetwork, embedding"},
        {NW_ASSUMPTION2, "{\"methods\":\"hypernetwork\"}", "expected shallow"},
        {NW_ROTATION, "{\"values\":[]}", "values has 0 entries"},
        {NW_ROTATION, "{\"values\":\"1:3\"}", "values holds 1, and must hold values of layers from 2 to 14"},
        {NW_ROTATION, "{\"values\":15}", "values holds 15, and must hold values of layers from 2 to 14"},
        {NW_ROTATION, "{\"values\":\"2:x\"}", "values is no list of integers"},
        {NW_ROTATION, "{\"values\":[2,2]}", "values holds 2 twice"},
        {NW_ASSUMPTION2, "{\"values\":\"1:65\"}", "values has 65 entries; expected from 1 to 64"},
        {NW_ASSUMPTION1, "{\"values\":1}", "values must be 0: assumption1 runs over its epochs alone"},
        {NW_LR, "{\"values\":17}", "values holds 17, and must hold values of rate from 0 to 16"},
        {NW_SYNTHETIC_DEPTH, "{\"data\":\"x\"}", "data is given, and gauss inputs are drawn"},
        {NW_ASSUMPTION1, "{\"data\":\"x\",\"inputs\":\"uniform\"}", "data is given, and uniform inputs are drawn"},
        {NW_ROTATION, "{\"data_mark\":\"0123456789abcdef\"}", "data_mark is given without data"},
        {NW_ROTATION, "{\"data\":\"x\",\"data_mark\":\"0123\"}", "data_mark is neither empty nor 16 hex"},
        {NW_ROTATION, "{\"data\":3}", "data is no string"},
        {NW_ROTATION, "{\"x_size\":10}", "x_size is 10, and must be 784 with grey inputs of rotation"},
        {NW_COLORIZATION, "{\"i_size\":3072}", "i_size is 3072, and must be 1024"},
        {NW_SYNTHETIC_DEPTH, "{\"x_size\":10}", "i_size is 1000, x has 10 entries, and type III multiplies"},
        {NW_SYNTHETIC_DEPTH, "{\"x_size\":0}", "x_size is 0, and must be from 1"},
        {NW_ROTATION, "{\"samples\":0}", "samples is 0, and must be from 1"},
        {NW_ROTATION, "{\"samples\":-1}", "samples is -1, and must be from 1 to 10000000"},
        {NW_ROTATION, "{\"samples\":99999999999}", "samples is 99999999999, and must be from 1 to 10000000"},
        {NW_ROTATION, "{\"hidden\":-9223372036854775808}", "hidden is -9223372036854775808, and must be from 1 to"},
        {NW_ROTATION, "{\"layers\":-2}", "layers is -2, and must be 0: values runs over it"},
        {NW_ROTATION, "{\"x_size\":-3}", "x_size is -3, and must be 784"},
        {NW_ROTATION, "{\"points\":-4}", "points is -4, and must be 1"},
        {NW_ROTATION, "{\"samples\":\"many\"}", "samples is no integer"},
        {NW_ROTATION, "{\"test_samples\":0}", "test_samples is 0"},
        {NW_ROTATION, "{\"samples\":63}", "batch is 64, more than samples, which is 63"},
        {NW_ROTATION, "{\"batch\":0}", "batch is 0"},
        {NW_ROTATION, "{\"points\":2}", "points is 2, and must be 1"},
        {NW_COLORIZATION, "{\"points\":1025}", "points is 1025, and must be from 1 to 1024"},
        {NW_ROTATION, "{\"epochs\":0}", "epochs is 0"},
        {NW_ROTATION, "{\"optimiser\":\"lion\"}", "optimiser is 'lion'; expected one of sgd, adam, adadelta"},
        {NW_ROTATION, "{\"rate\":0.01}", "rate is no decimal number >= 0 in quotes"},
        {NW_ROTATION, "{\"rate\":\"0x1p-3\"}", "rate is no decimal number"},
        {NW_ROTATION, "{\"rate\":\"nan\"}", "rate is no decimal number"},
        {NW_ROTATION, "{\"rate\":\"-1\"}", "rate is no decimal number"},
        {NW_ROTATION, "{\"rate\":\"\"}", "rate is no decimal number"},
        {NW_ROTATION, "{\"rate\":\"1e-4x\"}", "rate is no decimal number"},
        {NW_ROTATION, "{\"rate\":\"0\"}", "rate is 0, and must be above 0"},
        {NW_ROTATION, "{\"rate\":\"0e-400\"}", "rate is 0, and must be above 0"},
        {NW_ROTATION, "{\"rate\":\"1e-400\"}", "rate is 1e-400, beyond the range of double precision"},
        {NW_ROTATION, "{\"rate\":\"0.02e400\"}", "rate is 0.02e400, beyond the range of double precision"},
        {NW_ASSUMPTION1, "{\"momentum\":\"0.00e1\",\"rate\":\"1e999\"}", "rate is 1e999, beyond"},
        {NW_ASSUMPTION1, "{\"momentum\":\"00.1e-400\"}", "momentum is 00.1e-400, beyond"},
        {NW_LR, "{\"rate\":\"0.01\"}", "rate is 0.01, and must be 0: values runs over it"},
        {NW_ROTATION, "{\"momentum\":\"1\"}", "momentum is 1, and must be from 0 to below 1"},
        {NW_ASSUMPTION2, "{\"momentum\":\"0.5\"}", "momentum is 0.5, and must be 0: sgd alone"},
        {NW_ROTATION, "{\"layers\":4}", "layers is 4, and must be 0: values runs over it"},
        {NW_LR, "{\"layers\":1}", "layers is 1, and must be from 2 to 14"},
        {NW_ASSUMPTION1, "{\"layers\":2}", "layers is 2, and must be 0: shallow networks have neither f nor e"},
        {NW_ASSUMPTION1, "{\"embedding\":2}", "embedding is 2, and must be 0: shallow networks"},
        {NW_ASSUMPTION1, "{\"inner_width\":2}", "inner_width is 2, and must be 0: shallow networks"},
        {NW_ASSUMPTION2, "{\"hidden\":2}", "hidden is 2, and must be 0: values runs over it"},
        {NW_ROTATION, "{\"hidden\":0}", "hidden is 0"},
        {NW_ROTATION, "{\"inner_width\":0}", "inner_width is 0"},
        {NW_ROTATION, "{\"embedding\":0}", "embedding is 0"},
        {NW_ROTATION, "{\"unit\":\"gelu\"}", "unit is 'gelu'; expected one of tanh"},
        {NW_ROTATION, "{\"biases\":0}", "biases is neither true nor false"},
        {NW_ROTATION, "{\"centred\":true}", "centred is given, and the synthetic experiments alone"},
        {NW_ROTATION, "{\"repeats\":0}", "repeats is 0, and must be from 1"},
        {NW_ROTATION, "{\"seed\":-1}", "seed is -1, and must be from 0"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        refuses(cases[i].experiment, cases[i].text, cases[i].expected);
    /* A message names its member first, for the command line to put its option there, and no other that is called
     * otherwise there. */
    nw_setting_of_experiment setting;
    nw_error error;
    nw_experiment_defaults(&setting, NW_SYNTHETIC_DEPTH);
    setting.x_size = 10;
    ck_assert_int_eq(nw_experiment_check(&setting, "set.json", &error), NW_BAD_INPUT);
    ck_assert_msg(strstr(error.message, "x_size") == NULL, "%s", error.message);
    nw_experiment_clear(&setting);
}
END_TEST

/* ---- the catalogue ---- */

START_TEST(the_catalogue_is_complete)
{
    for (int i = 0; i < NW_EXPERIMENT_COUNT; i++) {
        const nw_experiment_card *card = &nw_experiment_cards[i];
        ck_assert_int_eq(nw_experiment_find(card->name), i);
        ck_assert(strstr(card->figures, "Figure") == card->figures);
        ck_assert(card->summary[0] != '\0' && card->saw[0] != '\0' && card->measure[0] != '\0');
        ck_assert_ptr_nonnull(nw_experiment_unstated((nw_experiment)i)[0]);
        ck_assert_ptr_nonnull(nw_experiment_released((nw_experiment)i));
    }
    ck_assert_int_eq(nw_experiment_find("rotations"), NW_EXPERIMENT_COUNT);
    ck_assert_int_eq(nw_experiment_find(""), NW_EXPERIMENT_COUNT);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("experiment_setting");
    TCase *tests = ct_case(suite, "settings");
    tcase_add_test(tests, the_defaults_are_those_of_the_paper);
    tcase_add_test(tests, colour_images_bring_their_sizes);
    tcase_add_test(tests, the_axis_and_the_released_code_bring_theirs);
    tcase_add_test(tests, presets_are_smaller_and_keep_the_structure);
    tcase_add_test(tests, a_preset_keeps_the_other_choices_and_the_data);
    tcase_add_test(tests, reductions_are_named);
    tcase_add_test(tests, the_catalogue_is_complete);
    tests = ct_case(suite, "JSON");
    tcase_add_test(tests, settings_go_there_and_back);
    tcase_add_test(tests, what_was_set_stays_when_a_choice_changes);
    tcase_add_test(tests, other_files_have_another_mark);
    tcase_add_test(tests, what_is_wrong_is_named);
    return ct_main(suite);
}
