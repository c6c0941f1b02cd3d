#include "fit/layout.h"

#include <string.h>

/* Pointers into the parameters of a network of this width: the first layer, the second (of two only), the output. */
typedef struct parts {
    double *weights, *biases, *mixing, *mixing_biases, *outputs;
} parts;

static parts split(const nw_fit_run *run, double *parameters, size_t width)
{
    parts p = {.weights = parameters};
    p.biases = p.weights + width * run->points.inputs;
    p.mixing = p.biases + width;
    p.mixing_biases = p.mixing + (run->options.hidden_layers == 2 ? width * width : 0);
    p.outputs = p.mixing_biases + (run->options.hidden_layers == 2 ? width : 0);
    return p;
}

/* Copies the entries of `from` except number `without` (count: none). */
static void copy_without(double *to, const double *from, size_t count, size_t without)
{
    size_t before = without < count ? without : count;
    memcpy(to, from, before * sizeof *to);
    if (without < count)
        memcpy(to + without, from + without + 1, (count - without - 1) * sizeof *to);
}

void nw_fit_remove_unit(const nw_fit_run *run, double *to, const nw_fit_candidate *from, size_t first, size_t second)
{
    size_t inputs = run->points.inputs, width = from->width;
    bool deep = run->options.hidden_layers == 2;
    parts old = split(run, from->parameters, width), new = split(run, to, width - 1);
    for (size_t j = 0, k = 0; j < width; j++)
        if (j != first)
            memcpy(new.weights + k++ *inputs, old.weights + j * inputs, inputs * sizeof *to);
    copy_without(new.biases, old.biases, width, first);
    size_t last = deep ? second : first;
    for (size_t j = 0, k = 0; deep && j < width; j++)
        if (j != second)
            copy_without(new.mixing + k++ *(width - 1), old.mixing + j * width, width, first);
    if (deep)
        copy_without(new.mixing_biases, old.mixing_biases, width, second);
    copy_without(new.outputs, old.outputs, width, last);
    if (run->options.output_bias)
        new.outputs[width - 1] = old.outputs[width];
}

void nw_fit_append_unit(const nw_fit_run *run, double *to, const nw_fit_candidate *from, const double *weight,
                        double bias)
{
    size_t inputs = run->points.inputs, width = from->width;
    bool deep = run->options.hidden_layers == 2;
    parts new = split(run, to, width + 1);
    new.outputs[width] = 0;
    if (run->options.output_bias)
        new.outputs[width + 1] = run->points.middle;
    for (size_t j = 0; deep && j <= width; j++)
        for (size_t k = 0; k <= width; k++)
            new.mixing[j * (width + 1) + k] = j == width &&k == width ? 1 : 0;
    if (deep)
        new.mixing_biases[width] = 0;
    if (width > 0) {
        parts old = split(run, from->parameters, width);
        memcpy(new.weights, old.weights, width * inputs * sizeof *to);
        memcpy(new.biases, old.biases, width * sizeof *to);
        for (size_t j = 0; deep && j < width; j++)
            memcpy(new.mixing + j *(width + 1), old.mixing + j * width, width * sizeof *to);
        if (deep)
            memcpy(new.mixing_biases, old.mixing_biases, width * sizeof *to);
        memcpy(new.outputs, old.outputs, width * sizeof *to);
        if (run->options.output_bias)
            new.outputs[width + 1] = old.outputs[width];
    }
    memcpy(new.weights + width *inputs, weight, inputs * sizeof *to);
    new.biases[width] = bias;
}
