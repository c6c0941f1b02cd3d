#include "report/figure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "report/gap_parts.h"

static const double LABEL_GAP = 0.062;

/* ---- making and freeing ---- */

nw_panel *nw_figure_panel(nw_figure *figure, char *title, char *x_name, char *y_name)
{
    figure->panels = nw_grow(figure->panels, figure->count + 1, sizeof *figure->panels);
    nw_panel *panel = &figure->panels[figure->count++];
    *panel = (nw_panel){.title = title, .x_name = x_name, .y_name = y_name};
    return panel;
}

static void clear_ticks(nw_tick *ticks, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(ticks[i].label);
    free(ticks);
}

static void clear_curve(nw_curve *curve)
{
    free(curve->label);
    free(curve->points);
}

void nw_figure_clear(nw_figure *figure)
{
    for (size_t i = 0; i < figure->count; i++) {
        nw_panel *panel = &figure->panels[i];
        for (size_t j = 0; j < panel->curve_count; j++)
            clear_curve(&panel->curves[j]);
        free(panel->curves);
        clear_ticks(panel->x_ticks, panel->x_tick_count);
        clear_ticks(panel->y_ticks, panel->y_tick_count);
        free(panel->title);
        free(panel->x_name);
        free(panel->y_name);
    }
    free(figure->panels);
    free(figure->note);
    *figure = (nw_figure){0};
}

nw_curve *nw_panel_curve(nw_panel *panel, nw_curve_kind kind, nw_look look, char *label, size_t room)
{
    panel->curves = nw_grow(panel->curves, panel->curve_count + 1, sizeof *panel->curves);
    nw_curve *curve = &panel->curves[panel->curve_count++];
    *curve = (nw_curve){.kind = kind, .look = look, .label = label, .points = nw_alloc(room, sizeof *curve->points)};
    return curve;
}

void nw_panel_drop(nw_panel *panel, size_t curve)
{
    clear_curve(&panel->curves[curve]);
    panel->curve_count--;
    for (size_t i = curve; i < panel->curve_count; i++)
        panel->curves[i] = panel->curves[i + 1];
}

void nw_panel_drop_empty(nw_panel *panel)
{
    if (panel->curves[panel->curve_count - 1].count == 0)
        nw_panel_drop(panel, panel->curve_count - 1);
}

static double most_of(const nw_curve *curve)
{
    double most = 0;
    for (size_t i = 0; i < curve->count; i++)
        most = curve->points[i].upper > most ? curve->points[i].upper : most;
    return most;
}

static void name_curve(nw_text *dropped, const nw_curve *curve)
{
    char *from = nw_gap_number_text(curve->points[0].y, 2), *to = nw_gap_number_text(most_of(curve), 2);
    char *text =
        strcmp(from, to) == 0 ? nw_format("%s: %s", curve->label, to) : nw_format("%s: %s to %s", curve->label, from, to);
    if (strstr(nw_text_string(dropped), text) == NULL)
        nw_text_addf(dropped, "%s%s", dropped->length == 0 ? "" : "; ", text);
    free(from);
    free(to);
    free(text);
}

void nw_panel_drop_far(nw_panel *panel, unsigned looks, double times, nw_text *dropped)
{
    double most = 0;
    for (size_t i = 0; i < panel->curve_count; i++)
        if ((looks >> panel->curves[i].look & 1) == 0)
            most = fmax(most, most_of(&panel->curves[i]));
    for (size_t i = panel->curve_count; i-- > 0;) {
        const nw_curve *curve = &panel->curves[i];
        if ((looks >> curve->look & 1) == 0 || most_of(curve) <= times * most)
            continue;
        name_curve(dropped, curve);
        nw_panel_drop(panel, i);
    }
}

/* ---- ticks ---- */

static void add_tick(nw_tick **ticks, size_t *count, double at, char *label)
{
    *ticks = nw_grow(*ticks, *count + 1, sizeof **ticks);
    (*ticks)[(*count)++] = (nw_tick){at, label};
}

void nw_panel_x_tick(nw_panel *panel, double at, char *label)
{
    add_tick(&panel->x_ticks, &panel->x_tick_count, at, label);
}

void nw_panel_y_tick(nw_panel *panel, double at, char *label)
{
    add_tick(&panel->y_ticks, &panel->y_tick_count, at, label);
}

static const double steps[] = {1, 2, 5};

/* The least of 1, 2, 5, 10, .. times a power of ten that cuts the length into at most `most` pieces. */
static double round_step(double length, int most)
{
    double step = pow(10, floor(log10(length / most)));
    for (int i = 1; length / step > most * (1 + 1e-9); i++)
        step *= i % 3 == 2 ? 2.5 : 2;
    return step;
}

static void logarithmic_ticks(nw_panel *panel)
{
    bool few = panel->y_most / panel->y_least > 1e4;
    for (double decade = pow(10, floor(log10(panel->y_least))); decade <= panel->y_most; decade *= 10)
        for (int i = 0; i < (few ? 1 : 3); i++)
            if (decade * steps[i] >= panel->y_least && decade * steps[i] <= panel->y_most)
                nw_panel_y_tick(panel, decade * steps[i],
                                nw_gap_number_text(decade * steps[i], decade < 1e5 ? 6 : 2));
}

void nw_panel_y_ticks(nw_panel *panel)
{
    enum { MOST = 8, DIGITS = 6 };
    if (!panel->y_linear) {
        logarithmic_ticks(panel);
        return;
    }
    double step = round_step(panel->y_most - panel->y_least, MOST);
    double first = ceil(panel->y_least / step - 1e-9) + 0.0, last = floor(panel->y_most / step + 1e-9);
    for (double i = first; i <= last; i++)
        nw_panel_y_tick(panel, i * step, nw_gap_number_text(i * step, DIGITS));
}

void nw_panel_x_ticks(nw_panel *panel)
{
    enum { MOST = 12 };
    double step = fmax(1, round_step(panel->x_most - panel->x_least, MOST));
    double first = ceil(panel->x_least / step - 1e-9) + 0.0, last = floor(panel->x_most / step + 1e-9);
    for (double i = first; i <= last; i++)
        nw_panel_x_tick(panel, i * step, nw_format("%.0f", i * step));
}

/* ---- labels ---- */

void nw_spread_labels(double *positions, size_t count, double gap)
{
    if (count == 0)
        return;
    if ((double)(count - 1) * gap >= 1)
        gap = 1 / (double)(count - 1) * (1 - 1e-12);
    for (size_t i = 1; i < count; i++)
        positions[i] = fmax(positions[i], positions[i - 1] + gap);
    positions[count - 1] = fmin(positions[count - 1], 1);
    for (size_t i = count - 1; i > 0; i--)
        positions[i - 1] = fmin(positions[i - 1], positions[i] - gap);
    /* What was pushed up only because of its neighbours below comes down with them where there is room. */
    positions[0] = fmax(positions[0], 0);
    for (size_t i = 1; i < count; i++)
        positions[i] = fmax(positions[i], positions[i - 1] + gap);
}

static double wish_of(const nw_panel *panel, const nw_curve *curve)
{
    double end = curve->points[curve->count - 1].y;
    return panel->y_linear ? (end - panel->y_least) / (panel->y_most - panel->y_least)
                           : log(end / panel->y_least) / log(panel->y_most / panel->y_least);
}

void nw_panel_place_labels(nw_panel *panel)
{
    size_t count = panel->curve_count, *order = nw_alloc(count, sizeof *order);
    double *positions = nw_alloc(count, sizeof *positions);
    for (size_t i = 0; i < count; i++) {
        double wish = wish_of(panel, &panel->curves[i]);
        size_t j = i;
        for (; j > 0 && positions[j - 1] > wish; j--) {
            positions[j] = positions[j - 1];
            order[j] = order[j - 1];
        }
        positions[j] = wish;
        order[j] = i;
    }
    nw_spread_labels(positions, count, LABEL_GAP);
    for (size_t i = 0; i < count; i++)
        panel->curves[order[i]].label_at = positions[i];
    free(order);
    free(positions);
}
