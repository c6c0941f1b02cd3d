#include "report/figure_tikz.h"

#include "report/style.h"

enum { PANEL_WIDTH = 74, PANEL_HEIGHT = 52, ROW = 80 }; /* millimetres */

/* Marks, dashes and fills as in the figure of gnuplot: told apart in black and white. */
static const char *const looks[NW_LOOK_COUNT] = {
    [NW_LOOK_G] = "nwBlue, mark=*, mark size=1.5pt",
    [NW_LOOK_Q_FREE] = "nwRed, mark=square*, mark size=1.4pt",
    [NW_LOOK_Q_IDENTITY] = "nwGreen, mark=triangle, mark size=2pt",
    [NW_LOOK_Q_BOUNDED] = "nwPurple, mark=diamond, mark size=2pt",
    [NW_LOOK_SHADE] = "draw=none, fill=nwBlue!25",
    [NW_LOOK_HATCH] = "draw=black!45, pattern=north east lines, pattern color=black!35",
    [NW_LOOK_DASHED] = "black!80, dashed, thick",
    [NW_LOOK_DOTTED] = "black!80, densely dotted, thick",
    [NW_LOOK_DASH_DOT] = "black!80, dash dot, thick",
};
static const char *const text_colours[NW_LOOK_COUNT] = {
    [NW_LOOK_G] = "nwBlue!80!black",
    [NW_LOOK_Q_FREE] = "nwRed!80!black",
    [NW_LOOK_Q_IDENTITY] = "nwGreen!80!black",
    [NW_LOOK_Q_BOUNDED] = "nwPurple!80!black",
    [NW_LOOK_SHADE] = "nwBlue!70!black!80",
    [NW_LOOK_HATCH] = "black!65",
    [NW_LOOK_DASHED] = "black!80",
    [NW_LOOK_DOTTED] = "black!80",
    [NW_LOOK_DASH_DOT] = "black!80",
};

/* Text with its lines broken by \\. */
static void add_lines(nw_text *picture, const char *text)
{
    nw_text line = {0};
    for (; *text != '\0'; text++)
        if (*text != '\n')
            nw_text_add_char(&line, *text);
        else {
            nw_add_latex(picture, nw_text_string(&line));
            nw_text_add(picture, "\\\\");
            nw_text_reset(&line);
        }
    nw_add_latex(picture, nw_text_string(&line));
    nw_text_clear(&line);
}

static void add_curve(nw_text *picture, const nw_curve *curve)
{
    nw_text_add(picture, "    % ");
    nw_text_add(picture, curve->label);
    nw_text_addf(picture, "\n    \\addplot[%s", looks[curve->look]);
    if (curve->thin)
        nw_text_add(picture, ", thin");
    if (curve->kind == NW_CURVE_POINTS)
        nw_text_add(picture, ", error bars/.cd, y dir=both, y explicit");
    nw_text_add(picture, "] coordinates {");
    for (size_t i = 0; i < curve->count; i++) {
        const nw_curve_point *point = &curve->points[i];
        nw_text_addf(picture, " (%.10g, %.10g)", point->x, curve->kind == NW_CURVE_BAND ? point->lower : point->y);
        if (curve->kind == NW_CURVE_POINTS)
            nw_text_addf(picture, " += (0, %.10g) -= (0, %.10g)", point->upper - point->y, point->y - point->lower);
    }
    for (size_t i = curve->count; curve->kind == NW_CURVE_BAND && i-- > 0;)
        nw_text_addf(picture, " (%.10g, %.10g)", curve->points[i].x, curve->points[i].upper);
    nw_text_addf(picture, " }%s;\n", curve->kind == NW_CURVE_BAND ? " -- cycle" : "");
}

static void add_label(nw_text *picture, const nw_curve *curve)
{
    const nw_curve_point *end = &curve->points[curve->count - 1];
    nw_text_addf(picture,
                 "    \\draw[%s, very thin] (axis cs:%.10g, %.10g) -- (rel axis cs:1.04, %.4f)\n      node[right, "
                 "inner sep=1pt, font=\\scriptsize] {",
                 text_colours[curve->look], end->x, end->y, curve->label_at);
    nw_add_latex(picture, curve->label);
    nw_text_add(picture, "};\n");
}

static void add_ticks(nw_text *picture, char axis, const nw_tick *ticks, size_t count)
{
    nw_text_addf(picture, "    %ctick={", axis);
    for (size_t i = 0; i < count; i++)
        nw_text_addf(picture, "%s%.10g", i == 0 ? "" : ", ", ticks[i].at);
    nw_text_addf(picture, "}, %cticklabels={", axis);
    for (size_t i = 0; i < count; i++) {
        nw_text_addf(picture, "%s{", i == 0 ? "" : ", ");
        add_lines(picture, ticks[i].label);
        nw_text_add_char(picture, '}');
    }
    nw_text_add(picture, "},\n");
}

static const char *axis_of(const nw_panel *panel)
{
    static const char *const axes[2][2] = {{"loglogaxis", "semilogxaxis"}, {"semilogyaxis", "axis"}};
    return axes[panel->x_linear][panel->y_linear];
}

static void add_panel(nw_text *picture, const nw_panel *panel, size_t number)
{
    nw_text_addf(picture, "  \\begin{%s}[nw panel, at={(0mm,-%zumm)},\n    title={", axis_of(panel), number * ROW);
    add_lines(picture, panel->title);
    nw_text_add(picture, "}, xlabel={");
    nw_add_latex(picture, panel->x_name);
    nw_text_add(picture, "}, ylabel={");
    nw_add_latex(picture, panel->y_name);
    nw_text_addf(picture, "},\n    xmin=%.10g, xmax=%.10g, ymin=%.10g, ymax=%.10g,\n", panel->x_least, panel->x_most,
                 panel->y_least, panel->y_most);
    add_ticks(picture, 'x', panel->x_ticks, panel->x_tick_count);
    add_ticks(picture, 'y', panel->y_ticks, panel->y_tick_count);
    nw_text_add(picture, "  ]\n");
    for (size_t i = 0; i < panel->curve_count; i++)
        add_curve(picture, &panel->curves[i]);
    for (size_t i = 0; i < panel->curve_count; i++)
        add_label(picture, &panel->curves[i]);
    nw_text_addf(picture, "  \\end{%s}\n", axis_of(panel));
}

void nw_figure_tikz(nw_text *picture, const nw_figure *figure)
{
    nw_text_add(picture, "% \\usepackage{pgfplots} \\usetikzlibrary{patterns} \\pgfplotsset{compat=1.16}\n");
    nw_text_addf(picture, "%% %s\n", figure->note);
    nw_text_addf(
        picture,
        "\\definecolor{nwBlue}{HTML}{0072B2}\\definecolor{nwRed}{HTML}{D55E00}%%\n"
        "\\definecolor{nwGreen}{HTML}{007A5A}\\definecolor{nwPurple}{HTML}{7B3294}%%\n"
        "\\pgfplotsset{nw panel/.style={width=%dmm, height=%dmm, scale only axis, clip=false,\n"
        "  axis lines=left, grid=major, grid style={black!10}, minor tick num=0, tick align=outside,\n"
        "  tick label style={font=\\scriptsize}, xticklabel style={align=center}, label style={font=\\small},\n"
        "  title style={font=\\scriptsize, align=center}}}%%\n"
        "\\begin{tikzpicture}\n",
        PANEL_WIDTH, PANEL_HEIGHT);
    for (size_t i = 0; i < figure->count; i++)
        add_panel(picture, &figure->panels[i], i);
    nw_text_add(picture, "\\end{tikzpicture}\n");
}
