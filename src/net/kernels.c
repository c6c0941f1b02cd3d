#include "net/kernels.h"

#include <stdbool.h>
#include <string.h>

#include "base/hot.h"
#include "net/lanes.h"

/* OpenBLAS's header may define I. */
#include <cblas.h>
#undef I

NW_HOT_FILE

/* From this many multiplications a point OpenBLAS packs and multiplies faster than the loops here. */
enum { GEMM_FROM = 64 * 64 };

NW_CLONES void nw_net_product(double *out, const nw_matrix *matrix, const double *bias, const double *in,
                              size_t stride);
NW_CLONES void nw_net_product_narrow(double *out, const nw_matrix *matrix, const double *bias, const double *in,
                                     size_t stride);
NW_CLONES void nw_net_outer(double *sum, const double *delta, size_t delta_rows, const double *in, size_t in_rows,
                            size_t stride);
NW_CLONES void nw_net_outer_narrow(double *restrict sum, const double *delta, size_t delta_rows, const double *in,
                                   size_t in_rows, size_t stride);

/* ---- products ---- */

/* `height` rows at once: the sums stand in registers, and every load of `in` serves all of them. */
NW_FLAT void product_rows(double *out, const double *entries, size_t row_step, size_t step, size_t columns,
                          const double *bias, const double *in, size_t stride, const size_t height)
{
    enum { MOST = 6 };
    for (size_t i = 0; i < stride; i += NW_LANES) {
        lanes sum[MOST];
        for (size_t r = 0; r < height; r++)
            sum[r] = (lanes){0} + (bias == NULL ? 0 : bias[r]);
        for (size_t c = 0; c < columns; c++) {
            lanes value = *(const lanes *)(in + c * stride + i);
            const double *weight = entries + c * step;
            for (size_t r = 0; r < height; r++)
                sum[r] += weight[r * row_step] * value;
        }
        for (size_t r = 0; r < height; r++)
            *(lanes *)(out + r * stride + i) = sum[r];
    }
}

void nw_net_product(double *out, const nw_matrix *matrix, const double *bias, const double *in, size_t stride)
{
    size_t columns = matrix->columns, row_step = matrix->row_step, step = matrix->step;
    size_t r = 0;
    /* Six rows of two AVX2 registers each leave room for the values and one weight among sixteen. */
    for (; r + 6 <= matrix->rows; r += 6)
        product_rows(out + r * stride, matrix->entries + r * row_step, row_step, step, columns,
                     bias == NULL ? NULL : bias + r, in, stride, 6);
    for (; r + 2 <= matrix->rows; r += 2)
        product_rows(out + r * stride, matrix->entries + r * row_step, row_step, step, columns,
                     bias == NULL ? NULL : bias + r, in, stride, 2);
    if (r < matrix->rows)
        product_rows(out + r * stride, matrix->entries + r * row_step, row_step, step, columns,
                     bias == NULL ? NULL : bias + r, in, stride, 1);
}

void nw_net_product_narrow(double *out, const nw_matrix *matrix, const double *bias, const double *in, size_t stride)
{
    for (size_t r = 0; r < matrix->rows; r++) {
        const double *entries = matrix->entries + r * matrix->row_step;
        double start = bias == NULL ? 0 : bias[r];
        double sum[NW_NARROW] = {start, start, start, start};
        for (size_t c = 0; c < matrix->columns; c++)
            for (size_t i = 0; i < stride; i++)
                sum[i] += entries[c * matrix->step] * in[c * stride + i];
        memcpy(out + r * stride, sum, stride * sizeof *sum);
    }
}

static void product_gemm(double *out, const nw_matrix *matrix, const double *bias, const double *in, size_t stride)
{
    for (size_t r = 0; r < matrix->rows; r++)
        for (size_t i = 0; i < stride; i++)
            out[r * stride + i] = bias == NULL ? 0 : bias[r];
    int rows = (int)matrix->rows, columns = (int)matrix->columns, width = (int)stride;
    bool turned = matrix->step != 1;
    /* With one row or one column both steps are 1, and the leading dimension is asked for all the same. */
    size_t leading = turned ? matrix->step : matrix->row_step, least = turned ? matrix->rows : matrix->columns;
    cblas_dgemm(CblasRowMajor, turned ? CblasTrans : CblasNoTrans, CblasNoTrans, rows, width, columns, 1,
                matrix->entries, (int)(leading < least ? least : leading), in, width, 1, out, width);
}

void nw_kernel_product(double *out, nw_matrix matrix, const double *bias, const double *in, size_t stride)
{
    if (matrix.rows * matrix.columns >= GEMM_FROM)
        product_gemm(out, &matrix, bias, in, stride);
    else if (stride < NW_NARROW)
        nw_net_product_narrow(out, &matrix, bias, in, stride);
    else
        nw_net_product(out, &matrix, bias, in, stride);
}

/* ---- sums over the points ---- */

NW_FLAT void outer_tile(double *sum, const double *delta, const double *in, size_t in_rows, size_t stride,
                        const size_t height, const size_t width)
{
    enum { HEIGHT = 2, WIDTH = 3 };
    lanes total[HEIGHT][WIDTH];
    for (size_t r = 0; r < height; r++)
        for (size_t c = 0; c < width; c++)
            total[r][c] = (lanes){0};
    for (size_t i = 0; i < stride; i += NW_LANES)
        for (size_t r = 0; r < height; r++)
            for (size_t c = 0; c < width; c++)
                total[r][c] += *(const lanes *)(delta + r * stride + i) * *(const lanes *)(in + c * stride + i);
    for (size_t r = 0; r < height; r++)
        for (size_t c = 0; c < width; c++)
            sum[r * in_rows + c] += lane_sum(&total[r][c]);
}

NW_FLAT void outer_rows(double *sum, const double *delta, const double *in, size_t in_rows, size_t stride,
                        const size_t height)
{
    size_t c = 0;
    for (; c + 3 <= in_rows; c += 3)
        outer_tile(sum + c, delta, in + c * stride, in_rows, stride, height, 3);
    for (; c < in_rows; c++)
        outer_tile(sum + c, delta, in + c * stride, in_rows, stride, height, 1);
}

void nw_net_outer(double *sum, const double *delta, size_t delta_rows, const double *in, size_t in_rows, size_t stride)
{
    size_t r = 0;
    for (; r + 2 <= delta_rows; r += 2)
        outer_rows(sum + r * in_rows, delta + r * stride, in, in_rows, stride, 2);
    if (r < delta_rows)
        outer_rows(sum + r * in_rows, delta + r * stride, in, in_rows, stride, 1);
}

void nw_net_outer_narrow(double *restrict sum, const double *delta, size_t delta_rows, const double *in, size_t in_rows,
                         size_t stride)
{
    for (size_t r = 0; r < delta_rows; r++)
        for (size_t c = 0; c < in_rows; c++) {
            double total = 0;
            for (size_t i = 0; i < stride; i++)
                total += delta[r * stride + i] * in[c * stride + i];
            sum[r * in_rows + c] += total;
        }
}

void nw_kernel_outer(double *sum, const double *delta, size_t delta_rows, const double *in, size_t in_rows,
                     size_t stride)
{
    if (delta_rows * in_rows >= GEMM_FROM)
        cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasTrans, (int)delta_rows, (int)in_rows, (int)stride, 1, delta,
                    (int)stride, in, (int)stride, 1, sum, (int)in_rows);
    else if (stride < NW_NARROW)
        nw_net_outer_narrow(sum, delta, delta_rows, in, in_rows, stride);
    else
        nw_net_outer(sum, delta, delta_rows, in, in_rows, stride);
}

NW_CLONES void nw_kernel_total(double *sum, const double *delta, size_t delta_rows, size_t stride)
{
    for (size_t r = 0; r < delta_rows; r++) {
        const double *row = delta + r * stride;
        double total = 0;
        if (stride < NW_NARROW) {
            for (size_t i = 0; i < stride; i++)
                total += row[i];
        } else {
            lanes parts = {0};
            for (size_t i = 0; i < stride; i += NW_LANES)
                parts += *(const lanes *)(row + i);
            total = lane_sum(&parts);
        }
        sum[r] += total;
    }
}
