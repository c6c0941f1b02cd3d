/* Fewest pieces within a tube: planted functions, than which the answer must be no worse, a search on a grid, exact
 * checks of every function returned, and networks rebuilt unit by unit. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "check_common.h"
#include "study/pieces.h"
#include "study/pieces_exact.h"

/* ---- tubes ---- */

static void bump_tube(nw_tube *tube, const char *signs, slong top, slong bottom)
{
    size_t scale = strlen(signs);
    nw_tube_init(tube, 2 * scale + 1);
    for (size_t i = 0; i < tube->count; i++) {
        fmpq_set_si(tube->x + i, (slong)i, 1);
        fmpq_set_si(tube->y + i, i % 2 == 0 ? 0 : signs[i / 2] == '+' ? 1 : -1, 1);
    }
    fmpq_set_si(tube->eps, top, (ulong)bottom);
}

static void step_tube(nw_tube *tube, const char *signs, slong top, slong bottom)
{
    nw_tube_init(tube, strlen(signs));
    for (size_t i = 0; i < tube->count; i++) {
        fmpq_set_si(tube->x + i, (slong)i, 1);
        fmpq_set_si(tube->y + i, signs[i] == '+' ? 1 : -1, 1);
    }
    fmpq_set_si(tube->eps, top, (ulong)bottom);
}

static void random_signs(char *signs, gsl_rng *rng, size_t count)
{
    for (size_t i = 0; i < count; i++)
        signs[i] = ct_between(rng, 0, 1) == 1 ? '+' : '-';
    signs[count] = '\0';
}

/* Vertices at random rationals, heights in -1..1, now and then equal to a neighbour's. */
static void random_tube(nw_tube *tube, gsl_rng *rng, size_t count)
{
    nw_tube_init(tube, count);
    for (size_t i = 0; i < count; i++) {
        fmpq_set_si(tube->x + i, ct_between(rng, 1, 12), 12);
        if (i > 0)
            fmpq_add(tube->x + i, tube->x + i, tube->x + (i - 1));
        fmpq_set_si(tube->y + i, ct_between(rng, -8, 8), 8);
        if (i > 0 && ct_between(rng, 0, 5) == 0)
            fmpq_set(tube->y + i, tube->y + (i - 1));
    }
    fmpq_set_si(tube->eps, ct_between(rng, 1, 12), 16);
}

static size_t fewest(const nw_tube *tube)
{
    nw_path path;
    nw_path_greedy(&path, tube);
    size_t count = path.count;
    nw_path_clear(&path);
    return count;
}

/* ---- every answer is checked ---- */

/* sum of out_i relu(+-(x - kink_i)) + rest at x, from the units alone. */
static void network_value(fmpq_t value, const nw_exact_pieces *exact, const nw_line *rest, const fmpq *changes,
                          const bool *left, const fmpq_t x)
{
    fmpq_t part;
    fmpq_init(part);
    nw_line_value(value, rest, x);
    for (size_t i = 1; i < exact->count; i++) {
        fmpq_sub(part, x, exact->knots + i);
        if (left[i])
            fmpq_neg(part, part);
        if (fmpq_sgn(part) > 0)
            fmpq_addmul(value, part, changes + i);
    }
    fmpq_clear(part);
}

/* How many units the affine rest needs. */
static size_t units_of_rest(const nw_line *rest, const nw_tube *tube, bool output_bias)
{
    if (output_bias)
        return fmpq_is_zero(rest->slope) ? 0 : 1;
    if (fmpq_is_zero(rest->slope) && fmpq_is_zero(rest->level))
        return 0;
    return nw_line_keeps_sign(rest, tube) ? 1 : 2;
}

/* Each kink is given a direction such that what remains is the affine `rest`: unit i points left when an odd number of
 * the signs before piece i are taken away.  The network is then evaluated at every place where it or y bends. */
static void check_network(const nw_exact_pieces *exact, const nw_tube *tube, bool output_bias)
{
    size_t count = exact->count;
    fmpq *changes = nw_rationals(count + 1), *slopes = nw_rationals(count + 1), *value = nw_rationals(2);
    bool *left = nw_alloc(count + 1, sizeof *left);
    nw_line rest, piece;
    nw_line_init(&rest);
    nw_line_init(&piece);
    nw_lines_sum(&rest, exact->knots, exact->values, exact->signs, exact->count);
    int e = 1;
    for (size_t i = 0; i < count; i++) {
        nw_line_join(&piece, exact->knots + i, exact->values + i, exact->knots + (i + 1), exact->values + (i + 1));
        fmpq_set(slopes + i, piece.slope);
        left[i] = e == 1;
        if (i > 0)
            fmpq_sub(changes + i, slopes + i, slopes + (i - 1));
        e -= exact->signs[i];
        ck_assert_msg(e == 0 || e == 1, "the signs alternate");
    }
    ck_assert_msg(e == 0, "the number of signs is odd");
    size_t width = count - 1 + units_of_rest(&rest, tube, output_bias);
    ck_assert_msg(width <= exact->width_most, "%zu units, %zu promised", width, exact->width_most);
    for (size_t i = 0; i <= count; i++) {
        network_value(value, exact, &rest, changes, left, exact->knots + i);
        ck_assert_msg(fmpq_equal(value, exact->values + i), "the network differs at knot %zu", i);
    }
    for (size_t i = 0; i < tube->count; i++) {
        network_value(value, exact, &rest, changes, left, tube->x + i);
        fmpq_sub(value, value, tube->y + i);
        fmpq_abs(value, value);
        ck_assert_msg(fmpq_cmp(value, tube->eps) <= 0, "the network leaves the tube at vertex %zu", i);
    }
    nw_line_clear(&rest);
    nw_line_clear(&piece);
    nw_rationals_free(changes, count + 1);
    nw_rationals_free(slopes, count + 1);
    nw_rationals_free(value, 2);
    free(left);
}

static void check_exact(const nw_exact_pieces *exact, const nw_tube *tube, bool output_bias)
{
    size_t count = exact->count;
    ck_assert_msg(nw_tube_holds(tube, count + 1, exact->knots, exact->values), "the function leaves the tube");
    ck_assert(exact->width_least <= exact->width_most && exact->width_least + 1 >= count);
    ck_assert(exact->width_most <= count + !output_bias);
    check_network(exact, tube, output_bias);
}

/* The count, after all checks; widths of both kinds (may be NULL). */
static size_t solve(const nw_tube *tube, size_t *with_bias, size_t *without)
{
    nw_exact_pieces exact;
    size_t count = 0;
    for (int bias = 0; bias < 2; bias++) {
        nw_exact_pieces_find(&exact, tube, bias == 1);
        check_exact(&exact, tube, bias == 1);
        size_t *widths = bias == 1 ? with_bias : without;
        if (widths != NULL) {
            widths[0] = exact.width_least;
            widths[1] = exact.width_most;
        }
        ck_assert(bias == 0 || exact.count == count);
        count = exact.count;
        nw_exact_pieces_clear(&exact);
    }
    return count;
}

/* ---- the checker itself ---- */

START_TEST(holds_sees_every_exit)
{
    nw_tube tube;
    bump_tube(&tube, "+-", 1, 4);
    fmpq *knots = nw_rationals(5), *values = nw_rationals(5);
    for (size_t i = 0; i < 5; i++) {
        fmpq_set(knots + i, tube.x + i);
        fmpq_set(values + i, tube.y + i);
    }
    ck_assert(nw_tube_holds(&tube, 5, knots, values));
    fmpq_set_si(values + 1, 5, 4); /* on the wall */
    ck_assert(nw_tube_holds(&tube, 5, knots, values));
    fmpq_set_si(values + 1, 1251, 1000);
    ck_assert(!nw_tube_holds(&tube, 5, knots, values));
    fmpq_set_si(values + 1, 1, 1);
    fmpq_set_si(values + 4, -26, 100);
    ck_assert(!nw_tube_holds(&tube, 5, knots, values));
    fmpq_zero(values + 4);
    fmpq_set_si(knots + 1, 3, 2); /* bends far from the peak: below it at u = 1 */
    fmpq_set_si(values + 1, 1, 2);
    ck_assert(!nw_tube_holds(&tube, 5, knots, values));
    fmpq_set_si(knots + 1, 5, 2); /* out of order */
    ck_assert(!nw_tube_holds(&tube, 5, knots, values));
    fmpq_set_si(knots + 1, 1, 1);
    fmpq_set_si(values + 1, 1, 1);
    fmpq_set_si(knots + 4, 7, 2); /* ends too early */
    ck_assert(!nw_tube_holds(&tube, 5, knots, values));
    nw_rationals_free(knots, 5);
    nw_rationals_free(values, 5);
    nw_tube_clear(&tube);
}
END_TEST

/* ---- known numbers ---- */

/* M bumps upwards: each rise and each fall is a piece until eps is half the height, where a constant will do. */
START_TEST(bumps_upwards)
{
    static const slong eps[][2] = {{1, 1000000}, {1, 100}, {1, 4}, {49, 100}, {1, 2}, {3, 4}, {1, 1}, {7, 2}};
    for (size_t scale = 1; scale <= 6; scale++)
        for (size_t i = 0; i < sizeof eps / sizeof eps[0]; i++) {
            nw_tube tube;
            bump_tube(&tube, &"++++++"[6 - scale], eps[i][0], eps[i][1]);
            size_t expected = 2 * eps[i][0] < eps[i][1] ? 2 * scale : 1, bias[2], without[2];
            size_t count = solve(&tube, bias, without);
            ck_assert_msg(count == expected, "M = %zu, eps = %ld/%ld: %zu pieces", scale, eps[i][0], eps[i][1], count);
            /* One piece: the constant; with no bias that is one unit unless 0 will do. */
            if (count == 1) {
                ck_assert(bias[0] == 0 && bias[1] == 0);
                ck_assert_msg(without[1] == (eps[i][0] >= eps[i][1] ? 0 : 1), "no bias: %zu", without[1]);
                ck_assert_msg(without[0] == without[1], "no bias: at least %zu", without[0]);
            }
            /* Slopes near +-1 in turn cannot cancel.  The first line is positive all along. */
            if (scale == 1 || eps[i][1] >= 100)
                if (count > 1 && 100 * eps[i][0] <= eps[i][1] * (scale == 1 ? 49 : 1))
                    ck_assert_msg(bias[0] == count && bias[1] == count && without[0] == count && without[1] == count,
                                  "M = %zu, eps = %ld/%ld: widths %zu..%zu, %zu..%zu", scale, eps[i][0], eps[i][1],
                                  bias[0], bias[1], without[0], without[1]);
            nw_tube_clear(&tube);
        }
}
END_TEST

/* At a quarter of the height slopes differ enough to cancel: three lines from M = 2 on. */
START_TEST(slopes_cancel)
{
    for (size_t scale = 2; scale <= 8; scale++) {
        nw_tube tube;
        size_t bias[2], without[2];
        bump_tube(&tube, &"++++++++"[8 - scale], 1, 4);
        size_t count = solve(&tube, bias, without);
        ck_assert(count == 2 * scale);
        ck_assert_msg(bias[0] == count - 1 && bias[1] == count - 1, "M = %zu: widths %zu..%zu", scale, bias[0],
                      bias[1]);
        /* With six bumps whole lines cancel. */
        ck_assert_msg(without[1] == count - (scale >= 6), "M = %zu: width %zu without bias", scale, without[1]);
        nw_tube_clear(&tube);
    }
}
END_TEST

/* The number of pieces of y itself, merged where it does not bend. */
static size_t bends(const nw_tube *tube)
{
    size_t count = 1;
    nw_line before, after;
    nw_line_init(&before);
    nw_line_init(&after);
    for (size_t i = 1; i + 1 < tube->count; i++) {
        nw_line_join(&before, tube->x + (i - 1), tube->y + (i - 1), tube->x + i, tube->y + i);
        nw_line_join(&after, tube->x + i, tube->y + i, tube->x + (i + 1), tube->y + (i + 1));
        count += !fmpq_equal(before.slope, after.slope);
    }
    nw_line_clear(&before);
    nw_line_clear(&after);
    return count;
}

START_TEST(tiny_eps_gives_the_pieces_of_the_target)
{
    gsl_rng *rng = ct_rng("tiny eps");
    for (int i = 0; i < 200; i++) {
        nw_tube tube;
        char signs[16];
        size_t scale = (size_t)ct_between(rng, 1, 10);
        if (i % 3 == 0) {
            random_tube(&tube, rng, scale + 1);
            fmpq_set_si(tube.eps, 1, 1000000000);
        } else {
            random_signs(signs, rng, scale + (i % 3 == 2));
            (i % 3 == 1 ? bump_tube : step_tube)(&tube, signs, 1, 1000000000);
        }
        size_t count = fewest(&tube), expected = bends(&tube);
        ck_assert_msg(count == expected, "case %d: %zu pieces, %zu expected", i, count, expected);
        nw_tube_clear(&tube);
    }
    gsl_rng_free(rng);
}
END_TEST

/* ---- properties ---- */

static void mirror_height(nw_tube *tube)
{
    for (size_t i = 0; i < tube->count; i++)
        fmpq_neg(tube->y + i, tube->y + i);
}

START_TEST(symmetric_and_monotone)
{
    gsl_rng *rng = ct_rng("symmetric pieces");
    for (int i = 0; i < 150; i++) {
        nw_tube tube, mirrored;
        random_tube(&tube, rng, (size_t)ct_between(rng, 2, 24));
        size_t with[2], without[2], with_other[2], without_other[2];
        size_t count = solve(&tube, with, without);
        nw_tube_mirror(&mirrored, &tube);
        ck_assert_msg(solve(&mirrored, NULL, NULL) == count, "case %d: reflection", i);
        mirror_height(&mirrored);
        ck_assert_msg(solve(&mirrored, NULL, NULL) == count, "case %d: reflection and sign", i);
        mirror_height(&tube);
        ck_assert_msg(solve(&tube, with_other, without_other) == count, "case %d: sign", i);
        ck_assert_msg(with[0] == with_other[0] && without[0] == without_other[0], "case %d: widths", i);
        ck_assert_msg(without[0] >= with[0] && without[1] >= with[0], "case %d: a bias cannot harm", i);
        size_t last = count;
        for (int wider = 0; wider < 12; wider++) {
            fmpq_add(tube.eps, tube.eps, tube.x); /* x[0] > 0 */
            fmpq_div_2exp(tube.eps, tube.eps, (flint_bitcnt_t)(wider % 2));
            size_t next = fewest(&tube);
            ck_assert_msg(wider % 2 == 1 || next <= last, "case %d: more pieces for a larger eps", i);
            last = next;
        }
        nw_tube_clear(&tube);
        nw_tube_clear(&mirrored);
    }
    gsl_rng_free(rng);
}
END_TEST

/* y = p + something of modulus at most eps, often exactly eps, p with Q pieces: the answer is at most Q. */
START_TEST(planted_functions)
{
    gsl_rng *rng = ct_rng("planted pieces");
    size_t attained = 0;
    for (int i = 0; i < 2000; i++) {
        size_t pieces = (size_t)ct_between(rng, 1, 7), each = (size_t)ct_between(rng, 1, 7);
        nw_tube planted, tube;
        random_tube(&planted, rng, pieces + 1);
        nw_tube_init(&tube, pieces * each + 1);
        fmpq_set_si(tube.eps, ct_between(rng, 1, 40), 64);
        nw_line line;
        fmpq_t shift;
        nw_line_init(&line);
        fmpq_init(shift);
        for (size_t k = 0; k < tube.count; k++) {
            size_t piece = k == pieces * each ? pieces - 1 : k / each;
            nw_line_join(&line, planted.x + piece, planted.y + piece, planted.x + (piece + 1), planted.y + (piece + 1));
            /* y has vertices at the knots of p, so that |p - y| is largest at a vertex. */
            fmpq_sub(shift, planted.x + (piece + 1), planted.x + piece);
            fmpq_mul_ui(shift, shift, k - piece * each);
            fmpq_div_fmpz(shift, shift, (fmpz_t){(fmpz)each});
            fmpq_add(tube.x + k, planted.x + piece, shift);
            nw_line_value(tube.y + k, &line, tube.x + k);
            fmpq_set_si(shift, ct_between(rng, -3, 3), 2);
            if (fmpq_cmp_si(shift, 1) > 0)
                fmpq_one(shift);
            if (fmpq_cmp_si(shift, -1) < 0)
                fmpq_set_si(shift, -1, 1);
            fmpq_mul(shift, shift, tube.eps);
            fmpq_add(tube.y + k, tube.y + k, shift);
        }
        size_t count = i % 10 == 0 ? solve(&tube, NULL, NULL) : fewest(&tube);
        ck_assert_msg(count <= pieces, "case %d: %zu pieces, although %zu will do", i, count, pieces);
        attained += count == pieces;
        nw_line_clear(&line);
        fmpq_clear(shift);
        nw_tube_clear(&tube);
        nw_tube_clear(&planted);
    }
    ck_assert_msg(attained > 300, "only %zu cases are tight", attained);
    gsl_rng_free(rng);
}
END_TEST

/* ---- all functions with the fewest pieces ---- */

/* Every line of a piece's set gives a function; every function has its lines in the sets. */
START_TEST(sets_are_exactly_the_pieces)
{
    gsl_rng *rng = ct_rng("piece sets");
    size_t moved = 0, unbounded = 0;
    for (int i = 0; i < 150; i++) {
        nw_tube tube;
        random_tube(&tube, rng, (size_t)ct_between(rng, 3, 16));
        nw_piece_sets sets;
        nw_piece_sets_find(&sets, &tube);
        size_t count = sets.count;
        ck_assert(sets.back.count == count);
        fmpq *knots = nw_rationals(count + 1), *values = nw_rationals(count + 1);
        fmpq *other = nw_rationals(count + 1), *heights = nw_rationals(count + 1), *level = nw_rationals(2);
        nw_line line;
        nw_line_init(&line);
        for (size_t k = 0; k < count; k++) {
            ck_assert(!sets.sights[k].blocked);
            for (slong t = 0; t <= 4; t++) { /* slopes from one extreme to the other, the lowest and highest of each */
                const nw_sight *sight = &sets.sights[k];
                ck_assert(sight->bounded[0] || sight->bounded[1]);
                if (!sight->bounded[0] || !sight->bounded[1]) {
                    fmpq_set_si(line.slope, sight->bounded[0] ? -t * t * t : t * t * t, 1);
                    fmpq_add(line.slope, line.slope, sight->extreme[sight->bounded[0] ? 0 : 1].slope);
                    unbounded++;
                } else {
                    fmpq_sub(line.slope, sight->extreme[0].slope, sight->extreme[1].slope);
                    fmpq_mul_si(line.slope, line.slope, t);
                    fmpq_div_2exp(line.slope, line.slope, 2);
                    fmpq_add(line.slope, line.slope, sight->extreme[1].slope);
                }
                nw_levels_between(level, level + 1, &tube, &sets.spans[k], line.slope);
                ck_assert(fmpq_cmp(level, level + 1) <= 0);
                bool extreme = t == 0 || (t == 4 && sight->bounded[0] && sight->bounded[1]);
                ck_assert_msg(!extreme || fmpq_equal(level, level + 1), "case %d, piece %zu: room at the end", i, k);
                for (int end = 0; end < 2; end++) {
                    fmpq_set(line.level, level + end);
                    nw_piece_sets_function(knots, values, &sets, &tube, k, &line);
                    ck_assert_msg(nw_tube_holds(&tube, count + 1, knots, values), "case %d, piece %zu", i, k);
                }
            }
            /* From there a walk through all functions with as many pieces. */
            for (int step = 0; step < 40; step++) {
                for (size_t j = 0; j <= count; j++) {
                    fmpq_set_si(other + j, j == 0 || j == count ? 0 : ct_between(rng, -9, 9), 40);
                    fmpq_add(other + j, other + j, knots + j);
                    fmpq_set_si(heights + j, ct_between(rng, -9, 9), 80);
                    fmpq_add(heights + j, heights + j, values + j);
                }
                if (!nw_tube_holds(&tube, count + 1, other, heights))
                    continue;
                moved++;
                for (size_t j = 0; j < count; j++) {
                    nw_line_join(&line, other + j, heights + j, other + (j + 1), heights + (j + 1));
                    nw_levels_between(level, level + 1, &tube, &sets.spans[j], line.slope);
                    ck_assert_msg(fmpq_cmp(level, line.level) <= 0 && fmpq_cmp(line.level, level + 1) <= 0,
                                  "case %d: a function whose piece %zu is not in its set", i, j);
                }
                for (size_t j = 0; j <= count; j++) {
                    fmpq_set(knots + j, other + j);
                    fmpq_set(values + j, heights + j);
                }
            }
        }
        nw_line_clear(&line);
        nw_rationals_free(knots, count + 1);
        nw_rationals_free(values, count + 1);
        nw_rationals_free(other, count + 1);
        nw_rationals_free(heights, count + 1);
        nw_rationals_free(level, 2);
        nw_piece_sets_clear(&sets);
        nw_tube_clear(&tube);
    }
    ck_assert_msg(moved > 200 && unbounded > 10, "the walk moved only %zu times; %zu", moved, unbounded);
    gsl_rng_free(rng);
}
END_TEST

/* ---- a search on a grid ---- */

/* The fewest pieces of a function whose knots are multiples of 1/CELLS and whose values are y + a multiple of
 * eps/LEVELS, by dynamic programming in double. */
enum { CELLS = 12, LEVELS = 10, HEIGHTS = 2 * LEVELS + 1 };

static size_t fewest_on_grid(const nw_tube *tube, double eps)
{
    size_t last = (tube->count - 1) * CELLS;
    double *y = nw_alloc(last + 1, sizeof *y);
    int *pieces = nw_alloc((last + 1) * HEIGHTS, sizeof *pieces);
    for (size_t i = 0; i <= last; i++) {
        size_t v = i / CELLS < tube->count - 1 ? i / CELLS : tube->count - 2;
        double t = (double)(i - v * CELLS) / CELLS;
        y[i] = (1 - t) * fmpq_get_d(tube->y + v) + t * fmpq_get_d(tube->y + (v + 1));
        for (size_t h = 0; h < HEIGHTS; h++)
            pieces[i * HEIGHTS + h] = i == 0 ? 0 : 1 << 20;
    }
    for (size_t i = 0; i < last; i++)
        for (size_t h = 0; h < HEIGHTS; h++) {
            double from = y[i] + eps * ((double)h - LEVELS) / LEVELS, least = -INFINITY, most = INFINITY;
            for (size_t j = i + 1; j <= last; j++) {
                double run = (double)(j - i);
                least = fmax(least, (y[j] - eps - 1e-12 - from) / run);
                most = fmin(most, (y[j] + eps + 1e-12 - from) / run);
                if (least > most)
                    break;
                for (size_t g = 0; g < HEIGHTS; g++) {
                    double slope = (y[j] + eps * ((double)g - LEVELS) / LEVELS - from) / run;
                    int *there = &pieces[j * HEIGHTS + g];
                    if (slope >= least && slope <= most && pieces[i * HEIGHTS + h] + 1 < *there)
                        *there = pieces[i * HEIGHTS + h] + 1;
                }
            }
        }
    int best = 1 << 20;
    for (size_t g = 0; g < HEIGHTS; g++)
        best = pieces[last * HEIGHTS + g] < best ? pieces[last * HEIGHTS + g] : best;
    free(pieces);
    free(y);
    return (size_t)best;
}

/* The grid's function is one of all: the answer is no larger.  A function of the tube, moved to the grid, is in a wider
 * tube: the answer is no smaller than the grid's there. */
START_TEST(a_grid_brackets)
{
    gsl_rng *rng = ct_rng("grid of pieces");
    size_t sharp = 0;
    for (int i = 0; i < 24; i++) {
        nw_tube tube;
        char signs[8];
        slong top = ct_between(rng, 2, 15);
        random_signs(signs, rng, i % 2 == 0 ? 1 + (size_t)i % 3 : 2 + (size_t)i % 4);
        (i % 2 == 0 ? bump_tube : step_tube)(&tube, signs, top, 16);
        size_t count = fewest(&tube), above = fewest_on_grid(&tube, (double)top / 16);
        size_t below = fewest_on_grid(&tube, (double)top / 16 + 0.2);
        ck_assert_msg(below <= count && count <= above, "%s, eps = %ld/16: %zu not in %zu..%zu", signs, top, count,
                      below, above);
        sharp += count == above;
        nw_tube_clear(&tube);
    }
    ck_assert_msg(sharp >= 18, "the grid attains the answer only %zu times", sharp);
    gsl_rng_free(rng);
}
END_TEST

/* ---- sums ---- */

START_TEST(sums_by_brute_force)
{
    gsl_rng *rng = ct_rng("alternating sums");
    size_t avoided = 0;
    for (int i = 0; i < 3000; i++) {
        size_t count = (size_t)ct_between(rng, 1, 9);
        double least[9], most[9];
        slong width = ct_between(rng, 0, 12);
        for (size_t k = 0; k < count; k++) {
            slong middle = (ct_between(rng, 0, 1) == 1 ? 1 : -1) * ct_between(rng, 30, 50);
            least[k] = (double)(middle - width);
            most[k] = (double)(middle + width);
        }
        bool meets = false, grazes = false; /* zero inside; zero within the rounding */
        for (unsigned long set = 1; set < 1UL << count; set++) {
            double low = 0, high = 0;
            int terms = 0;
            for (size_t k = 0; k < count; k++)
                if (set >> k & 1) {
                    low += terms % 2 == 0 ? least[k] : -most[k];
                    high += terms++ % 2 == 0 ? most[k] : -least[k];
                }
            meets = meets || (terms % 2 == 1 && low < 0 && high > 0);
            grazes = grazes || (terms % 2 == 1 && low <= 0 && high >= 0);
        }
        bool avoids = nw_sums_avoid_zero(least, most, count);
        ck_assert_msg(!(grazes && avoids), "case %d: zero was missed", i);
        ck_assert_msg(grazes || avoids, "case %d: zero is not there", i);
        ck_assert(!meets || grazes);
        avoided += avoids;
    }
    ck_assert_msg(avoided > 300 && avoided < 2700, "%zu of 3000", avoided);
    gsl_rng_free(rng);
}
END_TEST

/* Too many intervals to keep apart: the answer stays safe. */
START_TEST(sums_of_many)
{
    enum { COUNT = 60 };
    double least[COUNT], most[COUNT];
    for (size_t k = 0; k < COUNT; k++)
        least[k] = most[k] = ldexp(1, (int)k % 40) + (k % 3 == 0 ? 0.25 : 0);
    least[COUNT - 1] = most[COUNT - 1] = least[COUNT - 2] - least[COUNT - 3]; /* a - b - c = 0 */
    double moved = most[COUNT - 1];
    ck_assert(!nw_sums_avoid_zero(least, most, COUNT));
    least[COUNT - 1] = most[COUNT - 1] = moved;
    /* The exact sum is 0, which rounding to nearest would miss. */
    double rounded[] = {0x1p-80, 1, 1 + 0x1p-50, 0x1p-49, 0x1p-50 - 0x1p-80};
    ck_assert(!nw_sums_avoid_zero(rounded, rounded, 5));
    double same[3] = {1, 3, 2};
    ck_assert(!nw_sums_avoid_zero(same, same, 3));
    same[1] = nextafter(3, 4);
    ck_assert(nw_sums_avoid_zero(same, same, 2) && !nw_sums_avoid_zero((double[]){-1}, (double[]){0}, 1));
}
END_TEST

/* ---- widths ---- */

/* One piece: no unit with a bias exactly when a constant is in the tube. */
START_TEST(width_of_one_piece)
{
    gsl_rng *rng = ct_rng("one piece");
    size_t constant = 0, ones = 0;
    for (int i = 0; i < 400; i++) {
        nw_tube tube;
        random_tube(&tube, rng, (size_t)ct_between(rng, 2, 5));
        fmpq_set_si(tube.eps, ct_between(rng, 1, 16), 16);
        size_t with[2], without[2];
        fmpq_t low, high;
        fmpq_init(low);
        fmpq_init(high);
        fmpq_set(low, tube.y);
        fmpq_set(high, tube.y);
        for (size_t k = 1; k < tube.count; k++) {
            if (fmpq_cmp(tube.y + k, low) < 0)
                fmpq_set(low, tube.y + k);
            if (fmpq_cmp(tube.y + k, high) > 0)
                fmpq_set(high, tube.y + k);
        }
        bool zero = fmpq_cmp(high, tube.eps) <= 0;
        fmpq_sub(high, high, low);
        fmpq_div_2exp(high, high, 1);
        bool flat = fmpq_cmp(high, tube.eps) <= 0;
        fmpq_neg(low, low);
        zero = zero && fmpq_cmp(low, tube.eps) <= 0;
        if (solve(&tube, with, without) == 1) {
            ck_assert(with[0] == with[1] && with[0] == (flat ? 0 : 1));
            ck_assert_msg(zero ? without[1] == 0 : without[0] >= 1, "case %d: %zu..%zu", i, without[0], without[1]);
            ones++;
            constant += flat;
        } else {
            ck_assert(!flat && !zero);
        }
        fmpq_clear(low);
        fmpq_clear(high);
        nw_tube_clear(&tube);
    }
    ck_assert_msg(ones > 100 && constant > 20 && constant < ones, "%zu, %zu", ones, constant);
    gsl_rng_free(rng);
}
END_TEST

/* y is a network of `width` units itself, with a bias or without: no more units are ever needed.  Units 0 are turned so
 * that their kink lies outside. */
START_TEST(planted_networks)
{
    enum { END = 30 };
    gsl_rng *rng = ct_rng("planted networks");
    size_t attained = 0;
    for (int i = 0; i < 500; i++) {
        size_t width = (size_t)ct_between(rng, 0, 6);
        bool bias = i % 2 == 0, outside = width > 0 && ct_between(rng, 0, 2) == 0;
        slong kinks[8] = {0}, outs[8], towards[8], level = bias ? ct_between(rng, -9, 9) : 0;
        for (size_t k = 0; k < width; k++) {
            do
                outs[k] = ct_between(rng, -9, 9);
            while (outs[k] == 0);
            towards[k] = ct_between(rng, 0, 1) == 1 ? 1 : -1;
            bool again = true;
            while (again) {
                kinks[k] = ct_between(rng, 1, END - 1);
                again = false;
                for (size_t j = 0; j < k; j++)
                    again = again || kinks[j] == kinks[k];
            }
        }
        if (outside) {
            kinks[0] = -ct_between(rng, 0, 20);
            towards[0] = 1;
        }
        nw_tube tube;
        nw_tube_init(&tube, END + 1);
        for (slong x = 0; x <= END; x++) {
            slong y = level;
            for (size_t k = 0; k < width; k++)
                y += towards[k] * (x - kinks[k]) > 0 ? outs[k] * towards[k] * (x - kinks[k]) : 0;
            fmpq_set_si(tube.x + x, x, 1);
            fmpq_set_si(tube.y + x, y, 1);
        }
        fmpq_set_si(tube.eps, ct_between(rng, 1, 60), i % 3 == 0 ? 1000 : i % 3 == 1 ? 10 : 2);
        size_t with[2], without[2];
        solve(&tube, with, without);
        ck_assert_msg(with[0] <= width, "case %d: %zu units with a bias, although %zu will do", i, with[0], width);
        ck_assert_msg(without[0] <= width + (level != 0), "case %d: %zu units, although %zu will do", i, without[0],
                      width + (level != 0));
        attained += with[0] == width;
        nw_tube_clear(&tube);
    }
    ck_assert_msg(attained > 80, "only %zu cases are tight", attained);
    gsl_rng_free(rng);
}
END_TEST

/* Three lines whose sum keeps its sign; and too few pieces for that. */
START_TEST(widths_without_bias)
{
    static const struct {
        const char *signs;
        slong bottom;
        size_t least, most;
    } cases[] = {{"+-+-", 100, 3, 4}, {"+-+-+-+-+-", 10, 9, 9}, {"+-", 10, 1, 2}, {"--", 10, 1, 1}, {"+-", 1, 0, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        nw_tube tube;
        size_t without[2];
        step_tube(&tube, cases[i].signs, 1, cases[i].bottom);
        solve(&tube, NULL, without);
        ck_assert_msg(without[0] == cases[i].least && without[1] == cases[i].most, "%s: %zu..%zu", cases[i].signs,
                      without[0], without[1]);
        nw_tube_clear(&tube);
    }
}
END_TEST

/* Steps of a rising line, jumps that a piece may take as steeply as it likes: no slope is horizontal, and two jumps
 * cancel.  One jump cannot, until eps is large. */
START_TEST(jumps_cancel)
{
    static const slong cases[][4] = {/* steps, eps in eighths, pieces, width */
                                     {1, 12, 3, 3}, {1, 16, 3, 2}, {2, 12, 5, 4}, {2, 20, 5, 4}, {3, 14, 7, 6}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        nw_tube tube;
        nw_tube_init(&tube, (size_t)(2 * cases[i][0] + 2));
        for (size_t k = 0; k < tube.count; k++) {
            fmpq_set_si(tube.x + k, (slong)(7 * (k / 2) + 6 * (k % 2)), 1);
            fmpq_set_si(tube.y + k, (slong)(13 * (k / 2) + 6 * (k % 2)), 1);
        }
        fmpq_set_si(tube.eps, cases[i][1], 8);
        size_t with[2], count = solve(&tube, with, NULL);
        ck_assert_msg(count == (size_t)cases[i][2], "case %zu: %zu pieces", i, count);
        ck_assert_msg(with[0] == with[1] && with[0] == (size_t)cases[i][3], "case %zu: width %zu..%zu", i, with[0],
                      with[1]);
        nw_tube_clear(&tube);
    }
}
END_TEST

/* Where the widths say that slopes cannot cancel, no function near those found has slopes that cancel, and each sum
 * keeps its sign from function to function. */
START_TEST(excluded_sums_keep_their_sign)
{
    gsl_rng *rng = ct_rng("excluded sums");
    size_t excluded = 0, undecided = 0, seen = 0;
    for (int i = 0; i < 200; i++) {
        nw_tube tube;
        char signs[8];
        random_signs(signs, rng, (size_t)ct_between(rng, 1, 4));
        bump_tube(&tube, signs, ct_between(rng, 1, 15), 32);
        size_t with[2];
        size_t count = solve(&tube, with, NULL);
        undecided += with[0] != with[1];
        if (with[0] == count && count <= 8) {
            excluded++;
            nw_piece_sets sets;
            nw_piece_sets_find(&sets, &tube);
            fmpq *knots = nw_rationals(count + 1), *values = nw_rationals(count + 1), *sum = nw_rationals(1);
            int known[256] = {0};
            nw_line line;
            nw_line_init(&line);
            for (size_t k = 0; k < 2 * count; k++) {
                nw_piece_sets_function(knots, values, &sets, &tube, k / 2, &sets.sights[k / 2].extreme[k % 2]);
                for (unsigned long set = 1; set < 1UL << count; set++) {
                    if (__builtin_popcountl(set) % 2 == 0)
                        continue;
                    int sign = 1;
                    fmpq_zero(sum);
                    for (size_t j = 0; j < count; j++)
                        if (set >> j & 1) {
                            nw_line_join(&line, knots + j, values + j, knots + (j + 1), values + (j + 1));
                            (sign > 0 ? fmpq_add : fmpq_sub)(sum, sum, line.slope);
                            sign = -sign;
                        }
                    ck_assert_msg(fmpq_sgn(sum) != 0 && fmpq_sgn(sum) != -known[set], "%s: slopes cancel", signs);
                    known[set] = fmpq_sgn(sum);
                    seen++;
                }
            }
            nw_line_clear(&line);
            nw_rationals_free(knots, count + 1);
            nw_rationals_free(values, count + 1);
            nw_rationals_free(sum, 1);
            nw_piece_sets_clear(&sets);
        }
        nw_tube_clear(&tube);
    }
    ck_assert_msg(excluded > 30 && seen > 1000, "%zu, %zu", excluded, seen);
    ck_assert_msg(undecided < 60, "%zu of 200 widths are undecided", undecided);
    gsl_rng_free(rng);
}
END_TEST

/* ---- through targets ---- */

static void solve_target(nw_pieces *pieces, nw_target **target, const char *word, const fmpq_t theta, bool bias)
{
    nw_error error;
    nw_status status = nw_target_parse(target, word, &error);
    ck_assert_msg(status == NW_OK, "%s", error.message);
    arf_t amplitude;
    fmpq_t eps;
    arf_init(amplitude);
    fmpq_init(eps);
    arf_set_d(amplitude, nw_target_amplitude(*target));
    arf_get_fmpq(eps, amplitude);
    fmpq_mul(eps, eps, theta);
    status = nw_pieces_least(pieces, *target, eps, bias, &error);
    ck_assert_msg(status == NW_OK, "%s: %s", word, error.message);
    arf_clear(amplitude);
    fmpq_clear(eps);
}

/* The doubles are within rounding of the tube around the target's own values. */
static void check_doubles(const nw_pieces *pieces, const nw_target *target, const fmpq_t theta)
{
    double amplitude = nw_target_amplitude(target), eps = amplitude * fmpq_get_d(theta);
    ck_assert(pieces->outcome == NW_PROVED && pieces->least == pieces->most);
    ck_assert(pieces->knots[0] == -1 && pieces->knots[pieces->most] == 1);
    for (size_t i = 0; i < pieces->most; i++) {
        double x0 = pieces->knots[i], x1 = pieces->knots[i + 1];
        ck_assert(x0 < x1);
        for (int k = 0; k <= 50; k++) {
            double t = k / 50.0, x = k == 50 ? x1 : x0 + t * (x1 - x0);
            double value = (1 - t) * pieces->values[i] + t * pieces->values[i + 1];
            double error = fabs(value - nw_target_value(target, &x));
            ck_assert_msg(error <= eps + 1e-12 * amplitude, "%s: %g off at %g", nw_target_word(target), error - eps, x);
        }
    }
}

START_TEST(targets)
{
    gsl_rng *rng = ct_rng("pieces of targets");
    fmpq_t theta;
    fmpq_init(theta);
    for (int i = 0; i < 60; i++) {
        char word[64], signs[24];
        size_t scale = (size_t)ct_between(rng, 1, 12);
        bool bump = i % 2 == 0, bias = i % 3 != 0;
        random_signs(signs, rng, scale + !bump);
        snprintf(word, sizeof word, "%s:r=1,n=1,M=%zu,signs=%s", bump ? "bump" : "step", scale, signs);
        slong top = ct_between(rng, 1, 40);
        fmpq_set_si(theta, top, 48);
        nw_target *target;
        nw_pieces pieces;
        solve_target(&pieces, &target, word, theta, bias);
        check_doubles(&pieces, target, theta);
        nw_tube tube;
        (bump ? bump_tube : step_tube)(&tube, signs, top, 48);
        size_t with[2], without[2], count = solve(&tube, with, without);
        const size_t *width = bias ? with : without;
        ck_assert_msg(pieces.most == count, "%s: %zu, not %zu", word, pieces.most, count);
        ck_assert(pieces.width_least == width[0] && pieces.width_most == width[1]);
        nw_tube_clear(&tube);
        nw_pieces_clear(&pieces);
        ck_assert(pieces.knots == NULL && pieces.values == NULL);
        nw_pieces_clear(&pieces);
        nw_target_free(target);
    }
    fmpq_clear(theta);
    gsl_rng_free(rng);
}
END_TEST

/* Many bumps: numbers stay small enough to be quick, and the answer has no more pieces than y. */
START_TEST(large_targets)
{
    static const char *const words[] = {"bump:r=1,n=1,M=300,signs=plus", "bump:r=1,n=1,M=400,signs=seed:3",
                                        "step:r=1,n=1,M=500,signs=seed:4", "step:r=1,n=1,M=400,signs=alternate"};
    fmpq_t theta;
    fmpq_init(theta);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        for (slong top = 1; top <= 13; top += 4) {
            nw_target *target;
            nw_pieces pieces;
            fmpq_set_si(theta, top, 16);
            solve_target(&pieces, &target, words[i], theta, true);
            check_doubles(&pieces, target, theta);
            ck_assert(i != 0 || pieces.most == (top < 8 ? 600 : 1));
            nw_pieces_clear(&pieces);
            nw_target_free(target);
        }
    fmpq_clear(theta);
}
END_TEST

START_TEST(refused_targets)
{
    static const char *const words[] = {"bump:r=2,n=1,M=3,signs=plus", "step:r=1,n=2,M=2,signs=plus",
                                        "trig:r=1,n=1,terms=2,degree=2,seed=1"};
    nw_error error;
    nw_pieces pieces;
    nw_target *target;
    fmpq_t eps;
    fmpq_init(eps);
    fmpq_set_si(eps, 1, 100);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        ck_assert_msg(nw_target_parse(&target, words[i], &error) == NW_OK, "%s", error.message);
        ck_assert(nw_pieces_least(&pieces, target, eps, true, &error) == NW_BAD_INPUT);
        ck_assert_msg(strstr(error.message, "piecewise linear") != NULL, "%s", error.message);
        nw_pieces_clear(&pieces);
        nw_target_free(target);
    }
    ck_assert(nw_target_parse(&target, "bump:r=1,n=1,M=3,signs=plus", &error) == NW_OK);
    fmpq_zero(eps);
    ck_assert(nw_pieces_least(&pieces, target, eps, true, &error) == NW_BAD_INPUT);
    ck_assert(strncmp(error.message, "eps", 3) == 0);
    nw_target_free(target);
    fmpq_clear(eps);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("pieces");
    TCase *tests = ct_case(suite, "pieces");
    tcase_add_test(tests, holds_sees_every_exit);
    tcase_add_test(tests, bumps_upwards);
    tcase_add_test(tests, slopes_cancel);
    tcase_add_test(tests, tiny_eps_gives_the_pieces_of_the_target);
    tcase_add_test(tests, symmetric_and_monotone);
    tcase_add_test(tests, planted_functions);
    tcase_add_test(tests, sets_are_exactly_the_pieces);
    tcase_add_test(tests, a_grid_brackets);
    tests = ct_case(suite, "widths");
    tcase_add_test(tests, sums_by_brute_force);
    tcase_add_test(tests, sums_of_many);
    tcase_add_test(tests, width_of_one_piece);
    tcase_add_test(tests, planted_networks);
    tcase_add_test(tests, widths_without_bias);
    tcase_add_test(tests, jumps_cancel);
    tcase_add_test(tests, excluded_sums_keep_their_sign);
    tests = ct_case(suite, "targets");
    tcase_add_test(tests, targets);
    tcase_add_test(tests, large_targets);
    tcase_add_test(tests, refused_targets);
    return ct_main(suite);
}
