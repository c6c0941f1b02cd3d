#include "fit/singular.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

enum { MOST_SWEEPS = 60 };

static double dot(const double *a, size_t rows, size_t columns, size_t p, size_t q)
{
    double sum = 0;
    for (size_t i = 0; i < rows; i++)
        sum += a[i * columns + p] * a[i * columns + q];
    return sum;
}

static void rotate(double *a, size_t rows, size_t columns, size_t p, size_t q, double cosine, double sine)
{
    for (size_t i = 0; i < rows; i++) {
        double x = a[i * columns + p], y = a[i * columns + q];
        a[i * columns + p] = cosine * x - sine * y;
        a[i * columns + q] = sine * x + cosine * y;
    }
}

/* Makes columns p and q orthogonal; false when they are. */
static bool orthogonalise(double *a, size_t rows, size_t columns, double *v, size_t p, size_t q)
{
    static const double enough = 1e-15;
    double pp = dot(a, rows, columns, p, p), qq = dot(a, rows, columns, q, q), pq = dot(a, rows, columns, p, q);
    if (!(fabs(pq) > enough * sqrt(pp) * sqrt(qq)))
        return false;
    double zeta = (qq - pp) / (2 * pq), tangent = (zeta < 0 ? -1 : 1) / (fabs(zeta) + sqrt(1 + zeta * zeta));
    double cosine = 1 / sqrt(1 + tangent * tangent), sine = cosine * tangent;
    rotate(a, rows, columns, p, q, cosine, sine);
    rotate(v, columns, columns, p, q, cosine, sine);
    return true;
}

static void swap_columns(double *a, size_t rows, size_t columns, size_t p, size_t q)
{
    for (size_t i = 0; i < rows; i++) {
        double spare = a[i * columns + p];
        a[i * columns + p] = a[i * columns + q];
        a[i * columns + q] = spare;
    }
}

void nw_singular_values(double *a, size_t rows, size_t columns, double *values, double *v)
{
    memset(v, 0, columns * columns * sizeof *v);
    for (size_t p = 0; p < columns; p++)
        v[p * columns + p] = 1;
    bool moved = true;
    for (int sweep = 0; moved && sweep < MOST_SWEEPS; sweep++) {
        moved = false;
        for (size_t p = 0; p < columns; p++)
            for (size_t q = p + 1; q < columns; q++)
                moved |= orthogonalise(a, rows, columns, v, p, q);
    }
    for (size_t p = 0; p < columns; p++) {
        values[p] = sqrt(dot(a, rows, columns, p, p));
        for (size_t i = 0; i < rows; i++)
            a[i * columns + p] = values[p] > 0 ? a[i * columns + p] / values[p] : 0;
    }
    for (size_t p = 0; p < columns; p++) {
        size_t largest = p;
        for (size_t q = p + 1; q < columns; q++)
            largest = values[q] > values[largest] ? q : largest;
        double spare = values[p];
        values[p] = values[largest];
        values[largest] = spare;
        swap_columns(a, rows, columns, p, largest);
        swap_columns(v, columns, columns, p, largest);
    }
}
