/* Certificates, most of them written by the prover, are changed at random: whatever the verifier still accepts must be
 * true as far as sampling and climbing can tell, and with the checksum in force no change is accepted. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "base/memory.h"
#include "certify/certificate.h"
#include "net/composite_file.h"
#include "net/network_file.h"
#include "verify/verify.h"
#include "verify_builder.h"
#include "verify_sparse.h"

enum { ROUNDS = 120, SEALED_ROUNDS = 10, SAMPLES = 3000 };

typedef struct tally {
    size_t proven, refuted, unknown, unreadable;
} tally;

/* ---- certificates ---- */

/* Whole, or the first axis and a place of the others, or parts; as options want it. */
static void random_domain(double *low, double *high, gsl_rng *rng, int inputs)
{
    int kind = (int)ct_between(rng, 0, 2);
    for (int a = 0; a < inputs; a++) {
        double first = 2 * gsl_rng_uniform(rng) - 1, second = 2 * gsl_rng_uniform(rng) - 1;
        low[a] = kind == 0 ? -1 : kind == 1 ? (a == 0 ? -1 : first) : fmin(first, second);
        high[a] = kind == 0 ? 1 : kind == 1 ? (a == 0 ? 1 : first) : fmax(first, second);
    }
}

/* By the prover: a random composite with m1 = m2 = 1 against a target word of two inputs. */
static json_t *composite_certificate(gsl_rng *rng, const char *word, const char *form, int hidden_layers,
                                     const char *activation)
{
    nw_target *target;
    nw_composite *composite;
    nw_error error;
    nw_enclosure enclosure;
    double low[NW_MOST_INPUTS], high[NW_MOST_INPUTS];
    if (nw_target_parse(&target, word, &error) != NW_OK)
        ck_abort_msg("%s", error.message);
    json_t *file = vb_composite(rng, form, hidden_layers, activation);
    if (nw_composite_from_json(&composite, file, (nw_json_place){"test", ""}, &error) != NW_OK)
        ck_abort_msg("%s", error.message);
    random_domain(low, high, rng, 2);
    nw_certify_options options = nw_certify_defaults();
    options.keep_tree = true;
    options.tolerance = 0.03;
    options.low = low;
    options.high = high;
    if (nw_certify_composite(&enclosure, composite, target, &options, &error) != NW_OK)
        ck_abort_msg("%s", error.message);
    ck_assert_msg(enclosure.outcome == NW_PROVED, "%s, %s: no certificate", word, form);
    json_t *document = nw_certificate_of_composite(&enclosure, composite, target, NULL);
    nw_enclosure_clear(&enclosure);
    nw_composite_free(composite);
    nw_target_free(target);
    json_decref(file);
    return document;
}

/* By the prover: a random network against a target word. */
static json_t *proven_certificate(gsl_rng *rng, const char *word, int hidden_layers, int width, const char *activation)
{
    double low[NW_MOST_INPUTS], high[NW_MOST_INPUTS];
    nw_target *target;
    nw_network *network;
    nw_error error;
    nw_enclosure enclosure;
    if (nw_target_parse(&target, word, &error) != NW_OK)
        ck_abort_msg("%s", error.message);
    json_t *file = vb_network(rng, nw_target_inputs(target), 1, hidden_layers, width, activation, 3, true);
    if (nw_network_from_json(&network, file, (nw_json_place){"test", ""}, &error) != NW_OK)
        ck_abort_msg("%s", error.message);
    nw_certify_options options = nw_certify_defaults();
    options.keep_tree = true;
    options.tolerance = 0.03;
    random_domain(low, high, rng, nw_target_inputs(target));
    options.low = low;
    options.high = high;
    if (nw_certify(&enclosure, network, target, &options, &error) != NW_OK)
        ck_abort_msg("%s", error.message);
    ck_assert_msg(enclosure.outcome == NW_PROVED, "%s: no certificate", word);
    json_t *document = nw_certificate_to_json(&enclosure, network, target, NULL);
    nw_enclosure_clear(&enclosure);
    nw_network_free(network);
    nw_target_free(target);
    json_decref(file);
    return document;
}

static const struct {
    const char *word;
    int hidden_layers, width;
    const char *activation;
} PROVEN[] = {
    {"bump:r=1,n=1,M=8,signs=seed:3", 1, 10, "tanh"},
    {"bump:r=2,n=1,M=5,signs=alternate", 1, 8, "tanh"},
    {"bump:r=1,n=1,M=4,signs=plus", 1, 8, "relu"},
    {"bump:r=3,n=1,M=3,signs=seed:1", 1, 8, "elu"},
    {"step:r=1,n=1,M=5,signs=seed:2", 1, 9, "crelu"},
    {"step:r=2,n=1,M=4,signs=seed:5", 1, 9, "arctan"},
    {"step:r=3,n=1,M=3,signs=alternate", 2, 5, "tanh"},
    {"bump:r=1,n=2,M=2,signs=seed:4", 1, 6, "tanh"},
    {"step:r=2,n=2,M=2,signs=seed:6", 1, 6, "logistic"},
    {"bump:r=2,n=2,M=2,signs=plus", 1, 5, "relu"},
    {"trig:n=1,terms=4,degree=3,seed=2", 1, 8, "tanh"},
    {"trig:n=2,terms=3,degree=1,seed=3", 1, 6, "elu"},
    {"tanhnet:n=1,width=5,scale=2,seed=4", 1, 7, "arctan"},
    {"product:m1=1,m2=1,terms=2,scale=1,seed=5", 1, 6, "tanh"},
    {"inner:m1=1,m2=1,width=4,scale=1,seed=6", 1, 6, "tanh"},
    {"tanhnet:n=2,width=4,scale=1,seed=7", 2, 4, "tanh"},
};

static const struct {
    const char *word, *form;
    int hidden_layers;
    const char *activation;
} COMPOSED[] = {
    {"product:m1=1,m2=1,terms=2,scale=1,seed=5", "embedding", 1, "tanh"},
    {"bump:r=1,n=2,M=2,signs=seed:4", "embedding", 2, "tanh"},
    {"step:r=2,n=2,M=2,signs=seed:6", "embedding", 1, "relu"},
    {"tanhnet:n=2,width=4,scale=1,seed=7", "embedding", 1, "arctan"},
    {"product:m1=1,m2=1,terms=2,scale=1,seed=6", "hypernetwork", 1, "tanh"},
    {"bump:r=1,n=2,M=2,signs=seed:5", "hypernetwork", 2, "tanh"},
    {"trig:n=2,terms=3,degree=1,seed=3", "hypernetwork", 1, "crelu"},
    {"inner:m1=1,m2=1,width=4,scale=1,seed=6", "hypernetwork", 1, "elu"},
    {"trig:n=2,terms=3,degree=1,seed=4", "plain", 1, "tanh"},
};
enum {
    PROVEN_COUNT = sizeof PROVEN / sizeof PROVEN[0],
    COMPOSED_COUNT = sizeof COMPOSED / sizeof COMPOSED[0],
    BY_PROVER = PROVEN_COUNT + COMPOSED_COUNT,
    FORMULAS_USED = 6,
    SPARSE_USED = 6,
    BASES = BY_PROVER + FORMULAS_USED + SPARSE_USED
};

/* By hand: networks of the kinds that upper bounds build. */
static json_t *sparse_certificate(gsl_rng *rng, size_t number)
{
    double value[16];
    for (size_t i = 0; i < 16; i++)
        value[i] = 0.6 * gsl_rng_uniform(rng) - 0.3;
    json_t *function = number == 0   ? vs_kuhn(2, 2, value, "relu")
                       : number == 1 ? vs_mcshane(2, 2, value)
                       : number == 2 ? vs_hypernetwork(rng, 3, 2, true)
                       : number == 3 ? vs_embedding(rng, 4, 2)
                       : number == 4 ? vs_random_fed(rng, "tanh")
                                     : vs_random(rng, 2, 1, 3, 4, "crelu", true);
    return vb_certificate(function, vb_product(rng, 1, 1, 2, 0.5), NULL, 1.05, false);
}

/* Base number i; the formulas are certified by hand, for only then what they mean is known here. */
static json_t *base(size_t i, gsl_rng *rng, const vb_formula **formula)
{
    *formula = NULL;
    if (i < PROVEN_COUNT)
        return proven_certificate(rng, PROVEN[i].word, PROVEN[i].hidden_layers, PROVEN[i].width, PROVEN[i].activation);
    size_t c = i - PROVEN_COUNT;
    if (i < BY_PROVER)
        return composite_certificate(rng, COMPOSED[c].word, COMPOSED[c].form, COMPOSED[c].hidden_layers,
                                     COMPOSED[c].activation);
    if (i >= BY_PROVER + FORMULAS_USED)
        return sparse_certificate(rng, i - BY_PROVER - FORMULAS_USED);
    *formula = &vb_formulas[i - BY_PROVER];
    json_t *network = vb_network(rng, (*formula)->m1 + (*formula)->m2, 1, 1, 6, "tanh", 2, true);
    return vb_certificate(network, vb_expr(*formula, 0.7), *formula, 1.02, false);
}

/* ---- mutations ---- */

static double changed(gsl_rng *rng, double value)
{
    union {
        double number;
        uint64_t bits;
    } cell = {.number = value};
    switch (gsl_rng_uniform_int(rng, 6)) {
    case 0:
        do {
            cell.number = value;
            cell.bits ^= (uint64_t)1 << gsl_rng_uniform_int(rng, 64);
        } while (!isfinite(cell.number));
        return fabs(cell.number) < 1e6 ? cell.number : value / 2; /* a huge number only makes a trivial case */
    case 1:
        return -value;
    case 2:
        return value * (1 + 0.2 * (gsl_rng_uniform(rng) - 0.5));
    case 3:
        return value * (1 + 0.002 * (gsl_rng_uniform(rng) - 0.5));
    case 4:
        return value * 3;
    default:
        return value + 0.1 * (gsl_rng_uniform(rng) - 0.5);
    }
}

/* A number of an array of hex floats. */
static void change_in_array(gsl_rng *rng, json_t *array)
{
    size_t count = json_array_size(array);
    double value;
    if (count == 0)
        return;
    size_t at = gsl_rng_uniform_int(rng, count);
    if (nw_hex_double(&value, json_string_value(json_array_get(array, at))))
        json_array_set_new(array, at, nw_json_double(changed(rng, value)));
}

static void change_member(gsl_rng *rng, json_t *object, const char *key)
{
    double value;
    const char *text = json_string_value(json_object_get(object, key));
    if (text != NULL && nw_hex_double(&value, text))
        json_object_set_new(object, key, nw_json_double(changed(rng, value)));
}

/* Another integer in an array, near the old one. */
static void change_index(gsl_rng *rng, json_t *array)
{
    size_t count = json_array_size(array), at = count > 0 ? gsl_rng_uniform_int(rng, count) : 0;
    json_int_t value = json_integer_value(json_array_get(array, at));
    if (count > 0)
        json_array_set_new(array, at, json_integer(value + ct_between(rng, -2, 2)));
}

static void change_network(gsl_rng *rng, json_t *network)
{
    json_t *layers = json_object_get(network, "layers");
    json_t *layer = json_array_get(layers, gsl_rng_uniform_int(rng, json_array_size(layers)));
    json_t *biases = json_object_get(layer, "biases");
    if (json_object_get(layer, "first") != NULL && gsl_rng_uniform_int(rng, 2) == 0) {
        change_index(rng, json_object_get(layer, gsl_rng_uniform_int(rng, 3) == 0 ? "first" : "sources"));
        return;
    }
    if (json_object_get(layer, "weights") == NULL) { /* of a shape */
        if (json_array_get(layers, json_array_size(layers) - 1) != layer)
            json_object_set_new(layer, "activation",
                                json_string(nw_activation_words[gsl_rng_uniform_int(rng, NW_ACTIVATION_COUNT)]));
        return;
    }
    bool bias = biases != NULL && gsl_rng_uniform_int(rng, 3) == 0;
    change_in_array(rng, bias ? biases : json_object_get(layer, "weights"));
}

/* A number of one of its networks, or what it says of them. */
static void change_composite(gsl_rng *rng, json_t *composite)
{
    static const char *const keys[] = {"m1", "m2", "form"};
    static const char *const forms[] = {"plain", "embedding", "hypernetwork"};
    json_t *primary = json_object_get(composite, "primary"), *task = json_object_get(composite, "task");
    if (json_object_get(composite, "fed") != NULL && gsl_rng_uniform_int(rng, 4) == 0) {
        change_index(rng, json_object_get(composite, "fed"));
        return;
    }
    switch (gsl_rng_uniform_int(rng, 8)) {
    case 0: {
        const char *key = keys[gsl_rng_uniform_int(rng, 3)];
        json_object_set_new(composite, key, key[0] == 'f' ? json_string(forms[gsl_rng_uniform_int(rng, 3)])
                                                          : json_integer(ct_between(rng, 0, 2)));
        break;
    }
    case 1:
    case 2:
    case 3:
        change_network(rng, primary);
        break;
    default:
        change_network(rng, task != NULL ? task : primary);
        break;
    }
}

/* One end of an axis, or the axis as a place; another width than the tree was made for, and the whole cube again. */
static void change_domain(gsl_rng *rng, json_t *document)
{
    json_t *domain = json_object_get(document, "domain");
    if (domain == NULL) {
        size_t inputs = json_array_size(json_object_get(json_object_get(document, "claim"), "witness"));
        double low[NW_VERIFY_AXES] = {-1, -1, -1, -1}, high[NW_VERIFY_AXES] = {1, 1, 1, 1};
        domain = json_object();
        json_object_set_new(domain, "low", nw_json_doubles(low, inputs));
        json_object_set_new(domain, "high", nw_json_doubles(high, inputs));
        json_object_set_new(document, "domain", domain);
    } else if (gsl_rng_uniform_int(rng, 4) == 0) {
        json_object_del(document, "domain");
        return;
    }
    const char *end = gsl_rng_uniform_int(rng, 2) == 0 ? "low" : "high";
    json_t *array = json_object_get(domain, end), *other = json_object_get(domain, end[0] == 'l' ? "high" : "low");
    size_t at = gsl_rng_uniform_int(rng, json_array_size(array));
    if (gsl_rng_uniform_int(rng, 3) == 0)
        json_array_set(array, at, json_array_get(other, at));
    else
        change_in_array(rng, array);
}

static void change_text(gsl_rng *rng, json_t *object, const char *key, const char *letters)
{
    char *text = nw_copy_text(json_string_value(json_object_get(object, key)));
    if (text[0] != '\0')
        text[gsl_rng_uniform_int(rng, strlen(text))] = letters[gsl_rng_uniform_int(rng, strlen(letters))];
    json_object_set_new(object, key, json_string(text));
    free(text);
}

static void change_integer(gsl_rng *rng, json_t *object, const char *key)
{
    json_int_t value = json_integer_value(json_object_get(object, key));
    json_object_set_new(object, key, json_integer(value + (gsl_rng_uniform_int(rng, 2) == 0 ? 1 : -1)));
}

/* One of a ridge or a wave: a JSON object with numbers, or of such objects. */
static void change_term(gsl_rng *rng, json_t *term)
{
    static const char *const keys[] = {"coefficient", "phase", "offset"};
    json_t *side = json_object_get(term, gsl_rng_uniform_int(rng, 2) == 0 ? "x" : "I");
    json_t *part = side != NULL ? side : term, *slope = json_object_get(part, "slope");
    json_t *frequency = json_object_get(part, "frequency");
    switch (gsl_rng_uniform_int(rng, 3)) {
    case 0:
        if (slope != NULL) {
            change_in_array(rng, slope);
        } else if (frequency != NULL) {
            json_int_t value = json_integer_value(json_array_get(frequency, 0));
            json_array_set_new(frequency, 0, json_integer(value + 1));
        }
        break;
    case 1:
        json_object_set_new(part, "function", json_string(gsl_rng_uniform_int(rng, 2) == 0 ? "cos" : "tanh"));
        if (side == NULL)
            json_object_del(part, "function");
        break;
    default:
        change_member(rng, part, keys[gsl_rng_uniform_int(rng, 3)]);
        break;
    }
}

static void change_target(gsl_rng *rng, json_t *definition)
{
    json_t *terms = json_object_get(definition, "terms"), *network = json_object_get(definition, "network");
    switch (gsl_rng_uniform_int(rng, 5)) {
    case 0:
        change_member(rng, definition, "amplitude");
        break;
    case 1:
        if (json_object_get(definition, "signs") != NULL)
            change_integer(rng, definition, "r");
        break;
    default:
        if (terms != NULL)
            change_term(rng, json_array_get(terms, gsl_rng_uniform_int(rng, json_array_size(terms))));
        else if (network != NULL)
            change_network(rng, network);
        else if (json_object_get(definition, "signs") != NULL)
            change_text(rng, definition, "signs", "+-");
        else
            change_member(rng, definition, "amplitude");
        break;
    }
}

static void change_tree(gsl_rng *rng, json_t *tree)
{
    json_t *cuts = json_object_get(tree, "cuts");
    switch (gsl_rng_uniform_int(rng, 4)) {
    case 0:
        change_integer(rng, tree, "boxes");
        break;
    case 1:
        change_in_array(rng, json_array_get(cuts, gsl_rng_uniform_int(rng, json_array_size(cuts))));
        break;
    default:
        change_text(rng, tree, "symbols", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=");
        break;
    }
}

static void mutate(gsl_rng *rng, json_t *document)
{
    json_t *claim = json_object_get(document, "claim");
    double upper, factor = 1 + 0.1 * (gsl_rng_uniform(rng) - 0.6);
    switch (gsl_rng_uniform_int(rng, 12)) {
    case 0:
    case 1:
    case 2:
        if (json_object_get(document, "composite") != NULL)
            change_composite(rng, json_object_get(document, "composite"));
        else
            change_network(rng, json_object_get(document, "network"));
        break;
    case 10:
    case 11:
        change_domain(rng, document);
        break;
    case 3:
    case 4:
        change_target(rng, json_object_get(json_object_get(document, "target"), "definition"));
        break;
    case 5:
        change_tree(rng, json_object_get(document, "tree"));
        break;
    case 6:
        change_member(rng, claim, "lower");
        break;
    case 7:
        change_in_array(rng, json_object_get(claim, "witness"));
        break;
    default:
        /* Near the truth, mostly below it: the delicate ones. */
        if (nw_hex_double(&upper, json_string_value(json_object_get(claim, "upper"))))
            json_object_set_new(claim, "upper", nw_json_double(upper * factor));
        break;
    }
}

/* ---- judging ---- */

static nw_status verify(nw_verdict *verdict, const json_t *document, bool ignore_checksum)
{
    nw_verify_options options = nw_verify_defaults();
    nw_error error;
    options.ignore_checksum = ignore_checksum;
    options.most_boxes = 5000;
    vb_save(document, vb_file());
    nw_status status = nw_verify(verdict, vb_file(), &options, &error);
    remove(vb_file());
    return status;
}

static void judge(tally *count, json_t *document, const vb_formula *formula, size_t number, int round)
{
    nw_verdict verdict;
    if (verify(&verdict, document, true) != NW_OK) {
        count->unreadable++;
        return;
    }
    count->refuted += verdict.outcome == NW_REFUTED;
    count->unknown += verdict.outcome == NW_UNKNOWN;
    if (verdict.outcome != NW_PROVED)
        return;
    count->proven++;
    nw_statement stated;
    double where[NW_VERIFY_AXES];
    vb_read(&stated, document);
    if (stated.subject.order <= 3 || formula != NULL) {
        long double sup = vb_sup(where, &stated, formula, SAMPLES);
        ck_assert_msg(sup <= stated.upper * (1 + 1e-14L) + 1e-15L,
                      "certificate %zu, round %d: accepted, and the error is %.17Lg > %.17g at %.17g", number, round,
                      sup, stated.upper, where[0]);
        long double there = fabsl(vb_error(&stated, formula, stated.witness));
        ck_assert_msg(there >= stated.lower * (1 - 1e-14L) - 1e-15L,
                      "certificate %zu, round %d: accepted, and |error| = %.17Lg < %.17g at the witness", number, round,
                      there, stated.lower);
        for (int a = 0; a < stated.inputs; a++)
            ck_assert(stated.witness[a] >= stated.low[a] && stated.witness[a] <= stated.high[a] &&
                      stated.low[a] >= -1 && stated.high[a] <= 1);
    }
    nw_statement_clear(&stated);
}

START_TEST(no_false_claim_is_accepted)
{
    gsl_rng *rng = ct_rng("verify mutations");
    tally count = {0};
    for (size_t i = 0; i < BASES; i++) {
        const vb_formula *formula;
        json_t *document = base(i, rng, &formula);
        nw_verdict verdict;
        ck_assert_msg(verify(&verdict, document, false) == NW_OK && verdict.outcome == NW_PROVED, "certificate %zu: %s",
                      i, verdict.reason);
        for (int round = 0; round < ROUNDS; round++) {
            json_t *other = json_deep_copy(document);
            mutate(rng, other);
            while (gsl_rng_uniform_int(rng, 3) == 0)
                mutate(rng, other);
            judge(&count, other, formula, i, round);
            json_decref(other);
        }
        json_decref(document);
    }
    size_t all = count.proven + count.refuted + count.unknown + count.unreadable;
    /* Neither answer is given always: about one in three stays true, and hardly any is left open. */
    ck_assert_msg(count.proven > all / 10 && count.refuted > all / 4 && count.unknown < all / 20,
                  "%zu proven, %zu refuted, %zu unknown, %zu unreadable", count.proven, count.refuted, count.unknown,
                  count.unreadable);
    gsl_rng_free(rng);
}
END_TEST

/* The same with the checksum in force. */
START_TEST(no_change_passes_the_checksum)
{
    gsl_rng *rng = ct_rng("verify checksums");
    for (size_t i = 0; i < BASES; i++) {
        const vb_formula *formula;
        json_t *document = base(i, rng, &formula);
        for (int round = 0; round < SEALED_ROUNDS; round++) {
            json_t *other = json_deep_copy(document);
            nw_verdict verdict;
            while (json_equal(document, other))
                mutate(rng, other);
            nw_status status = verify(&verdict, other, false);
            ck_assert_msg(status == NW_BAD_INPUT || (status == NW_OK && verdict.outcome == NW_REFUTED &&
                                                     strstr(verdict.reason, "checksum") != NULL),
                          "certificate %zu, round %d: %s", i, round, verdict.reason);
            json_decref(other);
        }
        json_decref(document);
    }
    gsl_rng_free(rng);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("verify mutations");
    TCase *tests = ct_case(suite, "mutations");
    tcase_add_test(tests, no_false_claim_is_accepted);
    tcase_add_test(tests, no_change_passes_the_checksum);
    return ct_main(suite);
}
