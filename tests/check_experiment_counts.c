/* Numbers of weights, against the paper's formulas worked out by hand, for every k and i; equal budgets; shapes. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "check_common.h"
#include "experiment/job.h"

static nw_experiment_counts counts_of(const nw_setting_of_experiment *setting, nw_method method, long value)
{
    nw_experiment_counts counts;
    const nw_experiment_job job = {.setting = setting, .method = method, .value = value};
    nw_experiment_count(&counts, &job);
    return counts;
}

static nw_model_spec shape_of(const nw_setting_of_experiment *setting, nw_method method, long value)
{
    nw_model_spec spec;
    const nw_experiment_job job = {.setting = setting, .method = method, .value = value};
    nw_experiment_shape(&spec, &job);
    return spec;
}

static void read_over(nw_setting_of_experiment *setting, const char *text)
{
    nw_error error;
    json_t *object = json_loads(text, 0, NULL);
    ck_assert_msg(nw_experiment_from_json(setting, object, "set.json", &error) == NW_OK, "%s: %s", text, error.message);
    json_decref(object);
}

/* N_q = 10^4 + 10 E + 10, N_g = 10^4 + 10, N_f = 10^5 + 10^4 (k-2) + 10^2 N_g, N_e = 10^5 + 10^4 (k-2) + 10^6. */
START_TEST(synthetic_depth_is_the_papers)
{
    nw_setting_of_experiment setting;
    nw_experiment_defaults(&setting, NW_SYNTHETIC_DEPTH);
    for (long k = 2; k <= 9; k++) {
        nw_experiment_counts f = counts_of(&setting, NW_METHOD_HYPER, k),
                             e = counts_of(&setting, NW_METHOD_EMBEDDING, k);
        ck_assert_uint_eq(f.exact.primary, 10010);
        ck_assert_uint_eq(f.exact.inner, 100000 + 10000 * (size_t)(k - 2) + 1001000);
        ck_assert_uint_eq(f.exact.trained, f.exact.inner);
        ck_assert_uint_eq(e.exact.primary, 110010);
        ck_assert_uint_eq(e.exact.inner, 1100000 + 10000 * (size_t)(k - 2));
        ck_assert_uint_eq(e.exact.trained, e.exact.inner + e.exact.primary);
        ck_assert_uint_eq(f.paper_primary, f.exact.primary);
        ck_assert_uint_eq(f.paper_inner, f.exact.inner);
        ck_assert_uint_eq(e.paper_primary, e.exact.primary);
        ck_assert_uint_eq(e.paper_inner, e.exact.inner);
    }
    nw_experiment_clear(&setting);
}
END_TEST

/* N_g = 1010, N_q = 10^4 (i+1) + 10, N_f = 10^4 + 10^4 i + 10^5 i, N_e = 2 10^4 + 10^5 i, of which N_q and N_f are not
 * what f: 100 -> 100 -> 100 i -> 1010 and q: 100 + 1000 i -> 10 -> 1 have. */
START_TEST(synthetic_embedding_differs_where_the_paper_does)
{
    nw_setting_of_experiment setting;
    nw_experiment_defaults(&setting, NW_SYNTHETIC_EMBEDDING);
    for (long value = 1; value <= 8; value++) {
        size_t i = (size_t)value;
        nw_experiment_counts f = counts_of(&setting, NW_METHOD_HYPER, value),
                             e = counts_of(&setting, NW_METHOD_EMBEDDING, value);
        ck_assert_uint_eq(f.exact.primary, 1010);
        ck_assert_uint_eq(f.exact.inner, 100 * 100 + 100 * 100 * i + 100 * i * 1010);
        ck_assert_uint_eq(e.exact.primary, (100 + 1000 * i) * 10 + 10);
        ck_assert_uint_eq(e.exact.inner, 100 * 100 + 100 * 100 + 100 * 1000 * i);
        ck_assert_uint_eq(f.paper_primary, 1010);
        ck_assert_uint_eq(f.paper_inner, 10000 + 10000 * i + 100000 * i);
        ck_assert_uint_eq(f.exact.inner - f.paper_inner, 1000 * i);
        ck_assert_uint_eq(e.paper_primary, 10000 * (i + 1) + 10);
        ck_assert_uint_eq(e.paper_primary - e.exact.primary, 9000);
        ck_assert_uint_eq(e.paper_inner, 20000 + 100000 * i);
        ck_assert_uint_eq(e.exact.inner, e.paper_inner);
    }
    nw_experiment_clear(&setting);
}
END_TEST

/* Where a size is not the paper's its formulas say nothing. */
START_TEST(other_sizes_have_no_formulas)
{
    static const char *const changes[] = {"{\"preset\":\"tiny\"}", "{\"hidden\":12}", "{\"inner_width\":99}",
                                          "{\"embedding\":999}", "{\"budget\":\"equal\"}"};
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        nw_setting_of_experiment setting;
        nw_experiment_defaults(&setting, NW_SYNTHETIC_DEPTH);
        read_over(&setting, changes[i]);
        nw_experiment_counts counts = counts_of(&setting, NW_METHOD_EMBEDDING, 3);
        ck_assert(counts.paper_primary == 0 && counts.paper_inner == 0 && counts.exact.primary > 0);
        nw_experiment_clear(&setting);
    }
}
END_TEST

START_TEST(images_by_hand)
{
    nw_setting_of_experiment s;
    nw_experiment_defaults(&s, NW_ROTATION);
    nw_experiment_counts f = counts_of(&s, NW_METHOD_HYPER, 4), e = counts_of(&s, NW_METHOD_EMBEDDING, 4);
    ck_assert_uint_eq(f.exact.primary, 784 * 10 + 10 * 12);
    ck_assert_uint_eq(f.exact.inner, 784 * 50 + 2 * 50 * 50 + 50 * 7960);
    ck_assert_uint_eq(f.exact.trained, f.exact.inner + 50 + 50 + 50 + 7960);
    ck_assert_uint_eq(e.exact.primary, (784 + 7850) * 10 + 10 * 12);
    ck_assert_uint_eq(e.exact.inner, 784 * 50 + 2 * 50 * 50 + 50 * 7850);
    ck_assert_uint_eq(e.exact.trained, e.exact.primary + 10 + 12 + e.exact.inner + 3 * 50 + 7850);
    ck_assert(f.paper_primary == 0 && f.paper_inner == 0);
    read_over(&s, "{\"over\":\"size\"}");
    e = counts_of(&s, NW_METHOD_EMBEDDING, 8);
    ck_assert_uint_eq(e.exact.primary, (784 + 80000) * 10 + 120);
    ck_assert_uint_eq(e.exact.inner, 784 * 50 + 2 * 50 * 50 + 50 * 80000);
    nw_experiment_clear(&s);
    nw_experiment_defaults(&s, NW_COLORIZATION);
    f = counts_of(&s, NW_METHOD_HYPER, 2);
    e = counts_of(&s, NW_METHOD_EMBEDDING, 2);
    ck_assert_uint_eq(f.exact.primary, 450);
    ck_assert_uint_eq(f.exact.inner, 1024 * 100 + 100 * 450);
    ck_assert_uint_eq(e.exact.primary, 492 * 10 + 30);
    ck_assert_uint_eq(e.exact.inner, f.exact.inner);
    nw_experiment_clear(&s);
    nw_experiment_defaults(&s, NW_ASSUMPTION2);
    f = counts_of(&s, NW_METHOD_SHALLOW, 29);
    ck_assert(f.exact.primary == 784 * 29 + 290 && f.exact.inner == 0 && f.exact.trained == 784 * 29 + 290 + 39);
    nw_experiment_clear(&s);
    nw_experiment_defaults(&s, NW_ASSUMPTION1);
    nw_model_spec spec = shape_of(&s, NW_METHOD_PAIR, 0);
    ck_assert(spec.kind == NW_MODEL_PLAIN && spec.hidden == 100 && spec.outputs == 10 && spec.start == NW_START_UNIT);
    ck_assert(spec.biases && spec.inner_layers == 0 && spec.embedding == 0 && spec.i_size == 0);
    nw_experiment_clear(&s);
}
END_TEST

START_TEST(the_released_code_has_more_layers)
{
    nw_setting_of_experiment s;
    nw_experiment_defaults(&s, NW_ROTATION);
    read_over(&s, "{\"as_released\":true}");
    nw_model_spec spec = shape_of(&s, NW_METHOD_HYPER, 4);
    ck_assert(spec.inner_layers == 6 && spec.inner[0] == 100 && spec.inner[4] == 100 && spec.inner[5] == 0);
    ck_assert_uint_eq(counts_of(&s, NW_METHOD_HYPER, 4).exact.inner, 784 * 100 + 4 * 10000 + 100 * 7960);
    read_over(&s, "{\"over\":\"size\"}");
    spec = shape_of(&s, NW_METHOD_EMBEDDING, 3);
    ck_assert(spec.inner_layers == 5 && spec.embedding == 40000);
    nw_experiment_clear(&s);
    nw_experiment_defaults(&s, NW_LR);
    read_over(&s, "{\"as_released\":true}");
    ck_assert_uint_eq(shape_of(&s, NW_METHOD_EMBEDDING, 3).inner_layers, 6);
    nw_experiment_clear(&s);
}
END_TEST

START_TEST(learning_rates_of_the_axis)
{
    nw_setting_of_experiment s;
    nw_experiment_defaults(&s, NW_LR);
    for (long j = 2; j <= 9; j++) {
        const nw_experiment_job job = {.setting = &s, .value = j};
        double rate = nw_experiment_rate(&job), fourth = rate * rate * rate * rate; /* 1e-16 10^j */
        double expected = 1e-16;
        for (long i = 0; i < j; i++)
            expected *= 10;
        ck_assert(fabs(fourth / expected - 1) < 1e-12);
    }
    nw_experiment_clear(&s);
    nw_experiment_defaults(&s, NW_ROTATION);
    const nw_experiment_job job = {.setting = &s, .value = 5};
    ck_assert(nw_experiment_rate(&job) == 0.01);
    nw_experiment_clear(&s);
}
END_TEST

/* ---- equal budgets ---- */

/* Weights of e, d -> w -> .. -> w -> E with k layers. */
static size_t e_weights(size_t d, size_t k, size_t w, size_t e)
{
    return d * w + (k - 2) * w * w + w * e;
}

static size_t distance(size_t a, size_t b)
{
    return a > b ? a - b : b - a;
}

static void check_equal(const nw_setting_of_experiment *s, long value)
{
    nw_model_spec g = shape_of(s, NW_METHOD_HYPER, value), q = shape_of(s, NW_METHOD_EMBEDDING, value);
    nw_experiment_counts f = counts_of(s, NW_METHOD_HYPER, value), e = counts_of(s, NW_METHOD_EMBEDDING, value);
    size_t k = q.inner_layers, w = q.inner[0], n_f = f.exact.inner;
    ck_assert_uint_eq(e.exact.primary, f.exact.primary);
    ck_assert_uint_eq(g.hidden, 2 * q.hidden);
    ck_assert_uint_eq(k, g.inner_layers);
    for (size_t i = 0; i + 1 < k; i++)
        ck_assert_uint_eq(q.inner[i], w);
    ck_assert_uint_eq(e.exact.inner, e_weights(q.i_size, k, w, q.embedding));
    ck_assert_uint_le(distance(e.exact.inner, n_f), distance(e_weights(q.i_size, k, w + 1, q.embedding), n_f));
    if (w > 1)
        ck_assert_uint_le(distance(e.exact.inner, n_f), distance(e_weights(q.i_size, k, w - 1, q.embedding), n_f));
}

START_TEST(an_equal_budget_is_equal)
{
    static const nw_experiment experiments[] = {NW_SYNTHETIC_DEPTH, NW_SYNTHETIC_EMBEDDING, NW_ROTATION, NW_LR,
                                                NW_COLORIZATION};
    for (size_t i = 0; i < sizeof experiments / sizeof experiments[0]; i++)
        for (size_t preset = 0; nw_experiment_presets[preset] != NULL; preset++) {
            nw_setting_of_experiment s;
            nw_error error;
            nw_experiment_defaults(&s, experiments[i]);
            read_over(&s, "{\"budget\":\"equal\"}");
            ck_assert_int_eq(nw_experiment_preset(&s, nw_experiment_presets[preset], &error), NW_OK);
            ck_assert_msg(nw_experiment_check(&s, "s", &error) == NW_OK, "%s", error.message);
            for (size_t j = 0; j < s.value_count; j++)
                check_equal(&s, s.values[j]);
            nw_experiment_clear(&s);
        }
}
END_TEST

/* f of synthetic-embedding grows with i, and e with it; E stays. */
START_TEST(an_equal_budget_over_the_size)
{
    nw_setting_of_experiment s;
    nw_experiment_defaults(&s, NW_SYNTHETIC_EMBEDDING);
    read_over(&s, "{\"budget\":\"equal\"}");
    nw_model_spec first = shape_of(&s, NW_METHOD_EMBEDDING, 1), last = shape_of(&s, NW_METHOD_EMBEDDING, 8);
    ck_assert(first.embedding == 101 && last.embedding == 101 && first.hidden == 5 && last.hidden == 5);
    ck_assert(last.inner[0] > first.inner[0]);
    /* N_f is 121,000 at i = 1, and 100 w + w^2 + 101 w is 120,582 at w = 261, 121,306 at w = 262. */
    ck_assert_uint_eq(first.inner[0], 262);
    nw_experiment_clear(&s);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("experiment_counts");
    TCase *tests = ct_case(suite, "counts");
    tcase_add_test(tests, synthetic_depth_is_the_papers);
    tcase_add_test(tests, synthetic_embedding_differs_where_the_paper_does);
    tcase_add_test(tests, other_sizes_have_no_formulas);
    tcase_add_test(tests, images_by_hand);
    tcase_add_test(tests, the_released_code_has_more_layers);
    tcase_add_test(tests, learning_rates_of_the_axis);
    tests = ct_case(suite, "equal budgets");
    tcase_add_test(tests, an_equal_budget_is_equal);
    tcase_add_test(tests, an_equal_budget_over_the_size);
    return ct_main(suite);
}
