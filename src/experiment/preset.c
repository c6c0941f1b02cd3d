#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "experiment/defaults.h"

nw_preset_kind nw_experiment_preset_find(const char *word)
{
    int found = 0;
    while (nw_experiment_presets[found] != NULL && strcmp(nw_experiment_presets[found], word) != 0)
        found++;
    return (nw_preset_kind)found;
}

nw_status nw_experiment_preset(nw_setting_of_experiment *setting, const char *preset, nw_error *error)
{
    nw_choices choices = nw_experiment_choices(setting);
    choices.preset = nw_experiment_preset_find(preset);
    if (choices.preset == NW_PRESET_COUNT)
        return nw_fail(error, NW_BAD_INPUT, "preset '%.40s' is none of paper, quick, tiny", preset);
    char *data = setting->data, *mark = setting->data_mark;
    setting->data = setting->data_mark = NULL;
    nw_experiment_clear(setting);
    nw_experiment_choose(setting, &choices);
    free(setting->data_mark);
    setting->data = data;
    setting->data_mark = mark;
    return NW_OK;
}

/* ---- reductions ---- */

/* Sizes of a preset.  A zero leaves the paper's; lists end with a zero. */
typedef struct sizes {
    size_t d, samples, test_samples, batch, points, epochs, embedding;
    unsigned repeats;
    long values[16];
} sizes;

static void set(size_t *member, size_t value)
{
    if (value > 0)
        *member = value;
}

static void apply(nw_setting_of_experiment *to, const sizes *by)
{
    set(&to->x_size, by->d);
    set(&to->i_size, by->d);
    set(&to->samples, by->samples);
    set(&to->test_samples, by->test_samples);
    set(&to->batch, by->batch);
    set(&to->points, by->points);
    set(&to->epochs, by->epochs);
    if (!to->equal_budget)
        set(&to->embedding, by->embedding);
    if (by->repeats > 0)
        to->repeats = by->repeats;
    if (by->values[0] == 0)
        return;
    for (to->value_count = 0; by->values[to->value_count] != 0; to->value_count++)
        to->values[to->value_count] = by->values[to->value_count];
}

/* The structure stays the paper's: 10 hidden units, f and e over the same axis, a large embedding.  Together the curves
 * take about ten minutes on two cores: dimension, samples, epochs, values and repeats are cut to that. */
static const sizes *quick_sizes(const nw_setting_of_experiment *setting)
{
    static const sizes depth = {.d = 50, .samples = 20000, .test_samples = 2000, .epochs = 50, .embedding = 500,
                                .repeats = 3, .values = {2, 3, 5, 8}};
    static const sizes embedding = {.d = 50, .samples = 10000, .test_samples = 2000, .epochs = 30, .embedding = 500,
                                    .repeats = 3, .values = {1, 2, 4, 8}};
    static const sizes assumption1 = {.samples = 6000, .test_samples = 2000, .repeats = 3};
    static const sizes assumption2 = {.samples = 20000, .test_samples = 2000, .repeats = 3,
                                      .values = {1, 2, 4, 7, 11, 16, 22, 29}};
    static const sizes rotation = {.samples = 20000, .test_samples = 2000, .repeats = 3, .values = {2, 3, 5, 7, 9}};
    static const sizes colour = {.samples = 4000, .test_samples = 1000, .repeats = 3, .values = {2, 4, 7}};
    static const sizes size = {.samples = 10000, .test_samples = 2000, .repeats = 3, .values = {1, 2, 4, 8}};
    static const sizes lr = {.samples = 10000, .test_samples = 2000, .epochs = 5, .repeats = 3};
    static const sizes colour_lr = {.samples = 4000, .test_samples = 1000, .epochs = 5, .repeats = 3,
                                    .values = {2, 4, 6, 9}};
    static const sizes colorization = {.samples = 5000, .test_samples = 500, .repeats = 3, .values = {2, 3, 5, 7}};
    bool in_colour = setting->inputs == NW_INPUT_COLOUR;
    switch (setting->experiment) {
    case NW_SYNTHETIC_DEPTH:
        return &depth;
    case NW_SYNTHETIC_EMBEDDING:
        return &embedding;
    case NW_ASSUMPTION1:
        return &assumption1;
    case NW_ASSUMPTION2:
        return &assumption2;
    case NW_ROTATION:
        return in_colour ? &colour : setting->axis == NW_OVER_SIZE ? &size : &rotation;
    case NW_LR:
        return in_colour ? &colour_lr : &lr;
    default:
        return &colorization;
    }
}

/* Every part of an experiment once, in seconds. */
static const sizes *tiny_sizes(const nw_setting_of_experiment *setting)
{
    static const sizes depth = {.d = 20, .samples = 400, .test_samples = 200, .batch = 50, .epochs = 3,
                                .embedding = 1000, .repeats = 2, .values = {2, 3}};
    static const sizes embedding = {.d = 20, .samples = 400, .test_samples = 200, .batch = 50, .epochs = 3,
                                    .embedding = 200, .repeats = 2, .values = {1, 2}};
    static const sizes assumption1 = {.samples = 320, .test_samples = 100, .epochs = 3, .repeats = 2};
    static const sizes assumption2 = {.samples = 640, .test_samples = 200, .repeats = 2, .values = {1, 4, 16}};
    static const sizes rotation = {.samples = 256, .test_samples = 100, .epochs = 2, .repeats = 2, .values = {2, 3}};
    static const sizes size = {.samples = 256, .test_samples = 100, .epochs = 2, .repeats = 2, .values = {1, 2}};
    static const sizes lr = {.samples = 256, .test_samples = 100, .epochs = 2, .repeats = 2, .values = {2, 9}};
    static const sizes colorization = {.samples = 40, .test_samples = 20, .points = 32, .epochs = 2, .repeats = 2,
                                       .values = {2, 3}};
    switch (setting->experiment) {
    case NW_SYNTHETIC_DEPTH:
        return &depth;
    case NW_SYNTHETIC_EMBEDDING:
        return &embedding;
    case NW_ASSUMPTION1:
        return &assumption1;
    case NW_ASSUMPTION2:
        return &assumption2;
    case NW_ROTATION:
        return setting->axis == NW_OVER_SIZE ? &size : &rotation;
    case NW_LR:
        return &lr;
    default:
        return &colorization;
    }
}

void nw_experiment_reduce(nw_setting_of_experiment *setting, nw_preset_kind preset)
{
    if (preset != NW_PRESET_PAPER)
        apply(setting, preset == NW_PRESET_QUICK ? quick_sizes(setting) : tiny_sizes(setting));
}

/* ---- what differs from the paper ---- */

/* Whether the entry behind this one is the next integer. */
static bool follows(const json_t *array, size_t at)
{
    const json_t *here = json_array_get(array, at), *next = json_array_get(array, at + 1);
    return json_is_integer(here) && json_is_integer(next) && json_integer_value(next) == json_integer_value(here) + 1;
}

static char *shown(const json_t *value)
{
    if (json_is_string(value))
        return nw_copy_text(json_string_value(value));
    if (!json_is_array(value)) {
        char *text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
        return text != NULL ? text : (nw_exhausted(), NULL);
    }
    nw_text list = {0};
    size_t count = json_array_size(value);
    for (size_t i = 0; i < count; i++) {
        size_t last = i;
        while (follows(value, last))
            last++;
        char *first = shown(json_array_get(value, i));
        nw_text_addf(&list, "%s%s", i > 0 ? "," : "", first);
        free(first);
        if (last > i) {
            char *end = shown(json_array_get(value, last));
            nw_text_addf(&list, ":%s", end);
            free(end);
        }
        i = last;
    }
    return nw_text_take(&list);
}

char *nw_experiment_reductions(const nw_setting_of_experiment *setting)
{
    static const char *const silent[] = {"preset", "data", "data_mark", "seed", NULL};
    nw_setting_of_experiment stated;
    nw_choices choices = nw_experiment_choices(setting);
    choices.preset = NW_PRESET_PAPER;
    choices.as_released = choices.equal_budget = false;
    nw_experiment_choose(&stated, &choices);
    if (setting->equal_budget)
        stated.embedding = setting->embedding; /* follows from the budget */
    json_t *here = nw_experiment_to_json(setting), *there = nw_experiment_to_json(&stated), *value;
    nw_text note = {0};
    const char *key;
    json_object_foreach(here, key, value)
    {
        const json_t *other = json_object_get(there, key);
        size_t i = 0;
        while (silent[i] != NULL && strcmp(silent[i], key) != 0)
            i++;
        if (silent[i] != NULL || json_equal(value, other))
            continue;
        char *ours = shown(value), *theirs = shown(other);
        nw_text_addf(&note, "%s%s %s in place of %s", note.length > 0 ? "; " : "", key, ours, theirs);
        free(ours);
        free(theirs);
    }
    json_decref(here);
    json_decref(there);
    nw_experiment_clear(&stated);
    return note.length > 0 ? nw_text_take(&note) : NULL;
}
