/* Witnesses: their constants, dimensions and scales against exact rationals and MPFR. */
#include "witness.h"

#include <stdlib.h>
#include <string.h>

#include "check_common.h"
#include "check_model.h"
#include "rational.h"

static const nw_witness *library_witness(model_witness witness)
{
    const nw_witness *found = nw_witness_at((size_t)witness);
    ck_assert_ptr_nonnull(found);
    ck_assert_str_eq(found->name, model_name(witness));
    return found;
}

START_TEST(catalogue_of_witnesses)
{
    int served = 0;
    for (int w = 0; w < MODEL_WITNESSES; w++) {
        const nw_witness *witness = library_witness((model_witness)w);
        bool lattice = model_distance((model_witness)w) != 0;
        ck_assert_int_eq(witness->distance, model_distance((model_witness)w));
        ck_assert_int_eq(witness->sign_patterns, w == MODEL_SMOOTHSTEP || lattice);
        ck_assert_int_eq(witness->holds_constants, !lattice);
        ck_assert((witness->distance != 0) + (witness->polynomial != NULL) + (witness->integer != NULL) == 1);
        ck_assert(strlen(witness->definition) > 10 && strlen(witness->proof) > 40);
        for (slong r = 1; r <= 5; r++)
            for (slong n = 1; n <= 40; n++)
                served += nw_witness_serves(witness, r, n) != model_serves((model_witness)w, r, n, NW_DIMENSION);
    }
    ck_assert_int_eq(served, 0);
    ck_assert_ptr_null(nw_witness_at(MODEL_WITNESSES));
}
END_TEST

/* C(M) contains the exact number, and is exact where the coefficients are. */
START_TEST(rational_constants)
{
    nw_context *context = nw_context_new();
    arb_t value;
    fmpq_t exact;
    fmpz_t scale;
    int rounded = 0, wrong = 0;
    arb_init(value);
    fmpq_init(exact);
    fmpz_init(scale);
    for (int w = 0; w < MODEL_WITNESSES; w++)
        for (slong r = 1; r <= (w == MODEL_SMOOTHSTEP ? 3 : 6); r++)
            for (slong n = 1; n <= 7; n++)
                for (slong m = 0; m <= (w == MODEL_POLYNOMIAL ? 2 * r : 40); m = 2 * m + 1) {
                    model_witness witness = (model_witness)w;
                    if (!model_is_rational(witness, r) || !model_serves(witness, r, n, NW_DIMENSION))
                        continue;
                    fmpz_set_si(scale, m);
                    model_constant_exact(exact, witness, scale, r, n);
                    nw_witness_constant_at(value, library_witness(witness), scale, r, n, context, 200);
                    wrong += !arb_contains_fmpq(value, exact) || arb_rel_accuracy_bits(value) <= 190;
                    if (witness == MODEL_POLYNOMIAL)
                        continue;
                    arb_srcptr c = nw_witness_polynomial_of(library_witness(witness), r, n, context, 200)->coefficients;
                    for (slong j = 0; j <= r; j++)
                        rounded += !arb_is_exact(c + j) || arb_is_negative(c + j);
                }
    ck_assert_int_eq(wrong, 0);
    ck_assert_int_eq(rounded, 0);
    arb_clear(value);
    fmpq_clear(exact);
    fmpz_clear(scale);
    nw_context_free(context);
}
END_TEST

/* A few of them by hand: |k| <= 2 in two variables is 1 + 2 B1 + 2 B2 + B1^2, and so on. */
START_TEST(constants_by_hand)
{
    nw_context *context = nw_context_new();
    fmpq_t c;
    fmpz_t scale;
    arb_t ball;
    fmpq_init(c);
    fmpz_init(scale);
    arb_init(ball);
    static const struct {
        model_witness witness;
        slong r, n, m, top, bottom;
    } cases[] = {
        {MODEL_SMOOTHSTEP, 1, 2, 10, 21, 1},        /* 1 + 2 M */
        {MODEL_SMOOTHSTEP, 2, 1, 3, 1 + 6 + 18, 1}, /* B = 2M, 2M^2 */
        {MODEL_SMOOTHSTEP, 2, 2, 3, 1 + 12 + 36 + 36, 1},
        {MODEL_SMOOTHSTEP, 3, 1, 2, 1 + 4 + 16 + 64, 1}, /* B = 2M, 4M^2, 8M^3 */
        {MODEL_LATTICE2, 1, 2, 32, 33, 1},
        {MODEL_LATTICE3, 1, 2, 4, 11, 3},
        {MODEL_LATTICE4 + 2, 1, 3, 4, 3, 1},                 /* 1 + 3 M/6 */
        {MODEL_SPLINE, 1, 3, 7, 22, 1},                      /* 1 + 3 M, as smoothstep */
        {MODEL_SPLINE, 2, 1, 3, 1 + 6 + 18, 1},              /* likewise */
        {MODEL_SPLINE, 3, 1, 2, 1 + 3 + 12 + 24, 1},         /* B = 3/2 M, 3 M^2, 3 M^3 */
        {MODEL_SPLINE, 4, 1, 5, 1 + 8 + 60 + 600 + 3000, 1}, /* B = 8/5 M, 12/5 M^2, 24/5 M^3, 24/5 M^4 */
        {MODEL_SPLINE, 3, 2, 1, 4 * (1 + 3 + 6 + 6) + 9 + 36, 4}, /* 1 + 2 (B1 + B2 + B3) + B1^2 + 2 B1 B2 */
        {MODEL_POLYNOMIAL, 2, 3, 1, 1 + 3 + 3, 1},           /* multilinear: 1 + 3 t + 3 t^2 */
        {MODEL_POLYNOMIAL, 3, 1, 3, 1 + 9 + 24 + 24, 1},     /* T_3 = 4 x^3 - 3 x */
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        fmpz_set_si(scale, cases[i].m);
        fmpq_set_si(c, cases[i].top, (ulong)cases[i].bottom);
        nw_witness_constant_at(ball, library_witness(cases[i].witness), scale, cases[i].r, cases[i].n, context, 128);
        ck_assert_msg(arb_contains_fmpq(ball, c) && arb_rel_accuracy_bits(ball) > 120, "case %zu", i);
    }
    fmpq_clear(c);
    fmpz_clear(scale);
    arb_clear(ball);
    nw_context_free(context);
}
END_TEST

START_TEST(real_constants_in_mpfr)
{
    enum { PREC = 512 };
    gsl_rng *rng = ct_rng("real constants");
    nw_context *context = nw_context_new();
    arb_t c, other;
    fmpz_t scale;
    mpfr_t model;
    arb_init(c);
    arb_init(other);
    fmpz_init(scale);
    mpfr_init2(model, PREC);
    for (slong r = 1; r <= 8; r++)
        for (int i = 0; i < 24; i++) {
            model_witness witness = i % 2 == 0 ? MODEL_SMOOTHSTEP : MODEL_TRIGONOMETRIC;
            slong n = ct_between(rng, 1, 12);
            if (r == 2 && i % 3 == 0) {
                witness = MODEL_SPLINE_FREE;
                n = 1;
            }
            fmpz_set_si(scale, ct_between(rng, 1, 100));
            fmpz_pow_ui(scale, scale, (ulong)ct_between(rng, 1, 12));
            model_constant(model, witness, scale, r, n);
            nw_witness_constant_at(c, library_witness(witness), scale, r, n, context, 300);
            arb_set_interval_mpfr(other, model, model, PREC);
            mag_t slack;
            mag_init(slack);
            arf_get_mag(slack, arb_midref(other));
            mag_mul_2exp_si(arb_radref(other), slack, -250);
            ck_assert_msg(arb_overlaps(c, other) && arb_rel_accuracy_bits(c) > 250, "%s, r = %ld, n = %ld",
                          model_name(witness), (long)r, (long)n);
            mag_clear(slack);
        }
    arb_clear(c);
    arb_clear(other);
    fmpz_clear(scale);
    mpfr_clear(model);
    nw_context_free(context);
    gsl_rng_free(rng);
}
END_TEST

START_TEST(dimensions)
{
    fmpz_t scale, d, model;
    fmpz_init(scale);
    fmpz_init(d);
    fmpz_init(model);
    for (int w = 0; w < MODEL_WITNESSES; w++)
        for (slong n = 1; n <= 30; n++)
            for (slong m = 0; m <= 1000000; m = 3 * m + 1) {
                if (!model_serves((model_witness)w, w == MODEL_SPLINE_FREE || w == MODEL_POLYNOMIAL ? 2 : 1, n, NW_DIMENSION))
                    continue;
                fmpz_set_si(scale, m);
                nw_witness_dimension(d, library_witness((model_witness)w), scale, n);
                model_dimension(model, (model_witness)w, scale, n);
                ct_equal(d, model, "%s, n = %ld, M = %ld", model_name((model_witness)w), (long)n, (long)m);
            }
    fmpz_clear(scale);
    fmpz_clear(d);
    fmpz_clear(model);
}
END_TEST

/* ---- scales ---- */

static void expect_scale(model_witness witness, const fmpq_t delta, slong r, slong n, nw_context *context)
{
    fmpz_t low, high, model;
    fmpz_init(low);
    fmpz_init(high);
    fmpz_init(model);
    nw_witness_scale(low, high, library_witness(witness), delta, r, n, context);
    model_scale(model, witness, delta, r, n);
    char *text = fmpq_get_str(NULL, 10, delta);
    ct_equal(low, model, "scale of %s, r = %ld, n = %ld, delta = %s", model_name(witness), (long)r, (long)n, text);
    ct_equal(high, model, "high scale of %s, r = %ld, n = %ld, delta = %s", model_name(witness), (long)r, (long)n,
             text);
    flint_free(text);
    fmpz_clear(low);
    fmpz_clear(high);
    fmpz_clear(model);
}

START_TEST(random_scales)
{
    gsl_rng *rng = ct_rng("random scales");
    nw_context *context = nw_context_new();
    fmpq_t delta;
    fmpq_init(delta);
    for (int i = 0; i < 500; i++) {
        model_witness witness = (model_witness)ct_between(rng, 0, MODEL_WITNESSES - 1);
        slong r, n = ct_between(rng, 1, 10);
        r = model_distance(witness) != 0 ? 1 : witness == MODEL_SPLINE_FREE ? 2 : ct_between(rng, 1, i % 5 == 0 ? 8 : 4);
        ct_small_rational(delta, rng, i % 10 == 0 ? 120 : 12);
        if (fmpq_cmp_ui(delta, 1) < 0 && model_serves(witness, r, n, NW_DIMENSION))
            expect_scale(witness, delta, r, n, context);
    }
    fmpq_clear(delta);
    nw_context_free(context);
    gsl_rng_free(rng);
}
END_TEST

/* delta = 1/C(M): the inequality is strict, so the scale is M - 1; just below 1/C(M) it is M. */
START_TEST(equality_takes_the_smaller_scale)
{
    gsl_rng *rng = ct_rng("equality");
    nw_context *context = nw_context_new();
    fmpq_t c, tiny;
    fmpz_t scale, low, high;
    fmpq_init(c);
    fmpq_init(tiny);
    fmpz_init(scale);
    fmpz_init(low);
    fmpz_init(high);
    for (int i = 0; i < 600; i++) {
        model_witness witness = (model_witness)ct_between(rng, 0, MODEL_WITNESSES - 1);
        slong r = model_distance(witness) != 0 ? 1 : ct_between(rng, 1, 3), n = ct_between(rng, 1, 6);
        if (!model_is_rational(witness, r) || !model_serves(witness, r, n, NW_DIMENSION))
            continue;
        fmpz_set_si(scale, ct_between(rng, 1, witness == MODEL_POLYNOMIAL ? r : 1000));
        if (witness != MODEL_POLYNOMIAL)
            fmpz_pow_ui(scale, scale, (ulong)ct_between(rng, 1, 30));
        model_constant_exact(c, witness, scale, r, n);
        fmpq_inv(c, c);
        nw_witness_scale(low, high, library_witness(witness), c, r, n, context);
        ct_equal(low, high, "%s: equality is decided", model_name(witness));
        fmpz_add_ui(low, low, 1);
        ct_equal(low, scale, "%s at equality", model_name(witness));

        fmpq_div_2exp(tiny, c, 400);
        fmpq_sub(c, c, tiny);
        nw_witness_scale(low, high, library_witness(witness), c, r, n, context);
        ct_equal(low, high, "%s: just below is decided", model_name(witness));
        ct_equal(low, scale, "%s just below equality", model_name(witness));
    }
    fmpq_clear(c);
    fmpq_clear(tiny);
    fmpz_clear(scale);
    fmpz_clear(low);
    fmpz_clear(high);
    nw_context_free(context);
    gsl_rng_free(rng);
}
END_TEST

/* The same at scales of every size up to 2^62, where any shortcut in machine arithmetic meets its last bits. */
START_TEST(equality_at_every_size)
{
    nw_context *context = nw_context_new();
    fmpq_t c;
    fmpz_t scale, low, high;
    fmpq_init(c);
    fmpz_init(scale);
    fmpz_init(low);
    fmpz_init(high);
    for (int w = 0; w < MODEL_WITNESSES; w++)
        for (slong r = 1; r <= 3; r++)
            for (slong n = 1; n <= 6; n++) {
                if (!model_is_rational((model_witness)w, r) || !model_serves((model_witness)w, r, n, NW_DIMENSION))
                    continue;
                for (slong m = 1; m < (w == MODEL_POLYNOMIAL ? 2 * r : WORD_MAX / 3); m += 1 + m / 4) {
                    fmpz_set_si(scale, m);
                    model_constant_exact(c, (model_witness)w, scale, r, n);
                    fmpq_inv(c, c);
                    nw_witness_scale(low, high, library_witness((model_witness)w), c, r, n, context);
                    ct_equal(low, high, "%s, r = %ld, n = %ld: decided", model_name((model_witness)w), (long)r, (long)n);
                    fmpz_add_ui(low, low, 1);
                    ct_equal(low, scale, "%s at equality, r = %ld, n = %ld", model_name((model_witness)w), (long)r, (long)n);
                }
            }
    fmpq_clear(c);
    fmpz_clear(scale);
    fmpz_clear(low);
    fmpz_clear(high);
    nw_context_free(context);
}
END_TEST

START_TEST(huge_scales)
{
    nw_context *context = nw_context_new();
    fmpq_t delta;
    fmpq_init(delta);
    ct_rational(delta, "1e-300");
    for (int w = 0; w < MODEL_WITNESSES; w++)
        if (model_serves((model_witness)w, 1, 20, NW_DIMENSION))
            expect_scale((model_witness)w, delta, 1, 20, context);
    expect_scale(MODEL_SPLINE_FREE, delta, 2, 1, context);
    expect_scale(MODEL_SPLINE, delta, 7, 12, context);
    expect_scale(MODEL_SMOOTHSTEP, delta, 3, 20, context);
    expect_scale(MODEL_TRIGONOMETRIC, delta, 4, 20, context);
    fmpq_clear(delta);
    nw_context_free(context);
}
END_TEST

/* ---- asymptotic constants ---- */

START_TEST(asymptotics)
{
    nw_context *context = nw_context_new();
    arb_t limit, ratio, power;
    fmpq_t delta, exponent;
    fmpz_t low, high, d;
    arb_init(limit);
    arb_init(ratio);
    arb_init(power);
    fmpq_init(delta);
    fmpq_init(exponent);
    fmpz_init(low);
    fmpz_init(high);
    fmpz_init(d);
    ct_rational(delta, "1e-400");
    for (int w = 0; w < MODEL_WITNESSES; w++)
        for (slong r = 1; r <= 5; r++)
            for (slong n = 1; n <= 4; n++) {
                const nw_witness *witness = library_witness((model_witness)w);
                if (!model_serves((model_witness)w, r, n, NW_DIMENSION))
                    continue;
                if (w == MODEL_POLYNOMIAL) { /* its scales end */
                    nw_witness_asymptotic(limit, witness, r, n, context, 200);
                    ck_assert(arb_is_zero(limit));
                    continue;
                }
                nw_witness_asymptotic(limit, witness, r, n, context, 200);
                nw_witness_scale(low, high, witness, delta, r, n, context);
                nw_witness_dimension(d, witness, low, n);
                fmpq_set_si(exponent, n, (ulong)r);
                arb_set_fmpq(power, delta, 2000);
                arb_pow_fmpq(power, power, exponent, 2000);
                arb_mul_fmpz(ratio, power, d, 200);
                arb_div(ratio, ratio, limit, 200);
                arb_sub_ui(ratio, ratio, 1, 200); /* off by about n C_{r-1}/M, and M >= 10^(400/5 - 2) */
                ck_assert_msg(arf_cmpabs_2exp_si(arb_midref(ratio), -190) < 0, "%s, r = %ld, n = %ld", model_name((model_witness)w),
                              (long)r, (long)n);
            }
    /* Closed forms for r = 1: C ~ n M gives n^-n, C ~ n pi M and D ~ (2 M)^n give (2/(n pi))^n. */
    for (slong n = 1; n <= 5; n++) {
        nw_witness_asymptotic(limit, &nw_witness_smoothstep, 1, n, context, 200);
        arb_set_si(power, n);
        arb_pow_ui(power, power, (ulong)n, 200);
        arb_mul(power, power, limit, 200);
        ck_assert(arb_contains_si(power, 1) && arb_rel_accuracy_bits(power) > 150);
        nw_witness_asymptotic(limit, &nw_witness_trigonometric, 1, n, context, 200);
        arb_const_pi(power, 200);
        arb_mul_si(power, power, n, 200);
        arb_mul_2exp_si(power, power, -1);
        arb_pow_ui(power, power, (ulong)n, 200);
        arb_mul(power, power, limit, 200);
        ck_assert(arb_contains_si(power, 1) && arb_rel_accuracy_bits(power) > 150);
    }
    arb_clear(limit);
    arb_clear(ratio);
    arb_clear(power);
    fmpq_clear(delta);
    fmpq_clear(exponent);
    fmpz_clear(low);
    fmpz_clear(high);
    fmpz_clear(d);
    nw_context_free(context);
}
END_TEST

/* More entries than the cache holds, asked in changing order. */
START_TEST(cache_returns_what_was_asked)
{
    gsl_rng *rng = ct_rng("witness cache");
    int different = 0;
    nw_context *context = nw_context_new();
    for (int i = 0; i < 600; i++) {
        model_witness w = (model_witness)ct_between(rng, 0, MODEL_WITNESSES - 1);
        slong r = model_distance(w) != 0 ? 1 : w == MODEL_SPLINE_FREE ? 2 : ct_between(rng, 1, 3), n = ct_between(rng, 1, 6);
        slong prec = 64 + 32 * ct_between(rng, 0, 3);
        if (w == MODEL_POLYNOMIAL)
            continue;
        nw_context *fresh = nw_context_new();
        const nw_cached_scale *kept = nw_witness_polynomial_of(library_witness(w), r, n, context, prec);
        const nw_cached_scale *new = nw_witness_polynomial_of(library_witness(w), r, n, fresh, prec);
        different += !fmpz_equal(kept->divisor, new->divisor);
        for (slong j = 0; j <= r; j++)
            different += !arb_equal(kept->coefficients + j, new->coefficients + j);
        nw_context_free(fresh);
    }
    ck_assert_int_eq(different, 0);
    nw_context_free(context);
    gsl_rng_free(rng);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("witness");
    TCase *tests = ct_case(suite, "constants");
    tcase_add_test(tests, catalogue_of_witnesses);
    tcase_add_test(tests, rational_constants);
    tcase_add_test(tests, constants_by_hand);
    tcase_add_test(tests, real_constants_in_mpfr);
    tests = ct_case(suite, "dimensions");
    tcase_add_test(tests, dimensions);
    tests = ct_case(suite, "scales");
    tcase_add_test(tests, random_scales);
    tcase_add_test(tests, equality_takes_the_smaller_scale);
    tcase_add_test(tests, equality_at_every_size);
    tcase_add_test(tests, huge_scales);
    tcase_add_test(tests, asymptotics);
    tcase_add_test(tests, cache_returns_what_was_asked);
    return ct_main(suite);
}
