/* Between the layouts: unit-major rows, in which the passes compute, and point-major ones, which the callers see. */
#include <string.h>

#include "base/hot.h"
#include "net/lanes.h"

NW_HOT_FILE

/* Four by four: a register of AVX2, whose shuffles every later generation has too. */
enum { SIDE = 4 };
typedef double quad __attribute__((vector_size(32), may_alias));

NW_CLONES void nw_net_turn(double *out, size_t apart, const double *rows, size_t units, size_t count, size_t stride);
NW_CLONES void nw_net_turn_products(double *out, size_t apart, const double *delta, size_t units, const double *in,
                                    size_t inputs, size_t count, size_t stride);

#if defined(__has_builtin)
#if __has_builtin(__builtin_shufflevector)
#define HAVE_SHUFFLE 1
#endif
#endif

/* Row r, entry i becomes row i, entry r. */
NW_FLAT void transpose(quad r[SIDE])
{
#ifdef HAVE_SHUFFLE
    quad even01 = __builtin_shufflevector(r[0], r[1], 0, 4, 2, 6);
    quad odd01 = __builtin_shufflevector(r[0], r[1], 1, 5, 3, 7);
    quad even23 = __builtin_shufflevector(r[2], r[3], 0, 4, 2, 6);
    quad odd23 = __builtin_shufflevector(r[2], r[3], 1, 5, 3, 7);
    r[0] = __builtin_shufflevector(even01, even23, 0, 1, 4, 5);
    r[1] = __builtin_shufflevector(odd01, odd23, 0, 1, 4, 5);
    r[2] = __builtin_shufflevector(even01, even23, 2, 3, 6, 7);
    r[3] = __builtin_shufflevector(odd01, odd23, 2, 3, 6, 7);
#else
    quad t[SIDE];
    for (int k = 0; k < SIDE; k++)
        for (int i = 0; i < SIDE; i++)
            t[i][k] = r[k][i];
    for (int k = 0; k < SIDE; k++)
        r[k] = t[k];
#endif
}

/* Turns `width` rows of SIDE points and writes those of the first `count` points. */
NW_FLAT void write_turned(double *out, size_t apart, quad r[SIDE], size_t width, size_t count)
{
    transpose(r);
    if (width == SIDE && count == SIDE)
        for (size_t i = 0; i < SIDE; i++)
            memcpy(out + i * apart, &r[i], sizeof r[i]);
    else
        for (size_t i = 0; i < count; i++)
            memcpy(out + i * apart, &r[i], width * sizeof(double));
}

NW_FLAT size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

void nw_net_turn(double *out, size_t apart, const double *rows, size_t units, size_t count, size_t stride)
{
    for (size_t u = 0; u < units; u += SIDE) {
        size_t width = smaller(units - u, SIDE);
        for (size_t i = 0; i < count; i += SIDE) {
            quad r[SIDE];
            for (size_t k = 0; k < SIDE; k++) /* the last row again where there is no more */
                r[k] = *(const quad *)(rows + (u + smaller(k, width - 1)) * stride + i);
            write_turned(out + i * apart + u, apart, r, width, smaller(count - i, SIDE));
        }
    }
}

void nw_kernel_turn(double *out, size_t apart, const double *rows, size_t units, size_t count, size_t stride)
{
    if (stride >= NW_NARROW) {
        nw_net_turn(out, apart, rows, units, count, stride);
        return;
    }
    for (size_t i = 0; i < count; i++)
        for (size_t u = 0; u < units; u++)
            out[i * apart + u] = rows[u * stride + i];
}

void nw_net_turn_products(double *out, size_t apart, const double *delta, size_t units, const double *in, size_t inputs,
                          size_t count, size_t stride)
{
    size_t pairs = units * inputs;
    for (size_t p = 0, j = 0, a = 0; p < pairs; p += SIDE) {
        size_t width = smaller(pairs - p, SIDE);
        const double *left[SIDE], *right[SIDE];
        for (size_t k = 0; k < SIDE; k++) {
            left[k] = delta + j * stride;
            right[k] = in + a * stride;
            if (k + 1 < width || width == SIDE)
                if (++a == inputs) {
                    a = 0;
                    j++;
                }
        }
        for (size_t i = 0; i < count; i += SIDE) {
            quad r[SIDE];
            for (size_t k = 0; k < SIDE; k++)
                r[k] = *(const quad *)(left[k] + i) * *(const quad *)(right[k] + i);
            write_turned(out + i * apart + p, apart, r, width, smaller(count - i, SIDE));
        }
    }
}

void nw_kernel_turn_products(double *out, size_t apart, const double *delta, size_t units, const double *in,
                             size_t inputs, size_t count, size_t stride)
{
    if (stride >= NW_NARROW) {
        nw_net_turn_products(out, apart, delta, units, in, inputs, count, stride);
        return;
    }
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < units; j++)
            for (size_t a = 0; a < inputs; a++)
                out[i * apart + j * inputs + a] = delta[j * stride + i] * in[a * stride + i];
}

void nw_kernel_store(double *points, const double *rows, size_t units, size_t count, size_t stride)
{
    if (units == 1)
        memcpy(points, rows, count * sizeof *rows);
    else
        nw_kernel_turn(points, units, rows, units, count, stride);
}

void nw_kernel_load(double *rows, const double *points, size_t units, size_t count, size_t stride, bool zero)
{
    if (units == 1)
        memcpy(rows, points, count * sizeof *rows);
    else
        for (size_t u = 0; u < units; u++)
            for (size_t i = 0; i < count; i++)
                rows[u * stride + i] = points[i * units + u];
    for (size_t u = 0; u < units; u++)
        for (size_t i = count; i < stride; i++)
            rows[u * stride + i] = zero ? 0 : rows[u * stride + count - 1];
}
