/* Members of the product witnesses against their constants: the extremal one, and random ones. */
#include <gsl/gsl_rng.h>
#include <stdlib.h>
#include <string.h>

#include "audit/witnesses.h"
#include "audit/witnesses_space.h"
#include "base/memory.h"
#include "base/random.h"

/* ---- the extremal members ---- */

static const nw_evidence_column extremal_columns[] = {
    {"witness", "witness", NW_EVIDENCE_TEXT, false}, {"r", "r", NW_EVIDENCE_INTEGER, false},
    {"n", "n", NW_EVIDENCE_INTEGER, false},          {"m", "M", NW_EVIDENCE_INTEGER, false},
    {"c", "C", NW_EVIDENCE_NUMBER, false},           {"lower", "sum/(C ||f||) >=", NW_EVIDENCE_NUMBER, false},
    {"upper", "<=", NW_EVIDENCE_NUMBER, false},      {"verdict", "at most 1 + 2^-20", NW_EVIDENCE_TEXT, false},
    {"sharp", "sharp", NW_EVIDENCE_TEXT, false},
};

static void integer_cell(nw_evidence *evidence, slong value)
{
    nw_evidence_cell(evidence, nw_format("%ld", (long)value));
}

static void setting_cells(nw_evidence *evidence, const nw_witness *witness, slong r, slong n, slong scale, const arb_t c)
{
    nw_evidence_cell(evidence, nw_copy_text(witness->name));
    integer_cell(evidence, r);
    integer_cell(evidence, n);
    integer_cell(evidence, scale);
    nw_evidence_cell(evidence, nw_witnesses_decimal(c, 1));
}

/* b[j] = ||g^(j)||/||g||, j = 0..r, for the extremal g of one variable. */
static void extremal_ratios(arb_ptr b, const nw_witness *witness, slong scale, slong r)
{
    nw_bernstein space;
    if (!nw_bernstein_of(&space, witness, scale, r)) { /* cos pi M x */
        arb_const_pi(b + 1, NW_MEMBER_BITS);
        arb_mul_si(b + 1, b + 1, scale, NW_MEMBER_BITS);
        _arb_vec_set_powers(b, b + 1, r + 1, NW_MEMBER_BITS);
        return;
    }
    arf_struct low[NW_MEMBER_ORDER + 1], high[NW_MEMBER_ORDER + 1];
    arb_ptr coefficients = _arb_vec_init(space.dimension);
    for (slong j = 0; j <= r; j++) {
        arf_init(low + j);
        arf_init(high + j);
    }
    nw_bernstein_extremal(coefficients, witness, scale);
    nw_bernstein_norms(low, high, &space, coefficients, r);
    for (slong j = r; j >= 0; j--) {
        arb_t norm;
        arb_init(norm);
        arb_set_interval_arf(norm, low, high, NW_MEMBER_BITS);
        arb_set_interval_arf(b + j, low + j, high + j, NW_MEMBER_BITS);
        arb_div(b + j, b + j, norm, NW_MEMBER_BITS);
        arb_clear(norm);
    }
    arb_one(b);
    for (slong j = 0; j <= r; j++) {
        arf_clear(low + j);
        arf_clear(high + j);
    }
    _arb_vec_clear(coefficients, space.dimension);
    nw_bernstein_clear(&space);
}

/* The share of B_r that the claim states for one witness and order: M^r value is never exceeded. */
static void check_stated(nw_evidence *evidence, const nw_claim *claim, const nw_audit_run *run, const char *name,
                         const arb_t ratio, slong scale, slong r)
{
    fmpq_t value;
    arb_t most;
    fmpq_init(value);
    arb_init(most);
    nw_claim_constant_get(value, claim, run, name);
    arb_set_si(most, scale);
    arb_pow_ui(most, most, (ulong)r, NW_MEMBER_BITS);
    arb_mul_fmpz(most, most, fmpq_numref(value), NW_MEMBER_BITS);
    arb_div_fmpz(most, most, fmpq_denref(value), NW_MEMBER_BITS);
    nw_evidence_decide(evidence, nw_witnesses_at_most(ratio, most),
                       nw_format("%s bounds the derivative of order %ld at M = %ld", name, (long)r, (long)scale));
    fmpq_clear(value);
    arb_clear(most);
}

static void extremal_row(nw_evidence *evidence, const nw_claim *claim, const nw_audit_run *run,
                         const nw_witness *witness, slong r, slong n, slong scale)
{
    arb_ptr b = _arb_vec_init(r + 1), power = _arb_vec_init(r + 1);
    arb_t c, sum, most;
    fmpz_t m;
    fmpq_t largest;
    arb_init(c);
    arb_init(sum);
    arb_init(most);
    fmpq_init(largest);
    fmpz_init_set_si(m, scale);
    nw_witness_constant_at(c, witness, m, r, n, run->context, NW_MEMBER_BITS);
    extremal_ratios(b, witness, scale, r);
    if (n == 1 && r >= 3 && (witness == &nw_witness_spline || (witness == &nw_witness_smoothstep && r == 3))) {
        const char *name = witness == &nw_witness_smoothstep ? "smoothstep-3" : r == 3 ? "spline-3" : "spline-4";
        check_stated(evidence, claim, run, name, b + r, scale, r);
    }
    /* The norms of a product are the products of the norms. */
    _arb_poly_pow_ui_trunc_binexp(power, b, r + 1, (ulong)n, r + 1, NW_MEMBER_BITS);
    for (slong j = 0; j <= r; j++)
        arb_add(sum, sum, power + j, NW_MEMBER_BITS);
    arb_div(sum, sum, c, NW_MEMBER_BITS);
    nw_claim_constant_get(largest, claim, run, "largest");
    arb_set_fmpq(most, largest, NW_MEMBER_BITS);
    setting_cells(evidence, witness, r, n, scale, c);
    nw_evidence_cell(evidence, nw_witnesses_decimal(sum, -1));
    nw_evidence_cell(evidence, nw_witnesses_decimal(sum, 1));
    const char *word =
        nw_evidence_decide(evidence, nw_witnesses_at_most(sum, most),
                           nw_format("the extremal member of %s, r = %ld, n = %ld, M = %ld, stays below C", witness->name,
                                     (long)r, (long)n, (long)scale));
    nw_evidence_cell(evidence, nw_copy_text(word));
    /* Attained: 1 <= (1 + 2^-20) sum.  A C that is larger than need be would be found here. */
    arb_one(most);
    nw_outcome sharp = nw_witnesses_at_most(most, sum);
    word = nw_evidence_decide(evidence, sharp,
                              nw_format("C of %s, r = %ld, n = %ld, M = %ld, is attained", witness->name, (long)r, (long)n,
                                        (long)scale));
    nw_evidence_cell(evidence, nw_copy_text(word));
    _arb_vec_clear(b, r + 1);
    _arb_vec_clear(power, r + 1);
    arb_clear(c);
    arb_clear(sum);
    arb_clear(most);
    fmpz_clear(m);
    fmpq_clear(largest);
}

/* The scales where it is an equality: spline-free begins at 2, polynomial has a scale for each order and is degenerate
 * below none. */
static bool has_scale(const nw_witness *witness, slong scale, slong r)
{
    return (witness != &nw_witness_spline_free || scale >= 2) &&
           (witness->integer == NULL || scale <= NW_INTEGER_SCALES * r);
}

void nw_witnesses_extremal(nw_evidence *evidence, const nw_claim *claim, const nw_audit_run *run)
{
    nw_evidence_begin(evidence, "extremal", "the member for which all inequalities are equalities", extremal_columns,
                      sizeof extremal_columns / sizeof extremal_columns[0]);
    static const slong scales[] = {1, 2, 5, 12, 40};
    static const slong inputs[] = {1, 2, 3, 6};
    const nw_witness *witness;
    for (size_t w = 0; (witness = nw_witness_at(w)) != NULL; w++)
        for (slong r = 1; witness->distance == 0 && r <= NW_MEMBER_ORDER; r++)
            for (size_t i = 0; i < 4; i++)
                for (size_t s = 0; s < (run->quick ? 3u : 5u); s++)
                    if (nw_witness_serves(witness, r, inputs[i]) && has_scale(witness, scales[s], r))
                        extremal_row(evidence, claim, run, witness, r, inputs[i], scales[s]);
}

/* ---- random members ---- */

static const nw_evidence_column member_columns[] = {
    {"witness", "witness", NW_EVIDENCE_TEXT, false},
    {"r", "r", NW_EVIDENCE_INTEGER, false},
    {"n", "n", NW_EVIDENCE_INTEGER, false},
    {"m", "M", NW_EVIDENCE_INTEGER, false},
    {"c", "C", NW_EVIDENCE_NUMBER, false},
    {"members", "members", NW_EVIDENCE_INTEGER, false},
    {"lower", "largest sum/(C ||f||) >=", NW_EVIDENCE_NUMBER, false},
    {"upper", "<=", NW_EVIDENCE_NUMBER, false},
    {"verdict", "at most 1 + 2^-20", NW_EVIDENCE_TEXT, false},
};

static void univariate_sum(arf_t low, arf_t high, arf_t norm_low, arf_t norm_high, const nw_bernstein *space,
                           arb_srcptr coefficients, slong r)
{
    arf_struct lows[NW_MEMBER_ORDER + 1], highs[NW_MEMBER_ORDER + 1];
    for (slong j = 0; j <= r; j++) {
        arf_init(lows + j);
        arf_init(highs + j);
    }
    nw_bernstein_norms(lows, highs, space, coefficients, r);
    arf_set(norm_low, lows);
    arf_set(norm_high, highs);
    for (slong j = 0; j <= r; j++) {
        arf_add(low, low, lows + j, NW_MEMBER_BITS, ARF_RND_DOWN);
        arf_add(high, high, highs + j, NW_MEMBER_BITS, ARF_RND_UP);
        arf_clear(lows + j);
        arf_clear(highs + j);
    }
}

/* [low, high] of sum/||f|| for one member. */
static void member_ratio(arb_t ratio, const nw_bernstein *space, slong scale, arb_srcptr coefficients, slong r, slong n)
{
    arf_t low, high, norm_low, norm_high;
    arb_t norm;
    arf_init(low);
    arf_init(high);
    arf_init(norm_low);
    arf_init(norm_high);
    arb_init(norm);
    if (space != NULL && n == 1)
        univariate_sum(low, high, norm_low, norm_high, space, coefficients, r);
    else if (space != NULL)
        nw_bernstein_sum(low, high, norm_low, norm_high, space, coefficients, r, n);
    else
        nw_waves_sum(low, high, norm_low, norm_high, scale, coefficients, r, n);
    arb_set_interval_arf(ratio, low, high, NW_MEMBER_BITS);
    arb_set_interval_arf(norm, norm_low, norm_high, NW_MEMBER_BITS);
    arb_div(ratio, ratio, norm, NW_MEMBER_BITS);
    arf_clear(low);
    arf_clear(high);
    arf_clear(norm_low);
    arf_clear(norm_high);
    arb_clear(norm);
}

static void draw_member(arb_ptr coefficients, slong size, bool signs, gsl_rng *rng)
{
    for (slong i = 0; i < size; i++) {
        double value = 2 * gsl_rng_uniform(rng) - 1;
        arb_set_d(coefficients + i, !signs ? value : value < 0 ? -1 : 1);
    }
}

/* Pieces are halved until the comparison is decided. */
static nw_outcome judge(arb_t ratio, nw_bernstein *space, slong scale, arb_srcptr coefficients, slong r, slong n,
                        const arb_t most)
{
    enum { HALVINGS = 3 };
    for (int round = 0;; round++) {
        member_ratio(ratio, space, scale, coefficients, r, n);
        nw_outcome outcome = nw_witnesses_at_most(ratio, most);
        if (outcome != NW_UNKNOWN || space == NULL || round == HALVINGS)
            return outcome;
        nw_bernstein_halve(space);
    }
}

static void member_row(nw_evidence *evidence, const nw_claim *claim, const nw_audit_run *run,
                       const nw_witness *witness, slong r, slong n, slong scale, slong members, gsl_rng *rng)
{
    arb_t c, most, ratio, largest;
    fmpz_t m;
    fmpq_t stated;
    arb_init(c);
    arb_init(most);
    arb_init(ratio);
    arb_init(largest);
    fmpq_init(stated);
    fmpz_init_set_si(m, scale);
    nw_witness_constant_at(c, witness, m, r, n, run->context, NW_MEMBER_BITS);
    nw_claim_constant_get(stated, claim, run, "largest");
    arb_mul_fmpz(most, c, fmpq_numref(stated), NW_MEMBER_BITS);
    arb_div_fmpz(most, most, fmpq_denref(stated), NW_MEMBER_BITS);
    nw_bernstein space;
    bool pieces = nw_bernstein_of(&space, witness, scale, r);
    slong size = 1, proved = 0, refuted = 0;
    for (slong i = 0; i < n; i++)
        size *= witness->points * scale + 1;
    arb_ptr coefficients = _arb_vec_init(size);
    if (pieces)
        nw_bernstein_halve(&space);
    for (slong i = 0; i < members; i++) {
        draw_member(coefficients, size, n == 1 && i % 2 == 1, rng); /* signs can attain C: only n = 1 is tight enough */
        nw_outcome outcome = judge(ratio, pieces ? &space : NULL, scale, coefficients, r, n, most);
        proved += outcome == NW_PROVED;
        refuted += outcome == NW_REFUTED;
        arb_max(largest, largest, ratio, NW_MEMBER_BITS);
    }
    setting_cells(evidence, witness, r, n, scale, c);
    integer_cell(evidence, members);
    arb_div(largest, largest, c, NW_MEMBER_BITS);
    nw_evidence_cell(evidence, nw_witnesses_decimal(largest, -1));
    nw_evidence_cell(evidence, nw_witnesses_decimal(largest, 1));
    const char *word = nw_evidence_decide(
        evidence, refuted > 0 ? NW_REFUTED : proved == members ? NW_PROVED : NW_UNKNOWN,
        nw_format("members of %s, r = %ld, n = %ld, M = %ld, stay below C: %ld of %ld do, %ld do not", witness->name, (long)r,
                  (long)n, (long)scale, (long)proved, (long)members, (long)refuted));
    nw_evidence_cell(evidence, nw_copy_text(word));
    if (pieces)
        nw_bernstein_clear(&space);
    _arb_vec_clear(coefficients, size);
    arb_clear(c);
    arb_clear(most);
    arb_clear(ratio);
    arb_clear(largest);
    fmpz_clear(m);
    fmpq_clear(stated);
}

void nw_witnesses_members(nw_evidence *evidence, const nw_claim *claim, const nw_audit_run *run)
{
    static const struct {
        slong n, r, scale, members;
    } settings[] = {
        {1, 1, 6, 8}, {1, 2, 6, 8}, {1, 3, 6, 8}, {1, 4, 6, 8}, {2, 1, 3, 4}, {2, 2, 2, 4}, {2, 3, 2, 4}, {3, 1, 2, 2},
        {3, 2, 1, 2}, {2, 4, 2, 4}, {1, 3, 20, 20}, {1, 4, 20, 20}, {2, 3, 4, 10}, {3, 3, 1, 4},
    };
    enum { ALL = sizeof settings / sizeof settings[0], QUICK = 9 };
    nw_evidence_begin(evidence, "members", "random members", member_columns,
                      sizeof member_columns / sizeof member_columns[0]);
    gsl_rng *rng = nw_random_stream(run->seed, 1, 0);
    const nw_witness *witness;
    for (size_t w = 0; (witness = nw_witness_at(w)) != NULL; w++)
        for (size_t i = 0; witness->distance == 0 && i < (run->quick ? QUICK : ALL); i++) {
            slong r = settings[i].r, n = settings[i].n, scale = settings[i].scale;
            if (!nw_witness_serves(witness, r, n) || (witness == &nw_witness_trigonometric && n > 2))
                continue;
            if (witness->integer != NULL && scale > r)
                scale = r;
            member_row(evidence, claim, run, witness, r, n, scale, settings[i].members, rng);
        }
    gsl_rng_free(rng);
}
