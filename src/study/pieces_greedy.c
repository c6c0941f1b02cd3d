#include "study/pieces_exact.h"

#include <stdlib.h>

#include "base/memory.h"

static void add_link(nw_path *path, const nw_span *span, const nw_sight *sight, const nw_tube *tube)
{
    enum { FIRST_ROOM = 8 };
    if (path->count == path->room) {
        path->room = path->room == 0 ? FIRST_ROOM : 2 * path->room;
        path->spans = nw_grow(path->spans, path->room, sizeof *path->spans);
        path->lines = nw_grow(path->lines, path->room, sizeof *path->lines);
    }
    nw_span *kept = &path->spans[path->count];
    nw_line *line = &path->lines[path->count++];
    nw_span_init(kept);
    nw_span_set(kept, span);
    nw_line_init(line);
    nw_line_set(line, &sight->extreme[0]);
    if (sight->blocked)
        return;
    /* The mean of the two extreme slopes is a slope of the set, which is convex. */
    fmpq_add(line->slope, line->slope, sight->extreme[1].slope);
    fmpq_div_2exp(line->slope, line->slope, 1);
    fmpq_t high;
    fmpq_init(high);
    nw_levels_between(line->level, high, tube, span, line->slope);
    fmpq_add(line->level, line->level, high);
    fmpq_div_2exp(line->level, line->level, 1);
    fmpq_clear(high);
}

void nw_path_greedy(nw_path *path, const nw_tube *tube)
{
    *path = (nw_path){0};
    nw_span span;
    nw_sight sight;
    nw_span_init(&span);
    nw_sight_init(&sight);
    for (int wall = 0; wall < NW_WALLS; wall++) {
        fmpq_set(&span.from[wall], tube->x);
        fmpq_set(&span.to[wall], tube->x + (tube->count - 1));
    }
    do {
        nw_sight_along(&sight, tube, &span);
        add_link(path, &span, &sight, tube);
        /* The next link starts on this one between its last touch of the other wall and its end (pieces.md, theorem 1).
         */
        fmpq_set(&span.from[sight.wall], sight.reach);
        fmpq_set(&span.from[!sight.wall], sight.touch);
    } while (sight.blocked);
    nw_span_clear(&span);
    nw_sight_clear(&sight);
}

void nw_path_clear(nw_path *path)
{
    for (size_t i = 0; i < path->count; i++) {
        nw_span_clear(&path->spans[i]);
        nw_line_clear(&path->lines[i]);
    }
    free(path->spans);
    free(path->lines);
    *path = (nw_path){0};
}

void nw_lines_function(fmpq *knots, fmpq *values, const nw_tube *tube, const nw_line *lines, size_t count)
{
    fmpq_set(knots, tube->x);
    for (size_t i = 1; i < count; i++)
        nw_line_meet(knots + i, &lines[i - 1], &lines[i]);
    fmpq_set(knots + count, tube->x + (tube->count - 1));
    for (size_t i = 0; i <= count; i++)
        nw_line_value(values + i, &lines[i == 0 ? 0 : i - 1], knots + i);
}

void nw_lines_sum(nw_line *sum, const fmpq *knots, const fmpq *values, const int *signs, size_t count)
{
    nw_line piece;
    nw_line_init(&piece);
    fmpq_zero(sum->slope);
    fmpq_zero(sum->level);
    for (size_t i = 0; i < count; i++) {
        if (signs[i] == 0)
            continue;
        nw_line_join(&piece, knots + i, values + i, knots + (i + 1), values + (i + 1));
        void (*combine)(fmpq_t, const fmpq_t, const fmpq_t) = signs[i] > 0 ? fmpq_add : fmpq_sub;
        combine(sum->slope, sum->slope, piece.slope);
        combine(sum->level, sum->level, piece.level);
    }
    nw_line_clear(&piece);
}

/* ---- all lines of a piece ---- */

/* A path of the mirrored tube as seen in the tube: spans, lines and their order turned round. */
static void turn_round(nw_path *path)
{
    for (size_t i = 0, j = path->count - 1; i < j; i++, j--) {
        nw_span span = path->spans[i];
        path->spans[i] = path->spans[j];
        path->spans[j] = span;
        nw_line line = path->lines[i];
        path->lines[i] = path->lines[j];
        path->lines[j] = line;
    }
    for (size_t i = 0; i < path->count; i++) {
        nw_span *span = &path->spans[i];
        for (int wall = 0; wall < NW_WALLS; wall++) {
            fmpq_swap(&span->from[wall], &span->to[wall]);
            fmpq_neg(&span->from[wall], &span->from[wall]);
            fmpq_neg(&span->to[wall], &span->to[wall]);
        }
        fmpq_neg(path->lines[i].slope, path->lines[i].slope);
    }
}

void nw_piece_sets_find(nw_piece_sets *sets, const nw_tube *tube)
{
    nw_path_greedy(&sets->ahead, tube);
    nw_tube mirrored;
    nw_tube_mirror(&mirrored, tube);
    nw_path_greedy(&sets->back, &mirrored);
    nw_tube_clear(&mirrored);
    turn_round(&sets->back);
    sets->count = sets->ahead.count;
    sets->spans = nw_alloc(sets->count, sizeof *sets->spans);
    sets->sights = nw_alloc(sets->count, sizeof *sets->sights);
    for (size_t i = 0; i < sets->count; i++) {
        nw_span *span = &sets->spans[i];
        nw_span_init(span);
        for (int wall = 0; wall < NW_WALLS; wall++) {
            fmpq_set(&span->from[wall], &sets->ahead.spans[i].from[wall]);
            fmpq_set(&span->to[wall], &sets->back.spans[i].to[wall]);
        }
        nw_sight_init(&sets->sights[i]);
        nw_sight_along(&sets->sights[i], tube, span);
    }
}

void nw_piece_sets_clear(nw_piece_sets *sets)
{
    for (size_t i = 0; i < sets->count; i++) {
        nw_span_clear(&sets->spans[i]);
        nw_sight_clear(&sets->sights[i]);
    }
    free(sets->spans);
    free(sets->sights);
    nw_path_clear(&sets->ahead);
    nw_path_clear(&sets->back);
}

void nw_piece_sets_function(fmpq *knots, fmpq *values, const nw_piece_sets *sets, const nw_tube *tube, size_t i,
                            const nw_line *line)
{
    nw_line *lines = nw_lines(sets->count);
    for (size_t k = 0; k < sets->count; k++)
        nw_line_set(&lines[k], k < i ? &sets->ahead.lines[k] : k == i ? line : &sets->back.lines[k]);
    nw_lines_function(knots, values, tube, lines, sets->count);
    nw_lines_free(lines, sets->count);
}
