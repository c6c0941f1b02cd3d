/* The head of every JSON document of results. */
#ifndef NW_REPORT_JSON_H
#define NW_REPORT_JSON_H

#include "base/json.h"
#include "report/style.h"

/* {"nwidth": version} and, with an origin, "command" and "precision". */
json_t *nw_json_head(const nw_origin *origin);

#endif
