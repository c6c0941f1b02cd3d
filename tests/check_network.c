/* Networks: the passes forward and backward against plain loops in long double, dual numbers and Arb; the gradient
 * check; spectral complexity against exact rationals. */
#include "net/network.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "check_common.h"

/* ---- random networks ---- */

static double uniform(gsl_rng *rng, double least, double greatest)
{
    return least + (greatest - least) * gsl_rng_uniform(rng);
}

static double *random_numbers(gsl_rng *rng, size_t count, double size)
{
    double *numbers = malloc((count + 1) * sizeof *numbers);
    for (size_t i = 0; i < count; i++)
        numbers[i] = uniform(rng, -size, size);
    return numbers;
}

static size_t size_between(gsl_rng *rng, slong least, slong greatest)
{
    return (size_t)ct_between(rng, least, greatest);
}

static nw_network *with_random_parameters(nw_network *network, gsl_rng *rng)
{
    for (size_t k = 0; k < network->layer_count; k++) {
        const nw_layer *layer = &network->layers[k];
        double size = k == 0 ? 3 : 3 / sqrt((double)layer->inputs);
        size_t end = layer->biases + (layer->has_bias ? layer->units : 0);
        for (size_t p = layer->weights; p < end; p++)
            network->parameters[p] = uniform(rng, -size, size);
    }
    return network;
}

static nw_network *random_network(gsl_rng *rng, nw_activation activation, size_t hidden, slong widest)
{
    size_t widths[NW_MOST_LAYERS];
    for (size_t k = 0; k < hidden; k++)
        widths[k] = size_between(rng, 1, widest);
    return with_random_parameters(nw_network_new(size_between(rng, 1, 6), widths, hidden, size_between(rng, 1, 3),
                                                 activation, ct_between(rng, 0, 1) == 1),
                                  rng);
}

/* A few activations in one network. */
static void mix_activations(nw_network *network, gsl_rng *rng)
{
    for (size_t k = 0; k + 1 < network->layer_count; k++)
        network->layers[k].activation = (nw_activation)ct_between(rng, 0, NW_ACTIVATION_COUNT - 1);
}

static char *shape_text(const nw_network *network)
{
    static char text[200];
    int length = snprintf(text, sizeof text, "%zu", network->inputs);
    for (size_t k = 0; k < network->layer_count && length < 160; k++)
        length += snprintf(text + length, sizeof text - (size_t)length, " -> %zu %s", network->layers[k].units,
                           nw_activation_words[network->layers[k].activation]);
    return text;
}

/* ---- plain loops in long double: values with one derivative each ---- */

typedef struct dual {
    long double value, slope;
} dual;

static dual plain_activation(nw_activation activation, dual t)
{
    switch (activation) {
    case NW_TANH: {
        long double y = tanhl(t.value);
        return (dual){y, (1 - y) * (1 + y) * t.slope};
    }
    case NW_LOGISTIC: {
        long double y = 1 / (1 + expl(-t.value));
        return (dual){y, y * (1 - y) * t.slope};
    }
    case NW_ARCTAN:
        return (dual){atanl(t.value), t.slope / (1 + t.value * t.value)};
    case NW_CRELU:
        return (dual){fminl(fmaxl(t.value, 0), 1), t.value > 0 && t.value < 1 ? t.slope : 0};
    case NW_RELU:
        return (dual){fmaxl(t.value, 0), t.value > 0 ? t.slope : 0};
    case NW_ELU:
        return t.value >= 0 ? t : (dual){expm1l(t.value), expl(t.value) * t.slope};
    default:
        return t;
    }
}

enum { BY_PARAMETER, BY_INPUT };

/* The outputs at one point and their derivatives by parameter or input number `which`. */
static void plain_forward(dual *y, const nw_network *network, const double *x, int by, size_t which)
{
    dual in[600], out[600];
    for (size_t a = 0; a < network->inputs; a++)
        in[a] = (dual){x[a], by == BY_INPUT && a == which};
    size_t p = 0;
    for (size_t k = 0; k < network->layer_count; k++) {
        const nw_layer *layer = &network->layers[k];
        for (size_t j = 0; j < layer->units; j++) {
            out[j] = (dual){0, 0};
            for (size_t a = 0; a < layer->inputs; a++, p++) {
                out[j].value += network->parameters[p] * in[a].value;
                out[j].slope += network->parameters[p] * in[a].slope;
                out[j].slope += by == BY_PARAMETER && p == which ? in[a].value : 0;
            }
        }
        for (size_t j = 0; j < layer->units; j++) {
            if (layer->has_bias) {
                out[j].value += network->parameters[p];
                out[j].slope += by == BY_PARAMETER && p == which;
                p++;
            }
            in[j] = plain_activation(layer->activation, out[j]);
        }
    }
    ck_assert_uint_eq(p, network->parameter_count);
    memcpy(y, in, network->outputs * sizeof *y);
}

static void expect_near(double actual, long double expected, double tolerance, const char *what, size_t at,
                        const nw_network *network)
{
    ck_assert_msg(fabsl(actual - expected) <= tolerance * (1 + fabsl(expected)), "%s %zu: %.17g, expected %.20Lg; %s",
                  what, at, actual, expected, shape_text(network));
}

/* ---- shapes ---- */

START_TEST(shapes)
{
    nw_network *network = nw_network_new(2, (const size_t[]){5, 3}, 2, 4, NW_ELU, true);
    ck_assert_uint_eq(network->layer_count, 3);
    ck_assert_uint_eq(network->parameter_count, 5 * 2 + 5 + 3 * 5 + 3 + 4 * 3 + 4);
    static const size_t weights[] = {0, 15, 33}, biases[] = {10, 30, 45};
    for (size_t k = 0; k < 3; k++) {
        ck_assert_uint_eq(network->layers[k].weights, weights[k]);
        ck_assert_uint_eq(network->layers[k].biases, biases[k]);
        ck_assert_ptr_eq(nw_layer_weights(network, k), network->parameters + weights[k]);
        ck_assert_ptr_eq(nw_layer_biases(network, k), network->parameters + biases[k]);
        ck_assert_int_eq(network->layers[k].activation, k == 2 ? NW_IDENTITY : NW_ELU);
    }
    for (size_t p = 0; p < network->parameter_count; p++)
        ck_assert(network->parameters[p] == 0);
    nw_network *copy = nw_network_copy(network);
    copy->parameters[3] = 1;
    copy->layers[0].activation = NW_TANH;
    ck_assert(network->parameters[3] == 0 && network->layers[0].activation == NW_ELU);
    ck_assert_uint_eq(copy->parameter_count, network->parameter_count);
    nw_network_free(copy);
    nw_network_free(network);

    network = nw_network_new(3, NULL, 0, 2, NW_TANH, false);
    ck_assert_uint_eq(network->parameter_count, 6);
    ck_assert_ptr_null(nw_layer_biases(network, 0));
    nw_network_free(network);
    /* 3w + 1 parameters of one input, w units and an output bias. */
    network = nw_network_new(1, (const size_t[]){7}, 1, 1, NW_TANH, true);
    ck_assert_uint_eq(network->parameter_count, 3 * 7 + 1);
    nw_network_free(network);
    nw_network_free(NULL);
    nw_net_work_free(NULL);
}
END_TEST

START_TEST(finite_parameters)
{
    nw_error error;
    nw_network *network = nw_network_new(2, (const size_t[]){3}, 1, 1, NW_TANH, true);
    ck_assert_int_eq(nw_network_check_finite(network, &error), NW_OK);
    network->parameters[network->layers[0].biases + 1] = NAN;
    ck_assert_int_eq(nw_network_check_finite(network, &error), NW_BAD_INPUT);
    ck_assert_msg(strstr(error.message, "layers[0].biases[1]") != NULL, "%s", error.message);
    network->parameters[network->layers[0].biases + 1] = 0;
    network->parameters[network->layers[1].weights + 2] = -INFINITY;
    ck_assert_int_eq(nw_network_check_finite(network, &error), NW_BAD_INPUT);
    ck_assert_msg(strstr(error.message, "layers[1].weights[2]") != NULL, "%s", error.message);
    network->parameters[network->layers[1].weights + 2] = DBL_MAX;
    network->parameters[network->parameter_count - 1] = INFINITY;
    ck_assert_int_eq(nw_network_check_finite(network, NULL), NW_BAD_INPUT);
    network->parameters[network->parameter_count - 1] = 0x1p-1074;
    ck_assert_int_eq(nw_network_check_finite(network, &error), NW_OK);
    nw_network_free(network);
}
END_TEST

/* ---- forward ---- */

static void expect_forward(const nw_network *network, gsl_rng *rng, size_t count, size_t batch)
{
    double *x = random_numbers(rng, count * network->inputs, 1);
    double *y = random_numbers(rng, count * network->outputs, 1);
    double after = y[count * network->outputs] = 17;
    nw_net_work *work = nw_net_work_new(network, batch);
    nw_network_forward(network, count, x, y, work);
    for (size_t i = 0; i < count; i++) {
        dual plain[600];
        plain_forward(plain, network, x + i * network->inputs, BY_INPUT, 0);
        for (size_t o = 0; o < network->outputs; o++)
            expect_near(y[i * network->outputs + o], plain[o].value, 1e-13, "point", i, network);
    }
    ck_assert(y[count * network->outputs] == after);
    nw_net_work_free(work);
    free(x);
    free(y);
}

START_TEST(forward_in_plain_loops)
{
    gsl_rng *rng = ct_rng("forward");
    static const size_t counts[] = {0, 1, 2, 3, 4, 5, 7, 8, 9, 16, 31, 63, 65, 130, 260, 300};
    for (int activation = 0; activation < NW_ACTIVATION_COUNT; activation++)
        for (size_t hidden = 0; hidden <= 3; hidden++)
            for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
                nw_network *network = random_network(rng, (nw_activation)activation, hidden, c % 4 == 0 ? 40 : 9);
                if (c % 3 == 0)
                    mix_activations(network, rng);
                expect_forward(network, rng, counts[c], size_between(rng, 0, (slong)counts[c] + 20));
                nw_network_free(network);
            }
    gsl_rng_free(rng);
}
END_TEST

/* Wide layers take other paths; so do layers of one unit between them. */
START_TEST(wide_layers)
{
    gsl_rng *rng = ct_rng("wide");
    static const size_t widths[][3] = {{70, 70, 70}, {64, 64, 1}, {130, 1, 90}, {500, 3, 2}, {63, 66, 5}};
    for (size_t w = 0; w < sizeof widths / sizeof *widths; w++) {
        nw_network *network = nw_network_new(1 + w % 3, widths[w], 3, 2, NW_TANH, true);
        with_random_parameters(network, rng);
        for (size_t count = 1; count < 150; count += count + 6)
            expect_forward(network, rng, count, 100);
        nw_network_free(network);
    }
    static const size_t wide[] = {5000};
    nw_network *network = with_random_parameters(nw_network_new(1, (const size_t[]){1}, 1, 500, NW_TANH, true), rng);
    expect_forward(network, rng, 9, 9);
    nw_network_free(network);
    network = nw_network_new(1, wide, 1, 1, NW_ARCTAN, true);
    with_random_parameters(network, rng);
    double x[3] = {-0.5, 0.25, 1}, slopes[3], y[3], sum[3];
    nw_net_work *work = nw_net_work_new(network, 3);
    nw_network_forward(network, 3, x, y, work);
    nw_network_slopes(network, 3, x, slopes, work);
    for (size_t i = 0; i < 3; i++) {
        long double value = nw_layer_biases(network, 1)[0], slope = 0;
        for (size_t j = 0; j < wide[0]; j++) {
            long double weight = nw_layer_weights(network, 0)[j], top = nw_layer_weights(network, 1)[j];
            long double t = weight * x[i] + nw_layer_biases(network, 0)[j];
            value += top * atanl(t);
            slope += top * weight / (1 + t * t);
        }
        expect_near(y[i], value, 1e-12, "value", i, network);
        expect_near(slopes[i], slope, 1e-12, "slope", i, network);
        sum[i] = slopes[i];
    }
    nw_network_slopes(network, 3, x, slopes, work);
    ck_assert(memcmp(sum, slopes, sizeof sum) == 0);
    nw_net_work_free(work);
    nw_network_free(network);
    gsl_rng_free(rng);
}
END_TEST

static void arb_activation(arb_t y, nw_activation activation, const arb_t t, slong prec)
{
    arb_t one;
    arb_init(one);
    arb_one(one);
    switch (activation) {
    case NW_TANH:
        arb_tanh(y, t, prec);
        break;
    case NW_LOGISTIC:
        arb_neg(y, t);
        arb_exp(y, y, prec);
        arb_add(y, y, one, prec);
        arb_inv(y, y, prec);
        break;
    case NW_ARCTAN:
        arb_atan(y, t, prec);
        break;
    case NW_CRELU:
        arb_zero(y);
        arb_max(y, t, y, prec);
        arb_min(y, y, one, prec);
        break;
    case NW_RELU:
        arb_zero(y);
        arb_max(y, t, y, prec);
        break;
    case NW_ELU:
        if (arb_is_negative(t))
            arb_expm1(y, t, prec);
        else
            arb_set(y, t);
        break;
    default:
        arb_set(y, t);
    }
    arb_clear(one);
}

/* The first output in balls. */
static void arb_forward(arb_t y, const nw_network *network, const double *x, slong prec)
{
    enum { MOST = 64 };
    arb_ptr in = _arb_vec_init(MOST), out = _arb_vec_init(MOST);
    arb_t weight, sum;
    arb_init(weight);
    arb_init(sum);
    for (size_t a = 0; a < network->inputs; a++)
        arb_set_d(in + a, x[a]);
    for (size_t k = 0; k < network->layer_count; k++) {
        const nw_layer *layer = &network->layers[k];
        for (size_t j = 0; j < layer->units; j++) {
            arb_set_d(sum, layer->has_bias ? nw_layer_biases(network, k)[j] : 0);
            for (size_t a = 0; a < layer->inputs; a++) {
                arb_set_d(weight, nw_layer_weights(network, k)[j * layer->inputs + a]);
                arb_addmul(sum, weight, in + a, prec);
            }
            arb_activation(out + j, layer->activation, sum, prec);
        }
        for (size_t j = 0; j < layer->units; j++)
            arb_set(in + j, out + j);
    }
    arb_set(y, in);
    arb_clear(weight);
    arb_clear(sum);
    _arb_vec_clear(in, MOST);
    _arb_vec_clear(out, MOST);
}

START_TEST(forward_in_balls)
{
    gsl_rng *rng = ct_rng("balls");
    arb_t ball, actual;
    arb_init(ball);
    arb_init(actual);
    for (int activation = 0; activation < NW_ACTIVATION_COUNT; activation++)
        for (size_t hidden = 1; hidden <= 3; hidden++) {
            enum { POINTS = 12 };
            nw_network *network = random_network(rng, (nw_activation)activation, hidden, 12);
            double *x = random_numbers(rng, POINTS * network->inputs, 1);
            double *y = random_numbers(rng, POINTS * network->outputs, 1);
            nw_net_work *work = nw_net_work_new(network, POINTS);
            nw_network_forward(network, POINTS, x, y, work);
            for (size_t i = 0; i < POINTS; i++) {
                arb_forward(ball, network, x + i * network->inputs, 200);
                arb_set_d(actual, y[i * network->outputs]);
                arb_sub(actual, actual, ball, 200);
                arb_abs(actual, actual);
                arb_mul_2exp_si(actual, actual, 43);
                double size = fabs(y[i * network->outputs]);
                arb_set_d(ball, size + 1);
                ck_assert_msg(arb_lt(actual, ball), "point %zu; %s", i, shape_text(network));
            }
            nw_net_work_free(work);
            nw_network_free(network);
            free(x);
            free(y);
        }
    arb_clear(ball);
    arb_clear(actual);
    gsl_rng_free(rng);
}
END_TEST

/* ---- derivatives ---- */

/* Two numbers from sums in another order. */
static bool same_sum(double a, double b, double size)
{
    return fabs(a - b) <= 1e-12 * (1 + size);
}

static void expect_derivatives(const nw_network *network, gsl_rng *rng, size_t count, size_t trials)
{
    size_t outputs = network->outputs, inputs = network->inputs, parameters = network->parameter_count;
    double *x = random_numbers(rng, count * inputs, 1), *weight = random_numbers(rng, count * outputs, 1);
    double *jacobian = random_numbers(rng, count * outputs * parameters, 1);
    double *slopes = random_numbers(rng, count * outputs * inputs, 1), *gradient = random_numbers(rng, parameters, 1);
    double *y = random_numbers(rng, count * outputs, 1), *other = random_numbers(rng, count * outputs, 1);
    double *third = random_numbers(rng, count * outputs, 1);
    nw_net_work *work = nw_net_work_new(network, size_between(rng, 1, (slong)count + 9));
    nw_network_forward(network, count, x, y, work);
    nw_network_gradient(network, count, x, weight, gradient, other, work);
    nw_network_jacobian(network, count, x, jacobian, third, work);
    nw_network_slopes(network, count, x, slopes, work);
    ck_assert(memcmp(y, other, count * outputs * sizeof *y) == 0);
    ck_assert(memcmp(y, third, count * outputs * sizeof *y) == 0);
    for (size_t p = 0; p < parameters; p++) {
        double sum = 0, size = 0;
        for (size_t i = 0; i < count * outputs; i++) {
            sum += weight[i] * jacobian[i * parameters + p];
            size += fabs(weight[i] * jacobian[i * parameters + p]);
        }
        ck_assert_msg(same_sum(gradient[p], sum, size), "parameter %zu: %.17g and %.17g; %s", p, gradient[p], sum,
                      shape_text(network));
    }
    dual plain[600];
    for (size_t t = 0; t < trials; t++) {
        size_t i = size_between(rng, 0, (slong)count - 1), p = size_between(rng, 0, (slong)parameters - 1);
        plain_forward(plain, network, x + i * inputs, BY_PARAMETER, p);
        for (size_t o = 0; o < outputs; o++)
            expect_near(jacobian[(i * outputs + o) * parameters + p], plain[o].slope, 1e-12, "parameter", p, network);
    }
    for (size_t i = 0; i < count; i++)
        for (size_t a = 0; a < inputs; a++) {
            plain_forward(plain, network, x + i * inputs, BY_INPUT, a);
            for (size_t o = 0; o < outputs; o++)
                expect_near(slopes[(i * outputs + o) * inputs + a], plain[o].slope, 1e-12, "input", a, network);
        }
    /* y is optional, and a second call gives the same bits. */
    double *again = random_numbers(rng, parameters, 1);
    nw_network_gradient(network, count, x, weight, again, NULL, work);
    ck_assert(memcmp(gradient, again, parameters * sizeof *again) == 0);
    nw_net_work_free(work);
    free(x);
    free(weight);
    free(jacobian);
    free(slopes);
    free(gradient);
    free(again);
    free(y);
    free(other);
    free(third);
}

START_TEST(derivatives_in_dual_numbers)
{
    gsl_rng *rng = ct_rng("derivatives");
    static const size_t counts[] = {1, 2, 3, 4, 7, 8, 17, 70, 140};
    for (int activation = 0; activation < NW_ACTIVATION_COUNT; activation++)
        for (size_t hidden = 0; hidden <= 3; hidden++)
            for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
                nw_network *network = random_network(rng, (nw_activation)activation, hidden, c % 4 == 0 ? 20 : 6);
                if (c % 3 == 0)
                    mix_activations(network, rng);
                expect_derivatives(network, rng, counts[c], 40);
                nw_network_free(network);
            }
    gsl_rng_free(rng);
}
END_TEST

START_TEST(derivatives_of_wide_layers)
{
    gsl_rng *rng = ct_rng("wide derivatives");
    static const size_t widths[][2] = {{70, 70}, {64, 65}, {130, 40}, {90, 1}};
    for (size_t w = 0; w < sizeof widths / sizeof *widths; w++) {
        nw_network *network = nw_network_new(1 + w % 2, widths[w], 2, 1 + w % 2, w == 0 ? NW_ARCTAN : NW_TANH, true);
        with_random_parameters(network, rng);
        for (size_t count = 1; count < 90; count += 5 * count + 2)
            expect_derivatives(network, rng, count, 20);
        nw_network_free(network);
    }
    nw_network *network = with_random_parameters(nw_network_new(1, (const size_t[]){1}, 1, 400, NW_TANH, true), rng);
    expect_derivatives(network, rng, 3, 5);
    nw_network_free(network);
    gsl_rng_free(rng);
}
END_TEST

/* A batch in pieces gives the same numbers up to rounding; the same call the same bits. */
START_TEST(batches_in_pieces)
{
    gsl_rng *rng = ct_rng("pieces");
    for (int round = 0; round < 40; round++) {
        nw_network *network = random_network(rng, (nw_activation)(round % NW_ACTIVATION_COUNT),
                                             size_between(rng, 1, 3), 80);
        size_t count = size_between(rng, 1, 400), outputs = network->outputs, parameters = network->parameter_count;
        double *x = random_numbers(rng, count * network->inputs, 1), *weight = random_numbers(rng, count * outputs, 1);
        double *whole = random_numbers(rng, count * outputs, 1), *pieces = random_numbers(rng, count * outputs, 1);
        double *gradient = random_numbers(rng, parameters, 1), *part = random_numbers(rng, parameters, 1);
        double *sum = calloc(parameters, sizeof *sum);
        nw_net_work *large = nw_net_work_new(network, count), *small = nw_net_work_new(network, 13);
        nw_network_gradient(network, count, x, weight, gradient, whole, large);
        for (size_t first = 0, piece; first < count; first += piece) {
            piece = size_between(rng, 1, 60);
            piece = piece < count - first ? piece : count - first;
            nw_network_gradient(network, piece, x + first * network->inputs, weight + first * outputs, part,
                                pieces + first * outputs, small);
            for (size_t p = 0; p < parameters; p++)
                sum[p] += part[p];
        }
        for (size_t i = 0; i < count * outputs; i++)
            expect_near(pieces[i], whole[i], 1e-13, "output", i, network);
        for (size_t p = 0; p < parameters; p++)
            ck_assert_msg(same_sum(sum[p], gradient[p], 10 * (double)count), "gradient %zu", p);
        nw_network_gradient(network, count, x, weight, part, pieces, large);
        ck_assert(memcmp(part, gradient, parameters * sizeof *part) == 0);
        ck_assert(memcmp(pieces, whole, count * outputs * sizeof *pieces) == 0);
        nw_net_work_free(large);
        nw_net_work_free(small);
        nw_network_free(network);
        free(x);
        free(weight);
        free(whole);
        free(pieces);
        free(gradient);
        free(part);
        free(sum);
    }
    gsl_rng_free(rng);
}
END_TEST

/* At a kink the slope is that of the flat side. */
START_TEST(kinks)
{
    static const struct {
        nw_activation activation;
        double x, value, slope;
    } cases[] = {
        {NW_RELU, 0, 0, 0},      {NW_RELU, -0.0, 0, 0},   {NW_RELU, 0x1p-1074, 0x1p-1074, 1}, {NW_RELU, 2, 2, 1},
        {NW_RELU, -1, 0, 0},     {NW_CRELU, 0, 0, 0},     {NW_CRELU, 0.25, 0.25, 1},          {NW_CRELU, 1, 1, 0},
        {NW_CRELU, 1.5, 1, 0},   {NW_CRELU, -2, 0, 0},    {NW_ELU, 0, 0, 1},                  {NW_ELU, 3, 3, 1},
        {NW_IDENTITY, -7, -7, 1}, {NW_CRELU, 1 - 0x1p-53, 1 - 0x1p-53, 1},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        nw_network *network = nw_network_new(1, (const size_t[]){1}, 1, 1, cases[c].activation, false);
        network->parameters[0] = 1;
        network->parameters[2] = 1;
        for (size_t count = 1; count <= 9; count++) {
            double x[9], y[9], slopes[9];
            for (size_t i = 0; i < 9; i++)
                x[i] = cases[c].x;
            nw_net_work *work = nw_net_work_new(network, count);
            nw_network_forward(network, count, x, y, work);
            nw_network_slopes(network, count, x, slopes, work);
            for (size_t i = 0; i < count; i++)
                ck_assert_msg(y[i] == cases[c].value && slopes[i] == cases[c].slope, "%s(%g): %g, slope %g",
                              nw_activation_words[cases[c].activation], x[i], y[i], slopes[i]);
            nw_net_work_free(work);
        }
        nw_network_free(network);
    }
}
END_TEST

/* A unit that is not a number shows in the output. */
START_TEST(nan_is_not_hidden)
{
    static const nw_activation clipped[] = {NW_RELU, NW_CRELU};
    for (size_t c = 0; c < 2; c++) {
        nw_network *network = nw_network_new(1, (const size_t[]){2}, 1, 1, clipped[c], true);
        network->parameters[0] = NAN;
        network->parameters[4] = 1;
        double x[9] = {0}, y[9];
        nw_net_work *work = nw_net_work_new(network, 9);
        for (size_t count = 1; count <= 9; count++) {
            nw_network_forward(network, count, x, y, work);
            ck_assert(isnan(y[count - 1]));
        }
        nw_net_work_free(work);
        nw_network_free(network);
    }
}
END_TEST

/* ---- the gradient check ---- */

START_TEST(gradient_check_of_smooth_activations)
{
    gsl_rng *rng = ct_rng("gradient check");
    static const nw_activation smooth[] = {NW_TANH, NW_LOGISTIC, NW_ARCTAN, NW_IDENTITY};
    for (size_t s = 0; s < sizeof smooth / sizeof *smooth; s++)
        for (size_t hidden = 0; hidden <= 3; hidden++)
            for (int round = 0; round < 3; round++) {
                enum { POINTS = 11 };
                nw_network *network = random_network(rng, smooth[s], hidden, 8);
                double *x = random_numbers(rng, POINTS * network->inputs, 1);
                size_t used = 99;
                double difference = nw_network_check_gradient(network, POINTS, x, &used);
                ck_assert_uint_eq(used, POINTS);
                ck_assert_msg(difference < 1e-8, "%g; %s", difference, shape_text(network));
                nw_network_free(network);
                free(x);
            }
    gsl_rng_free(rng);
}
END_TEST

/* elu has a continuous derivative: its second derivative jumps, and is no kink. */
START_TEST(gradient_check_of_kinked_activations)
{
    gsl_rng *rng = ct_rng("kinked gradient check");
    static const nw_activation kinked[] = {NW_RELU, NW_CRELU, NW_ELU};
    for (size_t s = 0; s < sizeof kinked / sizeof *kinked; s++) {
        size_t all = 0, left = 0;
        for (size_t hidden = 1; hidden <= 2; hidden++)
            for (int round = 0; round < 4; round++) {
                enum { POINTS = 40 };
                nw_network *network = random_network(rng, kinked[s], hidden, 6);
                double *x = random_numbers(rng, POINTS * network->inputs, 1);
                size_t used;
                double difference = nw_network_check_gradient(network, POINTS, x, &used);
                /* Difference quotients of piecewise polynomials of degree at most 3 in one parameter are exact. */
                ck_assert_msg(difference < (kinked[s] == NW_ELU ? 1e-4 : 1e-9), "%g; %s", difference,
                              shape_text(network));
                ck_assert(used <= POINTS);
                all += POINTS;
                left += used;
                nw_network_free(network);
                free(x);
            }
        ck_assert_msg(left > all / 4, "%zu of %zu points used", left, all);
        ck_assert(kinked[s] != NW_ELU || left == all);
    }
    /* Points at a kink are left out: 0 and 1 of crelu(x). */
    nw_network *network = nw_network_new(1, (const size_t[]){1}, 1, 1, NW_CRELU, false);
    network->parameters[0] = network->parameters[2] = 1;
    static const double x[] = {0, 0.5, 1, 1 + 0x1p-12, -0x1p-12, 3};
    size_t used;
    ck_assert(nw_network_check_gradient(network, 6, x, &used) < 1e-9);
    ck_assert_uint_eq(used, 2);
    ck_assert(nw_network_check_gradient(network, 1, x, &used) == 0);
    ck_assert_uint_eq(used, 0);
    ck_assert(nw_network_check_gradient(network, 1, x, NULL) == 0);
    nw_network_free(network);
    gsl_rng_free(rng);
}
END_TEST

/* What is no derivative is seen: steps too long for a steep network, and NaN. */
START_TEST(gradient_check_sees_differences)
{
    nw_network *network = nw_network_new(1, (const size_t[]){1, 1}, 2, 1, NW_TANH, false);
    for (size_t p = 0; p < network->parameter_count; p++)
        network->parameters[p] = 0.5;
    static const double x[] = {0.25, -0.5};
    ck_assert(nw_network_check_gradient(network, 2, x, NULL) < 1e-9);
    network->parameters[2] = 4000;
    network->parameters[3] = -4000 * tanh(0.625);
    ck_assert(nw_network_check_gradient(network, 2, x, NULL) > 1e-3);
    network->parameters[2] = NAN;
    ck_assert(isnan(nw_network_check_gradient(network, 2, x, NULL)));
    nw_network_free(network);
}
END_TEST

/* ---- spectral complexity ---- */

/* The exact value. */
static void exact_complexity(fmpq_t value, const nw_network *network)
{
    fmpq_t sum, largest, weight;
    fmpq_init(sum);
    fmpq_init(largest);
    fmpq_init(weight);
    arf_t real;
    arf_init(real);
    fmpq_one(value);
    for (size_t k = 0; k < network->layer_count; k++) {
        const nw_layer *layer = &network->layers[k];
        fmpq_zero(largest);
        for (size_t a = 0; a < layer->inputs; a++) {
            fmpq_zero(sum);
            for (size_t j = 0; j < layer->units; j++) {
                arf_set_d(real, fabs(nw_layer_weights(network, k)[j * layer->inputs + a]));
                arf_get_fmpq(weight, real);
                fmpq_add(sum, sum, weight);
            }
            if (fmpq_cmp(sum, largest) > 0)
                fmpq_set(largest, sum);
        }
        fmpq_mul(value, value, largest);
        if (layer->activation == NW_LOGISTIC)
            fmpq_div_2exp(value, value, 2);
    }
    arf_clear(real);
    fmpq_clear(sum);
    fmpq_clear(largest);
    fmpq_clear(weight);
}

static void expect_complexity(const nw_network *network, double slack)
{
    fmpq_t exact, bound;
    arf_t real;
    fmpq_init(exact);
    fmpq_init(bound);
    arf_init(real);
    double complexity = nw_network_spectral_complexity(network);
    ck_assert(isfinite(complexity));
    exact_complexity(exact, network);
    arf_set_d(real, complexity);
    arf_get_fmpq(bound, real);
    ck_assert_msg(fmpq_cmp(bound, exact) >= 0, "%a is below; %s", complexity, shape_text(network));
    arf_set_d(real, complexity * (1 - slack));
    arf_get_fmpq(bound, real);
    ck_assert_msg(fmpq_cmp(bound, exact) <= 0, "%a is far above; %s", complexity, shape_text(network));
    fmpq_clear(exact);
    fmpq_clear(bound);
    arf_clear(real);
}

START_TEST(spectral_complexity)
{
    gsl_rng *rng = ct_rng("complexity");
    for (int round = 0; round < 300; round++) {
        nw_network *network = random_network(rng, (nw_activation)(round % NW_ACTIVATION_COUNT),
                                             size_between(rng, 0, 3), 30);
        if (round % 3 == 0)
            mix_activations(network, rng);
        if (round % 5 == 0)
            for (size_t p = 0; p < network->parameter_count; p++)
                network->parameters[p] = ldexp(network->parameters[p], (int)ct_between(rng, -60, 60));
        expect_complexity(network, 1e-13);
        nw_network_free(network);
    }
    gsl_rng_free(rng);
}
END_TEST

START_TEST(spectral_complexity_by_hand)
{
    nw_network *network = nw_network_new(2, (const size_t[]){2}, 1, 2, NW_TANH, true);
    /* Columns 1 + 3 and 2 + 0.5, then 4 + 1 and 0.5 + 8; biases do not count. */
    static const double parameters[] = {1, -2, -3, 0.5, 100, 100, 4, -0.5, 1, 8, 100, 100};
    memcpy(network->parameters, parameters, sizeof parameters);
    ck_assert(nw_network_spectral_complexity(network) == 4 * 8.5);
    network->layers[0].activation = NW_LOGISTIC;
    ck_assert(nw_network_spectral_complexity(network) == 8.5);
    ck_assert(nw_activation_lipschitz(NW_LOGISTIC) == 0.25 && nw_activation_lipschitz(NW_TANH) == 1);

    /* 1 + 2^-60 rounds up, never down. */
    network->parameters[0] = 1;
    network->parameters[2] = 0x1p-60;
    network->parameters[1] = network->parameters[3] = 0;
    network->layers[0].activation = NW_RELU;
    ck_assert(nw_network_spectral_complexity(network) >= 8.5 * (1 + 0x1p-52));
    /* Underflow rounds up too, and an overflow times zero is zero. */
    network->parameters[0] = 0x1p-1000;
    network->parameters[2] = 0;
    network->parameters[6] = network->parameters[7] = network->parameters[8] = 0;
    network->parameters[9] = 0x1p-1000;
    double tiny = nw_network_spectral_complexity(network);
    ck_assert(tiny > 0 && tiny <= 0x1p-1073);
    network->parameters[0] = network->parameters[2] = DBL_MAX;
    ck_assert(isinf(nw_network_spectral_complexity(network)));
    memset(network->parameters + 6, 0, 4 * sizeof *network->parameters);
    ck_assert(nw_network_spectral_complexity(network) == 0);
    nw_network_free(network);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("network");
    TCase *tests = ct_case(suite, "shapes");
    tcase_add_test(tests, shapes);
    tcase_add_test(tests, finite_parameters);
    tests = ct_case(suite, "forward");
    tcase_add_test(tests, forward_in_plain_loops);
    tcase_add_test(tests, wide_layers);
    tcase_add_test(tests, forward_in_balls);
    tcase_add_test(tests, nan_is_not_hidden);
    tests = ct_case(suite, "derivatives");
    tcase_add_test(tests, derivatives_in_dual_numbers);
    tcase_add_test(tests, derivatives_of_wide_layers);
    tcase_add_test(tests, batches_in_pieces);
    tcase_add_test(tests, kinks);
    tcase_add_test(tests, gradient_check_of_smooth_activations);
    tcase_add_test(tests, gradient_check_of_kinked_activations);
    tcase_add_test(tests, gradient_check_sees_differences);
    tests = ct_case(suite, "complexity");
    tcase_add_test(tests, spectral_complexity);
    tcase_add_test(tests, spectral_complexity_by_hand);
    return ct_main(suite);
}
