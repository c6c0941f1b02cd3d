#include "numeric/taylor_model.h"

#include <math.h>
#include <string.h>

#include "base/hot.h"

NW_HOT_FILE

void nw_model_sums(double a[NW_TAYLOR_ORDER + 1], const double *c, const nw_terms *terms)
{
    a[0] = fabs(c[0]);
    for (int degree = 1; degree <= NW_TAYLOR_ORDER; degree++) {
        double sum = 0;
        for (size_t t = terms->start[degree]; t < terms->start[degree + 1]; t++)
            sum += fabs(c[t]);
        a[degree] = sum;
    }
}

static double sum_all(const double *c, size_t count)
{
    double sum = 0;
    for (size_t t = 0; t < count; t++)
        sum += fabs(c[t]);
    return sum;
}

void nw_model_unknown(nw_model *out, const nw_terms *terms)
{
    memset(out->c, 0, terms->start[4] * sizeof out->c[0]);
    out->remainder = INFINITY;
    out->rounding = 0;
}

/* Lemma 2: a sum of doubles is off by at most u times what was computed; nothing underflows, but u times it may. */
static double error_of_sums(double computed)
{
    return computed == 0 ? 0 : NW_UNIT * computed + NW_TINY;
}

void nw_model_add(nw_model *out, const nw_model *a, const nw_model *b, const nw_terms *terms)
{
    size_t count = terms->start[4];
    for (size_t t = 0; t < count; t++)
        out->c[t] = a->c[t] + b->c[t];
    out->remainder = nw_raise(a->remainder + b->remainder);
    out->rounding = nw_raise(a->rounding + b->rounding + error_of_sums(sum_all(out->c, count)));
}

void nw_model_subtract(nw_model *out, const nw_model *a, const nw_model *b, const nw_terms *terms)
{
    size_t count = terms->start[4];
    for (size_t t = 0; t < count; t++)
        out->c[t] = a->c[t] - b->c[t];
    out->remainder = nw_raise(a->remainder + b->remainder);
    out->rounding = nw_raise(a->rounding + b->rounding + error_of_sums(sum_all(out->c, count)));
}

void nw_model_scale(nw_model *out, double factor, const nw_model *a, const nw_terms *terms)
{
    size_t count = terms->start[4];
    bool exact = factor == 1 || factor == -1 || factor == 0;
    for (size_t t = 0; t < count; t++)
        out->c[t] = factor * a->c[t];
    out->remainder = nw_raise(fabs(factor) * a->remainder);
    /* Lemma 2, products: u times what was computed, and an underflow each. */
    out->rounding = nw_raise(fabs(factor) * a->rounding);
    if (!exact)
        out->rounding += nw_raise(NW_UNIT * sum_all(out->c, count) + NW_TINY);
}

void nw_model_add_scaled(nw_model *out, double factor, const nw_model *a, const nw_terms *terms)
{
    size_t count = terms->start[4];
    double product = fabs(factor) * sum_all(a->c, count);
    for (size_t t = 0; t < count; t++)
        out->c[t] += factor * a->c[t];
    out->remainder = nw_raise(out->remainder + fabs(factor) * a->remainder);
    /* Lemma 2: u |factor a| for the product (none when fused), u |sum| for the addition. */
    out->rounding =
        nw_raise(out->rounding + fabs(factor) * a->rounding + NW_UNIT * (product + sum_all(out->c, count)) + NW_TINY);
}

/* c = the terms of degree <= 3 of a b. */
static void multiply_terms(double *restrict c, const double *restrict a, const double *restrict b,
                           const nw_terms *terms)
{
    size_t n = (size_t)terms->inputs, pairs = terms->start[3] - terms->start[2];
    const double *a2 = a + terms->start[2], *b2 = b + terms->start[2];
    for (size_t t = 1; t < terms->start[4]; t++)
        c[t] = a[0] * b[t] + b[0] * a[t];
    c[0] = a[0] * b[0];
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++)
            c[terms->pair[i][j]] += a[1 + i] * b[1 + j];
        for (size_t q = 0; q < pairs; q++)
            c[terms->triple[i][q]] += a[1 + i] * b2[q] + b[1 + i] * a2[q];
    }
}

void nw_model_multiply(nw_model *out, const nw_model *a, const nw_model *b, const nw_terms *terms)
{
    double c[NW_MOST_TERMS], p[NW_TAYLOR_ORDER + 1], q[NW_TAYLOR_ORDER + 1];
    nw_model_sums(p, a->c, terms);
    nw_model_sums(q, b->c, terms);
    double ra = a->remainder, rb = b->remainder, ga = a->rounding, gb = b->rounding;
    double all_p = p[0] + p[1] + p[2] + p[3], all_q = q[0] + q[1] + q[2] + q[3];
    double size_a = all_p + ra + ga, size_b = all_q + rb + gb;
    if ((size_a == 0 && size_b < INFINITY) || (size_b == 0 && size_a < INFINITY)) {
        memset(out, 0, sizeof *out);
        return;
    }
    multiply_terms(c, a->c, b->c, terms);
    memcpy(out->c, c, terms->start[4] * sizeof c[0]);

    /* |p_k q_l| <= p[k] q[l] on the box: the terms of degree k + l >= 4, which c leaves out. */
    double cut = p[1] * q[3] + p[2] * (q[2] + q[3]) + p[3] * (q[1] + q[2] + q[3]);
    out->remainder = nw_raise(cut + all_p * rb + all_q * ra + ra * rb + ra * gb + ga * rb);
    /* Lemma 3: a product on its way into a term of degree 0, 1, 2, 3 meets at most 1, 2, 4, 5 roundings. */
    double own = p[0] * q[0] + 2 * (p[0] * q[1] + p[1] * q[0]) + 4 * (p[0] * q[2] + p[1] * q[1] + p[2] * q[0]) +
                 5 * (p[0] * q[3] + p[1] * q[2] + p[2] * q[1] + p[3] * q[0]);
    out->rounding = nw_raise(NW_UNIT * own + all_p * gb + all_q * ga + ga * gb + NW_TINY);
}
