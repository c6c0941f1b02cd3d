/* The figure of measured widths: a gnuplot script with its data inside. */
#ifndef NW_REPORT_WIDTH_PLOT_H
#define NW_REPORT_WIDTH_PLOT_H

#include "base/text.h"
#include "context.h"
#include "study/width_file.h"

/* What gnuplot calls "svg" and "pdfcairo", with our settings; its script; a tikzpicture, of gap studies alone. */
typedef enum nw_plot_format { NW_PLOT_SVG, NW_PLOT_PDF, NW_PLOT_SCRIPT, NW_PLOT_TIKZ } nw_plot_format;

/* Adds a script that draws log N_g against log 1/eps: medians with their range as bars, bounds as lines, a panel a
 * series; legible in black and white.  gnuplot then writes the figure to its standard output. */
void nw_width_plot(nw_text *script, const nw_width_groups *groups, nw_plot_format format, nw_context *context);

#endif
