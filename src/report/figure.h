/* A figure before it is drawn: panels of curves with their data, ticks and labels.  figure_plot.h and figure_tikz.h
 * write it for gnuplot and for LaTeX. */
#ifndef NW_REPORT_FIGURE_H
#define NW_REPORT_FIGURE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

typedef enum nw_curve_kind {
    NW_CURVE_BAND,   /* between lower and upper */
    NW_CURVE_LINE,   /* y */
    NW_CURVE_POINTS, /* y, with bars from lower to upper */
} nw_curve_kind;

/* What tells curves apart, without colour too: shapes of points, dashes of lines, shades and hatches of bands. */
typedef enum nw_look {
    NW_LOOK_G, /* and any hypernetwork */
    NW_LOOK_Q_FREE,
    NW_LOOK_Q_IDENTITY,
    NW_LOOK_Q_BOUNDED,
    NW_LOOK_SHADE,  /* Theorem 1 of g */
    NW_LOOK_HATCH,  /* Theorem 1 of any method */
    NW_LOOK_DASHED, /* upper bounds; the error of the best constant */
    NW_LOOK_DOTTED,
    NW_LOOK_DASH_DOT,
    NW_LOOK_COUNT
} nw_look;

typedef struct nw_curve_point {
    double x, y, lower, upper; /* a line has lower = upper = y */
} nw_curve_point;

typedef struct nw_curve {
    nw_curve_kind kind;
    nw_look look;
    bool thin; /* of a line */
    char *label;
    size_t count;
    nw_curve_point *points; /* x rising, all finite, and > 0 on a logarithmic axis */
    double label_at;        /* where the label stands beside the panel: 0 bottom, 1 top */
} nw_curve;

typedef struct nw_tick {
    double at;
    char *label;
} nw_tick;

typedef struct nw_panel {
    char *title, *x_name, *y_name; /* title: two lines */
    nw_curve *curves;              /* bands, lines, points: in the order to draw */
    size_t curve_count;
    double x_least, x_most, y_least, y_most; /* of the axes */
    bool x_linear, y_linear;                 /* else logarithmic */
    nw_tick *x_ticks, *y_ticks;
    size_t x_tick_count, y_tick_count;
} nw_panel;

/* Panels stand two in a row. */
typedef struct nw_figure {
    nw_panel *panels;
    size_t count;
    const char *columns[3]; /* heads of the data of bands, lines and points */
    char *note;             /* what points, bars and lines are, and what is not drawn */
} nw_figure;

/* A panel without curves; the figure takes over the texts. */
nw_panel *nw_figure_panel(nw_figure *figure, char *title, char *x_name, char *y_name);
void nw_figure_clear(nw_figure *figure);

/* A curve with room for so many points, none of them there yet; the panel takes over the label. */
nw_curve *nw_panel_curve(nw_panel *panel, nw_curve_kind kind, nw_look look, char *label, size_t room);
/* Takes a curve out. */
void nw_panel_drop(nw_panel *panel, size_t curve);
/* Takes the last curve out when it has no points. */
void nw_panel_drop_empty(nw_panel *panel);

/* Takes out the curves whose look is among the bits 1 << nw_look when they lie above `times` everything else, and would
 * squeeze it; adds what they are and reach to the text, parted by semicolons. */
void nw_panel_drop_far(nw_panel *panel, unsigned looks, double times, nw_text *dropped);

/* The tick takes over its label. */
void nw_panel_x_tick(nw_panel *panel, double at, char *label);
void nw_panel_y_tick(nw_panel *panel, double at, char *label);

/* Ticks of the y axis between its ends: 1, 2, 5, 10, .. where it is logarithmic, over more than four decades the powers
 * of ten; round numbers at equal distances where it is linear. */
void nw_panel_y_ticks(nw_panel *panel);
/* The same for a linear x axis, at integers. */
void nw_panel_x_ticks(nw_panel *panel);

/* Places the labels of all curves beside the panel, near the ends of their curves. */
void nw_panel_place_labels(nw_panel *panel);

/* Spreads rising wishes in 0..1 so that neighbours are at least `gap` apart, and moves none further than needed; where
 * there are too many for that they are spread evenly. */
void nw_spread_labels(double *positions, size_t count, double gap);

#endif
