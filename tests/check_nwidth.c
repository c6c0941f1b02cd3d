/* The robust lower bound Nw(delta; r, n): the worked values, brute force, and the exact widths that are known. */
#include "nwidth_lower.h"

#include <stdlib.h>
#include <string.h>

#include "check_common.h"
#include "check_model.h"
#include "rational.h"

START_TEST(worked_values)
{
    static const struct {
        const char *values, *expected;
    } cases[] = {
        {"eps=0.1 r=1 n=1", "9"},       {"eps=0.01 r=1 n=1", "99"},     {"eps=0.1 r=1 n=2", "41"},
        {"eps=0.05 r=1 n=2", "181"},    {"eps=0.01 r=1 n=2", "4901"},   {"eps=0.05 r=1 n=3", "1473"},
        {"eps=0.01 r=1 n=3", "204274"}, {"eps=0.05 r=1 n=4", "10170"},  {"eps=0.01 r=2 n=1", "7"},
        {"eps=0.001 r=2 n=1", "23"},    {"eps=0.001 r=2 n=2", "121"},   {"eps=1e-4 r=3 n=2", "81"},
        {"eps=1e-6 r=3 n=2", "1681"},   {"eps=1e-3 r=2 n=4", "2401"},   {"eps=1e-6 r=4 n=1", "22"},
        {"eps=0.01 r=3 n=2", "9"},      {"eps=1e-6 r=1 n=1", "999999"}, {"eps=0.01 n=1", "99"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        ct_card_is("nwidth", cases[i].values, cases[i].expected);
}
END_TEST

/* The values of the first four witnesses alone (smoothstep, trigonometric, lattice-2 and lattice-3), which more of them can
 * only raise. */
START_TEST(worked_values_of_the_first_witnesses)
{
    static const struct {
        const char *delta;
        slong r, n;
        const char *expected;
    } cases[] = {
        {"0.1", 1, 1, "9"},    {"0.01", 1, 1, "99"},     {"0.1", 1, 2, "41"},   {"0.05", 1, 2, "181"}, {"0.01", 1, 2, "4901"},
        {"0.05", 1, 3, "1099"}, {"0.01", 1, 3, "143748"}, {"0.05", 1, 4, "5625"}, {"0.01", 2, 1, "7"},   {"0.001", 2, 2, "121"},
        {"1e-4", 3, 2, "81"},  {"1e-3", 2, 4, "2401"},   {"1e-6", 1, 1, "999999"},
    };
    nw_context *context = nw_context_new();
    fmpq_t delta;
    fmpz_t low, high, d, most;
    nw_lower lower;
    fmpq_init(delta);
    fmpz_init(low);
    fmpz_init(high);
    fmpz_init(d);
    fmpz_init(most);
    nw_lower_init(&lower);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        slong r = cases[i].r, n = cases[i].n;
        ct_rational(delta, cases[i].delta);
        fmpz_zero(most);
        for (size_t w = 0; w < 4; w++) {
            const nw_witness *witness = nw_witness_at(w);
            if (!nw_witness_serves(witness, r, n))
                continue;
            nw_witness_scale(low, high, witness, delta, r, n, context);
            nw_witness_dimension(d, witness, low, n);
            if (fmpz_cmp(d, most) > 0)
                fmpz_set(most, d);
        }
        ct_equal_text(most, cases[i].expected, "the first witnesses at %s, r = %ld, n = %ld", cases[i].delta, (long)r,
                      (long)n);
        nw_lower_bound(&lower, delta, r, n, NW_DIMENSION, context);
        ck_assert(fmpz_cmp(lower.value, most) >= 0);
    }
    nw_lower_clear(&lower);
    nw_context_free(context);
    fmpq_clear(delta);
    fmpz_clear(low);
    fmpz_clear(high);
    fmpz_clear(d);
    fmpz_clear(most);
}
END_TEST

/* What the winner is, checked by its own definition: D from M, C from M, C < 1/delta. */
START_TEST(the_winner_is_reported)
{
    nw_result *result = ct_evaluate("nwidth", "eps=0.03 r=1 n=2", NULL);
    ck_assert_str_eq(result->witness.name, "lattice-2");
    ck_assert_str_eq(result->witness.scale, "32"); /* 1 + 2 M/2 < 33.3 */
    ck_assert(fmpz_equal_si(result->witness.dimension, 545));
    ck_assert(fmpq_cmp_si(result->witness.constant_lower, 33) == 0 &&
              fmpq_cmp_si(result->witness.constant_upper, 33) == 0);
    ck_assert_int_eq(result->exponent_kind, NW_EXPONENT);
    ck_assert(fmpq_cmp_si(result->exponent, 2) == 0);
    nw_result_free(result);

    gsl_rng *rng = ct_rng("winner");
    fmpz_t scale, d;
    fmpq_t delta, inverse, exact;
    fmpz_init(scale);
    fmpz_init(d);
    fmpq_init(delta);
    fmpq_init(inverse);
    fmpq_init(exact);
    nw_context *context = nw_context_new();
    nw_lower lower;
    nw_lower_init(&lower);
    for (int i = 0; i < 200; i++) {
        slong r = ct_between(rng, 1, 3), n = ct_between(rng, 1, 6);
        ct_small_rational(delta, rng, 10);
        nw_lower_bound(&lower, delta, r, n, NW_DIMENSION, context);
        if (fmpq_cmp_ui(delta, 1) >= 0) {
            ck_assert(lower.witness == NULL && fmpz_is_zero(lower.value) && fmpz_is_zero(lower.possible));
            continue;
        }
        int w = 0;
        while (strcmp(model_name((model_witness)w), lower.witness->name) != 0)
            w++;
        model_dimension(d, (model_witness)w, lower.scale, n);
        ct_equal(lower.dimension, d, "dimension of %s", model_name((model_witness)w));
        ck_assert(model_fits((model_witness)w, lower.scale, delta, r, n));
        fmpz_add_ui(scale, lower.scale, 1);
        ck_assert(w == MODEL_POLYNOMIAL || !model_fits((model_witness)w, scale, delta, r, n));
        fmpq_t low, high;
        fmpq_init(low);
        fmpq_init(high);
        nw_lower_constant(low, high, &lower, r, n, context);
        fmpq_inv(inverse, delta);
        ck_assert(fmpq_cmp(low, high) <= 0 && fmpq_cmp(high, inverse) < 0);
        if (model_is_rational((model_witness)w, r)) {
            model_constant_exact(exact, (model_witness)w, lower.scale, r, n);
            ck_assert(fmpq_cmp(low, exact) <= 0 && fmpq_cmp(exact, high) <= 0);
        }
        fmpq_clear(low);
        fmpq_clear(high);
    }
    nw_lower_clear(&lower);
    nw_context_free(context);
    fmpz_clear(scale);
    fmpz_clear(d);
    fmpq_clear(delta);
    fmpq_clear(inverse);
    fmpq_clear(exact);
    gsl_rng_free(rng);
}
END_TEST

static void expect_bound(const fmpq_t delta, slong r, slong n, nw_count count, nw_context *context)
{
    nw_lower lower;
    fmpz_t model;
    nw_lower_init(&lower);
    fmpz_init(model);
    nw_lower_bound(&lower, delta, r, n, count, context);
    model_robust(model, delta, r, n, count);
    char *text = fmpq_get_str(NULL, 10, delta);
    ct_equal(lower.value, model, "Nw(%s; %ld, %ld), count %d", text, (long)r, (long)n, (int)count);
    ct_equal(lower.possible, model, "possible Nw(%s; %ld, %ld), count %d", text, (long)r, (long)n, (int)count);
    flint_free(text);
    nw_lower_clear(&lower);
    fmpz_clear(model);
}

START_TEST(brute_force)
{
    gsl_rng *rng = ct_rng("brute force");
    nw_context *context = nw_context_new();
    fmpq_t delta;
    fmpq_init(delta);
    for (int i = 0; i < 400; i++) {
        slong r = ct_between(rng, 1, i % 8 == 0 ? 6 : 3), n = ct_between(rng, 1, i % 4 == 0 ? 12 : 4);
        ct_small_rational(delta, rng, i % 16 == 0 ? 60 : 6);
        expect_bound(delta, r, n, (nw_count)(i % 3), context);
    }
    fmpq_clear(delta);
    nw_context_free(context);
    gsl_rng_free(rng);
}
END_TEST

/* Every order up to 16, where the smoothstep's norms come from ever more zeros. */
START_TEST(every_order)
{
    nw_context *context = nw_context_new();
    fmpq_t delta;
    fmpq_init(delta);
    for (slong r = 1; r <= 16; r++)
        for (slong n = 1; n <= 3; n += 2) {
            fmpq_set_si(delta, 1, 10);
            fmpq_pow_si(delta, delta, 4 * r + 1);
            expect_bound(delta, r, n, r % 2 == 0 ? NW_SIGN_POINTS : NW_DIMENSION, context);
        }
    fmpq_clear(delta);
    nw_context_free(context);
}
END_TEST

/* Nothing above may exceed what continuous methods are known to achieve:
 *   ||f'|| <= 1 on [-1,1]:                     width 1/N, so ceil(1/delta) parameters suffice;
 *   ||f''|| <= 1 on [-1,1]:                    1/(2 (N - 2 + sqrt 2)^2);
 *   Lipschitz ball in the max-norm on [-1,1]^n: 1/floor(N^(1/n)), so ceil(1/delta)^n suffice.
 * W(r,n) lies inside the last for every r, in the others for n = 1. */
START_TEST(below_exact_widths)
{
    gsl_rng *rng = ct_rng("exact widths");
    nw_context *context = nw_context_new();
    fmpq_t delta;
    fmpz_t known, side;
    nw_lower lower;
    fmpq_init(delta);
    fmpz_init(known);
    fmpz_init(side);
    nw_lower_init(&lower);
    slong tight = 0;
    for (int i = 0; i < 500; i++) {
        slong r = ct_between(rng, 1, 4), n = ct_between(rng, 1, 4);
        ct_small_rational(delta, rng, 8);
        if (fmpq_cmp_ui(delta, 1) >= 0)
            continue;
        nw_lower_bound(&lower, delta, r, n, NW_DIMENSION, context);
        fmpz_cdiv_q(side, fmpq_denref(delta), fmpq_numref(delta));
        fmpz_pow_ui(known, side, (ulong)n);
        ck_assert_msg(fmpz_cmp(lower.value, known) <= 0, "r = %ld, n = %ld: above the width of the Lipschitz ball",
                      (long)r, (long)n);
        if (r == 1 && n == 1) { /* C = 1 + M < 1/delta gives the exact width less one */
            fmpz_sub_ui(known, known, 1);
            tight += fmpz_cmp(lower.value, known) >= 0;
        }
        if (r >= 2 && n == 1) {
            /* (N - 2 + sqrt 2)^2 >= 1/(2 delta) suffices: N = 2 + ceil(sqrt(1/(2 delta)) - sqrt 2) */
            mpfr_t x, root;
            mpq_t q;
            mpz_t z;
            mpfr_inits2(200, x, root, (mpfr_ptr)0);
            mpq_init(q);
            mpz_init(z);
            fmpq_get_mpq(q, delta);
            mpfr_set_q(x, q, MPFR_RNDD);
            mpfr_mul_ui(x, x, 2, MPFR_RNDD);
            mpfr_rec_sqrt(x, x, MPFR_RNDU);
            mpfr_sqrt_ui(root, 2, MPFR_RNDD);
            mpfr_sub(x, x, root, MPFR_RNDU);
            mpfr_get_z(z, x, MPFR_RNDU);
            fmpz_set_mpz(known, z);
            fmpz_add_ui(known, known, 2);
            if (fmpz_cmp_ui(known, 2) >= 0)
                ck_assert_msg(fmpz_cmp(lower.value, known) <= 0, "r = %ld: above the width of ||f''|| <= 1", (long)r);
            mpfr_clears(x, root, (mpfr_ptr)0);
            mpq_clear(q);
            mpz_clear(z);
        }
    }
    ck_assert_int_gt(tight, 0);
    fmpq_clear(delta);
    fmpz_clear(known);
    fmpz_clear(side);
    nw_lower_clear(&lower);
    nw_context_free(context);
    gsl_rng_free(rng);
}
END_TEST

/* In every argument the bound goes the way the classes do: W(r,n) grows with n. */
START_TEST(monotone_in_dimension_and_accuracy)
{
    gsl_rng *rng = ct_rng("monotone");
    nw_context *context = nw_context_new();
    fmpq_t delta, smaller;
    nw_lower a, b;
    fmpq_init(delta);
    fmpq_init(smaller);
    nw_lower_init(&a);
    nw_lower_init(&b);
    for (int i = 0; i < 400; i++) {
        slong r = ct_between(rng, 1, 5), n = ct_between(rng, 1, 8);
        nw_count count = (nw_count)(i % 3);
        ct_small_rational(delta, rng, 10);
        ct_small_rational(smaller, rng, 3);
        if (fmpq_cmp_ui(smaller, 1) > 0)
            fmpq_inv(smaller, smaller);
        fmpq_mul(smaller, delta, smaller);
        nw_lower_bound(&a, delta, r, n, count, context);
        nw_lower_bound(&b, smaller, r, n, count, context);
        ck_assert_msg(fmpz_cmp(b.value, a.value) >= 0, "r = %ld, n = %ld: falls with delta", (long)r, (long)n);
        nw_lower_bound(&b, delta, r, n, NW_DIMENSION, context);
        ck_assert_msg(fmpz_cmp(b.value, a.value) >= 0, "r = %ld, n = %ld: D is the largest count", (long)r, (long)n);
    }
    fmpq_clear(delta);
    fmpq_clear(smaller);
    nw_lower_clear(&a);
    nw_lower_clear(&b);
    nw_context_free(context);
    gsl_rng_free(rng);
}
END_TEST

START_TEST(nothing_at_accuracy_one)
{
    static const char *const values[] = {"eps=1 n=3", "eps=7/2 n=3 r=4", "eps=1e300 n=1"};
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        nw_result *result = ct_evaluate("nwidth", values[i], NULL);
        ck_assert(nw_result_is_integer(result) && fmpq_is_zero(result->lower));
        ck_assert(ct_has_note(result, "vacuous"));
        ck_assert_ptr_null(result->witness.name);
        nw_result_free(result);
    }
    ct_card_is("nwidth", "eps=0.999999999999 n=3", "1"); /* the constants alone */
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("nwidth");
    TCase *tests = ct_case(suite, "values");
    tcase_add_test(tests, worked_values);
    tcase_add_test(tests, worked_values_of_the_first_witnesses);
    tcase_add_test(tests, the_winner_is_reported);
    tcase_add_test(tests, nothing_at_accuracy_one);
    tests = ct_case(suite, "second computation");
    tcase_add_test(tests, brute_force);
    tcase_add_test(tests, every_order);
    tests = ct_case(suite, "consistency");
    tcase_add_test(tests, below_exact_widths);
    tcase_add_test(tests, monotone_in_dimension_and_accuracy);
    return ct_main(suite);
}
