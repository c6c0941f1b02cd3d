/* Spectral complexity, rounded up. */
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "net/network.h"

/* The least double that is certainly not below the exact value of the operation: its rounding error is known exactly,
 * and only a result that was rounded down moves up. */

/* a, b >= 0. */
static double sum_up(double a, double b)
{
    double sum = a + b, larger = a > b ? a : b, smaller = a > b ? b : a;
    /* larger >= smaller: (sum - larger) is exact, and so is what `sum` misses of the exact sum (Dekker). */
    return sum - larger < smaller ? nextafter(sum, INFINITY) : sum;
}

static double product_up(double a, double b)
{
    /* Zero times a bound that has overflowed is zero: the bound stands for a finite number. */
    if (a == 0 || b == 0)
        return 0;
    double product = a * b;
    /* The fused residual is exact, and has the sign of what is missing, while it does not underflow. */
    bool low = product < 0x1p-960 || fma(a, b, -product) > 0;
    return low ? nextafter(product, INFINITY) : product;
}

double nw_activation_lipschitz(nw_activation activation)
{
    return activation == NW_LOGISTIC ? 0.25 : 1;
}

static double largest_of(const double *sums, size_t count)
{
    double largest = 0;
    for (size_t a = 0; a < count; a++)
        largest = sums[a] > largest ? sums[a] : largest;
    return largest;
}

/* ||W||_1, rounded up; biases, and so connections from the constant, do not count. */
static double largest_column_sum(const nw_network *network, size_t index)
{
    const nw_layer *layer = &network->layers[index];
    const double *weights = nw_layer_weights(network, index);
    double *sums = nw_alloc(layer->inputs + 1, sizeof *sums);
    if (layer->connections != NULL) {
        for (size_t c = 0; c < layer->connections->first[layer->units]; c++) {
            uint32_t a = layer->connections->source[c];
            sums[a] = sum_up(sums[a], fabs(weights[c]));
        }
    } else {
        for (size_t j = 0; j < layer->units; j++)
            for (size_t a = 0; a < layer->inputs; a++)
                sums[a] = sum_up(sums[a], fabs(weights[j * layer->inputs + a]));
    }
    double largest = largest_of(sums, layer->inputs);
    free(sums);
    return largest;
}

double nw_network_spectral_complexity(const nw_network *network)
{
    double complexity = 1;
    for (size_t k = 0; k < network->layer_count; k++) {
        complexity = product_up(complexity, nw_activation_lipschitz(network->layers[k].activation));
        complexity = product_up(complexity, largest_column_sum(network, k));
    }
    return complexity;
}
