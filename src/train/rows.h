/* Loops over the rows of a batch. */
#ifndef NW_TRAIN_ROWS_H
#define NW_TRAIN_ROWS_H

#include <stddef.h>

/* Every row of rows x width is `row`, or all are zero (NULL). */
void nw_rows_fill(float *rows, size_t count, size_t width, const float *row);
/* sum[c] += scale * sum over the rows of rows(r, c). */
void nw_rows_total(float *sum, const float *rows, size_t count, size_t width, float scale);
/* out[r * apart] = <a_r, b_r>. */
void nw_rows_dots(float *out, size_t apart, const float *a, const float *b, size_t count, size_t width);
/* out_r += factor[r * apart] in_r. */
void nw_rows_add(float *out, const float *factor, size_t apart, const float *in, size_t count, size_t width);
/* The rows of in whose factor is not 0, one behind the other, as they are or times it; returns their number. */
size_t nw_rows_pick(float *out, const float *factor, size_t apart, const float *in, size_t count, size_t width);
size_t nw_rows_pick_scaled(float *out, const float *factor, size_t apart, const float *in, size_t count, size_t width);

#endif
