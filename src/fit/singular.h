/* The singular value decomposition of a small matrix, by rotations of pairs of columns (Hestenes, one-sided Jacobi).
 * No BLAS is called: the same matrix gives the same bits whatever the threads, and wherever it stands in memory, which a
 * search that has to come out the same everywhere needs. */
#ifndef NW_FIT_SINGULAR_H
#define NW_FIT_SINGULAR_H

#include <stddef.h>

/* a = U S V^T for rows >= columns >= 1, row-major.  a becomes U (rows * columns, orthonormal columns; zero where a
 * singular value is), values S in falling order, v (columns squared) V.  For a symmetric matrix without negative
 * eigenvalues S and V are those and the eigenvectors. */
void nw_singular_values(double *a, size_t rows, size_t columns, double *values, double *v);

#endif
