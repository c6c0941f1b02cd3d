/* The witnesses beside the exact widths that are known, and how much the later ones add to the bound. */
#include <stdlib.h>

#include "audit/witnesses.h"
#include "audit/witnesses_space.h"
#include "base/memory.h"
#include "nwidth_lower.h"
#include "rational.h"

static void integer_cell(nw_evidence *evidence, const fmpz_t value)
{
    char *digits = fmpz_get_str(NULL, 10, value);
    nw_evidence_cell(evidence, nw_copy_text(digits));
    flint_free(digits);
}

/* ---- exact widths ---- */

static const nw_evidence_column width_columns[] = {
    {"class", "class", NW_EVIDENCE_TEXT, false},       {"parameters", "N", NW_EVIDENCE_INTEGER, false},
    {"width", "N-width", NW_EVIDENCE_NUMBER, false},    {"space", "1/||f^(r)|| >=", NW_EVIDENCE_NUMBER, false},
    {"verdict", "the same", NW_EVIDENCE_TEXT, false},
};

/* The N + 1 functions of a witness at M = N with ||f|| = 1 have ||f^(r)|| at most B, so 1/B is a Bernstein width; it is
 * the width that is known. */
static void width_row(nw_evidence *evidence, const nw_claim *claim, const nw_audit_run *run, slong r, slong parameters)
{
    const nw_witness *witness = r == 1 ? &nw_witness_spline : &nw_witness_spline_free;
    nw_bernstein space;
    nw_bernstein_of(&space, witness, parameters, r);
    arb_ptr coefficients = _arb_vec_init(space.dimension);
    arf_struct low[3], high[3];
    arb_t found, known, norm;
    fmpq_t stated;
    for (slong j = 0; j <= 2; j++) {
        arf_init(low + j);
        arf_init(high + j);
    }
    arb_init(found);
    arb_init(known);
    arb_init(norm);
    fmpq_init(stated);
    nw_bernstein_extremal(coefficients, witness, parameters);
    nw_bernstein_norms(low, high, &space, coefficients, r);
    arb_set_interval_arf(found, low, high, NW_MEMBER_BITS);
    arb_set_interval_arf(norm, low + r, high + r, NW_MEMBER_BITS);
    arb_div(found, found, norm, NW_MEMBER_BITS);
    nw_claim_constant_get(stated, claim, run, r == 1 ? "width-1" : "width-2");
    if (r == 2) {
        arb_sqrt_ui(known, 2, NW_MEMBER_BITS);
        arb_sub_ui(known, known, 2, NW_MEMBER_BITS);
    }
    arb_add_si(known, known, parameters, NW_MEMBER_BITS);
    arb_pow_ui(known, known, (ulong)r, NW_MEMBER_BITS);
    arb_inv(known, known, NW_MEMBER_BITS);
    arb_mul_fmpz(known, known, fmpq_numref(stated), NW_MEMBER_BITS);
    arb_div_fmpz(known, known, fmpq_denref(stated), NW_MEMBER_BITS);
    nw_outcome below = nw_witnesses_at_most(found, known), above = nw_witnesses_at_most(known, found);
    nw_evidence_cell(evidence, nw_copy_text(r == 1 ? "||f'|| <= 1" : "||f''|| <= 1"));
    nw_evidence_cell(evidence, nw_format("%ld", (long)parameters));
    nw_evidence_cell(evidence, nw_witnesses_decimal(known, 1));
    nw_evidence_cell(evidence, nw_witnesses_decimal(found, -1));
    const char *word = nw_evidence_decide(evidence, below != NW_PROVED ? below : above,
                                          nw_format("the width of order %ld at N = %ld is that of the witness", (long)r,
                                                    (long)parameters));
    nw_evidence_cell(evidence, nw_copy_text(word));
    for (slong j = 0; j <= 2; j++) {
        arf_clear(low + j);
        arf_clear(high + j);
    }
    arb_clear(found);
    arb_clear(known);
    arb_clear(norm);
    fmpq_clear(stated);
    _arb_vec_clear(coefficients, space.dimension);
    nw_bernstein_clear(&space);
}

static const nw_evidence_column limit_columns[] = {
    {"r", "r", NW_EVIDENCE_INTEGER, false},         {"n", "n", NW_EVIDENCE_INTEGER, false},
    {"delta", "delta", NW_EVIDENCE_NUMBER, false},  {"nw", "Nw", NW_EVIDENCE_INTEGER, false},
    {"limit", "enough", NW_EVIDENCE_INTEGER, false}, {"class", "for", NW_EVIDENCE_TEXT, false},
    {"verdict", "Nw <= enough", NW_EVIDENCE_TEXT, false},
};

/* The least N with 1/(2 (N - 2 + sqrt 2)^2) <= delta, as N >= 2 + sqrt(1/(2 delta)) - sqrt 2, rounded up safely. */
static void second_order_limit(fmpz_t limit, const fmpq_t delta)
{
    arb_t x, root;
    arf_t top;
    arb_init(x);
    arb_init(root);
    arf_init(top);
    arb_set_fmpq(x, delta, NW_MEMBER_BITS);
    arb_mul_2exp_si(x, x, 1);
    arb_rsqrt(x, x, NW_MEMBER_BITS);
    arb_sqrt_ui(root, 2, NW_MEMBER_BITS);
    arb_sub(x, x, root, NW_MEMBER_BITS);
    arb_add_ui(x, x, 2, NW_MEMBER_BITS);
    arb_get_ubound_arf(top, x, NW_MEMBER_BITS);
    arf_get_fmpz(limit, top, ARF_RND_CEIL);
    if (fmpz_cmp_ui(limit, 2) < 0)
        fmpz_set_ui(limit, 2); /* the formula begins at N = 2 */
    arb_clear(x);
    arb_clear(root);
    arf_clear(top);
}

/* Nw may not exceed the parameters with which a continuous method reaches delta on a larger class: ||f''|| <= 1 for r >= 2,
 * n = 1; else the functions that are 1-Lipschitz in the max norm, whose N-width is 1/floor(N^(1/n)). */
static void limit_row(nw_evidence *evidence, const nw_audit_run *run, const char *text, slong r, slong n)
{
    bool second = r >= 2 && n == 1;
    fmpq_t delta;
    fmpz_t limit;
    nw_lower lower;
    fmpq_init(delta);
    fmpz_init(limit);
    nw_lower_init(&lower);
    nw_rational_parse(delta, text, NULL);
    nw_lower_bound(&lower, delta, r, n, NW_DIMENSION, run->context);
    fmpz_cdiv_q(limit, fmpq_denref(delta), fmpq_numref(delta));
    fmpz_pow_ui(limit, limit, (ulong)n);
    if (second)
        second_order_limit(limit, delta);
    nw_evidence_cell(evidence, nw_format("%ld", (long)r));
    nw_evidence_cell(evidence, nw_format("%ld", (long)n));
    nw_evidence_cell(evidence, nw_copy_text(text));
    integer_cell(evidence, lower.possible);
    integer_cell(evidence, limit);
    nw_evidence_cell(evidence, nw_copy_text(second ? "||f''|| <= 1" : "1-Lipschitz"));
    const char *word = nw_evidence_decide(evidence, fmpz_cmp(lower.possible, limit) <= 0 ? NW_PROVED : NW_REFUTED,
                                          nw_format("Nw(%s; %ld, %ld) stays below the width of a larger class", text,
                                                    (long)r, (long)n));
    nw_evidence_cell(evidence, nw_copy_text(word));
    nw_lower_clear(&lower);
    fmpz_clear(limit);
    fmpq_clear(delta);
}

static const char *const accuracies[] = {"0.3", "0.1", "0.05", "0.01", "1e-3", "1e-4", "1e-6", "1e-12"};
enum { ACCURACIES = sizeof accuracies / sizeof accuracies[0] };

void nw_witnesses_widths(nw_evidence *evidence, const nw_claim *claim, const nw_audit_run *run)
{
    nw_evidence_begin(evidence, "widths", "exact widths in one dimension and the spaces that have them", width_columns,
                      sizeof width_columns / sizeof width_columns[0]);
    for (slong r = 1; r <= 2; r++)
        for (slong parameters = 2; parameters <= (run->quick ? 16 : 256); parameters *= 2)
            width_row(evidence, claim, run, r, parameters);
    nw_evidence_begin(evidence, "limits", "the bound below the widths of larger classes", limit_columns,
                      sizeof limit_columns / sizeof limit_columns[0]);
    for (slong r = 1; r <= NW_MEMBER_ORDER; r++)
        for (slong n = 1; n <= 3; n++)
            for (size_t i = 0; i < ACCURACIES; i++)
                limit_row(evidence, run, accuracies[i], r, n);
}

/* ---- growth ---- */

static const nw_evidence_column growth_columns[] = {
    {"r", "r", NW_EVIDENCE_INTEGER, false},        {"n", "n", NW_EVIDENCE_INTEGER, false},
    {"delta", "delta", NW_EVIDENCE_NUMBER, false}, {"four", "of four", NW_EVIDENCE_INTEGER, false},
    {"nw", "Nw", NW_EVIDENCE_INTEGER, false},      {"witness", "witness", NW_EVIDENCE_TEXT, false},
    {"m", "M", NW_EVIDENCE_INTEGER, false},        {"growth", "growth", NW_EVIDENCE_NUMBER, false},
};

/* The largest D over smoothstep, trigonometric, lattice-2 and lattice-3. */
static void bound_of_four(fmpz_t most, const fmpq_t delta, slong r, slong n, nw_context *context)
{
    fmpz_t low, high, d;
    fmpz_init(low);
    fmpz_init(high);
    fmpz_init(d);
    fmpz_zero(most);
    const nw_witness *witness;
    for (size_t i = 0; (witness = nw_witness_at(i)) != NULL; i++) {
        if (witness != &nw_witness_smoothstep && witness != &nw_witness_trigonometric && witness->distance != 2 &&
            witness->distance != 3)
            continue;
        if (!nw_witness_serves(witness, r, n))
            continue;
        nw_witness_scale(low, high, witness, delta, r, n, context);
        nw_witness_dimension(d, witness, low, n);
        if (fmpz_cmp(d, most) > 0)
            fmpz_set(most, d);
    }
    fmpz_clear(low);
    fmpz_clear(high);
    fmpz_clear(d);
}

static void growth_row(nw_evidence *evidence, const nw_audit_run *run, const char *text, slong r, slong n)
{
    fmpq_t delta, growth;
    fmpz_t four;
    nw_lower lower;
    fmpq_init(delta);
    fmpq_init(growth);
    fmpz_init(four);
    nw_lower_init(&lower);
    nw_rational_parse(delta, text, NULL);
    nw_lower_bound(&lower, delta, r, n, NW_DIMENSION, run->context);
    bound_of_four(four, delta, r, n, run->context);
    fmpq_set_fmpz_frac(growth, lower.value, four);
    nw_evidence_cell(evidence, nw_format("%ld", (long)r));
    nw_evidence_cell(evidence, nw_format("%ld", (long)n));
    nw_evidence_cell(evidence, nw_copy_text(text));
    integer_cell(evidence, four);
    integer_cell(evidence, lower.value);
    nw_evidence_cell(evidence, nw_copy_text(lower.witness->name));
    integer_cell(evidence, lower.scale);
    nw_evidence_cell(evidence, nw_rational_decimal(growth, 4, -1));
    nw_evidence_decide(evidence, fmpz_cmp(lower.value, four) >= 0 ? NW_PROVED : NW_REFUTED,
                       nw_format("Nw(%s; %ld, %ld) is no less than that of four witnesses", text, (long)r, (long)n));
    nw_lower_clear(&lower);
    fmpz_clear(four);
    fmpq_clear(delta);
    fmpq_clear(growth);
}

void nw_witnesses_growth(nw_evidence *evidence, const nw_claim *claim, const nw_audit_run *run)
{
    (void)claim;
    static const slong inputs[] = {1, 2, 3, 4, 6, 10, 20};
    nw_evidence_begin(evidence, "growth", "the bound beside that of smoothstep, trigonometric, lattice-2, lattice-3",
                      growth_columns, sizeof growth_columns / sizeof growth_columns[0]);
    for (slong r = 1; r <= NW_MEMBER_ORDER; r++)
        for (size_t i = 0; i < (r == 1 ? 7u : 5u); i++)
            for (size_t k = 1; k < ACCURACIES; k++)
                growth_row(evidence, run, accuracies[k], r, inputs[i]);
}
