#include "net/composite_file.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/memory.h"
#include "base/output.h"
#include "net/network_file.h"

static const char FORMAT[] = "nwidth-composite";
enum { VERSION = 1, MOST_INPUTS = NW_MOST_UNITS / 2 };

/* ---- writing ---- */

static json_t *fed_to_json(const nw_composite *composite)
{
    json_t *fed = json_array();
    for (size_t i = 0; i < composite->task->outputs; i++)
        nw_json_append(fed, json_integer((json_int_t)composite->fed[i]));
    return fed;
}

json_t *nw_composite_to_json(const nw_composite *composite, json_t *provenance)
{
    json_t *document = json_object();
    bool shape = composite->form == NW_HYPERNETWORK && composite->fed == NULL;
    nw_json_put_text(document, "format", FORMAT);
    nw_json_put(document, "version", json_integer(VERSION));
    nw_json_put_text(document, "form", nw_form_words[composite->form]);
    nw_json_put(document, "m1", json_integer((json_int_t)composite->m1));
    nw_json_put(document, "m2", json_integer((json_int_t)composite->m2));
    nw_json_put(document, "primary",
                shape ? nw_network_shape_to_json(composite->primary) : nw_network_to_json(composite->primary, NULL));
    if (composite->task != NULL)
        nw_json_put(document, "task", nw_network_to_json(composite->task, NULL));
    if (composite->fed != NULL)
        nw_json_put(document, "fed", fed_to_json(composite));
    if (provenance != NULL)
        nw_json_put(document, "provenance", provenance);
    return document;
}

nw_status nw_composite_write(const nw_composite *composite, json_t *provenance, const char *file, nw_error *error)
{
    nw_output output;
    nw_status status = nw_output_open(&output, file, error);
    if (status != NW_OK) {
        json_decref(provenance);
        return status;
    }
    nw_json_write(output.stream, nw_composite_to_json(composite, provenance));
    return nw_output_finish(&output, error);
}

/* ---- reading ---- */

bool nw_is_composite(const json_t *document)
{
    const char *format = json_string_value(json_object_get(document, "format"));
    return format != NULL && strcmp(format, FORMAT) == 0;
}

typedef struct head {
    nw_composite_form form;
    long m1, m2;
    json_t *primary, *task, *fed; /* task and fed may be NULL */
} head;

/* "h.json: composite.form WHY" */
static nw_status refuse(nw_json_place place, const char *key, const char *why, nw_error *error)
{
    return nw_fail(error, NW_BAD_INPUT, "%.300s: %s%s%s %s", place.file, place.path, place.path[0] != '\0' ? "." : "",
                   key, why);
}

static nw_status read_head(head *found, json_t *document, nw_json_place place, nw_error *error)
{
    static const char *const known[] = {"format",  "version", "form", "m1",         "m2",
                                        "primary", "task",    "fed",  "provenance", NULL};
    const char *format, *form;
    long version;
    json_t *provenance;
    if (!json_is_object(document))
        return nw_fail(error, NW_BAD_INPUT, "%.300s%s%s is no object", place.file, place.path[0] != '\0' ? ": " : "",
                       place.path);
    if (nw_json_get_text(&format, document, "format", place, error) != NW_OK)
        return NW_BAD_INPUT;
    if (strcmp(format, FORMAT) != 0)
        return refuse(place, "format", "is not \"nwidth-composite\": this is no composite file", error);
    if (nw_json_get_integer(&version, document, "version", 1, VERSION, place, error) != NW_OK ||
        nw_json_get_text(&form, document, "form", place, error) != NW_OK)
        return NW_BAD_INPUT;
    found->form = NW_PLAIN;
    while (found->form < NW_FORM_COUNT && strcmp(nw_form_words[found->form], form) != 0)
        found->form++;
    if (found->form == NW_FORM_COUNT)
        return refuse(place, "form", "must be \"plain\", \"embedding\" or \"hypernetwork\"", error);
    if (nw_json_get_integer(&found->m1, document, "m1", 1, MOST_INPUTS, place, error) != NW_OK ||
        nw_json_get_integer(&found->m2, document, "m2", found->form == NW_PLAIN ? 0 : 1, MOST_INPUTS, place, error) !=
            NW_OK ||
        nw_json_get_object(&found->primary, document, "primary", place, error) != NW_OK)
        return NW_BAD_INPUT;
    if (found->form == NW_PLAIN && json_object_get(document, "task") != NULL)
        return refuse(place, "task", "stands in a composite of the form plain, which has none", error);
    if (found->form != NW_PLAIN && nw_json_get_object(&found->task, document, "task", place, error) != NW_OK)
        return NW_BAD_INPUT;
    if (found->form != NW_HYPERNETWORK && json_object_get(document, "fed") != NULL)
        return refuse(place, "fed", "stands in a composite that is no hypernetwork", error);
    if (json_object_get(document, "fed") != NULL &&
        nw_json_get_array(&found->fed, document, "fed", place, error) != NW_OK)
        return NW_BAD_INPUT;
    if (json_object_get(document, "provenance") != NULL &&
        nw_json_get_object(&provenance, document, "provenance", place, error) != NW_OK)
        return NW_BAD_INPUT;
    return nw_json_only(document, known, place, error);
}

/* A network inside; of a shape alone the number of parameters. */
static nw_status read_part(nw_network **network, json_t *part, const char *key, const size_t *parameters,
                           nw_json_place place, nw_error *error)
{
    char *path = nw_format("%s%s%s", place.path, place.path[0] != '\0' ? "." : "", key);
    nw_json_place at = {place.file, path};
    nw_status status = parameters != NULL ? nw_network_shape_from_json(network, part, *parameters, at, error)
                                          : nw_network_from_json(network, part, at, error);
    free(path);
    return status;
}

/* fed: a number for each output of f, which are as many as the document has.  nw_composite_new_fed checks the rest. */
static nw_status read_fed(size_t **fed, const json_t *array, const nw_network *g, const nw_network *f,
                          nw_json_place place, nw_error *error)
{
    *fed = NULL;
    if (json_array_size(array) != f->outputs) {
        char *why = nw_format("has %zu numbers, and must have %zu, one for each output of the network of the task",
                              json_array_size(array), f->outputs);
        nw_status status = refuse(place, "fed", why, error);
        free(why);
        return status;
    }
    *fed = nw_alloc(f->outputs, sizeof **fed);
    for (size_t i = 0; i < f->outputs; i++) {
        const json_t *entry = json_array_get(array, i);
        json_int_t number = json_is_integer(entry) ? json_integer_value(entry) : -1;
        const char *why = number < 0 ? "is no integer from 0 on"
                          : (size_t)number < g->parameter_count && g->parameters[number] != 0
                              ? "is a parameter of the primary network that is not 0 there, although the task gives it"
                              : NULL;
        if (why != NULL) {
            char *which = nw_format("fed[%zu]", i);
            refuse(place, which, why, error);
            free(which);
            free(*fed);
            *fed = NULL;
            return NW_BAD_INPUT;
        }
        (*fed)[i] = (size_t)number;
    }
    return NW_OK;
}

nw_status nw_composite_from_json(nw_composite **composite, json_t *document, nw_json_place place, nw_error *error)
{
    head found = {0};
    nw_network *primary = NULL, *task = NULL;
    size_t *fed = NULL;
    *composite = NULL;
    nw_status status = read_head(&found, document, place, error);
    if (status == NW_OK && found.task != NULL)
        status = read_part(&task, found.task, "task", NULL, place, error);
    if (status == NW_OK)
        status = read_part(&primary, found.primary, "primary",
                           found.form == NW_HYPERNETWORK && found.fed == NULL ? &task->outputs : NULL, place, error);
    if (status == NW_OK && found.fed != NULL)
        status = read_fed(&fed, found.fed, primary, task, place, error);
    if (status != NW_OK) {
        nw_network_free(primary);
        nw_network_free(task);
        return status;
    }
    nw_error shapes;
    size_t m1 = (size_t)found.m1, m2 = (size_t)found.m2;
    status = fed != NULL ? nw_composite_new_fed(composite, m1, m2, primary, task, fed, &shapes)
                         : nw_composite_new(composite, found.form, m1, m2, primary, task, &shapes);
    if (status != NW_OK)
        return nw_fail(error, status, "%.300s: %s%s%s", place.file, place.path, place.path[0] != '\0' ? ": " : "",
                       shapes.message);
    return NW_OK;
}

nw_status nw_composite_read(nw_composite **composite, const char *file, nw_error *error)
{
    *composite = NULL;
    json_t *document;
    nw_status status = nw_json_load(&document, file, error);
    if (status != NW_OK)
        return status;
    status = nw_composite_from_json(composite, document,
                                    (nw_json_place){strcmp(file, "-") == 0 ? "standard input" : file, ""}, error);
    json_decref(document);
    return status;
}
