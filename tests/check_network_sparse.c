/* Sparse networks beside the dense ones with zeros where they have no connection: values, all derivatives, spectral
 * complexity. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "check_common.h"
#include "net/network.h"

static double uniform(gsl_rng *rng, double least, double greatest)
{
    return least + (greatest - least) * gsl_rng_uniform(rng);
}

/* ---- random networks ---- */

/* Each connection with this chance, in percent, the constant too. */
static nw_connections *random_connections(gsl_rng *rng, size_t inputs, size_t units, bool constant, slong chance)
{
    nw_connections *connections = nw_alloc(1, sizeof *connections);
    connections->first = nw_alloc(units + 1, sizeof *connections->first);
    connections->source = nw_alloc(units * (inputs + 1), sizeof *connections->source);
    size_t count = 0;
    for (size_t j = 0; j < units; j++) {
        for (size_t a = 0; a < inputs + (constant ? 1 : 0); a++)
            if (ct_between(rng, 1, 100) <= chance)
                connections->source[count++] = (uint32_t)a;
        connections->first[j + 1] = count;
    }
    return connections;
}

typedef struct kind {
    slong widest;
    slong chance;       /* of a connection, in percent */
    slong dense_chance; /* of a dense layer */
    nw_activation activation;
    bool mixed; /* any activation in any hidden layer */
} kind;

static nw_network *random_sparse(gsl_rng *rng, size_t hidden, kind k)
{
    nw_layer_plan plans[8];
    size_t inputs = (size_t)ct_between(rng, 1, 6), before = inputs;
    for (size_t l = 0; l <= hidden; l++) {
        bool last = l == hidden;
        size_t units = (size_t)ct_between(rng, 1, last ? 3 : k.widest);
        bool bias = !last || ct_between(rng, 0, 1) == 1, dense = ct_between(rng, 1, 100) <= k.dense_chance;
        nw_activation activation = k.mixed ? (nw_activation)ct_between(rng, 0, NW_ACTIVATION_COUNT - 1) : k.activation;
        plans[l] = (nw_layer_plan){units, last ? NW_IDENTITY : activation, bias,
                                   dense ? NULL : random_connections(rng, before, units, bias, k.chance)};
        before = units;
    }
    nw_network *network = nw_network_of_layers(inputs, plans, hidden + 1);
    for (size_t l = 0; l <= hidden; l++) {
        size_t end = l < hidden ? network->layers[l + 1].weights : network->parameter_count;
        double size = l == 0 ? 3 : 3 / sqrt((double)network->layers[l].inputs);
        for (size_t p = network->layers[l].weights; p < end; p++)
            network->parameters[p] = uniform(rng, -size, size);
    }
    return network;
}

/* The dense network of the same function: all layers with biases.  Parameter p of the sparse one is parameter place[p]
 * of it. */
static nw_network *dense_like(const nw_network *sparse, size_t *place)
{
    size_t widths[8];
    for (size_t k = 0; k + 1 < sparse->layer_count; k++)
        widths[k] = sparse->layers[k].units;
    nw_network *dense = nw_network_new(sparse->inputs, widths, sparse->layer_count - 1, sparse->outputs, NW_TANH, true);
    for (size_t k = 0; k < sparse->layer_count; k++) {
        const nw_layer *from = &sparse->layers[k], *to = &dense->layers[k];
        const nw_connections *connections = from->connections;
        dense->layers[k].activation = from->activation;
        for (size_t j = 0; j < from->units; j++) {
            if (connections == NULL) {
                for (size_t a = 0; a < from->inputs; a++)
                    place[from->weights + j * from->inputs + a] = to->weights + j * from->inputs + a;
                if (from->has_bias)
                    place[from->biases + j] = to->biases + j;
                continue;
            }
            for (size_t c = connections->first[j]; c < connections->first[j + 1]; c++)
                place[from->weights + c] = connections->source[c] == from->inputs
                                               ? to->biases + j
                                               : to->weights + j * from->inputs + connections->source[c];
        }
    }
    for (size_t p = 0; p < sparse->parameter_count; p++)
        dense->parameters[place[p]] = sparse->parameters[p];
    return dense;
}

/* ---- values and derivatives beside the dense network ---- */

typedef struct results {
    double *y, *gradient, *jacobian, *slopes;
} results;

static results results_of(const nw_network *network, size_t count, const double *x, const double *weight)
{
    size_t outputs = network->outputs, parameters = network->parameter_count;
    results r = {nw_alloc(count * outputs, sizeof(double)), nw_alloc(parameters, sizeof(double)),
                 nw_alloc(count * outputs * parameters, sizeof(double)),
                 nw_alloc(count * outputs * network->inputs, sizeof(double))};
    double *y = nw_alloc(2 * count * outputs, sizeof *y);
    nw_net_work *work = nw_net_work_new(network, count > 20 ? 20 : count);
    nw_network_forward(network, count, x, r.y, work);
    nw_network_gradient(network, count, x, weight, r.gradient, y, work);
    nw_network_jacobian(network, count, x, r.jacobian, y + count * outputs, work);
    nw_network_slopes(network, count, x, r.slopes, work);
    ck_assert(memcmp(r.y, y, count * outputs * sizeof *y) == 0);
    ck_assert(memcmp(r.y, y + count * outputs, count * outputs * sizeof *y) == 0);
    nw_net_work_free(work);
    free(y);
    return r;
}

static void results_clear(results *r)
{
    free(r->y);
    free(r->gradient);
    free(r->jacobian);
    free(r->slopes);
}

static double difference(double a, double b)
{
    return fabs(a - b) / (1 + fabs(b));
}

/* The largest relative difference of anything. */
static double compare(const nw_network *sparse, gsl_rng *rng, size_t count)
{
    size_t *place = nw_alloc(sparse->parameter_count, sizeof *place);
    nw_network *dense = dense_like(sparse, place);
    size_t outputs = sparse->outputs, inputs = sparse->inputs, rows = count * outputs;
    double *x = nw_alloc(count * inputs, sizeof *x), *weight = nw_alloc(rows, sizeof *weight), worst = 0;
    for (size_t i = 0; i < count * inputs; i++)
        x[i] = uniform(rng, -1, 1);
    for (size_t i = 0; i < rows; i++)
        weight[i] = uniform(rng, -1, 1);
    results a = results_of(sparse, count, x, weight), b = results_of(dense, count, x, weight);
    for (size_t i = 0; i < rows; i++) {
        worst = fmax(worst, difference(a.y[i], b.y[i]));
        for (size_t p = 0; p < sparse->parameter_count; p++)
            worst = fmax(worst, difference(a.jacobian[i * sparse->parameter_count + p],
                                           b.jacobian[i * dense->parameter_count + place[p]]));
    }
    for (size_t p = 0; p < sparse->parameter_count; p++)
        worst = fmax(worst, difference(a.gradient[p], b.gradient[place[p]]));
    for (size_t i = 0; i < rows * inputs; i++)
        worst = fmax(worst, difference(a.slopes[i], b.slopes[i]));
    ck_assert_double_eq(nw_network_spectral_complexity(sparse), nw_network_spectral_complexity(dense));
    results_clear(&a);
    results_clear(&b);
    nw_network_free(dense);
    free(place);
    free(x);
    free(weight);
    return worst;
}

START_TEST(as_dense_with_zeros)
{
    gsl_rng *rng = ct_rng("sparse as dense");
    static const size_t counts[] = {1, 2, 3, 4, 7, 8, 17, 45};
    static const slong chances[] = {100, 50, 10};
    double worst = 0;
    for (size_t c = 0; c < sizeof counts / sizeof *counts; c++)
        for (size_t chance = 0; chance < 3; chance++)
            for (size_t hidden = 0; hidden <= 4; hidden++)
                for (slong dense = 0; dense <= 50; dense += 50) {
                    nw_network *network = random_sparse(rng, hidden, (kind){9, chances[chance], dense, NW_TANH, true});
                    worst = fmax(worst, compare(network, rng, counts[c]));
                    nw_network_free(network);
                }
    /* Wide enough for the dense layers' other paths. */
    for (size_t hidden = 1; hidden <= 2; hidden++) {
        nw_network *network = random_sparse(rng, hidden, (kind){90, 30, 20, NW_TANH, true});
        worst = fmax(worst, compare(network, rng, 9));
        nw_network_free(network);
    }
    ck_assert_msg(worst < 1e-11, "differs by %g", worst);
    gsl_rng_free(rng);
}
END_TEST

/* One sum after the other in long double, from the definition alone. */
static long double plain_value(const nw_network *network, const double *x, size_t output)
{
    long double in[64], out[64];
    for (size_t a = 0; a < network->inputs; a++)
        in[a] = x[a];
    for (size_t k = 0; k < network->layer_count; k++) {
        const nw_layer *layer = &network->layers[k];
        in[layer->inputs] = 1;
        for (size_t j = 0; j < layer->units; j++) {
            out[j] = 0;
            for (size_t c = layer->connections->first[j]; c < layer->connections->first[j + 1]; c++)
                out[j] += network->parameters[layer->weights + c] * in[layer->connections->source[c]];
            if (layer->activation == NW_RELU)
                out[j] = fmaxl(out[j], 0);
        }
        memcpy(in, out, layer->units * sizeof *in);
    }
    return in[output];
}

START_TEST(forward_from_the_definition)
{
    enum { POINTS = 70 };
    gsl_rng *rng = ct_rng("sparse forward");
    long double worst = 0;
    for (int round = 0; round < 40; round++) {
        nw_network *network = random_sparse(rng, (size_t)round % 4, (kind){12, 40, 0, NW_RELU, false});
        double x[POINTS * 6], y[POINTS * 3];
        for (size_t i = 0; i < POINTS * network->inputs; i++)
            x[i] = uniform(rng, -1, 1);
        nw_net_work *work = nw_net_work_new(network, 1 + (size_t)round);
        nw_network_forward(network, POINTS, x, y, work);
        for (size_t i = 0; i < POINTS; i++)
            for (size_t o = 0; o < network->outputs; o++)
                worst =
                    fmaxl(worst, fabsl(y[i * network->outputs + o] - plain_value(network, x + i * network->inputs, o)));
        nw_net_work_free(work);
        nw_network_free(network);
    }
    ck_assert_msg(worst < 1e-12L, "differs by %Lg", worst);
    gsl_rng_free(rng);
}
END_TEST

START_TEST(gradient_by_differences)
{
    enum { POINTS = 25 };
    gsl_rng *rng = ct_rng("sparse differences");
    double worst = 0;
    size_t points = 0;
    for (int activation = 0; activation < NW_ACTIVATION_COUNT; activation++)
        for (size_t hidden = 0; hidden <= 3; hidden++) {
            nw_network *network = random_sparse(rng, hidden, (kind){6, 60, 20, (nw_activation)activation, false});
            double x[POINTS * 6];
            size_t used;
            for (size_t i = 0; i < POINTS * network->inputs; i++)
                x[i] = uniform(rng, -1, 1);
            worst = fmax(worst, nw_network_check_gradient(network, POINTS, x, &used));
            points += used;
            nw_network_free(network);
        }
    ck_assert_msg(worst < 1e-7, "differs by %g", worst);
    ck_assert_msg(points > 200, "%zu points", points);
    gsl_rng_free(rng);
}
END_TEST

/* ---- shapes ---- */

static nw_connections *listed(size_t units, const size_t *first, const uint32_t *source)
{
    nw_connections *connections = nw_alloc(1, sizeof *connections);
    connections->first = nw_alloc(units + 1, sizeof *first);
    connections->source = nw_alloc(first[units], sizeof *source);
    memcpy(connections->first, first, (units + 1) * sizeof *first);
    memcpy(connections->source, source, first[units] * sizeof *source);
    return connections;
}

/* relu(x_1 - 2), 0.5, relu(3 x_2 + 1) into one sum with weights 1, 2, -1 and a bias. */
static nw_network *example(bool bias)
{
    nw_layer_plan plans[] = {
        {3, NW_RELU, false, listed(3, (const size_t[]){0, 2, 3, 5}, (const uint32_t[]){0, 2, 2, 1, 2})},
        {1, NW_IDENTITY, false, listed(1, (const size_t[]){0, bias ? 4 : 3}, (const uint32_t[]){0, 1, 2, 3})}};
    nw_network *network = nw_network_of_layers(2, plans, 2);
    static const double parameters[] = {1, -2, 0.5, 3, 1, 1, 2, -1, 8};
    memcpy(network->parameters, parameters, network->parameter_count * sizeof *parameters);
    return network;
}

START_TEST(shapes)
{
    nw_error error;
    nw_network *network = example(true), *without = example(false),
               *dense = nw_network_new(2, NULL, 0, 1, NW_TANH, true);
    ck_assert_uint_eq(network->parameter_count, 9);
    ck_assert_uint_eq(network->layers[1].weights, 5);
    ck_assert_uint_eq(network->layers[0].biases, 5);
    ck_assert_ptr_null(nw_layer_biases(network, 0));
    ck_assert(network->output_bias && !without->output_bias);
    ck_assert(nw_network_is_sparse(network) && !nw_network_is_sparse(dense));
    ck_assert_uint_eq(nw_network_dense_count(network), 3 * 3 + 4);
    ck_assert_uint_eq(nw_network_dense_count(without), 3 * 3 + 3);
    ck_assert_uint_eq(nw_network_dense_count(dense), dense->parameter_count);
    double x[] = {4, -1, 0, 2}, y[2];
    nw_net_work *work = nw_net_work_new(network, 2);
    nw_network_forward(network, 2, x, y, work);
    ck_assert_double_eq(y[0], 2 + 1 - 0 + 8);
    ck_assert_double_eq(y[1], 0 + 1 - 7 + 8);
    nw_net_work_free(work);
    /* Columns of W^1: 1 and 3; of W^2: 1, 2 and 1.  Biases do not count. */
    ck_assert_double_eq(nw_network_spectral_complexity(network), 6);

    nw_network *copy = nw_network_copy(network);
    copy->parameters[2] = 7;
    copy->layers[0].connections->source[2] = 0;
    copy->layers[1].connections->first[1] = 3;
    ck_assert(network->parameters[2] == 0.5 && network->layers[0].connections->source[2] == 2);
    ck_assert_uint_eq(network->layers[1].connections->first[1], 4);
    nw_network_free(network);
    ck_assert_uint_eq(copy->layers[0].connections->source[4], 2);
    ck_assert_int_eq(nw_network_check_finite(copy, &error), NW_OK);
    copy->parameters[7] = NAN;
    ck_assert_int_eq(nw_network_check_finite(copy, &error), NW_BAD_INPUT);
    ck_assert_msg(strstr(error.message, "layers[1].weights[2]") != NULL, "%s", error.message);
    nw_network_free(copy);
    nw_network_free(without);
    nw_network_free(dense);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("network_sparse");
    TCase *tests = ct_case(suite, "sparse layers");
    tcase_add_test(tests, shapes);
    tcase_add_test(tests, forward_from_the_definition);
    tcase_add_test(tests, as_dense_with_zeros);
    tcase_add_test(tests, gradient_by_differences);
    return ct_main(suite);
}
