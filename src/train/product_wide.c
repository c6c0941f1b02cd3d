/* out is made in tiles of 12 rows and 32 columns that stand in registers.  b is packed in panels of 32 columns (the
 * last one of 16, where that is enough), so that it is read along; a is read where it stands, one number a row and
 * step. */
#include "train/product_wide.h"

#if defined(__x86_64__) && defined(__GNUC__)

#include <immintrin.h>

#define WIDE __attribute__((target("avx512f,fma")))
#define FLAT static inline __attribute__((always_inline, target("avx512f,fma")))

enum {
    LANES = 16,
    TILE = 12,     /* rows */
    PANEL = 32,    /* columns */
    DEEP = 256,    /* of inner at once: a panel of b stays in the first cache */
    BROAD = 128,   /* columns of b that are packed at once */
    FEW_ROWS = 24, /* below that b is read where it stands if it can be: packing costs as much as a few rows do */
};

/* a(r, k) = entries[r * row_step + k * step]. */
typedef struct strides {
    const float *entries;
    size_t row_step, step;
} strides;

typedef struct panel {
    const float *entries;
    size_t step;    /* from one k to the next */
    size_t columns; /* of out, 1..PANEL */
} panel;

FLAT __mmask16 first_lanes(size_t count)
{
    return (__mmask16)(count < LANES ? (1U << count) - 1 : 0xFFFFU);
}

/* ---- tiles ---- */

FLAT void finish(float *out, __m512 sum, __m512 scale, __mmask16 mask, bool add)
{
    sum = _mm512_mul_ps(sum, scale);
    if (add)
        sum = _mm512_add_ps(sum, _mm512_maskz_loadu_ps(mask, out));
    _mm512_mask_storeu_ps(out, mask, sum);
}

/* Rows in groups of four share a pointer: x86 adds one, two or three steps to it for nothing. */
FLAT void tile(float *out, size_t leading, strides a, panel b, size_t inner, float scale, bool add, const size_t rows,
               const size_t vectors)
{
    __m512 sum[TILE][PANEL / LANES];
    const float *group[TILE / 4];
    const size_t one = a.row_step, three = 3 * a.row_step;
#pragma GCC unroll 12
    for (size_t r = 0; r < rows; r++)
#pragma GCC unroll 2
        for (size_t v = 0; v < vectors; v++)
            sum[r][v] = _mm512_setzero_ps();
#pragma GCC unroll 3
    for (size_t g = 0; 4 * g < rows; g++)
        group[g] = a.entries + 4 * g * a.row_step;
    for (size_t k = 0; k < inner; k++) {
        __m512 row[PANEL / LANES];
#pragma GCC unroll 2
        for (size_t v = 0; v < vectors; v++)
            row[v] = _mm512_loadu_ps(b.entries + v * LANES);
#pragma GCC unroll 12
        for (size_t r = 0; r < rows; r++) {
            const float *at = group[r / 4];
            at += r % 4 == 3 ? three : r % 4 * one;
            __m512 value = _mm512_set1_ps(*at);
#pragma GCC unroll 2
            for (size_t v = 0; v < vectors; v++)
                sum[r][v] = _mm512_fmadd_ps(value, row[v], sum[r][v]);
        }
        b.entries += b.step;
#pragma GCC unroll 3
        for (size_t g = 0; 4 * g < rows; g++)
            group[g] += a.step;
    }
    __m512 factor = _mm512_set1_ps(scale);
#pragma GCC unroll 12
    for (size_t r = 0; r < rows; r++)
#pragma GCC unroll 2
        for (size_t v = 0; v < vectors; v++) {
            size_t left = b.columns - v * LANES;
            finish(out + r * leading + v * LANES, sum[r][v], factor, first_lanes(left), add);
        }
}

/* The tallest tile that `rows` rows fill; returns its height.  Ten is the hidden layer of the paper's networks. */
FLAT size_t tile_of(float *out, size_t leading, strides a, panel b, size_t inner, float scale, bool add, size_t rows,
                    const size_t vectors)
{
    if (rows >= TILE) {
        tile(out, leading, a, b, inner, scale, add, TILE, vectors);
        return TILE;
    }
    if (rows >= 10) {
        tile(out, leading, a, b, inner, scale, add, 10, vectors);
        return 10;
    }
    if (rows >= 8) {
        tile(out, leading, a, b, inner, scale, add, 8, vectors);
        return 8;
    }
    if (rows >= 4) {
        tile(out, leading, a, b, inner, scale, add, 4, vectors);
        return 4;
    }
    if (rows >= 2) {
        tile(out, leading, a, b, inner, scale, add, 2, vectors);
        return 2;
    }
    tile(out, leading, a, b, inner, scale, add, 1, vectors);
    return 1;
}

WIDE static void panel_tiles(float *out, size_t leading, strides a, panel b, size_t inner, float scale, bool add,
                             size_t rows)
{
    while (rows > 0) {
        size_t done = b.columns > LANES ? tile_of(out, leading, a, b, inner, scale, add, rows, 2)
                                        : tile_of(out, leading, a, b, inner, scale, add, rows, 1);
        out += done * leading;
        a.entries += done * a.row_step;
        rows -= done;
    }
}

/* ---- packing ---- */

static size_t panel_width(size_t columns)
{
    return columns > LANES ? PANEL : LANES;
}

WIDE static void pack_along(float *packed, const float *b, size_t leading, size_t inner, size_t columns)
{
    size_t width = panel_width(columns);
    for (size_t v = 0; v < width / LANES; v++) {
        size_t left = columns - v * LANES;
        __mmask16 mask = first_lanes(left);
        for (size_t k = 0; k < inner; k++)
            _mm512_store_ps(packed + k * width + v * LANES, _mm512_maskz_loadu_ps(mask, b + k * leading + v * LANES));
    }
}

/* Sixteen columns of b, which are rows where it stands: four rounds of interleaving the first half of the rows with the
 * second turn a square. */
FLAT void turn_square(float *packed, size_t width, const float *b, size_t leading, size_t inner, size_t columns)
{
    const __m512i low = _mm512_set_epi32(23, 7, 22, 6, 21, 5, 20, 4, 19, 3, 18, 2, 17, 1, 16, 0);
    const __m512i high = _mm512_add_epi32(low, _mm512_set1_epi32(8));
    __mmask16 mask = first_lanes(inner);
    __m512 row[LANES], next[LANES];
#pragma GCC unroll 16
    for (size_t c = 0; c < LANES; c++)
        row[c] = c < columns ? _mm512_maskz_loadu_ps(mask, b + c * leading) : _mm512_setzero_ps();
#pragma GCC unroll 4
    for (int round = 0; round < 4; round++) {
#pragma GCC unroll 8
        for (size_t i = 0; i < LANES / 2; i++) {
            next[2 * i] = _mm512_permutex2var_ps(row[i], low, row[i + LANES / 2]);
            next[2 * i + 1] = _mm512_permutex2var_ps(row[i], high, row[i + LANES / 2]);
        }
#pragma GCC unroll 16
        for (size_t i = 0; i < LANES; i++)
            row[i] = next[i];
    }
#pragma GCC unroll 16
    for (size_t k = 0; k < LANES; k++)
        if (k < inner)
            _mm512_store_ps(packed + k * width, row[k]);
}

WIDE static void pack_turned(float *packed, const float *b, size_t leading, size_t inner, size_t columns)
{
    size_t width = panel_width(columns);
    for (size_t c = 0; c < width; c += LANES)
        for (size_t k = 0; k < inner; k += LANES) {
            size_t deep = inner - k < LANES ? inner - k : LANES;
            if (columns - c >= LANES)
                turn_square(packed + k * width + c, width, b + c * leading + k, leading, deep, LANES);
            else
                turn_square(packed + k * width + c, width, b + c * leading + k, leading, deep, columns - c);
        }
}

/* ---- the whole ---- */

/* At most BROAD columns of out, and DEEP inner indices. */
WIDE static void block(float *out, size_t leading, const nw_product *p, strides a, size_t columns, const float *b,
                       size_t deep, bool add)
{
    _Alignas(64) float packed[BROAD * DEEP];
    float *room = packed;
    panel panels[BROAD / PANEL];
    size_t count = 0;
    for (size_t c = 0; c < columns; c += PANEL) {
        size_t width = columns - c < PANEL ? columns - c : PANEL;
        const float *from = b + (p->b.turned ? c * p->b.leading : c);
        if (!p->b.turned && width == PANEL && p->rows < FEW_ROWS) {
            panels[count++] = (panel){from, p->b.leading, PANEL};
            continue;
        }
        (p->b.turned ? pack_turned : pack_along)(room, from, p->b.leading, deep, width);
        panels[count++] = (panel){room, panel_width(width), width};
        room += deep * panel_width(width);
    }
    for (size_t r = 0; r < p->rows; r += TILE) {
        size_t rows = p->rows - r < TILE ? p->rows - r : TILE;
        strides part = {a.entries + r * a.row_step, a.row_step, a.step};
        for (size_t i = 0; i < count; i++)
            panel_tiles(out + r * leading + i * PANEL, leading, part, panels[i], deep, p->scale, add, rows);
    }
}

WIDE static void wide(float *out, size_t leading, const nw_product *p)
{
    strides a = {p->a.entries, p->a.turned ? 1 : p->a.leading, p->a.turned ? p->a.leading : 1};
    size_t blocks = (p->inner + DEEP - 1) / DEEP, size = (p->inner + blocks - 1) / blocks;
    for (size_t c = 0; c < p->columns; c += BROAD)
        for (size_t k = 0; k < p->inner; k += size) {
            size_t columns = p->columns - c < BROAD ? p->columns - c : BROAD;
            size_t deep = p->inner - k < size ? p->inner - k : size;
            const float *b = p->b.entries + (p->b.turned ? c * p->b.leading + k : k * p->b.leading + c);
            strides part = {a.entries + k * a.step, a.row_step, a.step};
            block(out + c, leading, p, part, columns, b, deep, p->add || k > 0);
        }
}

bool nw_product_wide(float *out, size_t leading, const nw_product *product)
{
    if (!__builtin_cpu_supports("avx512f") || !__builtin_cpu_supports("fma"))
        return false;
    wide(out, leading, product);
    return true;
}

#else

bool nw_product_wide(float *out, size_t leading, const nw_product *product)
{
    (void)out;
    (void)leading;
    (void)product;
    return false;
}

#endif
