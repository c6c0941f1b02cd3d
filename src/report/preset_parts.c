#include "report/preset_parts.h"

#include <stdlib.h>

#include "base/memory.h"
#include "report/bound_parts.h"

static bool is_default(const nw_preset_default *defaults, nw_param param)
{
    for (; defaults->param != NW_PARAM_COUNT; defaults++)
        if (defaults->param == param)
            return true;
    return false;
}

static void copy_axis(nw_sweep *grid, const nw_axis *axis)
{
    nw_axis copy = {.param = axis->param, .count = axis->count, .values = nw_alloc(axis->count, sizeof *copy.values)};
    for (size_t i = 0; i < axis->count; i++) {
        nw_value_init(&copy.values[i]);
        fmpq_set(copy.values[i].number, axis->values[i].number);
        copy.values[i].choice = axis->values[i].choice;
        copy.values[i].given = axis->values[i].given;
        copy.values[i].known = axis->values[i].known;
    }
    grid->axes[grid->count++] = copy;
}

nw_status nw_preset_grid(nw_sweep *grid, const nw_preset_options *options, const nw_preset_default *defaults,
                         nw_error *error)
{
    nw_status status = NW_OK;
    *grid = (nw_sweep){0};
    for (const nw_preset_default *d = defaults; status == NW_OK && d->param != NW_PARAM_COUNT; d++) {
        const nw_axis *given = nw_sweep_axis(options->sweep, d->param);
        if (given != NULL)
            copy_axis(grid, given);
        else
            status = nw_sweep_add(grid, d->param, d->spec, error);
    }
    for (size_t i = 0; status == NW_OK && i < options->sweep->count; i++)
        if (!is_default(defaults, options->sweep->axes[i].param))
            copy_axis(grid, &options->sweep->axes[i]);
    return status == NW_OK ? nw_sweep_check(nw_sweep_points(grid, NULL), error) : status;
}

static bool has_column(const nw_axis *axis, const nw_preset_default *defaults)
{
    return axis->count > 1 || is_default(defaults, axis->param);
}

void nw_preset_axis_columns(nw_table *table, const nw_sweep *grid, const nw_preset_default *defaults)
{
    for (size_t i = 0; i < grid->count; i++)
        if (has_column(&grid->axes[i], defaults))
            nw_param_column(table, grid->axes[i].param);
}

static void value_cell(nw_table *table, nw_param param, const nw_value *value)
{
    if (value->choice >= 0)
        nw_table_text(table, nw_parameters[param].words[value->choice]);
    else
        nw_table_rational(table, value->number);
}

void nw_preset_axis_cells(nw_table *table, const nw_sweep *grid, const nw_preset_default *defaults, size_t index)
{
    for (size_t i = 0; i < grid->count; i++)
        if (has_column(&grid->axes[i], defaults))
            value_cell(table, grid->axes[i].param, nw_sweep_value(grid, &grid->axes[i], index));
}

void nw_preset_note_fixed(nw_table *table, const nw_sweep *grid, const nw_preset_default *defaults)
{
    for (size_t i = 0; i < grid->count; i++) {
        const nw_axis *axis = &grid->axes[i];
        if (has_column(axis, defaults))
            continue;
        const nw_value *value = &axis->values[0];
        char *text = value->choice >= 0 ? nw_copy_text(nw_parameters[axis->param].words[value->choice])
                                        : nw_shown_rational(value->number, 12);
        nw_table_notef(table, "With %s = %s.", nw_parameters[axis->param].name, text);
        free(text);
    }
}

nw_result *nw_preset_evaluate(const nw_card *card, const nw_sweep *grid, size_t index, slong n, int form,
                              nw_context *context, nw_error *error)
{
    nw_setting *setting = nw_setting_new(card);
    nw_sweep_point(setting, grid, index, true);
    if (n >= 0)
        nw_setting_put_integer(setting, NW_N, n);
    if (form >= 0)
        nw_setting_put_choice(setting, NW_FORM, form);
    nw_result *result = NULL;
    nw_card_evaluate(&result, setting, context, error);
    nw_setting_free(setting);
    return result;
}

slong nw_preset_integer(const nw_sweep *grid, nw_param param, size_t index)
{
    return fmpz_get_si(fmpq_numref(nw_sweep_value(grid, nw_sweep_axis(grid, param), index)->number));
}

char *nw_preset_exponent(const nw_result *result)
{
    char *number = nw_exponent_text(result);
    if (number == NULL)
        return nw_copy_text("-");
    const char *more = result->exponent_kind == NW_EXPONENT_VACUOUS     ? " (vacuous)"
                       : result->exponent_kind == NW_EXPONENT_UP_TO_LOG ? " (up to logs)"
                                                                        : "";
    char *text = nw_format("%s%s", number, more);
    free(number);
    return text;
}
