/* The verifier: its curves, splines and centred forms hold for the functions they stand for, in long double; it
 * accepts true certificates of every family, refutes false ones, and refuses what it cannot read. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "base/memory.h"
#include "verify/verify.h"
#include "verify/walk.h"
#include "verify_builder.h"
#include "verify_sparse.h"

static nw_verdict verdict_of(const json_t *document)
{
    nw_verdict verdict;
    nw_error error;
    vb_save(document, vb_file());
    nw_verify_options options = nw_verify_defaults();
    options.most_boxes = 200000;
    if (nw_verify(&verdict, vb_file(), &options, &error) != NW_OK)
        ck_abort_msg("%s", error.message);
    remove(vb_file());
    return verdict;
}

static void expect(const json_t *document, nw_outcome outcome, const char *reason, const char *what)
{
    nw_verdict verdict = verdict_of(document);
    ck_assert_msg(verdict.outcome == outcome && strstr(verdict.reason, reason) != NULL, "%s: outcome %d, %s", what,
                  (int)verdict.outcome, verdict.reason);
}

/* ---- curves ---- */

static long double curve_value(const nw_curve *f, long double t)
{
    switch (f->kind) {
    case NW_CURVE_TANH:
        return tanhl(t);
    case NW_CURVE_LOGISTIC:
        return 1 / (1 + expl(-t));
    case NW_CURVE_ARCTAN:
        return atanl(t);
    case NW_CURVE_CRELU:
        return fminl(fmaxl(t, 0), 1);
    case NW_CURVE_RELU:
        return fmaxl(t, 0);
    case NW_CURVE_ELU:
        return t >= 0 ? t : expm1l(t);
    case NW_CURVE_IDENTITY:
        return t;
    case NW_CURVE_SIN:
        return sinl(t);
    case NW_CURVE_COS:
        return cosl(t);
    case NW_CURVE_EXP:
        return expl(t);
    case NW_CURVE_ABS:
        return fabsl(t);
    case NW_CURVE_RECIPROCAL:
        return 1 / t;
    case NW_CURVE_POWER:
        return powl(t, f->order);
    case NW_CURVE_KINKED:
        break;
    }
    long double sum = 0;
    for (size_t j = 0; j < f->kinked->count; j++)
        sum += arf_get_d(arb_midref(&f->kinked->jump[j]), ARF_RND_NEAR) *
               powl(fmaxl(t - arf_get_d(arb_midref(&f->kinked->knot[j]), ARF_RND_NEAR), 0), f->kinked->degree);
    return sum;
}

/* |f(t) - sum k_i (t - t0)^i| <= rest at sampled t. */
static void check_expansion(const nw_curve *f, double t0, double reach, int degree)
{
    arb_struct k[5];
    arb_t z;
    mag_t width, rest;
    arb_init(z);
    mag_init(width);
    mag_init(rest);
    for (int i = 0; i < 5; i++)
        arb_init(k + i);
    arb_set_d(z, t0);
    mag_set_d(width, reach);
    nw_curve_expand(k, rest, f, z, width, degree, 64);
    double left = mag_get_d(rest);
    for (int s = -20; s <= 20 && isfinite(left); s++) {
        long double step = (long double)reach * s / 20, power = 1, sum = 0, size = 0;
        for (int i = 0; i <= degree; i++, power *= step) {
            double c = arf_get_d(arb_midref(k + i), ARF_RND_NEAR);
            sum += c * power;
            size += fabsl(c * power);
        }
        long double value = curve_value(f, t0 + step);
        ck_assert_msg(fabsl(value - sum) <= left + 1e-14L * (size + fabsl(value) + 1),
                      "kind %d order %d at %a, reach %g, degree %d, step %Lg: %Lg is not %Lg within %g", (int)f->kind,
                      f->order, t0, reach, degree, step, value, sum, left);
    }
    for (int i = 0; i < 5; i++)
        arb_clear(k + i);
    arb_clear(z);
    mag_clear(width);
    mag_clear(rest);
}

START_TEST(curves_hold)
{
    gsl_rng *rng = ct_rng("verify curves");
    for (int round = 0; round < 6000; round++) {
        nw_curve f = {.kind = (nw_curve_kind)(round % NW_CURVE_KINKED)};
        f.order = f.kind == NW_CURVE_POWER ? (int)gsl_rng_uniform_int(rng, 9) : 0;
        double reach = round % 7 == 0 ? 0 : pow(10, -6 + 7 * gsl_rng_uniform(rng));
        check_expansion(&f, 8 * gsl_rng_uniform(rng) - 4, reach, (int)gsl_rng_uniform_int(rng, 5));
    }
    gsl_rng_free(rng);
}
END_TEST

START_TEST(splines_hold)
{
    gsl_rng *rng = ct_rng("verify splines");
    for (int order = 1; order <= 8; order++)
        for (int bump = 0; bump < 2; bump++) {
            nw_kinked spline;
            nw_curve f = {.kind = NW_CURVE_KINKED, .kinked = &spline, .order = order};
            if (bump)
                nw_kinked_bump(&spline, order, 64);
            else
                nw_kinked_step(&spline, order, 64);
            for (int round = 0; round < 400; round++) {
                double t0 = bump ? 2.4 * gsl_rng_uniform(rng) - 1.2 : 1.4 * gsl_rng_uniform(rng) - 0.2;
                if (order <= 4) /* beyond, the sum in double has lost its digits */
                    check_expansion(&f, t0, pow(10, -5 + 5 * gsl_rng_uniform(rng)), (int)gsl_rng_uniform_int(rng, 5));
            }
            /* The sum of truncated powers reaches its constant: 0 or 1. */
            arb_t end, one;
            arb_init(end);
            arb_init(one);
            arb_one(one);
            spline.settles = false;
            nw_kinked_value(end, &spline, one, 64);
            ck_assert_msg(arb_contains_si(end, bump ? 0 : 1) && mag_cmp_2exp_si(arb_radref(end), -30) < 0, "order %d",
                          order);
            /* phi(0) = 1, S(1/2) = 1/2 */
            arb_set_d(one, bump ? 0 : 0.5);
            nw_kinked_value(end, &spline, one, 64);
            arb_mul_si(end, end, bump ? 1 : 2, 64);
            ck_assert_msg(arb_contains_si(end, 1), "order %d", order);
            arb_clear(end);
            arb_clear(one);
            nw_kinked_clear(&spline);
        }
    gsl_rng_free(rng);
}
END_TEST

/* Small reach: what is left out is of the next order. */
START_TEST(rests_shrink)
{
    arb_struct k[5];
    arb_t z;
    mag_t reach, rest;
    arb_init(z);
    mag_init(reach);
    mag_init(rest);
    for (int i = 0; i < 5; i++)
        arb_init(k + i);
    arb_set_d(z, 0.7);
    for (int kind = 0; kind < (int)NW_CURVE_POWER; kind++)
        for (int degree = 1; degree <= 4; degree++) {
            nw_curve f = {.kind = (nw_curve_kind)kind};
            mag_set_d(reach, 1e-3);
            nw_curve_expand(k, rest, &f, z, reach, degree, 64);
            ck_assert_msg(mag_get_d(rest) <= 16 * pow(1e-3, degree + 1), "kind %d", kind);
        }
    for (int i = 0; i < 5; i++)
        arb_clear(k + i);
    arb_clear(z);
    mag_clear(reach);
    mag_clear(rest);
}
END_TEST

/* ---- errors of whole statements ---- */

static const char *const ACTIVATIONS[] = {"tanh", "logistic", "arctan", "crelu", "relu", "elu", "identity"};

/* Networks of sparse layers, piecewise linear and others, and what is made of two of them. */
static json_t *sparse_sample(size_t number, gsl_rng *rng, double slack)
{
    double value[25];
    for (size_t i = 0; i < 25; i++)
        value[i] = 0.6 * gsl_rng_uniform(rng) - 0.3;
    json_t *network, *target = vb_product(rng, 1, 1, 2, 0.5);
    switch (number) {
    case 0:
        network = vs_kuhn(2, 3, value, "relu");
        break;
    case 1:
        network = vs_kuhn(2, 2, value, "crelu");
        break;
    case 2:
        network = vs_mcshane(2, 3, value);
        break;
    case 3:
        network = vs_hypernetwork(rng, 3, 2, false);
        break;
    case 4:
        network = vs_hypernetwork(rng, 2, 3, true);
        break;
    case 5:
        network = vs_embedding(rng, 4, 2);
        break;
    case 6:
    case 7:
    case 8:
        network = vs_random_fed(rng, number == 6 ? "relu" : number == 7 ? "tanh" : "crelu");
        break;
    case 9:
    case 10:
    case 11:
    case 12:
    case 13:
    case 14:
    case 15:
        network = vs_random(rng, 2, 1, (int)number % 4, 5, ACTIVATIONS[number - 9], number % 2 == 0);
        break;
    case 16:
    case 17:
        json_decref(target);
        target = vb_grid(rng, number == 16 ? "bump" : "step", 1, 1, 3, 0.4);
        network = number == 16 ? vs_kuhn(1, 6, value, "relu") : vs_mcshane(1, 7, value);
        break;
    case 18:
        network = vs_composite("embedding", vs_random(rng, 3, 1, 2, 4, "relu", true),
                               vs_random(rng, 1, 2, 1, 4, "tanh", true), NULL);
        break;
    default:
        json_decref(target);
        return NULL;
    }
    return vb_certificate(network, target, NULL, slack, false);
}

/* One certificate of each kind, by number; NULL past the end.  *formula: what an expr means. */
static json_t *sample(size_t number, gsl_rng *rng, const vb_formula **formula, double slack)
{
    *formula = NULL;
    if (number < 7)
        return vb_certificate(vb_network(rng, 1, 1, 1, 9, ACTIVATIONS[number], 5, true),
                              vb_grid(rng, "bump", 1 + (int)number % 3, 1, 5, 0.3), NULL, slack, true);
    number -= 7;
    if (number < 7)
        return vb_certificate(vb_network(rng, 2, 1, 1, 5, ACTIVATIONS[number], 2, number % 2 == 0),
                              vb_grid(rng, number % 2 == 0 ? "step" : "bump", 1 + (int)number % 3, 2, 3, 0.4), NULL,
                              slack, number % 3 != 0);
    number -= 7;
    if (number < 7)
        return vb_certificate(vb_network(rng, 1, 1, 2, 6, ACTIVATIONS[number], 3, true),
                              vb_grid(rng, "step", 1 + (int)number % 3, 1, 3, 0.4), NULL, slack, false);
    number -= 7;
    if (number < vb_formula_count) {
        const vb_formula *f = *formula = &vb_formulas[number];
        return vb_certificate(vb_network(rng, f->m1 + f->m2, 1, 1, 6, "tanh", 2, true), vb_expr(f, 0.7), f, slack,
                              false);
    }
    number -= vb_formula_count;
    switch (number) {
    case 0:
        return vb_certificate(vb_network(rng, 2, 1, 1, 8, "tanh", 2, true), vb_trig(rng, 2, 4, 2, 0.3), NULL, slack,
                              false);
    case 1:
        return vb_certificate(vb_network(rng, 2, 1, 1, 8, "arctan", 2, true), vb_product(rng, 1, 1, 3, 0.5), NULL,
                              slack, false);
    case 2:
        return vb_certificate(vb_network(rng, 2, 1, 1, 6, "tanh", 2, true),
                              vb_with_network("inner", 1, 1, vb_network(rng, 1, 1, 1, 5, "tanh", 2, false), 0.5), NULL,
                              slack, false);
    case 3:
        return vb_certificate(vb_network(rng, 2, 1, 2, 5, "tanh", 2, true),
                              vb_with_network("tanhnet", 2, 0, vb_network(rng, 2, 1, 1, 6, "tanh", 2, false), 0.5),
                              NULL, slack, false);
    case 4:
        return vb_certificate(vb_network(rng, 3, 1, 1, 6, "tanh", 1, true), vb_trig(rng, 3, 3, 1, 0.3), NULL, slack,
                              false);
    case 5:
        return vb_certificate(vb_network(rng, 1, 1, 0, 0, "tanh", 1, true), vb_trig(rng, 1, 3, 2, 0.3), NULL, slack,
                              false);
    case 6:
        return vb_certificate(vb_network(rng, 1, 1, 3, 5, "logistic", 2, true),
                              vb_with_network("tanhnet", 1, 0, vb_network(rng, 1, 1, 2, 4, "tanh", 2, false), 0.5),
                              NULL, slack, false);
    case 7:
        return vb_certificate(vb_network(rng, 4, 1, 1, 4, "tanh", 0.5, true), vb_product(rng, 2, 2, 2, 0.5), NULL,
                              1.2 * slack, false);
    default:
        return sparse_sample(number - 8, rng, slack);
    }
}

/* The form at u against the error at the point. */
static long double form_value(const nw_domain *domain, const nw_centred *form, const double *u)
{
    long double sum = 0;
    for (size_t m = 0; m < domain->count; m++) {
        long double product = arf_get_d(arb_midref(form->c + m), ARF_RND_NEAR);
        for (int a = 0; a < domain->table.axes; a++)
            product *= powl(u[a], domain->table.power[m][a]);
        sum += product;
    }
    return sum;
}

static void check_box(nw_evaluator *evaluator, const nw_statement *stated, const vb_formula *formula, gsl_rng *rng)
{
    double low[4], high[4], centre[4], u[4], x[4];
    double size = pow(10, -3.5 * gsl_rng_uniform(rng));
    for (int a = 0; a < stated->inputs; a++) {
        double one = 2 * gsl_rng_uniform(rng) - 1, other = fmin(fmax(one + size * (gsl_rng_uniform(rng) - 0.5), -1), 1);
        low[a] = fmin(one, other);
        high[a] = fmax(one, other);
    }
    const nw_centred *form = nw_evaluator_box(evaluator, centre, low, high);
    const nw_domain *domain = &evaluator->domain;
    double rest = mag_get_d(form->rest);
    mag_t plain;
    arb_t bound;
    mag_init(plain);
    arb_init(bound);
    nw_centred_size(domain, plain, form);
    nw_centred_sharp(domain, bound, form);
    double sharp = arf_get_d(arb_midref(bound), ARF_RND_UP);
    ck_assert(sharp <= mag_get_d(plain) * (1 + 1e-6) + 1e-12);
    for (int s = 0; s < 12; s++) {
        for (int a = 0; a < stated->inputs; a++) {
            x[a] = s < 4 ? (s >> a & 1 ? high[a] : low[a]) : low[a] + gsl_rng_uniform(rng) * (high[a] - low[a]);
            x[a] = fmin(fmax(x[a], low[a]), high[a]);
            u[a] = domain->half[a] > 0 ? (x[a] - domain->centre[a]) / domain->half[a] : 0;
            ck_assert(fabs(u[a]) <= 1);
        }
        long double value = vb_error(stated, formula, x), model = form_value(domain, form, u);
        ck_assert_msg(fabsl(value - model) <= rest + 1e-13L * (fabsl(value) + fabsl(model) + 1),
                      "error %Lg, form %Lg, rest %g, size %g", value, model, rest, size);
        ck_assert_msg(fabsl(value) <= sharp * (1 + 1e-12) + 1e-13, "error %Lg beyond the bound", value);
    }
    mag_clear(plain);
    arb_clear(bound);
}

START_TEST(forms_hold)
{
    gsl_rng *rng = ct_rng("verify forms");
    const vb_formula *formula;
    json_t *document;
    for (size_t i = 0; (document = sample(i, rng, &formula, 1.05)) != NULL; i++) {
        nw_statement stated;
        vb_read(&stated, document);
        nw_evaluator *evaluator = nw_evaluator_new(&stated, 64);
        arb_t value;
        arb_init(value);
        for (int round = 0; round < 60; round++) {
            double x[4];
            for (int a = 0; a < 4; a++)
                x[a] = 2 * gsl_rng_uniform(rng) - 1;
            nw_evaluator_point(value, evaluator, x);
            long double other = vb_error(&stated, formula, x);
            ck_assert_msg(mag_cmp_2exp_si(arb_radref(value), -40) < 0 &&
                              fabsl(arf_get_d(arb_midref(value), ARF_RND_NEAR) - other) < 1e-14L * (1 + fabsl(other)),
                          "sample %zu: %Lg", i, other);
            check_box(evaluator, &stated, formula, rng);
        }
        arb_clear(value);
        nw_evaluator_free(evaluator);
        nw_statement_clear(&stated);
        json_decref(document);
    }
    gsl_rng_free(rng);
}
END_TEST

/* Two units that bend at the same line, nearly so, or elsewhere, with weights by which the first kinks cancel: nothing
 * else hides what is said of them. */
START_TEST(shared_bends_hold)
{
    static const double scale[] = {1, 2, -1, 2, -2, 1.0625, -0.25, 1}, shift[] = {0, 0, 1, -1, 2, 0, 0.125, 0x1p-23};
    enum { KINDS = sizeof scale / sizeof scale[0], BOXES = 16 };
    gsl_rng *rng = ct_rng("verify bends");
    json_t *document = vb_certificate(vs_random(rng, 2, 1, 1, 2, "relu", true), vb_trig(rng, 2, 1, 1, 0x1p-60), NULL,
                                      1.1, false);
    for (size_t i = 0; i < (size_t)KINDS * KINDS * 4; i++) {
        size_t a = i / 4 % KINDS, b = i / 4 / KINDS;
        double scales[2] = {scale[a], scale[b]}, shifts[2] = {shift[a], shift[b]};
        double weights[2] = {(i % 2 == 0 ? -1 : 1) * scale[b] / scale[a], 1};
        json_object_set_new(document, "network", vs_bends(i % 4 < 2 ? "relu" : "crelu", 2, scales, shifts, weights));
        nw_statement stated;
        vb_read(&stated, document);
        nw_evaluator *evaluator = nw_evaluator_new(&stated, 64);
        for (int round = 0; round < BOXES; round++)
            check_box(evaluator, &stated, NULL, rng);
        nw_evaluator_free(evaluator);
        nw_statement_clear(&stated);
    }
    json_decref(document);
    gsl_rng_free(rng);
}
END_TEST

/* ---- verdicts ---- */

static void set_double(json_t *document, const char *group, const char *key, double value)
{
    json_object_set_new(json_object_get(document, group), key, nw_json_double(value));
    vb_seal(document);
}

static double get_double(const json_t *document, const char *group, const char *key)
{
    double value = 0;
    ck_assert(nw_hex_double(&value, json_string_value(json_object_get(json_object_get(document, group), key))));
    return value;
}

START_TEST(true_claims_are_proven_and_false_ones_refuted)
{
    gsl_rng *rng = ct_rng("verify verdicts");
    const vb_formula *formula;
    json_t *document;
    for (size_t i = 0; (document = sample(i, rng, &formula, 1.03)) != NULL; i++) {
        char what[32];
        snprintf(what, sizeof what, "sample %zu", i);
        double lower = get_double(document, "claim", "lower"), upper = get_double(document, "claim", "upper");
        expect(document, NW_PROVED, "", what);
        set_double(document, "claim", "upper", lower * 1.0000001);
        json_object_set_new(json_object_get(document, "claim"), "lower", nw_json_double(lower * 0.5));
        set_double(document, "claim", "upper", lower * 0.98);
        expect(document, NW_REFUTED, "|N - y| >", what);
        set_double(document, "claim", "upper", upper);
        set_double(document, "claim", "lower", lower * 1.0001);
        expect(document, NW_REFUTED, "at the witness", what);
        json_decref(document);
    }
    gsl_rng_free(rng);
}
END_TEST

/* N = relu(x) + relu(-x) = |x| against a hat: at a point equality is decided, over boxes 2^-25 more. */
START_TEST(exact_values_are_decided)
{
    gsl_rng *rng = ct_rng("verify exact");
    json_t *document = vb_certificate(vb_network(rng, 1, 1, 1, 2, "relu", 1, false), vb_grid(rng, "bump", 1, 1, 1, 1),
                                      NULL, 1.1, false);
    json_t *layers = json_object_get(json_object_get(document, "network"), "layers");
    double slopes[2] = {1, -1}, zeros[2] = {0, 0}, outer[2] = {1, 1}, ends[1] = {1}, zero[1] = {0};
    json_object_set_new(json_array_get(layers, 0), "weights", nw_json_doubles(slopes, 2));
    json_object_set_new(json_array_get(layers, 0), "biases", nw_json_doubles(zeros, 2));
    json_object_set_new(json_array_get(layers, 1), "weights", nw_json_doubles(outer, 2));
    json_t *target = json_object_get(json_object_get(document, "target"), "definition");
    json_t *claim = json_object_get(document, "claim");
    /* |x| - (1 - |x|) = 2|x| - 1 or, with the sign -, 1. */
    json_object_set_new(target, "signs", json_string("+"));
    json_object_set_new(claim, "witness", nw_json_doubles(ends, 1));
    set_double(document, "claim", "lower", 1);
    set_double(document, "claim", "upper", 1 + 0x1p-25);
    expect(document, NW_PROVED, "", "2|x| - 1");
    set_double(document, "claim", "upper", 1 - 0x1p-53);
    expect(document, NW_REFUTED, "above the upper", "lower above upper");
    set_double(document, "claim", "lower", 1 + 0x1p-52);
    set_double(document, "claim", "upper", 2);
    expect(document, NW_REFUTED, "at the witness", "lower one step too high");
    set_double(document, "claim", "lower", 0.5);
    set_double(document, "claim", "upper", 1 - 0x1p-53);
    expect(document, NW_REFUTED, "|N - y| >", "one step too low");
    json_object_set_new(target, "signs", json_string("-"));
    json_object_set_new(claim, "witness", nw_json_doubles(zero, 1));
    set_double(document, "claim", "lower", 1);
    set_double(document, "claim", "upper", 1 + 0x1p-25);
    expect(document, NW_PROVED, "", "|x| + (1 - |x|)");
    /* 1 - |x| - (1 - |x|): 0 everywhere, and a size is never below 0. */
    double inner[2] = {-1, -1}, unit[1] = {1};
    json_object_set_new(target, "signs", json_string("+"));
    json_object_set_new(json_array_get(layers, 1), "weights", nw_json_doubles(inner, 2));
    json_object_set_new(json_array_get(layers, 1), "biases", nw_json_doubles(unit, 1));
    json_object_set_new(json_object_get(document, "network"), "output_bias", json_true());
    json_object_set_new(json_object_get(document, "network"), "parameters", json_integer(7));
    set_double(document, "claim", "lower", 0);
    set_double(document, "claim", "upper", 0x1p-60);
    expect(document, NW_PROVED, "", "0");
    json_decref(document);
    gsl_rng_free(rng);
}
END_TEST

/* (tanh(x + h) - tanh(x))/h with h = 2^-60, nearly 1 - tanh(x)^2: 64 bits leave four of them. */
START_TEST(cancellation_gets_more_bits)
{
    gsl_rng *rng = ct_rng("verify cancellation");
    json_t *document =
        vb_certificate(vb_network(rng, 1, 1, 1, 2, "tanh", 1, false), vb_trig(rng, 1, 1, 1, 0x1p-70), NULL, 1.1, false);
    json_t *layers = json_object_get(json_object_get(document, "network"), "layers");
    double slopes[2] = {1, 1}, biases[2] = {0x1p-60, 0}, outer[2] = {0x1p60, -0x1p60}, middle[1] = {0};
    json_object_set_new(json_array_get(layers, 0), "weights", nw_json_doubles(slopes, 2));
    json_object_set_new(json_array_get(layers, 0), "biases", nw_json_doubles(biases, 2));
    json_object_set_new(json_array_get(layers, 1), "weights", nw_json_doubles(outer, 2));
    json_object_set_new(json_object_get(document, "claim"), "witness", nw_json_doubles(middle, 1));
    set_double(document, "claim", "lower", 1 - 0x1p-30);
    set_double(document, "claim", "upper", 1 + 0x1p-30);
    expect(document, NW_PROVED, "", "1 at the middle");
    set_double(document, "claim", "lower", 1 + 0x1p-50);
    expect(document, NW_REFUTED, "at the witness", "not more than 1");
    set_double(document, "claim", "lower", 0.9);
    set_double(document, "claim", "upper", 1 - 0x1p-30);
    expect(document, NW_REFUTED, "|N - y| >", "more than that");
    json_decref(document);
    gsl_rng_free(rng);
}
END_TEST

static json_t *small_certificate(int inputs, bool cuts)
{
    gsl_rng *rng = ct_rng("verify small");
    json_t *document = vb_certificate(vb_network(rng, inputs, 1, 1, 4, "tanh", 2, true),
                                      vb_grid(rng, "bump", 1, inputs, 3, 0.3), NULL, 1.1, cuts);
    gsl_rng_free(rng);
    return document;
}

static void set_tree(json_t *document, long boxes, const char *symbols)
{
    json_t *tree = json_object_get(document, "tree");
    json_object_set_new(tree, "boxes", json_integer(boxes));
    json_object_set_new(tree, "symbols", json_string(symbols));
    vb_seal(document);
}

START_TEST(trees_must_fit)
{
    json_t *document = small_certificate(1, false);
    set_tree(document, 3, "gA=="); /* 1 0 0 */
    expect(document, NW_PROVED, "", "one division");
    ck_assert_uint_eq(verdict_of(document).leaves, 2);
    set_tree(document, 7, "yA=="); /* 1 1 0 0 1 0 0 */
    expect(document, NW_PROVED, "", "three divisions");
    ck_assert_uint_eq(verdict_of(document).leaves, 4);
    set_tree(document, 2, "gA==");
    expect(document, NW_REFUTED, "the tree ends", "an open node");
    set_tree(document, 4, "gA==");
    expect(document, NW_REFUTED, "the tree goes on", "a second tree");
    set_tree(document, 3, "gQ==");
    expect(document, NW_REFUTED, "the tree has bits", "padding");
    set_tree(document, 3, "gAA=");
    expect(document, NW_REFUTED, "the tree has 3 boxes", "a byte too many");
    set_tree(document, 9, "gA==");
    expect(document, NW_REFUTED, "the tree has 9 boxes", "a byte too few");
    set_tree(document, 0x7FFFFFFFFFFFFFFF, "gA==");
    expect(document, NW_REFUTED, "the tree has", "a huge number");
    json_decref(document);
    document = small_certificate(1, true);
    set_tree(document, 2, "AA==");
    expect(document, NW_REFUTED, "the tree has fewer boxes than cells", "cells");
    set_tree(document, 3, "AA==");
    expect(document, NW_PROVED, "", "three cells");
    json_decref(document);
    document = small_certificate(2, false);
    set_tree(document, 5, "YAA="); /* 1: 2: 0 0, 0 */
    expect(document, NW_PROVED, "", "two axes");
    set_tree(document, 1, "wA==");
    expect(document, NW_REFUTED, "no axis", "symbol 3");
    json_decref(document);
}
END_TEST

START_TEST(claims_must_make_sense)
{
    json_t *document = small_certificate(1, true), *claim = json_object_get(document, "claim");
    double outside[1] = {1 + 0x1p-52};
    expect(document, NW_PROVED, "", "unchanged");
    json_object_set_new(claim, "witness", nw_json_doubles(outside, 1));
    vb_seal(document);
    expect(document, NW_REFUTED, "outside the box", "witness");
    json_decref(document);
    document = small_certificate(1, true);
    json_object_set_new(document, "checksum", json_string("crc32:00000000"));
    expect(document, NW_REFUTED, "the checksum does not fit", "checksum");
    json_object_del(document, "checksum");
    expect(document, NW_REFUTED, "the checksum is missing", "checksum");
    nw_verify_options options = nw_verify_defaults();
    nw_verdict verdict;
    options.ignore_checksum = true;
    vb_save(document, vb_file());
    ck_assert(nw_verify(&verdict, vb_file(), &options, NULL) == NW_OK && verdict.outcome == NW_PROVED);
    options.most_boxes = 2;
    ck_assert(nw_verify(&verdict, vb_file(), &options, NULL) == NW_OK && verdict.outcome == NW_UNKNOWN);
    ck_assert(strstr(verdict.reason, "budget") != NULL);
    volatile bool stop = true;
    options = (nw_verify_options){.ignore_checksum = true, .precision = 64, .most_boxes = 100, .stop = &stop};
    ck_assert(nw_verify(&verdict, vb_file(), &options, NULL) == NW_OK && verdict.outcome == NW_UNKNOWN);
    remove(vb_file());
    json_decref(document);
}
END_TEST

/* ---- what cannot be read ---- */

static void unreadable(const json_t *document, const char *what)
{
    nw_verdict verdict;
    nw_error error;
    vb_save(document, vb_file());
    nw_verify_options options = nw_verify_defaults();
    options.ignore_checksum = true;
    nw_status status = nw_verify(&verdict, vb_file(), &options, &error);
    ck_assert_msg(status == NW_BAD_INPUT && strchr(error.message, '\n') == NULL, "%s", what);
    remove(vb_file());
}

/* Every member of every object: gone, of another type, or beside an unknown one. */
static void spoil_members(json_t *document, json_t *part, const char *path)
{
    if (json_is_object(part)) {
        const char *keys[32], *key;
        json_t *value;
        size_t count = 0;
        json_object_set_new(part, "unheard of", json_true());
        unreadable(document, path);
        json_object_del(part, "unheard of");
        json_object_foreach(part, key, value) keys[count++] = nw_copy_text(key);
        for (size_t i = 0; i < count; i++) {
            char *below = nw_format("%s.%s", path, keys[i]);
            value = json_incref(json_object_get(part, keys[i]));
            /* The checksum is not looked at here, and the word is for people. */
            if (strcmp(keys[i], "checksum") != 0) {
                json_object_del(part, keys[i]);
                if (strcmp(keys[i], "domain") != 0) /* the whole cube then */
                    unreadable(document, below);
                json_object_set_new(part, keys[i], json_real(0.5));
                unreadable(document, below);
                json_object_set_new(part, keys[i], json_string("0x1p+nonsense"));
                if (strcmp(keys[i], "word") != 0)
                    unreadable(document, below);
                json_object_set(part, keys[i], value);
            }
            spoil_members(document, value, below);
            json_decref(value);
            free(below);
            free((char *)keys[i]);
        }
    } else if (json_is_array(part) && json_array_size(part) > 0) {
        json_t *first = json_incref(json_array_get(part, 0));
        /* A list of cuts or terms may be shorter. */
        if (strstr(path, "cuts[") == NULL && strcmp(path, "document.target.definition.terms") != 0) {
            json_array_remove(part, 0);
            unreadable(document, path);
            json_array_insert(part, 0, first);
        }
        json_array_set_new(part, 0, json_string("nan"));
        unreadable(document, path);
        json_array_set_new(part, 0, json_string("inf"));
        unreadable(document, path);
        json_array_set_new(part, 0, json_null());
        unreadable(document, path);
        json_array_set(part, 0, first);
        char *below = nw_format("%s[0]", path);
        spoil_members(document, first, below);
        free(below);
        json_decref(first);
    }
}

/* The whole cube, said in so many words. */
static json_t *with_domain(json_t *document)
{
    const double low[2] = {-1, -1}, high[2] = {1, 1};
    json_t *domain = json_object();
    nw_json_put(domain, "low", nw_json_doubles(low, 2));
    nw_json_put(domain, "high", nw_json_doubles(high, 2));
    nw_json_put(document, "domain", domain);
    vb_seal(document);
    return document;
}

static void set_ends(json_t *document, double low, double high)
{
    const double lows[2] = {-1, low}, highs[2] = {1, high};
    json_t *domain = json_object();
    json_object_set_new(domain, "low", nw_json_doubles(lows, 2));
    json_object_set_new(domain, "high", nw_json_doubles(highs, 2));
    json_object_set_new(document, "domain", domain);
}

/* The claim follows the domain: a bound that holds on a part of the cube, or at one task, and not on all of it. */
START_TEST(domains_count)
{
    static const char *const forms[] = {"plain", "embedding", "hypernetwork"};
    gsl_rng *rng = ct_rng("verify domains");
    for (size_t i = 0; i < 9; i++) {
        json_t *document = vb_certificate(vb_composite(rng, forms[i % 3], 1, ACTIVATIONS[i % 6]),
                                          vb_product(rng, 1, 1, 2, 0.5), NULL, 1.02, false);
        json_t *claim = json_object_get(document, "claim");
        double whole = get_double(document, "claim", "upper"), place = 2 * gsl_rng_uniform(rng) - 1;
        for (int kind = 0; kind < 2; kind++) {
            double low = kind == 0 ? place : -0.25, high = kind == 0 ? place : 0.25, where[NW_VERIFY_AXES];
            nw_statement stated;
            set_ends(document, low, high);
            vb_read(&stated, document);
            double sup = (double)vb_sup(where, &stated, NULL, 4000);
            nw_statement_clear(&stated);
            json_object_set_new(claim, "witness", nw_json_doubles(where, 2));
            set_double(document, "claim", "lower", sup * (1 - 1e-9));
            set_double(document, "claim", "upper", sup * 1.02);
            vb_seal(document);
            expect(document, NW_PROVED, "", forms[i % 3]);
            set_double(document, "claim", "upper", sup * (1 - 1e-6));
            set_double(document, "claim", "lower", 0);
            vb_seal(document);
            expect(document, NW_REFUTED, "|N - y| > ", forms[i % 3]);
            /* A witness beside the place. */
            where[1] = kind == 0 ? nextafter(place, 2) : 0.26;
            set_double(document, "claim", "upper", whole);
            json_object_set_new(claim, "witness", nw_json_doubles(where, 2));
            vb_seal(document);
            expect(document, NW_REFUTED, "outside", forms[i % 3]);
        }
        set_ends(document, 0.5, 0.25);
        unreadable(document, "a domain upside down");
        set_ends(document, 0, 1.0625);
        unreadable(document, "a domain beyond the cube");
        set_ends(document, -2, 0);
        unreadable(document, "a domain beyond the cube");
        json_decref(document);
    }
    gsl_rng_free(rng);
}
END_TEST

/* Sizes that do not fit, and both kinds at once. */
START_TEST(composites_must_fit)
{
    gsl_rng *rng = ct_rng("verify composites");
    json_t *embedding = vb_certificate(vb_composite(rng, "embedding", 1, "tanh"), vb_product(rng, 1, 1, 2, 0.5), NULL,
                                       1.1, false);
    json_t *hyper = vb_certificate(vb_composite(rng, "hypernetwork", 1, "tanh"), vb_product(rng, 1, 1, 2, 0.5), NULL,
                                   1.1, false);
    json_t *e = json_object_get(embedding, "composite"), *h = json_object_get(hyper, "composite");
    json_object_set_new(embedding, "network", vb_network(rng, 2, 1, 1, 3, "tanh", 2, true));
    unreadable(embedding, "a network beside a composite");
    json_object_del(embedding, "network");
    json_t *task = json_incref(json_object_get(e, "task"));
    json_object_set_new(e, "task", vb_network(rng, 1, 3, 1, 3, "tanh", 1, true));
    unreadable(embedding, "an output of e too many");
    json_object_set_new(e, "task", vb_network(rng, 2, 2, 1, 3, "tanh", 1, true));
    unreadable(embedding, "an input of e too many");
    json_object_set(e, "task", task);
    json_object_set_new(e, "form", json_string("plain"));
    unreadable(embedding, "a task of a plain one");
    json_object_set_new(e, "form", json_string("hypernetwork"));
    unreadable(embedding, "numbers in a shape");
    json_object_set_new(h, "task", vb_network(rng, 1, 9, 1, 3, "tanh", 1, true));
    unreadable(hyper, "a parameter too few");
    json_object_set_new(h, "form", json_string("embedding"));
    unreadable(hyper, "a shape without numbers");
    json_decref(task);
    json_decref(embedding);
    json_decref(hyper);
    gsl_rng_free(rng);
}
END_TEST

static json_t *layer_of(json_t *network, size_t k)
{
    return json_array_get(json_object_get(network, "layers"), k);
}

/* Puts an integer into an array of a layer and back again. */
static void spoil_integer(json_t *document, json_t *array, size_t at, json_int_t value, const char *what)
{
    json_t *old = json_incref(json_array_get(array, at));
    json_array_set_new(array, at, json_integer(value));
    unreadable(document, what);
    json_array_set(array, at, old);
    json_decref(old);
}

START_TEST(connections_must_be_in_order)
{
    gsl_rng *rng = ct_rng("verify connections");
    json_t *document =
        vb_certificate(vs_mcshane(1, 3, (const double[]){0, 0.1, 0}), vb_trig(rng, 1, 2, 1, 0.3), NULL, 1.2, false);
    json_t *network = json_object_get(document, "network"), *layer = layer_of(network, 0);
    json_t *first = json_object_get(layer, "first"), *sources = json_object_get(layer, "sources");
    expect(document, NW_PROVED, "", "a sparse network");
    spoil_integer(document, first, 0, 1, "first does not begin with 0");
    spoil_integer(document, first, 1, -1, "first is negative");
    spoil_integer(document, first, 1, 5, "first falls");
    spoil_integer(document, first, 6, 11, "first ends too early");
    spoil_integer(document, first, 6, 13, "first ends too late");
    spoil_integer(document, sources, 0, 1, "a source twice");
    spoil_integer(document, sources, 1, 0, "a source twice");
    spoil_integer(document, sources, 1, 2, "a source beyond the constant");
    spoil_integer(document, sources, 1, -1, "a source below 0");
    spoil_integer(document, sources, 1, (json_int_t)1 << 32, "a source beyond 32 bits");
    json_object_set_new(layer, "biases", json_array());
    unreadable(document, "biases of a sparse layer");
    json_object_del(layer, "biases");
    json_object_set_new(network, "output_bias", json_false());
    unreadable(document, "an output bias that is denied");
    json_object_set_new(network, "output_bias", json_true());
    expect(document, NW_PROVED, "", "put together again");
    json_decref(document);
    gsl_rng_free(rng);
}
END_TEST

START_TEST(fed_parameters_must_fit)
{
    gsl_rng *rng = ct_rng("verify fed");
    json_t *document =
        vb_certificate(vs_hypernetwork(rng, 2, 2, false), vb_product(rng, 1, 1, 2, 0.5), NULL, 1.1, false);
    json_t *composite = json_object_get(document, "composite"), *fed = json_object_get(composite, "fed");
    json_t *primary = json_object_get(composite, "primary");
    json_int_t last = json_integer_value(json_object_get(primary, "parameters")) - 1;
    spoil_integer(document, fed, 0, last - 1, "a number twice");
    spoil_integer(document, fed, 2, last + 1, "no parameter of g");
    spoil_integer(document, fed, 0, -1, "a negative number");
    spoil_integer(document, fed, 0, 0, "a parameter that is not 0");
    json_object_set_new(composite, "form", json_string("embedding"));
    unreadable(document, "fed in an embedding");
    json_object_set_new(composite, "form", json_string("hypernetwork"));
    json_t *weights = json_object_get(layer_of(primary, 2), "weights");
    json_array_set_new(weights, 0, nw_json_double(0.25));
    unreadable(document, "a weight in place of a fed one");
    json_array_set_new(weights, 0, nw_json_double(0));
    expect(document, NW_PROVED, "", "put together again");
    json_decref(document);
    gsl_rng_free(rng);
}
END_TEST

/* A layer between without biases: dense, it lists none; in a shape it says so. */
START_TEST(layers_may_have_no_biases)
{
    gsl_rng *rng = ct_rng("verify no biases");
    json_t *document = vb_certificate(vb_network(rng, 1, 1, 2, 3, "relu", 2, true), vb_trig(rng, 1, 2, 1, 0.3), NULL,
                                      1.2, false);
    json_t *network = json_object_get(document, "network");
    json_object_del(layer_of(network, 1), "biases");
    unreadable(document, "three parameters fewer");
    json_object_set_new(network, "parameters", json_integer(19));
    vb_seal(document);
    nw_statement stated;
    vb_read(&stated, document);
    ck_assert_uint_eq(nw_plain_network_parameters(&stated.network), 19);
    ck_assert(!nw_plain_row(&stated.network, 1, 0).biased && nw_plain_row(&stated.network, 2, 0).biased);
    ck_assert_uint_eq(nw_plain_row(&stated.network, 2, 0).bias_parameter, 18);
    nw_statement_clear(&stated);
    json_decref(document);
    document = vb_certificate(vb_composite(rng, "hypernetwork", 2, "relu"), vb_product(rng, 1, 1, 2, 0.5), NULL, 1.1,
                              false);
    json_t *g = json_object_get(json_object_get(document, "composite"), "primary");
    json_object_set_new(layer_of(g, 0), "biases", json_true());
    unreadable(document, "biases that a shape need not name");
    json_object_set_new(layer_of(g, 0), "biases", json_false());
    unreadable(document, "three parameters fewer");
    json_decref(document);
    gsl_rng_free(rng);
}
END_TEST

START_TEST(every_member_is_needed)
{
    gsl_rng *rng = ct_rng("verify members");
    json_t *documents[] = {
        small_certificate(1, true),
        vb_certificate(vb_network(rng, 2, 1, 1, 3, "tanh", 2, true), vb_product(rng, 1, 1, 2, 0.5), NULL, 1.1, false),
        vb_certificate(vb_network(rng, 1, 1, 1, 3, "tanh", 2, true),
                       vb_with_network("tanhnet", 1, 0, vb_network(rng, 1, 1, 1, 3, "tanh", 2, false), 0.5), NULL, 1.1,
                       false),
        with_domain(vb_certificate(vb_composite(rng, "embedding", 1, "tanh"), vb_product(rng, 1, 1, 2, 0.5), NULL, 1.1,
                                   false)),
        with_domain(vb_certificate(vb_composite(rng, "hypernetwork", 1, "tanh"), vb_product(rng, 1, 1, 2, 0.5), NULL,
                                   1.1, false)),
        vb_certificate(vb_composite(rng, "plain", 1, "tanh"), vb_product(rng, 1, 1, 2, 0.5), NULL, 1.1, false),
        vb_certificate(vs_random(rng, 2, 1, 2, 3, "relu", true), vb_product(rng, 1, 1, 2, 0.5), NULL, 1.1, false),
        with_domain(vb_certificate(vs_hypernetwork(rng, 2, 2, true), vb_product(rng, 1, 1, 2, 0.5), NULL, 1.1, false)),
    };
    for (size_t i = 0; i < sizeof documents / sizeof documents[0]; i++) {
        spoil_members(documents[i], documents[i], "document");
        expect(documents[i], NW_PROVED, "", "put together again");
        json_decref(documents[i]);
    }
    json_t *waves =
        vb_certificate(vb_network(rng, 2, 1, 1, 3, "tanh", 2, true), vb_trig(rng, 2, 2, 1, 0.5), NULL, 1.1, false);
    json_t *term =
        json_array_get(json_object_get(json_object_get(json_object_get(waves, "target"), "definition"), "terms"), 0);
    json_array_set_new(json_object_get(term, "frequency"), 0, json_real(1.5));
    unreadable(waves, "a frequency that is no integer");
    json_decref(waves);
    gsl_rng_free(rng);
}
END_TEST

START_TEST(cuts_must_rise)
{
    static const char *const bad[] = {"-0x1p+0", "0x1p+0", "0x1p+1", "0x1.8p-1", "-0x1p-1"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        json_t *document = small_certificate(1, true);
        json_t *cuts = json_array_get(json_object_get(json_object_get(document, "tree"), "cuts"), 0);
        ck_assert_uint_eq(json_array_size(cuts), 2);
        json_array_set_new(cuts, i < 4 ? 0 : 1, json_string(bad[i]));
        unreadable(document, bad[i]);
        json_decref(document);
    }
}
END_TEST

START_TEST(truncated_files_are_refused)
{
    json_t *document = small_certificate(1, true);
    char *text = json_dumps(document, JSON_COMPACT);
    nw_verify_options options = nw_verify_defaults();
    for (size_t length = 0; length < strlen(text); length++) {
        nw_verdict verdict;
        nw_error error;
        FILE *stream = fopen(vb_file(), "wb");
        ck_assert(stream != NULL);
        ck_assert_uint_eq(fwrite(text, 1, length, stream), length);
        fclose(stream);
        ck_assert_msg(nw_verify(&verdict, vb_file(), &options, &error) == NW_BAD_INPUT, "%zu bytes", length);
    }
    remove(vb_file());
    free(text);
    json_decref(document);
}
END_TEST

START_TEST(base64_is_strict)
{
    static const struct {
        const char *text;
        int count; /* -1: refused */
    } cases[] = {{"", 0},      {"AAAA", 3},  {"AAA=", 2},  {"AA==", 1},  {"A===", -1},     {"AAA", -1}, {"AAB=", -1},
                 {"AB==", -1}, {"AA-A", -1}, {"A=AA", -1}, {"====", -1}, {"AAAA====", -1}, {" AAA", -1}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        unsigned char *bytes;
        size_t count;
        bool good = nw_base64_decode(&bytes, &count, cases[i].text);
        ck_assert_msg(good == (cases[i].count >= 0) && (!good || (int)count == cases[i].count), "'%s'", cases[i].text);
        free(bytes);
    }
    unsigned char *bytes;
    size_t count;
    ck_assert(nw_base64_decode(&bytes, &count, "bndpZHRo+/8=") && count == 8);
    ck_assert(memcmp(bytes, "nwidth\xfb\xff", 8) == 0);
    free(bytes);
}
END_TEST

START_TEST(formulas_are_read_strictly)
{
    static const char *const bad[] = {"",        "x1 +",      "(x1",       "x1)",   "x1^x1",  "x1^2^3",      "x1^65",
                                      "x1^0.5",  "x0",        "x5",        "I2",    "sin x1", "min(x1)",     "max(x1,)",
                                      "foo(1)",  "1e",        "1..2",      "x1 x1", "2pi",    "sin(x1",      "abs()",
                                      "x1^1e2",  "x1^(2",     "pi1",       "x",     "x1 $ 2", "1e999999999", "x1^-",
                                      "sin2(1)", "1e1000005", "1e-1000000"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        nw_formula *formula;
        nw_error error;
        ck_assert_msg(nw_formula_read(&formula, bad[i], 1, 1, "formula", &error) == NW_BAD_INPUT, "%s", bad[i]);
    }
    static const struct {
        const char *text;
        double value; /* at x1 = 0.5, I1 = -0.25 */
    } good[] = {{"-x1^2", -0.25},
                {"2*x1-I1*4/2", 1.5},
                {"x1^-1", 2},
                {"x1 ^ ( -2 )", 4},
                {"--x1", 0.5},
                {"1.5e1+.5e+1-2.E-0", 18},
                {"min(x1,I1)*max(x1,I1)", -0.125},
                {"abs(I1)^0", 1},
                {"2/4/2", 0.25},
                {"x1-I1-1", -0.25},
                {"\tx01", 0.5},
                {"+x1*-2", -1}};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        nw_formula *formula;
        nw_error error;
        nw_domain domain;
        nw_domain_init(&domain, 2, 64);
        domain.centre[0] = 0.5;
        domain.centre[1] = -0.25;
        ck_assert_msg(nw_formula_read(&formula, good[i].text, 1, 1, "formula", &error) == NW_OK, "%s", good[i].text);
        nw_centred *form = nw_centred_take(&domain);
        nw_formula_form(formula, &domain, form);
        arb_add_error_mag(form->c, form->rest);
        arb_t expected;
        arb_init(expected);
        arb_set_d(expected, good[i].value);
        ck_assert_msg(arb_contains(form->c, expected) && mag_cmp_2exp_si(arb_radref(form->c), -50) < 0, "%s",
                      good[i].text);
        arb_clear(expected);
        nw_formula_free(formula);
        nw_domain_clear(&domain);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("verify");
    TCase *tests = ct_case(suite, "enclosures");
    tcase_add_test(tests, curves_hold);
    tcase_add_test(tests, splines_hold);
    tcase_add_test(tests, rests_shrink);
    tcase_add_test(tests, forms_hold);
    tcase_add_test(tests, shared_bends_hold);
    tests = ct_case(suite, "verdicts");
    tcase_add_test(tests, true_claims_are_proven_and_false_ones_refuted);
    tcase_add_test(tests, exact_values_are_decided);
    tcase_add_test(tests, cancellation_gets_more_bits);
    tcase_add_test(tests, trees_must_fit);
    tcase_add_test(tests, claims_must_make_sense);
    tests = ct_case(suite, "reading");
    tcase_add_test(tests, every_member_is_needed);
    tcase_add_test(tests, domains_count);
    tcase_add_test(tests, composites_must_fit);
    tcase_add_test(tests, connections_must_be_in_order);
    tcase_add_test(tests, fed_parameters_must_fit);
    tcase_add_test(tests, layers_may_have_no_biases);
    tcase_add_test(tests, cuts_must_rise);
    tcase_add_test(tests, truncated_files_are_refused);
    tcase_add_test(tests, base64_is_strict);
    tcase_add_test(tests, formulas_are_read_strictly);
    return ct_main(suite);
}
