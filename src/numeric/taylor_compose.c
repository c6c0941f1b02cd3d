#include <math.h>

#include "base/hot.h"
#include "numeric/taylor_model.h"

NW_HOT_FILE

/* Underflows inside products of up to four factors, three of them at most rho and one a coefficient. */
static double underflow_of_powers(const double *k, double rho)
{
    return NW_TINY * (1 + fabs(k[1]) + fabs(k[2]) + fabs(k[3])) * (1 + rho) * (1 + rho);
}

/* The Lipschitz constant of k_1 d + k_2 d^2 + k_3 d^3 on |d| <= rho, before nw_raise. */
static double steepness(const double *k, double rho)
{
    return fabs(k[1]) + rho * (2 * fabs(k[2]) + 3 * fabs(k[3]) * rho);
}

void nw_model_apply(nw_model *out, const nw_univariate *f, const nw_model *a, const nw_terms *terms)
{
    double p[NW_TAYLOR_ORDER + 1];
    nw_model_sums(p, a->c, terms);
    double high = p[2] + p[3];
    /* |d| <= rho for d = a - a_0, which is the polynomial without its constant, the remainder and the rounding. */
    double rho = (p[1] + high + a->remainder + a->rounding) * (1 + 0x1p-46); /* at most 64 roundings */
    nw_expansion e;
    if (!(rho < INFINITY) || !nw_expand(&e, f, a->c[0], rho)) {
        nw_model_unknown(out, terms);
        return;
    }
    const double *k = e.k;
    double k1 = fabs(k[1]), k2 = fabs(k[2]), k3 = fabs(k[3]);

    /* With L, Q, C the parts of degree 1, 2, 3:  k_1 L;  k_1 Q + k_2 L^2;  k_1 C + L (2 k_2 Q + k_3 L^2). */
    double c[NW_MOST_TERMS], mixed[NW_MOST_PAIRS];
    size_t n = (size_t)terms->inputs, q = 0, start = terms->start[2];
    c[0] = k[0];
    for (size_t t = 1; t < terms->start[4]; t++)
        c[t] = k[1] * a->c[t];
    for (size_t i = 0; i < n; i++)
        for (size_t j = i; j < n; j++, q++) {
            double square = (i == j ? a->c[1 + i] : 2 * a->c[1 + i]) * a->c[1 + j];
            mixed[q] = 2 * k[2] * a->c[start + q] + k[3] * square;
            c[start + q] += k[2] * square;
        }
    for (size_t i = 0; i < n; i++)
        for (size_t m = 0; m < q; m++)
            c[terms->triple[i][m]] += a->c[1 + i] * mixed[m];

    /* Left out: k_2 (2 L C + (Q + C)^2) and k_3 ((L + Q + C)^3 - L^3). */
    double cut = k2 * (2 * p[1] * p[3] + high * high) + k3 * high * (3 * p[1] * p[1] + 3 * p[1] * high + high * high);
    double slope = steepness(k, rho);
    /* Lemma 4: at most 1, 3, 7 roundings on the way into a term of degree 1, 2, 3. */
    double own = k1 * p[1] + 3 * (k1 * p[2] + k2 * p[1] * p[1]) +
                 7 * (k1 * p[3] + 2 * k2 * p[1] * p[2] + k3 * p[1] * p[1] * p[1]);
    double remainder = nw_raise(e.remainder + cut + slope * a->remainder);
    double rounding = nw_raise(e.rounding + slope * a->rounding + NW_UNIT * own + underflow_of_powers(k, rho));
    for (size_t t = 0; t < terms->start[4]; t++)
        out->c[t] = c[t];
    out->remainder = remainder;
    out->rounding = rounding;
}

/* c = the terms of k_1 d + k_2 d^2 + k_3 d^3, d = w_1 u_1 + .. + w_n u_n: n is a constant where this is inlined. */
static inline __attribute__((always_inline)) void ridge_terms(double *c, const double *k, const double *w, int n)
{
    c[0] = k[0];
    int t = 1;
    for (int i = 0; i < n; i++)
        c[t++] = k[1] * w[i];
    for (int i = 0; i < n; i++) {
        double first = k[2] * w[i];
        c[t++] = first * w[i];
        for (int j = i + 1; j < n; j++)
            c[t++] = 2 * first * w[j];
    }
    for (int i = 0; i < n; i++) {
        double first = k[3] * w[i];
        double same = first * w[i], three = 3 * first;
        c[t++] = same * w[i];
        for (int j = i + 1; j < n; j++)
            c[t++] = 3 * same * w[j];
        for (int j = i + 1; j < n; j++) {
            double second = three * w[j];
            c[t++] = second * w[j];
            for (int m = j + 1; m < n; m++)
                c[t++] = 2 * second * w[m];
        }
    }
}

void nw_model_ridge(nw_model *out, const nw_univariate *f, const double *slope, double offset,
                    const nw_frame *frame, const nw_terms *terms)
{
    int n = terms->inputs;
    double w[NW_MOST_INPUTS], t0 = 0, size = 0, reach = 0;
    for (int i = 0; i < frame->inputs; i++) {
        double product = slope[i] * frame->centre[i];
        t0 += product;
        size += fabs(product);
    }
    for (int v = 0; v < n; v++) {
        w[v] = slope[frame->axis[v]] * frame->half[frame->axis[v]];
        reach += fabs(w[v]);
    }
    t0 += offset;
    size += fabs(offset);
    /* Lemma 5: slope . x + offset = t0 + w . u + e with |e| <= shift: at most n + 1 <= 5 roundings of each product in
     * t0 (6 charged), one of each w_i. */
    double shift = 6 * NW_UNIT * size + 2 * NW_UNIT * reach + NW_TINY;
    /* At most five roundings of non-negative numbers: 2^-50 covers them, and a kink at the edge is barely passed. */
    double rho = (reach + shift) * (1 + 0x1p-50);
    nw_expansion e;
    if (!(fabs(t0) + rho < INFINITY) || !nw_expand(&e, f, t0, rho)) {
        nw_model_unknown(out, terms);
        return;
    }
    switch (n) {
    case 1:
        ridge_terms(out->c, e.k, w, 1);
        break;
    case 2:
        ridge_terms(out->c, e.k, w, 2);
        break;
    case 3:
        ridge_terms(out->c, e.k, w, 3);
        break;
    default:
        ridge_terms(out->c, e.k, w, 4);
        break;
    }
    /* Lemma 5: at most 1, 2, 4 roundings in a term of degree 1, 2, 3, of terms that sum to |k_p| reach^p. */
    double own = reach * (fabs(e.k[1]) + reach * (2 * fabs(e.k[2]) + 4 * reach * fabs(e.k[3])));
    out->remainder = nw_raise(e.remainder);
    out->rounding = nw_raise(e.rounding + shift * steepness(e.k, rho) + NW_UNIT * own + underflow_of_powers(e.k, rho));
}
