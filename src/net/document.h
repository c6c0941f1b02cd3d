/* What writing and reading of network files share: the format's name, and the connections of a sparse layer. */
#ifndef NW_NET_DOCUMENT_H
#define NW_NET_DOCUMENT_H

#include "base/json_read.h"
#include "net/network.h"

#define NW_NETWORK_FORMAT "nwidth-network"
enum { NW_NETWORK_VERSION = 1 };

/* Adds "first" and "sources" to the object of a layer. */
void nw_connections_to_json(json_t *layer, const nw_connections *connections, size_t units);

/* Whether the layer is written as a sparse one. */
bool nw_connections_in_json(const json_t *layer);

/* The number of connections, from the lengths of the arrays alone. */
nw_status nw_connections_count(size_t *count, json_t *layer, size_t units, nw_json_place place, nw_error *error);

/* The connections of a layer whose lengths were found right: every number is checked, and the sources of a unit rise.
 * Freed by nw_connections_free. */
nw_status nw_connections_from_json(nw_connections **connections, json_t *layer, size_t inputs, size_t units,
                                   nw_json_place place, nw_error *error);

/* NW_BAD_INPUT "net.json: network.format WHY", or "net.json: format WHY" in a document of its own; key "": the place
 * itself.  `why` is printf-like. */
nw_status nw_document_refuse(nw_json_place place, const char *key, nw_error *error, const char *why, ...)
    __attribute__((format(printf, 4, 5)));

#endif
