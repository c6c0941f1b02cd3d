/* Reading JSON documents that people hand us: every access is checked, and what is wrong is said in one line that names
 * the file and the key. */
#ifndef NW_BASE_JSON_READ_H
#define NW_BASE_JSON_READ_H

#include <jansson.h>
#include <stdbool.h>

#include "base/error.h"

/* Where a value stands, for messages: "net.json: layers[2].weights". */
typedef struct nw_json_place {
    const char *file; /* or what stands for it: "certificate" */
    const char *path; /* inside the document; "" is the document */
} nw_json_place;

enum { NW_LARGEST_DOCUMENT = 256 * 1024 * 1024 }; /* bytes */

/* The document in a file; "-" is standard input.  The caller decrefs. */
nw_status nw_json_load(json_t **document, const char *file, nw_error *error);

/* A member of an object of the asked kind; NW_BAD_INPUT "FILE: PATH.KEY is missing", "... is no integer". */
nw_status nw_json_get_object(json_t **value, json_t *object, const char *key, nw_json_place place, nw_error *error);
nw_status nw_json_get_array(json_t **value, json_t *object, const char *key, nw_json_place place, nw_error *error);
nw_status nw_json_get_text(const char **value, json_t *object, const char *key, nw_json_place place, nw_error *error);
nw_status nw_json_get_bool(bool *value, json_t *object, const char *key, nw_json_place place, nw_error *error);
nw_status nw_json_get_integer(long *value, json_t *object, const char *key, long least, long greatest,
                              nw_json_place place, nw_error *error);

/* A finite double: a string with a C99 hex float ("0x1.8p-3"), which is exact; decimal text and NaN or Inf are refused.
 */
nw_status nw_json_get_double(double *value, json_t *object, const char *key, nw_json_place place, nw_error *error);
/* An array of exactly `count` of them. */
nw_status nw_json_get_doubles(double *values, size_t count, json_t *object, const char *key, nw_json_place place,
                              nw_error *error);

/* Refuses members that are not in the NULL-terminated list: what is not understood is not ignored. */
nw_status nw_json_only(json_t *object, const char *const *keys, nw_json_place place, nw_error *error);

/* The other direction: a double as a hex float string, an array of them. */
json_t *nw_json_double(double value);
json_t *nw_json_doubles(const double *values, size_t count);

/* Parses the whole of `text` as a finite hex float. */
bool nw_hex_double(double *value, const char *text);

#endif
