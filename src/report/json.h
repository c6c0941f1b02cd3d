/* The head of every JSON document of results. */
#ifndef NW_REPORT_JSON_H
#define NW_REPORT_JSON_H

#include "base/json.h"
#include "report/number.h"
#include "report/style.h"

/* {"nwidth": version} and, with an origin, "command" and "precision". */
json_t *nw_json_head(const nw_origin *origin);

/* A double as a decimal string that tells it from every other, rounded in the direction; null when it is not finite. */
json_t *nw_json_decimal(double value, nw_direction direction);

/* Adds a count; a text, or null for NULL. */
void nw_json_put_count(json_t *object, const char *key, size_t value);
void nw_json_put_text_or_null(json_t *object, const char *key, const char *text);

#endif
