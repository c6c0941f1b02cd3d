#include "fit/task_path.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/random.h"
#include "fit/assign.h"

static nw_fit_data slice(const nw_task_slices *slices, size_t task)
{
    return (nw_fit_data){.count = slices->count,
                         .inputs = (int)slices->m1,
                         .x = slices->x,
                         .y = slices->y + task * slices->count};
}

static double height(const nw_task_slices *slices, size_t task)
{
    const double *y = slices->y + task * slices->count;
    double least = y[0], greatest = y[0];
    for (size_t i = 1; i < slices->count; i++) {
        least = fmin(least, y[i]);
        greatest = fmax(greatest, y[i]);
    }
    return greatest - least;
}

static size_t tallest(const nw_task_slices *slices)
{
    size_t best = 0;
    for (size_t t = 1; t < slices->task_count; t++)
        best = height(slices, t) > height(slices, best) ? t : best;
    return best;
}

/* ---- one task ---- */

/* From a neighbour's network (NULL: from nothing); true when that served. */
static bool solve(nw_network **network, double *error, const nw_task_slices *slices, size_t task, size_t width,
                  const nw_network *near, const nw_fit_options *options)
{
    nw_fit_data data = slice(slices, task);
    nw_fit_result refined = {.error = INFINITY}, fresh;
    nw_fit_options own = *options;
    own.seed = nw_random_mix(options->seed, task, 0);
    if (near != NULL)
        nw_fit_refine(&refined, &data, near, &own);
    if (refined.error <= options->goal) {
        *network = refined.network;
        *error = refined.error;
        return true;
    }
    nw_fit(&fresh, &data, width, &own);
    nw_fit_result *better = fresh.error < refined.error ? &fresh : &refined;
    *network = better->network;
    *error = better->error;
    better->network = NULL;
    if (better == &fresh && near != NULL)
        nw_network_match(*network, near);
    bool served = better == &refined;
    nw_fit_result_clear(&fresh);
    nw_fit_result_clear(&refined);
    return served;
}

/* ---- over the grid ---- */

/* The neighbours of a task on the grid, at most 2 m2. */
static size_t neighbours(size_t list[6], const nw_task_slices *slices, size_t task)
{
    size_t count = 0, step = 1;
    for (size_t a = slices->m2; a-- > 0; step *= slices->sides[a]) {
        size_t at = task / step % slices->sides[a];
        if (at > 0)
            list[count++] = task - step;
        if (at + 1 < slices->sides[a])
            list[count++] = task + step;
    }
    return count;
}

static void describe(nw_task_path *path, const nw_task_slices *slices, size_t task, const nw_network *network)
{
    size_t n = path->parameters;
    double *jacobian = nw_alloc(slices->count * n, sizeof *jacobian), *y = nw_alloc(slices->count, sizeof *y);
    nw_net_work *work = nw_net_work_new(network, slices->count);
    nw_network_jacobian(network, slices->count, slices->x, jacobian, y, work);
    memcpy(path->weights + task * n, network->parameters, n * sizeof(double));
    for (size_t i = 0; i < slices->count; i++)
        for (size_t p = 0; p < n; p++)
            path->slopes[task * n + p] += jacobian[i * n + p] * jacobian[i * n + p] / (double)slices->count;
    nw_net_work_free(work);
    free(jacobian);
    free(y);
}

void nw_task_path_find(nw_task_path *path, const nw_task_slices *slices, size_t width, const nw_fit_options *options)
{
    size_t total = slices->task_count, head = 0, tail = 0, list[6];
    size_t *queue = nw_alloc(total, sizeof *queue), *from = nw_alloc(total, sizeof *from);
    nw_network **networks = nw_alloc(total, sizeof(nw_network *));
    bool *queued = nw_alloc(total, sizeof *queued);
    *path = (nw_task_path){.task_count = total};
    path->parameters = width * (slices->m1 + 2) + (options->output_bias ? 1 : 0);
    path->weights = nw_alloc(total * path->parameters, sizeof(double));
    path->slopes = nw_alloc(total * path->parameters, sizeof(double));
    queue[tail++] = tallest(slices);
    queued[queue[0]] = true;
    from[queue[0]] = total;
    while (head < tail) {
        size_t task = queue[head++];
        double error;
        const nw_network *near = from[task] < total ? networks[from[task]] : NULL;
        path->fresh += !solve(networks + task, &error, slices, task, width, near, options);
        path->worst = fmax(path->worst, error);
        describe(path, slices, task, networks[task]);
        for (size_t k = neighbours(list, slices, task); k-- > 0;) {
            if (queued[list[k]])
                continue;
            queued[list[k]] = true;
            from[list[k]] = task;
            queue[tail++] = list[k];
        }
    }
    for (size_t t = 0; t < total; t++)
        nw_network_free(networks[t]);
    free(networks);
    free(queue);
    free(from);
    free(queued);
}

void nw_task_path_clear(nw_task_path *path)
{
    free(path->weights);
    free(path->slopes);
    *path = (nw_task_path){0};
}

size_t nw_task_least_width(const nw_task_slices *slices, size_t largest, const nw_fit_options *options)
{
    size_t width = 1;
    for (size_t t = 0; t < slices->task_count && width <= largest; t++) {
        nw_fit_data data = slice(slices, t);
        nw_fit_options own = *options;
        own.seed = nw_random_mix(options->seed, t, 1);
        for (;; width++) {
            nw_fit_result result;
            nw_fit(&result, &data, width, &own);
            bool served = result.error <= options->goal;
            nw_fit_result_clear(&result);
            if (served || width == largest) {
                width += !served;
                break;
            }
        }
    }
    return width <= largest ? width : 0;
}
