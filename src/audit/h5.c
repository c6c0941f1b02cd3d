/* The claim H5: narrow deep ReLU networks have fewer parameters than Theorem 1 asks of any class. */
#include <stdlib.h>

#include "audit/ask.h"
#include "audit/claim.h"
#include "audit/deep_clash.h"
#include "audit/enclosures.h"
#include "audit/marks.h"
#include "base/memory.h"
#include "rational.h"

/* ---- where they clash first ---- */

static const nw_evidence_column clash_columns[] = {
    {.name = "m", .header = "m", .kind = NW_EVIDENCE_INTEGER},
    {.name = "alpha", .header = "alpha", .kind = NW_EVIDENCE_INTEGER},
    {.name = "family", .header = "networks"},
    {.name = "eps", .header = "clash at eps", .kind = NW_EVIDENCE_NUMBER},
    {.name = "none_above", .header = "none above", .kind = NW_EVIDENCE_NUMBER},
    {.name = "width", .header = "width", .kind = NW_EVIDENCE_INTEGER},
    {.name = "depth", .header = "hidden layers", .kind = NW_EVIDENCE_INTEGER},
    {.name = "network", .header = "network", .kind = NW_EVIDENCE_INTEGER},
    {.name = "theorem1", .header = "Theorem 1", .kind = NW_EVIDENCE_INTEGER},
    {.name = "stated", .header = "stated eps", .kind = NW_EVIDENCE_NUMBER},
    {.name = "verdict", .header = "verdict"},
};

typedef struct stated {
    slong m, alpha, widest_n; /* widest_n 0: any N */
    const char *constant;
} stated;

static const stated clashes[] = {
    {1, 1, 0, "m1-alpha1"}, {1, 3, 0, "m1-alpha3"}, {1, 5, 0, "m1-alpha5"}, {1, 1, 1, "m1-narrowest"},
    {2, 1, 0, "m2-alpha1"}, {2, 3, 0, "m2-alpha3"}, {2, 5, 0, "m2-alpha5"},
};

/* The stated number is the largest such eps, cut to its digits: a clash is there or above, and none a thousandth
 * above. */
static nw_outcome judge(const nw_deep_clash *clash, const fmpq_t value)
{
    fmpq_t top;
    fmpq_init(top);
    fmpq_set_si(top, 1001, 1000);
    fmpq_mul(top, top, value);
    bool right = fmpq_cmp(clash->at, value) >= 0 && fmpq_cmp(clash->above, top) <= 0;
    fmpq_clear(top);
    return right ? NW_PROVED : NW_REFUTED;
}

enum { NUMBER_CELLS = 4 };

/* Width, depth and both numbers at the eps of the clash: NUMBER_CELLS cells.  The card is the second computation of the
 * network's number. */
static void add_numbers(nw_evidence *evidence, const stated *s, const nw_deep_clash *clash, nw_context *context)
{
    fmpz_t every, reached, least, most;
    fmpq_t alpha, card;
    fmpz_init(every);
    fmpz_init(reached);
    fmpz_init(least);
    fmpz_init(most);
    fmpq_init(alpha);
    fmpq_init(card);
    fmpq_set_si(alpha, s->alpha, 1);
    nw_deep_family_least(every, reached, s->m, clash->at, s->widest_n, 256);
    nw_deep_theorem1(least, most, s->m, alpha, clash->at, context);
    char *eps = nw_rational_text(clash->at);
    nw_result *result = nw_ask_card(context, "syz", "n=%ld eps=%s", (long)s->m, eps);
    bool best = s->widest_n == 0;
    nw_evidence_cell(evidence, best ? nw_copy_text(nw_ask_detail(result, "width")) : NULL);
    nw_evidence_cell(evidence, best ? nw_copy_text(nw_ask_detail(result, "depth")) : NULL);
    nw_cell_integer(evidence, reached);
    nw_cell_integer(evidence, least);
    fmpq_set_fmpz(card, reached);
    if (best)
        nw_evidence_decide(evidence, fmpq_equal(card, result->upper) ? NW_PROVED : NW_REFUTED,
                           nw_format("m = %ld, eps = %s: card syz has the same number of parameters", (long)s->m, eps));
    nw_result_free(result);
    free(eps);
    fmpq_clear(alpha);
    fmpq_clear(card);
    fmpz_clear(every);
    fmpz_clear(reached);
    fmpz_clear(least);
    fmpz_clear(most);
}

static nw_outcome add_clash(nw_evidence *evidence, const stated *s, const nw_claim *claim, const nw_audit_run *run)
{
    nw_deep_clash clash;
    fmpq_t alpha, value;
    nw_deep_clash_init(&clash);
    fmpq_init(alpha);
    fmpq_init(value);
    fmpq_set_si(alpha, s->alpha, 1);
    nw_claim_constant_get(value, claim, run, s->constant);
    bool found = nw_deep_clash_find(&clash, s->m, alpha, s->widest_n, run->context, run->stop);
    nw_outcome outcome = found ? judge(&clash, value) : NW_UNKNOWN;
    nw_cell_count(evidence, s->m);
    nw_cell_count(evidence, s->alpha);
    nw_cell_text(evidence, s->widest_n == 0 ? "any N" : "N = 1");
    if (found)
        nw_cell_rational(evidence, clash.at);
    else
        nw_evidence_cell(evidence, NULL);
    nw_cell_rational(evidence, clash.above);
    if (found)
        add_numbers(evidence, s, &clash, run->context);
    else
        for (int i = 0; i < NUMBER_CELLS; i++)
            nw_evidence_cell(evidence, NULL);
    nw_cell_rational(evidence, value);
    char *what = nw_format("%s: the largest eps with a clash is, to its digits, the stated one", s->constant);
    nw_cell_text(evidence, nw_evidence_decide(evidence, outcome, what));
    fmpq_clear(alpha);
    fmpq_clear(value);
    nw_deep_clash_clear(&clash);
    return outcome;
}

/* ---- the rate ---- */

static const nw_evidence_column rate_columns[] = {
    {.name = "m", .header = "m", .kind = NW_EVIDENCE_INTEGER},
    {.name = "eps", .header = "eps", .kind = NW_EVIDENCE_NUMBER},
    {.name = "network", .header = "network", .kind = NW_EVIDENCE_INTEGER},
    {.name = "theorem1", .header = "Theorem 1, alpha = 3", .kind = NW_EVIDENCE_INTEGER},
    {.name = "ratio", .header = "Theorem 1/network", .kind = NW_EVIDENCE_NUMBER},
    {.name = "slope", .header = "slope of network", .kind = NW_EVIDENCE_NUMBER},
    {.name = "verdict", .header = "verdict"},
};

/* Two decades apart, from an eps below each clash on. */
static nw_outcome add_rates(nw_evidence *evidence, slong m, const nw_claim *claim, const nw_audit_run *run)
{
    fmpz_t every, reached, last, least, most;
    fmpq_t eps, alpha, ratio, exponent;
    arb_t slope;
    nw_outcome all = NW_PROVED;
    fmpz_init(every);
    fmpz_init(reached);
    fmpz_init(last);
    fmpz_init(least);
    fmpz_init(most);
    fmpq_init(eps);
    fmpq_init(alpha);
    fmpq_init(ratio);
    fmpq_init(exponent);
    arb_init(slope);
    fmpq_set_si(alpha, 3, 1);
    nw_claim_constant_get(exponent, claim, run, "exponent");
    nw_rational_mul_si(exponent, exponent, m);
    for (int digits = 16; digits <= (run->quick ? 24 : 40); digits += 2) {
        char *text = nw_format("1e-%d", digits);
        nw_rational_parse(eps, text, NULL);
        nw_deep_family_least(every, reached, m, eps, 0, 256);
        nw_deep_theorem1(least, most, m, alpha, eps, run->context);
        fmpz_set(fmpq_numref(ratio), least);
        fmpz_set(fmpq_denref(ratio), reached);
        fmpq_canonicalise(ratio);
        nw_cell_count(evidence, m);
        nw_evidence_cell(evidence, text);
        nw_cell_integer(evidence, reached);
        nw_cell_integer(evidence, least);
        nw_cell_decimal(evidence, ratio, 5, -1);
        if (digits == 16) {
            nw_evidence_cell(evidence, NULL);
            nw_evidence_cell(evidence, NULL);
        } else {
            nw_slope_between(slope, last, reached, 2);
            nw_cell_slope(evidence, slope);
            nw_outcome outcome = nw_slope_near(slope, exponent, 50);
            char *what = nw_format("m = %ld, eps = 1e-%d: the slope is within 1/50 of m times the stated exponent",
                                   (long)m, digits);
            nw_cell_text(evidence, nw_evidence_decide(evidence, outcome, what));
            all = nw_decide_both(all, outcome);
        }
        fmpz_set(last, reached);
    }
    fmpz_clear(every);
    fmpz_clear(reached);
    fmpz_clear(last);
    fmpz_clear(least);
    fmpz_clear(most);
    fmpq_clear(eps);
    fmpq_clear(alpha);
    fmpq_clear(ratio);
    fmpq_clear(exponent);
    arb_clear(slope);
    return all;
}

/* ---- the claim ---- */

/* Refuted constants do not give the rate back. */
static void add_marks(nw_evidence *evidence, nw_outcome shown)
{
    nw_mark mark = shown == NW_PROVED ? NW_MARK_FAILS : NW_MARK_UNKNOWN;
    nw_marks_begin(evidence);
    nw_mark_add(evidence, NW_T1_RATE, "relu", mark, "eps^(-m/2), r = 1, where the selection may jump",
                nw_copy_text("deep ReLU networks with the published constants have fewer parameters than Theorem 1's "
                             "number; alpha = 1 keeps the rate by assuming continuous selection"));
    nw_mark_add(evidence, NW_T1_RATE, "crelu", mark, "eps^(-m/2), r = 1, where the selection may jump",
                nw_copy_text("as for ReLU, by an argument that is not checked here: on the cube the units of a ReLU "
                             "network stay below some B, and B crelu(t/B) is relu(t) there: a clipped ReLU network of "
                             "the same shape computes the same"));
}

static nw_status check(nw_evidence *evidence, const nw_claim *claim, const nw_audit_run *run, nw_error *error)
{
    (void)error;
    nw_outcome shown = NW_PROVED;
    nw_evidence_begin(evidence, "clashes", "the largest eps at which a deep ReLU network beats Theorem 1",
                      clash_columns, sizeof clash_columns / sizeof clash_columns[0]);
    for (size_t i = 0; i < sizeof clashes / sizeof clashes[0]; i++)
        shown = nw_decide_both(shown, add_clash(evidence, &clashes[i], claim, run));
    nw_evidence_begin(evidence, "rates", "how the numbers grow below it", rate_columns,
                      sizeof rate_columns / sizeof rate_columns[0]);
    for (slong m = 1; m <= 2; m++)
        shown = nw_decide_both(shown, add_rates(evidence, m, claim, run));
    add_marks(evidence, shown);
    nw_evidence_conclude(evidence, NULL);
    return NW_OK;
}

static const nw_param axes[] = {NW_PARAM_COUNT};

static const nw_claim_constant constants[] = {
    {"m1-alpha1", "1.538e-14", "1.54e-14", "the largest eps with a clash for m = 1 and alpha = 1"},
    {"m1-alpha3", "1.709e-15", "1.711e-15", "the same for m = 1 and alpha = 3"},
    {"m1-alpha5", "6.152e-16", "6.16e-16", "the same for m = 1 and alpha = 5"},
    {"m1-narrowest", "8.972e-15", "9e-15", "the same for m = 1, alpha = 1 and the narrowest networks, N = 1"},
    {"m2-alpha1", "3.014e-10", "3.01e-10", "the same for m = 2 and alpha = 1"},
    {"m2-alpha3", "3.349e-11", "3.36e-11", "the same for m = 2 and alpha = 3"},
    {"m2-alpha5", "1.205e-11", "1.2e-11", "the same for m = 2 and alpha = 5"},
    {"exponent", "1/2", "11/20", "p with N ~ eps^(-p m)"},
    {NULL, NULL, NULL, NULL},
};

const nw_claim nw_claim_h5 = {
    .id = "H5",
    .title = "deep ReLU networks go below Theorem 1's rate once the selection may jump",
    .statement =
        "With the published constants of Shen, Yang and Zhang (2022) narrow deep ReLU networks reach every target "
        "of W(1,m) with about eps^(-m/2) parameters, fewer than Theorem 1's number Nw(alpha eps; 1, m) ~ eps^(-m), "
        "from the stated eps on, for alpha = 1, 3 and 5 and m = 1 and 2. Their parameters do not depend "
        "continuously on the target, and plain ReLU is not among Theorem 1's activations; but clipped ReLU is, and "
        "a network of clipped ReLU units of the same shape computes the same on the cube.",
    .method =
        "Both numbers rise as eps falls. Going down from eps = 1, each step from b to a keeps Theorem 1's number at "
        "a at or below the least number at b of all networks of the family (every N up to 160 exactly, larger ones "
        "by a bound that rises with N); so there is no clash in [a, b], and none above the eps where no step is "
        "possible any more. Just below it, both numbers are computed and do clash; card syz computes the network's "
        "a second time. The rates are slopes over two decades of eps.",
    .axes = axes,
    .constants = constants,
    .check = check,
};
