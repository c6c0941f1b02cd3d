/* H8: one hidden ReLU layer that follows the zigzag target, with C(q) little above l2min. */
#include <math.h>
#include <stdlib.h>

#include "audit/ask.h"
#include "audit/h8_rows.h"
#include "audit/variation.h"
#include "base/memory.h"
#include "feasible.h"
#include "rational.h"

/* The target has the values rho, -rho, rho, .. at the points -1 + 2j/M, rho = 1/(1+M), and is linear between. */
typedef struct zigzag {
    slong m;
    fmpq_t rho;
} zigzag;

/* |t_j| of the grid. */
static void grid_point(fmpq_t t, const zigzag *z, slong j)
{
    fmpq_set_si(t, 2 * j - z->m, (ulong)z->m);
}

/* The target at t: rho (1 - 2 r) or its negative, r the place between the grid points around t. */
static void target_at(fmpq_t y, const zigzag *z, const fmpq_t t)
{
    fmpz_t cell;
    fmpq_t x;
    fmpz_init(cell);
    fmpq_init(x);
    fmpq_add_si(x, t, 1);
    nw_rational_mul_si(x, x, z->m);
    fmpz_mul_2exp(fmpq_denref(x), fmpq_denref(x), 1);
    fmpq_canonicalise(x);
    fmpz_fdiv_q(cell, fmpq_numref(x), fmpq_denref(x));
    fmpq_sub_fmpz(x, x, cell);
    nw_rational_mul_si(x, x, 2);
    fmpq_neg(x, x);
    fmpq_add_si(x, x, 1);
    fmpq_mul(y, x, z->rho);
    if (fmpz_is_odd(cell))
        fmpq_neg(y, y);
    fmpz_clear(cell);
    fmpq_clear(x);
}

/* A double with at most 40 bits behind the point, above rho - eps by no more than 2^-39. */
static double height(const zigzag *z, const fmpq_t eps)
{
    fmpq_t x;
    fmpz_t steps;
    fmpq_init(x);
    fmpz_init(steps);
    fmpq_sub(x, z->rho, eps);
    fmpz_mul_2exp(fmpq_numref(x), fmpq_numref(x), 40);
    fmpq_canonicalise(x);
    fmpz_cdiv_q(steps, fmpq_numref(x), fmpq_denref(x));
    double result = ldexp((double)(fmpz_get_si(steps) + 1), -40);
    fmpq_clear(x);
    fmpz_clear(steps);
    return result;
}

/* The zigzag of that height: a constant, the first slope, and a kink at each inner point.  Output weights are 1 and -1,
 * so that C(q) is the sum of the other weights, height M (2M - 1): no less than the variation of q' and q'(-1). */
static nw_network *interpolant(const zigzag *z, double height)
{
    size_t units = (size_t)z->m + 1;
    double m = (double)z->m, slope = height * m;
    nw_network *q = nw_network_new(1, &units, 1, 1, NW_RELU, false);
    double *weight = q->parameters, *bias = q->parameters + q->layers[0].biases;
    double *out = q->parameters + q->layers[1].weights;
    weight[0] = 0;
    bias[0] = height;
    out[0] = 1;
    for (slong j = 0; j < z->m; j++) {
        weight[j + 1] = j == 0 ? slope : 2 * slope;
        bias[j + 1] = -weight[j + 1] * (-1 + 2 * (double)j / m);
        out[j + 1] = j % 2 == 0 ? -1 : 1;
    }
    return q;
}

typedef struct unit {
    fmpq_t weight, bias, out;
} unit;

static void value_at(fmpq_t y, const unit *units, size_t count, const fmpq_t t)
{
    fmpq_t x;
    fmpq_init(x);
    fmpq_zero(y);
    for (size_t i = 0; i < count; i++) {
        fmpq_set(x, units[i].bias);
        fmpq_addmul(x, units[i].weight, t);
        if (fmpq_sgn(x) > 0)
            fmpq_addmul(y, x, units[i].out);
    }
    fmpq_clear(x);
}

static void raise_error(fmpq_t error, const zigzag *z, const unit *units, size_t count, const fmpq_t t)
{
    fmpq_t y, target;
    fmpq_init(y);
    fmpq_init(target);
    value_at(y, units, count, t);
    target_at(target, z, t);
    fmpq_sub(y, y, target);
    fmpq_abs(y, y);
    if (fmpq_cmp(y, error) > 0)
        fmpq_set(error, y);
    fmpq_clear(y);
    fmpq_clear(target);
}

/* The sup norm of q - target on [-1,1], exactly: both are linear between the grid points and the kinks of q. */
static void exact_error(fmpq_t error, const zigzag *z, const nw_network *q)
{
    size_t count = q->layers[0].units;
    unit *units = nw_alloc(count, sizeof *units);
    fmpq_t t, one;
    fmpq_init(t);
    fmpq_init(one);
    fmpq_one(one);
    fmpq_zero(error);
    for (size_t i = 0; i < count; i++) {
        fmpq_init(units[i].weight);
        fmpq_init(units[i].bias);
        fmpq_init(units[i].out);
        nw_rational_set_double(units[i].weight, nw_layer_weights(q, 0)[i]);
        nw_rational_set_double(units[i].bias, nw_layer_biases(q, 0)[i]);
        nw_rational_set_double(units[i].out, nw_layer_weights(q, 1)[i]);
    }
    for (slong j = 0; j <= z->m; j++) {
        grid_point(t, z, j);
        raise_error(error, z, units, count, t);
    }
    for (size_t i = 0; i < count; i++) {
        if (fmpq_is_zero(units[i].weight))
            continue;
        fmpq_div(t, units[i].bias, units[i].weight);
        fmpq_neg(t, t);
        if (fmpq_cmp(t, one) > 0)
            continue;
        fmpq_add_si(t, t, 1);
        bool inside = fmpq_sgn(t) >= 0;
        fmpq_sub_si(t, t, 1);
        if (inside)
            raise_error(error, z, units, count, t);
    }
    for (size_t i = 0; i < count; i++) {
        fmpq_clear(units[i].weight);
        fmpq_clear(units[i].bias);
        fmpq_clear(units[i].out);
    }
    free(units);
    fmpq_clear(t);
    fmpq_clear(one);
}

static const nw_evidence_column columns[] = {
    {.name = "eps", .header = "eps", .kind = NW_EVIDENCE_NUMBER},
    {.name = "M", .header = "M", .kind = NW_EVIDENCE_INTEGER},
    {.name = "units", .header = "units", .kind = NW_EVIDENCE_INTEGER},
    {.name = "error", .header = "error", .kind = NW_EVIDENCE_NUMBER},
    {.name = "complexity", .header = "C(q)", .kind = NW_EVIDENCE_NUMBER},
    {.name = "l2min", .header = "l2min", .kind = NW_EVIDENCE_NUMBER},
    {.name = "ratio", .header = "C(q)/l2min", .kind = NW_EVIDENCE_NUMBER},
    {.name = "verdict", .header = "verdict"},
};

static bool add_row(nw_evidence *evidence, const char *text, const nw_claim *claim, const nw_audit_run *run)
{
    zigzag z;
    fmpz_t m;
    fmpq_t eps, l2min, error, complexity, ratio, most;
    fmpz_init(m);
    fmpq_init(z.rho);
    fmpq_init(eps);
    fmpq_init(l2min);
    fmpq_init(error);
    fmpq_init(complexity);
    fmpq_init(ratio);
    fmpq_init(most);
    nw_rational_parse(eps, text, NULL);
    nw_l2_least(l2min, m, eps, 2, NW_RELU);
    z.m = fmpz_get_si(m);
    fmpq_set_si(z.rho, 1, (ulong)z.m + 1);
    nw_network *q = interpolant(&z, height(&z, eps));
    exact_error(error, &z, q);
    nw_complexity_exact(complexity, q);
    fmpq_div(ratio, complexity, l2min);
    nw_claim_constant_get(most, claim, run, "interpolation");
    bool near = fmpq_cmp(error, eps) <= 0, feasible = fmpq_cmp_ui(ratio, 1) >= 0, close = fmpq_cmp(ratio, most) <= 0;
    nw_cell_text(evidence, text);
    nw_cell_count(evidence, z.m);
    nw_cell_count(evidence, (slong)q->layers[0].units);
    nw_cell_decimal(evidence, error, 8, 1);
    nw_cell_decimal(evidence, complexity, 6, 1);
    nw_cell_decimal(evidence, l2min, 6, -1);
    nw_cell_decimal(evidence, ratio, 5, 1);
    char *what =
        nw_format("eps = %s: the interpolating network reaches eps, its C(q) is at least l2min and at most the "
                  "stated multiple of it",
                  text);
    nw_outcome outcome = near && feasible && close ? NW_PROVED : NW_REFUTED;
    nw_cell_text(evidence, nw_evidence_decide(evidence, outcome, what));
    nw_network_free(q);
    fmpz_clear(m);
    fmpq_clear(z.rho);
    fmpq_clear(eps);
    fmpq_clear(l2min);
    fmpq_clear(error);
    fmpq_clear(complexity);
    fmpq_clear(ratio);
    fmpq_clear(most);
    return outcome == NW_PROVED;
}

bool nw_h8_zigzag(nw_evidence *evidence, const nw_claim *claim, const nw_audit_run *run)
{
    static const char *const list[] = {"1/10", "1/20", "1/50", "1/100", "1/200", "1/500", "1/1000"};
    bool proved = true;
    nw_evidence_begin(evidence, "interpolation", "the ReLU network of one hidden layer that follows the zigzag target",
                      columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < (run->quick ? 4 : sizeof list / sizeof list[0]); i++)
        proved = add_row(evidence, list[i], claim, run) && proved;
    return proved;
}
