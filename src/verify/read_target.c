/* Definitions of targets inside a certificate. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "verify/statement.h"

enum { MOST_ORDER = 8, MOST_SCALE = 1 << 20, MOST_FREQUENCY = 1000000 };

static const char *const FAMILIES[NW_SUBJECT_COUNT] = {"bump", "step", "trig", "tanhnet", "product", "inner", "expr"};

static nw_status refuse(nw_json_place place, const char *what, nw_error *error)
{
    return nw_fail(error, NW_BAD_INPUT, "%.200s: %.200s%s", place.file, place.path, what);
}

void nw_subject_clear(nw_subject *subject)
{
    free(subject->signs);
    free(subject->terms);
    nw_plain_network_clear(&subject->network);
    nw_formula_free(subject->formula);
}

static nw_status read_grid(nw_subject *subject, json_t *object, nw_json_place place, nw_error *error)
{
    const char *signs;
    if (nw_json_get_integer(&subject->scale, object, "scale", 1, MOST_SCALE, place, error) != NW_OK ||
        nw_json_get_text(&signs, object, "signs", place, error) != NW_OK)
        return NW_BAD_INPUT;
    size_t side = (size_t)subject->scale + (subject->family == NW_SUBJECT_STEP), count = 1, length = strlen(signs);
    /* Sides are below 2^21 and there are at most 4: no overflow before the length is passed. */
    for (int i = 0; i < subject->inputs && count <= length; i++)
        count *= side;
    if (count != length || strspn(signs, "+-") != length)
        return refuse(place, ".signs must have one + or - for each place of the grid", error);
    subject->signs = nw_copy_text(signs);
    return NW_OK;
}

/* ---- terms ---- */

static nw_status read_wave(nw_plain_ridge *wave, int inputs, json_t *term, nw_json_place place, nw_error *error)
{
    static const char *const known[] = {"coefficient", "frequency", "phase", NULL};
    json_t *frequency;
    wave->cosine = true;
    if (!json_is_object(term))
        return refuse(place, " is no object", error);
    if (nw_json_only(term, known, place, error) != NW_OK ||
        nw_json_get_double(&wave->coefficient, term, "coefficient", place, error) != NW_OK ||
        nw_json_get_double(&wave->offset, term, "phase", place, error) != NW_OK ||
        nw_json_get_array(&frequency, term, "frequency", place, error) != NW_OK)
        return NW_BAD_INPUT;
    if (json_array_size(frequency) != (size_t)inputs)
        return refuse(place, ".frequency must have one integer for each input", error);
    for (int a = 0; a < inputs; a++) {
        json_t *number = json_array_get(frequency, (size_t)a);
        json_int_t value = json_integer_value(number);
        if (!json_is_integer(number) || value < -MOST_FREQUENCY || value > MOST_FREQUENCY)
            return refuse(place, ".frequency must have integers up to 10^6 in size", error);
        wave->slope[a] = (double)value;
    }
    return NW_OK;
}

static nw_status read_ridge(nw_plain_ridge *ridge, size_t first, size_t count, json_t *term, const char *key,
                            nw_json_place place, nw_error *error)
{
    static const char *const known[] = {"function", "coefficient", "slope", "offset", NULL};
    json_t *object;
    const char *function;
    if (nw_json_get_object(&object, term, key, place, error) != NW_OK ||
        nw_json_only(object, known, place, error) != NW_OK ||
        nw_json_get_text(&function, object, "function", place, error) != NW_OK ||
        nw_json_get_double(&ridge->coefficient, object, "coefficient", place, error) != NW_OK ||
        nw_json_get_double(&ridge->offset, object, "offset", place, error) != NW_OK ||
        nw_json_get_doubles(ridge->slope + first, count, object, "slope", place, error) != NW_OK)
        return NW_BAD_INPUT;
    ridge->cosine = strcmp(function, "cos") == 0;
    if (!ridge->cosine && strcmp(function, "tanh") != 0)
        return refuse(place, ": function must be \"cos\" or \"tanh\"", error);
    return NW_OK;
}

static nw_status read_factors(nw_plain_ridge *pair, const nw_subject *subject, json_t *term, nw_json_place place,
                              nw_error *error)
{
    static const char *const known[] = {"x", "I", NULL};
    size_t m1 = (size_t)subject->m1, m2 = (size_t)subject->inputs - m1;
    if (!json_is_object(term))
        return refuse(place, " is no object", error);
    if (nw_json_only(term, known, place, error) != NW_OK)
        return NW_BAD_INPUT;
    nw_status status = read_ridge(&pair[0], 0, m1, term, "x", place, error);
    return status == NW_OK ? read_ridge(&pair[1], m1, m2, term, "I", place, error) : status;
}

static nw_status read_terms(nw_subject *subject, json_t *object, nw_json_place place, nw_error *error)
{
    bool pairs = subject->family == NW_SUBJECT_PRODUCT;
    json_t *terms;
    if (nw_json_get_array(&terms, object, "terms", place, error) != NW_OK)
        return NW_BAD_INPUT;
    subject->term_count = json_array_size(terms);
    subject->terms = nw_alloc(2 * subject->term_count + 1, sizeof *subject->terms);
    for (size_t t = 0; t < subject->term_count; t++) {
        json_t *term = json_array_get(terms, t);
        char *path = nw_format("%s.terms[%zu]", place.path, t);
        nw_json_place at = {place.file, path};
        nw_status status = pairs ? read_factors(&subject->terms[2 * t], subject, term, at, error)
                                 : read_wave(&subject->terms[t], subject->inputs, term, at, error);
        free(path);
        if (status != NW_OK)
            return status;
    }
    return NW_OK;
}

/* ---- networks, formulas ---- */

static nw_status read_network(nw_subject *subject, json_t *object, nw_json_place place, nw_error *error)
{
    bool inner = subject->family == NW_SUBJECT_INNER;
    size_t m1 = (size_t)subject->m1, inputs = (size_t)subject->inputs;
    json_t *network;
    if (nw_json_get_object(&network, object, "network", place, error) != NW_OK)
        return NW_BAD_INPUT;
    char *path = nw_format("%s.network", place.path);
    nw_status status = nw_plain_network_read(&subject->network, network, (nw_json_place){place.file, path}, error);
    free(path);
    if (status == NW_OK &&
        (subject->network.inputs != (inner ? inputs - m1 : inputs) || subject->network.outputs != (inner ? m1 : 1)))
        status = refuse(place, ".network has other numbers of inputs or outputs than the target", error);
    return status;
}

static nw_status read_formula(nw_subject *subject, json_t *object, nw_json_place place, nw_error *error)
{
    const char *text;
    if (nw_json_get_text(&text, object, "formula", place, error) != NW_OK)
        return NW_BAD_INPUT;
    char *name = nw_format("%.200s: %.200s.formula", place.file, place.path);
    nw_status status =
        nw_formula_read(&subject->formula, text, subject->m1, subject->inputs - subject->m1, name, error);
    free(name);
    return status;
}

nw_status nw_subject_read(nw_subject *subject, json_t *object, nw_json_place place, nw_error *error)
{
    static const char *const known[] = {"family", "r",     "inputs",  "m1",      "amplitude", "scale",
                                        "signs",  "terms", "network", "formula", NULL};
    const char *family;
    long order, inputs, m1;
    if (nw_json_only(object, known, place, error) != NW_OK ||
        nw_json_get_text(&family, object, "family", place, error) != NW_OK ||
        nw_json_get_integer(&order, object, "r", 1, MOST_ORDER, place, error) != NW_OK ||
        nw_json_get_integer(&inputs, object, "inputs", 1, NW_VERIFY_AXES, place, error) != NW_OK ||
        nw_json_get_integer(&m1, object, "m1", 1, inputs, place, error) != NW_OK ||
        nw_json_get_double(&subject->amplitude, object, "amplitude", place, error) != NW_OK)
        return NW_BAD_INPUT;
    int found = 0;
    while (found < NW_SUBJECT_COUNT && strcmp(FAMILIES[found], family) != 0)
        found++;
    if (found == NW_SUBJECT_COUNT)
        return refuse(place, ".family is none that is known", error);
    subject->family = (nw_subject_family)found;
    subject->order = (int)order;
    subject->inputs = (int)inputs;
    subject->m1 = (int)m1;
    switch (subject->family) {
    case NW_SUBJECT_BUMP:
    case NW_SUBJECT_STEP:
        return read_grid(subject, object, place, error);
    case NW_SUBJECT_PRODUCT:
        if (m1 == inputs)
            return refuse(place, ".m1 must be less than the number of inputs here", error);
        return read_terms(subject, object, place, error);
    case NW_SUBJECT_TRIG:
        return read_terms(subject, object, place, error);
    case NW_SUBJECT_INNER:
        if (m1 == inputs)
            return refuse(place, ".m1 must be less than the number of inputs here", error);
        return read_network(subject, object, place, error);
    case NW_SUBJECT_TANHNET:
        return read_network(subject, object, place, error);
    case NW_SUBJECT_EXPR:
    case NW_SUBJECT_COUNT:
        break;
    }
    return read_formula(subject, object, place, error);
}
