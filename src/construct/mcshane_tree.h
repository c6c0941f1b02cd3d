/* Maxima of many values as trees of max(a, b) = relu(a - b) + relu(b), b >= 0 (theory/built_mcshane.c counts them). */
#ifndef NW_CONSTRUCT_MCSHANE_TREE_H
#define NW_CONSTRUCT_MCSHANE_TREE_H

#include "construct/builder.h"

/* The values to be compared, all >= 0, in the layer built last: each the sum of two units, the last perhaps one
 * alone. */
typedef struct nw_maxima {
    size_t first; /* unit */
    size_t count;
    bool single; /* the last */
} nw_maxima;

/* The values at the leaves: scale * unit (first + i) plus biases[i], or plus unit (values + i) where biases is NULL. */
typedef struct nw_leaves {
    size_t first, count;
    double scale;
    const double *biases;
    size_t values;
} nw_leaves;

enum { NW_NOTHING_LESS = NW_MOST_UNITS }; /* no unit has this number */

/* Add a level to the layer begun in the builder: pairs of values become their maxima.  less: where the level leaves one
 * value, that unit of the layer before is subtracted from it (the result must stay >= 0), or NW_NOTHING_LESS. */
void nw_leaves_level(nw_maxima *maxima, nw_builder *builder, const nw_leaves *leaves, size_t less);
void nw_maxima_level(nw_maxima *maxima, nw_builder *builder, size_t less);

/* Connects the unit begun last with a value. */
void nw_maxima_connect(nw_builder *builder, const nw_maxima *maxima, size_t index, double sign);

#endif
