/* The public interface alone: what a program sees that has only <nwidth.h>. */
#include <nwidth.h>

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check_runner.h"

/* name, text, name, text, ..., NULL */
static nw_setting *new_setting(const char *id, const char *const *pairs)
{
    const nw_card *card = nw_card_find(id);
    ck_assert_msg(card != NULL, "no card %s", id);
    nw_setting *setting = nw_setting_new(card);
    for (; *pairs != NULL; pairs += 2) {
        nw_error error = {NW_OK, ""};
        nw_status status = nw_setting_set(setting, pairs[0], pairs[1], &error);
        ck_assert_msg(status == NW_OK, "%s --%s %s: %s", id, pairs[0], pairs[1], error.message);
    }
    return setting;
}

static nw_result *evaluate(const char *id, const char *const *pairs, long bits)
{
    nw_context *context = nw_context_new();
    nw_setting *setting = new_setting(id, pairs);
    nw_result *result = NULL;
    nw_error error = {NW_OK, ""};
    ck_assert_int_eq(nw_context_set_precision(context, bits, &error), NW_OK);
    nw_status status = nw_evaluate(&result, setting, context, &error);
    ck_assert_msg(status == NW_OK, "%s: %s", id, error.message);
    nw_setting_free(setting);
    nw_context_free(context);
    return result;
}

#define PAIRS(...) ((const char *const[]){__VA_ARGS__, NULL})

/* ---- the library and its catalogue ---- */

START_TEST(version)
{
    int major, minor, patch, length = 0;
    ck_assert_int_eq(sscanf(nw_version(), "%d.%d.%d%n", &major, &minor, &patch, &length), 3);
    ck_assert_int_eq(nw_version()[length], '\0');
    const char *expected = getenv("NWIDTH_VERSION");
    if (expected != NULL)
        ck_assert_str_eq(nw_version(), expected);
}
END_TEST

START_TEST(exit_codes)
{
    ck_assert_int_eq(nw_exit_code(NW_OK), 0);
    ck_assert_int_eq(nw_exit_code(NW_BAD_INPUT), 2);
    ck_assert_int_eq(nw_exit_code(NW_IO_FAILURE), 4);
}
END_TEST

START_TEST(catalogue)
{
    static const char *const ids[] = {
        "nwidth", "thm1", "thm2", "thm3", "thm4", "thm5", "separation", "bits", "capacity", "capacity-tanh1",
        "capacity-sigmoid", "entropy", "thm2-counting", "thm3-counting", "kuhn", "ramp", "mcshane", "tanh2", "syz", "lsyz"};
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++)
        ck_assert_msg(nw_card_find(ids[i]) != NULL, "no card %s", ids[i]);
    ck_assert_uint_ge(nw_card_count(), sizeof ids / sizeof ids[0]);
    ck_assert_ptr_null(nw_card_at(nw_card_count()));
    ck_assert_ptr_null(nw_card_at((size_t)-1));
    ck_assert_ptr_null(nw_card_find("thm"));
    ck_assert_ptr_null(nw_card_find(""));
    ck_assert_ptr_null(nw_card_find("THM1"));
    for (size_t i = 0; i < nw_card_count(); i++) {
        const nw_card *card = nw_card_at(i);
        ck_assert_ptr_eq(nw_card_find(nw_card_id(card)), card); /* so no id comes twice */
        ck_assert(strlen(nw_card_title(card)) > 0 && strlen(nw_card_quantity(card)) > 0);
        ck_assert(nw_card_kind(card) == NW_LOWER || nw_card_kind(card) == NW_UPPER);
    }
    ck_assert_int_eq(nw_card_kind(nw_card_find("thm1")), NW_LOWER);
    ck_assert_int_eq(nw_card_kind(nw_card_find("thm4")), NW_UPPER);
    ck_assert_str_eq(nw_card_quantity(nw_card_find("thm2")), "N_q");
}
END_TEST

/* ---- results ---- */

START_TEST(an_integer_result)
{
    nw_result *result = evaluate("thm1", PAIRS("m1", "1", "m2", "1", "eps", "0.01"), 128);
    mpz_t value;
    mpq_t exponent;
    mpfr_t end;
    mpz_init_set_si(value, -1);
    mpq_init(exponent);
    mpfr_init2(end, 64);
    ck_assert_int_eq(nw_result_outcome(result), NW_PROVED);
    ck_assert(nw_result_value(value, result));
    ck_assert_int_eq(mpz_cmp_ui(value, 545), 0);
    ck_assert(nw_result_lower(end, result));
    ck_assert_int_eq(mpfr_cmp_ui(end, 545), 0);
    ck_assert(nw_result_upper(end, result));
    ck_assert_int_eq(mpfr_cmp_ui(end, 545), 0);
    ck_assert(nw_result_exponent(exponent, result));
    ck_assert_int_eq(mpq_cmp_si(exponent, 2, 1), 0);
    ck_assert_ptr_null(nw_result_reason(result));
    mpz_clear(value);
    mpq_clear(exponent);
    mpfr_clear(end);
    nw_result_free(result);
}
END_TEST

/* The ends are the value rounded down and up to whatever precision the caller's numbers have. */
START_TEST(ends_are_rounded_outward)
{
    nw_result *result = evaluate("nwidth", PAIRS("r", "1", "n", "5", "eps", "1e-17"), 128);
    mpz_t value;
    mpz_init(value);
    ck_assert(nw_result_value(value, result));
    ck_assert_uint_gt(mpz_sizeinbase(value, 2), 200);
    for (mpfr_prec_t prec = 2; prec <= 400; prec += 7) {
        mpfr_t lower, upper, next;
        mpfr_inits2(prec, lower, upper, next, (mpfr_ptr)0);
        ck_assert(nw_result_lower(lower, result) && nw_result_upper(upper, result));
        ck_assert(mpfr_cmp_z(lower, value) <= 0 && mpfr_cmp_z(upper, value) >= 0);
        if (mpfr_cmp_z(lower, value) == 0) {
            ck_assert(mpfr_equal_p(lower, upper));
        } else {
            mpfr_set(next, lower, MPFR_RNDN);
            mpfr_nextabove(next);
            ck_assert(mpfr_equal_p(next, upper));
        }
        mpfr_clears(lower, upper, next, (mpfr_ptr)0);
    }
    mpz_clear(value);
    nw_result_free(result);
}
END_TEST

START_TEST(a_result_that_is_no_integer)
{
    nw_result *result = evaluate("separation", PAIRS("m1", "1", "m2", "1", "eps", "1e-3", "l2", "1"), 128);
    mpz_t value;
    mpq_t exponent;
    mpfr_t lower, upper, quotient;
    mpz_init_set_si(value, 77);
    mpq_init(exponent);
    mpfr_inits2(100, lower, upper, quotient, (mpfr_ptr)0);
    ck_assert_int_eq(nw_result_outcome(result), NW_PROVED);
    ck_assert(!nw_result_value(value, result));
    ck_assert_int_eq(mpz_cmp_si(value, 77), 0); /* untouched */
    ck_assert(nw_result_lower(lower, result) && nw_result_upper(upper, result));
    ck_assert(mpfr_less_p(lower, upper));
    mpfr_set_ui(quotient, 7775, MPFR_RNDN); /* theorem 2 over theorem 4, 3 (4000 + 1) */
    mpfr_div_ui(quotient, quotient, 12003, MPFR_RNDD);
    ck_assert(mpfr_equal_p(quotient, lower));
    ck_assert(nw_result_exponent(exponent, result));
    ck_assert_int_eq(mpq_cmp_si(exponent, 1, 1), 0);
    mpz_clear(value);
    mpq_clear(exponent);
    mpfr_clears(lower, upper, quotient, (mpfr_ptr)0);
    nw_result_free(result);
}
END_TEST

START_TEST(outside_the_domain)
{
    nw_result *result = evaluate("thm2", PAIRS("m1", "1", "m2", "1", "eps", "0.1", "r", "3"), 128);
    mpz_t value;
    mpq_t exponent;
    mpfr_t end;
    mpz_init_set_si(value, 5);
    mpq_init(exponent);
    mpfr_init2(end, 53);
    ck_assert_int_eq(nw_result_outcome(result), NW_OUTSIDE);
    const char *reason = nw_result_reason(result);
    ck_assert_ptr_nonnull(reason);
    ck_assert_msg(strstr(reason, "thm2") && strstr(reason, "--r 3") && strstr(reason, "r = 1"), "%s", reason);
    ck_assert(!nw_result_value(value, result) && mpz_cmp_si(value, 5) == 0);
    mpfr_set_ui(end, 1, MPFR_RNDN);
    ck_assert(!nw_result_lower(end, result) && mpfr_nan_p(end));
    mpfr_set_ui(end, 1, MPFR_RNDN);
    ck_assert(!nw_result_upper(end, result) && mpfr_nan_p(end));
    ck_assert(!nw_result_exponent(exponent, result));
    mpz_clear(value);
    mpq_clear(exponent);
    mpfr_clear(end);
    nw_result_free(result);
}
END_TEST

START_TEST(precision_changes_nothing)
{
    static const long bits[] = {53, 128, 1000, 20000};
    mpz_t first, value;
    mpz_inits(first, value, NULL);
    for (size_t i = 0; i < sizeof bits / sizeof bits[0]; i++) {
        nw_result *result =
            evaluate("thm1", PAIRS("m1", "3", "m2", "2", "r", "4", "eps", "1e-40", "alpha", "5"), bits[i]);
        ck_assert(nw_result_value(i == 0 ? first : value, result));
        ck_assert_msg(i == 0 || mpz_cmp(first, value) == 0, "%ld bits", bits[i]);
        nw_result_free(result);
    }
    mpz_clears(first, value, NULL);
}
END_TEST

/* ---- settings and errors ---- */

static void expect_error(nw_status status, const nw_error *error, const char *said)
{
    ck_assert_int_eq(status, NW_BAD_INPUT);
    ck_assert_int_eq(error->status, NW_BAD_INPUT);
    ck_assert_msg(strstr(error->message, said) != NULL, "'%s' does not say '%s'", error->message, said);
    ck_assert_msg(strchr(error->message, '\n') == NULL, "more than one line: '%s'", error->message);
}

START_TEST(bad_settings)
{
    static const struct {
        const char *name, *text, *said;
    } cases[] = {
        {"eps", "abc", "--eps"},    {"eps", "0", "--eps 0"},           {"eps", "-1", "--eps -1"},
        {"m1", "1e9", "--m1 1e9"},  {"m1", "1.5", "--m1 1.5"},         {"m1", "0", "--m1 0"},
        {"eps", "1e-99999999", ""}, {"alpha", "0.5", "--alpha 0.5"},   {"r", "65", "--r 65"},
        {"eps", "", "--eps"},       {"width", "3", "does not read"},   {"norm", "induced", "does not read"},
        {"zeta", "1", "zeta"},      {"m1", "1e-99999999999999", "m1"}, {"", "1", "parameter"},
    };
    nw_setting *setting = nw_setting_new(nw_card_find("thm1"));
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        nw_error error = {NW_OK, ""};
        expect_error(nw_setting_set(setting, cases[i].name, cases[i].text, &error), &error, cases[i].said);
        ck_assert_int_eq(nw_setting_set(setting, cases[i].name, cases[i].text, NULL), NW_BAD_INPUT);
    }
    nw_setting_free(setting);
}
END_TEST

START_TEST(missing_settings)
{
    nw_context *context = nw_context_new();
    nw_setting *setting = nw_setting_new(nw_card_find("thm1"));
    nw_result *result = (nw_result *)setting; /* must be overwritten */
    nw_error error = {NW_OK, ""};
    expect_error(nw_evaluate(&result, setting, context, &error), &error, "--m1");
    ck_assert_ptr_null(result);
    ck_assert_int_eq(nw_setting_set(setting, "m1", "1", NULL), NW_OK);
    expect_error(nw_evaluate(&result, setting, context, &error), &error, "--m2");
    ck_assert_int_eq(nw_setting_set(setting, "m2", "1", NULL), NW_OK);
    expect_error(nw_evaluate(&result, setting, context, &error), &error, "--eps");
    ck_assert_int_eq(nw_setting_set(setting, "eps", "0.01", NULL), NW_OK);
    ck_assert_int_eq(nw_evaluate(&result, setting, context, &error), NW_OK);
    nw_result_free(result);
    /* A value that was refused is not the old one. */
    ck_assert_int_eq(nw_setting_set(setting, "eps", "nonsense", &error), NW_BAD_INPUT);
    expect_error(nw_evaluate(&result, setting, context, &error), &error, "--eps");
    nw_setting_free(setting);
    nw_context_free(context);
}
END_TEST

START_TEST(a_setting_is_used_again)
{
    static const char *const accuracies[] = {"1/30", "0.01", "1/30"};
    static const unsigned long expected[] = {41, 545, 41};
    nw_context *context = nw_context_new();
    nw_setting *setting = new_setting("thm1", PAIRS("m1", "1", "m2", "1"));
    mpz_t value;
    mpz_init(value);
    for (size_t i = 0; i < 3; i++) {
        nw_result *result;
        ck_assert_int_eq(nw_setting_set(setting, "eps", accuracies[i], NULL), NW_OK);
        ck_assert_int_eq(nw_evaluate(&result, setting, context, NULL), NW_OK);
        ck_assert(nw_result_value(value, result));
        ck_assert_msg(mpz_cmp_ui(value, expected[i]) == 0, "eps = %s", accuracies[i]);
        nw_result_free(result);
    }
    mpz_clear(value);
    nw_setting_free(setting);
    nw_context_free(context);
}
END_TEST

/* Defaults that depend on other values are found again: the activation is crelu for r = 1 and tanh for r = 2. */
START_TEST(defaults_follow_their_setting)
{
    nw_context *context = nw_context_new();
    nw_setting *setting = new_setting("thm4", PAIRS("m1", "1", "eps", "0.1"));
    for (int r = 1; r <= 2; r++) {
        nw_result *result;
        ck_assert_int_eq(nw_setting_set(setting, "r", r == 1 ? "1" : "2", NULL), NW_OK);
        ck_assert_int_eq(nw_evaluate(&result, setting, context, NULL), NW_OK);
        ck_assert_msg(nw_result_outcome(result) == NW_PROVED, "r = %d: %s", r, nw_result_reason(result));
        nw_result_free(result);
    }
    nw_setting_free(setting);
    nw_context_free(context);
}
END_TEST

START_TEST(precision_has_limits)
{
    nw_context *context = nw_context_new();
    nw_error error = {NW_OK, ""};
    expect_error(nw_context_set_precision(context, 52, &error), &error, "52");
    expect_error(nw_context_set_precision(context, 1048577, &error), &error, "1048577");
    expect_error(nw_context_set_precision(context, -1, &error), &error, "-1");
    ck_assert_int_eq(nw_context_set_precision(context, 53, &error), NW_OK);
    ck_assert_int_eq(nw_context_set_precision(context, 1048576, NULL), NW_OK);
    nw_context_free(context);
}
END_TEST

START_TEST(nothing_is_freed_safely)
{
    nw_context_free(NULL);
    nw_setting_free(NULL);
    nw_result_free(NULL);
}
END_TEST

/* ---- threads ---- */

enum { THREADS = 4, ROUNDS = 12 };

static void *evaluate_in_thread(void *sum)
{
    nw_context *context = nw_context_new();
    mpz_t value;
    mpz_init(value);
    for (int i = 0; i < ROUNDS; i++) {
        char order[16], accuracy[16];
        snprintf(order, sizeof order, "%d", 1 + i % 6);
        snprintf(accuracy, sizeof accuracy, "1e-%d", 3 + 2 * i);
        nw_setting *setting = nw_setting_new(nw_card_find("thm1"));
        nw_result *result = NULL;
        bool done = nw_setting_set(setting, "m1", "2", NULL) == NW_OK &&
                    nw_setting_set(setting, "m2", "2", NULL) == NW_OK &&
                    nw_setting_set(setting, "r", order, NULL) == NW_OK &&
                    nw_setting_set(setting, "eps", accuracy, NULL) == NW_OK &&
                    nw_evaluate(&result, setting, context, NULL) == NW_OK && nw_result_value(value, result);
        if (done)
            mpz_add(*(mpz_t *)sum, *(mpz_t *)sum, value);
        nw_result_free(result);
        nw_setting_free(setting);
    }
    mpz_clear(value);
    nw_context_free(context);
    ct_free_caches();
    return NULL;
}

START_TEST(one_context_a_thread)
{
    pthread_t threads[THREADS];
    mpz_t sums[THREADS], alone;
    mpz_init(alone);
    evaluate_in_thread(&alone);
    ck_assert_int_gt(mpz_sgn(alone), 0);
    for (int t = 0; t < THREADS; t++) {
        mpz_init(sums[t]);
        ck_assert_int_eq(pthread_create(&threads[t], NULL, evaluate_in_thread, &sums[t]), 0);
    }
    for (int t = 0; t < THREADS; t++) {
        ck_assert_int_eq(pthread_join(threads[t], NULL), 0);
        ck_assert_msg(mpz_cmp(sums[t], alone) == 0, "thread %d", t);
        mpz_clear(sums[t]);
    }
    mpz_clear(alone);
}
END_TEST

/* ---- memory ---- */

#ifndef __SANITIZE_ADDRESS__ /* AddressSanitizer needs the address space that is taken away here */

enum { HANDLED = 23 };

static void leave(size_t bytes)
{
    _exit(bytes > 0 ? HANDLED : HANDLED + 1);
}

/* The exit status of a process that makes contexts until memory runs out, and what it said on stderr. */
static int exhaust(char *said, size_t size, void (*handler)(size_t))
{
    int ends[2];
    ck_assert_int_eq(pipe(ends), 0);
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        struct rlimit limit = {.rlim_cur = 64UL << 20, .rlim_max = 64UL << 20};
        dup2(ends[1], STDERR_FILENO);
        close(ends[0]);
        if (setrlimit(RLIMIT_AS, &limit) != 0)
            _exit(1);
        nw_set_memory_handler(leave);
        nw_set_memory_handler(handler);
        for (long i = 0; i < 100000000; i++)
            if (nw_context_new() == NULL)
                _exit(2);
        _exit(3);
    }
    close(ends[1]);
    size_t length = 0;
    for (ssize_t got; length + 1 < size && (got = read(ends[0], said + length, size - 1 - length)) > 0;)
        length += (size_t)got;
    said[length] = '\0';
    close(ends[0]);
    int status;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFEXITED(status));
    return WEXITSTATUS(status);
}

START_TEST(memory_handler)
{
    char said[4096];
    ck_assert_int_eq(exhaust(said, sizeof said, leave), HANDLED);
    ck_assert_str_eq(said, "");
    ck_assert_int_eq(exhaust(said, sizeof said, NULL), 4);
    char *end = strchr(said, '\n');
    ck_assert_msg(strstr(said, "out of memory") != NULL && end != NULL && end[1] == '\0', "'%s'", said);
}
END_TEST

#endif

int main(void)
{
    Suite *suite = suite_create("public");
    TCase *tests = ct_case(suite, "catalogue");
    tcase_add_test(tests, version);
    tcase_add_test(tests, exit_codes);
    tcase_add_test(tests, catalogue);
    tests = ct_case(suite, "results");
    tcase_add_test(tests, an_integer_result);
    tcase_add_test(tests, ends_are_rounded_outward);
    tcase_add_test(tests, a_result_that_is_no_integer);
    tcase_add_test(tests, outside_the_domain);
    tcase_add_test(tests, precision_changes_nothing);
    tests = ct_case(suite, "settings");
    tcase_add_test(tests, bad_settings);
    tcase_add_test(tests, missing_settings);
    tcase_add_test(tests, a_setting_is_used_again);
    tcase_add_test(tests, defaults_follow_their_setting);
    tcase_add_test(tests, precision_has_limits);
    tcase_add_test(tests, nothing_is_freed_safely);
    tests = ct_case(suite, "threads");
    tcase_add_test(tests, one_context_a_thread);
    tests = ct_case(suite, "memory");
#ifndef __SANITIZE_ADDRESS__
    tcase_add_test(tests, memory_handler);
#endif
    return ct_main(suite);
}
