/* Boxes are bounded eight at a time, the one with the largest bound first.  The largest peak of their models becomes
 * the witness once it is proven, and T = (1 + tol) lo rises with it: leaves of a lower T stay leaves.
 *
 * Where double cannot decide because of its rounding alone, the same box is bounded in Arb. */
#include "certify/search.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/progress.h"

enum {
    LANES = NW_BOX_LANES,
    MOST_BITS = 1024,
    MOST_BLANKS = 256,
    ARB_WORK = 100 /* boxes of double in the time of one of Arb, or more */
};

void nw_search_begin(nw_search *search, const nw_composite *composite, const nw_target *target,
                     const nw_certify_options *options)
{
    *search = (nw_search){.options = options, .begun = nw_seconds()};
    nw_region_set(&search->region, nw_target_inputs(target), options->low, options->high);
    search->bounder = nw_bounder_new(composite, target, &search->region);
    nw_cells_find(&search->cells, composite, target, &search->region, options->most_boxes);
    for (int i = 0; i < search->region.inputs; i++)
        search->witness[i] = 0.5 * (search->region.low[i] + search->region.high[i]);
    search->limit = options->threshold > 0 ? options->threshold : 0;
    search->estimate = -1;
}

void nw_search_end(nw_search *search)
{
    nw_bounder_free(search->bounder);
    nw_cells_clear(&search->cells);
    nw_queue_clear(&search->queue);
    nw_growing_tree_clear(&search->tree);
}

double nw_search_upper(const nw_search *search)
{
    if (search->next_cell < search->cells.count)
        return INFINITY;
    double upper = nw_queue_largest(&search->queue);
    upper = search->leaf > upper ? search->leaf : upper;
    return search->stuck > upper ? search->stuck : upper;
}

/* ---- the lower bound ---- */

static bool deciding(const nw_search *search)
{
    return search->options->threshold > 0;
}

static bool refuted(const nw_search *search)
{
    return deciding(search) && search->lower > search->options->threshold;
}

/* |N - y| >= lower at the point. */
static void raise_lower(nw_search *search, double lower, const double *point)
{
    if (!(lower > search->lower))
        return;
    search->lower = lower;
    memcpy(search->witness, point, (size_t)search->region.inputs * sizeof *point);
    if (deciding(search))
        return;
    /* fl(1 + tol) is at most a unit above, the product another: two steps down, T <= (1 + tol) lo. */
    double limit = nextafter(nextafter((1 + search->options->tolerance) * lower, 0), 0);
    if (limit > search->limit)
        search->limit = limit;
}

/* The enclosure is as tight as the search needs it. */
static bool sharp(const nw_search *search, double lower, double upper)
{
    if (deciding(search) && lower <= search->options->threshold && upper > search->options->threshold)
        return false;
    double tolerance = search->options->tolerance < 0.01 ? search->options->tolerance : 0.01;
    return upper - lower <= tolerance / 64 * lower;
}

static void raise_exactly(nw_search *search, const double *point)
{
    double lower = 0, upper = INFINITY;
    slong bits = search->options->precision;
    do {
        nw_bounder_point_exactly(search->bounder, &lower, &upper, point, bits);
        search->work += ARB_WORK / 4;
        if (lower == 0 && search->lower == 0) {
            search->blanks++;
            return;
        }
        bits *= 2;
    } while (upper > search->lower && !sharp(search, lower, upper) && bits <= MOST_BITS);
    raise_lower(search, lower, point);
}

static void raise_at(nw_search *search, const double (*points)[NW_MOST_INPUTS], size_t count)
{
    double lower[LANES], upper[LANES];
    nw_bounder_points(search->bounder, lower, upper, points, count);
    for (size_t i = 0; i < count; i++) {
        if (!(upper[i] > search->lower))
            continue;
        raise_lower(search, lower[i], points[i]);
        if (!sharp(search, lower[i], upper[i]))
            raise_exactly(search, points[i]);
    }
}

/* How large a peak must be to be worth a look.  Estimates may be too large: one above the threshold hides no other. */
static double worth(const nw_search *search)
{
    double tolerance = search->options->tolerance < 0.1 ? search->options->tolerance : 0.1;
    if (!deciding(search))
        return search->lower * (1 + tolerance / 16);
    double known = search->estimate > search->lower ? search->estimate : search->lower;
    return known < search->options->threshold ? known : search->options->threshold;
}

/* Peaks of the boxes just bounded.  A threshold asks only for points above it; the best of the others waits. */
static void use_peaks(nw_search *search, const nw_bounded *bounded, size_t count)
{
    double points[LANES][NW_MOST_INPUTS], least = deciding(search) ? search->options->threshold : worth(search);
    size_t good = 0;
    for (size_t i = 0; i < count; i++) {
        if (bounded[i].peak > search->estimate) {
            search->estimate = bounded[i].peak;
            memcpy(search->place, bounded[i].point, sizeof search->place);
        }
        if (bounded[i].peak > least)
            memcpy(points[good++], bounded[i].point, sizeof points[0]);
    }
    if (good > 0)
        raise_at(search, (const double(*)[NW_MOST_INPUTS])points, good);
}

/* ---- one box ---- */

/* Tries the middle of the box, and the point of it on the border of the region, in Arb. */
static void raise_from(nw_search *search, const nw_box *box)
{
    double middle[NW_MOST_INPUTS] = {0}, border[NW_MOST_INPUTS] = {0};
    const nw_region *region = &search->region;
    for (int i = 0; i < region->inputs; i++) {
        middle[i] = nw_box_middle(box, i);
        border[i] = box->low[i] == region->low[i]     ? box->low[i]
                    : box->high[i] == region->high[i] ? box->high[i]
                                                      : middle[i];
    }
    raise_exactly(search, middle);
    if (memcmp(middle, border, sizeof middle) != 0)
        raise_exactly(search, border);
}

/* The axis with the strongest pull of those that can be halved; -1: there is none. */
static int axis_to_halve(const nw_bounded *bounded, const nw_box *box, int inputs)
{
    int best = -1;
    for (int i = 0; i < inputs; i++) {
        double middle = nw_box_middle(box, i);
        if (middle > box->low[i] && middle < box->high[i] && (best < 0 || bounded->pull[i] > bounded->pull[best]))
            best = i;
    }
    return best;
}

/* How far T is above the best that is known: rounding must be small beside it. */
static double gap(const nw_search *search)
{
    return search->limit - (search->estimate > search->lower ? search->estimate : search->lower);
}

/* Rounding is what keeps the box from being decided, and will keep its parts. */
static bool hampered(const nw_search *search, double bound, double rounding)
{
    return bound > search->limit && rounding > 0.125 * gap(search) && bound - search->limit < 64 * rounding;
}

/* The bound of the box in Arb, with as many bits as it takes for rounding to matter no more. */
static double bound_exactly(nw_search *search, const nw_box *box, double bound)
{
    search->arb_boxes++;
    for (slong bits = search->options->precision; bits <= MOST_BITS; bits *= 2) {
        double rounding, exact = nw_bounder_exactly(search->bounder, box, bits, &rounding);
        search->work += ARB_WORK;
        bound = exact < bound ? exact : bound;
        if (!hampered(search, exact, rounding))
            break;
    }
    return bound;
}

/* A leaf when it is bounded well enough; else it waits, or is given up. */
static void settle(nw_search *search, const nw_waiting *waiting)
{
    double bound = waiting->bound;
    if (bound <= search->limit) {
        search->leaf = bound > search->leaf ? bound : search->leaf;
    } else if (waiting->axis < 0 && waiting->exact) {
        search->stuck = bound > search->stuck ? bound : search->stuck;
        search->reason = "a box cannot be halved any more";
    } else {
        nw_queue_push(&search->queue, waiting);
    }
}

/* What Arb can say of a box. */
static void look_closer(nw_search *search, nw_waiting *waiting)
{
    waiting->exact = true;
    if (!deciding(search) && search->lower == 0 && search->blanks < MOST_BLANKS)
        raise_from(search, &waiting->box);
    if (deciding(search) || search->lower > 0) {
        waiting->bound = bound_exactly(search, &waiting->box, waiting->bound);
        if (waiting->bound > search->limit)
            raise_from(search, &waiting->box);
    } else if (waiting->bound < INFINITY && (waiting->bound <= 8 * waiting->rounding || waiting->axis < 0)) {
        /* Wherever it is looked at the error cannot be told from 0: this is as far as it goes. */
        search->limit = waiting->bound;
        search->coarse = true;
    }
    settle(search, waiting);
}

/* `known`: bounds of larger boxes that hold them. */
static void bound_boxes(nw_search *search, const nw_box *boxes, const double *known, const uint32_t *nodes,
                        size_t count)
{
    nw_bounded bounded[LANES];
    nw_bounder_boxes(search->bounder, bounded, boxes, count, worth(search));
    search->boxes += count;
    search->work += count;
    use_peaks(search, bounded, count);
    for (size_t i = 0; i < count; i++) {
        nw_waiting waiting = {.box = boxes[i],
                              .bound = known[i] < bounded[i].bound ? known[i] : bounded[i].bound,
                              .rounding = bounded[i].rounding,
                              .node = nodes[i],
                              .axis = axis_to_halve(&bounded[i], &boxes[i], search->region.inputs)};
        settle(search, &waiting);
    }
}

/* ---- all of them ---- */

static bool out_of_budget(nw_search *search)
{
    const nw_certify_options *options = search->options;
    if (search->work >= options->most_boxes)
        search->reason = "the budget of boxes ended";
    else if (options->stop != NULL && *options->stop)
        search->reason = "it was stopped";
    else if (options->most_seconds > 0 && nw_seconds() - search->begun > options->most_seconds)
        search->reason = "the time ended";
    else
        return false;
    return true;
}

static void bound_cells(nw_search *search)
{
    nw_box boxes[LANES];
    double known[LANES];
    uint32_t nodes[LANES];
    size_t count = 0;
    for (; count < LANES && search->next_cell < search->cells.count; count++, search->next_cell++) {
        nw_cells_box(&boxes[count], &search->cells, search->next_cell);
        nodes[count] = (uint32_t)search->next_cell;
        known[count] = INFINITY;
    }
    bound_boxes(search, boxes, known, nodes, count);
}

/* Halves some of the boxes that wait, or has Arb look at one; false when none are left.  They are put back when the
 * tree is full. */
static bool halve_some(nw_search *search)
{
    nw_box boxes[LANES];
    double known[LANES];
    uint32_t nodes[LANES] = {0};
    size_t count = 0;
    bool looked = false;
    nw_waiting waiting;
    while (count < LANES && !looked && nw_queue_pop(&waiting, &search->queue)) {
        if (waiting.bound <= search->limit) { /* T has risen since */
            settle(search, &waiting);
            continue;
        }
        if (!waiting.exact && (waiting.axis < 0 || hampered(search, waiting.bound, waiting.rounding))) {
            look_closer(search, &waiting);
            looked = true;
            continue;
        }
        uint32_t left = 0;
        if (search->options->keep_tree && !nw_growing_tree_split(&left, &search->tree, waiting.node, waiting.axis)) {
            nw_queue_push(&search->queue, &waiting);
            search->reason = "the tree became too large";
            break;
        }
        double middle = nw_box_middle(&waiting.box, waiting.axis);
        boxes[count] = boxes[count + 1] = waiting.box;
        boxes[count].high[waiting.axis] = boxes[count + 1].low[waiting.axis] = middle;
        nodes[count] = left;
        nodes[count + 1] = left + 1;
        known[count] = known[count + 1] = waiting.bound;
        count += 2;
    }
    if (count > 0)
        bound_boxes(search, boxes, known, nodes, count);
    return count > 0 || looked;
}

void nw_search_run(nw_search *search)
{
    if (search->cells.count > search->options->most_boxes || search->cells.count >= UINT32_MAX / 2) {
        double middle[1][NW_MOST_INPUTS];
        memcpy(middle, search->witness, sizeof middle);
        search->reason = "the target has more cells than the budget has boxes";
        raise_at(search, (const double(*)[NW_MOST_INPUTS])middle, 1);
        return;
    }
    if (search->options->keep_tree)
        nw_growing_tree_begin(&search->tree, search->cells.count);
    while (!refuted(search) && !out_of_budget(search)) {
        bool more_cells = search->next_cell < search->cells.count;
        /* What is on the stack is worked off before further cells. */
        if (more_cells && search->queue.stacked == 0)
            bound_cells(search);
        else if (!halve_some(search))
            break;
    }
    /* The best point that was not worth a proof before. */
    if (search->estimate > search->lower)
        raise_at(search, (const double(*)[NW_MOST_INPUTS]) & search->place, 1);
}
