#include "audit/marks.h"

#include <stdlib.h>

#include "base/memory.h"

const nw_hypothesis_row nw_hypotheses[NW_HYPOTHESIS_COUNT] = {
    [NW_T1_REGULAR] = {"regular", "1",
                       "the activation is piecewise C^1, its derivative integrable and of bounded variation"},
    [NW_T1_NON_MEMBER] = {"non-member", "1", "no non-constant y in W(r,m) belongs to the class"},
    [NW_T1_UNIQUE] = {"assumption-1", "1", "Assumption 1: a unique best approximant with bounded parameters"},
    [NW_T1_HELPS] = {"assumption-2", "1", "Assumption 2: a further neuron strictly helps"},
    [NW_T1_RATE] = {"rate", "1", "the conclusion: any class needs eps^(-m/r) parameters"},
    [NW_T2_ZERO] = {"zero", "2-4", "s(0) = 0"},
    [NW_T2_FEASIBLE] = {"constant-norms", "2, 3", "l1, l2 and c do not depend on eps"},
    [NW_T3_NORM] = {"induced-norm", "3", "the induced norm of q's first layer is enough for exponent min(m, 2 m1)"},
    [NW_T3_DENSE] = {"dense-count", "3", "q's first layer is counted densely"},
    [NW_T4_SIZE] = {"universal-size", "4", "universality with eps^(-n/r) connections"},
    [NW_T5_BIAS] = {"bias-term", "5", "a bias moves by 1, as Eq. 133 has it"},
    [NW_T5_COMPARED] = {"same-targets", "5", "its upper bound and Theorem 1's lower bound speak of the same targets"},
};

const char *const nw_mark_activations[] = {"tanh", "logistic", "arctan", "crelu", "relu", "yarotsky", NULL};

const nw_evidence_column nw_mark_columns[] = {
    [NW_MARK_THEOREM] = {.name = "theorem", .header = "theorem"},
    [NW_MARK_HYPOTHESIS] = {.name = "hypothesis", .header = "hypothesis"},
    [NW_MARK_ACTIVATION] = {.name = "activation", .header = "activation"},
    [NW_MARK_VERDICT] = {.name = "verdict", .header = "verdict"},
    [NW_MARK_RATE] = {.name = "rate", .header = "known instead"},
    [NW_MARK_REASON] = {.name = "reason", .header = "why", .kind = NW_EVIDENCE_REASON},
};

const char *nw_mark_word(nw_mark mark)
{
    static const char *const words[NW_MARK_COUNT] = {"not needed", "holds", "unknown", "fails"};
    return words[mark];
}

void nw_marks_begin(nw_evidence *evidence)
{
    nw_evidence_begin(evidence, "verdicts", "what this says of the theorems' hypotheses", nw_mark_columns,
                      NW_MARK_COLUMNS);
}

static void add_row(nw_evidence *evidence, nw_hypothesis hypothesis, const char *activation, nw_mark mark,
                    const char *rate, const char *reason)
{
    nw_evidence_cell(evidence, nw_copy_text(nw_hypotheses[hypothesis].theorem));
    nw_evidence_cell(evidence, nw_copy_text(nw_hypotheses[hypothesis].id));
    nw_evidence_cell(evidence, nw_copy_text(activation));
    nw_evidence_cell(evidence, nw_copy_text(nw_mark_word(mark)));
    nw_evidence_cell(evidence, nw_copy_text(rate));
    nw_evidence_cell(evidence, nw_copy_text(reason));
}

void nw_mark_add(nw_evidence *evidence, nw_hypothesis hypothesis, const char *activation, nw_mark mark,
                 const char *rate, char *reason)
{
    if (activation != NULL)
        add_row(evidence, hypothesis, activation, mark, rate, reason);
    else
        for (const char *const *each = nw_mark_activations; *each != NULL; each++)
            add_row(evidence, hypothesis, *each, mark, rate, reason);
    free(reason);
}

nw_mark nw_mark_of(nw_outcome outcome, nw_mark good)
{
    if (outcome == NW_PROVED)
        return good;
    if (outcome != NW_REFUTED)
        return NW_MARK_UNKNOWN;
    return good == NW_MARK_FAILS ? NW_MARK_HOLDS : NW_MARK_FAILS;
}
