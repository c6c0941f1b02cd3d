#include "experiment/synthetic.h"

#include <cblas.h>
#undef I
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "experiment/gauss.h"
#include "train/stack.h"
#include "train/units.h"

/* Samples that pass through the network at a time; a multiple of 2 NW_POOL. */
enum { BLOCK = 256, POOL_ROWS = 2 * NW_POOL };

struct nw_synthetic {
    unsigned type;
    size_t x_size, i_size;
    nw_stack whole, rest; /* rest: type II behind its first layer's sums */
    float *parameters, *sums;
    nw_stack_work *work;
    float *inputs, *pooled; /* BLOCK rows for the network; first-layer sums of one side of type II */
    double *mean;           /* type I centred: of h, x_size */
    float *pool;            /* types II and III centred: POOL_ROWS x i_size */
    double shift, scale;    /* y = (raw - shift) * scale */
};

static nw_stack stack_of(unsigned type, size_t x_size, size_t i_size)
{
    switch (type) {
    case 1:
        return (nw_stack){.layers = 3,
                          .sizes = {i_size, 300, 300, x_size},
                          .units = {NW_LOGISTIC, NW_LOGISTIC, NW_IDENTITY}};
    case 2:
        return (nw_stack){.layers = 4,
                          .sizes = {x_size + i_size, 100, 50, 50, 1},
                          .units = {NW_ELU, NW_ELU, NW_ELU, NW_IDENTITY}};
    default:
        return (nw_stack){
            .layers = 3, .sizes = {x_size, 100, 100, 1}, .units = {NW_ELU, NW_ELU, NW_IDENTITY}};
    }
}

nw_synthetic *nw_synthetic_new(unsigned type, size_t x_size, size_t i_size, gsl_rng *random)
{
    nw_synthetic *target = nw_alloc(1, sizeof *target);
    *target = (nw_synthetic){.type = type, .x_size = x_size, .i_size = i_size, .scale = 1};
    target->whole = stack_of(type, x_size, i_size);
    target->parameters = nw_alloc(nw_stack_parameters(&target->whole), sizeof *target->parameters);
    nw_stack_start(target->parameters, &target->whole, NW_START_HE, random);
    nw_stack running = target->whole;
    if (type == 2) {
        /* x and I enter the first layer by a sum, so that each side's share is formed once for all its partners. */
        running.layers--;
        memmove(running.sizes, running.sizes + 1, NW_STACK_LAYERS * sizeof *running.sizes);
        memmove(running.units, running.units + 1, (NW_STACK_LAYERS - 1) * sizeof *running.units);
    }
    target->rest = running;
    target->work = nw_stack_work_new(&target->rest, BLOCK);
    target->inputs = nw_alloc(BLOCK * target->rest.sizes[0], sizeof *target->inputs);
    target->sums = nw_alloc(BLOCK * target->whole.sizes[1], sizeof *target->sums);
    target->pooled = nw_alloc(BLOCK * target->whole.sizes[1], sizeof *target->pooled);
    return target;
}

void nw_synthetic_free(nw_synthetic *target)
{
    if (target == NULL)
        return;
    nw_stack_work_free(target->work);
    free(target->parameters);
    free(target->sums);
    free(target->inputs);
    free(target->pooled);
    free(target->mean);
    free(target->pool);
    free(target);
}

/* ---- type I ---- */

/* h(I) of one sample from the network's outputs: softmax, minus its mean when centred. */
static void finish_h(double *h, const float *outputs, const nw_synthetic *target)
{
    size_t size = target->x_size;
    float most = outputs[0];
    for (size_t j = 1; j < size; j++)
        most = outputs[j] > most ? outputs[j] : most;
    double total = 0;
    for (size_t j = 0; j < size; j++)
        total += h[j] = (double)expf(outputs[j] - most);
    for (size_t j = 0; j < size; j++)
        h[j] = h[j] / total - (target->mean == NULL ? 0 : target->mean[j]);
}

static void inner_values(nw_synthetic *target, float *y, const float *x, const float *i, size_t samples)
{
    size_t size = target->x_size;
    const float *outputs = nw_stack_forward(target->work, target->parameters, i, samples);
    double *h = nw_alloc(size, sizeof *h);
    for (size_t s = 0; s < samples; s++) {
        finish_h(h, outputs + s * size, target);
        double sum = 0;
        for (size_t j = 0; j < size; j++)
            sum += h[j] * (double)x[s * size + j];
        y[s] = (float)(sum * target->scale);
    }
    free(h);
}

static void centre_inner(nw_synthetic *target, const float *i, size_t samples)
{
    size_t size = target->x_size;
    double *h = nw_alloc(size, sizeof *h), *mean = nw_alloc(size, sizeof *mean);
    /* First the mean, then, with it subtracted, E |h|^2: the variance of <x, h(I)> for standard normal x. */
    double square = 0;
    for (int round = 0; round < 2; round++) {
        for (size_t first = 0; first < samples; first += BLOCK) {
            size_t count = samples - first < BLOCK ? samples - first : BLOCK;
            const float *outputs =
                nw_stack_forward(target->work, target->parameters, i + first * target->i_size, count);
            for (size_t s = 0; s < count; s++) {
                finish_h(h, outputs + s * size, target);
                for (size_t j = 0; j < size; j++)
                    if (round == 0)
                        mean[j] += h[j] / (double)samples;
                    else
                        square += h[j] * h[j] / (double)samples;
            }
        }
        target->mean = mean;
    }
    target->scale = square > 0 ? 1 / sqrt(square) : 1;
    free(h);
}

/* ---- types II and III ---- */

/* The share of x (or I) in the first layer's sums: rows x 100. */
static void share(float *sums, const nw_synthetic *target, const float *rows, size_t count, bool of_x)
{
    int width = (int)target->whole.sizes[1], all = (int)target->whole.sizes[0];
    int size = (int)(of_x ? target->x_size : target->i_size);
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, (int)count, width, size, 1, rows, size,
                target->parameters + (of_x ? 0 : target->x_size), all, 0, sums, width);
}

static void add_elu(float *to, const float *first, const float *second, size_t count)
{
    for (size_t j = 0; j < count; j++)
        to[j] = first[j] + second[j];
    nw_units_apply(NW_ELU, to, count);
}

static void times(float *to, const float *first, const float *second, size_t count)
{
    for (size_t j = 0; j < count; j++)
        to[j] = first[j] * second[j];
}

/* The rest of the network on count rows of target->inputs. */
static const float *finish(nw_synthetic *target, size_t count)
{
    size_t skipped = target->type == 2 ? target->whole.sizes[0] * target->whole.sizes[1] : 0;
    return nw_stack_forward(target->work, target->parameters + skipped, target->inputs, count);
}

/* y of up to BLOCK pairs, as the network has it. */
static const float *raw_values(nw_synthetic *target, const float *x, const float *i, size_t count)
{
    if (target->type == 2) {
        share(target->sums, target, x, count, true);
        share(target->pooled, target, i, count, false);
        add_elu(target->inputs, target->sums, target->pooled, count * target->whole.sizes[1]);
    } else {
        times(target->inputs, x, i, count * target->x_size);
    }
    return finish(target, count);
}

/* y -= mean over the pool of y(x, J), for up to BLOCK x's. */
static void subtract_pool(nw_synthetic *target, float *y, const float *x, size_t count)
{
    size_t width = target->whole.sizes[1], size = target->rest.sizes[0];
    if (target->type == 2) {
        share(target->sums, target, x, count, true);
        share(target->pooled, target, target->pool, POOL_ROWS, false);
    }
    for (size_t first = 0; first < count; first += BLOCK / POOL_ROWS) {
        size_t here = count - first < BLOCK / POOL_ROWS ? count - first : BLOCK / POOL_ROWS;
        for (size_t s = 0; s < here; s++)
            for (size_t p = 0; p < POOL_ROWS; p++) {
                float *row = target->inputs + (s * POOL_ROWS + p) * size;
                if (target->type == 2)
                    add_elu(row, target->sums + (first + s) * width, target->pooled + p * width, width);
                else
                    times(row, x + (first + s) * size, target->pool + p * size, size);
            }
        const float *values = finish(target, here * POOL_ROWS);
        for (size_t s = 0; s < here; s++) {
            double sum = 0;
            for (size_t p = 0; p < POOL_ROWS; p++)
                sum += (double)values[s * POOL_ROWS + p];
            y[first + s] -= (float)(sum / POOL_ROWS);
        }
    }
}

static void network_values(nw_synthetic *target, float *y, const float *x, const float *i, size_t count)
{
    memcpy(y, raw_values(target, x, i, count), count * sizeof *y);
    if (target->pool != NULL)
        subtract_pool(target, y, x, count);
    for (size_t s = 0; s < count; s++)
        y[s] = (float)(((double)y[s] - target->shift) * target->scale);
}

/* ---- all ---- */

void nw_synthetic_values(nw_synthetic *target, float *y, const float *x, const float *i, size_t samples)
{
    for (size_t first = 0; first < samples; first += BLOCK) {
        size_t count = samples - first < BLOCK ? samples - first : BLOCK;
        const float *rows = x + first * target->x_size, *tasks = i + first * target->i_size;
        if (target->type == 1)
            inner_values(target, y + first, rows, tasks, count);
        else
            network_values(target, y + first, rows, tasks, count);
    }
}

void nw_synthetic_centre(nw_synthetic *target, const float *x, const float *i, size_t samples, gsl_rng *random)
{
    if (target->type == 1) {
        centre_inner(target, i, samples);
        return;
    }
    size_t half = NW_POOL * target->i_size;
    target->pool = nw_alloc(2 * half, sizeof *target->pool);
    nw_gauss_draw(target->pool, half, random);
    for (size_t j = 0; j < half; j++)
        target->pool[half + j] = -target->pool[j];
    float *y = nw_alloc(samples, sizeof *y);
    nw_synthetic_values(target, y, x, i, samples);
    double sum = 0, square = 0;
    for (size_t s = 0; s < samples; s++)
        sum += (double)y[s];
    target->shift = sum / (double)samples;
    for (size_t s = 0; s < samples; s++)
        square += ((double)y[s] - target->shift) * ((double)y[s] - target->shift);
    target->scale = square > 0 ? 1 / sqrt(square / (double)samples) : 1;
    free(y);
}
