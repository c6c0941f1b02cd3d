#include "fit/embed_moves.h"

#include <gsl/gsl_linalg.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "fit/moves.h"
#include "fit/singular.h"
#include "fit/units.h"

/* Pointers into the parameters of a shape: the embedding's, then q's. */
typedef struct parts {
    double *embedding, *weights, *biases, *outputs;
    size_t inputs; /* a unit's: m1 + k */
} parts;

static size_t embedding_count(const nw_embed_run *run, size_t k)
{
    return run->options->embedding == NW_EMBED_FREE ? run->tasks.count * k : run->tasks.parameters;
}

static parts split(const nw_embed_run *run, double *parameters, size_t width, size_t k)
{
    parts p = {.embedding = parameters, .inputs = nw_embed_run_inputs(run) + k};
    p.weights = parameters + embedding_count(run, k);
    p.biases = p.weights + width * p.inputs;
    p.outputs = p.biases + width;
    return p;
}

/* ---- growth: where the error peaks ---- */

typedef struct summits {
    double *x; /* of every task: where the error of the sign of the highest peak is largest; tasks * inputs */
    size_t highest;
    double reach; /* of the highest: to the nearest point of its task where the error has fallen to half */
} summits;

static double distance_between(const nw_fit_points *points, size_t i, size_t j)
{
    double squares = 0;
    for (size_t a = 0; a < points->inputs; a++) {
        double step = points->rows[i * points->inputs + a] - points->rows[j * points->inputs + a];
        squares += step * step;
    }
    return sqrt(squares);
}

static void find_summits(nw_embed_run *run, summits *found, const nw_embed_candidate *from)
{
    nw_fit_run *fit = &run->fit;
    const nw_fit_points *points = &fit->points;
    size_t inputs = points->inputs, where;
    nw_embed_run_shape(run, from->fit.width > 0 ? from->fit.width : 1, from->k);
    if (from->fit.width > 0)
        nw_fit_start(fit, points, from->fit.parameters);
    else
        for (size_t i = 0; i < points->padded; i++)
            fit->residual[i] = points->middle - points->y[i];
    double height = nw_units_peak(fit->residual, run->tasks.first[run->tasks.count], &where);
    double sign = fit->residual[where] < 0 ? -1 : 1;
    found->x = nw_alloc(run->tasks.count * inputs, sizeof *found->x);
    found->reach = INFINITY;
    found->highest = 0;
    for (size_t t = 0; t < run->tasks.count; t++) {
        size_t first = run->tasks.first[t], end = run->tasks.first[t + 1], peak = first;
        for (size_t i = first; i < end; i++)
            if (sign * fit->residual[i] > sign * fit->residual[peak])
                peak = i;
        memcpy(found->x + t * inputs, points->rows + peak * inputs, inputs * sizeof(double));
        if (where < first || where >= end)
            continue;
        found->highest = t;
        for (size_t i = first; i < end; i++) {
            double distance = distance_between(points, i, where);
            if (sign * fit->residual[i] <= height / 2 && distance > 0 && distance < found->reach)
                found->reach = distance;
        }
    }
    found->reach = found->reach < INFINITY ? found->reach : 1;
}

static void draw_direction(double *direction, size_t inputs, size_t trial, gsl_rng *rng)
{
    if (inputs == 1 || trial < inputs) {
        memset(direction, 0, inputs * sizeof *direction);
        direction[trial % inputs] = gsl_rng_uniform(rng) < 0.5 ? -1 : 1;
        return;
    }
    gsl_ran_dir_nd(rng, inputs, direction);
}

/* bias + v . e_t as near as can be to wanted_t, in the least squares with a little ridge. */
static void place_unit(double *bias, double *v, const double *rows, const double *wanted, size_t tasks, size_t k)
{
    gsl_matrix *normal = gsl_matrix_calloc(k, k);
    gsl_vector *right = gsl_vector_calloc(k), *solution = gsl_vector_calloc(k);
    double *mean = nw_alloc(k, sizeof *mean), middle = 0, trace = 0;
    for (size_t t = 0; t < tasks; t++) {
        middle += wanted[t] / (double)tasks;
        for (size_t l = 0; l < k; l++)
            mean[l] += rows[t * k + l] / (double)tasks;
    }
    for (size_t t = 0; t < tasks; t++)
        for (size_t l = 0; l < k; l++) {
            double a = rows[t * k + l] - mean[l];
            *gsl_vector_ptr(right, l) += a * (wanted[t] - middle);
            for (size_t m = 0; m < k; m++)
                *gsl_matrix_ptr(normal, l, m) += a * (rows[t * k + m] - mean[m]);
        }
    for (size_t l = 0; l < k; l++)
        trace += gsl_matrix_get(normal, l, l);
    for (size_t l = 0; l < k; l++)
        *gsl_matrix_ptr(normal, l, l) += 1e-6 * trace + 1e-200;
    *bias = middle;
    memset(v, 0, k * sizeof *v);
    if (gsl_linalg_cholesky_decomp1(normal) == 0 && gsl_linalg_cholesky_solve(normal, right, solution) == 0)
        for (size_t l = 0; l < k; l++) {
            v[l] = gsl_vector_get(solution, l);
            *bias -= v[l] * mean[l];
        }
    gsl_matrix_free(normal);
    gsl_vector_free(right);
    gsl_vector_free(solution);
    free(mean);
}

/* Copies a method into a larger shape: `more` units and `wider` numbers a task, all new entries 0. */
static void embed_in(const nw_embed_run *run, double *to, const nw_embed_candidate *from, size_t more, size_t wider)
{
    size_t inputs = nw_embed_run_inputs(run), width = from->fit.width, k = from->k, tasks = run->tasks.count;
    parts new = split(run, to, width + more, k + wider);
    if (from->fit.parameters == NULL) { /* no rows yet either */
        memset(new.embedding, 0, embedding_count(run, k + wider) * sizeof *to);
    } else if (wider > 0) {
        memset(new.embedding, 0, tasks * (k + wider) * sizeof *to);
        for (size_t t = 0; t < tasks; t++)
            memcpy(new.embedding + t * (k + wider), from->fit.parameters + t * k, k * sizeof *to);
    } else
        memcpy(new.embedding, from->fit.parameters, embedding_count(run, k) * sizeof *to);
    memset(new.weights, 0, ((width + more) * (inputs + k + wider + 2)) * sizeof *to);
    if (run->options->fit.output_bias)
        new.outputs[width + more] = run->fit.points.middle;
    if (width == 0)
        return;
    parts old = split(run, from->fit.parameters, width, k);
    for (size_t j = 0; j < width; j++)
        memcpy(new.weights + j * new.inputs, old.weights + j * old.inputs, old.inputs * sizeof *to);
    memcpy(new.biases, old.biases, width * sizeof *to);
    memcpy(new.outputs, old.outputs, width * sizeof *to);
    if (run->options->fit.output_bias)
        new.outputs[width + more] = old.outputs[width];
}

static void add_unit(nw_embed_run *run, double *start, const nw_embed_candidate *from, const summits *found,
                     size_t trial, bool widen, gsl_rng *rng)
{
    static const double shifts[3] = {0, -1, 1}, slopes[3] = {1, 0.5, 2};
    size_t inputs = nw_embed_run_inputs(run), tasks = run->tasks.count, width = from->fit.width, k = run->tasks.k;
    nw_activation_rise rise = nw_fit_rise(run->options->fit.activation);
    double slope = rise.stretch * slopes[trial / 3 % 3] / found->reach, direction[NW_FIT_INPUTS];
    bool own = widen || trial % 2 == 0; /* every task's own place */
    draw_direction(direction, inputs, trial, rng);
    embed_in(run, start, from, 1, widen ? 1 : 0);
    parts new = split(run, start, width + 1, k);
    double *weights = new.weights + width * new.inputs, *v = weights + inputs;
    double *wanted = nw_alloc(tasks, sizeof *wanted), *rows = nw_alloc(tasks * k, sizeof *rows), most = 0, mean = 0;
    for (size_t t = 0; t < tasks; t++) {
        const double *x = found->x + (own ? t : found->highest) * inputs;
        wanted[t] = rise.middle - slope * shifts[trial % 3] * found->reach;
        for (size_t a = 0; a < inputs; a++)
            wanted[t] -= slope * direction[a] * x[a];
        mean += wanted[t] / (double)tasks;
    }
    for (size_t a = 0; a < inputs; a++)
        weights[a] = slope * direction[a];
    if (widen) {
        for (size_t t = 0; t < tasks; t++)
            most = fmax(most, fabs(wanted[t] - mean));
        most = most > 0 ? most : 1;
        for (size_t t = 0; t < tasks; t++)
            new.embedding[t * k + k - 1] = (wanted[t] - mean) / most;
        v[k - 1] = most;
        new.biases[width] = mean;
    } else {
        nw_fit_task_embed(&run->tasks, start, rows);
        place_unit(&new.biases[width], v, rows, wanted, tasks, k);
        /* Now and then a dependence on the task of its own. */
        for (size_t l = 0; l < k && trial % 4 == 3; l++)
            v[l] += slope * gsl_ran_gaussian(rng, 0.5);
    }
    free(wanted);
    free(rows);
}

void nw_embed_grow(nw_embed_run *run, nw_embed_candidate *to, const nw_embed_candidate *from, bool widen, gsl_rng *rng)
{
    enum { TRIALS = 9, FINALISTS = 2 };
    summits found;
    find_summits(run, &found, from);
    nw_embed_run_shape(run, from->fit.width + 1, from->k + (widen ? 1 : 0));
    size_t bytes = run->fit.model.count * sizeof(double);
    double *start = nw_alloc(1, bytes), *warm = nw_alloc(1, bytes);
    nw_fit_candidate finalists[FINALISTS] = {{0}, {0}}, last = {0};
    nw_embed_candidate grown = {0};
    for (size_t trial = 0; trial < TRIALS && !nw_fit_stopped(&run->fit); trial++) {
        add_unit(run, start, from, &found, trial, widen, rng);
        nw_fit_start_hidden(&run->fit, start);
        nw_fit_descend(&run->fit, &nw_fit_quick_plan);
        nw_fit_candidate_take(&last, &run->fit, NW_STAGE_GROWTH);
        if (nw_fit_candidate_better(&last, finalists))
            memcpy(warm, start, bytes);
        for (int i = 0; i < FINALISTS; i++)
            if (nw_fit_candidate_better(&last, finalists + i))
                nw_fit_candidate_swap(&last, finalists + i);
    }
    for (int i = 0; i < FINALISTS && !grown.fit.accepted && finalists[i].parameters != NULL; i++) {
        nw_fit_start(&run->fit, &run->fit.points, finalists[i].parameters);
        nw_fit_descend(&run->fit, &nw_fit_full_plan);
        nw_embed_offer(run, &grown, "growth");
    }
    /* Least squares may have lost what `from` had reached: once more with the new unit still at 0. */
    if (!grown.fit.accepted && from->fit.width > 0 && !nw_fit_stopped(&run->fit)) {
        nw_fit_start(&run->fit, &run->fit.points, warm);
        nw_fit_descend(&run->fit, &nw_fit_direct_plan);
        nw_embed_offer(run, &grown, "growth");
    }
    nw_embed_candidate_swap(to, &grown);
    nw_embed_candidate_clear(&grown);
    nw_fit_candidate_clear(&last);
    for (int i = 0; i < FINALISTS; i++)
        nw_fit_candidate_clear(finalists + i);
    free(found.x);
    free(start);
    free(warm);
}

/* ---- pruning ---- */

static void remove_unit(const nw_embed_run *run, double *to, const nw_embed_candidate *from, size_t unit)
{
    size_t width = from->fit.width, k = from->k;
    parts old = split(run, from->fit.parameters, width, k), new = split(run, to, width - 1, k);
    memcpy(new.embedding, old.embedding, embedding_count(run, k) * sizeof *to);
    for (size_t j = 0, i = 0; j < width; j++) {
        if (j == unit)
            continue;
        memcpy(new.weights + i * new.inputs, old.weights + j * old.inputs, old.inputs * sizeof *to);
        new.biases[i] = old.biases[j];
        new.outputs[i++] = old.outputs[j];
    }
    if (run->options->fit.output_bias)
        new.outputs[width - 1] = old.outputs[width];
}

void nw_embed_prune(nw_embed_run *run, nw_embed_candidate *to, const nw_embed_candidate *from, size_t tries,
                    const char *found_by)
{
    size_t width = from->fit.width;
    size_t *order = nw_alloc(width, sizeof *order);
    nw_embed_candidate pruned = {0};
    nw_embed_run_shape(run, width, from->k);
    nw_fit_removal_order(&run->fit, order, from->fit.parameters);
    nw_embed_run_shape(run, width - 1, from->k);
    double *start = nw_alloc(run->fit.model.count, sizeof *start);
    for (size_t i = 0; i < width && i < tries && !pruned.fit.accepted && !nw_fit_stopped(&run->fit); i++) {
        remove_unit(run, start, from, order[i]);
        nw_fit_start_hidden(&run->fit, start);
        nw_fit_descend(&run->fit, &nw_fit_direct_plan);
        nw_embed_offer(run, &pruned, found_by);
    }
    nw_embed_candidate_swap(to, &pruned);
    nw_embed_candidate_clear(&pruned);
    free(order);
    free(start);
}

/* ---- rank ---- */

/* How strongly a unit's bias acts: |a_j| times the quadratic mean of its slopes; at the shape's last evaluation. */
static double strength(const nw_embed_run *run, const double *outputs, size_t j)
{
    const nw_fit_points *points = &run->fit.points;
    const double *slopes = run->fit.model.slopes + j * points->padded;
    double squares = 0;
    for (size_t i = 0; i < points->count; i++)
        squares += slopes[i] * slopes[i];
    return fabs(outputs[j]) * sqrt(squares / (double)points->count);
}

/* The centred biases b_j + V_j . e_t, weighted, as U S W^T; the longer side comes first. */
typedef struct decomposition {
    double *units, *tasks; /* width * rank, tasks * rank */
    double *values;
    double *weight, *mean; /* of the units; e's mean */
    size_t rank;           /* min(width, tasks) */
} decomposition;

static void decompose(nw_embed_run *run, decomposition *d, const nw_embed_candidate *from)
{
    size_t width = from->fit.width, k = from->k, tasks = run->tasks.count, inputs = nw_embed_run_inputs(run);
    parts old = split(run, from->fit.parameters, width, k);
    bool tall = tasks >= width;
    size_t rows = tall ? tasks : width, columns = tall ? width : tasks;
    double *a = nw_alloc(rows * columns, sizeof *a), *v = nw_alloc(columns * columns, sizeof *v);
    *d = (decomposition){.values = nw_alloc(columns, sizeof *d->values), .rank = columns};
    d->weight = nw_alloc(width, sizeof *d->weight);
    d->mean = nw_alloc(k, sizeof *d->mean);
    for (size_t t = 0; t < tasks; t++)
        for (size_t l = 0; l < k; l++)
            d->mean[l] += old.embedding[t * k + l] / (double)tasks;
    double largest = 0;
    for (size_t j = 0; j < width; j++)
        largest = fmax(largest, d->weight[j] = strength(run, old.outputs, j));
    for (size_t j = 0; j < width; j++) {
        d->weight[j] = fmax(d->weight[j], 1e-3 * largest + 1e-200);
        for (size_t t = 0; t < tasks; t++) {
            double sum = 0;
            for (size_t l = 0; l < k; l++)
                sum += old.weights[j * old.inputs + inputs + l] * (old.embedding[t * k + l] - d->mean[l]);
            a[(tall ? t : j) * columns + (tall ? j : t)] = d->weight[j] * sum;
        }
    }
    nw_singular_values(a, rows, columns, d->values, v); /* a becomes the left factor */
    d->tasks = tall ? a : v;
    d->units = tall ? v : a;
}

static void decomposition_clear(decomposition *d)
{
    free(d->units);
    free(d->tasks);
    free(d->values);
    free(d->weight);
    free(d->mean);
}

/* k - 1 of the k leading directions, without the one that is `drop` places before the last; both factors get the root
 * of the singular value. */
static void recompose(const nw_embed_run *run, double *to, const nw_embed_candidate *from, const decomposition *d,
                      size_t drop)
{
    size_t width = from->fit.width, k = from->k, tasks = run->tasks.count, inputs = nw_embed_run_inputs(run);
    parts old = split(run, from->fit.parameters, width, k), new = split(run, to, width, k - 1);
    memset(new.embedding, 0, tasks * (k - 1) * sizeof *to);
    for (size_t j = 0; j < width; j++) {
        const double *v = old.weights + j * old.inputs + inputs;
        double *row = new.weights + j * new.inputs;
        memcpy(row, old.weights + j * old.inputs, inputs * sizeof *to);
        memset(row + inputs, 0, (k - 1) * sizeof *to);
        new.biases[j] = old.biases[j];
        for (size_t l = 0; l < k; l++)
            new.biases[j] += v[l] * d->mean[l];
    }
    memcpy(new.outputs, old.outputs, (width + (run->options->fit.output_bias ? 1 : 0)) * sizeof *to);
    for (size_t from_l = 0, l = 0; from_l < k && from_l < d->rank && l < k - 1; from_l++) {
        if (from_l + drop + 1 == k)
            continue;
        double root = sqrt(d->values[from_l]);
        for (size_t t = 0; t < tasks; t++)
            new.embedding[t * (k - 1) + l] = root * d->tasks[t * d->rank + from_l];
        for (size_t j = 0; j < width; j++)
            new.weights[j * new.inputs + inputs + l] = root * d->units[j * d->rank + from_l] / d->weight[j];
        l++;
    }
}

void nw_embed_lower_rank(nw_embed_run *run, nw_embed_candidate *to, const nw_embed_candidate *from, size_t tries)
{
    decomposition d;
    nw_embed_candidate lower = {0};
    nw_embed_run_shape(run, from->fit.width, from->k);
    nw_fit_start(&run->fit, &run->fit.points, from->fit.parameters);
    decompose(run, &d, from);
    nw_embed_run_shape(run, from->fit.width, from->k - 1);
    double *start = nw_alloc(run->fit.model.count, sizeof *start);
    for (size_t drop = 0; drop < from->k && drop < tries && !lower.fit.accepted && !nw_fit_stopped(&run->fit); drop++) {
        recompose(run, start, from, &d, drop);
        nw_fit_start(&run->fit, &run->fit.points, start);
        nw_fit_descend(&run->fit, &nw_fit_direct_plan);
        nw_embed_offer(run, &lower, "rank");
    }
    nw_embed_candidate_swap(to, &lower);
    nw_embed_candidate_clear(&lower);
    decomposition_clear(&d);
    free(start);
}

void nw_embed_raise_rank(nw_embed_run *run, nw_embed_candidate *candidate, double size, gsl_rng *rng)
{
    size_t width = candidate->fit.width, k = candidate->k, tasks = run->tasks.count, inputs = nw_embed_run_inputs(run);
    nw_embed_run_shape(run, width, k + 1);
    double *wider = nw_alloc(run->fit.model.count, sizeof *wider), rows = 0, weights = 0;
    embed_in(run, wider, candidate, 0, 1);
    parts new = split(run, wider, width, k + 1);
    for (size_t i = 0; i < tasks * (k + 1); i++)
        rows += new.embedding[i] * new.embedding[i] / (double)(tasks * k);
    for (size_t j = 0; j < width; j++)
        for (size_t l = 0; l < k; l++) {
            double v = new.weights[j * new.inputs + inputs + l];
            weights += v * v / (double)(width * k);
        }
    for (size_t t = 0; t < tasks && size > 0; t++)
        new.embedding[t * (k + 1) + k] = gsl_ran_gaussian(rng, sqrt(rows));
    for (size_t j = 0; j < width && size > 0; j++)
        new.weights[j * new.inputs + inputs + k] = gsl_ran_gaussian(rng, size * sqrt(weights));
    free(candidate->fit.parameters);
    candidate->fit.parameters = wider;
    candidate->fit.count = run->fit.model.count;
    candidate->k = k + 1;
}

/* ---- starts ---- */

void nw_embed_perturb(nw_embed_run *run, nw_embed_candidate *to, const nw_embed_candidate *near, double size,
                      const nw_fit_plan *plan, gsl_rng *rng)
{
    size_t width = near->fit.width, k = near->k, inputs = nw_embed_run_inputs(run);
    nw_embed_run_shape(run, width, k);
    double *start = nw_alloc(near->fit.count, sizeof *start);
    memcpy(start, near->fit.parameters, near->fit.count * sizeof *start);
    parts p = split(run, start, width, k);
    for (size_t i = 0; i < embedding_count(run, k); i++)
        p.embedding[i] *= 1 + gsl_ran_gaussian(rng, 0.3 * size);
    for (size_t j = 0; j < width; j++) {
        double factor = exp(size * (2 * gsl_rng_uniform(rng) - 1)), norm = 0;
        for (size_t a = 0; a < p.inputs; a++) {
            double *weight = p.weights + j * p.inputs + a;
            *weight *= factor;
            norm += a < inputs ? *weight * *weight : 0;
        }
        double move = size * sqrt(norm) / run->fit.points.steepness;
        p.biases[j] = p.biases[j] * factor + move * (2 * gsl_rng_uniform(rng) - 1);
    }
    nw_fit_start_hidden(&run->fit, start);
    nw_fit_descend(&run->fit, plan);
    nw_embed_offer(run, to, "restart");
    free(start);
}

/* The leading principal components of the tasks' values on the grid they share, into rows (tasks * k), each of mean
 * square 1. */
static void principal_rows(const nw_embed_run *run, double *rows, size_t k)
{
    size_t tasks = run->tasks.count, each = run->grid;
    double *products = nw_alloc(tasks * tasks, sizeof *products), *vectors = nw_alloc(tasks * tasks, sizeof *vectors);
    double *values = nw_alloc(tasks, sizeof *values), *mean = nw_alloc(each, sizeof *mean);
    for (size_t t = 0; t < tasks; t++)
        for (size_t i = 0; i < each; i++)
            mean[i] += run->data->points[t].y[i] / (double)tasks;
    for (size_t s = 0; s < tasks; s++)
        for (size_t t = 0; t < tasks; t++)
            for (size_t i = 0; i < each; i++)
                products[s * tasks + t] +=
                    (run->data->points[s].y[i] - mean[i]) * (run->data->points[t].y[i] - mean[i]);
    nw_singular_values(products, tasks, tasks, values, vectors);
    for (size_t l = 0; l < k && l + 1 < tasks && values[l] > 1e-12 * values[0]; l++)
        for (size_t t = 0; t < tasks; t++)
            rows[t * k + l] = sqrt((double)tasks) * vectors[t * tasks + l];
    free(products);
    free(vectors);
    free(values);
    free(mean);
}

void nw_embed_begin_rows(nw_embed_run *run, nw_embed_candidate *start, size_t k, bool shaken, gsl_rng *rng)
{
    nw_embed_candidate_clear(start);
    nw_embed_run_shape(run, 1, k);
    size_t count = run->tasks.parameters;
    start->k = k;
    start->fit.error = run->fit.points.height;
    start->fit.parameters = nw_alloc(count > 0 ? count : 1, sizeof *start->fit.parameters);
    double *rows = start->fit.parameters;
    bool principal = run->options->embedding == NW_EMBED_FREE && run->grid > 0;
    if (principal)
        principal_rows(run, rows, k);
    for (size_t i = 0; i < count; i++)
        if (!principal || rows[i] == 0)
            rows[i] = gsl_ran_gaussian(rng, 1);
        else if (shaken)
            rows[i] += gsl_ran_gaussian(rng, 0.5);
}
