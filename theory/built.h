/* The networks behind upper bounds, counted layer by layer: the cards sum these numbers, and src/construct builds
 * networks that have exactly them.  A bias is a connection; in a sparse layer only connections count. */
#ifndef NW_BUILT_H
#define NW_BUILT_H

#include "base/arb_compat.h"

enum { NW_BUILT_LAYERS = 64 };

typedef struct nw_built_layer {
    fmpz_t units, connections;
} nw_built_layer;

typedef struct nw_built {
    size_t layer_count;
    nw_built_layer layers[NW_BUILT_LAYERS]; /* all initialised */
} nw_built;

void nw_built_init(nw_built *built);
void nw_built_clear(nw_built *built);
/* Appends a layer. */
void nw_built_add(nw_built *built, const fmpz_t units, const fmpz_t connections);
void nw_built_total(fmpz_t connections, const nw_built *built);

/* The kuhn network (theory.md section 6) with that many intervals per axis, 1 <= n <= NW_BUILT_LAYERS - 2, and the ramp
 * network. */
void nw_built_kuhn(nw_built *built, const fmpz_t intervals, slong n);
/* The sum of its layers' connections, for any n >= 1. */
void nw_built_kuhn_total(fmpz_t connections, const fmpz_t intervals, slong n);
void nw_built_ramp(nw_built *built, const fmpz_t intervals);

/* f of Theorem 4's constructive form: the kuhn network in m2 dimensions with `outputs` output units, one for each
 * weight of g that depends on the task. */
void nw_built_task(nw_built *built, const fmpz_t intervals, slong m2, const fmpz_t outputs);
/* f = W P of Theorem 5: w kuhn networks in m2 dimensions side by side, whose outputs are linear units, and W, which
 * connects each of them with every output. */
void nw_built_selector(nw_built *built, const fmpz_t intervals, slong m2, slong w, const fmpz_t outputs);

/* The mcshane network (theory.md section 6) with that many centres per axis, n = 1, 2; at most 2^29 centres per axis
 * fit into NW_BUILT_LAYERS. */
void nw_built_mcshane(nw_built *built, const fmpz_t centres, slong n);
/* The sum of its layers' connections, the units of its widest hidden layer, and how many of these there are: for any
 * number of centres. */
void nw_built_mcshane_shape(fmpz_t connections, fmpz_t widest, slong *hidden, const fmpz_t centres, slong n);
/* q of the embedding method made of it: the values at the centres are inputs, not biases. */
void nw_built_mcshane_primary(nw_built *built, const fmpz_t centres, slong m1);

#endif
