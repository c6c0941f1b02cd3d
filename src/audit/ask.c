#include "audit/ask.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audit/enclosures.h"
#include "base/memory.h"
#include "card.h"
#include "rational.h"

/* Gives the setting "name=value name=value"; the text is changed. */
static nw_status read_setting(nw_setting *setting, char *text, nw_error *error)
{
    nw_status status = NW_OK;
    char *rest = NULL;
    for (char *name = strtok_r(text, " ", &rest); status == NW_OK && name != NULL; name = strtok_r(NULL, " ", &rest)) {
        char *value = strchr(name, '=');
        if (value == NULL)
            return nw_fail(error, NW_BAD_INPUT, "'%.60s' gives no value", name);
        *value++ = '\0';
        status = nw_setting_set(setting, name, value, error);
    }
    return status;
}

static nw_result *ask(nw_context *context, const char *id, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    char *text = nw_alloc((size_t)length + 1, 1);
    vsnprintf(text, (size_t)length + 1, format, arguments);

    nw_error error = {0};
    nw_result *result = NULL;
    nw_setting *setting = nw_setting_new(nw_card_find(id));
    nw_status status = read_setting(setting, text, &error);
    if (status == NW_OK)
        status = nw_card_evaluate(&result, setting, context, &error);
    nw_setting_free(setting);
    free(text);
    if (status != NW_OK) {
        fprintf(stderr, "nwidth: card %s: %s\n", id, error.message);
        abort();
    }
    return result;
}

nw_result *nw_ask_card(nw_context *context, const char *card, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    nw_result *result = ask(context, card, format, arguments);
    va_end(arguments);
    return result;
}

bool nw_ask_number(fmpq_t lower, fmpq_t upper, nw_context *context, const char *card, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    nw_result *result = ask(context, card, format, arguments);
    va_end(arguments);
    bool proved = result->outcome == NW_PROVED;
    fmpq_set(lower, result->lower);
    fmpq_set(upper, result->upper);
    nw_result_free(result);
    return proved;
}

const char *nw_ask_detail(const nw_result *result, const char *name)
{
    for (size_t i = 0; i < result->detail_count; i++)
        if (strcmp(result->details[i].name, name) == 0)
            return result->details[i].text;
    return NULL;
}

/* ---- cells ---- */

void nw_cell_text(nw_evidence *evidence, const char *text)
{
    nw_evidence_cell(evidence, nw_copy_text(text));
}

void nw_cell_rational(nw_evidence *evidence, const fmpq_t value)
{
    nw_evidence_cell(evidence, nw_rational_short(value));
}

void nw_cell_decimal(nw_evidence *evidence, const fmpq_t value, long digits, int direction)
{
    nw_evidence_cell(evidence, nw_rational_decimal(value, digits, direction));
}

void nw_cell_integer(nw_evidence *evidence, const fmpz_t value)
{
    fmpq_t rational;
    fmpq_init(rational);
    fmpq_set_fmpz(rational, value);
    nw_evidence_cell(evidence, nw_rational_text(rational));
    fmpq_clear(rational);
}

void nw_cell_count(nw_evidence *evidence, slong value)
{
    nw_evidence_cell(evidence, nw_format("%ld", (long)value));
}

/* ---- slopes ---- */

enum { SLOPE_PREC = 128, SLOPE_DIGITS = 5 };

void nw_slope_between(arb_t slope, const fmpz_t last, const fmpz_t next, ulong decades)
{
    arb_t x;
    arb_init(x);
    arb_set_fmpz(slope, next);
    arb_set_fmpz(x, last);
    arb_div(slope, slope, x, SLOPE_PREC);
    arb_log(slope, slope, SLOPE_PREC);
    arb_const_log10(x, SLOPE_PREC);
    arb_mul_ui(x, x, decades, SLOPE_PREC);
    arb_div(slope, slope, x, SLOPE_PREC);
    arb_clear(x);
}

void nw_cell_slope(nw_evidence *evidence, const arb_t slope)
{
    char *text = arb_get_str(slope, SLOPE_DIGITS, ARB_STR_NO_RADIUS);
    nw_cell_text(evidence, text);
    flint_free(text);
}

nw_outcome nw_slope_near(const arb_t slope, const fmpq_t exponent, slong parts)
{
    arb_t distance, limit;
    arb_init(distance);
    arb_init(limit);
    arb_set_fmpq(distance, exponent, SLOPE_PREC);
    arb_sub(distance, slope, distance, SLOPE_PREC);
    arb_abs(distance, distance);
    arb_one(limit);
    arb_div_si(limit, limit, parts, SLOPE_PREC);
    nw_outcome outcome = nw_decide_at_most(distance, limit);
    arb_clear(distance);
    arb_clear(limit);
    return outcome;
}
