/* The claim H7: the ReLU networks of least width that the paper quotes for universality are larger than eps^-n. */
#include <stdlib.h>

#include "audit/ask.h"
#include "audit/claim.h"
#include "audit/enclosures.h"
#include "audit/marks.h"
#include "base/memory.h"
#include "rational.h"
#include "universal.h"

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

enum { LARGEST_N = 3 };

/* ---- sizes ---- */

/* Dense parameters of width n + 1 and ceil((2/eps)^(n+1)) hidden layers.  Hanin and Sellke give the depth as a constant
 * times (diam K / omega^-1(eps))^(n+1): on [-1,1]^n with the maximum norm the diameter is 2, and a function of W(1,n)
 * has omega(t) <= t.  Their constant is not stated; 1 is taken. */
static void minimal_width_size(fmpz_t size, slong n, const fmpq_t eps)
{
    fmpq_t x;
    fmpz_t layer;
    fmpq_init(x);
    fmpz_init(layer);
    fmpq_set_si(x, 2, 1);
    fmpq_div(x, x, eps);
    fmpq_pow_si(x, x, n + 1);
    fmpz_cdiv_q(size, fmpq_numref(x), fmpq_denref(x));
    fmpz_sub_ui(size, size, 1);
    fmpz_set_si(layer, (n + 1) * (n + 2));
    fmpz_mul(size, size, layer);
    fmpz_add_si(size, size, n * (n + 1) + 2 * (n + 1));
    fmpz_clear(layer);
    fmpq_clear(x);
}

/* ---- over eps ---- */

static const nw_evidence_column size_columns[] = {
    {.name = "n", .header = "n", .kind = NW_EVIDENCE_INTEGER},
    {.name = "eps", .header = "eps", .kind = NW_EVIDENCE_NUMBER},
    {.name = "theorem1", .header = "Theorem 1, alpha = 3", .kind = NW_EVIDENCE_INTEGER},
    {.name = "kuhn", .header = "kuhn", .kind = NW_EVIDENCE_INTEGER},
    {.name = "minimal_width", .header = "width n + 1", .kind = NW_EVIDENCE_INTEGER},
    {.name = "ratio", .header = "width n + 1/kuhn", .kind = NW_EVIDENCE_NUMBER},
    {.name = "kuhn_slope", .header = "slope, kuhn", .kind = NW_EVIDENCE_NUMBER},
    {.name = "minimal_width_slope", .header = "width n + 1", .kind = NW_EVIDENCE_NUMBER},
    {.name = "verdict", .header = "verdict"},
};

/* Decades of eps; from SLOPES on the slopes are compared, the numbers being large enough. */
enum { FIRST = 1, SLOPES = 4, LAST = 12, LAST_QUICK = 6 };

typedef struct size_row {
    fmpz_t theorem, kuhn, minimal, last_kuhn, last_minimal;
    fmpq_t n, minimal_exponent;
} size_row;

static void row_init(size_row *row)
{
    fmpz_init(row->theorem);
    fmpz_init(row->kuhn);
    fmpz_init(row->minimal);
    fmpz_init(row->last_kuhn);
    fmpz_init(row->last_minimal);
    fmpq_init(row->n);
    fmpq_init(row->minimal_exponent);
}

static void row_clear(size_row *row)
{
    fmpz_clear(row->theorem);
    fmpz_clear(row->kuhn);
    fmpz_clear(row->minimal);
    fmpz_clear(row->last_kuhn);
    fmpz_clear(row->last_minimal);
    fmpq_clear(row->n);
    fmpq_clear(row->minimal_exponent);
}

static void find_sizes(size_row *row, slong n, const char *text, nw_context *context)
{
    fmpq_t eps, low, high;
    fmpq_init(eps);
    fmpq_init(low);
    fmpq_init(high);
    nw_rational_parse(eps, text, NULL);
    nw_ask_number(low, high, context, "thm1", "m1=%ld m2=0 eps=%s", (long)n, text);
    fmpz_set(row->theorem, fmpq_numref(low));
    nw_ask_number(low, high, context, "kuhn", "n=%ld eps=%s activation=relu", (long)n, text);
    fmpz_set(row->kuhn, fmpq_numref(high));
    minimal_width_size(row->minimal, n, eps);
    fmpq_clear(eps);
    fmpq_clear(low);
    fmpq_clear(high);
}

/* The row of one eps; returns whether kuhn's sizes alone are as they should be. */
static nw_outcome add_size(nw_evidence *evidence, size_row *row, slong n, int digits, nw_context *context)
{
    arb_t kuhn, minimal;
    fmpq_t ratio;
    arb_init(kuhn);
    arb_init(minimal);
    fmpq_init(ratio);
    char *text = nw_format("1e-%d", digits);
    find_sizes(row, n, text, context);
    fmpz_set(fmpq_numref(ratio), row->minimal);
    fmpz_set(fmpq_denref(ratio), row->kuhn);
    fmpq_canonicalise(ratio);
    nw_cell_count(evidence, n);
    nw_evidence_cell(evidence, text);
    nw_cell_integer(evidence, row->theorem);
    nw_cell_integer(evidence, row->kuhn);
    nw_cell_integer(evidence, row->minimal);
    nw_cell_decimal(evidence, ratio, 4, -1);
    nw_outcome of_kuhn = nw_decide_exactly(fmpz_cmp(row->theorem, row->kuhn) <= 0), both = of_kuhn;
    if (digits > FIRST) {
        nw_slope_between(kuhn, row->last_kuhn, row->kuhn, 1);
        nw_slope_between(minimal, row->last_minimal, row->minimal, 1);
        nw_cell_slope(evidence, kuhn);
        nw_cell_slope(evidence, minimal);
        if (digits >= SLOPES) {
            of_kuhn = nw_decide_both(of_kuhn, nw_slope_near(kuhn, row->n, 50));
            both = nw_decide_both(of_kuhn, nw_slope_near(minimal, row->minimal_exponent, 50));
        }
    } else {
        nw_evidence_cell(evidence, NULL);
        nw_evidence_cell(evidence, NULL);
    }
    char *what = nw_format("n = %ld, eps = 1e-%d: kuhn is at least the bound, and the slopes are the stated ones",
                           (long)n, digits);
    nw_cell_text(evidence, nw_evidence_decide(evidence, both, what));
    fmpz_set(row->last_kuhn, row->kuhn);
    fmpz_set(row->last_minimal, row->minimal);
    arb_clear(kuhn);
    arb_clear(minimal);
    fmpq_clear(ratio);
    return of_kuhn;
}

/* Whether kuhn's sizes grow like eps^-n. */
static nw_outcome add_sizes(nw_evidence *evidence, const nw_claim *claim, const nw_audit_run *run)
{
    nw_outcome of_kuhn = NW_PROVED;
    fmpq_t extra;
    fmpq_init(extra);
    nw_claim_constant_get(extra, claim, run, "extra");
    nw_evidence_begin(evidence, "sizes", "parameters for W(1,n): the bound, kuhn, the network of least width",
                      size_columns, COUNT(size_columns));
    for (slong n = 1; n <= LARGEST_N; n++) {
        size_row row;
        row_init(&row);
        fmpq_set_si(row.n, n, 1);
        fmpq_add(row.minimal_exponent, row.n, extra);
        for (int digits = FIRST; digits <= (run->quick ? LAST_QUICK : LAST); digits++)
            of_kuhn = nw_decide_both(of_kuhn, add_size(evidence, &row, n, digits, run->context));
        row_clear(&row);
    }
    fmpq_clear(extra);
    return of_kuhn;
}

/* ---- whatever the constant ---- */

static const nw_evidence_column constant_columns[] = {
    {.name = "n", .header = "n", .kind = NW_EVIDENCE_INTEGER},
    {.name = "constant", .header = "constant", .kind = NW_EVIDENCE_NUMBER},
    {.name = "eps", .header = "larger than kuhn from eps", .kind = NW_EVIDENCE_NUMBER},
    {.name = "verdict", .header = "verdict"},
};

/* The first power of ten at which 10^-shift times the network of least width is larger than kuhn.  As the exponents are
 * n + 1 and n, there is one for every shift. */
static void add_constant(nw_evidence *evidence, slong n, int shift, nw_context *context)
{
    enum { MOST_DIGITS = 40 };
    size_row row;
    fmpz_t scaled;
    row_init(&row);
    fmpz_init(scaled);
    int digits = 0;
    bool larger = false;
    while (!larger && digits < MOST_DIGITS) {
        char *text = nw_format("1e-%d", ++digits);
        find_sizes(&row, n, text, context);
        free(text);
        fmpz_ui_pow_ui(scaled, 10, (ulong)shift);
        fmpz_mul(scaled, scaled, row.kuhn);
        larger = fmpz_cmp(row.minimal, scaled) > 0;
    }
    nw_cell_count(evidence, n);
    nw_evidence_cell(evidence, shift == 0 ? nw_copy_text("1") : nw_format("1e-%d", shift));
    nw_evidence_cell(evidence, larger ? nw_format("1e-%d", digits) : NULL);
    char *what = nw_format("n = %ld: 1e-%d times the network of least width is larger than kuhn at some eps >= 1e-%d",
                           (long)n, shift, MOST_DIGITS);
    /* Not found is not refuted: a smaller eps may do. */
    nw_cell_text(evidence, nw_evidence_decide(evidence, larger ? NW_PROVED : NW_UNKNOWN, what));
    fmpz_clear(scaled);
    row_clear(&row);
}

/* ---- what it says of Theorem 4 ---- */

static const char not_explicit[] = "no explicit universal network for this activation";

/* Whether every exponent that the theory states for this activation's universal networks is n. */
static bool is_stated(nw_activation activation)
{
    bool all = true;
    fmpq_t p;
    fmpq_init(p);
    for (slong n = 1; all && n <= LARGEST_N; n++) {
        nw_universal_exponent(p, 1, n, activation);
        all = fmpq_cmp_si(p, n) == 0;
    }
    fmpq_clear(p);
    return all;
}

/* Whether the universal networks of this activation are those whose sizes were checked. */
static bool counts_as_kuhn(nw_activation activation)
{
    bool all = true;
    fmpz_t count, kuhn;
    fmpq_t eta;
    fmpz_init(count);
    fmpz_init(kuhn);
    fmpq_init(eta);
    for (slong n = 1; n <= LARGEST_N; n++)
        for (ulong parts = 10; parts <= 1000000; parts *= 10) {
            fmpq_set_si(eta, 1, parts);
            nw_universal_count(count, eta, 1, n, activation);
            nw_kuhn_count(kuhn, eta, n);
            all = all && fmpz_equal(count, kuhn);
        }
    fmpz_clear(count);
    fmpz_clear(kuhn);
    fmpq_clear(eta);
    return all;
}

/* of_kuhn: the outcome of kuhn's sizes.  Where they are not shown the hypothesis is open, not false. */
static void add_mark(nw_evidence *evidence, const char *word, nw_outcome of_kuhn)
{
    nw_activation activation = nw_activation_find(word);
    bool built = activation != NW_ACTIVATION_COUNT && nw_universal_exists(1, activation);
    if (!built) {
        nw_mark_add(evidence, NW_T4_SIZE, word, NW_MARK_UNKNOWN, "", nw_copy_text(not_explicit));
    } else if (is_stated(activation) && counts_as_kuhn(activation)) {
        nw_mark mark = of_kuhn == NW_PROVED ? NW_MARK_HOLDS : NW_MARK_UNKNOWN;
        nw_mark_add(evidence, NW_T4_SIZE, word, mark, "eps^-n by kuhn, in place of the quoted eps^-(n+1)",
                    nw_copy_text("the network quoted for ReLU needs eps^-(n+1); the kuhn network has eps^-n "
                                 "connections"));
    } else {
        nw_mark_add(evidence, NW_T4_SIZE, word, NW_MARK_UNKNOWN, "eps^(-(n+1)/r), counted densely (quoted)",
                    nw_copy_text("the published tanh network has eps^(-(n+1)/r) parameters counted densely"));
    }
}

static nw_status check(nw_evidence *evidence, const nw_claim *claim, const nw_audit_run *run, nw_error *error)
{
    (void)error;
    nw_outcome of_kuhn = add_sizes(evidence, claim, run);
    nw_evidence_begin(evidence, "constants", "the constant of its depth, not published, only moves the crossing",
                      constant_columns, COUNT(constant_columns));
    for (slong n = 1; n <= LARGEST_N; n++)
        for (int shift = 0; shift <= 6; shift += 3)
            add_constant(evidence, n, shift, run->context);
    nw_marks_begin(evidence);
    for (const char *const *word = nw_mark_activations; *word != NULL; word++)
        add_mark(evidence, *word, of_kuhn);
    nw_evidence_conclude(evidence, NULL);
    return NW_OK;
}

static const nw_param axes[] = {NW_PARAM_COUNT};

static const nw_claim_constant constants[] = {
    {"extra", "1", "0", "by how much the exponent of the networks of least width exceeds n"},
    {NULL, NULL, NULL, NULL},
};

const nw_claim nw_claim_h7 = {
    .id = "H7",
    .title = "the universality result quoted for ReLU gives eps^-(n+1) parameters, not eps^-n",
    .statement =
        "Hanin and Sellke (2017, arXiv:1710.11278), whom the paper quotes for the universality of ReLU networks, "
        "approximate a continuous function on a compact K in R^n by a network of width n + 1 and a depth of the "
        "order of (diam K / omega^-1(eps))^(n+1). For Lipschitz targets that is a size of eps^-(n+1). The size "
        "eps^-n that Theorem 4 needs comes from other networks, such as kuhn, which is built here.",
    .method =
        "Sizes are exact integers: the dense parameters at width n + 1 with the constant 1 for the depth, card kuhn "
        "and card thm1, for n = 1, 2, 3 over decades of eps. The slopes between decades are enclosed and lie within "
        "1/50 of n + 1 and n. A smaller constant of the depth only moves the eps from which on the network of least "
        "width is the larger one: for 1/1000 and a millionth that is shown.",
    .axes = axes,
    .constants = constants,
    .check = check,
};
