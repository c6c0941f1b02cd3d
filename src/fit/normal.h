/* The linear algebra of small least-squares problems: Gram matrices of columns that stand contiguous over the points,
 * and Cholesky's factorisation.  Own kernels: at 10 to 100 columns they run at the machine's DGEMM rate, where a
 * general BLAS spends most of its time packing; and no thread or buffer is shared with anyone. */
#ifndef NW_FIT_NORMAL_H
#define NW_FIT_NORMAL_H

#include <stdbool.h>
#include <stddef.h>

enum {
    NW_LANES = 8,    /* points come in multiples of this */
    NW_TILE = 4,     /* columns come in multiples of this */
    NW_CHUNK = 512,  /* points handled at a time: a chunk's columns stay in the second-level cache */
    NW_STRIDE = 520, /* between the columns of a chunk: no power of two, which would map all of them to one cache set */
};

/* n rounded up to a multiple of `unit`. */
static inline size_t nw_round_up(size_t n, size_t unit)
{
    return (n + unit - 1) / unit * unit;
}

/* matrix[i * ld + j] += sum_k columns[i * stride + k] columns[j * stride + k] for i <= j (and whatever else of the
 * tiles on the diagonal); `count` columns, a multiple of NW_TILE; `length` a multiple of NW_LANES; ld a multiple of
 * NW_LANES. */
void nw_gram_add(double *matrix, size_t ld, size_t count, size_t length, size_t stride, const double *columns);

/* A = U^T U in place, rows of U in the upper triangle (the lower one is used as room); reciprocal[k] = 1 / U[k][k].  ld
 * is a multiple of NW_LANES.  False when a pivot is not positive. */
bool nw_cholesky(double *matrix, size_t ld, size_t n, double *reciprocal);

/* Solves U^T U z = b in place. */
void nw_cholesky_solve(const double *factor, size_t ld, size_t n, const double *reciprocal, double *b);

#endif
