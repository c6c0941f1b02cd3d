/* H9: networks with product gadgets against the products they stand for, their counts, and what refutes the claim. */
#include <math.h>
#include <stdlib.h>

#include "audit/claim.h"
#include "audit/h9_row.h"
#include "base/memory.h"
#include "certify/certify.h"
#include "check_common.h"
#include "construct/construct.h"
#include "construct/gadget.h"

static nw_target *product(size_t terms, long seed)
{
    char *word = nw_format("product:r=1,m1=1,m2=1,terms=%zu,scale=2,seed=%ld", terms, seed);
    nw_target *target;
    nw_error error;
    ck_assert_msg(nw_target_parse(&target, word, &error) == NW_OK, "%s", error.message);
    free(word);
    return target;
}

/* With the hypernetwork of the same grids the difference is that of the gadgets alone. */
START_TEST(gadgets_multiply)
{
    gsl_rng *rng = ct_rng("gadgets");
    nw_error error;
    for (int number = 0; number < 20; number++) {
        size_t terms = (size_t)ct_between(rng, 1, 3), intervals = (size_t)ct_between(rng, 1, 12);
        nw_target *target = product(terms, (long)ct_between(rng, 1, 1000));
        double accuracy = pow(10, -(double)ct_between(rng, 1, 5)), most = 0;
        nw_network *network;
        nw_composite *hyper;
        ck_assert_int_eq(nw_construct_gadgets(&network, target, intervals, intervals + 1, accuracy, &error), NW_OK);
        ck_assert_int_eq(nw_construct_thm5(&hyper, NULL, target, intervals, intervals + 1, NW_RELU, &error), NW_OK);
        nw_net_work *work = nw_net_work_new(network, 1);
        for (int i = 0; i < 300; i++) {
            double x[2] = {2 * gsl_rng_uniform(rng) - 1, 2 * gsl_rng_uniform(rng) - 1}, plain, other;
            nw_network_forward(network, 1, x, &plain, work);
            nw_composite_values(hyper, 1, x, &other);
            most = fmax(most, fabs(plain - other));
        }
        ck_assert_msg(most <= accuracy, "%zu terms: %g above %g", terms, most, accuracy);
        /* hinges; linear units; what is left are gadgets, four connections a piece of each of their two squares */
        size_t nodes = 2 * intervals + 3, rest = network->parameter_count - nodes * (2 + terms);
        ck_assert_uint_eq(rest % 8, 0);
        ck_assert_uint_eq(network->layers[2].units, rest / 4);
        nw_net_work_free(work);
        nw_network_free(network);
        nw_composite_free(hyper);
        nw_target_free(target);
    }
    gsl_rng_free(rng);
}
END_TEST

START_TEST(bad_input)
{
    nw_target *trig, *structured = product(2, 1);
    nw_network *network;
    nw_error error;
    ck_assert_int_eq(nw_target_parse(&trig, "trig:n=2", &error), NW_OK);
    ck_assert_int_eq(nw_construct_gadgets(&network, trig, 4, 4, 0.1, &error), NW_BAD_INPUT);
    ck_assert_int_eq(nw_construct_gadgets(&network, structured, 4, 4, 0, &error), NW_BAD_INPUT);
    ck_assert_int_eq(nw_construct_gadgets(&network, structured, 4, 4, NAN, &error), NW_BAD_INPUT);
    ck_assert_int_eq(nw_construct_gadgets(&network, structured, 4, 4, 1e-30, &error), NW_BAD_INPUT);
    ck_assert_int_eq(nw_construct_gadgets(&network, structured, 0, 4, 0.1, &error), NW_BAD_INPUT);
    nw_target_free(trig);
    nw_target_free(structured);
}
END_TEST

static nw_verdict verdict_of(const char *altered_name, const char *altered_value)
{
    nw_audit_grid given = {0};
    nw_error error = {0};
    nw_context *context = nw_context_new();
    nw_evidence *evidence = nw_evidence_new();
    nw_audit_run run = {.given = &given,
                        .context = context,
                        .quick = true,
                        .seed = ct_seed(),
                        .altered_name = altered_name,
                        .altered_value = altered_value};
    nw_status status = nw_claim_h9.check(evidence, &nw_claim_h9, &run, &error);
    ck_assert_msg(status == NW_OK, "%s", error.message);
    nw_verdict verdict = evidence->verdict;
    nw_context_free(context);
    nw_evidence_free(evidence);
    return verdict;
}

START_TEST(what_refutes_it)
{
    ck_assert_int_eq(verdict_of(NULL, NULL), NW_HOLDS);
    ck_assert_int_eq(verdict_of("plain", "1.9"), NW_FAILS);
}
END_TEST

/* The ratio of the literal emulation: 20 (M + 1) more than f against 3 (M + 1) of g, below 20/3 whatever f is. */
START_TEST(the_literal_count)
{
    for (size_t m = 1; m < 1000; m += 37)
        for (size_t f = 0; f < 100000; f += 9999)
            ck_assert_uint_le(3 * nw_gadgets_literal_count(f, m + 1), 20 * (f + 3 * (m + 1)));
    ck_assert_uint_eq(nw_gadgets_literal_count(44, 11), 264);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("audit h9");
    TCase *tests = ct_case(suite, "h9");
    tcase_add_test(tests, gadgets_multiply);
    tcase_add_test(tests, bad_input);
    tcase_add_test(tests, what_refutes_it);
    tcase_add_test(tests, the_literal_count);
    return ct_main(suite);
}
