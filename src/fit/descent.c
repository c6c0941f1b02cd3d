#include "fit/descent.h"

#include <math.h>
#include <string.h>

#include "fit/units.h"

/* Found by trial on bump targets of all scales: coarser stops lose networks, finer ones only time. */
const nw_fit_plan nw_fit_full_plan = {.from = 2, .to = 64, .most = 40, .least = 1e-3, .finish = true};
const nw_fit_plan nw_fit_direct_plan = {.from = 8, .to = 64, .most = 40, .least = 1e-3, .finish = true};
const nw_fit_plan nw_fit_last_plan = {.from = 2, .to = 64, .most = 400, .least = 1e-5, .finish = true, .patient = true};
const nw_fit_plan nw_fit_quick_plan = {.from = 2, .to = 8, .most = 8, .least = 3e-3};
const nw_fit_plan nw_fit_refit_plan = {.from = 16, .to = 64, .most = 25, .least = 1e-3, .finish = true};

enum { MOST_REJECTED = 12 };

static const double least_damping = 1e-10;

/* ---- the current point ---- */

static void keep_best(nw_fit_run *run, nw_measure measure)
{
    size_t bytes = run->model.count * sizeof *run->best;
    if (measure.sup < run->best_error) {
        run->best_error = measure.sup;
        memcpy(run->best, run->parameters, bytes);
    }
    double excess = measure.excess / (double)run->model.points->count;
    if (excess < run->closest_excess) {
        run->closest_excess = excess;
        run->closest_error = measure.sup;
        memcpy(run->closest, run->parameters, bytes);
    }
}

void nw_fit_start(nw_fit_run *run, const nw_fit_points *points, const double *parameters)
{
    size_t bytes = run->model.count * sizeof *run->best;
    run->model.points = points;
    memset(run->weight, 0, points->padded * sizeof(double));
    if (parameters != run->parameters)
        memmove(run->parameters, parameters, bytes);
    nw_fit_evaluate(&run->model, run->parameters, run->residual);
    memcpy(run->best, run->parameters, bytes);
    memcpy(run->closest, run->parameters, bytes);
    run->best_error = run->closest_error = run->closest_excess = INFINITY;
    run->damping = 1e-2;
    keep_best(run, nw_units_measure(run->residual, points->count, 0, 2, run->options.goal, NULL));
}

static bool solve_output(nw_fit_run *run)
{
    size_t first = run->model.first_linear, n = run->model.count - first, ld = nw_fit_columns(&run->model);
    memset(run->parameters + first, 0, n * sizeof(double));
    nw_fit_evaluate(&run->model, run->parameters, run->residual);
    nw_units_measure(run->residual, run->model.points->count, 1, 2, 0, run->weight);
    nw_fit_gram(&run->model, run->parameters, first, run->weight, run->residual, run->matrix);
    for (size_t i = 0; i < n; i++) {
        run->step[i] = -run->matrix[i * ld + n];
        run->matrix[i * ld + i] += 1e-9 * run->matrix[i * ld + i] + 1e-300;
    }
    if (!nw_cholesky(run->matrix, ld, n, run->reciprocal))
        return false;
    nw_cholesky_solve(run->matrix, ld, n, run->reciprocal, run->step);
    memcpy(run->parameters + first, run->step, n * sizeof(double));
    return true;
}

void nw_fit_start_hidden(nw_fit_run *run, const double *parameters)
{
    const nw_fit_points *points = nw_fit_explored(run);
    run->model.points = points;
    memset(run->weight, 0, points->padded * sizeof(double));
    memcpy(run->parameters, parameters, run->model.count * sizeof(double));
    nw_fit_start(run, points, solve_output(run) ? run->parameters : parameters);
}

/* ---- Levenberg-Marquardt ---- */

/* (A + damping * D) step = -g / (p - 1), D the diagonal of A; false when A + damping * D is not definite. */
static bool solve_step(nw_fit_run *run, unsigned p)
{
    size_t n = run->model.count, ld = nw_fit_columns(&run->model);
    for (size_t i = 0; i < n; i++)
        memcpy(run->factor + i * ld + i, run->matrix + i * ld + i, (n - i) * sizeof(double));
    for (size_t i = 0; i < n; i++) {
        run->factor[i * ld + i] += run->damping * run->scale[i];
        run->step[i] = -run->matrix[i * ld + n] / (double)(p - 1);
    }
    if (!nw_cholesky(run->factor, ld, n, run->reciprocal))
        return false;
    nw_cholesky_solve(run->factor, ld, n, run->reciprocal, run->step);
    return true;
}

/* The Gram matrix at the current point and Marquardt's scaling; returns the loss. */
static double linearise(nw_fit_run *run, unsigned p, double scale)
{
    size_t n = run->model.count, ld = nw_fit_columns(&run->model);
    nw_measure measure = nw_units_measure(run->residual, run->model.points->count, scale, p, 0, run->weight);
    nw_fit_gram(&run->model, run->parameters, 0, run->weight, run->residual, run->matrix);
    double largest = 0;
    for (size_t i = 0; i < n; i++)
        largest = fmax(largest, run->matrix[i * ld + i]);
    for (size_t i = 0; i < n; i++)
        run->scale[i] = fmax(run->matrix[i * ld + i], 1e-12 * largest);
    return measure.loss;
}

/* What the quadratic model promises: p/2 ((p - 1) damping d'D d - g'd), in units of the loss (g and A are in those of
 * r, the loss in those of scale * r). */
static double promised(const nw_fit_run *run, unsigned p, double scale)
{
    size_t n = run->model.count, ld = nw_fit_columns(&run->model);
    double along = 0, curved = 0;
    for (size_t i = 0; i < n; i++) {
        along += run->matrix[i * ld + n] * run->step[i];
        curved += run->scale[i] * run->step[i] * run->step[i];
    }
    return 0.5 * p * ((p - 1) * run->damping * curved - along) * scale * scale;
}

static nw_measure try_step(nw_fit_run *run, unsigned p, double scale)
{
    if (!solve_step(run, p))
        return (nw_measure){.loss = INFINITY};
    for (size_t i = 0; i < run->model.count; i++)
        run->trial[i] = run->parameters[i] + run->step[i];
    nw_fit_evaluate(&run->model, run->trial, run->trial_residual);
    return nw_units_measure(run->trial_residual, run->model.points->count, scale, p, run->options.goal, NULL);
}

void nw_fit_accept(nw_fit_run *run, nw_measure measure)
{
    double *swap = run->parameters;
    run->parameters = run->trial;
    run->trial = swap;
    swap = run->residual;
    run->residual = run->trial_residual;
    run->trial_residual = swap;
    keep_best(run, measure);
}

size_t nw_fit_minimise(nw_fit_run *run, unsigned p, size_t most, double least)
{
    size_t small_gains = 0, iterations = 0;
    nw_fit_evaluate(&run->model, run->parameters, run->residual);
    double sup = nw_units_measure(run->residual, run->model.points->count, 0, 2, 0, NULL).sup;
    while (iterations < most && small_gains < 2 && sup > 1e-280 && !nw_fit_done(run)) {
        double scale = 1 / sup, growth = 2, loss = linearise(run, p, scale);
        nw_measure trial = {.loss = INFINITY};
        iterations++;
        for (int rejected = 0; rejected < MOST_REJECTED; rejected++) {
            trial = try_step(run, p, scale);
            if (trial.loss < loss)
                break;
            run->damping *= growth;
            growth *= 2;
        }
        if (!(trial.loss < loss))
            break;
        double gain = (loss - trial.loss) / promised(run, p, scale), bend = 2 * gain - 1;
        run->damping = fmax(least_damping, run->damping * fmax(1.0 / 3, 1 - bend * bend * bend));
        small_gains = pow(trial.loss / loss, 1.0 / p) > 1 - least ? small_gains + 1 : 0;
        nw_fit_accept(run, trial);
        sup = trial.sup;
    }
    run->iterations += iterations;
    return iterations;
}

/* ---- continuation ---- */

/* Of thousands of descents on bump targets that reached their goal at last, none or next to none had so large an error,
 * in goals, after these exponents. */
static double hopeless_from(unsigned p)
{
    return p < 4 ? INFINITY : p == 4 ? 3.2 : p == 8 ? 2.3 : p == 16 ? 1.5 : 1.3;
}

static void continue_to(nw_fit_run *run, const nw_fit_plan *plan)
{
    double before = run->best_error;
    size_t since = run->iterations;
    for (unsigned p = plan->from; p <= plan->to && !nw_fit_done(run); p *= 2) {
        nw_fit_minimise(run, p, plan->most, plan->least);
        if (p == 2) {
            nw_fit_gained(run, NW_STAGE_LEAST_SQUARES, since, before, run->best_error);
            before = run->best_error;
            since = run->iterations;
        }
        if (!plan->patient && run->options.goal > 0 && !(run->best_error <= hopeless_from(p) * run->options.goal))
            break;
    }
    if (run->iterations > since)
        nw_fit_gained(run, NW_STAGE_CONTINUATION, since, before, run->best_error);
}

static void polish_if_near(nw_fit_run *run)
{
    static const double near = 1.15;
    double goal = run->options.goal;
    if (run->options.polish && run->best_error > goal && run->best_error <= near * goal)
        nw_fit_polish(run);
}

/* From the sample to all points: where these show errors above the goal they join the sample, and the descent goes on.
 * Ends on all points unless the sample alone shows that the goal is out of reach. */
static void extend_to_all(nw_fit_run *run)
{
    enum { MOST_ROUNDS = 6 };
    double goal = run->options.goal;
    for (int round = 0; run->best_error <= goal; round++) {
        nw_fit_start(run, &run->points, run->best);
        if (run->best_error <= goal || round == MOST_ROUNDS || nw_fit_stopped(run))
            return;
        nw_fit_points_extend(&run->sample, &run->points, run->residual, goal);
        nw_fit_start(run, &run->sample, run->best);
        continue_to(run, &nw_fit_refit_plan);
        polish_if_near(run);
    }
}

double nw_fit_descend(nw_fit_run *run, const nw_fit_plan *plan)
{
    run->polished = false;
    continue_to(run, plan);
    if (!plan->finish)
        return run->best_error;
    polish_if_near(run);
    if (run->model.points == &run->points)
        return run->best_error;
    if (run->options.goal > 0)
        extend_to_all(run);
    else {
        nw_fit_start(run, &run->points, run->best);
        continue_to(run, &nw_fit_refit_plan);
    }
    return run->best_error;
}
