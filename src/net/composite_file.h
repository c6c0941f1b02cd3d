/* Composite files: JSON, the networks in it as net/network_file.h writes them.
 *
 *   {"format": "nwidth-composite", "version": 1, "form": "embedding", "m1": 1, "m2": 1,
 *    "primary": {.. a network ..}, "task": {.. a network ..}, "fed": [12, 13, ..] or absent,
 *    "provenance": {...} or absent}
 *
 * form: "plain", N(x, I) = primary, no task; "embedding", primary q and task e; "hypernetwork", task f, whose outputs
 * are the parameters of g in their order (each layer's weights row by row, then its biases), and primary the shape of
 * g alone: a network document without weights and biases.  With "fed" output i of f is parameter fed[i] of g, the
 * numbers rise strictly, and primary is all of g, with weights, those that f produces being 0. */
#ifndef NW_NET_COMPOSITE_FILE_H
#define NW_NET_COMPOSITE_FILE_H

#include "base/json_read.h"
#include "net/composite.h"

/* Whether the document says of itself that it is a composite. */
bool nw_is_composite(const json_t *document);

/* provenance (may be NULL) is taken over. */
json_t *nw_composite_to_json(const nw_composite *composite, json_t *provenance);

/* Checks format, version, sizes (before anything is allocated by them), every number. */
nw_status nw_composite_from_json(nw_composite **composite, json_t *document, nw_json_place place, nw_error *error);

nw_status nw_composite_read(nw_composite **composite, const char *file, nw_error *error);
/* Atomic. */
nw_status nw_composite_write(const nw_composite *composite, json_t *provenance, const char *file, nw_error *error);

#endif
