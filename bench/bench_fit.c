/* Sup-norm fits of bump targets (r = 1, one input, signs=seed:1, 24 points a bump, heights scaled to 1).
 *
 *     bench_fit problem M WIDTH STARTS          writes the points and the starts, for the peers: hex floats, a line
 *                                               `points N', N lines `x y', then a line `start ...' for each start
 *     bench_fit fit M WIDTH STARTS ERROR...     fits from the same starts, one after the other, until each ERROR is
 *                                               reached: a line `ERROR successes starts seconds' (all starts together)
 *     bench_fit iteration M WIDTH               where the time of a Levenberg-Marquardt iteration goes, and the rate of
 *                                               the normal equations beside DGEMM
 *
 * A start is a network in the order of its parameter vector: weights, biases, output weights, output bias. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/progress.h"
#include "base/random.h"
#include "fit/descent.h"
#include "fit/fit.h"
#include "fit/moves.h"
#include "fit/normal.h"
#include "target/target.h"

enum { PER_BUMP = 24, REPETITIONS = 2000 };

void openblas_set_num_threads(int threads);
void dgemm_(const char *transpose_a, const char *transpose_b, const int *m, const int *n, const int *k,
            const double *alpha, const double *a, const int *lda, const double *b, const int *ldb, const double *beta,
            double *c, const int *ldc);

typedef struct problem {
    nw_fit_data data;
    double *x, *y;
    nw_fit_options options;
    nw_fit_run run;
    size_t count; /* starts */
    double **starts;
} problem;

static _Noreturn void give_up(const char *what)
{
    fprintf(stderr, "bench_fit: %s\n", what);
    exit(4);
}

static void set_problem(problem *p, long scale, size_t width, size_t starts)
{
    char word[80];
    nw_target *target;
    nw_error error;
    snprintf(word, sizeof word, "bump:r=1,n=1,M=%ld,signs=seed:1", scale);
    if (nw_target_parse(&target, word, &error) != NW_OK)
        give_up(error.message);
    size_t count = PER_BUMP * (size_t)scale + 1;
    *p = (problem){.options = nw_fit_defaults(), .count = starts};
    p->x = nw_alloc(count, sizeof(double));
    p->y = nw_alloc(count, sizeof(double));
    for (size_t i = 0; i < count; i++)
        p->x[i] = -1 + 2 * (double)i / (double)(count - 1);
    nw_target_values(target, count, p->x, p->y);
    for (size_t i = 0; i < count; i++)
        p->y[i] /= nw_target_amplitude(target);
    nw_target_free(target);
    p->data = (nw_fit_data){.count = count, .inputs = 1, .x = p->x, .y = p->y};
    nw_fit_run_begin(&p->run, &p->data, NULL, &p->options);
    nw_fit_run_width(&p->run, width);
    p->starts = nw_alloc(starts, sizeof *p->starts);
    for (size_t s = 0; s < starts; s++) {
        gsl_rng *rng = nw_random_stream(1, (uint64_t)scale, s);
        double *start = nw_alloc(p->run.model.count, sizeof *start);
        nw_fit_random_units(&p->run, start, rng);
        nw_fit_start_hidden(&p->run, start);
        memcpy(start, p->run.parameters, p->run.model.count * sizeof *start);
        p->starts[s] = start;
        gsl_rng_free(rng);
    }
}

static void clear_problem(problem *p)
{
    for (size_t s = 0; s < p->count; s++)
        free(p->starts[s]);
    free(p->starts);
    nw_fit_run_end(&p->run);
    free(p->x);
    free(p->y);
}

static void write_problem(const problem *p)
{
    printf("points %zu\n", p->data.count);
    for (size_t i = 0; i < p->data.count; i++)
        printf("%a %a\n", p->x[i], p->y[i]);
    for (size_t s = 0; s < p->count; s++) {
        printf("start");
        for (size_t k = 0; k < p->run.model.count; k++)
            printf(" %a", p->starts[s][k]);
        printf("\n");
    }
}

static void fit(problem *p, double error)
{
    size_t successes = 0;
    nw_fit_run *run = &p->run;
    run->options.goal = run->aim = error;
    double begun = nw_seconds();
    for (size_t s = 0; s < p->count; s++) {
        nw_fit_start(run, &run->points, p->starts[s]);
        successes += nw_fit_descend(run, &nw_fit_full_plan) <= error;
    }
    printf("%g %zu %zu %.9f\n", error, successes, p->count, nw_seconds() - begun);
}

/* ---- one iteration ---- */

static int by_value(const void *left, const void *right)
{
    const double *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

typedef enum step { PART_EVALUATE, PART_GRAM, PART_PRODUCT, PART_SOLVE, PART_ITERATION } step;

static void do_part(problem *p, step part)
{
    nw_fit_run *run = &p->run;
    size_t n = run->model.count, ld = nw_fit_columns(&run->model);
    switch (part) {
    case PART_EVALUATE:
        nw_fit_evaluate(&run->model, run->parameters, run->residual);
        break;
    case PART_GRAM:
        nw_fit_gram(&run->model, run->parameters, 0, run->weight, run->residual, run->matrix);
        break;
    case PART_PRODUCT: /* of the first chunk of columns alone */
        nw_gram_add(run->matrix, ld, nw_round_up(n + 1, NW_TILE),
                    run->points.padded < NW_CHUNK ? run->points.padded : NW_CHUNK, NW_STRIDE, run->model.columns);
        break;
    case PART_SOLVE:
        memcpy(run->factor, run->matrix, n * ld * sizeof(double));
        for (size_t i = 0; i < n; i++)
            run->factor[i * ld + i] *= 1.01;
        if (!nw_cholesky(run->factor, ld, n, run->reciprocal))
            give_up("the matrix is not definite");
        nw_cholesky_solve(run->factor, ld, n, run->reciprocal, run->step);
        break;
    case PART_ITERATION:
        nw_fit_start(run, &run->points, p->starts[0]);
        nw_fit_minimise(run, 8, 10, 0);
        break;
    }
}

static double median_seconds(problem *p, step part)
{
    double *seconds = nw_alloc(REPETITIONS, sizeof *seconds);
    for (int k = 0; k < REPETITIONS; k++) {
        double begun = nw_seconds();
        do_part(p, part);
        seconds[k] = nw_seconds() - begun;
    }
    qsort(seconds, REPETITIONS, sizeof *seconds, by_value);
    double median = seconds[REPETITIONS / 2];
    free(seconds);
    return median;
}

static double dgemm_rate(void)
{
    const int size = 512;
    const double one = 1, zero = 0;
    double *a = nw_alloc(3 * 512 * 512, sizeof *a), best = INFINITY;
    for (int i = 0; i < 2 * size * size; i++)
        a[i] = (double)(i % 17) - 8;
    for (int k = 0; k < 20; k++) {
        double begun = nw_seconds();
        dgemm_("N", "N", &size, &size, &size, &one, a, &size, a + size * size, &size, &zero, a + 2 * size * size,
               &size);
        best = fmin(best, nw_seconds() - begun);
    }
    free(a);
    return 2.0 * size * size * size / best / 1e9;
}

static void time_iteration(problem *p)
{
    nw_fit_run *run = &p->run;
    nw_fit_start(run, &run->points, p->starts[0]);
    nw_units_measure(run->residual, run->points.count, 1, 2, 0, run->weight);
    double evaluate = median_seconds(p, PART_EVALUATE), gram = median_seconds(p, PART_GRAM);
    double solve = median_seconds(p, PART_SOLVE), product = median_seconds(p, PART_PRODUCT);
    size_t iterations = run->iterations;
    do_part(p, PART_ITERATION);
    iterations = run->iterations - iterations;
    double whole = median_seconds(p, PART_ITERATION) / (double)iterations;
    double n = (double)(run->model.count + 1);
    double length = (double)(run->points.padded < NW_CHUNK ? run->points.padded : NW_CHUNK), rate = dgemm_rate();
    printf("points %zu, width %zu, parameters %zu\n", run->points.count, run->model.width, run->model.count);
    printf("  evaluation                %8.2f us\n", 1e6 * evaluate);
    printf("  columns, normal equations %8.2f us\n", 1e6 * gram);
    printf("  factorisation, solution   %8.2f us\n", 1e6 * solve);
    printf("  whole iteration           %8.2f us (mean of %zu, rejected steps included)\n", 1e6 * whole, iterations);
    /* n (n + 1) length counts one triangle; the tiles do a little more. */
    double achieved = n * (n + 1) * length / product / 1e9;
    printf("  normal equations %.1f GFLOP/s, DGEMM %.1f GFLOP/s: %.0f %%\n", achieved, rate, 100 * achieved / rate);
}

int main(int count, char **words)
{
    problem p;
    openblas_set_num_threads(1);
    if (count < 4)
        give_up("usage: bench_fit problem|fit M WIDTH STARTS [ERROR...], or bench_fit iteration M WIDTH");
    set_problem(&p, atol(words[2]), strtoul(words[3], NULL, 10), count > 4 ? strtoul(words[4], NULL, 10) : 1);
    if (strcmp(words[1], "problem") == 0)
        write_problem(&p);
    else if (strcmp(words[1], "fit") == 0)
        for (int k = 5; k < count; k++)
            fit(&p, strtod(words[k], NULL));
    else
        time_iteration(&p);
    clear_problem(&p);
    return 0;
}
