#include "base/json_lists.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

nw_status nw_json_refuse(nw_json_place place, const char *key, const char *why, nw_error *error)
{
    return nw_fail(error, NW_BAD_INPUT, "%.300s: %s%s%s %.500s", place.file, place.path,
                   place.path[0] != '\0' ? "." : "", key, why);
}

/* Refuses and frees the reason. */
static nw_status refuse_made(nw_json_place place, const char *key, char *why, nw_error *error)
{
    nw_status status = nw_json_refuse(place, key, why, error);
    free(why);
    return status;
}

/* ---- integers ---- */

/* What is being read, for messages. */
typedef struct reading {
    nw_json_integers *list;
    const char *key, *example;
    long least, greatest;
    nw_json_place place;
} reading;

static nw_status not_integers(const reading *at, nw_error *error)
{
    return refuse_made(at->place, at->key,
                       nw_format("is no list of integers from %ld to %ld, such as %s", at->least, at->greatest,
                                 at->example),
                       error);
}

static bool holds(const nw_json_integers *list, long value)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->values[i] == value)
            return true;
    return false;
}

static nw_status add_range(const reading *at, long first, long last, nw_error *error)
{
    nw_json_integers *list = at->list;
    if (first < at->least || last < first || last > at->greatest)
        return not_integers(at, error);
    if ((size_t)(last - first) >= NW_JSON_MOST_ENTRIES - list->count)
        return refuse_made(at->place, at->key, nw_format("has more than %d entries", NW_JSON_MOST_ENTRIES), error);
    for (long value = first; value <= last; value++) {
        if (holds(list, value))
            return refuse_made(at->place, at->key, nw_format("holds %ld twice", value), error);
        list->values = nw_grow(list->values, list->count + 1, sizeof *list->values);
        list->values[list->count++] = value;
    }
    return NW_OK;
}

/* A number without a sign, of at most nine digits. */
static bool scan(long *value, const char **text)
{
    size_t length = strspn(*text, "0123456789");
    if (length == 0 || length > 9)
        return false;
    *value = strtol(*text, NULL, 10);
    *text += length;
    return true;
}

/* "2,3,5:8" */
static nw_status add_text(const reading *at, const char *text, nw_error *error)
{
    for (;;) {
        long first, last;
        if (!scan(&first, &text))
            return not_integers(at, error);
        last = first;
        if (*text == ':') {
            text++;
            if (!scan(&last, &text))
                return not_integers(at, error);
        }
        nw_status status = *text == ',' || *text == '\0' ? add_range(at, first, last, error) : not_integers(at, error);
        if (status != NW_OK || *text == '\0')
            return status;
        text++;
    }
}

static nw_status add_value(const reading *at, const json_t *value, nw_error *error)
{
    if (json_is_string(value))
        return add_text(at, json_string_value(value), error);
    if (!json_is_integer(value))
        return not_integers(at, error);
    json_int_t number = json_integer_value(value);
    if (number < at->least || number > at->greatest)
        return not_integers(at, error);
    return add_range(at, (long)number, (long)number, error);
}

nw_status nw_json_get_integers(nw_json_integers *list, json_t *object, const char *key, long least, long greatest,
                              const char *standard, nw_json_place place, nw_error *error)
{
    const reading at = {list, key, "[2, 3] or \"2,4:8\"", least, greatest, place};
    json_t *value = json_object_get(object, key), *entry;
    size_t index;
    nw_status status = NW_OK;
    *list = (nw_json_integers){0};
    if (value == NULL)
        return standard[0] != '\0' ? add_text(&at, standard, error) : NW_OK;
    if (!json_is_array(value))
        return add_value(&at, value, error);
    json_array_foreach(value, index, entry)
    {
        status = add_value(&at, entry, error);
        if (status != NW_OK)
            break;
    }
    return status;
}

/* ---- pairs ---- */

static nw_status not_pairs(const reading *at, nw_error *error)
{
    return refuse_made(at->place, at->key,
                       nw_format("is no list of pairs m1, m2 of integers from %ld to %ld, such as %s", at->least,
                                 at->greatest, at->example),
                       error);
}

static nw_status add_pair(const reading *at, long first, long second, nw_error *error)
{
    nw_json_integers *list = at->list;
    if (first < at->least || first > at->greatest || second < at->least || second > at->greatest)
        return not_pairs(at, error);
    for (size_t i = 0; i < list->count; i++)
        if (list->values[2 * i] == first && list->values[2 * i + 1] == second)
            return refuse_made(at->place, at->key, nw_format("holds %ld+%ld twice", first, second), error);
    list->values = nw_grow(list->values, 2 * list->count + 2, sizeof *list->values);
    list->values[2 * list->count] = first;
    list->values[2 * list->count + 1] = second;
    list->count++;
    return NW_OK;
}

/* "1+1,2+1" */
static nw_status add_pairs_text(const reading *at, const char *text, nw_error *error)
{
    for (;;) {
        long first, second;
        if (!scan(&first, &text) || *text++ != '+' || !scan(&second, &text) || (*text != ',' && *text != '\0'))
            return not_pairs(at, error);
        nw_status status = add_pair(at, first, second, error);
        if (status != NW_OK || *text == '\0')
            return status;
        text++;
    }
}

nw_status nw_json_get_pairs(nw_json_integers *pairs, json_t *object, const char *key, long least, long greatest,
                           const char *standard, nw_json_place place, nw_error *error)
{
    const reading at = {pairs, key, "[[1, 1], [2, 1]] or \"1+1,2+1\"", least, greatest, place};
    json_t *value = json_object_get(object, key), *entry;
    size_t index;
    nw_status status = NW_OK;
    *pairs = (nw_json_integers){0};
    if (value == NULL)
        return add_pairs_text(&at, standard, error);
    if (json_is_string(value))
        return add_pairs_text(&at, json_string_value(value), error);
    if (!json_is_array(value))
        return not_pairs(&at, error);
    json_array_foreach(value, index, entry)
    {
        json_t *first = json_array_get(entry, 0), *second = json_array_get(entry, 1);
        json_int_t a = json_integer_value(first), b = json_integer_value(second);
        bool pair = json_array_size(entry) == 2 && json_is_integer(first) && json_is_integer(second) && a >= least &&
                    a <= greatest && b >= least && b <= greatest;
        status = pair ? add_pair(&at, (long)a, (long)b, error) : not_pairs(&at, error);
        if (status != NW_OK)
            break;
    }
    return status;
}

/* ---- words ---- */

static nw_status add_word(nw_json_words *list, const char *word, size_t length, const char *key, nw_json_place place,
                          nw_error *error)
{
    char *copy = nw_format("%.*s", (int)(length < 1000 ? length : 1000), word);
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->words[i], copy) == 0) {
            free(copy);
            return refuse_made(place, key, nw_format("holds '%.60s' twice", list->words[i]), error);
        }
    list->words = nw_grow(list->words, list->count + 1, sizeof *list->words);
    list->words[list->count++] = copy;
    return NW_OK;
}

static nw_status add_words(nw_json_words *list, const char *text, const char *key, nw_json_place place, nw_error *error)
{
    for (;;) {
        size_t length = strcspn(text, ",");
        nw_status status = add_word(list, text, length, key, place, error);
        if (status != NW_OK || text[length] == '\0')
            return status;
        text += length + 1;
    }
}

nw_status nw_json_get_words(nw_json_words *list, json_t *object, const char *key, const char *standard,
                           nw_json_place place, nw_error *error)
{
    json_t *value = json_object_get(object, key), *entry;
    size_t index;
    nw_status status = NW_OK;
    *list = (nw_json_words){0};
    if (value == NULL || json_is_string(value))
        return add_words(list, value == NULL ? standard : json_string_value(value), key, place, error);
    if (!json_is_array(value) || json_array_size(value) == 0)
        return nw_json_refuse(place, key, "is no list of words, such as [\"a\", \"b\"] or \"a,b\"", error);
    json_array_foreach(value, index, entry)
    {
        const char *word = json_string_value(entry);
        if (word == NULL)
            status = nw_json_refuse(place, key, "holds something that is no string", error);
        else
            status = add_word(list, word, strlen(word), key, place, error);
        if (status != NW_OK)
            break;
    }
    return status;
}

void nw_json_words_clear(nw_json_words *list)
{
    for (size_t i = 0; i < list->count; i++)
        free(list->words[i]);
    free(list->words);
    *list = (nw_json_words){0};
}
