/* Network files: JSON, doubles as C99 hex floats, so that a network read back is the same network.
 *
 *   {"format": "nwidth-network", "version": 1, "inputs": 1, "outputs": 1, "output_bias": true,
 *    "layers": [{"units": 7, "activation": "tanh", "weights": ["0x1.8p+0", ...], "biases": [...]}, ...,
 *               {"units": 1, "activation": "identity", "weights": [...], "biases": [...] or absent}],
 *    "parameters": 22, "provenance": {...} or absent}
 *
 * weights are row-major, units x inputs of the layer.  A sparse layer lists its connections unit after unit, and its
 * biases are the connections from the source that is numbered `inputs` of the layer, the constant 1:
 *
 *    {"units": 3, "activation": "relu", "first": [0, 2, 3, 5], "sources": [0, 1, 0, 1, 2], "weights": ["0x..", ..]}
 *
 * first[j] .. first[j + 1] - 1 are the connections of unit j; the sources of a unit rise strictly.
 *
 * A layer between without biases is one that has none.  The shape of a network is the same document without weights and
 * biases, but "biases": false in such a layer. */
#ifndef NW_NET_NETWORK_FILE_H
#define NW_NET_NETWORK_FILE_H

#include "base/json_read.h"
#include "net/network.h"

/* provenance (may be NULL) is taken over. */
json_t *nw_network_to_json(const nw_network *network, json_t *provenance);

/* Checks format, version, sizes (before anything is allocated by them), every number; NaN and Inf are refused. */
nw_status nw_network_from_json(nw_network **network, json_t *document, nw_json_place place, nw_error *error);

/* The shape alone; read, all parameters are zero.  NW_BAD_INPUT, before memory is taken for them, unless there are so
 * many of them. */
json_t *nw_network_shape_to_json(const nw_network *network);
nw_status nw_network_shape_from_json(nw_network **network, json_t *document, size_t parameters, nw_json_place place,
                                     nw_error *error);

nw_status nw_network_read(nw_network **network, const char *file, nw_error *error);
/* Atomic. */
nw_status nw_network_write(const nw_network *network, json_t *provenance, const char *file, nw_error *error);

#endif
