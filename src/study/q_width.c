#include "study/q_width.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/progress.h"
#include "rational.h"
#include "study/enclose.h"
#include "study/q_form.h"
#include "study/task_judge.h"

nw_q_options nw_q_defaults(void)
{
    return (nw_q_options){.embed = {.fit = nw_fit_defaults(),
                                    .embedding = NW_EMBED_FREE,
                                    .k_least = 1,
                                    .k_most = 8,
                                    .largest_width = 256,
                                    .embedding_width = 8,
                                    .l1 = INFINITY,
                                    .l2 = INFINITY},
                          .tolerance = nw_certify_defaults().tolerance};
}

enum {
    MOST_FREE = 64,   /* tasks: a search begins with a bias for each task and unit */
    MOST_OUTPUTS = 64 /* of a network e */
};

/* ---- the function that an enclosure is about ---- */

static nw_network *constant_network(size_t inputs, const double *values, size_t count)
{
    nw_network *network = nw_network_new(inputs, NULL, 0, count, NW_IDENTITY, true);
    memcpy(network->parameters + network->layers[0].biases, values, count * sizeof *values);
    return network;
}

nw_composite *nw_q_composite(const nw_q_method *method, const nw_tasks *tasks, size_t index)
{
    const nw_embed_network *found = &method->network;
    nw_composite *composite = nw_alloc(1, sizeof *composite);
    nw_network *task = NULL;
    if (found->e != NULL)
        task = nw_network_copy(found->e);
    else if (found->rows != NULL)
        task = constant_network(tasks->m2, found->rows + index * found->k, found->k);
    *composite = (nw_composite){.form = task != NULL ? NW_EMBEDDING : NW_PLAIN,
                                .m1 = tasks->m1,
                                .m2 = tasks->m2,
                                .primary = nw_network_copy(found->q),
                                .task = task};
    return composite;
}

/* ---- the judge ---- */

typedef struct q_judge {
    nw_tasks *tasks;
    const nw_q_options *options;
    nw_task_judge at_tasks;
} q_judge;

static bool within_caps(const nw_embed_network *network, const nw_q_options *options)
{
    if (options->embed.embedding != NW_EMBED_NETWORK)
        return true;
    return nw_network_spectral_complexity(network->q) <= options->embed.l2 &&
           nw_network_spectral_complexity(network->e) <= options->embed.l1;
}

/* q(., e_t) on [-1,1]^m1 x {I_t}, as a network of all inputs.  Its biases b + V e_t are rounded: good for a judgement,
 * not for a claim. */
static nw_network *at_task(const nw_embed_network *network, const nw_tasks *tasks, size_t task)
{
    const nw_network *q = network->q;
    size_t width = network->width, m1 = tasks->m1, inputs = m1 + tasks->m2, k = network->k;
    nw_network *plain = nw_network_new(inputs, &width, 1, 1, q->layers[0].activation, q->output_bias);
    const double *weights = nw_layer_weights(q, 0), *biases = nw_layer_biases(q, 0);
    for (size_t j = 0; j < width; j++) {
        double bias = biases[j];
        memcpy(plain->parameters + plain->layers[0].weights + j * inputs, weights + j * (m1 + k), m1 * sizeof(double));
        for (size_t l = 0; l < k; l++)
            bias += weights[j * (m1 + k) + m1 + l] * network->rows[task * k + l];
        plain->parameters[plain->layers[0].biases + j] = bias;
    }
    memcpy(plain->parameters + plain->layers[1].weights, nw_layer_weights(q, 1), width * sizeof(double));
    if (q->output_bias)
        plain->parameters[plain->layers[1].biases] = nw_layer_biases(q, 1)[0];
    return plain;
}

static nw_judgement judge_tasks(q_judge *state, const nw_embed_network *network)
{
    nw_judgement judgement = NW_ACCEPTED;
    for (size_t t = 0; t < state->tasks->data.tasks && judgement != NW_REJECTED; t++) {
        nw_network *plain = at_task(network, state->tasks, t);
        nw_judgement here = nw_task_judge_network(&state->at_tasks, plain, t);
        nw_network_free(plain);
        judgement = here == NW_ACCEPTED ? judgement : here;
    }
    return judgement;
}

/* Over all of (x, I). */
static nw_judgement judge_box(q_judge *state, const nw_embed_network *network)
{
    nw_composite function = {.form = network->e != NULL ? NW_EMBEDDING : NW_PLAIN,
                             .m1 = state->tasks->m1,
                             .m2 = state->tasks->m2,
                             .primary = network->q,
                             .task = network->e};
    nw_enclosure enclosure;
    nw_error problem;
    if (nw_certify_composite(&enclosure, &function, state->tasks->target, &state->at_tasks.certify, &problem) != NW_OK)
        return NW_REJECTED;
    nw_outcome outcome = enclosure.outcome;
    if (outcome == NW_REFUTED)
        nw_tasks_add_task(state->tasks, enclosure.witness + state->tasks->m1);
    nw_enclosure_clear(&enclosure);
    return outcome == NW_PROVED ? NW_ACCEPTED : outcome == NW_REFUTED ? NW_MORE_DATA : NW_REJECTED;
}

static nw_judgement judge(void *context, const nw_embed_network *network)
{
    q_judge *state = context;
    if (!within_caps(network, state->options))
        return NW_REJECTED;
    return state->tasks->whole_box ? judge_box(state, network) : judge_tasks(state, network);
}

/* ---- what is reported ---- */

/* Encloses every task's error, or that over the box. */
static void enclose(nw_q_method *method, const nw_tasks *tasks, double threshold, const nw_q_options *options)
{
    nw_error error;
    method->enclosure_count = tasks->whole_box ? 1 : tasks->data.tasks;
    method->enclosures = nw_alloc(method->enclosure_count, sizeof *method->enclosures);
    method->outcome = NW_PROVED;
    method->reason = NULL;
    method->lower = method->upper = 0;
    for (size_t i = 0; i < method->enclosure_count; i++) {
        nw_enclosure *enclosure = &method->enclosures[i];
        nw_composite *function = nw_q_composite(method, tasks, i);
        double low[NW_MOST_INPUTS], high[NW_MOST_INPUTS];
        nw_task_box(low, high, tasks, i);
        nw_status status =
            nw_enclose_within(enclosure, function, tasks->target, low, high, threshold, options->tolerance,
                              options->keep_trees, options->embed.fit.stop, &error);
        nw_composite_free(function);
        if (status != NW_OK)
            enclosure->upper = INFINITY;
        /* Proven: the upper end is a proven bound of the error, and threshold <= eps. */
        if (!(enclosure->upper <= threshold)) {
            method->outcome = NW_UNKNOWN;
            method->reason = enclosure->lower > threshold ? "its error is larger than the goal"
                                                          : "the enclosure of the network's error was not finished";
        }
        method->lower = fmax(method->lower, enclosure->lower);
        method->upper = fmax(method->upper, enclosure->upper);
    }
}

static void clear_enclosures(nw_q_method *method)
{
    for (size_t i = 0; i < method->enclosure_count; i++)
        nw_enclosure_clear(&method->enclosures[i]);
    free(method->enclosures);
    method->enclosures = NULL;
    method->enclosure_count = 0;
}

static void describe(nw_q_method *method, const nw_tasks *tasks, const nw_q_options *options)
{
    const nw_embed_network *found = &method->network;
    method->parameters = found->q->parameter_count;
    method->connections = nw_q_connections(found->q);
    method->l2 = nw_network_spectral_complexity(found->q);
    if (found->e != NULL)
        method->l1 = nw_network_spectral_complexity(found->e);
    else if (options->embed.embedding == NW_EMBED_PLACE)
        method->l1 = 1;
    else
        method->l1 =
            nw_q_lipschitz(found->rows, found->k, tasks->places, tasks->m2, tasks->data.tasks);
}

static nw_embed_network copy_network(const nw_embed_network *from, size_t tasks)
{
    nw_embed_network copy = *from;
    copy.q = nw_network_copy(from->q);
    copy.e = from->e != NULL ? nw_network_copy(from->e) : NULL;
    copy.rows = nw_alloc(tasks * from->k, sizeof *copy.rows);
    memcpy(copy.rows, from->rows, tasks * from->k * sizeof *copy.rows);
    return copy;
}

/* Free rows in their sparsest form, if it is proven too, else as they were found. */
static void report_free(nw_q_method *method, const nw_tasks *tasks, double threshold, const nw_q_options *options)
{
    nw_embed_network found = copy_network(&method->network, tasks->data.tasks);
    bool sparse = nw_q_sparsen(&method->network, tasks->data.tasks);
    nw_q_balance(&method->network, tasks->data.tasks);
    enclose(method, tasks, threshold, options);
    if (sparse && method->outcome != NW_PROVED) {
        clear_enclosures(method);
        nw_embed_network spare = method->network;
        method->network = found;
        found = spare;
        nw_q_balance(&method->network, tasks->data.tasks);
        enclose(method, tasks, threshold, options);
    }
    nw_embed_network_clear(&found);
}

static void report(nw_q_method *method, const nw_tasks *tasks, double threshold, const nw_q_options *options)
{
    if (options->embed.embedding == NW_EMBED_FREE) {
        report_free(method, tasks, threshold, options);
    } else {
        if (options->embed.embedding == NW_EMBED_PLACE) { /* q is a network of (x, I), and no rows are needed */
            free(method->network.rows);
            method->network.rows = NULL;
        }
        enclose(method, tasks, threshold, options);
    }
    describe(method, tasks, options);
}

static void find_fewest(nw_q_result *result)
{
    result->fewest_parameters = result->fewest_connections = SIZE_MAX;
    for (size_t i = 0; i < result->count; i++) {
        const nw_q_method *methods = result->methods;
        if (methods[i].outcome != NW_PROVED)
            continue;
        if (result->fewest_parameters == SIZE_MAX ||
            methods[i].parameters < methods[result->fewest_parameters].parameters)
            result->fewest_parameters = i;
        if (result->fewest_connections == SIZE_MAX ||
            methods[i].connections < methods[result->fewest_connections].connections)
            result->fewest_connections = i;
    }
    result->outcome = result->fewest_parameters != SIZE_MAX ? NW_PROVED : NW_UNKNOWN;
}

nw_status nw_q_check(const nw_tasks *tasks, const nw_q_options *options, nw_error *error)
{
    if (options->embed.embedding == NW_EMBED_FREE && tasks->whole_box)
        return nw_fail(error, NW_BAD_INPUT,
                       "free embeddings are a row a task and say nothing between the tasks: give tasks centres or "
                       "grid:N");
    if (options->embed.embedding == NW_EMBED_FREE && tasks->data.tasks > MOST_FREE)
        return nw_fail(error, NW_BAD_INPUT, "free embeddings of %zu tasks: at most %d are searched; give fewer tasks",
                       tasks->data.tasks, MOST_FREE);
    if (options->embed.embedding == NW_EMBED_NETWORK && options->embed.k_most > MOST_OUTPUTS)
        return nw_fail(error, NW_BAD_INPUT, "a network e with %zu outputs: at most %d are searched; give a smaller k",
                       options->embed.k_most, MOST_OUTPUTS);
    if (options->embed.fit.hidden_layers != 1)
        return nw_fail(error, NW_BAD_INPUT, "q has %zu hidden layers; searched are networks with one",
                       options->embed.fit.hidden_layers);
    return NW_OK;
}

static const char *why_none(const nw_q_result *result, const nw_q_options *options)
{
    const volatile bool *stop = options->embed.fit.stop;
    size_t tasks = result->tasks->data.tasks, k = options->embed.k_least;
    if (stop != NULL && *stop)
        return "it was interrupted";
    if (options->embed.embedding == NW_EMBED_FREE && k > 1 && k >= tasks)
        return "every k is larger than free embeddings need, the number of tasks less one";
    return result->count > 0 ? result->methods[0].reason : "no network up to the largest width served";
}

nw_status nw_q_width(nw_q_result *result, nw_tasks *tasks, const fmpq_t eps, const nw_q_options *options,
                     nw_error *error)
{
    double begun = nw_seconds(), threshold = nw_rational_below(eps);
    *result = (nw_q_result){.tasks = tasks, .outcome = NW_UNKNOWN};
    fmpq_init(result->eps);
    fmpq_set(result->eps, eps);
    nw_status status = nw_q_check(tasks, options, error);
    if (status != NW_OK)
        return status;
    nw_q_options how = *options;
    how.embed.fit.goal = threshold;
    if (how.embed.embedding == NW_EMBED_PLACE)
        how.embed.k_least = how.embed.k_most = tasks->m2;
    q_judge state = {.tasks = tasks, .options = &how};
    nw_task_judge_begin(&state.at_tasks, tasks, threshold, how.embed.fit.stop);
    nw_embed_judge asked = {.judge = judge, .state = &state};
    nw_embed_front front;
    nw_embed_search(&front, &tasks->data, &asked, &how.embed);
    result->methods = nw_alloc(front.count > 0 ? front.count : 1, sizeof *result->methods);
    for (size_t i = 0; i < front.count; i++) {
        if (front.networks[i].width == 0)
            continue;
        nw_q_method *method = &result->methods[result->count++];
        method->network = front.networks[i];
        front.networks[i] = (nw_embed_network){0};
        report(method, tasks, threshold, &how);
    }
    result->restarts = front.restarts;
    nw_embed_front_clear(&front);
    find_fewest(result);
    if (result->outcome != NW_PROVED)
        result->reason = why_none(result, &how);
    result->seconds = nw_seconds() - begun;
    return NW_OK;
}

void nw_q_result_clear(nw_q_result *result)
{
    for (size_t i = 0; i < result->count; i++) {
        clear_enclosures(&result->methods[i]);
        nw_embed_network_clear(&result->methods[i].network);
    }
    free(result->methods);
    fmpq_clear(result->eps);
    *result = (nw_q_result){0};
}
