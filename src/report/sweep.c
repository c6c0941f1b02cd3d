#include "report/sweep.h"

#include <stdlib.h>

#include "base/memory.h"
#include "card.h"

static void clear_axis(nw_axis *axis)
{
    for (size_t i = 0; i < axis->count; i++)
        nw_value_clear(&axis->values[i]);
    free(axis->values);
    *axis = (nw_axis){0};
}

void nw_sweep_clear(nw_sweep *sweep)
{
    for (size_t i = 0; i < sweep->count; i++)
        clear_axis(&sweep->axes[i]);
    sweep->count = 0;
}

const nw_axis *nw_sweep_axis(const nw_sweep *sweep, nw_param param)
{
    for (size_t i = 0; i < sweep->count; i++)
        if (sweep->axes[i].param == param)
            return &sweep->axes[i];
    return NULL;
}

nw_status nw_sweep_add(nw_sweep *sweep, nw_param param, const char *spec, nw_error *error)
{
    const char *name = nw_parameters[param].name;
    if (nw_sweep_axis(sweep, param) != NULL)
        return nw_fail(error, NW_BAD_INPUT, "--%s is given twice; for several values write a list, --%s A,B", name,
                       name);
    char **texts;
    size_t count;
    nw_status status = nw_sweep_expand(&texts, &count, name, spec, error);
    if (status != NW_OK)
        return status;
    nw_axis axis = {.param = param, .values = nw_alloc(count, sizeof *axis.values)};
    for (size_t i = 0; i < count; i++) {
        if (status == NW_OK) {
            nw_value_init(&axis.values[axis.count]);
            status = nw_value_read(&axis.values[axis.count++], param, texts[i], error);
        }
        free(texts[i]);
    }
    free(texts);
    if (status == NW_OK)
        sweep->axes[sweep->count++] = axis;
    else
        clear_axis(&axis);
    return status;
}

static bool takes_part(const nw_card *card, const nw_axis *axis)
{
    return card == NULL || nw_card_reads(card, axis->param) != NULL;
}

size_t nw_sweep_points(const nw_sweep *sweep, const nw_card *card)
{
    size_t points = 1;
    for (size_t i = 0; i < sweep->count; i++)
        if (takes_part(card, &sweep->axes[i])) {
            if (sweep->axes[i].count > NW_MOST_POINTS / points)
                return NW_MOST_POINTS + 1;
            points *= sweep->axes[i].count;
        }
    return points;
}

nw_status nw_sweep_check(size_t points, nw_error *error)
{
    if (points <= NW_MOST_POINTS)
        return NW_OK;
    return nw_fail(error, NW_BAD_INPUT, "the grid has more than %d points; split it into several calls",
                   NW_MOST_POINTS);
}

void nw_sweep_point(nw_setting *setting, const nw_sweep *sweep, size_t index, bool all)
{
    for (size_t i = sweep->count; i-- > 0;) {
        const nw_axis *axis = &sweep->axes[i];
        bool reads = takes_part(setting->card, axis);
        if (!reads && !all)
            continue;
        if (reads)
            nw_setting_give(setting, axis->param, &axis->values[index % axis->count]);
        index /= axis->count;
    }
}

const nw_value *nw_sweep_value(const nw_sweep *sweep, const nw_axis *axis, size_t index)
{
    for (const nw_axis *later = &sweep->axes[sweep->count - 1]; later != axis; later--)
        index /= later->count;
    return &axis->values[index % axis->count];
}
