/* Boxes that wait: the one with the largest bound first, as long as they are not too many; beyond that the newest
 * first, which needs little room. */
#ifndef NW_CERTIFY_QUEUE_H
#define NW_CERTIFY_QUEUE_H

#include <stdint.h>

#include "certify/bounder.h"

typedef struct nw_waiting {
    nw_box box;
    double bound, rounding;
    uint32_t node; /* in the tree */
    int axis;      /* to be halved along; -1: it cannot be */
    bool exact;    /* bounded in Arb already */
} nw_waiting;

typedef struct nw_heap_key {
    double bound;
    uint32_t slot;
} nw_heap_key;

/* {0} is the empty queue. */
typedef struct nw_queue {
    nw_heap_key *keys; /* a heap: the largest bound on top */
    nw_waiting *slots; /* what the keys stand for */
    uint32_t *free_slots;
    size_t count, slot_count, free_count, room;
    nw_waiting *stack;
    size_t stacked, stack_room;
} nw_queue;

void nw_queue_push(nw_queue *queue, const nw_waiting *box);
/* False when it is empty. */
bool nw_queue_pop(nw_waiting *box, nw_queue *queue);
/* Whether so many boxes wait that further ones go to the stack: what is on it is better worked off first. */
bool nw_queue_full(const nw_queue *queue);
/* The largest bound that waits; 0 when nothing does. */
double nw_queue_largest(const nw_queue *queue);
void nw_queue_clear(nw_queue *queue);

#endif
