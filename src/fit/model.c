#include "fit/model.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "fit/units.h"

/* Cuts the arrays from one block that only grows. */
static void lay_out(nw_fit_model *model, size_t unit_arrays, size_t jacobian)
{
    size_t padded = nw_round_up(model->points->padded, NW_LANES);
    size_t columns = nw_fit_columns(model) * NW_STRIDE;
    size_t need = 2 * unit_arrays * padded + columns + jacobian + NW_CHUNK + NW_FIT_ALIGN;
    if (need > model->room) {
        free(model->block);
        model->block = nw_alloc(need, sizeof(double));
        model->room = need;
    }
    model->columns = nw_fit_align(model->block);
    model->output = model->columns + columns;
    model->values = model->output + NW_CHUNK;
    model->slopes = model->values + unit_arrays * padded;
    model->jacobian = model->slopes + unit_arrays * padded;
}

static void forget_network(nw_fit_model *model)
{
    if (model->network != NULL) {
        nw_net_work_free(model->work);
        nw_network_free(model->network);
    }
    model->network = NULL;
    model->work = NULL;
    model->function = NULL;
    model->tasks = NULL;
}

static bool has_one_hidden_layer(const nw_network *network)
{
    return network->layer_count == 2;
}

static void set_one_layer(nw_fit_model *model)
{
    model->hidden_layers = 1;
    model->first_linear = model->width * (model->points->inputs + 1);
    model->count = model->first_linear + model->width + (model->output_bias ? 1 : 0);
    lay_out(model, model->width, 0);
}

static void set_general(nw_fit_model *model, nw_network *network)
{
    const nw_layer *last = network->layers + network->layer_count - 1;
    model->network = network;
    model->work = nw_net_work_new(network, NW_CHUNK);
    model->hidden_layers = network->layer_count - 1;
    model->width = last->inputs;
    model->output_bias = network->output_bias;
    model->count = network->parameter_count;
    model->first_linear = last->weights;
    lay_out(model, 0, NW_CHUNK * model->count);
}

void nw_fit_model_set(nw_fit_model *model, const nw_fit_points *points, nw_activation activation, size_t hidden_layers,
                      size_t width, bool output_bias)
{
    forget_network(model);
    model->points = points;
    model->activation = activation;
    model->width = width;
    model->output_bias = output_bias;
    if (hidden_layers == 1) {
        set_one_layer(model);
        return;
    }
    size_t *widths = nw_alloc(hidden_layers, sizeof *widths);
    for (size_t k = 0; k < hidden_layers; k++)
        widths[k] = width;
    set_general(model, nw_network_new(points->inputs, widths, hidden_layers, 1, activation, output_bias));
    free(widths);
}

void nw_fit_model_set_network(nw_fit_model *model, const nw_fit_points *points, const nw_network *network)
{
    forget_network(model);
    model->points = points;
    model->activation = network->layers[0].activation;
    if (has_one_hidden_layer(network)) {
        model->width = network->layers[0].units;
        model->output_bias = network->output_bias;
        set_one_layer(model);
    } else
        set_general(model, nw_network_copy(network));
}

void nw_fit_model_set_tasks(nw_fit_model *model, const nw_fit_points *points, const nw_fit_tasks *tasks,
                            nw_activation activation, size_t width, bool output_bias)
{
    forget_network(model);
    model->points = points;
    model->tasks = tasks;
    model->activation = activation;
    model->width = width;
    model->output_bias = output_bias;
    model->hidden_layers = 1;
    model->first_linear = tasks->parameters + width * (points->inputs + tasks->k + 1);
    model->count = model->first_linear + width + (output_bias ? 1 : 0);
    lay_out(model, width, 0);
    nw_fit_task_room_set(&model->task_room, tasks, points->inputs, width);
}

void nw_fit_model_set_function(nw_fit_model *model, const nw_fit_points *points, const nw_fit_function *function)
{
    forget_network(model);
    model->points = points;
    model->function = function;
    model->count = model->first_linear = function->count;
    lay_out(model, 0, 0);
}

void nw_fit_model_clear(nw_fit_model *model)
{
    forget_network(model);
    nw_fit_task_room_clear(&model->task_room);
    free(model->block);
    *model = (nw_fit_model){0};
}

nw_network *nw_fit_model_network(const nw_fit_model *model, const double *parameters)
{
    nw_network *network;
    size_t embedded = model->tasks != NULL ? model->tasks->parameters : 0;
    size_t inputs = model->points->inputs + (model->tasks != NULL ? model->tasks->k : 0);
    if (model->network != NULL)
        network = nw_network_copy(model->network);
    else
        network = nw_network_new(inputs, &model->width, 1, 1, model->activation, model->output_bias);
    memcpy(network->parameters, parameters + embedded, (model->count - embedded) * sizeof *parameters);
    return network;
}

/* ---- evaluation ---- */

static void evaluate_units(nw_fit_model *model, const double *parameters, double *residual)
{
    const nw_fit_points *points = model->points;
    const double *weights = parameters, *biases = parameters + model->width * points->inputs;
    const double *outputs = parameters + model->first_linear;
    double constant = model->output_bias ? outputs[model->width] : 0;
    for (size_t from = 0; from < points->padded; from += NW_CHUNK) {
        size_t length = points->padded - from < NW_CHUNK ? points->padded - from : NW_CHUNK;
        nw_units_begin(residual + from, points->y + from, constant, length);
        for (size_t j = 0; j < model->width; j++) {
            double *value = model->values + j * points->padded + from;
            double *slope = model->slopes + j * points->padded + from;
            nw_units_affine(value, points->x + from, points->padded, points->inputs, weights + j * points->inputs,
                            biases[j], length);
            nw_units_activate(model->activation, value, slope, length);
            nw_units_add(residual + from, outputs[j], value, length);
        }
    }
}

static void evaluate_function(nw_fit_model *model, const double *parameters, double *residual)
{
    const nw_fit_points *points = model->points;
    for (size_t from = 0; from < points->padded; from += NW_CHUNK) {
        size_t length = points->padded - from < NW_CHUNK ? points->padded - from : NW_CHUNK;
        model->function->values(model->function->state, points, parameters, from, length, residual + from);
    }
    for (size_t i = 0; i < points->padded; i++)
        residual[i] -= points->y[i];
}

void nw_fit_evaluate(nw_fit_model *model, const double *parameters, double *residual)
{
    const nw_fit_points *points = model->points;
    if (model->tasks != NULL) {
        nw_fit_task_evaluate(model, parameters, residual);
        return;
    }
    if (model->function != NULL) {
        evaluate_function(model, parameters, residual);
        return;
    }
    if (model->network == NULL) {
        evaluate_units(model, parameters, residual);
        return;
    }
    memcpy(model->network->parameters, parameters, model->count * sizeof *parameters);
    nw_network_forward(model->network, points->padded, points->rows, residual, model->work);
    for (size_t i = 0; i < points->padded; i++)
        residual[i] -= points->y[i];
}

/* ---- columns ---- */

/* Columns of parameters first .. count - 1 at points from .. from + length - 1, out[(p - first) * stride + i]; weight
 * may be NULL. */
static void unit_columns(const nw_fit_model *model, const double *parameters, size_t first, const double *weight,
                         size_t from, size_t length, size_t stride, double *out)
{
    const nw_fit_points *points = model->points;
    size_t width = model->width, inputs = points->inputs;
    const double *outputs = parameters + model->first_linear;
    double *linear = out + (model->first_linear - first) * stride;
    for (size_t j = 0; j < width; j++) {
        const double *value = model->values + j * points->padded + from;
        nw_units_column(linear + j * stride, 1, value, weight, length);
        if (first != 0)
            continue;
        double *bias = out + (width * inputs + j) * stride;
        nw_units_column(bias, outputs[j], model->slopes + j * points->padded + from, weight, length);
        for (size_t a = 0; a < inputs; a++)
            nw_units_product(out + (j * inputs + a) * stride, bias, points->x + a * points->padded + from, length);
    }
    if (model->output_bias)
        nw_units_column(linear + width * stride, 1, NULL, weight, length);
}

static void general_columns(nw_fit_model *model, size_t first, const double *weight, size_t from, size_t length,
                            size_t stride, double *out)
{
    const nw_fit_points *points = model->points;
    nw_network_jacobian(model->network, length, points->rows + from * points->inputs, model->jacobian, model->output,
                        model->work);
    for (size_t i = 0; i < length; i++) {
        const double *row = model->jacobian + i * model->count;
        double factor = weight != NULL ? weight[i] : 1;
        for (size_t p = first; p < model->count; p++)
            out[(p - first) * stride + i] = factor * row[p];
    }
}

static void chunk_columns(nw_fit_model *model, const double *parameters, size_t first, const double *weight,
                          size_t from, size_t length, size_t stride, double *out)
{
    if (model->function != NULL)
        model->function->columns(model->function->state, model->points, parameters, weight, from, length, stride, out);
    else if (model->network == NULL)
        unit_columns(model, parameters, first, weight, from, length, stride, out);
    else
        general_columns(model, first, weight, from, length, stride, out);
}

void nw_fit_gram(nw_fit_model *model, const double *parameters, size_t first, const double *weight,
                 const double *residual, double *matrix)
{
    const nw_fit_points *points = model->points;
    if (model->tasks != NULL && first == 0) {
        nw_fit_task_gram(model, parameters, weight, residual, matrix);
        return;
    }
    /* The caps of an embedding method do not depend on the output layer alone: they are left out of its solution. */
    size_t end = model->tasks != NULL ? model->tasks->first[model->tasks->count] : points->padded;
    size_t ld = nw_fit_columns(model), count = model->count - first, tiled = nw_round_up(count + 1, NW_TILE);
    memset(matrix, 0, tiled * ld * sizeof *matrix);
    memset(model->columns + (count + 1) * NW_STRIDE, 0, (tiled - count - 1) * NW_STRIDE * sizeof *matrix);
    for (size_t from = 0; from < end; from += NW_CHUNK) {
        size_t length = end - from < NW_CHUNK ? end - from : NW_CHUNK;
        chunk_columns(model, parameters, first, weight + from, from, length, NW_STRIDE, model->columns);
        nw_units_product(model->columns + count * NW_STRIDE, weight + from, residual + from, length);
        nw_gram_add(matrix, ld, tiled, length, NW_STRIDE, model->columns);
    }
}

void nw_fit_jacobian(nw_fit_model *model, const double *parameters, double *out)
{
    const nw_fit_points *points = model->points;
    if (model->tasks != NULL) {
        nw_fit_task_jacobian(model, parameters, out);
        return;
    }
    for (size_t from = 0; from < points->padded; from += NW_CHUNK) {
        size_t length = points->padded - from < NW_CHUNK ? points->padded - from : NW_CHUNK;
        chunk_columns(model, parameters, 0, NULL, from, length, points->padded, out + from);
    }
}
