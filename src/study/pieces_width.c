#include "study/pieces_exact.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

/* ---- what is excluded ---- */

/* A quantity of all lines of a piece: their slope, their value at the left end or at the right end. */
typedef enum quantity { SLOPE, LEFT_VALUE, RIGHT_VALUE, QUANTITIES } quantity;

/* A bound of the quantity from the line of extreme slope, rounded outward.  The extreme lines bound all three: the
 * steepest one is the lowest left of its touches and the highest right of them. */
static double bound_quantity(const nw_sight *sight, bool upper, quantity which, const nw_tube *tube)
{
    int extreme = upper == (which == LEFT_VALUE);
    if (!sight->bounded[extreme])
        return upper ? INFINITY : -INFINITY;
    const nw_line *line = &sight->extreme[extreme];
    fmpq_t value;
    fmpq_init(value);
    if (which == SLOPE)
        fmpq_set(value, line->slope);
    else
        nw_line_value(value, line, which == LEFT_VALUE ? tube->x : tube->x + (tube->count - 1));
    double bound = nw_rational_double(value, upper ? MPFR_RNDU : MPFR_RNDD);
    fmpq_clear(value);
    return bound;
}

/* Whether no function with the fewest pieces has an alternating sum of lines in which the quantity is zero. */
static bool excluded(const nw_piece_sets *sets, const nw_tube *tube, quantity which)
{
    double *least = nw_alloc(2 * sets->count, sizeof *least), *most = least + sets->count;
    for (size_t i = 0; i < sets->count; i++) {
        least[i] = bound_quantity(&sets->sights[i], false, which, tube);
        most[i] = bound_quantity(&sets->sights[i], true, which, tube);
    }
    bool avoids = nw_sums_avoid_zero(least, most, sets->count);
    free(least);
    return avoids;
}

/* ---- what is found ---- */

static void single_sign(nw_exact_pieces *exact, size_t piece)
{
    for (size_t i = 0; i < exact->count; i++)
        exact->signs[i] = i == piece;
}

/* A function with a horizontal piece, at height 0 where that is possible.  False when there is none. */
static bool find_horizontal(nw_exact_pieces *exact, const nw_piece_sets *sets, const nw_tube *tube, bool *vanishes)
{
    nw_line line;
    fmpq_t high;
    bool found = false;
    *vanishes = false;
    nw_line_init(&line);
    fmpq_init(high);
    for (size_t i = 0; i < sets->count && !*vanishes; i++) {
        /* An extreme line that does not exist is 0, whose slope rules nothing out. */
        const nw_line *extreme = sets->sights[i].extreme;
        if (fmpq_sgn(extreme[0].slope) < 0 || fmpq_sgn(extreme[1].slope) > 0)
            continue;
        fmpq_zero(line.slope);
        nw_levels_between(line.level, high, tube, &sets->spans[i], line.slope);
        *vanishes = fmpq_sgn(line.level) <= 0 && fmpq_sgn(high) >= 0;
        if (found && !*vanishes)
            continue;
        found = true;
        fmpq_add(line.level, line.level, high);
        fmpq_div_2exp(line.level, line.level, 1);
        if (*vanishes)
            fmpq_zero(line.level);
        nw_piece_sets_function(exact->knots, exact->values, sets, tube, i, &line);
        single_sign(exact, i);
    }
    fmpq_clear(high);
    nw_line_clear(&line);
    return found;
}

/* A function without horizontal pieces one of whose lines has no zero inside: when any has, the flattest one of its
 * piece has (pieces.md, section 3). */
static bool find_sign(nw_exact_pieces *exact, const nw_piece_sets *sets, const nw_tube *tube)
{
    for (size_t i = 0; i < sets->count; i++) {
        const nw_line *extreme = sets->sights[i].extreme;
        /* No slope is 0: all are positive and there is a smallest one, or all are negative and there is a largest. */
        const nw_line *flattest = fmpq_sgn(extreme[1].slope) > 0 ? &extreme[1] : &extreme[0];
        if (nw_line_keeps_sign(flattest, tube)) {
            nw_piece_sets_function(exact->knots, exact->values, sets, tube, i, flattest);
            single_sign(exact, i);
            return true;
        }
    }
    return false;
}

/* Widths as in pieces.md, theorem 3; the function changes to one that attains the upper bound. */
static void with_bias(nw_exact_pieces *exact, const nw_piece_sets *sets, const nw_tube *tube)
{
    bool vanishes;
    exact->width_least = exact->count - 1;
    exact->width_most = exact->count;
    if (find_horizontal(exact, sets, tube, &vanishes))
        exact->width_most = exact->count - 1;
    else if (excluded(sets, tube, SLOPE))
        exact->width_least = exact->count;
    else if (nw_balance_slopes(exact, tube))
        exact->width_most = exact->count - 1;
}

static void without_bias(nw_exact_pieces *exact, const nw_piece_sets *sets, const nw_tube *tube)
{
    bool vanishes;
    bool constant = find_horizontal(exact, sets, tube, &vanishes);
    /* With one or two pieces A is the line of a piece, and whether 0 is one was decided. */
    bool raised = !vanishes && exact->count <= 2;
    for (quantity which = SLOPE; which < QUANTITIES && !raised && !vanishes; which++)
        raised = excluded(sets, tube, which);
    if (!raised && !vanishes)
        vanishes = nw_balance_lines(exact, tube);
    exact->width_least = exact->count - !raised;
    if (vanishes)
        exact->width_most = exact->count - 1;
    else if (constant || find_sign(exact, sets, tube) || nw_balance_sign(exact, tube) || nw_balance_slopes(exact, tube))
        exact->width_most = exact->count;
    else
        exact->width_most = exact->count + 1;
}

/* ---- the answer ---- */

void nw_exact_pieces_find(nw_exact_pieces *exact, const nw_tube *tube, bool output_bias)
{
    nw_piece_sets sets;
    nw_piece_sets_find(&sets, tube);
    size_t count = sets.count;
    *exact = (nw_exact_pieces){.count = count,
                               .knots = nw_rationals(count + 1),
                               .values = nw_rationals(count + 1),
                               .signs = nw_alloc(count, sizeof *exact->signs)};
    nw_lines_function(exact->knots, exact->values, tube, sets.ahead.lines, count);
    single_sign(exact, 0);
    if (output_bias)
        with_bias(exact, &sets, tube);
    else
        without_bias(exact, &sets, tube);
    nw_piece_sets_clear(&sets);
}

void nw_exact_pieces_clear(nw_exact_pieces *exact)
{
    nw_rationals_free(exact->knots, exact->count + 1);
    nw_rationals_free(exact->values, exact->count + 1);
    free(exact->signs);
    *exact = (nw_exact_pieces){0};
}
