#include "verify_sparse.h"

#include <stdlib.h>

#include "base/json.h"
#include "base/json_read.h"
#include "base/memory.h"

/* ---- connection by connection ---- */

struct vs_builder {
    size_t inputs, before, units, parameters;
    size_t source[512];
    double weight[512];
    size_t count; /* of the unit begun last */
    bool biased;
    double bias;
    bool last_biased; /* some unit of this layer */
    json_t *layers, *first, *sources, *weights;
    const char *activation;
};

vs_builder *vs_new(size_t inputs)
{
    vs_builder *builder = nw_alloc(1, sizeof *builder);
    builder->inputs = builder->units = inputs;
    builder->layers = json_array();
    return builder;
}

static void end_unit(vs_builder *builder)
{
    for (size_t i = 0; i < builder->count; i++) {
        nw_json_append(builder->sources, json_integer((json_int_t)builder->source[i]));
        nw_json_append(builder->weights, nw_json_double(builder->weight[i]));
    }
    if (builder->biased) {
        nw_json_append(builder->sources, json_integer((json_int_t)builder->before));
        nw_json_append(builder->weights, nw_json_double(builder->bias));
    }
    builder->last_biased = builder->last_biased || builder->biased;
    builder->count = 0;
    builder->biased = false;
}

static void end_layer(vs_builder *builder)
{
    if (builder->first == NULL)
        return;
    end_unit(builder);
    size_t count = json_array_size(builder->sources);
    nw_json_append(builder->first, json_integer((json_int_t)count));
    json_t *layer = json_object();
    nw_json_put(layer, "units", json_integer((json_int_t)builder->units));
    nw_json_put_text(layer, "activation", builder->activation);
    nw_json_put(layer, "first", builder->first);
    nw_json_put(layer, "sources", builder->sources);
    nw_json_put(layer, "weights", builder->weights);
    nw_json_append(builder->layers, layer);
    builder->parameters += count;
}

void vs_layer(vs_builder *builder, const char *activation)
{
    end_layer(builder);
    builder->before = builder->units;
    builder->units = 0;
    builder->last_biased = false;
    builder->activation = activation;
    builder->first = json_array();
    builder->sources = json_array();
    builder->weights = json_array();
}

size_t vs_unit(vs_builder *builder)
{
    end_unit(builder);
    nw_json_append(builder->first, json_integer((json_int_t)json_array_size(builder->sources)));
    return builder->units++;
}

void vs_connect(vs_builder *builder, size_t source, double weight)
{
    size_t at = builder->count++;
    if (at >= 512)
        ck_abort_msg("too many connections");
    for (; at > 0 && builder->source[at - 1] > source; at--) {
        builder->source[at] = builder->source[at - 1];
        builder->weight[at] = builder->weight[at - 1];
    }
    builder->source[at] = source;
    builder->weight[at] = weight;
}

void vs_bias(vs_builder *builder, double weight)
{
    builder->biased = true;
    builder->bias = weight;
}

json_t *vs_finish(vs_builder *builder)
{
    end_layer(builder);
    json_t *document = json_object();
    nw_json_put_text(document, "format", "nwidth-network");
    nw_json_put(document, "version", json_integer(1));
    nw_json_put(document, "inputs", json_integer((json_int_t)builder->inputs));
    nw_json_put(document, "outputs", json_integer((json_int_t)builder->units));
    nw_json_put(document, "output_bias", json_boolean(builder->last_biased));
    nw_json_put(document, "layers", builder->layers);
    nw_json_put(document, "parameters", json_integer((json_int_t)builder->parameters));
    free(builder);
    return document;
}

/* ---- hats ---- */

/* relu(slope x + offset) */
static void hinge(vs_builder *builder, size_t source, double slope, double offset)
{
    vs_unit(builder);
    vs_connect(builder, source, slope);
    vs_bias(builder, offset);
}

static double node_at(int intervals, int i)
{
    return -1 + 2.0 * i / intervals;
}

/* With u = (x_1 - v_1) M/2: units 2 v and 2 v + 1 of the first layer are relu(+-u) for node v of the grid. */
static void first_hinges(vs_builder *builder, int intervals, int repeats, const char *activation)
{
    double scale = intervals / 2.0;
    vs_layer(builder, activation);
    for (int i = 0; i <= intervals; i++)
        for (int r = 0; r < repeats; r++) {
            hinge(builder, 0, scale, -scale * node_at(intervals, i));
            hinge(builder, 0, -scale, scale * node_at(intervals, i));
        }
}

/* max(0, u_1, u_2) and -min(0, u_1, u_2) of every node as carry and comparison: units 4 v .. 4 v + 3. */
static void second_hinges(vs_builder *builder, int intervals, const char *activation)
{
    double scale = intervals / 2.0;
    int side = intervals + 1;
    size_t carry = 2 * (size_t)(side * side); /* x_2 + 1 */
    vs_layer(builder, activation);
    for (int i = 0; i < side; i++)
        for (int j = 0; j < side; j++)
            for (int sign = 1; sign >= -1; sign -= 2) {
                size_t mine = 2 * (size_t)(i * side + j) + (sign < 0);
                vs_unit(builder);
                vs_connect(builder, mine, 1);
                vs_unit(builder);
                vs_connect(builder, mine, -1);
                vs_connect(builder, carry, sign * scale);
                vs_bias(builder, -sign * scale * (1 + node_at(intervals, j)));
            }
}

/* Up to the hats, one a node; `carrier` is the activation of x_2 + 1, which reaches 2. */
static vs_builder *kuhn_hats(int inputs, int intervals, const char *activation)
{
    vs_builder *builder = vs_new((size_t)inputs);
    size_t side = (size_t)intervals + 1, nodes = inputs == 1 ? side : side * side, parts = inputs == 1 ? 2 : 4;
    first_hinges(builder, intervals, inputs == 1 ? 1 : intervals + 1, activation);
    if (inputs == 2) {
        hinge(builder, 1, 1, 1);
        second_hinges(builder, intervals, activation);
    }
    vs_layer(builder, activation);
    for (size_t v = 0; v < nodes; v++) {
        vs_unit(builder);
        for (size_t i = 0; i < parts; i++)
            vs_connect(builder, parts * v + i, -1);
        vs_bias(builder, 1);
    }
    return builder;
}

json_t *vs_kuhn(int inputs, int intervals, const double *value, const char *activation)
{
    vs_builder *builder = kuhn_hats(inputs, intervals, activation);
    size_t side = (size_t)intervals + 1, nodes = inputs == 1 ? side : side * side;
    vs_layer(builder, "identity");
    vs_unit(builder);
    for (size_t v = 0; v < nodes; v++)
        vs_connect(builder, v, value != NULL ? value[v] : 0);
    return vs_finish(builder);
}

/* ---- maxima ---- */

enum { SHIFT = 4 /* keeps what is carried positive */ };

/* |x_a - c| as carries and comparisons: the norm of centre i is the sum of units 2 i and 2 i + 1 of the second layer,
 * behind which stand the carried values. */
static void norms(vs_builder *builder, int inputs, int centres, bool carried)
{
    size_t count = inputs == 1 ? (size_t)centres : (size_t)(centres * centres);
    vs_layer(builder, "relu");
    for (int a = 0; a < inputs; a++)
        for (int i = 0; i < centres; i++) {
            double centre = -1 + (2.0 * i + 1) / centres;
            hinge(builder, (size_t)a, 1, -centre);
            hinge(builder, (size_t)a, -1, centre);
        }
    for (size_t i = 0; carried && i < count; i++)
        hinge(builder, (size_t)inputs + i, 1, SHIFT);
    vs_layer(builder, "relu");
    for (size_t i = 0; i < count; i++) {
        size_t one = 2 * (inputs == 1 ? i : i / (size_t)centres), two = 2 * ((size_t)centres + i % (size_t)centres);
        vs_unit(builder);
        vs_connect(builder, one, 1);
        vs_connect(builder, one + 1, 1);
        vs_unit(builder);
        if (inputs == 2)
            for (size_t s = 0; s < 2; s++) {
                vs_connect(builder, two + s, 1);
                vs_connect(builder, one + s, -1);
            }
    }
    for (size_t i = 0; carried && i < count; i++) {
        vs_unit(builder);
        vs_connect(builder, 2 * (size_t)(inputs * centres) + i, 1);
    }
}

/* What stands for a number between two levels: the sum of terms of the layer, and a bias. */
typedef struct number {
    size_t count, source[4];
    double weight[4], bias;
} number;

static void add_number(vs_builder *builder, const number *a, const number *b)
{
    vs_unit(builder);
    for (size_t i = 0; i < a->count; i++)
        vs_connect(builder, a->source[i], a->weight[i]);
    for (size_t i = 0; b != NULL && i < b->count; i++)
        vs_connect(builder, b->source[i], -b->weight[i]);
    double bias = a->bias - (b != NULL ? b->bias : 0);
    if (bias != 0)
        vs_bias(builder, bias);
}

/* max(a, b) = b + relu(a - b), level by level. */
static json_t *tree(vs_builder *builder, number *numbers, size_t count)
{
    while (count > 1) {
        size_t made = 0;
        vs_layer(builder, "relu");
        for (size_t i = 0; i < count; i += 2) {
            bool pair = i + 1 < count;
            number next = {.count = 1};
            next.source[0] = builder->units;
            next.weight[0] = 1;
            add_number(builder, &numbers[pair ? i + 1 : i], NULL);
            if (pair) {
                next.source[1] = builder->units;
                next.weight[1] = 1;
                next.count = 2;
                add_number(builder, &numbers[i], &numbers[i + 1]);
            }
            numbers[made++] = next;
        }
        count = made;
    }
    vs_layer(builder, "identity");
    numbers->bias -= SHIFT;
    add_number(builder, numbers, NULL);
    return vs_finish(builder);
}

static json_t *mcshane(int inputs, int centres, const double *value)
{
    size_t count = inputs == 1 ? (size_t)centres : (size_t)(centres * centres);
    vs_builder *builder = vs_new((size_t)inputs + (value == NULL ? count : 0));
    number *numbers = nw_alloc(count, sizeof *numbers);
    norms(builder, inputs, centres, value == NULL);
    for (size_t i = 0; i < count; i++) {
        numbers[i] = (number){2, {2 * i, 2 * i + 1, 2 * count + i}, {-1, -1, 1}, value != NULL ? value[i] + SHIFT : 0};
        numbers[i].count += value == NULL;
    }
    json_t *document = tree(builder, numbers, count);
    free(numbers);
    return document;
}

json_t *vs_mcshane(int inputs, int centres, const double *value)
{
    return mcshane(inputs, centres, value);
}

json_t *vs_mcshane_embedding(int inputs, int centres)
{
    return mcshane(inputs, centres, NULL);
}

/* ---- composites ---- */

static double around(gsl_rng *rng, double scale)
{
    return scale * (2 * gsl_rng_uniform(rng) - 1);
}

json_t *vs_selector(gsl_rng *rng, int intervals, size_t count, bool linear)
{
    vs_builder *builder = kuhn_hats(1, intervals, "relu");
    size_t below = (size_t)intervals + 1;
    if (linear) {
        vs_layer(builder, "identity");
        for (int w = 0; w < 2; w++) {
            vs_unit(builder);
            for (size_t v = 0; v < below; v++)
                vs_connect(builder, v, around(rng, 0.7));
        }
        below = 2;
    }
    vs_layer(builder, "identity");
    for (size_t o = 0; o < count; o++) {
        vs_unit(builder);
        for (size_t v = 0; v < below; v++)
            vs_connect(builder, v, around(rng, 0.7));
    }
    return vs_finish(builder);
}

json_t *vs_composite(const char *form, json_t *primary, json_t *task, json_t *fed)
{
    json_t *document = json_object();
    nw_json_put_text(document, "format", "nwidth-composite");
    nw_json_put(document, "version", json_integer(1));
    nw_json_put_text(document, "form", form);
    nw_json_put(document, "m1", json_integer(1));
    nw_json_put(document, "m2", json_integer(1));
    nw_json_put(document, "primary", primary);
    nw_json_put(document, "task", task);
    if (fed != NULL)
        nw_json_put(document, "fed", fed);
    return document;
}

json_t *vs_hypernetwork(gsl_rng *rng, int intervals, int task_intervals, bool linear)
{
    json_t *g = vs_kuhn(1, intervals, NULL, "relu"), *fed = json_array();
    json_int_t all = json_integer_value(json_object_get(g, "parameters"));
    for (int v = 0; v <= intervals; v++)
        nw_json_append(fed, json_integer(all - intervals - 1 + v));
    return vs_composite("hypernetwork", g, vs_selector(rng, task_intervals, (size_t)intervals + 1, linear), fed);
}

json_t *vs_embedding(gsl_rng *rng, int centres, int task_intervals)
{
    return vs_composite("embedding", vs_mcshane_embedding(1, centres),
                        vs_selector(rng, task_intervals, (size_t)centres, false), NULL);
}

/* ---- random ones ---- */

json_t *vs_random(gsl_rng *rng, int inputs, int outputs, int hidden_layers, int width, const char *activation,
                  bool output_bias)
{
    vs_builder *builder = vs_new((size_t)inputs);
    for (int k = 0; k <= hidden_layers; k++) {
        bool last = k == hidden_layers;
        int before = k == 0 ? inputs : width;
        vs_layer(builder, last ? "identity" : activation);
        for (int j = 0; j < (last ? outputs : width); j++) {
            vs_unit(builder);
            for (int i = 0; i < before; i++)
                if (before == 1 || gsl_rng_uniform_int(rng, 3) > 0)
                    vs_connect(builder, (size_t)i, around(rng, k == 0 ? 2.5 : 3.0 / before));
            if (last ? output_bias : gsl_rng_uniform_int(rng, 3) > 0)
                vs_bias(builder, around(rng, k == 0 ? 2 : 0.3));
        }
    }
    return vs_finish(builder);
}

json_t *vs_random_fed(gsl_rng *rng, const char *activation)
{
    json_t *g = vs_random(rng, 1, 1, 2, 3, activation, true), *fed = json_array(), *layer;
    size_t place = 0, k, i;
    json_array_foreach(json_object_get(g, "layers"), k, layer)
    {
        json_t *weights = json_object_get(layer, "weights");
        for (i = 0; i < json_array_size(weights); i++, place++)
            if (place == 0 || gsl_rng_uniform_int(rng, 3) == 0) {
                nw_json_append(fed, json_integer((json_int_t)place));
                json_array_set_new(weights, i, nw_json_double(0));
            }
    }
    json_t *f = vs_random(rng, 1, (int)json_array_size(fed), 1, 4, activation, false);
    return vs_composite("hypernetwork", g, f, fed);
}

json_t *vs_bends(const char *activation, size_t count, const double *scale, const double *shift, const double *weight)
{
    vs_builder *builder = vs_new(2);
    vs_layer(builder, activation);
    for (size_t j = 0; j < count; j++) {
        vs_unit(builder);
        vs_connect(builder, 0, scale[j] / 2);
        vs_connect(builder, 1, scale[j] / 4);
        vs_bias(builder, shift[j] + scale[j] / 2);
    }
    vs_layer(builder, "identity");
    vs_unit(builder);
    for (size_t j = 0; j < count; j++)
        vs_connect(builder, j, weight[j]);
    return vs_finish(builder);
}
