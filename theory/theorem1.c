/* Theorem 1: the lower bound for any class of networks, and the robust bound it rests on. */
#include "catalogue.h"
#include "hypotheses.h"
#include "nwidth_lower.h"

/* ---- card nwidth ---- */

static const char *const robust_hypotheses[] = {
    "the parameters are a continuous function of the target (continuous selection)",
    "the error over all of W(r,n) is at most eps in the sup norm",
    NULL,
};

static const nw_reads nwidth_reads[] = {
    {.param = NW_R, .default_text = "1"},
    {.param = NW_N},
    {.param = NW_EPS},
    NW_READS_END,
};

static void evaluate_nwidth(nw_result *result, const nw_setting *setting, nw_context *context)
{
    slong r = nw_setting_integer(setting, NW_R), n = nw_setting_integer(setting, NW_N);
    nw_lower lower;
    nw_lower_init(&lower);
    nw_lower_bound(&lower, nw_setting_rational(setting, NW_EPS), r, n, NW_DIMENSION, context);
    nw_result_set_between(result, lower.value, lower.possible);
    nw_result_set_witness(result, &lower, r, n, context);
    nw_result_set_exponent(result, NW_EXPONENT, n, r);
    nw_lower_clear(&lower);
}

const nw_card nw_card_nwidth = {
    .id = "nwidth",
    .kind = NW_LOWER,
    .quantity = "N",
    .title = "robust lower bound: continuous nonlinear N-width of W(r,n)",
    .formula = "N >= Nw(eps; r, n) = max over witnesses and scales of { D : C < 1/eps }",
    .reads = nwidth_reads,
    .hypotheses = robust_hypotheses,
    .reference = "DeVore, Howard, Micchelli 1989 (continuous nonlinear widths); Borsuk 1933",
    .provenance = NW_DERIVED,
    .exponent = "n/r",
    .derivation =
        "A witness is a linear space of functions of dimension D in which every member f satisfies "
        "sum_{|k|<=r} ||D^k f|| <= C ||f||, so that its sphere of sup norm A = 1/C lies in the closure of W(r,n). A "
        "method that picks N parameters continuously from the target maps this (D-1)-sphere into R^N; if N < D, Borsuk's "
        "theorem finds f with the same parameters as -f, and the method errs by at least ||f|| = A on one of them. So "
        "accuracy eps < A needs N >= D. The constant is exactly 1. Each witness family has a scale M; the largest M with "
        "C < 1/eps is found with enclosures, and the family with the largest D wins. Families: smoothstep (values on a grid, "
        "joined by perfect smoothsteps); trigonometric (Bernstein's inequality); spline (degree r, uniform knots, reflected at "
        "the ends: the Euler spline E with |E^(r)| = 1 equioscillates once for each knot, so a member with a larger r-th "
        "derivative than ||f||/||E|| would cross E too often, by Rolle; Kolmogorov's inequality bounds the rest); spline-free "
        "(r = 2, n = 1: the same with free ends, the exact width); polynomial (Markov's inequality, for small M); for r = 1 "
        "lattice-t (disjoint cones around the points of a lattice of 1-norm distance t). Proofs: theory.md, section 2.",
    .evaluate = evaluate_nwidth,
};

/* ---- card thm1 ---- */

static const char *const theorem1_hypotheses[] = {
    NW_H_ACTIVATION,
    NW_H_CLASS,
    NW_H_ASSUMPTION1,
    NW_H_ASSUMPTION2,
    "(alpha = 1 instead of these four:) the selection of parameters is continuous",
    NULL,
};

static const nw_reads theorem1_reads[] = {
    {.param = NW_R, .default_text = "1"},
    {.param = NW_M1, .default_text = NULL},
    {.param = NW_M2, .default_text = NULL},
    {.param = NW_EPS},
    {.param = NW_ALPHA, .default_text = "3"},
    NW_READS_END,
};

static void evaluate_theorem1(nw_result *result, const nw_setting *setting, nw_context *context)
{
    slong r = nw_setting_integer(setting, NW_R);
    slong m = nw_setting_integer(setting, NW_M1) + nw_setting_integer(setting, NW_M2);
    const fmpq *alpha = nw_setting_rational(setting, NW_ALPHA);
    fmpq_t delta;
    nw_lower lower;
    if (!nw_assume_selection(result, setting))
        return;
    fmpq_init(delta);
    nw_lower_init(&lower);
    fmpq_mul(delta, alpha, nw_setting_rational(setting, NW_EPS));
    nw_lower_bound(&lower, delta, r, m, fmpq_is_one(alpha) ? NW_DIMENSION : NW_WITHOUT_CONSTANTS, context);
    nw_result_set_between(result, lower.value, lower.possible);
    nw_result_set_witness(result, &lower, r, m, context);
    nw_result_set_exponent(result, NW_EXPONENT, m, r);
    nw_lower_clear(&lower);
    fmpq_clear(delta);
}

const nw_card nw_card_thm1 = {
    .id = "thm1",
    .kind = NW_LOWER,
    .quantity = "N_f",
    .title = "Theorem 1: parameters of any class of networks for W(r,m), m = m1 + m2",
    .formula = "N_f >= Nw(alpha eps; r, m1 + m2)",
    .reads = theorem1_reads,
    .hypotheses = theorem1_hypotheses,
    .reference = "Galanti, Wolf 2020, Theorem 1; alpha from Eq. 79 (3) or Lemma 20, Eqs. 104-105 (5)",
    .provenance = NW_DERIVED,
    .exponent = "m/r",
    .derivation =
        "The proof restricts the class to a compact set of targets on which the best approximant is unique, hence "
        "continuous in the target, and extends this selector to all of W(r,m) at the cost of a factor alpha in the "
        "error: 3 in the proof sketch (Eq. 79), 5 in Lemma 20 as written; alpha = 1 when the selection is simply assumed "
        "continuous. A continuous selector with error alpha eps has at least Nw(alpha eps; r, m) parameters. Constant "
        "functions may be members of the class, so for alpha > 1 a witness whose span holds them counts D - 1.",
    .evaluate = evaluate_theorem1,
};
