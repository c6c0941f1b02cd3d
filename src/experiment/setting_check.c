#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/json_lists.h"
#include "base/json_read.h"
#include "experiment/defaults.h"
#include "train/model.h"

enum {
    LEAST_LAYERS = 2,
    MOST_LAYERS = NW_STACK_LAYERS - 2, /* as released there are two more */
    MOST_SIZE = 64,
    MOST_WIDTH = 65536,
    MOST_INPUTS = 100000,
    MOST_EMBEDDING = 1000000,
    MOST_SAMPLES = 10000000,
    MOST_EPOCHS = 100000,
    MOST_POINTS = 32 * 32, /* pixels of an image */
    MOST_RATE_STEP = 16    /* 1e-4 * 10^(16/4) = 1 */
};

typedef struct checking {
    const nw_setting_of_experiment *of;
    const char *file, *name;
    nw_error *error;
} checking;

static nw_status __attribute__((format(printf, 3, 4))) refuse(const checking *at, const char *key, const char *why, ...)
{
    char text[400];
    va_list arguments;
    va_start(arguments, why);
    vsnprintf(text, sizeof text, why, arguments);
    va_end(arguments);
    return nw_json_refuse((nw_json_place){at->file, ""}, key, text, at->error);
}

/* ---- choices ---- */

static nw_status allowed(const checking *at, unsigned bits, unsigned value, const char *const *words, const char *key)
{
    char list[200] = "";
    size_t length = 0;
    if (bits >> value & 1)
        return NW_OK;
    for (size_t i = 0; words[i] != NULL; i++)
        if (bits >> i & 1)
            length += (size_t)snprintf(list + length, sizeof list - length, "%s%s", length > 0 ? ", " : "", words[i]);
    return refuse(at, key, "is %s, which %s does not have; expected %s", words[value], at->name, list);
}

nw_status nw_experiment_check_choices(const nw_choices *choices, const char *file, nw_error *error)
{
    nw_experiment which = choices->experiment;
    const checking at = {NULL, file, nw_experiment_cards[which].name, error};
    nw_status status = allowed(&at, nw_experiment_inputs_of(which), choices->inputs, nw_input_words, "inputs");
    if (status == NW_OK)
        status = allowed(&at, nw_experiment_axes_of(which), choices->axis, nw_axis_words, "over");
    if (status != NW_OK)
        return status;
    if (choices->as_released && nw_experiment_released(which)[0] == NULL)
        return refuse(&at, "as_released", "is given, and of %s no difference between paper and released code is known",
                      at.name);
    if (choices->equal_budget && nw_experiment_is_shallow(which))
        return refuse(&at, "budget", "is equal, and %s has neither f nor e to balance", at.name);
    if (choices->equal_budget && which == NW_ROTATION && choices->axis == NW_OVER_SIZE)
        return refuse(&at, "budget", "is equal, which fixes the size of e(I) that values runs over; give over layers");
    return NW_OK;
}

/* ---- members ---- */

/* A size as it was given: one below 0 was read as one above all bounds. */
static long given(size_t value)
{
    return (long)value;
}

static nw_status within(const checking *at, const char *key, size_t value, size_t least, size_t most)
{
    return value >= least && value <= most
               ? NW_OK
               : refuse(at, key, "is %ld, and must be from %zu to %zu", given(value), least, most);
}

/* A member that has a meaning only when `used`; else it is 0, and `why` says so. */
static nw_status used_within(const checking *at, bool used, const char *key, size_t value, size_t least, size_t most,
                             const char *why)
{
    if (used)
        return within(at, key, value, least, most);
    return value == 0 ? NW_OK : refuse(at, key, "is %ld, and must be 0: %s", given(value), why);
}

static nw_status check_values(const checking *at)
{
    static const long least[NW_AXIS_COUNT] = {[NW_OVER_LAYERS] = LEAST_LAYERS, [NW_OVER_SIZE] = 1, [NW_OVER_WIDTH] = 1},
                      most[NW_AXIS_COUNT] = {[NW_OVER_LAYERS] = MOST_LAYERS,
                                             [NW_OVER_SIZE] = MOST_SIZE,
                                             [NW_OVER_WIDTH] = MOST_WIDTH,
                                             [NW_OVER_RATE] = MOST_RATE_STEP};
    const nw_setting_of_experiment *of = at->of;
    if (of->value_count == 0 || of->value_count > NW_MOST_VALUES)
        return refuse(at, "values", "has %zu entries; expected from 1 to %d", of->value_count, NW_MOST_VALUES);
    for (size_t i = 0; i < of->value_count; i++) {
        long value = of->values[i];
        if (value < least[of->axis] || value > most[of->axis])
            return of->axis == NW_OVER_NOTHING
                       ? refuse(at, "values", "must be 0: %s runs over its epochs alone", at->name)
                       : refuse(at, "values", "holds %ld, and must hold values of %s from %ld to %ld", value,
                                nw_axis_words[of->axis], least[of->axis], most[of->axis]);
        for (size_t j = 0; j < i; j++)
            if (of->values[j] == value)
                return refuse(at, "values", "holds %ld twice", value);
    }
    return NW_OK;
}

static nw_status check_lists(const checking *at)
{
    const nw_setting_of_experiment *of = at->of;
    unsigned methods = nw_experiment_methods_of(of->experiment);
    if (of->methods == 0)
        return refuse(at, "methods", "is empty");
    for (unsigned i = 0; i < NW_METHOD_COUNT; i++)
        if (of->methods >> i & 1) {
            nw_status status = allowed(at, methods, i, nw_method_words, "methods");
            if (status != NW_OK)
                return status;
        }
    if (of->methods >> NW_METHOD_COUNT != 0)
        return refuse(at, "methods", "holds an unknown method");
    if (nw_experiment_is_synthetic(of->experiment) ? of->types == 0 || of->types > 7 : of->types != 0)
        return refuse(at, "types", of->types == 0 ? "is empty; expected some of I, II, III"
                                                  : "is given, and the synthetic experiments alone have types");
    return check_values(at);
}

static nw_status fixed(const checking *at, const char *key, size_t value, size_t expected)
{
    return value == expected ? NW_OK
                             : refuse(at, key, "is %ld, and must be %zu with %s inputs of %s", given(value), expected,
                                      nw_input_words[at->of->inputs], at->name);
}

static nw_status check_inputs(const checking *at)
{
    const nw_setting_of_experiment *of = at->of;
    nw_status status;
    if (nw_experiment_is_synthetic(of->experiment)) {
        status = within(at, "x_size", of->x_size, 1, MOST_INPUTS);
        if (status == NW_OK)
            status = within(at, "i_size", of->i_size, 1, MOST_INPUTS);
        if (status == NW_OK && (of->types & 4) != 0 && of->x_size != of->i_size)
            status = refuse(at, "i_size",
                            "is %zu, x has %zu entries, and type III multiplies x and I entry by entry: leave III out "
                            "of the types, or make the sizes equal",
                            of->i_size, of->x_size);
    } else {
        nw_setting_of_experiment standard;
        nw_choices choices = nw_experiment_choices(of);
        choices.preset = NW_PRESET_PAPER;
        nw_experiment_choose(&standard, &choices);
        status = fixed(at, "x_size", of->x_size, standard.x_size);
        if (status == NW_OK)
            status = fixed(at, "i_size", of->i_size, standard.i_size);
        nw_experiment_clear(&standard);
    }
    if (status != NW_OK)
        return status;
    bool images = of->inputs == NW_INPUT_GREY || of->inputs == NW_INPUT_COLOUR;
    if (of->data != NULL && !images)
        return refuse(at, "data", "is given, and %s inputs are drawn: they have no files", nw_input_words[of->inputs]);
    if (of->data == NULL && of->data_mark[0] != '\0')
        return refuse(at, "data_mark", "is given without data");
    return NW_OK;
}

static nw_status check_samples(const checking *at)
{
    const nw_setting_of_experiment *of = at->of;
    nw_status status = within(at, "samples", of->samples, 1, MOST_SAMPLES);
    if (status == NW_OK)
        status = within(at, "test_samples", of->test_samples, 1, MOST_SAMPLES);
    if (status == NW_OK)
        status = within(at, "batch", of->batch, 1, MOST_WIDTH);
    if (status == NW_OK && of->batch > of->samples)
        status = refuse(at, "batch", "is %zu, more than samples, which is %zu", of->batch, of->samples);
    if (status == NW_OK && of->experiment == NW_COLORIZATION)
        status = within(at, "points", of->points, 1, MOST_POINTS);
    else if (status == NW_OK && of->points != 1)
        status = refuse(at, "points", "is %ld, and must be 1: colorization alone takes several pixels of an image",
                        given(of->points));
    if (status == NW_OK)
        status = within(at, "epochs", of->epochs, 1, MOST_EPOCHS);
    return status == NW_OK ? within(at, "repeats", of->repeats, 1, 10000) : status;
}

static nw_status check_networks(const checking *at)
{
    const nw_setting_of_experiment *of = at->of;
    bool shallow = nw_experiment_is_shallow(of->experiment);
    static const char no_e[] = "shallow networks have neither f nor e";
    nw_status status = used_within(at, !shallow && of->axis != NW_OVER_LAYERS, "layers", of->layers, LEAST_LAYERS,
                                   MOST_LAYERS, shallow ? no_e : "values runs over it");
    if (status == NW_OK)
        status = used_within(at, !shallow, "inner_width", of->inner_width, 1, MOST_WIDTH, no_e);
    if (status == NW_OK)
        status = used_within(at, of->axis != NW_OVER_WIDTH, "hidden", of->hidden, 1, MOST_WIDTH, "values runs over it");
    if (status == NW_OK)
        status = used_within(at, !shallow && !of->equal_budget, "embedding", of->embedding, 1, MOST_EMBEDDING,
                             shallow ? no_e : "the equal budget chooses it");
    if (status == NW_OK && of->equal_budget && of->hidden % 2 != 0)
        status = refuse(at, "hidden", "is %zu, and must be even with an equal budget, which gives q half as many",
                        of->hidden);
    if (status == NW_OK && of->centred && !nw_experiment_is_synthetic(of->experiment))
        status = refuse(at, "centred", "is given, and the synthetic experiments alone have targets to centre");
    return status;
}

static nw_status check_optimiser(const checking *at)
{
    const nw_setting_of_experiment *of = at->of;
    bool axis = of->axis == NW_OVER_RATE;
    if (axis && of->rate != 0)
        return refuse(at, "rate", "is %g, and must be 0: values runs over it", of->rate);
    if (!axis && !(of->rate > 0 && of->rate <= 1000))
        return refuse(at, "rate", "is %g, and must be above 0 and at most 1000", of->rate);
    if (!(of->momentum >= 0 && of->momentum < 1))
        return refuse(at, "momentum", "is %g, and must be from 0 to below 1", of->momentum);
    if (of->momentum != 0 && of->optimiser != NW_SGD)
        return refuse(at, "momentum", "is %g, and must be 0: sgd alone has a momentum", of->momentum);
    return NW_OK;
}

nw_status nw_experiment_check(const nw_setting_of_experiment *setting, const char *file, nw_error *error)
{
    const nw_choices choices = nw_experiment_choices(setting);
    const checking at = {setting, file, nw_experiment_cards[setting->experiment].name, error};
    nw_status status = nw_experiment_check_choices(&choices, file, error);
    if (status == NW_OK)
        status = check_lists(&at);
    if (status == NW_OK)
        status = check_inputs(&at);
    if (status == NW_OK)
        status = check_samples(&at);
    if (status == NW_OK)
        status = check_networks(&at);
    return status == NW_OK ? check_optimiser(&at) : status;
}
