/* What the passes through a network share: the room they work in and the pass forward over one block of points. */
#ifndef NW_NET_WORK_H
#define NW_NET_WORK_H

#include "net/kernels.h"
#include "net/network.h"

struct nw_net_work {
    size_t block;              /* most points at a time, a multiple of NW_LANES */
    double **values;           /* values[0]: the inputs; values[k]: layer k's units; unit-major */
    double **slopes;           /* slopes[k]: the derivatives there, where values[k] do not tell them; else NULL */
    double *delta[2];          /* as many units as the widest layer has, or the inputs */
    double *outputs, *weights; /* of a loss over a block, point-major */
    double *points;            /* two times NW_LANES points of that many units, point-major */
    double *memory;            /* what they all lie in */
};

/* Points of a block and where their rows stand. */
typedef struct nw_net_block {
    size_t first, count, stride;
} nw_net_block;

/* The next block of `count` points, begun with {0}; false after the last. */
bool nw_net_next_block(nw_net_block *block, size_t count, const nw_net_work *work);

/* Fills values and slopes for these points. */
void nw_net_forward_block(const nw_network *network, const double *x, nw_net_block block, nw_net_work *work);

/* W^k of a dense layer as it stands, and transposed. */
nw_matrix nw_net_matrix(const nw_network *network, size_t layer);
nw_matrix nw_net_transposed(const nw_network *network, size_t layer);

#endif
