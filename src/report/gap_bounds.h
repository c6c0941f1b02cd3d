/* The bounds that the groups of a gap study are set beside, at the group's eps and for its activation and depth. */
#ifndef NW_REPORT_GAP_BOUNDS_H
#define NW_REPORT_GAP_BOUNDS_H

#include "card.h"
#include "study/gap_groups.h"

typedef enum nw_gap_bound {
    NW_GAP_THM1_3,        /* thm1 with alpha = 3: of g with m = m1; of q with m = m1 + m2, and then of all parameters of
                             the method, e with them (N_f) */
    NW_GAP_THM1_1,        /* the same with alpha = 1: continuous selection assumed */
    NW_GAP_THM2,          /* N_q >= thm2, with the group's k and caps */
    NW_GAP_THM2_COUNTING,
    NW_GAP_THM3,
    NW_GAP_THM3_COUNTING,
    NW_GAP_THM4,          /* N_g <= thm4, the paper's form */
    NW_GAP_THM4_BUILT,    /* N_g <= thm4 in its constructive form, r = 1: of clipped ReLU, or ReLU where g has that */
    NW_GAP_SEPARATION,    /* N_q/N_g >= separation, the better of its two forms */
    NW_GAP_BOUND_COUNT
} nw_gap_bound;

extern const char *const nw_gap_bound_names[NW_GAP_BOUND_COUNT];   /* "thm2_counting", for columns */
extern const char *const nw_gap_bound_headers[NW_GAP_BOUND_COUNT]; /* "Thm 2, counting >=" */
extern const char *const nw_gap_bound_latex[NW_GAP_BOUND_COUNT];
const nw_card *nw_gap_bound_card(nw_gap_bound bound);

/* Whether the bound is set beside groups of this job's method: those of g, those of q, or both. */
bool nw_gap_bound_applies(nw_gap_bound bound, const nw_gap_job *job);

/* The k of the cards: m2 for e(I) = I; the largest k among the best networks, so that the bound covers them all; the
 * largest that was searched where none was found. */
size_t nw_gap_bound_k(const nw_gap_group *group);

/* The bound for this group; the caller frees.  NULL where it does not apply. */
nw_result *nw_gap_bound_evaluate(nw_gap_bound bound, const nw_gap_group *group, nw_context *context);

/* The proven number as a double, rounded to nearest; NaN where there is none, or where a lower bound is vacuous. */
double nw_gap_bound_number(const nw_result *result);

/* Every bound of every group, evaluated once. */
typedef struct nw_gap_bounds {
    nw_result *(*results)[NW_GAP_BOUND_COUNT]; /* [group][bound], NULL where it does not apply */
    size_t count;
} nw_gap_bounds;

void nw_gap_bounds_make(nw_gap_bounds *bounds, const nw_gap_groups *groups, nw_context *context);
void nw_gap_bounds_clear(nw_gap_bounds *bounds);

/* The l1 * l2 that a bound of Theorem 2 or 3 was evaluated with; NaN where it has none. */
double nw_gap_bound_lipschitz(const nw_result *result, const nw_gap_job *job);

/* Whether a bound rests on the paper's Assumptions 1 and 2. */
bool nw_gap_bound_assumes(const nw_result *result);

/* How many groups of q have caps that no q of any size meets at their eps, as l2 lies below the least feasible one: their
 * bounds speak of an empty class. */
size_t nw_gap_bounds_empty(const nw_gap_bounds *bounds);

/* How many groups of q have no network, among the best of their targets, whose l1 * l2 is as small as the l1 * l2 that
 * Theorems 2 and 3 are evaluated with; *with is the number of groups that have both numbers.  Of the networks of such a
 * group these bounds do not speak. */
size_t nw_gap_bounds_elsewhere(size_t *with, const nw_gap_bounds *bounds, const nw_gap_groups *groups);

#endif
