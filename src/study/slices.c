#include "study/slices.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { MOST_POINTS = 1200, MOST_TASKS = 200, LEAST_SIDE = 5, TASKS_A_BUMP = 4, TASKS_WITHOUT_SCALE = 16 };

/* An equidistant grid over [-1,1]^axes, ends included, the last axis fastest. */
static double *grid(const size_t *sides, size_t axes, size_t *count)
{
    *count = 1;
    for (size_t a = 0; a < axes; a++)
        *count *= sides[a];
    double *points = nw_alloc(*count * axes, sizeof *points);
    for (size_t i = 0; i < *count; i++) {
        size_t rest = i;
        for (size_t a = axes; a-- > 0; rest /= sides[a])
            points[i * axes + a] = 2.0 * (double)(rest % sides[a]) / (double)(sides[a] - 1) - 1.0;
    }
    return points;
}

/* Halves the intervals of all axes until there are at most so many points. */
static void thin(size_t *sides, size_t axes, size_t most)
{
    for (;;) {
        size_t total = 1, longest = 0;
        for (size_t a = 0; a < axes; a++) {
            total *= sides[a];
            longest = sides[a] > sides[longest] ? a : longest;
        }
        if (total <= most || sides[longest] <= LEAST_SIDE)
            return;
        for (size_t a = 0; a < axes; a++)
            sides[a] = sides[a] > LEAST_SIDE ? (sides[a] - 1) / 2 + 1 : sides[a];
    }
}

void nw_slices_begin(nw_slices *slices, const nw_target *target, size_t m1)
{
    size_t inputs = (size_t)nw_target_inputs(target), m2 = inputs - m1, points[NW_MOST_INPUTS];
    size_t scale = (size_t)nw_target_scale(target);
    *slices = (nw_slices){.grid = {.m1 = m1, .m2 = m2}};
    for (size_t a = 0; a < m1; a++)
        points[a] = nw_target_resolution(target, (int)a);
    for (size_t a = 0; a < m2; a++)
        slices->grid.sides[a] = (scale > 0 ? TASKS_A_BUMP * scale : TASKS_WITHOUT_SCALE) + 1;
    thin(points, m1, MOST_POINTS);
    thin(slices->grid.sides, m2, MOST_TASKS);
    slices->x = grid(points, m1, &slices->grid.count);
    slices->tasks = grid(slices->grid.sides, m2, &slices->grid.task_count);
    size_t count = slices->grid.count, tasks = slices->grid.task_count;
    slices->y = nw_alloc(tasks * count, sizeof *slices->y);
    double *point = nw_alloc(count * inputs, sizeof *point);
    for (size_t t = 0; t < tasks; t++) {
        for (size_t i = 0; i < count; i++) {
            memcpy(point + i * inputs, slices->x + i * m1, m1 * sizeof *point);
            memcpy(point + i * inputs + m1, slices->tasks + t * m2, m2 * sizeof *point);
        }
        nw_target_values(target, count, point, slices->y + t * count);
    }
    free(point);
    slices->grid.tasks = slices->tasks;
    slices->grid.x = slices->x;
    slices->grid.y = slices->y;
}

void nw_slices_clear(nw_slices *slices)
{
    free(slices->tasks);
    free(slices->x);
    free(slices->y);
    *slices = (nw_slices){0};
}
