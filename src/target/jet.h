/* Truncated power series in several variables with balls as coefficients: over a box every coefficient encloses
 * D^k f / k! at all points of the box. */
#ifndef NW_TARGET_JET_H
#define NW_TARGET_JET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arb_compat.h"
#include "target/expression.h"

enum { NW_JET_DEGREE = 4, NW_JET_TERMS = 70 /* binom(4 + 4, 4) */ };

typedef struct nw_jet_pair {
    unsigned char a, b, to;
} nw_jet_pair;

/* The terms of degree <= degree in `inputs` variables, by degree; and which products land where. */
typedef struct nw_jet_shape {
    int inputs, degree;
    size_t terms, pairs;
    int exponents[NW_JET_TERMS][NW_MOST_INPUTS];
    nw_jet_pair *pair;
} nw_jet_shape;

void nw_jet_shape_init(nw_jet_shape *shape, int inputs, int degree);
void nw_jet_shape_clear(nw_jet_shape *shape);
/* The number of the term with these exponents, or shape->terms. */
size_t nw_jet_find(const nw_jet_shape *shape, const int *exponents);

/* jets[i * terms ..]: the jet of every instruction where the inputs are the balls `inputs`; the last one is the
 * formula's.  room: `terms` * 3 balls. */
void nw_jet_expression(arb_ptr jets, arb_ptr room, const nw_expression *expression, int m1, const nw_jet_shape *shape,
                       arb_srcptr inputs, slong prec);

#endif
