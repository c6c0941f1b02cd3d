#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/random.h"
#include "net/work.h"

/* With f of size 1 the two steps leave about STEP^4 of the fifth derivative, and 2^-53 / STEP of rounding: 1e-12. */
static const double STEP = 0x1p-10;

static bool kinked(nw_activation activation)
{
    return activation == NW_RELU || activation == NW_CRELU;
}

/* The distance from t to the nearest kink. */
static double distance_to_kink(nw_activation activation, double t)
{
    double to_zero = fabs(t), to_one = fabs(t - 1);
    return activation == NW_CRELU && to_one < to_zero ? to_one : to_zero;
}

/* What unit j of layer k sums up at these values, and the absolute sum of its weights from units. */
static double unit_sum(double *row, const nw_network *network, size_t k, size_t j, const double *values)
{
    const nw_layer *layer = &network->layers[k];
    const double *weights = nw_layer_weights(network, k), *biases = nw_layer_biases(network, k);
    const nw_connections *connections = layer->connections;
    double sum = biases == NULL ? 0 : biases[j];
    *row = 0;
    size_t from = connections != NULL ? connections->first[j] : 0;
    size_t to = connections != NULL ? connections->first[j + 1] : layer->inputs;
    for (size_t c = from; c < to; c++) {
        size_t source = connections != NULL ? connections->source[c] : c;
        double weight = connections != NULL ? weights[c] : weights[j * layer->inputs + c];
        bool constant = source == layer->inputs;
        sum += weight * (constant ? 1 : values[source]);
        *row += constant ? 0 : fabs(weight);
    }
    return sum;
}

/* Whether moving any one parameter by `step` leaves every unit on its side of its kinks at the point x.  `reach` bounds
 * how far what a layer reads can move: a moved weight acts on the largest value read, a moved bias on 1, and what moved
 * before is passed on by the absolute row sums, since every activation has slope at most 1. */
static bool away_from_kinks(const nw_network *network, const double *x, double step, double *values, double *next)
{
    double reach = 0;
    memcpy(values, x, network->inputs * sizeof *x);
    for (size_t k = 0; k < network->layer_count; k++) {
        const nw_layer *layer = &network->layers[k];
        double largest = 1, widest = 0, row;
        for (size_t a = 0; a < layer->inputs; a++)
            largest = fmax(largest, fabs(values[a]));
        for (size_t j = 0; j < layer->units; j++) {
            next[j] = unit_sum(&row, network, k, j, values);
            widest = fmax(widest, row);
        }
        reach = (widest + step) * reach + step * largest;
        /* Twice the bound covers the rounding of all this. */
        for (size_t j = 0; j < layer->units; j++)
            if (kinked(layer->activation) && !(distance_to_kink(layer->activation, next[j]) > 2 * reach))
                return false;
        nw_kernel_activate(layer->activation, layer->units, next, NULL);
        memcpy(values, next, layer->units * sizeof *next);
    }
    return true;
}

static double step_of(double parameter)
{
    double relative = fabs(parameter) * 0x1p-40;
    return relative > STEP ? relative : STEP;
}

/* Copies the points where a difference quotient means something; returns their number. */
static size_t choose_points(double *chosen, const nw_network *network, size_t count, const double *x)
{
    size_t widest = network->inputs, used = 0;
    double step = STEP;
    for (size_t k = 0; k < network->layer_count; k++)
        widest = network->layers[k].units > widest ? network->layers[k].units : widest;
    for (size_t p = 0; p < network->parameter_count; p++)
        step = fmax(step, step_of(network->parameters[p]));
    double *values = nw_alloc(2 * widest, sizeof *values);
    for (size_t i = 0; i < count; i++)
        if (away_from_kinks(network, x + i * network->inputs, step, values, values + widest))
            memcpy(chosen + used++ * network->inputs, x + i * network->inputs, network->inputs * sizeof *x);
    free(values);
    return used;
}

/* A trial of one parameter: sum of weight * y over the points, the parameter moved by `by`. */
typedef struct trial {
    nw_network *network;
    size_t numbers, count; /* of outputs, of points */
    const double *x, *weight;
    double *y;
    nw_net_work *work;
} trial;

static void outputs_at(trial *t, size_t p, double by, double *moved)
{
    double before = t->network->parameters[p];
    t->network->parameters[p] = before + by;
    *moved = t->network->parameters[p];
    nw_network_forward(t->network, t->count, t->x, t->y, t->work);
    t->network->parameters[p] = before;
}

/* The central difference quotient.  The outputs are subtracted before they are summed, which keeps their rounding out
 * of the sum. */
static double quotient(trial *t, size_t p, double step, double *upper_y)
{
    double upper, lower, sum = 0;
    outputs_at(t, p, step, &upper);
    memcpy(upper_y, t->y, t->numbers * sizeof *upper_y);
    outputs_at(t, p, -step, &lower);
    for (size_t i = 0; i < t->numbers; i++)
        sum += t->weight[i] * (upper_y[i] - t->y[i]);
    return sum / (upper - lower);
}

/* Weights in [-1, 1], the same in every run. */
static double weight_at(size_t i)
{
    return (double)(int64_t)nw_random_mix(1, i, 0) * 0x1p-63;
}

static double largest_difference(trial *t, double *gradient, double *upper_y)
{
    size_t parameters = t->network->parameter_count;
    double largest = 0, scale = 0;
    nw_network_gradient(t->network, t->count, t->x, t->weight, gradient, NULL, t->work);
    for (size_t p = 0; p < parameters; p++) {
        double step = step_of(t->network->parameters[p]);
        double coarse = quotient(t, p, step, upper_y), fine = quotient(t, p, step / 2, upper_y);
        double difference = fabs(gradient[p] - (fine + (fine - coarse) / 3));
        /* NaN is the largest. */
        if (!(difference <= largest))
            largest = difference;
        scale = fmax(scale, fabs(gradient[p]));
    }
    return scale > 0 ? largest / scale : largest;
}

double nw_network_check_gradient(const nw_network *network, size_t count, const double *x, size_t *used)
{
    double *chosen = nw_alloc(count * network->inputs, sizeof *chosen);
    size_t points = choose_points(chosen, network, count, x), numbers = points * network->outputs;
    if (used != NULL)
        *used = points;
    double *weight = nw_alloc(numbers, sizeof *weight), *y = nw_alloc(2 * numbers, sizeof *y);
    double *gradient = nw_alloc(network->parameter_count, sizeof *gradient);
    for (size_t i = 0; i < numbers; i++)
        weight[i] = weight_at(i);
    trial t = {.network = nw_network_copy(network),
               .numbers = numbers,
               .count = points,
               .x = chosen,
               .weight = weight,
               .y = y,
               .work = nw_net_work_new(network, points)};
    double difference = points == 0 ? 0 : largest_difference(&t, gradient, y + numbers);
    nw_net_work_free(t.work);
    nw_network_free(t.network);
    free(chosen);
    free(weight);
    free(y);
    free(gradient);
    return difference;
}
