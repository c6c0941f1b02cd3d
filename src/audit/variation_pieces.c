/* Piecewise linear networks on a line, in exact rationals. */
#include <math.h>
#include <stdlib.h>

#include "audit/variation.h"
#include "base/memory.h"

void nw_rational_set_double(fmpq_t value, double x)
{
    mpq_t exact;
    mpq_init(exact);
    mpq_set_d(exact, x);
    fmpq_set_mpq(value, exact);
    mpq_clear(exact);
}

void nw_complexity_exact(fmpq_t complexity, const nw_network *network)
{
    fmpq_t sum, largest, x;
    fmpq_init(sum);
    fmpq_init(largest);
    fmpq_init(x);
    fmpq_one(complexity);
    for (size_t k = 0; k < network->layer_count; k++) {
        const nw_layer *layer = &network->layers[k];
        fmpq_zero(largest);
        for (size_t a = 0; a < layer->inputs; a++) {
            fmpq_zero(sum);
            for (size_t j = 0; j < layer->units; j++) {
                nw_rational_set_double(x, fabs(nw_layer_weights(network, k)[j * layer->inputs + a]));
                fmpq_add(sum, sum, x);
            }
            if (fmpq_cmp(sum, largest) > 0)
                fmpq_set(largest, sum);
        }
        fmpq_mul(complexity, complexity, largest);
        nw_rational_set_double(x, nw_activation_lipschitz(layer->activation));
        fmpq_mul(complexity, complexity, x);
    }
    fmpq_clear(sum);
    fmpq_clear(largest);
    fmpq_clear(x);
}

static fmpq *new_rationals(size_t count)
{
    fmpq *values = nw_alloc(count, sizeof *values);
    for (size_t i = 0; i < count; i++)
        fmpq_init(values + i);
    return values;
}

static void free_rationals(fmpq *values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        fmpq_clear(values + i);
    free(values);
}

typedef struct walk {
    const nw_axis_line *line;
    fmpq *parameters, *now, *next; /* now, next: as many as the widest layer has, or the inputs */
    size_t widest;
    fmpq *points; /* rising; q and the layers seen so far are linear between neighbours */
    size_t count, room;
} walk;

static void walk_init(walk *w, const nw_axis_line *line)
{
    const nw_network *network = line->network;
    *w = (walk){.line = line, .widest = network->inputs};
    for (size_t k = 0; k < network->layer_count; k++)
        w->widest = network->layers[k].units > w->widest ? network->layers[k].units : w->widest;
    w->parameters = new_rationals(network->parameter_count);
    w->now = new_rationals(w->widest);
    w->next = new_rationals(w->widest);
    for (size_t p = 0; p < network->parameter_count; p++)
        nw_rational_set_double(w->parameters + p, network->parameters[p]);
}

static void walk_clear(walk *w)
{
    free_rationals(w->parameters, w->line->network->parameter_count);
    free_rationals(w->now, w->widest);
    free_rationals(w->next, w->widest);
    free_rationals(w->points, w->count);
}

static void add_point(walk *w, const fmpq_t t)
{
    if (w->count == w->room) {
        w->room = 2 * w->room + 16;
        w->points = nw_grow(w->points, w->room, sizeof *w->points);
    }
    fmpq_init(w->points + w->count);
    fmpq_set(w->points + w->count++, t);
}

static void activate(fmpq_t value, nw_activation activation)
{
    bool clips = activation == NW_RELU || activation == NW_CRELU;
    if (clips && fmpq_sgn(value) < 0)
        fmpq_zero(value);
    if (activation == NW_CRELU && fmpq_cmp_ui(value, 1) > 0)
        fmpq_one(value);
}

/* sums = what the units of layer `last` sum up at t; they stand in w->now afterwards. */
static void sums_at(walk *w, const fmpq_t t, size_t last)
{
    const nw_network *network = w->line->network;
    for (size_t a = 0; a < network->inputs; a++)
        if (a == w->line->axis)
            fmpq_set(w->now + a, t);
        else
            nw_rational_set_double(w->now + a, w->line->p[a]);
    for (size_t k = 0; k <= last; k++) {
        const nw_layer *layer = &network->layers[k];
        for (size_t j = 0; j < layer->units; j++) {
            fmpq_zero(w->next + j);
            if (layer->has_bias)
                fmpq_set(w->next + j, w->parameters + layer->biases + j);
            for (size_t a = 0; a < layer->inputs; a++)
                fmpq_addmul(w->next + j, w->parameters + layer->weights + j * layer->inputs + a, w->now + a);
            if (k < last)
                activate(w->next + j, layer->activation);
        }
        fmpq *swapped = w->now;
        w->now = w->next;
        w->next = swapped;
    }
}

/* Where a linear function from `before` at s to `after` at t meets the level, strictly between. */
static void add_crossing(walk *w, const fmpq_t s, const fmpq_t t, const fmpq_t before, const fmpq_t after, slong level)
{
    fmpq_t from, to, at;
    fmpq_init(from);
    fmpq_init(to);
    fmpq_init(at);
    fmpq_sub_si(from, before, level);
    fmpq_sub_si(to, after, level);
    if (fmpq_sgn(from) * fmpq_sgn(to) < 0) {
        /* s + (t - s) from/(from - to) */
        fmpq_sub(to, from, to);
        fmpq_div(from, from, to);
        fmpq_sub(at, t, s);
        fmpq_mul(at, at, from);
        fmpq_add(at, at, s);
        add_point(w, at);
    }
    fmpq_clear(from);
    fmpq_clear(to);
    fmpq_clear(at);
}

static int by_size(const void *a, const void *b)
{
    return fmpq_cmp(a, b);
}

/* Sorted, each once. */
static void sort_points(walk *w)
{
    qsort(w->points, w->count, sizeof *w->points, by_size);
    size_t kept = 0;
    for (size_t i = 0; i < w->count; i++) {
        if (kept > 0 && fmpq_equal(w->points + kept - 1, w->points + i))
            continue;
        if (kept != i)
            fmpq_swap(w->points + kept, w->points + i);
        kept++;
    }
    for (size_t i = kept; i < w->count; i++)
        fmpq_clear(w->points + i);
    w->count = kept;
}

/* Between neighbours the units of this layer sum up linear functions; their values then bend where those meet 0 or 1.
 */
static void add_kinks(walk *w, size_t layer)
{
    nw_activation activation = w->line->network->layers[layer].activation;
    size_t units = w->line->network->layers[layer].units, known = w->count;
    if (activation != NW_RELU && activation != NW_CRELU)
        return;
    fmpq *before = new_rationals(units);
    fmpq_t s, t;
    fmpq_init(s);
    fmpq_init(t);
    for (size_t i = 0; i < known; i++) {
        fmpq_set(t, w->points + i);
        sums_at(w, t, layer);
        for (size_t j = 0; j < units; j++) {
            if (i > 0)
                add_crossing(w, s, t, before + j, w->now + j, 0);
            if (i > 0 && activation == NW_CRELU)
                add_crossing(w, s, t, before + j, w->now + j, 1);
            fmpq_set(before + j, w->now + j);
        }
        fmpq_set(s, t);
    }
    fmpq_clear(s);
    fmpq_clear(t);
    free_rationals(before, units);
    sort_points(w);
}

/* The sum of the slopes' jumps. */
static void sum_jumps(fmpq_t variation, walk *w)
{
    fmpq_t value, last_value, slope, last_slope, length;
    fmpq_init(value);
    fmpq_init(last_value);
    fmpq_init(slope);
    fmpq_init(last_slope);
    fmpq_init(length);
    fmpq_zero(variation);
    for (size_t i = 0; i < w->count; i++) {
        sums_at(w, w->points + i, w->line->network->layer_count - 1);
        fmpq_set(value, w->now);
        if (i > 0) {
            fmpq_sub(slope, value, last_value);
            fmpq_sub(length, w->points + i, w->points + i - 1);
            fmpq_div(slope, slope, length);
        }
        if (i > 1) {
            fmpq_sub(last_slope, slope, last_slope);
            fmpq_abs(last_slope, last_slope);
            fmpq_add(variation, variation, last_slope);
        }
        fmpq_set(last_slope, slope);
        fmpq_set(last_value, value);
    }
    fmpq_clear(value);
    fmpq_clear(last_value);
    fmpq_clear(slope);
    fmpq_clear(last_slope);
    fmpq_clear(length);
}

void nw_variation_pieces(fmpq_t variation, const nw_axis_line *line)
{
    walk w;
    fmpq_t end;
    walk_init(&w, line);
    fmpq_init(end);
    fmpq_set_si(end, -1, 1);
    add_point(&w, end);
    fmpq_one(end);
    add_point(&w, end);
    for (size_t k = 0; k + 1 < line->network->layer_count; k++)
        add_kinks(&w, k);
    sum_jumps(variation, &w);
    fmpq_clear(end);
    walk_clear(&w);
}
