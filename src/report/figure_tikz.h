/* A figure for LaTeX: a tikzpicture of pgfplots. */
#ifndef NW_REPORT_FIGURE_TIKZ_H
#define NW_REPORT_FIGURE_TIKZ_H

#include "base/text.h"
#include "report/figure.h"

/* Adds the picture, to be read by \input; comments say which packages it needs. */
void nw_figure_tikz(nw_text *picture, const nw_figure *figure);

#endif
