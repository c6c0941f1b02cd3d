/* Enclosures of errors for a study: judging against a goal, and what is reported in the end. */
#ifndef NW_STUDY_ENCLOSE_H
#define NW_STUDY_ENCLOSE_H

#include "certify/certify.h"

/* The error of `function` over the box low .. high (NULL, both: [-1,1]^d), within the tolerance; where its upper end
 * exceeds the threshold although error <= threshold can be proven, that proof with the best lower end. */
nw_status nw_enclose_within(nw_enclosure *enclosure, const nw_composite *function, const nw_target *target,
                            const double *low, const double *high, double threshold, double tolerance, bool keep_tree,
                            const volatile bool *stop, nw_error *error);

#endif
