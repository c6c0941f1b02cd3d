/* Network files: read back to the last bit, and whatever is wrong with one is said in one line. */
#include "net/network_file.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"
#include "check_common.h"

static char *folder, *file;

static void make_folder(void)
{
    const char *temporary = getenv("TMPDIR");
    folder = nw_format("%s/check_network_file.XXXXXX", temporary != NULL ? temporary : "/tmp");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    file = nw_format("%s/net.json", folder);
}

static void drop_folder(void)
{
    remove(file);
    ck_assert_int_eq(rmdir(folder), 0);
    free(folder);
    free(file);
}

static void write_bytes(const char *bytes, size_t length)
{
    FILE *stream = fopen(file, "wb");
    ck_assert_ptr_nonnull(stream);
    ck_assert_uint_eq(fwrite(bytes, 1, length, stream), length);
    ck_assert_int_eq(fclose(stream), 0);
}

static char *read_bytes(size_t *length)
{
    nw_text text = {0};
    FILE *stream = fopen(file, "rb");
    ck_assert_ptr_nonnull(stream);
    for (int c; (c = fgetc(stream)) != EOF;)
        nw_text_add_char(&text, (char)c);
    fclose(stream);
    *length = text.length;
    return nw_text_take(&text);
}

/* The bits of both, which tells -0.0 from 0.0. */
static void expect_same(const nw_network *a, const nw_network *b)
{
    ck_assert_uint_eq(a->inputs, b->inputs);
    ck_assert_uint_eq(a->outputs, b->outputs);
    ck_assert_uint_eq(a->layer_count, b->layer_count);
    ck_assert_int_eq(a->output_bias, b->output_bias);
    ck_assert_uint_eq(a->parameter_count, b->parameter_count);
    for (size_t k = 0; k < a->layer_count; k++) {
        ck_assert_uint_eq(a->layers[k].inputs, b->layers[k].inputs);
        ck_assert_uint_eq(a->layers[k].units, b->layers[k].units);
        ck_assert_uint_eq(a->layers[k].weights, b->layers[k].weights);
        ck_assert_uint_eq(a->layers[k].biases, b->layers[k].biases);
        ck_assert_int_eq(a->layers[k].activation, b->layers[k].activation);
        ck_assert_int_eq(a->layers[k].has_bias, b->layers[k].has_bias);
        const nw_connections *p = a->layers[k].connections, *q = b->layers[k].connections;
        ck_assert((p == NULL) == (q == NULL));
        if (p == NULL)
            continue;
        size_t units = a->layers[k].units;
        ck_assert(memcmp(p->first, q->first, (units + 1) * sizeof *p->first) == 0);
        ck_assert(memcmp(p->source, q->source, p->first[units] * sizeof *p->source) == 0);
    }
    ck_assert(memcmp(a->parameters, b->parameters, a->parameter_count * sizeof *a->parameters) == 0);
}

static void expect_round_trip(const nw_network *network)
{
    nw_error error;
    nw_network *back;
    /* Its shape, with all parameters zero. */
    json_t *shape = nw_network_shape_to_json(network);
    nw_json_place place = {"shape", ""};
    nw_network *zero = nw_network_copy(network);
    memset(zero->parameters, 0, zero->parameter_count * sizeof *zero->parameters);
    nw_status status = nw_network_shape_from_json(&back, shape, network->parameter_count, place, &error);
    ck_assert_msg(status == NW_OK, "%s", error.message);
    expect_same(zero, back);
    nw_network_free(zero);
    nw_network_free(back);
    ck_assert_int_eq(nw_network_shape_from_json(&back, shape, network->parameter_count + 1, place, &error),
                     NW_BAD_INPUT);
    json_decref(shape);
    ck_assert_int_eq(nw_network_write(network, NULL, file, &error), NW_OK);
    ck_assert_msg(nw_network_read(&back, file, &error) == NW_OK, "%s", error.message);
    expect_same(network, back);
    nw_network_free(back);
}

/* ---- round trips ---- */

/* Any finite double: random bits. */
static double any_double(gsl_rng *rng)
{
    for (;;) {
        uint64_t bits = (uint64_t)gsl_rng_get(rng) << 32 | gsl_rng_get(rng);
        double value;
        memcpy(&value, &bits, sizeof value);
        if (isfinite(value))
            return value;
    }
}

START_TEST(random_networks)
{
    gsl_rng *rng = ct_rng("network files");
    make_folder();
    for (int round = 0; round < 60; round++) {
        size_t widths[4], hidden = (size_t)ct_between(rng, 0, 4);
        for (size_t k = 0; k < hidden; k++)
            widths[k] = (size_t)ct_between(rng, 1, 9);
        nw_network *network = nw_network_new((size_t)ct_between(rng, 1, 4), widths, hidden,
                                             (size_t)ct_between(rng, 1, 3), NW_TANH, round % 2 == 0);
        for (size_t k = 0; k < hidden; k++)
            network->layers[k].activation = (nw_activation)ct_between(rng, 0, NW_ACTIVATION_COUNT - 1);
        for (size_t p = 0; p < network->parameter_count; p++)
            network->parameters[p] = any_double(rng);
        expect_round_trip(network);
        nw_network_free(network);
    }
    drop_folder();
    gsl_rng_free(rng);
}
END_TEST

/* Layers of all kinds: sparse with and without biases, units without any connection, dense without biases. */
static nw_network *random_sparse(gsl_rng *rng)
{
    nw_layer_plan plans[5];
    size_t count = (size_t)ct_between(rng, 1, 5), inputs = (size_t)ct_between(rng, 1, 5), before = inputs;
    for (size_t k = 0; k < count; k++) {
        bool last = k + 1 == count;
        plans[k] = (nw_layer_plan){.units = (size_t)ct_between(rng, 1, last ? 2 : 7),
                                   .activation = last ? NW_IDENTITY
                                                      : (nw_activation)ct_between(rng, 0, NW_ACTIVATION_COUNT - 1),
                                   .has_bias = ct_between(rng, 0, 1) == 1};
        if (ct_between(rng, 0, 3) > 0) {
            nw_connections *connections = nw_alloc(1, sizeof *connections);
            connections->first = nw_alloc(plans[k].units + 1, sizeof *connections->first);
            connections->source = nw_alloc(plans[k].units * (before + 1), sizeof *connections->source);
            slong chance = ct_between(rng, 0, 100);
            for (size_t j = 0, c = 0; j < plans[k].units; connections->first[++j] = c)
                for (size_t a = 0; a < before + plans[k].has_bias; a++)
                    if (ct_between(rng, 1, 100) <= chance)
                        connections->source[c++] = (uint32_t)a;
            plans[k].connections = connections;
        }
        before = plans[k].units;
    }
    nw_network *network = nw_network_of_layers(inputs, plans, count);
    for (size_t p = 0; p < network->parameter_count; p++)
        network->parameters[p] = any_double(rng);
    return network;
}

START_TEST(sparse_networks)
{
    gsl_rng *rng = ct_rng("sparse network files");
    make_folder();
    size_t sparse = 0;
    for (int round = 0; round < 200; round++) {
        nw_network *network = random_sparse(rng);
        sparse += nw_network_is_sparse(network);
        expect_round_trip(network);
        nw_network_free(network);
    }
    ck_assert_uint_ge(sparse, 100);
    drop_folder();
    gsl_rng_free(rng);
}
END_TEST

START_TEST(special_numbers)
{
    static const double numbers[] = {0.0,
                                     -0.0,
                                     0x1p-1074,
                                     -0x1p-1074,
                                     0x1p-1022 - 0x1p-1074,
                                     0x1p-1022,
                                     0x1.fffffffffffffp1023,
                                     -0x1.fffffffffffffp1023,
                                     1 + 0x1p-52,
                                     1 - 0x1p-53,
                                     -0.1};
    size_t count = sizeof numbers / sizeof *numbers;
    make_folder();
    nw_network *network = nw_network_new(count, NULL, 0, 1, NW_TANH, false);
    memcpy(network->parameters, numbers, sizeof numbers);
    expect_round_trip(network);
    nw_network_free(network);
    drop_folder();
}
END_TEST

START_TEST(largest_depth)
{
    make_folder();
    size_t widths[NW_MOST_LAYERS];
    for (size_t k = 0; k < NW_MOST_LAYERS; k++)
        widths[k] = 1 + k % 2;
    nw_network *network = nw_network_new(1, widths, NW_MOST_LAYERS - 1, 1, NW_RELU, true);
    expect_round_trip(network);
    nw_network_free(network);
    network = nw_network_new(1, widths, NW_MOST_LAYERS, 1, NW_RELU, true);
    nw_error error;
    nw_network *back;
    ck_assert_int_eq(nw_network_write(network, NULL, file, &error), NW_OK);
    ck_assert_int_eq(nw_network_read(&back, file, &error), NW_BAD_INPUT);
    ck_assert_msg(strstr(error.message, "layers has 65 entries, and must have from 1 to 64") != NULL, "%s",
                  error.message);
    nw_network_free(network);
    drop_folder();
}
END_TEST

START_TEST(layout_and_provenance)
{
    make_folder();
    nw_error error;
    nw_network *network = nw_network_new(1, (const size_t[]){2}, 1, 1, NW_ELU, true);
    network->parameters[0] = 1.5;
    json_t *provenance = json_pack("{s:s}", "command", "nwidth fit");
    ck_assert_int_eq(nw_network_write(network, provenance, file, &error), NW_OK);
    size_t length;
    char *text = read_bytes(&length);
    static const char *const order[] = {"\"format\": \"nwidth-network\"", "\"version\": 1", "\"inputs\": 1",
                                        "\"outputs\": 1", "\"output_bias\": true", "\"layers\": [",
                                        "\"units\": 2", "\"activation\": \"elu\"", "\"weights\": [", "\"0x1.8p+0\"",
                                        "\"biases\": [", "\"activation\": \"identity\"", "\"parameters\": 7",
                                        "\"provenance\": {", "\"command\": \"nwidth fit\""};
    const char *at = text;
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        const char *next = strstr(at, order[i]);
        ck_assert_msg(next != NULL, "%s is not in its place", order[i]);
        at = next;
    }
    nw_network *back;
    ck_assert_int_eq(nw_network_read(&back, file, &error), NW_OK);
    expect_same(network, back);
    nw_network_free(back);
    free(text);
    /* Nothing is left where nothing can be written, provenance neither. */
    provenance = json_pack("{s:s}", "command", "nwidth fit");
    ck_assert_int_ne(nw_network_write(network, provenance, "/nonexistent/net.json", &error), NW_OK);
    nw_network_free(network);
    drop_folder();
}
END_TEST

/* ---- what is refused ---- */

static const char GOOD[] =
    "{\"format\": \"nwidth-network\", \"version\": 1, \"inputs\": 2, \"outputs\": 1, \"output_bias\": true, "
    "\"layers\": [{\"units\": 3, \"activation\": \"tanh\", "
    "\"weights\": [\"0x1p+0\", \"0x1p+1\", \"0x1p+2\", \"0x1p+3\", \"-0x1.8p+4\", \"0x0p+0\"], "
    "\"biases\": [\"0x1p-1\", \"0x1p-2\", \"0x1p-1074\"]}, "
    "{\"units\": 1, \"activation\": \"identity\", "
    "\"weights\": [\"0x1p+5\", \"0x1p+6\", \"0x1p+7\"], \"biases\": [\"-0x0p+0\"]}], \"parameters\": 13}";

static const char SPARSE[] =
    "{\"format\": \"nwidth-network\", \"version\": 1, \"inputs\": 2, \"outputs\": 1, \"output_bias\": true, "
    "\"layers\": [{\"units\": 3, \"activation\": \"relu\", "
    "\"first\": [0, 2, 2, 5], \"sources\": [0, 2, 0, 1, 2], "
    "\"weights\": [\"0x1p+0\", \"0x1p+1\", \"0x1p+2\", \"0x1p+3\", \"-0x1.8p+4\"]}, "
    "{\"units\": 4, \"activation\": \"identity\", \"first\": [0, 1, 1, 1, 2], \"sources\": [2, 0], "
    "\"weights\": [\"0x1p+7\", \"0x1p+8\"]}, "
    "{\"units\": 1, \"activation\": \"identity\", \"first\": [0, 3], \"sources\": [0, 3, 4], "
    "\"weights\": [\"0x1p+4\", \"0x1p+5\", \"-0x0p+0\"]}], \"parameters\": 10}";

/* The document with the first `what` (all that begins there, when `by` is NULL) replaced. */
static char *changed(const char *document, const char *what, const char *by)
{
    const char *place = strstr(document, what);
    ck_assert_msg(place != NULL, "no %s in the document", what);
    if (by == NULL)
        return nw_format("%.*s", (int)(place - document), document);
    return nw_format("%.*s%s%s", (int)(place - document), document, by, place + strlen(what));
}

static void expect_refused(const char *text, size_t length, const char *part)
{
    nw_error error = {0};
    nw_network *network = NULL;
    write_bytes(text, length);
    ck_assert_msg(nw_network_read(&network, file, &error) == NW_BAD_INPUT, "accepted: %.*s", (int)length, text);
    ck_assert_ptr_null(network);
    ck_assert_msg(strstr(error.message, part) != NULL, "\"%s\" does not contain \"%s\"", error.message, part);
    ck_assert_msg(strchr(error.message, '\n') == NULL, "more than a line: %s", error.message);
    ck_assert_msg(strstr(error.message, file) != NULL, "\"%s\" does not name the file", error.message);
}

START_TEST(good_document)
{
    make_folder();
    nw_error error;
    nw_network *network;
    write_bytes(GOOD, strlen(GOOD));
    ck_assert_msg(nw_network_read(&network, file, &error) == NW_OK, "%s", error.message);
    static const double expected[] = {1, 2, 4, 8, -24, 0, 0.5, 0.25, 0x1p-1074, 32, 64, 128, -0.0};
    ck_assert_uint_eq(network->parameter_count, 13);
    ck_assert(memcmp(network->parameters, expected, sizeof expected) == 0);
    nw_network_free(network);
    drop_folder();
}
END_TEST

START_TEST(malformed_documents)
{
    static const struct {
        const char *what, *by, *part;
    } cases[] = {
        {"\"weights\"", NULL, "not valid JSON"},
        {"\"0x1p+2\"", "NaN", "not valid JSON"},
        {"\"0x1p+2\"", "\"nan\"", "layers[0].weights[2] is no finite number"},
        {"\"0x1p+2\"", "\"-inf\"", "layers[0].weights[2] is no finite number"},
        {"\"0x1p+2\"", "\"0x1p+1024\"", "layers[0].weights[2] is no finite number"},
        {"\"0x1p+2\"", "\"4.0\"", "layers[0].weights[2] is no finite number in hexadecimal"},
        {"\"0x1p+2\"", "4.0", "layers[0].weights[2] is no finite number in hexadecimal"},
        {"\"0x1p+2\"", "\"0x1p+2 \"", "layers[0].weights[2] is no finite number"},
        {"\"0x1p+2\"", "\" 0x1p+2\"", "layers[0].weights[2] is no finite number"},
        {"\"0x1p+2\"", "\"0x\"", "layers[0].weights[2] is no finite number"},
        {"\"0x1p+2\"", "\"\"", "layers[0].weights[2] is no finite number"},
        {"\"0x1p+2\"", "null", "layers[0].weights[2] is no finite number"},
        {"\"0x1p+2\"", "[\"0x1p+2\"]", "layers[0].weights[2] is no finite number"},
        {"\"-0x0p+0\"", "\"1\"", "layers[1].biases[0] is no finite number"},
        {", \"0x1p+2\"", "", "layers[0].weights has 5 numbers, and must have 6"},
        {"\"0x1p+2\"", "\"0x1p+2\", \"0x1p+2\"", "layers[0].weights has 7 numbers, and must have 6"},
        {", \"0x1p-2\"", "", "layers[0].biases has 2 numbers, and must have 3"},
        {"[\"-0x0p+0\"]", "[]", "layers[1].biases has 0 numbers, and must have 1"},
        {"\"units\": 3", "\"units\": 4", "layers[0].weights has 6 numbers, and must have 8"},
        {"\"units\": 3", "\"units\": -3", "layers[0].units is -3, and must be from 1 to 1048576"},
        {"\"units\": 3", "\"units\": 0", "layers[0].units is 0"},
        {"\"units\": 3", "\"units\": 1048577", "layers[0].units is 1048577"},
        {"\"units\": 3", "\"units\": 1048576", "layers[0].weights has 6 numbers, and must have 2097152"},
        {"\"units\": 3", "\"units\": 9223372036854775807", "layers[0].units is 9223372036854775807"},
        {"\"units\": 3", "\"units\": 92233720368547758070", "not valid JSON"},
        {"\"units\": 3", "\"units\": 3.0", "layers[0].units is no integer"},
        {"\"units\": 3", "\"units\": \"3\"", "layers[0].units is no integer"},
        {"\"units\": 3, ", "", "layers[0].units is missing"},
        {"\"units\": 1", "\"units\": 2", "layers[1].units is 2 in the last layer, and outputs is 1"},
        {"\"inputs\": 2", "\"inputs\": 3", "layers[0].weights has 6 numbers, and must have 9"},
        {"\"inputs\": 2", "\"inputs\": 0", "inputs is 0"},
        {"\"inputs\": 2", "\"inputs\": 1e3", "inputs is no integer"},
        {"\"inputs\": 2", "\"inputs\": 1048577", "inputs is 1048577, and must be from 1 to 1048576"},
        {"\"outputs\": 1", "\"outputs\": 2", "layers[1].units is 1 in the last layer, and outputs is 2"},
        {"\"outputs\": 1", "\"outputs\": true", "outputs is no integer"},
        {"\"tanh\"", "\"tahn\"", "layers[0].activation is \"tahn\", which is no activation; did you mean tanh?"},
        {"\"tanh\"", "\"quadratic\"", "layers[0].activation is \"quadratic\", which is no activation nwidth knows"},
        {"\"tanh\"", "\"ta\\nnh\"", "layers[0].activation"},
        {"\"tanh\"", "\"\\u001b[31m\\\"\"", "layers[0].activation"},
        {"\"tanh\"", "0", "layers[0].activation is no string"},
        {"\"identity\"", "\"tanh\"", "layers[1].activation must be \"identity\" in the last layer"},
        {"\"nwidth-network\"", "\"nwidth-certificate\"", "format is not \"nwidth-network\""},
        {"\"format\": \"nwidth-network\", ", "", "format is missing"},
        {"\"version\": 1", "\"version\": 2", "version is 2, and must be from 1 to 1"},
        {"\"version\": 1", "\"version\": \"1\"", "version is no integer"},
        {"\"version\": 1, ", "", "version is missing"},
        {"\"output_bias\": true", "\"output_bias\": 1", "output_bias is neither true nor false"},
        {"\"output_bias\": true", "\"output_bias\": false", "layers[1].biases stands in the last layer"},
        {", \"biases\": [\"-0x0p+0\"]", "", "layers[1].biases is missing"},
        {"\"parameters\": 13", "\"parameters\": 12", "parameters is 12, and the layers have 13"},
        {"\"parameters\": 13", "\"parameters\": 9223372036854775807", "parameters is 9223372036854775807"},
        {"\"parameters\": 13", "\"parameters\": -13", "parameters is -13"},
        {", \"parameters\": 13", "", "parameters is missing"},
        {"\"inputs\"", "\"seed\": 3, \"inputs\"", "seed is not known here"},
        {"\"units\"", "\"dropout\": 3, \"units\"", "layers[0].dropout is not known here"},
        {"\"inputs\"", "\"version\": 1, \"inputs\"", "not valid JSON: duplicate object key"},
        {"\"layers\"", "\"layer\"", "layer is not known here"},
        {"{\"units\": 3", "7, {\"units\": 3", "layers[0] is no object"},
        {"[{\"units\": 3", "{\"units\": 3", "not valid JSON"},
        {"\"inputs\": 2", "\"inputs\": 2, \"provenance\": 3", "provenance is no object"},
        {"\"parameters\": 13}", "\"parameters\": 13} x", "not valid JSON"},
        {"{\"format\"", "[{\"format\"", "not valid JSON"},
    };
    make_folder();
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        char *text = changed(GOOD, cases[c].what, cases[c].by);
        expect_refused(text, strlen(text), cases[c].part);
        free(text);
    }
#define HEAD "{\"format\": \"nwidth-network\", \"version\": 1, \"inputs\": 1, \"outputs\": 1, \"output_bias\": false, "
    static const struct {
        const char *text, *part;
    } others[] = {
        {"", "not valid JSON"},
        {"null", "not valid JSON"},
        {"3", "not valid JSON"},
        {"[]", "expected a JSON object"},
        {"\"nwidth-network\"", "not valid JSON"},
        {"\xff\xfe", "not valid JSON"},
        {"{}", "format is missing"},
        {HEAD "\"layers\": [], \"parameters\": 1}", "layers has 0 entries, and must have from 1 to 64"},
        {HEAD "\"layers\": {}, \"parameters\": 1}", "layers is no array"},
    };
    for (size_t c = 0; c < sizeof others / sizeof *others; c++)
        expect_refused(others[c].text, strlen(others[c].text), others[c].part);
    drop_folder();
}
END_TEST

START_TEST(unreadable_files)
{
    nw_error error;
    nw_network *network;
    make_folder();
    ck_assert_int_eq(nw_network_read(&network, file, &error), NW_BAD_INPUT);
    ck_assert_msg(strstr(error.message, "cannot open") != NULL, "%s", error.message);
    ck_assert_int_ne(nw_network_read(&network, folder, &error), NW_OK);
    ck_assert_ptr_null(network);
    drop_folder();
}
END_TEST

/* Inside another document the place says where. */
START_TEST(embedded_documents)
{
    nw_error error;
    nw_network *network;
    json_t *document = json_loads(GOOD, 0, NULL);
    nw_json_place place = {"a.cert", "network"};
    ck_assert_int_eq(nw_network_from_json(&network, document, place, &error), NW_OK);
    nw_network_free(network);
    json_t *layer = json_array_get(json_object_get(document, "layers"), 1);
    json_object_set_new(layer, "weights", json_integer(3));
    ck_assert_int_eq(nw_network_from_json(&network, document, place, &error), NW_BAD_INPUT);
    ck_assert_str_eq(error.message, "a.cert: network.layers[1].weights is no array");
    json_object_set_new(document, "version", json_integer(7));
    ck_assert_int_eq(nw_network_from_json(&network, document, place, &error), NW_BAD_INPUT);
    ck_assert_str_eq(error.message, "a.cert: network.version is 7, and must be from 1 to 1");
    json_decref(document);
    document = json_integer(1);
    ck_assert_int_eq(nw_network_from_json(&network, document, place, &error), NW_BAD_INPUT);
    ck_assert_str_eq(error.message, "a.cert: network is no object");
    place.path = "";
    ck_assert_int_eq(nw_network_from_json(&network, document, place, &error), NW_BAD_INPUT);
    ck_assert_str_eq(error.message, "a.cert is no object");
    json_decref(document);
}
END_TEST

START_TEST(sparse_document)
{
    make_folder();
    nw_error error;
    nw_network *network;
    write_bytes(SPARSE, strlen(SPARSE));
    ck_assert_msg(nw_network_read(&network, file, &error) == NW_OK, "%s", error.message);
    static const double expected[] = {1, 2, 4, 8, -24, 128, 256, 16, 32, -0.0};
    ck_assert_uint_eq(network->parameter_count, 10);
    ck_assert(memcmp(network->parameters, expected, sizeof expected) == 0);
    ck_assert(network->output_bias && nw_network_is_sparse(network));
    ck_assert_uint_eq(network->layers[0].connections->first[2], 2);
    ck_assert_uint_eq(network->layers[2].connections->source[1], 3);
    /* relu(x_1 + 2) = 3.5 and relu(4 x_1 + 8 x_2 - 24) = 6 at (1.5, 3). */
    double x[] = {1.5, 3}, y;
    nw_net_work *work = nw_net_work_new(network, 1);
    nw_network_forward(network, 1, x, &y, work);
    ck_assert_double_eq(y, 16 * 128 * 6 + 32 * 256 * 3.5);
    nw_net_work_free(work);
    nw_network_free(network);
    drop_folder();
}
END_TEST

START_TEST(malformed_sparse_documents)
{
    static const struct {
        const char *what, *by, *part;
    } cases[] = {
        {"\"first\": [0, 2, 2, 5], ", "", "layers[0].first is missing"},
        {"\"first\": [0, 2, 2, 5], ", "\"first\": 3, ", "layers[0].first is no array"},
        {"\"sources\": [0, 2, 0, 1, 2], ", "", "layers[0].sources is missing"},
        {"\"sources\": [0, 2, 0, 1, 2], ", "\"sources\": {}, ", "layers[0].sources is no array"},
        {"[0, 2, 2, 5]", "[0, 2, 5]", "layers[0].first has 3 numbers, and must have 4, one more than units"},
        {"[0, 2, 2, 5]", "[]", "layers[0].first has 0 numbers, and must have 4"},
        {"[0, 2, 2, 5]", "[1, 2, 2, 5]", "layers[0].first[0] is 1, and must be from 0 to 0"},
        {"[0, 2, 2, 5]", "[0, 2, 1, 5]", "layers[0].first[2] is 1, and must be from 2 to 5"},
        {"[0, 2, 2, 5]", "[0, 6, 2, 5]", "layers[0].first[1] is 6, and must be from 0 to 5"},
        {"[0, 2, 2, 5]", "[0, -1, 2, 5]", "layers[0].first[1] is -1"},
        {"[0, 2, 2, 5]", "[0, 2, 2, 4]", "layers[0].first[3] is 4, and must be from 5 to 5"},
        {"[0, 2, 2, 5]", "[0, 2, 2, 9223372036854775807]", "layers[0].first[3] is 9223372036854775807"},
        {"[0, 2, 2, 5]", "[0, 2, 2.0, 5]", "layers[0].first[2] is no integer"},
        {"[0, 2, 2, 5]", "[0, 2, \"2\", 5]", "layers[0].first[2] is no integer"},
        {"[0, 2, 0, 1, 2]", "[0, 2, 0, 1]", "layers[0].weights has 5 numbers, and must have 4"},
        {"[0, 2, 0, 1, 2]", "[0, 3, 0, 1, 2]", "layers[0].sources[1] is 3, and must be from 0 to 2"},
        {"[0, 2, 0, 1, 2]", "[0, 4294967296, 0, 1, 2]", "layers[0].sources[1] is 4294967296"},
        {"[0, 2, 0, 1, 2]", "[0, -2, 0, 1, 2]", "layers[0].sources[1] is -2"},
        {"[0, 2, 0, 1, 2]", "[2, 2, 0, 1, 2]",
         "layers[0].sources[1] is 2 after 2: the sources of a unit (here of unit 0)"},
        {"[0, 2, 0, 1, 2]", "[0, 2, 1, 0, 2]",
         "layers[0].sources[3] is 0 after 1: the sources of a unit (here of unit 2)"},
        {"[0, 2, 0, 1, 2]", "[0, 2, 0, null, 2]", "layers[0].sources[3] is no integer"},
        {"[0, 2, 0, 1, 2]", "[0, 2, 0, 1.5, 2]", "layers[0].sources[3] is no integer"},
        {"\"0x1p+2\"", "\"nan\"", "layers[0].weights[2] is no finite number"},
        {"\"0x1p+2\"", "\"0x1p+2\", \"0x1p+2\"", "layers[0].weights has 6 numbers, and must have 5"},
        {"\"weights\": [\"0x1p+0\"", "\"biases\": [], \"weights\": [\"0x1p+0\"", "layers[0].biases stands in a sparse"},
        {"\"units\": 3", "\"units\": 1048576", "layers[0].first has 4 numbers, and must have 1048577"},
        {"\"units\": 3", "\"units\": 3, \"last\": 5", "layers[0].last is not known here"},
        {"\"inputs\": 2", "\"inputs\": 1", "layers[0].sources[1] is 2, and must be from 0 to 1"},
        {"[0, 3, 4]", "[0, 1, 3]", "output_bias is true, and the last layer has no connection from the constant"},
        {"\"output_bias\": true", "\"output_bias\": false",
         "output_bias is false, and the last layer has a connection"},
        {"\"parameters\": 10", "\"parameters\": 11", "parameters is 11, and the layers have 10"},
        {"\"first\": [0, 2, 2, 5], \"sources\": [0, 2, 0, 1, 2], ", "",
         "layers[0].weights has 5 numbers, and must have 6"},
    };
    make_folder();
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        char *text = changed(SPARSE, cases[c].what, cases[c].by);
        expect_refused(text, strlen(text), cases[c].part);
        free(text);
    }
    drop_folder();
}
END_TEST

/* "biases": false in a layer between says that it has none; elsewhere it is a mistake. */
START_TEST(shapes_without_biases)
{
    static const struct {
        const char *layers;
        size_t parameters;
        const char *part; /* NULL: accepted */
    } cases[] = {
        {"{\"units\": 2, \"activation\": \"relu\"}, {\"units\": 1, \"activation\": \"identity\"}", 6, NULL},
        {"{\"units\": 2, \"activation\": \"relu\", \"biases\": false}, {\"units\": 1, \"activation\": \"identity\"}", 4,
         NULL},
        {"{\"units\": 2, \"activation\": \"relu\", \"biases\": true}, {\"units\": 1, \"activation\": \"identity\"}", 4,
         "layers[0].biases stands in a shape"},
        {"{\"units\": 1, \"activation\": \"identity\", \"biases\": false}", 1,
         "layers[0].biases stands in the last layer"},
        {"{\"units\": 2, \"activation\": \"relu\", \"weights\": []}, {\"units\": 1, \"activation\": \"identity\"}", 6,
         "layers[0].weights is not known here"},
        {"{\"units\": 1, \"activation\": \"identity\", \"first\": [0, 1], \"sources\": [0], \"weights\": []}", 1,
         "layers[0].weights is not known here"},
        {"{\"units\": 1, \"activation\": \"identity\", \"first\": [0, 1], \"sources\": [0]}", 1, NULL},
        {"{\"units\": 1, \"activation\": \"identity\", \"first\": [0, 1], \"sources\": [7]}", 1,
         "layers[0].sources[0] is 7, and must be from 0 to 1"},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        nw_error error;
        nw_network *network;
        char *text = nw_format("{\"format\": \"nwidth-network\", \"version\": 1, \"inputs\": 1, \"outputs\": 1, "
                               "\"output_bias\": false, \"layers\": [%s], \"parameters\": %zu}",
                               cases[c].layers, cases[c].parameters);
        json_t *document = json_loads(text, 0, NULL);
        nw_status status = nw_network_shape_from_json(&network, document, cases[c].parameters,
                                                      (nw_json_place){"g.json", ""}, &error);
        if (cases[c].part == NULL)
            ck_assert_msg(status == NW_OK, "%s", error.message);
        else
            ck_assert_msg(status == NW_BAD_INPUT && strstr(error.message, cases[c].part) != NULL, "%s", error.message);
        nw_network_free(network);
        json_decref(document);
        free(text);
    }
}
END_TEST

START_TEST(every_truncation_is_refused)
{
    make_folder();
    for (size_t length = 0; length < strlen(GOOD); length++)
        expect_refused(GOOD, length, "not valid JSON");
    for (size_t length = 0; length < strlen(SPARSE); length++)
        expect_refused(SPARSE, length, "not valid JSON");
    drop_folder();
}
END_TEST

/* Whatever the bytes are, reading ends with a network that writes and reads back, or with one line. */
static void expect_survives(const char *document, gsl_rng *rng)
{
    make_folder();
    static const char alphabet[] = "{}[]\",:0123456789-+.xpe aeltrufsn\\";
    size_t length = strlen(document), accepted = 0, rounds = 3000;
    char *bytes = malloc(length + 1);
    for (size_t round = 0; round < rounds; round++) {
        memcpy(bytes, document, length + 1);
        for (slong hits = ct_between(rng, 1, 3); hits > 0; hits--) {
            size_t place = (size_t)ct_between(rng, 0, (slong)length - 1);
            bytes[place] = round % 3 == 0 ? (char)ct_between(rng, 0, 255)
                                          : alphabet[ct_between(rng, 0, (slong)sizeof alphabet - 2)];
        }
        write_bytes(bytes, length);
        nw_error error = {0};
        nw_network *network;
        nw_status status = nw_network_read(&network, file, &error);
        if (status == NW_OK) {
            accepted++;
            ck_assert_int_eq(nw_network_check_finite(network, &error), NW_OK);
            expect_round_trip(network);
            nw_network_free(network);
        } else {
            ck_assert_int_eq(status, NW_BAD_INPUT);
            ck_assert_ptr_null(network);
            ck_assert(error.message[0] != '\0');
            for (const char *c = error.message; *c != '\0'; c++)
                ck_assert_msg((unsigned char)*c >= ' ' && *c != 0x7f, "control character in: %s", error.message);
        }
    }
    ck_assert_msg(accepted > 0 && accepted < rounds, "%zu accepted", accepted);
    free(bytes);
    drop_folder();
}

START_TEST(random_mutations)
{
    gsl_rng *rng = ct_rng("mutations");
    expect_survives(GOOD, rng);
    expect_survives(SPARSE, rng);
    gsl_rng_free(rng);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("network_file");
    TCase *tests = ct_case(suite, "round trips");
    tcase_add_test(tests, random_networks);
    tcase_add_test(tests, sparse_networks);
    tcase_add_test(tests, special_numbers);
    tcase_add_test(tests, largest_depth);
    tcase_add_test(tests, layout_and_provenance);
    tests = ct_case(suite, "refusals");
    tcase_add_test(tests, good_document);
    tcase_add_test(tests, malformed_documents);
    tcase_add_test(tests, sparse_document);
    tcase_add_test(tests, malformed_sparse_documents);
    tcase_add_test(tests, shapes_without_biases);
    tcase_add_test(tests, unreadable_files);
    tcase_add_test(tests, embedded_documents);
    tcase_add_test(tests, every_truncation_is_refused);
    tcase_add_test(tests, random_mutations);
    return ct_main(suite);
}
