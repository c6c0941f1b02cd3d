/* The lists of a study file: arrays, or text such as "2,3,5:8". */
#ifndef NW_STUDY_GAP_LISTS_H
#define NW_STUDY_GAP_LISTS_H

#include "base/json_read.h"

enum { NW_GAP_MOST_ENTRIES = 4096 };

typedef struct nw_gap_integers {
    size_t count;
    long *values;
} nw_gap_integers;

typedef struct nw_gap_words {
    size_t count;
    char **words;
} nw_gap_words;

/* Integers least..greatest; an absent member is read as `standard`.  The caller frees values, also after a failure. */
nw_status nw_gap_get_integers(nw_gap_integers *list, json_t *object, const char *key, long least, long greatest,
                              const char *standard, nw_json_place place, nw_error *error);

/* Pairs of integers least..greatest, values[2 i] and values[2 i + 1]: [[1, 1], [2, 1]] or "1+1,2+1". */
nw_status nw_gap_get_pairs(nw_gap_integers *pairs, json_t *object, const char *key, long least, long greatest,
                           const char *standard, nw_json_place place, nw_error *error);

/* Words: an array of strings, or "a,b".  Cleared by nw_gap_words_clear, also after a failure. */
nw_status nw_gap_get_words(nw_gap_words *list, json_t *object, const char *key, const char *standard,
                           nw_json_place place, nw_error *error);
void nw_gap_words_clear(nw_gap_words *list);

/* NW_BAD_INPUT "FILE: KEY WHY". */
nw_status nw_gap_refuse(nw_json_place place, const char *key, const char *why, nw_error *error);

#endif
