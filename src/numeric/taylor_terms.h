/* The terms of a polynomial of degree <= 3 and where products of terms go. */
#ifndef NW_NUMERIC_TAYLOR_TERMS_H
#define NW_NUMERIC_TAYLOR_TERMS_H

#include "numeric/taylor.h"

enum { NW_MOST_PAIRS = 10 /* terms of degree 2 in four variables */ };

/* Places in the order of nw_taylor_exponents.  Degree d begins at start[d]; start[4] is their number. */
typedef struct nw_terms {
    int inputs;
    size_t start[NW_TAYLOR_ORDER + 2];
    unsigned char pair[NW_MOST_INPUTS][NW_MOST_INPUTS];  /* the term u_i u_j */
    unsigned char triple[NW_MOST_INPUTS][NW_MOST_PAIRS]; /* the term u_i times the q-th term of degree 2 */
} nw_terms;

/* A box of a space: {x : x_a = centre_a + half_a u}, and variable v is the u of axis[v]. */
typedef struct nw_frame {
    int inputs;
    int axis[NW_MOST_INPUTS];
    double centre[NW_MOST_INPUTS], half[NW_MOST_INPUTS];
} nw_frame;

/* inputs is 1..NW_MOST_INPUTS. */
void nw_terms_fill(nw_terms *terms, int inputs);

#endif
