/* study/q_form.h: other coordinates of the same embedding method, and Lipschitz constants over tasks. */
#include "study/q_form.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "check_common.h"

enum { TASKS = 6, MOST_K = 5, POINTS = 20 };

/* A random method whose weights are of very different sizes. */
static nw_embed_network random_method(gsl_rng *rng, size_t m1, size_t k, size_t width)
{
    nw_embed_network method = {.k = k, .width = width};
    method.q = nw_network_new(m1 + k, &width, 1, 1, NW_TANH, ct_between(rng, 0, 1) == 1);
    for (size_t p = 0; p < method.q->parameter_count; p++)
        method.q->parameters[p] = 2 * gsl_rng_uniform(rng) - 1;
    method.rows = nw_alloc(TASKS * k, sizeof *method.rows);
    for (size_t i = 0; i < TASKS * k; i++)
        method.rows[i] = 2 * gsl_rng_uniform(rng) - 1;
    for (size_t l = 0; l < k; l++) { /* the coordinates of e in units of their own */
        double unit = exp(12 * gsl_rng_uniform(rng) - 6);
        for (size_t j = 0; j < width; j++)
            method.q->parameters[j * (m1 + k) + m1 + l] *= unit;
        for (size_t t = 0; t < TASKS; t++)
            method.rows[t * k + l] /= unit;
    }
    return method;
}

/* q(x_i, e_t), the same x for the same m1. */
static void values_of(const nw_embed_network *method, size_t m1, double *out)
{
    nw_net_work *work = nw_net_work_new(method->q, 1);
    for (size_t t = 0; t < TASKS; t++)
        for (size_t i = 0; i < POINTS; i++) {
            double in[8];
            for (size_t a = 0; a < m1; a++)
                in[a] = cos((double)(3 * i + 7 * a + 1));
            memcpy(in + m1, method->rows + t * method->k, method->k * sizeof *in);
            nw_network_forward(method->q, 1, in, out + t * POINTS + i, work);
        }
    nw_net_work_free(work);
}

static size_t zeros_of(const double *values, size_t count)
{
    size_t zeros = 0;
    for (size_t i = 0; i < count; i++)
        zeros += values[i] == 0;
    return zeros;
}

START_TEST(sparse_forms_are_the_same_function)
{
    gsl_rng *rng = ct_rng("sparsen");
    for (int repeat = 0; repeat < 300; repeat++) {
        size_t m1 = (size_t)ct_between(rng, 1, 3), k = (size_t)ct_between(rng, 1, MOST_K);
        size_t width = k + (size_t)ct_between(rng, 0, 6);
        nw_embed_network method = random_method(rng, m1, k, width);
        double before[TASKS * POINTS], after[TASKS * POINTS];
        size_t count = method.q->parameter_count;
        values_of(&method, m1, before);
        ck_assert_uint_eq(nw_q_connections(method.q), count);
        ck_assert(nw_q_sparsen(&method, TASKS));
        values_of(&method, m1, after);
        for (size_t i = 0; i < TASKS * POINTS; i++)
            ck_assert_msg(fabs(after[i] - before[i]) <= 1e-9, "m1 = %zu, k = %zu, width %zu: %g became %g", m1, k,
                          width, before[i], after[i]);
        ck_assert_uint_eq(zeros_of(method.q->parameters, count), k * k);
        ck_assert_uint_eq(nw_q_connections(method.q), count - k * k);
        /* k units stand for the embedding: one 1 behind x, no bias. */
        size_t plain = 0;
        for (size_t j = 0; j < width; j++) {
            const double *v = nw_layer_weights(method.q, 0) + j * (m1 + k) + m1;
            plain += zeros_of(v, k) == k - 1 && nw_layer_biases(method.q, 0)[j] == 0;
        }
        ck_assert_uint_eq(plain, k);
        nw_embed_network_clear(&method);
    }
    gsl_rng_free(rng);
}
END_TEST

/* Where no k units are independent nothing happens at all. */
START_TEST(dependent_rows_are_refused)
{
    gsl_rng *rng = ct_rng("dependent");
    for (int repeat = 0; repeat < 100; repeat++) {
        size_t m1 = (size_t)ct_between(rng, 1, 2), k = (size_t)ct_between(rng, 1, MOST_K);
        size_t width = k + (size_t)ct_between(rng, 0, 3);
        bool narrow = repeat % 2 == 0 && k > 1;
        width = narrow ? k - 1 : width;
        nw_embed_network method = random_method(rng, m1, k, width);
        double rows[TASKS * MOST_K];
        /* The last column: the sum of the others, in its own unit; 0 for k = 1. */
        for (size_t j = 0; j < width && !narrow; j++) {
            double *v = method.q->parameters + j * (m1 + k) + m1;
            v[k - 1] = 0;
            for (size_t l = 0; l + 1 < k; l++)
                v[k - 1] += v[l];
        }
        nw_network *before = nw_network_copy(method.q);
        memcpy(rows, method.rows, TASKS * k * sizeof *rows);
        ck_assert_msg(!nw_q_sparsen(&method, TASKS), "k = %zu, width %zu", k, width);
        ck_assert_mem_eq(before->parameters, method.q->parameters, before->parameter_count * sizeof(double));
        ck_assert_mem_eq(rows, method.rows, TASKS * k * sizeof *rows);
        nw_network_free(before);
        nw_embed_network_clear(&method);
    }
    gsl_rng_free(rng);
}
END_TEST

static double column_sum(const nw_network *q, size_t input)
{
    double sum = 0;
    for (size_t j = 0; j < q->layers[0].units; j++)
        sum += fabs(nw_layer_weights(q, 0)[j * q->inputs + input]);
    return sum;
}

START_TEST(balance_is_exact)
{
    gsl_rng *rng = ct_rng("balance");
    for (int repeat = 0; repeat < 300; repeat++) {
        size_t m1 = (size_t)ct_between(rng, 1, 3), k = (size_t)ct_between(rng, 1, MOST_K);
        nw_embed_network method = random_method(rng, m1, k, (size_t)ct_between(rng, 1, 9));
        double before[TASKS * POINTS], after[TASKS * POINTS], most = 0;
        double complexity = nw_network_spectral_complexity(method.q);
        for (size_t a = 0; a < m1; a++)
            most = fmax(most, column_sum(method.q, a));
        values_of(&method, m1, before);
        size_t connections = nw_q_connections(method.q);
        nw_q_balance(&method, TASKS);
        values_of(&method, m1, after);
        ck_assert_mem_eq(before, after, sizeof before);
        ck_assert_uint_eq(nw_q_connections(method.q), connections);
        ck_assert_double_le(nw_network_spectral_complexity(method.q), complexity);
        for (size_t l = 0; l < k; l++) {
            double sum = column_sum(method.q, m1 + l);
            ck_assert_msg(sum <= most && sum > most / 2 * (1 - 1e-12), "%g beside %g", sum, most);
        }
        nw_embed_network_clear(&method);
    }
    gsl_rng_free(rng);
}
END_TEST

/* Columns of zeros have no scale, and stay. */
START_TEST(balance_of_zeros)
{
    gsl_rng *rng = ct_rng("zeros");
    nw_embed_network method = random_method(rng, 1, 2, 3);
    double rows[TASKS * 2];
    for (size_t j = 0; j < 3; j++)
        method.q->parameters[j * 3 + 1] = 0;
    memcpy(rows, method.rows, sizeof rows);
    nw_q_balance(&method, TASKS);
    for (size_t t = 0; t < TASKS; t++)
        ck_assert_double_eq(rows[2 * t], method.rows[2 * t]);
    for (size_t j = 0; j < 3; j++)
        method.q->parameters[j * 3] = 0;
    memcpy(rows, method.rows, sizeof rows);
    nw_q_balance(&method, TASKS);
    ck_assert_mem_eq(rows, method.rows, sizeof rows);
    nw_embed_network_clear(&method);
    gsl_rng_free(rng);
}
END_TEST

START_TEST(lipschitz_constants)
{
    gsl_rng *rng = ct_rng("lipschitz");
    for (int repeat = 0; repeat < 300; repeat++) {
        size_t k = (size_t)ct_between(rng, 1, MOST_K), m2 = (size_t)ct_between(rng, 1, 3);
        size_t tasks = (size_t)ct_between(rng, 1, TASKS);
        double rows[TASKS * MOST_K], places[TASKS * 3];
        long double expected = 0;
        for (size_t i = 0; i < tasks * k; i++)
            rows[i] = 200 * gsl_rng_uniform(rng) - 100;
        for (size_t i = 0; i < tasks * m2; i++)
            places[i] = 2 * gsl_rng_uniform(rng) - 1;
        for (size_t s = 0; s < tasks; s++)
            for (size_t t = 0; t < tasks; t++) {
                long double moved = 0, apart = 0;
                for (size_t l = 0; l < k; l++)
                    moved += fabsl((long double)rows[s * k + l] - rows[t * k + l]);
                for (size_t b = 0; b < m2; b++)
                    apart += fabsl((long double)places[s * m2 + b] - places[t * m2 + b]);
                if (s != t && moved / apart > expected)
                    expected = moved / apart;
            }
        double found = nw_q_lipschitz(rows, k, places, m2, tasks);
        /* long double has 2^-64 a step, and a dozen of them. */
        ck_assert_msg((long double)found >= expected * (1 - 0x1p-59L), "%.20g below %.20Lg", found, expected);
        ck_assert_msg((long double)found <= expected * (1 + 0x1p-50L), "%.20g far above %.20Lg", found, expected);
    }
    gsl_rng_free(rng);
}
END_TEST

/* Quotients that are no doubles are rounded up; tasks in one place have no constant. */
START_TEST(lipschitz_constants_at_the_edge)
{
    const double rows[] = {0, 1, 5}, places[] = {0, 3, 3}, same[] = {2, 2};
    double third = nw_q_lipschitz(rows, 1, places, 1, 2);
    ck_assert(third > 1.0 / 3 && third == nextafter(1.0 / 3, 1)); /* fl(1/3) is below 1/3 */
    ck_assert(isinf(nw_q_lipschitz(rows, 1, places, 1, 3)));
    ck_assert(isinf(nw_q_lipschitz(same, 1, places + 1, 1, 2))); /* 0/0 */
    ck_assert_double_eq(nw_q_lipschitz(rows, 1, places, 1, 1), 0);
    ck_assert_double_eq(nw_q_lipschitz(same, 1, places, 1, 2), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("q form");
    TCase *tests = ct_case(suite, "forms");
    tcase_add_test(tests, sparse_forms_are_the_same_function);
    tcase_add_test(tests, dependent_rows_are_refused);
    tcase_add_test(tests, balance_is_exact);
    tcase_add_test(tests, balance_of_zeros);
    tests = ct_case(suite, "constants");
    tcase_add_test(tests, lipschitz_constants);
    tcase_add_test(tests, lipschitz_constants_at_the_edge);
    return ct_main(suite);
}
