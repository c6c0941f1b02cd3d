#include "base/json_read.h"

#include <ctype.h>
#include <errno.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/memory.h"

/* ---- places ---- */

/* "net.json: layers.units" */
static char *place_text(nw_json_place place, const char *key)
{
    bool nested = place.path[0] != '\0' && key[0] != '\0';
    return nw_format("%s: %s%s%s", place.file, place.path, nested ? "." : "", key);
}

static nw_status refuse(nw_json_place place, const char *key, const char *why, nw_error *error)
{
    char *where = place_text(place, key);
    nw_status status = nw_fail(error, NW_BAD_INPUT, "%.300s %s", where, why);
    free(where);
    return status;
}

/* ---- files ---- */

static nw_status read_all(nw_text *text, FILE *stream, const char *file, nw_error *error)
{
    enum { PIECE = 1 << 16 };
    size_t got;
    do {
        nw_text_reserve(text, PIECE);
        got = fread(text->data + text->length, 1, PIECE, stream);
        text->length += got;
        text->data[text->length] = '\0';
    } while (got > 0 && text->length <= NW_LARGEST_DOCUMENT);
    if (ferror(stream))
        return nw_fail(error, errno == EISDIR ? NW_BAD_INPUT : NW_IO_FAILURE, "cannot read %.300s: %s", file,
                       strerror(errno));
    if (text->length > NW_LARGEST_DOCUMENT)
        return nw_fail(error, NW_BAD_INPUT, "%.300s: longer than %d MiB, which no document of nwidth is", file,
                       NW_LARGEST_DOCUMENT / (1024 * 1024));
    return NW_OK;
}

static nw_status parse_document(json_t **document, const nw_text *text, const char *file, nw_error *error)
{
    json_error_t problem;
    *document = json_loadb(nw_text_string(text), text->length, JSON_REJECT_DUPLICATES, &problem);
    if (*document != NULL && json_is_object(*document))
        return NW_OK;
    if (*document != NULL) {
        json_decref(*document);
        *document = NULL;
        return nw_fail(error, NW_BAD_INPUT, "%.300s: expected a JSON object", file);
    }
    return nw_fail(error, NW_BAD_INPUT, "%.300s, line %d: not valid JSON: %s", file, problem.line, problem.text);
}

nw_status nw_json_load(json_t **document, const char *file, nw_error *error)
{
    *document = NULL;
    bool standard = strcmp(file, "-") == 0;
    const char *name = standard ? "standard input" : file;
    FILE *stream = standard ? stdin : fopen(file, "rb");
    if (stream == NULL)
        return nw_fail(error, NW_BAD_INPUT, "cannot open %.300s: %s", name, strerror(errno));
    nw_text text = {0};
    nw_status status = read_all(&text, stream, name, error);
    if (!standard)
        fclose(stream);
    if (status == NW_OK)
        status = parse_document(document, &text, name, error);
    nw_text_clear(&text);
    return status;
}

/* ---- members ---- */

static nw_status member(json_t **value, json_t *object, const char *key, json_type type, const char *wanted,
                        nw_json_place place, nw_error *error)
{
    *value = json_object_get(object, key);
    if (*value == NULL)
        return refuse(place, key, "is missing", error);
    if (json_typeof(*value) != type)
        return refuse(place, key, wanted, error);
    return NW_OK;
}

nw_status nw_json_get_object(json_t **value, json_t *object, const char *key, nw_json_place place, nw_error *error)
{
    return member(value, object, key, JSON_OBJECT, "is no object", place, error);
}

nw_status nw_json_get_array(json_t **value, json_t *object, const char *key, nw_json_place place, nw_error *error)
{
    return member(value, object, key, JSON_ARRAY, "is no array", place, error);
}

nw_status nw_json_get_text(const char **value, json_t *object, const char *key, nw_json_place place, nw_error *error)
{
    json_t *found;
    nw_status status = member(&found, object, key, JSON_STRING, "is no string", place, error);
    if (status == NW_OK)
        *value = json_string_value(found);
    return status;
}

nw_status nw_json_get_bool(bool *value, json_t *object, const char *key, nw_json_place place, nw_error *error)
{
    json_t *found = json_object_get(object, key);
    if (found == NULL)
        return refuse(place, key, "is missing", error);
    if (!json_is_boolean(found))
        return refuse(place, key, "is neither true nor false", error);
    *value = json_is_true(found);
    return NW_OK;
}

nw_status nw_json_get_integer(long *value, json_t *object, const char *key, long least, long greatest,
                              nw_json_place place, nw_error *error)
{
    json_t *found;
    nw_status status = member(&found, object, key, JSON_INTEGER, "is no integer", place, error);
    if (status != NW_OK)
        return status;
    json_int_t number = json_integer_value(found);
    if (number < least || number > greatest) {
        char *why = nw_format("is %" JSON_INTEGER_FORMAT ", and must be from %ld to %ld", number, least, greatest);
        status = refuse(place, key, why, error);
        free(why);
        return status;
    }
    *value = (long)number;
    return NW_OK;
}

/* ---- numbers ---- */

/* How many binary digits stand from the first 1 to the last in hexadecimal digits with a point. */
static size_t significant_bits(const char *digits)
{
    static const size_t width[16] = {0, 1, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4, 4};
    static const size_t zeros[16] = {4, 0, 1, 0, 2, 0, 1, 0, 3, 0, 1, 0, 2, 0, 1, 0};
    size_t bits = 0, significant = 0;
    for (; isxdigit((unsigned char)*digits) || *digits == '.'; digits++) {
        if (*digits == '.')
            continue;
        unsigned char lower = (unsigned char)(*digits | 0x20);
        size_t digit = (size_t)(lower >= 'a' ? lower - 'a' + 10 : lower & 0x0F);
        bits += bits == 0 ? width[digit] : 4;
        if (digit != 0)
            significant = bits - zeros[digit];
    }
    return significant;
}

bool nw_hex_double(double *value, const char *text)
{
    const char *digits = text[0] == '-' || text[0] == '+' ? text + 1 : text;
    /* strtod would also take blanks, decimal numbers, infinities and NaN. */
    if (digits[0] != '0' || (digits[1] != 'x' && digits[1] != 'X'))
        return false;
    char *end;
    errno = 0;
    double number = strtod(text, &end);
    /* Out of range: infinite, or rounded below the smallest normal number. */
    if (*end != '\0' || end == digits + 1 || !isfinite(number) || errno == ERANGE)
        return false;
    if (significant_bits(digits + 2) > DBL_MANT_DIG)
        return false;
    *value = number;
    return true;
}

static const char *const NOT_HEX = "is no finite number in hexadecimal, such as \"0x1.8p-3\"";

nw_status nw_json_get_double(double *value, json_t *object, const char *key, nw_json_place place, nw_error *error)
{
    const char *text;
    nw_status status = nw_json_get_text(&text, object, key, place, error);
    if (status != NW_OK)
        return status;
    return nw_hex_double(value, text) ? NW_OK : refuse(place, key, NOT_HEX, error);
}

nw_status nw_json_get_doubles(double *values, size_t count, json_t *object, const char *key, nw_json_place place,
                              nw_error *error)
{
    json_t *array;
    nw_status status = nw_json_get_array(&array, object, key, place, error);
    if (status != NW_OK)
        return status;
    if (json_array_size(array) != count) {
        char *why = nw_format("has %zu numbers, and must have %zu", json_array_size(array), count);
        status = refuse(place, key, why, error);
        free(why);
        return status;
    }
    for (size_t i = 0; i < count; i++) {
        const char *text = json_string_value(json_array_get(array, i));
        if (text == NULL || !nw_hex_double(&values[i], text)) {
            char *which = nw_format("%s[%zu]", key, i);
            status = refuse(place, which, NOT_HEX, error);
            free(which);
            return status;
        }
    }
    return NW_OK;
}

nw_status nw_json_only(json_t *object, const char *const *keys, nw_json_place place, nw_error *error)
{
    const char *key;
    json_t *value;
    json_object_foreach(object, key, value)
    {
        const char *const *known = keys;
        while (*known != NULL && strcmp(*known, key) != 0)
            known++;
        if (*known == NULL)
            return refuse(place, key, "is not known here", error);
    }
    return NW_OK;
}

json_t *nw_json_double(double value)
{
    char *text = nw_format("%a", value);
    json_t *string = nw_json_string(text);
    free(text);
    return string;
}

json_t *nw_json_doubles(const double *values, size_t count)
{
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++)
        nw_json_append(array, nw_json_double(values[i]));
    return array;
}
