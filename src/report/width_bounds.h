/* The bounds that measured widths are set beside: Theorem 1 with m = m1, counting for the same activation, Theorem 4.
 */
#ifndef NW_REPORT_WIDTH_BOUNDS_H
#define NW_REPORT_WIDTH_BOUNDS_H

#include "card.h"
#include "study/width_file.h"

typedef enum nw_width_bound {
    NW_BOUND_THM1_ALPHA1,
    NW_BOUND_THM1_ALPHA3,
    NW_BOUND_CAPACITY, /* of the group's activation and depth */
    NW_BOUND_BITS,     /* weights of 64 bits: what the networks measured have */
    NW_BOUND_THM4,
    NW_BOUND_COUNT
} nw_width_bound;

/* "thm1_alpha1" as a column's name, "Thm 1, alpha 1" for people. */
extern const char *const nw_width_bound_names[NW_BOUND_COUNT];
extern const char *const nw_width_bound_headers[NW_BOUND_COUNT];

/* The card of a bound for this group, or NULL where none serves its activation. */
const nw_card *nw_width_bound_card(nw_width_bound bound, const nw_width_group *group);

/* The bound at the group's r, m1, eps; the caller frees.  NULL without a card. */
nw_result *nw_width_bound_evaluate(nw_width_bound bound, const nw_width_group *group, nw_context *context);

#endif
