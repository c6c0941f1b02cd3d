/* The polynomials of Taylor models on [-1,1]^n, in plain double: where one is large, and along which axis it bends.
 * Nothing here is a bound; it says where to look and where to cut. */
#ifndef NW_CERTIFY_POLYNOMIAL_H
#define NW_CERTIFY_POLYNOMIAL_H

#include "numeric/taylor.h"

/* The terms in the order of nw_taylor_exponents.  A term of degree >= 1 is that of `parent` times u_axis, axis its
 * first variable; `many` is how often it occurs in (u_1 + .. + u_n)^degree. */
typedef struct nw_term_table {
    int inputs;
    size_t count;
    int power[NW_MOST_TERMS][NW_MOST_INPUTS];
    unsigned char degree[NW_MOST_TERMS], parent[NW_MOST_TERMS], axis[NW_MOST_TERMS];
    double many[NW_MOST_TERMS];
} nw_term_table;

void nw_term_table_fill(nw_term_table *table, int inputs);

/* p(u), c[] its coefficients. */
double nw_polynomial_value(const double *c, const double *u, const nw_term_table *table);

/* A point u of [-1,1]^n where |p| is large; returns |p(u)|.  Takes more care when it may exceed `worth`. */
double nw_polynomial_peak(double *u, const double *c, double worth, const nw_term_table *table);

/* bend[i] = sum of |c| over the terms of degree 2 and 3, each as often as u_i occurs in it. */
void nw_polynomial_bends(double *bend, const double *c, const nw_term_table *table);

#endif
