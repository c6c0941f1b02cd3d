/* Theorems 1 to 5: the worked values, and every formula a second time in plain integers and rationals. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "check_common.h"
#include "check_model.h"
#include "feasible.h"
#include "rational.h"
#include "theorem2.h"
#include "theorem4.h"

static const char *const activation_names[] = {"tanh", "logistic", "arctan", "crelu", "relu"};

/* "p/q" of a random positive rational of moderate size. */
static char *random_factor(gsl_rng *rng)
{
    return nw_format("%ld/%ld", (long)ct_between(rng, 1, 40), (long)ct_between(rng, 1, 20));
}

/* An eps between 1 and 1e-3 whose l2min can be found by trying every M. */
static char *random_eps(gsl_rng *rng)
{
    return ct_between(rng, 0, 1) == 0 ? nw_format("1/%ld", (long)ct_between(rng, 2, 900))
                                      : nw_format("%ld/100003", (long)ct_between(rng, 100, 60000));
}

/* ---- theorem 1 ---- */

START_TEST(theorem1_worked_values)
{
    ct_card_is("thm1", "m1=1 m2=1 eps=0.01 alpha=1", "4901");
    ct_card_is("thm1", "m1=1 m2=1 eps=0.01 alpha=3", "545");
    ct_card_is("thm1", "m1=1 m2=1 eps=0.01", "545");
    ct_card_is("thm1", "m1=2 m2=0 eps=0.01 alpha=5", "181");
    /* The spans that win here hold the constants: D - 1, unless continuity is assumed. */
    ct_card_is("thm1", "m1=1 m2=1 r=2 eps=1/3000 alpha=3", "120");
    ct_card_is("thm1", "m1=1 m2=1 r=2 eps=1/1000 alpha=1", "121");
    ct_card_is("thm1", "m1=1 m2=0 r=2 eps=1/500 alpha=5", "6");
    /* Lattices do not, and in one dimension they tie with the smoothstep: D stays. */
    ct_card_is("thm1", "m1=1 m2=0 eps=1/30 alpha=3", "9");
}
END_TEST

START_TEST(theorem1_second_computation)
{
    static const char *const alphas[] = {"1", "3", "5", "7/2"};
    gsl_rng *rng = ct_rng("theorem 1");
    nw_context *context = nw_context_new();
    fmpq_t delta, alpha;
    fmpz_t model;
    fmpq_init(delta);
    fmpq_init(alpha);
    fmpz_init(model);
    for (int i = 0; i < 200; i++) {
        slong m1 = ct_between(rng, 1, 4), m2 = ct_between(rng, 0, 3), r = ct_between(rng, 1, i % 10 == 0 ? 6 : 3);
        ct_small_rational(delta, rng, 8);
        const char *chosen = alphas[i % 4];
        char *eps = nw_rational_text(delta);
        char *values = nw_format("m1=%ld m2=%ld r=%ld eps=%s alpha=%s", (long)m1, (long)m2, (long)r, eps, chosen);
        ct_rational(alpha, chosen);
        fmpq_mul(delta, delta, alpha);
        model_robust(model, delta, r, m1 + m2, fmpq_is_one(alpha) ? NW_DIMENSION : NW_WITHOUT_CONSTANTS);
        nw_result *result = ct_evaluate("thm1", values, context);
        ck_assert(nw_result_is_integer(result));
        ct_equal(fmpq_numref(result->lower), model, "thm1 %s", values);
        ck_assert_uint_eq(result->hypothesis_count, fmpq_is_one(alpha) ? 1 : 4);
        fmpq_set_si(delta, m1 + m2, (ulong)r);
        ct_equal_rational(result->exponent, delta, "exponent of thm1 %s", values);
        nw_result_free(result);
        free(values);
        free(eps);
    }
    fmpq_clear(delta);
    fmpq_clear(alpha);
    fmpz_clear(model);
    nw_context_free(context);
    gsl_rng_free(rng);
}
END_TEST

START_TEST(distortions_without_a_proof)
{
    static const char *const cards[] = {"thm1", "thm2", "thm3"}, *const alphas[] = {"2", "1.5", "2.999"};
    for (size_t c = 0; c < 3; c++)
        for (size_t a = 0; a < 3; a++) {
            char *values = nw_format("m1=1 m2=1 eps=0.01 alpha=%s", alphas[a]);
            nw_result *result = ct_evaluate(cards[c], values, NULL);
            ck_assert_int_eq(result->outcome, NW_OUTSIDE);
            ck_assert(strstr(result->reason, "--alpha") != NULL && strstr(result->reason, alphas[a]) != NULL);
            nw_result_free(result);
            free(values);
        }
}
END_TEST

/* ---- feasibility ---- */

static void expect_l2(const char *eps_text, nw_activation activation, slong argmax, const char *digits)
{
    fmpq_t eps, l2, known, gap;
    fmpz_t m;
    fmpq_init(eps);
    fmpq_init(l2);
    fmpq_init(known);
    fmpq_init(gap);
    fmpz_init(m);
    ct_rational(eps, eps_text);
    ct_rational(known, digits);
    nw_l2_least(l2, m, eps, 2, activation);
    fmpq_sub(gap, l2, known);
    fmpq_abs(gap, gap);
    ct_rational(known, "5e-9");
    ck_assert_msg(fmpq_cmp(gap, known) <= 0, "l2min(%s) is not %s", eps_text, digits);
    ck_assert_msg(fmpz_equal_si(m, argmax), "l2min(%s) is not attained at %ld", eps_text, (long)argmax);
    fmpq_clear(eps);
    fmpq_clear(l2);
    fmpq_clear(known);
    fmpq_clear(gap);
    fmpz_clear(m);
}

START_TEST(l2_worked_values)
{
    expect_l2("1e-2", NW_RELU, 50, "47.07843137");
    expect_l2("1e-3", NW_RELU, 500, "497.00798403");
    expect_l2("1e-2", NW_CRELU, 50, "23.539215685");
    expect_l2("1e-3", NW_TANH, 500, "248.503992015");
}
END_TEST

START_TEST(l2_by_trying_every_scale)
{
    gsl_rng *rng = ct_rng("l2");
    fmpq_t eps, l2, model, t, model_t;
    fmpz_t at, model_at;
    fmpq_init(eps);
    fmpq_init(l2);
    fmpq_init(model);
    fmpq_init(t);
    fmpq_init(model_t);
    fmpz_init(at);
    fmpz_init(model_at);
    for (int i = 0; i < 150; i++) {
        nw_activation activation = (nw_activation)ct_between(rng, NW_TANH, NW_RELU);
        slong layers = ct_between(rng, 2, 6);
        char *text = i < 12 ? nw_format("%d/12", i + 1) : random_eps(rng); /* up to 1: no zigzag is left */
        ct_rational(eps, text);
        nw_l2_least(l2, at, eps, layers, activation);
        model_l2_least(model, model_at, eps, layers, activation, 700);
        ct_equal_rational(l2, model, "l2min(%s), %ld layers, %s", text, (long)layers, activation_names[activation]);
        if (fmpq_sgn(model) > 0)
            ct_equal(at, model_at, "where l2min(%s) is attained", text);
        nw_variation_factor(t, layers, activation);
        model_variation_factor(model_t, layers, activation);
        ct_equal_rational(t, model_t, "T of %ld layers, %s", (long)layers, activation_names[activation]);
        free(text);
    }
    fmpq_clear(eps);
    fmpq_clear(l2);
    fmpq_clear(model);
    fmpq_clear(t);
    fmpq_clear(model_t);
    fmpz_clear(at);
    fmpz_clear(model_at);
    gsl_rng_free(rng);
}
END_TEST

/* ---- theorems 2 and 3: what they share ---- */

/* One random setting of theorem 2 or 3 and its parts, computed here. */
typedef struct embedding {
    char *values;
    slong m1, m2, k, layers;
    nw_activation activation;
    nw_norm norm;
    bool feasible;
    fmpq_t eps, alpha, l1, l2, c, l2min, eta;
    fmpz_t robust; /* Nw(2 alpha eps; 1, m) */
} embedding;

/* third: theorem 3 has c in the place of k. */
static void embedding_init(embedding *e, gsl_rng *rng, bool third)
{
    static const char *const alphas[] = {"1", "3", "5", "10/3"};
    fmpz_t unused;
    fmpz_init(unused);
    fmpq_init(e->eps);
    fmpq_init(e->alpha);
    fmpq_init(e->l1);
    fmpq_init(e->l2);
    fmpq_init(e->c);
    fmpq_init(e->l2min);
    fmpq_init(e->eta);
    fmpz_init(e->robust);
    const char *alpha = alphas[ct_between(rng, 0, 3)];
    ct_rational(e->alpha, alpha);
    static const nw_activation choices[] = {NW_CRELU, NW_TANH, NW_RELU};
    e->activation = choices[ct_between(rng, 0, fmpq_is_one(e->alpha) ? 2 : 1)];
    e->m1 = ct_between(rng, 1, 5);
    e->m2 = ct_between(rng, 1, 3);
    e->k = ct_between(rng, 1, 4);
    e->layers = ct_between(rng, 2, 5);
    e->norm = (nw_norm)ct_between(rng, 0, 1);
    bool chosen = ct_between(rng, 0, 1) == 0;
    char *eps = random_eps(rng), *l1 = nw_format("1/%ld", (long)ct_between(rng, 1, 300)),
         *l2 = chosen ? nw_copy_text("feasible") : random_factor(rng);
    char *c = random_factor(rng);
    ct_rational(e->eps, eps);
    ct_rational(e->l1, l1);
    model_l2_least(e->l2min, unused, e->eps, e->layers, e->activation, 700);
    if (third)
        ct_rational(e->c, c);
    else
        fmpq_one(e->c);
    if (chosen) { /* max(1, l2min/c) */
        fmpq_div(e->l2, e->l2min, e->c);
        if (fmpq_cmp_si(e->l2, 1) < 0)
            fmpq_one(e->l2);
    } else {
        ct_rational(e->l2, l2);
    }
    fmpq_mul(e->eta, e->c, e->l2);
    e->feasible = fmpq_cmp(e->eta, e->l2min) >= 0;
    fmpq_mul(e->eta, e->eta, e->l1);
    fmpz_set_si(unused, 2 * e->m2 * (third ? 1 : e->k));
    fmpq_mul_fmpz(e->eta, e->eta, unused);
    fmpq_div(e->eta, e->eps, e->eta);
    fmpq_t delta;
    fmpq_init(delta);
    fmpq_add(delta, e->eps, e->eps);
    fmpq_mul(delta, delta, e->alpha);
    model_robust(e->robust, delta, 1, e->m1 + e->m2, fmpq_is_one(e->alpha) ? NW_DIMENSION : NW_WITHOUT_CONSTANTS);
    fmpq_clear(delta);
    fmpz_clear(unused);
    char *own = third ? nw_format("c=%s norm=%s", c, e->norm == NW_INDUCED ? "induced" : "entrywise")
                      : nw_format("k=%ld", (long)e->k);
    e->values = nw_format("m1=%ld m2=%ld eps=%s alpha=%s l1=%s l2=%s layers=%ld activation=%s %s", (long)e->m1,
                          (long)e->m2, eps, alpha, l1, l2, (long)e->layers, activation_names[e->activation], own);
    free(own);
    free(eps);
    free(l1);
    free(l2);
    free(c);
}

static void embedding_clear(embedding *e)
{
    free(e->values);
    fmpq_clear(e->eps);
    fmpq_clear(e->alpha);
    fmpq_clear(e->l1);
    fmpq_clear(e->l2);
    fmpq_clear(e->c);
    fmpq_clear(e->l2min);
    fmpq_clear(e->eta);
    fmpz_clear(e->robust);
}

static void expect_detail(const nw_result *result, const char *name, const fmpq_t expected, const char *values)
{
    fmpq_t detail;
    fmpq_init(detail);
    ct_rational(detail, ct_detail(result, name));
    ct_equal_rational(detail, expected, "detail %s at %s", name, values);
    fmpq_clear(detail);
}

static void expect_parts(const nw_result *result, const embedding *e)
{
    fmpq_t robust;
    fmpq_init(robust);
    fmpq_set_fmpz(robust, e->robust);
    expect_detail(result, "l2", e->l2, e->values);
    expect_detail(result, "l2min", e->l2min, e->values);
    expect_detail(result, "eta", e->eta, e->values);
    expect_detail(result, "Nw", robust, e->values);
    ck_assert_msg(result->feasible == e->feasible, "feasible is %d at %s", result->feasible, e->values);
    ck_assert_int_eq(ct_has_note(result, "infeasible"), !e->feasible);
    fmpq_clear(robust);
}

/* ---- theorem 2 ---- */

START_TEST(theorem2_worked_values)
{
    nw_result *result = ct_evaluate("thm2", "m1=1 m2=1 eps=1e-3 l2=1", NULL);
    ck_assert(fmpq_cmp_si(result->lower, 7775) == 0 && fmpq_cmp_si(result->upper, 7775) == 0);
    ck_assert_str_eq(ct_detail(result, "Nw"), "13778");
    ck_assert_str_eq(ct_detail(result, "U"), "6003");
    ck_assert_int_eq(result->feasible, 0);
    nw_result_free(result);

    result = ct_evaluate("thm2", "m1=1 m2=1 eps=1e-2 l2=1", NULL);
    ck_assert(fmpq_is_zero(result->lower) && ct_has_note(result, "vacuous"));
    ck_assert_str_eq(ct_detail(result, "Nw"), "128");
    ck_assert_str_eq(ct_detail(result, "U"), "603");
    nw_result_free(result);

    result = ct_evaluate("thm2", "m1=1 m2=1 eps=1e-3 l2=497.00798403", NULL);
    ck_assert(fmpq_is_zero(result->lower) && ct_has_note(result, "vacuous"));
    nw_result_free(result);
    ct_card_is("thm2", "m1=3 m2=1 eps=1e-3 l2=497.00798403", "53840652");
}
END_TEST

START_TEST(theorem2_second_computation)
{
    gsl_rng *rng = ct_rng("theorem 2");
    nw_context *context = nw_context_new();
    fmpz_t expected, universal, value;
    fmpq_t detail;
    fmpz_init(expected);
    fmpz_init(universal);
    fmpz_init(value);
    fmpq_init(detail);
    slong positive = 0, vacuous = 0;
    for (int i = 0; i < 150; i++) {
        embedding e;
        embedding_init(&e, rng, false);
        nw_result *result = ct_evaluate("thm2", e.values, context);
        expect_parts(result, &e);
        model_universal(universal, e.eta, 1, e.m2, e.activation);
        fmpq_set_fmpz(detail, universal);
        expect_detail(result, "U", detail, e.values);
        fmpz_mul_si(universal, universal, e.k);
        fmpz_sub(expected, e.robust, universal);
        nw_theorem2_value(value, e.alpha, e.eps, e.k, e.eta, e.m1, e.m2, e.activation, context);
        ct_equal(value, expected, "theorem 2 from plain numbers at %s", e.values);
        positive += fmpz_sgn(expected) > 0;
        vacuous += fmpz_sgn(expected) <= 0;
        ck_assert_int_eq(ct_has_note(result, "vacuous"), fmpz_sgn(expected) <= 0);
        if (fmpz_sgn(expected) < 0)
            fmpz_zero(expected);
        ck_assert(nw_result_is_integer(result));
        ct_equal(fmpq_numref(result->lower), expected, "thm2 %s", e.values);
        nw_result_free(result);
        embedding_clear(&e);
    }
    ck_assert_msg(positive > 10 && vacuous > 10, "%ld positive and %ld vacuous settings", (long)positive,
                  (long)vacuous);
    fmpz_clear(expected);
    fmpz_clear(universal);
    fmpz_clear(value);
    fmpq_clear(detail);
    nw_context_free(context);
    gsl_rng_free(rng);
}
END_TEST

/* ---- theorem 3 ---- */

/* N + floor(sqrt N) U >= Nw, tested as it is written. */
static bool enough(const fmpz_t N, const embedding *e)
{
    fmpz_t root, sum;
    fmpq_t eta;
    fmpz_init(root);
    fmpz_init(sum);
    fmpq_init(eta);
    fmpz_sqrt(root, N);
    fmpq_set(eta, e->eta);
    if (e->norm == NW_INDUCED && !fmpz_is_zero(root))
        fmpq_div_fmpz(eta, eta, root);
    model_universal(sum, eta, 1, e->m2, e->activation);
    fmpz_mul(sum, sum, root);
    fmpz_add(sum, sum, N);
    bool reached = fmpz_cmp(sum, e->robust) >= 0;
    fmpz_clear(root);
    fmpz_clear(sum);
    fmpq_clear(eta);
    return reached;
}

START_TEST(theorem3_least_count)
{
    gsl_rng *rng = ct_rng("theorem 3");
    nw_context *context = nw_context_new();
    fmpz_t N, scan;
    fmpz_init(N);
    fmpz_init(scan);
    slong large = 0, scanned = 0;
    for (int i = 0; i < 250; i++) {
        embedding e;
        embedding_init(&e, rng, true);
        nw_result *result = ct_evaluate("thm3", e.values, context);
        expect_parts(result, &e);
        ck_assert(nw_result_is_integer(result));
        fmpz_set(N, fmpq_numref(result->lower));
        ck_assert_msg(enough(N, &e), "thm3 %s: too small", e.values);
        large += fmpz_cmp_si(N, 3000) > 0;
        if (fmpz_cmp_si(N, 3000) <= 0) {
            for (fmpz_zero(scan); !enough(scan, &e); fmpz_add_ui(scan, scan, 1))
                ;
            ct_equal(N, scan, "thm3 %s by trying every N", e.values);
            scanned += !fmpz_is_zero(scan);
        }
        if (!fmpz_is_zero(N)) {
            fmpz_sub_ui(N, N, 1);
            ck_assert_msg(!enough(N, &e), "thm3 %s: not the least", e.values);
        }
        nw_result_free(result);
        embedding_clear(&e);
    }
    ck_assert_msg(large > 3 && scanned > 50, "%ld large and %ld small settings", (long)large, (long)scanned);
    fmpz_clear(N);
    fmpz_clear(scan);
    nw_context_free(context);
    gsl_rng_free(rng);
}
END_TEST

/* ---- exponents of theorems 2 and 3 ---- */

static void expect_exponent(const char *card, const char *values, slong top, slong bottom)
{
    char *all = nw_format("%s eps=0.01", values);
    nw_result *result = ct_evaluate(card, all, NULL);
    ck_assert_int_eq(result->outcome, NW_PROVED);
    ck_assert_int_eq(result->exponent_kind, top == 0 ? NW_EXPONENT_VACUOUS : NW_EXPONENT);
    fmpq_t expected;
    fmpq_init(expected);
    fmpq_set_si(expected, top, (ulong)bottom);
    ct_equal_rational(result->exponent, expected, "exponent of %s %s", card, values);
    fmpq_clear(expected);
    nw_result_free(result);
    free(all);
}

START_TEST(exponents_of_embedding_methods)
{
    expect_exponent("thm2", "m1=1 m2=1 l2=1", 2, 1);
    expect_exponent("thm2", "m1=3 m2=2 l2=100", 5, 1);
    expect_exponent("thm2", "m1=1 m2=1", 0, 1);
    expect_exponent("thm2", "m1=1 m2=2", 0, 1);
    expect_exponent("thm2", "m1=2 m2=1", 3, 1);
    /* A tie of exponents, y = 1/eps: Nw ~ y^2/8 stands against U ~ 3 l1 y^2/2. */
    expect_exponent("thm2", "m1=1 m2=1 alpha=1 l1=1/13", 2, 1);
    expect_exponent("thm2", "m1=1 m2=1 alpha=1 l1=1/11", 0, 1);
    expect_exponent("thm3", "m1=1 m2=1 l2=1", 2, 1);
    expect_exponent("thm3", "m1=1 m2=3 l2=1", 2, 1);
    expect_exponent("thm3", "m1=3 m2=1 l2=1", 4, 1);
    expect_exponent("thm3", "m1=1 m2=1", 0, 1);
    expect_exponent("thm3", "m1=2 m2=1", 2, 1);
    expect_exponent("thm3", "m1=4 m2=1", 5, 1);
    expect_exponent("thm3", "m1=1 m2=2 l2=1 norm=induced", 2, 3);
    expect_exponent("thm3", "m1=4 m2=1 l2=1 norm=induced", 4, 1);
}
END_TEST

/* log10 of the value at eps = 10^-e; -1 for the value 0. */
static double size_at(const char *card, const char *values, int e, nw_context *context)
{
    char *all = nw_format("%s eps=1e-%d", values, e);
    nw_result *result = ct_evaluate(card, all, context);
    ck_assert_int_eq(result->outcome, NW_PROVED);
    double size = -1;
    if (fmpq_sgn(result->lower) > 0) {
        size = fmpz_dlog(fmpq_numref(result->lower)) / log(10);
        ck_assert(fmpz_is_one(fmpq_denref(result->lower)));
    }
    nw_result_free(result);
    free(all);
    return size;
}

/* The exponent that a result states is the slope that its numbers have, ties of exponents included. */
START_TEST(exponents_are_slopes)
{
    gsl_rng *rng = ct_rng("slopes");
    nw_context *context = nw_context_new();
    slong vacuous = 0;
    for (int i = 0; i < 300; i++) {
        bool third = i % 2 == 0;
        const char *card = third ? "thm3" : "thm2";
        char *l1 = nw_format("1/%ld", (long)ct_between(rng, 1, 200));
        char *l2 = ct_between(rng, 0, 1) == 0 ? nw_copy_text("feasible") : random_factor(rng);
        char *own = third ? nw_format("norm=%s", ct_between(rng, 0, 1) == 0 ? "entrywise" : "induced")
                          : nw_format("k=%ld", (long)ct_between(rng, 1, 3));
        char *values = nw_format("m1=%ld m2=%ld l1=%s l2=%s alpha=1 activation=%s %s", (long)ct_between(rng, 1, 6),
                                 (long)ct_between(rng, 1, 3), l1, l2,
                                 activation_names[ct_between(rng, 0, 1) == 0 ? NW_TANH : NW_CRELU], own);
        char *small = nw_format("%s eps=1e-300", values);
        nw_result *result = ct_evaluate(card, small, context);
        double near = size_at(card, values, 200, context), far = size_at(card, values, 300, context);
        double stated = fmpz_get_d(fmpq_numref(result->exponent)) / fmpz_get_d(fmpq_denref(result->exponent));
        if (result->exponent_kind == NW_EXPONENT_VACUOUS) {
            vacuous++;
            ck_assert_msg(third ? far < 3 : far < 0, "%s %s: vacuous, but %g digits", card, small, far);
        } else {
            double slope = (far - near) / 100;
            ck_assert_int_eq(result->exponent_kind, NW_EXPONENT);
            ck_assert_msg(fabs(slope - stated) < 0.005 * stated, "%s %s: exponent %g, slope %g", card, values, stated,
                          slope);
        }
        nw_result_free(result);
        free(small);
        free(values);
        free(own);
        free(l1);
        free(l2);
    }
    ck_assert_int_gt(vacuous, 20);
    nw_context_free(context);
    gsl_rng_free(rng);
}
END_TEST

/* ---- theorem 4 ---- */

START_TEST(theorem4_constants)
{
    gsl_rng *rng = ct_rng("theorem 4");
    fmpq_t eta;
    fmpz_t expected, value;
    fmpq_init(eta);
    fmpz_init(expected);
    fmpz_init(value);
    static const struct {
        const char *values;
        slong a;
        bool smooth;
        nw_activation activation;
    } forms[] = {
        {"", 4, false, NW_CRELU},
        {" a=4", 4, false, NW_CRELU},
        {" a=3", 3, false, NW_CRELU},
        {" form=constructive", 2, false, NW_CRELU},
        {" form=constructive activation=relu", 2, false, NW_RELU},
        {" activation=tanh", 4, false, NW_TANH},
        {" a=3 activation=tanh", 3, true, NW_TANH},
        {"", 4, true, NW_TANH},
    };
    for (int i = 0; i < 160; i++) {
        size_t f = (size_t)i % (sizeof forms / sizeof forms[0]);
        slong m1 = ct_between(rng, 1, 5), r = forms[f].smooth ? ct_between(rng, 2, 6) : 1;
        ct_small_rational(eta, rng, 12);
        char *eps = nw_rational_text(eta);
        char *values = nw_format("m1=%ld r=%ld eps=%s%s", (long)m1, (long)r, eps, forms[f].values);
        nw_theorem4_value(value, eta, forms[f].a, r, m1, forms[f].activation);
        fmpz_set_si(expected, forms[f].a);
        fmpq_div_fmpz(eta, eta, expected);
        model_universal(expected, eta, r, m1, forms[f].activation);
        ct_equal(value, expected, "theorem 4 from plain numbers at %s", values);
        ct_value(value, "thm4", values);
        ct_equal(value, expected, "thm4 %s", values);
        free(values);
        free(eps);
    }
    /* U(0.001/4; 1, 1) = 3 (4000 + 1) */
    ct_card_is("thm4", "m1=1 eps=1e-3", "12003");
    ct_card_is("thm4", "m1=1 eps=1e-3 form=constructive", "6003");
    fmpq_clear(eta);
    fmpz_clear(expected);
    fmpz_clear(value);
    gsl_rng_free(rng);
}
END_TEST

static void expect_outside(const char *card, const char *values, const char *said)
{
    nw_result *result = ct_evaluate(card, values, NULL);
    ck_assert_msg(result->outcome == NW_OUTSIDE, "%s %s: %s", card, values, nw_outcome_word(result->outcome));
    ck_assert_msg(strncmp(result->reason, card, strlen(card)) == 0 && strstr(result->reason, said) != NULL,
                  "%s %s: '%s' does not say '%s'", card, values, result->reason, said);
    nw_result_free(result);
}

START_TEST(outside_the_theorems)
{
    expect_outside("thm4", "m1=1 eps=0.1 r=2 form=constructive", "--r 2");
    expect_outside("thm4", "m1=1 eps=0.1 form=constructive activation=tanh", "--activation tanh");
    expect_outside("thm4", "m1=1 eps=0.1 form=constructive a=4", "--a 4");
    expect_outside("thm4", "m1=1 eps=0.1 activation=relu", "--activation relu");
    expect_outside("thm4", "m1=1 eps=0.1 activation=logistic", "--activation logistic");
    expect_outside("thm4", "m1=1 eps=0.1 activation=arctan r=2", "--activation arctan");
    expect_outside("thm4", "m1=1 eps=0.1 activation=crelu r=2", "--activation crelu");
    expect_outside("thm5", "m1=1 m2=1 eps=0.1 activation=logistic", "--activation logistic");
    expect_outside("thm5", "m1=1 m2=1 eps=4.5", "--eps 4.5");
    expect_outside("thm5", "m1=1 m2=0 eps=0.1", "--m2 0");
    expect_outside("thm2", "m1=1 m2=0 eps=0.1", "--m2 0");
    expect_outside("thm3", "m1=1 m2=0 eps=0.1", "--m2 0");
    expect_outside("thm2", "m1=1 m2=1 eps=0.1 r=2", "--r 2");
    expect_outside("thm3", "m1=1 m2=1 eps=0.1 r=2", "--r 2");
    expect_outside("thm2", "m1=1 m2=1 eps=0.1 activation=relu", "--activation relu");
    expect_outside("thm2", "m1=1 m2=1 eps=0.1 activation=arctan", "--activation arctan");
    expect_outside("thm3", "m1=1 m2=1 eps=0.1 activation=logistic alpha=1", "--activation logistic");
    nw_result *result = ct_evaluate("thm2", "m1=1 m2=1 eps=0.1 activation=relu alpha=1", NULL);
    ck_assert_int_eq(result->outcome, NW_PROVED);
    nw_result_free(result);
}
END_TEST

/* ---- theorem 5 ---- */

/* B in closed form: with p = c w, a_i = p^(i-1) m1 + p + .. + p^(i-1), and b_{K+1} = p sum_i (2 p)^(K-i) (a_i + 1). */
static void model_amplification(fmpq_t b, slong m1, const fmpq_t c, slong w, slong layers)
{
    fmpq_t p, a, power, term;
    fmpz_t factor;
    fmpq_init(p);
    fmpq_init(a);
    fmpq_init(power);
    fmpq_init(term);
    fmpz_init_set_si(factor, w);
    fmpq_mul_fmpz(p, c, factor);
    fmpq_zero(b);
    for (slong i = 1; i <= layers; i++) {
        fmpq_pow_si(power, p, i - 1);
        fmpz_set_si(factor, m1);
        fmpq_mul_fmpz(a, power, factor);
        for (slong j = 1; j < i; j++) {
            fmpq_pow_si(power, p, j);
            fmpq_add(a, a, power);
        }
        fmpz_one(factor);
        fmpq_add_fmpz(a, a, factor);
        fmpq_mul_2exp(term, p, 1);
        fmpq_pow_si(term, term, layers - i);
        fmpq_mul(term, term, a);
        fmpq_mul(term, term, p);
        fmpq_add(b, b, term);
    }
    fmpq_clear(p);
    fmpq_clear(a);
    fmpq_clear(power);
    fmpq_clear(term);
    fmpz_clear(factor);
}

START_TEST(theorem5_second_computation)
{
    gsl_rng *rng = ct_rng("theorem 5");
    nw_context *context = nw_context_new();
    fmpq_t eps, c, b, eta, expected_exponent;
    fmpz_t primary, expected, four;
    fmpq_init(eps);
    fmpq_init(c);
    fmpq_init(b);
    fmpq_init(eta);
    fmpq_init(expected_exponent);
    fmpz_init(primary);
    fmpz_init(expected);
    fmpz_init_set_ui(four, 4);
    for (int i = 0; i < 200; i++) {
        slong m1 = ct_between(rng, 1, 4), m2 = ct_between(rng, 1, 4), w = ct_between(rng, 1, 5);
        slong layers = ct_between(rng, 2, 6), r = ct_between(rng, 1, 3);
        nw_activation activation = r > 1 || ct_between(rng, 0, 1) == 0 ? NW_TANH : NW_CRELU;
        char *bound = i % 4 == 0 ? nw_format("1/%ld", (long)ct_between(rng, 20, 90)) : random_factor(rng);
        ct_rational(c, bound);
        ct_small_rational(eps, rng, 9);
        if (fmpq_cmp_si(eps, 4) > 0)
            fmpq_inv(eps, eps);
        char *text = nw_rational_text(eps);
        char *values = nw_format("m1=%ld m2=%ld eps=%s w=%ld c=%s layers=%ld r=%ld activation=%s", (long)m1, (long)m2,
                                 text, (long)w, bound, (long)layers, (long)r, activation_names[activation]);
        fmpq_div_fmpz(eta, eps, four);
        model_universal(primary, eta, r, m1, activation);
        model_amplification(b, m1, c, w, layers);
        if (fmpq_cmp_si(b, 1) > 0)
            fmpq_div(eta, eta, b);
        model_universal(expected, eta, r, m2, activation);
        fmpz_add(expected, expected, primary);
        fmpz_mul_si(expected, expected, w);
        nw_result *result = ct_evaluate("thm5", values, context);
        ck_assert(nw_result_is_integer(result));
        ct_equal(fmpq_numref(result->lower), expected, "thm5 %s", values);
        expect_detail(result, "B", b, values);
        expect_detail(result, "eps_P", eta, values);
        slong larger = m1 > m2 ? m1 : m2;
        fmpq_set_si(expected_exponent, activation == NW_TANH ? larger + 1 : larger,
                    activation == NW_TANH ? (ulong)r : 1);
        ct_equal_rational(result->exponent, expected_exponent, "exponent of thm5 %s", values);
        nw_result_free(result);
        free(values);
        free(text);
        free(bound);
    }
    /* m1 = c = w = 1, K = 2: a = 1, 2, 3 and b = 0, 2, 2 * 2 + 2 + 1 = 7: 3 (4 * 7 * 10 + 1) + 3 (4 * 10 + 1). */
    ct_card_is("thm5", "m1=1 m2=1 eps=0.1", "966");
    fmpq_clear(eps);
    fmpq_clear(c);
    fmpq_clear(b);
    fmpq_clear(eta);
    fmpq_clear(expected_exponent);
    fmpz_clear(primary);
    fmpz_clear(expected);
    fmpz_clear(four);
    nw_context_free(context);
    gsl_rng_free(rng);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("theorems");
    TCase *tests = ct_case(suite, "theorem 1");
    tcase_add_test(tests, theorem1_worked_values);
    tcase_add_test(tests, theorem1_second_computation);
    tcase_add_test(tests, distortions_without_a_proof);
    tests = ct_case(suite, "feasibility");
    tcase_add_test(tests, l2_worked_values);
    tcase_add_test(tests, l2_by_trying_every_scale);
    tests = ct_case(suite, "theorem 2");
    tcase_add_test(tests, theorem2_worked_values);
    tcase_add_test(tests, theorem2_second_computation);
    tests = ct_case(suite, "theorem 3");
    tcase_add_test(tests, theorem3_least_count);
    tests = ct_case(suite, "exponents");
    tcase_add_test(tests, exponents_of_embedding_methods);
    tcase_add_test(tests, exponents_are_slopes);
    tests = ct_case(suite, "theorem 4");
    tcase_add_test(tests, theorem4_constants);
    tcase_add_test(tests, outside_the_theorems);
    tests = ct_case(suite, "theorem 5");
    tcase_add_test(tests, theorem5_second_computation);
    return ct_main(suite);
}
