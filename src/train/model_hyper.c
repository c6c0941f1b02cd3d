/* g(x; f(I)).  f's last layer holds F (N_g x H, H the width h of the layer before it), and its biases c behind it; its
 * rows are ordered as g's weights: row j x_size + i gives W1(j, i), the last outputs * hidden rows give W2.
 *
 * One task for each sample: F_j, the rows of unit j, is x_size x H, and what the unit sees is z_j = x F_j h + x c_j.
 * With T_j = X F_j for the whole batch, z_j is a dot product of rows, and so is what comes back: dh = sum_j dz_j T_j,
 * dF_j = X' (dz_j h), over the samples where dz_j is not 0.  Two products as large as f's last layer remain of the
 * three that forming its outputs costs, and of the second one half where the units are ReLU.
 * Tasks with several samples: three products of `tasks` rows against two of `samples` rows; the weights are formed. */
#include "base/memory.h"
#include "train/model_parts.h"
#include "train/product.h"
#include "train/rows.h"
#include "train/units.h"

static size_t first_weights(const nw_model *model)
{
    return model->spec.hidden * model->spec.x_size;
}

static size_t second_weights(const nw_model *model)
{
    return model->spec.hidden * model->spec.outputs;
}

void nw_hyper_prepare(nw_model *model, size_t most_samples, size_t most_tasks)
{
    /* Pages that a batch of the other sort would need are never touched. */
    size_t width = model->inner_width, own = most_samples < most_tasks ? most_samples : most_tasks;
    size_t all = first_weights(model) + second_weights(model);
    model->meetings = nw_alloc(own * model->spec.hidden * width, sizeof(float));
    model->scaled = nw_alloc(own * width, sizeof(float));
    model->picked = nw_alloc(own * model->spec.x_size, sizeof(float));
    model->weights = nw_alloc(most_tasks * all, sizeof(float));
    model->weight_signal = nw_alloc(most_tasks * all, sizeof(float));
}

/* f's last layer, or a vector like the parameters seen there. */
typedef struct top {
    float *first, *second;               /* F */
    float *first_biases, *second_biases; /* c, or NULL */
} top;

static top top_of(const nw_model *model, float *values)
{
    float *start = values + (model->inner_top - model->values);
    size_t first = first_weights(model), second = second_weights(model);
    float *biases = model->spec.biases ? start + (first + second) * model->inner_width : NULL;
    return (top){start, start + first * model->inner_width, biases, biases == NULL ? NULL : biases + first};
}

/* ---- a task for each sample ---- */

static void forward_own(nw_model *model, const nw_batch *batch)
{
    size_t n = batch->samples, hidden = model->spec.hidden, in = model->spec.x_size, outputs = model->spec.outputs;
    size_t width = model->inner_width;
    top f = top_of(model, model->values);
    for (size_t j = 0; j < hidden; j++) {
        float *meeting = model->meetings + j * n * width;
        nw_product_into(meeting, width, &(nw_product){n, in, width, {batch->x, in, false},
                                                      {f.first + j * in * width, width, false}, 1, false});
        nw_rows_dots(model->hidden + j, hidden, meeting, model->inner, n, width);
    }
    if (f.first_biases != NULL) {
        nw_product_into(model->hidden, hidden,
                        &(nw_product){n, in, hidden, {batch->x, in, false}, {f.first_biases, in, true}, 1, true});
        nw_rows_fill(model->weights, n, outputs * hidden, f.second_biases);
    }
    nw_units_apply(model->spec.unit, model->hidden, n * hidden);
    nw_product_into(model->weights, outputs * hidden,
                    &(nw_product){n, width, outputs * hidden, {model->inner, width, false}, {f.second, width, true}, 1,
                                  f.second_biases != NULL});
    for (size_t s = 0; s < n; s++)
        for (size_t o = 0; o < outputs; o++) {
            const float *weights = model->weights + (s * outputs + o) * hidden, *units = model->hidden + s * hidden;
            float sum = 0;
            for (size_t j = 0; j < hidden; j++)
                sum += weights[j] * units[j];
            model->outputs[s * outputs + o] = sum;
        }
}

/* The signals of the hidden units and of g's second weights. */
static void backward_second(nw_model *model, size_t samples, const float *signal)
{
    size_t hidden = model->spec.hidden, outputs = model->spec.outputs;
    nw_rows_fill(model->hidden_signal, samples, hidden, NULL);
    for (size_t s = 0; s < samples; s++) {
        const float *units = model->hidden + s * hidden;
        float *back = model->hidden_signal + s * hidden;
        for (size_t o = 0; o < outputs; o++) {
            size_t at = s * outputs + o;
            const float *weights = model->weights + at * hidden;
            float *change = model->weight_signal + at * hidden, delta = signal[at];
            for (size_t j = 0; j < hidden; j++) {
                back[j] += delta * weights[j];
                change[j] = delta * units[j];
            }
        }
    }
    nw_units_times_slope(model->spec.unit, model->hidden_signal, model->hidden, samples * hidden);
}

static void backward_own(nw_model *model, const nw_batch *batch, const float *signal, float *into, float scale)
{
    size_t n = batch->samples, hidden = model->spec.hidden, in = model->spec.x_size;
    size_t width = model->inner_width, seconds = second_weights(model);
    top f = top_of(model, model->values), change = top_of(model, into);
    backward_second(model, n, signal);
    nw_product_into(model->inner_signal, width,
                    &(nw_product){n, seconds, width, {model->weight_signal, seconds, false}, {f.second, width, false},
                                  1, false});
    nw_product_into(change.second, width, &(nw_product){seconds, n, width, {model->weight_signal, seconds, true},
                                                        {model->inner, width, false}, scale, true});
    for (size_t j = 0; j < hidden; j++) {
        const float *delta = model->hidden_signal + j, *x = batch->x;
        nw_rows_add(model->inner_signal, delta, hidden, model->meetings + j * n * width, n, width);
        size_t moved = nw_rows_pick_scaled(model->scaled, delta, hidden, model->inner, n, width);
        if (moved < n) { /* the unit is flat at the other samples, as ReLU is at half of them */
            nw_rows_pick(model->picked, delta, hidden, batch->x, n, in);
            x = model->picked;
        }
        if (moved > 0)
            nw_product_into(change.first + j * in * width, width,
                            &(nw_product){in, moved, width, {x, in, true}, {model->scaled, width, false}, scale, true});
    }
    if (change.first_biases != NULL) {
        nw_product_into(change.first_biases, in, &(nw_product){hidden, n, in, {model->hidden_signal, hidden, true},
                                                               {batch->x, in, false}, scale, true});
        nw_rows_total(change.second_biases, model->weight_signal, n, seconds, scale);
    }
}

/* ---- tasks with several samples ---- */

static void forward_shared(nw_model *model, const nw_batch *batch)
{
    size_t hidden = model->spec.hidden, in = model->spec.x_size, outputs = model->spec.outputs;
    size_t points = batch->samples / batch->tasks, first = first_weights(model), all = first + second_weights(model);
    size_t width = model->inner_width;
    top f = top_of(model, model->values);
    if (f.first_biases != NULL)
        nw_rows_fill(model->weights, batch->tasks, all, f.first_biases);
    nw_product_into(model->weights, all,
                    &(nw_product){batch->tasks, width, all, {model->inner, width, false}, {f.first, width, true}, 1,
                                  f.first_biases != NULL});
    for (size_t t = 0; t < batch->tasks; t++)
        nw_product_into(model->hidden + t * points * hidden, hidden,
                        &(nw_product){points, in, hidden, {batch->x + t * points * in, in, false},
                                      {model->weights + t * all, in, true}, 1, false});
    nw_units_apply(model->spec.unit, model->hidden, batch->samples * hidden);
    for (size_t t = 0; t < batch->tasks; t++)
        nw_product_into(model->outputs + t * points * outputs, outputs,
                        &(nw_product){points, hidden, outputs, {model->hidden + t * points * hidden, hidden, false},
                                      {model->weights + t * all + first, hidden, true}, 1, false});
}

static void backward_shared(nw_model *model, const nw_batch *batch, const float *signal, float *into, float scale)
{
    size_t hidden = model->spec.hidden, in = model->spec.x_size, outputs = model->spec.outputs;
    size_t points = batch->samples / batch->tasks, first = first_weights(model), all = first + second_weights(model);
    size_t width = model->inner_width, n = batch->tasks;
    for (size_t t = 0; t < n; t++) {
        nw_factor delta = {signal + t * points * outputs, outputs, false};
        nw_factor turned = {delta.entries, outputs, true};
        nw_product_into(model->hidden_signal + t * points * hidden, hidden,
                        &(nw_product){points, outputs, hidden, delta, {model->weights + t * all + first, hidden, false},
                                      1, false});
        nw_product_into(model->weight_signal + t * all + first, hidden,
                        &(nw_product){outputs, points, hidden, turned,
                                      {model->hidden + t * points * hidden, hidden, false}, 1, false});
    }
    nw_units_times_slope(model->spec.unit, model->hidden_signal, model->hidden, batch->samples * hidden);
    for (size_t t = 0; t < n; t++)
        nw_product_into(model->weight_signal + t * all, in,
                        &(nw_product){hidden, points, in, {model->hidden_signal + t * points * hidden, hidden, true},
                                      {batch->x + t * points * in, in, false}, 1, false});
    top f = top_of(model, model->values), change = top_of(model, into);
    nw_product_into(model->inner_signal, width,
                    &(nw_product){n, all, width, {model->weight_signal, all, false}, {f.first, width, false}, 1,
                                  false});
    nw_product_into(change.first, width, &(nw_product){all, n, width, {model->weight_signal, all, true},
                                                       {model->inner, width, false}, scale, true});
    if (change.first_biases != NULL)
        nw_rows_total(change.first_biases, model->weight_signal, n, all, scale);
}

const float *nw_hyper_forward(nw_model *model, const nw_batch *batch)
{
    model->inner = nw_stack_forward(model->work, model->values, batch->i, batch->tasks);
    if (batch->tasks == batch->samples)
        forward_own(model, batch);
    else
        forward_shared(model, batch);
    return model->outputs;
}

void nw_hyper_backward(nw_model *model, const nw_batch *batch, float *signal, float *into, float scale)
{
    if (batch->tasks == batch->samples)
        backward_own(model, batch, signal, into, scale);
    else
        backward_shared(model, batch, signal, into, scale);
    nw_stack_backward(model->work, model->values, model->inner_signal, into, scale, NULL);
}
