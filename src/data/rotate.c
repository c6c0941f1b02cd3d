#include "data/rotate.h"

#include <math.h>

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
static inline void source_of(double *row, double *column, const turn *map, size_t to_row, size_t to_column)
{
    double r = (double)to_row - map->centre, c = (double)to_column - map->centre;
    *column = map->centre + (c * map->cosine - r * map->sine);
    *row = map->centre + (c * map->sine + r * map->cosine);
}

static void rotate_nearest(float *to, const float *from, size_t channels, size_t size, const turn *map, float outside)
{
    size_t area = size * size;
    for (size_t i = 0; i < size; i++)
        for (size_t j = 0; j < size; j++, to++) {
            double row, column;
            source_of(&row, &column, map, i, j);
            row += 0.5;
            column += 0.5;
            bool inside = row >= 0 && column >= 0 && row < (double)size && column < (double)size;
            size_t place = inside ? (size_t)row * size + (size_t)column : 0;
            for (size_t c = 0; c < channels; c++)
                to[c * area] = inside ? from[c * area + place] : outside;
        }
}

/* At the border, where some of the four neighbours are outside. */
static float mixed(const float *from, size_t size, long row, long column, const float weights[4], float outside)
{
    float sum = 0;
    for (int k = 0; k < 4; k++) {
        long r = row + k / 2, c = column + k % 2;
        bool inside = r >= 0 && c >= 0 && r < (long)size && c < (long)size;
        sum += weights[k] * (inside ? from[(size_t)r * size + (size_t)c] : outside);
    }
    return sum;
}

static void rotate_bilinear(float *to, const float *from, size_t channels, size_t size, const turn *map, float outside)
{
    size_t area = size * size;
    double last = (double)size - 1;
    for (size_t i = 0; i < size; i++)
        for (size_t j = 0; j < size; j++, to++) {
            double row, column;
            source_of(&row, &column, map, i, j);
            if (!(row > -1 && column > -1 && row < last + 1 && column < last + 1)) {
                for (size_t c = 0; c < channels; c++)
                    to[c * area] = outside;
                continue;
            }
            long top = (long)(row + 1) - 1, left = (long)(column + 1) - 1;
            float down = (float)(row - (double)top), right = (float)(column - (double)left);
            float weights[4] = {(1 - down) * (1 - right), (1 - down) * right, down * (1 - right), down * right};
            if (top >= 0 && left >= 0 && top + 1 < (long)size && left + 1 < (long)size) {
                const float *corner = from + (size_t)top * size + (size_t)left;
                for (size_t c = 0; c < channels; c++, corner += area)
                    to[c * area] = weights[0] * corner[0] + weights[1] * corner[1] + weights[2] * corner[size] +
                                   weights[3] * corner[size + 1];
            } else {
                for (size_t c = 0; c < channels; c++)
                    to[c * area] = mixed(from + c * area, size, top, left, weights, outside);
            }
        }
}

void nw_image_rotate(float *to, const float *from, size_t channels, size_t size, double degrees, float outside,
                     bool nearest)
{
    turn map = make_turn(degrees, size);
    if (nearest)
        rotate_nearest(to, from, channels, size, &map, outside);
    else
        rotate_bilinear(to, from, channels, size, &map, outside);
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
