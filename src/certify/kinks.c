#include "certify/kinks.h"

#include <stdlib.h>

#include "base/memory.h"
#include "certify/wires.h"
#include "numeric/univariate.h"

enum { MOST_KINKS = 1 << 16 /* an axis */ };

/* What a unit is over the region. */
typedef enum kind {
    LINE,     /* offset + slope x_axis */
    VANISHES, /* something that bends, and may be 0 */
    OTHER
} kind;

typedef struct trace {
    kind kind;
    int axis; /* of a line with a slope */
    double slope, offset;
} trace;

static void add_kink(nw_kinks *kinks, int axis, double place)
{
    if (!(place > -1 && place < 1) || kinks->count[axis] == MOST_KINKS) /* outside, not a number, or enough */
        return;
    if (kinks->count[axis] == kinks->room[axis]) {
        kinks->room[axis] = 2 * kinks->room[axis] + 16;
        kinks->place[axis] = nw_grow(kinks->place[axis], kinks->room[axis], sizeof(double));
    }
    kinks->place[axis][kinks->count[axis]++] = place + 0.0; /* no negative zero */
}

/* The sum that enters a unit, but for what may vanish, of which *bends says whether there is any. */
static trace sum_of(bool *bends, const trace *in, const nw_wires *wires, const double *parameters)
{
    trace sum = {.offset = nw_wire_bias(wires, parameters)};
    *bends = false;
    for (size_t i = 0; i < wires->count; i++) {
        const trace *from = in + nw_wire_source(wires, i);
        double weight = parameters[wires->first + i];
        if (weight == 0)
            continue;
        if (from->kind == VANISHES) {
            *bends = true;
            continue;
        }
        if (from->kind == OTHER || (from->slope != 0 && sum.slope != 0 && from->axis != sum.axis))
            return (trace){.kind = OTHER};
        sum.axis = from->slope != 0 ? from->axis : sum.axis;
        sum.slope += weight * from->slope;
        sum.offset += weight * from->offset;
    }
    return sum;
}

/* The unit of that sum; its kinks are noted. */
static trace unit_of(nw_kinks *kinks, trace sum, bool bends, nw_activation activation, const nw_region *region)
{
    const trace other = {.kind = OTHER}, vanishes = {.kind = VANISHES};
    bool flat = activation == NW_RELU || activation == NW_CRELU;
    nw_univariate f = {.function = (nw_function)activation};
    double breaks[NW_MOST_BREAKS];
    size_t count = nw_univariate_breaks(breaks, &f);
    if (sum.kind == OTHER || (activation == NW_IDENTITY && bends))
        return other;
    if (activation == NW_IDENTITY)
        return sum;
    double first = sum.offset + sum.slope * region->low[sum.axis], last = first;
    if (sum.slope != 0) {
        last = sum.offset + sum.slope * region->high[sum.axis];
        for (size_t i = 0; i < count; i++)
            add_kink(kinks, sum.axis, (breaks[i] - sum.offset) / sum.slope);
    }
    if (!flat)
        return other;
    if (bends)
        return vanishes;
    double least = first < last ? first : last, most = first < last ? last : first;
    if (most <= 0)
        return (trace){0};
    if (least >= 0 && (activation == NW_RELU || most <= 1))
        return sum;
    return activation == NW_CRELU && least >= 1 ? (trace){.offset = 1} : vanishes;
}

/* The layers 0 .. layers - 1; what is returned belongs to the caller. */
static trace *follow(nw_kinks *kinks, const trace *in, const nw_network *network, size_t layers,
                     const nw_region *region)
{
    trace *before = NULL;
    for (size_t k = 0; k < layers; k++) {
        const nw_layer *layer = &network->layers[k];
        trace *now = nw_alloc(layer->units, sizeof *now);
        for (size_t j = 0; j < layer->units; j++) {
            const nw_wires wires = nw_unit_wires(layer, j);
            bool bends;
            trace sum = sum_of(&bends, k == 0 ? in : before, &wires, network->parameters);
            now[j] = unit_of(kinks, sum, bends, layer->activation, region);
        }
        free(before);
        before = now;
    }
    return before;
}

/* How many of the first layers of g are the same for every task. */
static size_t fixed_layers(const nw_composite *composite)
{
    const nw_network *g = composite->primary;
    if (composite->form != NW_HYPERNETWORK)
        return g->layer_count;
    size_t fixed = 0;
    while (composite->fed != NULL && fixed + 1 < g->layer_count && g->layers[fixed + 1].weights <= composite->fed[0])
        fixed++;
    return fixed;
}

static void input_traces(trace *in, const nw_region *region, size_t first, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        int axis = (int)(first + i);
        bool varies = region->low[axis] < region->high[axis];
        in[i] = (trace){.axis = axis, .slope = varies, .offset = varies ? 0 : region->low[axis]};
    }
}

void nw_kinks_find(nw_kinks *kinks, const nw_composite *composite, const nw_region *region)
{
    size_t m1 = composite->m1, m2 = composite->m2, behind = composite->primary->inputs - m1;
    trace *in = nw_alloc(m1 + behind + m2 + 1, sizeof *in), *of_task = NULL;
    *kinks = (nw_kinks){0};
    input_traces(in, region, 0, m1);
    if (composite->task != NULL) {
        trace tasks[NW_MOST_INPUTS];
        input_traces(tasks, region, m1, m2);
        of_task = follow(kinks, tasks, composite->task, composite->task->layer_count, region);
        for (size_t i = 0; i < behind; i++)
            in[m1 + i] = of_task[i];
    } else {
        input_traces(in + m1, region, m1, behind);
    }
    free(follow(kinks, in, composite->primary, fixed_layers(composite), region));
    free(of_task);
    free(in);
}

void nw_kinks_clear(nw_kinks *kinks)
{
    for (int axis = 0; axis < NW_MOST_INPUTS; axis++)
        free(kinks->place[axis]);
    *kinks = (nw_kinks){0};
}
