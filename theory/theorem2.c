/* Theorem 2: the primary network q of an embedding method with k = O(1) coordinates. */
#include "theorem2.h"

#include "catalogue.h"
#include "feasible.h"
#include "hypotheses.h"
#include "rational.h"
#include "universal.h"

void nw_embedding_accuracy(fmpq_t eta, const fmpq_t eps, const fmpq_t factor, slong m2, const fmpq_t l1, const fmpq_t l2)
{
    fmpq_t product; /* eta may be eps */
    fmpq_init(product);
    fmpq_mul(product, factor, l1);
    fmpq_mul(product, product, l2);
    nw_rational_mul_si(product, product, 2 * m2);
    fmpq_div(eta, eps, product);
    fmpq_clear(product);
}

void nw_composite_bound(nw_lower *lower, const fmpq_t alpha, const fmpq_t eps, slong m, nw_context *context)
{
    fmpq_t delta;
    fmpq_init(delta);
    fmpq_mul(delta, alpha, eps);
    nw_rational_mul_si(delta, delta, 2);
    nw_lower_bound(lower, delta, 1, m, fmpq_is_one(alpha) ? NW_DIMENSION : NW_WITHOUT_CONSTANTS, context);
    fmpq_clear(delta);
}

void nw_exponent_margin(fmpq_t margin, const nw_setting *setting)
{
    slong m1 = nw_setting_integer(setting, NW_M1), m2 = nw_setting_integer(setting, NW_M2);
    bool feasible_l2 = nw_setting_choice(setting, NW_L2) == 0;
    fmpq_t total;
    fmpq_init(total);
    nw_universal_exponent(margin, 1, m2, (nw_activation)nw_setting_choice(setting, NW_ACTIVATION));
    nw_rational_mul_si(margin, margin, feasible_l2 ? 2 : 1);
    fmpq_set_si(total, m1 + m2, 1);
    fmpq_sub(margin, total, margin);
    fmpq_clear(total);
}

void nw_theorem2_value(fmpz_t value, const fmpq_t alpha, const fmpq_t eps_w, slong k, const fmpq_t eta, slong m1, slong m2,
                       nw_activation activation, nw_context *context)
{
    nw_lower lower;
    fmpz_t universal;
    nw_lower_init(&lower);
    fmpz_init(universal);
    nw_composite_bound(&lower, alpha, eps_w, m1 + m2, context);
    nw_universal_count(universal, eta, 1, m2, activation);
    fmpz_mul_si(universal, universal, k);
    fmpz_sub(value, lower.value, universal);
    nw_lower_clear(&lower);
    fmpz_clear(universal);
}

/* When both sides grow like eps^-m their constants decide: Nw ~ a eps^-m against k kappa eta^-u with eta ~ e eps^h.
 * Proven positive, or taken as vacuous. */
static bool tie_is_positive(const nw_setting *setting, nw_context *context)
{
    enum { PREC = 256 };
    slong m1 = nw_setting_integer(setting, NW_M1), m2 = nw_setting_integer(setting, NW_M2), m = m1 + m2;
    nw_activation activation = (nw_activation)nw_setting_choice(setting, NW_ACTIVATION);
    const fmpq *k = nw_setting_rational(setting, NW_K), *l1 = nw_setting_rational(setting, NW_L1);
    arb_t best, other;
    fmpq_t e, l2, u;
    fmpz_t kappa;
    arb_init(best);
    arb_init(other);
    fmpq_init(e);
    fmpq_init(l2);
    fmpq_init(u);
    fmpz_init(kappa);
    const nw_witness *witness;
    for (size_t i = 0; (witness = nw_witness_at(i)) != NULL; i++) {
        if (!nw_witness_serves(witness, 1, m))
            continue;
        nw_witness_asymptotic(other, witness, 1, m, context, PREC);
        arb_max(best, best, other, PREC);
    }
    nw_rational_mul_si(e, nw_setting_rational(setting, NW_ALPHA), 2);
    arb_set_fmpq(other, e, PREC);
    arb_pow_ui(other, other, (ulong)m, PREC);
    arb_div(best, best, other, PREC);

    if (nw_setting_choice(setting, NW_L2) == 0) { /* l2 ~ 1/(2 T eps) */
        nw_variation_factor(l2, nw_setting_integer(setting, NW_LAYERS), activation);
        nw_rational_mul_si(l2, l2, 2);
        fmpq_inv(l2, l2);
    } else {
        fmpq_set(l2, nw_setting_rational(setting, NW_L2));
    }
    fmpq_one(e);
    nw_embedding_accuracy(e, e, k, m2, l1, l2);
    fmpq_inv(e, e);
    nw_universal_exponent(u, 1, m2, activation);
    nw_universal_leading(kappa, m2, activation);
    arb_set_fmpq(other, e, PREC);
    arb_pow_fmpq(other, other, u, PREC);
    arb_mul_fmpz(other, other, kappa, PREC);
    arb_mul_fmpz(other, other, fmpq_numref(k), PREC);
    bool positive = arb_gt(best, other);
    arb_clear(best);
    arb_clear(other);
    fmpq_clear(e);
    fmpq_clear(l2);
    fmpq_clear(u);
    fmpz_clear(kappa);
    return positive;
}

static void set_exponent(nw_result *result, const nw_setting *setting, nw_context *context)
{
    fmpq_t margin;
    fmpq_init(margin);
    nw_exponent_margin(margin, setting);
    int sign = fmpq_sgn(margin);
    if (sign > 0 || (sign == 0 && tie_is_positive(setting, context)))
        nw_result_set_exponent(result, NW_EXPONENT,
                               nw_setting_integer(setting, NW_M1) + nw_setting_integer(setting, NW_M2), 1);
    else
        nw_result_set_exponent(result, NW_EXPONENT_VACUOUS, 0, 1);
    fmpq_clear(margin);
}

static const char *const theorem2_hypotheses[] = {
    "embedding method q(x, e(I)), e: R^m2 -> R^k, with C(e) <= l1 and C(q) <= l2, e without biases, s(0) = 0",
    NW_H_ACTIVATION,
    NW_H_CLASS,
    NW_H_ASSUMPTION1,
    NW_H_ASSUMPTION2,
    NULL,
};

static const nw_reads theorem2_reads[] = {
    {.param = NW_R, .default_text = "1", .least = 1, .greatest = 1},
    {.param = NW_M1},
    {.param = NW_M2, .least = 1, .greatest = 4096},
    {.param = NW_EPS},
    {.param = NW_ALPHA, .default_text = "3"},
    {.param = NW_K, .default_text = "1"},
    {.param = NW_L1, .default_text = "1"},
    {.param = NW_L2, .default_text = "feasible"},
    {.param = NW_LAYERS, .default_text = "2"},
    {.param = NW_ACTIVATION, .default_text = NW_AUTO, .words = NW_WORD(NW_TANH) | NW_WORD(NW_CRELU) | NW_WORD(NW_RELU)},
    NW_READS_END,
};

static void evaluate_theorem2(nw_result *result, const nw_setting *setting, nw_context *context)
{
    slong m1 = nw_setting_integer(setting, NW_M1), m2 = nw_setting_integer(setting, NW_M2);
    nw_activation activation = (nw_activation)nw_setting_choice(setting, NW_ACTIVATION);
    const fmpq *eps = nw_setting_rational(setting, NW_EPS);
    nw_result_assume(result, theorem2_hypotheses[0]);
    if (!nw_assume_selection(result, setting))
        return;
    nw_lower lower;
    fmpq_t one, l2, eta;
    fmpz_t universal, low, high;
    nw_lower_init(&lower);
    fmpq_init(one);
    fmpq_init(l2);
    fmpq_init(eta);
    fmpz_init(universal);
    fmpz_init(low);
    fmpz_init(high);
    fmpq_one(one);
    nw_l2_choose(l2, result, setting, one);
    nw_embedding_accuracy(eta, eps, nw_setting_rational(setting, NW_K), m2, nw_setting_rational(setting, NW_L1), l2);
    nw_composite_bound(&lower, nw_setting_rational(setting, NW_ALPHA), eps, m1 + m2, context);
    nw_universal_count(universal, eta, 1, m2, activation);
    nw_result_detail_rational(result, "eta", eta);
    nw_result_detail_integer(result, "Nw", lower.value);
    nw_result_detail_integer(result, "U", universal);
    fmpz_mul_si(universal, universal, nw_setting_integer(setting, NW_K));
    fmpz_sub(low, lower.value, universal);
    fmpz_sub(high, lower.possible, universal);
    nw_result_set_between(result, low, high);
    nw_result_set_witness(result, &lower, 1, m1 + m2, context);
    set_exponent(result, setting, context);
    nw_lower_clear(&lower);
    fmpq_clear(one);
    fmpq_clear(l2);
    fmpq_clear(eta);
    fmpz_clear(universal);
    fmpz_clear(low);
    fmpz_clear(high);
}

const nw_card nw_card_thm2 = {
    .id = "thm2",
    .kind = NW_LOWER,
    .quantity = "N_q",
    .title = "Theorem 2: primary network q of an embedding method, k = O(1)",
    .formula = "N_q >= Nw(2 alpha eps; 1, m1 + m2) - k U(eta; 1, m2),  eta = eps/(2 k m2 l1 l2)",
    .reads = theorem2_reads,
    .hypotheses = theorem2_hypotheses,
    .reference = "Galanti, Wolf 2020, Theorem 2; U: kuhn (relu, crelu) or tanh2 (tanh)",
    .provenance = NW_DERIVED,
    .exponent = "m1+m2 for a fixed l2; with a feasible l2 only while m1 > m2 (else vacuous)",
    .derivation =
        "Each coordinate of e is a network without biases whose spectral complexity is at most l1, so it lies in "
        "(2 m2 l1) W(1,m2). Replace each of the k coordinates by a universal network of relative accuracy eta = "
        "eps/(2 k m2 l1 l2): q is l2-Lipschitz in the 1-norm, so the composite moves by at most eps and reaches 2 eps on "
        "W(1,m) with N_q + k U(eta; 1, m2) parameters, to which Theorem 1 applies. The hypotheses bound C(q) by l2, but a "
        "network can follow a zigzag of amplitude 1/(1+M) only if l2 >= l2min(eps), about 1/(2 eps T): a "
        "smaller l2 makes the statement one about an empty class, and the result is flagged infeasible. With the default, "
        "the least feasible l2, U(eta) grows like eps^(-2 m2), so the bound is vacuous for small eps unless m1 > m2; "
        "thm2-counting depends on l2 only through a logarithm.",
    .evaluate = evaluate_theorem2,
};
