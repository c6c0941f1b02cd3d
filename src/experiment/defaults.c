#include "experiment/defaults.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum {
    GREY_SIZE = 28 * 28,
    COLOUR_SIZE = 3 * 32 * 32,
    COLOUR_PLANE = 32 * 32,
    PIXEL_SIZE = 42, /* features of a pixel of colorization */
    TRAINING_GREY = 60000,
    TRAINING_COLOUR = 50000,
    TESTS = 10000
};

static const nw_setting_of_experiment EVERYWHERE = {
    .test_samples = TESTS, .points = 1, .optimiser = NW_SGD, .rate = 0.01, .repeats = 10, .seed = 1};

unsigned nw_experiment_inputs_of(nw_experiment experiment)
{
    static const unsigned allowed[NW_EXPERIMENT_COUNT] = {
        [NW_SYNTHETIC_DEPTH] = 1u << NW_INPUT_GAUSS,
        [NW_SYNTHETIC_EMBEDDING] = 1u << NW_INPUT_GAUSS,
        [NW_ASSUMPTION1] = 1u << NW_INPUT_GREY | 1u << NW_INPUT_COLOUR | 1u << NW_INPUT_UNIFORM,
        [NW_ASSUMPTION2] = 1u << NW_INPUT_GREY | 1u << NW_INPUT_COLOUR,
        [NW_ROTATION] = 1u << NW_INPUT_GREY | 1u << NW_INPUT_COLOUR,
        [NW_LR] = 1u << NW_INPUT_GREY | 1u << NW_INPUT_COLOUR,
        [NW_COLORIZATION] = 1u << NW_INPUT_COLOUR};
    return allowed[experiment];
}

unsigned nw_experiment_axes_of(nw_experiment experiment)
{
    static const unsigned allowed[NW_EXPERIMENT_COUNT] = {
        [NW_SYNTHETIC_DEPTH] = 1u << NW_OVER_LAYERS,
        [NW_SYNTHETIC_EMBEDDING] = 1u << NW_OVER_SIZE,
        [NW_ASSUMPTION1] = 1u << NW_OVER_NOTHING,
        [NW_ASSUMPTION2] = 1u << NW_OVER_WIDTH,
        [NW_ROTATION] = 1u << NW_OVER_LAYERS | 1u << NW_OVER_SIZE,
        [NW_LR] = 1u << NW_OVER_RATE,
        [NW_COLORIZATION] = 1u << NW_OVER_LAYERS};
    return allowed[experiment];
}

unsigned nw_experiment_methods_of(nw_experiment experiment)
{
    return experiment == NW_ASSUMPTION1   ? 1u << NW_METHOD_PAIR
           : experiment == NW_ASSUMPTION2 ? 1u << NW_METHOD_SHALLOW
                                          : 1u << NW_METHOD_HYPER | 1u << NW_METHOD_EMBEDDING;
}

bool nw_experiment_is_synthetic(nw_experiment experiment)
{
    return experiment == NW_SYNTHETIC_DEPTH || experiment == NW_SYNTHETIC_EMBEDDING;
}

bool nw_experiment_is_shallow(nw_experiment experiment)
{
    return experiment == NW_ASSUMPTION1 || experiment == NW_ASSUMPTION2;
}

bool nw_experiment_is_rotation(nw_experiment experiment)
{
    return experiment == NW_ROTATION || experiment == NW_LR;
}

static int first_bit(unsigned bits)
{
    int bit = 0;
    while (!(bits >> bit & 1))
        bit++;
    return bit;
}

nw_choices nw_experiment_first_choices(nw_experiment experiment)
{
    return (nw_choices){.experiment = experiment,
                        .inputs = (nw_inputs)first_bit(nw_experiment_inputs_of(experiment)),
                        .axis = (nw_experiment_axis)first_bit(nw_experiment_axes_of(experiment))};
}

nw_choices nw_experiment_choices(const nw_setting_of_experiment *setting)
{
    return (nw_choices){setting->experiment, nw_experiment_preset_find(setting->preset), setting->inputs, setting->axis,
                        setting->as_released, setting->equal_budget};
}

/* ---- the paper's settings ---- */

static void set_range(nw_setting_of_experiment *to, long first, long last)
{
    to->value_count = 0;
    for (long value = first; value <= last; value++)
        to->values[to->value_count++] = value;
}

static size_t input_size(nw_inputs inputs)
{
    return inputs == NW_INPUT_COLOUR ? COLOUR_SIZE : GREY_SIZE;
}

static size_t image_count(nw_inputs inputs)
{
    return inputs == NW_INPUT_COLOUR ? TRAINING_COLOUR : TRAINING_GREY;
}

static void synthetic(nw_setting_of_experiment *to, const nw_choices *by)
{
    bool depth = by->experiment == NW_SYNTHETIC_DEPTH;
    to->types = 7;
    to->samples = 30000;
    to->batch = 200;
    to->epochs = 100;
    to->inner_width = 100;
    to->hidden = 10;
    to->unit = NW_RELU;
    to->x_size = to->i_size = depth ? 1000 : 100;
    to->embedding = depth ? 10000 : 1000;
    to->layers = depth ? 0 : 3;
    set_range(to, depth ? 2 : 1, depth ? 9 : 8);
}

static void assumption1(nw_setting_of_experiment *to, const nw_choices *by)
{
    set_range(to, 0, 0);
    to->x_size = input_size(by->inputs);
    /* The released code draws this many uniform inputs a pass. */
    to->samples = by->inputs == NW_INPUT_UNIFORM ? 10000 : image_count(by->inputs);
    to->batch = 64;
    to->epochs = 50;
    to->momentum = 0.5;
    to->hidden = 100;
    to->unit = NW_RELU;
    to->biases = true;
    /* The code's second convolution has 40 channels, which is the target's matter.  Its 100 repeats go on training the
     * same networks; ours begin anew. */
    if (by->as_released)
        to->repeats = 100;
}

/* As released the test loss is summed over the outputs and the order is not shuffled: the training's matter. */
static void assumption2(nw_setting_of_experiment *to, const nw_choices *by)
{
    set_range(to, 1, 29);
    to->x_size = input_size(by->inputs);
    to->samples = image_count(by->inputs);
    to->batch = 64;
    to->epochs = 2;
    to->optimiser = NW_ADADELTA;
    to->rate = 1;
    to->unit = NW_ELU;
    to->biases = true;
}

static void rotation(nw_setting_of_experiment *to, const nw_choices *by)
{
    bool colour = by->inputs == NW_INPUT_COLOUR;
    to->x_size = to->i_size = input_size(by->inputs);
    to->samples = image_count(by->inputs);
    to->batch = 64;
    to->epochs = 10;
    to->inner_width = colour ? 100 : 50;
    to->hidden = 10;
    to->unit = colour ? NW_ELU : NW_RELU;
    to->biases = true;
    to->embedding = 10 * to->x_size + 10; /* the released code's; the paper names none */
    if (by->experiment == NW_LR) {
        to->rate = 0; /* the axis */
        to->layers = 4;
        set_range(to, 2, 9);
    } else if (by->axis == NW_OVER_SIZE) {
        to->layers = 4;
        to->embedding = 10000;
        set_range(to, 1, 8);
    } else {
        set_range(to, 2, 9);
    }
    if (!by->as_released)
        return;
    /* The code's "depth" k means k + 2 layers of weights (nw_experiment_shape adds them), three hidden-to-hidden ones
     * over the size; f and e are 100 wide for images of either kind; its rate is a tenth of the paper's. */
    to->inner_width = 100;
    if (by->experiment == NW_ROTATION)
        to->rate = 0.001;
    if (by->axis == NW_OVER_SIZE)
        to->layers = 3;
}

/* The paper gives neither batch nor pixels of an image in it, neither epochs nor rate: these are choices. */
static void colorization(nw_setting_of_experiment *to)
{
    set_range(to, 2, 7);
    to->x_size = PIXEL_SIZE;
    to->i_size = COLOUR_PLANE;
    to->samples = TRAINING_COLOUR;
    to->batch = 8;
    to->points = 128;
    to->epochs = 10;
    to->inner_width = 100;
    to->hidden = 10;
    to->embedding = 450;
    to->unit = NW_ELU;
    to->biases = true;
}

static void paper(nw_setting_of_experiment *to, const nw_choices *by)
{
    *to = EVERYWHERE;
    to->experiment = by->experiment;
    to->inputs = by->inputs;
    to->axis = by->axis;
    to->as_released = by->as_released;
    to->equal_budget = by->equal_budget;
    to->methods = nw_experiment_methods_of(by->experiment);
    if (nw_experiment_is_synthetic(by->experiment))
        synthetic(to, by);
    else if (by->experiment == NW_ASSUMPTION1)
        assumption1(to, by);
    else if (by->experiment == NW_ASSUMPTION2)
        assumption2(to, by);
    else if (nw_experiment_is_rotation(by->experiment))
        rotation(to, by);
    else
        colorization(to);
    if (by->equal_budget)
        to->embedding = 0; /* nw_experiment_shape chooses it */
}

/* ---- settings of choices ---- */

void nw_experiment_choose(nw_setting_of_experiment *setting, const nw_choices *choices)
{
    paper(setting, choices);
    nw_experiment_reduce(setting, choices->preset);
    setting->preset = nw_copy_text(nw_experiment_presets[choices->preset]);
    setting->data_mark = nw_copy_text("");
}

void nw_experiment_defaults(nw_setting_of_experiment *setting, nw_experiment experiment)
{
    const nw_choices choices = nw_experiment_first_choices(experiment);
    nw_experiment_choose(setting, &choices);
}

void nw_experiment_clear(nw_setting_of_experiment *setting)
{
    free(setting->preset);
    free(setting->data);
    free(setting->data_mark);
    *setting = (nw_setting_of_experiment){0};
}

void nw_experiment_copy(nw_setting_of_experiment *copy, const nw_setting_of_experiment *setting)
{
    *copy = *setting;
    copy->preset = nw_copy_text(setting->preset);
    copy->data = setting->data != NULL ? nw_copy_text(setting->data) : NULL;
    copy->data_mark = nw_copy_text(setting->data_mark);
}
