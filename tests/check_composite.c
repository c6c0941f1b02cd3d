/* Composites: their values, and their files. */
#include "net/composite.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "base/memory.h"
#include "check_common.h"
#include "net/composite_file.h"
#include "net/network_file.h"

static void fill(nw_network *network, gsl_rng *rng)
{
    for (size_t p = 0; p < network->parameter_count; p++)
        network->parameters[p] = 2 * gsl_rng_uniform(rng) - 1;
}

static nw_network *network_of(gsl_rng *rng, size_t inputs, size_t hidden, size_t width, size_t outputs)
{
    size_t widths[3] = {width, width, width};
    nw_network *network = nw_network_new(inputs, widths, hidden, outputs, NW_TANH, ct_between(rng, 0, 1) == 1);
    fill(network, rng);
    return network;
}

static nw_composite *random_composite(gsl_rng *rng, nw_composite_form form, size_t m1, size_t m2)
{
    nw_composite *composite;
    nw_error error;
    size_t hidden = (size_t)ct_between(rng, 0, 2), k = (size_t)ct_between(rng, 1, 3);
    size_t behind = form == NW_PLAIN ? m2 : form == NW_EMBEDDING ? k : 0;
    nw_network *primary = network_of(rng, m1 + behind, hidden, 3, 1), *task = NULL;
    if (form != NW_PLAIN)
        task = network_of(rng, m2, (size_t)ct_between(rng, 0, 2), 4,
                          form == NW_EMBEDDING ? k : primary->parameter_count);
    ck_assert_msg(nw_composite_new(&composite, form, m1, m2, primary, task, &error) == NW_OK, "%s", error.message);
    return composite;
}

/* ---- values ---- */

static double forward(const nw_network *network, const double *x, double *all)
{
    nw_net_work *work = nw_net_work_new(network, 1);
    nw_network_forward(network, 1, x, all, work);
    nw_net_work_free(work);
    return all[0];
}

/* One point after the other, from the definition. */
static double value_at(const nw_composite *composite, const double *x)
{
    double of_task[512], in[512], y;
    size_t m1 = composite->m1;
    if (composite->form == NW_PLAIN)
        return forward(composite->primary, x, &y);
    forward(composite->task, x + m1, of_task);
    if (composite->form == NW_EMBEDDING) {
        memcpy(in, x, m1 * sizeof *in);
        memcpy(in + m1, of_task, composite->task->outputs * sizeof *in);
        return forward(composite->primary, in, &y);
    }
    nw_network *g = nw_network_copy(composite->primary);
    memcpy(g->parameters, of_task, g->parameter_count * sizeof *of_task);
    forward(g, x, &y);
    nw_network_free(g);
    return y;
}

START_TEST(values)
{
    enum { POINTS = 600 };
    gsl_rng *rng = ct_rng("values of composites");
    for (int round = 0; round < 60; round++) {
        size_t m1 = (size_t)ct_between(rng, 1, 2), m2 = (size_t)ct_between(rng, 1, 2), n = m1 + m2;
        nw_composite *composite = random_composite(rng, (nw_composite_form)(round % 3), m1, m2);
        double *x = nw_alloc(POINTS * n, sizeof *x), y[POINTS];
        for (size_t i = 0; i < POINTS; i++)
            for (size_t a = 0; a < n; a++) /* some tasks stay for many points */
                x[i * n + a] = a >= m1 && i > 0 && i % 40 < 30 ? x[(i - 1) * n + a] : 2 * gsl_rng_uniform(rng) - 1;
        nw_composite_values(composite, POINTS, x, y);
        for (size_t i = 0; i < POINTS; i++)
            ck_assert_double_eq_tol(y[i], value_at(composite, x + i * n), 1e-13);
        free(x);
        nw_composite_free(composite);
    }
    gsl_rng_free(rng);
}
END_TEST

/* ---- shapes ---- */

static void expect_refused(nw_composite_form form, size_t m1, size_t m2, nw_network *primary, nw_network *task,
                           const char *words)
{
    nw_composite *composite;
    nw_error error;
    ck_assert_int_eq(nw_composite_new(&composite, form, m1, m2, primary, task, &error), NW_BAD_INPUT);
    ck_assert_ptr_null(composite);
    ck_assert_msg(strstr(error.message, words) != NULL, "%s", error.message);
}

START_TEST(shapes)
{
    gsl_rng *rng = ct_rng("shapes");
    expect_refused(NW_PLAIN, 1, 1, network_of(rng, 3, 1, 2, 1), NULL, "has 3 inputs, and must have 2");
    expect_refused(NW_PLAIN, 0, 2, network_of(rng, 2, 1, 2, 1), NULL, "m1 is 0");
    expect_refused(NW_PLAIN, 1, 1, network_of(rng, 2, 1, 2, 2), NULL, "has 2 outputs");
    expect_refused(NW_PLAIN, 1, 1, network_of(rng, 2, 1, 2, 1), network_of(rng, 1, 1, 2, 1), "has not a network");
    expect_refused(NW_EMBEDDING, 1, 1, network_of(rng, 2, 1, 2, 1), NULL, "needs a network");
    expect_refused(NW_EMBEDDING, 1, 0, network_of(rng, 2, 1, 2, 1), network_of(rng, 1, 1, 2, 1), "m2 is 0");
    expect_refused(NW_EMBEDDING, 1, 2, network_of(rng, 2, 1, 2, 1), network_of(rng, 1, 1, 2, 1), "must have m2 = 2");
    expect_refused(NW_EMBEDDING, 1, 1, network_of(rng, 2, 1, 2, 1), network_of(rng, 1, 1, 2, 2), "must have 3");
    expect_refused(NW_HYPERNETWORK, 1, 1, network_of(rng, 2, 1, 2, 1), network_of(rng, 1, 1, 2, 9), "must have 1");
    expect_refused(NW_HYPERNETWORK, 1, 1, network_of(rng, 1, 1, 2, 1), network_of(rng, 1, 1, 2, 9),
                   "they must be equal");
    gsl_rng_free(rng);
}
END_TEST

/* ---- files ---- */

static char *folder, *file;

static void make_folder(void)
{
    const char *temporary = getenv("TMPDIR");
    folder = nw_format("%s/check_composite.XXXXXX", temporary != NULL ? temporary : "/tmp");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    file = nw_format("%s/h.json", folder);
}

static void drop_folder(void)
{
    remove(file);
    ck_assert_int_eq(rmdir(folder), 0);
    free(folder);
    free(file);
}

static void expect_same_network(const nw_network *a, const nw_network *b)
{
    ck_assert_uint_eq(a->parameter_count, b->parameter_count);
    ck_assert_uint_eq(a->inputs, b->inputs);
    ck_assert_uint_eq(a->outputs, b->outputs);
    ck_assert_int_eq(a->output_bias, b->output_bias);
    ck_assert_uint_eq(a->layer_count, b->layer_count);
    for (size_t k = 0; k < a->layer_count; k++) {
        ck_assert_uint_eq(a->layers[k].units, b->layers[k].units);
        ck_assert_int_eq(a->layers[k].activation, b->layers[k].activation);
    }
    ck_assert(memcmp(a->parameters, b->parameters, a->parameter_count * sizeof *a->parameters) == 0);
}

START_TEST(round_trips)
{
    gsl_rng *rng = ct_rng("composite files");
    make_folder();
    for (int round = 0; round < 30; round++) {
        nw_composite *composite = random_composite(rng, (nw_composite_form)(round % 3), (size_t)ct_between(rng, 1, 2),
                                                   (size_t)ct_between(rng, 1, 2)),
                     *back;
        nw_error error;
        for (size_t k = 0; k + 1 < composite->primary->layer_count; k++)
            composite->primary->layers[k].activation = (nw_activation)ct_between(rng, 0, NW_ACTIVATION_COUNT - 1);
        ck_assert_int_eq(nw_composite_write(composite, NULL, file, &error), NW_OK);
        ck_assert_msg(nw_composite_read(&back, file, &error) == NW_OK, "%s", error.message);
        ck_assert_int_eq(back->form, composite->form);
        ck_assert_uint_eq(back->m1, composite->m1);
        ck_assert_uint_eq(back->m2, composite->m2);
        expect_same_network(back->primary, composite->primary);
        ck_assert((back->task == NULL) == (composite->task == NULL));
        if (back->task != NULL)
            expect_same_network(back->task, composite->task);
        nw_composite_free(back);
        nw_composite_free(composite);
    }
    drop_folder();
    gsl_rng_free(rng);
}
END_TEST

static json_t *part_of(json_t *document, const char *key)
{
    return key[0] == '\0' ? document : json_object_get(document, key);
}

/* A hypernetwork's document with one member changed (value NULL: removed) is refused, with these words. */
static void expect_bad(const char *part, const char *key, json_t *value, const char *words)
{
    gsl_rng *rng = ct_rng("bad composite files");
    nw_error error;
    size_t width = 2;
    nw_network *g = nw_network_new(1, &width, 1, 1, NW_TANH, true), *f = network_of(rng, 1, 1, 3, g->parameter_count);
    nw_composite *composite, *back;
    ck_assert_int_eq(nw_composite_new(&composite, NW_HYPERNETWORK, 1, 1, g, f, &error), NW_OK);
    json_t *document = nw_composite_to_json(composite, NULL), *at = part_of(document, part);
    if (value == NULL)
        json_object_del(at, key);
    else
        json_object_set_new(at, key, value);
    ck_assert_int_eq(nw_composite_from_json(&back, document, (nw_json_place){"h.json", ""}, &error), NW_BAD_INPUT);
    ck_assert_ptr_null(back);
    ck_assert_msg(strstr(error.message, words) != NULL && strncmp(error.message, "h.json: ", 8) == 0, "%s",
                  error.message);
    json_decref(document);
    nw_composite_free(composite);
    gsl_rng_free(rng);
}

START_TEST(bad_files)
{
    expect_bad("", "format", json_string("nwidth-network"), "this is no composite file");
    expect_bad("", "version", json_integer(2), "version");
    expect_bad("", "form", json_string("hyper"), "must be \"plain\"");
    expect_bad("", "form", json_string("plain"), "stands in a composite of the form plain");
    expect_bad("", "m1", json_integer(0), "m1");
    expect_bad("", "m1", json_integer(2), "has 1 inputs, and must have 2");
    expect_bad("", "m2", json_integer(2), "must have m2 = 2");
    expect_bad("", "task", NULL, "task is missing");
    expect_bad("", "primary", NULL, "primary is missing");
    expect_bad("", "comment", json_true(), "comment");
    expect_bad("task", "outputs", json_integer(9), "task.");
    expect_bad("primary", "parameters", json_integer(9), "primary.parameters");
    expect_bad("primary", "output_bias", json_false(), "primary.parameters");
    /* A shape that would take 2^40 numbers is refused for its number of parameters, not for want of memory. */
    json_t *layers = json_pack("[{s:i,s:s},{s:i,s:s}]", "units", 1 << 20, "activation", "tanh", "units", 1,
                               "activation", "identity");
    expect_bad("primary", "layers", layers, "primary.parameters");
    json_t *numbers = json_pack("[{s:i,s:s,s:[s,s]},{s:i,s:s}]", "units", 2, "activation", "tanh", "weights", "0x1p+0",
                                "0x1p+0", "units", 1, "activation", "identity");
    expect_bad("primary", "layers", numbers, "weights");
}
END_TEST

/* What is large by its own account must say so consistently, and still takes no memory. */
START_TEST(huge_shapes)
{
    nw_error error;
    nw_composite *back;
    json_t *shape = json_pack("{s:s,s:i,s:i,s:i,s:b,s:[{s:i,s:s},{s:i,s:s},{s:i,s:s}],s:I}", "format",
                              "nwidth-network", "version", 1, "inputs", 1, "outputs", 1, "output_bias", 0, "layers",
                              "units", 1 << 20, "activation", "tanh", "units", 1 << 20, "activation", "tanh", "units",
                              1, "activation", "identity", "parameters",
                              (json_int_t)(2 + 1) * (1 << 20) + (json_int_t)(1 << 20) * ((1 << 20) + 1));
    gsl_rng *rng = ct_rng("huge shapes");
    nw_network *task = network_of(rng, 1, 1, 2, 7);
    json_t *document = json_pack("{s:s,s:i,s:s,s:i,s:i,s:o,s:o}", "format", "nwidth-composite", "version", 1, "form",
                                 "hypernetwork", "m1", 1, "m2", 1, "primary", shape, "task",
                                 nw_network_to_json(task, NULL));
    ck_assert_int_eq(nw_composite_from_json(&back, document, (nw_json_place){"h.json", ""}, &error), NW_BAD_INPUT);
    ck_assert_msg(strstr(error.message, "and must be 7") != NULL, "%s", error.message);
    json_decref(document);
    nw_network_free(task);
    gsl_rng_free(rng);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("composite");
    TCase *tests = ct_case(suite, "composites");
    tcase_add_test(tests, values);
    tcase_add_test(tests, shapes);
    tcase_add_test(tests, round_trips);
    tcase_add_test(tests, bad_files);
    tcase_add_test(tests, huge_shapes);
    return ct_main(suite);
}
