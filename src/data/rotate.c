#include "data/rotate.h"

#include <math.h>

#include "base/hot.h"
#include "data/exact.h"

NW_HOT_FILE
NW_EXACT_FILE /* on every machine the nearest pixel is the same one */

NW_CLONES void nw_image_rotate(float *to, const float *from, size_t channels, size_t size, double degrees,
                               float outside, bool nearest);

/* Inlined into every clone. */
#define FLAT static inline __attribute__((always_inline))

enum { SPAN = 32 };

/* Where the pixels of the turned image come from: row and column of the source are affine in row and column. */
typedef struct turn {
    double cosine, sine, centre;
} turn;

/* Multiples of 90 degrees are exact, so that they move pixels and mix none. */
static turn make_turn(double degrees, size_t size)
{
    double quarters = floor(degrees / 90 + 0.5);
    double radians = (degrees - 90 * quarters) * 0.017453292519943295;
    double c = cos(radians), s = sin(radians), centre = ((double)size - 1) / 2;
    double quarter = quarters - 4 * floor(quarters / 4);
    if (quarter < 0.5)
        return (turn){c, s, centre};
    if (quarter < 1.5)
        return (turn){-s, c, centre};
    if (quarter < 2.5)
        return (turn){-c, -s, centre};
    return (turn){s, -c, centre};
}

/* The source of (row, column).  Rows count downwards, so that a counter-clockwise turn looks like this. */
FLAT void source_of(double *row, double *column, const turn *map, size_t to_row, size_t to_column)
{
    double r = (double)to_row - map->centre, c = (double)to_column - map->centre;
    *column = map->centre + (c * map->cosine - r * map->sine);
    *row = map->centre + (c * map->sine + r * map->cosine);
}

/* Where the next pixels of a row come from, up to SPAN of them; loops over a span have no branches and are
 * vectorised. */
typedef struct span {
    size_t count;
    int place[4][SPAN]; /* the neighbours: upper left, upper right, lower left, lower right; some pixel where outside */
    float weight[4][SPAN], outer[SPAN]; /* 0 where outside, which counts with weight `outer` */
} span;

/* The pixel before a coordinate and the weights of it and the next; pixels outside weigh nothing. */
FLAT void split(int *before, int *after, float *weight_before, float *weight_after, double coordinate, int size)
{
    double held = coordinate > -1 ? coordinate : -1;
    held = held < size ? held : size;
    int low = (int)(held + 1) - 1, next = low + 1, last = size - 1;
    float share = (float)(held - low), rest = 1 - share;
    rest = low < 0 ? 0 : rest;
    *weight_before = low > last ? 0 : rest;
    *weight_after = next > last ? 0 : share;
    low = low < 0 ? 0 : low;
    *before = low > last ? last : low;
    *after = next > last ? last : next;
}

FLAT void plan_bilinear(span *plan, const turn *map, size_t size, size_t row, size_t column)
{
    int side = (int)size;
    for (size_t j = 0; j < plan->count; j++) {
        double r, c;
        source_of(&r, &c, map, row, column + j);
        int top, bottom, left, right;
        float up, down, before, after;
        split(&top, &bottom, &up, &down, r, side);
        split(&left, &right, &before, &after, c, side);
        plan->place[0][j] = top * side + left;
        plan->place[1][j] = top * side + right;
        plan->place[2][j] = bottom * side + left;
        plan->place[3][j] = bottom * side + right;
        plan->weight[0][j] = up * before;
        plan->weight[1][j] = up * after;
        plan->weight[2][j] = down * before;
        plan->weight[3][j] = down * after;
        plan->outer[j] = 1 - (up + down) * (before + after);
    }
}

FLAT void plan_nearest(span *plan, const turn *map, size_t size, size_t row, size_t column)
{
    double side = (double)size;
    for (size_t j = 0; j < plan->count; j++) {
        double r, c;
        source_of(&r, &c, map, row, column + j);
        r += 0.5;
        c += 0.5;
        bool inside = (r >= 0) & (c >= 0) & (r < side) & (c < side);
        r = inside ? r : 0;
        c = inside ? c : 0;
        plan->place[0][j] = (int)r * (int)size + (int)c;
        plan->outer[j] = inside ? 0 : 1;
    }
}

FLAT void take_bilinear(float *restrict to, const float *restrict from, const span *restrict plan, float outside)
{
    for (size_t j = 0; j < plan->count; j++)
        to[j] = plan->weight[0][j] * from[plan->place[0][j]] + plan->weight[1][j] * from[plan->place[1][j]] +
                plan->weight[2][j] * from[plan->place[2][j]] + plan->weight[3][j] * from[plan->place[3][j]] +
                plan->outer[j] * outside;
}

FLAT void take_nearest(float *restrict to, const float *restrict from, const span *restrict plan, float outside)
{
    for (size_t j = 0; j < plan->count; j++) {
        float value = from[plan->place[0][j]];
        to[j] = plan->outer[j] > 0 ? outside : value;
    }
}

void nw_image_rotate(float *to, const float *from, size_t channels, size_t size, double degrees, float outside,
                     bool nearest)
{
    turn map = make_turn(degrees, size);
    span plan;
    for (size_t row = 0; row < size; row++)
        for (size_t column = 0; column < size; column += SPAN) {
            plan.count = size - column < SPAN ? size - column : SPAN;
            if (nearest)
                plan_nearest(&plan, &map, size, row, column);
            else
                plan_bilinear(&plan, &map, size, row, column);
            for (size_t c = 0; c < channels; c++) {
                float *row_to = to + (c * size + row) * size + column;
                if (nearest)
                    take_nearest(row_to, from + c * size * size, &plan, outside);
                else
                    take_bilinear(row_to, from + c * size * size, &plan, outside);
            }
        }
}

size_t nw_rotation_class(double degrees, bool wraps)
{
    double class = floor(degrees / 30);
    if (degrees - 30 * class >= 15) /* degrees / 30 + 0.5 would round numbers just below the middle up */
        class++;
    if (class < NW_ROTATION_CLASSES)
        return (size_t)class;
    return wraps ? 0 : NW_ROTATION_CLASSES - 1;
}
