/* What the hypernetworks of Theorems 4 and 5 share: g is a kuhn network in x, and its last layer alone depends on the
 * task. */
#ifndef NW_CONSTRUCT_HYPER_H
#define NW_CONSTRUCT_HYPER_H

#include "construct/kuhn.h"
#include "net/composite.h"

/* The grids of g in x and of f in I; nodes (may be NULL): their product, x first.  NW_BAD_INPUT unless
 * 1 <= m1 < inputs <= 3, and where a grid is too large. */
nw_status nw_hyper_plan(nw_kuhn *g, nw_kuhn *f, nw_nodes *nodes, const nw_target *target, size_t m1, size_t intervals,
                        size_t task_intervals, nw_activation activation, nw_error *error);

/* The hypernetwork of this g and a task network with one output for each weight of g's last layer; the task network is
 * taken over. */
nw_status nw_hyper_join(nw_composite **composite, const nw_kuhn *g, nw_network *task, size_t m2, nw_error *error);

#endif
