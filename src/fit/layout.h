/* Where the units stand in the parameter vectors of the networks that a search moves between: one or two hidden layers
 * of one width. */
#ifndef NW_FIT_LAYOUT_H
#define NW_FIT_LAYOUT_H

#include "fit/run.h"

/* to (width - 1) = from without unit `first` of the first hidden layer and unit `second` of the second (ignored when
 * there is one). */
void nw_fit_remove_unit(const nw_fit_run *run, double *to, const nw_fit_candidate *from, size_t first, size_t second);

/* to (width + 1) = from and one more unit in each hidden layer: in the first with these weights and bias; in the second
 * it repeats that one.  Its output weight is 0.  from->width may be 0. */
void nw_fit_append_unit(const nw_fit_run *run, double *to, const nw_fit_candidate *from, const double *weight,
                        double bias);

#endif
