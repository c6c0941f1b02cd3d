#include "numeric/taylor_terms.h"

#include <string.h>

size_t nw_taylor_terms(int inputs)
{
    size_t n = (size_t)inputs;
    return (n + 1) * (n + 2) * (n + 3) / 6;
}

/* The number of combinations with repetition of `size` out of the inputs. */
static size_t terms_of_degree(int inputs, int size)
{
    size_t n = (size_t)inputs;
    return size == 0 ? 1 : size == 1 ? n : size == 2 ? n * (n + 1) / 2 : n * (n + 1) * (n + 2) / 6;
}

void nw_taylor_exponents(int exponents[NW_MOST_INPUTS], int inputs, size_t term)
{
    memset(exponents, 0, NW_MOST_INPUTS * sizeof *exponents);
    int degree = 0;
    for (; degree < NW_TAYLOR_ORDER && term >= terms_of_degree(inputs, degree); degree++)
        term -= terms_of_degree(inputs, degree);
    /* The first factor is u_i for the terms whose others are chosen from u_i .. u_n; then the same with those. */
    for (int axis = 0; degree > 0; degree--) {
        for (; axis < inputs - 1 && term >= terms_of_degree(inputs - axis, degree - 1); axis++)
            term -= terms_of_degree(inputs - axis, degree - 1);
        exponents[axis]++;
    }
}

static size_t find_term(int inputs, const int *exponents)
{
    int candidate[NW_MOST_INPUTS];
    for (size_t term = 0;; term++) {
        nw_taylor_exponents(candidate, inputs, term);
        if (memcmp(candidate, exponents, sizeof candidate) == 0)
            return term;
    }
}

void nw_terms_fill(nw_terms *terms, int inputs)
{
    memset(terms, 0, sizeof *terms);
    terms->inputs = inputs;
    for (int degree = 0; degree <= NW_TAYLOR_ORDER; degree++)
        terms->start[degree + 1] = terms->start[degree] + terms_of_degree(inputs, degree);
    int exponents[NW_MOST_INPUTS];
    for (int i = 0; i < inputs; i++) {
        for (int j = 0; j < inputs; j++) {
            memset(exponents, 0, sizeof exponents);
            exponents[i]++;
            exponents[j]++;
            terms->pair[i][j] = (unsigned char)find_term(inputs, exponents);
        }
        for (size_t q = 0; q < terms_of_degree(inputs, 2); q++) {
            nw_taylor_exponents(exponents, inputs, terms->start[2] + q);
            exponents[i]++;
            terms->triple[i][q] = (unsigned char)find_term(inputs, exponents);
        }
    }
}
