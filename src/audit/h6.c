/* The claim H6: what the norm of Theorem 3 and the bias term of Theorem 5 do to their numbers. */
#include "audit/h6.h"

#include <stdlib.h>

#include "audit/ask.h"
#include "audit/claim.h"
#include "audit/enclosures.h"
#include "audit/marks.h"
#include "base/memory.h"
#include "rational.h"

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

/* ---- Theorem 3 under both norms ---- */

static const nw_evidence_column norm_columns[] = {
    {.name = "m1", .header = "m1", .kind = NW_EVIDENCE_INTEGER},
    {.name = "m2", .header = "m2", .kind = NW_EVIDENCE_INTEGER},
    {.name = "eps", .header = "eps", .kind = NW_EVIDENCE_NUMBER},
    {.name = "entrywise", .header = "N_q, entrywise", .kind = NW_EVIDENCE_INTEGER},
    {.name = "induced", .header = "N_q, induced", .kind = NW_EVIDENCE_INTEGER},
    {.name = "ratio", .header = "entrywise/induced", .kind = NW_EVIDENCE_NUMBER},
    {.name = "entrywise_exponent", .header = "exponent, entrywise", .kind = NW_EVIDENCE_NUMBER},
    {.name = "induced_exponent", .header = "induced", .kind = NW_EVIDENCE_NUMBER},
    {.name = "induced_slope", .header = "slope, induced", .kind = NW_EVIDENCE_NUMBER},
    {.name = "verdict", .header = "verdict"},
};

/* p in N ~ eps^-p as Theorem 3 has it for fixed l2: min(m, 2 m1/(1 + charge m2)), charge = 0 for the entrywise norm. */
static void exponent_of(fmpq_t p, slong m1, slong m2, const fmpq_t charge)
{
    fmpq_t other;
    fmpq_init(other);
    nw_rational_mul_si(other, charge, m2);
    fmpq_add_si(other, other, 1);
    fmpq_set_si(p, 2 * m1, 1);
    fmpq_div(p, p, other);
    fmpq_set_si(other, m1 + m2, 1);
    if (fmpq_cmp(p, other) > 0)
        fmpq_set(p, other);
    fmpq_clear(other);
}

typedef struct norm_row {
    fmpq_t entrywise, induced, last;
    fmpq_t stated, stated_entrywise;
    arb_t slope;
    bool has_last;
} norm_row;

static void row_init(norm_row *row)
{
    fmpq_init(row->entrywise);
    fmpq_init(row->induced);
    fmpq_init(row->last);
    fmpq_init(row->stated);
    fmpq_init(row->stated_entrywise);
    arb_init(row->slope);
    row->has_last = false;
}

static void row_clear(norm_row *row)
{
    fmpq_clear(row->entrywise);
    fmpq_clear(row->induced);
    fmpq_clear(row->last);
    fmpq_clear(row->stated);
    fmpq_clear(row->stated_entrywise);
    arb_clear(row->slope);
}

static nw_outcome add_norm_row(nw_evidence *evidence, norm_row *row, slong m1, slong m2, int digits,
                               nw_context *context)
{
    fmpq_t ratio;
    fmpq_init(ratio);
    nw_result *entrywise = nw_ask_card(context, "thm3", "m1=%ld m2=%ld eps=1e-%d l2=1 norm=entrywise", (long)m1,
                                       (long)m2, digits);
    nw_result *induced = nw_ask_card(context, "thm3", "m1=%ld m2=%ld eps=1e-%d l2=1 norm=induced", (long)m1, (long)m2,
                                     digits);
    fmpq_set(row->entrywise, entrywise->lower);
    fmpq_set(row->induced, induced->lower);
    fmpq_div(ratio, row->entrywise, row->induced);
    nw_cell_count(evidence, m1);
    nw_cell_count(evidence, m2);
    nw_evidence_cell(evidence, nw_format("1e-%d", digits));
    nw_cell_integer(evidence, fmpq_numref(row->entrywise));
    nw_cell_integer(evidence, fmpq_numref(row->induced));
    nw_cell_decimal(evidence, ratio, 4, 1);
    nw_cell_rational(evidence, entrywise->exponent);
    nw_cell_rational(evidence, induced->exponent);
    bool right = fmpq_cmp(induced->upper, entrywise->lower) <= 0 && fmpq_equal(induced->exponent, row->stated) &&
                 fmpq_equal(entrywise->exponent, row->stated_entrywise);
    nw_outcome outcome = nw_decide_exactly(right);
    if (row->has_last) { /* eps fell by a hundred; both numbers are integers */
        nw_slope_between(row->slope, fmpq_numref(row->last), fmpq_numref(row->induced), 2);
        nw_cell_slope(evidence, row->slope);
        outcome = nw_decide_both(outcome, nw_slope_near(row->slope, row->stated, 20));
    } else {
        nw_evidence_cell(evidence, NULL);
    }
    nw_cell_text(evidence, nw_evidence_decide(evidence, outcome,
                                              nw_format("Theorem 3 at m1 = %ld, m2 = %ld, eps = 1e-%d: the exponents "
                                                        "and the slope are the stated ones",
                                                        (long)m1, (long)m2, digits)));
    fmpq_set(row->last, row->induced);
    row->has_last = true;
    nw_result_free(entrywise);
    nw_result_free(induced);
    fmpq_clear(ratio);
    return outcome;
}

static nw_outcome add_norms(nw_evidence *evidence, const nw_claim *claim, const nw_audit_run *run)
{
    static const slong inputs[][2] = {{1, 1}, {2, 1}, {1, 2}, {2, 2}, {3, 1}, {3, 2}};
    nw_outcome all = NW_PROVED;
    fmpq_t charge, none;
    fmpq_init(charge);
    fmpq_init(none);
    nw_claim_constant_get(charge, claim, run, "charge");
    nw_evidence_begin(evidence, "norms", "Theorem 3 with l1 = l2 = c = 1 under both norms of q's first layer",
                      norm_columns, COUNT(norm_columns));
    for (size_t i = 0; i < COUNT(inputs); i++) {
        norm_row row;
        row_init(&row);
        exponent_of(row.stated, inputs[i][0], inputs[i][1], charge);
        exponent_of(row.stated_entrywise, inputs[i][0], inputs[i][1], none);
        for (int digits = 8; digits <= (run->quick ? 12 : 20); digits += 2)
            all = nw_decide_both(all,
                                 add_norm_row(evidence, &row, inputs[i][0], inputs[i][1], digits, run->context));
        row_clear(&row);
    }
    fmpq_clear(charge);
    fmpq_clear(none);
    return all;
}

/* ---- s(0) ---- */

static const nw_evidence_column zero_columns[] = {
    {.name = "activation", .header = "activation"},
    {.name = "value", .header = "s(0)"},
    {.name = "verdict", .header = "s(0) = 0"},
};

/* s(0), exactly for the piecewise linear ones and as a ball for the others.  Yarotsky's is (0 arcsin 0 + 1)/pi + 2
 * there (theory.md section 8, H4). */
static void value_at_zero(arb_t value, size_t index)
{
    enum { PREC = 128 };
    arb_t one;
    arb_init(one);
    arb_zero(value);
    arb_one(one);
    switch (index) {
    case 0:
        arb_tanh(value, value, PREC);
        break;
    case 1:
        arb_exp(value, value, PREC);
        arb_add(value, value, one, PREC);
        arb_inv(value, value, PREC);
        break;
    case 2:
        arb_atan(value, value, PREC);
        break;
    case 5:
        arb_const_pi(value, PREC);
        arb_inv(value, value, PREC);
        arb_add_ui(value, value, 2, PREC);
        break;
    default:
        break; /* crelu, relu: 0 */
    }
    arb_clear(one);
}

static void add_zeros(nw_evidence *evidence, nw_mark *marks)
{
    arb_t value;
    arb_init(value);
    nw_evidence_begin(evidence, "zero", "Theorems 2 to 4 ask for s(0) = 0", zero_columns, COUNT(zero_columns));
    for (size_t i = 0; nw_mark_activations[i] != NULL; i++) {
        value_at_zero(value, i);
        bool decided = arb_is_zero(value) || !arb_contains_zero(value);
        marks[i] = !decided ? NW_MARK_UNKNOWN : arb_is_zero(value) ? NW_MARK_HOLDS : NW_MARK_FAILS;
        char *text = arb_get_str(value, 6, ARB_STR_NO_RADIUS);
        nw_cell_text(evidence, nw_mark_activations[i]);
        nw_cell_text(evidence, text);
        nw_cell_text(evidence, nw_mark_word(marks[i]));
        nw_evidence_decide(evidence, decided ? NW_PROVED : NW_UNKNOWN, nw_format("s(0) of %s", nw_mark_activations[i]));
        flint_free(text);
    }
    arb_clear(value);
}

/* ---- the claim ---- */

/* What is shown against a hypothesis; a check of it that is refuted or open leaves the hypothesis open. */
static nw_mark against(nw_outcome outcome)
{
    return outcome == NW_PROVED ? NW_MARK_FAILS : NW_MARK_UNKNOWN;
}

static void add_marks(nw_evidence *evidence, const nw_mark *zeros, nw_outcome norms, nw_outcome bias)
{
    nw_marks_begin(evidence);
    for (size_t i = 0; nw_mark_activations[i] != NULL; i++)
        nw_mark_add(evidence, NW_T2_ZERO, nw_mark_activations[i], zeros[i], "", nw_copy_text("the value of s at 0"));
    nw_mark_add(evidence, NW_T3_NORM, NULL, against(norms), "min(m, 2 m1/(1+m2)) with the induced norm",
                nw_copy_text("the exponent min(m, 2 m1) needs the sum of all entries of q's first layer bounded, the "
                             "paper bounds the largest column sum"));
    nw_mark_add(evidence, NW_T5_BIAS, NULL, against(bias), "the number B survives: weights and biases share one norm",
                nw_copy_text("Eq. 129 lets a bias move by c w eps', and +1 does not follow from it; a network whose "
                             "weights and biases move by so much each exceeds the paper's B"));
}

static nw_status check(nw_evidence *evidence, const nw_claim *claim, const nw_audit_run *run, nw_error *error)
{
    (void)error;
    nw_mark zeros[16];
    nw_outcome norms = add_norms(evidence, claim, run);
    norms = nw_decide_both(norms, nw_h6_add_ones(evidence));
    nw_outcome bias = nw_h6_add_bias(evidence, claim, run);
    add_zeros(evidence, zeros);
    add_marks(evidence, zeros, norms, bias);
    nw_evidence_conclude(evidence, NULL);
    return NW_OK;
}

static const nw_param axes[] = {NW_PARAM_COUNT};

static const nw_claim_constant constants[] = {
    {"charge", "1", "0", "with the induced norm the exponent is min(m, 2 m1/(1 + charge m2))"},
    {"bias", "1", "3", "the term of the biases in Eq. 133, in units of eps'"},
    {NULL, NULL, NULL, NULL},
};

const nw_claim nw_claim_h6 = {
    .id = "H6",
    .title = "the norm of Theorem 3 and the bias term of Theorem 5 are not what their proofs need",
    .statement =
        "Theorem 3: with the induced norm of q's first layer, which the paper states, the exponent is min(m, 2 "
        "m1/(1+m2)) and not min(m, 2 m1); the entrywise norm gives that. Theorem 5: Eq. 133 lets a bias move by "
        "eps' where Eq. 129 says c w eps'. The corrected B is at least the paper's for c w >= 1, and N_f grows with "
        "it; networks whose weights and biases move by c w eps' each exceed the paper's B.",
    .method =
        "Card thm3 is evaluated under both norms, its exponents compared with the formulas and with slopes over two "
        "decades. B is computed exactly in three forms, and N_f from it; the corrected form is card thm5's. The "
        "example theta_3 relu(theta_1 x + theta_2) with every theta = c P, and P moved by e, is worked out in "
        "rationals.\n\n"
        "The paper's number survives all the same when the norm of W is taken over all parameters together: let the "
        "weights of a layer move by u and its biases by v in the sum of their entries, u + v <= c w eps'. Then the "
        "activations move by at most 2 c w b + u max|a_i| + v <= c w (2 b + eps' max(a_i, 1)), and c w max(a_i, 1) "
        "<= c w a_i + 1, because a_1 = m1 >= 1 and a_{i+1} = c w (1 + a_i) is at least 1 as soon as c w >= 1/2, and "
        "c w <= 1 otherwise. Networks that are drawn never exceed the smallest of the forms.",
    .axes = axes,
    .constants = constants,
    .check = check,
};
