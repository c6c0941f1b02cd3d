#include "train/stack.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "train/product.h"
#include "train/rows.h"
#include "train/units.h"

struct nw_stack_work {
    nw_stack stack;
    size_t samples;
    const float *inputs;
    float *values[NW_STACK_LAYERS]; /* behind each layer */
    float *signals[2];              /* between layers, by turns */
};

static size_t layer_weights(const nw_stack *stack, size_t k)
{
    return stack->sizes[k] * stack->sizes[k + 1];
}

static size_t layer_parameters(const nw_stack *stack, size_t k)
{
    return layer_weights(stack, k) + (stack->biases ? stack->sizes[k + 1] : 0);
}

size_t nw_stack_weights(const nw_stack *stack)
{
    size_t count = 0;
    for (size_t k = 0; k < stack->layers; k++)
        count += layer_weights(stack, k);
    return count;
}

size_t nw_stack_parameters(const nw_stack *stack)
{
    size_t count = 0;
    for (size_t k = 0; k < stack->layers; k++)
        count += layer_parameters(stack, k);
    return count;
}

/* ---- start ---- */

static void draw(float *values, size_t count, double bound, gsl_rng *random)
{
    for (size_t i = 0; i < count; i++)
        values[i] = (float)(bound * (2 * gsl_rng_uniform(random) - 1));
}

static void scale_to_one(float *row, size_t width)
{
    double square = 0;
    for (size_t c = 0; c < width; c++)
        square += (double)row[c] * row[c];
    double norm = sqrt(square);
    for (size_t c = 0; norm > 0 && c < width; c++)
        row[c] = (float)(row[c] / norm);
}

void nw_stack_start(float *parameters, const nw_stack *stack, nw_start start, gsl_rng *random)
{
    for (size_t k = 0; k < stack->layers; k++) {
        size_t inputs = stack->sizes[k], outputs = stack->sizes[k + 1];
        float *biases = parameters + inputs * outputs;
        double fan_in = 1 / sqrt((double)inputs);
        draw(parameters, inputs * outputs, start == NW_START_HE ? sqrt(6.0) * fan_in : fan_in, random);
        if (start == NW_START_UNIT)
            for (size_t r = 0; r < outputs; r++)
                scale_to_one(parameters + r * inputs, inputs);
        if (stack->biases && start == NW_START_HE)
            memset(biases, 0, outputs * sizeof *biases);
        else if (stack->biases)
            draw(biases, outputs, fan_in, random);
        parameters += layer_parameters(stack, k);
    }
}

/* ---- passes ---- */

nw_stack_work *nw_stack_work_new(const nw_stack *stack, size_t most_samples)
{
    nw_stack_work *work = nw_alloc(1, sizeof *work);
    work->stack = *stack;
    size_t widest = 1;
    for (size_t k = 0; k < stack->layers; k++) {
        work->values[k] = nw_alloc(most_samples * stack->sizes[k + 1], sizeof(float));
        if (k > 0 && stack->sizes[k] > widest)
            widest = stack->sizes[k];
    }
    for (size_t i = 0; i < 2; i++)
        work->signals[i] = nw_alloc(most_samples * widest, sizeof(float));
    return work;
}

void nw_stack_work_free(nw_stack_work *work)
{
    if (work == NULL)
        return;
    for (size_t k = 0; k < work->stack.layers; k++)
        free(work->values[k]);
    free(work->signals[0]);
    free(work->signals[1]);
    free(work);
}

const float *nw_stack_forward(nw_stack_work *work, const float *parameters, const float *inputs, size_t samples)
{
    const nw_stack *stack = &work->stack;
    work->inputs = inputs;
    work->samples = samples;
    for (size_t k = 0; k < stack->layers; k++) {
        size_t in = stack->sizes[k], out = stack->sizes[k + 1];
        float *values = work->values[k];
        if (stack->biases)
            nw_rows_fill(values, samples, out, parameters + in * out);
        nw_product_into(values, out, &(nw_product){samples, in, out, {inputs, in, false}, {parameters, in, true}, 1,
                                                   stack->biases});
        nw_units_apply(stack->units[k], values, samples * out);
        inputs = values;
        parameters += layer_parameters(stack, k);
    }
    return inputs;
}

void nw_stack_backward(nw_stack_work *work, const float *parameters, float *signal, float *into, float scale,
                       float *input_signal)
{
    const nw_stack *stack = &work->stack;
    size_t samples = work->samples, offset = nw_stack_parameters(stack);
    for (size_t k = stack->layers; k-- > 0;) {
        size_t in = stack->sizes[k], out = stack->sizes[k + 1];
        offset -= layer_parameters(stack, k);
        const float *inputs = k > 0 ? work->values[k - 1] : work->inputs;
        float *handed = k > 0 ? work->signals[k % 2] : input_signal;
        nw_units_times_slope(stack->units[k], signal, work->values[k], samples * out);
        if (handed != NULL)
            nw_product_into(handed, in, &(nw_product){samples, out, in, {signal, out, false},
                                                      {parameters + offset, in, false}, 1, false});
        nw_product_into(into + offset, in,
                        &(nw_product){out, samples, in, {signal, out, true}, {inputs, in, false}, scale, true});
        if (stack->biases)
            nw_rows_total(into + offset + in * out, signal, samples, out, scale);
        signal = handed;
    }
}
