#include "audit_grid.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "rational.h"

const char *nw_axis_name(int axis)
{
    return axis == NW_AXIS_M ? "m" : nw_parameters[axis].name;
}

int nw_axis_find(const char *name, size_t length)
{
    int axis = 0;
    while (axis < NW_GRID_AXIS_COUNT &&
           (strlen(nw_axis_name(axis)) != length || memcmp(nw_axis_name(axis), name, length) != 0))
        axis++;
    return axis;
}

/* ---- axes ---- */

static bool has(const nw_audit_axis *axis, const char *text, const fmpq_t number)
{
    for (size_t i = 0; i < axis->count; i++)
        if (fmpq_is_zero(number) ? strcmp(axis->texts[i], text) == 0 : fmpq_equal(&axis->numbers[i], number))
            return true;
    return false;
}

void nw_audit_grid_add(nw_audit_grid *grid, int axis, const char *text)
{
    nw_audit_axis *values = &grid->axes[axis];
    fmpq_t number;
    fmpq_init(number);
    if (nw_rational_parse(number, text, NULL) != NW_OK) /* a word */
        fmpq_zero(number);
    if (!has(values, text, number)) {
        values->texts = nw_grow(values->texts, values->count + 1, sizeof *values->texts);
        values->numbers = nw_grow(values->numbers, values->count + 1, sizeof *values->numbers);
        values->texts[values->count] = nw_copy_text(text);
        fmpq_init(&values->numbers[values->count]);
        fmpq_swap(&values->numbers[values->count], number);
        values->count++;
    }
    fmpq_clear(number);
}

void nw_audit_grid_default(nw_audit_grid *grid, int axis, const char *texts)
{
    if (grid->axes[axis].count > 0)
        return;
    char *copy = nw_copy_text(texts), *rest = NULL;
    for (char *text = strtok_r(copy, " ", &rest); text != NULL; text = strtok_r(NULL, " ", &rest))
        nw_audit_grid_add(grid, axis, text);
    free(copy);
}

static void swap_values(nw_audit_axis *axis, size_t i, size_t j)
{
    char *text = axis->texts[i];
    axis->texts[i] = axis->texts[j];
    axis->texts[j] = text;
    fmpq_swap(&axis->numbers[i], &axis->numbers[j]);
}

void nw_audit_grid_finish(nw_audit_grid *grid)
{
    nw_audit_axis *eps = &grid->axes[NW_EPS];
    for (size_t i = 1; i < eps->count; i++)
        for (size_t j = i; j > 0 && fmpq_cmp(&eps->numbers[j - 1], &eps->numbers[j]) < 0; j--)
            swap_values(eps, j - 1, j);

    const nw_audit_axis *m1 = &grid->axes[NW_M1], *m2 = &grid->axes[NW_M2];
    fmpq_t sum;
    fmpq_init(sum);
    for (size_t i = 0; i < m1->count; i++)
        for (size_t j = 0; j < m2->count; j++) {
            fmpq_add(sum, &m1->numbers[i], &m2->numbers[j]);
            char *text = nw_rational_text(sum);
            nw_audit_grid_add(grid, NW_AXIS_M, text);
            free(text);
        }
    fmpq_clear(sum);
}

void nw_audit_grid_copy(nw_audit_grid *copy, const nw_audit_grid *grid)
{
    *copy = (nw_audit_grid){0};
    for (int axis = 0; axis < NW_GRID_AXIS_COUNT; axis++)
        for (size_t i = 0; i < grid->axes[axis].count; i++)
            nw_audit_grid_add(copy, axis, grid->axes[axis].texts[i]);
}

void nw_audit_grid_clear(nw_audit_grid *grid)
{
    for (int axis = 0; axis < NW_GRID_AXIS_COUNT; axis++) {
        nw_audit_axis *values = &grid->axes[axis];
        for (size_t i = 0; i < values->count; i++) {
            free(values->texts[i]);
            fmpq_clear(&values->numbers[i]);
        }
        free(values->texts);
        free(values->numbers);
    }
    *grid = (nw_audit_grid){0};
}

/* ---- points ---- */

static bool uses(const nw_audit_point *point, int axis)
{
    return (point->used >> axis & 1) != 0;
}

bool nw_audit_point_first(nw_audit_point *point, const nw_audit_grid *grid, unsigned long used, size_t stride)
{
    /* Where m1 or m2 is used, m is their sum and no axis of its own. */
    if ((used >> NW_AXIS_M & 1) != 0 && ((used >> NW_M1 | used >> NW_M2) & 1) != 0)
        used = (used & ~(1ul << NW_AXIS_M)) | 1ul << NW_M1 | 1ul << NW_M2;
    *point = (nw_audit_point){.grid = grid, .used = used, .stride = stride};
    for (int axis = 0; axis < NW_GRID_AXIS_COUNT; axis++)
        if (uses(point, axis) && grid->axes[axis].count == 0)
            return false;
    return true;
}

static bool step(nw_audit_point *point, int axis)
{
    point->index[axis] += axis == NW_EPS ? point->stride : 1;
    if (point->index[axis] < point->grid->axes[axis].count)
        return true;
    point->index[axis] = 0;
    return false;
}

bool nw_audit_point_next(nw_audit_point *point)
{
    if (uses(point, NW_EPS) && step(point, NW_EPS))
        return true;
    for (int axis = NW_GRID_AXIS_COUNT - 1; axis >= 0; axis--)
        if (axis != NW_EPS && uses(point, axis) && step(point, axis))
            return true;
    return false;
}

const char *nw_audit_point_text(const nw_audit_point *point, int axis)
{
    return point->grid->axes[axis].texts[point->index[axis]];
}

const fmpq *nw_audit_point_number(const nw_audit_point *point, int axis)
{
    return &point->grid->axes[axis].numbers[point->index[axis]];
}

slong nw_audit_point_integer(const nw_audit_point *point, int axis)
{
    if (axis == NW_AXIS_M && !uses(point, NW_AXIS_M))
        return nw_audit_point_integer(point, NW_M1) + nw_audit_point_integer(point, NW_M2);
    return fmpz_get_si(fmpq_numref(nw_audit_point_number(point, axis)));
}

char *nw_audit_point_line(const nw_audit_point *point)
{
    nw_text line = {0};
    for (int axis = 0; axis < NW_GRID_AXIS_COUNT; axis++)
        if (uses(point, axis) && axis != NW_EPS)
            nw_text_addf(&line, "%s=%s ", nw_axis_name(axis), nw_audit_point_text(point, axis));
    if (uses(point, NW_EPS))
        nw_text_addf(&line, "eps=%s", nw_audit_point_text(point, NW_EPS));
    return nw_text_take(&line);
}
