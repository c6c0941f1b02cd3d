/* H9: on structured targets a plain network emulates the hypernetwork at a constant times its cost. */
#include <stdlib.h>

#include "audit/claim.h"
#include "audit/h9_row.h"
#include "audit/marks.h"
#include "base/memory.h"
#include "rational.h"

static const nw_evidence_column columns[] = {
    {.name = "w", .header = "w", .kind = NW_EVIDENCE_INTEGER},
    {.name = "eps", .header = "eps", .kind = NW_EVIDENCE_NUMBER},
    {.name = "plain", .header = "N plain", .kind = NW_EVIDENCE_INTEGER},
    {.name = "literal", .header = "literal count", .kind = NW_EVIDENCE_INTEGER},
    {.name = "f", .header = "N_f built", .kind = NW_EVIDENCE_INTEGER},
    {.name = "g", .header = "N_g built", .kind = NW_EVIDENCE_INTEGER},
    {.name = "thm5", .header = "N_f thm5", .kind = NW_EVIDENCE_INTEGER},
    {.name = "thm5_g", .header = "N_g thm5", .kind = NW_EVIDENCE_INTEGER},
    {.name = "ratio", .header = "plain / (N_f+N_g)", .kind = NW_EVIDENCE_NUMBER},
    {.name = "literal_ratio", .header = "literal / (N_f+N_g)", .kind = NW_EVIDENCE_NUMBER},
    {.name = "error", .header = "error <=", .kind = NW_EVIDENCE_NUMBER},
    {.name = "certified", .header = "plain <= eps", .kind = NW_EVIDENCE_TEXT},
    {.name = "hyper", .header = "f and g <= eps", .kind = NW_EVIDENCE_TEXT},
};
enum { COLUMNS = sizeof columns / sizeof columns[0] };

/* count <= factor * (N_f + N_g) */
static nw_outcome within(size_t count, const fmpq_t factor, const nw_emulation_row *row)
{
    fmpq_t left, right;
    fmpq_init(left);
    fmpq_init(right);
    fmpz_set_ui(fmpq_numref(left), count);
    fmpz_set_ui(fmpq_numref(right), row->f + row->g);
    fmpq_mul(right, right, factor);
    int order = fmpq_cmp(left, right);
    fmpq_clear(left);
    fmpq_clear(right);
    return order <= 0 ? NW_PROVED : NW_REFUTED;
}

static void add_row(nw_evidence *evidence, const nw_emulation_row *row, const fmpq_t plain)
{
    double both = (double)(row->f + row->g);
    nw_evidence_cell(evidence, nw_format("%zu", row->terms));
    nw_evidence_cell(evidence, nw_format("1/%zu", row->parts));
    nw_evidence_cell(evidence, nw_format("%zu", row->plain));
    nw_evidence_cell(evidence, nw_format("%zu", row->literal));
    nw_evidence_cell(evidence, nw_format("%zu", row->f));
    nw_evidence_cell(evidence, nw_format("%zu", row->g));
    nw_evidence_cell(evidence, nw_copy_text(row->theorem5));
    nw_evidence_cell(evidence, nw_copy_text(row->theorem5_g));
    nw_evidence_cell(evidence, nw_format("%.4f", (double)row->plain / both));
    nw_evidence_cell(evidence, nw_format("%.4f", (double)row->literal / both));
    nw_evidence_cell(evidence, nw_emulation_error_text(row));
    const char *word = nw_evidence_decide(
        evidence, row->certified,
        nw_format("w = %zu: the plain network is within 1/%zu of the target", row->terms, row->parts));
    nw_evidence_cell(evidence, nw_copy_text(word));
    word = nw_evidence_decide(
        evidence, row->hyper,
        nw_format("w = %zu: the hypernetwork is within 1/%zu of the target", row->terms, row->parts));
    nw_evidence_cell(evidence, nw_copy_text(word));
    nw_evidence_decide(evidence, within(row->plain, plain, row),
                       nw_format("w = %zu, eps = 1/%zu: %zu connections of the plain network against %zu of f and g",
                                 row->terms, row->parts, row->plain, row->f + row->g));
}

static const size_t quick_parts[] = {2, 3, 5, 10, 20, 0}, full_parts[] = {2, 3, 5, 10, 20, 30, 50, 0};
enum { MOST_TERMS = 2 };

static nw_status add_rows(nw_evidence *evidence, const nw_audit_run *run, const fmpq_t plain, nw_error *error)
{
    nw_status status = NW_OK;
    for (size_t terms = 1; terms <= MOST_TERMS; terms++)
        for (const size_t *parts = run->quick ? quick_parts : full_parts; *parts != 0; parts++) {
            nw_emulation_row row;
            if (run->stop != NULL && *run->stop)
                return NW_OK;
            status = nw_emulation_run(&row, terms, *parts, run, error);
            if (status != NW_OK)
                return status;
            add_row(evidence, &row, plain);
            nw_emulation_row_clear(&row);
        }
    return status;
}

static nw_status check(nw_evidence *evidence, const nw_claim *claim, const nw_audit_run *run, nw_error *error)
{
    fmpq_t plain;
    fmpq_init(plain);
    nw_claim_constant_get(plain, claim, run, "plain");
    nw_evidence_begin(evidence, "emulation",
                      "plain networks on (x, I) beside the hypernetworks they emulate, m1 = m2 = 1", columns, COLUMNS);
    nw_status status = add_rows(evidence, run, plain, error);
    fmpq_clear(plain);
    if (status != NW_OK)
        return status;
    nw_outcome outcome = evidence->refuted == 0 && evidence->undecided == 0 ? NW_PROVED : NW_UNKNOWN;
    nw_evidence_note(evidence, nw_copy_text("the literal emulation is counted, not built: its column follows from the "
                                            "formula in the method, and decides nothing"));
    nw_marks_begin(evidence);
    nw_mark_add(evidence, NW_T5_COMPARED, "relu", nw_mark_of(outcome, NW_MARK_FAILS),
                "N_f + N_g for plain networks too",
                nw_copy_text("on structured targets a plain network with product gadgets needs a constant times as "
                             "much as the hypernetwork"));
    nw_evidence_conclude(evidence, nw_copy_text("on structured targets the plain network is no larger than a constant "
                                                "times the hypernetwork"));
    return NW_OK;
}

static const nw_param axes[] = {NW_PARAM_COUNT};

static const nw_claim_constant constants[] = {
    {"plain", "2", "1/2", "connections of the plain network with w gadgets over N_f + N_g, at most"},
    {NULL, NULL, NULL, NULL},
};

const nw_claim nw_claim_h9 = {
    .id = "H9",
    .title = "Theorem 5 compares unlike things: on structured targets a plain network does what the hypernetwork does",
    .statement =
        "Theorem 5 sets an upper bound for structured targets y(x, I) = sum_i a_i(I) b_i(x), i <= w, beside a lower "
        "bound for all of W(r,m). On the structured targets themselves a plain network on (x, I) reaches the same "
        "eps, at every eps checked, with at most twice the connections of the built hypernetwork, N_f + N_g.",
    .method =
        "The plain network has relu hinges in x and in I, the w interpolants of a_i and of b_i as linear units, and w "
        "gadgets u v = ((u + v)^2 - (u - v)^2)/4 whose squares are interpolated linearly: the interpolant of s^2 on "
        "knots at distance h lies in [s^2, s^2 + h^2/4], so a gadget errs by at most h^2/16, and about sqrt(w/eps) "
        "knots are enough, fewer than the 1/eps of the interpolants. Nine tenths of eps go to the interpolation, one "
        "to the gadgets. It is built for product targets, counted and certified, and so is the hypernetwork of thm5 "
        "with 1/eps intervals.\n\n"
        "A literal emulation, which computes every weight of g and multiplies it by a gadget of smooth units, is "
        "counted, not built, and no check rests on it: f is kept (N_f), g's M + 1 hinges cost 2 each and 2 carries "
        "through f's two linear layers, and a product (s(b + h(u+v)) + s(b - h(u+v)) - s(b + h(u-v)) - s(b - "
        "h(u-v)))/(4 h^2 s''(b)) of a weight and a unit 16: 20 (M + 1) = 20/3 N_g more than N_f, to any accuracy as h "
        "falls, and so at most 20/3 (N_f + N_g).",
    .axes = axes,
    .constants = constants,
    .check = check,
};
