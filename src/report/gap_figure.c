#include "report/gap_figure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "report/gap_parts.h"

/* A bound that lies above this many times everything else would squeeze the rest of its panel: it is named instead. */
static const double FAR_ABOVE = 20;

/* ---- curves ---- */

static void add_point(nw_curve *curve, const nw_gap_group *group, double y, double lower, double upper)
{
    double x = 1 / fmpq_get_d(group->eps);
    if (isfinite(x) && y > 0 && lower > 0 && upper > 0 && isfinite(y) && isfinite(lower) && isfinite(upper))
        curve->points[curve->count++] = (nw_curve_point){x, y, lower, upper};
}

/* Groups first .. first + length - 1 are one series. */
typedef struct series {
    const nw_gap_groups *groups;
    const nw_gap_bounds *bounds;
    size_t first, length;
} series;

static const nw_gap_group *group_of(const series *s, size_t i)
{
    return &s->groups->groups[s->first + i];
}

static double bound_of(const series *s, size_t i, nw_gap_bound bound)
{
    const nw_result *result = s->bounds->results[s->first + i][bound];
    /* A bound of an empty class is not drawn. */
    return result != NULL && result->feasible == 0 ? NAN : nw_gap_bound_number(result);
}

static void add_line(nw_panel *panel, const series *s, nw_gap_bound bound, nw_look look, char *label)
{
    nw_curve *curve = nw_panel_curve(panel, NW_CURVE_LINE, look, label, s->length);
    for (size_t i = 0; i < s->length; i++) {
        double y = bound_of(s, i, bound);
        add_point(curve, group_of(s, i), y, y, y);
    }
    nw_panel_drop_empty(panel);
}

/* Theorem 1 from alpha = 3 to alpha = 1; the latter alone is a line. */
static void add_theorem1(nw_panel *panel, const series *s, nw_look look, const char *whose)
{
    nw_curve *curve = nw_panel_curve(panel, NW_CURVE_BAND, look, nw_format("%s: Thm 1, alpha 3 to 1", whose), s->length);
    for (size_t i = 0; i < s->length; i++) {
        double lower = bound_of(s, i, NW_GAP_THM1_3), upper = bound_of(s, i, NW_GAP_THM1_1);
        add_point(curve, group_of(s, i), sqrt(lower * upper), lower, upper);
    }
    if (curve->count > 0)
        return;
    nw_panel_drop_empty(panel);
    add_line(panel, s, NW_GAP_THM1_1, NW_LOOK_DOTTED, nw_format("%s: Thm 1, alpha 1", whose));
}

static void add_measured(nw_panel *panel, const series *s, nw_gap_count which)
{
    const nw_gap_job *job = group_of(s, 0)->job;
    nw_slope slope = nw_gap_slope(s->groups, s->first, s->length, which);
    char *method = nw_gap_method_text(job);
    char *label = isfinite(slope.slope)
                      ? nw_format("%s: slope %.2f [%.2f, %.2f]", method, slope.slope, slope.lower, slope.upper)
                      : nw_copy_text(method);
    free(method);
    nw_curve *curve = nw_panel_curve(panel, NW_CURVE_POINTS, (nw_look)(NW_LOOK_G + job->method), label, s->length);
    for (size_t i = 0; i < s->length; i++) {
        nw_gap_spread spread = nw_gap_group_spread(group_of(s, i), which);
        add_point(curve, group_of(s, i), spread.median, spread.least, spread.most);
    }
    nw_panel_drop_empty(panel);
}

/* ---- axes ---- */

static void widen(double *least, double *most, double value)
{
    *least = value < *least ? value : *least;
    *most = value > *most ? value : *most;
}

/* At the 1/eps that were measured, as many as have room, with M where it says the same more plainly. */
static void x_ticks(nw_panel *panel, const nw_gap_groups *groups, size_t first, size_t length)
{
    const double room = 0.075 * log(panel->x_most / panel->x_least);
    double *at = nw_alloc(length, sizeof *at), last = NAN;
    long *scales = nw_alloc(length, sizeof *scales);
    size_t count = 0;
    for (size_t i = first; i < first + length; i++) { /* insertion by 1/eps: the series repeat them */
        double x = 1 / fmpq_get_d(groups->groups[i].eps);
        size_t j = count;
        while (j > 0 && at[j - 1] > x)
            j--;
        if (j > 0 && at[j - 1] == x)
            continue;
        memmove(at + j + 1, at + j, (count - j) * sizeof *at);
        memmove(scales + j + 1, scales + j, (count - j) * sizeof *scales);
        at[j] = x;
        scales[j] = groups->groups[i].job->scale;
        count++;
    }
    for (size_t i = 0; i < count; i++) {
        if (at[i] < panel->x_least || at[i] > panel->x_most || (!isnan(last) && log(at[i] / last) < room))
            continue;
        last = at[i];
        char *label = nw_gap_number_text(at[i], 3);
        if (scales[i] > 0) {
            char *both = nw_format("%s\nM=%ld", label, scales[i]);
            free(label);
            label = both;
        }
        nw_panel_x_tick(panel, at[i], label);
    }
    free(at);
    free(scales);
}

static void set_axes(nw_panel *panel)
{
    double x_least = INFINITY, x_most = 0, y_least = INFINITY, y_most = 0;
    for (size_t i = 0; i < panel->curve_count; i++)
        for (size_t j = 0; j < panel->curves[i].count; j++) {
            const nw_curve_point *point = &panel->curves[i].points[j];
            widen(&x_least, &x_most, point->x);
            widen(&y_least, &y_most, point->lower);
            widen(&y_least, &y_most, point->upper);
        }
    double margin = x_most > x_least ? pow(x_most / x_least, 0.04) : 1.2;
    panel->x_least = x_least / margin;
    panel->x_most = x_most * margin;
    panel->y_least = y_least / 1.3;
    panel->y_most = y_most * 1.3;
}

/* A bound known at one eps alone is drawn as a short piece. */
static void stretch_single(nw_panel *panel)
{
    double by = pow(panel->x_most / panel->x_least, 0.06);
    for (size_t i = 0; i < panel->curve_count; i++) {
        nw_curve *curve = &panel->curves[i];
        if (curve->count != 1 || curve->kind == NW_CURVE_POINTS)
            continue;
        curve->points = nw_grow(curve->points, 2, sizeof *curve->points);
        curve->points[1] = curve->points[0];
        curve->points[0].x /= by;
        curve->points[1].x *= by;
        curve->count = 2;
    }
}

/* ---- panels ---- */

static void add_bounds(nw_panel *panel, const series *g, const series *q, nw_gap_count which)
{
    if (q != NULL)
        add_theorem1(panel, q, NW_LOOK_HATCH, "any method");
    if (g != NULL) {
        add_theorem1(panel, g, NW_LOOK_SHADE, "g");
        add_line(panel, g, NW_GAP_THM4, NW_LOOK_DASHED, nw_copy_text("g: Thm 4, upper bound"));
        add_line(panel, g, NW_GAP_THM4_BUILT, NW_LOOK_DASHED, nw_copy_text("g: Thm 4, built, upper bound"));
    }
    if (q != NULL && which == NW_GAP_DENSE) { /* these bounds hold for dense layers */
        add_line(panel, q, NW_GAP_THM2, NW_LOOK_DOTTED, nw_copy_text("q: Thm 2"));
        add_line(panel, q, NW_GAP_THM2_COUNTING, NW_LOOK_DOTTED, nw_copy_text("q: Thm 2, counting"));
        add_line(panel, q, NW_GAP_THM3_COUNTING, NW_LOOK_DASH_DOT, nw_copy_text("q: Thm 3, counting"));
    }
}

static void make_panel(nw_figure *figure, const nw_gap_groups *groups, const nw_gap_bounds *bounds, size_t first,
                       size_t length, nw_gap_count which, nw_text *dropped)
{
    const nw_gap_job *job = groups->groups[first].job;
    series g, q;
    bool has_g = false, has_q = false;
    char *setting = nw_gap_setting_text(&groups->groups[first]);
    nw_text title = {0};
    nw_text_addf(&title, "%s\n%s; exponent of N_g: m1/r = %.3g", setting,
                 which == NW_GAP_DENSE ? "N, dense" : "N, by connections", nw_gap_exponent_g(job));
    if (job->r == 1)
        nw_text_addf(&title, ", of N_q: m1+m2 = %g, min(m1+m2, 2 m1) = %g", nw_gap_exponent_q(job),
                     nw_gap_exponent_q3(job));
    nw_panel *panel = nw_figure_panel(figure, nw_text_take(&title), nw_copy_text("1/eps"),
                                      nw_copy_text(which == NW_GAP_DENSE ? "N: weights and biases" : "N: connections"));
    free(setting);
    for (size_t i = first, part; i < first + length; i += part) {
        part = nw_gap_series_length(groups, i);
        series s = {groups, bounds, i, part};
        if (groups->groups[i].job->method == NW_GAP_G) {
            g = s;
            has_g = true;
        } else if (!has_q) {
            q = s;
            has_q = true;
        }
    }
    add_bounds(panel, has_g ? &g : NULL, has_q ? &q : NULL, which);
    for (size_t i = first, part; i < first + length; i += part) {
        part = nw_gap_series_length(groups, i);
        series s = {groups, bounds, i, part};
        add_measured(panel, &s, which);
    }
    nw_panel_drop_far(panel, 1u << NW_LOOK_DASHED, FAR_ABOVE, dropped);
    set_axes(panel);
    stretch_single(panel);
    x_ticks(panel, groups, first, length);
    nw_panel_y_ticks(panel);
    nw_panel_place_labels(panel);
}

static bool has_results(const nw_gap_groups *groups, size_t first, size_t length)
{
    for (size_t i = first; i < first + length; i++)
        if (groups->groups[i].found > 0)
            return true;
    return false;
}

nw_status nw_gap_figure_make(nw_figure *figure, const nw_gap_groups *groups, const nw_gap_bounds *bounds,
                             nw_error *error)
{
    nw_text dropped = {0};
    *figure = (nw_figure){.columns = {"lower  upper", "N", "N: median  least  most"}};
    for (size_t first = 0, length; first < groups->count; first += length) {
        length = nw_gap_setting_length(groups, first);
        if (!has_results(groups, first, length))
            continue;
        make_panel(figure, groups, bounds, first, length, NW_GAP_DENSE, &dropped);
        make_panel(figure, groups, bounds, first, length, NW_GAP_CONNECTIONS, &dropped);
    }
    figure->note = nw_format(
        "Points: median over targets, bars: range; networks with a certified error <= eps, upper bounds of "
        "what their targets need. Bands and lines: bounds for the hardest target of the class.%s%s%s",
        dropped.length > 0 ? " Not drawn, far above: " : "", nw_text_string(&dropped), dropped.length > 0 ? "." : "");
    nw_text_clear(&dropped);
    if (figure->count > 0)
        return NW_OK;
    nw_figure_clear(figure);
    return nw_fail(error, NW_BAD_INPUT, "the study has no proven network yet: there is nothing to plot");
}
