/* The figure of a gap study: two panels a setting, side by side, N counted densely and by connections. */
#ifndef NW_REPORT_GAP_FIGURE_H
#define NW_REPORT_GAP_FIGURE_H

#include "report/figure.h"
#include "report/gap_bounds.h"

/* Settings without any result have no panels.  NW_BAD_INPUT when that leaves none. */
nw_status nw_gap_figure_make(nw_figure *figure, const nw_gap_groups *groups, const nw_gap_bounds *bounds,
                             nw_error *error);

#endif
