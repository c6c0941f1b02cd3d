/* Networks as read: dense and sparse layers, seen unit by unit. */
#ifndef NW_VERIFY_PLAIN_NETWORK_H
#define NW_VERIFY_PLAIN_NETWORK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/activation.h"
#include "base/json_read.h"

enum {
    NW_CLAIM_LAYERS = 64,
    NW_CLAIM_UNITS = 1 << 20 /* in one layer */
};

typedef struct nw_plain_network {
    size_t inputs, outputs, layer_count;
    size_t units[NW_CLAIM_LAYERS];
    nw_activation activation[NW_CLAIM_LAYERS];
    size_t parameter[NW_CLAIM_LAYERS]; /* the number of the layer's first among all parameters */
    /* A dense layer: units x inputs, row by row, then the biases (NULL: none).  A sparse one: one weight a connection,
     * unit after unit; biases NULL.  Both are NULL where only the shape is known. */
    double *weights[NW_CLAIM_LAYERS], *biases[NW_CLAIM_LAYERS];
    bool biased[NW_CLAIM_LAYERS]; /* a dense layer has biases */
    /* Of a sparse layer (dense: NULL).  Unit j has the connections first[j] .. first[j + 1] - 1.  Their sources rise;
     * source number `inputs` of the layer is the constant 1. */
    size_t *first[NW_CLAIM_LAYERS];
    uint32_t *source[NW_CLAIM_LAYERS];
    bool output_bias;
} nw_plain_network;

/* A unit before its activation: bias + sum_i weight[i] x_source(i). */
typedef struct nw_row {
    size_t count;
    const uint32_t *source; /* NULL: 0, 1, .., count - 1 */
    const double *weight;   /* NULL: of a shape */
    size_t parameter;       /* the number of the first weight; the others follow */
    bool biased;
    double bias; /* 0 where there is none */
    size_t bias_parameter;
} nw_row;

nw_row nw_plain_row(const nw_plain_network *network, size_t layer, size_t unit);

static inline size_t nw_row_source(const nw_row *row, size_t i)
{
    return row->source != NULL ? row->source[i] : i;
}

size_t nw_plain_layer_inputs(const nw_plain_network *network, size_t layer);
/* How many weights and biases there are, in one layer and in all. */
size_t nw_plain_layer_parameters(const nw_plain_network *network, size_t layer);
size_t nw_plain_network_parameters(const nw_plain_network *network);
/* Whether every unit is piecewise linear. */
bool nw_plain_network_is_linear(const nw_plain_network *network);

/* Layer number `layer` of a network whose inputs, output_bias and layers before are known; numbers: with weights. */
nw_status nw_plain_layer_read(nw_plain_network *network, json_t *object, size_t layer, bool numbers,
                              nw_json_place place, nw_error *error);
nw_status nw_plain_network_read(nw_plain_network *network, json_t *object, nw_json_place place, nw_error *error);
/* The same document without weights and biases, but "biases": false in a layer between that has none.  Takes no memory
 * for them. */
nw_status nw_plain_shape_read(nw_plain_network *network, json_t *object, nw_json_place place, nw_error *error);
void nw_plain_network_clear(nw_plain_network *network);

#endif
