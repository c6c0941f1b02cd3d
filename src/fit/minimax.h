/* The linear minimax problem in a box, by a primal-dual interior point method:
 *
 *     min over d of  max_i |r_i + sum_k J_ik d_k|   subject to  |d_k| <= reach. */
#ifndef NW_FIT_MINIMAX_H
#define NW_FIT_MINIMAX_H

#include <stdbool.h>
#include <stddef.h>

typedef struct nw_minimax {
    size_t count, padded; /* rows; padded to NW_LANES, the padding of J and r is 0 */
    size_t unknowns;
    double *columns; /* J: columns[k * padded + i] */
    double *residual;
    double *step; /* d, the solution */
    double level; /* max_i |r_i + (J d)_i| there */
    void *block;
} nw_minimax;

void nw_minimax_begin(nw_minimax *problem, size_t most_rows, size_t unknowns);
void nw_minimax_end(nw_minimax *problem);

/* Solves to within 1e-4 of the largest |r|, or 3 % of what is gained over it; false when the arithmetic breaks down or
 * `stop` (may be NULL) becomes true. */
bool nw_minimax_solve(nw_minimax *problem, double reach, const volatile bool *stop);

#endif
