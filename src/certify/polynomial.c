#include "certify/polynomial.h"

#include <math.h>
#include <string.h>

static size_t find_term(const nw_term_table *table, const int *power)
{
    size_t term = 0;
    while (memcmp(table->power[term], power, sizeof table->power[term]) != 0)
        term++;
    return term;
}

void nw_term_table_fill(nw_term_table *table, int inputs)
{
    static const double factorial[NW_TAYLOR_ORDER + 1] = {1, 1, 2, 6};
    memset(table, 0, sizeof *table);
    table->inputs = inputs;
    table->count = nw_taylor_terms(inputs);
    for (size_t t = 0; t < table->count; t++) {
        int *power = table->power[t], degree = 0, first = inputs;
        nw_taylor_exponents(power, inputs, t);
        double orders = 1;
        for (int i = inputs - 1; i >= 0; i--) {
            degree += power[i];
            orders *= factorial[power[i]];
            first = power[i] > 0 ? i : first;
        }
        table->degree[t] = (unsigned char)degree;
        table->many[t] = factorial[degree] / orders;
        if (degree > 0) {
            int rest[NW_MOST_INPUTS];
            memcpy(rest, power, sizeof rest);
            rest[first]--;
            table->axis[t] = (unsigned char)first;
            table->parent[t] = (unsigned char)find_term(table, rest);
        }
    }
}

double nw_polynomial_value(const double *c, const double *u, const nw_term_table *table)
{
    double product[NW_MOST_TERMS], value = c[0];
    product[0] = 1;
    for (size_t t = 1; t < table->count; t++) {
        product[t] = product[table->parent[t]] * u[table->axis[t]];
        value += c[t] * product[t];
    }
    return value;
}

/* The place of the greatest value of a[0] + a[1] s + a[2] s^2 + a[3] s^3 on [-1,1]. */
static double greatest_on_line(const double *a)
{
    double places[4] = {-1, 1};
    int count = 2;
    double quadratic = 3 * a[3], half = a[2], root = half * half - quadratic * a[1];
    if (root >= 0) { /* a[1] + 2 a[2] s + 3 a[3] s^2 = 0, without cancellation */
        double far = -(half + copysign(sqrt(root), half));
        places[count++] = far / quadratic;
        places[count++] = a[1] / far;
    }
    double best = -1, most = -INFINITY;
    for (int i = 0; i < count; i++) {
        double s = places[i];
        if (!(s >= -1 && s <= 1)) /* outside, or not a number */
            continue;
        double value = a[0] + s * (a[1] + s * (a[2] + s * a[3]));
        if (value > most) {
            most = value;
            best = s;
        }
    }
    return best;
}

/* sign * p along one axis through u. */
static void restrict_to_line(double *a, const double *c, double sign, const double *u, int axis,
                             const nw_term_table *table)
{
    double product[NW_MOST_TERMS], moved[NW_MOST_INPUTS];
    memcpy(moved, u, (size_t)table->inputs * sizeof *u);
    moved[axis] = 1;
    memset(a, 0, (NW_TAYLOR_ORDER + 1) * sizeof *a);
    product[0] = 1;
    a[0] = sign * c[0];
    for (size_t t = 1; t < table->count; t++) {
        product[t] = product[table->parent[t]] * moved[table->axis[t]];
        a[table->power[t][axis]] += sign * c[t] * product[t];
    }
}

/* Climbs from u, one axis after the other. */
static double climb(double *u, const double *c, double sign, int rounds, const nw_term_table *table)
{
    double a[NW_TAYLOR_ORDER + 1];
    for (int round = 0; round < rounds; round++)
        for (int axis = 0; axis < table->inputs; axis++) {
            restrict_to_line(a, c, sign, u, axis, table);
            u[axis] = greatest_on_line(a);
        }
    return sign * nw_polynomial_value(c, u, table);
}

double nw_polynomial_peak(double *u, const double *c, double worth, const nw_term_table *table)
{
    enum { ROUNDS = 4 };
    size_t n = (size_t)table->inputs;
    double best = -INFINITY;
    for (int s = 0; s < 2; s++) {
        double sign = s == 0 ? 1 : -1, from[NW_MOST_INPUTS] = {0};
        /* From the best of each axis by itself. */
        for (size_t i = 0, square = n + 1; i < n; square += n - i, i++) {
            double line[NW_TAYLOR_ORDER + 1] = {0, sign * c[1 + i], sign * c[square], 0};
            from[i] = greatest_on_line(line);
        }
        double value = sign * nw_polynomial_value(c, from, table);
        if (value > 0.75 * worth)
            value = climb(from, c, sign, n == 1 ? 1 : ROUNDS, table);
        if (value > best) {
            best = value;
            memcpy(u, from, n * sizeof *u);
        }
    }
    return best;
}

void nw_polynomial_bends(double *bend, const double *c, const nw_term_table *table)
{
    size_t n = (size_t)table->inputs;
    memset(bend, 0, n * sizeof *bend);
    for (size_t t = 1 + n; t < table->count; t++)
        for (size_t i = 0; i < n; i++)
            bend[i] += fabs(c[t]) * table->power[t][i];
}
