/* The figure of a gap study for LaTeX: a tikzpicture of pgfplots. */
#ifndef NW_REPORT_GAP_TIKZ_H
#define NW_REPORT_GAP_TIKZ_H

#include "base/text.h"
#include "report/gap_figure.h"

/* Adds the picture, to be read by \input; comments say which packages it needs. */
void nw_gap_tikz(nw_text *picture, const nw_gap_figure *figure);

#endif
