#include "study/pieces_exact.h"

#include <stdlib.h>

void nw_tube_init(nw_tube *tube, size_t count)
{
    tube->count = count;
    tube->x = nw_rationals(count);
    tube->y = nw_rationals(count);
    fmpq_init(tube->eps);
}

void nw_tube_clear(nw_tube *tube)
{
    nw_rationals_free(tube->x, tube->count);
    nw_rationals_free(tube->y, tube->count);
    fmpq_clear(tube->eps);
}

void nw_tube_mirror(nw_tube *mirrored, const nw_tube *tube)
{
    nw_tube_init(mirrored, tube->count);
    for (size_t i = 0; i < tube->count; i++) {
        fmpq_neg(mirrored->x + i, tube->x + (tube->count - 1 - i));
        fmpq_set(mirrored->y + i, tube->y + (tube->count - 1 - i));
    }
    fmpq_set(mirrored->eps, tube->eps);
}

size_t nw_tube_after(const nw_tube *tube, const fmpq_t x)
{
    size_t low = 0, high = tube->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (fmpq_cmp(tube->x + middle, x) > 0)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

/* y(x) for x inside the tube's interval. */
static void centre(fmpq_t y, const nw_tube *tube, const fmpq_t x)
{
    size_t i = nw_tube_after(tube, x);
    if (i == 0 || fmpq_equal(tube->x + (i - 1), x)) {
        fmpq_set(y, tube->y + (i == 0 ? 0 : i - 1));
        return;
    }
    nw_line piece;
    nw_line_init(&piece);
    nw_line_join(&piece, tube->x + (i - 1), tube->y + (i - 1), tube->x + i, tube->y + i);
    nw_line_value(y, &piece, x);
    nw_line_clear(&piece);
}

void nw_tube_wall(fmpq_t height, const nw_tube *tube, int wall, const fmpq_t x)
{
    centre(height, tube, x);
    if (wall == NW_CEILING)
        fmpq_neg(height, height);
    fmpq_sub(height, height, tube->eps);
}

/* Whether |value - y(x)| <= eps. */
static bool near(const nw_tube *tube, const fmpq_t x, const fmpq_t value)
{
    fmpq_t distance;
    fmpq_init(distance);
    centre(distance, tube, x);
    fmpq_sub(distance, distance, value);
    fmpq_abs(distance, distance);
    bool inside = fmpq_cmp(distance, tube->eps) <= 0;
    fmpq_clear(distance);
    return inside;
}

bool nw_tube_holds(const nw_tube *tube, size_t count, const fmpq *knots, const fmpq *values)
{
    if (!fmpq_equal(knots, tube->x) || !fmpq_equal(knots + (count - 1), tube->x + (tube->count - 1)))
        return false;
    /* Between all knots and vertices the difference is linear, so that it is largest at one of them. */
    bool inside = near(tube, knots, values);
    nw_line piece;
    fmpq_t value;
    nw_line_init(&piece);
    fmpq_init(value);
    size_t vertex = 1;
    for (size_t i = 1; i < count && inside; i++) {
        inside = fmpq_cmp(knots + (i - 1), knots + i) < 0 && near(tube, knots + i, values + i);
        if (!inside)
            break;
        nw_line_join(&piece, knots + (i - 1), values + (i - 1), knots + i, values + i);
        for (; vertex < tube->count && fmpq_cmp(tube->x + vertex, knots + i) < 0 && inside; vertex++) {
            nw_line_value(value, &piece, tube->x + vertex);
            inside = near(tube, tube->x + vertex, value);
        }
    }
    fmpq_clear(value);
    nw_line_clear(&piece);
    return inside;
}
