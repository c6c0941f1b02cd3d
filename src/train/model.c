#include "train/model.h"

#include <stdlib.h>

#include "base/memory.h"
#include "train/model_parts.h"

/* ---- shapes ---- */

static nw_stack shallow(const nw_model_spec *spec, size_t inputs)
{
    return (nw_stack){.layers = 2,
                      .sizes = {inputs, spec->hidden, spec->outputs},
                      .units = {spec->unit, NW_IDENTITY},
                      .biases = spec->biases};
}

static nw_stack deep(const nw_model_spec *spec, size_t outputs)
{
    nw_stack stack = {.layers = spec->inner_layers, .biases = spec->biases};
    stack.sizes[0] = spec->i_size;
    for (size_t k = 0; k + 1 < spec->inner_layers; k++) {
        stack.sizes[k + 1] = spec->inner[k];
        stack.units[k] = spec->inner_unit;
    }
    stack.sizes[spec->inner_layers] = outputs;
    stack.units[spec->inner_layers - 1] = NW_IDENTITY;
    return stack;
}

static size_t weights_of_g(const nw_model_spec *spec)
{
    return spec->hidden * (spec->x_size + spec->outputs);
}

void nw_model_stacks_of(nw_model_stacks *stacks, const nw_model_spec *spec)
{
    *stacks = (nw_model_stacks){0};
    switch (spec->kind) {
    case NW_MODEL_PLAIN:
        stacks->primary = shallow(spec, spec->x_size);
        break;
    case NW_MODEL_HYPER:
        stacks->inner = deep(spec, weights_of_g(spec));
        break;
    case NW_MODEL_EMBEDDING:
        stacks->primary = shallow(spec, spec->x_size + spec->embedding);
        stacks->inner = deep(spec, spec->embedding);
        break;
    }
}

void nw_model_count(nw_model_counts *counts, const nw_model_spec *spec)
{
    nw_model_stacks stacks;
    nw_model_stacks_of(&stacks, spec);
    counts->primary = spec->kind == NW_MODEL_HYPER ? weights_of_g(spec) : nw_stack_weights(&stacks.primary);
    counts->inner = nw_stack_weights(&stacks.inner);
    counts->trained = nw_stack_parameters(&stacks.primary) + nw_stack_parameters(&stacks.inner);
}

/* ---- life ---- */

nw_model *nw_model_new(const nw_model_spec *spec, size_t most_samples, size_t most_tasks)
{
    nw_model *model = nw_alloc(1, sizeof *model);
    model->spec = *spec;
    nw_model_stacks_of(&model->stacks, spec);
    size_t primary = nw_stack_parameters(&model->stacks.primary), inner = nw_stack_parameters(&model->stacks.inner);
    model->count = primary + inner;
    model->values = nw_alloc(model->count, sizeof *model->values);
    if (spec->kind == NW_MODEL_PLAIN) {
        model->work = nw_stack_work_new(&model->stacks.primary, most_samples);
        return model;
    }
    nw_stack trunk = model->stacks.inner;
    trunk.layers--;
    model->work = nw_stack_work_new(&trunk, most_tasks);
    model->inner_width = trunk.sizes[trunk.layers];
    model->inner_top = model->values + primary + nw_stack_parameters(&trunk);
    model->inner_signal = nw_alloc(most_tasks * model->inner_width, sizeof(float));
    model->hidden = nw_alloc(most_samples * spec->hidden, sizeof(float));
    model->hidden_signal = nw_alloc(most_samples * spec->hidden, sizeof(float));
    model->outputs = nw_alloc(most_samples * spec->outputs, sizeof(float));
    if (spec->kind == NW_MODEL_HYPER)
        nw_hyper_prepare(model, most_samples, most_tasks);
    else
        nw_embedding_prepare(model, most_samples, most_tasks);
    return model;
}

void nw_model_free(nw_model *model)
{
    if (model == NULL)
        return;
    float *blocks[] = {model->values,        model->inner_signal, model->hidden,       model->hidden_signal,
                       model->outputs,       model->meetings,     model->scaled,       model->picked,
                       model->weights,       model->weight_signal, model->folded,      model->folded_start,
                       model->folded_signal, model->shift,        model->shift_signal, model->embedding,
                       model->embedding_signal};
    for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++)
        free(blocks[i]);
    nw_stack_work_free(model->work);
    free(model);
}

size_t nw_model_parameters(const nw_model *model)
{
    return model->count;
}

float *nw_model_values(nw_model *model)
{
    return model->values;
}

void nw_model_start(nw_model *model, gsl_rng *random)
{
    nw_start start = model->spec.start;
    nw_stack_start(model->values, &model->stacks.primary, start, random);
    nw_stack_start(model->values + nw_stack_parameters(&model->stacks.primary), &model->stacks.inner, start, random);
}

/* ---- passes ---- */

const float *nw_model_forward(nw_model *model, const nw_batch *batch)
{
    switch (model->spec.kind) {
    case NW_MODEL_HYPER:
        return nw_hyper_forward(model, batch);
    case NW_MODEL_EMBEDDING:
        return nw_embedding_forward(model, batch);
    case NW_MODEL_PLAIN:
        break;
    }
    return nw_stack_forward(model->work, model->values, batch->x, batch->samples);
}

void nw_model_backward(nw_model *model, const nw_batch *batch, float *signal, float *into, float scale)
{
    switch (model->spec.kind) {
    case NW_MODEL_HYPER:
        nw_hyper_backward(model, batch, signal, into, scale);
        return;
    case NW_MODEL_EMBEDDING:
        nw_embedding_backward(model, batch, signal, into, scale);
        return;
    case NW_MODEL_PLAIN:
        break;
    }
    nw_stack_backward(model->work, model->values, signal, into, scale, NULL);
}
