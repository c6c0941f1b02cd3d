/* Composites inside a certificate. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "verify/statement.h"

static const char *const FORMS[NW_CLAIM_FORM_COUNT] = {"plain", "embedding", "hypernetwork"};

typedef struct parts {
    long m1, m2;
    json_t *primary, *task, *fed;
} parts;

static nw_status read_parts(parts *found, nw_statement *stated, json_t *object, nw_json_place place, nw_error *error)
{
    static const char *const known[] = {"format",  "version", "form", "m1",         "m2",
                                        "primary", "task",    "fed",  "provenance", NULL};
    const char *format, *form;
    long version;
    if (nw_json_only(object, known, place, error) != NW_OK ||
        nw_json_get_text(&format, object, "format", place, error) != NW_OK ||
        nw_json_get_integer(&version, object, "version", 1, 1, place, error) != NW_OK ||
        nw_json_get_text(&form, object, "form", place, error) != NW_OK ||
        nw_json_get_integer(&found->m1, object, "m1", 1, NW_VERIFY_AXES, place, error) != NW_OK ||
        nw_json_get_integer(&found->m2, object, "m2", 0, NW_VERIFY_AXES, place, error) != NW_OK ||
        nw_json_get_object(&found->primary, object, "primary", place, error) != NW_OK)
        return NW_BAD_INPUT;
    if (strcmp(format, "nwidth-composite") != 0)
        return nw_fail(error, NW_BAD_INPUT, "%.200s: %.200s.format is not \"nwidth-composite\"", place.file,
                       place.path);
    for (stated->form = NW_CLAIM_PLAIN; stated->form < NW_CLAIM_FORM_COUNT; stated->form++)
        if (strcmp(form, FORMS[stated->form]) == 0)
            break;
    if (stated->form == NW_CLAIM_FORM_COUNT)
        return nw_fail(error, NW_BAD_INPUT, "%.200s: %.200s.form is \"%.40s\", which is none", place.file, place.path,
                       form);
    if (json_object_get(object, "fed") != NULL) {
        if (stated->form != NW_CLAIM_HYPERNETWORK)
            return nw_fail(error, NW_BAD_INPUT, "%.200s: %.200s.fed stands in a composite that is no hypernetwork",
                           place.file, place.path);
        if (nw_json_get_array(&found->fed, object, "fed", place, error) != NW_OK)
            return NW_BAD_INPUT;
    }
    if (stated->form != NW_CLAIM_PLAIN)
        return nw_json_get_object(&found->task, object, "task", place, error);
    if (json_object_get(object, "task") != NULL)
        return nw_fail(error, NW_BAD_INPUT, "%.200s: %.200s.task stands in a composite that has none", place.file,
                       place.path);
    return NW_OK;
}

/* What each network must be for the composite to have m1 + m2 inputs and one output. */
static nw_status check_sizes(const nw_statement *stated, const parts *found, nw_json_place place, nw_error *error)
{
    const nw_plain_network *primary = &stated->network, *task = &stated->task;
    size_t m1 = (size_t)found->m1, m2 = (size_t)found->m2;
    bool plain = stated->form == NW_CLAIM_PLAIN, hyper = stated->form == NW_CLAIM_HYPERNETWORK;
    size_t behind = plain ? m2 : hyper ? 0 : task->outputs;
    if (m1 + m2 != (size_t)stated->inputs)
        return nw_fail(error, NW_BAD_INPUT, "%.200s: the composite has %zu inputs, and the target %d", place.file,
                       m1 + m2, stated->inputs);
    if (primary->inputs != m1 + behind || primary->outputs != 1)
        return nw_fail(error, NW_BAD_INPUT,
                       "%.200s: %.200s.primary has %zu inputs and %zu outputs, and must have %zu and 1", place.file,
                       place.path, primary->inputs, primary->outputs, m1 + behind);
    if (!plain && (task->inputs != m2 || m2 == 0))
        return nw_fail(error, NW_BAD_INPUT, "%.200s: %.200s.task has %zu inputs, and m2 is %zu", place.file, place.path,
                       task->inputs, m2);
    if (hyper && found->fed == NULL && task->outputs != nw_plain_network_parameters(primary))
        return nw_fail(error, NW_BAD_INPUT, "%.200s: %.200s.task has %zu outputs, and primary %zu parameters",
                       place.file, place.path, task->outputs, nw_plain_network_parameters(primary));
    return NW_OK;
}

/* The value of parameter `number` of a network with weights. */
static double parameter_of(const nw_plain_network *network, size_t number)
{
    size_t k = network->layer_count - 1;
    while (network->parameter[k] > number)
        k--;
    number -= network->parameter[k];
    if (network->first[k] != NULL)
        return network->weights[k][number];
    size_t weights = nw_plain_layer_inputs(network, k) * network->units[k];
    return number < weights ? network->weights[k][number] : network->biases[k][number - weights];
}

/* As many numbers as the task has outputs, rising, of parameters that are 0. */
static nw_status read_fed(nw_statement *stated, json_t *array, nw_json_place place, nw_error *error)
{
    size_t count = json_array_size(array), all = nw_plain_network_parameters(&stated->network);
    if (count != stated->task.outputs)
        return nw_fail(error, NW_BAD_INPUT, "%.200s: %.200s.fed must have %zu numbers, one for each output of the task",
                       place.file, place.path, stated->task.outputs);
    stated->fed = nw_alloc(count, sizeof *stated->fed);
    for (size_t i = 0; i < count; i++) {
        json_t *number = json_array_get(array, i);
        json_int_t value = json_integer_value(number);
        if (!json_is_integer(number) || value < 0 || (size_t)value >= all ||
            (i > 0 && (size_t)value <= stated->fed[i - 1]))
            return nw_fail(error, NW_BAD_INPUT, "%.200s: %.200s.fed must be integers that rise, below %zu", place.file,
                           place.path, all);
        stated->fed[i] = (size_t)value;
        if (parameter_of(&stated->network, stated->fed[i]) != 0)
            return nw_fail(error, NW_BAD_INPUT, "%.200s: %.200s.primary: parameter %zu is fed and must be 0",
                           place.file, place.path, stated->fed[i]);
    }
    return NW_OK;
}

nw_status nw_composite_claim_read(nw_statement *stated, json_t *object, nw_json_place place, nw_error *error)
{
    parts found = {0};
    nw_status status = read_parts(&found, stated, object, place, error);
    if (status != NW_OK)
        return status;
    char *primary_path = nw_format("%s.primary", place.path), *task_path = nw_format("%s.task", place.path);
    nw_json_place primary = {place.file, primary_path}, task = {place.file, task_path};
    status = stated->form == NW_CLAIM_HYPERNETWORK && found.fed == NULL
                 ? nw_plain_shape_read(&stated->network, found.primary, primary, error)
                 : nw_plain_network_read(&stated->network, found.primary, primary, error);
    if (status == NW_OK && found.task != NULL)
        status = nw_plain_network_read(&stated->task, found.task, task, error);
    free(primary_path);
    free(task_path);
    stated->m1 = (int)found.m1;
    if (status == NW_OK)
        status = check_sizes(stated, &found, place, error);
    return status == NW_OK && found.fed != NULL ? read_fed(stated, found.fed, place, error) : status;
}
