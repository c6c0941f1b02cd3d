/* The figure of an experiment: a panel for each target, or one; errors over the axis, or over the epochs for pairs of
 * networks; beside it the share of wrong classes where there is one. */
#ifndef NW_REPORT_EXPERIMENT_FIGURE_H
#define NW_REPORT_EXPERIMENT_FIGURE_H

#include "report/experiment_groups.h"
#include "report/figure.h"

/* NW_BAD_INPUT when there is nothing to draw yet.  Cleared by nw_figure_clear. */
nw_status nw_experiment_figure_make(nw_figure *figure, const nw_experiment_groups *groups, nw_error *error);

#endif
