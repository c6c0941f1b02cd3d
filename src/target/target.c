#include "target/target.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "target/family.h"

/* ---- families ---- */

const nw_family *nw_family_at(size_t index)
{
    static const nw_family *const families[] = {&nw_family_bump,    &nw_family_step,    &nw_family_trig,
                                                &nw_family_tanhnet, &nw_family_product, &nw_family_inner,
                                                &nw_family_expr};
    return index < sizeof families / sizeof families[0] ? families[index] : NULL;
}

const nw_family *nw_family_find(const char *name, size_t length)
{
    const nw_family *family;
    for (size_t i = 0; (family = nw_family_at(i)) != NULL; i++)
        if (strlen(family->name) == length && strncmp(family->name, name, length) == 0)
            return family;
    return NULL;
}

static nw_status unknown_family(const char *name, size_t length, nw_error *error)
{
    char *word = nw_format("%.*s", (int)(length < 40 ? length : 40), name);
    nw_guess guess = {.word = word};
    nw_text list = {0};
    const nw_family *family;
    for (size_t i = 0; (family = nw_family_at(i)) != NULL; i++) {
        nw_guess_offer(&guess, family->name);
        nw_text_addf(&list, "%s%s", i == 0 ? "" : ", ", family->name);
    }
    nw_status status =
        guess.nearest != NULL
            ? nw_fail(error, NW_BAD_INPUT, "there is no target '%s'; did you mean %s? the families are %s", word,
                      guess.nearest, nw_text_string(&list))
            : nw_fail(error, NW_BAD_INPUT, "there is no target '%s'; the families are %s, as in bump:r=1,n=1,M=8", word,
                      nw_text_string(&list));
    nw_text_clear(&list);
    free(word);
    return status;
}

/* ---- making ---- */

static nw_target *new_target(const nw_family *family)
{
    nw_target *target = nw_alloc(1, sizeof *target);
    target->family = family;
    return target;
}

void nw_target_free(nw_target *target)
{
    if (target == NULL)
        return;
    target->family->clear(target);
    free(target->word);
    free(target->cuts);
    free(target->formula);
    free(target);
}

/* Hands the target over, or frees it. */
static nw_status finish(nw_target **target, nw_target *made, nw_status status)
{
    if (status == NW_OK)
        *target = made;
    else
        nw_target_free(made);
    return status;
}

/* The target of a family and its keys; `tail` is the formula of an expression, NULL for the others. */
static nw_status build(nw_target **target, const nw_family *family, nw_word *word, const char *tail, nw_error *error)
{
    nw_target *made = new_target(family);
    if (tail != NULL)
        made->formula = nw_copy_text(tail);
    nw_status status = family->build(made, word, error);
    if (status == NW_OK)
        status = nw_target_settle(made, nw_word_text(word, "amplitude"), error);
    if (status == NW_OK) {
        free(made->word);
        made->word = nw_word_write(word, tail);
    }
    return finish(target, made, status);
}

nw_status nw_target_parse(nw_target **target, const char *word, nw_error *error)
{
    *target = NULL;
    size_t name = strcspn(word, ":"), length = strlen(word);
    const nw_family *family = nw_family_find(word, name);
    if (family == NULL)
        return unknown_family(word, name, error);
    const char *keys = word[name] == ':' ? word + name + 1 : word + name;
    size_t key_length = length - (size_t)(keys - word);
    const char *tail = NULL;
    if (family->has_formula) { /* FORMULA or KEYS:FORMULA; no formula has a colon */
        const char *colon = strchr(keys, ':');
        tail = colon != NULL ? colon + 1 : keys;
        key_length = colon != NULL ? (size_t)(colon - keys) : 0;
    }
    nw_word values;
    nw_status status = nw_word_read(&values, family->name, family->keys, keys, key_length, error);
    if (status != NW_OK)
        return status;
    status = build(target, family, &values, tail, error);
    nw_word_clear(&values);
    return status;
}

/* Where the seed stands in a word: the key `seed`, or `signs` with the value seed:S. */
static bool put_seed(nw_word *word, unsigned long seed)
{
    bool found = false;
    for (size_t i = 0; word->keys[i].name != NULL && !found; i++) {
        const nw_key *key = &word->keys[i];
        bool signs = strcmp(key->name, "signs") == 0 && strncmp(word->text[i], "seed:", 5) == 0;
        found = signs || key->kind == NW_KEY_SEED;
        if (found) {
            char *text = nw_format(signs ? "seed:%lu" : "%lu", seed);
            nw_word_put(word, key->name, text);
            free(text);
        }
    }
    return found;
}

nw_status nw_target_reseed(nw_target **other, const nw_target *target, unsigned long seed, nw_error *error)
{
    *other = NULL;
    const char *colon = strchr(target->word, ':');
    nw_word word;
    if (colon == NULL || target->family->has_formula)
        return nw_fail(error, NW_BAD_INPUT, "target %.200s has no seed that could be changed", target->word);
    nw_status status =
        nw_word_read(&word, target->family->name, target->family->keys, colon + 1, strlen(colon + 1), error);
    if (status != NW_OK)
        return status;
    if (put_seed(&word, seed))
        status = build(other, target->family, &word, NULL, error);
    else
        status =
            nw_fail(error, NW_BAD_INPUT,
                    "target %.200s has no seed that could be changed; give signs=seed:S for many targets of its kind",
                    target->word);
    nw_word_clear(&word);
    return status;
}

/* ---- what it is ---- */

const char *nw_target_word(const nw_target *target)
{
    return target->word;
}

const char *nw_target_family(const nw_target *target)
{
    return target->family->name;
}

int nw_target_inputs(const nw_target *target)
{
    return target->inputs;
}

int nw_target_m1(const nw_target *target)
{
    return target->m1;
}

int nw_target_order(const nw_target *target)
{
    return target->order;
}

long nw_target_scale(const nw_target *target)
{
    return target->scale;
}

double nw_target_amplitude(const nw_target *target)
{
    return target->amplitude;
}

void nw_target_fraction(fmpq_t eps, const nw_target *target, const fmpq_t theta)
{
    fmpq_t amplitude;
    arf_t exact;
    fmpq_init(amplitude);
    arf_init(exact);
    arf_set_d(exact, target->amplitude);
    arf_get_fmpq(amplitude, exact);
    fmpq_mul(eps, theta, amplitude);
    arf_clear(exact);
    fmpq_clear(amplitude);
}

double nw_target_norm(const nw_target *target)
{
    return target->norm;
}

const double *nw_target_cuts(const nw_target *target, int axis, size_t *count)
{
    (void)axis;
    *count = target->cut_count;
    return target->cuts;
}

size_t nw_target_resolution(const nw_target *target, int axis)
{
    double points = ceil(target->family->resolution(target, axis));
    if (!(points >= NW_LEAST_RESOLUTION))
        return NW_LEAST_RESOLUTION;
    return points < NW_MOST_RESOLUTION ? (size_t)points : NW_MOST_RESOLUTION;
}

/* ---- values ---- */

void nw_target_values(const nw_target *target, size_t count, const double *x, double *y)
{
    target->family->values(target, count, x, y);
    for (size_t i = 0; i < count; i++)
        y[i] *= target->amplitude;
}

double nw_target_value(const nw_target *target, const double *x)
{
    double y;
    nw_target_values(target, 1, x, &y);
    return y;
}

void nw_target_enclose(arb_t value, const nw_target *target, const double *x, slong prec)
{
    arb_t factor;
    arb_init(factor);
    arb_set_d(factor, target->amplitude);
    target->family->enclose(value, target, x, prec);
    arb_mul(value, value, factor, prec);
    arb_clear(factor);
}

void nw_target_taylor(nw_space *space, nw_register out, const nw_target *target)
{
    target->family->taylor(space, out, target);
}
