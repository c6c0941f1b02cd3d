/* Passes through networks of one input, one hidden tanh layer and one output with its bias, on 384 points, in double on
 * one thread: `step', a full-batch gradient step (the outputs, the mean squared error's derivatives by them, and the
 * gradient by all parameters), `forward' and `jacobian'; and cblas_dgemm of a size that stays in the second-level
 * cache.
 *
 * Prints for each width and pass: the pass, the width, the time of one in nanoseconds (the least over repetitions of
 * some milliseconds: what else the machine does only adds), the floating-point operations counted for it, and a number
 * that the comparison must reproduce (the loss for `forward', sum p gradient[p] / N for the others, p = 1..N). */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/progress.h"
#include "net/network.h"

#include <cblas.h>
#undef I

enum { POINTS = 384, REPETITIONS = 40, MATRIX = 192 };
static const double LEAST_SECONDS = 0.01;

typedef struct bench {
    nw_network *network;
    nw_net_work *work;
    double x[POINTS], target[POINTS], y[POINTS];
    double *gradient, *jacobian;
    double loss;
    double *a, *b, *c; /* matrices */
} bench;

/* Multiples of 1/8192 below 1 in size, the same in network_torch.py. */
static double number_at(size_t i, size_t step)
{
    return (double)((long)(i * step % 16384) - 8192) / 8192;
}

static void squared_slopes(void *state, size_t first, size_t count, const double *y, double *weight)
{
    const bench *b = state;
    for (size_t i = 0; i < count; i++)
        weight[i] = 2.0 / POINTS * (y[i] - b->target[first + i]);
}

static void run_step(bench *b)
{
    nw_network_loss_gradient(b->network, POINTS, b->x, squared_slopes, b, b->gradient, b->work);
}

static void run_forward(bench *b)
{
    nw_network_forward(b->network, POINTS, b->x, b->y, b->work);
}

static void run_jacobian(bench *b)
{
    nw_network_jacobian(b->network, POINTS, b->x, b->jacobian, b->y, b->work);
}

static void run_product(bench *b)
{
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, MATRIX, MATRIX, MATRIX, 1, b->a, MATRIX, b->b, MATRIX, 0,
                b->c, MATRIX);
}

/* The least time of one run in seconds. */
static double measure(void (*run)(bench *), bench *b)
{
    double least = INFINITY;
    size_t runs = 1;
    for (;;) {
        double begun = nw_seconds();
        for (size_t i = 0; i < runs; i++)
            run(b);
        if (nw_seconds() - begun > LEAST_SECONDS)
            break;
        runs *= 2;
    }
    for (int r = 0; r < REPETITIONS; r++) {
        double begun = nw_seconds();
        for (size_t i = 0; i < runs; i++)
            run(b);
        least = fmin(least, (nw_seconds() - begun) / (double)runs);
    }
    return least;
}

static void report(const char *what, size_t width, double seconds, double operations, double check)
{
    printf("%s %zu %.1f %.0f %.17g\n", what, width, 1e9 * seconds, operations, check);
}

static double moment(const double *numbers, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += (double)(i + 1) / (double)count * numbers[i];
    return sum;
}

static void bench_width(bench *b, size_t width)
{
    b->network = nw_network_new(1, &width, 1, 1, NW_TANH, true);
    size_t parameters = b->network->parameter_count;
    for (size_t p = 0; p < parameters; p++)
        b->network->parameters[p] = 4 * number_at(p + 1, 5171);
    b->work = nw_net_work_new(b->network, POINTS);
    b->gradient = nw_alloc(parameters, sizeof *b->gradient);
    b->jacobian = nw_alloc(POINTS * parameters, sizeof *b->jacobian);

    /* A multiplication and an addition count 2, tanh counts 1: what tanh takes inside is not counted. */
    double units = (double)width * POINTS;
    double seconds = measure(run_forward, b);
    double loss = 0;
    for (size_t i = 0; i < POINTS; i++)
        loss += (b->y[i] - b->target[i]) * (b->y[i] - b->target[i]) / POINTS;
    report("forward", width, seconds, 5 * units, loss);
    seconds = measure(run_step, b);
    report("step", width, seconds, (5 + 9) * units, moment(b->gradient, parameters));
    seconds = measure(run_jacobian, b);
    for (size_t p = 0; p < parameters; p++) {
        b->gradient[p] = 0;
        for (size_t i = 0; i < POINTS; i++)
            b->gradient[p] += 2.0 / POINTS * (b->y[i] - b->target[i]) * b->jacobian[i * parameters + p];
    }
    report("jacobian", width, seconds, (5 + 5) * units, moment(b->gradient, parameters));
    nw_net_work_free(b->work);
    nw_network_free(b->network);
    free(b->gradient);
    free(b->jacobian);
}

int main(void)
{
    bench *b = nw_alloc(1, sizeof *b);
    for (size_t i = 0; i < POINTS; i++) {
        b->x[i] = -1 + 2 * (double)i / (POINTS - 1);
        b->target[i] = number_at(i + 1, 331);
    }
    bench_width(b, 16);
    bench_width(b, 64);

    enum { ENTRIES = MATRIX * MATRIX };
    b->a = nw_alloc(ENTRIES, sizeof *b->a);
    b->b = nw_alloc(ENTRIES, sizeof *b->b);
    b->c = nw_alloc(ENTRIES, sizeof *b->c);
    for (size_t i = 0; i < ENTRIES; i++) {
        b->a[i] = number_at(i, 7);
        b->b[i] = number_at(i, 11);
    }
    report("dgemm", MATRIX, measure(run_product, b), 2.0 * MATRIX * MATRIX * MATRIX, b->c[1]);
    free(b->a);
    free(b->b);
    free(b->c);
    free(b);
    return 0;
}
