/* H3: exact errors beside sampling, the region of best approximants beside bisection, the search on levels it can and
 * cannot prove. */
#include <math.h>

#include "audit/h3_monotone.h"
#include "audit/h3_ramp.h"
#include "audit/h3_search.h"
#include "check_common.h"

static void set(nw_ramp *ramp, const char *a, const char *b, const char *w, const char *c)
{
    ct_rational(ramp->a, a);
    ct_rational(ramp->b, b);
    ct_rational(ramp->w, w);
    ct_rational(ramp->c, c);
}

static void error_is(const char *a, const char *b, const char *w, const char *c, const char *expected)
{
    nw_ramp ramp;
    fmpq_t error, want;
    nw_ramp_init(&ramp);
    fmpq_init(error);
    fmpq_init(want);
    set(&ramp, a, b, w, c);
    nw_ramp_error(error, &ramp);
    ct_rational(want, expected);
    ct_equal_rational(error, want, "%s + %s ReLU(%s x - %s)", a, b, w, c);
    nw_ramp_clear(&ramp);
    fmpq_clear(error);
    fmpq_clear(want);
}

START_TEST(worked_errors)
{
    error_is("1/2", "0", "1", "0", "1/2");
    error_is("0", "0", "1", "0", "1");
    error_is("1/2", "2", "1", "1/2", "1/2");
    error_is("1/2", "5/2", "1", "1/2", "3/4");
    error_is("1/2", "2", "1", "1/4", "1");   /* x = b/2 = 1 */
    error_is("1/2", "1", "1", "1/8", "5/8"); /* x = 1/2 */
    error_is("1/2", "16/3", "1", "13/16", "1/2"); /* beyond 4c = 13/4 */
    error_is("1/2", "2", "-1", "1/2", "1/2");
    error_is("1/2", "1", "2", "1", "1/2"); /* 2 ReLU(x - 1/2) */
    error_is("0", "1", "1", "0", "1");     /* ReLU(x) against (-1)^2 */
    error_is("1/4", "1", "0", "-1/4", "1/2"); /* a constant unit */
}
END_TEST

static void draw(fmpq_t x, gsl_rng *rng, slong reach)
{
    fmpq_set_si(x, ct_between(rng, -24 * reach, 24 * reach), 24);
    fmpq_canonicalise(x);
}

/* Every sample lies below the exact error, and the grid comes near it. */
START_TEST(errors_hold_every_sample)
{
    gsl_rng *rng = ct_rng("samples");
    nw_ramp ramp;
    fmpq_t error, x, y, most;
    nw_ramp_init(&ramp);
    fmpq_init(error);
    fmpq_init(x);
    fmpq_init(y);
    fmpq_init(most);
    int above = 0, far = 0;
    for (int i = 0; i < 400; i++) {
        draw(ramp.a, rng, 2);
        draw(ramp.b, rng, 4);
        draw(ramp.w, rng, 2);
        draw(ramp.c, rng, 2);
        nw_ramp_error(error, &ramp);
        fmpq_zero(most);
        for (slong k = -96; k <= 96; k++) {
            fmpq_set_si(x, k, 96);
            fmpq_canonicalise(x);
            nw_ramp_value(y, &ramp, x);
            fmpq_submul(y, x, x);
            fmpq_abs(y, y);
            above += fmpq_cmp(y, error) > 0;
            if (fmpq_cmp(y, most) > 0)
                fmpq_set(most, y);
        }
        fmpq_sub(y, error, most);
        fmpq_mul_2exp(y, y, 3);
        far += fmpq_cmp_si(y, 1) > 0; /* slopes are at most 10, the grid is 1/96 */
    }
    ck_assert_int_eq(above, 0);
    ck_assert_int_eq(far, 0);
    nw_ramp_clear(&ramp);
    fmpq_clear(error);
    fmpq_clear(x);
    fmpq_clear(y);
    fmpq_clear(most);
    gsl_rng_free(rng);
}
END_TEST

/* The largest b with error 1/2 by bisection, exactly: within 2^-40 of the formula. */
START_TEST(the_region_by_bisection)
{
    nw_ramp ramp;
    fmpq_t error, half, low, high, limit, four, one;
    nw_ramp_init(&ramp);
    fmpq_init(error);
    fmpq_init(half);
    fmpq_init(low);
    fmpq_init(high);
    fmpq_init(limit);
    fmpq_init(four);
    fmpq_init(one);
    fmpq_set_si(half, 1, 2);
    fmpq_set_si(four, 4, 1);
    fmpq_one(one);
    for (slong k = 1; k < 24; k++) {
        set(&ramp, "1/2", "0", "1", "0");
        fmpq_set_si(ramp.c, k, 24);
        fmpq_canonicalise(ramp.c);
        fmpq_zero(low);
        fmpq_set_si(high, 64, 1);
        for (int i = 0; i < 46; i++) {
            fmpq_add(ramp.b, low, high);
            fmpq_div_2exp(ramp.b, ramp.b, 1);
            nw_ramp_error(error, &ramp);
            fmpq_set(fmpq_equal(error, half) ? low : high, ramp.b);
        }
        nw_ramp_limit(limit, ramp.c, four, one);
        ck_assert_msg(fmpq_cmp(low, limit) <= 0 && fmpq_cmp(limit, high) <= 0, "c = %ld/24", (long)k);
        fmpq_set(ramp.b, limit);
        ck_assert(nw_ramp_is_best(&ramp, four, one));
        fmpq_set(ramp.b, high);
        ck_assert(fmpq_equal(high, limit) || !nw_ramp_is_best(&ramp, four, one));
    }
    nw_ramp_clear(&ramp);
    fmpq_clear(error);
    fmpq_clear(half);
    fmpq_clear(low);
    fmpq_clear(high);
    fmpq_clear(limit);
    fmpq_clear(four);
    fmpq_clear(one);
}
END_TEST

START_TEST(who_is_best)
{
    static const struct {
        const char *a, *b, *w, *c;
        bool best;
    } cases[] = {
        {"1/2", "0", "1", "0", true},    {"1/2", "1", "1", "1/2", true},   {"1/2", "1", "-1", "1/2", true},
        {"1/2", "1/2", "2", "1", true},  {"1/2", "7", "1", "3/2", true},   {"1/2", "-7", "1", "1", true},
        {"1/2", "1", "1", "0", false},   {"1/2", "1", "1", "-1/2", false}, {"1/2", "-1", "1", "1/2", false},
        {"1/2", "3", "1", "1/2", false}, {"0", "1", "1", "1/2", false},    {"0", "1", "0", "-1/2", true},
        {"0", "1", "0", "1/2", false},
    };
    nw_ramp ramp;
    fmpq_t four, one, error;
    nw_ramp_init(&ramp);
    fmpq_init(four);
    fmpq_init(one);
    fmpq_init(error);
    fmpq_set_si(four, 4, 1);
    fmpq_one(one);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        set(&ramp, cases[i].a, cases[i].b, cases[i].w, cases[i].c);
        nw_ramp_error(error, &ramp);
        bool half = fmpz_is_one(fmpq_numref(error)) && fmpz_equal_ui(fmpq_denref(error), 2);
        ck_assert_msg(nw_ramp_is_best(&ramp, four, one) == cases[i].best && half == cases[i].best, "case %zu", i);
    }
    nw_ramp_clear(&ramp);
    fmpq_clear(four);
    fmpq_clear(one);
    fmpq_clear(error);
}
END_TEST

START_TEST(the_search_knows_its_limits)
{
    nw_h3_search search = {.reach = 8, .margin = 0x1p-6, .level = 0.5, .most_boxes = 1000000};
    ck_assert(nw_h3_search_run(&search));
    ck_assert_uint_gt(search.leaves, 1);
    ck_assert_uint_eq(search.boxes, 2 * search.leaves - 1); /* a tree of halvings */
    search.margin = 0x1p-10;
    ck_assert(nw_h3_search_run(&search));
    /* The constant 1/2 stands against anything above 1/2. */
    search.margin = 0;
    search.level = 0.5 + 0x1p-10;
    search.most_boxes = 20000;
    ck_assert(!nw_h3_search_run(&search));
    search.level = 0.75;
    ck_assert(!nw_h3_search_run(&search));
}
END_TEST

START_TEST(monotone_units)
{
    static const nw_unit *const units[] = {&nw_unit_tanh,  &nw_unit_logistic, &nw_unit_arctan,
                                           &nw_unit_crelu, &nw_unit_relu,     &nw_unit_yarotsky};
    nw_monotone_sample sample;
    fmpq_t error, bound;
    fmpq_init(error);
    fmpq_init(bound);
    fmpq_set_si(error, 1, 2);
    nw_monotone_bound(bound, -1);
    ct_equal_rational(bound, error, "rising");
    nw_monotone_bound(bound, 1);
    ct_equal_rational(bound, error, "falling");
    ck_assert_int_eq(nw_monotone_gains_nothing(error), NW_PROVED);
    ck_assert_int_eq(nw_ramp_two_best(error), NW_PROVED);
    for (size_t i = 0; i < 6; i++) {
        nw_monotone_draw(&sample, units[i], error, 500, ct_seed());
        ck_assert_msg(sample.above == 500 && sample.drawn == 500, "%s: %zu", units[i]->name, sample.above);
    }
    /* A larger distance is not what they have. */
    fmpq_set_si(error, 3, 4);
    ck_assert_int_eq(nw_monotone_gains_nothing(error), NW_REFUTED);
    ck_assert_int_eq(nw_ramp_two_best(error), NW_REFUTED);
    nw_monotone_draw(&sample, &nw_unit_tanh, error, 2000, ct_seed());
    ck_assert_uint_gt(sample.below, 0);
    fmpq_clear(error);
    fmpq_clear(bound);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("audit_h3");
    TCase *tests = ct_case(suite, "ramp");
    tcase_add_test(tests, worked_errors);
    tcase_add_test(tests, errors_hold_every_sample);
    tcase_add_test(tests, the_region_by_bisection);
    tcase_add_test(tests, who_is_best);
    tests = ct_case(suite, "bound");
    tcase_add_test(tests, the_search_knows_its_limits);
    tcase_add_test(tests, monotone_units);
    return ct_main(suite);
}
