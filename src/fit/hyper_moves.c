#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "fit/hyper_run.h"
#include "fit/moves.h"

/* ---- f's parameters from one shape to another ---- */

/* Where the units of the new shape come from: unit k of the new one is unit from[k] of the old, SIZE_MAX: new, all
 * zero. */
typedef struct unit_map {
    size_t *g, *last, *first; /* of g, of f's last hidden layer, of its first (the same array in one layer) */
} unit_map;

/* The units of a shape with one less (`without`) or one more (SIZE_MAX). */
static size_t *map_units(size_t count, size_t old, size_t without)
{
    size_t *from = nw_alloc(count, sizeof *from);
    for (size_t k = 0, next = 0; k < count; k++) {
        next += next == without;
        from[k] = next < old ? next : SIZE_MAX;
        next++;
    }
    return from;
}

/* The old place of a parameter of g, SIZE_MAX: none. */
static size_t old_parameter(size_t p, const nw_hyper_shape *new, const nw_hyper_shape *old, const size_t *from)
{
    size_t biases = new->width * new->m1, outputs = biases + new->width;
    if (p == outputs + new->width)
        return old->width * (old->m1 + 2);
    size_t unit = p < biases ? p / new->m1 : (p - biases) % new->width, was = from[unit];
    if (was == SIZE_MAX)
        return SIZE_MAX;
    return p < biases ? was * old->m1 + p % new->m1 : old->width * (old->m1 + (p < outputs ? 0 : 1)) + was;
}

static void carry_rows(double *to, const nw_network *old, size_t l, size_t rows, size_t columns, const size_t *row_from,
                       const size_t *column_from, const nw_network *new)
{
    const double *weights = nw_layer_weights(old, l), *biases = nw_layer_biases(old, l);
    for (size_t j = 0; j < rows; j++) {
        if (row_from[j] == SIZE_MAX)
            continue;
        for (size_t k = 0; k < columns; k++) {
            size_t column = column_from != NULL ? column_from[k] : k;
            if (column != SIZE_MAX)
                to[new->layers[l].weights + j * columns + k] = weights[row_from[j] * old->layers[l].inputs + column];
        }
        to[new->layers[l].biases + j] = biases[row_from[j]];
    }
}

/* Fills f of the run's shape, in full, from a candidate; what is new is 0. */
static void carry(nw_hyper_run *hyper, double *full, const nw_hyper_candidate *from, const unit_map *map)
{
    const nw_hyper_shape *new = &hyper->model.shape, *old = &from->shape;
    const nw_network *shape = hyper->model.task;
    nw_network *task = nw_hyper_task_network(old, from->fit.parameters);
    size_t n = nw_hyper_primary_count(new), last = new->f_layers;
    size_t *rows = nw_alloc(n, sizeof *rows);
    memset(full, 0, shape->parameter_count * sizeof *full);
    carry_rows(full, task, 0, new->f_width, new->m2, map->first, NULL, shape);
    if (last == 2)
        carry_rows(full, task, 1, new->f_width, new->f_width, map->last, map->first, shape);
    for (size_t p = 0; p < n; p++)
        rows[p] = old_parameter(p, new, old, map->g);
    carry_rows(full, task, last, n, new->f_width, rows, map->last, shape);
    free(rows);
    nw_network_free(task);
}

static nw_hyper_shape resized(const nw_hyper_shape *shape, nw_hyper_part part, int step)
{
    nw_hyper_shape other = *shape;
    size_t *width = part == NW_PART_F ? &other.f_width : &other.width;
    *width = step > 0 ? *width + 1 : *width - 1;
    return other;
}

/* ---- growth ---- */

typedef struct error_peak {
    double point[NW_FIT_INPUTS];
    double reach; /* to the nearest point where the error has fallen to half */
} error_peak;

static error_peak find_summit(nw_hyper_run *hyper, const nw_hyper_candidate *from)
{
    nw_fit_run *run = &hyper->run;
    const nw_fit_points *points = nw_fit_explored(run);
    error_peak summit = {.reach = INFINITY};
    size_t inputs = points->inputs, where;
    nw_hyper_run_shape(hyper, &from->shape);
    nw_fit_start(run, points, from->fit.parameters);
    double height = nw_units_peak(run->residual, points->count, &where);
    double sign = run->residual[where] < 0 ? -1 : 1;
    memcpy(summit.point, points->rows + where * inputs, inputs * sizeof(double));
    for (size_t i = 0; i < points->count; i++) {
        double distance = 0;
        if (sign * run->residual[i] > height / 2)
            continue;
        for (size_t a = 0; a < inputs; a++) {
            double step = points->rows[i * inputs + a] - summit.point[a];
            distance += step * step;
        }
        if (distance > 0 && distance < summit.reach)
            summit.reach = distance;
    }
    summit.reach = summit.reach < INFINITY ? sqrt(summit.reach) : 1;
    return summit;
}

/* The new unit of f, or of g for every task the same; it has no effect yet. */
static void place_unit(nw_hyper_run *hyper, double *full, nw_hyper_part part, const error_peak *summit, size_t trial,
                       gsl_rng *rng)
{
    static const double slopes[3] = {1, 0.5, 2}, shifts[3] = {0, -1, 1};
    const nw_hyper_shape *shape = &hyper->model.shape;
    const nw_network *task = hyper->model.task;
    size_t inputs = part == NW_PART_F ? shape->m2 : shape->m1, skip = part == NW_PART_F ? shape->m1 : 0;
    double weight[NW_FIT_INPUTS], bias, place[NW_FIT_INPUTS], slope = slopes[trial / 3 % 3] / summit->reach;
    for (size_t a = 0; a < inputs; a++)
        place[a] = summit->point[skip + a] + shifts[trial % 3] * summit->reach / sqrt((double)inputs);
    nw_fit_unit_at(weight, &bias, shape->activation, inputs, place, slope, trial, rng);
    if (part == NW_PART_F) {
        size_t unit = shape->f_width - 1;
        memcpy(full + task->layers[0].weights + unit * inputs, weight, inputs * sizeof *full);
        full[task->layers[0].biases + unit] = bias;
        if (shape->f_layers == 2)
            full[task->layers[1].weights + unit * shape->f_width + unit] = 1;
    } else {
        size_t unit = shape->width - 1;
        double *constant = full + task->layers[shape->f_layers].biases;
        memcpy(constant + unit * inputs, weight, inputs * sizeof *full);
        constant[shape->width * inputs + unit] = bias;
    }
}

void nw_hyper_grow(nw_hyper_run *hyper, nw_hyper_candidate *to, const nw_hyper_candidate *from, nw_hyper_part part,
                   gsl_rng *rng)
{
    enum { TRIALS = 6 };
    nw_fit_run *run = &hyper->run;
    error_peak summit = find_summit(hyper, from);
    nw_hyper_shape shape = resized(&from->shape, part, 1);
    nw_hyper_run_shape(hyper, &shape);
    unit_map map = {.g = map_units(shape.width, from->shape.width, SIZE_MAX),
                    .last = map_units(shape.f_width, from->shape.f_width, SIZE_MAX)};
    map.first = map.last;
    double *full = nw_alloc(hyper->model.task->parameter_count, sizeof *full);
    double *start = nw_alloc(run->model.count, sizeof *start);
    nw_hyper_candidate best = {0}, last = {.shape = shape, .found_by = NW_HYPER_GROWTH}, grown = {0};
    for (size_t trial = 0; trial < TRIALS && !nw_fit_stopped(run); trial++) {
        carry(hyper, full, from, &map);
        place_unit(hyper, full, part, &summit, trial, rng);
        nw_hyper_gather(&hyper->model, start, full);
        nw_fit_start(run, nw_fit_explored(run), start);
        nw_fit_descend(run, &nw_fit_quick_plan);
        nw_fit_candidate_take(&last.fit, run, NW_STAGE_GROWTH);
        if (nw_hyper_better(&last, &best))
            nw_hyper_candidate_swap(&last, &best);
        last.shape = shape;
        last.found_by = NW_HYPER_GROWTH;
    }
    if (best.fit.parameters != NULL && !nw_fit_stopped(run)) {
        nw_fit_start(run, nw_fit_explored(run), best.fit.parameters);
        nw_fit_descend(run, &nw_fit_direct_plan);
        nw_hyper_offer(hyper, &grown, NW_HYPER_GROWTH);
    }
    nw_hyper_candidate_swap(to, &grown);
    nw_hyper_candidate_clear(&grown);
    nw_hyper_candidate_clear(&last);
    nw_hyper_candidate_clear(&best);
    free(map.g);
    free(map.last);
    free(full);
    free(start);
}

/* ---- pruning ---- */

typedef struct removal {
    size_t unit;
    double cost;
} removal;

static int by_cost(const void *left, const void *right)
{
    const removal *a = left, *b = right;
    return a->cost < b->cost ? -1 : a->cost > b->cost ? 1 : a->unit < b->unit ? -1 : 1;
}

/* Whether a parameter of f is one through which the unit acts: those into g from unit v of f; or those that give unit k
 * of g its output weight. */
static bool carries(const nw_hyper_candidate *from, const nw_network *task, nw_hyper_part part, size_t unit, size_t q)
{
    const nw_hyper_shape *shape = &from->shape;
    const nw_layer *last = task->layers + shape->f_layers;
    if (q < last->weights)
        return false;
    bool weight = q < last->biases;
    size_t p = weight ? (q - last->weights) / shape->f_width : q - last->biases;
    if (part == NW_PART_F)
        return weight && (q - last->weights) % shape->f_width == unit;
    return p == shape->width * (shape->m1 + 1) + unit;
}

/* What it costs, to second order in the p-norm's loss, p = 4, when a unit's outgoing weights become 0 one by one while
 * all else adapts: sum a^2 / (H^-1). */
static void rank_units(nw_hyper_run *hyper, removal *order, size_t count, const nw_hyper_candidate *from,
                       nw_hyper_part part)
{
    nw_fit_run *run = &hyper->run;
    nw_hyper_run_shape(hyper, &from->shape);
    nw_fit_start(run, nw_fit_explored(run), from->fit.parameters);
    size_t n = run->model.count, ld = nw_fit_columns(&run->model);
    double scale = run->best_error > 0 ? 1 / run->best_error : 1;
    nw_units_measure(run->residual, run->model.points->count, scale, 4, 0, run->weight);
    nw_fit_gram(&run->model, run->parameters, 0, run->weight, run->residual, run->matrix);
    double largest = 0;
    for (size_t i = 0; i < n; i++)
        largest = fmax(largest, run->matrix[i * ld + i]);
    for (size_t i = 0; i < n; i++)
        run->matrix[i * ld + i] += 1e-6 * run->matrix[i * ld + i] + 1e-10 * largest + 1e-200;
    bool definite = nw_cholesky(run->matrix, ld, n, run->reciprocal);
    for (size_t j = 0; j < count; j++)
        order[j] = (removal){j, 0};
    for (size_t q = 0; q < hyper->model.task->parameter_count; q++) {
        size_t i = hyper->model.index[q];
        for (size_t j = 0; j < count && i != SIZE_MAX; j++) {
            if (!carries(from, hyper->model.task, part, j, q))
                continue;
            double a = from->fit.parameters[i], inverse = 1;
            if (definite) {
                memset(run->step, 0, n * sizeof(double));
                run->step[i] = 1;
                nw_cholesky_solve(run->matrix, ld, n, run->reciprocal, run->step);
                inverse = run->step[i];
            }
            order[j].cost += a * a / inverse;
        }
    }
    qsort(order, count, sizeof *order, by_cost);
}

/* In two hidden layers the unit of f's first that feeds the second least, at the turn-th place. */
static size_t weakest_feeder(const nw_hyper_candidate *from, size_t turn)
{
    nw_network *task = nw_hyper_task_network(&from->shape, from->fit.parameters);
    size_t width = from->shape.f_width;
    removal *order = nw_alloc(width, sizeof *order);
    const double *mixing = nw_layer_weights(task, 1);
    for (size_t j = 0; j < width; j++) {
        order[j].unit = j;
        for (size_t k = 0; k < width; k++)
            order[j].cost += mixing[k * width + j] * mixing[k * width + j];
    }
    qsort(order, width, sizeof *order, by_cost);
    size_t unit = order[turn % width].unit;
    free(order);
    nw_network_free(task);
    return unit;
}

void nw_hyper_prune(nw_hyper_run *hyper, nw_hyper_candidate *to, const nw_hyper_candidate *from, nw_hyper_part part,
                    size_t tries, nw_hyper_stage found_by)
{
    nw_fit_run *run = &hyper->run;
    nw_hyper_shape shape = resized(&from->shape, part, -1);
    size_t count = part == NW_PART_F ? from->shape.f_width : from->shape.width;
    bool deep = shape.f_layers == 2;
    removal *order = nw_alloc(count, sizeof *order);
    nw_hyper_candidate pruned = {0};
    rank_units(hyper, order, count, from, part);
    nw_hyper_run_shape(hyper, &shape);
    for (size_t k = 0; k < count && k < tries && !pruned.fit.accepted && !nw_fit_stopped(run); k++) {
        size_t f_unit = part == NW_PART_F ? order[k].unit : SIZE_MAX;
        size_t first = part == NW_PART_F && deep ? weakest_feeder(from, k) : f_unit;
        unit_map map = {.g = map_units(shape.width, from->shape.width, part == NW_PART_G ? order[k].unit : SIZE_MAX),
                        .last = map_units(shape.f_width, from->shape.f_width, f_unit),
                        .first = map_units(shape.f_width, from->shape.f_width, first)};
        double *full = nw_alloc(hyper->model.task->parameter_count, sizeof *full);
        double *start = nw_alloc(run->model.count, sizeof *start);
        carry(hyper, full, from, &map);
        nw_hyper_gather(&hyper->model, start, full);
        nw_fit_start(run, nw_fit_explored(run), start);
        nw_fit_descend(run, &nw_fit_full_plan);
        nw_hyper_offer(hyper, &pruned, found_by);
        free(map.g);
        free(map.last);
        free(map.first);
        free(full);
        free(start);
    }
    nw_hyper_candidate_swap(to, &pruned);
    nw_hyper_candidate_clear(&pruned);
    free(order);
}

/* ---- near a candidate ---- */

void nw_hyper_perturb(nw_hyper_run *hyper, double *fitted, const nw_hyper_candidate *near, double size, gsl_rng *rng)
{
    const nw_network *task = hyper->model.task;
    double *full = nw_alloc(task->parameter_count, sizeof *full);
    nw_hyper_spread(&hyper->model, full, near->fit.parameters);
    for (size_t l = 0; l < near->shape.f_layers; l++) {
        const nw_layer *layer = task->layers + l;
        for (size_t v = 0; v < layer->units; v++) {
            double factor = exp(size * (2 * gsl_rng_uniform(rng) - 1)), norm = 0;
            for (size_t u = 0; u < layer->inputs; u++) {
                double *weight = full + layer->weights + v * layer->inputs + u;
                *weight *= factor;
                norm += *weight * *weight;
            }
            double shift = size * sqrt(norm) * (2 * gsl_rng_uniform(rng) - 1) / hyper->run.points.steepness;
            full[layer->biases + v] = full[layer->biases + v] * factor + shift;
        }
    }
    const nw_layer *last = task->layers + near->shape.f_layers;
    for (size_t q = last->weights; q < task->parameter_count; q++)
        full[q] *= exp(size * (2 * gsl_rng_uniform(rng) - 1));
    nw_hyper_gather(&hyper->model, fitted, full);
    free(full);
}
