/* The rational arithmetic behind pieces.h: tubes around polygonal functions, the lines between their walls, the greedy
 * path, and the widths that follow from it.  The proofs are in pieces.md, whose letters are used here. */
#ifndef NW_STUDY_PIECES_EXACT_H
#define NW_STUDY_PIECES_EXACT_H

#include "base/arb_compat.h"

#include <stdbool.h>
#include <stddef.h>

/* Rationals, all initialised; freed by nw_rationals_free. */
fmpq *nw_rationals(size_t count);
void nw_rationals_free(fmpq *numbers, size_t count);
/* The nearest doubles in a direction: below, above, or to nearest. */
double nw_rational_double(const fmpq_t x, mpfr_rnd_t direction);

/* A line  slope x + level. */
typedef struct nw_line {
    fmpq_t slope, level;
} nw_line;

void nw_line_init(nw_line *line);
void nw_line_set(nw_line *line, const nw_line *other);
void nw_line_clear(nw_line *line);
nw_line *nw_lines(size_t count);
void nw_lines_free(nw_line *lines, size_t count);
void nw_line_value(fmpq_t value, const nw_line *line, const fmpq_t x);
/* Where two lines of different slopes meet. */
void nw_line_meet(fmpq_t x, const nw_line *a, const nw_line *b);
/* The line of that slope through a point; the line through two points, x0 != x1. */
void nw_line_through(nw_line *line, const fmpq_t slope, const fmpq_t x, const fmpq_t y);
void nw_line_join(nw_line *line, const fmpq_t x0, const fmpq_t y0, const fmpq_t x1, const fmpq_t y1);

/* The closed tube |p - y| <= eps, y linear between its vertices x[0] < .. < x[count - 1], count >= 2; eps > 0. */
typedef struct nw_tube {
    size_t count;
    fmpq *x, *y;
    fmpq_t eps;
} nw_tube;

void nw_tube_init(nw_tube *tube, size_t count);
void nw_tube_clear(nw_tube *tube);
/* The tube mirrored in x -> -x. */
void nw_tube_mirror(nw_tube *mirrored, const nw_tube *tube);

/* The two walls.  Everything about the upper wall is the same as about the lower one after y -> -y. */
enum { NW_FLOOR, NW_CEILING, NW_WALLS };

/* L = y - eps for NW_FLOOR, -U = -(y + eps) for NW_CEILING. */
void nw_tube_wall(fmpq_t height, const nw_tube *tube, int wall, const fmpq_t x);
/* The first vertex with x[i] > x; count when there is none. */
size_t nw_tube_after(const nw_tube *tube, const fmpq_t x);
/* Whether the polygonal function with these knots, which begin and end with the tube, stays inside. */
bool nw_tube_holds(const nw_tube *tube, size_t count, const fmpq *knots, const fmpq *values);

/* Whether the line has no zero strictly inside the tube's interval, and is not zero itself. */
bool nw_line_keeps_sign(const nw_line *line, const nw_tube *tube);

/* ---- lines between the walls ---- */

/* Where each wall counts: the floor on [from[0], to[0]], the ceiling on [from[1], to[1]]. */
typedef struct nw_span {
    fmpq from[NW_WALLS], to[NW_WALLS];
} nw_span;

void nw_span_init(nw_span *span);
void nw_span_set(nw_span *span, const nw_span *other);
void nw_span_clear(nw_span *span);

/* All lines above the floor and below the ceiling on a span: those of extreme slope, and where they end when none
 * passes all of it. */
typedef struct nw_sight {
    bool blocked;
    int wall;                  /* the wall that blocks */
    fmpq_t reach;              /* the last x that a line reaches; the end of the span when none blocks */
    fmpq_t touch;              /* blocked: where the only line that reaches it touches the other wall last */
    bool bounded[NW_WALLS];    /* whether there is a largest slope, a smallest slope */
    nw_line extreme[NW_WALLS]; /* the lines that have them, 0 where there is none; blocked: both are that only line */
} nw_sight;

void nw_sight_init(nw_sight *sight);
void nw_sight_clear(nw_sight *sight);
/* Until both walls have begun there must be lines. */
void nw_sight_along(nw_sight *sight, const nw_tube *tube, const nw_span *span);

/* The lines of a slope between the walls of a span have the levels low..high; there is none when low > high. */
void nw_levels_between(fmpq_t low, fmpq_t high, const nw_tube *tube, const nw_span *span, const fmpq_t slope);

/* ---- the greedy path ---- */

/* Link i = 0..count-1: the lines that can be the last link are those of span[i] cut off at the reach; line[i] reaches
 * furthest.  The last line is one in the middle. */
typedef struct nw_path {
    size_t count, room;
    nw_span *spans;
    nw_line *lines;
} nw_path;

void nw_path_greedy(nw_path *path, const nw_tube *tube);
void nw_path_clear(nw_path *path);
/* Knots and values (count + 1 of each) of the function with these lines, in their order, over the tube. */
void nw_lines_function(fmpq *knots, fmpq *values, const nw_tube *tube, const nw_line *lines, size_t count);

/* ---- all functions with the fewest pieces ---- */

/* The lines that are piece i of some function with the fewest pieces: those between the walls on spans[i]. */
typedef struct nw_piece_sets {
    size_t count;
    nw_path ahead, back; /* back: the greedy path from the right, its links in order from the left, not mirrored */
    nw_span *spans;
    nw_sight *sights;
} nw_piece_sets;

void nw_piece_sets_find(nw_piece_sets *sets, const nw_tube *tube);
void nw_piece_sets_clear(nw_piece_sets *sets);
/* The function with the fewest pieces whose piece i is this line of its set. */
void nw_piece_sets_function(fmpq *knots, fmpq *values, const nw_piece_sets *sets, const nw_tube *tube, size_t i,
                            const nw_line *line);

/* ---- the answer ---- */

/* A function with the fewest pieces, and what is proven about widths.  Let A be the sum of signs[i] times the line of
 * piece i; the signs that are not 0 are +1, -1, .., +1.  The function is A plus one unit for each of its kinks. */
typedef struct nw_exact_pieces {
    size_t count;
    fmpq *knots, *values; /* count + 1 */
    int *signs;           /* count */
    size_t width_least, width_most;
} nw_exact_pieces;

void nw_exact_pieces_find(nw_exact_pieces *exact, const nw_tube *tube, bool output_bias);
void nw_exact_pieces_clear(nw_exact_pieces *exact);
/* The sum of signs[i] times the line of piece i. */
void nw_lines_sum(nw_line *sum, const fmpq *knots, const fmpq *values, const int *signs, size_t count);

/* Whether no alternating sum with an odd number of terms t_i in [least[i], most[i]], in their order, can be zero. */
bool nw_sums_avoid_zero(const double *least, const double *most, size_t count);

/* Searches for knots, values and signs (exact->count is set) such that A is constant; false, and nothing changed, when
 * none is found. */
bool nw_balance_slopes(nw_exact_pieces *exact, const nw_tube *tube);
/* Likewise such that A is 0. */
bool nw_balance_lines(nw_exact_pieces *exact, const nw_tube *tube);
/* Likewise such that A keeps its sign. */
bool nw_balance_sign(nw_exact_pieces *exact, const nw_tube *tube);

#endif
