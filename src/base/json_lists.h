/* The lists of a study file: arrays, or text such as "2,3,5:8". */
#ifndef NW_BASE_JSON_LISTS_H
#define NW_BASE_JSON_LISTS_H

#include "base/json_read.h"

enum { NW_JSON_MOST_ENTRIES = 4096 };

typedef struct nw_json_integers {
    size_t count;
    long *values;
} nw_json_integers;

typedef struct nw_json_words {
    size_t count;
    char **words;
} nw_json_words;

/* Integers least..greatest; an absent member is read as `standard`.  The caller frees values, also after a failure. */
nw_status nw_json_get_integers(nw_json_integers *list, json_t *object, const char *key, long least, long greatest,
                              const char *standard, nw_json_place place, nw_error *error);

/* Pairs of integers least..greatest, values[2 i] and values[2 i + 1]: [[1, 1], [2, 1]] or "1+1,2+1". */
nw_status nw_json_get_pairs(nw_json_integers *pairs, json_t *object, const char *key, long least, long greatest,
                           const char *standard, nw_json_place place, nw_error *error);

/* Words: an array of strings, or "a,b".  Cleared by nw_json_words_clear, also after a failure. */
nw_status nw_json_get_words(nw_json_words *list, json_t *object, const char *key, const char *standard,
                           nw_json_place place, nw_error *error);
void nw_json_words_clear(nw_json_words *list);

/* NW_BAD_INPUT "FILE: KEY WHY". */
nw_status nw_json_refuse(nw_json_place place, const char *key, const char *why, nw_error *error);

#endif
