#include "fit/run.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "fit/descent.h"

/* More points than this are explored by a sample of this size. */
enum { LARGEST_SAMPLE = 1200 };

/* The sup norm over the points is up to some percent below the true one. */
static const double judged_aim = 0.985;

static void read_points(nw_fit_run *run)
{
    nw_fit_points_set(&run->points, run->data);
    if (run->points.inputs > 1 && run->points.count > LARGEST_SAMPLE * 5 / 4)
        nw_fit_points_sample(&run->sample, &run->points, LARGEST_SAMPLE, run->options.seed);
}

static void forget_points(nw_fit_run *run)
{
    nw_fit_points_clear(&run->points);
    nw_fit_points_clear(&run->sample);
}

void nw_fit_run_begin(nw_fit_run *run, const nw_fit_data *data, const nw_fit_judge *judge,
                      const nw_fit_options *options)
{
    *run = (nw_fit_run){.options = *options, .data = data, .judge = judge, .judged_width = SIZE_MAX};
    run->aim = judge != NULL ? judged_aim * options->goal : options->goal;
    read_points(run);
}

void nw_fit_run_reread(nw_fit_run *run)
{
    forget_points(run);
    read_points(run);
}

void nw_fit_run_end(nw_fit_run *run)
{
    nw_fit_model_clear(&run->model);
    forget_points(run);
    free(run->block);
    run->block = NULL;
    run->room = 0;
}

static void make_room(nw_fit_run *run)
{
    size_t padded = run->points.padded, ld = nw_fit_columns(&run->model);
    size_t need = 3 * padded + 2 * ld * ld + 7 * ld + NW_FIT_ALIGN;
    if (need > run->room) {
        free(run->block);
        run->block = nw_alloc(need, sizeof(double));
        run->room = need;
    }
    double *place = nw_fit_align(run->block);
    run->residual = place;
    run->trial_residual = run->residual + padded;
    run->weight = run->trial_residual + padded;
    run->matrix = run->weight + padded;
    run->factor = run->matrix + ld * ld;
    run->step = run->factor + ld * ld;
    run->scale = run->step + ld;
    run->reciprocal = run->scale + ld;
    run->parameters = run->reciprocal + ld;
    run->trial = run->parameters + ld;
    run->best = run->trial + ld;
    run->closest = run->best + ld;
}

void nw_fit_run_width(nw_fit_run *run, size_t width)
{
    const nw_fit_options *options = &run->options;
    nw_fit_model_set(&run->model, &run->points, options->activation, options->hidden_layers, width,
                     options->output_bias);
    make_room(run);
}

void nw_fit_run_network(nw_fit_run *run, const nw_network *network)
{
    nw_fit_model_set_network(&run->model, &run->points, network);
    make_room(run);
}

void nw_fit_run_tasks(nw_fit_run *run, const nw_fit_tasks *tasks, size_t width)
{
    nw_fit_model_set_tasks(&run->model, &run->points, tasks, run->options.activation, width, run->options.output_bias);
    make_room(run);
}

void nw_fit_run_function(nw_fit_run *run, const nw_fit_function *function)
{
    nw_fit_model_set_function(&run->model, &run->points, function);
    make_room(run);
}

const nw_fit_points *nw_fit_explored(const nw_fit_run *run)
{
    return run->sample.count > 0 ? &run->sample : &run->points;
}

bool nw_fit_stopped(const nw_fit_run *run)
{
    return run->options.stop != NULL && *run->options.stop;
}

bool nw_fit_done(const nw_fit_run *run)
{
    return run->best_error <= run->aim || nw_fit_stopped(run);
}

void nw_fit_gained(nw_fit_run *run, nw_fit_stage stage, size_t since, double before, double after)
{
    nw_fit_gain *gain = run->gains + stage;
    if (gain->runs == 0 || after < gain->after) {
        gain->before = before;
        gain->after = after;
    }
    gain->runs++;
    gain->iterations += run->iterations - since;
}

/* ---- candidates ---- */

static void candidate_set(nw_fit_candidate *to, nw_fit_candidate from)
{
    double *copy = nw_alloc(from.count, sizeof *copy);
    memcpy(copy, from.parameters, from.count * sizeof *copy);
    free(to->parameters);
    *to = from;
    to->parameters = copy;
}

void nw_fit_candidate_take(nw_fit_candidate *to, const nw_fit_run *run, nw_fit_stage found_by)
{
    double goal = run->options.goal;
    bool best = run->best_error <= goal || goal == 0;
    candidate_set(to, (nw_fit_candidate){.width = run->model.width,
                                         .count = run->model.count,
                                         .parameters = best ? run->best : run->closest,
                                         .error = best ? run->best_error : run->closest_error,
                                         .excess = goal > 0 ? run->closest_excess : run->best_error,
                                         .found_by = run->polished ? NW_STAGE_POLISH : found_by});
}

bool nw_fit_candidate_better(const nw_fit_candidate *a, const nw_fit_candidate *b)
{
    if (a->parameters == NULL || b->parameters == NULL)
        return a->parameters != NULL;
    if (a->accepted != b->accepted)
        return a->accepted;
    return a->excess != b->excess ? a->excess < b->excess : a->error < b->error;
}

void nw_fit_candidate_copy(nw_fit_candidate *to, const nw_fit_candidate *from)
{
    if (to != from)
        candidate_set(to, *from);
}

void nw_fit_candidate_swap(nw_fit_candidate *a, nw_fit_candidate *b)
{
    nw_fit_candidate spare = *a;
    *a = *b;
    *b = spare;
}

void nw_fit_candidate_clear(nw_fit_candidate *candidate)
{
    free(candidate->parameters);
    *candidate = (nw_fit_candidate){0};
}

/* ---- the judge ---- */

/* Asks until the judge decides; after more data the network is fitted to them, and given up when it no longer reaches
 * the goal. */
static bool judged(nw_fit_run *run, nw_fit_candidate *candidate)
{
    enum { MOST_ROUNDS = 8 };
    for (int round = 0; candidate->error <= run->options.goal && !nw_fit_stopped(run); round++) {
        if (run->judge == NULL || candidate->width > run->judged_width)
            return true;
        nw_network *network = nw_fit_model_network(&run->model, candidate->parameters);
        nw_judgement judgement = run->judge->judge(run->judge->state, network, candidate->error);
        nw_network_free(network);
        if (judgement != NW_MORE_DATA)
            return judgement == NW_ACCEPTED;
        nw_fit_run_reread(run);
        nw_fit_run_width(run, candidate->width);
        if (round == MOST_ROUNDS)
            return false;
        nw_fit_start(run, &run->points, candidate->parameters);
        nw_fit_descend(run, &nw_fit_refit_plan);
        nw_fit_candidate_take(candidate, run, candidate->found_by);
    }
    return false;
}

bool nw_fit_offer(nw_fit_run *run, nw_fit_candidate *to, nw_fit_stage found_by)
{
    nw_fit_candidate candidate = {0};
    nw_fit_candidate_take(&candidate, run, found_by);
    candidate.accepted = judged(run, &candidate);
    bool accepted = candidate.accepted;
    if (nw_fit_candidate_better(&candidate, to))
        nw_fit_candidate_swap(&candidate, to);
    nw_fit_candidate_clear(&candidate);
    return accepted;
}
