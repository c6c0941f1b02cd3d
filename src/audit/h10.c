/* H10: with unbounded k and sparse counting the embedding method is as small as the hypernetwork's primary network. */
#include <math.h>
#include <stdlib.h>

#include "audit/ask.h"
#include "audit/claim.h"
#include "audit/enclosures.h"
#include "audit/h10_row.h"
#include "audit/marks.h"
#include "base/memory.h"
#include "built.h"
#include "rational.h"

static const nw_evidence_column columns[] = {
    {.name = "m1", .header = "m1", .kind = NW_EVIDENCE_INTEGER},
    {.name = "eps", .header = "eps", .kind = NW_EVIDENCE_NUMBER},
    {.name = "k", .header = "k", .kind = NW_EVIDENCE_INTEGER},
    {.name = "q_sparse", .header = "N_q sparse", .kind = NW_EVIDENCE_INTEGER},
    {.name = "q_dense", .header = "N_q dense", .kind = NW_EVIDENCE_INTEGER},
    {.name = "g", .header = "N_g mcshane", .kind = NW_EVIDENCE_INTEGER},
    {.name = "g_thm4", .header = "N_g thm4", .kind = NW_EVIDENCE_INTEGER},
    {.name = "thm3", .header = "thm3", .kind = NW_EVIDENCE_INTEGER},
    {.name = "thm3_unit", .header = "thm3 l2=1", .kind = NW_EVIDENCE_INTEGER},
    {.name = "ratio", .header = "sparse/N_g", .kind = NW_EVIDENCE_NUMBER},
    {.name = "error", .header = "error <=", .kind = NW_EVIDENCE_NUMBER},
    {.name = "certified", .header = "certified", .kind = NW_EVIDENCE_TEXT},
    {.name = "weight", .header = "max |w| of q", .kind = NW_EVIDENCE_NUMBER},
    {.name = "complexity_q", .header = "C(q)", .kind = NW_EVIDENCE_NUMBER},
    {.name = "complexity_e", .header = "C(e)", .kind = NW_EVIDENCE_NUMBER},
};
enum { COLUMNS = sizeof columns / sizeof columns[0] };

static const nw_evidence_column slope_columns[] = {
    {.name = "m1", .header = "m1", .kind = NW_EVIDENCE_INTEGER},
    {.name = "count", .header = "count", .kind = NW_EVIDENCE_TEXT},
    {.name = "slope", .header = "log-log slope", .kind = NW_EVIDENCE_NUMBER},
    {.name = "theory", .header = "exponent", .kind = NW_EVIDENCE_INTEGER},
};
enum { SLOPE_COLUMNS = sizeof slope_columns / sizeof slope_columns[0] };

static const nw_evidence_column further_columns[] = {
    {.name = "m1", .header = "m1", .kind = NW_EVIDENCE_INTEGER},
    {.name = "eps", .header = "eps", .kind = NW_EVIDENCE_NUMBER},
    {.name = "q_sparse", .header = "N_q sparse", .kind = NW_EVIDENCE_INTEGER},
    {.name = "g", .header = "N_g mcshane", .kind = NW_EVIDENCE_INTEGER},
    {.name = "g_thm4", .header = "N_g thm4", .kind = NW_EVIDENCE_INTEGER},
    {.name = "thm3", .header = "thm3", .kind = NW_EVIDENCE_INTEGER},
    {.name = "thm3_unit", .header = "thm3 l2=1", .kind = NW_EVIDENCE_INTEGER},
};
enum { FURTHER_COLUMNS = sizeof further_columns / sizeof further_columns[0] };

/* Denominators of eps; the quick ones first, ended by 0. */
static const size_t quick_line[] = {2, 3, 5, 8, 12, 20, 0}, full_line[] = {2, 3, 5, 8, 12, 20, 32, 50, 0};
static const size_t quick_plane[] = {1, 2, 3, 0}, full_plane[] = {1, 2, 3, 4, 6, 0};

typedef struct constants {
    fmpq_t sparse, dense, weight;
} constants;

/* ---- smaller eps, where nothing is built ---- */

static void cell_card(nw_evidence *evidence, nw_result *result)
{
    char *digits = result->outcome == NW_PROVED ? fmpq_get_str(NULL, 10, result->lower) : NULL;
    nw_evidence_cell(evidence, digits != NULL ? nw_copy_text(digits) : NULL);
    flint_free(digits);
    nw_result_free(result);
}

/* q's connections from the count that the built ones are checked against. */
static void add_further(nw_evidence *evidence, const constants *c, long m1, int digits, nw_context *context)
{
    nw_built built;
    fmpz_t centres, count;
    fmpq_t primary, unused;
    nw_built_init(&built);
    fmpz_init(centres);
    fmpz_init(count);
    fmpq_init(primary);
    fmpq_init(unused);
    fmpz_ui_pow_ui(centres, 10, (ulong)digits);
    nw_built_mcshane_primary(&built, centres, m1);
    nw_built_total(count, &built);
    nw_evidence_cell(evidence, nw_format("%ld", m1));
    nw_evidence_cell(evidence, nw_format("1e-%d", digits));
    nw_cell_integer(evidence, count);
    cell_card(evidence, nw_ask_card(context, "mcshane", "n=%ld eps=1e-%d", m1, digits));
    cell_card(evidence, nw_ask_card(context, "thm4", "m1=%ld eps=1e-%d form=constructive activation=relu", m1, digits));
    cell_card(evidence, nw_ask_card(context, "thm3", "m1=%ld m2=1 eps=1e-%d", m1, digits));
    cell_card(evidence, nw_ask_card(context, "thm3", "m1=%ld m2=1 eps=1e-%d l2=1", m1, digits));
    bool known = nw_ask_number(primary, unused, context, "mcshane", "n=%ld eps=1e-%d", m1, digits);
    fmpq_mul(primary, primary, c->sparse);
    fmpq_set_fmpz(unused, count);
    bool less = known && fmpq_cmp(unused, primary) <= 0;
    nw_evidence_decide(evidence, less ? NW_PROVED : NW_REFUTED,
                       nw_format("m1 = %ld, eps = 1e-%d: connections of q against those of g", m1, digits));
    fmpz_clear(centres);
    fmpz_clear(count);
    fmpq_clear(primary);
    fmpq_clear(unused);
    nw_built_clear(&built);
}

/* ---- built and certified ---- */

static bool at_most(size_t count, const fmpq_t factor, size_t base, bool reversed)
{
    fmpq_t left, right;
    fmpq_init(left);
    fmpq_init(right);
    fmpz_set_ui(fmpq_numref(left), count);
    fmpz_set_ui(fmpq_numref(right), base);
    fmpq_mul(right, right, factor);
    int order = fmpq_cmp(left, right);
    fmpq_clear(left);
    fmpq_clear(right);
    return reversed ? order >= 0 : order <= 0;
}

static nw_outcome decided(bool holds)
{
    return holds ? NW_PROVED : NW_REFUTED;
}

/* A decimal that is no smaller than the double; blank where it is infinite. */
static void cell_above(nw_evidence *evidence, double value)
{
    arb_t exact;
    arb_init(exact);
    arb_set_d(exact, value);
    nw_evidence_cell(evidence, isfinite(value) ? nw_ball_high_text(exact, 6) : NULL);
    arb_clear(exact);
}

static void check_row(nw_evidence *evidence, const nw_embedding_row *row, const constants *c)
{
    size_t k = row->k;
    nw_evidence_cell(evidence, nw_format("%zu", row->m1));
    nw_evidence_cell(evidence, nw_format("1/%zu", row->centres));
    nw_evidence_cell(evidence, nw_format("%zu", k));
    nw_evidence_cell(evidence, nw_format("%zu", row->sparse));
    nw_evidence_cell(evidence, nw_format("%zu", row->dense));
    nw_evidence_cell(evidence, nw_format("%zu", row->primary));
    nw_evidence_cell(evidence, nw_copy_text(row->theorem4));
    nw_evidence_cell(evidence, nw_copy_text(row->theorem3));
    nw_evidence_cell(evidence, nw_copy_text(row->theorem3_unit));
    nw_evidence_cell(evidence, nw_format("%.4f", (double)row->sparse / (double)row->primary));
    cell_above(evidence, row->error);
    const char *word = nw_evidence_decide(
        evidence, row->certified,
        nw_format("m1 = %zu: q(x, e(I)) is within 1/%zu of the target", row->m1, row->centres));
    nw_evidence_cell(evidence, nw_copy_text(word));
    cell_above(evidence, row->largest_weight);
    nw_evidence_cell(evidence, nw_format("%.4g", row->complexity_q));
    nw_evidence_cell(evidence, nw_format("%.4g", row->complexity_e));
    nw_evidence_decide(evidence, decided(at_most(row->sparse, c->sparse, row->primary, false)),
                       nw_format("m1 = %zu, eps = 1/%zu: %zu connections of q against %zu of g", row->m1, row->centres,
                                 row->sparse, row->primary));
    nw_evidence_decide(evidence, decided(at_most(row->dense, c->dense, k * k, true)),
                       nw_format("m1 = %zu, eps = 1/%zu: %zu parameters of the dense q against eps^(-2 m1) = %zu",
                                 row->m1, row->centres, row->dense, k * k));
    fmpq_t weight;
    fmpq_init(weight);
    nw_embedding_weight(weight, row);
    nw_evidence_decide(evidence, decided(fmpq_cmp(weight, c->weight) <= 0),
                       nw_format("m1 = %zu, eps = 1/%zu: a weight of q of size %g", row->m1, row->centres,
                                 row->largest_weight));
    fmpq_clear(weight);
}

static nw_status run_rows(nw_embedding_row *rows, size_t *count, const nw_audit_run *run, size_t m1, nw_error *error)
{
    const size_t *parts = m1 == 1 ? (run->quick ? quick_line : full_line) : run->quick ? quick_plane : full_plane;
    nw_status status = NW_OK;
    for (; status == NW_OK && *parts != 0 && !(run->stop != NULL && *run->stop); parts++) {
        status = nw_embedding_run(&rows[*count], m1, *parts, run, error);
        *count += status == NW_OK;
    }
    return status;
}

static void add_slope(nw_evidence *evidence, size_t m1, const char *what, double first, double last, double parts,
                      size_t theory)
{
    nw_evidence_cell(evidence, nw_format("%zu", m1));
    nw_evidence_cell(evidence, nw_copy_text(what));
    nw_evidence_cell(evidence, nw_format("%.3f", log(last / first) / log(parts)));
    nw_evidence_cell(evidence, nw_format("%zu", theory));
}

/* Between the coarsest eps and the finest. */
static void add_slopes(nw_evidence *evidence, const nw_embedding_row *rows, size_t count, size_t m1)
{
    const nw_embedding_row *first = NULL, *last = NULL;
    for (size_t i = 0; i < count; i++)
        if (rows[i].m1 == m1) {
            first = first == NULL ? &rows[i] : first;
            last = &rows[i];
        }
    if (first == last)
        return;
    double parts = (double)last->centres / (double)first->centres;
    add_slope(evidence, m1, "N_q sparse", (double)first->sparse, (double)last->sparse, parts, m1);
    add_slope(evidence, m1, "N_g", (double)first->primary, (double)last->primary, parts, m1);
    add_slope(evidence, m1, "N_q dense", (double)first->dense, (double)last->dense, parts, 2 * m1);
}

enum { MOST_ROWS = 16 };

static void report(nw_evidence *evidence, nw_embedding_row *rows, size_t count, const nw_claim *claim,
                   const nw_audit_run *run)
{
    constants c;
    fmpq_init(c.sparse);
    fmpq_init(c.dense);
    fmpq_init(c.weight);
    nw_claim_constant_get(c.sparse, claim, run, "sparse");
    nw_claim_constant_get(c.dense, claim, run, "dense");
    nw_claim_constant_get(c.weight, claim, run, "weight");
    nw_evidence_begin(evidence, "counts", "q(x, e(I)) made of the mcshane network, counted and certified, m2 = 1",
                      columns, COLUMNS);
    for (size_t i = 0; i < count; i++)
        check_row(evidence, &rows[i], &c);
    nw_evidence_begin(evidence, "slopes", "growth from the coarsest eps to the finest (estimates)", slope_columns,
                      SLOPE_COLUMNS);
    add_slopes(evidence, rows, count, 1);
    add_slopes(evidence, rows, count, 2);
    nw_evidence_begin(evidence, "further", "the same counts at smaller eps, m2 = 1; thm3 with c = 1", further_columns,
                      FURTHER_COLUMNS);
    for (long m1 = 1; m1 <= 2; m1++)
        for (int digits = 2; digits <= 8; digits += 2)
            add_further(evidence, &c, m1, digits, run->context);
    nw_evidence_note(evidence, nw_copy_text("thm3 assumes an entrywise norm of at most c for q's first layer; here its "
                                            "part for e has induced norm 1 and entrywise norm k"));
    fmpq_clear(c.sparse);
    fmpq_clear(c.dense);
    fmpq_clear(c.weight);
}

static nw_status check(nw_evidence *evidence, const nw_claim *claim, const nw_audit_run *run, nw_error *error)
{
    nw_embedding_row rows[MOST_ROWS];
    size_t count = 0;
    nw_status status = run_rows(rows, &count, run, 1, error);
    if (status == NW_OK)
        status = run_rows(rows, &count, run, 2, error);
    if (status == NW_OK) {
        report(evidence, rows, count, claim, run);
        nw_outcome outcome = evidence->refuted == 0 && evidence->undecided == 0 ? NW_PROVED : NW_UNKNOWN;
        nw_marks_begin(evidence);
        nw_mark_add(evidence, NW_T3_DENSE, "relu", nw_mark_of(outcome, NW_MARK_FAILS), "eps^-m1",
                    nw_copy_text("the mcshane network is an embedding method with N_q = O(N_g) connections when k may "
                                 "grow; with k = O(1) the separation is real"));
        nw_evidence_conclude(evidence, nw_copy_text("with unbounded k and sparse counting the separation of Theorem 3 "
                                                    "disappears"));
    }
    for (size_t i = 0; i < count; i++)
        nw_embedding_row_clear(&rows[i]);
    return status;
}

static const nw_param axes[] = {NW_PARAM_COUNT};

static const nw_claim_constant constants_of[] = {
    {"sparse", "8/5", "5/4", "N_q counted by connections is at most this multiple of N_g"},
    {"dense", "4", "100", "N_q counted densely is at least this multiple of eps^(-2 m1)"},
    {"weight", "2", "1", "no weight of q is larger, whatever eps"},
    {NULL, NULL, NULL, NULL},
};

const nw_claim nw_claim_h10 = {
    .id = "H10",
    .title = "Theorem 3's separation is an effect of counting densely: with unbounded k a sparse q is as small as g",
    .statement =
        "There is an embedding method q(x, e(I)) for all of W(1, m1 + m2), m1 = 1, 2, of error at most eps, whose q "
        "has bounded weights and at most 8/5 times the connections of the hypernetwork's primary network g, "
        "O(eps^-m1): with unbounded k and sparse counting the separation of Theorem 3 disappears. Counted densely the "
        "same q has order eps^(-2 m1) parameters, which is Theorem 3's exponent. With k = O(1) the separation is "
        "real: the counting version of Theorem 2 proves it without any hypothesis.",
    .method =
        "q is McShane's extension max_i (e_i - ||x - x_i||) + shift on P^m1 centres, P = 1/eps, and e(I) = (y(x_i, "
        "I))_i by kuhn networks with 2 P intervals an axis. q is 1-Lipschitz in e in the max norm, for it is a "
        "maximum of e_i plus functions of x; so the error before the shift lies in an interval of length (1 + L_x)/P "
        "+ 2 L_I/(2 P) <= (2 - sup|y|)/P, L_x + L_I + sup|y| <= 1, and half of it is less than eps. q is built for a "
        "trigonometric target, its connections are counted beside the cards mcshane (N_g, the same network for one "
        "task), thm4 (constructive) and thm3 (entrywise norm; l2 feasible, and l2 = 1), and |q(x, e(I)) - y| <= eps "
        "is proven over the box. Spectral complexities are printed: they are products over the layers, while the "
        "Lipschitz constant of q in e is 1.",
    .axes = axes,
    .constants = constants_of,
    .check = check,
};
