#include "audit/h2_rows.h"

#include <stdlib.h>

#include "audit/enclosures.h"
#include "audit/h2_chain.h"
#include "audit/h2_networks.h"
#include "audit/h2_poles.h"
#include "base/memory.h"
#include "rational.h"

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

enum { PREC = NW_H2_PREC, DIGITS = 12 };

/* ---- poles ---- */

static const nw_evidence_column pole_columns[] = {
    {"activation", "activation", NW_EVIDENCE_TEXT, false},
    {"function", "function", NW_EVIDENCE_TEXT, false},
    {"order", "order of its pole", NW_EVIDENCE_INTEGER, false},
    {"derivative_order", "of its derivative", NW_EVIDENCE_INTEGER, false},
    {"coefficient", "coefficient", NW_EVIDENCE_NUMBER, false},
    {"check", "check", NW_EVIDENCE_TEXT, false},
};

void nw_h2_pole_rows(nw_evidence *evidence, nw_h2_verdict *verdicts, const nw_claim *claim, const nw_audit_run *run)
{
    fmpq_t coefficient, expected;
    fmpq_init(coefficient);
    fmpq_init(expected);
    nw_claim_constant_get(expected, claim, run, "double pole");
    nw_evidence_begin(evidence, "poles", "orders of the poles in the complex plane", pole_columns, COUNT(pole_columns));
    for (size_t i = 0; i < NW_H2_CASES; i++) {
        const nw_unit *unit = verdicts[i].unit;
        int order = 0, double_order = 0;
        bool known = nw_unit_pole(&order, &double_order, coefficient, unit);
        bool holds = known && order == 1 && fmpz_is_one(fmpq_denref(expected)) &&
                     fmpz_equal_si(fmpq_numref(expected), double_order) && !fmpq_is_zero(coefficient);
        nw_evidence_cell(evidence, nw_copy_text(unit->name));
        nw_evidence_cell(evidence, nw_copy_text(unit == &nw_unit_arctan ? "s'" : "s"));
        nw_evidence_cell(evidence, nw_format("%d", order));
        nw_evidence_cell(evidence, nw_format("%d", double_order));
        nw_evidence_cell(evidence, nw_rational_short(coefficient));
        nw_outcome outcome = nw_decide_exactly(holds);
        char *what = nw_format("sums of %s units have simple poles, their target a double one", unit->name);
        nw_evidence_cell(evidence, nw_copy_text(nw_evidence_decide(evidence, outcome, what)));
        verdicts[i].not_attained[0] = nw_decide_both(verdicts[i].not_attained[0], outcome);
    }
    fmpq_clear(coefficient);
    fmpq_clear(expected);
}

/* ---- chains ---- */

static const nw_evidence_column chain_columns[] = {
    {"activation", "activation", NW_EVIDENCE_TEXT, false},
    {"depth", "depth", NW_EVIDENCE_INTEGER, false},
    {"place", "h = 2^-", NW_EVIDENCE_INTEGER, false},
    {"error_lower", "2 error >=", NW_EVIDENCE_NUMBER, true},
    {"error_upper", "2 error <=", NW_EVIDENCE_NUMBER, false},
    {"ratio_lower", "2 error/(K h^2) >=", NW_EVIDENCE_NUMBER, false},
    {"ratio_upper", "2 error/(K h^2) <=", NW_EVIDENCE_NUMBER, true},
    {"certificate_lower", "certified >=", NW_EVIDENCE_NUMBER, false},
    {"certificate_upper", "certified <=", NW_EVIDENCE_NUMBER, false},
    {"weights", "output weights", NW_EVIDENCE_NUMBER, false},
    {"check", "check", NW_EVIDENCE_TEXT, false},
};

typedef struct chain_work {
    nw_evidence *evidence;
    const nw_unit *unit; /* whose function it is: tanh for logistic */
    const nw_h2_case *c;
    const char *name;
    const nw_audit_run *run;
    arb_t limit, spread;
} chain_work;

/* Certificates at h = 2^-3 alone: the others say the same. */
enum { CHAIN_CERTIFIED = 3, CHAIN_STEP = 4, CHAIN_LAST = 20 };

static nw_status chain_row(nw_outcome *outcome, const chain_work *w, int depth, int place, nw_error *failure)
{
    arb_t error, ratio, limit;
    arb_init(error);
    arb_init(ratio);
    arb_init(limit);
    nw_status status = NW_OK;
    nw_network *network = nw_h2_chain(w->c, depth, place);
    nw_chain_error(error, w->unit, depth, place, PREC);
    arb_mul_2exp_si(ratio, error, 2 * place);
    arb_mul_ui(limit, w->limit, (ulong)depth, PREC);
    *outcome = nw_h2_is_near(ratio, limit, w->spread, place);
    nw_evidence_cell(w->evidence, nw_copy_text(w->name));
    nw_evidence_cell(w->evidence, nw_format("%d", depth));
    nw_evidence_cell(w->evidence, nw_format("%d", place));
    nw_evidence_ball(w->evidence, error, DIGITS);
    arb_div_ui(ratio, ratio, (ulong)depth, PREC);
    nw_evidence_ball(w->evidence, ratio, DIGITS);
    if (place == CHAIN_CERTIFIED) {
        nw_enclosure enclosure = {0};
        char *name = nw_format("h2-chain-%s-%d-%d", w->name, depth, place);
        status = nw_h2_certify(&enclosure, network, NW_H2_CHAIN_TARGET, w->run->save, name, w->run->stop, failure);
        if (status == NW_OK)
            *outcome = nw_decide_both(*outcome, nw_h2_write_certificate(w->evidence, &enclosure, error, 0.5));
        nw_enclosure_clear(&enclosure);
        free(name);
    } else {
        nw_evidence_cell(w->evidence, NULL);
        nw_evidence_cell(w->evidence, NULL);
    }
    nw_evidence_cell(w->evidence, nw_format("%.17g", nw_h2_output_weight(network)));
    char *what = nw_format("%d layers of %s with h = 2^-%d tend to x/2", depth, w->name, place);
    nw_evidence_cell(w->evidence, nw_copy_text(nw_evidence_decide(w->evidence, *outcome, what)));
    nw_network_free(network);
    arb_clear(error);
    arb_clear(ratio);
    arb_clear(limit);
    return status;
}

nw_status nw_h2_chains(nw_evidence *evidence, nw_h2_verdict *verdicts, const nw_claim *claim, const nw_audit_run *run,
                       nw_error *error)
{
    nw_status status = NW_OK;
    chain_work w = {.evidence = evidence, .run = run};
    arb_init(w.limit);
    arb_init(w.spread);
    nw_h2_stated(w.limit, "limit", "chain", claim, run);
    nw_h2_stated(w.spread, "spread", "chain", claim, run);
    nw_evidence_begin(evidence, "chains", "T_K(h x)/(2h), K units in a row, against x/2 on [-1,1]", chain_columns,
                      COUNT(chain_columns));
    for (size_t i = 0; status == NW_OK && i < NW_H2_CASES; i++) {
        w.name = verdicts[i].unit->name;
        w.unit = verdicts[i].unit == &nw_unit_logistic ? &nw_unit_tanh : verdicts[i].unit;
        w.c = &nw_h2_cases[i];
        for (int depth = 1; status == NW_OK && depth <= NW_H2_DEPTHS; depth++)
            for (int place = CHAIN_CERTIFIED; status == NW_OK && place <= CHAIN_LAST; place += CHAIN_STEP) {
                nw_outcome outcome;
                status = chain_row(&outcome, &w, depth, place, error);
                verdicts[i].not_attained[depth - 1] = nw_decide_both(verdicts[i].not_attained[depth - 1], outcome);
            }
    }
    arb_clear(w.limit);
    arb_clear(w.spread);
    return status;
}
