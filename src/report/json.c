#include "report/json.h"

#include <math.h>
#include <stdlib.h>

#include "nwidth.h"

json_t *nw_json_head(const nw_origin *origin)
{
    json_t *head = json_object();
    nw_json_put_text(head, "nwidth", nw_version());
    if (origin == NULL)
        return head;
    json_t *command = json_array();
    for (size_t i = 0; i < origin->count; i++)
        nw_json_append(command, nw_json_string(origin->command[i]));
    nw_json_put(head, "command", command);
    if (origin->precision > 0)
        nw_json_put(head, "precision", json_integer(origin->precision));
    return head;
}

json_t *nw_json_decimal(double value, nw_direction direction)
{
    if (!isfinite(value))
        return json_null();
    char *text = nw_shown_double(value, direction, NW_DOUBLE_DIGITS);
    json_t *string = nw_json_string(text);
    free(text);
    return string;
}

void nw_json_put_count(json_t *object, const char *key, size_t value)
{
    nw_json_put(object, key, json_integer((json_int_t)value));
}

void nw_json_put_text_or_null(json_t *object, const char *key, const char *text)
{
    nw_json_put(object, key, text != NULL ? nw_json_string(text) : json_null());
}
