#include "study/samples.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { MOST_POINTS = 20000, LEAST_AXIS = 5 };

/* Points along each axis: the target's wishes, the longest axis halved until the grid is small enough. */
static void choose_counts(size_t counts[NW_MOST_INPUTS], const nw_target *target)
{
    int inputs = nw_target_inputs(target);
    for (int axis = 0; axis < inputs; axis++)
        counts[axis] = nw_target_resolution(target, axis);
    for (;;) {
        double total = 1;
        int longest = 0;
        for (int axis = 0; axis < inputs; axis++) {
            total *= (double)counts[axis];
            longest = counts[axis] > counts[longest] ? axis : longest;
        }
        if (total <= MOST_POINTS || counts[longest] <= LEAST_AXIS)
            return;
        counts[longest] -= (counts[longest] + 7) / 8;
    }
}

static void make_room(nw_samples *samples, size_t count)
{
    if (count <= samples->room)
        return;
    samples->room = count + count / 4 + 16;
    samples->x = nw_grow(samples->x, samples->room * (size_t)samples->data.inputs, sizeof *samples->x);
    samples->y = nw_grow(samples->y, samples->room, sizeof *samples->y);
    samples->data.x = samples->x;
    samples->data.y = samples->y;
}

/* All points of the grid, or of the grid between it: `shift` steps to the right, and one fewer along each axis. */
static size_t fill_grid(double *x, const nw_samples *samples, double shift)
{
    size_t inputs = (size_t)samples->data.inputs, total = 1, fewer = shift > 0;
    for (size_t axis = 0; axis < inputs; axis++)
        total *= samples->counts[axis] - fewer;
    for (size_t i = 0; i < total; i++) {
        size_t rest = i;
        for (size_t axis = inputs; axis-- > 0; rest /= samples->counts[axis] - fewer) {
            double step = (double)(rest % (samples->counts[axis] - fewer)) + shift;
            x[i * inputs + axis] = 2.0 * step / (double)(samples->counts[axis] - 1) - 1.0;
        }
    }
    return total;
}

void nw_samples_begin(nw_samples *samples, const nw_target *target)
{
    size_t inputs = (size_t)nw_target_inputs(target), total = 1;
    *samples = (nw_samples){.target = target, .data = {.inputs = (int)inputs}};
    choose_counts(samples->counts, target);
    for (size_t axis = 0; axis < inputs; axis++)
        total *= samples->counts[axis];
    make_room(samples, total);
    samples->data.count = total;
    fill_grid(samples->x, samples, 0);
    nw_target_values(target, total, samples->x, samples->y);
}

void nw_samples_add(nw_samples *samples, const double *point)
{
    size_t inputs = (size_t)samples->data.inputs, at = samples->data.count;
    make_room(samples, at + 1);
    memcpy(samples->x + at * inputs, point, inputs * sizeof *point);
    samples->y[at] = nw_target_value(samples->target, point);
    samples->data.count = at + 1;
}

/* ---- between the points ---- */

typedef struct overlooked {
    double error;
    size_t index;
} overlooked;

/* Larger errors first; equal ones in the order of the grid. */
static int compare_errors(const void *first, const void *second)
{
    const overlooked *a = first, *b = second;
    if (a->error != b->error)
        return a->error > b->error ? -1 : 1;
    return a->index < b->index ? -1 : 1;
}

size_t nw_samples_add_overlooked_by(nw_samples *samples, nw_sample_values *values, const void *state, double most,
                                    size_t limit)
{
    size_t inputs = (size_t)samples->data.inputs, room = 1, found = 0;
    for (size_t axis = 0; axis < inputs; axis++)
        room *= samples->counts[axis];
    double *x = nw_alloc(room * inputs, sizeof *x), *y = nw_alloc(room, sizeof *y), *z = nw_alloc(room, sizeof *z);
    overlooked *list = nw_alloc(room, sizeof *list);
    size_t count = fill_grid(x, samples, 0.5);
    values(state, count, x, z);
    nw_target_values(samples->target, count, x, y);
    for (size_t i = 0; i < count; i++)
        if (!(fabs(z[i] - y[i]) <= most))
            list[found++] = (overlooked){fabs(z[i] - y[i]), i};
    qsort(list, found, sizeof *list, compare_errors);
    found = found < limit ? found : limit;
    for (size_t i = 0; i < found; i++)
        nw_samples_add(samples, x + list[i].index * inputs);
    free(x);
    free(y);
    free(z);
    free(list);
    return found;
}

static void network_values(const void *state, size_t count, const double *x, double *y)
{
    enum { BATCH = 256 };
    nw_net_work *work = nw_net_work_new(state, BATCH);
    nw_network_forward(state, count, x, y, work);
    nw_net_work_free(work);
}

size_t nw_samples_add_overlooked(nw_samples *samples, const nw_network *network, double most, size_t limit)
{
    return nw_samples_add_overlooked_by(samples, network_values, network, most, limit);
}

void nw_samples_clear(nw_samples *samples)
{
    free(samples->x);
    free(samples->y);
    *samples = (nw_samples){0};
}
