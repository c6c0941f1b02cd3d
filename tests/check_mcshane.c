/* McShane's extension: its connections counted in three ways, the network against the formula it stands for, errors at
 * random points and certified, and the same as an embedding method. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "built.h"
#include "certify/certify.h"
#include "check_common.h"
#include "construct/construct.h"
#include "construct/mcshane.h"

/* ---- helpers ---- */

static nw_target *target_of(const char *word)
{
    nw_target *target;
    nw_error error;
    ck_assert_msg(nw_target_parse(&target, word, &error) == NW_OK, "%s: %s", word, error.message);
    return target;
}

static nw_network *build(const nw_target *target, size_t centres)
{
    nw_network *network;
    nw_error error;
    ck_assert_msg(nw_construct_mcshane(&network, target, centres, &error) == NW_OK, "%s", error.message);
    return network;
}

static nw_composite *build_embedding(const nw_target *target, size_t m1, size_t centres)
{
    nw_composite *composite;
    nw_error error;
    nw_status status = nw_construct_mcshane_embedding(&composite, target, m1, centres, 2 * centres, &error);
    ck_assert_msg(status == NW_OK, "%s", error.message);
    return composite;
}

static double uniform(gsl_rng *rng, double least, double greatest)
{
    return least + (greatest - least) * gsl_rng_uniform(rng);
}

static void random_point(double *x, size_t inputs, gsl_rng *rng)
{
    for (size_t a = 0; a < inputs; a++)
        x[a] = ct_between(rng, 0, 9) == 0 ? (double)(2 * ct_between(rng, 0, 1) - 1) : uniform(rng, -1, 1);
}

/* A target in n inputs: one family after the other, with a seed of its own. */
static nw_target *random_target(size_t n, int number, gsl_rng *rng)
{
    static const char *const forms[] = {"bump:r=1,n=%zu,M=%ld,signs=seed:%ld", "step:r=1,n=%zu,M=%ld,signs=seed:%ld",
                                        "trig:r=1,n=%zu,degree=%ld,seed=%ld", "tanhnet:r=1,n=%zu,scale=%ld,seed=%ld"};
    char *word = nw_format(forms[number % 4], n, (long)ct_between(rng, 1, 6), (long)ct_between(rng, 1, 1000));
    nw_target *target = target_of(word);
    free(word);
    return target;
}

/* ---- counts ---- */

/* Widths of the values of a tree, level by level, told apart from the networks and from the count of the theory. */
typedef struct widths {
    size_t count;
    int width[64];
} widths;

/* Connections of one level.  In pairs, from the second value on where their number is odd. */
static size_t level(widths *w, bool leaves, int extra)
{
    widths next = {0};
    size_t connections = 0, odd = w->count % 2;
    for (size_t a = odd; a < w->count; a += 2) {
        connections += (size_t)(w->width[a] + 2 * w->width[a + 1]) + (leaves ? (size_t)(1 + 1 + extra) : 0);
        next.width[next.count++] = 2;
    }
    if (odd == 1) {
        connections += (size_t)w->width[0] + (leaves ? 1 : 0);
        next.width[next.count++] = 1;
    }
    *w = next;
    return connections;
}

static widths units(size_t count)
{
    widths w = {.count = count};
    for (size_t i = 0; i < count; i++)
        w.width[i] = 1;
    return w;
}

/* extra: 1 where node values are inputs, so that relu(a - b) takes two of them in place of one bias. */
static size_t model_line(size_t p, int extra)
{
    size_t total = 2 * p + 2 + (extra == 1 ? 2 * p : 0);
    widths w = units(p);
    for (bool leaves = true; leaves || w.count > 1; leaves = false)
        total += level(&w, leaves, extra) + 1;
    return total + (size_t)w.width[0] + 1;
}

static size_t model_square(size_t p, int extra)
{
    size_t total = 4 * p + 4 + 3 * 2 * p + 2 * p * p + p + (extra == 1 ? 4 * p * p : 0);
    widths row = units(p), rows = {.count = p};
    for (bool leaves = true; leaves || row.count > 1; leaves = false) {
        total += p * level(&row, leaves, extra);
        total += p; /* D_i carried, or subtracted at the end */
    }
    for (size_t i = 0; i < p; i++)
        rows.width[i] = row.width[0];
    while (rows.count > 1)
        total += level(&rows, false, 0);
    return total + 1 + (size_t)rows.width[0] + 1;
}

static size_t counted(size_t p, slong n, bool primary)
{
    nw_built built;
    fmpz_t centres, total;
    nw_built_init(&built);
    fmpz_init_set_ui(centres, p);
    fmpz_init(total);
    if (primary)
        nw_built_mcshane_primary(&built, centres, n);
    else
        nw_built_mcshane(&built, centres, n);
    nw_built_total(total, &built);
    size_t count = fmpz_get_ui(total);
    fmpz_clear(centres);
    fmpz_clear(total);
    nw_built_clear(&built);
    return count;
}

START_TEST(counted_by_a_model)
{
    size_t wrong = 0;
    for (size_t p = 1; p <= 63; p++) {
        wrong += counted(p, 1, false) != model_line(p, 0);
        wrong += counted(p, 2, false) != model_square(p, 0);
        wrong += counted(p, 1, true) != model_line(p, 1);
        wrong += counted(p, 2, true) != model_square(p, 1);
        wrong += counted(p, 1, false) >= counted(p + 1, 1, false) || counted(p, 2, false) >= counted(p + 1, 2, false);
        wrong += p % 2 == 0 && counted(p, 1, true) - counted(p, 1, false) != 5 * p / 2;
        wrong += p % 2 == 0 && counted(p, 2, true) - counted(p, 2, false) != 9 * p * p / 2;
    }
    ck_assert_uint_eq(wrong, 0);
}
END_TEST

START_TEST(the_card_counts_the_same)
{
    ct_card_is("mcshane", "n=1 eps=0.1", "78");
    ct_card_is("mcshane", "n=2 eps=0.1", "902");
    ct_card_is("mcshane", "n=1 eps=7", "9"); /* one centre at least */
    ct_card_is("mcshane", "n=2 eps=7", "23");
    /* powers of two, whose sum is closed */
    fmpz_t value, closed, p;
    fmpz_init(value);
    fmpz_init(closed);
    fmpz_init(p);
    for (ulong e = 1; e <= 200; e += 7) {
        fmpz_one(p);
        fmpz_mul_2exp(p, p, e);
        char *text = fmpz_get_str(NULL, 10, p), *line = nw_format("n=1 eps=1/%s", text);
        char *square = nw_format("n=2 eps=1/%s", text);
        ct_value(value, "mcshane", line);
        fmpz_mul_ui(closed, p, 15);
        fmpz_fdiv_q_2exp(closed, closed, 1);
        fmpz_add_ui(closed, closed, e - 1);
        ct_equal(value, closed, "%s", line);
        ct_value(value, "mcshane", square);
        fmpz_mul(closed, p, p);
        fmpz_mul_ui(closed, closed, 15);
        fmpz_fdiv_q_2exp(closed, closed, 1);
        fmpz_addmul_ui(closed, p, 11 + e);
        fmpz_add_ui(closed, closed, 2);
        ct_equal(value, closed, "%s", square);
        free(text);
        free(line);
        free(square);
    }
    fmpz_clear(value);
    fmpz_clear(closed);
    fmpz_clear(p);
}
END_TEST

/* ---- the network ---- */

/* max_i (y(x_i) - ||x - x_i||_inf), by the formula */
static double extension(const nw_target *target, size_t centres, const double *x)
{
    size_t n = (size_t)nw_target_inputs(target);
    double best = -INFINITY;
    for (size_t i = 0; i < nw_cones_count(n, centres); i++) {
        double c[2], distance = 0;
        nw_cones_point(c, n, centres, i);
        for (size_t a = 0; a < n; a++)
            distance = fmax(distance, fabs(x[a] - c[a]));
        best = fmax(best, nw_target_value(target, c) - distance);
    }
    return best;
}

static double value_of(const nw_network *network, const double *x)
{
    double y;
    nw_net_work *work = nw_net_work_new(network, 1);
    nw_network_forward(network, 1, x, &y, work);
    nw_net_work_free(work);
    return y;
}

START_TEST(it_is_the_extension)
{
    gsl_rng *rng = ct_rng("extension");
    for (int number = 0; number < 80; number++) {
        size_t n = 1 + (size_t)number % 2, centres = (size_t)ct_between(rng, 1, 13);
        nw_target *target = random_target(n, number / 2, rng);
        nw_network *network = build(target, centres);
        double x[2], shift = 0, off = 0, largest = 0;
        for (int i = 0; i < 60; i++) {
            random_point(x, n, rng);
            double y = value_of(network, x), difference = y - extension(target, centres, x);
            shift = i == 0 ? difference : shift;
            off = fmax(off, fabs(difference - shift));
            largest = fmax(largest, fabs(y - nw_target_value(target, x)));
        }
        ck_assert_uint_eq(network->parameter_count, counted(centres, (slong)n, false));
        ck_assert_msg(off < 1e-14, "%s, %zu centres: off by %g", nw_target_word(target), centres, off);
        ck_assert_msg(shift > 0 && shift <= 1 / (double)centres + 1e-14, "shift %g", shift);
        ck_assert_msg(largest <= 1 / (double)centres, "%s, %zu centres: %g", nw_target_word(target), centres, largest);
        nw_network_free(network);
        nw_target_free(target);
    }
    gsl_rng_free(rng);
}
END_TEST

/* Connections of the constant whose weights differ; any other difference is an error. */
static size_t other_biases(const nw_network *one, const nw_network *other)
{
    size_t biases = 0;
    for (size_t k = 0; k < one->layer_count; k++) {
        const nw_layer *layer = &one->layers[k];
        for (size_t c = 0; c < layer->connections->first[layer->units]; c++) {
            if (one->parameters[layer->weights + c] == other->parameters[layer->weights + c])
                continue;
            ck_assert_uint_eq(layer->connections->source[c], layer->inputs);
            biases++;
        }
    }
    return biases;
}

START_TEST(the_biases_alone_depend_on_the_target)
{
    gsl_rng *rng = ct_rng("biases");
    for (size_t n = 1; n <= 2; n++)
        for (size_t centres = 1; centres <= 9; centres++) {
            nw_target *one = random_target(n, 2, rng), *other = random_target(n, 3, rng);
            nw_network *a = build(one, centres), *b = build(other, centres);
            ck_assert_uint_eq(a->parameter_count, b->parameter_count);
            size_t biases = other_biases(a, b); /* and the shift */
            ck_assert_uint_eq(biases, nw_cones_count(n, centres) + 1);
            nw_network_free(a);
            nw_network_free(b);
            nw_target_free(one);
            nw_target_free(other);
        }
    gsl_rng_free(rng);
}
END_TEST

START_TEST(bad_input)
{
    nw_target *target = target_of("trig:r=1,n=3"), *plane = target_of("trig:r=1,n=2");
    nw_network *network;
    nw_composite *composite;
    nw_error error;
    ck_assert_int_eq(nw_construct_mcshane(&network, target, 4, &error), NW_BAD_INPUT);
    ck_assert_ptr_nonnull(strstr(error.message, "not in 3"));
    ck_assert_int_eq(nw_construct_mcshane(&network, plane, 0, &error), NW_BAD_INPUT);
    ck_assert_int_eq(nw_construct_mcshane(&network, plane, 701, &error), NW_BAD_INPUT);
    ck_assert_ptr_nonnull(strstr(error.message, "1 to 700"));
    ck_assert_int_eq(nw_construct_mcshane_embedding(&composite, plane, 2, 4, 8, &error), NW_BAD_INPUT);
    ck_assert_ptr_nonnull(strstr(error.message, "m2 >= 1"));
    ck_assert_int_eq(nw_construct_mcshane_embedding(&composite, plane, 0, 4, 8, &error), NW_BAD_INPUT);
    ck_assert_int_eq(nw_construct_mcshane_embedding(&composite, plane, 1, 4, 0, &error), NW_BAD_INPUT);
    ck_assert_int_eq(nw_construct_mcshane_embedding(&composite, plane, 1, 0, 4, &error), NW_BAD_INPUT);
    nw_target_free(target);
    nw_target_free(plane);
}
END_TEST

/* ---- as an embedding method ---- */

START_TEST(embedding_of_random_targets)
{
    gsl_rng *rng = ct_rng("embedding");
    for (int number = 0; number < 24; number++) {
        size_t m1 = 1 + (size_t)number % 2, n = m1 + 1, centres = (size_t)ct_between(rng, 1, m1 == 1 ? 11 : 4);
        nw_target *target = random_target(n, number / 2, rng);
        nw_composite *h = build_embedding(target, m1, centres);
        double x[3], y, largest = 0;
        for (int i = 0; i < 400; i++) {
            random_point(x, n, rng);
            nw_composite_values(h, 1, x, &y);
            largest = fmax(largest, fabs(y - nw_target_value(target, x)));
        }
        ck_assert_uint_eq(h->primary->parameter_count, counted(centres, (slong)m1, true));
        ck_assert_uint_eq(h->task->outputs, nw_cones_count(m1, centres));
        ck_assert_msg(largest <= 1 / (double)centres, "%s, %zu centres: %g", nw_target_word(target), centres, largest);
        nw_composite_free(h);
        nw_target_free(target);
    }
    gsl_rng_free(rng);
}
END_TEST

/* With the values at the centres put in for e, q is the network that has them as biases. */
START_TEST(q_is_the_network_of_one_task)
{
    gsl_rng *rng = ct_rng("one task");
    double off = 0;
    for (size_t n = 1; n <= 2; n++)
        for (size_t centres = 1; centres <= 7; centres++) {
            size_t count = nw_cones_count(n, centres);
            double *in = nw_alloc(n + count, sizeof *in);
            for (size_t i = 0; i < count; i++)
                in[n + i] = uniform(rng, -1, 1);
            nw_network *network, *q;
            nw_error error;
            nw_cones cones = {n, centres, in + n, 0.5 / (double)centres};
            ck_assert_int_eq(nw_cones_network(&network, &cones, &error), NW_OK);
            cones.values = NULL;
            ck_assert_int_eq(nw_cones_network(&q, &cones, &error), NW_OK);
            for (int i = 0; i < 50; i++) {
                random_point(in, n, rng);
                off = fmax(off, fabs(value_of(network, in) - value_of(q, in)));
            }
            nw_network_free(network);
            nw_network_free(q);
            free(in);
        }
    ck_assert_msg(off < 1e-14, "off by %g", off);
    gsl_rng_free(rng);
}
END_TEST

/* ---- certified ---- */

static void certified(const char *word, size_t m1, size_t centres)
{
    nw_target *target = target_of(word);
    nw_certify_options options = nw_certify_defaults();
    nw_enclosure enclosure;
    nw_error error;
    nw_status status;
    options.threshold = 1 / (double)centres;
    if (m1 == 0) {
        nw_network *network = build(target, centres);
        status = nw_certify(&enclosure, network, target, &options, &error);
        nw_network_free(network);
    } else {
        nw_composite *h = build_embedding(target, m1, centres);
        status = nw_certify_composite(&enclosure, h, target, &options, &error);
        nw_composite_free(h);
    }
    ck_assert_msg(status == NW_OK, "%s: %s", word, error.message);
    ck_assert_msg(enclosure.outcome == NW_PROVED && enclosure.upper <= options.threshold, "%s, %zu centres: %s", word,
                  centres, enclosure.reason != NULL ? enclosure.reason : "more than eps");
    nw_enclosure_clear(&enclosure);
    nw_target_free(target);
}

START_TEST(errors_are_proven)
{
    certified("bump:r=1,n=1,M=4,signs=seed:1", 0, 10);
    certified("step:r=1,n=1,M=4,signs=seed:1", 0, 10);
    certified("trig:r=1,n=1,seed=2", 0, 10);
    certified("trig:r=1,n=1,seed=2", 0, 20);
    certified("trig:r=1,n=2,degree=1,seed=2", 0, 4);
    certified("bump:r=1,n=2,M=2,signs=alternate", 0, 4);
    certified("trig:r=1,n=2,degree=2,seed=3", 1, 5);
    certified("step:r=1,n=2,M=2,signs=seed:3", 1, 5);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("mcshane");
    TCase *tests = ct_case(suite, "counts");
    tcase_add_test(tests, counted_by_a_model);
    tcase_add_test(tests, the_card_counts_the_same);
    tests = ct_case(suite, "network");
    tcase_add_test(tests, it_is_the_extension);
    tcase_add_test(tests, the_biases_alone_depend_on_the_target);
    tcase_add_test(tests, bad_input);
    tests = ct_case(suite, "embedding");
    tcase_add_test(tests, embedding_of_random_targets);
    tcase_add_test(tests, q_is_the_network_of_one_task);
    tests = ct_case(suite, "certified");
    tcase_add_test(tests, errors_are_proven);
    return ct_main(suite);
}
