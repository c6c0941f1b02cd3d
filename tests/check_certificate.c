/* Certificate files: every field against what was certified, the packed tree unpacked by this file's own reader, the
 * checksum by a bitwise CRC, and the same bytes each time. */
#include "certify/certificate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "base/memory.h"
#include "check_common.h"
#include "net/composite_file.h"
#include "net/network_file.h"

typedef struct sample {
    nw_target *target;
    nw_network *network;
    nw_enclosure enclosure;
} sample;

static sample sample_of(const char *word)
{
    sample s;
    nw_error error;
    size_t width = 5;
    ck_assert_msg(nw_target_parse(&s.target, word, &error) == NW_OK, "%s", error.message);
    s.network = nw_network_new((size_t)nw_target_inputs(s.target), &width, 1, 1, NW_TANH, true);
    gsl_rng *rng = ct_rng(word);
    for (size_t i = 0; i < s.network->parameter_count; i++)
        s.network->parameters[i] = 2 * gsl_rng_uniform(rng) - 1;
    gsl_rng_free(rng);
    nw_certify_options options = nw_certify_defaults();
    options.keep_tree = true;
    ck_assert_int_eq(nw_certify(&s.enclosure, s.network, s.target, &options, &error), NW_OK);
    ck_assert_int_eq(s.enclosure.outcome, NW_PROVED);
    return s;
}

static void clear(sample *s)
{
    nw_enclosure_clear(&s->enclosure);
    nw_network_free(s->network);
    nw_target_free(s->target);
}

static json_t *member(json_t *object, const char *key)
{
    json_t *value = json_object_get(object, key);
    ck_assert_msg(value != NULL, "%s is missing", key);
    return value;
}

static double number(json_t *value)
{
    double x;
    ck_assert(nw_hex_double(&x, json_string_value(value)));
    return x;
}

/* ---- base64, by searching its alphabet ---- */

static unsigned sextet(char digit)
{
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *at = strchr(alphabet, digit);
    ck_assert_msg(at != NULL && digit != '\0', "%c is no base64", digit);
    return (unsigned)(at - alphabet);
}

static unsigned bit_of(const char *text, size_t place)
{
    return sextet(text[place / 6]) >> (5 - place % 6) & 1;
}

static void check_symbols(json_t *tree, const nw_tree *expected, unsigned bits)
{
    const char *text = json_string_value(member(tree, "symbols"));
    size_t length = strlen(text), bytes = (expected->count * bits + 7) / 8;
    ck_assert_uint_eq((size_t)json_integer_value(member(tree, "boxes")), expected->count);
    ck_assert_uint_eq(length, 4 * ((bytes + 2) / 3));
    size_t padding = length - strcspn(text, "=");
    ck_assert_uint_eq(padding, (3 - bytes % 3) % 3);
    for (size_t i = 0; i < expected->count; i++) {
        unsigned symbol = 0;
        for (unsigned b = 0; b < bits; b++)
            symbol = symbol << 1 | bit_of(text, i * bits + b);
        ck_assert_uint_eq(symbol, expected->symbols[i]);
    }
    for (size_t place = expected->count * bits; place < 6 * (length - padding); place++)
        ck_assert_uint_eq(bit_of(text, place), 0);
}

/* ---- the checksum, bit by bit ---- */

static unsigned long slow_crc(const char *text)
{
    unsigned long crc = 0xffffffff;
    for (; *text != '\0'; text++) {
        crc ^= (unsigned char)*text;
        for (int bit = 0; bit < 8; bit++)
            crc = (crc & 1) != 0 ? crc >> 1 ^ 0xedb88320 : crc >> 1;
    }
    return crc ^ 0xffffffff;
}

static void check_checksum(json_t *document)
{
    json_t *rest = json_copy(document);
    json_object_del(rest, "checksum");
    char *text = json_dumps(rest, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENSURE_ASCII);
    char *word = nw_format("crc32:%08lx", slow_crc(text));
    ck_assert_str_eq(json_string_value(member(document, "checksum")), word);
    free(word);
    free(text);
    json_decref(rest);
}

/* ---- tests ---- */

static void check_document(const char *word, unsigned bits)
{
    sample s = sample_of(word);
    json_t *provenance = json_pack("{s:s}", "made by", "a test, \xc3\xa9");
    json_t *document = nw_certificate_to_json(&s.enclosure, s.network, s.target, provenance);
    size_t n = s.network->inputs;
    nw_error error;

    ck_assert_str_eq(json_string_value(member(document, "format")), "nwidth-certificate");
    ck_assert_int_eq(json_integer_value(member(document, "version")), 1);
    json_t *claim = member(document, "claim"), *witness = member(claim, "witness");
    ck_assert_double_eq(number(member(claim, "lower")), s.enclosure.lower);
    ck_assert_double_eq(number(member(claim, "upper")), s.enclosure.upper);
    ck_assert_uint_eq(json_array_size(witness), n);
    for (size_t i = 0; i < n; i++)
        ck_assert_double_eq(number(json_array_get(witness, i)), s.enclosure.witness[i]);

    nw_json_place place = {"certificate", "network"};
    nw_network *network;
    ck_assert_int_eq(nw_network_from_json(&network, member(document, "network"), place, &error), NW_OK);
    ck_assert_uint_eq(network->parameter_count, s.network->parameter_count);
    ck_assert(memcmp(network->parameters, s.network->parameters, network->parameter_count * sizeof(double)) == 0);
    nw_network_free(network);

    json_t *about = member(document, "target"), *definition = nw_target_to_json(s.target);
    ck_assert_str_eq(json_string_value(member(about, "word")), nw_target_word(s.target));
    ck_assert(json_equal(member(about, "definition"), definition));
    json_decref(definition);

    json_t *tree = member(document, "tree"), *cuts = member(tree, "cuts");
    ck_assert_uint_eq(json_array_size(cuts), n);
    for (size_t axis = 0; axis < n; axis++) {
        json_t *row = json_array_get(cuts, axis);
        ck_assert_uint_eq(json_array_size(row), s.enclosure.tree.cut_count[axis]);
        for (size_t i = 0; i < json_array_size(row); i++)
            ck_assert_double_eq(number(json_array_get(row, i)), s.enclosure.tree.cuts[axis][i]);
    }
    check_symbols(tree, &s.enclosure.tree, bits);
    ck_assert_str_eq(json_string_value(member(member(document, "provenance"), "made by")), "a test, \xc3\xa9");
    check_checksum(document);
    ck_assert_uint_eq(json_object_size(document), 8);
    json_decref(document);

    document = nw_certificate_to_json(&s.enclosure, s.network, s.target, NULL);
    ck_assert_ptr_null(json_object_get(document, "provenance"));
    check_checksum(document);
    json_decref(document);
    clear(&s);
}

START_TEST(fields)
{
    check_document("bump:r=2,n=1,M=4,signs=seed:7", 1);
    check_document("trig:r=1,n=1,terms=6,degree=4,seed=1", 1);
    check_document("trig:r=1,n=2,terms=4,degree=2,seed=1", 2);
    check_document("bump:r=1,n=3,M=2,signs=plus", 2);
    check_document("product:r=1,m1=2,m2=2,terms=2,scale=1,seed=1", 3);
    check_document("expr:m1=1,m2=1:sin(2*x1*I1)/4", 2);
}
END_TEST

/* A domain stands there unless it is the cube; a composite stands in the network's place. */
START_TEST(domains_and_composites)
{
    sample s = sample_of("bump:r=1,n=2,M=2,signs=plus");
    nw_error error;
    size_t width = 2;
    nw_composite *composite;
    nw_network *f = nw_network_new(1, &width, 1, 7, NW_TANH, true);
    ck_assert_int_eq(
        nw_composite_new(&composite, NW_HYPERNETWORK, 1, 1, nw_network_new(1, &width, 1, 1, NW_TANH, true), f, &error),
        NW_OK);
    const double low[2] = {-0.5, 0.25}, high[2] = {1, 0.25};
    nw_certify_options options = nw_certify_defaults();
    options.keep_tree = true;
    options.low = low;
    options.high = high;
    nw_enclosure e;
    ck_assert_int_eq(nw_certify_composite(&e, composite, s.target, &options, &error), NW_OK);
    json_t *document = nw_certificate_of_composite(&e, composite, s.target, NULL);
    json_t *domain = member(document, "domain");
    for (size_t i = 0; i < 2; i++) {
        ck_assert_double_eq(number(json_array_get(member(domain, "low"), i)), low[i]);
        ck_assert_double_eq(number(json_array_get(member(domain, "high"), i)), high[i]);
    }
    ck_assert_uint_eq(json_array_size(member(domain, "low")), 2);
    ck_assert_uint_eq(json_array_size(json_array_get(member(member(document, "tree"), "cuts"), 1)), 0);
    ck_assert_ptr_null(json_object_get(document, "network"));
    json_t *expected = nw_composite_to_json(composite, NULL);
    ck_assert(json_equal(member(document, "composite"), expected));
    check_checksum(document);
    ck_assert_uint_eq(json_object_size(document), 8);
    json_decref(expected);
    json_decref(document);
    nw_enclosure_clear(&e);

    document = nw_certificate_to_json(&s.enclosure, s.network, s.target, NULL);
    ck_assert_ptr_null(json_object_get(document, "domain"));
    ck_assert_ptr_null(json_object_get(document, "composite"));
    json_decref(document);
    nw_composite_free(composite);
    clear(&s);
}
END_TEST

static char *file_text(const char *path)
{
    FILE *file = fopen(path, "rb");
    ck_assert_ptr_nonnull(file);
    char *text = nw_alloc(1 << 20, 1);
    size_t length = fread(text, 1, (1 << 20) - 1, file);
    ck_assert_uint_gt(length, 0);
    fclose(file);
    return text;
}

/* What is written reads back as the same document, and is the same bytes again. */
START_TEST(files)
{
    char folder[] = "certificate-XXXXXX";
    ck_assert_ptr_nonnull(mkdtemp(folder));
    sample s = sample_of("step:r=2,n=2,M=2,signs=seed:3");
    char *paths[2] = {nw_format("%s/one", folder), nw_format("%s/two", folder)}, *texts[2];
    nw_error error;
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(nw_certificate_write(&s.enclosure, s.network, s.target, NULL, paths[i], &error), NW_OK);
        texts[i] = file_text(paths[i]);
    }
    ck_assert_str_eq(texts[0], texts[1]);
    json_t *written = nw_certificate_to_json(&s.enclosure, s.network, s.target, NULL), *read;
    ck_assert_int_eq(nw_json_load(&read, paths[0], &error), NW_OK);
    ck_assert(json_equal(written, read));
    check_checksum(read);
    json_decref(written);
    json_decref(read);

    /* A search repeated gives the same file. */
    sample again = sample_of("step:r=2,n=2,M=2,signs=seed:3");
    ck_assert_int_eq(nw_certificate_write(&again.enclosure, again.network, again.target, NULL, paths[1], &error),
                     NW_OK);
    free(texts[1]);
    texts[1] = file_text(paths[1]);
    ck_assert_str_eq(texts[0], texts[1]);
    clear(&again);

    char *nowhere = nw_format("%s/missing/one", folder);
    ck_assert_int_eq(nw_certificate_write(&s.enclosure, s.network, s.target, json_object(), nowhere, &error),
                     NW_IO_FAILURE);
    free(nowhere);
    clear(&s);
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(unlink(paths[i]), 0);
        free(paths[i]);
        free(texts[i]);
    }
    ck_assert_int_eq(rmdir(folder), 0);
}
END_TEST

/* Every length modulo 3 bytes, and every symbol. */
START_TEST(packing)
{
    sample s = sample_of("product:r=1,m1=2,m2=2,terms=2,scale=1,seed=1");
    nw_tree *tree = &s.enclosure.tree;
    free(tree->symbols);
    tree->symbols = nw_alloc(40, 1);
    gsl_rng *rng = ct_rng("packing");
    for (size_t count = 1; count <= 40; count++) {
        for (size_t i = 0; i < count; i++)
            tree->symbols[i] = (unsigned char)ct_between(rng, 0, 4);
        tree->count = count;
        json_t *document = nw_certificate_to_json(&s.enclosure, s.network, s.target, NULL);
        check_symbols(member(document, "tree"), tree, 3);
        json_decref(document);
    }
    gsl_rng_free(rng);
    clear(&s);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("certificate");
    TCase *tests = ct_case(suite, "documents");
    tcase_add_test(tests, fields);
    tcase_add_test(tests, domains_and_composites);
    tcase_add_test(tests, files);
    tcase_add_test(tests, packing);
    return ct_main(suite);
}
