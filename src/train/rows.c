#include "train/rows.h"

#include <string.h>

#include "base/hot.h"

NW_HOT_FILE

NW_CLONES void nw_rows_total(float *restrict sum, const float *restrict rows, size_t count, size_t width, float scale);
NW_CLONES void nw_rows_dots(float *restrict out, size_t apart, const float *a, const float *b, size_t count,
                            size_t width);
NW_CLONES void nw_rows_add(float *restrict out, const float *factor, size_t apart, const float *restrict in,
                           size_t count, size_t width);
NW_CLONES size_t nw_rows_pick_scaled(float *restrict out, const float *factor, size_t apart, const float *restrict in,
                                     size_t count, size_t width);

/* Sixteen sums side by side. */
typedef float lanes __attribute__((vector_size(64), aligned(4), may_alias));
enum { LANES = 16 };

void nw_rows_fill(float *rows, size_t count, size_t width, const float *row)
{
    if (row == NULL)
        memset(rows, 0, count * width * sizeof *rows);
    else
        for (size_t r = 0; r < count; r++)
            memcpy(rows + r * width, row, width * sizeof *rows);
}

/* Summed first, then added: in the parameters themselves every addition rounds as the parameter does. */
void nw_rows_total(float *restrict sum, const float *restrict rows, size_t count, size_t width, float scale)
{
    enum { PART = 128 };
    for (size_t start = 0; start < width; start += PART) {
        float total[PART] = {0};
        size_t size = width - start < PART ? width - start : PART;
        for (size_t r = 0; r < count; r++)
            for (size_t c = 0; c < size; c++)
                total[c] += rows[r * width + start + c];
        for (size_t c = 0; c < size; c++)
            sum[start + c] += scale * total[c];
    }
}

void nw_rows_dots(float *restrict out, size_t apart, const float *a, const float *b, size_t count, size_t width)
{
    for (size_t r = 0; r < count; r++) {
        const float *x = a + r * width, *y = b + r * width;
        lanes parts = {0};
        size_t c = 0;
        for (; c + LANES <= width; c += LANES)
            parts += *(const lanes *)(x + c) * *(const lanes *)(y + c);
        float total = 0;
        for (; c < width; c++)
            total += x[c] * y[c];
        float half[LANES / 2];
        for (size_t i = 0; i < LANES / 2; i++)
            half[i] = parts[i] + parts[i + LANES / 2];
        for (size_t i = 0; i < LANES / 4; i++)
            half[i] += half[i + LANES / 4];
        out[r * apart] = total + ((half[0] + half[2]) + (half[1] + half[3]));
    }
}

void nw_rows_add(float *restrict out, const float *factor, size_t apart, const float *restrict in, size_t count,
                 size_t width)
{
    for (size_t r = 0; r < count; r++)
        if (factor[r * apart] != 0)
            for (size_t c = 0; c < width; c++)
                out[r * width + c] += factor[r * apart] * in[r * width + c];
}

size_t nw_rows_pick(float *out, const float *factor, size_t apart, const float *in, size_t count, size_t width)
{
    size_t picked = 0;
    for (size_t r = 0; r < count; r++)
        if (factor[r * apart] != 0)
            memcpy(out + width * picked++, in + r * width, width * sizeof *out);
    return picked;
}

size_t nw_rows_pick_scaled(float *restrict out, const float *factor, size_t apart, const float *restrict in,
                           size_t count, size_t width)
{
    size_t picked = 0;
    for (size_t r = 0; r < count; r++) {
        if (factor[r * apart] == 0)
            continue;
        for (size_t c = 0; c < width; c++)
            out[picked * width + c] = factor[r * apart] * in[r * width + c];
        picked++;
    }
    return picked;
}
