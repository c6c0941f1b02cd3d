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

/* A hypernetwork of which only some parameters of g come from the task. */
static nw_composite *random_fed(gsl_rng *rng, size_t m1, size_t m2)
{
    nw_composite *composite;
    nw_error error;
    nw_network *g = network_of(rng, m1, (size_t)ct_between(rng, 0, 2), 3, 1);
    size_t count = 0, *fed = nw_alloc(g->parameter_count, sizeof *fed);
    slong chance = ct_between(rng, 10, 100);
    for (size_t p = 0; p < g->parameter_count; p++)
        if (ct_between(rng, 1, 100) <= chance || (count == 0 && p + 1 == g->parameter_count))
            fed[count++] = p;
    nw_network *f = network_of(rng, m2, (size_t)ct_between(rng, 0, 2), 4, count);
    ck_assert_msg(nw_composite_new_fed(&composite, m1, m2, g, f, fed, &error) == NW_OK, "%s", error.message);
    return composite;
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
    for (size_t i = 0; i < composite->task->outputs; i++)
        g->parameters[composite->fed == NULL ? i : composite->fed[i]] = of_task[i];
    forward(g, x, &y);
    nw_network_free(g);
    return y;
}

START_TEST(values)
{
    enum { POINTS = 600 };
    gsl_rng *rng = ct_rng("values of composites");
    for (int round = 0; round < 80; round++) {
        size_t m1 = (size_t)ct_between(rng, 1, 2), m2 = (size_t)ct_between(rng, 1, 2), n = m1 + m2;
        nw_composite *composite =
            round % 4 == 3 ? random_fed(rng, m1, m2) : random_composite(rng, (nw_composite_form)(round % 4), m1, m2);
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

static void expect_fed_refused(size_t outputs, size_t count, const size_t *numbers, const char *words)
{
    gsl_rng *rng = ct_rng("fed");
    nw_composite *composite;
    nw_error error;
    size_t *fed = nw_alloc(count, sizeof *fed);
    memcpy(fed, numbers, count * sizeof *fed);
    /* g has 2 + 2 + 2 parameters, or 7 with an output bias. */
    nw_status status =
        nw_composite_new_fed(&composite, 1, 1, nw_network_new(1, (const size_t[]){2}, 1, 1, NW_TANH, false),
                             network_of(rng, 1, 1, 2, outputs), fed, &error);
    ck_assert_int_eq(status, NW_BAD_INPUT);
    ck_assert_ptr_null(composite);
    ck_assert_msg(strstr(error.message, words) != NULL, "%s", error.message);
    gsl_rng_free(rng);
}

START_TEST(fed_parameters)
{
    expect_fed_refused(1, 1, (const size_t[]){6}, "fed[0] is 6, and the primary network has 6 parameters");
    expect_fed_refused(3, 3, (const size_t[]){0, 4, 4}, "fed[2] is 4 after 4");
    expect_fed_refused(3, 3, (const size_t[]){1, 0, 4}, "fed[1] is 0 after 1");
    expect_fed_refused(2, 2, (const size_t[]){1, SIZE_MAX}, "has 6 parameters");
    /* g keeps its own parameters, and those that f produces are zero in it. */
    gsl_rng *rng = ct_rng("fed parameters");
    nw_error error;
    nw_composite *composite;
    nw_network *g = nw_network_new(1, (const size_t[]){2}, 1, 1, NW_RELU, false), *f = network_of(rng, 1, 0, 0, 2);
    static const double own[] = {1, -1, 0.25, 0.5, 7, 8};
    memcpy(g->parameters, own, sizeof own);
    size_t *fed = nw_alloc(2, sizeof *fed);
    fed[0] = 4;
    fed[1] = 5;
    ck_assert_int_eq(nw_composite_new_fed(&composite, 1, 1, g, f, fed, &error), NW_OK);
    ck_assert_double_eq(g->parameters[4], 0);
    ck_assert_double_eq(g->parameters[3], 0.5);
    memset(f->parameters, 0, f->parameter_count * sizeof *f->parameters);
    f->parameters[0] = 2;
    f->parameters[1] = 3;
    double x[] = {0.125, 0.5, -0.25, 0.5}, y[2];
    nw_composite_values(composite, 2, x, y);
    /* 2 I relu(x + 1/4) + 3 I relu(1/2 - x) */
    ck_assert_double_eq(y[0], 1 * 0.375 + 1.5 * 0.375);
    ck_assert_double_eq(y[1], 1 * 0 + 1.5 * 0.75);
    nw_composite_free(composite);
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
        size_t m1 = (size_t)ct_between(rng, 1, 2), m2 = (size_t)ct_between(rng, 1, 2);
        nw_composite *composite = round % 4 == 3 ? random_fed(rng, m1, m2)
                                                 : random_composite(rng, (nw_composite_form)(round % 4), m1, m2),
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
        ck_assert((back->fed == NULL) == (composite->fed == NULL));
        if (back->fed != NULL)
            ck_assert(memcmp(back->fed, composite->fed, back->task->outputs * sizeof *back->fed) == 0);
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

/* The same with a document whose f produces parameters 2 and 6 of g. */
static void expect_bad_fed(const char *part, const char *key, json_t *value, const char *words)
{
    gsl_rng *rng = ct_rng("bad fed files");
    nw_error error;
    nw_composite *composite, *back;
    size_t *fed = nw_alloc(2, sizeof *fed);
    fed[0] = 2;
    fed[1] = 6;
    nw_network *g = nw_network_new(1, (const size_t[]){2}, 1, 1, NW_TANH, true);
    fill(g, rng);
    ck_assert_int_eq(nw_composite_new_fed(&composite, 1, 1, g, network_of(rng, 1, 1, 3, 2), fed, &error), NW_OK);
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

START_TEST(bad_fed_files)
{
    expect_bad_fed("", "fed", json_integer(2), "fed is no array");
    expect_bad_fed("", "fed", json_pack("[i]", 2), "fed has 1 numbers, and must have 2");
    expect_bad_fed("", "fed", json_pack("[i,i,i]", 2, 3, 6), "fed has 3 numbers, and must have 2");
    expect_bad_fed("", "fed", json_pack("[i,s]", 2, "6"), "fed[1] is no integer");
    expect_bad_fed("", "fed", json_pack("[i,i]", -1, 6), "fed[0] is no integer from 0 on");
    expect_bad_fed("", "fed", json_pack("[i,i]", 2, 7), "fed[1] is 7, and the primary network has 7 parameters");
    expect_bad_fed("", "fed", json_pack("[i,I]", 2, (json_int_t)INT64_MAX), "has 7 parameters");
    expect_bad_fed("", "fed", json_pack("[i,i]", 6, 2), "fed[1] is 2 after 6: the numbers must rise");
    expect_bad_fed("", "fed", json_pack("[i,i]", 2, 2), "fed[1] is 2 after 2");
    expect_bad_fed("", "fed", json_pack("[i,i]", 2, 3), "fed[1] is a parameter of the primary network that is not 0");
    expect_bad_fed("", "fed", NULL, "primary.");
    expect_bad_fed("", "form", json_string("embedding"), "fed stands in a composite that is no hypernetwork");
    expect_bad_fed("primary", "layers", json_array(), "primary.layers has 0 entries");
}
END_TEST

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
    tcase_add_test(tests, fed_parameters);
    tcase_add_test(tests, round_trips);
    tcase_add_test(tests, bad_files);
    tcase_add_test(tests, bad_fed_files);
    tcase_add_test(tests, huge_shapes);
    return ct_main(suite);
}
