#include "fit/assign.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* Kuhn's method with potentials, rows one by one; O(n^3).  Index 0 of the arrays is a column that does not exist. */
void nw_assign(size_t *partner, const double *cost, size_t n)
{
    double *row_price = nw_alloc(n + 1, sizeof *row_price), *column_price = nw_alloc(n + 1, sizeof *column_price);
    double *slack = nw_alloc(n + 1, sizeof *slack);
    size_t *row_of = nw_alloc(n + 1, sizeof *row_of), *before = nw_alloc(n + 1, sizeof *before);
    bool *seen = nw_alloc(n + 1, sizeof *seen);
    for (size_t i = 1; i <= n; i++) {
        size_t column = 0;
        row_of[0] = i;
        for (size_t j = 0; j <= n; j++) {
            slack[j] = INFINITY;
            seen[j] = false;
        }
        do {
            size_t row = row_of[column], next = 0;
            double least = INFINITY;
            seen[column] = true;
            for (size_t j = 1; j <= n; j++) {
                if (seen[j])
                    continue;
                double reduced = cost[(row - 1) * n + j - 1] - row_price[row] - column_price[j];
                if (reduced < slack[j]) {
                    slack[j] = reduced;
                    before[j] = column;
                }
                if (slack[j] < least) {
                    least = slack[j];
                    next = j;
                }
            }
            for (size_t j = 0; j <= n; j++) {
                if (seen[j]) {
                    row_price[row_of[j]] += least;
                    column_price[j] -= least;
                } else
                    slack[j] -= least;
            }
            column = next;
        } while (row_of[column] != 0);
        while (column != 0) {
            row_of[column] = row_of[before[column]];
            column = before[column];
        }
    }
    for (size_t j = 1; j <= n; j++)
        partner[row_of[j] - 1] = j - 1;
    free(row_price);
    free(column_price);
    free(slack);
    free(row_of);
    free(before);
    free(seen);
}

/* ---- units ---- */

/* s(-t) = middle - s(t): 0 for the odd ones, 1 for logistic. */
static bool has_mirror(nw_activation activation, double *middle)
{
    *middle = activation == NW_LOGISTIC ? 1 : 0;
    return activation == NW_TANH || activation == NW_ARCTAN || activation == NW_LOGISTIC || activation == NW_IDENTITY;
}

/* Between unit i of a, its signs turned if `sign` is -1, and unit j of b, squared. */
static double distance(const nw_network *a, size_t i, double sign, const nw_network *b, size_t j)
{
    size_t inputs = a->inputs;
    const double *first = nw_layer_weights(a, 0) + i * inputs, *second = nw_layer_weights(b, 0) + j * inputs;
    double bias = sign * nw_layer_biases(a, 0)[i] - nw_layer_biases(b, 0)[j];
    double output = sign * nw_layer_weights(a, 1)[i] - nw_layer_weights(b, 1)[j];
    double sum = bias * bias + output * output;
    for (size_t x = 0; x < inputs; x++) {
        double step = sign * first[x] - second[x];
        sum += step * step;
    }
    return sum;
}

void nw_network_match(nw_network *network, const nw_network *like)
{
    size_t n = network->layers[0].units, inputs = network->inputs;
    double middle, *cost = nw_alloc(n * n, sizeof *cost), *constant = NULL;
    bool mirror = has_mirror(network->layers[0].activation, &middle);
    if (network->output_bias)
        constant = network->parameters + network->layers[1].biases;
    /* The complement of a logistic unit needs a constant to be the same function. */
    mirror = mirror && (middle == 0 || constant != NULL);
    nw_network *old = nw_network_copy(network);
    size_t *partner = nw_alloc(n, sizeof *partner);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            double same = distance(old, i, 1, like, j);
            cost[i * n + j] = mirror ? fmin(same, distance(old, i, -1, like, j)) : same;
        }
    nw_assign(partner, cost, n);
    double *weights = network->parameters, *biases = weights + network->layers[0].biases;
    double *outputs = weights + network->layers[1].weights;
    for (size_t i = 0; i < n; i++) {
        size_t j = partner[i];
        double sign = mirror && distance(old, i, -1, like, j) < distance(old, i, 1, like, j) ? -1 : 1;
        for (size_t x = 0; x < inputs; x++)
            weights[j * inputs + x] = sign * nw_layer_weights(old, 0)[i * inputs + x];
        biases[j] = sign * nw_layer_biases(old, 0)[i];
        outputs[j] = sign * nw_layer_weights(old, 1)[i];
        if (sign < 0 && middle != 0)
            *constant += middle * nw_layer_weights(old, 1)[i];
    }
    nw_network_free(old);
    free(cost);
    free(partner);
}
