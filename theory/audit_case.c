#include "audit_case.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "audit_built.h"
#include "base/memory.h"
#include "base/text.h"

/* ---- recipes ---- */

/* One word of a recipe: the parameter it gives, and where its value comes from. */
typedef struct ingredient {
    char param[32];
    const char *source; /* axis, literal or '@' and a name */
    size_t length;
} ingredient;

static bool next_ingredient(ingredient *word, const char **rest)
{
    const char *at = *rest + strspn(*rest, " ");
    size_t length = strcspn(at, " ");
    if (length == 0)
        return false;
    *rest = at + length;
    size_t name = strcspn(at, "= ");
    size_t kept = name < sizeof word->param - 1 ? name : sizeof word->param - 1;
    memcpy(word->param, at, kept);
    word->param[kept] = '\0';
    word->source = at[name] == '=' && name < length ? at + name + 1 : at;
    word->length = (size_t)(at + length - word->source);
    return true;
}

unsigned long nw_audit_recipe_axes(const char *recipe)
{
    unsigned long used = 0;
    ingredient word;
    while (next_ingredient(&word, &recipe)) {
        int axis = nw_axis_find(word.source, word.length);
        if (axis < NW_GRID_AXIS_COUNT)
            used |= 1ul << axis;
        else if (word.source[0] == '@')
            used |= nw_derived_axes(word.source + 1, word.length - 1);
    }
    return used;
}

/* The value an ingredient stands for, or NULL.  The caller frees. */
static char *ingredient_text(const ingredient *word, const nw_audit_point *point, const nw_audit_value *other)
{
    int axis = nw_axis_find(word->source, word->length);
    if (axis == NW_AXIS_M)
        return nw_format("%ld", (long)nw_audit_point_integer(point, axis));
    if (axis < NW_GRID_AXIS_COUNT)
        return nw_copy_text(nw_audit_point_text(point, axis));
    if (word->source[0] == '@')
        return nw_derived_text(word->source + 1, word->length - 1, point, other);
    return nw_format("%.*s", (int)word->length, word->source);
}

/* "card name=value name=value": a recipe with its values put in; false when one does not exist. */
static bool resolve_recipe(nw_text *line, const nw_audit_side *side, const nw_audit_point *point,
                           const nw_audit_value *other)
{
    const char *recipe = side->recipe;
    ingredient word;
    nw_text_add(line, side->card);
    while (next_ingredient(&word, &recipe)) {
        char *value = ingredient_text(&word, point, other);
        if (value == NULL)
            return false;
        nw_text_addf(line, " %s=%s", word.param, value);
        free(value);
    }
    return true;
}

/* ---- values ---- */

static void fill_value(nw_audit_value *value, const nw_audit_cases *cases, const nw_audit_side *side)
{
    const nw_card *card = cases->find(side->card);
    if (card == NULL) {
        value->problem = nw_format("there is no card %s", side->card);
        return;
    }
    nw_setting *setting = nw_setting_new(card);
    nw_result *result = NULL;
    nw_error error;
    nw_status status = NW_OK;
    char *copy = nw_copy_text(value->key), *rest = NULL;
    strtok_r(copy, " ", &rest); /* the card */
    for (char *name; status == NW_OK && (name = strtok_r(NULL, " ", &rest)) != NULL;) {
        char *text = strchr(name, '=');
        *text++ = '\0';
        status = nw_setting_set(setting, name, text, &error);
        /* A value beyond a parameter's range is a setting outside; a parameter the card does not read is a bad
         * recipe. */
        if (status != NW_OK && nw_card_reads(card, nw_param_find(name)) != NULL) {
            value->outcome = NW_OUTSIDE;
            break;
        }
    }
    if (status == NW_OK)
        status = nw_card_evaluate(&result, setting, cases->context, &error);
    if (status != NW_OK && value->outcome != NW_OUTSIDE) {
        value->problem = nw_copy_text(error.message);
    } else if (status == NW_OK) {
        value->outcome = result->outcome;
        fmpq_swap(value->lower, result->lower);
        fmpq_swap(value->upper, result->upper);
        value->details = result->details;
        value->detail_count = result->detail_count;
        result->details = NULL;
        result->detail_count = 0;
    }
    nw_result_free(result);
    nw_setting_free(setting);
    free(copy);
}

/* FNV-1a. */
static size_t hash_of(const char *text)
{
    uint64_t hash = 14695981039346656037u;
    for (; *text != '\0'; text++)
        hash = (hash ^ (unsigned char)*text) * 1099511628211u;
    return (size_t)(hash ^ hash >> 32);
}

static void grow_buckets(nw_audit_cases *cases)
{
    size_t count = cases->bucket_count == 0 ? 1024 : 4 * cases->bucket_count;
    nw_audit_value **buckets = nw_alloc(count, sizeof(nw_audit_value *));
    for (size_t i = 0; i < cases->bucket_count; i++)
        for (nw_audit_value *value = cases->buckets[i], *next; value != NULL; value = next) {
            size_t slot = hash_of(value->key) % count;
            next = value->next;
            value->next = buckets[slot];
            buckets[slot] = value;
        }
    free(cases->buckets);
    cases->buckets = buckets;
    cases->bucket_count = count;
}

const nw_audit_value *nw_audit_ask(nw_audit_cases *cases, const nw_audit_side *side, const nw_audit_point *point,
                                   const nw_audit_value *other)
{
    nw_text key = {0};
    if (!resolve_recipe(&key, side, point, other)) {
        nw_text_clear(&key);
        return NULL;
    }
    if (cases->value_count >= cases->bucket_count)
        grow_buckets(cases);
    size_t slot = hash_of(nw_text_string(&key)) % cases->bucket_count;
    nw_audit_value *value = cases->buckets[slot];
    while (value != NULL && strcmp(value->key, nw_text_string(&key)) != 0)
        value = value->next;
    if (value != NULL) {
        nw_text_clear(&key);
        return value;
    }
    value = nw_alloc(1, sizeof *value);
    value->key = nw_text_take(&key);
    fmpq_init(value->lower);
    fmpq_init(value->upper);
    fill_value(value, cases, side);
    value->next = cases->buckets[slot];
    cases->buckets[slot] = value;
    cases->value_count++;
    return value;
}

void nw_audit_cases_init(nw_audit_cases *cases, nw_card_finder find, nw_context *context)
{
    *cases = (nw_audit_cases){.find = find, .context = context};
}

static void free_value(nw_audit_value *value)
{
    fmpq_clear(value->lower);
    fmpq_clear(value->upper);
    for (size_t i = 0; i < value->detail_count; i++)
        free(value->details[i].text);
    free(value->details);
    free(value->problem);
    free(value->key);
    free(value);
}

void nw_audit_cases_clear(nw_audit_cases *cases)
{
    for (size_t i = 0; i < cases->bucket_count; i++)
        for (nw_audit_value *value = cases->buckets[i], *next; value != NULL; value = next) {
            next = value->next;
            free_value(value);
        }
    free(cases->buckets);
    *cases = (nw_audit_cases){0};
}

/* ---- numbers ---- */

bool nw_audit_detail(fmpq_t number, const nw_audit_value *value, const char *name)
{
    for (size_t i = 0; i < value->detail_count; i++)
        if (strcmp(value->details[i].name, name) == 0)
            return fmpq_set_str(number, value->details[i].text, 10) == 0;
    return false;
}

bool nw_audit_number(fmpq_t low, fmpq_t high, const nw_audit_side *side, const nw_audit_value *value,
                     const nw_audit_point *point)
{
    if (side->view != NULL)
        return side->view(low, high, value, point);
    fmpq_set(low, value->lower);
    fmpq_set(high, value->upper);
    return true;
}

const char *nw_audit_label(const nw_audit_side *side)
{
    return side->label != NULL ? side->label : side->card;
}
