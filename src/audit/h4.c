/* H4: Yarotsky's sigmoidal function meets Theorem 1's regularity hypotheses, yet no rate holds for it. */
#include <stdlib.h>

#include "audit/claim.h"
#include "audit/enclosures.h"
#include "audit/h4_limit.h"
#include "audit/h4_growth.h"
#include "audit/marks.h"
#include "base/memory.h"
#include "rational.h"

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

enum { PREC = 128, DIGITS = 12, LAST_PLACE = 20, FIRST_PLACE = 2 };

static const char statement[] =
    "Yarotsky's function s, -1/x for x < -1, (x arcsin x + sqrt(1-x^2))/pi + 3x/2 + 2 for |x| <= 1, 7 - 3/x + sin(pi "
    "x)/(pi x^2) for x > 1, is bounded between 0 and 7, C^1 on the line with s' > 0 everywhere and s' integrable, and "
    "s' has bounded variation, about 4.4192: it meets the regularity hypotheses of Theorem 1. Yet X^2 (s(X+t) - s(X)) "
    "tends to 3t + sin(pi t)/pi for even X, uniformly with error 3/X or so. From this and from arcsin in the middle "
    "piece networks of one fixed size approximate every continuous function arbitrarily well (Yarotsky 2021): the "
    "theorem's conclusion, that the number of parameters grows like eps^(-m/r), fails.";

static const char method[] =
    "Joints. arcsin(-1) = -pi/2, arcsin 1 = pi/2 and sin pi = 0, so at x = -1 and 1 both pieces take rational values "
    "and slopes: 1 and 1, 4 and 2. They are computed exactly from arcsin(x)/pi = x/2 there, and from both sides in "
    "balls.\n\n"
    "Growth. On (-inf, -1) s' = 1/x^2 > 0, it rises from 0 to 1. On [-1,1] s' = arcsin(x)/pi + 3/2 rises from 1 to 2. "
    "On (1, inf) s' = (3 + cos(pi x) - 2 sin(pi x)/(pi x))/x^2 >= (2 - 2/pi)/x^2 > 0. So s rises from 0 to 7, and s' "
    "integrates to 7. The two left pieces contribute 1 each to the variation. On [1, X] the variation is the sum of "
    "|s'(v) - s'(u)| over pieces on which s'' has one sign, found by bisection; what is left around the zeros of s'' "
    "counts with its length times max |s''|. On [X, inf), X an integer, |s''| integrates to between 2/(X+1) - R and "
    "2/(X-1) + R, R = 5/X^2 + 2/(pi X^3), because |pi sin(pi x)/x^2| integrates to between 2/(n+1)^2 and 2/n^2 over "
    "[n, n+1].\n\n"
    "Other activations. s' of tanh, logistic and arctan is even and falls to 0 on both sides of 0, so its variation "
    "is 2 s'(0), enclosed once more by bisection; clipped ReLU's is 0, 1, 0; ReLU's is 1 on a half-line and not "
    "integrable.\n\n"
    "Limit. For even X, sin(pi (X+t)) = sin(pi t) and sin(pi X) = 0, so X^2 (s(X+t) - s(X)) - 3t - sin(pi t)/pi = "
    "-3t^2/(X+t) - (sin(pi t)/pi) t (2X+t)/(X+t)^2. At t = -1 this is -3/(X-1). The maximum over [-1,1] is enclosed "
    "by branch and bound, with s as it is defined at points. Universality itself is quoted: Yarotsky, Elementary "
    "superexpressive activations, 2021.";

static const nw_claim_constant constants[] = {
    {"value at -1", "1", "11/10", "s(-1), from both sides"},
    {"slope at -1", "1", "11/10", "s'(-1), from both sides"},
    {"value at 1", "4", "39/10", "s(1), from both sides"},
    {"slope at 1", "2", "19/10", "s'(1), from both sides"},
    {"least slope", "34/25", "7/5", "x^2 s'(x) is at least this for x >= 1"},
    {"variation from", "4.419", "4.42", "a lower bound of the total variation of s'"},
    {"variation to", "4.4194", "4.418", "an upper bound of it"},
    {"bound", "7", "6", "s stays below"},
    {"rate", "3", "31/10", "the limit of X times the error of the limit formula"},
    {"spread", "5", "1", "X times the error differs from the rate by at most this over X"},
    {NULL, NULL, NULL, NULL},
};

void nw_h4_stated(arb_t value, const char *name, const nw_claim *claim, const nw_audit_run *run)
{
    fmpq_t exact;
    fmpq_init(exact);
    nw_claim_constant_get(exact, claim, run, name);
    arb_set_fmpq(value, exact, PREC);
    fmpq_clear(exact);
}

/* ---- joints ---- */

static const nw_evidence_column joint_columns[] = {
    {"x", "x", NW_EVIDENCE_INTEGER, false},
    {"order", "derivative", NW_EVIDENCE_INTEGER, false},
    {"exact", "exact", NW_EVIDENCE_NUMBER, false},
    {"left_lower", "from the left >=", NW_EVIDENCE_NUMBER, false},
    {"left_upper", "from the left <=", NW_EVIDENCE_NUMBER, true},
    {"right_lower", "from the right >=", NW_EVIDENCE_NUMBER, false},
    {"right_upper", "from the right <=", NW_EVIDENCE_NUMBER, true},
    {"check", "check", NW_EVIDENCE_TEXT, false},
};

/* The middle piece at x = -1 or 1, exactly, by arcsin(x)/pi = x/2 and sqrt(1 - x^2) = 0; and the outer piece there,
 * -1/x and 1/x^2, or 7 - 3/x and 3/x^2 + cos(pi x)/x^2 with cos pi = -1. */
static void exact_joint(fmpq_t middle, fmpq_t outer, slong x, int order)
{
    if (order == 0) {
        fmpq_set_si(middle, x * x + 3 * x + 4, 2); /* x (x/2) + 3x/2 + 2 */
        fmpq_set_si(outer, x < 0 ? 1 : 7 - 3, 1);
    } else {
        fmpq_set_si(middle, x + 3, 2);
        fmpq_set_si(outer, x < 0 ? 1 : 3 - 1, 1);
    }
    fmpq_canonicalise(middle);
}

static nw_outcome check_joint(nw_evidence *evidence, const nw_claim *claim, const nw_audit_run *run, slong x, int order)
{
    arb_t t, left, right, value;
    fmpq_t middle, outer, expected;
    arb_init(t);
    arb_init(left);
    arb_init(right);
    arb_init(value);
    fmpq_init(middle);
    fmpq_init(outer);
    fmpq_init(expected);
    char *name = nw_format("%s at %ld", order == 0 ? "value" : "slope", (long)x);
    nw_claim_constant_get(expected, claim, run, name);
    exact_joint(middle, outer, x, order);
    arb_set_si(t, x);
    for (int side = 0; side < 2; side++) {
        nw_smooth f = {nw_unit_yarotsky.piece[(x < 0 ? 0 : 1) + side].jet, NULL};
        nw_smooth_derivative(side == 0 ? left : right, &f, order, t, PREC);
    }
    bool holds = fmpq_equal(middle, expected) && fmpq_equal(outer, expected) && arb_contains_fmpq(left, expected) &&
                 arb_contains_fmpq(right, expected);
    arb_union(value, left, right, PREC);
    nw_outcome outcome = nw_decide_exactly(holds);
    if (arb_rel_accuracy_bits(value) < PREC / 2)
        outcome = nw_decide_both(outcome, NW_UNKNOWN);
    nw_evidence_cell(evidence, nw_format("%ld", (long)x));
    nw_evidence_cell(evidence, nw_format("%d", order));
    nw_evidence_cell(evidence, nw_rational_short(middle));
    nw_evidence_ball(evidence, left, DIGITS);
    nw_evidence_ball(evidence, right, DIGITS);
    char *what = nw_format("the %s is the stated one from both sides", name);
    nw_evidence_cell(evidence, nw_copy_text(nw_evidence_decide(evidence, outcome, what)));
    free(name);
    arb_clear(t);
    arb_clear(left);
    arb_clear(right);
    arb_clear(value);
    fmpq_clear(middle);
    fmpq_clear(outer);
    fmpq_clear(expected);
    return outcome;
}

static nw_outcome check_joints(nw_evidence *evidence, const nw_claim *claim, const nw_audit_run *run)
{
    nw_outcome all = NW_PROVED;
    nw_evidence_begin(evidence, "joints", "values and slopes where the pieces meet", joint_columns,
                      COUNT(joint_columns));
    for (slong x = -1; x <= 1; x += 2)
        for (int order = 0; order <= 1; order++)
            all = nw_decide_both(all, check_joint(evidence, claim, run, x, order));
    return all;
}

void nw_h4_outcomes(nw_outcome outcomes[NW_H4_UNITS], const nw_audit_run *run)
{
    nw_evidence *evidence = nw_evidence_new();
    nw_audit_run own = *run; /* a constant that is altered is another claim's; short sums decide as well */
    own.altered_name = NULL;
    own.quick = true;
    nw_outcome smooth = check_joints(evidence, &nw_claim_h4, &own);
    outcomes[NW_H4_OTHERS] = nw_decide_both(smooth, nw_h4_growth(evidence, &nw_claim_h4, &own));
    nw_h4_regularity(outcomes, evidence);
    nw_evidence_free(evidence);
}

/* ---- the limit ---- */

static const nw_evidence_column limit_columns[] = {
    {"place", "X = 2^", NW_EVIDENCE_INTEGER, false},
    {"error_lower", "error >=", NW_EVIDENCE_NUMBER, true},
    {"error_upper", "error <=", NW_EVIDENCE_NUMBER, false},
    {"rate_lower", "X error >=", NW_EVIDENCE_NUMBER, false},
    {"rate_upper", "X error <=", NW_EVIDENCE_NUMBER, false},
    {"check", "check", NW_EVIDENCE_TEXT, false},
};

static nw_outcome check_limit(nw_evidence *evidence, const nw_claim *claim, const nw_audit_run *run)
{
    arb_t error, rate, spread, value;
    arb_init(error);
    arb_init(rate);
    arb_init(spread);
    arb_init(value);
    nw_h4_stated(rate, "rate", claim, run);
    nw_h4_stated(spread, "spread", claim, run);
    nw_outcome all = NW_PROVED;
    nw_evidence_begin(evidence, "limit", "X^2 (s(X+t)-s(X)) against 3t + sin(pi t)/pi, |t| <= 1", limit_columns,
                      COUNT(limit_columns));
    for (int place = FIRST_PLACE; place <= LAST_PLACE; place++) {
        nw_yarotsky_limit_error(error, place, 2 * PREC);
        nw_evidence_cell(evidence, nw_format("%d", place));
        nw_evidence_ball(evidence, error, DIGITS);
        arb_mul_2exp_si(error, error, place);
        nw_evidence_ball(evidence, error, DIGITS);
        arb_sub(error, error, rate, PREC);
        arb_abs(error, error);
        arb_mul_2exp_si(value, spread, -place);
        nw_outcome outcome = nw_decide_at_most(error, value);
        char *what = nw_format("the error at X = 2^%d is near the rate over X", place);
        nw_evidence_cell(evidence, nw_copy_text(nw_evidence_decide(evidence, outcome, what)));
        all = nw_decide_both(all, outcome);
    }
    arb_clear(error);
    arb_clear(rate);
    arb_clear(spread);
    arb_clear(value);
    return all;
}

/* ---- the claim ---- */

static nw_status check(nw_evidence *evidence, const nw_claim *claim, const nw_audit_run *run, nw_error *error)
{
    (void)error;
    nw_outcome others[NW_H4_OTHERS];
    nw_outcome regular = check_joints(evidence, claim, run);
    regular = nw_decide_both(regular, nw_h4_growth(evidence, claim, run));
    nw_h4_regularity(others, evidence);
    nw_outcome limit = check_limit(evidence, claim, run);
    nw_marks_begin(evidence);
    for (int i = 0; i < NW_H4_OTHERS; i++) { /* the order of the marks' activations */
        nw_mark_add(evidence, NW_T1_REGULAR, nw_mark_activations[i], nw_mark_of(others[i], NW_MARK_HOLDS), "",
                    nw_copy_text(others[i] == NW_PROVED    ? "s' is integrable and of bounded variation"
                                 : others[i] == NW_REFUTED ? "s' = 1 on the half-line is not integrable"
                                                           : "not decided"));
    }
    nw_mark_add(evidence, NW_T1_REGULAR, "yarotsky", nw_mark_of(regular, NW_MARK_HOLDS), "",
                nw_copy_text("C^1, rising, bounded, its derivative of total variation 4.4192"));
    nw_mark_add(evidence, NW_T1_RATE, "yarotsky", nw_mark_of(nw_decide_both(regular, limit), NW_MARK_FAILS),
                "none (quoted)",
                nw_copy_text("networks of one fixed size approximate every continuous function (quoted: Yarotsky "
                             "2021); checked are the function's regularity and the limit that the proof uses"));
    nw_evidence_conclude(evidence, NULL);
    return NW_OK;
}

static const nw_param axes[] = {NW_PARAM_COUNT};

const nw_claim nw_claim_h4 = {
    .id = "H4",
    .title = "a regular sigmoidal function for which no rate holds",
    .statement = statement,
    .method = method,
    .axes = axes,
    .constants = constants,
    .check = check,
};
