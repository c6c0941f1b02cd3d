/* Searches for functions with the fewest pieces whose lines cancel.  What is found is proven; the search may miss. */
#include "study/pieces_exact.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* ---- a function with room around it ---- */

/* A function with the fewest pieces of the tube that stays inside a narrower one: every value may move by `room`. */
typedef struct slack {
    size_t count;
    fmpq *knots, *values;
    fmpq_t room;
} slack;

static size_t fewest(const nw_tube *tube)
{
    nw_path path;
    nw_path_greedy(&path, tube);
    size_t count = path.count;
    nw_path_clear(&path);
    return count;
}

static void slack_clear(slack *s)
{
    nw_rationals_free(s->knots, s->count + 1);
    nw_rationals_free(s->values, s->count + 1);
    fmpq_clear(s->room);
}

/* False when a slightly narrower tube needs more pieces. */
static bool slack_find(slack *s, const nw_tube *tube, size_t count)
{
    enum { STEPS = 10 }; /* eps in parts of 2^STEPS */
    nw_tube narrow = *tube;
    fmpq_init(narrow.eps);
    unsigned long low = 0, high = 1UL << STEPS; /* more pieces at low (or no tube at all), `count` at high */
    while (high - low > 1) {
        unsigned long middle = low + (high - low) / 2;
        fmpq_mul_ui(narrow.eps, tube->eps, middle);
        fmpq_div_2exp(narrow.eps, narrow.eps, STEPS);
        if (fewest(&narrow) == count)
            high = middle;
        else
            low = middle;
    }
    bool found = high < 1UL << STEPS;
    if (found) {
        *s = (slack){.count = count, .knots = nw_rationals(count + 1), .values = nw_rationals(count + 1)};
        fmpq_init(s->room);
        fmpq_mul_ui(narrow.eps, tube->eps, high);
        fmpq_div_2exp(narrow.eps, narrow.eps, STEPS);
        fmpq_sub(s->room, tube->eps, narrow.eps);
        nw_path path;
        nw_path_greedy(&path, &narrow);
        nw_lines_function(s->knots, s->values, &narrow, path.lines, count);
        nw_path_clear(&path);
    }
    fmpq_clear(narrow.eps);
    return found;
}

/* ---- which slopes to add ---- */

/* MOST_PIECES limits the memory of the search. */
enum { CLASSES = 4, BEAM = 48, MOST_PIECES = 8192 };

/* A choice of signs for the pieces so far: their sum of slopes, and how fast it changes when all values move. */
typedef struct choice {
    double sum, swing, lack; /* lack <= 0: the sum can be brought to zero */
    size_t before;           /* its place in the layer of the piece before */
    int sign;                /* of the last piece */
    bool odd;                /* how many signs are not 0 */
} choice;

typedef struct layer {
    choice kept[CLASSES * BEAM];
    size_t count;
} layer;

static int by_lack(const void *a, const void *b)
{
    const choice *x = a, *y = b;
    if (x->odd != y->odd)
        return x->odd ? -1 : 1;
    if ((x->sign != 0) != (y->sign != 0))
        return x->sign != 0 ? -1 : 1;
    return (x->lack > y->lack) - (x->lack < y->lack);
}

/* Keeps the BEAM choices of each class that lack least. */
static void thin_out(layer *next, choice *all, size_t count)
{
    qsort(all, count, sizeof *all, by_lack);
    next->count = 0;
    size_t run = 0;
    for (size_t i = 0; i < count; i++) {
        bool same = i > 0 && all[i].odd == all[i - 1].odd && (all[i].sign != 0) == (all[i - 1].sign != 0);
        run = same ? run + 1 : 0;
        if (run < BEAM)
            next->kept[next->count++] = all[i];
    }
}

/* The choices after piece i; inverse = 1 / width of the pieces. */
static void extend(layer *next, const layer *last, const double *slopes, const double *inverse, size_t i, double room)
{
    choice all[2 * CLASSES * BEAM];
    size_t count = 0;
    for (size_t k = 0; k < last->count; k++)
        for (int taken = 0; taken < 2; taken++) {
            const choice *old = &last->kept[k];
            int sign = !taken ? 0 : old->odd ? -1 : 1;
            double behind = i > 0 ? old->sign * inverse[i - 1] : 0;
            choice new = {.sum = old->sum + sign * slopes[i],
                          .swing = old->swing + fabs(behind - sign * inverse[i]),
                          .before = k,
                          .sign = sign,
                          .odd = old->odd != (taken != 0)};
            new.lack = fabs(new.sum) - room *(new.swing + (taken ? inverse[i] : 0));
            all[count++] = new;
        }
    thin_out(next, all, count);
}

/* ---- moving the values ---- */

/* rates[i] = the derivative of the sum of slopes by values[i]; sum and swing = the sum, and of the rates' moduli. */
static void rates_of(fmpq *rates, fmpq_t sum, fmpq_t swing, const slack *s, const int *signs)
{
    fmpq_t rate;
    fmpq_init(rate);
    for (size_t i = 0; i < s->count; i++) {
        if (signs[i] == 0)
            continue;
        fmpq_sub(rate, s->knots + (i + 1), s->knots + i);
        fmpq_inv(rate, rate);
        if (signs[i] < 0)
            fmpq_neg(rate, rate);
        fmpq_add(rates + (i + 1), rates + (i + 1), rate);
        fmpq_sub(rates + i, rates + i, rate);
    }
    fmpq_zero(sum);
    fmpq_zero(swing);
    for (size_t i = 0; i <= s->count; i++) {
        fmpq_addmul(sum, rates + i, s->values + i);
        fmpq_abs(rate, rates + i);
        fmpq_add(swing, swing, rate);
    }
    fmpq_clear(rate);
}

/* Moves every value by the same amount, in the direction that brings the sum of slopes to zero; false when that is more
 * than there is room for. */
static bool move_values(slack *s, const int *signs)
{
    fmpq *rates = nw_rationals(s->count + 3), *sum = rates + (s->count + 1), *move = sum + 1;
    rates_of(rates, sum, move, s, signs);
    bool enough = !fmpq_is_zero(move);
    if (enough) {
        /* Moved by -sign(rate) sum/swing each, the sum of slopes changes by -sum.  A function whose values move by at
         * most `room` moves by at most that everywhere, and so stays inside the wider tube. */
        fmpq_div(move, sum, move);
        fmpq_abs(sum, move);
        enough = fmpq_cmp(sum, s->room) <= 0;
    }
    for (size_t i = 0; i <= s->count && enough; i++) {
        if (fmpq_sgn(rates + i) > 0)
            fmpq_sub(s->values + i, s->values + i, move);
        else if (fmpq_sgn(rates + i) < 0)
            fmpq_add(s->values + i, s->values + i, move);
    }
    nw_rationals_free(rates, s->count + 3);
    return enough;
}

static void keep(nw_exact_pieces *exact, const slack *s, const int *signs)
{
    for (size_t i = 0; i <= s->count; i++) {
        fmpq_set(exact->knots + i, s->knots + i);
        fmpq_set(exact->values + i, s->values + i);
    }
    memcpy(exact->signs, signs, s->count * sizeof *signs);
}

/* ---- trying choices ---- */

/* Tries to move the values of s such that the choice does what is wanted; false, and s as before, when that fails. */
typedef bool (*settler)(slack *s, const int *signs, const nw_tube *tube);

/* The choice at place k of a layer. */
static void trace_back(int *signs, const layer *layers, size_t last, size_t k)
{
    for (size_t j = last + 1; j-- > 0;) {
        signs[j] = layers[j + 1].kept[k].sign;
        k = layers[j + 1].kept[k].before;
    }
}

/* Goes through choices whose sum of slopes there is room to bring to zero, until one settles. */
static bool choose_signs(int *signs, slack *s, const nw_tube *tube, settler settle)
{
    enum { MOST_WORK = 400000 }; /* pieces in all choices tried */
    double *slopes = nw_alloc(2 * s->count, sizeof *slopes), *inverse = slopes + s->count;
    layer *layers = nw_alloc(s->count + 1, sizeof *layers);
    fmpq_t x;
    fmpq_init(x);
    nw_line piece;
    nw_line_init(&piece);
    double room = nw_rational_double(s->room, MPFR_RNDD);
    for (size_t i = 0; i < s->count; i++) {
        nw_line_join(&piece, s->knots + i, s->values + i, s->knots + (i + 1), s->values + (i + 1));
        slopes[i] = nw_rational_double(piece.slope, MPFR_RNDN);
        fmpq_sub(x, s->knots + (i + 1), s->knots + i);
        inverse[i] = 1 / nw_rational_double(x, MPFR_RNDN);
    }
    nw_line_clear(&piece);
    fmpq_clear(x);
    bool settled = false;
    size_t tries = 1 + MOST_WORK / s->count;
    layers[0].count = 1; /* no sign yet */
    for (size_t i = 0; i < s->count && !settled && tries > 0; i++) {
        extend(&layers[i + 1], &layers[i], slopes, inverse, i, room);
        for (size_t k = 0; k < layers[i + 1].count && !settled && tries > 0; k++) {
            if (!layers[i + 1].kept[k].odd || layers[i + 1].kept[k].lack > 0)
                continue;
            memset(signs, 0, s->count * sizeof *signs);
            trace_back(signs, layers, i, k);
            settled = settle(s, signs, tube);
            tries--;
        }
    }
    free(layers);
    free(slopes);
    return settled;
}

static bool settle_constant(slack *s, const int *signs, const nw_tube *tube)
{
    (void)tube;
    return move_values(s, signs);
}

/* The signs sum to 1, so that all values moved by c move A by c. */
static bool settle_zero(slack *s, const int *signs, const nw_tube *tube)
{
    fmpq *before = nw_rationals(s->count + 1);
    for (size_t i = 0; i <= s->count; i++)
        fmpq_set(before + i, s->values + i);
    bool settled = move_values(s, signs);
    if (settled) {
        nw_line rest;
        nw_line_init(&rest);
        nw_lines_sum(&rest, s->knots, s->values, signs, s->count);
        for (size_t i = 0; i <= s->count; i++)
            fmpq_sub(s->values + i, s->values + i, rest.level);
        nw_line_clear(&rest);
        settled = nw_tube_holds(tube, s->count + 1, s->knots, s->values);
    }
    for (size_t i = 0; i <= s->count && !settled; i++)
        fmpq_set(s->values + i, before + i);
    nw_rationals_free(before, s->count + 1);
    return settled;
}

static bool balance(nw_exact_pieces *exact, const nw_tube *tube, settler settle)
{
    slack s;
    if (exact->count > MOST_PIECES || !slack_find(&s, tube, exact->count))
        return false;
    int *signs = nw_alloc(exact->count, sizeof *signs);
    bool found = choose_signs(signs, &s, tube, settle);
    if (found)
        keep(exact, &s, signs);
    free(signs);
    slack_clear(&s);
    return found;
}

bool nw_balance_slopes(nw_exact_pieces *exact, const nw_tube *tube)
{
    return balance(exact, tube, settle_constant);
}

bool nw_balance_lines(nw_exact_pieces *exact, const nw_tube *tube)
{
    return balance(exact, tube, settle_zero);
}

/* ---- a sum of three lines without a zero ---- */

/* at[2 i], at[2 i + 1] = the line of piece i at the two ends, nearly. */
static bool choose_three(int *signs, const double *at, size_t count)
{
    enum { MOST_TRIED = 20000000 };
    size_t tried = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t k = count; k-- > i + 2;)
            for (size_t j = i + 1; j < k; j++) {
                double left = at[2 * i] - at[2 * j] + at[2 * k];
                double right = at[2 * i + 1] - at[2 * j + 1] + at[2 * k + 1];
                if (left * right > 0) {
                    signs[i] = signs[k] = 1;
                    signs[j] = -1;
                    return true;
                }
                if (++tried == MOST_TRIED)
                    return false;
            }
    return false;
}

bool nw_line_keeps_sign(const nw_line *line, const nw_tube *tube)
{
    fmpq *ends = nw_rationals(2);
    nw_line_value(ends, line, tube->x);
    nw_line_value(ends + 1, line, tube->x + (tube->count - 1));
    bool keeps = fmpq_sgn(ends) * fmpq_sgn(ends + 1) >= 0 && (fmpq_sgn(ends) != 0 || fmpq_sgn(ends + 1) != 0);
    nw_rationals_free(ends, 2);
    return keeps;
}

bool nw_balance_sign(nw_exact_pieces *exact, const nw_tube *tube)
{
    slack s;
    if (!slack_find(&s, tube, exact->count))
        return false;
    int *signs = nw_alloc(s.count, sizeof *signs);
    double *at = nw_alloc(2 * s.count, sizeof *at);
    nw_line line;
    fmpq_t value;
    nw_line_init(&line);
    fmpq_init(value);
    for (size_t i = 0; i < s.count; i++) {
        nw_line_join(&line, s.knots + i, s.values + i, s.knots + (i + 1), s.values + (i + 1));
        nw_line_value(value, &line, tube->x);
        at[2 * i] = nw_rational_double(value, MPFR_RNDN);
        nw_line_value(value, &line, tube->x + (tube->count - 1));
        at[2 * i + 1] = nw_rational_double(value, MPFR_RNDN);
    }
    bool found = choose_three(signs, at, s.count);
    if (found) {
        /* The choice was made in doubles; what is returned is decided in rationals. */
        nw_lines_sum(&line, s.knots, s.values, signs, s.count);
        found = nw_line_keeps_sign(&line, tube);
        if (found)
            keep(exact, &s, signs);
    }
    fmpq_clear(value);
    nw_line_clear(&line);
    free(at);
    free(signs);
    slack_clear(&s);
    return found;
}
