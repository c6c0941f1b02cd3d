/* The mcshane network (theory.md section 6), with its node values as biases or as inputs. */
#ifndef NW_CONSTRUCT_MCSHANE_H
#define NW_CONSTRUCT_MCSHANE_H

#include "net/network.h"

typedef struct nw_cones {
    size_t axes, centres; /* 1 or 2; on each of them */
    const double *values; /* at the centres^axes centres, first axis slowest, in [-1, 1]; NULL: inputs behind x */
    double shift;         /* 0 .. 1/centres */
} nw_cones;

/* NW_BAD_INPUT unless axes is 1 or 2, centres >= 1 and no layer has too many units. */
nw_status nw_cones_check(size_t axes, size_t centres, nw_error *error);
/* Coordinate of a centre on its axis: the nearest double. */
double nw_cones_centre(size_t centres, size_t index);
/* The point of a centre. */
void nw_cones_point(double *x, size_t axes, size_t centres, size_t index);
size_t nw_cones_count(size_t axes, size_t centres); /* centres^axes */

/* max_i (y_i - ||x - x_i||_inf) + shift; NW_IO_FAILURE where its connections are not those counted, a defect. */
nw_status nw_cones_network(nw_network **network, const nw_cones *cones, nw_error *error);

#endif
