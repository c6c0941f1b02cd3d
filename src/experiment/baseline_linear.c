#include "experiment/baseline.h"

#include <cblas.h>
#include <lapacke.h>
#undef I
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

enum { BLOCK = 256 };

/* Columns: x, then I, then 1.  Matrices are stored by columns, their lower halves filled. */
typedef struct system {
    size_t x_size, columns, outputs;
    double *gram;  /* columns x columns */
    double *right; /* columns x outputs, then the solution */
    double *rows, *goals, *off; /* BLOCK rows; off: of x alone */
} system_of;

static void begin(system_of *system, const nw_problem *problem)
{
    size_t columns = problem->x_size + problem->i_size + 1, outputs = problem->outputs;
    *system = (system_of){.x_size = problem->x_size, .columns = columns, .outputs = outputs};
    system->gram = nw_alloc(columns * columns, sizeof(double));
    system->right = nw_alloc(columns * outputs, sizeof(double));
    system->rows = nw_alloc(BLOCK * columns, sizeof(double));
    system->goals = nw_alloc(BLOCK * outputs, sizeof(double));
    system->off = nw_alloc(BLOCK * problem->x_size, sizeof(double));
}

static void end(system_of *system)
{
    free(system->gram);
    free(system->right);
    free(system->rows);
    free(system->goals);
    free(system->off);
}

/* Adds count rows of the first `width` columns. */
static void add_rows(system_of *system, const double *rows, size_t count, size_t width)
{
    int n = (int)width, all = (int)system->columns;
    cblas_dsyrk(CblasColMajor, CblasLower, CblasNoTrans, n, (int)count, 1, rows, n, 1, system->gram, all);
    cblas_dgemm(CblasColMajor, CblasNoTrans, CblasTrans, n, (int)system->outputs, (int)count, 1, rows, n,
                system->goals, (int)system->outputs, 1, system->right, all);
}

/* Samples of a task differ in x alone: they enter by their mean, as one row `points` times, and by how their x's lie
 * about it. */
static void add_means(system_of *system, const nw_samples *samples, size_t first, size_t count, size_t i_size)
{
    size_t points = samples->points, x_size = system->x_size, outputs = system->outputs;
    double root = sqrt((double)points);
    for (size_t t = 0; t < count; t++) {
        double *row = system->rows + t * system->columns, *goal = system->goals + t * outputs;
        for (size_t j = 0; j < system->columns; j++)
            row[j] = 0;
        for (size_t o = 0; o < outputs; o++)
            goal[o] = 0;
        for (size_t s = (first + t) * points; s < (first + t + 1) * points; s++) {
            for (size_t j = 0; j < x_size; j++)
                row[j] += (double)samples->x[s * x_size + j] / root;
            for (size_t o = 0; o < outputs; o++)
                goal[o] += (double)samples->goals[s * outputs + o] / root;
        }
        for (size_t j = 0; j < i_size; j++)
            row[x_size + j] = root * (double)samples->i[(first + t) * i_size + j];
        row[system->columns - 1] = root;
    }
    add_rows(system, system->rows, count, system->columns);
}

static void add_spread(system_of *system, const nw_samples *samples, size_t task)
{
    size_t points = samples->points, x_size = system->x_size, outputs = system->outputs;
    double *mean = system->rows;
    for (size_t j = 0; j < x_size; j++) {
        mean[j] = 0;
        for (size_t s = task * points; s < (task + 1) * points; s++)
            mean[j] += (double)samples->x[s * x_size + j] / (double)points;
    }
    for (size_t first = 0; first < points; first += BLOCK) {
        size_t count = points - first < BLOCK ? points - first : BLOCK;
        for (size_t p = 0; p < count; p++) {
            size_t s = task * points + first + p;
            for (size_t j = 0; j < x_size; j++)
                system->off[p * x_size + j] = (double)samples->x[s * x_size + j] - mean[j];
            for (size_t o = 0; o < outputs; o++)
                system->goals[p * outputs + o] = (double)samples->goals[s * outputs + o];
        }
        add_rows(system, system->off, count, x_size);
    }
}

static bool solve(system_of *system)
{
    size_t columns = system->columns;
    double trace = 0;
    for (size_t j = 0; j < columns; j++)
        trace += system->gram[j * columns + j];
    for (size_t j = 0; j < columns; j++)
        system->gram[j * columns + j] += 1e-10 * trace / (double)columns;
    return LAPACKE_dposv(LAPACK_COL_MAJOR, 'L', (int)columns, (int)system->outputs, system->gram, (int)columns,
                         system->right, (int)columns) == 0;
}

static double dot(const double *weights, const float *values, size_t count)
{
    double sum = 0;
    for (size_t j = 0; j < count; j++)
        sum += weights[j] * (double)values[j];
    return sum;
}

static double test(const system_of *system, const nw_samples *samples, size_t i_size)
{
    size_t x_size = system->x_size, outputs = system->outputs;
    double sum = 0;
    for (size_t t = 0; t < samples->tasks; t++)
        for (size_t o = 0; o < outputs; o++) {
            const double *weights = system->right + o * system->columns;
            double base = weights[system->columns - 1];
            if (i_size > 0)
                base += dot(weights + x_size, samples->i + t * i_size, i_size);
            for (size_t s = t * samples->points; s < (t + 1) * samples->points; s++) {
                double off = base + dot(weights, samples->x + s * x_size, x_size) -
                             (double)samples->goals[s * outputs + o];
                sum += off * off;
            }
        }
    return sum / ((double)(samples->tasks * samples->points) * (double)outputs);
}

double nw_baseline_linear(nw_problem *problem, const volatile bool *stop)
{
    const nw_samples *train = nw_problem_epoch(problem, 1);
    system_of system;
    begin(&system, problem);
    for (size_t first = 0; first < train->tasks && !*stop; first += BLOCK)
        add_means(&system, train, first, train->tasks - first < BLOCK ? train->tasks - first : BLOCK,
                  problem->i_size);
    if (train->points > 1)
        for (size_t t = 0; t < train->tasks && !*stop; t++)
            add_spread(&system, train, t);
    double error = !*stop && solve(&system) ? test(&system, &problem->test, problem->i_size) : NAN;
    end(&system);
    return error;
}
