/* Piecewise polynomials of one variable, smooth but for their highest derivative, which jumps at the knots: the bumps
 * and steps of spline.h, and the activations that are made of straight lines.
 *
 * Piece 0 lies left of the first knot, piece i between knots i - 1 and i (from 0), the last one right of all.  With
 * P_i the polynomial of piece i,  P_{i+1}(t) - P_i(t) = jump_i (t - knot_i)^order  exactly. */
#ifndef NW_NUMERIC_SPLINE_TABLE_H
#define NW_NUMERIC_SPLINE_TABLE_H

#include "numeric/univariate.h"

enum {
    NW_SPLINE_BITS = 512, /* of the enclosures in a table */
    NW_SPLINE_KNOTS = NW_SPLINE_ORDER + 2
};

/* sum of c_k (t - middle)^k, k = 0 .. order; middle is exact. */
typedef struct nw_spline_piece {
    double middle;
    double c[NW_SPLINE_ORDER + 1], error[NW_SPLINE_ORDER + 1]; /* |c - exact| <= error, 0 where c is exact */
    arb_struct exact[NW_SPLINE_ORDER + 1];
    bool zero_above[NW_SPLINE_ORDER + 1]; /* the exact coefficients from this one on vanish */
} nw_spline_piece;

typedef struct nw_spline_table {
    int order, knots;
    double knot[NW_SPLINE_KNOTS];                                 /* nearest */
    double knot_low[NW_SPLINE_KNOTS], knot_high[NW_SPLINE_KNOTS]; /* neighbours around it; equal where it is exact */
    double jump[NW_SPLINE_KNOTS];                                 /* |jump|, rounded up */
    int jump_sign[NW_SPLINE_KNOTS];
    arb_struct exact_knot[NW_SPLINE_KNOTS], exact_jump[NW_SPLINE_KNOTS];
    nw_spline_piece piece[NW_SPLINE_KNOTS + 1];
} nw_spline_table;

/* The table of a bump, a step, or one of NW_FUNCTION_CRELU, _RELU, _ABS; NULL for other functions and orders.  Made at
 * the first call, by one thread for all; never freed. */
const nw_spline_table *nw_spline_table_of(const nw_univariate *f);

#endif
