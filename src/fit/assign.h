/* Pairing the units of two networks of one shape. */
#ifndef NW_FIT_ASSIGN_H
#define NW_FIT_ASSIGN_H

#include "net/network.h"

/* The assignment of least cost: partner[i] = j, each j once; cost[i * n + j], all finite. */
void nw_assign(size_t *partner, const double *cost, size_t n);

/* Renumbers the units of a network with one hidden layer so that each stands where the most similar one of `like`
 * stands, in the same sense: a unit of tanh and its negative, or of logistic and its complement, are one function with
 * two names.  The function stays the same, up to rounding. */
void nw_network_match(nw_network *network, const nw_network *like);

#endif
