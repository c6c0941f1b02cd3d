/* Targets as JSON: everything that defines the function. */
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/memory.h"
#include "target/family.h"

enum { MOST_MEMBERS = 16 };

static const char *const COMMON[] = {"family", "r", "inputs", "m1", "amplitude"};
enum { COMMON_COUNT = sizeof COMMON / sizeof COMMON[0] };

json_t *nw_target_to_json(const nw_target *target)
{
    json_t *object = json_object();
    nw_json_put_text(object, "family", target->family->name);
    nw_json_put(object, "r", json_integer(target->order));
    nw_json_put(object, "inputs", json_integer(target->inputs));
    nw_json_put(object, "m1", json_integer(target->m1));
    nw_json_put(object, "amplitude", nw_json_double(target->amplitude));
    target->family->describe(target, object);
    return object;
}

/* What is not understood is not ignored. */
static nw_status only_known(json_t *object, const nw_family *family, nw_json_place place, nw_error *error)
{
    const char *known[MOST_MEMBERS + 1] = {0};
    size_t count = 0;
    for (; count < COMMON_COUNT; count++)
        known[count] = COMMON[count];
    for (const char *const *member = family->members; *member != NULL && count < MOST_MEMBERS; member++)
        known[count++] = *member;
    return nw_json_only(object, known, place, error);
}

static nw_status find_family(const nw_family **family, json_t *object, nw_json_place place, nw_error *error)
{
    const char *name;
    nw_status status = nw_json_get_text(&name, object, "family", place, error);
    if (status != NW_OK)
        return status;
    *family = nw_family_find(name, strlen(name));
    if (*family == NULL)
        return nw_fail(error, NW_BAD_INPUT, "%.100s: %.200s: there is no family of targets '%.40s'", place.file,
                       place.path, name);
    return NW_OK;
}

static nw_status read_common(nw_target *target, json_t *object, nw_json_place place, nw_error *error)
{
    long order = 0, inputs = 0, m1 = 0;
    long most = target->family->cells ? NW_SPLINE_ORDER : NW_SMOOTH_ORDER;
    nw_status status = nw_json_get_integer(&order, object, "r", 1, most, place, error);
    if (status == NW_OK)
        status = nw_json_get_integer(&inputs, object, "inputs", 1, NW_MOST_INPUTS, place, error);
    if (status == NW_OK)
        status = nw_json_get_integer(&m1, object, "m1", 1, inputs, place, error);
    if (status == NW_OK)
        status = nw_json_get_double(&target->amplitude, object, "amplitude", place, error);
    if (status == NW_OK && !(target->amplitude > 0))
        status = nw_fail(error, NW_BAD_INPUT, "%.100s: %.200s.amplitude must be > 0", place.file, place.path);
    target->order = (int)order;
    target->inputs = (int)inputs;
    target->m1 = (int)m1;
    return status;
}

/* A family's read leaves the word without an amplitude; it is added where the default is another. */
static void complete_word(nw_target *target)
{
    if (target->word == NULL) {
        target->word = nw_format("%s (as read)", target->family->name);
        return;
    }
    if (target->amplitude == nw_target_largest_amplitude(target))
        return;
    char *amplitude = nw_decimal_above(target->amplitude), *word = target->word;
    nw_text text = {0};
    size_t keys = target->family->has_formula ? (size_t)(strchr(strchr(word, ':') + 1, ':') - word) : strlen(word);
    nw_text_add_bytes(&text, word, keys);
    nw_text_addf(&text, ",amplitude=%s", amplitude);
    nw_text_add(&text, word + keys);
    target->word = nw_text_take(&text);
    free(word);
    free(amplitude);
}

nw_status nw_target_from_json(nw_target **target, json_t *object, nw_json_place place, nw_error *error)
{
    const nw_family *family = NULL;
    *target = NULL;
    nw_status status = find_family(&family, object, place, error);
    if (status == NW_OK)
        status = only_known(object, family, place, error);
    if (status != NW_OK)
        return status;
    nw_target *made = nw_alloc(1, sizeof *made);
    made->family = family;
    status = read_common(made, object, place, error);
    if (status == NW_OK)
        status = family->read(made, object, place, error);
    if (status == NW_OK) {
        char *name = nw_format("%s: %s", place.file, place.path);
        status = nw_target_check_amplitude(made, name, error);
        free(name);
    }
    if (status != NW_OK) {
        nw_target_free(made);
        return status;
    }
    complete_word(made);
    *target = made;
    return NW_OK;
}
