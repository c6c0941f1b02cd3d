/* The document of a certificate. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "verify/statement.h"

void nw_statement_clear(nw_statement *stated)
{
    nw_plain_network_clear(&stated->network);
    nw_plain_network_clear(&stated->task);
    free(stated->fed);
    nw_subject_clear(&stated->subject);
    for (int a = 0; a < NW_VERIFY_AXES; a++)
        free(stated->tree.cuts[a]);
    free(stated->tree.bytes);
}

static nw_status read_cuts(nw_statement *stated, int axis, json_t *list, const char *file, nw_error *error)
{
    nw_plain_tree *tree = &stated->tree;
    size_t count = json_array_size(list);
    double last = stated->low[axis];
    tree->cut_count[axis] = count;
    tree->cuts[axis] = nw_alloc(count + 1, sizeof(double));
    if (!json_is_array(list))
        return nw_fail(error, NW_BAD_INPUT, "%.200s: tree.cuts[%d] is no array", file, axis);
    for (size_t i = 0; i < count; i++) {
        const char *text = json_string_value(json_array_get(list, i));
        double *cut = &tree->cuts[axis][i];
        if (text == NULL || !nw_hex_double(cut, text) || !(*cut > last && *cut < stated->high[axis]))
            return nw_fail(error, NW_BAD_INPUT,
                           "%.200s: tree.cuts[%d][%zu] must be a hexadecimal number between the one before and the "
                           "end of the domain",
                           file, axis, i);
        last = *cut;
    }
    return NW_OK;
}

static nw_status read_tree(nw_statement *stated, json_t *object, const char *file, nw_error *error)
{
    static const char *const known[] = {"cuts", "boxes", "symbols", NULL};
    nw_json_place place = {file, "tree"};
    nw_plain_tree *tree = &stated->tree;
    json_t *cuts;
    const char *symbols;
    long boxes;
    if (nw_json_only(object, known, place, error) != NW_OK ||
        nw_json_get_array(&cuts, object, "cuts", place, error) != NW_OK ||
        nw_json_get_integer(&boxes, object, "boxes", 1, LONG_MAX, place, error) != NW_OK ||
        nw_json_get_text(&symbols, object, "symbols", place, error) != NW_OK)
        return NW_BAD_INPUT;
    if (json_array_size(cuts) != (size_t)stated->inputs)
        return nw_fail(error, NW_BAD_INPUT, "%.200s: tree.cuts must have one list for each input", file);
    for (int a = 0; a < stated->inputs; a++) {
        nw_status status = read_cuts(stated, a, json_array_get(cuts, (size_t)a), file, error);
        if (status != NW_OK)
            return status;
    }
    tree->boxes = (size_t)boxes;
    if (!nw_base64_decode(&tree->bytes, &tree->byte_count, symbols))
        return nw_fail(error, NW_BAD_INPUT, "%.200s: tree.symbols is no base64 text with padding", file);
    return NW_OK;
}

static nw_status read_bounds(nw_statement *stated, json_t *object, const char *file, nw_error *error)
{
    static const char *const known[] = {"lower", "upper", "witness", NULL};
    nw_json_place place = {file, "claim"};
    if (nw_json_only(object, known, place, error) != NW_OK ||
        nw_json_get_double(&stated->lower, object, "lower", place, error) != NW_OK ||
        nw_json_get_double(&stated->upper, object, "upper", place, error) != NW_OK)
        return NW_BAD_INPUT;
    return nw_json_get_doubles(stated->witness, (size_t)stated->inputs, object, "witness", place, error);
}

/* Absent: [-1,1]^d.  An axis may have no width. */
static nw_status read_domain(nw_statement *stated, json_t *document, const char *file, nw_error *error)
{
    static const char *const known[] = {"low", "high", NULL};
    nw_json_place place = {file, "domain"};
    json_t *object;
    for (int a = 0; a < stated->inputs; a++) {
        stated->low[a] = -1;
        stated->high[a] = 1;
    }
    if (json_object_get(document, "domain") == NULL)
        return NW_OK;
    if (nw_json_get_object(&object, document, "domain", (nw_json_place){file, ""}, error) != NW_OK ||
        nw_json_only(object, known, place, error) != NW_OK ||
        nw_json_get_doubles(stated->low, (size_t)stated->inputs, object, "low", place, error) != NW_OK ||
        nw_json_get_doubles(stated->high, (size_t)stated->inputs, object, "high", place, error) != NW_OK)
        return NW_BAD_INPUT;
    for (int a = 0; a < stated->inputs; a++)
        if (!(stated->low[a] >= -1 && stated->low[a] <= stated->high[a] && stated->high[a] <= 1))
            return nw_fail(error, NW_BAD_INPUT, "%.200s: domain: low[%d] <= high[%d] must lie in [-1, 1]", file, a, a);
    return NW_OK;
}

/* A network, or a composite in its place. */
static nw_status read_function(nw_statement *stated, json_t *document, const char *file, nw_error *error)
{
    nw_json_place place = {file, ""};
    json_t *function;
    if (json_object_get(document, "composite") != NULL) {
        if (json_object_get(document, "network") != NULL)
            return nw_fail(error, NW_BAD_INPUT, "%.200s: both a network and a composite: one of them is too many",
                           file);
        if (nw_json_get_object(&function, document, "composite", place, error) != NW_OK)
            return NW_BAD_INPUT;
        return nw_composite_claim_read(stated, function, (nw_json_place){file, "composite"}, error);
    }
    if (nw_json_get_object(&function, document, "network", place, error) != NW_OK ||
        nw_plain_network_read(&stated->network, function, (nw_json_place){file, "network"}, error) != NW_OK)
        return NW_BAD_INPUT;
    stated->m1 = stated->inputs;
    if (stated->network.inputs != (size_t)stated->inputs || stated->network.outputs != 1)
        return nw_fail(error, NW_BAD_INPUT,
                       "%.200s: the network has %zu inputs and %zu outputs, and must have %d and 1", file,
                       stated->network.inputs, stated->network.outputs, stated->inputs);
    return NW_OK;
}

static nw_status read_target(nw_statement *stated, json_t *object, const char *file, nw_error *error)
{
    static const char *const known[] = {"word", "definition", NULL};
    nw_json_place place = {file, "target"};
    const char *word;
    json_t *definition;
    if (nw_json_only(object, known, place, error) != NW_OK ||
        nw_json_get_text(&word, object, "word", place, error) != NW_OK ||
        nw_json_get_object(&definition, object, "definition", place, error) != NW_OK)
        return NW_BAD_INPUT;
    return nw_subject_read(&stated->subject, definition, (nw_json_place){file, "target.definition"}, error);
}

nw_status nw_statement_read(nw_statement *stated, json_t *document, const char *file, nw_error *error)
{
    static const char *const known[] = {"format", "version", "claim",      "domain",   "network", "composite",
                                        "target", "tree",    "provenance", "checksum", NULL};
    nw_json_place place = {file, ""};
    const char *format;
    long version;
    json_t *statement, *target, *tree;
    if (nw_json_get_text(&format, document, "format", place, error) != NW_OK)
        return NW_BAD_INPUT;
    if (strcmp(format, "nwidth-certificate") != 0)
        return nw_fail(error, NW_BAD_INPUT, "%.200s: this is no certificate: format is not \"nwidth-certificate\"",
                       file);
    if (nw_json_get_integer(&version, document, "version", 1, 1, place, error) != NW_OK ||
        nw_json_only(document, known, place, error) != NW_OK ||
        nw_json_get_object(&statement, document, "claim", place, error) != NW_OK ||
        nw_json_get_object(&target, document, "target", place, error) != NW_OK ||
        nw_json_get_object(&tree, document, "tree", place, error) != NW_OK)
        return NW_BAD_INPUT;
    nw_status status = read_target(stated, target, file, error);
    if (status != NW_OK)
        return status;
    stated->inputs = stated->subject.inputs;
    status = read_function(stated, document, file, error);
    if (status == NW_OK)
        status = read_domain(stated, document, file, error);
    if (status == NW_OK)
        status = read_bounds(stated, statement, file, error);
    return status == NW_OK ? read_tree(stated, tree, file, error) : status;
}
