#include "certify/cells.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "certify/kinks.h"

enum { MOST_CELLS = 1 << 16 /* with cuts along kinks */ };

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

/* Cuts along the kinks of units, as long as the cells do not become too many. */
static void add_kinks(nw_cells *cells, const nw_composite *composite, size_t most)
{
    const nw_region *region = &cells->region;
    nw_kinks kinks;
    double total = 1;
    nw_kinks_find(&kinks, composite, region);
    for (int axis = 0; axis < region->inputs; axis++) {
        kinks.count[axis] = tidy_kinks(kinks.place[axis], kinks.count[axis], cells->cuts[axis], cells->cut_count[axis],
                                       region, axis);
        total *= (double)(cells->cut_count[axis] + kinks.count[axis] + 1);
    }
    for (int axis = 0; axis < region->inputs && total <= MOST_CELLS && total <= (double)most; axis++) {
        size_t now = cells->cut_count[axis], more = kinks.count[axis];
        if (more == 0)
            continue;
        cells->cuts[axis] = nw_grow(cells->cuts[axis], now + more, sizeof(double));
        memcpy(cells->cuts[axis] + now, kinks.place[axis], more * sizeof(double));
        cells->cut_count[axis] = tidy(cells->cuts[axis], now + more, region, axis);
    }
    nw_kinks_clear(&kinks);
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
