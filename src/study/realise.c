#include "study/realise.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/progress.h"
#include "rational.h"
#include "study/samples.h"
#include "study/slices.h"

enum { JUDGE_BOXES = 400000, OVERLOOKED = 32, WIDER = 8, LARGEST_TASK_WIDTH = 64, LARGEST_F_WIDTH = 16 };

nw_realise_options nw_realise_defaults(void)
{
    return (nw_realise_options){.fit = nw_fit_defaults(),
                                .f_layers = 1,
                                .largest_f_width = LARGEST_F_WIDTH,
                                .tolerance = nw_certify_defaults().tolerance};
}

/* ---- the judge ---- */

typedef struct search_state {
    const nw_target *target;
    const nw_realise_options *options;
    nw_samples samples;
    double threshold; /* a double <= eps: error <= threshold proves error <= eps */
} search_state;

static void composite_values(const void *state, size_t count, const double *x, double *y)
{
    nw_composite_values(state, count, x, y);
}

/* Of copies of the two networks. */
static nw_composite *compose(const nw_network *primary, const nw_network *task, const search_state *state)
{
    nw_composite *composite = NULL;
    nw_error problem;
    nw_status status = nw_composite_new(&composite, NW_HYPERNETWORK, state->options->m1, state->options->m2,
                                        nw_network_copy(primary), nw_network_copy(task), &problem);
    return status == NW_OK ? composite : NULL;
}

static nw_judgement judge_composite(search_state *state, const nw_composite *composite)
{
    nw_certify_options certify = nw_certify_defaults();
    nw_enclosure enclosure;
    nw_error problem;
    /* A proof is dear beside a look between the points, and one witness a proof teaches little. */
    if (nw_samples_add_overlooked_by(&state->samples, composite_values, composite, state->threshold, OVERLOOKED) > 0)
        return NW_MORE_DATA;
    certify.threshold = state->threshold;
    certify.most_boxes = JUDGE_BOXES;
    certify.stop = state->options->fit.stop;
    if (nw_certify_composite(&enclosure, composite, state->target, &certify, &problem) != NW_OK)
        return NW_REJECTED;
    nw_judgement judgement = NW_REJECTED;
    if (enclosure.outcome == NW_PROVED) {
        judgement = NW_ACCEPTED;
    } else if (enclosure.outcome == NW_REFUTED) {
        nw_samples_add(&state->samples, enclosure.witness);
        judgement = NW_MORE_DATA;
    }
    nw_enclosure_clear(&enclosure);
    return judgement;
}

static nw_judgement judge(void *context, const nw_network *primary, const nw_network *task, double error)
{
    search_state *state = context;
    (void)error;
    nw_composite *composite = compose(primary, task, state);
    if (composite == NULL)
        return NW_REJECTED;
    nw_judgement judgement = judge_composite(state, composite);
    nw_composite_free(composite);
    return judgement;
}

/* ---- the search ---- */

static bool interrupted(const nw_realise_options *options)
{
    return options->fit.stop != NULL && *options->fit.stop;
}

static void fit_width(nw_hyper_result *found, search_state *state, const nw_slices *slices, size_t width)
{
    const nw_realise_options *options = state->options;
    nw_hyper_judge asked = {.judge = judge, .state = state};
    nw_hyper_options how = {.fit = options->fit, .largest_f_width = options->largest_f_width};
    how.fit.goal = state->threshold;
    how.shape = (nw_hyper_shape){.m1 = options->m1,
                                 .m2 = options->m2,
                                 .width = width,
                                 .f_width = options->f_width,
                                 .f_layers = options->f_layers,
                                 .activation = options->fit.activation,
                                 .output_bias = options->fit.output_bias,
                                 .form = options->form};
    nw_hyper_fit(found, &state->samples.data, &slices->grid, &asked, &how);
}

/* At the width given, or from the one that serves the tasks one by one upwards, until one is accepted. */
static void search(nw_realised *result, search_state *state, const nw_slices *slices)
{
    const nw_realise_options *options = state->options;
    nw_fit_options alone = options->fit;
    alone.goal = state->threshold;
    alone.hidden_layers = 1;
    result->task_width = nw_task_least_width(&slices->grid, LARGEST_TASK_WIDTH, &alone);
    size_t width = options->width > 0 ? options->width : result->task_width > 0 ? result->task_width : 1;
    size_t last = options->width > 0 ? width : width + WIDER;
    fit_width(&result->fit, state, slices, width);
    while (!result->fit.accepted && width < last && !interrupted(options)) {
        nw_hyper_result_clear(&result->fit);
        fit_width(&result->fit, state, slices, ++width);
    }
}

/* ---- what is reported ---- */

/* An enclosure within the tolerance; where its upper end exceeds eps, which was proven to be one, that proof with the
 * best lower end. */
static nw_status enclose(nw_realised *result, const search_state *state, nw_error *error)
{
    nw_certify_options certify = nw_certify_defaults();
    certify.tolerance = state->options->tolerance;
    certify.keep_tree = state->options->keep_tree;
    certify.stop = state->options->fit.stop;
    if (state->options->most_boxes > 0)
        certify.most_boxes = state->options->most_boxes;
    nw_status status = nw_certify_composite(&result->enclosure, result->composite, state->target, &certify, error);
    if (status != NW_OK || result->enclosure.upper <= state->threshold || !result->fit.accepted)
        return status;
    nw_enclosure_clear(&result->enclosure);
    certify.threshold = state->threshold;
    return nw_certify_composite(&result->enclosure, result->composite, state->target, &certify, error);
}

static void count(nw_realised *result)
{
    const nw_network *task = result->composite->task;
    const nw_layer *last_hidden = task->layers + task->layer_count - 2;
    result->task_parameters = task->parameter_count;
    for (size_t q = 0; q < task->parameter_count; q++)
        result->task_connections += task->parameters[q] != 0;
    /* The output biases become the weights of a unit whose own weights are 0. */
    result->task_paper = task->parameter_count + last_hidden->inputs + 1;
}

static nw_status report(nw_realised *result, search_state *state, nw_error *error)
{
    nw_hyper_result *fit = &result->fit;
    result->reason = interrupted(state->options) ? "it was interrupted" : "no network that was tried served";
    if (fit->task == NULL)
        return NW_OK;
    nw_status status = nw_composite_new(&result->composite, NW_HYPERNETWORK, state->options->m1, state->options->m2,
                                        fit->primary, fit->task, error);
    fit->primary = fit->task = NULL;
    if (status == NW_OK)
        status = enclose(result, state, error);
    if (status != NW_OK)
        return status;
    count(result);
    /* Proven: the upper end is a proven bound of the error, and threshold <= eps. */
    if (result->enclosure.upper <= state->threshold) {
        result->outcome = NW_PROVED;
        result->reason = NULL;
    } else if (fit->accepted) {
        result->reason = "the enclosure of the error was not finished";
    }
    return NW_OK;
}

nw_status nw_realise(nw_realised *result, const nw_target *target, const fmpq_t eps, const nw_realise_options *options,
                     nw_error *error)
{
    double begun = nw_seconds();
    *result = (nw_realised){.target = target, .outcome = NW_UNKNOWN};
    fmpq_init(result->eps);
    fmpq_set(result->eps, eps);
    size_t inputs = (size_t)nw_target_inputs(target);
    if (options->m1 < 1 || options->m2 < 1 || options->m1 + options->m2 != inputs)
        return nw_fail(error, NW_BAD_INPUT, "%.200s has %zu inputs: expected m1 >= 1 and m2 >= 1 with m1 + m2 = %zu",
                       nw_target_word(target), inputs, inputs);
    search_state state = {.target = target, .options = options, .threshold = nw_rational_below(eps)};
    nw_slices slices;
    nw_samples_begin(&state.samples, target);
    nw_slices_begin(&slices, target, options->m1);
    search(result, &state, &slices);
    result->points = state.samples.data.count;
    nw_slices_clear(&slices);
    nw_status status = report(result, &state, error);
    nw_samples_clear(&state.samples);
    result->seconds = nw_seconds() - begun;
    return status;
}

void nw_realised_clear(nw_realised *result)
{
    fmpq_clear(result->eps);
    nw_hyper_result_clear(&result->fit);
    if (result->composite != NULL)
        nw_composite_free(result->composite);
    nw_enclosure_clear(&result->enclosure);
    *result = (nw_realised){0};
}
