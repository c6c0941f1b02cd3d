/* g task by task: fit, let the certifier judge on the task's slice of the box, enclose the result. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/progress.h"
#include "base/random.h"
#include "certify/composed.h"
#include "rational.h"
#include "study/enclose.h"
#include "study/q_width.h"
#include "study/task_judge.h"

typedef struct g_judge {
    nw_task_judge at_tasks;
    size_t task;
} g_judge;

/* The network as a function of (x, I) that does not depend on I: the same numbers, and zeros. */
static nw_network *extend(const nw_network *network, size_t m2)
{
    size_t hidden = network->layer_count - 1, m1 = network->inputs, inputs = m1 + m2;
    size_t *widths = nw_alloc(hidden, sizeof *widths);
    for (size_t k = 0; k < hidden; k++)
        widths[k] = network->layers[k].units;
    nw_network *wide =
        nw_network_new(inputs, widths, hidden, 1, network->layers[0].activation, network->output_bias);
    const nw_layer *first = &network->layers[0];
    for (size_t j = 0; j < first->units; j++)
        memcpy(wide->parameters + j * inputs, network->parameters + j * m1, m1 * sizeof(double));
    /* Behind the first layer's weights everything stands in the same order. */
    size_t rest = network->parameter_count - first->units * m1;
    memcpy(wide->parameters + first->units * inputs, network->parameters + first->units * m1, rest * sizeof(double));
    free(widths);
    return wide;
}

static nw_judgement judge(void *context, const nw_network *network, double error)
{
    g_judge *state = context;
    (void)error;
    nw_network *wide = extend(network, state->at_tasks.tasks->m2);
    nw_judgement judgement = nw_task_judge_network(&state->at_tasks, wide, state->task);
    nw_network_free(wide);
    return judgement;
}

static void measure_task(nw_g_result *result, nw_tasks *tasks, g_judge *state, const nw_fit_options *fit,
                         size_t largest_width, double tolerance, bool keep_trees)
{
    nw_error error;
    nw_fit_options how = *fit;
    nw_fit_search_result found;
    size_t task = state->task;
    how.goal = state->at_tasks.certify.threshold;
    how.seed = nw_random_mix(fit->seed, task, 0);
    nw_fit_judge asked = {.judge = judge, .state = state};
    nw_fit_smallest(&found, &tasks->points[task], largest_width, &asked, &how);
    result->restarts += found.restarts;
    if (found.width > 0) {
        result->widths[task] = found.width;
        result->networks[task] = found.best.network;
        found.best.network = NULL;
        nw_network *wide = extend(result->networks[task], tasks->m2);
        double low[NW_MOST_INPUTS], high[NW_MOST_INPUTS];
        nw_composite function = nw_composite_of_network(wide);
        nw_task_box(low, high, tasks, task);
        nw_status status = nw_enclose_within(&result->enclosures[task], &function, tasks->target, low, high, how.goal,
                                             tolerance, keep_trees, fit->stop, &error);
        if (status != NW_OK)
            result->enclosures[task].upper = INFINITY;
        nw_network_free(wide);
    }
    nw_fit_search_result_clear(&found);
}

/* The whole from its tasks. */
static void conclude(nw_g_result *result, const nw_tasks *tasks, double threshold, const volatile bool *stop)
{
    result->outcome = NW_PROVED;
    for (size_t t = 0; t < tasks->data.tasks; t++) {
        /* Proven: the upper end is a proven bound of the error, and threshold <= eps. */
        bool proven = result->widths[t] > 0 && result->enclosures[t].upper <= threshold;
        if (!proven) {
            result->outcome = NW_UNKNOWN;
            result->reason = stop != NULL && *stop      ? "it was interrupted"
                             : result->widths[t] == 0 ? "no network up to the largest width served"
                                                        : "the enclosure of the network's error was not finished";
            continue;
        }
        if (result->widths[t] > result->width) {
            result->width = result->widths[t];
            result->parameters = result->networks[t]->parameter_count;
        }
        result->lower = fmax(result->lower, result->enclosures[t].lower);
        result->upper = fmax(result->upper, result->enclosures[t].upper);
    }
}

nw_status nw_g_width(nw_g_result *result, nw_tasks *tasks, const fmpq_t eps, const nw_fit_options *fit,
                     size_t largest_width, double tolerance, bool keep_trees, nw_error *error)
{
    double begun = nw_seconds(), threshold = nw_rational_below(eps);
    size_t count = tasks->data.tasks;
    *result = (nw_g_result){.tasks = tasks, .outcome = NW_UNKNOWN};
    fmpq_init(result->eps);
    fmpq_set(result->eps, eps);
    if (tasks->whole_box)
        return nw_fail(error, NW_BAD_INPUT, "g is measured task by task: give tasks centres or grid:N, not box");
    result->widths = nw_alloc(count, sizeof *result->widths);
    result->networks = nw_alloc(count, sizeof *result->networks);
    result->enclosures = nw_alloc(count, sizeof *result->enclosures);
    g_judge state = {0};
    nw_task_judge_begin(&state.at_tasks, tasks, threshold, fit->stop);
    for (state.task = 0; state.task < count; state.task++)
        measure_task(result, tasks, &state, fit, largest_width, tolerance, keep_trees);
    conclude(result, tasks, threshold, fit->stop);
    result->seconds = nw_seconds() - begun;
    return NW_OK;
}

void nw_g_result_clear(nw_g_result *result)
{
    for (size_t t = 0; result->networks != NULL && t < result->tasks->data.tasks; t++) {
        nw_network_free(result->networks[t]);
        nw_enclosure_clear(&result->enclosures[t]);
    }
    free(result->widths);
    free(result->networks);
    free(result->enclosures);
    fmpq_clear(result->eps);
    *result = (nw_g_result){0};
}
