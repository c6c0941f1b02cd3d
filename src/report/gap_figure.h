/* The figure of a gap study before it is drawn: panels of curves with their data, ticks and labels.  gap_plot.h and
 * gap_tikz.h write it for gnuplot and for LaTeX. */
#ifndef NW_REPORT_GAP_FIGURE_H
#define NW_REPORT_GAP_FIGURE_H

#include "report/gap_bounds.h"

typedef enum nw_curve_kind {
    NW_CURVE_BAND,   /* between lower and upper */
    NW_CURVE_LINE,   /* y */
    NW_CURVE_POINTS, /* y, with bars from lower to upper */
} nw_curve_kind;

/* What tells curves apart, without colour too: shapes of points, dashes of lines, shades and hatches of bands. */
typedef enum nw_look {
    NW_LOOK_G,
    NW_LOOK_Q_FREE,
    NW_LOOK_Q_IDENTITY,
    NW_LOOK_Q_BOUNDED,
    NW_LOOK_SHADE,  /* Theorem 1 of g */
    NW_LOOK_HATCH,  /* Theorem 1 of any method */
    NW_LOOK_DASHED, /* upper bounds */
    NW_LOOK_DOTTED,
    NW_LOOK_DASH_DOT,
    NW_LOOK_COUNT
} nw_look;

typedef struct nw_curve_point {
    double x, y, lower, upper; /* 1/eps, N; a line has lower = upper = y */
} nw_curve_point;

typedef struct nw_curve {
    nw_curve_kind kind;
    nw_look look;
    char *label;
    size_t count;
    nw_curve_point *points; /* x rising, all finite and > 0 */
    double label_at;        /* where the label stands beside the panel: 0 bottom, 1 top */
} nw_curve;

typedef struct nw_tick {
    double at;
    char *label;
} nw_tick;

typedef struct nw_panel {
    char *title, *x_name, *y_name; /* title: two lines */
    nw_curve *curves;  /* bands, lines, points: in the order to draw */
    size_t curve_count;
    double x_least, x_most, y_least, y_most; /* of the axes, both logarithmic */
    nw_tick *x_ticks, *y_ticks;
    size_t x_tick_count, y_tick_count;
} nw_panel;

/* Two panels a setting, side by side: N counted densely, and by connections. */
typedef struct nw_gap_figure {
    nw_panel *panels;
    size_t count;
    char *note; /* what points and bands are, and which bounds lie far above the panels and are not drawn */
} nw_gap_figure;

/* Settings without any result have no panels.  NW_BAD_INPUT when that leaves none. */
nw_status nw_gap_figure_make(nw_gap_figure *figure, const nw_gap_groups *groups, const nw_gap_bounds *bounds,
                             nw_error *error);
void nw_gap_figure_clear(nw_gap_figure *figure);

/* Spreads rising wishes in 0..1 so that neighbours are at least `gap` apart, and moves none further than needed; where
 * there are too many for that they are spread evenly. */
void nw_spread_labels(double *positions, size_t count, double gap);

#endif
