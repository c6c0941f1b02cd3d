#include "net/document.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "base/memory.h"

nw_status nw_document_refuse(nw_json_place place, const char *key, nw_error *error, const char *why, ...)
{
    char text[200];
    bool nested = place.path[0] != '\0' && key[0] != '\0';
    bool whole = place.path[0] == '\0' && key[0] == '\0';
    va_list list;
    va_start(list, why);
    vsnprintf(text, sizeof text, why, list);
    va_end(list);
    return nw_fail(error, NW_BAD_INPUT, "%.300s%s%s%s%s %s", place.file, whole ? "" : ": ", place.path,
                   nested ? "." : "", key, text);
}

/* ---- connections ---- */

static const char FIRST[] = "first", SOURCES[] = "sources";

void nw_connections_to_json(json_t *layer, const nw_connections *connections, size_t units)
{
    json_t *first = json_array(), *sources = json_array();
    for (size_t j = 0; j <= units; j++)
        nw_json_append(first, json_integer((json_int_t)connections->first[j]));
    for (size_t c = 0; c < connections->first[units]; c++)
        nw_json_append(sources, json_integer((json_int_t)connections->source[c]));
    nw_json_put(layer, FIRST, first);
    nw_json_put(layer, SOURCES, sources);
}

bool nw_connections_in_json(const json_t *layer)
{
    return json_object_get(layer, FIRST) != NULL || json_object_get(layer, SOURCES) != NULL;
}

nw_status nw_connections_count(size_t *count, json_t *layer, size_t units, nw_json_place place, nw_error *error)
{
    json_t *first, *sources;
    if (nw_json_get_array(&first, layer, FIRST, place, error) != NW_OK ||
        nw_json_get_array(&sources, layer, SOURCES, place, error) != NW_OK)
        return NW_BAD_INPUT;
    if (json_array_size(first) != units + 1)
        return nw_document_refuse(place, FIRST, error, "has %zu numbers, and must have %zu, one more than units",
                                  json_array_size(first), units + 1);
    *count = json_array_size(sources);
    return NW_OK;
}

/* Entry i of the array under this key, an integer least..greatest. */
static nw_status entry(size_t *value, const json_t *array, const char *key, size_t i, size_t least, size_t greatest,
                       nw_json_place place, nw_error *error)
{
    const json_t *found = json_array_get(array, i);
    char which[48];
    snprintf(which, sizeof which, "%s[%zu]", key, i);
    if (!json_is_integer(found))
        return nw_document_refuse(place, which, error, "is no integer");
    json_int_t number = json_integer_value(found);
    if (number < (json_int_t)least || number > (json_int_t)greatest)
        return nw_document_refuse(place, which, error, "is %" JSON_INTEGER_FORMAT ", and must be from %zu to %zu",
                                  number, least, greatest);
    *value = (size_t)number;
    return NW_OK;
}

static nw_status read_first(nw_connections *made, const json_t *array, size_t units, size_t count, nw_json_place place,
                            nw_error *error)
{
    nw_status status = entry(&made->first[0], array, FIRST, 0, 0, 0, place, error);
    for (size_t j = 1; status == NW_OK && j <= units; j++)
        status = entry(&made->first[j], array, FIRST, j, j == units ? count : made->first[j - 1], count, place, error);
    return status;
}

static nw_status read_sources(nw_connections *made, const json_t *array, size_t inputs, size_t units,
                              nw_json_place place, nw_error *error)
{
    for (size_t j = 0; j < units; j++)
        for (size_t c = made->first[j]; c < made->first[j + 1]; c++) {
            size_t source;
            if (entry(&source, array, SOURCES, c, 0, inputs, place, error) != NW_OK)
                return NW_BAD_INPUT;
            if (c > made->first[j] && source <= made->source[c - 1]) {
                char which[48];
                snprintf(which, sizeof which, "%s[%zu]", SOURCES, c);
                return nw_document_refuse(place, which, error,
                                          "is %zu after %zu: the sources of a unit (here of unit %zu) must rise",
                                          source, (size_t)made->source[c - 1], j);
            }
            made->source[c] = (uint32_t)source; /* at most inputs <= NW_MOST_UNITS */
        }
    return NW_OK;
}

nw_status nw_connections_from_json(nw_connections **connections, json_t *layer, size_t inputs, size_t units,
                                   nw_json_place place, nw_error *error)
{
    size_t count;
    *connections = NULL;
    if (nw_connections_count(&count, layer, units, place, error) != NW_OK)
        return NW_BAD_INPUT;
    nw_connections *made = nw_alloc(1, sizeof *made);
    made->first = nw_alloc(units + 1, sizeof *made->first);
    made->source = nw_alloc(count, sizeof *made->source);
    nw_status status = read_first(made, json_object_get(layer, FIRST), units, count, place, error);
    if (status == NW_OK)
        status = read_sources(made, json_object_get(layer, SOURCES), inputs, units, place, error);
    if (status == NW_OK)
        *connections = made;
    else
        nw_connections_free(made);
    return status;
}
