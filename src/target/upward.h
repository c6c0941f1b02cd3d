/* Sums and products rounded up, and exact where doubles are. */
#ifndef NW_TARGET_UPWARD_H
#define NW_TARGET_UPWARD_H

#include <math.h>

/* Knuth's two-sum: `lost` is exactly a + b - sum. */
static inline double nw_sum_up(double a, double b)
{
    double sum = a + b, part = sum - a, lost = (a - (sum - part)) + (b - part);
    return lost > 0 ? nextafter(sum, INFINITY) : sum;
}

/* fma gives exactly a * b - product unless that lies below the range of doubles: tiny products are always moved. */
static inline double nw_product_up(double a, double b)
{
    double product = a * b;
    bool tiny = fabs(product) < 0x1p-900 && a != 0 && b != 0;
    return tiny || fma(a, b, -product) > 0 ? nextafter(product, INFINITY) : product;
}

#endif
