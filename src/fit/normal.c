#include "base/hot.h"

NW_HOT_FILE

#include "fit/normal.h"

#include <math.h>

/* Eight and four doubles; unaligned loads are allowed, the callers align what is long. */
typedef double lanes8 __attribute__((vector_size(64), aligned(8)));
typedef double lanes4 __attribute__((vector_size(32), aligned(8)));

#define LOAD8(p) (*(const lanes8 *)(p))

#define LOW(v) __builtin_shufflevector(v, v, 0, 1, 2, 3)
#define HIGH(v) __builtin_shufflevector(v, v, 4, 5, 6, 7)

/* One row of a tile: four accumulators of eight partial sums each become four sums, added to the matrix.  Any order of
 * the additions will do, but it is always this one. */
#define ADD_ROW(out, s0, s1, s2, s3)                                                                                   \
    do {                                                                                                               \
        lanes4 h0 = LOW(s0) + HIGH(s0), h1 = LOW(s1) + HIGH(s1), h2 = LOW(s2) + HIGH(s2), h3 = LOW(s3) + HIGH(s3);     \
        lanes4 q0 = __builtin_shufflevector(h0, h1, 0, 4, 2, 6) + __builtin_shufflevector(h0, h1, 1, 5, 3, 7);         \
        lanes4 q1 = __builtin_shufflevector(h2, h3, 0, 4, 2, 6) + __builtin_shufflevector(h2, h3, 1, 5, 3, 7);         \
        *(lanes4 *)(out) += __builtin_shufflevector(q0, q1, 0, 1, 4, 5) + __builtin_shufflevector(q0, q1, 2, 3, 6, 7); \
    } while (0)

/* A tile of 4 by 4 sums: eight loads feed sixteen multiply-adds, so that the arithmetic, not the cache, sets the pace.
 */
NW_CLONES
void nw_gram_add(double *matrix, size_t ld, size_t count, size_t length, size_t stride, const double *columns)
{
    for (size_t i = 0; i < count; i += NW_TILE) {
        const double *left = columns + i * stride;
        for (size_t j = i; j < count; j += NW_TILE) {
            const double *right = columns + j * stride;
            lanes8 s00 = {0}, s01 = {0}, s02 = {0}, s03 = {0}, s10 = {0}, s11 = {0}, s12 = {0}, s13 = {0};
            lanes8 s20 = {0}, s21 = {0}, s22 = {0}, s23 = {0}, s30 = {0}, s31 = {0}, s32 = {0}, s33 = {0};
            for (size_t k = 0; k < length; k += NW_LANES) {
                lanes8 b0 = LOAD8(right + k), b1 = LOAD8(right + stride + k);
                lanes8 b2 = LOAD8(right + 2 * stride + k), b3 = LOAD8(right + 3 * stride + k);
                lanes8 a = LOAD8(left + k);
                s00 += a * b0, s01 += a * b1, s02 += a * b2, s03 += a * b3;
                a = LOAD8(left + stride + k);
                s10 += a * b0, s11 += a * b1, s12 += a * b2, s13 += a * b3;
                a = LOAD8(left + 2 * stride + k);
                s20 += a * b0, s21 += a * b1, s22 += a * b2, s23 += a * b3;
                a = LOAD8(left + 3 * stride + k);
                s30 += a * b0, s31 += a * b1, s32 += a * b2, s33 += a * b3;
            }
            double *out = matrix + i * ld + j;
            ADD_ROW(out, s00, s01, s02, s03);
            ADD_ROW(out + ld, s10, s11, s12, s13);
            ADD_ROW(out + 2 * ld, s20, s21, s22, s23);
            ADD_ROW(out + 3 * ld, s30, s31, s32, s33);
        }
    }
}

/* Right-looking by four rows at a time.  Whole vectors are updated, so that entries left of the diagonal are
 * overwritten by numbers nobody reads. */
NW_CLONES
bool nw_cholesky(double *matrix, size_t ld, size_t n, double *reciprocal)
{
    for (size_t first = 0; first < n; first += 4) {
        size_t end = first + 4 < n ? first + 4 : n;
        for (size_t p = first; p < end; p++) {
            double *row = matrix + p * ld;
            for (size_t q = first; q < p; q++) {
                const double *above = matrix + q * ld;
                double factor = above[p];
                for (size_t j = p; j < n; j++)
                    row[j] -= factor * above[j];
            }
            if (!(row[p] > 0 && row[p] < INFINITY))
                return false;
            double inverse = 1 / sqrt(row[p]);
            reciprocal[p] = inverse;
            for (size_t j = p; j < n; j++)
                row[j] *= inverse;
        }
        const double *r0 = matrix + first * ld, *r1 = r0 + ld, *r2 = r1 + ld, *r3 = r2 + ld;
        for (size_t i = end; i < n; i++) {
            double f0 = r0[i], f1 = r1[i], f2 = r2[i], f3 = r3[i];
            double *row = matrix + i * ld;
            for (size_t j = i / NW_LANES * NW_LANES; j < n; j += NW_LANES)
                *(lanes8 *)(row + j) = *(lanes8 *)(row + j) - f0 * LOAD8(r0 + j) - f1 * LOAD8(r1 + j) -
                                       f2 * LOAD8(r2 + j) - f3 * LOAD8(r3 + j);
        }
    }
    return true;
}

NW_CLONES
void nw_cholesky_solve(const double *factor, size_t ld, size_t n, const double *reciprocal, double *b)
{
    for (size_t k = 0; k < n; k++) {
        const double *row = factor + k * ld;
        b[k] *= reciprocal[k];
        for (size_t j = k + 1; j < n; j++)
            b[j] -= row[j] * b[k];
    }
    for (size_t k = n; k-- > 0;) {
        const double *row = factor + k * ld;
        double part[NW_LANES] = {0}, sum = 0;
        size_t j = k + 1;
        for (; j + NW_LANES <= n; j += NW_LANES)
            for (size_t l = 0; l < NW_LANES; l++)
                part[l] += row[j + l] * b[j + l];
        for (; j < n; j++)
            sum += row[j] * b[j];
        for (size_t l = 0; l < NW_LANES; l++)
            sum += part[l];
        b[k] = (b[k] - sum) * reciprocal[k];
    }
}
