#include "report/width_table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "rational.h"
#include "report/bound_parts.h"
#include "report/width_bounds.h"

enum { EPS_DIGITS = 4 };

static void add_columns(nw_table *table)
{
    nw_table_column(table, NW_COLUMN_TEXT, "family", NULL, NULL);
    nw_table_column(table, NW_COLUMN_TEXT, "networks", NULL, NULL);
    nw_table_column(table, NW_COLUMN_INTEGER, "r", NULL, "$r$");
    nw_table_column(table, NW_COLUMN_INTEGER, "m1", NULL, "$m_1$");
    nw_table_column(table, NW_COLUMN_INTEGER, "M", NULL, "$M$");
    nw_table_column(table, NW_COLUMN_NUMBER, "eps", NULL, "$\\varepsilon$");
    nw_table_column(table, NW_COLUMN_TEXT, "targets", NULL, NULL);
    nw_table_column(table, NW_COLUMN_NUMBER, "width", NULL, NULL);
    nw_table_column(table, NW_COLUMN_NUMBER, "N_g", NULL, "$N_g$");
    nw_table_column(table, NW_COLUMN_TEXT, "N_g_range", "range", "range");
    for (int bound = 0; bound < NW_BOUND_COUNT; bound++)
        nw_table_column(table, NW_COLUMN_NUMBER, nw_width_bound_names[bound], nw_width_bound_headers[bound], NULL);
}

static void add_text(nw_table *table, char *text)
{
    nw_table_text(table, text);
    free(text);
}

static void add_number(nw_table *table, double value)
{
    if (isfinite(value))
        add_text(table, nw_format("%g", value));
    else
        nw_table_blank(table);
}

/* "tanh", "tanh, 2 layers", "tanh, no output bias" */
static char *networks_text(const nw_width_group *group)
{
    char *layers = group->hidden_layers > 1 ? nw_format(", %ld layers", group->hidden_layers) : nw_copy_text("");
    char *text = nw_format("%s%s%s", nw_activation_words[group->activation], layers,
                           group->output_bias ? "" : ", no output bias");
    free(layers);
    return text;
}

static void add_row(nw_table *table, const nw_width_group *group, nw_context *context, long digits)
{
    nw_table_text(table, group->family);
    add_text(table, networks_text(group));
    nw_table_count(table, (size_t)group->r);
    nw_table_count(table, (size_t)group->inputs);
    nw_table_count(table, (size_t)group->scale);
    char *full = nw_rational_short(group->eps), *shown = nw_shown_double(fmpq_get_d(group->eps), NW_CUT, EPS_DIGITS);
    nw_table_full_and_shown(table, full, shown);
    free(full);
    free(shown);
    add_text(table, group->found == group->targets ? nw_format("%zu", group->targets)
                                                   : nw_format("%zu of %zu", group->found, group->targets));
    add_number(table, nw_width_median(group->widths, group->found));
    add_number(table, nw_width_median(group->parameters, group->found));
    if (group->found > 0)
        add_text(table, nw_format("%g-%g", group->parameters[0], group->parameters[group->found - 1]));
    else
        nw_table_blank(table);
    for (int bound = 0; bound < NW_BOUND_COUNT; bound++) {
        nw_result *result = nw_width_bound_evaluate((nw_width_bound)bound, group, context);
        if (result != NULL)
            nw_result_cell(table, nw_width_bound_card((nw_width_bound)bound, group), result, digits);
        else
            nw_table_blank(table);
        nw_result_free(result);
    }
}

char *nw_slope_text(const nw_slope *slope)
{
    if (!isfinite(slope->slope))
        return nw_copy_text("-");
    return nw_format("%.3f [%.3f, %.3f]", slope->slope, slope->lower, slope->upper);
}

static void add_series_note(nw_table *table, const nw_width_groups *groups, size_t first, size_t length)
{
    const nw_width_group *group = &groups->groups[first];
    nw_slope parameters, widths;
    if (length < 2)
        return;
    nw_width_series_slope(&parameters, &widths, groups, first, length);
    char *by_parameters = nw_slope_text(&parameters), *by_widths = nw_slope_text(&widths);
    char *networks = networks_text(group);
    nw_table_notef(table,
                   "%s, %s, r = %d, m1 = %d: slope of log N_g against log 1/eps %s, of log width %s (estimates; "
                   "%g %% bootstrap intervals); the theory's exponent m1/r is %.3g.",
                   group->family, networks, group->r, group->inputs, by_parameters, by_widths, 100 * parameters.level,
                   (double)group->inputs / group->r);
    free(networks);
    free(by_parameters);
    free(by_widths);
}

void nw_width_table_fill(nw_table *table, const nw_width_groups *groups, nw_context *context, long digits,
                         bool for_people)
{
    size_t rechecked = 0, moved = 0;
    nw_table_title(table, "Measured N_g (medians, certified) beside the bounds");
    add_columns(table);
    for (size_t i = 0; i < groups->count; i++) {
        add_row(table, &groups->groups[i], context, digits);
        rechecked += groups->groups[i].rechecked;
        moved += groups->groups[i].moved;
    }
    if (for_people)
        nw_table_hide_constant(table, 2);
    for (size_t first = 0, length; first < groups->count; first += length) {
        length = nw_width_series_length(groups, first);
        add_series_note(table, groups, first, length);
    }
    if (rechecked > 0)
        nw_table_notef(table, "%zu of %zu widths moved with five times the restarts.", moved, rechecked);
    nw_table_note(table,
                  "Measured: parameters of the narrowest network found for each target whose error is proven to be "
                  "<= eps; an upper bound of what that target needs.");
    nw_table_note(table,
                  "Bounds: Theorem 1 (m = m1), capacity and 64-bit weights bound from below what some target of "
                  "W(r, m1) needs, Theorem 4 from above what every target needs; the measured targets are members of "
                  "W(r, m1), and not its hardest, so a measurement may lie below a lower bound.");
}
