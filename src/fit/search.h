/* What the fit of one width and the search for the smallest width share. */
#ifndef NW_FIT_SEARCH_H
#define NW_FIT_SEARCH_H

#include "fit/run.h"

/* Greedy growth from the constant to this width, or, if `least`, to the first network that is accepted.  *best is
 * replaced. */
void nw_fit_grow_to(nw_fit_run *run, nw_fit_candidate *best, size_t width, bool least);

/* Other starts at the width of *best, which is no good yet, until one is accepted: options.starts of them.  *best
 * becomes the best of all.  wider (may be NULL) is a good network of one unit more. */
void nw_fit_other_starts(nw_fit_run *run, nw_fit_candidate *best, const nw_fit_candidate *wider);

/* Units without effect, until the candidate has this width. */
void nw_fit_pad(nw_fit_run *run, nw_fit_candidate *candidate, size_t width);

/* The result's network and error over all points; takes the gains.  The candidate is cleared. */
void nw_fit_deliver(nw_fit_result *result, nw_fit_run *run, nw_fit_candidate *candidate);

#endif
