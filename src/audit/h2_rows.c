#include "audit/h2_rows.h"

#include <stdlib.h>

#include "audit/enclosures.h"
#include "audit/h2_networks.h"
#include "audit/h2_quotient.h"
#include "base/memory.h"

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

enum {
    PREC = NW_H2_PREC,
    DIGITS = 12,
    FIRST = 1,
    LAST = 20,         /* h = 2^-1 .. 2^-20 */
    QUICK_CERTIFIED = 12, /* certificates for h down to 2^-12 */
};

void nw_h2_stated(arb_t value, const char *what, const char *unit, const nw_claim *claim, const nw_audit_run *run)
{
    char *name = nw_format("%s %s", what, unit);
    fmpq_t exact;
    fmpq_init(exact);
    nw_claim_constant_get(exact, claim, run, name);
    arb_set_fmpq(value, exact, PREC);
    fmpq_clear(exact);
    free(name);
}

nw_outcome nw_h2_is_near(const arb_t ratio, const arb_t limit, const arb_t spread, int place)
{
    arb_t distance, allowed;
    arb_init(distance);
    arb_init(allowed);
    arb_sub(distance, ratio, limit, PREC);
    arb_abs(distance, distance);
    arb_mul_2exp_si(allowed, spread, -2 * place);
    nw_outcome outcome = nw_decide_at_most(distance, allowed);
    arb_clear(distance);
    arb_clear(allowed);
    return outcome;
}

static void lower_all(nw_h2_verdict *verdict, nw_outcome outcome)
{
    for (int i = 0; i < NW_H2_DEPTHS; i++)
        verdict->not_attained[i] = nw_decide_both(verdict->not_attained[i], outcome);
}

/* ---- limits ---- */

static const nw_evidence_column limit_columns[] = {
    {"activation", "activation", NW_EVIDENCE_TEXT, false},
    {"lower", "max|s'''|/6 >=", NW_EVIDENCE_NUMBER, false},
    {"upper", "max|s'''|/6 <=", NW_EVIDENCE_NUMBER, false},
    {"stated", "stated", NW_EVIDENCE_NUMBER, false},
    {"check", "check", NW_EVIDENCE_TEXT, false},
};

void nw_h2_limits(nw_evidence *evidence, nw_h2_verdict *verdicts, const nw_claim *claim, const nw_audit_run *run)
{
    arb_t limit, value;
    arb_init(limit);
    arb_init(value);
    nw_evidence_begin(evidence, "limits", "limit of error/h^2", limit_columns, COUNT(limit_columns));
    for (size_t i = 0; i < NW_H2_CASES; i++) {
        const char *name = verdicts[i].unit->name;
        nw_quotient_limit(limit, verdicts[i].unit);
        nw_h2_stated(value, "limit", name, claim, run);
        /* The enclosure, of relative width 2^-90, holds the stated number; `method` shows that it is the maximum. */
        nw_outcome outcome = arb_overlaps(limit, value) ? NW_PROVED : NW_REFUTED;
        if (arb_rel_accuracy_bits(limit) < 60)
            outcome = NW_UNKNOWN;
        nw_evidence_cell(evidence, nw_copy_text(name));
        nw_evidence_ball(evidence, limit, 24);
        char *text = nw_format("limit %s", name);
        nw_evidence_cell(evidence, nw_copy_text(nw_claim_constant_text(claim, run, text)));
        free(text);
        text = nw_format("max |s'''|/6 of %s is the stated limit", name);
        nw_evidence_cell(evidence, nw_copy_text(nw_evidence_decide(evidence, outcome, text)));
        lower_all(&verdicts[i], outcome);
    }
    arb_clear(limit);
    arb_clear(value);
}

/* ---- two units ---- */

static const nw_evidence_column quotient_columns[] = {
    {"activation", "activation", NW_EVIDENCE_TEXT, false},
    {"place", "h = 2^-", NW_EVIDENCE_INTEGER, false},
    {"error_lower", "error/c >=", NW_EVIDENCE_NUMBER, true},
    {"error_upper", "error/c <=", NW_EVIDENCE_NUMBER, false},
    {"ratio_lower", "error/(c h^2) >=", NW_EVIDENCE_NUMBER, false},
    {"ratio_upper", "error/(c h^2) <=", NW_EVIDENCE_NUMBER, true},
    {"taylor_lower", "Taylor >=", NW_EVIDENCE_NUMBER, true},
    {"taylor_upper", "Taylor <=", NW_EVIDENCE_NUMBER, true},
    {"certificate_lower", "certified >=", NW_EVIDENCE_NUMBER, false},
    {"certificate_upper", "certified <=", NW_EVIDENCE_NUMBER, false},
    {"c", "c", NW_EVIDENCE_NUMBER, true},
    {"weights", "output weights/c", NW_EVIDENCE_NUMBER, false},
    {"complexity", "C(f)/c", NW_EVIDENCE_NUMBER, false},
    {"check", "check", NW_EVIDENCE_TEXT, false},
};

nw_outcome nw_h2_write_certificate(nw_evidence *evidence, const nw_enclosure *enclosure, const arb_t error,
                                    double factor)
{
    arb_t lower, upper;
    arb_init(lower);
    arb_init(upper);
    arb_set_d(lower, enclosure->lower / factor); /* a power of two */
    arb_set_d(upper, enclosure->upper / factor);
    nw_evidence_cell(evidence, nw_ball_low_text(lower, DIGITS));
    nw_evidence_cell(evidence, nw_ball_high_text(upper, DIGITS));
    nw_outcome outcome = nw_decide_both(nw_decide_at_most(lower, error), nw_decide_at_most(error, upper));
    if (enclosure->outcome != NW_PROVED)
        outcome = nw_decide_both(outcome, NW_UNKNOWN);
    arb_clear(lower);
    arb_clear(upper);
    return outcome;
}

typedef struct quotient_work {
    nw_evidence *evidence;
    const nw_unit *unit;
    const nw_h2_case *c;
    const nw_audit_run *run;
    arb_t limit, limit_stated, spread, weight;
} quotient_work;

static nw_outcome compare_enclosures(const quotient_work *w, int place, arb_t error)
{
    arb_t ratio, taylor;
    arb_init(ratio);
    arb_init(taylor);
    nw_quotient_sup(error, w->unit, place);
    nw_quotient_closed(taylor, w->limit, w->unit, place);
    arb_mul_2exp_si(ratio, error, 2 * place);
    nw_outcome outcome = nw_h2_is_near(ratio, w->limit_stated, w->spread, place);
    /* Both enclose the same number: apart, they would refute one another. */
    if (!arb_overlaps(error, taylor))
        outcome = NW_REFUTED;
    nw_evidence_cell(w->evidence, nw_copy_text(w->unit->name));
    nw_evidence_cell(w->evidence, nw_format("%d", place));
    nw_evidence_ball(w->evidence, error, DIGITS);
    nw_evidence_ball(w->evidence, ratio, DIGITS);
    nw_evidence_ball(w->evidence, taylor, DIGITS);
    arb_clear(ratio);
    arb_clear(taylor);
    return outcome;
}

/* Do the output weights add up to weight c/h? */
static nw_outcome write_weights(const quotient_work *w, const nw_network *network, int place)
{
    double sum = nw_h2_output_weight(network) / w->c->factor;
    nw_evidence_cell(w->evidence, nw_format("%g", w->c->factor));
    nw_evidence_cell(w->evidence, nw_format("%.17g", sum));
    nw_evidence_cell(w->evidence, nw_format("%.17g", nw_network_spectral_complexity(network) / w->c->factor));
    arb_t expected;
    arb_init(expected);
    arb_mul_2exp_si(expected, w->weight, place);
    arb_sub_si(expected, expected, (slong)sum, PREC);
    nw_outcome outcome = arb_is_zero(expected) ? NW_PROVED : NW_REFUTED;
    arb_clear(expected);
    return outcome;
}

static nw_status quotient_row(nw_outcome *outcome, const quotient_work *w, int place, nw_error *failure)
{
    arb_t error;
    arb_init(error);
    nw_network *network = nw_h2_quotient(w->c, place);
    nw_status status = NW_OK;
    *outcome = compare_enclosures(w, place, error);
    if (place <= (w->run->quick ? QUICK_CERTIFIED : LAST)) {
        nw_enclosure enclosure = {0};
        char *name = nw_format("h2-%s-%d", w->unit->name, place);
        status = nw_h2_certify(&enclosure, network, w->c->target, w->run->save, name, w->run->stop, failure);
        if (status == NW_OK)
            *outcome = nw_decide_both(*outcome, nw_h2_write_certificate(w->evidence, &enclosure, error, w->c->factor));
        nw_enclosure_clear(&enclosure);
        free(name);
    } else {
        nw_evidence_cell(w->evidence, NULL);
        nw_evidence_cell(w->evidence, NULL);
    }
    *outcome = nw_decide_both(*outcome, write_weights(w, network, place));
    char *what = nw_format("two %s units with h = 2^-%d err by nearly the limit times h^2", w->unit->name, place);
    nw_evidence_cell(w->evidence, nw_copy_text(nw_evidence_decide(w->evidence, *outcome, what)));
    nw_network_free(network);
    arb_clear(error);
    return status;
}

nw_status nw_h2_quotients(nw_evidence *evidence, nw_h2_verdict *verdicts, const nw_claim *claim,
                          const nw_audit_run *run, nw_error *error)
{
    nw_status status = NW_OK;
    quotient_work w = {.evidence = evidence, .run = run};
    arb_init(w.limit);
    arb_init(w.limit_stated);
    arb_init(w.spread);
    arb_init(w.weight);
    nw_h2_stated(w.weight, "output", "weight", claim, run);
    nw_evidence_begin(evidence, "quotients", "c (s(x+h)-s(x-h))/(2h) against c s'(x) on [-1,1]", quotient_columns,
                      COUNT(quotient_columns));
    for (size_t i = 0; status == NW_OK && i < NW_H2_CASES; i++) {
        w.unit = verdicts[i].unit;
        w.c = &nw_h2_cases[i];
        nw_quotient_limit(w.limit, w.unit);
        nw_h2_stated(w.limit_stated, "limit", w.unit->name, claim, run);
        nw_h2_stated(w.spread, "spread", w.unit->name, claim, run);
        for (int place = FIRST; status == NW_OK && place <= LAST; place++) {
            nw_outcome outcome;
            status = quotient_row(&outcome, &w, place, error);
            verdicts[i].not_attained[0] = nw_decide_both(verdicts[i].not_attained[0], outcome);
        }
    }
    arb_clear(w.limit);
    arb_clear(w.limit_stated);
    arb_clear(w.spread);
    arb_clear(w.weight);
    return status;
}
