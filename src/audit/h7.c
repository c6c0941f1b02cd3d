/* The claim H7: the ReLU networks of least width that the paper quotes for universality are larger than eps^-n. */
#include <stdlib.h>

#include "audit/ask.h"
#include "audit/claim.h"
#include "audit/marks.h"
#include "base/memory.h"
#include "rational.h"
#include "universal.h"

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

enum { LARGEST_N = 3, PREC = 128 };

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

/* log10(next/last): eps fell by ten. */
static void slope_of(arb_t slope, const fmpz_t last, const fmpz_t next)
{
    arb_t x;
    arb_init(x);
    arb_set_fmpz(slope, next);
    arb_set_fmpz(x, last);
    arb_div(slope, slope, x, PREC);
    arb_log(slope, slope, PREC);
    arb_const_log10(x, PREC);
    arb_div(slope, slope, x, PREC);
    arb_clear(x);
}

/* |slope - p| < 1/50. */
static bool is_near(const arb_t slope, const fmpq_t p)
{
    arb_t d, limit;
    arb_init(d);
    arb_init(limit);
    arb_set_fmpq(d, p, PREC);
    arb_sub(d, slope, d, PREC);
    arb_abs(d, d);
    arb_set_si(limit, 1);
    arb_div_si(limit, limit, 50, PREC);
    bool near = arb_lt(d, limit);
    arb_clear(d);
    arb_clear(limit);
    return near;
}

static void add_slope(nw_evidence *evidence, const arb_t slope)
{
    char *text = arb_get_str(slope, 5, ARB_STR_NO_RADIUS);
    nw_cell_text(evidence, text);
    flint_free(text);
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

static void add_size(nw_evidence *evidence, size_row *row, slong n, int digits, nw_context *context)
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
    bool right = fmpz_cmp(row->theorem, row->kuhn) <= 0;
    if (digits > FIRST) {
        slope_of(kuhn, row->last_kuhn, row->kuhn);
        slope_of(minimal, row->last_minimal, row->minimal);
        add_slope(evidence, kuhn);
        add_slope(evidence, minimal);
        right = right && (digits < SLOPES || (is_near(kuhn, row->n) && is_near(minimal, row->minimal_exponent)));
    } else {
        nw_evidence_cell(evidence, NULL);
        nw_evidence_cell(evidence, NULL);
    }
    char *what = nw_format("n = %ld, eps = 1e-%d: sizes and slopes", (long)n, digits);
    nw_cell_text(evidence, nw_evidence_decide(evidence, right ? NW_PROVED : NW_REFUTED, what));
    fmpz_set(row->last_kuhn, row->kuhn);
    fmpz_set(row->last_minimal, row->minimal);
    arb_clear(kuhn);
    arb_clear(minimal);
    fmpq_clear(ratio);
}

static void add_sizes(nw_evidence *evidence, const nw_claim *claim, const nw_audit_run *run)
{
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
            add_size(evidence, &row, n, digits, run->context);
        row_clear(&row);
    }
    fmpq_clear(extra);
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
    for (bool larger = false; !larger && digits < MOST_DIGITS;) {
        char *text = nw_format("1e-%d", ++digits);
        find_sizes(&row, n, text, context);
        free(text);
        fmpz_ui_pow_ui(scaled, 10, (ulong)shift);
        fmpz_mul(scaled, scaled, row.kuhn);
        larger = fmpz_cmp(row.minimal, scaled) > 0;
    }
    nw_cell_count(evidence, n);
    nw_evidence_cell(evidence, shift == 0 ? nw_copy_text("1") : nw_format("1e-%d", shift));
    nw_evidence_cell(evidence, nw_format("1e-%d", digits));
    char *what = nw_format("n = %ld: 1e-%d times the network of least width stays below kuhn", (long)n, shift);
    nw_cell_text(evidence, nw_evidence_decide(evidence, digits < MOST_DIGITS ? NW_PROVED : NW_REFUTED, what));
    fmpz_clear(scaled);
    row_clear(&row);
}

/* ---- what it says of Theorem 4 ---- */

static const char not_explicit[] = "no explicit universal network for this activation";

/* Whether nwidth has a universal network of eps^-n connections for r = 1. */
static void add_mark(nw_evidence *evidence, const char *word, nw_activation activation)
{
    bool all = nw_universal_exists(1, activation);
    fmpq_t p;
    fmpq_init(p);
    for (slong n = 1; all && n <= LARGEST_N; n++) {
        nw_universal_exponent(p, 1, n, activation);
        all = fmpq_cmp_si(p, n) == 0;
    }
    fmpq_clear(p);
    if (all)
        nw_mark_add(evidence, NW_T4_SIZE, word, NW_MARK_HOLDS, "eps^-n by kuhn, in place of the quoted eps^-(n+1)",
                    nw_copy_text("the network quoted for ReLU needs eps^-(n+1); the kuhn network has eps^-n "
                                 "connections"));
    else if (nw_universal_exists(1, activation))
        nw_mark_add(evidence, NW_T4_SIZE, word, NW_MARK_UNKNOWN, "eps^(-(n+1)/r), counted densely",
                    nw_copy_text("the published tanh network has eps^(-(n+1)/r) parameters counted densely"));
    else
        nw_mark_add(evidence, NW_T4_SIZE, word, NW_MARK_UNKNOWN, "", nw_copy_text(not_explicit));
}

static nw_status check(nw_evidence *evidence, const nw_claim *claim, const nw_audit_run *run, nw_error *error)
{
    (void)error;
    add_sizes(evidence, claim, run);
    nw_evidence_begin(evidence, "constants", "the constant of its depth, not published, only moves the crossing",
                      constant_columns, COUNT(constant_columns));
    for (slong n = 1; n <= LARGEST_N; n++)
        for (int shift = 0; shift <= 6; shift += 3)
            add_constant(evidence, n, shift, run->context);
    nw_marks_begin(evidence);
    for (const char *const *word = nw_mark_activations; *word != NULL; word++)
        if (nw_activation_find(*word) != NW_ACTIVATION_COUNT)
            add_mark(evidence, *word, nw_activation_find(*word));
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
