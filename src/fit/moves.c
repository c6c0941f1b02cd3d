#include "fit/moves.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "fit/descent.h"
#include "fit/layout.h"
#include "fit/units.h"

nw_activation_rise nw_fit_rise(nw_activation activation)
{
    switch (activation) {
    case NW_LOGISTIC:
        return (nw_activation_rise){0, 2};
    case NW_ARCTAN:
        return (nw_activation_rise){0, 1.5};
    case NW_CRELU:
        return (nw_activation_rise){0.5, 0.5};
    default:
        return (nw_activation_rise){0, 1};
    }
}

/* A unit vector: along an axis, for the first trials and now and then, or anywhere. */
static void draw_direction(double *direction, size_t inputs, size_t trial, gsl_rng *rng)
{
    double norm = 0;
    for (size_t a = 0; a < inputs; a++)
        direction[a] = 0;
    if (inputs == 1 || trial < inputs || gsl_rng_uniform(rng) < 0.3) {
        direction[trial % inputs] = gsl_rng_uniform(rng) < 0.5 ? -1 : 1;
        return;
    }
    while (!(norm > 1e-4)) {
        norm = 0;
        for (size_t a = 0; a < inputs; a++) {
            direction[a] = 2 * gsl_rng_uniform(rng) - 1;
            norm += direction[a] * direction[a];
        }
    }
    for (size_t a = 0; a < inputs; a++)
        direction[a] /= sqrt(norm);
}

/* ---- growth ---- */

typedef struct error_peak {
    double x[NW_FIT_INPUTS];
    double reach; /* to the nearest point where the error has fallen to half */
} error_peak;

static error_peak find_summit(nw_fit_run *run, const nw_fit_candidate *from)
{
    const nw_fit_points *points = nw_fit_explored(run);
    error_peak summit = {.reach = INFINITY};
    size_t inputs = points->inputs, where;
    nw_fit_run_width(run, from->width > 0 ? from->width : 1);
    if (from->width > 0)
        nw_fit_start(run, points, from->parameters);
    else
        for (size_t i = 0; i < points->padded; i++)
            run->residual[i] = points->middle - points->y[i];
    double height = nw_units_peak(run->residual, points->count, &where);
    double sign = run->residual[where] < 0 ? -1 : 1;
    memcpy(summit.x, points->rows + where * inputs, inputs * sizeof(double));
    for (size_t i = 0; i < points->count; i++) {
        if (sign * run->residual[i] > height / 2)
            continue;
        double distance = 0;
        for (size_t a = 0; a < inputs; a++) {
            double step = points->rows[i * inputs + a] - summit.x[a];
            distance += step * step;
        }
        if (distance > 0 && distance < summit.reach)
            summit.reach = distance;
    }
    summit.reach = summit.reach < INFINITY ? sqrt(summit.reach) : 1;
    return summit;
}

/* Parameters with one more unit near the summit; trial 0 .. 8. */
static void add_unit(nw_fit_run *run, double *start, const nw_fit_candidate *from, const error_peak *summit,
                     size_t trial, gsl_rng *rng)
{
    static const double shifts[3] = {0, -1, 1}, slopes[3] = {1, 0.5, 2};
    nw_activation_rise rise = nw_fit_rise(run->options.activation);
    double direction[NW_FIT_INPUTS], weight[NW_FIT_INPUTS], bias = rise.middle;
    double slope = rise.stretch * slopes[trial / 3 % 3] / summit->reach;
    draw_direction(direction, run->points.inputs, trial, rng);
    for (size_t a = 0; a < run->points.inputs; a++) {
        weight[a] = slope * direction[a];
        bias -= weight[a] * (summit->x[a] + shifts[trial % 3] * summit->reach * direction[a]);
    }
    nw_fit_append_unit(run, start, from, weight, bias);
}

void nw_fit_grow(nw_fit_run *run, nw_fit_candidate *to, const nw_fit_candidate *from, gsl_rng *rng)
{
    enum { TRIALS = 9 };
    error_peak summit = find_summit(run, from);
    nw_fit_run_width(run, from->width + 1);
    size_t bytes = run->model.count * sizeof(double), since = run->iterations;
    double *start = nw_alloc(1, bytes), *warm = nw_alloc(1, bytes), before = from->error;
    nw_fit_candidate finalists[2] = {{0}, {0}}, last = {0}, grown = {0};
    for (size_t trial = 0; trial < TRIALS && !nw_fit_stopped(run); trial++) {
        add_unit(run, start, from, &summit, trial, rng);
        nw_fit_start_hidden(run, start);
        nw_fit_descend(run, &nw_fit_quick_plan);
        nw_fit_candidate_take(&last, run, NW_STAGE_GROWTH);
        if (nw_fit_candidate_better(&last, finalists))
            memcpy(warm, start, bytes);
        for (int k = 0; k < 2; k++)
            if (nw_fit_candidate_better(&last, finalists + k))
                nw_fit_candidate_swap(&last, finalists + k);
    }
    for (int k = 0; k < 2 && !grown.accepted && finalists[k].parameters != NULL; k++) {
        nw_fit_start(run, nw_fit_explored(run), finalists[k].parameters);
        nw_fit_descend(run, &nw_fit_full_plan);
        nw_fit_offer(run, &grown, NW_STAGE_GROWTH);
    }
    /* Least squares may have lost what `from` had reached: once more with the new unit still at 0. */
    if (!grown.accepted && from->width > 0 && !nw_fit_stopped(run)) {
        nw_fit_start(run, nw_fit_explored(run), warm);
        nw_fit_descend(run, &nw_fit_direct_plan);
        nw_fit_offer(run, &grown, NW_STAGE_GROWTH);
    }
    if (grown.parameters != NULL)
        nw_fit_gained(run, NW_STAGE_GROWTH, since, before, grown.error);
    nw_fit_candidate_swap(to, &grown);
    nw_fit_candidate_clear(&grown);
    nw_fit_candidate_clear(&last);
    for (int k = 0; k < 2; k++)
        nw_fit_candidate_clear(finalists + k);
    free(start);
    free(warm);
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

void nw_fit_removal_order(nw_fit_run *run, size_t *units, const double *parameters)
{
    nw_fit_start(run, nw_fit_explored(run), parameters);
    size_t width = run->model.width;
    removal *order = nw_alloc(width, sizeof *order);
    size_t n = run->model.count, ld = nw_fit_columns(&run->model), first = run->model.first_linear;
    double scale = run->best_error > 0 ? 1 / run->best_error : 1;
    nw_units_measure(run->residual, run->model.points->count, scale, 4, 0, run->weight);
    nw_fit_gram(&run->model, run->parameters, 0, run->weight, run->residual, run->matrix);
    for (size_t i = 0; i < n; i++)
        run->matrix[i * ld + i] += 1e-6 * run->matrix[i * ld + i] + 1e-200;
    bool definite = nw_cholesky(run->matrix, ld, n, run->reciprocal);
    for (size_t j = 0; j < width; j++) {
        double a = parameters[first + j], inverse = 1;
        if (definite) {
            memset(run->step, 0, n * sizeof(double));
            run->step[first + j] = 1;
            nw_cholesky_solve(run->matrix, ld, n, run->reciprocal, run->step);
            inverse = run->step[first + j];
        }
        order[j] = (removal){j, a * a / inverse};
    }
    qsort(order, width, sizeof *order, by_cost);
    for (size_t j = 0; j < width; j++)
        units[j] = order[j].unit;
    free(order);
}

/* In two hidden layers the unit of the first that feeds the second least, at the turn-th place. */
static size_t weakest_feeder(const nw_fit_run *run, const nw_fit_candidate *from, size_t turn)
{
    size_t width = from->width;
    if (run->options.hidden_layers != 2)
        return 0;
    removal *order = nw_alloc(width, sizeof *order);
    const double *mixing = from->parameters + width * (run->points.inputs + 1);
    for (size_t j = 0; j < width; j++) {
        order[j].unit = j;
        for (size_t k = 0; k < width; k++)
            order[j].cost += mixing[k * width + j] * mixing[k * width + j];
    }
    qsort(order, width, sizeof *order, by_cost);
    size_t unit = order[turn % width].unit;
    free(order);
    return unit;
}

void nw_fit_prune(nw_fit_run *run, nw_fit_candidate *to, const nw_fit_candidate *from, size_t tries,
                  nw_fit_stage found_by)
{
    size_t width = from->width - 1, since = run->iterations;
    bool deep = run->options.hidden_layers == 2;
    size_t *order = nw_alloc(from->width, sizeof *order);
    nw_fit_candidate pruned = {0};
    nw_fit_run_width(run, from->width);
    nw_fit_removal_order(run, order, from->parameters);
    nw_fit_run_width(run, width);
    double *start = nw_alloc(run->model.count, sizeof *start);
    for (size_t k = 0; k < from->width && k < tries && !pruned.accepted && !nw_fit_stopped(run); k++) {
        size_t unit = order[k];
        nw_fit_remove_unit(run, start, from, deep ? weakest_feeder(run, from, k) : unit, unit);
        nw_fit_start_hidden(run, start);
        nw_fit_descend(run, &nw_fit_direct_plan);
        nw_fit_offer(run, &pruned, found_by);
    }
    if (pruned.parameters != NULL)
        nw_fit_gained(run, NW_STAGE_PRUNE, since, from->error, pruned.error);
    nw_fit_candidate_swap(to, &pruned);
    nw_fit_candidate_clear(&pruned);
    free(order);
    free(start);
}

/* ---- starts ---- */

void nw_fit_random_units(const nw_fit_run *run, double *parameters, gsl_rng *rng)
{
    const nw_fit_points *points = &run->points;
    size_t inputs = points->inputs, width = run->model.width;
    nw_activation_rise rise = nw_fit_rise(run->options.activation);
    double *biases = parameters + width * inputs, *rest = biases + width;
    for (size_t j = 0; j < width; j++) {
        double direction[NW_FIT_INPUTS], slope = rise.stretch * points->steepness;
        slope *= exp(-1.2 + 1.6 * gsl_rng_uniform(rng));
        draw_direction(direction, inputs, inputs + gsl_rng_uniform_int(rng, inputs), rng);
        biases[j] = rise.middle;
        for (size_t a = 0; a < inputs; a++) {
            /* In one dimension the places are spread evenly, in several they are drawn. */
            double place = inputs == 1 ? ((double)j + gsl_rng_uniform(rng)) / (double)width : gsl_rng_uniform(rng);
            parameters[j * inputs + a] = slope * direction[a];
            biases[j] -= slope * direction[a] * (points->low[a] + (points->high[a] - points->low[a]) * place);
        }
    }
    memset(rest, 0, (run->model.count - width * (inputs + 1)) * sizeof(double));
    if (run->options.hidden_layers == 2)
        for (size_t k = 0; k < width * (width + 1); k++)
            rest[k] = 3 * (2 * gsl_rng_uniform(rng) - 1) / sqrt((double)width);
}

void nw_fit_perturb(const nw_fit_run *run, double *parameters, const nw_fit_candidate *near, double size, gsl_rng *rng)
{
    const nw_fit_points *points = &run->points;
    size_t inputs = points->inputs, width = near->width, first = width * (inputs + 1);
    memcpy(parameters, near->parameters, near->count * sizeof(double));
    double *biases = parameters + width * inputs;
    for (size_t j = 0; j < width; j++) {
        double factor = exp(size * (2 * gsl_rng_uniform(rng) - 1)), norm = 0;
        for (size_t a = 0; a < inputs; a++) {
            double *weight = parameters + j * inputs + a;
            *weight *= factor;
            norm += *weight * *weight;
        }
        /* The place moves by up to `size` times the length over which the target changes. */
        biases[j] = biases[j] * factor + size * sqrt(norm) * (2 * gsl_rng_uniform(rng) - 1) / points->steepness;
    }
    if (run->options.hidden_layers == 2)
        for (size_t k = first; k < first + width * (width + 1); k++)
            parameters[k] *= exp(size * (2 * gsl_rng_uniform(rng) - 1));
}

void nw_fit_unit_at(double *weight, double *bias, nw_activation activation, size_t inputs, const double *place,
                    double slope, size_t trial, gsl_rng *rng)
{
    nw_activation_rise rise = nw_fit_rise(activation);
    draw_direction(weight, inputs, trial, rng);
    *bias = rise.middle;
    for (size_t a = 0; a < inputs; a++) {
        weight[a] *= rise.stretch * slope;
        *bias -= weight[a] * place[a];
    }
}
