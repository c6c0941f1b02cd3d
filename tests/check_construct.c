/* Constructed networks: counted three ways, equal to their interpolants computed without a network, within 1/M of
 * random targets, and certified. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "built.h"
#include "catalogue.h"
#include "certify/certify.h"
#include "check_common.h"
#include "construct/construction.h"
#include "construct/nodes.h"
#include "result.h"

/* ---- helpers ---- */

static nw_target *target_of(const char *word)
{
    nw_target *target;
    nw_error error;
    ck_assert_msg(nw_target_parse(&target, word, &error) == NW_OK, "%s: %s", word, error.message);
    return target;
}

static nw_network *kuhn_of(const nw_target *target, size_t intervals, nw_activation activation)
{
    nw_network *network;
    nw_error error;
    ck_assert_msg(nw_construct_kuhn(&network, target, intervals, activation, &error) == NW_OK, "%s", error.message);
    return network;
}

static void values_of(double *y, const nw_network *network, const double *x, size_t count)
{
    nw_net_work *work = nw_net_work_new(network, count);
    nw_network_forward(network, count, x, y, work);
    nw_net_work_free(work);
}

/* A point of the cube; one in four lies on its faces, and the ends of axes are among them. */
static void random_point(double *x, size_t n, gsl_rng *rng)
{
    for (size_t a = 0; a < n; a++)
        x[a] = ct_between(rng, 0, 3) == 0 ? (double)ct_between(rng, -1, 1) : 2 * gsl_rng_uniform(rng) - 1;
}

/* The interpolant on Kuhn's triangulation of the grid: in the cell of x, from its low corner along the coordinates in
 * falling order. */
static double interpolate(const double *values, const nw_nodes *nodes, const double *x)
{
    size_t n = nodes->axes, order[NW_MOST_INPUTS] = {0}, node = 0, steps[NW_MOST_INPUTS], step = 1;
    double share[NW_MOST_INPUTS] = {0};
    for (size_t a = n; a-- > 0;) {
        double t = (x[a] + 1) * (double)nodes->intervals[a] / 2;
        size_t cell = t >= (double)nodes->intervals[a] ? nodes->intervals[a] - 1 : (size_t)t;
        share[a] = t - (double)cell;
        steps[a] = step;
        node += cell * step;
        step *= nodes->intervals[a] + 1;
    }
    for (size_t a = 0; a < n; a++) {
        size_t place = a;
        for (; place > 0 && share[order[place - 1]] < share[a]; place--)
            order[place] = order[place - 1];
        order[place] = a;
    }
    double y = (1 - share[order[0]]) * values[node];
    for (size_t p = 0; p < n; p++) {
        node += steps[order[p]];
        y += (share[order[p]] - (p + 1 < n ? share[order[p + 1]] : 0)) * values[node];
    }
    return y;
}

static const char *const words[3][5] = {
    {"bump:n=1,M=4,signs=seed:3", "step:n=1,M=5,signs=alternate", "trig:n=1,terms=4,degree=3,seed=5",
     "tanhnet:n=1,width=6,seed=2", "expr:abs(x1-1/3)/3"},
    {"bump:n=2,M=3,signs=seed:8", "step:n=2,M=2,signs=alternate", "trig:n=2,terms=6,degree=3,seed=4",
     "product:m1=1,m2=1,terms=3,seed=7", "expr:abs(x1-x2/2)/4"},
    {"bump:n=3,M=2,signs=seed:1", "step:n=3,M=2,signs=seed:2", "trig:n=3,terms=5,degree=2,seed=6",
     "tanhnet:n=3,width=5,seed=9", "expr:max(x1,x2*x3)/8"},
};

/* ---- counts ---- */

/* theory.md section 6, typed again. */
static size_t closed_formula(size_t intervals, size_t n)
{
    size_t nodes = 1;
    for (size_t a = 0; a < n; a++)
        nodes *= intervals + 1;
    return n == 1 ? 3 * nodes : nodes * (12 * n - 6) + 2 * (n - 1) + (n - 1) * (n - 2) / 2;
}

/* Inputs and hidden units that no connection reads: what is counted is there for use. */
static size_t unused_units(const nw_network *network)
{
    size_t unused = 0;
    for (size_t k = 0; k < network->layer_count; k++) {
        const nw_layer *layer = &network->layers[k];
        bool *used = nw_alloc(layer->inputs + 1, sizeof *used);
        for (size_t c = 0; c < layer->connections->first[layer->units]; c++)
            used[layer->connections->source[c]] = true;
        for (size_t i = 0; i < layer->inputs; i++)
            unused += !used[i];
        free(used);
    }
    return unused;
}

START_TEST(counts_agree)
{
    static const size_t most[] = {40, 14, 5};
    for (size_t n = 1; n <= 3; n++) {
        nw_target *target = target_of(words[n - 1][2]);
        for (size_t m = 1; m <= most[n - 1]; m++) {
            nw_network *network = kuhn_of(target, m, m % 2 == 0 ? NW_RELU : NW_CRELU);
            nw_built built;
            fmpz_t intervals, total, sum;
            fmpz_init_set_ui(intervals, m);
            fmpz_init(total);
            fmpz_init(sum);
            nw_built_init(&built);
            nw_built_kuhn(&built, intervals, (slong)n);
            nw_built_total(sum, &built);
            nw_built_kuhn_total(total, intervals, (slong)n);
            ck_assert_uint_eq(network->parameter_count, closed_formula(m, n));
            ck_assert(fmpz_equal_ui(sum, closed_formula(m, n)) && fmpz_equal_ui(total, closed_formula(m, n)));
            ck_assert_uint_eq(built.layer_count, network->layer_count);
            ck_assert(nw_network_dense_count(network) >= network->parameter_count);
            ck_assert_uint_eq(unused_units(network), 0);
            nw_built_clear(&built);
            fmpz_clear(intervals);
            fmpz_clear(total);
            fmpz_clear(sum);
            nw_network_free(network);
        }
        nw_target_free(target);
    }
}
END_TEST

START_TEST(worked_values)
{
    static const struct {
        const char *word;
        size_t intervals, count;
    } worked[] = {{"bump:n=1,M=4", 10, 33}, {"trig:n=2,seed=3", 10, 2180}, {"step:n=3,M=2", 2, 815}};
    for (size_t i = 0; i < 3; i++) {
        nw_target *target = target_of(worked[i].word);
        nw_network *network = kuhn_of(target, worked[i].intervals, NW_CRELU);
        ck_assert_uint_eq(network->parameter_count, worked[i].count);
        nw_network_free(network);
        nw_target_free(target);
    }
}
END_TEST

/* Any number of dimensions, and grids beyond memory: the sum over layers is the closed formula. */
START_TEST(counts_of_any_size)
{
    gsl_rng *rng = ct_rng("built");
    fmpz_t intervals, total, sum, expected;
    fmpz_init(intervals);
    fmpz_init(total);
    fmpz_init(sum);
    fmpz_init(expected);
    for (int i = 0; i < 200; i++) {
        slong n = ct_between(rng, 2, NW_BUILT_LAYERS - 2);
        nw_built built;
        fmpz_set_si(intervals, ct_between(rng, 1, 1000000000));
        nw_built_init(&built);
        nw_built_kuhn(&built, intervals, n);
        nw_built_total(sum, &built);
        nw_built_kuhn_total(total, intervals, n);
        fmpz_add_ui(expected, intervals, 1);
        fmpz_pow_ui(expected, expected, (ulong)n);
        fmpz_mul_si(expected, expected, 12 * n - 6);
        fmpz_add_si(expected, expected, 2 * (n - 1) + (n - 1) * (n - 2) / 2);
        ct_equal(total, expected, "total, n = %ld", (long)n);
        ct_equal(sum, expected, "sum, n = %ld", (long)n);
        nw_built_clear(&built);
    }
    fmpz_clear(intervals);
    fmpz_clear(total);
    fmpz_clear(sum);
    fmpz_clear(expected);
    gsl_rng_free(rng);
}
END_TEST

/* ---- interpolation ---- */

/* Largest difference from the interpolant at random points; at the nodes, from the target. */
static double distance_to_interpolant(const nw_network *network, const nw_target *target, size_t intervals,
                                      double *at_nodes, gsl_rng *rng)
{
    enum { POINTS = 200 };
    size_t n = (size_t)nw_target_inputs(target), grid[NW_MOST_INPUTS] = {intervals, intervals, intervals};
    nw_nodes nodes;
    nw_error error;
    ck_assert(nw_nodes_set(&nodes, n, grid, &error) == NW_OK);
    size_t room = nodes.count > POINTS ? nodes.count : POINTS;
    double *values = nw_alloc(nodes.count, sizeof *values), *x = nw_alloc(room * n, sizeof *x);
    double *y = nw_alloc(room, sizeof *y), largest = 0;
    nw_node_values(values, &nodes, target);
    for (size_t v = 0; v < nodes.count; v++)
        nw_node_point(x + v * n, &nodes, v);
    values_of(y, network, x, nodes.count);
    *at_nodes = 0;
    for (size_t v = 0; v < nodes.count; v++)
        *at_nodes = fmax(*at_nodes, fabs(y[v] - nw_target_value(target, x + v * n)));
    for (size_t i = 0; i < POINTS; i++)
        random_point(x + i * n, n, rng);
    values_of(y, network, x, POINTS);
    for (size_t i = 0; i < POINTS; i++)
        largest = fmax(largest, fabs(y[i] - interpolate(values, &nodes, x + i * n)));
    free(values);
    free(x);
    free(y);
    return largest;
}

START_TEST(networks_are_the_interpolants)
{
    static const size_t most[] = {60, 20, 7};
    gsl_rng *rng = ct_rng("interpolants");
    for (size_t n = 1; n <= 3; n++)
        for (size_t w = 0; w < 5; w++) {
            nw_target *target = target_of(words[n - 1][w]);
            for (int turn = 0; turn < 4; turn++) {
                size_t m = turn == 0 ? 1 : (size_t)ct_between(rng, 2, (slong)most[n - 1]);
                nw_network *network = kuhn_of(target, m, turn % 2 == 0 ? NW_CRELU : NW_RELU);
                double at_nodes, between = distance_to_interpolant(network, target, m, &at_nodes, rng);
                ck_assert_msg(at_nodes < 1e-12, "%s, M = %zu: off by %g at a node", words[n - 1][w], m, at_nodes);
                ck_assert_msg(between < 1e-12, "%s, M = %zu: off by %g", words[n - 1][w], m, between);
                nw_network_free(network);
            }
            nw_target_free(target);
        }
    gsl_rng_free(rng);
}
END_TEST

START_TEST(ramps_are_the_interpolants)
{
    gsl_rng *rng = ct_rng("ramps");
    nw_error error;
    for (size_t w = 0; w < 5; w++) {
        nw_target *target = target_of(words[0][w]);
        size_t m = (size_t)ct_between(rng, 1, 80);
        nw_network *network;
        ck_assert(nw_construct_ramp(&network, target, m, &error) == NW_OK);
        ck_assert_uint_eq(network->parameter_count, 3 * (m + 1));
        double at_nodes, between = distance_to_interpolant(network, target, m, &at_nodes, rng);
        ck_assert_msg(at_nodes < 1e-12 && between < 1e-12, "%s, M = %zu: off by %g", words[0][w], m, between);
        nw_network_free(network);
        nw_target_free(target);
    }
    gsl_rng_free(rng);
}
END_TEST

/* Under crelu no unit may be clipped from above: pre-activations within [.., 1], seen with the weights of the layer. */
START_TEST(clipping_changes_nothing)
{
    gsl_rng *rng = ct_rng("clipping");
    for (size_t n = 1; n <= 3; n++) {
        nw_target *target = target_of(words[n - 1][2]);
        for (size_t m = 1; m <= 5; m++) {
            nw_network *clipped = kuhn_of(target, m, NW_CRELU), *open = nw_network_copy(clipped);
            for (size_t k = 0; k + 1 < open->layer_count; k++)
                open->layers[k].activation = NW_RELU;
            double x[300], y[100], z[100], largest = 0;
            for (size_t i = 0; i < 100; i++)
                random_point(x + i * n, n, rng);
            values_of(y, clipped, x, 100);
            values_of(z, open, x, 100);
            for (size_t i = 0; i < 100; i++)
                largest = fmax(largest, fabs(y[i] - z[i]));
            ck_assert_msg(largest == 0, "n = %zu, M = %zu: clipping changes the network by %g", n, m, largest);
            nw_network_free(clipped);
            nw_network_free(open);
        }
        nw_target_free(target);
    }
    gsl_rng_free(rng);
}
END_TEST

/* ---- errors ---- */

START_TEST(errors_stay_below_one_over_m)
{
    gsl_rng *rng = ct_rng("errors");
    static const char *const families[] = {"bump:n=%zu,M=%ld,signs=seed:%ld", "step:n=%zu,M=%ld,signs=seed:%ld",
                                           "trig:n=%zu,degree=%ld,terms=6,seed=%ld",
                                           "tanhnet:n=%zu,scale=%ld,width=8,seed=%ld"};
    for (int i = 0; i < 60; i++) {
        size_t n = (size_t)ct_between(rng, 1, 3), m = (size_t)ct_between(rng, 1, n == 1 ? 40 : n == 2 ? 12 : 5);
        char word[128];
        const char *family = families[i % 4];
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        snprintf(word, sizeof word, family, n, (long)ct_between(rng, 1, 4), (long)ct_between(rng, 1, 999));
#pragma GCC diagnostic pop
        nw_target *target = target_of(word);
        nw_network *network = kuhn_of(target, m, i % 2 == 0 ? NW_CRELU : NW_RELU);
        double x[300 * 3], y[300], z[300], largest = 0;
        for (size_t p = 0; p < 300; p++)
            random_point(x + p * n, n, rng);
        values_of(y, network, x, 300);
        nw_target_values(target, 300, x, z);
        for (size_t p = 0; p < 300; p++)
            largest = fmax(largest, fabs(y[p] - z[p]));
        ck_assert_msg(largest <= 1 / (double)m, "%s, M = %zu: the error reaches %g", word, m, largest);
        nw_network_free(network);
        nw_target_free(target);
    }
    gsl_rng_free(rng);
}
END_TEST

/* ---- hypernetworks ---- */

/* The interpolant in x of the interpolants in I, from the target's values alone. */
static double interpolate_twice(const nw_target *target, size_t m1, size_t intervals, const double *x)
{
    size_t n = (size_t)nw_target_inputs(target), grid[NW_MOST_INPUTS] = {intervals, intervals, intervals};
    nw_nodes places, tasks;
    nw_error error;
    ck_assert(nw_nodes_set(&places, m1, grid, &error) == NW_OK && nw_nodes_set(&tasks, n - m1, grid, &error) == NW_OK);
    double *outer = nw_alloc(places.count, sizeof *outer), *inner = nw_alloc(tasks.count, sizeof *inner);
    double point[NW_MOST_INPUTS];
    for (size_t v = 0; v < places.count; v++) {
        nw_node_point(point, &places, v);
        for (size_t w = 0; w < tasks.count; w++) {
            nw_node_point(point + m1, &tasks, w);
            inner[w] = nw_target_value(target, point);
        }
        outer[v] = interpolate(inner, &tasks, x + m1);
    }
    double y = interpolate(outer, &places, x);
    free(outer);
    free(inner);
    return y;
}

static void check_hypernetwork(const nw_composite *composite, const nw_target *target, size_t intervals, gsl_rng *rng)
{
    enum { POINTS = 60 };
    size_t n = (size_t)nw_target_inputs(target);
    double x[POINTS * 3], y[POINTS], off = 0, error = 0;
    for (size_t i = 0; i < POINTS; i++)
        random_point(x + i * n, n, rng);
    nw_composite_values(composite, POINTS, x, y);
    for (size_t i = 0; i < POINTS; i++) {
        off = fmax(off, fabs(y[i] - interpolate_twice(target, composite->m1, intervals, x + i * n)));
        error = fmax(error, fabs(y[i] - nw_target_value(target, x + i * n)));
    }
    ck_assert_msg(off < 1e-12, "%s: off by %g", nw_target_word(target), off);
    /* Both interpolations together: theorem5.c derives 1/M. */
    ck_assert_msg(error <= 1 / (double)intervals, "%s: the error reaches %g", nw_target_word(target), error);
}

START_TEST(theorem4_interpolates_twice)
{
    gsl_rng *rng = ct_rng("theorem 4");
    nw_error error;
    for (size_t n = 2; n <= 3; n++)
        for (size_t m1 = 1; m1 < n; m1++)
            for (size_t w = 0; w < 5; w++) {
                nw_target *target = target_of(words[n - 1][w]);
                size_t m = (size_t)ct_between(rng, 1, n == 2 ? 12 : 4);
                nw_composite *composite;
                ck_assert_msg(nw_construct_thm4(&composite, target, m1, m, m, w % 2 == 0 ? NW_RELU : NW_CRELU,
                                                &error) == NW_OK,
                              "%s", error.message);
                ck_assert_uint_eq(composite->primary->parameter_count, closed_formula(m, m1));
                size_t fed = composite->task->outputs, tasks = n - m1 == 1 ? m + 1 : (m + 1) * (m + 1);
                ck_assert_uint_eq(composite->task->parameter_count, closed_formula(m, n - m1) + (fed - 1) * tasks);
                check_hypernetwork(composite, target, m, rng);
                nw_composite_free(composite);
                nw_target_free(target);
            }
    gsl_rng_free(rng);
}
END_TEST

START_TEST(theorem5_interpolates_twice)
{
    static const char *const products[] = {"product:m1=1,m2=1,terms=3,seed=1", "product:m1=2,m2=1,terms=2,seed=4",
                                           "product:m1=1,m2=2,terms=4,scale=3,seed=6"};
    gsl_rng *rng = ct_rng("theorem 5");
    nw_error error;
    for (size_t i = 0; i < 6; i++) {
        nw_target *target = target_of(products[i / 2]);
        size_t m = (size_t)ct_between(rng, 1, 6), terms = nw_target_terms(target);
        size_t m1 = (size_t)nw_target_m1(target), m2 = (size_t)nw_target_inputs(target) - m1;
        nw_composite *composite;
        double norm;
        ck_assert_msg(nw_construct_thm5(&composite, &norm, target, m, m, i % 2 == 0 ? NW_RELU : NW_CRELU, &error) ==
                          NW_OK,
                      "%s", error.message);
        ck_assert_uint_eq(composite->primary->parameter_count, closed_formula(m, m1));
        ck_assert_uint_eq(composite->task->parameter_count,
                          terms * closed_formula(m, m2) + terms * composite->task->outputs);
        ck_assert(norm > 0 && isfinite(norm));
        ck_assert_uint_eq(unused_units(composite->task) + unused_units(composite->primary), 0);
        check_hypernetwork(composite, target, m, rng);
        nw_composite_free(composite);
        nw_target_free(target);
    }
    gsl_rng_free(rng);
}
END_TEST

/* The factors multiply to the target, and the bound of a_j's norm holds at random points. */
START_TEST(products_have_factors)
{
    gsl_rng *rng = ct_rng("factors");
    nw_target *target = target_of("product:m1=2,m2=1,terms=4,scale=3,seed=11");
    arb_t sum, of_task, of_x, whole;
    arb_init(sum);
    arb_init(of_task);
    arb_init(of_x);
    arb_init(whole);
    for (int i = 0; i < 50; i++) {
        double x[3];
        random_point(x, 3, rng);
        arb_zero(sum);
        for (size_t j = 0; j < nw_target_terms(target); j++) {
            nw_target_factors_enclose(of_task, of_x, target, j, x, 128);
            ck_assert(arf_cmpabs_d(arb_midref(of_task), nw_target_task_norm(target, j)) <= 0);
            arb_addmul(sum, of_task, of_x, 128);
        }
        nw_target_enclose(whole, target, x, 128);
        ck_assert(arb_overlaps(sum, whole) && arb_rel_accuracy_bits(sum) > 60);
    }
    arb_clear(sum);
    arb_clear(of_task);
    arb_clear(of_x);
    arb_clear(whole);
    nw_target_free(target);
    target = target_of("trig:n=2");
    ck_assert_uint_eq(nw_target_terms(target), 0);
    nw_target_free(target);
    gsl_rng_free(rng);
}
END_TEST

/* ---- constructions beside their cards, certified ---- */

typedef struct made_case {
    const char *card, *word, *eps, *activation;
    size_t m1;
    bool embedding;
} made_case;

static nw_status make(nw_construction *made, nw_target **target, const made_case *of, nw_error *error)
{
    fmpq_t eps;
    nw_context *context = nw_context_new();
    fmpq_init(eps);
    ct_rational(eps, of->eps);
    *target = target_of(of->word);
    nw_construction_plan plan = {.card = nw_card_find(of->card), .target = *target, .eps = eps,
                                 .activation = of->activation, .m1 = of->m1, .embedding = of->embedding};
    nw_status status = nw_construction_make(made, &plan, context, error);
    nw_context_free(context);
    fmpq_clear(eps);
    return status;
}

/* The largest |y| at points spread over the cube: an estimate. */
static double sup_on_points(const nw_target *target)
{
    static const int strides[] = {7, 91, 1009};
    double sup = 0, x[NW_MOST_INPUTS];
    for (int i = 0; i < 20000; i++) {
        for (int a = 0; a < nw_target_inputs(target); a++)
            x[a] = i * strides[a] % 2001 / 1000.0 - 1;
        sup = fmax(sup, fabs(nw_target_value(target, x)));
    }
    return sup;
}

/* eps below the targets' sup norms: no constant would do. */
static const made_case certified[] = {
    {"kuhn", "bump:n=1,M=4,signs=seed:3", "0.1", NULL, 0, false},
    {"kuhn", "step:n=1,M=8,signs=alternate", "0.05", "relu", 0, false},
    {"kuhn", "trig:n=1,seed=2", "0.01", NULL, 0, false},
    {"ramp", "bump:n=1,M=4,signs=seed:3", "0.1", NULL, 0, false},
    {"ramp", "trig:n=1,seed=2", "0.01", NULL, 0, false},
    {"mcshane", "trig:n=1,seed=2", "0.02", NULL, 0, false},
    {"mcshane", "step:n=2,M=2,signs=alternate", "0.1", NULL, 0, false},
    {"mcshane", "trig:n=2,terms=1,degree=1", "0.1", NULL, 1, true},
    {"kuhn", "bump:n=2,M=2,signs=seed:3", "0.1", NULL, 0, false},
    {"kuhn", "step:n=2,M=2,signs=alternate", "0.1", "relu", 0, false},
    {"kuhn", "trig:n=2,seed=3", "0.05", NULL, 0, false},
    {"kuhn", "bump:n=3,M=1,signs=plus", "0.2", NULL, 0, false},
    {"kuhn", "step:n=3,M=1,signs=alternate", "0.2", "relu", 0, false},
    {"kuhn", "trig:n=3,terms=2,degree=1,seed=5", "0.2", NULL, 0, false},
    {"thm4", "trig:n=2,terms=1,degree=1", "0.1", NULL, 1, false},
    {"thm4", "product:m1=1,m2=1,seed=3", "0.1", "relu", 1, false},
    {"thm4", "trig:n=3,terms=2,degree=1,seed=5", "0.2", NULL, 2, false},
    {"thm4", "trig:n=3,terms=2,degree=1,seed=5", "0.2", NULL, 1, false},
    {"thm5", "product:m1=1,m2=1,terms=2,seed=1", "0.05", NULL, 1, false},
    {"thm5", "product:m1=1,m2=1,terms=3,seed=1", "0.05", "relu", 1, false},
    {"thm5", "product:m1=2,m2=1,terms=2,seed=1", "0.15", NULL, 2, false},
};

START_TEST(constructions_are_certified)
{
    const made_case *of = &certified[_i];
    nw_construction made;
    nw_target *target;
    nw_error error;
    fmpq_t eps;
    fmpq_init(eps);
    ct_rational(eps, of->eps);
    ck_assert_msg(make(&made, &target, of, &error) == NW_OK, "%s", error.message);
    size_t count = nw_construction_counted(&made)->parameter_count;
    if (made.relation == NW_EQUALS)
        ck_assert(fmpz_equal_ui(fmpq_numref(made.bound->lower), count));
    else if (made.relation == NW_AT_MOST)
        ck_assert(fmpz_cmp_ui(fmpq_numref(made.bound->lower), count) >= 0);
    nw_certify_options how = nw_certify_defaults();
    nw_enclosure enclosure;
    how.threshold = fmpz_get_d(fmpq_numref(eps)) / fmpz_get_d(fmpq_denref(eps));
    nw_status status = made.composite != NULL
                           ? nw_certify_composite(&enclosure, made.composite, target, &how, &error)
                           : nw_certify(&enclosure, made.network, target, &how, &error);
    ck_assert_msg(status == NW_OK, "%s %s: %s", of->card, of->word, error.message);
    ck_assert_msg(enclosure.outcome == NW_PROVED, "%s %s: %g <= error <= %g", of->card, of->word, enclosure.lower,
                  enclosure.upper);
    ck_assert_msg(sup_on_points(target) > how.threshold, "%s: eps is no less than the target", of->word);
    nw_enclosure_clear(&enclosure);
    nw_construction_clear(&made);
    nw_target_free(target);
    fmpq_clear(eps);
}
END_TEST

/* A network that is changed by more than eps is not certified: the check above can fail. */
START_TEST(changed_networks_are_refuted)
{
    const made_case of = {"kuhn", "bump:n=1,M=4,signs=seed:3", "0.1", NULL, 0, false};
    nw_construction made;
    nw_target *target;
    nw_error error;
    ck_assert(make(&made, &target, &of, &error) == NW_OK);
    made.network->parameters[made.network->parameter_count - 11] += 0.5; /* of the hinge (t + 1)/16 */
    nw_certify_options how = nw_certify_defaults();
    nw_enclosure enclosure;
    how.threshold = 0.1;
    ck_assert(nw_certify(&enclosure, made.network, target, &how, &error) == NW_OK);
    ck_assert_int_eq(enclosure.outcome, NW_REFUTED);
    nw_enclosure_clear(&enclosure);
    nw_construction_clear(&made);
    nw_target_free(target);
}
END_TEST

START_TEST(what_is_outside_is_refused)
{
    static const struct {
        made_case of;
        const char *message;
    } refused[] = {
        {{"kuhn", "trig:n=4", "0.5", NULL, 0, false}, "expected 1 to 3"},
        {{"ramp", "trig:n=2", "0.5", NULL, 0, false}, "expected 1"},
        {{"ramp", "trig:n=1", "0.5", "relu", 0, false}, "activation"},
        {{"kuhn", "trig:n=2", "0.5", "tanh", 0, false}, "activation"},
        {{"kuhn", "trig:n=3", "0.01", NULL, 0, false}, "larger error"},
        {{"kuhn", "trig:n=1", "1e-9", NULL, 0, false}, "larger --eps"},
        {{"thm4", "trig:n=1", "0.5", NULL, 1, false}, "2 or 3"},
        {{"thm5", "trig:n=2", "0.5", NULL, 1, false}, "family product"},
        {{"thm1", "trig:n=2", "0.5", NULL, 1, false}, "no network is built"},
        {{"mcshane", "trig:n=3", "0.5", NULL, 1, false}, "expected 1 or 2"},
        {{"kuhn", "trig:n=2", "0.5", NULL, 1, true}, "only mcshane"},
    };
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        nw_construction made;
        nw_target *target;
        nw_error error = {0};
        ck_assert_int_eq(make(&made, &target, &refused[i].of, &error), NW_BAD_INPUT);
        ck_assert_msg(strstr(error.message, refused[i].message) != NULL, "%s", error.message);
        nw_construction_clear(&made);
        nw_target_free(target);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("construct");
    TCase *counts = ct_case(suite, "counts");
    tcase_add_test(counts, counts_agree);
    tcase_add_test(counts, worked_values);
    tcase_add_test(counts, counts_of_any_size);
    TCase *networks = ct_case(suite, "networks");
    tcase_add_test(networks, networks_are_the_interpolants);
    tcase_add_test(networks, ramps_are_the_interpolants);
    tcase_add_test(networks, clipping_changes_nothing);
    tcase_add_test(networks, errors_stay_below_one_over_m);
    TCase *hypernetworks = ct_case(suite, "hypernetworks");
    tcase_add_test(hypernetworks, theorem4_interpolates_twice);
    tcase_add_test(hypernetworks, theorem5_interpolates_twice);
    tcase_add_test(hypernetworks, products_have_factors);
    TCase *proofs = ct_case(suite, "certified");
    tcase_add_loop_test(proofs, constructions_are_certified, 0, (int)(sizeof certified / sizeof certified[0]));
    tcase_add_test(proofs, changed_networks_are_refuted);
    tcase_add_test(proofs, what_is_outside_is_refused);
    return ct_main(suite);
}
