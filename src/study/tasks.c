#include "study/tasks.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

enum { MOST_TASKS = 4096, MOST_POINTS = 400000, LEAST_AXIS = 5 };

/* ---- places ---- */

/* The number of places along an axis, and place i. */
typedef struct axis_places {
    size_t count;
    bool centres; /* of cells, else from end to end */
} axis_places;

static double place_on(const axis_places *axis, size_t i)
{
    double n = (double)axis->count;
    if (axis->centres)
        return (2.0 * (double)i + 1 - n) / n;
    return axis->count == 1 ? 0 : 2.0 * (double)i / (n - 1) - 1;
}

static nw_status read_word(axis_places *axis, bool *whole_box, const char *word, const nw_target *target,
                           nw_error *error)
{
    const char *family = nw_target_family(target);
    long scale = nw_target_scale(target), count = 0;
    *whole_box = strcmp(word, "box") == 0;
    if (strcmp(word, "centres") == 0) {
        if (scale == 0)
            return nw_fail(error, NW_BAD_INPUT,
                           "tasks 'centres' are those of bump and step targets, and %.100s is neither: give grid:N",
                           family);
        bool bumps = strcmp(family, "bump") == 0;
        *axis = (axis_places){.count = (size_t)scale + !bumps, .centres = bumps};
        return NW_OK;
    }
    if (*whole_box) {
        int last = nw_target_inputs(target) - 1;
        /* Half of what a fit of the target over all inputs would look at; the judge adds what is missing. */
        *axis = (axis_places){.count = nw_target_resolution(target, last) / 2 + 1};
        return NW_OK;
    }
    if (strncmp(word, "grid:", 5) == 0) {
        char *end;
        count = strtol(word + 5, &end, 10);
        if (word[5] >= '0' && word[5] <= '9' && *end == '\0' && count >= 1 && count <= MOST_TASKS) {
            *axis = (axis_places){.count = (size_t)count};
            return NW_OK;
        }
    }
    return nw_fail(error, NW_BAD_INPUT, "tasks '%.60s': expected centres, grid:N with N from 1 to %d, or box", word,
                   MOST_TASKS);
}

/* ---- points ---- */

static void set_data(nw_tasks *tasks, size_t task, size_t count)
{
    tasks->points[task] =
        (nw_fit_data){.count = count, .inputs = (int)tasks->m1, .x = tasks->x[task], .y = tasks->y[task]};
    tasks->data = (nw_embed_data){
        .tasks = tasks->data.tasks, .points = tasks->points, .task_inputs = tasks->m2, .places = tasks->places};
}

static double value_at(const nw_tasks *tasks, size_t task, const double *x)
{
    double point[NW_MOST_INPUTS];
    memcpy(point, x, tasks->m1 * sizeof *x);
    memcpy(point + tasks->m1, tasks->places + task * tasks->m2, tasks->m2 * sizeof *x);
    return nw_target_value(tasks->target, point);
}

/* Points along each axis of x: half of what the target wishes, fewer where all tasks together have too many. */
static size_t choose_counts(size_t counts[NW_MOST_INPUTS], const nw_tasks *tasks, size_t task_count)
{
    for (size_t a = 0; a < tasks->m1; a++)
        counts[a] = nw_target_resolution(tasks->target, (int)a) / 2 + 1;
    for (;;) {
        double total = (double)task_count;
        size_t each = 1, longest = 0;
        for (size_t a = 0; a < tasks->m1; a++) {
            total *= (double)counts[a];
            each *= counts[a];
            longest = counts[a] > counts[longest] ? a : longest;
        }
        if (total <= MOST_POINTS || counts[longest] <= LEAST_AXIS)
            return each;
        counts[longest] -= (counts[longest] + 7) / 8;
    }
}

static void fill_points(nw_tasks *tasks, size_t task, const size_t *counts, size_t total)
{
    double *x = tasks->x[task] = nw_alloc(total * tasks->m1, sizeof *x);
    tasks->y[task] = nw_alloc(total, sizeof *x);
    for (size_t i = 0; i < total; i++) {
        size_t rest = i;
        for (size_t a = tasks->m1; a-- > 0; rest /= counts[a])
            x[i * tasks->m1 + a] = 2.0 * (double)(rest % counts[a]) / (double)(counts[a] - 1) - 1;
        tasks->y[task][i] = value_at(tasks, task, x + i * tasks->m1);
    }
    set_data(tasks, task, total);
}

static void make_room(nw_tasks *tasks, size_t count)
{
    if (count <= tasks->room)
        return;
    size_t room = count + count / 4 + 4;
    tasks->places = nw_grow(tasks->places, room * tasks->m2, sizeof *tasks->places);
    tasks->points = nw_grow(tasks->points, room, sizeof *tasks->points);
    tasks->x = nw_grow(tasks->x, room, sizeof *tasks->x);
    tasks->y = nw_grow(tasks->y, room, sizeof *tasks->y);
    tasks->room = room;
}

void nw_tasks_add_task(nw_tasks *tasks, const double *place)
{
    size_t task = tasks->data.tasks, counts[NW_MOST_INPUTS];
    make_room(tasks, task + 1);
    memcpy(tasks->places + task * tasks->m2, place, tasks->m2 * sizeof *place);
    tasks->data.tasks = task + 1;
    size_t each = choose_counts(counts, tasks, task + 1);
    fill_points(tasks, task, counts, each);
}

void nw_tasks_add_point(nw_tasks *tasks, size_t task, const double *x)
{
    size_t count = tasks->points[task].count;
    tasks->x[task] = nw_grow(tasks->x[task], (count + 1) * tasks->m1, sizeof *x);
    tasks->y[task] = nw_grow(tasks->y[task], count + 1, sizeof *x);
    memcpy(tasks->x[task] + count * tasks->m1, x, tasks->m1 * sizeof *x);
    tasks->y[task][count] = value_at(tasks, task, x);
    set_data(tasks, task, count + 1);
}

/* ---- all of it ---- */

/* Where the tasks are, and how many. */
static nw_status plan_places(axis_places *axis, bool *whole_box, size_t *total, const char *word,
                             const nw_target *target, size_t m1, size_t m2, nw_error *error)
{
    size_t inputs = (size_t)nw_target_inputs(target), own = (size_t)nw_target_m1(target);
    *total = 1;
    if (m1 < 1 || m1 >= inputs || m2 != inputs - m1)
        return nw_fail(error, NW_BAD_INPUT,
                       "m1 = %zu and m2 = %zu, but the target %.200s has %zu input%s: their sum must be that, and both "
                       "at least 1",
                       m1, m2, nw_target_word(target), inputs, inputs == 1 ? "" : "s");
    if (own != inputs && own != m1)
        return nw_fail(error, NW_BAD_INPUT, "m1 = %zu, but the target %.200s has m1 = %zu", m1, nw_target_word(target),
                       own);
    nw_status status = read_word(axis, whole_box, word, target, error);
    /* Of the whole box the places are but a beginning. */
    while (status == NW_OK && *whole_box && pow((double)axis->count, (double)m2) > MOST_TASKS)
        axis->count -= axis->count / 8;
    for (size_t b = 0; status == NW_OK && b < m2; b++) {
        *total *= axis->count;
        if (*total > MOST_TASKS)
            status = nw_fail(error, NW_BAD_INPUT, "tasks '%.60s': %zu along each of %zu axes are more than %d tasks",
                             word, axis->count, m2, MOST_TASKS);
    }
    return status;
}

nw_status nw_tasks_check(const char *word, const nw_target *target, size_t m1, size_t m2, nw_error *error)
{
    axis_places axis = {0};
    bool whole_box;
    size_t total;
    return plan_places(&axis, &whole_box, &total, word, target, m1, m2, error);
}

nw_status nw_tasks_set(nw_tasks *tasks, const char *word, const nw_target *target, size_t m1, size_t m2,
                       nw_error *error)
{
    axis_places axis = {0};
    size_t total;
    *tasks = (nw_tasks){.target = target, .m1 = m1, .m2 = m2};
    nw_status status = plan_places(&axis, &tasks->whole_box, &total, word, target, m1, m2, error);
    if (status != NW_OK)
        return status;
    size_t counts[NW_MOST_INPUTS], each = choose_counts(counts, tasks, total);
    make_room(tasks, total);
    tasks->data.tasks = total;
    for (size_t t = 0; t < total; t++) {
        size_t rest = t;
        for (size_t b = m2; b-- > 0; rest /= axis.count)
            tasks->places[t * m2 + b] = place_on(&axis, rest % axis.count);
        fill_points(tasks, t, counts, each);
    }
    return NW_OK;
}

void nw_tasks_clear(nw_tasks *tasks)
{
    for (size_t t = 0; t < tasks->data.tasks; t++) {
        free(tasks->x[t]);
        free(tasks->y[t]);
    }
    free(tasks->x);
    free(tasks->y);
    free(tasks->points);
    free(tasks->places);
    *tasks = (nw_tasks){0};
}
