#include "base/hot.h"

NW_HOT_FILE

#include "fit/hyper_model.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "fit/units.h"

const char *const nw_hyper_form_words[NW_HYPER_FORM_COUNT + 1] = {"all", "shift", "outputs", NULL};

/* ---- the shape ---- */

size_t nw_hyper_primary_count(const nw_hyper_shape *shape)
{
    return shape->width * (shape->m1 + 2) + (shape->output_bias ? 1 : 0);
}

bool nw_hyper_varies(const nw_hyper_shape *shape, size_t p)
{
    size_t biases = shape->width * shape->m1, outputs = biases + shape->width;
    return shape->form == NW_HYPER_ALL || p >= (shape->form == NW_HYPER_SHIFT ? biases : outputs);
}

static size_t varying_count(const nw_hyper_shape *shape)
{
    size_t count = 0, n = nw_hyper_primary_count(shape);
    for (size_t p = 0; p < n; p++)
        count += nw_hyper_varies(shape, p);
    return count;
}

static size_t hidden_count(const nw_hyper_shape *shape)
{
    size_t v = shape->f_width;
    return v * (shape->m2 + 1) + (shape->f_layers - 1) * v * (v + 1);
}

size_t nw_hyper_count(const nw_hyper_shape *shape)
{
    return hidden_count(shape) + nw_hyper_primary_count(shape) * (shape->f_width + 1);
}

size_t nw_hyper_free_count(const nw_hyper_shape *shape)
{
    return hidden_count(shape) + varying_count(shape) * shape->f_width + nw_hyper_primary_count(shape);
}

nw_network *nw_hyper_primary_network(const nw_hyper_shape *shape)
{
    return nw_network_new(shape->m1, &shape->width, 1, 1, shape->activation, shape->output_bias);
}

static nw_network *new_task(const nw_hyper_shape *shape)
{
    size_t widths[2] = {shape->f_width, shape->f_width};
    return nw_network_new(shape->m2, widths, shape->f_layers, nw_hyper_primary_count(shape), shape->activation, true);
}

nw_network *nw_hyper_task_network(const nw_hyper_shape *shape, const double *fitted)
{
    nw_hyper_model model;
    nw_hyper_model_begin(&model, shape);
    nw_hyper_spread(&model, model.task->parameters, fitted);
    nw_network *task = nw_network_copy(model.task);
    nw_hyper_model_end(&model);
    return task;
}

/* ---- loops ---- */

NW_CLONES
static void add_product(double *sum, const double *a, const double *b, size_t length)
{
    for (size_t i = 0; i < length; i++)
        sum[i] += a[i] * b[i];
}

static void fill(double *out, double value, size_t length)
{
    for (size_t i = 0; i < length; i++)
        out[i] = value;
}

static double *row(double *rows, size_t k)
{
    return rows + k * NW_CHUNK;
}

/* ---- forward ---- */

static void forward_task(nw_hyper_model *model, const nw_fit_points *points, size_t from, size_t length)
{
    const nw_hyper_shape *shape = &model->shape;
    size_t width = shape->f_width;
    const double *tasks = points->x + shape->m1 * points->padded + from;
    for (size_t l = 0; l < shape->f_layers; l++) {
        const double *weights = nw_layer_weights(model->task, l), *biases = nw_layer_biases(model->task, l);
        for (size_t v = 0; v < width; v++) {
            double *t = row(model->hidden, l * width + v);
            if (l == 0) {
                nw_units_affine(t, tasks, points->padded, shape->m2, weights + v * shape->m2, biases[v], length);
            } else {
                fill(t, biases[v], length);
                for (size_t u = 0; u < width; u++)
                    nw_units_add(t, weights[v * width + u], row(model->hidden, u), length);
            }
            nw_units_activate(shape->activation, t, row(model->hidden_slope, l * width + v), length);
        }
    }
    size_t last = shape->f_layers, n = nw_hyper_primary_count(shape);
    const double *weights = nw_layer_weights(model->task, last), *biases = nw_layer_biases(model->task, last);
    for (size_t p = 0; p < n; p++) {
        double *theta = row(model->weights_of_g, p);
        fill(theta, biases[p], length);
        for (size_t v = 0; v < width && nw_hyper_varies(shape, p); v++)
            nw_units_add(theta, weights[p * width + v], row(model->hidden, (last - 1) * width + v), length);
    }
}

static void forward_primary(nw_hyper_model *model, const nw_fit_points *points, size_t from, size_t length)
{
    const nw_hyper_shape *shape = &model->shape;
    for (size_t k = 0; k < shape->width; k++) {
        double *t = row(model->unit, k);
        memcpy(t, row(model->weights_of_g, shape->width * shape->m1 + k), length * sizeof *t);
        for (size_t a = 0; a < shape->m1; a++)
            add_product(t, row(model->weights_of_g, k * shape->m1 + a), points->x + a * points->padded + from, length);
        nw_units_activate(shape->activation, t, row(model->unit_slope, k), length);
    }
}

static void forward(nw_hyper_model *model, const nw_fit_points *points, const double *parameters, size_t from,
                    size_t length)
{
    nw_hyper_spread(model, model->task->parameters, parameters);
    forward_task(model, points, from, length);
    forward_primary(model, points, from, length);
}

static void values(void *state, const nw_fit_points *points, const double *parameters, size_t from, size_t length,
                   double *out)
{
    nw_hyper_model *model = state;
    const nw_hyper_shape *shape = &model->shape;
    size_t outputs = shape->width * (shape->m1 + 1);
    forward(model, points, parameters, from, length);
    if (shape->output_bias)
        memcpy(out, row(model->weights_of_g, outputs + shape->width), length * sizeof *out);
    else
        fill(out, 0, length);
    for (size_t k = 0; k < shape->width; k++)
        add_product(out, row(model->weights_of_g, outputs + k), row(model->unit, k), length);
}

/* ---- derivatives ---- */

/* weight * dg/dtheta_p for all p. */
static void derive_primary(nw_hyper_model *model, const nw_fit_points *points, const double *weight, size_t from,
                           size_t length)
{
    const nw_hyper_shape *shape = &model->shape;
    size_t biases = shape->width * shape->m1, outputs = biases + shape->width;
    for (size_t k = 0; k < shape->width; k++) {
        double *by_bias = row(model->by_theta, biases + k);
        nw_units_column(row(model->by_theta, outputs + k), 1, row(model->unit, k), weight, length);
        nw_units_column(by_bias, 1, row(model->weights_of_g, outputs + k), weight, length);
        nw_units_product(by_bias, by_bias, row(model->unit_slope, k), length);
        for (size_t a = 0; a < shape->m1; a++)
            nw_units_product(row(model->by_theta, k * shape->m1 + a), by_bias, points->x + a * points->padded + from,
                             length);
    }
    if (shape->output_bias)
        nw_units_column(row(model->by_theta, outputs + shape->width), 1, NULL, weight, length);
}

/* The derivatives by the arguments of f's hidden units, from the last layer back. */
static void derive_task(nw_hyper_model *model, size_t length)
{
    const nw_hyper_shape *shape = &model->shape;
    size_t width = shape->f_width, n = nw_hyper_primary_count(shape);
    for (size_t l = shape->f_layers; l-- > 0;) {
        const double *weights = nw_layer_weights(model->task, l + 1);
        bool last = l + 1 == shape->f_layers;
        for (size_t v = 0; v < width; v++) {
            double *delta = row(model->delta, l * width + v);
            fill(delta, 0, length);
            for (size_t p = 0; p < (last ? n : width); p++)
                if (!last || nw_hyper_varies(shape, p))
                    nw_units_add(delta, weights[p * width + v],
                                 last ? row(model->by_theta, p) : row(model->delta, (l + 1) * width + p), length);
            nw_units_product(delta, delta, row(model->hidden_slope, l * width + v), length);
        }
    }
}

static void columns(void *state, const nw_fit_points *points, const double *parameters, const double *weight,
                    size_t from, size_t length, size_t stride, double *out)
{
    nw_hyper_model *model = state;
    const nw_hyper_shape *shape = &model->shape;
    size_t width = shape->f_width, last = shape->f_layers, n = nw_hyper_primary_count(shape);
    const double *tasks = points->x + shape->m1 * points->padded + from;
    forward(model, points, parameters, from, length);
    derive_primary(model, points, weight, from, length);
    derive_task(model, length);
    for (size_t l = 0; l < last; l++) {
        const nw_layer *layer = model->task->layers + l;
        for (size_t v = 0; v < width; v++) {
            const double *delta = row(model->delta, l * width + v);
            for (size_t u = 0; u < layer->inputs; u++)
                nw_units_product(out + model->index[layer->weights + v * layer->inputs + u] * stride, delta,
                                 l == 0 ? tasks + u * points->padded : row(model->hidden, (l - 1) * width + u), length);
            memcpy(out + model->index[layer->biases + v] * stride, delta, length * sizeof *out);
        }
    }
    const nw_layer *layer = model->task->layers + last;
    for (size_t p = 0; p < n; p++) {
        const double *by_theta = row(model->by_theta, p);
        for (size_t v = 0; v < width && nw_hyper_varies(shape, p); v++)
            nw_units_product(out + model->index[layer->weights + p * width + v] * stride, by_theta,
                             row(model->hidden, (last - 1) * width + v), length);
        memcpy(out + model->index[layer->biases + p] * stride, by_theta, length * sizeof *out);
    }
}

/* ---- the model ---- */

static void number_free(nw_hyper_model *model)
{
    const nw_hyper_shape *shape = &model->shape;
    const nw_layer *last = model->task->layers + shape->f_layers;
    size_t next = 0;
    for (size_t q = 0; q < model->task->parameter_count; q++) {
        bool constant = q >= last->weights && q < last->biases &&
                        !nw_hyper_varies(shape, (q - last->weights) / shape->f_width);
        model->index[q] = constant ? SIZE_MAX : next++;
    }
}

void nw_hyper_model_begin(nw_hyper_model *model, const nw_hyper_shape *shape)
{
    size_t n = nw_hyper_primary_count(shape), hidden = shape->f_width * shape->f_layers, width = shape->width;
    *model = (nw_hyper_model){.shape = *shape, .task = new_task(shape)};
    model->function = (nw_fit_function){
        .state = model, .count = nw_hyper_free_count(shape), .values = values, .columns = columns};
    model->index = nw_alloc(model->task->parameter_count, sizeof *model->index);
    number_free(model);
    model->block = nw_alloc((3 * hidden + 2 * n + 2 * width) * NW_CHUNK + NW_FIT_ALIGN, sizeof(double));
    model->hidden = nw_fit_align(model->block);
    model->hidden_slope = model->hidden + hidden * NW_CHUNK;
    model->delta = model->hidden_slope + hidden * NW_CHUNK;
    model->weights_of_g = model->delta + hidden * NW_CHUNK;
    model->by_theta = model->weights_of_g + n * NW_CHUNK;
    model->unit = model->by_theta + n * NW_CHUNK;
    model->unit_slope = model->unit + width * NW_CHUNK;
}

void nw_hyper_model_end(nw_hyper_model *model)
{
    nw_network_free(model->task);
    free(model->index);
    free(model->block);
    *model = (nw_hyper_model){0};
}

void nw_hyper_spread(const nw_hyper_model *model, double *full, const double *fitted)
{
    for (size_t q = 0; q < model->task->parameter_count; q++)
        full[q] = model->index[q] == SIZE_MAX ? 0 : fitted[model->index[q]];
}

void nw_hyper_gather(const nw_hyper_model *model, double *fitted, const double *full)
{
    for (size_t q = 0; q < model->task->parameter_count; q++)
        if (model->index[q] != SIZE_MAX)
            fitted[model->index[q]] = full[q];
}
