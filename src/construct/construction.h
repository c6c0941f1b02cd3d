/* `nwidth construct`: the network of a card's upper bound for one target, counted beside the card. */
#ifndef NW_CONSTRUCT_CONSTRUCTION_H
#define NW_CONSTRUCT_CONSTRUCTION_H

#include "card.h"
#include "construct/construct.h"

/* What the card's number says about the count of what was built. */
typedef enum nw_relation {
    NW_EQUALS,   /* the card counts this network */
    NW_AT_MOST,  /* the card bounds it, with constants that this target does not need */
    NW_COMPARES, /* the card is about another network, and stands beside it */
} nw_relation;

typedef struct nw_construction_plan {
    const nw_card *card; /* kuhn, ramp, mcshane, thm4, thm5 */
    const nw_target *target;
    const fmpq *eps;
    const char *activation; /* NULL: the card's default */
    size_t m1;              /* of thm4 and of an embedding; 0 otherwise */
    bool embedding;         /* mcshane as an embedding method */
} nw_construction_plan;

typedef struct nw_construction {
    const nw_card *card;
    const nw_target *target;
    fmpq_t eps;
    nw_activation activation;
    size_t m1, m2;                    /* m2 = 0: a plain network */
    size_t intervals, task_intervals; /* or centres; an axis of x, and of I (0: none) */
    nw_network *network;              /* or */
    nw_composite *composite;          /* the other is NULL */
    nw_result *bound;                 /* the card's, at this setting */
    nw_relation relation;
    nw_result *theorem3, *theorem4; /* of an embedding method: N_q and N_g at the same setting; else NULL */
    double selector_norm; /* of thm5: ||W||_1 at most */
    size_t shared_count;  /* of thm5: connections of an f whose P_i share their hats */
} nw_construction;

/* The ids of the cards that can be built, NULL past the end. */
const char *nw_construction_card(size_t index);
/* Where m1 and m2 matter: thm4 and thm5, and mcshane as an embedding. */
bool nw_construction_splits(const nw_card *card, bool embedding);

/* NW_BAD_INPUT, with what was expected, where the target or the setting lies outside the card's domain or the network
 * would be too large; NW_IO_FAILURE, which ends the program with 4, where the count and the card disagree, a defect.
 * Cleared either way by nw_construction_clear. */
nw_status nw_construction_make(nw_construction *construction, const nw_construction_plan *plan, nw_context *context,
                               nw_error *error);
void nw_construction_clear(nw_construction *construction);

/* The network, g or q; the task network f or e, or NULL. */
const nw_network *nw_construction_primary(const nw_construction *construction);
const nw_network *nw_construction_task(const nw_construction *construction);
/* The network that the card counts: of thm5 f, else the primary one. */
const nw_network *nw_construction_counted(const nw_construction *construction);

#endif
