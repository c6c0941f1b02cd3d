/* The monomials of degree at most 4 in up to 4 variables, graded, so that those of a lower degree are a prefix. */
#ifndef NW_VERIFY_MONOMIALS_H
#define NW_VERIFY_MONOMIALS_H

#include <stddef.h>

enum {
    NW_VERIFY_AXES = 4,
    NW_VERIFY_DEGREE = 4,
    NW_VERIFY_MONOMIALS = 70 /* binom(4 + 4, 4) */
};

typedef struct nw_monomials {
    int axes;
    size_t first[NW_VERIFY_DEGREE + 2]; /* those of degree g: first[g] .. first[g + 1] - 1 */
    unsigned char power[NW_VERIFY_MONOMIALS][NW_VERIFY_AXES];
    unsigned char degree[NW_VERIFY_MONOMIALS];
    unsigned char product[NW_VERIFY_MONOMIALS][NW_VERIFY_MONOMIALS]; /* where the degrees sum to at most 4 */
    unsigned multinomial[NW_VERIFY_MONOMIALS];                       /* |k|! / k! */
} nw_monomials;

void nw_monomials_fill(nw_monomials *table, int axes);

#endif
