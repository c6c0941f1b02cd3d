/* A plan of checks over one grid, and the evidence it yields. */
#ifndef NW_AUDIT_PLAN_H
#define NW_AUDIT_PLAN_H

#include "audit_compare.h"
#include "evidence.h"

/* A lower bound against an upper bound of the same quantity at the same setting. */
typedef struct nw_audit_pair {
    nw_audit_side lower, upper;
    const char *separation; /* the hypothesis of the one that the other does not meet; NULL: all hold together */
} nw_audit_pair;

/* An order between two numbers that the theory states. */
typedef struct nw_audit_order {
    nw_audit_side left;
    nw_relation relation;
    nw_audit_side right;
    const char *why;
} nw_audit_order;

/* A number that does not fall as eps falls. */
typedef struct nw_audit_series {
    nw_audit_side side;
    const char *exemption; /* why it may fall; NULL: it may not */
    slong slack;           /* the exemption covers a fall by one part in so many; 0: any fall */
} nw_audit_series;

/* A lower card for which there is no upper bound at all. */
typedef struct nw_audit_alone {
    const char *card;
    const char *why;
} nw_audit_alone;

/* A card that takes long: it is asked at every stride-th eps. */
typedef struct nw_audit_slow {
    const char *card;
    size_t stride;
} nw_audit_slow;

typedef struct nw_audit_plan {
    const nw_audit_pair *pairs;
    size_t pair_count;
    const nw_audit_order *orders;
    size_t order_count;
    const nw_audit_series *series;
    size_t series_count;
    const nw_audit_alone *alone;
    size_t alone_count;
    const nw_audit_slow *slow;
    size_t slow_count;
    nw_card_finder find; /* nw_card_find, or a test's own */
} nw_audit_plan;

/* What a run of a plan amounts to, beside the checks that the evidence counts. */
typedef struct nw_audit_outcome {
    size_t compared;   /* comparisons of two numbers */
    size_t evaluated;  /* cards at settings */
    size_t explained;  /* checks with clashes that a hypothesis or an exemption explains */
    fmpq_t pair_ratio; /* the largest lower/upper of the pairs whose hypotheses hold together */
} nw_audit_outcome;

void nw_audit_outcome_init(nw_audit_outcome *outcome);
void nw_audit_outcome_clear(nw_audit_outcome *outcome);

/* Runs the plan over grids, each check over all of them, as one part of the evidence: a row and a check for each line
 * of the plan that compares something.  A check is refuted when a clash has no separation or exemption; it is undecided
 * when a comparison or a card was.  Adds to the outcome.  Ends early, with rows left out, once *stop (may be NULL). */
void nw_audit_plan_run(nw_audit_outcome *outcome, nw_evidence *evidence, const char *part, const char *title,
                  const nw_audit_plan *plan, const nw_audit_grid *grids, size_t grid_count, nw_context *context,
                  const volatile bool *stop);

/* Undecided checks for what the plan leaves out: every lower card of the catalogue meets every upper card in a pair,
 * and every card has a series; and notes on lower cards that met nothing in the part that was run last. */
void nw_audit_plan_cover(nw_evidence *evidence, const nw_audit_plan *plan);

/* For every eps of the grid whatever it costs: no strides where the grid has at most this many. */
enum { NW_AUDIT_FEW_EPS = 16 };

#endif
