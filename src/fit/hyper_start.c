/* Starts for f: from the weights of g task by task, and from fixed units. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "fit/hyper_run.h"
#include "fit/moves.h"

/* Units of a hidden layer on [-1,1]^inputs: places spread evenly on an axis, drawn in several. */
static void draw_units(double *weights, double *biases, nw_activation activation, size_t inputs, size_t width,
                       double steepness, gsl_rng *rng)
{
    for (size_t j = 0; j < width; j++) {
        double place[NW_FIT_INPUTS], slope = steepness * exp(-1.2 + 1.6 * gsl_rng_uniform(rng));
        for (size_t a = 0; a < inputs; a++) {
            double part = gsl_rng_uniform(rng);
            place[a] = 2 * (inputs == 1 ? ((double)j + part) / (double)width : part) - 1;
        }
        nw_fit_unit_at(weights + j * inputs, biases + j, activation, inputs, place, slope,
                       inputs + gsl_rng_uniform_int(rng, inputs), rng);
    }
}

/* f's hidden layers at random, its last layer 0. */
static void draw_hidden(nw_hyper_run *hyper, double *full, gsl_rng *rng)
{
    const nw_hyper_shape *shape = &hyper->model.shape;
    const nw_network *task = hyper->model.task;
    memset(full, 0, task->parameter_count * sizeof *full);
    draw_units(full + task->layers[0].weights, full + task->layers[0].biases, shape->activation, shape->m2,
               shape->f_width, hyper->run.points.steepness, rng);
    if (shape->f_layers == 2)
        for (size_t q = task->layers[1].weights; q < task->layers[2].weights; q++)
            full[q] = 3 * (2 * gsl_rng_uniform(rng) - 1) / sqrt((double)shape->f_width);
}

/* ---- the path ---- */

/* f's last hidden layer at the tasks of the path: features[t * f_width + v]. */
static void evaluate_hidden(const nw_hyper_run *hyper, const double *full, double *features)
{
    const nw_hyper_shape *shape = &hyper->model.shape;
    size_t widths[2] = {shape->f_width, shape->f_width}, count = hyper->path.task_count;
    nw_network *hidden = nw_network_new(shape->m2, widths, shape->f_layers, shape->f_width, shape->activation, false);
    size_t before = hidden->layers[shape->f_layers].weights;
    memcpy(hidden->parameters, full, before * sizeof *full);
    for (size_t v = 0; v < shape->f_width; v++)
        hidden->parameters[before + v * shape->f_width + v] = 1;
    nw_net_work *work = nw_net_work_new(hidden, count);
    nw_network_forward(hidden, count, hyper->slices->tasks, features, work);
    nw_net_work_free(work);
    nw_network_free(hidden);
}

/* Weighted least squares with a little ridge for one parameter of g over the tasks: coefficients of the features, the
 * constant last.  Returns the weighted squared error that is left. */
static double follow(double *coefficients, const nw_hyper_run *hyper, const double *features, size_t p)
{
    const nw_hyper_shape *shape = &hyper->model.shape;
    const nw_task_path *path = &hyper->path;
    bool varies = nw_hyper_varies(shape, p);
    size_t width = varies ? shape->f_width : 0, n = width + 1, ld = nw_round_up(n + 1, NW_LANES);
    double *matrix = nw_alloc(ld * ld, sizeof *matrix), *reciprocal = nw_alloc(ld, sizeof *reciprocal);
    double *row = nw_alloc(n + 1, sizeof *row), largest = 0, left = 0;
    memset(coefficients, 0, (shape->f_width + 1) * sizeof *coefficients);
    for (size_t t = 0; t < path->task_count; t++)
        largest = fmax(largest, path->slopes[t * path->parameters + p]);
    /* Where a parameter has no effect it may go anywhere, but not far from where its neighbours are. */
    for (int pass = 0; pass < 2; pass++) {
        for (size_t t = 0; t < path->task_count; t++) {
            double weight = path->slopes[t * path->parameters + p] + 1e-2 * largest;
            memcpy(row, features + t * shape->f_width, width * sizeof *row);
            row[width] = 1;
            row[n] = path->weights[t * path->parameters + p];
            if (pass == 0) {
                for (size_t i = 0; i < n; i++)
                    for (size_t j = i; j <= n; j++)
                        matrix[i * ld + j] += weight * row[i] * row[j];
                continue;
            }
            double miss = row[n];
            for (size_t i = 0; i < width; i++)
                miss -= coefficients[i] * row[i];
            miss -= coefficients[shape->f_width];
            left += weight * miss * miss;
        }
        if (pass == 1)
            break;
        double scale = matrix[(n - 1) * ld + n - 1];
        for (size_t i = 0; i < n; i++) {
            reciprocal[i] = 0;
            row[i] = matrix[i * ld + n];
            matrix[i * ld + i] += 1e-4 * scale + 1e-300;
        }
        if (nw_cholesky(matrix, ld, n, reciprocal)) {
            nw_cholesky_solve(matrix, ld, n, reciprocal, row);
            memcpy(coefficients, row, width * sizeof *row);
            coefficients[shape->f_width] = row[width];
        }
    }
    free(matrix);
    free(reciprocal);
    free(row);
    return left;
}

static double follow_all(nw_hyper_run *hyper, double *full)
{
    const nw_hyper_shape *shape = &hyper->model.shape;
    const nw_layer *last = hyper->model.task->layers + shape->f_layers;
    double *features = nw_alloc(hyper->path.task_count * shape->f_width, sizeof *features);
    double *coefficients = nw_alloc(shape->f_width + 1, sizeof *coefficients), left = 0;
    evaluate_hidden(hyper, full, features);
    for (size_t p = 0; p < hyper->path.parameters; p++) {
        left += follow(coefficients, hyper, features, p);
        memcpy(full + last->weights + p * shape->f_width, coefficients, shape->f_width * sizeof *full);
        full[last->biases + p] = coefficients[shape->f_width];
    }
    free(features);
    free(coefficients);
    return left;
}

static void need_path(nw_hyper_run *hyper)
{
    const nw_hyper_shape *shape = &hyper->model.shape;
    size_t parameters = nw_hyper_primary_count(shape);
    if (hyper->path.parameters == parameters)
        return;
    nw_task_path_clear(&hyper->path);
    nw_fit_options options = hyper->run.options;
    options.starts = options.starts < 4 ? options.starts : 4;
    options.goal *= 0.8;
    options.polish = false;
    nw_task_path_find(&hyper->path, hyper->slices, shape->width, &options);
}

void nw_hyper_start_path(nw_hyper_run *hyper, double *fitted, gsl_rng *rng)
{
    enum { DRAWS = 12 };
    need_path(hyper);
    size_t count = hyper->model.task->parameter_count;
    double *full = nw_alloc(count, sizeof *full), *best = nw_alloc(count, sizeof *best), least = INFINITY;
    for (int k = 0; k < DRAWS; k++) {
        draw_hidden(hyper, full, rng);
        double left = follow_all(hyper, full);
        if (k == 0 || left < least) {
            least = left;
            memcpy(best, full, count * sizeof *best);
        }
    }
    nw_hyper_gather(&hyper->model, fitted, best);
    free(full);
    free(best);
}

/* ---- fixed units ---- */

void nw_hyper_start_shared(nw_hyper_run *hyper, double *fitted, gsl_rng *rng)
{
    const nw_hyper_shape *shape = &hyper->model.shape;
    const nw_network *task = hyper->model.task;
    double *full = nw_alloc(task->parameter_count, sizeof *full);
    draw_hidden(hyper, full, rng);
    double *constant = full + task->layers[shape->f_layers].biases;
    draw_units(constant, constant + shape->width * shape->m1, shape->activation, shape->m1, shape->width,
               hyper->run.points.steepness, rng);
    nw_hyper_gather(&hyper->model, fitted, full);
    free(full);
}
