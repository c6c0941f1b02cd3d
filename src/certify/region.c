#include "certify/region.h"

void nw_region_set(nw_region *region, int inputs, const double *low, const double *high)
{
    *region = (nw_region){.inputs = inputs};
    for (int i = 0; i < inputs; i++) {
        region->low[i] = low != NULL ? low[i] + 0.0 : -1; /* no negative zero */
        region->high[i] = high != NULL ? high[i] + 0.0 : 1;
        region->varies[i] = region->low[i] < region->high[i];
        if (region->varies[i])
            region->axis[region->variables++] = i;
    }
    if (region->variables == 0) {
        region->varies[0] = true;
        region->variables = 1;
    }
}
