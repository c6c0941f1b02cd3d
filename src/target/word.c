#include "target/word.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "rational.h"
#include "target/family.h"

/* ---- numbers ---- */

double nw_double_below(const fmpq_t value)
{
    /* arf_fmpz_div_fmpz rounds correctly to 53 bits towards zero; results below the normal range lose more bits in
     * arf_get_d, again towards zero. */
    arf_t rounded;
    arf_init(rounded);
    arf_fmpz_div_fmpz(rounded, fmpq_numref(value), fmpq_denref(value), 53, ARF_RND_DOWN);
    double result = arf_get_d(rounded, ARF_RND_DOWN);
    arf_clear(rounded);
    return result;
}

bool nw_seed_read(unsigned long *seed, const char *text)
{
    size_t length = strlen(text);
    if (length == 0 || strspn(text, "0123456789") != length)
        return false;
    errno = 0;
    *seed = strtoul(text, NULL, 10);
    return errno == 0;
}

/* An optional sign and at most 18 digits. */
static bool read_integer(long *value, const char *text)
{
    const char *digits = text[0] == '-' || text[0] == '+' ? text + 1 : text;
    size_t length = strlen(digits);
    if (length == 0 || length > 18 || strspn(digits, "0123456789") != length)
        return false;
    *value = strtol(text, NULL, 10);
    return true;
}

/* ---- keys ---- */

static size_t key_index(const nw_key *keys, const char *name, size_t length)
{
    size_t i = 0;
    while (keys[i].name != NULL && (strlen(keys[i].name) != length || strncmp(keys[i].name, name, length) != 0))
        i++;
    return i;
}

static nw_status unknown_key(const nw_word *word, const char *name, nw_error *error)
{
    nw_text list = {0};
    nw_guess guess = {.word = name};
    for (const nw_key *key = word->keys; key->name != NULL; key++) {
        nw_text_addf(&list, "%s%s", key == word->keys ? "" : ", ", key->name);
        nw_guess_offer(&guess, key->name);
    }
    nw_status status =
        guess.nearest != NULL
            ? nw_fail(error, NW_BAD_INPUT, "target %s has no key '%.40s'; did you mean %s? its keys are %s",
                      word->family, name, guess.nearest, nw_text_string(&list))
            : nw_fail(error, NW_BAD_INPUT, "target %s has no key '%.40s'; its keys are %s", word->family, name,
                      nw_text_string(&list));
    nw_text_clear(&list);
    return status;
}

static nw_status bad_value(const nw_word *word, const nw_key *key, const char *value, const char *wanted,
                           nw_error *error)
{
    return nw_fail(error, NW_BAD_INPUT, "target %s: %s=%.60s, and %s must be %s", word->family, key->name, value,
                   key->name, wanted);
}

static nw_status check_integer(char **canonical, const nw_word *word, const nw_key *key, const char *value,
                               nw_error *error)
{
    long number;
    if (read_integer(&number, value) && number >= key->least && number <= key->greatest) {
        *canonical = nw_format("%ld", number);
        return NW_OK;
    }
    char *wanted = nw_format("an integer from %ld to %ld", key->least, key->greatest);
    nw_status status = bad_value(word, key, value, wanted, error);
    free(wanted);
    return status;
}

static nw_status check_seed(char **canonical, const nw_word *word, const nw_key *key, const char *value,
                            nw_error *error)
{
    unsigned long seed;
    if (!nw_seed_read(&seed, value))
        return bad_value(word, key, value, "an integer from 0 to 2^64 - 1", error);
    *canonical = nw_format("%lu", seed);
    return NW_OK;
}

static nw_status check_number(char **canonical, const nw_word *word, const nw_key *key, const char *value,
                              nw_error *error)
{
    fmpq_t number;
    fmpq_init(number);
    /* Numbers that round to 0 are refused with those that are not positive. */
    bool fits = nw_rational_parse(number, value, NULL) == NW_OK && fmpq_sgn(number) > 0 &&
                fmpq_cmp_si(number, key->greatest) <= 0 && nw_double_below(number) > 0;
    if (fits)
        *canonical = nw_rational_short(number);
    fmpq_clear(number);
    if (fits)
        return NW_OK;
    char *wanted = nw_format("a number > 0 and <= %ld, such as 0.25 or 1e-3", key->greatest);
    nw_status status = bad_value(word, key, value, wanted, error);
    free(wanted);
    return status;
}

static nw_status take(nw_word *word, size_t index, const char *value, nw_error *error)
{
    const nw_key *key = &word->keys[index];
    char *canonical = NULL;
    nw_status status = NW_OK;
    switch (key->kind) {
    case NW_KEY_INTEGER:
        status = check_integer(&canonical, word, key, value, error);
        break;
    case NW_KEY_SEED:
        status = check_seed(&canonical, word, key, value, error);
        break;
    case NW_KEY_NUMBER:
        status = check_number(&canonical, word, key, value, error);
        break;
    case NW_KEY_TEXT:
        canonical = nw_copy_text(value);
        break;
    }
    if (status == NW_OK) {
        free(word->text[index]);
        word->text[index] = canonical;
    }
    return status;
}

/* One KEY=VALUE, already cut out. */
static nw_status read_pair(nw_word *word, const char *pair, nw_error *error)
{
    const char *equals = strchr(pair, '=');
    if (equals == NULL || equals == pair || equals[1] == '\0')
        return nw_fail(error, NW_BAD_INPUT, "target %s: '%.60s' is not KEY=VALUE", word->family, pair);
    size_t index = key_index(word->keys, pair, (size_t)(equals - pair));
    if (word->keys[index].name == NULL) {
        char *name = nw_format("%.*s", (int)(equals - pair < 40 ? equals - pair : 40), pair);
        nw_status status = unknown_key(word, name, error);
        free(name);
        return status;
    }
    if (word->given[index])
        return nw_fail(error, NW_BAD_INPUT, "target %s: %s is given twice", word->family, word->keys[index].name);
    word->given[index] = true;
    return take(word, index, equals + 1, error);
}

nw_status nw_word_read(nw_word *word, const char *family, const nw_key *keys, const char *text, size_t length,
                       nw_error *error)
{
    *word = (nw_word){.family = family, .keys = keys};
    for (size_t i = 0; keys[i].name != NULL; i++)
        word->text[i] = keys[i].standard != NULL ? nw_copy_text(keys[i].standard) : NULL;
    nw_status status = NW_OK;
    for (size_t begin = 0; status == NW_OK && begin < length;) {
        const char *comma = memchr(text + begin, ',', length - begin);
        size_t end = comma != NULL ? (size_t)(comma - text) : length;
        char *pair = nw_alloc(end - begin + 1, 1);
        memcpy(pair, text + begin, end - begin);
        status = read_pair(word, pair, error);
        free(pair);
        begin = end + 1;
        if (status == NW_OK && comma != NULL && begin == length)
            status = nw_fail(error, NW_BAD_INPUT, "target %s: nothing stands after the last comma", family);
    }
    if (status != NW_OK)
        nw_word_clear(word);
    return status;
}

void nw_word_clear(nw_word *word)
{
    for (size_t i = 0; i < NW_MOST_KEYS; i++)
        free(word->text[i]);
    *word = (nw_word){0};
}

/* ---- values ---- */

const char *nw_word_text(const nw_word *word, const char *key)
{
    return word->text[key_index(word->keys, key, strlen(key))];
}

bool nw_word_given(const nw_word *word, const char *key)
{
    return word->given[key_index(word->keys, key, strlen(key))];
}

long nw_word_integer(const nw_word *word, const char *key)
{
    return strtol(nw_word_text(word, key), NULL, 10);
}

unsigned long nw_word_seed(const nw_word *word, const char *key)
{
    return strtoul(nw_word_text(word, key), NULL, 10);
}

double nw_word_number(const nw_word *word, const char *key)
{
    fmpq_t number;
    fmpq_init(number);
    nw_rational_parse(number, nw_word_text(word, key), NULL);
    double rounded = nw_double_below(number);
    fmpq_clear(number);
    return rounded;
}

void nw_word_put(nw_word *word, const char *key, const char *value)
{
    size_t index = key_index(word->keys, key, strlen(key));
    free(word->text[index]);
    word->text[index] = nw_copy_text(value);
}

char *nw_word_write(const nw_word *word, const char *tail)
{
    nw_text text = {0};
    nw_text_add(&text, word->family);
    char before = ':';
    for (size_t i = 0; word->keys[i].name != NULL; i++) {
        if (word->text[i] == NULL)
            continue;
        nw_text_add_char(&text, before);
        nw_text_addf(&text, "%s=", word->keys[i].name);
        nw_text_add(&text, word->text[i]); /* a string of signs may be long */
        before = ',';
    }
    if (tail != NULL) {
        nw_text_add_char(&text, ':');
        nw_text_add(&text, tail);
    }
    return nw_text_take(&text);
}
