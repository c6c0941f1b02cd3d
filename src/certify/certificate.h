/* Certificate files: a claim about a sup norm with all that is needed to check it again.
 *
 *   {"format": "nwidth-certificate", "version": 1,
 *    "claim": {"lower": "0x..", "upper": "0x..", "witness": ["0x..", ..]},
 *    "domain": {"low": ["0x..", ..], "high": ["0x..", ..]} or absent,
 *    "network": {.. a network file ..}, or "composite": {.. a composite file ..} in its place,
 *    "target": {"word": "bump:..", "definition": {.. nw_target_to_json ..}},
 *    "tree": {"cuts": [["0x..", ..], ..], "boxes": 267, "symbols": "BASE64"},
 *    "provenance": {...} or absent,
 *    "checksum": "crc32:xxxxxxxx"}
 *
 * It claims |N - y| >= lower at the witness, a point of the domain, and |N - y| <= upper on every leaf of the tree,
 * hence lower <= ||N - y||_inf <= upper.  domain: a box in [-1,1]^d, which may have no width along an axis (low =
 * high, no cuts there); [-1,1]^d where it is absent.  symbols: those of nw_tree packed with ceil(log2(1 + d)) bits
 * each (d = 1: 1 bit, d = 2, 3: 2 bits, d = 4: 3 bits), most significant bit first, the last byte filled with zeros,
 * in base64 (RFC 4648 with padding).  boxes: the number of symbols.  checksum: zlib's crc32 over json_dumps(document
 * without "checksum", JSON_COMPACT | JSON_SORT_KEYS | JSON_ENSURE_ASCII), 8 lower-case hex digits. */
#ifndef NW_CERTIFY_CERTIFICATE_H
#define NW_CERTIFY_CERTIFICATE_H

#include "certify/certify.h"

/* Needs an enclosure with a tree and a finite upper bound.  provenance may be NULL; taken over. */
json_t *nw_certificate_to_json(const nw_enclosure *enclosure, const nw_network *network, const nw_target *target,
                               json_t *provenance);
json_t *nw_certificate_of_composite(const nw_enclosure *enclosure, const nw_composite *composite,
                                    const nw_target *target, json_t *provenance);
/* Atomic. */
nw_status nw_certificate_write(const nw_enclosure *enclosure, const nw_network *network, const nw_target *target,
                               json_t *provenance, const char *file, nw_error *error);
nw_status nw_certificate_write_composite(const nw_enclosure *enclosure, const nw_composite *composite,
                                         const nw_target *target, json_t *provenance, const char *file,
                                         nw_error *error);

#endif
