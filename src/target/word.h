/* Target words: FAMILY:KEY=VALUE,KEY=VALUE,.. read against a family's list of keys. */
#ifndef NW_TARGET_WORD_H
#define NW_TARGET_WORD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arb_compat.h"
#include "base/error.h"

typedef enum nw_key_kind {
    NW_KEY_INTEGER, /* least..greatest */
    NW_KEY_SEED,    /* 0..2^64 - 1 */
    NW_KEY_NUMBER,  /* a positive decimal or p/q, at most `greatest` */
    NW_KEY_TEXT,
} nw_key_kind;

typedef struct nw_key {
    const char *name;
    nw_key_kind kind;
    const char *standard; /* the default; NULL: none, and absent when not given */
    long least, greatest;
} nw_key;

enum { NW_MOST_KEYS = 12 };

/* The values of one word, in the order of the family's keys. */
typedef struct nw_word {
    const char *family;
    const nw_key *keys;
    char *text[NW_MOST_KEYS]; /* as it will be written; NULL: absent */
    bool given[NW_MOST_KEYS];
} nw_word;

/* Reads KEY=VALUE,.. of the first `length` characters of `text`; every value is checked against its key. */
nw_status nw_word_read(nw_word *word, const char *family, const nw_key *keys, const char *text, size_t length,
                       nw_error *error);
void nw_word_clear(nw_word *word);

/* The value of a key of the family. */
const char *nw_word_text(const nw_word *word, const char *key);
bool nw_word_given(const nw_word *word, const char *key);
long nw_word_integer(const nw_word *word, const char *key);
unsigned long nw_word_seed(const nw_word *word, const char *key);
/* Rounded towards zero. */
double nw_word_number(const nw_word *word, const char *key);

/* Replaces a value; `value` is copied. */
void nw_word_put(nw_word *word, const char *key, const char *value);

/* FAMILY:KEY=VALUE,.. with every key that has a value, and `:tail` unless tail is NULL.  The caller frees. */
char *nw_word_write(const nw_word *word, const char *tail);

/* Parses the whole of `text` as a seed. */
bool nw_seed_read(unsigned long *seed, const char *text);

#endif
