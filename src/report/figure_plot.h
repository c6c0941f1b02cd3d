/* A figure for gnuplot: a script with its data inside. */
#ifndef NW_REPORT_FIGURE_PLOT_H
#define NW_REPORT_FIGURE_PLOT_H

#include "base/text.h"
#include "report/figure.h"
#include "report/width_plot.h"

/* Adds the script; gnuplot then writes the figure to its standard output.  The format is SVG, PDF or the script
 * alone. */
void nw_figure_plot(nw_text *script, const nw_figure *figure, nw_plot_format format);

#endif
