/* Target words: what they may say, what they are answered, and the amplitudes and norms they lead to. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/random.h"
#include "check_common.h"
#include "target/target.h"

static nw_target *parsed(const char *word)
{
    nw_target *target;
    nw_error error;
    if (nw_target_parse(&target, word, &error) != NW_OK)
        ck_abort_msg("%s: %s", word, error.message);
    return target;
}

static void same_function(const nw_target *a, const nw_target *b)
{
    json_t *first = nw_target_to_json(a), *second = nw_target_to_json(b);
    ck_assert_msg(json_equal(first, second), "%s and %s differ", nw_target_word(a), nw_target_word(b));
    json_decref(first);
    json_decref(second);
}

/* ---- words that are understood ---- */

static const struct {
    const char *word, *canonical;
} GOOD[] = {
    {"bump", "bump:r=1,n=1,M=8,signs=seed:7"},
    {"bump:", "bump:r=1,n=1,M=8,signs=seed:7"},
    {"step", "step:r=1,n=1,M=8,signs=alternate"},
    {"trig", "trig:r=1,n=2,terms=8,degree=4,seed=1"},
    {"tanhnet", "tanhnet:r=1,n=2,width=16,scale=4,seed=1"},
    {"product", "product:r=1,m1=1,m2=1,terms=3,scale=2,seed=1"},
    {"inner", "inner:r=1,m1=2,m2=1,width=8,scale=2,seed=1"},
    {"bump:signs=plus,M=3,n=2,r=2", "bump:r=2,n=2,M=3,signs=plus"},
    {"bump:M=3,signs=+-+", "bump:r=1,n=1,M=3,signs=+-+"},
    {"bump:M=+3,signs=alternate,r=8", "bump:r=8,n=1,M=3,signs=alternate"},
    {"bump:M=8,signs=seed:007", "bump:r=1,n=1,M=8,signs=seed:007"},
    {"bump:signs=seed:18446744073709551615", "bump:r=1,n=1,M=8,signs=seed:18446744073709551615"},
    {"bump:amplitude=0.10", "bump:r=1,n=1,M=8,signs=seed:7,amplitude=0.1"},
    {"bump:amplitude=1/9", "bump:r=1,n=1,M=8,signs=seed:7,amplitude=1/9"},
    {"bump:n=2,M=1000,signs=plus", "bump:r=1,n=2,M=1000,signs=plus"},
    {"tanhnet:scale=2.50,seed=18446744073709551615", "tanhnet:r=1,n=2,width=16,scale=2.5,seed=18446744073709551615"},
    {"inner:m1=1,m2=3,r=3", "inner:r=3,m1=1,m2=3,width=8,scale=2,seed=1"},
    {"expr:x1", "expr:r=1,m1=1,m2=0:x1"},
    {"expr:1/2", "expr:r=1,m1=1,m2=0:1/2"},
    {"expr:I2*x1", "expr:r=1,m1=1,m2=2:I2*x1"},
    {"expr:r=2,m2=1:x2", "expr:r=2,m1=2,m2=1:x2"},
    {"expr:m1=3:x1", "expr:r=1,m1=3,m2=0:x1"},
    {"expr:amplitude=0.25:x1", "expr:r=1,m1=1,m2=0,amplitude=0.25:x1"},
};

START_TEST(words_have_one_full_form)
{
    for (size_t i = 0; i < sizeof GOOD / sizeof GOOD[0]; i++) {
        nw_target *target = parsed(GOOD[i].word), *again = parsed(nw_target_word(target));
        ck_assert_str_eq(nw_target_word(target), GOOD[i].canonical);
        ck_assert_str_eq(nw_target_word(again), GOOD[i].canonical);
        same_function(target, again);
        ck_assert_double_eq(nw_target_norm(target), nw_target_norm(again));
        nw_target_free(target);
        nw_target_free(again);
    }
}
END_TEST

START_TEST(shapes)
{
    static const struct {
        const char *word, *family;
        int inputs, m1, order;
        long scale;
    } cases[] = {
        {"bump:n=3,M=2,r=4", "bump", 3, 3, 4, 2}, {"step:M=5", "step", 1, 1, 1, 5},
        {"trig:n=4,r=3", "trig", 4, 4, 3, 0},     {"tanhnet:n=1", "tanhnet", 1, 1, 1, 0},
        {"product:m1=2", "product", 3, 2, 1, 0},  {"inner:m1=1,m2=2,r=2", "inner", 3, 1, 2, 0},
        {"expr:x2+I1", "expr", 3, 2, 1, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        nw_target *target = parsed(cases[i].word);
        ck_assert_str_eq(nw_target_family(target), cases[i].family);
        ck_assert_int_eq(nw_target_inputs(target), cases[i].inputs);
        ck_assert_int_eq(nw_target_m1(target), cases[i].m1);
        ck_assert_int_eq(nw_target_order(target), cases[i].order);
        ck_assert_int_eq(nw_target_scale(target), cases[i].scale);
        nw_target_free(target);
    }
}
END_TEST

/* ---- words that are refused ---- */

static const struct {
    const char *word, *message;
} BAD[] = {
    {"", "there is no target ''"},
    {"bmp", "did you mean bump?"},
    {"Bump:M=8", "did you mean bump?"},
    {"wavelet:M=8", "the families are bump, step, trig, tanhnet, product, inner, expr"},
    {"bump M=8", "there is no target 'bump M=8'"},
    {"bump:N=8", "has no key 'N'"},
    {"bump:sings=plus", "did you mean signs?"},
    {"bump:degree=3", "its keys are r, n, M, signs, amplitude"},
    {"bump:M", "'M' is not KEY=VALUE"},
    {"bump:M=", "'M=' is not KEY=VALUE"},
    {"bump:=8", "'=8' is not KEY=VALUE"},
    {"bump:M=8,", "nothing stands after the last comma"},
    {"bump:,M=8", "'' is not KEY=VALUE"},
    {"bump:M=8,M=9", "M is given twice"},
    {"bump:M=0", "M=0, and M must be an integer from 1 to 4096"},
    {"bump:M=-3", "M=-3"},
    {"bump:M=4097", "from 1 to 4096"},
    {"bump:M=8.5", "M=8.5, and M must be an integer"},
    {"bump:M=99999999999999999999", "M must be an integer"},
    {"bump:M= 8", "M must be an integer"},
    {"bump:n=0", "n must be an integer from 1 to 4"},
    {"bump:n=5", "n must be an integer from 1 to 4"},
    {"bump:r=9", "r must be an integer from 1 to 8"},
    {"trig:r=4", "r must be an integer from 1 to 3"},
    {"bump:n=2,M=1001", "makes more than 1000000 signs"},
    {"step:n=2,M=1000", "makes more than 1000000 signs"},
    {"bump:signs=minus", "signs must be plus, alternate, seed:S"},
    {"bump:signs=seed:", "signs must be plus"},
    {"bump:signs=seed:-1", "signs must be plus"},
    {"bump:signs=seed:18446744073709551616", "signs must be plus"},
    {"bump:signs=seed:1x", "signs must be plus"},
    {"bump:M=3,signs=+-", "signs has 2 characters, and M=3 on 1 axis needs 3"},
    {"step:M=3,signs=+-+", "signs has 3 characters, and M=3 on 1 axis needs 4"},
    {"bump:M=3,signs=+-0", "string of 3 + and -"},
    {"bump:amplitude=0", "amplitude must be a number > 0"},
    {"bump:amplitude=-0.1", "amplitude must be a number > 0"},
    {"bump:amplitude=nan", "amplitude must be a number > 0"},
    {"bump:amplitude=1e-9999", "amplitude must be a number > 0"},
    {"bump:amplitude=0.2", "the largest amplitude is 0.111111"},
    {"step:r=2,M=4,amplitude=1", "the largest amplitude is 0.0243902"},
    {"trig:seed=x", "seed=x, and seed must be an integer from 0 to 2^64 - 1"},
    {"trig:terms=0", "terms must be an integer from 1 to 4096"},
    {"trig:degree=1001", "degree must be an integer from 1 to 1000"},
    {"tanhnet:scale=0", "scale must be a number > 0 and <= 1000"},
    {"tanhnet:scale=1e4", "scale must be a number > 0 and <= 1000"},
    {"tanhnet:width=5000", "width must be an integer from 1 to 4096"},
    {"product:m1=2,m2=3", "m1=2 and m2=3 are 5 inputs, and 4 is the most"},
    {"inner:m2=0", "m2 must be an integer from 1 to 3"},
    {"expr", "the formula is missing"},
    {"expr:", "the formula is missing"},
    {"expr:r=2:", "the formula is missing"},
    {"expr:r=4:x1", "r must be an integer from 1 to 3"},
    {"expr:m1=1:x2", "the formula uses x2, and m1 is 1"},
    {"expr:m2=1:x1*I2", "the formula uses I2, and m2 is 1"},
    {"expr:m1=3,m2=2:x1", "m1=3 and m2=2 are 5 inputs"},
    {"expr:seed=1:x1", "has no key 'seed'"},
    {"expr:r=2:abs(x1)", "abs, min and max have no second derivative; take r=1"},
    {"expr:amplitude=0.6:x1", "the largest amplitude is 0.5"},
};

START_TEST(refusals)
{
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        nw_target *target;
        nw_error error = {NW_OK, ""};
        nw_status status = nw_target_parse(&target, BAD[i].word, &error);
        ck_assert_msg(status == NW_BAD_INPUT && target == NULL, "'%s' is accepted", BAD[i].word);
        ck_assert_msg(strstr(error.message, BAD[i].message) != NULL, "'%s': '%s' does not say '%s'", BAD[i].word,
                      error.message, BAD[i].message);
        ck_assert_msg(strchr(error.message, '\n') == NULL, "'%s': more than a line", BAD[i].word);
        ck_assert_int_eq(nw_target_parse(&target, BAD[i].word, NULL), NW_BAD_INPUT);
    }
}
END_TEST

/* Random damage to good words is either refused in one line or understood; nothing else happens. */
START_TEST(damaged_words)
{
    static const char letters[] = "bump:step,=0123456789+-*/^().xIrnMe ";
    gsl_rng *rng = ct_rng("damage");
    for (int round = 0; round < 3000; round++) {
        char *word = nw_copy_text(GOOD[ct_between(rng, 0, (slong)(sizeof GOOD / sizeof GOOD[0]) - 1)].word);
        if (strstr(word, "1000") != NULL) { /* a million signs */
            free(word);
            continue;
        }
        for (slong i = ct_between(rng, 1, 3); i > 0; i--)
            word[ct_between(rng, 0, (slong)strlen(word) - 1)] = letters[ct_between(rng, 0, (slong)sizeof letters - 2)];
        nw_target *target, *again;
        nw_error error = {NW_OK, ""};
        if (nw_target_parse(&target, word, &error) == NW_OK) {
            ck_assert_msg(nw_target_parse(&again, nw_target_word(target), &error) == NW_OK, "%s: %s", word,
                          error.message);
            ck_assert_str_eq(nw_target_word(again), nw_target_word(target));
            ck_assert(nw_target_norm(target) <= 1);
            nw_target_free(target);
            nw_target_free(again);
        } else {
            ck_assert_msg(error.message[0] != '\0' && strchr(error.message, '\n') == NULL, "%s", word);
        }
        free(word);
    }
    gsl_rng_free(rng);
}
END_TEST

/* ---- amplitudes ---- */

/* The amplitude is the largest double <= 1/C for the exact C = p/q. */
static void check_amplitude(const nw_target *target, slong p, ulong q)
{
    fmpq_t c, product;
    arf_t amplitude;
    fmpq_init(c);
    fmpq_init(product);
    arf_init(amplitude);
    fmpq_set_si(c, p, q);
    for (int further = 0; further < 2; further++) {
        double a = nw_target_amplitude(target);
        arf_set_d(amplitude, further ? nextafter(a, 1) : a);
        arf_get_fmpq(product, amplitude);
        fmpq_mul(product, product, c);
        ck_assert_msg((fmpq_cmp_si(product, 1) <= 0) == !further, "%s: amplitude %a, C = %ld/%lu",
                      nw_target_word(target), a, (long)p, (unsigned long)q);
    }
    ck_assert(nw_target_norm(target) <= 1 && nw_target_norm(target) >= 1 - 0x1p-52);
    fmpq_clear(c);
    fmpq_clear(product);
    arf_clear(amplitude);
}

START_TEST(amplitudes_by_hand)
{
    for (long m = 1; m <= 64; m += m < 9 ? 1 : 11)
        for (long n = 1; n <= 3; n++) {
            if (n > 1 && m > 9)
                continue;
            static const char *const signs[] = {"plus", "alternate", "seed:3"};
            for (int s = 0; s < 3; s++) {
                /* |k| <= 2 on n axes: 1 + n B1 + n B2 + n (n - 1)/2 B1^2. */
                const struct {
                    const char *family;
                    int r;
                    slong c;
                } cases[] = {
                    {"bump", 1, 1 + n * m},
                    {"step", 1, 1 + n * m},
                    {"bump", 2, 1 + n * 2 * m + n * 4 * m * m + n * (n - 1) / 2 * 4 * m * m},
                    {"step", 2, 1 + n * 2 * m + n * 2 * m * m + n * (n - 1) / 2 * 4 * m * m},
                };
                for (size_t i = 0; i < 4; i++) {
                    char *word = nw_format("%s:r=%d,n=%ld,M=%ld,signs=%s", cases[i].family, cases[i].r, n, m, signs[s]);
                    nw_target *target = parsed(word);
                    check_amplitude(target, cases[i].c, 1);
                    nw_target_free(target);
                    free(word);
                }
            }
        }
    nw_target *powers = parsed("bump:M=15");
    ck_assert_double_eq(nw_target_amplitude(powers), 0x1p-4);
    ck_assert_double_eq(nw_target_norm(powers), 1);
    nw_target_free(powers);
}
END_TEST

/* r = 3: a_1 = 6 - 3 sqrt 2, a_2 = 6 sqrt 2, a_3 = 12 + 6 sqrt 2. */
START_TEST(third_order_constants)
{
    const double root = sqrt(2);
    for (long m = 1; m <= 10; m += 3) {
        char *word = nw_format("bump:r=3,M=%ld", m);
        nw_target *target = parsed(word);
        double scale = (double)m;
        double c = 1 + scale * (6 - 3 * root + scale * (6 * root + scale * (12 + 6 * root)));
        ck_assert_msg(fabs(nw_target_amplitude(target) * c - 1) < 1e-14, "%s", word);
        nw_target_free(target);
        free(word);
    }
}
END_TEST

/* The same constants from the profiles' own suprema, |k| = 1 and 2 on one axis. */
START_TEST(constants_from_the_profiles)
{
    arb_t c, sup;
    arb_init(c);
    arb_init(sup);
    for (int family = 0; family < 2; family++)
        for (int r = 1; r <= 3; r++)
            for (slong m = 1; m <= 20; m += 6) {
                char *word = nw_format("%s:r=%d,M=%ld", family == 0 ? "bump" : "step", r, (long)m);
                nw_target *target = parsed(word);
                nw_univariate profile = {.function = family == 0 ? NW_FUNCTION_BUMP : NW_FUNCTION_STEP, .order = r};
                arb_one(c);
                for (int j = 1; j <= r; j++) { /* bumps: a_j M^j; steps from -1 to 1: 2 sigma_j (M/2)^j */
                    ck_assert(nw_univariate_sup(sup, &profile, j, 100));
                    for (int i = 0; i < j; i++)
                        arb_mul_si(sup, sup, m, 100);
                    if (family == 1)
                        arb_mul_2exp_si(sup, sup, 1 - j);
                    arb_add(c, c, sup, 100);
                }
                double product = arf_get_d(arb_midref(c), ARF_RND_NEAR) * nw_target_amplitude(target);
                ck_assert_msg(fabs(product - 1) < 1e-14, "%s: amplitude * C = %.17g", word, product);
                nw_target_free(target);
                free(word);
            }
    arb_clear(c);
    arb_clear(sup);
}
END_TEST

START_TEST(amplitudes_that_are_given)
{
    nw_target *standard = parsed("bump"), *same = parsed("bump:amplitude=1/9"), *half = parsed("bump:amplitude=0.05");
    ck_assert_double_eq(nw_target_amplitude(same), nw_target_amplitude(standard));
    ck_assert_double_eq(nw_target_amplitude(half), nextafter(0.05, 0)); /* 0.05 lies above 1/20 as a double */
    ck_assert(fabs(nw_target_norm(half) - 0.45) < 1e-15);
    nw_target_free(standard);
    nw_target_free(same);
    nw_target_free(half);
    /* Just above 1/9: refused. */
    nw_target *above;
    ck_assert_int_eq(nw_target_parse(&above, "bump:amplitude=0.1111111111111112", NULL), NW_BAD_INPUT);
}
END_TEST

/* ---- seeds ---- */

START_TEST(seeds_draw_the_same_signs)
{
    nw_target *target = parsed("bump:n=2,M=3,signs=seed:12");
    json_t *object = nw_target_to_json(target);
    const char *signs = json_string_value(json_object_get(object, "signs"));
    gsl_rng *rng = nw_random_stream(12, 0, 0);
    for (int i = 0; i < 9; i++)
        ck_assert_int_eq(signs[i], gsl_rng_uniform_int(rng, 2) == 0 ? '+' : '-');
    gsl_rng_free(rng);
    json_decref(object);
    nw_target_free(target);
}
END_TEST

START_TEST(other_seeds)
{
    static const struct {
        const char *word, *direct;
    } cases[] = {
        {"bump:M=40,signs=seed:1", "bump:M=40,signs=seed:5"},
        {"step:r=2,n=2,M=3,signs=seed:9", "step:r=2,n=2,M=3,signs=seed:5"},
        {"trig:amplitude=1e-4", "trig:seed=5,amplitude=1e-4"},
        {"tanhnet", "tanhnet:seed=5"},
        {"product:scale=1/3", "product:scale=1/3,seed=5"},
        {"inner", "inner:seed=5"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        nw_target *target = parsed(cases[i].word), *direct = parsed(cases[i].direct), *other;
        nw_error error;
        ck_assert_msg(nw_target_reseed(&other, target, 5, &error) == NW_OK, "%s", error.message);
        ck_assert_str_eq(nw_target_word(other), nw_target_word(direct));
        same_function(other, direct);
        json_t *first = nw_target_to_json(target), *second = nw_target_to_json(other);
        ck_assert_msg(!json_equal(first, second), "%s: another seed draws the same", cases[i].word);
        json_decref(first);
        json_decref(second);
        nw_target_free(target);
        nw_target_free(direct);
        nw_target_free(other);
    }
    static const char *const without[] = {"bump:signs=plus", "step", "bump:M=2,signs=+-", "expr:sin(x1)"};
    for (size_t i = 0; i < sizeof without / sizeof without[0]; i++) {
        nw_target *target = parsed(without[i]), *other;
        nw_error error;
        ck_assert_int_eq(nw_target_reseed(&other, target, 5, &error), NW_BAD_INPUT);
        ck_assert_ptr_null(other);
        ck_assert_ptr_nonnull(strstr(error.message, "has no seed that could be changed"));
        nw_target_free(target);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("target_words");
    TCase *words = ct_case(suite, "words");
    tcase_add_test(words, words_have_one_full_form);
    tcase_add_test(words, shapes);
    tcase_add_test(words, refusals);
    tcase_add_test(words, damaged_words);
    TCase *amplitudes = ct_case(suite, "amplitudes");
    tcase_add_test(amplitudes, amplitudes_by_hand);
    tcase_add_test(amplitudes, third_order_constants);
    tcase_add_test(amplitudes, constants_from_the_profiles);
    tcase_add_test(amplitudes, amplitudes_that_are_given);
    TCase *seeds = ct_case(suite, "seeds");
    tcase_add_test(seeds, seeds_draw_the_same_signs);
    tcase_add_test(seeds, other_seeds);
    return ct_main(suite);
}
