/* Card entropy: bounded weights and a Lipschitz activation. */
#include "entropy.h"

#include "capacity.h"
#include "catalogue.h"
#include "rational.h"

/* y = log2 L to `digits` bits, L = floor(cost C/(1 - C eps)) + 1, at least 2; rounding L up weakens the bound and keeps
 * it.  1 - C eps cancels, so it is formed at prec bits. */
static void log2_levels(arb_t y, const fmpq_t cost, const arb_t constant, const fmpq_t eps, slong prec, slong digits)
{
    arb_t gap;
    arf_t top;
    fmpz_t levels;
    arb_init(gap);
    arf_init(top);
    fmpz_init(levels);
    arb_mul_fmpz(gap, constant, fmpq_numref(eps), prec);
    arb_sub_fmpz(gap, gap, fmpq_denref(eps), prec); /* (C eps - 1) q */
    arb_neg(gap, gap);
    arb_mul_fmpz(y, constant, fmpq_denref(eps), prec);
    arb_mul_fmpz(y, y, fmpq_numref(cost), prec);
    arb_mul_fmpz(gap, gap, fmpq_denref(cost), prec);
    arb_div(y, y, gap, prec);
    if (arb_is_finite(y)) {
        arb_get_ubound_arf(top, y, prec);
        arf_get_fmpz(levels, top, ARF_RND_FLOOR);
        fmpz_add_ui(levels, levels, 1);
        if (fmpz_cmp_ui(levels, 2) < 0)
            fmpz_set_ui(levels, 2);
        arb_set_round_fmpz(y, levels, digits);
        arb_log(y, y, digits);
        arb_const_log2(gap, digits);
        arb_div(y, y, gap, digits);
    }
    arb_clear(gap);
    arf_clear(top);
    fmpz_clear(levels);
}

void nw_entropy_parameters(fmpz_t bound, const fmpz_t points, const fmpq_t cost, const arb_t constant, const fmpq_t eps,
                           slong prec)
{
    arb_t y;
    arf_t low;
    arb_init(y);
    arf_init(low);
    log2_levels(y, cost, constant, eps, prec, prec);
    fmpz_zero(bound);
    if (arb_is_finite(y) && arb_is_positive(y)) {
        arb_inv(y, y, prec);
        arb_mul_fmpz(y, y, points, prec);
        arb_get_lbound_arf(low, y, prec); /* N >= P/log2 L, and N is an integer */
        arf_get_fmpz(bound, low, ARF_RND_CEIL);
    }
    arb_clear(y);
    arf_clear(low);
}

typedef struct scale_search {
    const nw_witness *witness;
    const fmpq *cost, *eps;
    slong r, n, prec;
    nw_context *context;
    fmpz_t scale;    /* of the best value so far */
    arf_t value;
} scale_search;

enum { RANKING = 96 }; /* bits of values that only rank scales */

/* Whether P/log2 L at this scale is the best so far; kept if so. */
static bool try_scale(scale_search *s, const fmpz_t scale)
{
    arb_t constant, value, points;
    arb_init(constant);
    arb_init(value);
    arb_init(points);
    nw_witness_constant_at(constant, s->witness, scale, s->r, s->n, s->context, s->prec);
    log2_levels(value, s->cost, constant, s->eps, s->prec, RANKING);
    arb_set_round_fmpz(points, scale, RANKING); /* D ~ kappa (M+1)^n; kappa does not matter within one witness */
    arb_add_ui(points, points, 1, RANKING);
    arb_pow_ui(points, points, (ulong)s->n, RANKING);
    arb_div(value, points, value, RANKING);
    bool better = arb_is_finite(value) && arf_cmp(arb_midref(value), s->value) > 0;
    if (better) {
        arf_set(s->value, arb_midref(value));
        fmpz_set(s->scale, scale);
    }
    arb_clear(constant);
    arb_clear(value);
    arb_clear(points);
    return better;
}

/* More points against a smaller A - eps: every scale proves a bound.  Scales at geometric distances from the largest are
 * tried, then steps that halve climb from the best of them. */
static void search_scales(scale_search *s, const fmpz_t most)
{
    fmpz_t scale, step;
    fmpz_init(scale);
    fmpz_init(step);
    arf_zero(s->value);
    fmpz_set(s->scale, most);
    try_scale(s, most);
    slong bits = (slong)fmpz_bits(most);
    for (slong shift = 1; shift <= bits; shift++) {
        fmpz_fdiv_q_2exp(step, most, (ulong)shift);
        fmpz_sub(scale, most, step);
        try_scale(s, scale);
    }
    fmpz_sub(step, most, s->scale);
    fmpz_add_ui(step, step, 2); /* the last steps are 1, however near to the largest scale the search begins */
    for (;;) {
        bool improved = false;
        fmpz_sub(scale, s->scale, step);
        improved = fmpz_sgn(scale) >= 0 && try_scale(s, scale);
        if (!improved) {
            fmpz_add(scale, s->scale, step);
            improved = fmpz_cmp(scale, most) <= 0 && try_scale(s, scale);
        }
        if (!improved && fmpz_is_one(step))
            break;
        if (!improved)
            fmpz_fdiv_q_2exp(step, step, 1);
    }
    fmpz_clear(scale);
    fmpz_clear(step);
}

/* Replaces *best where the witness proves more at its best scale. */
static void improve(nw_lower *best, const scale_search *s)
{
    fmpz_t points, bound;
    arb_t constant;
    fmpz_init(points);
    fmpz_init(bound);
    arb_init(constant);
    slong prec = s->prec + s->n * (slong)fmpz_bits(s->scale); /* P has n times the bits of M */
    nw_witness_dimension(points, s->witness, s->scale, s->n);
    nw_witness_constant_at(constant, s->witness, s->scale, s->r, s->n, s->context, prec);
    nw_entropy_parameters(bound, points, s->cost, constant, s->eps, prec);
    if (best->witness == NULL || fmpz_cmp(bound, best->value) > 0) {
        best->witness = s->witness;
        fmpz_set(best->scale, s->scale);
        fmpz_set(best->dimension, points);
        fmpz_set(best->value, bound);
        fmpz_set(best->possible, bound);
    }
    fmpz_clear(points);
    fmpz_clear(bound);
    arb_clear(constant);
}

/* ---- the card ---- */

static const char *const entropy_hypotheses[] = {
    "one hidden layer of `width` tanh, logistic or crelu units, no output bias; every weight and bias at most B in absolute "
    "value (--weight-bound); no continuity",
    NULL,
};

static const nw_reads entropy_reads[] = {
    NW_READS_INPUTS,
    {.param = NW_WEIGHT_BOUND},
    {.param = NW_WIDTH},
    {.param = NW_ACTIVATION,
     .default_text = "tanh",
     .words = NW_WORD(NW_TANH) | NW_WORD(NW_LOGISTIC) | NW_WORD(NW_CRELU)},
    NW_READS_END,
};

/* Lambda B, Lambda = w (1 + B (n+1)): moving every weight by d moves a unit's input by at most d (n+1) on [-1,1]^n and the
 * unit by no more, since |s'| <= 1; its output weight is at most B, and itself moves a value |s| <= 1 by d. */
static void lipschitz_cost(fmpq_t cost, const fmpq_t bound, slong width, slong n)
{
    fmpq_t one;
    fmpq_init(one);
    fmpq_one(one);
    nw_rational_mul_si(cost, bound, n + 1);
    fmpq_add(cost, cost, one);
    nw_rational_mul_si(cost, cost, width);
    fmpq_mul(cost, cost, bound);
    fmpq_clear(one);
}

static void set_found(nw_result *result, const nw_lower *best, const nw_setting *setting, nw_context *context)
{
    slong n = nw_setting_integer(setting, NW_N), width = nw_setting_integer(setting, NW_WIDTH);
    fmpz_t available;
    fmpz_init_set_si(available, n + 2);
    fmpz_mul_si(available, available, width);
    nw_result_set_integer(result, best->value);
    nw_result_set_witness(result, best, nw_setting_integer(setting, NW_R), n, context);
    nw_result_detail_integer(result, "P", best->dimension);
    nw_result_detail_integer(result, "parameters", available);
    if (fmpz_cmp(available, best->value) < 0)
        nw_result_note(result, "a network of this width has fewer parameters, so none with weights within B reaches eps");
    fmpz_clear(available);
}

static void evaluate_entropy(nw_result *result, const nw_setting *setting, nw_context *context)
{
    slong r = nw_setting_integer(setting, NW_R), n = nw_setting_integer(setting, NW_N);
    const fmpq *eps = nw_setting_rational(setting, NW_EPS);
    fmpq_t cost;
    fmpz_t most, unused;
    nw_lower best;
    fmpq_init(cost);
    fmpz_init(most);
    fmpz_init(unused);
    nw_lower_init(&best);
    lipschitz_cost(cost, nw_setting_rational(setting, NW_WEIGHT_BOUND), nw_setting_integer(setting, NW_WIDTH), n);
    scale_search search = {.cost = cost, .eps = eps, .r = r, .n = n, .context = context};
    fmpz_init(search.scale);
    arf_init(search.value);
    const nw_witness *witness;
    for (size_t i = 0; fmpq_cmp_ui(eps, 1) < 0 && (witness = nw_witness_at(i)) != NULL; i++) {
        if (!witness->sign_patterns || !nw_witness_serves(witness, r, n))
            continue;
        search.witness = witness;
        nw_witness_scale(most, unused, witness, eps, r, n, context);
        /* 1 - C eps may be as small as 1/(C q), and its reciprocal is wanted to the last unit. */
        search.prec = nw_first_precision(context, 4 * (slong)fmpz_bits(fmpq_denref(eps)));
        search_scales(&search, most);
        improve(&best, &search);
    }
    set_found(result, &best, setting, context);
    nw_result_set_exponent(result, NW_EXPONENT_UP_TO_LOG, n, r);
    nw_lower_clear(&best);
    fmpz_clear(search.scale);
    arf_clear(search.value);
    fmpq_clear(cost);
    fmpz_clear(most);
    fmpz_clear(unused);
}

const nw_card nw_card_entropy = {
    .id = "entropy",
    .kind = NW_LOWER,
    .quantity = "N_f",
    .title = "bounded weights: metric entropy instead of continuity",
    .formula = "N_f >= P/log2(floor(Lambda B/(A - eps)) + 1),  Lambda = w (1 + B (n+1)),  A = 1/C",
    .reads = entropy_reads,
    .hypotheses = entropy_hypotheses,
    .reference = "theory.md, section 5",
    .provenance = NW_DERIVED,
    .exponent = "n/r up to a factor log(1/eps)",
    .derivation =
        "Let Lambda be the Lipschitz constant of the map from weights (in the max norm, within [-B, B]) to networks (in the "
        "sup norm). Rounding every weight to one of L = floor(Lambda B/(A-eps)) + 1 equally spaced values moves the network "
        "by at most Lambda B/L < A - eps, so a network within eps of a target of the witness still has its signs on the P "
        "points. There are L^N rounded networks and 2^P sign vectors. A coarser scale has fewer points and a larger A - eps; "
        "every scale proves a bound, and the best one found is shown.",
    .evaluate = evaluate_entropy,
};
