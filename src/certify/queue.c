#include "certify/queue.h"

#include <stdlib.h>

#include "base/memory.h"

enum { FULL = 1 << 19 };

static void reserve(nw_queue *queue)
{
    if (queue->count < queue->room)
        return;
    queue->room = queue->room == 0 ? 64 : 2 * queue->room;
    queue->keys = nw_grow(queue->keys, queue->room, sizeof *queue->keys);
    queue->slots = nw_grow(queue->slots, queue->room, sizeof *queue->slots);
    queue->free_slots = nw_grow(queue->free_slots, queue->room, sizeof *queue->free_slots);
}

bool nw_queue_full(const nw_queue *queue)
{
    return queue->count >= FULL;
}

void nw_queue_push(nw_queue *queue, const nw_waiting *box)
{
    if (nw_queue_full(queue)) {
        if (queue->stacked == queue->stack_room) {
            queue->stack_room = queue->stack_room == 0 ? 256 : 2 * queue->stack_room;
            queue->stack = nw_grow(queue->stack, queue->stack_room, sizeof *queue->stack);
        }
        queue->stack[queue->stacked++] = *box;
        return;
    }
    reserve(queue);
    /* count + free_count = slot_count: there is always room for one slot more. */
    uint32_t slot = queue->free_count > 0 ? queue->free_slots[--queue->free_count] : (uint32_t)queue->slot_count++;
    queue->slots[slot] = *box;
    size_t hole = queue->count++;
    while (hole > 0 && queue->keys[(hole - 1) / 2].bound < box->bound) {
        queue->keys[hole] = queue->keys[(hole - 1) / 2];
        hole = (hole - 1) / 2;
    }
    queue->keys[hole] = (nw_heap_key){box->bound, slot};
}

bool nw_queue_pop(nw_waiting *box, nw_queue *queue)
{
    if (queue->stacked > 0) {
        *box = queue->stack[--queue->stacked];
        return true;
    }
    if (queue->count == 0)
        return false;
    uint32_t slot = queue->keys[0].slot;
    *box = queue->slots[slot];
    queue->free_slots[queue->free_count++] = slot;
    nw_heap_key last = queue->keys[--queue->count];
    size_t hole = 0;
    for (size_t child = 1; child < queue->count; child = 2 * hole + 1) {
        if (child + 1 < queue->count && queue->keys[child + 1].bound > queue->keys[child].bound)
            child++;
        if (!(queue->keys[child].bound > last.bound))
            break;
        queue->keys[hole] = queue->keys[child];
        hole = child;
    }
    queue->keys[hole] = last;
    return true;
}

double nw_queue_largest(const nw_queue *queue)
{
    double largest = queue->count > 0 ? queue->keys[0].bound : 0;
    for (size_t i = 0; i < queue->stacked; i++)
        largest = queue->stack[i].bound > largest ? queue->stack[i].bound : largest;
    return largest;
}

void nw_queue_clear(nw_queue *queue)
{
    free(queue->keys);
    free(queue->slots);
    free(queue->free_slots);
    free(queue->stack);
    *queue = (nw_queue){0};
}
