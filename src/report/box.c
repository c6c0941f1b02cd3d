#include "report/box.h"

#include "report/json.h"

bool nw_box_is_cube(const double *low, const double *high, int axes)
{
    for (int axis = 0; axis < axes; axis++)
        if (low[axis] != -1 || high[axis] != 1)
            return false;
    return true;
}

void nw_add_box(nw_text *text, const double *low, const double *high, int axes)
{
    if (nw_box_is_cube(low, high, axes)) {
        nw_text_addf(text, "[-1,1]^%d", axes);
        return;
    }
    for (int axis = 0; axis < axes; axis++) {
        nw_text_add(text, axis > 0 ? " x " : "");
        if (low[axis] == high[axis])
            nw_text_addf(text, "{%.17g}", low[axis]);
        else
            nw_text_addf(text, "[%.17g, %.17g]", low[axis], high[axis]);
    }
}

json_t *nw_box_to_json(const double *low, const double *high, int axes)
{
    json_t *box = json_array();
    for (int axis = 0; axis < axes; axis++) {
        json_t *ends = json_array();
        nw_json_append(ends, nw_json_decimal(low[axis], NW_CUT));
        nw_json_append(ends, nw_json_decimal(high[axis], NW_CUT));
        nw_json_append(box, ends);
    }
    return box;
}
