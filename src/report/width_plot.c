#include "report/width_plot.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "rational.h"
#include "report/width_bounds.h"
#include "report/width_table.h"

enum { PANEL_WIDTH = 480, PANEL_HEIGHT = 400 }; /* points of the SVG; the PDF has the same shape */

/* Dash and grey of each bound: told apart without colour. */
static const char *const line_styles[NW_BOUND_COUNT] = {
    "dt 1 lw 1.6 lc rgb '#000000'", "dt 2 lw 1.6 lc rgb '#000000'", "dt 3 lw 1.6 lc rgb '#555555'",
    "dt 4 lw 1.4 lc rgb '#777777'", "dt 5 lw 1.6 lc rgb '#222222'",
};

static void add_terminal(nw_text *script, nw_plot_format format, size_t panels)
{
    if (format == NW_PLOT_SVG)
        nw_text_addf(script, "set terminal svg size %zu,%d font 'Helvetica,12' background '#ffffff'\n",
                     panels * PANEL_WIDTH, PANEL_HEIGHT);
    if (format == NW_PLOT_PDF)
        nw_text_addf(script, "set terminal pdfcairo size %.2fin,%.2fin font 'Helvetica,11'\n",
                     (double)panels * PANEL_WIDTH / 96, PANEL_HEIGHT / 96.0);
}

/* A bound of a group as a number for the figure; NaN without one, or where it is vacuous. */
static double bound_value(nw_width_bound which, const nw_width_group *group, nw_context *context)
{
    nw_result *result = nw_width_bound_evaluate(which, group, context);
    if (result == NULL)
        return NAN;
    const fmpq bound = *result->lower;
    double value = result->outcome == NW_PROVED && fmpz_sgn(&bound.num) > 0 ? fmpq_get_d(&bound) : NAN;
    nw_result_free(result);
    return value;
}

static void add_number(nw_text *script, double value)
{
    if (isfinite(value))
        nw_text_addf(script, " %.10g", value);
    else
        nw_text_add(script, " NaN");
}

/* One line a group: 1/eps, median, least, most, the bounds. */
static void add_data(nw_text *script, const nw_width_groups *groups, size_t first, size_t length, size_t panel,
                     nw_context *context)
{
    nw_text_addf(script, "$series%zu << END\n# 1/eps  N_g: median  least  most ", panel);
    for (int bound = 0; bound < NW_BOUND_COUNT; bound++)
        nw_text_addf(script, "  %s", nw_width_bound_names[bound]);
    nw_text_add_char(script, '\n');
    for (size_t i = first; i < first + length; i++) {
        const nw_width_group *group = &groups->groups[i];
        bool found = group->found > 0;
        nw_text_addf(script, "%.10g", 1 / fmpq_get_d(group->eps));
        add_number(script, nw_width_median(group->parameters, group->found));
        add_number(script, found ? group->parameters[0] : NAN);
        add_number(script, found ? group->parameters[group->found - 1] : NAN);
        for (int bound = 0; bound < NW_BOUND_COUNT; bound++)
            add_number(script, bound_value((nw_width_bound)bound, group, context));
        nw_text_add_char(script, '\n');
    }
    nw_text_add(script, "END\n");
}

static void add_panel(nw_text *script, const nw_width_groups *groups, size_t first, size_t length, size_t panel)
{
    const nw_width_group *group = &groups->groups[first];
    nw_slope parameters, widths;
    nw_width_series_slope(&parameters, &widths, groups, first, length);
    char *slope = nw_slope_text(&parameters);
    nw_text_addf(script, "set title \"%s, %s, r = %d, m1 = %d\\nslope of N_g %s; m1/r = %.3g\" noenhanced\n",
                 group->family, nw_activation_words[group->activation], group->r, group->inputs, slope,
                 (double)group->inputs / group->r);
    free(slope);
    nw_text_addf(script,
                 "plot $series%zu using 1:2:3:4 with yerrorbars pt 7 ps 0.7 lw 1.4 lc rgb '#000000' title "
                 "'measured N_g: median, range'",
                 panel);
    for (int bound = 0; bound < NW_BOUND_COUNT; bound++)
        if (bound != NW_BOUND_BITS) /* next to nothing at these eps: it stands in the data and in the table */
            nw_text_addf(script, ", \\\n  $series%zu using 1:%d with lines %s title '%s'", panel, 5 + bound,
                         line_styles[bound], nw_width_bound_headers[bound]);
    nw_text_add_char(script, '\n');
}

void nw_width_plot(nw_text *script, const nw_width_groups *groups, nw_plot_format format, nw_context *context)
{
    size_t panels = 0;
    for (size_t first = 0; first < groups->count; first += nw_width_series_length(groups, first))
        add_data(script, groups, first, nw_width_series_length(groups, first), ++panels, context);
    add_terminal(script, format, panels);
    nw_text_addf(script,
                 "set multiplot layout 1,%zu\n"
                 "set logscale xy\n"
                 "set format x '10^{%%L}'\n"
                 "set format y '10^{%%L}'\n"
                 "set xlabel '1/eps'\n"
                 "set ylabel 'parameters'\n"
                 "set lmargin 9\n"
                 "set key bmargin center horizontal reverse Left maxcols 3 samplen 3 font ',9' noenhanced\n"
                 "set grid lc rgb '#dddddd' lw 0.5 dt 1\n"
                 "set bars 0.6\n",
                 panels);
    size_t panel = 0;
    for (size_t first = 0, length; first < groups->count; first += length) {
        length = nw_width_series_length(groups, first);
        add_panel(script, groups, first, length, ++panel);
    }
    nw_text_add(script, "unset multiplot\n");
}
