#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/json_lists.h"
#include "base/json_read.h"
#include "base/memory.h"
#include "base/text.h"
#include "experiment/defaults.h"

enum { VERSION = 1, LARGEST_VALUE = 10000000, MOST_REPEATS = 10000 };
static const long LARGEST_SEED = 99999999999;

static const char *const KEYS[] = {"format", "version", "experiment", "preset", "inputs", "over", "as_released",
                                   "budget", "types", "methods", "values", "data", "data_mark", "x_size", "i_size",
                                   "samples", "test_samples", "batch", "points", "epochs", "optimiser", "rate",
                                   "momentum", "layers", "inner_width", "hidden", "embedding", "unit", "biases",
                                   "centred", "repeats", "seed", NULL};

static const char *const BUDGETS[] = {"paper", "equal", NULL};
static const char *const TYPES[] = {"I", "II", "III", NULL};

/* ---- out ---- */

static json_t *bits_to_json(unsigned bits, const char *const *words)
{
    json_t *array = json_array();
    for (size_t i = 0; words[i] != NULL; i++)
        if (bits >> i & 1)
            nw_json_append(array, json_string(words[i]));
    return array;
}

/* The shortest decimal that reads back as the number. */
static void put_decimal(json_t *object, const char *key, double value)
{
    enum { MOST_DIGITS = 17 };
    char text[32];
    int digits = 1;
    do
        snprintf(text, sizeof text, "%.*g", digits, value);
    while (strtod(text, NULL) != value && digits++ < MOST_DIGITS);
    nw_json_put_text(object, key, text);
}

static void put_size(json_t *object, const char *key, size_t value)
{
    nw_json_put(object, key, json_integer((json_int_t)value));
}

json_t *nw_experiment_to_json(const nw_setting_of_experiment *setting)
{
    json_t *object = json_object(), *values = json_array();
    for (size_t i = 0; i < setting->value_count; i++)
        nw_json_append(values, json_integer(setting->values[i]));
    nw_json_put_text(object, "format", "nwidth-experiment");
    nw_json_put(object, "version", json_integer(VERSION));
    nw_json_put_text(object, "experiment", nw_experiment_cards[setting->experiment].name);
    nw_json_put_text(object, "preset", setting->preset);
    nw_json_put_text(object, "inputs", nw_input_words[setting->inputs]);
    nw_json_put_text(object, "over", nw_axis_words[setting->axis]);
    nw_json_put(object, "as_released", json_boolean(setting->as_released));
    nw_json_put_text(object, "budget", BUDGETS[setting->equal_budget]);
    nw_json_put(object, "types", bits_to_json(setting->types, TYPES));
    nw_json_put(object, "methods", bits_to_json(setting->methods, nw_method_words));
    nw_json_put(object, "values", values);
    nw_json_put_text(object, "data", setting->data != NULL ? setting->data : "");
    nw_json_put_text(object, "data_mark", setting->data_mark);
    put_size(object, "x_size", setting->x_size);
    put_size(object, "i_size", setting->i_size);
    put_size(object, "samples", setting->samples);
    put_size(object, "test_samples", setting->test_samples);
    put_size(object, "batch", setting->batch);
    put_size(object, "points", setting->points);
    put_size(object, "epochs", setting->epochs);
    nw_json_put_text(object, "optimiser", nw_optimiser_words[setting->optimiser]);
    put_decimal(object, "rate", setting->rate);
    put_decimal(object, "momentum", setting->momentum);
    put_size(object, "layers", setting->layers);
    put_size(object, "inner_width", setting->inner_width);
    put_size(object, "hidden", setting->hidden);
    put_size(object, "embedding", setting->embedding);
    nw_json_put_text(object, "unit", nw_activation_words[setting->unit]);
    nw_json_put(object, "biases", json_boolean(setting->biases));
    nw_json_put(object, "centred", json_boolean(setting->centred));
    put_size(object, "repeats", setting->repeats);
    nw_json_put(object, "seed", json_integer((json_int_t)setting->seed));
    return object;
}

/* ---- members ---- */

/* Reads a word of the list; *index stays as it is when the member is absent. */
static nw_status read_word(int *index, const char *const *words, json_t *object, const char *key, nw_json_place place,
                           nw_error *error)
{
    const char *word;
    nw_status status = NW_OK;
    if (json_object_get(object, key) == NULL)
        return NW_OK;
    status = nw_json_get_text(&word, object, key, place, error);
    if (status != NW_OK)
        return status;
    nw_text known = {0};
    for (int i = 0; words[i] != NULL; i++) {
        if (strcmp(words[i], word) == 0) {
            *index = i;
            nw_text_clear(&known);
            return NW_OK;
        }
        nw_text_addf(&known, "%s%s", i > 0 ? ", " : "", words[i]);
    }
    char *why = nw_format("is '%.40s'; expected one of %s", word, nw_text_string(&known));
    status = nw_json_refuse(place, key, why, error);
    free(why);
    nw_text_clear(&known);
    return status;
}

/* A list of words as bits. */
static nw_status read_bits(unsigned *bits, const char *const *words, json_t *object, const char *key,
                           nw_json_place place, nw_error *error)
{
    const json_t *value = json_object_get(object, key);
    nw_json_words list = {0};
    *bits = 0;
    if (json_is_array(value) && json_array_size(value) == 0)
        return NW_OK;
    nw_status status = nw_json_get_words(&list, object, key, "", place, error);
    for (size_t i = 0; status == NW_OK && i < list.count; i++) {
        size_t j = 0;
        nw_text known = {0};
        for (; words[j] != NULL && strcmp(words[j], list.words[i]) != 0; j++)
            nw_text_addf(&known, "%s%s", j > 0 ? ", " : "", words[j]);
        if (words[j] != NULL) {
            *bits |= 1u << j;
        } else {
            char *why = nw_format("holds '%.40s'; expected %s", list.words[i], nw_text_string(&known));
            status = nw_json_refuse(place, key, why, error);
            free(why);
        }
        nw_text_clear(&known);
    }
    nw_json_words_clear(&list);
    return status;
}

static nw_status read_values(nw_setting_of_experiment *to, json_t *object, nw_json_place place, nw_error *error)
{
    nw_json_integers list;
    nw_status status = nw_json_get_integers(&list, object, "values", 0, LARGEST_VALUE, "", place, error);
    if (status == NW_OK && (list.count == 0 || list.count > NW_MOST_VALUES)) {
        char *why = nw_format("has %zu entries; expected from 1 to %d", list.count, NW_MOST_VALUES);
        status = nw_json_refuse(place, "values", why, error);
        free(why);
    }
    if (status == NW_OK) {
        to->value_count = list.count;
        for (size_t i = 0; i < NW_MOST_VALUES; i++)
            to->values[i] = i < list.count ? list.values[i] : 0;
    }
    free(list.values);
    return status;
}

/* Any integer: nw_experiment_check knows the bounds, which depend on the experiment. */
static nw_status read_size(size_t *to, json_t *object, const char *key, nw_json_place place, nw_error *error)
{
    long value;
    nw_status status = nw_json_get_integer(&value, object, key, LONG_MIN, LONG_MAX, place, error);
    if (status == NW_OK)
        *to = (size_t)value;
    return status;
}

/* A decimal >= 0 in quotes: "0.01", "1e-4". */
static nw_status read_decimal(double *to, json_t *object, const char *key, nw_json_place place, nw_error *error)
{
    static const char expected[] = "is no decimal number >= 0 in quotes, such as \"0.01\"";
    const json_t *value = json_object_get(object, key);
    if (!json_is_string(value))
        return nw_json_refuse(place, key, expected, error);
    const char *text = json_string_value(value);
    char *end;
    double number = strtod(text, &end);
    bool plain = *text != '\0' && strspn(text, "0123456789.eE+-") == strlen(text) && *text != '-' && *text != '+';
    if (!plain || *end != '\0' || strlen(text) > 40)
        return nw_json_refuse(place, key, expected, error);
    char first = text[strspn(text, "0.")];
    if (!isfinite(number) || (number == 0 && first >= '1' && first <= '9')) {
        char *why = nw_format("is %s, beyond the range of double precision", text);
        nw_status status = nw_json_refuse(place, key, why, error);
        free(why);
        return status;
    }
    *to = number;
    return NW_OK;
}

static nw_status read_data(nw_setting_of_experiment *to, json_t *object, nw_json_place place, nw_error *error)
{
    const char *data, *mark;
    nw_status status = nw_json_get_text(&data, object, "data", place, error);
    if (status == NW_OK)
        status = nw_json_get_text(&mark, object, "data_mark", place, error);
    if (status != NW_OK)
        return status;
    size_t length = strlen(mark);
    if (length > 0 && (length != 16 || strspn(mark, "0123456789abcdef") != length))
        return nw_json_refuse(place, "data_mark", "is neither empty nor 16 hexadecimal digits", error);
    to->data = *data != '\0' ? nw_copy_text(data) : NULL;
    to->data_mark = nw_copy_text(mark);
    return NW_OK;
}

static nw_status read_counts(nw_setting_of_experiment *to, json_t *object, nw_json_place place, nw_error *error)
{
    const struct {
        const char *key;
        size_t *to;
    } members[] = {{"x_size", &to->x_size},           {"i_size", &to->i_size}, {"samples", &to->samples},
                   {"test_samples", &to->test_samples}, {"batch", &to->batch},   {"points", &to->points},
                   {"epochs", &to->epochs},           {"layers", &to->layers}, {"inner_width", &to->inner_width},
                   {"hidden", &to->hidden},           {"embedding", &to->embedding}};
    nw_status status = NW_OK;
    for (size_t i = 0; status == NW_OK && i < sizeof members / sizeof members[0]; i++)
        status = read_size(members[i].to, object, members[i].key, place, error);
    return status;
}

static nw_status read_rest(nw_setting_of_experiment *to, json_t *object, nw_json_place place, nw_error *error)
{
    int optimiser = 0, unit = 0;
    long repeats = 0, seed = 0;
    nw_status status = read_word(&optimiser, nw_optimiser_words, object, "optimiser", place, error);
    if (status == NW_OK)
        status = read_decimal(&to->rate, object, "rate", place, error);
    if (status == NW_OK)
        status = read_decimal(&to->momentum, object, "momentum", place, error);
    if (status == NW_OK)
        status = read_word(&unit, nw_activation_words, object, "unit", place, error);
    if (status == NW_OK)
        status = nw_json_get_bool(&to->biases, object, "biases", place, error);
    if (status == NW_OK)
        status = nw_json_get_bool(&to->centred, object, "centred", place, error);
    if (status == NW_OK)
        status = nw_json_get_integer(&repeats, object, "repeats", 1, MOST_REPEATS, place, error);
    if (status == NW_OK)
        status = nw_json_get_integer(&seed, object, "seed", 0, LARGEST_SEED, place, error);
    to->optimiser = (nw_optimiser_kind)optimiser;
    to->unit = (nw_activation)unit;
    to->repeats = (unsigned)repeats;
    to->seed = (uint64_t)seed;
    return status;
}

/* Every member is there. */
static nw_status read_members(nw_setting_of_experiment *to, json_t *object, nw_json_place place, nw_error *error)
{
    nw_status status = read_bits(&to->types, TYPES, object, "types", place, error);
    if (status == NW_OK)
        status = read_bits(&to->methods, nw_method_words, object, "methods", place, error);
    if (status == NW_OK)
        status = read_values(to, object, place, error);
    if (status == NW_OK)
        status = read_counts(to, object, place, error);
    if (status == NW_OK)
        status = read_rest(to, object, place, error);
    return status == NW_OK ? read_data(to, object, place, error) : status;
}

/* ---- choices ---- */

static nw_status read_experiment(nw_choices *choices, json_t *object, nw_json_place place, nw_error *error)
{
    const char *names[NW_EXPERIMENT_COUNT + 1] = {NULL};
    for (int i = 0; i < NW_EXPERIMENT_COUNT; i++)
        names[i] = nw_experiment_cards[i].name;
    int experiment = (int)choices->experiment;
    nw_status status = read_word(&experiment, names, object, "experiment", place, error);
    /* Another experiment has other inputs and another axis. */
    if (status == NW_OK && experiment != (int)choices->experiment) {
        nw_choices first = nw_experiment_first_choices((nw_experiment)experiment);
        first.preset = choices->preset;
        *choices = first;
    }
    return status;
}

static nw_status read_choices(nw_choices *choices, json_t *object, nw_json_place place, nw_error *error)
{
    nw_status status = read_experiment(choices, object, place, error);
    int preset = (int)choices->preset, inputs = (int)choices->inputs, axis = (int)choices->axis;
    int budget = choices->equal_budget;
    if (status == NW_OK)
        status = read_word(&preset, nw_experiment_presets, object, "preset", place, error);
    if (status == NW_OK)
        status = read_word(&inputs, nw_input_words, object, "inputs", place, error);
    if (status == NW_OK)
        status = read_word(&axis, nw_axis_words, object, "over", place, error);
    if (status == NW_OK)
        status = read_word(&budget, BUDGETS, object, "budget", place, error);
    if (status == NW_OK && json_object_get(object, "as_released") != NULL)
        status = nw_json_get_bool(&choices->as_released, object, "as_released", place, error);
    choices->preset = (nw_preset_kind)preset;
    choices->inputs = (nw_inputs)inputs;
    choices->axis = (nw_experiment_axis)axis;
    choices->equal_budget = budget != 0;
    return status == NW_OK ? nw_experiment_check_choices(choices, place.file, error) : status;
}

static nw_status read_format(json_t *object, nw_json_place place, nw_error *error)
{
    const char *format = "nwidth-experiment";
    long version;
    nw_status status = nw_json_only(object, KEYS, place, error);
    if (status == NW_OK && json_object_get(object, "format") != NULL)
        status = nw_json_get_text(&format, object, "format", place, error);
    if (status == NW_OK && strcmp(format, "nwidth-experiment") != 0)
        return nw_json_refuse(place, "format", "is not nwidth-experiment", error);
    if (status == NW_OK && json_object_get(object, "version") != NULL)
        status = nw_json_get_integer(&version, object, "version", VERSION, VERSION, place, error);
    return status;
}

static json_t *chosen(const nw_choices *choices)
{
    nw_setting_of_experiment setting;
    nw_experiment_choose(&setting, choices);
    json_t *object = nw_experiment_to_json(&setting);
    nw_experiment_clear(&setting);
    return object;
}

/* Every member: those of the object, then those in which the setting left its defaults, then the defaults.  The choices
 * among them have been read. */
static json_t *merge(const nw_setting_of_experiment *setting, const nw_choices *choices, json_t *object)
{
    const nw_choices before = nw_experiment_choices(setting);
    json_t *merged = chosen(choices), *held = nw_experiment_to_json(setting), *defaults = chosen(&before), *value;
    const char *key;
    json_object_foreach(held, key, value)
        if (!json_equal(value, json_object_get(defaults, key)))
            json_object_set(merged, key, value);
    json_object_update(merged, object);
    if (json_object_get(object, "data") != NULL && json_object_get(object, "data_mark") == NULL)
        nw_json_put_text(merged, "data_mark", ""); /* that of the files before */
    json_decref(held);
    json_decref(defaults);
    return merged;
}

nw_status nw_experiment_from_json(nw_setting_of_experiment *setting, json_t *object, const char *file, nw_error *error)
{
    const nw_json_place place = {file, ""};
    nw_choices choices = nw_experiment_choices(setting);
    nw_status status = read_format(object, place, error);
    if (status == NW_OK)
        status = read_choices(&choices, object, place, error);
    if (status != NW_OK)
        return status;
    nw_setting_of_experiment made;
    json_t *merged = merge(setting, &choices, object);
    nw_experiment_choose(&made, &choices);
    free(made.data_mark);
    made.data_mark = NULL;
    status = read_members(&made, merged, place, error);
    if (status == NW_OK)
        status = nw_experiment_check(&made, file, error);
    json_decref(merged);
    if (status == NW_OK) {
        nw_experiment_clear(setting);
        *setting = made;
    } else {
        nw_experiment_clear(&made);
    }
    return status;
}
