#include "fit/embed_run.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "fit/descent.h"

/* The sup norm over the points is up to some percent below the true one. */
static const double judged_aim = 0.985;

/* ---- points ---- */

/* All tasks' points in a row, each task's filled up to whole lanes by repeating its last point. */
static void read_points(nw_embed_run *run)
{
    const nw_embed_data *data = run->data;
    size_t inputs = (size_t)data->points[0].inputs, total = 0;
    run->tasks.count = data->tasks;
    run->tasks.places = data->places;
    run->tasks.first = nw_grow(run->tasks.first, data->tasks + 1, sizeof *run->tasks.first);
    for (size_t t = 0; t < data->tasks; t++) {
        run->tasks.first[t] = total;
        total += nw_round_up(data->points[t].count, NW_LANES);
    }
    run->tasks.first[data->tasks] = total;
    size_t caps = run->options->embedding == NW_EMBED_NETWORK &&
                          (run->options->l1 < INFINITY || run->options->l2 < INFINITY)
                      ? NW_LANES
                      : 0;
    double *x = nw_alloc((total + caps) * inputs, sizeof *x), *y = nw_alloc(total + caps, sizeof *y), steepest = 0.25;
    for (size_t t = 0; t < data->tasks; t++) {
        const nw_fit_data *points = &data->points[t];
        nw_fit_points alone;
        nw_fit_points_set(&alone, points);
        steepest = fmax(steepest, alone.steepness * alone.height);
        nw_fit_points_clear(&alone);
        for (size_t i = run->tasks.first[t]; i < run->tasks.first[t + 1]; i++) {
            size_t from = i - run->tasks.first[t] < points->count ? i - run->tasks.first[t] : points->count - 1;
            memcpy(x + i * inputs, points->x + from * inputs, inputs * sizeof *x);
            y[i] = points->y[from];
        }
    }
    nw_fit_data all = {.count = total + caps, .inputs = (int)inputs, .x = x, .y = y};
    nw_fit_points_set(&run->fit.points, &all);
    /* Slopes between points of different tasks mean nothing. */
    double height = run->fit.points.height;
    run->fit.points.steepness = height > 0 ? fmax(0.25, steepest / height) : 0.25;
    free(x);
    free(y);
}

void nw_embed_run_begin(nw_embed_run *run, const nw_embed_data *data, const nw_embed_judge *judge,
                        const nw_embed_options *options)
{
    *run = (nw_embed_run){.data = data, .judge = judge, .options = options};
    run->fit = (nw_fit_run){.options = options->fit};
    run->fit.aim = judge != NULL ? judged_aim * options->fit.goal : options->fit.goal;
    run->grid = data->points[0].count;
    for (size_t t = 1; t < data->tasks; t++)
        run->grid = data->points[t].count == run->grid ? run->grid : 0;
    read_points(run);
}

void nw_embed_run_end(nw_embed_run *run)
{
    nw_fit_run_end(&run->fit);
    nw_network_free(run->tasks.embedding);
    free(run->tasks.first);
    *run = (nw_embed_run){0};
}

void nw_embed_run_shape(nw_embed_run *run, size_t width, size_t k)
{
    const nw_embed_options *options = run->options;
    nw_fit_tasks *tasks = &run->tasks;
    if (options->embedding == NW_EMBED_NETWORK && (tasks->embedding == NULL || tasks->k != k)) {
        nw_network_free(tasks->embedding);
        tasks->embedding = nw_network_new(run->data->task_inputs, &options->embedding_width, 1, k, NW_TANH, false);
    }
    tasks->k = k;
    tasks->l1 = options->l1;
    tasks->l2 = options->l2;
    tasks->goal = options->fit.goal;
    tasks->parameters = options->embedding == NW_EMBED_FREE      ? tasks->count * k
                        : options->embedding == NW_EMBED_NETWORK ? nw_fit_weight_count(tasks->embedding)
                                                                 : 0;
    nw_fit_run_tasks(&run->fit, tasks, width);
}

void nw_embed_run_network(nw_embed_network *network, const nw_embed_run *run, const double *parameters)
{
    *network = (nw_embed_network){.k = run->tasks.k, .width = run->fit.model.width};
    network->q = nw_fit_model_network(&run->fit.model, parameters);
    network->rows = nw_alloc(run->tasks.count * run->tasks.k, sizeof *network->rows);
    nw_fit_task_embed(&run->tasks, parameters, network->rows);
    if (run->tasks.embedding != NULL) {
        network->e = nw_network_copy(run->tasks.embedding);
        nw_fit_put_weights(network->e, parameters);
    }
}

void nw_embed_network_clear(nw_embed_network *found)
{
    nw_network_free(found->q);
    nw_network_free(found->e);
    free(found->rows);
    *found = (nw_embed_network){0};
}

/* ---- candidates ---- */

void nw_embed_candidate_copy(nw_embed_candidate *to, const nw_embed_candidate *from)
{
    nw_fit_candidate_copy(&to->fit, &from->fit);
    to->k = from->k;
    to->found_by = from->found_by;
}

void nw_embed_candidate_swap(nw_embed_candidate *a, nw_embed_candidate *b)
{
    nw_embed_candidate spare = *a;
    *a = *b;
    *b = spare;
}

void nw_embed_candidate_clear(nw_embed_candidate *candidate)
{
    nw_fit_candidate_clear(&candidate->fit);
    *candidate = (nw_embed_candidate){0};
}

static bool judged(nw_embed_run *run, nw_fit_candidate *candidate)
{
    enum { MOST_ROUNDS = 8 };
    for (int round = 0; candidate->error <= run->fit.options.goal && !nw_fit_stopped(&run->fit); round++) {
        if (run->judge == NULL)
            return true;
        nw_embed_network network;
        nw_embed_run_network(&network, run, candidate->parameters);
        network.error = candidate->error;
        nw_judgement judgement = run->judge->judge(run->judge->state, &network);
        nw_embed_network_clear(&network);
        if (judgement != NW_MORE_DATA)
            return judgement == NW_ACCEPTED;
        nw_fit_points_clear(&run->fit.points);
        read_points(run);
        nw_embed_run_shape(run, candidate->width, run->tasks.k);
        if (round == MOST_ROUNDS)
            return false;
        nw_fit_start(&run->fit, &run->fit.points, candidate->parameters);
        nw_fit_descend(&run->fit, &nw_fit_refit_plan);
        nw_fit_candidate_take(candidate, &run->fit, candidate->found_by);
    }
    return false;
}

bool nw_embed_offer(nw_embed_run *run, nw_embed_candidate *to, const char *found_by)
{
    nw_embed_candidate offered = {.k = run->tasks.k, .found_by = found_by};
    nw_fit_candidate_take(&offered.fit, &run->fit, NW_STAGE_CONTINUATION);
    offered.fit.accepted = judged(run, &offered.fit);
    bool accepted = offered.fit.accepted;
    if (nw_fit_candidate_better(&offered.fit, &to->fit))
        nw_embed_candidate_swap(&offered, to);
    nw_embed_candidate_clear(&offered);
    return accepted;
}
