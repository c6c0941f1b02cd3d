/* Certificates: errors known exactly, random networks against dense sampling, the two arithmetics against each other,
 * and the tree replayed by a walker of this file's own. */
#include "certify/certify.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "certify/bounder.h"
#include "certify/composed.h"
#include "certify/layer_sum.h"
#include "certify/layers.h"
#include "certify/search.h"
#include "check_common.h"
#include "net/network_file.h"

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

static nw_network *random_network(gsl_rng *rng, size_t inputs, size_t hidden, size_t width, nw_activation activation,
                                  double scale)
{
    size_t widths[3] = {width, width, width};
    nw_network *network = nw_network_new(inputs, widths, hidden, 1, activation, ct_between(rng, 0, 1) == 1);
    for (size_t k = 0; k < network->layer_count; k++) {
        nw_layer *layer = &network->layers[k];
        double size = k == 0                          ? scale
                      : k + 1 == network->layer_count ? 0.5 / (double)layer->inputs
                                                      : 2 / sqrt((double)layer->inputs);
        for (size_t i = 0; i < layer->units * layer->inputs; i++)
            network->parameters[layer->weights + i] = uniform(rng, -size, size);
        for (size_t i = 0; layer->has_bias && i < layer->units; i++)
            network->parameters[layer->biases + i] = uniform(rng, -size, size);
    }
    return network;
}

static double error_at(const nw_network *network, const nw_target *target, const double *x, nw_net_work *work)
{
    double y;
    nw_network_forward(network, 1, x, &y, work);
    return fabs(y - nw_target_value(target, x));
}

/* The largest error over random points, each of the best climbed by a pattern search: at most the norm, and near it. */
static double sampled_norm(const nw_network *network, const nw_target *target, gsl_rng *rng, int points)
{
    size_t n = network->inputs;
    nw_net_work *work = nw_net_work_new(network, 1);
    double best = 0, at[NW_MOST_INPUTS] = {0};
    for (int i = 0; i < points; i++) {
        double x[NW_MOST_INPUTS];
        for (size_t a = 0; a < n; a++)
            x[a] = ct_between(rng, 0, 9) == 0 ? (double)(2 * ct_between(rng, 0, 1) - 1) : uniform(rng, -1, 1);
        double error = error_at(network, target, x, work);
        if (error > best) {
            best = error;
            memcpy(at, x, sizeof at);
        }
    }
    for (double step = 0.1; step > 1e-7; step *= 0.5)
        for (size_t a = 0; a < n; a++)
            for (int side = -1; side <= 1; side += 2) {
                double x[NW_MOST_INPUTS];
                memcpy(x, at, sizeof x);
                x[a] = fmin(1, fmax(-1, at[a] + side * step));
                double error = error_at(network, target, x, work);
                if (error > best) {
                    best = error;
                    memcpy(at, x, sizeof at);
                }
            }
    nw_net_work_free(work);
    return best;
}

static nw_enclosure certified(const nw_network *network, const nw_target *target, const nw_certify_options *options)
{
    nw_enclosure enclosure;
    nw_error error;
    ck_assert_msg(nw_certify(&enclosure, network, target, options, &error) == NW_OK, "%s", error.message);
    return enclosure;
}

/* What holds of every enclosure. */
static void check_sound(const nw_enclosure *e, const nw_network *network, const nw_target *target,
                        const nw_certify_options *options, double sampled, const char *what)
{
    nw_net_work *work = nw_net_work_new(network, 1);
    for (size_t a = 0; a < network->inputs; a++)
        ck_assert_msg(e->witness[a] >= -1 && e->witness[a] <= 1, "%s: witness outside", what);
    double at_witness = error_at(network, target, e->witness, work);
    nw_net_work_free(work);
    ck_assert_msg(e->lower <= at_witness * (1 + 1e-12) + 1e-13, "%s: lower %g, but %g at the witness", what, e->lower,
                  at_witness);
    ck_assert_msg(sampled <= e->upper * (1 + 1e-12) + 1e-13, "%s: upper %.17g, but sampled %.17g", what, e->upper,
                  sampled);
    ck_assert_msg(e->lower <= e->upper, "%s", what);
    ck_assert_ptr_null(e->assumes);
    ck_assert_msg((e->reason != NULL) == (e->outcome == NW_UNKNOWN), "%s", what);
    if (e->outcome == NW_PROVED && options->threshold == 0)
        ck_assert_msg(e->upper <= (1 + options->tolerance) * e->lower, "%s: %g..%g is too wide", what, e->lower,
                      e->upper);
    if (e->outcome == NW_PROVED && options->threshold > 0)
        ck_assert_msg(e->upper <= options->threshold, "%s", what);
    if (e->outcome == NW_REFUTED)
        ck_assert_msg(e->lower > options->threshold && options->threshold > 0, "%s", what);
}

/* ---- the tree, replayed ---- */

typedef struct walk {
    const nw_tree *tree;
    const nw_network *network;
    const nw_target *target;
    nw_net_work *work;
    gsl_rng *rng;
    size_t used, leaves;
    double volume, upper;
} walk;

static void walk_box(walk *w, const double *low, const double *high)
{
    int n = (int)w->network->inputs;
    ck_assert_uint_lt(w->used, w->tree->count);
    unsigned symbol = w->tree->symbols[w->used++];
    ck_assert_uint_le(symbol, (unsigned)n);
    if (symbol == 0) {
        double volume = 1, x[NW_MOST_INPUTS];
        for (int a = 0; a < n; a++) {
            volume *= high[a] - low[a];
            x[a] = uniform(w->rng, low[a], high[a]);
        }
        w->volume += volume;
        w->leaves++;
        ck_assert_double_le(error_at(w->network, w->target, x, w->work), w->upper * (1 + 1e-12) + 1e-13);
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
    int n = (int)w->network->inputs;
    if (axis == n) {
        walk_box(w, low, high);
        return;
    }
    size_t count = w->tree->cut_count[axis];
    const double *cuts = w->tree->cuts[axis];
    for (size_t i = 0; i <= count; i++) {
        low[axis] = i == 0 ? -1 : cuts[i - 1];
        high[axis] = i == count ? 1 : cuts[i];
        ck_assert(low[axis] < high[axis]);
        walk_cells(w, low, high, axis + 1);
    }
}

static void check_tree(const nw_enclosure *enclosure, const nw_network *network, const nw_target *target, gsl_rng *rng)
{
    double low[NW_MOST_INPUTS] = {0}, high[NW_MOST_INPUTS] = {0};
    walk w = {.tree = &enclosure->tree, .network = network, .target = target, .rng = rng, .upper = enclosure->upper};
    ck_assert_ptr_nonnull(enclosure->tree.symbols);
    w.work = nw_net_work_new(network, 1);
    walk_cells(&w, low, high, 0);
    nw_net_work_free(w.work);
    ck_assert_uint_eq(w.used, enclosure->tree.count);
    ck_assert_double_eq_tol(w.volume, pow(2, (double)network->inputs), 1e-9);
}

/* ---- errors known exactly ---- */

static void check_norm(const nw_network *network, const char *word, double norm, double tolerance)
{
    nw_target *target = target_of(word);
    nw_certify_options options = nw_certify_defaults();
    options.tolerance = tolerance;
    options.keep_tree = true;
    gsl_rng *rng = ct_rng(word);
    nw_enclosure e = certified(network, target, &options);
    /* `norm` is a double near the true one. */
    ck_assert_msg(e.outcome == NW_PROVED, "%s: %s", word, e.reason);
    ck_assert_msg(e.lower <= norm * (1 + 1e-15) && e.upper >= norm * (1 - 1e-15), "%s: %.17g in %.17g..%.17g", word,
                  norm, e.lower, e.upper);
    check_sound(&e, network, target, &options, 0, word);
    check_tree(&e, network, target, rng);
    gsl_rng_free(rng);
    nw_enclosure_clear(&e);
    nw_target_free(target);
}

/* N = 0: the norm of the target. */
START_TEST(zero_network)
{
    static const char *const words[] = {
        "bump:r=1,n=1,M=8,signs=seed:7", "bump:r=2,n=1,M=5,signs=seed:7", "bump:r=3,n=2,M=3,signs=alternate",
        "bump:r=1,n=3,M=2,signs=plus",   "bump:r=2,n=4,M=2,signs=seed:1", "step:r=1,n=1,M=7,signs=alternate",
        "step:r=2,n=2,M=3,signs=seed:3", "step:r=4,n=1,M=3,signs=seed:3",
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        nw_target *target = target_of(words[i]);
        size_t width = 3;
        nw_network *network = nw_network_new((size_t)nw_target_inputs(target), &width, 1, 1, NW_TANH, true);
        check_norm(network, words[i], nw_target_amplitude(target), 0.01);
        check_norm(network, words[i], nw_target_amplitude(target), 1e-6);
        nw_network_free(network);
        nw_target_free(target);
    }
}
END_TEST

START_TEST(zero_network_and_formulas)
{
    static const struct {
        const char *word;
        double norm;
    } cases[] = {
        {"expr:amplitude=0.0625:cos(3*x1)", 0.0625},
        {"expr:amplitude=0.0625:x1^2-1/2", 0.03125},
        {"expr:amplitude=0.125:abs(x1)-1", 0.125},
        {"expr:m1=2,amplitude=0.125:x1*x2", 0.125},
        {"expr:m1=1,m2=1,amplitude=0.03125:max(x1,I1)+min(x1,I1)", 0.0625},
        {"expr:m1=3,amplitude=0.03125:1/4-x1^2*x2^2*x3", 0.0390625},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        nw_target *target = target_of(cases[i].word);
        size_t width = 1;
        nw_network *network = nw_network_new((size_t)nw_target_inputs(target), &width, 1, 1, NW_RELU, false);
        check_norm(network, cases[i].word, cases[i].norm, 0.01);
        nw_network_free(network);
        nw_target_free(target);
    }
}
END_TEST

/* N = y + 1/8, both exact. */
START_TEST(shifted_copy)
{
    size_t width = 1;
    nw_network *network = nw_network_new(1, &width, 1, 1, NW_TANH, true);
    double *p = network->parameters; /* weight, bias, outer weight, output bias */
    p[0] = 3;
    p[1] = -0.5;
    p[2] = 0.0625;
    p[3] = 0.125;
    check_norm(network, "expr:amplitude=0.0625:tanh(3*x1-1/2)", 0.125, 0.01);
    check_norm(network, "expr:amplitude=0.0625:tanh(3*x1-1/2)", 0.125, 1e-9);
    nw_network_free(network);
}
END_TEST

/* A ReLU network that is the hat itself, and one shifted by 1/8; the same with clipped ReLU. */
START_TEST(piecewise_linear_copy)
{
    const char *word = "bump:r=1,n=1,M=1,signs=plus,amplitude=0.25";
    for (int kind = 0; kind < 2; kind++) {
        size_t width = 2;
        nw_network *network = nw_network_new(1, &width, 1, 1, kind == 0 ? NW_RELU : NW_CRELU, true);
        double *p = network->parameters;
        p[0] = 1; /* 1/4 - relu(x)/4 - relu(-x)/4 */
        p[1] = -1;
        p[4] = p[5] = -0.25;
        p[6] = 0.25 + 0.125;
        check_norm(network, word, 0.125, 1e-6);
        p[6] = 0.25;
        nw_target *target = target_of(word);
        nw_certify_options options = nw_certify_defaults();
        nw_enclosure e = certified(network, target, &options);
        ck_assert_double_eq(e.lower, 0);
        ck_assert_double_le(e.upper, 1e-12);
        ck_assert_uint_le(e.boxes, 1000);
        nw_enclosure_clear(&e);
        nw_target_free(target);
        nw_network_free(network);
    }
}
END_TEST

/* (s(x+h) - s(x-h))/2h against s': the error is s'(0) - s(h)/h at 0, far below what double can tell from rounding. */
START_TEST(finite_differences)
{
    static const int steps[] = {8, 12, 20};
    nw_target *target = target_of("expr:amplitude=0.25:1-tanh(x1)^2");
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        double h = ldexp(1, -steps[i]);
        size_t width = 2;
        nw_network *network = nw_network_new(1, &width, 1, 1, NW_TANH, false);
        double *p = network->parameters;
        p[0] = p[1] = 1;
        p[2] = h;
        p[3] = -h;
        p[4] = 0.125 / h;
        p[5] = -0.125 / h;
        nw_certify_options options = nw_certify_defaults();
        options.tolerance = 0.05;
        nw_enclosure e = certified(network, target, &options);
        double h2 = h * h, norm = 0.25 * h2 * (1.0 / 3 - h2 * (2.0 / 15 - h2 * 17 / 315));
        ck_assert_msg(e.outcome == NW_PROVED, "h = 2^-%d: %s, %g..%g", steps[i], e.reason, e.lower, e.upper);
        ck_assert_msg(e.lower <= norm * (1 + 1e-9) && e.upper >= norm * (1 - 1e-9), "h = 2^-%d: %g in %g..%g", steps[i],
                      norm, e.lower, e.upper);
        ck_assert_msg(steps[i] < 20 || e.arb_boxes > 0, "h = 2^-%d", steps[i]);
        nw_enclosure_clear(&e);
        nw_network_free(network);
    }
    nw_target_free(target);
}
END_TEST

/* The target's own network: no error at all, and still it ends. */
START_TEST(no_error)
{
    nw_target *target = target_of("tanhnet:r=1,n=1,width=5,scale=3,seed=2,amplitude=0.015625");
    nw_json_place place = {"target", "network"};
    json_t *definition = nw_target_to_json(target);
    nw_network *network;
    nw_error error;
    ck_assert_int_eq(nw_network_from_json(&network, json_object_get(definition, "network"), place, &error), NW_OK);
    json_decref(definition);
    for (size_t i = network->layers[1].weights; i < network->parameter_count; i++)
        network->parameters[i] *= 0.015625;
    nw_certify_options options = nw_certify_defaults();
    options.most_boxes = 200000;
    nw_enclosure e = certified(network, target, &options);
    ck_assert_int_eq(e.outcome, NW_UNKNOWN);
    ck_assert_double_eq(e.lower, 0);
    ck_assert_msg(e.upper < 1e-13, "%g: %s", e.upper, e.reason);
    nw_enclosure_clear(&e);
    nw_network_free(network);
    nw_target_free(target);
}
END_TEST

/* ---- random networks ---- */

static void check_random(gsl_rng *rng, const char *word, size_t hidden, nw_activation activation, double tolerance,
                         size_t most_boxes)
{
    nw_target *target = target_of(word);
    size_t n = (size_t)nw_target_inputs(target);
    nw_network *network = random_network(rng, n, hidden, (size_t)ct_between(rng, 1, 9), activation, 3);
    nw_certify_options options = nw_certify_defaults();
    options.tolerance = tolerance;
    options.most_boxes = most_boxes;
    options.keep_tree = true;
    double sampled = sampled_norm(network, target, rng, 1000);
    char *what = nw_format("%s, %zu hidden layers of %s", word, hidden, nw_activation_words[activation]);
    nw_enclosure e = certified(network, target, &options);
    check_sound(&e, network, target, &options, sampled, what);
    if (e.upper < INFINITY)
        check_tree(&e, network, target, rng);
    ck_assert_msg(e.outcome == NW_PROVED || n == 4, "%s: %s after %zu boxes, %g..%g", what, e.reason, e.boxes, e.lower,
                  e.upper);
    ck_assert_msg(e.outcome == NW_PROVED || e.boxes >= most_boxes, "%s: %s", what, e.reason);

    /* The same question with thresholds on either side, without a tree. */
    if (e.outcome == NW_PROVED && e.boxes < 3000) {
        nw_certify_options ask = options;
        ask.keep_tree = false;
        ask.threshold = 1.02 * e.upper;
        nw_enclosure above = certified(network, target, &ask);
        ck_assert_msg(above.outcome == NW_PROVED, "%s", what);
        check_sound(&above, network, target, &ask, sampled, what);
        ask.threshold = 0.98 * e.lower;
        nw_enclosure below = certified(network, target, &ask);
        ck_assert_msg(below.outcome == NW_REFUTED, "%s", what);
        check_sound(&below, network, target, &ask, sampled, what);
        ck_assert_ptr_null(above.tree.symbols);
        nw_enclosure_clear(&above);
        nw_enclosure_clear(&below);
    }
    nw_enclosure_clear(&e);
    free(what);
    nw_network_free(network);
    nw_target_free(target);
}

static const char *const lines[] = {
    "bump:r=1,n=1,M=4,signs=seed:7",          "bump:r=2,n=1,M=3,signs=seed:2",
    "step:r=2,n=1,M=4,signs=alternate",       "trig:r=1,n=1,terms=4,degree=3,seed=1",
    "tanhnet:r=1,n=1,width=8,scale=4,seed=1", "expr:sin(3*x1)/4+abs(x1-1/3)/8",
};

START_TEST(random_on_the_line)
{
    gsl_rng *rng = ct_rng("random on the line");
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        for (int a = 0; a < NW_ACTIVATION_COUNT; a++)
            for (size_t hidden = 1; hidden <= 3; hidden++)
                check_random(rng, lines[i], hidden, (nw_activation)a, a % 2 == 0 ? 0.01 : 1e-6, 200000);
    gsl_rng_free(rng);
}
END_TEST

static const char *const planes[] = {
    "bump:r=1,n=2,M=2,signs=seed:7",
    "step:r=2,n=2,M=2,signs=alternate",
    "trig:r=1,n=2,terms=4,degree=2,seed=1",
    "tanhnet:r=1,n=2,width=8,scale=3,seed=1",
    "product:r=1,m1=1,m2=1,terms=3,scale=2,seed=1",
    "inner:r=1,m1=1,m2=1,width=4,scale=2,seed=1",
    "expr:m1=1,m2=1:sin(2*x1*I1)/4",
};

START_TEST(random_on_the_plane)
{
    gsl_rng *rng = ct_rng("random on the plane");
    for (size_t i = 0; i < sizeof planes / sizeof planes[0]; i++)
        for (int a = 0; a < NW_ACTIVATION_COUNT; a++)
            check_random(rng, planes[i], 1 + ((size_t)a + i) % 3, (nw_activation)a, 0.01, 20000);
    gsl_rng_free(rng);
}
END_TEST

static const char *const spaces[] = {
    "bump:r=1,n=3,M=2,signs=seed:7",
    "trig:r=1,n=3,terms=3,degree=1,seed=1",
    "tanhnet:r=1,n=4,width=6,scale=2,seed=1",
    "product:r=1,m1=2,m2=2,terms=2,scale=1,seed=1",
    "inner:r=1,m1=2,m2=1,width=4,scale=1,seed=1",
};

START_TEST(random_in_space)
{
    gsl_rng *rng = ct_rng("random in space");
    for (size_t i = 0; i < sizeof spaces / sizeof spaces[0]; i++) {
        check_random(rng, spaces[i], 1, NW_TANH, 0.05, 20000);
        check_random(rng, spaces[i], 1 + i % 3, (nw_activation)(i % NW_ACTIVATION_COUNT), 0.05, 20000);
    }
    gsl_rng_free(rng);
}
END_TEST

/* ---- the parts ---- */

static void random_box(nw_box *box, gsl_rng *rng, int inputs, double size)
{
    for (int i = 0; i < inputs; i++) {
        double half = size * gsl_rng_uniform(rng), middle = uniform(rng, -1 + half, 1 - half);
        box->low[i] = fmax(-1, middle - half);
        box->high[i] = fmin(1, middle + half);
    }
}

/* |N(x) - p((x - centre)/half)| for a network and a model around it; the quotient is exact, or half is 0 and x the
 * centre. */
static double away_from_model(const nw_network *network, const nw_model *model, const nw_lanes *lanes, int lane,
                              const double *x)
{
    enum { BITS = 300 };
    int n = (int)network->inputs;
    arb_t value, term, power;
    mag_t away;
    arb_init(value);
    arb_init(term);
    arb_init(power);
    mag_init(away);
    arb_ptr place = _arb_vec_init(NW_MOST_INPUTS);
    for (int i = 0; i < n; i++)
        if (lanes->half[i][lane] > 0) {
            arb_set_d(place + i, x[i]);
            arb_set_d(term, lanes->centre[i][lane]);
            arb_sub(place + i, place + i, term, BITS);
            arb_set_d(term, lanes->half[i][lane]);
            arb_div(place + i, place + i, term, BITS);
        }
    nw_layers_enclose(value, network, x, BITS);
    for (size_t t = 0; t < nw_taylor_terms(n); t++) {
        int exponents[NW_MOST_INPUTS];
        nw_taylor_exponents(exponents, n, t);
        arb_set_d(term, model->c[t]);
        for (int i = 0; i < n; i++) {
            arb_pow_ui(power, place + i, (ulong)exponents[i], BITS);
            arb_mul(term, term, power, BITS);
        }
        arb_sub(value, value, term, BITS);
    }
    arb_get_mag(away, value);
    double result = mag_cmp_2exp_si(away, -200) <= 0 ? 0 : mag_get_d(away) * (1 - 1e-8); /* rounded up by less */
    _arb_vec_clear(place, NW_MOST_INPUTS);
    arb_clear(value);
    arb_clear(term);
    arb_clear(power);
    mag_clear(away);
    return result;
}

static nw_ridge_sum *ridge_sum_of(const nw_network *network)
{
    nw_region region;
    nw_region_set(&region, (int)network->inputs, NULL, NULL);
    return nw_ridge_sum_new(network, &region);
}

/* The fast models of a one-layer network contain its exact values: at the centre, at corners and between. */
START_TEST(models_of_one_layer)
{
    gsl_rng *rng = ct_rng("models of one layer");
    for (int round = 0; round < 250; round++) {
        int n = (int)ct_between(rng, 1, 4);
        nw_activation activation = (nw_activation)ct_between(rng, 0, NW_ACTIVATION_COUNT - 1);
        size_t width = round % 2 == 0 ? 1 : (size_t)ct_between(rng, 1, 40);
        nw_network *network = random_network(rng, (size_t)n, 1, width, activation, pow(10, uniform(rng, -1, 1)));
        nw_ridge_sum *sum = ridge_sum_of(network);
        ck_assert_ptr_nonnull(sum);
        nw_lanes lanes;
        /* Multiples of 2^-40, so that corners are doubles. */
        double size = ct_between(rng, 0, 3) == 0 ? 0 : ldexp(1, (int)ct_between(rng, -15, -1));
        for (int l = 0; l < NW_BOX_LANES; l++)
            for (int i = 0; i < NW_MOST_INPUTS; i++) {
                lanes.half[i][l] = size * ldexp((double)ct_between(rng, 1, 16), -4);
                lanes.centre[i][l] = ldexp((double)ct_between(rng, -(1 << 20), 1 << 20), -20);
            }
        nw_model models[NW_BOX_LANES];
        double share[NW_BOX_LANES][NW_MOST_INPUTS];
        nw_ridge_sum_models(models, share, sum, &lanes);
        for (int l = 0; l < NW_BOX_LANES; l++)
            for (int kind = 0; kind < 4; kind++) {
                double x[NW_MOST_INPUTS];
                for (int i = 0; i < n; i++) {
                    /* A corner where the first unit changes most, either way; any point; the centre. */
                    double to = kind == 2 ? ldexp((double)ct_between(rng, -8, 8), -3) : kind == 3 ? 0 : 1 - 2 * kind;
                    double side = kind < 2 && network->parameters[i] < 0 ? -1 : 1;
                    x[i] = lanes.centre[i][l] + side * to * lanes.half[i][l];
                }
                double away = away_from_model(network, &models[l], &lanes, l, x);
                ck_assert_msg(away <= models[l].rounding + models[l].remainder,
                              "round %d, %s, size %g: %g away, %g + %g", round, nw_activation_words[activation], size,
                              away, models[l].remainder, models[l].rounding);
            }
        nw_ridge_sum_free(sum);
        nw_network_free(network);
    }
    gsl_rng_free(rng);
}
END_TEST

/* Rounding of w x + b alone, where steep units cancel; and the errors of the activations are never left out. */
START_TEST(rounding_of_steep_units)
{
    gsl_rng *rng = ct_rng("rounding of steep units");
    for (int round = 0; round < 200; round++) {
        int n = (int)ct_between(rng, 1, 4);
        size_t width = 1;
        nw_activation activation = (nw_activation)(round % NW_ACTIVATION_COUNT);
        nw_network *network = nw_network_new((size_t)n, &width, 1, 1, activation, true);
        double *p = network->parameters;
        nw_lanes lanes = {0};
        double t = 0;
        for (int i = 0; i < n; i++) {
            p[i] = uniform(rng, -1e8, 1e8);
            for (int l = 0; l < NW_BOX_LANES; l++)
                lanes.centre[i][l] = l % 2 == 0 ? uniform(rng, -1, 1) : lanes.centre[i][l - 1];
            t += p[i] * lanes.centre[i][0];
        }
        p[n] = uniform(rng, -1, 1) - t;
        p[n + 1] = uniform(rng, -1, 1);
        nw_ridge_sum *sum = ridge_sum_of(network);
        nw_model models[NW_BOX_LANES];
        double share[NW_BOX_LANES][NW_MOST_INPUTS], x[NW_MOST_INPUTS];
        nw_ridge_sum_models(models, share, sum, &lanes);
        for (int i = 0; i < n; i++)
            x[i] = lanes.centre[i][0];
        double away = away_from_model(network, &models[0], &lanes, 0, x);
        ck_assert_msg(away <= models[0].rounding + models[0].remainder, "round %d: %g away, %g + %g", round, away,
                      models[0].remainder, models[0].rounding);
        nw_ridge_sum_free(sum);
        /* At t = 0, where all else is small. */
        memset(p, 0, (size_t)(n + 1) * sizeof *p);
        sum = ridge_sum_of(network);
        nw_ridge_sum_models(models, share, sum, &lanes);
        ck_assert(models[0].rounding >= fabs(p[n + 1]) * nw_expansion_error(network->layers[0].activation)[0]);
        nw_ridge_sum_free(sum);
        nw_network_free(network);
    }
    gsl_rng_free(rng);
}
END_TEST

/* Sums of models against exact sums. */
START_TEST(sums_of_models)
{
    enum { INPUTS = 12, UNITS = 3, BITS = 2000 };
    gsl_rng *rng = ct_rng("sums of models");
    arb_t exact, term, factor;
    arb_init(exact);
    arb_init(term);
    arb_init(factor);
    for (int round = 0; round < 100; round++) {
        nw_model in[INPUTS] = {0}, out[UNITS];
        double parameters[UNITS * INPUTS + UNITS], *weight = parameters, *bias;
        size_t inputs = (size_t)ct_between(rng, 1, INPUTS), terms = nw_taylor_terms((int)ct_between(rng, 1, 4));
        for (size_t i = 0; i < inputs; i++) {
            for (size_t t = 0; t < terms; t++)
                in[i].c[t] = uniform(rng, -1, 1);
            in[i].remainder = round % 2 * gsl_rng_uniform(rng);
            in[i].rounding = round % 2 * gsl_rng_uniform(rng);
        }
        for (size_t i = 0; i < UNITS * inputs; i++)
            weight[i] = uniform(rng, -1, 1);
        bias = weight + UNITS * inputs;
        for (size_t j = 0; j < UNITS; j++)
            bias[j] = uniform(rng, -1, 1);
        const nw_layer layer = {.inputs = inputs, .units = UNITS, .biases = UNITS * inputs, .has_bias = round % 3 != 0};
        nw_layer_sum(out, in, &layer, parameters, terms);
        for (size_t j = 0; j < UNITS; j++) {
            double off = 0, remainder = 0, rounding = 0;
            for (size_t t = 0; t < terms; t++) {
                arb_set_d(exact, t == 0 && round % 3 != 0 ? bias[j] : 0);
                arb_set_d(term, out[j].c[t]);
                arb_sub(exact, exact, term, BITS);
                for (size_t i = 0; i < inputs; i++) {
                    arb_set_d(term, weight[j * inputs + i]);
                    arb_set_d(factor, in[i].c[t]);
                    arb_addmul(exact, term, factor, BITS); /* exact: the numbers are not that long */
                }
                off += fabs(arf_get_d(arb_midref(exact), ARF_RND_NEAR));
            }
            for (size_t i = 0; i < inputs; i++) {
                remainder += fabs(weight[j * inputs + i]) * in[i].remainder;
                rounding += fabs(weight[j * inputs + i]) * in[i].rounding;
            }
            ck_assert_msg(off + rounding * (1 - 1e-12) <= out[j].rounding, "round %d: %g + %g, %g", round, off,
                          rounding, out[j].rounding);
            ck_assert_msg(out[j].rounding <= rounding * (1 + 1e-6) + 1e-12, "round %d", round);
            ck_assert(out[j].remainder >= remainder * (1 - 1e-12) && out[j].remainder <= remainder * (1 + 1e-6));
        }
    }
    arb_clear(exact);
    arb_clear(term);
    arb_clear(factor);
    gsl_rng_free(rng);
}
END_TEST

/* On the same boxes double and Arb say nearly the same, and both hold at points inside. */
START_TEST(two_arithmetics)
{
    gsl_rng *rng = ct_rng("two arithmetics");
    static const char *const words[] = {"bump:r=2,n=1,M=4,signs=seed:7", "trig:r=1,n=2,terms=4,degree=2,seed=1",
                                        "inner:r=1,m1=2,m2=1,width=4,scale=1,seed=1", "expr:sin(3*x1)/4+abs(x1-1/3)/8"};
    for (int round = 0; round < 40; round++) {
        nw_target *target = target_of(words[round % 4]);
        int n = nw_target_inputs(target);
        nw_activation activation = (nw_activation)(round % NW_ACTIVATION_COUNT);
        nw_network *network = random_network(rng, (size_t)n, 1 + (size_t)round % 3, 5, activation, 2);
        nw_composite whole = nw_composite_of_network(network);
        nw_region region;
        nw_region_set(&region, n, NULL, NULL);
        nw_bounder *bounder = nw_bounder_new(&whole, target, &region);
        nw_box boxes[NW_BOX_LANES];
        nw_bounded bounded[NW_BOX_LANES];
        for (int l = 0; l < NW_BOX_LANES; l++)
            random_box(&boxes[l], rng, n, l % 2 == 0 ? 0.5 : 0.02);
        nw_bounder_boxes(bounder, bounded, boxes, NW_BOX_LANES, 0);
        for (int l = 0; l < NW_BOX_LANES; l++) {
            double rounding, exact = nw_bounder_exactly(bounder, &boxes[l], 128, &rounding);
            if (l % 2 == 1) /* small */
                ck_assert_msg(fabs(exact - bounded[l].bound) <= 0.03 * exact + 1e-10, "round %d: %g and %g", round,
                              exact, bounded[l].bound);
            ck_assert_msg(rounding <= 1e-25, "round %d: %g", round, rounding);
            double points[NW_BOX_LANES][NW_MOST_INPUTS], lower[NW_BOX_LANES], upper[NW_BOX_LANES];
            for (int i = 0; i < NW_BOX_LANES; i++)
                for (int a = 0; a < n; a++)
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
        nw_network_free(network);
        nw_target_free(target);
    }
    gsl_rng_free(rng);
}
END_TEST

START_TEST(queue_order)
{
    enum { COUNT = 3000 };
    gsl_rng *rng = ct_rng("queue");
    nw_queue queue = {0};
    nw_waiting box = {0};
    double last = INFINITY;
    for (int i = 0; i < COUNT; i++) {
        box.bound = gsl_rng_uniform(rng);
        box.node = (uint32_t)i;
        nw_queue_push(&queue, &box);
        if (i % 3 == 0) {
            double largest = nw_queue_largest(&queue);
            ck_assert(nw_queue_pop(&box, &queue));
            ck_assert_double_eq(box.bound, largest);
        }
    }
    size_t left = 0;
    for (; nw_queue_pop(&box, &queue); left++) {
        ck_assert(box.bound <= last);
        last = box.bound;
    }
    ck_assert_uint_eq(left, COUNT - COUNT / 3);
    ck_assert_double_eq(nw_queue_largest(&queue), 0);
    nw_queue_clear(&queue);

    /* Beyond what it holds in order the newest comes first; nothing is lost, and the largest bound is known. */
    size_t pushed = 0;
    for (; queue.stacked < 5; pushed++) {
        box.bound = (double)(pushed % 1000);
        nw_queue_push(&queue, &box);
    }
    box.bound = 2000;
    nw_queue_push(&queue, &box);
    ck_assert_double_eq(nw_queue_largest(&queue), 2000);
    size_t popped = 0;
    for (; nw_queue_pop(&box, &queue); popped++)
        ck_assert(popped > 0 || box.bound == 2000);
    ck_assert_uint_eq(popped, pushed + 1);
    nw_queue_clear(&queue);
    gsl_rng_free(rng);
}
END_TEST

/* ---- limits ---- */

static nw_enclosure with_budget(const char *word, size_t most_boxes, const volatile bool *stop)
{
    gsl_rng *rng = ct_rng("budget");
    nw_target *target = target_of(word);
    nw_network *network = random_network(rng, (size_t)nw_target_inputs(target), 1, 16, NW_TANH, 6);
    nw_certify_options options = nw_certify_defaults();
    options.most_boxes = most_boxes;
    options.keep_tree = true;
    options.stop = stop;
    nw_enclosure e = certified(network, target, &options);
    check_sound(&e, network, target, &options, sampled_norm(network, target, rng, 300), word);
    ck_assert(e.outcome == NW_UNKNOWN || most_boxes > 100);
    if (e.upper < INFINITY)
        check_tree(&e, network, target, rng);
    else
        ck_assert_ptr_null(e.tree.symbols);
    nw_network_free(network);
    nw_target_free(target);
    gsl_rng_free(rng);
    return e;
}

START_TEST(budgets)
{
    nw_enclosure one = with_budget("trig:r=1,n=3,terms=6,degree=2,seed=1", 1, NULL);
    nw_enclosure some = with_budget("trig:r=1,n=3,terms=6,degree=2,seed=1", 100, NULL);
    nw_enclosure more = with_budget("trig:r=1,n=3,terms=6,degree=2,seed=1", 1000, NULL);
    ck_assert_str_eq(some.reason, "the budget of boxes ended");
    ck_assert_uint_le(one.boxes, 8);
    ck_assert_uint_le(some.boxes, 108);
    ck_assert(one.upper >= some.upper && some.upper >= more.upper && more.upper < 10);
    ck_assert(some.lower > 0 && some.lower <= more.lower);
    nw_enclosure_clear(&one);
    nw_enclosure_clear(&some);
    nw_enclosure_clear(&more);

    nw_enclosure cells = with_budget("bump:r=1,n=3,M=16,signs=plus", 1000, NULL);
    ck_assert(cells.outcome == NW_UNKNOWN && cells.upper == INFINITY && cells.lower >= 0);
    nw_enclosure_clear(&cells);
    const volatile bool stop = true;
    nw_enclosure stopped = with_budget("bump:r=1,n=1,M=4,signs=plus", 1000, &stop);
    ck_assert_str_eq(stopped.reason, "it was stopped");
    nw_enclosure_clear(&stopped);
}
END_TEST

/* Nearly steps: weights of 10^4, and of 2^110, where only Arb serves. */
START_TEST(steep_weights)
{
    gsl_rng *rng = ct_rng("steep");
    nw_target *target = target_of("bump:r=1,n=1,M=4,signs=seed:7");
    nw_certify_options options = nw_certify_defaults();
    for (int round = 0; round < 10; round++) {
        nw_network *network = random_network(rng, 1, 1, 6, (nw_activation)(round % NW_ACTIVATION_COUNT), 1e4);
        nw_enclosure e = certified(network, target, &options);
        check_sound(&e, network, target, &options, sampled_norm(network, target, rng, 2000), "steep");
        ck_assert_int_eq(e.outcome, NW_PROVED);
        nw_enclosure_clear(&e);
        nw_network_free(network);
    }
    size_t width = 1;
    nw_network *network = nw_network_new(1, &width, 1, 1, NW_TANH, false);
    network->parameters[0] = 0x1p110;
    network->parameters[2] = 0.25;
    nw_enclosure e = certified(network, target, &options);
    check_sound(&e, network, target, &options, sampled_norm(network, target, rng, 1000), "a jump");
    ck_assert_msg(e.upper < 1, "%g", e.upper);
    nw_enclosure_clear(&e);
    nw_network_free(network);
    nw_target_free(target);
    gsl_rng_free(rng);
}
END_TEST

/* The same bits again, with and without a tree. */
START_TEST(repeats)
{
    gsl_rng *rng = ct_rng("repeats");
    nw_target *target = target_of("trig:r=1,n=2,terms=6,degree=2,seed=1");
    nw_network *network = random_network(rng, 2, 1, 16, NW_TANH, 3);
    nw_certify_options options = nw_certify_defaults();
    nw_enclosure first = certified(network, target, &options);
    options.keep_tree = true;
    nw_enclosure second = certified(network, target, &options);
    ck_assert(first.lower == second.lower && first.upper == second.upper && first.boxes == second.boxes);
    ck_assert(memcmp(first.witness, second.witness, sizeof first.witness) == 0);
    nw_enclosure_clear(&first);
    nw_enclosure_clear(&second);
    nw_network_free(network);
    nw_target_free(target);
    gsl_rng_free(rng);
}
END_TEST

static void refused(const nw_network *network, const nw_target *target, const nw_certify_options *options,
                    const char *part)
{
    nw_enclosure enclosure;
    nw_error error = {0};
    ck_assert_int_eq(nw_certify(&enclosure, network, target, options, &error), NW_BAD_INPUT);
    ck_assert_msg(strstr(error.message, part) != NULL, "%s", error.message);
}

START_TEST(bad_input)
{
    nw_target *target = target_of("bump:r=1,n=2,M=2,signs=plus");
    nw_certify_options options = nw_certify_defaults();
    size_t widths[4] = {2, 2, 2, 2};
    nw_network *line = nw_network_new(1, widths, 1, 1, NW_TANH, true);
    nw_network *two = nw_network_new(2, widths, 1, 2, NW_TANH, true);
    nw_network *fine = nw_network_new(2, widths, 1, 1, NW_TANH, true);
    refused(line, target, &options, "the network has 1, the target");
    refused(two, target, &options, "2 outputs");
    options.tolerance = 0;
    refused(fine, target, &options, "tolerance");
    options.tolerance = NAN;
    refused(fine, target, &options, "tolerance");
    options = nw_certify_defaults();
    options.threshold = -1;
    refused(fine, target, &options, "threshold");
    options = nw_certify_defaults();
    options.precision = 4;
    refused(fine, target, &options, "precision");
    options = nw_certify_defaults();
    fine->parameters[0] = NAN;
    nw_enclosure enclosure;
    ck_assert_int_eq(nw_certify(&enclosure, fine, target, &options, NULL), NW_BAD_INPUT);
    nw_network_free(line);
    nw_network_free(two);
    nw_network_free(fine);
    nw_target_free(target);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("certify");
    TCase *known = ct_case(suite, "known");
    tcase_add_test(known, zero_network);
    tcase_add_test(known, zero_network_and_formulas);
    tcase_add_test(known, shifted_copy);
    tcase_add_test(known, piecewise_linear_copy);
    tcase_add_test(known, finite_differences);
    tcase_add_test(known, no_error);
    TCase *random = ct_case(suite, "random");
    tcase_add_test(random, random_on_the_line);
    tcase_add_test(random, random_on_the_plane);
    tcase_add_test(random, random_in_space);
    TCase *parts = ct_case(suite, "parts");
    tcase_add_test(parts, models_of_one_layer);
    tcase_add_test(parts, rounding_of_steep_units);
    tcase_add_test(parts, sums_of_models);
    tcase_add_test(parts, two_arithmetics);
    tcase_add_test(parts, queue_order);
    TCase *limits = ct_case(suite, "limits");
    tcase_add_test(limits, budgets);
    tcase_add_test(limits, steep_weights);
    tcase_add_test(limits, repeats);
    tcase_add_test(limits, bad_input);
    return ct_main(suite);
}
