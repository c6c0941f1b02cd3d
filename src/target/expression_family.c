/* The family expr: a formula and an amplitude. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/memory.h"
#include "target/expression.h"
#include "target/family.h"

enum { LEAST_POINTS = 65, MOST_POINTS = 2049 };

/* What a formula asks of m1, m2 and r; then its norm. */
static nw_status settle(nw_target *target, int m2, const char *name, nw_error *error)
{
    const nw_expression *expression = target->expression;
    if (expression->most_x > target->m1 || expression->most_i > m2)
        return nw_fail(error, NW_BAD_INPUT, "%.300s: the formula uses %s%d, and %s is %d", name,
                       expression->most_x > target->m1 ? "x" : "I",
                       expression->most_x > target->m1 ? expression->most_x : expression->most_i,
                       expression->most_x > target->m1 ? "m1" : "m2",
                       expression->most_x > target->m1 ? target->m1 : m2);
    if (target->m1 + m2 > NW_MOST_INPUTS)
        return nw_fail(error, NW_BAD_INPUT, "%.300s: m1=%d and m2=%d are %d inputs, and %d is the most", name,
                       target->m1, m2, target->m1 + m2, NW_MOST_INPUTS);
    if (expression->kinks && target->order > 1)
        return nw_fail(error, NW_BAD_INPUT, "%.300s: abs, min and max have no second derivative; take r=1", name);
    target->inputs = target->m1 + m2;
    if (!nw_expression_norm(&target->expression_norm, target->steepness, expression, target->m1, target->inputs,
                            target->order))
        return nw_fail(error, NW_BAD_INPUT,
                       "%.300s: '%.200s' is outside W(%d,%d): no bound of the derivatives was found on [-1,1]^%d", name,
                       target->formula, target->order, target->inputs, target->inputs);
    return NW_OK;
}

static nw_status build(nw_target *target, nw_word *word, nw_error *error)
{
    nw_status status = nw_expression_parse(&target->expression, target->formula, error);
    if (status != NW_OK)
        return status;
    int least_m1 = target->expression->most_x > 1 ? target->expression->most_x : 1;
    target->order = (int)nw_word_integer(word, "r");
    target->m1 = nw_word_given(word, "m1") ? (int)nw_word_integer(word, "m1") : least_m1;
    int m2 = nw_word_given(word, "m2") ? (int)nw_word_integer(word, "m2") : target->expression->most_i;
    char digits[16];
    snprintf(digits, sizeof digits, "%d", target->m1);
    nw_word_put(word, "m1", digits);
    snprintf(digits, sizeof digits, "%d", m2);
    nw_word_put(word, "m2", digits);
    return settle(target, m2, "target expr", error);
}

static nw_status read(nw_target *target, json_t *object, nw_json_place place, nw_error *error)
{
    const char *formula;
    nw_status status = nw_json_get_text(&formula, object, "formula", place, error);
    if (status == NW_OK)
        status = nw_expression_parse(&target->expression, formula, error);
    if (status != NW_OK)
        return status;
    target->formula = nw_copy_text(formula);
    int m2 = target->inputs - target->m1;
    char *name = nw_format("%s: %s", place.file, place.path);
    status = settle(target, m2, name, error);
    free(name);
    if (status == NW_OK)
        target->word = nw_format("expr:r=%d,m1=%d,m2=%d:%s", target->order, target->m1, m2, formula);
    return status;
}

static void describe(const nw_target *target, json_t *object)
{
    nw_json_put_text(object, "formula", target->formula);
}

static void clear(nw_target *target)
{
    nw_expression_free(target->expression);
}

static void norm(arb_t bound, const nw_target *target, slong prec)
{
    (void)prec;
    arb_set_d(bound, target->expression_norm);
}

static void values(const nw_target *target, size_t count, const double *x, double *y)
{
    nw_expression_values(target->expression, target->m1, target->inputs, count, x, y);
}

static void enclose(arb_t value, const nw_target *target, const double *x, slong prec)
{
    nw_expression_enclose(value, target->expression, target->m1, x, prec);
}

static void taylor(nw_space *space, nw_register out, const nw_target *target)
{
    nw_expression_taylor(space, out, target->expression, target->m1);
    nw_taylor_scale(space, out, target->amplitude, out);
}

static double resolution(const nw_target *target, int axis)
{
    double points = 8 * target->steepness[axis] + 1;
    return points < LEAST_POINTS ? LEAST_POINTS : points > MOST_POINTS ? MOST_POINTS : points;
}

static const nw_key KEYS[] = {
    {.name = "r", .kind = NW_KEY_INTEGER, .standard = "1", .least = 1, .greatest = NW_SMOOTH_ORDER},
    {.name = "m1", .kind = NW_KEY_INTEGER, .least = 1, .greatest = NW_MOST_INPUTS},
    {.name = "m2", .kind = NW_KEY_INTEGER, .least = 0, .greatest = NW_MOST_INPUTS - 1},
    {.name = "amplitude", .kind = NW_KEY_NUMBER, .greatest = NW_MOST_AMPLITUDE},
    {.name = NULL},
};
static const char *const MEMBERS[] = {"formula", NULL};

const nw_family nw_family_expr = {
    .name = "expr",
    .has_formula = true,
    .keys = KEYS,
    .build = build,
    .read = read,
    .describe = describe,
    .members = MEMBERS,
    .clear = clear,
    .norm = norm,
    .values = values,
    .enclose = enclose,
    .resolution = resolution,
    .taylor = taylor,
};
