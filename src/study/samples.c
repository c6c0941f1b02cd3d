#include "study/samples.h"

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

void nw_samples_begin(nw_samples *samples, const nw_target *target)
{
    size_t inputs = (size_t)nw_target_inputs(target), counts[NW_MOST_INPUTS], total = 1;
    choose_counts(counts, target);
    for (size_t axis = 0; axis < inputs; axis++)
        total *= counts[axis];
    *samples = (nw_samples){.target = target, .data = {.inputs = (int)inputs}};
    make_room(samples, total);
    samples->data.count = total;
    for (size_t i = 0; i < total; i++) {
        size_t rest = i;
        for (size_t axis = inputs; axis-- > 0; rest /= counts[axis])
            samples->x[i * inputs + axis] = 2.0 * (double)(rest % counts[axis]) / (double)(counts[axis] - 1) - 1.0;
    }
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

void nw_samples_clear(nw_samples *samples)
{
    free(samples->x);
    free(samples->y);
    *samples = (nw_samples){0};
}
