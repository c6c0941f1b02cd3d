/* The bias term of Theorem 5: the paper's B, the corrected one, and networks between them. */
#include "audit/ask.h"
#include "audit/bias.h"
#include "audit/enclosures.h"
#include "audit/h6.h"
#include "base/memory.h"
#include "base/random.h"
#include "rational.h"
#include "theorem4.h"
#include "universal.h"

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

/* ---- B and N_f ---- */

static const nw_evidence_column bound_columns[] = {
    {.name = "layers", .header = "K", .kind = NW_EVIDENCE_INTEGER},
    {.name = "c", .header = "c", .kind = NW_EVIDENCE_INTEGER},
    {.name = "w", .header = "w", .kind = NW_EVIDENCE_INTEGER},
    {.name = "eps", .header = "eps", .kind = NW_EVIDENCE_NUMBER},
    {.name = "B_paper", .header = "B, paper", .kind = NW_EVIDENCE_INTEGER},
    {.name = "B_corrected", .header = "corrected", .kind = NW_EVIDENCE_INTEGER},
    {.name = "B_joint", .header = "joint norm", .kind = NW_EVIDENCE_INTEGER},
    {.name = "N_f_paper", .header = "N_f, paper", .kind = NW_EVIDENCE_INTEGER},
    {.name = "N_f_corrected", .header = "corrected", .kind = NW_EVIDENCE_INTEGER},
    {.name = "N_f_joint", .header = "joint norm", .kind = NW_EVIDENCE_INTEGER},
    {.name = "ratio", .header = "corrected/paper", .kind = NW_EVIDENCE_NUMBER},
    {.name = "verdict", .header = "verdict"},
};

/* w U(eps/(4 max(1,B)); 1, 1) + w U(eps/4; 1, 1): Theorem 5 with m1 = m2 = r = 1 and clipped ReLU. */
static void parameters(fmpz_t number, const fmpq_t b, const fmpq_t eps, slong w)
{
    fmpz_t primary;
    fmpq_t eta, divisor;
    fmpz_init(primary);
    fmpq_init(eta);
    fmpq_init(divisor);
    fmpq_set_si(divisor, 1, 1);
    if (fmpq_cmp(b, divisor) > 0)
        fmpq_set(divisor, b);
    nw_rational_mul_si(divisor, divisor, 4);
    fmpq_div(eta, eps, divisor);
    nw_universal_count(number, eta, 1, 1, NW_CRELU);
    nw_theorem4_value(primary, eps, 4, 1, 1, NW_CRELU);
    fmpz_add(number, number, primary);
    fmpz_mul_si(number, number, w);
    fmpz_clear(primary);
    fmpq_clear(eta);
    fmpq_clear(divisor);
}

enum { FORMS = 3 };

/* B_joint <= B_paper <= B_corrected, N_f likewise, and the corrected ones are the card's. */
static bool in_order(const fmpq *b, const fmpz *number, const nw_result *card)
{
    fmpq_t of_card;
    fmpq_init(of_card);
    bool read = nw_rational_parse(of_card, nw_ask_detail(card, "B"), NULL) == NW_OK;
    bool same = read && fmpq_equal(of_card, &b[NW_BIAS_CORRECTED]) && fmpz_is_one(fmpq_denref(card->upper)) &&
                fmpz_equal(fmpq_numref(card->upper), &number[NW_BIAS_CORRECTED]);
    fmpq_clear(of_card);
    return same && fmpq_cmp(&b[NW_BIAS_JOINT], &b[NW_BIAS_PAPER]) <= 0 &&
           fmpq_cmp(&b[NW_BIAS_PAPER], &b[NW_BIAS_CORRECTED]) <= 0 &&
           fmpz_cmp(&number[NW_BIAS_JOINT], &number[NW_BIAS_PAPER]) <= 0 &&
           fmpz_cmp(&number[NW_BIAS_PAPER], &number[NW_BIAS_CORRECTED]) <= 0;
}

static nw_outcome add_bound(nw_evidence *evidence, slong layers, slong c, slong w, int digits, const fmpq_t term,
                      nw_context *context)
{
    static const nw_bias_form order[FORMS] = {NW_BIAS_PAPER, NW_BIAS_CORRECTED, NW_BIAS_JOINT};
    fmpq b[FORMS];
    fmpz number[FORMS];
    fmpq_t norm, eps, ratio;
    fmpq_init(norm);
    fmpq_init(eps);
    fmpq_init(ratio);
    fmpq_set_si(norm, c, 1);
    char *text = nw_format("1e-%d", digits);
    nw_rational_parse(eps, text, NULL);
    for (int i = 0; i < FORMS; i++) {
        fmpq_init(&b[i]);
        fmpz_init(&number[i]);
        nw_bias_bound(&b[i], NULL, (nw_bias_form)i, term, 1, norm, w, layers);
        parameters(&number[i], &b[i], eps, w);
    }
    nw_result *card = nw_ask_card(context, "thm5", "m1=1 m2=1 eps=%s w=%ld c=%ld layers=%ld activation=crelu", text,
                                  (long)w, (long)c, (long)layers);
    nw_cell_count(evidence, layers);
    nw_cell_count(evidence, c);
    nw_cell_count(evidence, w);
    nw_evidence_cell(evidence, text);
    for (int i = 0; i < FORMS; i++)
        nw_cell_rational(evidence, &b[order[i]]);
    for (int i = 0; i < FORMS; i++)
        nw_cell_integer(evidence, &number[order[i]]);
    fmpz_set(fmpq_numref(ratio), &number[NW_BIAS_CORRECTED]);
    fmpz_set(fmpq_denref(ratio), &number[NW_BIAS_PAPER]);
    fmpq_canonicalise(ratio);
    nw_cell_decimal(evidence, ratio, 4, 1);
    nw_outcome outcome = in_order(b, number, card) ? NW_PROVED : NW_REFUTED;
    nw_cell_text(evidence, nw_evidence_decide(evidence, outcome,
                                              nw_format("Theorem 5 at K = %ld, c = %ld, w = %ld: joint <= paper <= "
                                                        "corrected, which is card thm5",
                                                        (long)layers, (long)c, (long)w)));
    nw_result_free(card);
    for (int i = 0; i < FORMS; i++) {
        fmpq_clear(&b[i]);
        fmpz_clear(&number[i]);
    }
    fmpq_clear(norm);
    fmpq_clear(eps);
    fmpq_clear(ratio);
    return outcome;
}

static nw_outcome add_bounds(nw_evidence *evidence, const fmpq_t term, const nw_audit_run *run)
{
    nw_outcome all = NW_PROVED;
    nw_evidence_begin(evidence, "bias", "Theorem 5 with m1 = m2 = 1: the bias term of Eq. 133 and what it does to N_f",
                      bound_columns, COUNT(bound_columns));
    for (slong layers = 2; layers <= 4; layers++)
        for (slong c = 1; c <= 4; c *= 2)
            for (slong w = 1; w <= 2; w++)
                for (int digits = 2; digits <= (run->quick ? 2 : 6); digits += 2)
                    all = nw_decide_both(all, add_bound(evidence, layers, c, w, digits, term, run->context));
    return all;
}

/* ---- beyond the paper's B ---- */

static const nw_evidence_column example_columns[] = {
    {.name = "c", .header = "c", .kind = NW_EVIDENCE_INTEGER},
    {.name = "e", .header = "eps'", .kind = NW_EVIDENCE_NUMBER},
    {.name = "hidden", .header = "hidden unit moves", .kind = NW_EVIDENCE_NUMBER},
    {.name = "hidden_paper", .header = "paper", .kind = NW_EVIDENCE_NUMBER},
    {.name = "hidden_corrected", .header = "corrected", .kind = NW_EVIDENCE_NUMBER},
    {.name = "output", .header = "output moves", .kind = NW_EVIDENCE_NUMBER},
    {.name = "B_paper", .header = "B, paper", .kind = NW_EVIDENCE_NUMBER},
    {.name = "B_corrected", .header = "corrected", .kind = NW_EVIDENCE_NUMBER},
    {.name = "verdict", .header = "beyond the paper's B"},
};

static nw_outcome add_example(nw_evidence *evidence, slong c, slong parts, const fmpq_t term)
{
    fmpq_t norm, e, hidden, output, hidden_paper, paper, hidden_corrected, corrected;
    fmpq_init(norm);
    fmpq_init(e);
    fmpq_init(hidden);
    fmpq_init(output);
    fmpq_init(hidden_paper);
    fmpq_init(paper);
    fmpq_init(hidden_corrected);
    fmpq_init(corrected);
    fmpq_set_si(norm, c, 1);
    fmpq_set_si(e, 1, (ulong)parts);
    nw_bias_example(hidden, output, norm, e);
    nw_bias_bound(paper, hidden_paper, NW_BIAS_PAPER, term, 1, norm, 1, 2);
    nw_bias_bound(corrected, hidden_corrected, NW_BIAS_CORRECTED, term, 1, norm, 1, 2);
    nw_cell_count(evidence, c);
    nw_cell_rational(evidence, e);
    nw_cell_rational(evidence, hidden);
    nw_cell_rational(evidence, hidden_paper);
    nw_cell_rational(evidence, hidden_corrected);
    nw_cell_rational(evidence, output);
    nw_cell_rational(evidence, paper);
    nw_cell_rational(evidence, corrected);
    bool beyond = fmpq_cmp(hidden, hidden_paper) > 0 && fmpq_cmp(output, paper) > 0;
    bool within = fmpq_cmp(hidden, hidden_corrected) <= 0 && fmpq_cmp(output, corrected) <= 0;
    char *what = nw_format("c = %ld, eps' = 1/%ld: the example moves more than the paper's B allows, and no more than "
                           "the corrected one",
                           (long)c, (long)parts);
    nw_outcome outcome = nw_decide_exactly(beyond && within);
    nw_cell_text(evidence, nw_evidence_decide(evidence, outcome, what));
    fmpq_clear(norm);
    fmpq_clear(e);
    fmpq_clear(hidden);
    fmpq_clear(output);
    fmpq_clear(hidden_paper);
    fmpq_clear(paper);
    fmpq_clear(hidden_corrected);
    fmpq_clear(corrected);
    return outcome;
}

static nw_outcome add_examples(nw_evidence *evidence, const fmpq_t term)
{
    static const slong cases[][2] = {{2, 1}, {4, 2}, {16, 8}, {64, 32}, {1024, 512}};
    nw_outcome all = NW_PROVED;
    nw_evidence_begin(evidence, "example",
                      "theta_3 relu(theta_1 x + theta_2), weights and biases of norm c each, in units of eps'",
                      example_columns, COUNT(example_columns));
    for (size_t i = 0; i < COUNT(cases); i++)
        all = nw_decide_both(all, add_example(evidence, cases[i][0], cases[i][1], term));
    return all;
}

/* ---- networks that are drawn ---- */

static const nw_evidence_column drawn_columns[] = {
    {.name = "layers", .header = "K", .kind = NW_EVIDENCE_INTEGER},
    {.name = "m1", .header = "m1", .kind = NW_EVIDENCE_INTEGER},
    {.name = "c", .header = "c", .kind = NW_EVIDENCE_INTEGER},
    {.name = "w", .header = "w", .kind = NW_EVIDENCE_INTEGER},
    {.name = "drawn", .header = "drawn", .kind = NW_EVIDENCE_INTEGER},
    {.name = "largest", .header = "largest move", .kind = NW_EVIDENCE_NUMBER},
    {.name = "B_joint", .header = "B, joint norm", .kind = NW_EVIDENCE_INTEGER},
    {.name = "verdict", .header = "verdict"},
};

static nw_outcome add_drawn(nw_evidence *evidence, slong layers, slong m1, slong c, slong w, const nw_audit_run *run)
{
    slong count = run->quick ? 100 : 4000;
    gsl_rng *rng = nw_random_stream(run->seed, (uint64_t)(layers * 100 + m1), (uint64_t)(c * 100 + w));
    fmpq_t norm, e, moved, largest, bound, unused;
    fmpq_init(norm);
    fmpq_init(e);
    fmpq_init(moved);
    fmpq_init(largest);
    fmpq_init(bound);
    fmpq_init(unused);
    fmpq_set_si(norm, c, 1);
    for (slong i = 0; i < count; i++) {
        fmpq_set_si(e, 1, 1 + (ulong)(i % 4) * 3);
        nw_bias_draw(moved, rng, m1, norm, w, layers, e);
        if (fmpq_cmp(moved, largest) > 0)
            fmpq_set(largest, moved);
    }
    nw_bias_bound(bound, NULL, NW_BIAS_JOINT, unused, m1, norm, w, layers);
    nw_cell_count(evidence, layers);
    nw_cell_count(evidence, m1);
    nw_cell_count(evidence, c);
    nw_cell_count(evidence, w);
    nw_cell_count(evidence, count);
    nw_cell_decimal(evidence, largest, 6, 1);
    nw_cell_rational(evidence, bound);
    nw_outcome outcome = nw_decide_exactly(fmpq_cmp(largest, bound) <= 0);
    char *what = nw_format("no network drawn with a joint norm moves by more than B, K = %ld", (long)layers);
    nw_cell_text(evidence, nw_evidence_decide(evidence, outcome, what));
    gsl_rng_free(rng);
    fmpq_clear(norm);
    fmpq_clear(e);
    fmpq_clear(moved);
    fmpq_clear(largest);
    fmpq_clear(bound);
    fmpq_clear(unused);
    return outcome;
}

nw_outcome nw_h6_add_bias(nw_evidence *evidence, const nw_claim *claim, const nw_audit_run *run)
{
    fmpq_t term;
    fmpq_init(term);
    nw_claim_constant_get(term, claim, run, "bias");
    nw_outcome all = add_bounds(evidence, term, run);
    all = nw_decide_both(all, add_examples(evidence, term));
    nw_evidence_begin(evidence, "drawn", "networks whose weights and biases share the norm c, drawn with --seed",
                      drawn_columns, COUNT(drawn_columns));
    for (slong layers = 2; layers <= 4; layers++)
        for (slong m1 = 1; m1 <= 2; m1++)
            for (slong w = 1; w <= 2; w++)
                all = nw_decide_both(all, add_drawn(evidence, layers, m1, layers, w, run));
    fmpq_clear(term);
    return all;
}
