#include "fit/hyper_run.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* The sup norm over the points is up to some percent below the true one. */
static const double judged_aim = 0.985;

void nw_hyper_run_begin(nw_hyper_run *hyper, const nw_fit_data *data, const nw_task_slices *slices,
                        const nw_hyper_judge *judge, const nw_fit_options *options)
{
    *hyper = (nw_hyper_run){.judge = judge, .slices = slices};
    nw_fit_run_begin(&hyper->run, data, NULL, options);
    if (judge != NULL)
        hyper->run.aim = judged_aim * options->goal;
}

static void end_model(nw_hyper_run *hyper)
{
    if (hyper->model.task != NULL)
        nw_hyper_model_end(&hyper->model);
}

void nw_hyper_run_end(nw_hyper_run *hyper)
{
    nw_fit_run_end(&hyper->run);
    end_model(hyper);
    nw_task_path_clear(&hyper->path);
}

void nw_hyper_run_shape(nw_hyper_run *hyper, const nw_hyper_shape *shape)
{
    end_model(hyper);
    nw_hyper_model_begin(&hyper->model, shape);
    nw_fit_run_function(&hyper->run, &hyper->model.function);
}

/* ---- candidates ---- */

static bool judged(nw_hyper_run *hyper, nw_hyper_candidate *candidate)
{
    enum { MOST_ROUNDS = 12 };
    nw_fit_run *run = &hyper->run;
    for (int round = 0; candidate->fit.error <= run->options.goal && !nw_fit_stopped(run); round++) {
        if (hyper->judge == NULL)
            return true;
        nw_network *primary = nw_hyper_primary_network(&candidate->shape);
        nw_network *task = nw_hyper_task_network(&candidate->shape, candidate->fit.parameters);
        nw_judgement judgement = hyper->judge->judge(hyper->judge->state, primary, task, candidate->fit.error);
        nw_network_free(primary);
        nw_network_free(task);
        if (judgement != NW_MORE_DATA)
            return judgement == NW_ACCEPTED;
        nw_fit_run_reread(run);
        nw_hyper_run_shape(hyper, &candidate->shape);
        if (round == MOST_ROUNDS)
            return false;
        nw_fit_start(run, &run->points, candidate->fit.parameters);
        nw_fit_descend(run, &nw_fit_refit_plan);
        nw_fit_candidate_take(&candidate->fit, run, candidate->fit.found_by);
    }
    return false;
}

bool nw_hyper_offer(nw_hyper_run *hyper, nw_hyper_candidate *to, nw_hyper_stage found_by)
{
    nw_hyper_candidate candidate = {.shape = hyper->model.shape, .found_by = found_by};
    nw_fit_candidate_take(&candidate.fit, &hyper->run, NW_STAGE_CONTINUATION);
    candidate.fit.accepted = judged(hyper, &candidate);
    bool accepted = candidate.fit.accepted;
    if (nw_hyper_better(&candidate, to))
        nw_hyper_candidate_swap(&candidate, to);
    nw_hyper_candidate_clear(&candidate);
    return accepted;
}

void nw_hyper_candidate_swap(nw_hyper_candidate *a, nw_hyper_candidate *b)
{
    nw_hyper_candidate spare = *a;
    *a = *b;
    *b = spare;
}

void nw_hyper_candidate_copy(nw_hyper_candidate *to, const nw_hyper_candidate *from)
{
    if (to == from)
        return;
    to->shape = from->shape;
    to->found_by = from->found_by;
    nw_fit_candidate_copy(&to->fit, &from->fit);
}

void nw_hyper_candidate_clear(nw_hyper_candidate *candidate)
{
    nw_fit_candidate_clear(&candidate->fit);
    *candidate = (nw_hyper_candidate){0};
}
