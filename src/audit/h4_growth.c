#include "audit/h4_growth.h"

#include <stdlib.h>

#include "audit/enclosures.h"
#include "audit/h4_variation.h"
#include "base/memory.h"

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

enum { PREC = 128, DIGITS = 12, QUICK_REACH = 256, REACH = 4096, HALVINGS = 40 };

static const nw_evidence_column growth_columns[] = {
    {"piece", "on", NW_EVIDENCE_TEXT, false},
    {"slope_lower", "s' >=", NW_EVIDENCE_NUMBER, false},
    {"variation_lower", "variation of s' >=", NW_EVIDENCE_NUMBER, false},
    {"variation_upper", "variation of s' <=", NW_EVIDENCE_NUMBER, false},
    {"check", "check", NW_EVIDENCE_TEXT, false},
};

static void growth_row(nw_evidence *evidence, const char *piece, const arb_t slope, const arb_t variation,
                       nw_outcome outcome)
{
    nw_evidence_cell(evidence, nw_copy_text(piece));
    nw_evidence_cell(evidence, nw_ball_low_text(slope, DIGITS));
    nw_evidence_ball(evidence, variation, DIGITS);
    char *what = nw_format("s' is positive and of bounded variation on %s", piece);
    nw_evidence_cell(evidence, nw_copy_text(nw_evidence_decide(evidence, outcome, what)));
}

/* On the two left pieces s' rises, as 1/x^2 for x < 0 and arcsin do: its variation is the difference of its values at
 * the ends, and the one at the left end, 0 at -infinity, is its least. */
static nw_outcome rising_row(nw_evidence *evidence, const char *what, int piece, arb_t total)
{
    arb_t t, least, variation;
    arb_init(t);
    arb_init(least);
    arb_init(variation);
    nw_smooth f = {nw_unit_yarotsky.piece[piece].jet, NULL};
    if (piece > 0) {
        arb_set_d(t, nw_unit_yarotsky.piece[piece].low);
        nw_smooth_derivative(least, &f, 1, t, PREC);
    }
    arb_set_d(t, nw_unit_yarotsky.piece[piece].high);
    nw_smooth_derivative(variation, &f, 1, t, PREC);
    arb_sub(variation, variation, least, PREC);
    arb_add(total, total, variation, PREC);
    nw_outcome outcome = arb_is_nonnegative(least) && arb_is_positive(variation) ? NW_PROVED : NW_UNKNOWN;
    growth_row(evidence, what, least, variation, outcome);
    arb_clear(t);
    arb_clear(least);
    arb_clear(variation);
    return outcome;
}

static nw_outcome check_variation(nw_evidence *evidence, const nw_claim *claim, const nw_audit_run *run,
                                  const arb_t total)
{
    arb_t from, to, slope;
    arb_init(from);
    arb_init(to);
    arb_init(slope);
    nw_h4_stated(from, "variation from", claim, run);
    nw_h4_stated(to, "variation to", claim, run);
    nw_outcome outcome = nw_decide_both(nw_decide_at_most(from, total), nw_decide_at_most(total, to));
    growth_row(evidence, "the line", slope, total, outcome);
    arb_clear(from);
    arb_clear(to);
    arb_clear(slope);
    return outcome;
}

/* (3 + cos - 2 sin/(pi x))/x^2 >= (2 - 2/pi)/x^2 for x >= 1; the constant is a little less. */
static nw_outcome check_least_slope(arb_t least, const nw_claim *claim, const nw_audit_run *run)
{
    arb_t bound;
    arb_init(bound);
    arb_const_pi(bound, PREC);
    arb_ui_div(bound, 2, bound, PREC);
    arb_sub_ui(bound, bound, 2, PREC);
    arb_neg(bound, bound);
    nw_h4_stated(least, "least slope", claim, run);
    nw_outcome outcome = nw_decide_both(nw_decide_at_most(least, bound), nw_decide_exactly(arb_is_positive(least)));
    arb_clear(bound);
    return outcome;
}

static nw_outcome check_right(nw_evidence *evidence, const nw_claim *claim, const nw_audit_run *run, arb_t total)
{
    slong reach = run->quick ? QUICK_REACH : REACH;
    arb_t variation, least, sum;
    arf_t from, to;
    arb_init(variation);
    arb_init(least);
    arb_init(sum);
    arf_init(from);
    arf_init(to);
    nw_smooth f = {nw_unit_yarotsky.piece[2].jet, NULL};
    nw_outcome outcome = check_least_slope(least, claim, run);
    nw_evidence_decide(evidence, outcome, nw_copy_text("x^2 s' is at least the stated least slope for x >= 1"));
    arb_t lowest;
    arb_init(lowest);
    arb_pos_inf(lowest);
    for (slong n = 1; n < reach; n++) { /* unit by unit, so that bisection begins near the zeros of s'' */
        arf_set_si(from, n);
        arf_set_si(to, n + 1);
        nw_derivative_variation(variation, least, &f, from, to, HALVINGS, PREC);
        arb_add(sum, sum, variation, PREC);
        arb_min(lowest, lowest, least, PREC);
    }
    char *piece = nw_format("[1, %ld]", (long)reach);
    outcome = nw_decide_both(outcome, arb_is_positive(lowest) ? NW_PROVED : NW_UNKNOWN);
    growth_row(evidence, piece, lowest, sum, outcome);
    free(piece);
    arb_add(total, total, sum, PREC);
    nw_yarotsky_tail(sum, reach, PREC);
    piece = nw_format("[%ld, inf)", (long)reach);
    arb_zero(least);
    growth_row(evidence, piece, least, sum, outcome);
    free(piece);
    arb_add(total, total, sum, PREC);
    arb_clear(variation);
    arb_clear(least);
    arb_clear(lowest);
    arb_clear(sum);
    arf_clear(from);
    arf_clear(to);
    return outcome;
}

nw_outcome nw_h4_growth(nw_evidence *evidence, const nw_claim *claim, const nw_audit_run *run)
{
    arb_t total, bound, limit;
    arb_init(total);
    arb_init(bound);
    arb_init(limit);
    nw_evidence_begin(evidence, "growth", "s' and its total variation", growth_columns, COUNT(growth_columns));
    nw_outcome all = rising_row(evidence, "(-inf, -1]", 0, total);
    all = nw_decide_both(all, rising_row(evidence, "[-1, 1]", 1, total));
    all = nw_decide_both(all, check_right(evidence, claim, run, total));
    all = nw_decide_both(all, check_variation(evidence, claim, run, total));
    /* s rises to its limit 7 - 0. */
    nw_h4_stated(bound, "bound", claim, run);
    arb_set_ui(limit, 7);
    nw_outcome below = nw_decide_at_most(limit, bound);
    nw_evidence_decide(evidence, below, nw_copy_text("s stays below the stated bound"));
    arb_clear(total);
    arb_clear(bound);
    arb_clear(limit);
    return nw_decide_both(all, below);
}

/* ---- the other activations ---- */

static const nw_evidence_column regular_columns[] = {
    {"activation", "activation", NW_EVIDENCE_TEXT, false},
    {"integral_lower", "integral of s' >=", NW_EVIDENCE_NUMBER, false},
    {"integral_upper", "integral of s' <=", NW_EVIDENCE_NUMBER, false},
    {"variation_lower", "variation of s' >=", NW_EVIDENCE_NUMBER, false},
    {"variation_upper", "variation of s' <=", NW_EVIDENCE_NUMBER, false},
    {"regular", "regular", NW_EVIDENCE_TEXT, false},
    {"check", "check", NW_EVIDENCE_TEXT, false},
};

enum { SIDE = 64 /* the middle is [-64, 64] */ };

/* s' of tanh, logistic and arctan is even, positive, and falls from 0 on, to 0: its variation is 2 s'(0).  On [-64, 64]
 * it is enclosed by bisection, and beyond it is 2 s'(64). */
static void smooth_variation(arb_t variation, const nw_unit *unit)
{
    nw_smooth f = {unit->piece[0].jet, NULL};
    arb_t t, tail;
    arf_t from, to;
    arb_init(t);
    arb_init(tail);
    arf_init(from);
    arf_init(to);
    arf_set_si(from, -SIDE);
    arf_set_si(to, SIDE);
    nw_derivative_variation(variation, NULL, &f, from, to, HALVINGS, 2 * PREC);
    arb_set_si(t, SIDE);
    nw_smooth_derivative(tail, &f, 1, t, 2 * PREC);
    arb_mul_2exp_si(tail, tail, 1);
    arb_add(variation, variation, tail, PREC);
    arb_clear(t);
    arb_clear(tail);
    arf_clear(from);
    arf_clear(to);
}

/* s(infinity) - s(-infinity). */
static void whole_rise(arb_t rise, const nw_unit *unit)
{
    if (unit == &nw_unit_arctan)
        arb_const_pi(rise, PREC);
    else
        arb_set_si(rise, unit == &nw_unit_tanh ? 2 : 1);
}

static nw_outcome check_smooth_unit(nw_evidence *evidence, const nw_unit *unit)
{
    arb_t rise, variation, expected;
    nw_smooth f = {unit->piece[0].jet, NULL};
    arb_init(rise);
    arb_init(variation);
    arb_init(expected);
    whole_rise(rise, unit);
    smooth_variation(variation, unit);
    nw_smooth_derivative(expected, &f, 1, expected, PREC); /* s'(0) */
    arb_mul_2exp_si(expected, expected, 1);
    nw_outcome outcome = !arb_overlaps(variation, expected)      ? NW_REFUTED
                         : arb_rel_accuracy_bits(variation) < 20 ? NW_UNKNOWN
                                                                 : NW_PROVED;
    nw_evidence_cell(evidence, nw_copy_text(unit->name));
    nw_evidence_ball(evidence, rise, DIGITS);
    nw_evidence_ball(evidence, variation, DIGITS);
    /* A finite enclosure of the variation is the regularity; that it is 2 s'(0) is a second computation. */
    bool regular = outcome == NW_PROVED && arb_is_finite(variation) && arb_is_finite(rise);
    nw_evidence_cell(evidence, nw_copy_text(regular ? "yes" : "unknown"));
    char *what = nw_format("s' of %s has the variation 2 s'(0)", unit->name);
    nw_evidence_cell(evidence, nw_copy_text(nw_evidence_decide(evidence, outcome, what)));
    arb_clear(rise);
    arb_clear(variation);
    arb_clear(expected);
    return regular ? NW_PROVED : NW_UNKNOWN;
}

/* Slopes of the pieces from left to right: the variation is the sum of their jumps, and the integral is finite when the
 * outer slopes are 0. */
static nw_outcome check_pieces(nw_evidence *evidence, const nw_unit *unit, const slong *slopes, int count)
{
    slong variation = 0;
    for (int i = 1; i < count; i++)
        variation += labs(slopes[i] - slopes[i - 1]);
    bool integrable = slopes[0] == 0 && slopes[count - 1] == 0;
    nw_evidence_cell(evidence, nw_copy_text(unit->name));
    nw_evidence_cell(evidence, nw_copy_text(integrable ? "1" : "inf"));
    nw_evidence_cell(evidence, nw_copy_text(integrable ? "1" : "inf"));
    nw_evidence_cell(evidence, nw_format("%ld", (long)variation));
    nw_evidence_cell(evidence, nw_format("%ld", (long)variation));
    /* The jets say what the slopes are. */
    nw_outcome outcome = NW_PROVED;
    arb_t t, slope;
    arb_init(t);
    arb_init(slope);
    for (int i = 0; i < count; i++) {
        arb_set_d(t, i - 0.5); /* inside the pieces: -1/2, 1/2, 3/2 */
        nw_smooth f = {unit->piece[i].jet, NULL};
        nw_smooth_derivative(slope, &f, 1, t, PREC);
        outcome = nw_decide_both(outcome, nw_decide_exactly(arb_equal_si(slope, slopes[i])));
    }
    arb_clear(t);
    arb_clear(slope);
    nw_evidence_cell(evidence, nw_copy_text(outcome != NW_PROVED ? "unknown" : integrable ? "yes" : "no"));
    char *what = nw_format("s' of %s is piecewise constant with the slopes of the table", unit->name);
    nw_evidence_cell(evidence, nw_copy_text(nw_evidence_decide(evidence, outcome, what)));
    return outcome != NW_PROVED ? NW_UNKNOWN : integrable ? NW_PROVED : NW_REFUTED;
}

void nw_h4_regularity(nw_outcome outcomes[NW_H4_OTHERS], nw_evidence *evidence)
{
    nw_evidence_begin(evidence, "regularity", "s' of the other activations", regular_columns, COUNT(regular_columns));
    outcomes[0] = check_smooth_unit(evidence, &nw_unit_tanh);
    outcomes[1] = check_smooth_unit(evidence, &nw_unit_logistic);
    outcomes[2] = check_smooth_unit(evidence, &nw_unit_arctan);
    outcomes[3] = check_pieces(evidence, &nw_unit_crelu, (const slong[]){0, 1, 0}, 3);
    outcomes[4] = check_pieces(evidence, &nw_unit_relu, (const slong[]){0, 1}, 2);
}
