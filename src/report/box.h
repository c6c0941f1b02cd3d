/* Boxes in [-1,1]^d as people and programs read them. */
#ifndef NW_REPORT_BOX_H
#define NW_REPORT_BOX_H

#include <jansson.h>
#include <stdbool.h>

#include "base/text.h"

/* Whether the box is [-1,1]^axes. */
bool nw_box_is_cube(const double *low, const double *high, int axes);

/* "[-1,1]^2", or "[-1, 1] x {0.25}"; 17 digits, so that what is read back is the box. */
void nw_add_box(nw_text *text, const double *low, const double *high, int axes);

/* An array of pairs of ends. */
json_t *nw_box_to_json(const double *low, const double *high, int axes);

#endif
