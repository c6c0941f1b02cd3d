#include <math.h>

#include "experiment/defaults.h"
#include "experiment/job.h"

static size_t outputs_of(nw_experiment experiment)
{
    enum { IMAGE_CLASSES = 10, ANGLE_CLASSES = 12, COLOURS = 3 };
    if (nw_experiment_is_synthetic(experiment))
        return 1;
    return nw_experiment_is_shallow(experiment)    ? IMAGE_CLASSES
           : nw_experiment_is_rotation(experiment) ? ANGLE_CLASSES
                                                   : COLOURS;
}

static void shallow(nw_model_spec *spec, const nw_experiment_job *job)
{
    const nw_setting_of_experiment *setting = job->setting;
    spec->kind = NW_MODEL_PLAIN;
    if (setting->axis == NW_OVER_WIDTH)
        spec->hidden = (size_t)job->value;
    /* The two networks of a pair begin with rows of norm 1, as the released code has it. */
    if (setting->experiment == NW_ASSUMPTION1)
        spec->start = NW_START_UNIT;
}

static void set_layers(nw_model_spec *spec, const nw_experiment_job *job)
{
    enum { MORE_AS_RELEASED = 2 };
    const nw_setting_of_experiment *setting = job->setting;
    spec->inner_layers = setting->axis == NW_OVER_LAYERS ? (size_t)job->value : setting->layers;
    if (setting->as_released)
        spec->inner_layers += MORE_AS_RELEASED;
    for (size_t i = 0; i + 1 < spec->inner_layers; i++)
        spec->inner[i] = setting->inner_width;
}

static void hyper(nw_model_spec *spec, const nw_experiment_job *job)
{
    spec->kind = NW_MODEL_HYPER;
    set_layers(spec, job);
    if (job->setting->experiment == NW_SYNTHETIC_EMBEDDING)
        spec->inner[spec->inner_layers - 2] *= (size_t)job->value;
}

static void embedding(nw_model_spec *spec, const nw_experiment_job *job)
{
    const nw_setting_of_experiment *setting = job->setting;
    spec->kind = NW_MODEL_EMBEDDING;
    set_layers(spec, job);
    spec->embedding = setting->embedding;
    if (setting->axis == NW_OVER_SIZE) /* 10^4 i in the paper's rotation, 10^4 (i + 1) in the released code */
        spec->embedding *= (size_t)job->value + setting->as_released;
}

static size_t inner_weights(nw_model_spec *spec, size_t width)
{
    nw_model_counts counts;
    for (size_t i = 0; i + 1 < spec->inner_layers; i++)
        spec->inner[i] = width;
    nw_model_count(&counts, spec);
    return counts.inner;
}

/* The width at which N_e, which rises with it, comes nearest to N_f. */
static void set_nearest_width(nw_model_spec *spec, size_t weights)
{
    size_t below = 0, above = 1; /* N_e(below) <= N_f < N_e(above) */
    while (inner_weights(spec, above) <= weights) {
        below = above;
        above *= 2;
    }
    while (above - below > 1) {
        size_t middle = below + (above - below) / 2;
        *(inner_weights(spec, middle) <= weights ? &below : &above) = middle;
    }
    bool lower = below > 0 && weights - inner_weights(spec, below) <= inner_weights(spec, above) - weights;
    inner_weights(spec, lower ? below : above);
}

/* hidden/2 (x + E + outputs) = hidden (x + outputs) */
static void balance(nw_model_spec *spec, const nw_experiment_job *job)
{
    nw_model_spec g = *spec;
    nw_model_counts counts;
    g.embedding = 0;
    hyper(&g, job);
    nw_model_count(&counts, &g);
    spec->hidden /= 2;
    spec->embedding = spec->x_size + spec->outputs;
    set_nearest_width(spec, counts.inner);
}

void nw_experiment_shape(nw_model_spec *spec, const nw_experiment_job *job)
{
    const nw_setting_of_experiment *setting = job->setting;
    *spec = (nw_model_spec){.x_size = setting->x_size,
                            .i_size = setting->i_size,
                            .outputs = outputs_of(setting->experiment),
                            .hidden = setting->hidden,
                            .unit = setting->unit,
                            .inner_unit = NW_RELU,
                            .biases = setting->biases,
                            .start = NW_START_FAN_IN};
    if (job->method == NW_METHOD_HYPER) {
        hyper(spec, job);
    } else if (job->method == NW_METHOD_EMBEDDING) {
        embedding(spec, job);
        if (setting->equal_budget)
            balance(spec, job);
    } else {
        shallow(spec, job);
    }
}

double nw_experiment_rate(const nw_experiment_job *job)
{
    return job->setting->axis == NW_OVER_RATE ? 1e-4 * pow(10, (double)job->value / 4) : job->setting->rate;
}
