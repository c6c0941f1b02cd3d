#include "certify/cells.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "certify/wires.h"

enum {
    MOST_KINKS = 1 << 16, /* an axis */
    MOST_CELLS = 1 << 16  /* with cuts along kinks */
};

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

/* Kinks of a first layer that only one input of the region moves, collected by axis. */
typedef struct kinks {
    double *place[NW_MOST_INPUTS];
    size_t count[NW_MOST_INPUTS], room[NW_MOST_INPUTS];
} kinks;

static void add_kink(kinks *found, int axis, double place)
{
    if (!(place > -1 && place < 1) || found->count[axis] == MOST_KINKS) /* outside, not a number, or enough */
        return;
    if (found->count[axis] == found->room[axis]) {
        found->room[axis] = 2 * found->room[axis] + 16;
        found->place[axis] = nw_grow(found->place[axis], found->room[axis], sizeof(double));
    }
    found->place[axis][found->count[axis]++] = place + 0.0; /* no negative zero */
}

/* Where a unit whose wires are input `first_axis` + source of the region has its kinks, when one of them varies. */
static void add_unit(kinks *found, const nw_region *region, const nw_network *network, size_t unit, int first_axis,
                     size_t inputs)
{
    const nw_layer *layer = &network->layers[0];
    const nw_wires wires = nw_unit_wires(layer, unit);
    nw_univariate f = {.function = (nw_function)layer->activation};
    double breaks[NW_MOST_BREAKS], offset = nw_wire_bias(&wires, network->parameters), slope = 0;
    size_t count = nw_univariate_breaks(breaks, &f);
    int axis = -1;
    for (size_t i = 0; i < wires.count && count > 0; i++) {
        double weight = network->parameters[wires.first + i];
        size_t source = nw_wire_source(&wires, i);
        int a = first_axis + (int)source;
        if (weight == 0)
            continue;
        if (source >= inputs || (axis >= 0 && region->low[a] < region->high[a]))
            return;
        if (region->low[a] < region->high[a]) {
            axis = a;
            slope = weight;
        } else {
            offset += weight * region->low[a];
        }
    }
    for (size_t i = 0; i < count && axis >= 0; i++)
        add_kink(found, axis, (breaks[i] - offset) / slope);
}

/* The first `inputs` inputs of the network are the axes from first_axis on; others are none. */
static void add_network(kinks *found, const nw_region *region, const nw_network *network, int first_axis, size_t inputs)
{
    for (size_t j = 0; j < network->layers[0].units; j++)
        add_unit(found, region, network, j, first_axis, inputs);
}

/* The first layer of g is the same for every task. */
static bool first_layer_is_fixed(const nw_composite *composite)
{
    const nw_network *g = composite->primary;
    return composite->fed != NULL && g->layer_count > 1 && composite->fed[0] >= g->layers[1].weights;
}

/* A kink that is nearly a cut of the target is none: rounding alone would keep them apart. */
static size_t tidy_kinks(double *place, size_t count, const double *cuts, size_t cut_count, const nw_region *region,
                         int axis)
{
    const double apart = 0x1p-40;
    size_t kept = 0, next = 0;
    if (count == 0)
        return 0;
    count = tidy(place, count, region, axis);
    for (size_t i = 0; i < count; i++) {
        double x = place[i];
        while (next < cut_count && cuts[next] < x - apart)
            next++;
        bool near_cut = next < cut_count && cuts[next] <= x + apart;
        bool near_end = x - region->low[axis] <= apart || region->high[axis] - x <= apart;
        if (!near_cut && !near_end && (kept == 0 || x - place[kept - 1] > apart))
            place[kept++] = x;
    }
    return kept;
}

/* Cuts along the kinks of first layers, as long as the cells do not become too many. */
static void add_kinks(nw_cells *cells, const nw_composite *composite, size_t most)
{
    const nw_region *region = &cells->region;
    kinks found = {0};
    double total = 1;
    if (composite->form != NW_HYPERNETWORK || first_layer_is_fixed(composite))
        add_network(&found, region, composite->primary, 0, composite->form == NW_PLAIN ? SIZE_MAX : composite->m1);
    if (composite->task != NULL)
        add_network(&found, region, composite->task, (int)composite->m1, SIZE_MAX);
    for (int axis = 0; axis < region->inputs; axis++) {
        found.count[axis] = tidy_kinks(found.place[axis], found.count[axis], cells->cuts[axis], cells->cut_count[axis],
                                       region, axis);
        total *= (double)(cells->cut_count[axis] + found.count[axis] + 1);
    }
    for (int axis = 0; axis < region->inputs; axis++) {
        size_t now = cells->cut_count[axis], more = found.count[axis];
        if (more > 0 && total <= MOST_CELLS && total <= (double)most) {
            cells->cuts[axis] = nw_grow(cells->cuts[axis], now + more, sizeof(double));
            memcpy(cells->cuts[axis] + now, found.place[axis], more * sizeof(double));
            cells->cut_count[axis] = tidy(cells->cuts[axis], now + more, region, axis);
        }
        free(found.place[axis]);
    }
}

void nw_cells_find(nw_cells *cells, const nw_composite *composite, const nw_target *target, const nw_region *region,
                   size_t most_boxes)
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
    add_kinks(cells, composite, most_boxes / 4);
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
