/* H1: "no non-constant y in W(r,m) belongs to the class" fails for every activation the paper names. */
#include <stdlib.h>

#include "audit/claim.h"
#include "audit/enclosures.h"
#include "audit/h1_edge.h"
#include "audit/h1_members.h"
#include "audit/marks.h"
#include "base/memory.h"
#include "rational.h"

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

enum { PREC = 128, DIGITS = 10, EDGE_ORDERS = 8, EDGE_FIRST = 5, EDGE_LAST = 10 };

static const char statement[] =
    "Theorem 1 asks that no non-constant y in W(r,m) belongs to the class of networks. For tanh, logistic, arctan, "
    "clipped ReLU and ReLU, and for Yarotsky's sigmoidal function, the single unit c s(a x_1 + b) with the c, a, b of "
    "the table is such a y: its norm in W(r,m) is at most 1 for r = 1..4 and m = 1..3, and it is not constant. The "
    "hypothesis can be asked of the compact set of the proof instead: C^inf bumps that are flat at their edges are no "
    "networks.";

static const char method[] =
    "D^k of c s(a.x + b) is c a_1^k_1 .. a_m^k_m s^(|k|)(a.x + b), so its norm is c (h_0 S_0 + .. + h_r S_r), S_j the "
    "supremum of |s^(j)| over the range of a.x + b and h_j the complete homogeneous symmetric polynomial in |a_i|: "
    "|a|^j where x_1 alone has a slope. The suprema are enclosed by branch and bound with Taylor coefficients in "
    "balls; the sharpest c is one over the norm for c = 1. Two values proven to differ show that the unit is not "
    "constant. ReLU and clipped ReLU are linear on [1/4, 3/4], where the unit stays: it is smooth on [-1,1]^m and a "
    "member for every r. With the kink inside, the unit is the uniform limit of smooth functions of no larger norm "
    "and lies in the closure, for r = 1. Rows whose inputs are `all` have the slope a/m in every input.\n\n"
    "The repair. On (-1,1) let phi(x) = exp(-1/(1 - x^2)), and 0 outside. With t = 1/(1 - x^2) its derivatives are "
    "phi^(k) = P_k(x) t^(2k) e^-t with polynomials P_k of integer coefficients. Let A be the sum of their magnitudes "
    "and T the value of t at 1 - d. When T >= 2k, |phi^(k)| <= A T^(2k) e^-T on all of [1 - d, 1), because t^(2k) "
    "e^-t falls there. So all derivatives tend to 0 at the edge: the bump is C^inf and all its jets at 1 and -1 "
    "vanish, while it is positive between. A sum of such bumps (products of them in several variables) vanishes on "
    "open sets or, at least, has zero jets at the edges of its cells. If it were a network of analytic units (tanh, "
    "logistic, arctan, any depth), it would be analytic with a zero jet at a point, hence constant 0 by the identity "
    "theorem. If it were a network of piecewise polynomial units (ReLU, clipped ReLU, any depth), then on a line "
    "through an edge it would be one polynomial p on some [1 - d, 1]; phi(1 - u) falls below every power of u, so "
    "every coefficient of p at 1 vanishes and phi would be 0 there. Both contradict phi > 0 inside.";

static const nw_claim_constant constants[] = {
    {"c tanh", "0.116", "0.117", "the factor c of c tanh(x_1)"},
    {"c logistic", "0.7", "0.8", "the factor c of c logistic(x_1)"},
    {"c arctan", "0.1", "0.2", "the factor c of c arctan(x_1)"},
    {"c crelu", "1", "1.001", "the factor c of c crelu(x_1/4 + 1/2)"},
    {"c crelu kink", "1/2", "0.501", "the factor c of c crelu(x_1)"},
    {"c relu", "1", "1.001", "the factor c of c relu(x_1/4 + 1/2)"},
    {"c relu kink", "1/2", "0.501", "the factor c of c relu(x_1)"},
    {"c yarotsky", "0.2", "0.4", "the factor c of c s(x_1/2), s Yarotsky's sigmoidal function"},
    {"edge", "1e-160", "1e-230", "a bound of the bump's derivatives of orders 0..8 on [1 - 2^-10, 1)"},
    {NULL, NULL, NULL, NULL},
};

/* ---- members ---- */

static const nw_evidence_column member_columns[] = {
    {"activation", "activation", NW_EVIDENCE_TEXT, false},
    {"member_of", "member of", NW_EVIDENCE_TEXT, false},
    {"inputs", "inputs", NW_EVIDENCE_TEXT, false},
    {"r", "r", NW_EVIDENCE_INTEGER, false},
    {"m", "m", NW_EVIDENCE_INTEGER, false},
    {"a", "a", NW_EVIDENCE_NUMBER, false},
    {"b", "b", NW_EVIDENCE_NUMBER, false},
    {"c", "c", NW_EVIDENCE_NUMBER, false},
    {"norm_lower", "norm >=", NW_EVIDENCE_NUMBER, true},
    {"norm_upper", "norm <=", NW_EVIDENCE_NUMBER, false},
    {"sharpest_lower", "sharpest c >=", NW_EVIDENCE_NUMBER, false},
    {"sharpest_upper", "sharpest c <=", NW_EVIDENCE_NUMBER, true},
    {"rise", "h(1)-h(-1) >=", NW_EVIDENCE_NUMBER, false},
    {"check", "check", NW_EVIDENCE_TEXT, false},
};

typedef struct member_work {
    nw_evidence *evidence;
    const nw_h1_member *member;
    fmpq_t c;
    arb_t factor, norm, rise; /* c; the norm for c = 1; c (s(b + a) - s(b - a)), where all inputs are 1 and -1 */
    arb_ptr suprema;
    nw_outcome outcome; /* of all its checks */
} member_work;

static void write_slopes(nw_evidence *evidence, const nw_h1_member *member, int m, bool spread)
{
    long bottom = member->slope_bottom * (spread ? m : 1);
    nw_evidence_cell(evidence, bottom == 1 ? nw_format("%ld", member->slope_top)
                                           : nw_format("%ld/%ld", member->slope_top, bottom));
    nw_evidence_cell(evidence, nw_format("%g", member->offset));
}

static void check_row(member_work *work, int r, int m, bool spread)
{
    const nw_h1_member *member = work->member;
    nw_evidence *evidence = work->evidence;
    arb_t one, value;
    arb_init(one);
    arb_init(value);
    nw_h1_norm(work->norm, member, work->suprema, r, m, spread, PREC);
    arb_mul(value, work->norm, work->factor, PREC);
    arb_one(one);
    nw_outcome outcome = nw_decide_at_most(value, one);
    outcome = nw_decide_both(outcome, arb_is_positive(work->rise) ? NW_PROVED : NW_UNKNOWN);

    nw_evidence_cell(evidence, nw_copy_text(member->unit->name));
    nw_evidence_cell(evidence, nw_copy_text(member->kinks ? "closure" : "W(r,m)"));
    nw_evidence_cell(evidence, nw_copy_text(spread ? "all" : "x1"));
    nw_evidence_cell(evidence, nw_format("%d", r));
    nw_evidence_cell(evidence, nw_format("%d", m));
    write_slopes(evidence, member, m, spread);
    arb_set(one, work->factor);
    nw_evidence_cell(evidence, nw_rational_short(work->c));
    nw_evidence_ball(evidence, value, DIGITS);
    arb_inv(value, work->norm, PREC);
    nw_evidence_ball(evidence, value, DIGITS);
    nw_evidence_cell(evidence, nw_ball_low_text(work->rise, DIGITS));
    char *what = nw_format("c s(a.x + b), s %s, has norm <= 1 in W(%d,%d) and is not constant", member->unit->name, r,
                           m);
    nw_evidence_cell(evidence, nw_copy_text(nw_evidence_decide(evidence, outcome, what)));
    work->outcome = nw_decide_both(work->outcome, outcome);
    arb_clear(one);
    arb_clear(value);
}

/* rise = c (s(b + a) - s(b - a)). */
static void find_rise(member_work *work)
{
    const nw_h1_member *member = work->member;
    double a = (double)member->slope_top / (double)member->slope_bottom;
    arb_t t, value;
    arb_init(t);
    arb_init(value);
    arb_set_d(t, member->offset + a);
    nw_unit_value(work->rise, member->unit, t, PREC);
    arb_set_d(t, member->offset - a);
    nw_unit_value(value, member->unit, t, PREC);
    arb_sub(work->rise, work->rise, value, PREC);
    arb_mul(work->rise, work->rise, work->factor, PREC);
    arb_clear(t);
    arb_clear(value);
}

/* The derivatives that the norm takes must exist: no break inside the range, or r within the unit's smoothness there
 * (one more for the closure). */
static nw_outcome check_smooth(const nw_h1_member *member, int orders)
{
    double a = (double)member->slope_top / (double)member->slope_bottom;
    bool breaks = nw_unit_breaks_within(member->unit, member->offset - a, member->offset + a);
    return nw_decide_exactly(!breaks || orders <= member->unit->smoothness + (member->kinks ? 1 : 0));
}

static nw_outcome check_member(nw_evidence *evidence, const nw_h1_member *member, const nw_claim *claim,
                               const nw_audit_run *run)
{
    member_work work = {.evidence = evidence, .member = member};
    int orders = nw_h1_orders(member);
    fmpq_init(work.c);
    arb_init(work.factor);
    arb_init(work.norm);
    arb_init(work.rise);
    work.suprema = _arb_vec_init(orders + 1);
    nw_claim_constant_get(work.c, claim, run, member->constant);
    arb_set_fmpq(work.factor, work.c, PREC);
    nw_h1_suprema(work.suprema, member, orders, PREC);
    find_rise(&work);
    work.outcome = check_smooth(member, orders);
    nw_evidence_decide(evidence, work.outcome,
                       nw_format("%s has %d derivatives on the range of the unit", member->unit->name, orders));
    for (int r = 1; r <= orders; r++)
        for (int m = 1; m <= NW_H1_INPUTS; m++)
            for (int spread = 0; spread <= (m > 1); spread++)
                check_row(&work, r, m, spread == 1);
    fmpq_clear(work.c);
    arb_clear(work.factor);
    arb_clear(work.norm);
    arb_clear(work.rise);
    _arb_vec_clear(work.suprema, orders + 1);
    return work.outcome;
}

/* ---- the edge of the flat bump ---- */

static const nw_evidence_column edge_columns[] = {
    {"order", "order", NW_EVIDENCE_INTEGER, false},
    {"point", "x", NW_EVIDENCE_TEXT, false},
    {"lower", "derivative >=", NW_EVIDENCE_NUMBER, false},
    {"upper", "derivative <=", NW_EVIDENCE_NUMBER, true},
    {"bound", "bound on [x,1)", NW_EVIDENCE_NUMBER, false},
    {"check", "check", NW_EVIDENCE_TEXT, false},
};

/* One order at one point: the bound holds there, and is less than half of the one before. */
static void check_edge_row(nw_evidence *evidence, const fmpz_poly_t p, int k, int place, arb_t before)
{
    arb_t value, bound;
    arb_init(value);
    arb_init(bound);
    nw_bump_derivative(value, p, k, place, PREC);
    bool bounded = nw_bump_edge_bound(bound, p, k, place, PREC);
    nw_evidence_cell(evidence, nw_format("%d", k));
    nw_evidence_cell(evidence, nw_format("1-2^-%d", place));
    nw_evidence_ball(evidence, value, DIGITS);
    nw_evidence_cell(evidence, bounded ? nw_ball_high_text(bound, 4) : NULL);
    arb_abs(value, value);
    /* For k = 0 the two are equal at the left end, where balls cannot decide; a value above would refute the bound. */
    nw_outcome outcome = arb_gt(value, bound) ? NW_REFUTED : bounded ? NW_PROVED : NW_UNKNOWN;
    arb_mul_2exp_si(value, bound, 1);
    if (place > EDGE_FIRST)
        outcome = nw_decide_both(outcome, nw_decide_at_most(value, before));
    arb_set(before, bound);
    char *what = nw_format("the bump's derivative of order %d at 1-2^-%d obeys a bound that falls", k, place);
    nw_evidence_cell(evidence, nw_copy_text(nw_evidence_decide(evidence, outcome, what)));
    arb_clear(value);
    arb_clear(bound);
}

static void check_edge(nw_evidence *evidence, const nw_claim *claim, const nw_audit_run *run)
{
    fmpz_poly_t p;
    fmpq_t edge;
    arb_t bound, limit, value;
    fmpz_poly_init(p);
    fmpq_init(edge);
    arb_init(bound);
    arb_init(limit);
    arb_init(value);
    nw_claim_constant_get(edge, claim, run, "edge");
    arb_set_fmpq(limit, edge, PREC);
    nw_evidence_begin(evidence, "edge", "Derivatives of exp(-1/(1-x^2)) towards its edge", edge_columns,
                      COUNT(edge_columns));
    for (int k = 0; k <= EDGE_ORDERS; k++) {
        nw_bump_polynomial(p, k);
        for (int place = EDGE_FIRST; place <= EDGE_LAST; place++)
            check_edge_row(evidence, p, k, place, bound);
        /* `bound` is now that on [1 - 2^-10, 1); the value at its left end is below every bound. */
        nw_bump_derivative(value, p, k, EDGE_LAST, PREC);
        arb_abs(value, value);
        nw_outcome outcome = arb_le(bound, limit) ? NW_PROVED : arb_gt(value, limit) ? NW_REFUTED : NW_UNKNOWN;
        nw_evidence_decide(evidence, outcome,
                           nw_format("the bump's derivative of order %d is at most the stated bound on [1-2^-%d, 1)", k,
                                     EDGE_LAST));
    }
    fmpz_poly_clear(p);
    fmpq_clear(edge);
    arb_clear(bound);
    arb_clear(limit);
    arb_clear(value);
}

/* ---- the claim ---- */

static nw_status check(nw_evidence *evidence, const nw_claim *claim, const nw_audit_run *run, nw_error *error)
{
    (void)error;
    nw_outcome *outcomes = nw_alloc(nw_h1_member_count, sizeof *outcomes);
    nw_evidence_begin(evidence, "members", "Units c s(a.x + b) in W(r,m)", member_columns, COUNT(member_columns));
    for (size_t i = 0; i < nw_h1_member_count; i++)
        outcomes[i] = check_member(evidence, &nw_h1_members[i], claim, run);
    check_edge(evidence, claim, run);

    nw_marks_begin(evidence);
    for (size_t i = 0; i < nw_h1_member_count; i++)
        if (!nw_h1_members[i].kinks)
            nw_mark_add(evidence, NW_T1_NON_MEMBER, nw_h1_members[i].unit->name,
                        nw_mark_of(outcomes[i], NW_MARK_FAILS), "",
                        nw_copy_text("a single unit c s(a x_1 + b) is a network and has norm at most 1"));
    free(outcomes);
    nw_evidence_conclude(evidence, NULL);
    return NW_OK;
}

static const nw_param axes[] = {NW_PARAM_COUNT};

const nw_claim nw_claim_h1 = {
    .id = "H1",
    .title = "single units lie in W(r,m): Theorem 1's hypothesis on the class fails",
    .statement = statement,
    .method = method,
    .axes = axes,
    .constants = constants,
    .check = check,
};
