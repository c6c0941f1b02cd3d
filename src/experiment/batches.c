#include "experiment/batches.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "experiment/problem_kind.h"

void nw_batches_begin(nw_batches *batches, const nw_problem *problem, size_t most)
{
    const nw_samples *like = &problem->test;
    *batches = (nw_batches){
        .x_size = problem->x_size, .i_size = problem->i_size, .outputs = problem->outputs, .most = most};
    size_t tasks = problem->train.tasks, rows = most * like->points;
    batches->order = nw_alloc(tasks, sizeof *batches->order);
    batches->x = nw_alloc(rows * batches->x_size, sizeof *batches->x);
    batches->i = like->i == NULL ? NULL : nw_alloc(most * batches->i_size, sizeof *batches->i);
    batches->goals = like->goals == NULL ? NULL : nw_alloc(rows * batches->outputs, sizeof *batches->goals);
    batches->labels = like->labels == NULL ? NULL : nw_alloc(rows, sizeof *batches->labels);
}

void nw_batches_clear(nw_batches *batches)
{
    free(batches->order);
    free(batches->x);
    free(batches->i);
    free(batches->goals);
    free(batches->labels);
    *batches = (nw_batches){0};
}

void nw_batches_take(nw_batches *batches, const nw_samples *samples, gsl_rng *random)
{
    batches->samples = samples;
    batches->shuffled = random != NULL;
    if (random == NULL)
        return;
    for (size_t t = 0; t < samples->tasks; t++) {
        size_t other = gsl_rng_uniform_int(random, t + 1);
        batches->order[t] = batches->order[other];
        batches->order[other] = (uint32_t)t;
    }
}

size_t nw_batches_count(const nw_batches *batches)
{
    return (batches->samples->tasks + batches->most - 1) / batches->most;
}

static nw_batch_view in_place(const nw_batches *batches, size_t first, size_t tasks)
{
    const nw_samples *all = batches->samples;
    size_t start = first * all->points;
    return (nw_batch_view){
        .batch = {.samples = tasks * all->points,
                  .tasks = all->i == NULL ? 1 : tasks,
                  .x = all->x + start * batches->x_size,
                  .i = all->i == NULL ? NULL : all->i + first * batches->i_size},
        .goals = all->goals == NULL ? NULL : all->goals + start * batches->outputs,
        .labels = all->labels == NULL ? NULL : all->labels + start,
    };
}

nw_batch_view nw_batches_get(nw_batches *batches, size_t number)
{
    const nw_samples *all = batches->samples;
    size_t first = number * batches->most, left = all->tasks - first;
    nw_batch_view view = in_place(batches, first, left < batches->most ? left : batches->most);
    if (!batches->shuffled)
        return view;
    size_t points = all->points, x_row = points * batches->x_size, goal_row = points * batches->outputs;
    for (size_t t = 0; t * points < view.batch.samples; t++) {
        size_t from = batches->order[first + t];
        memcpy(batches->x + t * x_row, all->x + from * x_row, x_row * sizeof *all->x);
        if (all->i != NULL)
            memcpy(batches->i + t * batches->i_size, all->i + from * batches->i_size,
                   batches->i_size * sizeof *all->i);
        if (all->goals != NULL)
            memcpy(batches->goals + t * goal_row, all->goals + from * goal_row, goal_row * sizeof *all->goals);
        if (all->labels != NULL)
            memcpy(batches->labels + t * points, all->labels + from * points, points);
    }
    view.batch.x = batches->x;
    view.batch.i = batches->i;
    view.goals = batches->goals;
    view.labels = batches->labels;
    return view;
}
