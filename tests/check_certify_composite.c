/* Certificates of composites, and over boxes in the cube: random ones against dense sampling, the tree replayed by a
 * walker of this file's own, forms that stand for the same function, and the two arithmetics against each other. */
#include "certify/certify.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "certify/bounder.h"
#include "certify/composed.h"
#include "check_common.h"

/* ---- helpers ---- */

static nw_target *target_of(const char *word)
{
    nw_target *target;
    nw_error error;
    ck_assert_msg(nw_target_parse(&target, word, &error) == NW_OK, "%s: %s", word, error.message);
    return target;
}

static double uniform(gsl_rng *rng, double least, double greatest)
{
    return least + (greatest - least) * gsl_rng_uniform(rng);
}

static nw_activation any_activation(gsl_rng *rng)
{
    return (nw_activation)ct_between(rng, 0, NW_ACTIVATION_COUNT - 1);
}

/* Weights of about `scale` in the first layer, outputs of about 1. */
static nw_network *random_network(gsl_rng *rng, size_t inputs, size_t hidden, size_t width, size_t outputs,
                                  double scale)
{
    size_t widths[3] = {width, width, width};
    nw_network *network = nw_network_new(inputs, widths, hidden, outputs, NW_TANH, ct_between(rng, 0, 1) == 1);
    for (size_t k = 0; k < network->layer_count; k++) {
        nw_layer *layer = &network->layers[k];
        double size = k == 0 ? scale : 1.5 / sqrt((double)layer->inputs);
        if (k + 1 < network->layer_count)
            layer->activation = any_activation(rng);
        for (size_t i = 0; i < layer->units * layer->inputs; i++)
            network->parameters[layer->weights + i] = uniform(rng, -size, size);
        for (size_t i = 0; layer->has_bias && i < layer->units; i++)
            network->parameters[layer->biases + i] = uniform(rng, -size, size);
    }
    return network;
}

static nw_composite *composite_of(nw_composite_form form, size_t m1, size_t m2, nw_network *primary, nw_network *task)
{
    nw_composite *composite;
    nw_error error;
    ck_assert_msg(nw_composite_new(&composite, form, m1, m2, primary, task, &error) == NW_OK, "%s", error.message);
    return composite;
}

static nw_composite *random_composite(gsl_rng *rng, nw_composite_form form, size_t m1, size_t m2)
{
    size_t hidden = (size_t)ct_between(rng, 1, 2), width = (size_t)ct_between(rng, 1, 4);
    size_t k = (size_t)ct_between(rng, 1, 2), depth = (size_t)ct_between(rng, 0, 2);
    size_t behind = form == NW_PLAIN ? m2 : form == NW_EMBEDDING ? k : 0;
    nw_network *primary = random_network(rng, m1 + behind, hidden, width, 1, 1.5), *task = NULL;
    if (form == NW_EMBEDDING)
        task = random_network(rng, m2, depth, 3, k, 1.5);
    else if (form == NW_HYPERNETWORK)
        task = random_network(rng, m2, depth, 3, primary->parameter_count, 1);
    return composite_of(form, m1, m2, primary, task);
}

static double error_at(const nw_composite *composite, const nw_target *target, const double *x)
{
    double y;
    nw_composite_values(composite, 1, x, &y);
    return fabs(y - nw_target_value(target, x));
}

typedef struct box {
    int inputs;
    double low[NW_MOST_INPUTS], high[NW_MOST_INPUTS];
} box;

static box cube(size_t inputs)
{
    return (box){(int)inputs, {-1, -1, -1, -1}, {1, 1, 1, 1}};
}

/* Some axes whole, some a part, some a point; ends of few digits now and then. */
static box random_box(gsl_rng *rng, size_t inputs)
{
    box b = cube(inputs);
    for (size_t a = 0; a < inputs; a++) {
        int kind = (int)ct_between(rng, 0, 3);
        double first = uniform(rng, -1, 1), second = uniform(rng, -1, 1);
        if (ct_between(rng, 0, 1) == 0)
            first = ldexp(nearbyint(ldexp(first, 3)), -3);
        if (kind == 1)
            b.low[a] = b.high[a] = first;
        else if (kind > 1) {
            b.low[a] = fmin(first, second);
            b.high[a] = fmax(first, second);
        }
    }
    return b;
}

static double sampled_norm(const nw_composite *composite, const nw_target *target, const box *b, gsl_rng *rng,
                           int points)
{
    double best = 0, at[NW_MOST_INPUTS] = {0};
    for (int i = 0; i < points; i++) {
        double x[NW_MOST_INPUTS];
        for (int a = 0; a < b->inputs; a++)
            x[a] = ct_between(rng, 0, 9) == 0 ? b->low[a] : uniform(rng, b->low[a], b->high[a]);
        double error = error_at(composite, target, x);
        if (error >= best) {
            best = error;
            memcpy(at, x, sizeof at);
        }
    }
    for (double step = 0.1; step > 1e-6; step *= 0.5)
        for (int a = 0; a < b->inputs; a++)
            for (int side = -1; side <= 1; side += 2) {
                double x[NW_MOST_INPUTS];
                memcpy(x, at, sizeof x);
                x[a] = fmin(b->high[a], fmax(b->low[a], at[a] + side * step));
                double error = error_at(composite, target, x);
                if (error > best) {
                    best = error;
                    memcpy(at, x, sizeof at);
                }
            }
    return best;
}

static nw_enclosure certified(const nw_composite *composite, const nw_target *target, const box *b, double tolerance,
                              size_t most_boxes)
{
    nw_enclosure e;
    nw_error error;
    nw_certify_options options = nw_certify_defaults();
    options.tolerance = tolerance;
    options.most_boxes = most_boxes;
    options.keep_tree = true;
    options.low = b->low;
    options.high = b->high;
    ck_assert_msg(nw_certify_composite(&e, composite, target, &options, &error) == NW_OK, "%s", error.message);
    return e;
}

/* ---- the tree, replayed ---- */

typedef struct walk {
    const nw_tree *tree;
    const nw_composite *composite;
    const nw_target *target;
    const box *whole;
    gsl_rng *rng;
    size_t used;
    double volume, upper;
} walk;

static void walk_box(walk *w, const double *low, const double *high)
{
    int n = w->whole->inputs;
    ck_assert_uint_lt(w->used, w->tree->count);
    unsigned symbol = w->tree->symbols[w->used++];
    ck_assert_uint_le(symbol, (unsigned)n);
    if (symbol == 0) {
        double volume = 1, x[NW_MOST_INPUTS];
        for (int a = 0; a < n; a++) {
            volume *= w->whole->low[a] < w->whole->high[a] ? high[a] - low[a] : 1;
            x[a] = uniform(w->rng, low[a], high[a]);
        }
        w->volume += volume;
        ck_assert_double_le(error_at(w->composite, w->target, x), w->upper * (1 + 1e-12) + 1e-13);
        return;
    }
    double left[NW_MOST_INPUTS], right[NW_MOST_INPUTS], middle = (low[symbol - 1] + high[symbol - 1]) / 2;
    ck_assert(low[symbol - 1] < middle && middle < high[symbol - 1]);
    memcpy(left, high, sizeof left);
    memcpy(right, low, sizeof right);
    left[symbol - 1] = right[symbol - 1] = middle;
    walk_box(w, low, left);
    walk_box(w, right, high);
}

static void walk_cells(walk *w, double *low, double *high, int axis)
{
    if (axis == w->whole->inputs) {
        walk_box(w, low, high);
        return;
    }
    size_t count = w->tree->cut_count[axis];
    const double *cuts = w->tree->cuts[axis];
    for (size_t i = 0; i <= count; i++) {
        low[axis] = i == 0 ? w->whole->low[axis] : cuts[i - 1];
        high[axis] = i == count ? w->whole->high[axis] : cuts[i];
        ck_assert(low[axis] < high[axis] || count == 0);
        walk_cells(w, low, high, axis + 1);
    }
}

static void check_tree(const nw_enclosure *e, const nw_composite *composite, const nw_target *target, const box *b,
                       gsl_rng *rng)
{
    double low[NW_MOST_INPUTS] = {0}, high[NW_MOST_INPUTS] = {0}, volume = 1;
    walk w = {.tree = &e->tree, .composite = composite, .target = target, .whole = b, .rng = rng, .upper = e->upper};
    for (int a = 0; a < b->inputs; a++)
        volume *= b->low[a] < b->high[a] ? b->high[a] - b->low[a] : 1;
    ck_assert_ptr_nonnull(e->tree.symbols);
    walk_cells(&w, low, high, 0);
    ck_assert_uint_eq(w.used, e->tree.count);
    ck_assert_double_eq_tol(w.volume, volume, 1e-9);
}

/* What holds of every enclosure. */
static void check_sound(const nw_enclosure *e, const nw_composite *composite, const nw_target *target, const box *b,
                        gsl_rng *rng, const char *what)
{
    for (int a = 0; a < b->inputs; a++) {
        ck_assert_msg(e->witness[a] >= b->low[a] && e->witness[a] <= b->high[a], "%s: witness outside", what);
        ck_assert(e->low[a] == b->low[a] && e->high[a] == b->high[a]);
    }
    double at_witness = error_at(composite, target, e->witness);
    double sampled = sampled_norm(composite, target, b, rng, 400);
    ck_assert_msg(e->lower <= at_witness * (1 + 1e-12) + 1e-13, "%s: lower %g, but %g at the witness", what, e->lower,
                  at_witness);
    ck_assert_msg(sampled <= e->upper * (1 + 1e-12) + 1e-13, "%s: upper %.17g, but sampled %.17g", what, e->upper,
                  sampled);
    ck_assert_msg(e->lower <= e->upper, "%s", what);
    ck_assert_msg((e->reason != NULL) == (e->outcome == NW_UNKNOWN), "%s", what);
    if (e->upper < INFINITY)
        check_tree(e, composite, target, b, rng);
}

static const char *const lines[] = {"bump:r=1,n=1,M=3,signs=seed:7", "trig:r=1,n=1,terms=4,degree=2,seed=1"};
static const char *const planes[] = {"bump:r=1,n=2,M=3,signs=seed:7", "step:r=2,n=2,M=2,signs=seed:3",
                                     "trig:r=1,n=2,terms=4,degree=2,seed=1",
                                     "product:r=1,m1=1,m2=1,terms=2,scale=2,seed=1",
                                     "expr:r=1,m1=1,m2=1,amplitude=0.03125:abs(x1-I1/3)+I1*x1"};

/* ---- boxes ---- */

START_TEST(random_boxes)
{
    gsl_rng *rng = ct_rng("random boxes");
    for (int round = 0; round < 60; round++) {
        bool line = round % 4 == 0;
        nw_target *target = target_of(line ? lines[round / 4 % 2] : planes[round % 5]);
        size_t n = (size_t)nw_target_inputs(target);
        nw_composite *composite =
            composite_of(NW_PLAIN, 1, n - 1, random_network(rng, n, (size_t)ct_between(rng, 1, 3), 4, 1, 2), NULL);
        box b = random_box(rng, n);
        nw_enclosure e = certified(composite, target, &b, 0.01, 200000);
        char *what = nw_format("round %d", round);
        check_sound(&e, composite, target, &b, rng, what);
        ck_assert_msg(e.outcome == NW_PROVED, "round %d: %s, %g..%g", round, e.reason, e.lower, e.upper);
        free(what);
        nw_enclosure_clear(&e);
        nw_composite_free(composite);
        nw_target_free(target);
    }
    gsl_rng_free(rng);
}
END_TEST

/* An axis of no width costs nothing: the same boxes and bounds as one input fewer, whether the network depends on that
 * input or not. */
START_TEST(axis_of_no_width)
{
    gsl_rng *rng = ct_rng("axis of no width");
    nw_target *line = target_of("expr:amplitude=0.0625:sin(3*x1)");
    nw_target *plane = target_of("expr:r=1,m1=1,m2=1,amplitude=0.0625:sin(3*x1)");
    for (int round = 0; round < 40; round++) {
        size_t hidden = (size_t)ct_between(rng, 1, 2), width = (size_t)ct_between(rng, 1, 5);
        nw_network *one = random_network(rng, 1, hidden, width, 1, 3);
        size_t widths[2] = {width, width};
        nw_network *two = nw_network_new(2, widths, hidden, 1, NW_TANH, one->output_bias);
        double task = ldexp((double)ct_between(rng, -8, 8), -3);
        for (size_t k = 0; k < hidden; k++)
            two->layers[k].activation = one->layers[k].activation;
        memcpy(two->parameters + 2 * width, one->parameters + width,
               (one->parameter_count - width) * sizeof *one->parameters);
        for (size_t j = 0; j < width; j++) {
            two->parameters[2 * j] = one->parameters[j];
            if (round % 2 == 0) { /* exact, so that both are the same function */
                double weight = (double)ct_between(rng, -4, 4), *bias = two->parameters + 2 * width + j;
                *bias = one->parameters[width + j] = ldexp(nearbyint(ldexp(*bias, 10)), -10);
                two->parameters[2 * j + 1] = weight;
                *bias -= weight * task;
            }
        }
        nw_composite a = nw_composite_of_network(one), b = nw_composite_of_network(two);
        box all = cube(1), row = {2, {-1, task}, {1, task}};
        nw_enclosure first = certified(&a, line, &all, 0.001, 200000);
        nw_enclosure second = certified(&b, plane, &row, 0.001, 200000);
        ck_assert_int_eq(first.outcome, NW_PROVED);
        ck_assert_int_eq(second.outcome, NW_PROVED);
        ck_assert_double_eq_tol(first.lower, second.lower, 1e-10);
        ck_assert_double_eq_tol(first.upper, second.upper, 1e-10);
        ck_assert_msg(labs((long)first.boxes - (long)second.boxes) <= 16, "round %d: %zu and %zu boxes", round,
                      first.boxes, second.boxes);
        check_sound(&second, &b, plane, &row, rng, "row");
        nw_enclosure_clear(&first);
        nw_enclosure_clear(&second);
        nw_network_free(one);
        nw_network_free(two);
    }
    nw_target_free(line);
    nw_target_free(plane);
    gsl_rng_free(rng);
}
END_TEST

START_TEST(single_points)
{
    gsl_rng *rng = ct_rng("single points");
    for (int round = 0; round < 20; round++) {
        nw_target *target = target_of(planes[round % 5]);
        nw_composite *composite = random_composite(rng, (nw_composite_form)(round % 3), 1, 1);
        box b = cube(2);
        for (int a = 0; a < 2; a++)
            b.low[a] = b.high[a] = uniform(rng, -1, 1);
        nw_enclosure e = certified(composite, target, &b, 0.01, 10000);
        check_sound(&e, composite, target, &b, rng, "point");
        ck_assert_double_eq_tol(e.lower, error_at(composite, target, b.low), 1e-12);
        ck_assert_int_eq(e.outcome, NW_PROVED);
        ck_assert(memcmp(e.witness, b.low, 2 * sizeof(double)) == 0);
        nw_enclosure_clear(&e);
        nw_composite_free(composite);
        nw_target_free(target);
    }
    gsl_rng_free(rng);
}
END_TEST

/* No error anywhere in the box: the witness, which nothing sets then, is in it all the same. */
START_TEST(witness_without_error)
{
    size_t width = 1;
    nw_network *network = nw_network_new(1, &width, 1, 1, NW_TANH, false);
    nw_composite whole = nw_composite_of_network(network);
    nw_target *target = target_of("bump:r=1,n=1,M=1,signs=plus");
    gsl_rng *rng = ct_rng("witness");
    box b = {1, {1}, {1}};
    nw_enclosure e = certified(&whole, target, &b, 0.01, 1000);
    check_sound(&e, &whole, target, &b, rng, "no error");
    nw_enclosure_clear(&e);
    gsl_rng_free(rng);
    nw_target_free(target);
    nw_network_free(network);
}
END_TEST

/* ---- composites ---- */

static void check_random(const char *name, size_t m1, size_t m2, const char *const *words, int word_count, int rounds,
                         double tolerance)
{
    gsl_rng *rng = ct_rng(name);
    for (int round = 0; round < rounds; round++) {
        nw_target *target = target_of(words[round % word_count]);
        nw_composite *composite = random_composite(rng, (nw_composite_form)(1 + round % 2), m1, m2);
        box b = round % 3 == 2 ? random_box(rng, m1 + m2) : cube(m1 + m2);
        nw_enclosure e = certified(composite, target, &b, tolerance, 200000);
        char *what = nw_format("%s, round %d", name, round);
        check_sound(&e, composite, target, &b, rng, what);
        ck_assert_msg(e.outcome == NW_PROVED, "%s: %s, %g..%g after %zu", what, e.reason, e.lower, e.upper, e.boxes);
        free(what);
        nw_enclosure_clear(&e);
        nw_composite_free(composite);
        nw_target_free(target);
    }
    gsl_rng_free(rng);
}

START_TEST(random_of_two_inputs)
{
    check_random("two inputs", 1, 1, planes, 5, 60, 0.01);
}
END_TEST

START_TEST(random_of_three_inputs)
{
    static const char *const words[] = {"trig:r=1,n=3,terms=3,degree=1,seed=1",
                                        "expr:r=1,m1=1,m2=2,amplitude=0.03125:x1*I1+sin(I2)"};
    check_random("three inputs, two of tasks", 1, 2, words, 2, 10, 0.1);
    check_random("three inputs, one of tasks", 2, 1, words, 1, 6, 0.1);
}
END_TEST

static void expect_alike(const nw_composite *first, const nw_composite *second, const nw_target *target,
                         const char *what)
{
    box b = cube(2);
    nw_enclosure a = certified(first, target, &b, 1e-3, 1000000), c = certified(second, target, &b, 1e-3, 1000000);
    ck_assert_int_eq(a.outcome, NW_PROVED);
    ck_assert_int_eq(c.outcome, NW_PROVED);
    ck_assert_msg(a.lower <= c.upper && c.lower <= a.upper, "%s: %g..%g and %g..%g", what, a.lower, a.upper, c.lower,
                  c.upper);
    nw_enclosure_clear(&a);
    nw_enclosure_clear(&c);
}

/* f constant: g with those parameters, as a network that does not look at I. */
START_TEST(constant_hypernetwork)
{
    gsl_rng *rng = ct_rng("constant hypernetwork");
    for (int round = 0; round < 12; round++) {
        nw_target *target = target_of(planes[round % 5]);
        size_t hidden = 1 + (size_t)round % 2, width = 3, widths[2] = {width, width};
        nw_network *g = random_network(rng, 1, hidden, width, 1, 2), *shape = nw_network_copy(g);
        nw_network *wide = nw_network_new(2, widths, hidden, 1, NW_TANH, g->output_bias);
        nw_network *constant = nw_network_new(1, &width, 1, g->parameter_count, NW_TANH, true);
        memcpy(constant->parameters + constant->layers[1].biases, g->parameters,
               g->parameter_count * sizeof *g->parameters);
        for (size_t k = 0; k < hidden; k++)
            wide->layers[k].activation = g->layers[k].activation;
        for (size_t j = 0; j < width; j++)
            wide->parameters[2 * j] = g->parameters[j];
        memcpy(wide->parameters + 2 * width, g->parameters + width,
               (g->parameter_count - width) * sizeof *g->parameters);
        nw_composite *hyper = composite_of(NW_HYPERNETWORK, 1, 1, shape, constant);
        nw_composite whole = nw_composite_of_network(wide);
        expect_alike(hyper, &whole, target, "constant f");
        nw_network_free(g);
        nw_network_free(wide);
        nw_composite_free(hyper);
        nw_target_free(target);
    }
    gsl_rng_free(rng);
}
END_TEST

/* e linear: q with the weights multiplied out. */
START_TEST(linear_embedding)
{
    gsl_rng *rng = ct_rng("linear embedding");
    for (int round = 0; round < 12; round++) {
        nw_target *target = target_of(planes[round % 5]);
        size_t hidden = 1 + (size_t)round % 2, width = 3, widths[2] = {width, width}, k = 2;
        nw_network *q = random_network(rng, 1 + k, hidden, width, 1, 2);
        nw_network *e = nw_network_new(1, NULL, 0, k, NW_TANH, false);
        nw_network *merged = nw_network_new(2, widths, hidden, 1, NW_TANH, q->output_bias);
        for (size_t i = 0; i < k; i++)
            e->parameters[i] = (double)ct_between(rng, -3, 3) / 2;
        for (size_t l = 0; l < hidden; l++)
            merged->layers[l].activation = q->layers[l].activation;
        for (size_t j = 0; j < width; j++) {
            const double *row = q->parameters + j * (1 + k);
            merged->parameters[2 * j] = row[0];
            merged->parameters[2 * j + 1] = row[1] * e->parameters[0] + row[2] * e->parameters[1];
        }
        memcpy(merged->parameters + 2 * width, q->parameters + (1 + k) * width,
               (merged->parameter_count - 2 * width) * sizeof *q->parameters);
        nw_composite *embedded = composite_of(NW_EMBEDDING, 1, 1, q, e), whole = nw_composite_of_network(merged);
        expect_alike(embedded, &whole, target, "linear e");
        nw_network_free(merged);
        nw_composite_free(embedded);
        nw_target_free(target);
    }
    gsl_rng_free(rng);
}
END_TEST

/* On the same boxes double and Arb say nearly the same, and both hold at points inside. */
START_TEST(two_arithmetics)
{
    gsl_rng *rng = ct_rng("two arithmetics of composites");
    for (int round = 0; round < 30; round++) {
        nw_target *target = target_of(planes[round % 5]);
        nw_composite *composite = random_composite(rng, (nw_composite_form)(1 + round % 2), 1, 1);
        nw_region region;
        nw_region_set(&region, 2, NULL, NULL);
        nw_bounder *bounder = nw_bounder_new(composite, target, &region);
        nw_box boxes[NW_BOX_LANES];
        nw_bounded bounded[NW_BOX_LANES];
        for (int l = 0; l < NW_BOX_LANES; l++)
            for (int a = 0; a < 2; a++) {
                double size = l % 2 == 0 ? 0.25 : 0.01, centre = uniform(rng, -1 + size, 1 - size);
                boxes[l].low[a] = centre - size;
                boxes[l].high[a] = centre + size;
            }
        nw_bounder_boxes(bounder, bounded, boxes, NW_BOX_LANES, 0);
        for (int l = 0; l < NW_BOX_LANES; l++) {
            double rounding, exact = nw_bounder_exactly(bounder, &boxes[l], 128, &rounding);
            if (l % 2 == 1) /* small */
                ck_assert_msg(fabs(exact - bounded[l].bound) <= 0.03 * exact + 1e-10, "round %d: %g and %g", round,
                              exact, bounded[l].bound);
            ck_assert_msg(rounding <= 1e-25, "round %d: %g", round, rounding);
            double points[NW_BOX_LANES][NW_MOST_INPUTS], lower[NW_BOX_LANES], upper[NW_BOX_LANES];
            for (int i = 0; i < NW_BOX_LANES; i++)
                for (int a = 0; a < 2; a++)
                    points[i][a] = uniform(rng, boxes[l].low[a], boxes[l].high[a]);
            nw_bounder_points(bounder, lower, upper, (const double(*)[NW_MOST_INPUTS])points, NW_BOX_LANES);
            for (int i = 0; i < NW_BOX_LANES; i++) {
                double low, high;
                nw_bounder_point_exactly(bounder, &low, &high, points[i], 128);
                ck_assert_msg(lower[i] <= high && low <= upper[i], "round %d: %g..%g and %g..%g", round, lower[i],
                              upper[i], low, high);
                ck_assert_msg(low <= bounded[l].bound && low <= exact, "round %d: %g above %g", round, low, exact);
                ck_assert_msg(upper[i] - lower[i] <= 1e-10, "round %d: %g", round, upper[i] - lower[i]);
            }
        }
        nw_bounder_free(bounder);
        nw_composite_free(composite);
        nw_target_free(target);
    }
    gsl_rng_free(rng);
}
END_TEST

/* ---- refusals ---- */

static void expect_refused(const double *low, const double *high, const char *part)
{
    size_t width = 1;
    nw_network *network = nw_network_new(2, &width, 1, 1, NW_TANH, false);
    nw_target *target = target_of(planes[0]);
    nw_certify_options options = nw_certify_defaults();
    nw_enclosure e;
    nw_error error;
    options.low = low;
    options.high = high;
    ck_assert_int_eq(nw_certify(&e, network, target, &options, &error), NW_BAD_INPUT);
    ck_assert_msg(strstr(error.message, part) != NULL, "%s", error.message);
    nw_target_free(target);
    nw_network_free(network);
}

START_TEST(bad_boxes)
{
    expect_refused((double[]){-1, 0.5}, (double[]){1, 0.25}, "[0.5, 0.25] along axis 2");
    expect_refused((double[]){-2, 0}, (double[]){1, 1}, "along axis 1");
    expect_refused((double[]){-1, 0}, (double[]){1, 1.5}, "along axis 2");
    expect_refused((double[]){-1, NAN}, (double[]){1, 1}, "along axis 2");
    expect_refused((double[]){-1, 0}, (double[]){NAN, 1}, "along axis 1");
    expect_refused((double[]){-1, 0}, NULL, "both are needed");
}
END_TEST

START_TEST(bad_composites)
{
    gsl_rng *rng = ct_rng("bad composites");
    nw_target *target = target_of(planes[0]), *line = target_of(lines[0]);
    nw_certify_options options = nw_certify_defaults();
    nw_enclosure e;
    nw_error error;
    nw_composite *composite = random_composite(rng, NW_EMBEDDING, 1, 1);
    ck_assert_int_eq(nw_certify_composite(&e, composite, line, &options, &error), NW_BAD_INPUT);
    ck_assert_msg(strstr(error.message, "inputs do not match") != NULL, "%s", error.message);
    composite->task->parameters[0] = NAN;
    ck_assert_int_eq(nw_certify_composite(&e, composite, target, &options, &error), NW_BAD_INPUT);
    nw_composite_free(composite);
    nw_target_free(target);
    nw_target_free(line);
    gsl_rng_free(rng);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("certify composites");
    TCase *boxes = ct_case(suite, "boxes");
    tcase_add_test(boxes, random_boxes);
    tcase_add_test(boxes, axis_of_no_width);
    tcase_add_test(boxes, single_points);
    tcase_add_test(boxes, witness_without_error);
    TCase *composites = ct_case(suite, "composites");
    tcase_add_test(composites, random_of_two_inputs);
    tcase_add_test(composites, random_of_three_inputs);
    tcase_add_test(composites, constant_hypernetwork);
    tcase_add_test(composites, linear_embedding);
    tcase_add_test(composites, two_arithmetics);
    TCase *refusals = ct_case(suite, "refusals");
    tcase_add_test(refusals, bad_boxes);
    tcase_add_test(refusals, bad_composites);
    return ct_main(suite);
}
