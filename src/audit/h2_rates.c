#include "audit/h2_rates.h"

#include <stdlib.h>
#include <string.h>

#include "audit/enclosures.h"
#include "audit/h3_monotone.h"
#include "audit/h4_growth.h"
#include "audit/marks.h"
#include "base/memory.h"
#include "catalogue.h"

enum { PREC = 128, BITS = 40 };

static const nw_evidence_column columns[] = {
    {"activation", "activation", NW_EVIDENCE_TEXT, false},
    {"depth", "depth", NW_EVIDENCE_TEXT, false},
    {"regularity", "activation's regularity", NW_EVIDENCE_TEXT, false},
    {"class", "no non-constant member", NW_EVIDENCE_TEXT, false},
    {"assumption1", "Assumption 1", NW_EVIDENCE_TEXT, false},
    {"assumption2", "Assumption 2", NW_EVIDENCE_TEXT, false},
    {"rate", "known instead, as the card has it", NW_EVIDENCE_TEXT, false},
    {"card", "card", NW_EVIDENCE_TEXT, false},
    {"reason", "reason", NW_EVIDENCE_REASON, false},
};

/* A hypothesis that was checked itself. */
static const char *holds_when(nw_outcome outcome)
{
    return nw_verdict_word(outcome == NW_PROVED ? NW_HOLDS : outcome == NW_REFUTED ? NW_FAILS : NW_UNDECIDED);
}

/* One that something was checked against. */
static const char *fails_when(nw_outcome against)
{
    return nw_verdict_word(against == NW_PROVED ? NW_FAILS : NW_UNDECIDED);
}

/* c s(s(..s(x_1/2)..)) has norm at most c (S_0 + S_1^K) in W(1,m), S_j = sup |s^(j)| over [-1/2,1/2] for one layer and
 * over [-1,1], which the units map into itself, for more: wherever that is finite a small c makes a member. */
static nw_outcome has_member(const nw_unit *unit, int depth)
{
    arb_t value, slope, one;
    arb_init(value);
    arb_init(slope);
    arb_init(one);
    arb_one(one);
    double reach = depth == 1 ? 0.5 : 1;
    nw_unit_sup(value, unit, 0, -reach, reach, BITS, PREC);
    nw_unit_sup(slope, unit, 1, -reach, reach, BITS, PREC);
    nw_outcome outcome = depth == 1 ? NW_PROVED : nw_decide_at_most(value, one);
    arb_pow_ui(slope, slope, (ulong)depth, PREC);
    arb_add(value, value, slope, PREC);
    outcome = nw_decide_both(outcome, arb_is_finite(value) ? NW_PROVED : NW_UNKNOWN);
    arb_clear(value);
    arb_clear(slope);
    arb_clear(one);
    return outcome;
}

/* ---- rates ---- */

/* "m/r", "m/(4r)", from the exponent that the card returns for r = n = 1; NULL when it has none there. */
static char *rate_of(const nw_card *card, const char *activation, int depth, nw_context *context)
{
    nw_error error;
    nw_result *result = NULL;
    nw_setting *setting = nw_setting_new(card);
    char *depth_text = nw_format("%d", depth), *text = NULL;
    nw_status status = nw_setting_set(setting, "r", "1", &error);
    if (status == NW_OK)
        status = nw_setting_set(setting, "n", "1", &error);
    if (status == NW_OK)
        status = nw_setting_set(setting, "eps", "0.01", &error);
    if (status == NW_OK && activation != NULL)
        status = nw_setting_set(setting, "activation", activation, &error);
    if (status == NW_OK && nw_card_reads(card, NW_DEPTH) != NULL)
        status = nw_setting_set(setting, "depth", depth_text, &error);
    if (status == NW_OK)
        status = nw_card_evaluate(&result, setting, context, &error);
    if (status == NW_OK && (result->exponent_kind == NW_EXPONENT || result->exponent_kind == NW_EXPONENT_UP_TO_LOG)) {
        char *top = fmpz_get_str(NULL, 10, fmpq_numref(result->exponent));
        char *bottom = fmpz_get_str(NULL, 10, fmpq_denref(result->exponent));
        bool whole = fmpz_is_one(fmpq_denref(result->exponent)), one = fmpz_is_one(fmpq_numref(result->exponent));
        text = nw_format("%s%sm/%s%sr%s%s", one ? "" : top, one ? "" : " ", whole ? "" : "(", whole ? "" : bottom,
                         whole ? "" : ")", result->exponent_kind == NW_EXPONENT_UP_TO_LOG ? " up to logarithms" : "");
        flint_free(top);
        flint_free(bottom);
    }
    nw_result_free(result);
    nw_setting_free(setting);
    free(depth_text);
    return text;
}

/* The card that counts sign patterns of these networks; NULL: none does. */
static const nw_card *counting_card(const nw_unit *unit, int depth)
{
    if (unit == &nw_unit_relu || unit == &nw_unit_crelu)
        return &nw_card_capacity;
    if (unit == &nw_unit_tanh || unit == &nw_unit_logistic)
        return depth == 1 ? &nw_card_capacity_tanh1 : &nw_card_capacity_sigmoid;
    return NULL;
}

char *nw_h2_rate(const nw_unit *unit, int depth, nw_context *context)
{
    const nw_card *card = counting_card(unit, depth);
    return card != NULL ? rate_of(card, unit->name, depth, context) : rate_of(&nw_card_nwidth, NULL, depth, context);
}

char *nw_h2_rates_text(const nw_unit *unit, nw_context *context)
{
    char *first = nw_h2_rate(unit, 1, context), *deeper = nw_h2_rate(unit, NW_H2_DEPTHS, context), *text;
    if (first == NULL || deeper == NULL)
        text = nw_copy_text(first != NULL ? first : "");
    else if (counting_card(unit, 1) == NULL)
        text = nw_format("%s, for continuous selections only", first);
    else if (strcmp(first, deeper) == 0)
        text = nw_copy_text(first);
    else
        text = nw_format("%s with one hidden layer, %s with more", first, deeper);
    free(first);
    free(deeper);
    return text;
}

static void write_rate(nw_evidence *evidence, const nw_unit *unit, int depth, nw_context *context)
{
    const nw_card *card = counting_card(unit, depth);
    nw_evidence_cell(evidence, nw_h2_rate(unit, depth, context));
    nw_evidence_cell(evidence, nw_copy_text(card != NULL ? card->id : nw_card_nwidth.id));
}

/* ---- rows ---- */

/* H4's outcome for a unit, which is one of nw_mark_activations. */
static nw_outcome regularity_of(const nw_unit *unit, const nw_outcome *regular)
{
    for (size_t i = 0; i < NW_H4_UNITS; i++)
        if (strcmp(nw_mark_activations[i], unit->name) == 0)
            return regular[i];
    return NW_UNKNOWN;
}

static void write_row(nw_evidence *evidence, const nw_unit *unit, int depth, nw_outcome regular, nw_outcome first,
                      const char *reason, nw_context *context)
{
    fmpq_t half;
    fmpq_init(half);
    fmpq_set_si(half, 1, 2);
    nw_evidence_cell(evidence, nw_copy_text(unit->name));
    nw_evidence_cell(evidence, depth < NW_H2_DEPTHS ? nw_format("%d", depth) : nw_format("%d+", depth));
    nw_evidence_cell(evidence, nw_copy_text(holds_when(regular)));
    nw_evidence_cell(evidence, nw_copy_text(fails_when(has_member(unit, depth))));
    nw_evidence_cell(evidence, nw_copy_text(fails_when(first)));
    nw_evidence_cell(evidence, nw_copy_text(fails_when(nw_monotone_gains_nothing(half))));
    write_rate(evidence, unit, depth, context);
    nw_evidence_cell(evidence, nw_copy_text(reason));
    fmpq_clear(half);
}

static const char unattained[] =
    "Assumption 1: infima that no network attains (H2); 2: one unit gains nothing on x^2 (H3); instead, by counting "
    "sign patterns with real weights";
static const char unattained_uncounted[] =
    "Assumption 1: infima that no network attains (H2); 2: one unit gains nothing on x^2 (H3); instead, for continuous "
    "selections and for weights of b bits (card bits) only";
static const char many[] =
    "Assumption 1: many best approximants of one unit a layer (H3); 2: one unit gains nothing on x^2 (H3); instead, by "
    "counting sign patterns, at fixed depth: a depth that grows reaches m/(2r) (card lsyz)";
static const char universal[] =
    "regularity: H4; Assumption 1: not decided; 2: one rising unit gains nothing on x^2 (H3, H4); one architecture of "
    "fixed size comes arbitrarily near to every target (quoted, not checked: Yarotsky 2021), so that no rate holds "
    "without continuous selection";

/* Where H4 has shown s to be regular it also rises and is bounded.  Its slope is at most the total variation V of s',
 * which begins at 0; so c s(s(..s(x_1/2)..)) has norm at most c (7 + V^K) in W(1,m): a small c makes a member, at every
 * depth K. */
static void write_yarotsky(nw_evidence *evidence, nw_outcome regular)
{
    fmpq_t half;
    fmpq_init(half);
    fmpq_set_si(half, 1, 2);
    nw_outcome gains_nothing = nw_decide_both(regular, nw_monotone_gains_nothing(half));
    nw_evidence_cell(evidence, nw_copy_text(nw_unit_yarotsky.name));
    nw_evidence_cell(evidence, nw_copy_text("any"));
    nw_evidence_cell(evidence, nw_copy_text(holds_when(regular)));
    nw_evidence_cell(evidence, nw_copy_text(fails_when(regular)));
    nw_evidence_cell(evidence, nw_copy_text(nw_verdict_word(NW_UNDECIDED)));
    nw_evidence_cell(evidence, nw_copy_text(fails_when(gains_nothing)));
    nw_evidence_cell(evidence, nw_copy_text("none (quoted)"));
    nw_evidence_cell(evidence, NULL);
    nw_evidence_cell(evidence, nw_copy_text(universal));
    fmpq_clear(half);
}

void nw_h2_rates(nw_evidence *evidence, const nw_h2_verdict *verdicts, size_t count, const nw_audit_run *run)
{
    static const nw_unit *const ramps[] = {&nw_unit_crelu, &nw_unit_relu};
    nw_outcome regular[NW_H4_UNITS];
    fmpq_t half;
    fmpq_init(half);
    fmpq_set_si(half, 1, 2);
    nw_h4_outcomes(regular, run);
    nw_evidence_begin(evidence, "rates", "Theorem 1 by activation and depth", columns,
                      sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < count; i++)
        for (int depth = 1; depth <= NW_H2_DEPTHS; depth++)
            write_row(evidence, verdicts[i].unit, depth, regularity_of(verdicts[i].unit, regular),
                      verdicts[i].not_attained[depth - 1],
                      counting_card(verdicts[i].unit, depth) != NULL ? unattained : unattained_uncounted, run->context);
    nw_outcome two = nw_ramp_two_best(half);
    for (size_t i = 0; i < sizeof ramps / sizeof ramps[0]; i++)
        for (int depth = 1; depth <= NW_H2_DEPTHS; depth++)
            write_row(evidence, ramps[i], depth, regularity_of(ramps[i], regular), two, many, run->context);
    write_yarotsky(evidence, regularity_of(&nw_unit_yarotsky, regular));
    fmpq_clear(half);
}
