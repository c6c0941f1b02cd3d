/* Lines above one wall and below the other.  In the frame of a wall the wall is a floor that lines stay above: for the
 * ceiling everything is mirrored in y -> -y. */
#include "study/pieces_exact.h"

#include <stdlib.h>

#include "base/memory.h"

/* ---- spans ---- */

void nw_span_init(nw_span *span)
{
    for (int wall = 0; wall < NW_WALLS; wall++) {
        fmpq_init(&span->from[wall]);
        fmpq_init(&span->to[wall]);
    }
}

void nw_span_set(nw_span *span, const nw_span *other)
{
    for (int wall = 0; wall < NW_WALLS; wall++) {
        fmpq_set(&span->from[wall], &other->from[wall]);
        fmpq_set(&span->to[wall], &other->to[wall]);
    }
}

void nw_span_clear(nw_span *span)
{
    for (int wall = 0; wall < NW_WALLS; wall++) {
        fmpq_clear(&span->from[wall]);
        fmpq_clear(&span->to[wall]);
    }
}

static bool span_has(const nw_span *span, int wall, const fmpq_t x)
{
    return fmpq_cmp(&span->from[wall], x) <= 0 && fmpq_cmp(x, &span->to[wall]) <= 0;
}

/* Walks through the abscissas that matter on a span, rising: its four ends and the vertices between them.  Between two
 * neighbours both walls are straight. */
typedef struct stations {
    const nw_tube *tube;
    const fmpq *ends[2 * NW_WALLS]; /* rising */
    size_t end, vertex;
} stations;

static void stations_begin(stations *walk, const nw_tube *tube, const nw_span *span)
{
    *walk = (stations){.tube = tube, .ends = {&span->from[0], &span->from[1], &span->to[0], &span->to[1]}};
    for (size_t i = 1; i < 2 * NW_WALLS; i++)
        for (size_t j = i; j > 0 && fmpq_cmp(walk->ends[j], walk->ends[j - 1]) < 0; j--) {
            const fmpq *earlier = walk->ends[j];
            walk->ends[j] = walk->ends[j - 1];
            walk->ends[j - 1] = earlier;
        }
    walk->vertex = nw_tube_after(tube, walk->ends[0]);
}

/* The next one, or NULL behind the last. */
static const fmpq *stations_next(stations *walk)
{
    if (walk->end == 2 * NW_WALLS)
        return NULL;
    const fmpq *end = walk->ends[walk->end];
    bool inside = walk->vertex < walk->tube->count;
    int order = inside ? fmpq_cmp(walk->tube->x + walk->vertex, end) : 1;
    if (order < 0)
        return walk->tube->x + walk->vertex++;
    while (walk->end < 2 * NW_WALLS && fmpq_equal(walk->ends[walk->end], end))
        walk->end++;
    walk->vertex += order == 0;
    return end;
}

/* ---- the sweep ---- */

/* In the frame of a wall: the upper hull of its points from the one that the steepest line touches, and that line. */
typedef struct side {
    fmpq *x, *y; /* `room` of them; the hull is first..count-1 */
    size_t first, count, room;
    bool bounded; /* a steepest line is known */
    nw_line steepest;
    fmpq_t touch; /* where it touches the other wall last */
} side;

static void side_init(side *s)
{
    *s = (side){0};
    nw_line_init(&s->steepest);
    fmpq_init(s->touch);
}

static void side_clear(side *s)
{
    nw_rationals_free(s->x, s->room);
    nw_rationals_free(s->y, s->room);
    nw_line_clear(&s->steepest);
    fmpq_clear(s->touch);
}

/* Lines must pass below (x, height) too, in the frame of s. */
static void side_bound(side *s, const fmpq_t x, const fmpq_t height, nw_line *work)
{
    if (s->first == s->count)
        return;
    fmpq_t value;
    fmpq_init(value);
    nw_line_value(value, &s->steepest, x);
    if (!s->bounded || fmpq_cmp(value, height) >= 0) {
        /* The tangent from (x, height) to the hull: slopes fall along the hull until it, and rise behind.  Points
         * before the last tangent's stay below the new line, because the line turned down around that point. */
        nw_line_join(&s->steepest, s->x + s->first, s->y + s->first, x, height);
        while (s->first + 1 < s->count) {
            nw_line_join(work, s->x + (s->first + 1), s->y + (s->first + 1), x, height);
            if (fmpq_cmp(work->slope, s->steepest.slope) > 0)
                break;
            nw_line_set(&s->steepest, work);
            s->first++;
        }
        s->bounded = true;
        fmpq_set(s->touch, x);
    }
    fmpq_clear(value);
}

static void side_grow(side *s)
{
    enum { FIRST_ROOM = 8 };
    size_t room = s->room == 0 ? FIRST_ROOM : 2 * s->room;
    s->x = nw_grow(s->x, room, sizeof *s->x);
    s->y = nw_grow(s->y, room, sizeof *s->y);
    for (; s->room < room; s->room++) {
        fmpq_init(s->x + s->room);
        fmpq_init(s->y + s->room);
    }
}

/* A point of the wall of s itself. */
static void side_push(side *s, const fmpq_t x, const fmpq_t y, nw_line *work)
{
    fmpq_t value;
    fmpq_init(value);
    /* A point on or below the chord of its neighbours is no corner. */
    while (s->count >= s->first + 2) {
        nw_line_join(work, s->x + (s->count - 2), s->y + (s->count - 2), x, y);
        nw_line_value(value, work, s->x + (s->count - 1));
        if (fmpq_cmp(s->y + (s->count - 1), value) > 0)
            break;
        s->count--;
    }
    if (s->count == s->room)
        side_grow(s);
    fmpq_set(s->x + s->count, x);
    fmpq_set(s->y + s->count, y);
    s->count++;
    fmpq_clear(value);
}

/* How far the highest line of s is above a point of its own wall; false when no height is too high. */
static bool side_clearance(fmpq_t clearance, const side *s, const fmpq_t x, const fmpq_t y)
{
    if (!s->bounded)
        return false;
    nw_line_value(clearance, &s->steepest, x);
    fmpq_sub(clearance, clearance, y);
    return true;
}

/* ---- sights ---- */

void nw_sight_init(nw_sight *sight)
{
    *sight = (nw_sight){0};
    fmpq_init(sight->reach);
    fmpq_init(sight->touch);
    for (int wall = 0; wall < NW_WALLS; wall++)
        nw_line_init(&sight->extreme[wall]);
}

void nw_sight_clear(nw_sight *sight)
{
    fmpq_clear(sight->reach);
    fmpq_clear(sight->touch);
    for (int wall = 0; wall < NW_WALLS; wall++)
        nw_line_clear(&sight->extreme[wall]);
}

/* The steepest line of a side, in the frame of the floor. */
static void extreme_line(nw_line *line, const side *s, int wall)
{
    nw_line_set(line, &s->steepest);
    if (wall == NW_CEILING) {
        fmpq_neg(line->slope, line->slope);
        fmpq_neg(line->level, line->level);
    }
}

/* The wall rises above every line between the stations before and at: there the highest line meets it. */
static void set_blocked(nw_sight *sight, const nw_tube *tube, const side *s, int wall, const fmpq_t before,
                        const fmpq_t at)
{
    fmpq_t height;
    nw_line edge;
    fmpq_init(height);
    nw_line_init(&edge);
    nw_tube_wall(height, tube, wall, before);
    nw_tube_wall(sight->reach, tube, wall, at);
    nw_line_join(&edge, before, height, at, sight->reach);
    nw_line_meet(sight->reach, &edge, &s->steepest);
    fmpq_set(sight->touch, s->touch);
    sight->blocked = true;
    sight->wall = wall;
    sight->bounded[0] = sight->bounded[1] = true;
    extreme_line(&sight->extreme[0], s, wall);
    nw_line_set(&sight->extreme[1], &sight->extreme[0]);
    fmpq_clear(height);
    nw_line_clear(&edge);
}

/* One station: whether the lines so far pass it, and if so the bounds and points that it adds. */
static bool pass(side *sides, const bool *counts, const fmpq *x, const fmpq *heights, int *wall, nw_line *work)
{
    bool passed = true;
    fmpq_t room;
    fmpq_init(room);
    for (*wall = 0; *wall < NW_WALLS; ++*wall)
        if (counts[*wall] && side_clearance(room, &sides[*wall], x, heights + *wall) && fmpq_sgn(room) < 0) {
            passed = false;
            break;
        }
    /* Points of both walls at one x do not bind each other: both bounds come before both pushes. */
    for (int i = 0; i < NW_WALLS && passed; i++)
        if (counts[i]) {
            fmpq_neg(room, heights + i);
            side_bound(&sides[!i], x, room, work);
        }
    for (int i = 0; i < NW_WALLS && passed; i++)
        if (counts[i])
            side_push(&sides[i], x, heights + i, work);
    fmpq_clear(room);
    return passed;
}

void nw_sight_along(nw_sight *sight, const nw_tube *tube, const nw_span *span)
{
    side sides[NW_WALLS];
    stations walk;
    nw_line work;
    fmpq *heights = nw_rationals(NW_WALLS);
    nw_line_init(&work);
    for (int wall = 0; wall < NW_WALLS; wall++)
        side_init(&sides[wall]);
    sight->blocked = false;
    stations_begin(&walk, tube, span);
    const fmpq *before = NULL;
    for (const fmpq *x = stations_next(&walk); x != NULL; before = x, x = stations_next(&walk)) {
        bool counts[NW_WALLS];
        for (int wall = 0; wall < NW_WALLS; wall++) {
            counts[wall] = span_has(span, wall, x);
            nw_tube_wall(heights + wall, tube, wall, x);
        }
        int wall;
        if (!pass(sides, counts, x, heights, &wall, &work)) {
            set_blocked(sight, tube, &sides[wall], wall, before, x);
            break;
        }
    }
    if (!sight->blocked) {
        fmpq_set(sight->reach, before);
        for (int wall = 0; wall < NW_WALLS; wall++) {
            sight->bounded[wall] = sides[wall].bounded;
            extreme_line(&sight->extreme[wall], &sides[wall], wall);
        }
    }
    for (int wall = 0; wall < NW_WALLS; wall++)
        side_clear(&sides[wall]);
    nw_line_clear(&work);
    nw_rationals_free(heights, NW_WALLS);
}

void nw_levels_between(fmpq_t low, fmpq_t high, const nw_tube *tube, const nw_span *span, const fmpq_t slope)
{
    stations walk;
    fmpq *most = nw_rationals(NW_WALLS + 2), *height = most + NW_WALLS, *rise = height + 1;
    bool seen[NW_WALLS] = {false, false};
    stations_begin(&walk, tube, span);
    for (const fmpq *x = stations_next(&walk); x != NULL; x = stations_next(&walk))
        for (int wall = 0; wall < NW_WALLS; wall++) {
            if (!span_has(span, wall, x))
                continue;
            nw_tube_wall(height, tube, wall, x);
            fmpq_mul(rise, slope, x);
            if (wall == NW_CEILING)
                fmpq_neg(rise, rise);
            fmpq_sub(height, height, rise);
            if (!seen[wall] || fmpq_cmp(height, most + wall) > 0)
                fmpq_set(most + wall, height);
            seen[wall] = true;
        }
    fmpq_set(low, most + NW_FLOOR);
    fmpq_neg(high, most + NW_CEILING);
    nw_rationals_free(most, NW_WALLS + 2);
}
