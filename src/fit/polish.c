#include "fit/descent.h"

#include <math.h>
#include <string.h>

#include "fit/minimax.h"
#include "fit/units.h"

/* Points whose error is below this fraction of the largest are left out of the linear problems: a step that the trust
 * region allows does not make them the largest. */
static const double active_fraction = 0.7;

/* Fills the problem with the active rows and with columns scaled so that a step of 1 in any unknown changes the outputs
 * by `sup` in the quadratic mean; lengths receives the scales. */
static void set_problem(nw_minimax *problem, nw_fit_run *run, double sup, double *lengths)
{
    const nw_fit_points *points = run->model.points;
    size_t n = run->model.count, full = points->padded, rows = 0;
    nw_fit_jacobian(&run->model, run->parameters, problem->columns);
    for (size_t k = 0; k < n; k++) {
        const double *column = problem->columns + k * full;
        double squares = 0;
        for (size_t i = 0; i < points->count; i++)
            squares += column[i] * column[i];
        lengths[k] = squares > 0 ? sup * sqrt((double)points->count / squares) : 0;
    }
    for (size_t i = 0; i < points->count; i++)
        if (fabs(run->residual[i]) >= active_fraction * sup)
            problem->residual[rows++] = run->residual[i];
    size_t padded = nw_round_up(rows, NW_LANES);
    memset(problem->residual + rows, 0, (padded - rows) * sizeof(double));
    for (size_t k = 0; k < n; k++) {
        /* Moving up in place: the target never overtakes the source. */
        const double *from = problem->columns + k * full;
        double *to = problem->columns + k * padded;
        size_t row = 0;
        for (size_t i = 0; i < points->count; i++)
            if (fabs(run->residual[i]) >= active_fraction * sup)
                to[row++] = lengths[k] * from[i];
        while (row < padded)
            to[row++] = 0;
    }
    problem->count = rows;
    problem->padded = padded;
}

double nw_fit_polish(nw_fit_run *run)
{
    enum { MOST_STEPS = 30 };
    static const double least_reach = 1e-4, least_promise = 2e-4;
    size_t n = run->model.count, steps = 0;
    double before = run->best_error, reach = 0.2, last = before, goal = run->options.goal;
    nw_minimax problem;
    nw_minimax_begin(&problem, run->model.points->padded, n);
    nw_fit_start(run, run->model.points, run->best);
    bool fresh = true;
    while (steps < MOST_STEPS && reach > least_reach && !nw_fit_done(run) && run->best_error > 0) {
        double sup = run->best_error;
        steps++;
        if (fresh) /* else the same problem in a smaller box */
            set_problem(&problem, run, sup, run->scale);
        if (!nw_minimax_solve(&problem, reach, run->options.stop))
            break;
        double promise = sup - problem.level;
        if (!(promise > least_promise * sup))
            break;
        for (size_t k = 0; k < n; k++)
            run->trial[k] = run->parameters[k] + run->scale[k] * problem.step[k];
        nw_fit_evaluate(&run->model, run->trial, run->trial_residual);
        nw_measure trial = nw_units_measure(run->trial_residual, run->model.points->count, 1, 2, goal, NULL);
        double gain = trial.loss < INFINITY ? (sup - trial.sup) / promise : -1;
        fresh = gain > 0;
        if (fresh)
            nw_fit_accept(run, trial);
        /* Three steps that cover less than a tenth of the way will not arrive. */
        if (steps % 3 == 0 && goal > 0) {
            if (run->best_error - goal > 10 * (last - run->best_error))
                break;
            last = run->best_error;
        }
        reach *= gain > 0.7 ? 2 : gain > 0.25 ? 1 : 0.35;
    }
    run->polished |= run->best_error < before && (goal == 0 || (before > goal && run->best_error <= goal));
    run->iterations += steps;
    nw_fit_gained(run, NW_STAGE_POLISH, run->iterations - steps, before, run->best_error);
    nw_minimax_end(&problem);
    return run->best_error;
}
