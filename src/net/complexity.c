/* Spectral complexity, rounded up. */
#include <math.h>

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

/* ||W||_1, rounded up. */
static double largest_column_sum(const nw_network *network, size_t layer)
{
    size_t inputs = network->layers[layer].inputs, units = network->layers[layer].units;
    const double *weights = nw_layer_weights(network, layer);
    double largest = 0;
    for (size_t a = 0; a < inputs; a++) {
        double sum = 0;
        for (size_t j = 0; j < units; j++)
            sum = sum_up(sum, fabs(weights[j * inputs + a]));
        largest = sum > largest ? sum : largest;
    }
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
