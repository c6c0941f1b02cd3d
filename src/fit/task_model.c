#include "fit/task_model.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "fit/model.h"
#include "fit/units.h"

/* ---- the weights of e ---- */

size_t nw_fit_weight_count(const nw_network *network)
{
    size_t count = 0;
    for (size_t k = 0; k < network->layer_count; k++)
        count += network->layers[k].inputs * network->layers[k].units;
    return count;
}

void nw_fit_put_weights(nw_network *network, const double *weights)
{
    memset(network->parameters, 0, network->parameter_count * sizeof *weights);
    for (size_t k = 0; k < network->layer_count; k++) {
        const nw_layer *layer = &network->layers[k];
        memcpy(network->parameters + layer->weights, weights, layer->inputs * layer->units * sizeof *weights);
        weights += layer->inputs * layer->units;
    }
}

void nw_fit_take_weights(double *weights, const nw_network *network)
{
    for (size_t k = 0; k < network->layer_count; k++) {
        const nw_layer *layer = &network->layers[k];
        memcpy(weights, network->parameters + layer->weights, layer->inputs * layer->units * sizeof *weights);
        weights += layer->inputs * layer->units;
    }
}

static bool is_free(const nw_fit_tasks *tasks)
{
    return tasks->embedding == NULL && tasks->parameters > 0;
}

void nw_fit_task_embed(const nw_fit_tasks *tasks, const double *parameters, double *embedded)
{
    if (tasks->embedding == NULL) {
        memcpy(embedded, is_free(tasks) ? parameters : tasks->places, tasks->count * tasks->k * sizeof *embedded);
        return;
    }
    nw_network *e = nw_network_copy(tasks->embedding);
    nw_net_work *work = nw_net_work_new(e, tasks->count);
    nw_fit_put_weights(e, parameters);
    nw_network_forward(e, tasks->count, tasks->places, embedded, work);
    nw_net_work_free(work);
    nw_network_free(e);
}

/* d e_tl / d parameter p at slopes[(t * k + l) * parameters + p]. */
static void embed_slopes(nw_fit_task_room *room, const nw_fit_tasks *tasks, const double *parameters)
{
    nw_network *e = nw_network_copy(tasks->embedding);
    nw_net_work *work = nw_net_work_new(e, tasks->count);
    nw_fit_put_weights(e, parameters);
    nw_network_jacobian(e, tasks->count, tasks->places, room->jacobian, room->embedded, work);
    for (size_t row = 0; row < tasks->count * tasks->k; row++) {
        double *to = room->slopes + row * tasks->parameters;
        for (size_t k = 0; k < e->layer_count; k++) {
            size_t weights = e->layers[k].inputs * e->layers[k].units;
            memcpy(to, room->jacobian + row * e->parameter_count + e->layers[k].weights, weights * sizeof *to);
            to += weights;
        }
    }
    nw_net_work_free(work);
    nw_network_free(e);
}

/* ---- room ---- */

void nw_fit_task_room_set(nw_fit_task_room *room, const nw_fit_tasks *tasks, size_t inputs, size_t width)
{
    size_t features = nw_round_up(width * (inputs + 2) + 2, NW_LANES), columns = width * (inputs + tasks->k + 2) + 2;
    size_t rows = tasks->count * tasks->k;
    size_t slopes = tasks->embedding != NULL ? rows * tasks->parameters : 0;
    size_t jacobian = tasks->embedding != NULL ? rows * tasks->embedding->parameter_count : 0;
    size_t spread = tasks->embedding != NULL ? features * tasks->parameters : 0;
    size_t need = features * features + NW_FIT_ALIGN + rows + slopes + jacobian + spread + features * tasks->k;
    size_t caps = nw_fit_is_capped(tasks) ? 2 * (tasks->parameters + columns) : 0;
    need += 3 * columns + caps + NW_LANES; /* a size_t is no larger than a double */
    if (need > room->room) {
        free(room->block);
        room->block = nw_alloc(need, sizeof(double));
        room->room = need;
    }
    _Static_assert(sizeof(size_t) <= sizeof(double), "feature numbers are cut from a block of doubles");
    room->features = features;
    room->gram = nw_fit_align(room->block);
    room->embedded = room->gram + features * features;
    room->slopes = room->embedded + rows;
    room->jacobian = room->slopes + slopes;
    room->spread = room->jacobian + jacobian;
    room->mixed = room->spread + spread;
    room->factor = room->mixed + features * tasks->k;
    room->caps = room->factor + columns;
    room->row = room->caps + caps;
    room->feature = (size_t *)(room->row + columns);
}

void nw_fit_task_room_clear(nw_fit_task_room *room)
{
    free(room->block);
    *room = (nw_fit_task_room){0};
}

/* ---- evaluation ---- */

void nw_fit_task_evaluate(nw_fit_model *model, const double *parameters, double *residual)
{
    const nw_fit_points *points = model->points;
    const nw_fit_tasks *tasks = model->tasks;
    size_t k = tasks->k, inputs = points->inputs + k, padded = points->padded;
    const double *weights = parameters + tasks->parameters, *biases = weights + model->width * inputs;
    const double *outputs = parameters + model->first_linear, *embedded = model->task_room.embedded;
    double constant = model->output_bias ? outputs[model->width] : 0;
    nw_fit_task_embed(tasks, parameters, model->task_room.embedded);
    for (size_t t = 0; t < tasks->count; t++) {
        size_t from = tasks->first[t], length = tasks->first[t + 1] - from;
        nw_units_begin(residual + from, points->y + from, constant, length);
        for (size_t j = 0; j < model->width; j++) {
            const double *row = weights + j * inputs;
            double bias = biases[j];
            for (size_t l = 0; l < k; l++)
                bias += row[points->inputs + l] * embedded[t * k + l];
            double *value = model->values + j * padded + from, *slope = model->slopes + j * padded + from;
            nw_units_affine(value, points->x + from, padded, points->inputs, row, bias, length);
            nw_units_activate(model->activation, value, slope, length);
            nw_units_add(residual + from, outputs[j], value, length);
        }
    }
    if (nw_fit_is_capped(tasks)) {
        double *caps = residual + tasks->first[tasks->count];
        memset(caps, 0, NW_LANES * sizeof *caps);
        nw_fit_task_caps(model, parameters, caps, NULL);
    }
}

/* ---- the small network's columns ---- */

/* Numbers of the features: slopes unit by unit, biases, outputs, the output bias, the residual. */
static size_t bias_feature(const nw_fit_model *model)
{
    return model->width * model->points->inputs;
}

static size_t residual_feature(const nw_fit_model *model)
{
    return model->width * (model->points->inputs + 2) + (model->output_bias ? 1 : 0);
}

/* out[f * stride + i] for points from .. from + length - 1; weight may be NULL.  Without the residual. */
static void feature_columns(const nw_fit_model *model, const double *parameters, const double *weight, size_t from,
                            size_t length, size_t stride, double *out)
{
    const nw_fit_points *points = model->points;
    size_t width = model->width, inputs = points->inputs, padded = points->padded;
    const double *outputs = parameters + model->first_linear;
    double *biases = out + bias_feature(model) * stride, *linear = biases + width * stride;
    for (size_t j = 0; j < width; j++) {
        double *bias = biases + j * stride;
        nw_units_column(bias, outputs[j], model->slopes + j * padded + from, weight, length);
        nw_units_column(linear + j * stride, 1, model->values + j * padded + from, weight, length);
        for (size_t a = 0; a < inputs; a++)
            nw_units_product(out + (j * inputs + a) * stride, bias, points->x + a * padded + from, length);
    }
    if (model->output_bias)
        nw_units_column(linear + width * stride, 1, NULL, weight, length);
}

/* Their Gram matrix over the points of a task, both triangles. */
static void task_features(nw_fit_model *model, const double *parameters, const double *weight, const double *residual,
                          size_t task)
{
    size_t ld = model->task_room.features, residuals = residual_feature(model);
    size_t count = residuals + 1, tiled = nw_round_up(count, NW_TILE);
    double *gram = model->task_room.gram;
    memset(gram, 0, ld * ld * sizeof *gram);
    memset(model->columns + count * NW_STRIDE, 0, (tiled - count) * NW_STRIDE * sizeof *gram);
    size_t end = model->tasks->first[task + 1];
    for (size_t from = model->tasks->first[task]; from < end; from += NW_CHUNK) {
        size_t length = end - from < NW_CHUNK ? end - from : NW_CHUNK;
        feature_columns(model, parameters, weight + from, from, length, NW_STRIDE, model->columns);
        nw_units_product(model->columns + residuals * NW_STRIDE, weight + from, residual + from, length);
        nw_gram_add(gram, ld, tiled, length, NW_STRIDE, model->columns);
    }
    for (size_t i = 1; i < count; i++)
        for (size_t j = 0; j < i; j++)
            gram[i * ld + j] = gram[j * ld + i];
}

/* ---- the Gram matrix of all parameters ---- */

/* Which feature, times which factor, the column of each parameter of q is for this task; the residual comes last. */
static void find_features(nw_fit_model *model, size_t task)
{
    nw_fit_task_room *room = &model->task_room;
    size_t width = model->width, inputs = model->points->inputs, k = model->tasks->k, column = 0;
    const double *e = room->embedded + task * k;
    size_t first_bias = bias_feature(model);
    for (size_t j = 0; j < width; j++) {
        for (size_t a = 0; a < inputs; a++, column++) {
            room->feature[column] = j * inputs + a;
            room->factor[column] = 1;
        }
        for (size_t l = 0; l < k; l++, column++) {
            room->feature[column] = first_bias + j;
            room->factor[column] = e[l];
        }
    }
    for (size_t f = first_bias; f <= residual_feature(model); f++, column++) {
        room->feature[column] = f;
        room->factor[column] = 1;
    }
}

/* The columns of q and the residual among themselves: a feature's row is spread over the columns once, for all columns
 * in a row that are multiples of the feature. */
static void add_primary(const nw_fit_model *model, double *matrix, size_t ld, size_t columns)
{
    const nw_fit_task_room *room = &model->task_room;
    for (size_t p = 0; p < columns; p++) {
        if (p == 0 || room->feature[p] != room->feature[p - 1])
            nw_units_gather(room->row, room->gram + room->feature[p] * room->features, room->feature, room->factor,
                            columns);
        nw_units_add(matrix + p * ld + p, room->factor[p], room->row + p, columns - p);
    }
}

/* mixed[l * features + f]: feature f against the slope of the network by e_l, which is sum_j V_jl (bias column of unit
 * j). */
static void mix(nw_fit_model *model, const double *weights)
{
    nw_fit_task_room *room = &model->task_room;
    size_t k = model->tasks->k, inputs = model->points->inputs, first_bias = bias_feature(model);
    memset(room->mixed, 0, k * room->features * sizeof(double));
    for (size_t j = 0; j < model->width; j++)
        for (size_t l = 0; l < k; l++)
            nw_units_add(room->mixed + l * room->features, weights[j * (inputs + k) + inputs + l],
                         room->gram + (first_bias + j) * room->features, residual_feature(model) + 1);
}

/* The slopes by e_l and e_m against each other. */
static double slope_product(const nw_fit_model *model, const double *weights, size_t l, size_t m)
{
    const nw_fit_task_room *room = &model->task_room;
    size_t inputs = model->points->inputs, unit = inputs + model->tasks->k;
    const double *mixed = room->mixed + m * room->features + bias_feature(model);
    double sum = 0;
    for (size_t j = 0; j < model->width; j++)
        sum += weights[j * unit + inputs + l] * mixed[j];
    return sum;
}

/* The rows e_t of a task: among themselves and against q's columns. */
static void add_free_rows(nw_fit_model *model, double *matrix, size_t ld, size_t columns, const double *weights,
                          size_t task)
{
    const nw_fit_task_room *room = &model->task_room;
    size_t k = model->tasks->k, first = task * k;
    for (size_t l = 0; l < k; l++) {
        double *out = matrix + (first + l) * ld;
        for (size_t m = l; m < k; m++)
            out[first + m] += slope_product(model, weights, l, m);
        nw_units_gather(room->row, room->mixed + l * room->features, room->feature, room->factor, columns);
        nw_units_add(out + model->tasks->parameters, 1, room->row, columns);
    }
}

/* The weights of a network e: a column is sum_l (slope by e_l) d e_l / d weight. */
static void add_network_weights(nw_fit_model *model, double *matrix, size_t ld, size_t columns, const double *weights,
                                size_t task)
{
    const nw_fit_task_room *room = &model->task_room;
    size_t k = model->tasks->k, count = model->tasks->parameters;
    const double *slopes = room->slopes + task * k * count;
    for (size_t l = 0; l < k; l++)
        for (size_t m = 0; m < k; m++) {
            double product = slope_product(model, weights, l, m);
            for (size_t p = 0; p < count; p++)
                for (size_t q = p; q < count; q++)
                    matrix[p * ld + q] += slopes[l * count + p] * product * slopes[m * count + q];
        }
    for (size_t f = 0; f <= residual_feature(model); f++)
        for (size_t p = 0; p < count; p++) {
            double sum = 0;
            for (size_t l = 0; l < k; l++)
                sum += room->mixed[l * room->features + f] * slopes[l * count + p];
            room->spread[p * room->features + f] = sum;
        }
    for (size_t p = 0; p < count; p++) {
        nw_units_gather(room->row, room->spread + p * room->features, room->feature, room->factor, columns);
        nw_units_add(matrix + p * ld + count, 1, room->row, columns);
    }
}

/* The caps' rows, each a column of derivatives and its residual. */
static void add_caps(nw_fit_model *model, const double *parameters, const double *weight, double *matrix, size_t ld)
{
    size_t from = model->tasks->first[model->tasks->count], count = model->count;
    double residual[2], *columns = model->task_room.caps;
    nw_fit_task_caps(model, parameters, residual, columns);
    for (size_t r = 0; r < 2; r++, columns += count) {
        double square = weight[from + r] * weight[from + r];
        for (size_t p = 0; p < count; p++) {
            nw_units_add(matrix + p * ld + p, square * columns[p], columns + p, count - p);
            matrix[p * ld + count] += square * columns[p] * residual[r];
        }
        matrix[count * ld + count] += square * residual[r] * residual[r];
    }
}

void nw_fit_task_gram(nw_fit_model *model, const double *parameters, const double *weight, const double *residual,
                      double *matrix)
{
    const nw_fit_tasks *tasks = model->tasks;
    size_t ld = nw_fit_columns(model), first = tasks->parameters, columns = model->count - first + 1;
    const double *weights = parameters + first;
    memset(matrix, 0, nw_round_up(model->count + 1, NW_TILE) * ld * sizeof *matrix);
    if (tasks->embedding != NULL)
        embed_slopes(&model->task_room, tasks, parameters);
    for (size_t t = 0; t < tasks->count; t++) {
        task_features(model, parameters, weight, residual, t);
        find_features(model, t);
        mix(model, weights);
        add_primary(model, matrix + first * ld + first, ld, columns);
        if (is_free(tasks))
            add_free_rows(model, matrix, ld, columns, weights, t);
        else if (tasks->embedding != NULL)
            add_network_weights(model, matrix, ld, columns, weights, t);
    }
    if (nw_fit_is_capped(tasks))
        add_caps(model, parameters, weight, matrix, ld);
}

/* ---- columns ---- */

void nw_fit_task_jacobian(nw_fit_model *model, const double *parameters, double *out)
{
    const nw_fit_points *points = model->points;
    const nw_fit_tasks *tasks = model->tasks;
    size_t k = tasks->k, inputs = points->inputs, padded = points->padded, count = tasks->parameters;
    const double *weights = parameters + count;
    if (tasks->embedding != NULL)
        embed_slopes(&model->task_room, tasks, parameters);
    memset(out, 0, model->count * padded * sizeof *out);
    for (size_t t = 0; t < tasks->count; t++) {
        size_t end = tasks->first[t + 1];
        find_features(model, t);
        for (size_t from = tasks->first[t]; from < end; from += NW_CHUNK) {
            size_t length = end - from < NW_CHUNK ? end - from : NW_CHUNK;
            feature_columns(model, parameters, NULL, from, length, NW_STRIDE, model->columns);
            for (size_t p = 0; p < model->count - count; p++)
                nw_units_column(out + (count + p) * padded + from, model->task_room.factor[p],
                                model->columns + model->task_room.feature[p] * NW_STRIDE, NULL, length);
            for (size_t j = 0; j < model->width; j++) {
                const double *bias = model->columns + (bias_feature(model) + j) * NW_STRIDE;
                for (size_t l = 0; l < k; l++) {
                    double v = weights[j * (inputs + k) + inputs + l];
                    if (is_free(tasks))
                        nw_units_add(out + (t * k + l) * padded + from, v, bias, length);
                    for (size_t p = 0; tasks->embedding != NULL && p < count; p++)
                        nw_units_add(out + p * padded + from,
                                     v * model->task_room.slopes[(t * k + l) * count + p], bias, length);
                }
            }
        }
    }
    if (nw_fit_is_capped(tasks)) {
        double residual[2];
        nw_fit_task_caps(model, parameters, residual, model->task_room.caps);
        for (size_t r = 0; r < 2; r++)
            for (size_t p = 0; p < model->count; p++)
                out[p * padded + tasks->first[tasks->count] + r] = model->task_room.caps[r * model->count + p];
    }
}
