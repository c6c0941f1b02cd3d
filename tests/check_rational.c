/* Exact numbers in, proven digits out. */
#include "rational.h"

#include <math.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check_common.h"

static void expect_parsed(const char *text, slong p, ulong q)
{
    fmpq_t value, expected;
    nw_error error;
    fmpq_init(value);
    fmpq_init(expected);
    fmpq_set_si(expected, p, q);
    ck_assert_msg(nw_rational_parse(value, text, &error) == NW_OK, "'%s': %s", text, error.message);
    ct_equal_rational(value, expected, "'%s'", text);
    fmpq_clear(value);
    fmpq_clear(expected);
}

START_TEST(numbers_are_read_exactly)
{
    expect_parsed("12", 12, 1);
    expect_parsed("0", 0, 1);
    expect_parsed("-0", 0, 1);
    expect_parsed("+7", 7, 1);
    expect_parsed("007", 7, 1);
    expect_parsed("0.1", 1, 10);
    expect_parsed("-0.25", -1, 4);
    expect_parsed(".5", 1, 2);
    expect_parsed("5.", 5, 1);
    expect_parsed("1e-6", 1, 1000000);
    expect_parsed("1E+3", 1000, 1);
    expect_parsed("12.50e1", 125, 1);
    expect_parsed("-1.5e-2", -3, 200);
    expect_parsed("3/400", 3, 400);
    expect_parsed("-6/4", -3, 2);
    expect_parsed("0/5", 0, 1);
    expect_parsed("1e0000000000000000000000003", 1000, 1);
}
END_TEST

static void expect_refused(const char *text, const char *said)
{
    fmpq_t value;
    nw_error error = {NW_OK, ""};
    fmpq_init(value);
    ck_assert_msg(nw_rational_parse(value, text, &error) == NW_BAD_INPUT, "'%.40s' was read", text);
    ck_assert_int_eq(error.status, NW_BAD_INPUT);
    ck_assert_msg(strstr(error.message, said) != NULL, "'%.40s': '%s' does not say '%s'", text, error.message, said);
    ck_assert_msg(strchr(error.message, '\n') == NULL, "'%.40s': more than one line", text);
    ck_assert_int_eq(nw_rational_parse(value, text, NULL), NW_BAD_INPUT);
    fmpq_clear(value);
}

START_TEST(garbage_is_refused)
{
    static const char *const garbage[] = {"", "-", "+", ".", "abc", "1a", "1 ", " 1", "1,5", "0x10", "1e", "1e+", "e5",
                                          "1e1.5", "--1", "+-1", "1/", "/2", "1/-2", "1/2/3", "1.5/2", "1/2e3", "inf",
                                          "nan", "1e5x", "1..2", "\xd9\xa1", "1_000"};
    for (size_t i = 0; i < sizeof garbage / sizeof garbage[0]; i++) {
        char quoted[80];
        snprintf(quoted, sizeof quoted, "'%s' is not a number", garbage[i]);
        expect_refused(garbage[i], quoted);
    }
    expect_refused("1\n2", "'1?2' is not a number"); /* the message stays one line */
    expect_refused("1/0", "divides by zero");
    expect_refused("0/0", "divides by zero");
    expect_refused("1e10001", "out of range");
    expect_refused("1e-99999999999999999999999", "out of range");
}
END_TEST

START_TEST(limits_are_where_they_say)
{
    fmpq_t value;
    fmpz_t power;
    fmpq_init(value);
    fmpz_init(power);
    fmpz_ui_pow_ui(power, 10, NW_MAX_DECIMAL_EXPONENT);
    ct_rational(value, "1e10000");
    ck_assert(fmpz_equal(fmpq_numref(value), power) && fmpz_is_one(fmpq_denref(value)));
    ct_rational(value, "1e-10000");
    ck_assert(fmpz_equal(fmpq_denref(value), power) && fmpz_is_one(fmpq_numref(value)));

    char *longest = malloc(NW_MAX_NUMBER_LENGTH + 2);
    memset(longest, '9', NW_MAX_NUMBER_LENGTH + 1);
    longest[NW_MAX_NUMBER_LENGTH] = '\0';
    ct_rational(value, longest);
    fmpz_ui_pow_ui(power, 10, NW_MAX_NUMBER_LENGTH);
    fmpz_sub_ui(power, power, 1);
    ck_assert(fmpz_equal(fmpq_numref(value), power));
    longest[NW_MAX_NUMBER_LENGTH] = '9';
    longest[NW_MAX_NUMBER_LENGTH + 1] = '\0';
    expect_refused(longest, "too long");
    free(longest);
    fmpq_clear(value);
    fmpz_clear(power);
}
END_TEST

static void expect_written(const char *text, const char *fraction, const char *readable)
{
    fmpq_t value;
    fmpq_init(value);
    ct_rational(value, text);
    char *exact = nw_rational_text(value), *written = nw_rational_short(value);
    ck_assert_str_eq(exact, fraction);
    ck_assert_str_eq(written, readable);
    free(exact);
    free(written);
    fmpq_clear(value);
}

START_TEST(numbers_are_written_as_people_do)
{
    expect_written("0.01", "1/100", "0.01");
    expect_written("1e-6", "1/1000000", "1e-6");
    expect_written("0", "0", "0");
    expect_written("-0.5", "-1/2", "-0.5");
    expect_written("1/3", "1/3", "1/3");
    expect_written("-22/7", "-22/7", "-22/7");
    expect_written("12.125", "97/8", "12.125");
    expect_written("1000", "1000", "1000");
    expect_written("-1200", "-1200", "-1200");
    expect_written("0.0001", "1/10000", "0.0001");
    expect_written("1.25e-7", "1/8000000", "1.25e-7");
    expect_written("1e21", "1000000000000000000000", "1e21");
    expect_written("123456789012345678901", "123456789012345678901", "123456789012345678901");
}
END_TEST

/* Text made of a random number in every form, read back: the same number. */
START_TEST(what_is_written_reads_back)
{
    gsl_rng *rng = ct_rng("reads back");
    fmpq_t value, again;
    fmpq_init(value);
    fmpq_init(again);
    for (int i = 0; i < 3000; i++) {
        ct_small_rational(value, rng, i % 3 == 0 ? 40 : 6);
        if (i % 2 == 0)
            fmpq_inv(value, value);
        if (i % 5 == 0)
            fmpq_neg(value, value);
        char *exact = nw_rational_text(value), *readable = nw_rational_short(value);
        ct_rational(again, exact);
        ct_equal_rational(again, value, "text %s", exact);
        ct_rational(again, readable);
        ct_equal_rational(again, value, "short %s", readable);
        free(exact);
        free(readable);
    }
    fmpq_clear(value);
    fmpq_clear(again);
    gsl_rng_free(rng);
}
END_TEST

/* Significant digits of a decimal, leading and trailing zeros aside. */
static long significant_digits(const char *text)
{
    long count = 0, zeros = 0;
    for (; *text != '\0' && *text != 'e'; text++) {
        if (!isdigit((unsigned char)*text) || (count == 0 && *text == '0'))
            continue;
        zeros = *text == '0' ? zeros + 1 : 0;
        count++;
    }
    return count - zeros;
}

/* A decimal of d digits is on its side of the value, closer than one unit in its last place, and exact when
 * it can be. */
static void expect_decimal(const fmpq_t value, long digits, int direction)
{
    fmpq_t read, gap, unit;
    fmpq_init(read);
    fmpq_init(gap);
    fmpq_init(unit);
    char *text = nw_rational_decimal(value, digits, direction);
    ct_rational(read, text);
    fmpq_sub(gap, read, value);
    ck_assert_msg(fmpq_sgn(gap) * direction >= 0, "%s is on the wrong side, direction %d", text, direction);
    ck_assert_msg(significant_digits(text) <= digits, "%s has more than %ld digits", text, digits);
    fmpq_abs(gap, gap);
    fmpq_abs(unit, value);
    fmpz_t power;
    fmpz_init(power);
    fmpz_ui_pow_ui(power, 10, (ulong)(digits - 1));
    fmpq_div_fmpz(unit, unit, power); /* one unit of d digits is at most this much of the value */
    ck_assert_msg(fmpq_cmp(gap, unit) < 0 || fmpq_is_zero(value), "%s is more than a unit away", text);
    char *exact = nw_rational_short(value);
    if (strchr(exact, '/') == NULL && significant_digits(exact) <= digits)
        ck_assert_msg(fmpq_is_zero(gap), "%s is not %s, which fits", text, exact);
    free(exact);
    free(text);
    fmpz_clear(power);
    fmpq_clear(read);
    fmpq_clear(gap);
    fmpq_clear(unit);
}

START_TEST(decimals_enclose)
{
    gsl_rng *rng = ct_rng("decimals");
    fmpq_t value;
    fmpq_init(value);
    for (int direction = -1; direction <= 1; direction += 2) {
        static const char *const cases[] = {"0",     "1",    "9.99",         "-9.99", "999999",
                                            "1/3",   "-2/3", "99999/100000", "1e40",  "123456.5",
                                            "1e-40", "0.5",  "1000",         "10/3"};
        for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
            for (long digits = 1; digits <= 20; digits++) {
                ct_rational(value, cases[i]);
                expect_decimal(value, digits, direction);
            }
    }
    for (int i = 0; i < 3000; i++) {
        ct_small_rational(value, rng, 60);
        if (i % 2 == 0)
            fmpq_inv(value, value);
        if (i % 3 == 0)
            fmpq_neg(value, value);
        expect_decimal(value, ct_between(rng, 1, 40), i % 4 < 2 ? 1 : -1);
    }
    fmpq_clear(value);
    gsl_rng_free(rng);
}
END_TEST

START_TEST(known_decimals)
{
    fmpq_t third;
    fmpq_init(third);
    fmpq_set_si(third, 1, 3);
    char *down = nw_rational_decimal(third, 5, -1), *up = nw_rational_decimal(third, 5, 1);
    ck_assert_str_eq(down, "0.33333");
    ck_assert_str_eq(up, "0.33334");
    free(down);
    free(up);
    fmpq_neg(third, third);
    down = nw_rational_decimal(third, 2, -1);
    up = nw_rational_decimal(third, 2, 1);
    ck_assert_str_eq(down, "-0.34");
    ck_assert_str_eq(up, "-0.33");
    free(down);
    free(up);
    fmpq_clear(third);
}
END_TEST

START_TEST(product_with_integer)
{
    gsl_rng *rng = ct_rng("product");
    fmpq_t value, rest, product;
    fmpq_init(value);
    fmpq_init(rest);
    fmpq_init(product);
    for (int i = 0; i < 2000; i++) {
        slong p = ct_between(rng, -1000, 1000), q = ct_between(rng, 1, 50), n = ct_between(rng, -9, 9);
        fmpq_set_si(value, p, (ulong)q);
        nw_rational_mul_si(product, value, n);
        fmpq_set_si(rest, p * n, (ulong)q);
        ct_equal_rational(product, rest, "%ld/%ld * %ld", p, q, n);
    }
    fmpq_clear(value);
    fmpq_clear(rest);
    fmpq_clear(product);
    gsl_rng_free(rng);
}
END_TEST

/* mid + rad and mid - rad as rationals, from the parts of the ball and not from arf arithmetic. */
START_TEST(ends_of_balls_are_exact)
{
    gsl_rng *rng = ct_rng("balls");
    fmpq_t lower, upper, mid, rad, expected;
    arb_t ball;
    fmpq_init(lower);
    fmpq_init(upper);
    fmpq_init(mid);
    fmpq_init(rad);
    fmpq_init(expected);
    arb_init(ball);
    for (int i = 0; i < 1000; i++) {
        slong m = ct_between(rng, -1000000, 1000000), x = ct_between(rng, 0, 1 << 20),
              shift = ct_between(rng, -200, 200);
        arf_set_si_2exp_si(arb_midref(ball), m, shift);
        mag_set_ui_2exp_si(arb_radref(ball), (ulong)x, -40);
        fmpq_set_si(mid, m, 1);
        if (shift < 0)
            fmpq_div_2exp(mid, mid, (flint_bitcnt_t)-shift);
        else
            fmpq_mul_2exp(mid, mid, (flint_bitcnt_t)shift);
        fmpq_set_si(rad, x, 1);
        fmpq_div_2exp(rad, rad, 40);
        nw_ball_ends(lower, upper, ball);
        fmpq_sub(expected, mid, rad);
        ct_equal_rational(lower, expected, "lower end");
        fmpq_add(expected, mid, rad);
        ct_equal_rational(upper, expected, "upper end");
    }
    fmpq_clear(lower);
    fmpq_clear(upper);
    fmpq_clear(mid);
    fmpq_clear(rad);
    fmpq_clear(expected);
    arb_clear(ball);
    gsl_rng_free(rng);
}
END_TEST

START_TEST(doubles_below)
{
    gsl_rng *rng = ct_rng("doubles_below");
    fmpq_t x, exact;
    arf_t number;
    fmpq_init(x);
    fmpq_init(exact);
    arf_init(number);
    for (int i = 0; i < 2000; i++) {
        ct_small_rational(x, rng, 40);
        if (i % 2 == 1)
            fmpq_neg(x, x);
        double below = nw_rational_below(x);
        arf_set_d(number, below);
        arf_get_fmpq(exact, number);
        ck_assert(fmpq_cmp(exact, x) <= 0);
        ck_assert(nw_rational_below(exact) == below); /* a double stays itself */
        arf_set_d(number, nextafter(below, 1e300));
        arf_get_fmpq(exact, number);
        ck_assert(fmpq_cmp(exact, x) > 0);
    }
    arf_clear(number);
    fmpq_clear(exact);
    fmpq_clear(x);
    gsl_rng_free(rng);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("rational");
    TCase *tests = ct_case(suite, "reading");
    tcase_add_test(tests, numbers_are_read_exactly);
    tcase_add_test(tests, garbage_is_refused);
    tcase_add_test(tests, limits_are_where_they_say);
    tcase_add_test(tests, doubles_below);
    tests = ct_case(suite, "writing");
    tcase_add_test(tests, numbers_are_written_as_people_do);
    tcase_add_test(tests, what_is_written_reads_back);
    tcase_add_test(tests, decimals_enclose);
    tcase_add_test(tests, known_decimals);
    tests = ct_case(suite, "arithmetic");
    tcase_add_test(tests, product_with_integer);
    tcase_add_test(tests, ends_of_balls_are_exact);
    return ct_main(suite);
}
