#include "base/hot.h"

NW_HOT_FILE

#include "fit/minimax.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "fit/normal.h"
#include "fit/points.h"

/* Slacks and multipliers of  r + J d <= t  (upper) and  -t <= r + J d  (lower), and of the box.  With w = multiplier /
 * slack, Newton's equations in (step of d, step of t) reduce to
 *
 *     (J' W J + B) dd - q dt = -b,     q' dd - S dt = 1 - sum g,
 *
 * W = diag(w_upper + w_lower), B that of the box, q = J'(w_upper - w_lower), S = sum W, g = centre / slack for every
 * row, b = J'(g_upper - g_lower) + those of the box. */
typedef struct iteration {
    double *upper_slack, *lower_slack, *upper, *lower; /* rows */
    double *root, *asymmetry, *pull, *change;          /* rows: sqrt W; what gives q and b, over it; J dd */
    double *high_slack, *low_slack, *high, *low;       /* unknowns */
    double *q, *b, *direction, *reciprocal;            /* unknowns */
    double *matrix, *scaled;                           /* the Gram matrix; one chunk of weighted columns */
    double level, start;                               /* t, and the largest |r| */
    size_t ld;
} iteration;

enum { ROW_ARRAYS = 8, UNKNOWN_ARRAYS = 8, MOST_ITERATIONS = 40 };

static const double centring = 0.15, caution = 0.95, accuracy = 1e-4, useful = 0.03;

void nw_minimax_begin(nw_minimax *problem, size_t most_rows, size_t unknowns)
{
    size_t padded = nw_round_up(most_rows, NW_LANES), ld = nw_round_up(unknowns + 2, NW_LANES);
    *problem = (nw_minimax){.unknowns = unknowns, .padded = padded};
    size_t room = padded * (unknowns + 1 + ROW_ARRAYS) + ld * (1 + UNKNOWN_ARRAYS + ld + NW_STRIDE) + NW_FIT_ALIGN;
    problem->block = nw_alloc(room, sizeof(double));
    problem->columns = nw_fit_align(problem->block);
    problem->residual = problem->columns + padded * unknowns;
    problem->step = problem->residual + padded;
}

void nw_minimax_end(nw_minimax *problem)
{
    free(problem->block);
    *problem = (nw_minimax){0};
}

static iteration lay_out(const nw_minimax *problem)
{
    size_t padded = problem->padded, ld = nw_round_up(problem->unknowns + 2, NW_LANES);
    iteration it = {.ld = ld};
    double **rows[ROW_ARRAYS] = {&it.upper_slack, &it.lower_slack, &it.upper, &it.lower,
                                 &it.root,        &it.asymmetry,   &it.pull,  &it.change};
    double **unknowns[UNKNOWN_ARRAYS] = {&it.high_slack, &it.low_slack, &it.high,      &it.low,
                                         &it.q,          &it.b,         &it.direction, &it.reciprocal};
    double *place = problem->step + ld;
    for (size_t k = 0; k < ROW_ARRAYS; k++, place += padded)
        *rows[k] = place;
    for (size_t k = 0; k < UNKNOWN_ARRAYS; k++, place += ld)
        *unknowns[k] = place;
    it.matrix = place;
    it.scaled = place + ld * ld;
    return it;
}

/* ---- loops over rows ---- */

NW_CLONES
static void set_rows(const iteration *it, size_t count, double centre)
{
    for (size_t i = 0; i < count; i++) {
        double w_upper = it->upper[i] / it->upper_slack[i], w_lower = it->lower[i] / it->lower_slack[i];
        double root = sqrt(w_upper + w_lower);
        it->root[i] = root;
        it->asymmetry[i] = (w_upper - w_lower) / root;
        it->pull[i] = (centre / it->upper_slack[i] - centre / it->lower_slack[i]) / root;
    }
}

NW_CLONES
static void weigh(double *out, const double *column, const double *weight, size_t length)
{
    for (size_t i = 0; i < length; i++)
        out[i] = column[i] * weight[i];
}

NW_CLONES
static void add_multiple(double *out, double factor, const double *column, size_t length)
{
    for (size_t i = 0; i < length; i++)
        out[i] += factor * column[i];
}

/* ---- one iteration ---- */

/* J'W J, and q and b without the box as two more columns of the same product. */
static void form_matrix(const nw_minimax *problem, const iteration *it)
{
    size_t n = problem->unknowns, tiled = nw_round_up(n + 2, NW_TILE), padded = problem->padded;
    memset(it->matrix, 0, tiled * it->ld * sizeof(double));
    memset(it->scaled + n * NW_STRIDE, 0, (tiled - n) * NW_STRIDE * sizeof(double));
    for (size_t from = 0; from < padded; from += NW_CHUNK) {
        size_t length = padded - from < NW_CHUNK ? padded - from : NW_CHUNK;
        for (size_t k = 0; k < n; k++)
            weigh(it->scaled + k * NW_STRIDE, problem->columns + k * padded + from, it->root + from, length);
        memcpy(it->scaled + n * NW_STRIDE, it->asymmetry + from, length * sizeof(double));
        memcpy(it->scaled + (n + 1) * NW_STRIDE, it->pull + from, length * sizeof(double));
        nw_gram_add(it->matrix, it->ld, tiled, length, NW_STRIDE, it->scaled);
    }
}

/* Solves Newton's equations: it->direction and it->change; returns the step of the level, NaN when the matrix is not
 * definite. */
static double newton_step(const nw_minimax *problem, const iteration *it, double centre)
{
    size_t n = problem->unknowns, count = problem->count, padded = problem->padded;
    set_rows(it, count, centre);
    form_matrix(problem, it);
    double sum_w = 0, sum_g = 0;
    for (size_t i = 0; i < count; i++) {
        sum_w += it->root[i] * it->root[i];
        sum_g += centre / it->upper_slack[i] + centre / it->lower_slack[i];
    }
    for (size_t k = 0; k < n; k++) {
        it->q[k] = it->matrix[k * it->ld + n];
        it->b[k] = it->matrix[k * it->ld + n + 1] + centre / it->high_slack[k] - centre / it->low_slack[k];
        it->matrix[k * it->ld + k] += it->high[k] / it->high_slack[k] + it->low[k] / it->low_slack[k];
    }
    if (!nw_cholesky(it->matrix, it->ld, n, it->reciprocal))
        return NAN;
    memcpy(it->direction, it->q, n * sizeof(double));
    nw_cholesky_solve(it->matrix, it->ld, n, it->reciprocal, it->direction);
    double q_q = 0, q_b = 0;
    for (size_t k = 0; k < n; k++) {
        q_q += it->q[k] * it->direction[k];
        q_b += it->b[k] * it->direction[k];
    }
    double rise = (1 - sum_g + q_b) / (q_q - sum_w);
    for (size_t k = 0; k < n; k++)
        it->direction[k] = it->q[k] * rise - it->b[k];
    nw_cholesky_solve(it->matrix, it->ld, n, it->reciprocal, it->direction);
    memset(it->change, 0, padded * sizeof(double));
    for (size_t k = 0; k < n; k++)
        add_multiple(it->change, it->direction[k], problem->columns + k * padded, padded);
    return rise;
}

/* What remains of the way until a positive number that changes at this rate is used up. */
static double limit(double longest, double value, double rate)
{
    return value + longest * rate < 0 ? -value / rate : longest;
}

typedef struct lengths {
    double primal, dual;
} lengths;

/* The step of a multiplier whose slack changes at this rate. */
static double dual_rate(double multiplier, double slack, double slack_rate, double centre)
{
    return (centre - multiplier * slack_rate) / slack - multiplier;
}

static lengths longest_steps(const nw_minimax *problem, const iteration *it, double rise, double centre)
{
    lengths longest = {1 / caution, 1 / caution};
    for (size_t i = 0; i < problem->count; i++) {
        double upper = rise - it->change[i], lower = rise + it->change[i];
        longest.primal = limit(longest.primal, it->upper_slack[i], upper);
        longest.primal = limit(longest.primal, it->lower_slack[i], lower);
        longest.dual = limit(longest.dual, it->upper[i], dual_rate(it->upper[i], it->upper_slack[i], upper, centre));
        longest.dual = limit(longest.dual, it->lower[i], dual_rate(it->lower[i], it->lower_slack[i], lower, centre));
    }
    for (size_t k = 0; k < problem->unknowns; k++) {
        double high = -it->direction[k], low = it->direction[k];
        longest.primal = limit(longest.primal, it->high_slack[k], high);
        longest.primal = limit(longest.primal, it->low_slack[k], low);
        longest.dual = limit(longest.dual, it->high[k], dual_rate(it->high[k], it->high_slack[k], high, centre));
        longest.dual = limit(longest.dual, it->low[k], dual_rate(it->low[k], it->low_slack[k], low, centre));
    }
    return (lengths){caution * longest.primal, caution * longest.dual};
}

static void move_pair(double *slack, double *multiplier, double rate, double centre, lengths length)
{
    double dual = dual_rate(*multiplier, *slack, rate, centre);
    *slack += length.primal * rate;
    *multiplier += length.dual * dual;
}

static void move(nw_minimax *problem, iteration *it, double rise, double centre, lengths length)
{
    for (size_t i = 0; i < problem->count; i++) {
        move_pair(it->upper_slack + i, it->upper + i, rise - it->change[i], centre, length);
        move_pair(it->lower_slack + i, it->lower + i, rise + it->change[i], centre, length);
    }
    for (size_t k = 0; k < problem->unknowns; k++) {
        move_pair(it->high_slack + k, it->high + k, -it->direction[k], centre, length);
        move_pair(it->low_slack + k, it->low + k, it->direction[k], centre, length);
        problem->step[k] += length.primal * it->direction[k];
    }
    it->level += length.primal * rise;
}

static double duality_gap(const nw_minimax *problem, const iteration *it)
{
    double gap = 0;
    for (size_t i = 0; i < problem->count; i++)
        gap += it->upper[i] * it->upper_slack[i] + it->lower[i] * it->lower_slack[i];
    for (size_t k = 0; k < problem->unknowns; k++)
        gap += it->high[k] * it->high_slack[k] + it->low[k] * it->low_slack[k];
    return gap;
}

/* d = 0 and a level above all residuals; multipliers of equal products with the slacks, of sum 1 over the rows. */
static void begin(nw_minimax *problem, iteration *it, double reach)
{
    size_t count = problem->count, padded = problem->padded, n = problem->unknowns;
    double largest = 0, total = 0;
    for (size_t i = 0; i < count; i++)
        largest = fmax(largest, fabs(problem->residual[i]));
    it->start = largest;
    it->level = 1.05 * largest;
    for (size_t i = 0; i < count; i++) {
        it->upper_slack[i] = it->level - problem->residual[i];
        it->lower_slack[i] = it->level + problem->residual[i];
        total += 1 / it->upper_slack[i] + 1 / it->lower_slack[i];
    }
    for (size_t i = 0; i < count; i++) {
        it->upper[i] = 1 / (it->upper_slack[i] * total);
        it->lower[i] = 1 / (it->lower_slack[i] * total);
    }
    for (size_t i = count; i < padded; i++)
        it->root[i] = it->asymmetry[i] = it->pull[i] = 0;
    for (size_t k = 0; k < n; k++) {
        problem->step[k] = 0;
        it->high_slack[k] = it->low_slack[k] = reach;
        it->high[k] = it->low[k] = 1 / (reach * total);
    }
}

bool nw_minimax_solve(nw_minimax *problem, double reach, const volatile bool *stop)
{
    iteration it = lay_out(problem);
    begin(problem, &it, reach);
    size_t pairs = 2 * (problem->count + problem->unknowns);
    for (int k = 0; k < MOST_ITERATIONS; k++) {
        double gap = duality_gap(problem, &it);
        if (!(gap > accuracy * it.start && gap > useful * (it.start - it.level)))
            break;
        if (stop != NULL && *stop)
            return false;
        double centre = centring * gap / (double)pairs, rise = newton_step(problem, &it, centre);
        if (!(fabs(rise) < INFINITY))
            return false;
        move(problem, &it, rise, centre, longest_steps(problem, &it, rise, centre));
    }
    problem->level = it.level;
    return it.level < INFINITY;
}
