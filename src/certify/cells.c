#include "certify/cells.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { MOST_KINKS = 4096 };

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Rising, each once, strictly inside the region. */
static size_t tidy(double *cuts, size_t count, const nw_region *region, int axis)
{
    size_t kept = 0;
    qsort(cuts, count, sizeof *cuts, compare);
    for (size_t i = 0; i < count; i++)
        if (cuts[i] > region->low[axis] && cuts[i] < region->high[axis] && (kept == 0 || cuts[i] > cuts[kept - 1]))
            cuts[kept++] = cuts[i];
    return kept;
}

/* Where the first layer's units of a network have their kinks, when one input varies. */
static void add_kinks(nw_cells *cells, const nw_network *network)
{
    const nw_region *region = &cells->region;
    const nw_layer *layer = &network->layers[0];
    nw_univariate f = {.function = (nw_function)layer->activation};
    double breaks[NW_MOST_BREAKS];
    size_t kinks = nw_univariate_breaks(breaks, &f), units = layer->units, inputs = layer->inputs;
    if (region->variables != 1 || kinks == 0 || units * kinks > MOST_KINKS)
        return;
    const double *weights = nw_layer_weights(network, 0), *biases = nw_layer_biases(network, 0);
    int axis = region->axis[0];
    double *cuts = nw_grow(cells->cuts[axis], cells->cut_count[axis] + units * kinks, sizeof *cuts);
    size_t count = cells->cut_count[axis];
    for (size_t j = 0; j < units; j++) {
        const double *weight = weights + j * inputs;
        double offset = biases != NULL ? biases[j] : 0;
        for (size_t i = 0; i < inputs; i++)
            offset += i != (size_t)axis ? weight[i] * region->low[i] : 0;
        for (size_t i = 0; i < kinks; i++) {
            double place = (breaks[i] - offset) / weight[axis];
            if (place > -1 && place < 1)     /* and a number */
                cuts[count++] = place + 0.0; /* no negative zero */
        }
    }
    cells->cuts[axis] = cuts;
    cells->cut_count[axis] = tidy(cuts, count, region, axis);
}

void nw_cells_find(nw_cells *cells, const nw_composite *composite, const nw_target *target, const nw_region *region)
{
    *cells = (nw_cells){.region = *region, .count = 1};
    for (int axis = 0; axis < region->inputs; axis++) {
        size_t count;
        const double *cuts = nw_target_cuts(target, axis, &count);
        cells->cuts[axis] = nw_alloc(count + 1, sizeof(double));
        if (count > 0)
            memcpy(cells->cuts[axis], cuts, count * sizeof *cuts);
        cells->cut_count[axis] = tidy(cells->cuts[axis], count, region, axis);
    }
    if (composite->form == NW_PLAIN)
        add_kinks(cells, composite->primary);
    for (int axis = 0; axis < region->inputs; axis++) {
        size_t pieces = cells->cut_count[axis] + 1;
        cells->count = cells->count > SIZE_MAX / pieces ? SIZE_MAX : cells->count * pieces;
    }
}

void nw_cells_box(nw_box *box, const nw_cells *cells, size_t index)
{
    for (int axis = cells->region.inputs - 1; axis >= 0; axis--) {
        size_t cuts = cells->cut_count[axis], piece = index % (cuts + 1);
        index /= cuts + 1;
        box->low[axis] = piece == 0 ? cells->region.low[axis] : cells->cuts[axis][piece - 1];
        box->high[axis] = piece == cuts ? cells->region.high[axis] : cells->cuts[axis][piece];
    }
}

void nw_cells_clear(nw_cells *cells)
{
    for (int axis = 0; axis < NW_MOST_INPUTS; axis++)
        free(cells->cuts[axis]);
    *cells = (nw_cells){0};
}
