/* What all our JSON has in common: key order kept, numbers as strings, two blanks of indent. */
#ifndef NW_BASE_JSON_H
#define NW_BASE_JSON_H

#include <jansson.h>

#include "base/text.h"

/* A JSON string; bytes that are not UTF-8 (from the command line) become U+FFFD. */
json_t *nw_json_string(const char *text);

/* Adds value (taken over) under a key that is not there yet. */
void nw_json_put(json_t *object, const char *key, json_t *value);
void nw_json_put_text(json_t *object, const char *key, const char *text);
void nw_json_append(json_t *array, json_t *value);

/* Adds the value to text as it stands inside a document at `depth` levels of indent. */
void nw_json_add(nw_text *text, const json_t *value, size_t depth);

/* Writes a whole document and its line end, and frees the value. */
void nw_json_write(FILE *stream, json_t *value);

#endif
