/* Eight doubles at once, for loops that keep sums in registers. */
#ifndef NW_NET_LANES_H
#define NW_NET_LANES_H

#include "net/kernels.h"

/* 64 bytes: one register of AVX-512, two of AVX2. */
typedef double lanes __attribute__((vector_size(64), may_alias));

_Static_assert(sizeof(lanes) == NW_LANES * sizeof(double), "as many lanes as the rows are padded to");

/* Inlined into every clone of its caller. */
#define NW_FLAT static inline __attribute__((always_inline))

NW_FLAT double lane_sum(const lanes *v)
{
    return (((*v)[0] + (*v)[4]) + ((*v)[2] + (*v)[6])) + (((*v)[1] + (*v)[5]) + ((*v)[3] + (*v)[7]));
}

#endif
