/* H8: l2min(eps) by brute force beside the cards' search, and the eps below which an l2 leaves no q. */
#include <math.h>
#include <stdlib.h>

#include "audit/ask.h"
#include "audit/h8_rows.h"
#include "base/memory.h"
#include "feasible.h"
#include "rational.h"

/* Activations with the same T. */
typedef struct family {
    const char *name;
    nw_activation members[4];
    size_t count;
} family;

static const family families[] = {
    {"relu", {NW_RELU}, 1},
    {"crelu, tanh, arctan, logistic", {NW_CRELU, NW_TANH, NW_ARCTAN, NW_LOGISTIC}, 4},
};
enum { FAMILIES = sizeof families / sizeof families[0], FEWEST_LAYERS = 2, MOST_LAYERS = 4 };

void nw_h8_factor(fmpq_t t, slong layers, nw_activation activation, const nw_claim *claim, const nw_audit_run *run)
{
    nw_claim_constant_get(t, claim, run, activation == NW_RELU && layers == 2 ? "one ReLU layer" : "any depth");
}

/* value = 2 M (M-1) (1/(1+M) - eps): what q' varies by on the axis of the zigzag of M intervals. */
static void needed(fmpq_t value, slong m, const fmpq_t eps)
{
    fmpq_set_si(value, 1, (ulong)m + 1);
    fmpq_sub(value, value, eps);
    nw_rational_mul_si(value, value, 2 * m * (m - 1));
}

/* The largest of them: from 1/(1+M) <= eps on none is positive. */
static slong most_needed(fmpq_t largest, const fmpq_t eps)
{
    slong best = 2;
    fmpq_t value, rho;
    fmpq_init(value);
    fmpq_init(rho);
    fmpq_zero(largest);
    for (slong m = 2;; m++) {
        fmpq_set_si(rho, 1, (ulong)m + 1);
        if (fmpq_cmp(rho, eps) <= 0)
            break;
        needed(value, m, eps);
        if (fmpq_cmp(value, largest) > 0) {
            fmpq_set(largest, value);
            best = m;
        }
    }
    fmpq_clear(value);
    fmpq_clear(rho);
    return best;
}

/* ---- l2min ---- */

static const nw_evidence_column least_columns[] = {
    {.name = "activations", .header = "activations"},
    {.name = "layers", .header = "layers", .kind = NW_EVIDENCE_INTEGER},
    {.name = "eps", .header = "eps", .kind = NW_EVIDENCE_NUMBER},
    {.name = "T", .header = "T", .kind = NW_EVIDENCE_NUMBER},
    {.name = "M", .header = "M", .kind = NW_EVIDENCE_INTEGER},
    {.name = "l2min", .header = "l2min", .kind = NW_EVIDENCE_NUMBER},
    {.name = "l2min_eps", .header = "l2min eps", .kind = NW_EVIDENCE_NUMBER},
    {.name = "verdict", .header = "verdict"},
};

/* The cards' l2min for every member is the largest number needed, over T. */
static nw_outcome same_as_cards(const fmpq_t l2min, const family *f, slong layers, const fmpq_t eps)
{
    bool same = true;
    fmpq_t card;
    fmpq_init(card);
    for (size_t i = 0; i < f->count; i++) {
        nw_l2_least(card, NULL, eps, layers, f->members[i]);
        same = same && fmpq_equal(card, l2min);
    }
    fmpq_clear(card);
    return same ? NW_PROVED : NW_REFUTED;
}

static bool add_least(nw_evidence *evidence, const family *f, slong layers, const char *text, const nw_claim *claim,
                      const nw_audit_run *run)
{
    fmpq_t eps, t, largest, l2min, x;
    fmpq_init(eps);
    fmpq_init(t);
    fmpq_init(largest);
    fmpq_init(l2min);
    fmpq_init(x);
    nw_rational_parse(eps, text, NULL);
    slong m = most_needed(largest, eps);
    nw_h8_factor(t, layers, f->members[0], claim, run);
    if (fmpq_sgn(t) > 0)
        fmpq_div(l2min, largest, t);
    nw_outcome outcome = same_as_cards(l2min, f, layers, eps);
    nw_cell_text(evidence, f->name);
    nw_cell_count(evidence, layers);
    nw_cell_text(evidence, text);
    nw_cell_rational(evidence, t);
    nw_cell_count(evidence, m);
    nw_cell_decimal(evidence, l2min, 6, -1);
    fmpq_mul(x, l2min, eps);
    nw_cell_decimal(evidence, x, 6, -1);
    char *what = nw_format("%s, %ld layers, eps = %s: the cards' l2min is that of T",
                           f->name, (long)layers, text);
    nw_cell_text(evidence, nw_evidence_decide(evidence, outcome, what));
    fmpq_clear(eps);
    fmpq_clear(t);
    fmpq_clear(largest);
    fmpq_clear(l2min);
    fmpq_clear(x);
    return outcome == NW_PROVED;
}

bool nw_h8_least(nw_evidence *evidence, const nw_claim *claim, const nw_audit_run *run)
{
    static const char *const list[] = {"1/10", "1/100", "1/1000", "1/10000"};
    size_t count = run->quick ? 3 : 4;
    bool proved = true;
    nw_evidence_begin(evidence, "l2min", "the least C(q) with which a q of so many layers can reach eps", least_columns,
                      sizeof least_columns / sizeof least_columns[0]);
    for (size_t f = 0; f < FAMILIES; f++)
        for (slong layers = FEWEST_LAYERS; layers <= MOST_LAYERS; layers++)
            for (size_t i = 0; i < count; i++)
                proved = add_least(evidence, &families[f], layers, list[i], claim, run) && proved;
    return proved;
}

/* ---- the eps below which an l2 leaves no q ---- */

static const nw_evidence_column eps_columns[] = {
    {.name = "activations", .header = "activations"},
    {.name = "layers", .header = "layers", .kind = NW_EVIDENCE_INTEGER},
    {.name = "l2", .header = "l2", .kind = NW_EVIDENCE_INTEGER},
    {.name = "eps", .header = "no q below eps", .kind = NW_EVIDENCE_NUMBER},
    {.name = "eps_exact", .header = "exactly", .kind = NW_EVIDENCE_NUMBER, .data_only = true},
    {.name = "M", .header = "M", .kind = NW_EVIDENCE_INTEGER},
    {.name = "verdict", .header = "verdict"},
};

/* The number needed exceeds l2 T for the zigzag of M exactly where eps < 1/(1+M) - l2 T/(2 M (M-1)).  eps receives the
 * largest of these near the M that looks best in double; the caller proves it. */
static slong largest_eps(fmpq_t eps, const fmpq_t product)
{
    double size = fmpq_get_d(product), best = -1;
    slong at = 2, found = 2;
    for (slong m = 2; (double)m <= 4 * size + 8; m++) {
        double value = 1 / (1.0 + (double)m) - size / (2 * (double)m * (double)(m - 1));
        if (value > best) {
            best = value;
            at = m;
        }
    }
    fmpq_t value, share;
    fmpq_init(value);
    fmpq_init(share);
    for (slong m = at > 4 ? at - 2 : 2; m <= at + 2; m++) {
        fmpq_set_si(value, 1, (ulong)m + 1);
        fmpq_set_si(share, 1, (ulong)(2 * m * (m - 1)));
        fmpq_mul(share, share, product);
        fmpq_sub(value, value, share);
        if (m == 2 || m == at - 2 || fmpq_cmp(value, eps) > 0) {
            fmpq_set(eps, value);
            found = m;
        }
    }
    fmpq_clear(value);
    fmpq_clear(share);
    return found;
}

/* At this eps l2min is l2, and above it a thousandth below: since l2min falls as eps rises, l2 < l2min exactly below
 * eps. */
static nw_outcome is_border(const fmpq_t eps, const fmpq_t l2, slong layers, const family *f)
{
    bool right = fmpq_sgn(eps) > 0;
    fmpq_t at, below;
    fmpq_init(at);
    fmpq_init(below);
    for (size_t i = 0; right && i < f->count; i++) {
        nw_l2_least(at, NULL, eps, layers, f->members[i]);
        fmpq_set_si(below, 999, 1000);
        fmpq_mul(below, below, eps);
        nw_l2_least(below, NULL, below, layers, f->members[i]);
        right = fmpq_equal(at, l2) && fmpq_cmp(below, l2) > 0;
    }
    fmpq_clear(at);
    fmpq_clear(below);
    return right ? NW_PROVED : NW_REFUTED;
}

static bool add_smallest(nw_evidence *evidence, const family *f, slong layers, slong number, const nw_claim *claim,
                         const nw_audit_run *run)
{
    fmpq_t eps, t, l2, product;
    fmpq_init(eps);
    fmpq_init(t);
    fmpq_init(l2);
    fmpq_init(product);
    fmpq_set_si(l2, number, 1);
    nw_h8_factor(t, layers, f->members[0], claim, run);
    fmpq_mul(product, l2, t);
    slong m = largest_eps(eps, product);
    nw_outcome outcome = is_border(eps, l2, layers, f);
    nw_cell_text(evidence, f->name);
    nw_cell_count(evidence, layers);
    nw_cell_count(evidence, number);
    nw_cell_decimal(evidence, eps, 6, -1);
    nw_cell_rational(evidence, eps);
    nw_cell_count(evidence, m);
    char *what = nw_format("%s, %ld layers, l2 = %ld: no q below this eps, and l2min is at most l2 from it on", f->name,
                           (long)layers, (long)number);
    nw_cell_text(evidence, nw_evidence_decide(evidence, outcome, what));
    fmpq_clear(eps);
    fmpq_clear(t);
    fmpq_clear(l2);
    fmpq_clear(product);
    return outcome == NW_PROVED;
}

bool nw_h8_smallest_eps(nw_evidence *evidence, const nw_claim *claim, const nw_audit_run *run)
{
    static const slong list[] = {1, 10, 100, 1000};
    bool proved = true;
    nw_evidence_begin(evidence, "no_q", "the eps below which C(q) <= l2 leaves no q", eps_columns,
                      sizeof eps_columns / sizeof eps_columns[0]);
    for (size_t f = 0; f < FAMILIES; f++)
        for (slong layers = FEWEST_LAYERS; layers <= MOST_LAYERS; layers++)
            for (size_t i = 0; i < sizeof list / sizeof list[0]; i++)
                proved = add_smallest(evidence, &families[f], layers, list[i], claim, run) && proved;
    return proved;
}
