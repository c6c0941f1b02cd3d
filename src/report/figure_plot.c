#include "report/figure_plot.h"

/* Points of the SVG; the PDF has the same shape. */
enum { PANEL_WIDTH = 700, PANEL_HEIGHT = 440, NOTE_LINE = 18, LEAST_NOTE_LINES = 2 };
static const size_t line_lengths[] = {0, 130, 320}; /* of the note under one column of panels, and under two */

typedef struct drawn {
    const char *colour;
    int point; /* gnuplot's shapes: 7 disc, 5 square, 8 open triangle, 12 open diamond */
    int dash;
    const char *fill; /* of bands */
} drawn;

/* The colours of Okabe and Ito; shapes, dashes, shade and hatch say the same in black and white. */
static const drawn looks[NW_LOOK_COUNT] = {
    [NW_LOOK_G] = {"#0072b2", 7, 1, NULL},
    [NW_LOOK_Q_FREE] = {"#d55e00", 5, 1, NULL},
    [NW_LOOK_Q_IDENTITY] = {"#007a5a", 8, 1, NULL},
    [NW_LOOK_Q_BOUNDED] = {"#7b3294", 12, 1, NULL},
    [NW_LOOK_SHADE] = {"#9ec9e2", 0, 1, "solid 0.55 noborder"},
    [NW_LOOK_HATCH] = {"#999999", 0, 1, "pattern 4 noborder"},
    [NW_LOOK_DASHED] = {"#333333", 0, 2, NULL},
    [NW_LOOK_DOTTED] = {"#333333", 0, 3, NULL},
    [NW_LOOK_DASH_DOT] = {"#333333", 0, 4, NULL},
};
/* Of labels: dark enough to read. */
static const char *const text_colours[NW_LOOK_COUNT] = {
    [NW_LOOK_G] = "#005a8e",         [NW_LOOK_Q_FREE] = "#a84a00", [NW_LOOK_Q_IDENTITY] = "#00614a",
    [NW_LOOK_Q_BOUNDED] = "#6a2a80", [NW_LOOK_SHADE] = "#4a7f9e",  [NW_LOOK_HATCH] = "#555555",
    [NW_LOOK_DASHED] = "#333333",    [NW_LOOK_DOTTED] = "#333333", [NW_LOOK_DASH_DOT] = "#333333",
};

/* As gnuplot's double-quoted string.  A backquote would run a command. */
static void add_quoted(nw_text *script, const char *text)
{
    nw_text_add_char(script, '"');
    for (; *text != '\0'; text++) {
        if (*text == '\n')
            nw_text_add(script, "\\n");
        else if (*text == '`')
            nw_text_add_char(script, '\'');
        else {
            if (*text == '"' || *text == '\\')
                nw_text_add_char(script, '\\');
            nw_text_add_char(script, *text);
        }
    }
    nw_text_add_char(script, '"');
}

static void add_data(nw_text *script, const nw_figure *figure, size_t number)
{
    const nw_panel *panel = &figure->panels[number - 1];
    for (size_t i = 0; i < panel->curve_count; i++) {
        const nw_curve *curve = &panel->curves[i];
        nw_text_addf(script, "$panel%zu_%zu << END\n# %s: %s  %s\n", number, i + 1, curve->label, panel->x_name,
                     figure->columns[curve->kind]);
        for (size_t j = 0; j < curve->count; j++) {
            const nw_curve_point *point = &curve->points[j];
            nw_text_addf(script, "%.10g", point->x);
            if (curve->kind != NW_CURVE_BAND)
                nw_text_addf(script, " %.10g", point->y);
            if (curve->kind != NW_CURVE_LINE)
                nw_text_addf(script, " %.10g %.10g", point->lower, point->upper);
            nw_text_add_char(script, '\n');
        }
        nw_text_add(script, "END\n");
    }
}

static void add_ticks(nw_text *script, char axis, const nw_tick *ticks, size_t count)
{
    nw_text_addf(script, "set %ctics (", axis);
    for (size_t i = 0; i < count; i++) {
        nw_text_add(script, i == 0 ? "" : ", ");
        add_quoted(script, ticks[i].label);
        nw_text_addf(script, " %.10g", ticks[i].at);
    }
    nw_text_add(script, ") noenhanced font ',10'\n");
}

/* Beside the panel, at the height that was chosen, with a fine line from where the curve ends. */
static void add_label(nw_text *script, const nw_curve *curve, size_t number)
{
    const nw_curve_point *end = &curve->points[curve->count - 1];
    nw_text_addf(script, "set label %zu ", number);
    add_quoted(script, curve->label);
    nw_text_addf(script, " at graph 1.04, graph %.4f left noenhanced tc rgb '%s' font ',10'\n", curve->label_at,
                 text_colours[curve->look]);
    nw_text_addf(script, "set arrow %zu from %.10g, %.10g to graph 1.032, graph %.4f nohead lw 0.6 lc rgb '%s' back\n",
                 number, end->x, end->y, curve->label_at, text_colours[curve->look]);
}

static void add_curve(nw_text *script, const nw_curve *curve, size_t panel, size_t number)
{
    const drawn *look = &looks[curve->look];
    nw_text_addf(script, "$panel%zu_%zu ", panel, number);
    switch (curve->kind) {
    case NW_CURVE_BAND:
        nw_text_addf(script, "using 1:2:3 with filledcurves fs %s fc rgb '%s' notitle", look->fill, look->colour);
        break;
    case NW_CURVE_LINE:
        nw_text_addf(script, "using 1:2 with lines dt %d lw %s lc rgb '%s' notitle", look->dash,
                     curve->thin ? "0.9" : "1.6", look->colour);
        break;
    case NW_CURVE_POINTS:
        nw_text_addf(
            script,
            "using 1:2 with lines dt 1 lw 0.8 lc rgb '%s' notitle, \\\n  $panel%zu_%zu using 1:2:3:4 with yerrorbars "
            "pt %d ps 0.8 lw 1.3 lc rgb '%s' notitle",
            look->colour, panel, number, look->point, look->colour);
    }
}

static void add_panel(nw_text *script, const nw_panel *panel, size_t number)
{
    nw_text_add(script, "unset label\nunset arrow\nset title ");
    add_quoted(script, panel->title);
    nw_text_addf(script, " noenhanced font ',11'\nset xrange [%.10g:%.10g]\nset yrange [%.10g:%.10g]\nset xlabel ",
                 panel->x_least, panel->x_most, panel->y_least, panel->y_most);
    add_quoted(script, panel->x_name);
    nw_text_add(script, " noenhanced offset 0,-0.6\nset ylabel ");
    add_quoted(script, panel->y_name);
    nw_text_add(script, " noenhanced\n");
    add_ticks(script, 'x', panel->x_ticks, panel->x_tick_count);
    add_ticks(script, 'y', panel->y_ticks, panel->y_tick_count);
    for (size_t i = 0; i < panel->curve_count; i++)
        add_label(script, &panel->curves[i], i + 1);
    nw_text_add(script, "plot ");
    for (size_t i = 0; i < panel->curve_count; i++) {
        nw_text_add(script, i == 0 ? "" : ", \\\n  ");
        add_curve(script, &panel->curves[i], number, i + 1);
    }
    nw_text_add_char(script, '\n');
}

static size_t lines_in(const char *text)
{
    size_t lines = 1;
    for (; *text != '\0'; text++)
        lines += *text == '\n';
    return lines;
}

static void wrap_note(nw_text *lines, const nw_figure *figure, size_t columns)
{
    nw_text_wrap(lines, figure->note, 0, 0, line_lengths[columns]);
    if (lines->length > 0)
        lines->data[--lines->length] = '\0';
}

static bool any_linear(const nw_figure *figure)
{
    for (size_t i = 0; i < figure->count; i++)
        if (figure->panels[i].x_linear || figure->panels[i].y_linear)
            return true;
    return false;
}

static void add_scales(nw_text *script, const nw_panel *panel)
{
    nw_text_add(script, "unset logscale\n");
    if (!panel->x_linear || !panel->y_linear)
        nw_text_addf(script, "set logscale %s\n", panel->x_linear ? "y" : panel->y_linear ? "x" : "xy");
}

void nw_figure_plot(nw_text *script, const nw_figure *figure, nw_plot_format format)
{
    nw_text lines = {0};
    size_t columns = figure->count > 1 ? 2 : 1, rows = (figure->count + columns - 1) / columns;
    wrap_note(&lines, figure, columns);
    size_t note_lines = lines_in(nw_text_string(&lines));
    note_lines = note_lines < LEAST_NOTE_LINES ? LEAST_NOTE_LINES : note_lines;
    size_t width = columns * PANEL_WIDTH, height = rows * PANEL_HEIGHT + note_lines * NOTE_LINE;
    double note = (double)(note_lines * NOTE_LINE) / (double)height;
    bool each_its_own = any_linear(figure);
    for (size_t i = 0; i < figure->count; i++)
        add_data(script, figure, i + 1);
    if (format == NW_PLOT_SVG)
        nw_text_addf(script, "set terminal svg size %zu,%zu font 'Helvetica,12' background '#ffffff'\n", width, height);
    if (format == NW_PLOT_PDF)
        nw_text_addf(script, "set terminal pdfcairo size %.2fin,%.2fin font 'Helvetica,11'\n", (double)width / 96,
                     (double)height / 96);
    nw_text_addf(script,
                 "set multiplot\n%sset grid lc rgb '#e0e0e0' lw 0.5 dt 1\nset bars 0.6\n"
                 "set tics nomirror\nset border 3\n",
                 each_its_own ? "" : "set logscale xy\n");
    for (size_t i = 0; i < figure->count; i++) {
        double share = 1 / (double)columns, left = share * (double)(i % columns);
        double height_of_row = (1 - note) / (double)rows;
        double bottom = note + height_of_row * (double)(rows - 1 - i / columns);
        nw_text_addf(script,
                     "set lmargin at screen %.5f\nset rmargin at screen %.5f\nset bmargin at screen %.5f\n"
                     "set tmargin at screen %.5f\n",
                     left + 0.1 * share, left + 0.67 * share, bottom + 0.16 * height_of_row,
                     bottom + 0.87 * height_of_row);
        if (each_its_own)
            add_scales(script, &figure->panels[i]);
        add_panel(script, &figure->panels[i], i + 1);
    }
    nw_text_add(
        script,
        "unset label\nunset arrow\nunset title\nunset border\nunset tics\nunset xlabel\nunset ylabel\nunset grid\n"
        "unset logscale\nset size 1, 1\nset origin 0, 0\nset xrange [0:1]\nset yrange [0:1]\nset label 1 ");
    add_quoted(script, nw_text_string(&lines));
    nw_text_addf(script,
                 " at screen %.3f, screen %.5f left noenhanced font ',9' tc rgb '#444444'\nplot NaN notitle\n"
                 "unset multiplot\n",
                 0.024 / (double)columns, note - 0.56 * NOTE_LINE / (double)height);
    nw_text_clear(&lines);
}
