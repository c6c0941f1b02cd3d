#include "report/number.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "rational.h"

static bool all_digits(const char *text)
{
    return text[0] != '\0' && text[strspn(text, "0123456789")] == '\0';
}

/* "1.23456...e998" from the decimal digits of a positive integer. */
static char *cut_digits(const char *digits)
{
    return nw_format("%c.%.*s...e%zu", digits[0], NW_SHORTENED_DIGITS - 1, digits + 1, strlen(digits) - 1);
}

/* Marks a decimal that was cut: "497.0079840...", "4.97...e-12". */
static char *mark_cut(const char *decimal)
{
    size_t mantissa = strcspn(decimal, "e");
    return nw_format("%.*s...%s", (int)mantissa, decimal, decimal + mantissa);
}

char *nw_shown_integer(const fmpz_t value, nw_direction direction)
{
    char *digits = fmpz_get_str(NULL, 10, value);
    char *shown = NULL;
    size_t length = strlen(digits) - (digits[0] == '-');
    if (length <= NW_LONGEST_SHOWN) {
        shown = nw_copy_text(digits);
    } else if (direction == NW_CUT && digits[0] != '-') {
        shown = cut_digits(digits);
    } else {
        fmpq_t rational;
        fmpq_init(rational);
        fmpq_set_fmpz(rational, value);
        shown = nw_rational_decimal(rational, NW_SHORTENED_DIGITS, direction);
        fmpq_clear(rational);
    }
    flint_free(digits);
    return shown;
}

char *nw_shown_rational(const fmpq_t value, long digits)
{
    if (fmpz_is_one(fmpq_denref(value)))
        return nw_shown_integer(fmpq_numref(value), NW_CUT);
    char *shown = nw_rational_short(value);
    if (strlen(shown) <= NW_LONGEST_SHOWN)
        return shown;
    free(shown);
    char *decimal = nw_rational_decimal(value, digits, fmpq_sgn(value) < 0 ? NW_UP : NW_DOWN);
    shown = mark_cut(decimal);
    free(decimal);
    return shown;
}

char *nw_shown_text(const char *text, long digits)
{
    size_t length = strlen(text);
    if (length <= NW_LONGEST_SHOWN && strchr(text, '/') == NULL)
        return nw_copy_text(text);
    if (all_digits(text))
        return length <= NW_LONGEST_SHOWN ? nw_copy_text(text) : cut_digits(text);
    if (text[strspn(text, "-0123456789/")] != '\0')
        return nw_copy_text(text);
    fmpq_t value;
    fmpq_init(value);
    char *shown = fmpq_set_str(value, text, 10) == 0 ? nw_shown_rational(value, digits) : nw_copy_text(text);
    fmpq_clear(value);
    return shown;
}

/* The decimal with at most `digits` digits nearest to value. */
static char *nearest_decimal(const fmpq_t value, long digits)
{
    char *down = nw_rational_decimal(value, digits, NW_DOWN);
    char *up = nw_rational_decimal(value, digits, NW_UP);
    fmpq_t below, above;
    fmpq_init(below);
    fmpq_init(above);
    bool take_up = nw_rational_parse(below, down, NULL) == NW_OK && nw_rational_parse(above, up, NULL) == NW_OK;
    fmpq_sub(below, value, below);
    fmpq_sub(above, above, value);
    take_up = take_up && fmpq_cmp(above, below) <= 0;
    fmpq_clear(below);
    fmpq_clear(above);
    free(take_up ? down : up);
    return take_up ? up : down;
}

static char *common_digits(const fmpq_t lower, const fmpq_t upper, long digits)
{
    for (; digits > 0; digits--) {
        char *low = nearest_decimal(lower, digits);
        char *high = nearest_decimal(upper, digits);
        bool same = strcmp(low, high) == 0;
        free(high);
        if (same)
            return low;
        free(low);
    }
    return NULL;
}

char *nw_interval_text(const fmpq_t lower, const fmpq_t upper, long digits)
{
    if (fmpq_equal(lower, upper))
        return nw_rational_text(lower);
    char *low = nw_rational_decimal(lower, digits, NW_DOWN);
    char *high = nw_rational_decimal(upper, digits, NW_UP);
    char *text = nw_format("[%s, %s]", low, high);
    free(low);
    free(high);
    return text;
}

char *nw_shown_enclosure(const fmpq_t lower, const fmpq_t upper, nw_direction direction, long digits)
{
    bool exact = fmpq_equal(lower, upper);
    const fmpq *end = direction == NW_UP ? upper : lower;
    if ((exact || direction != NW_CUT) && fmpz_is_one(fmpq_denref(end)))
        return nw_shown_integer(fmpq_numref(end), direction);
    if (exact) {
        char *shown = nw_rational_short(lower);
        if (strlen(shown) <= NW_LONGEST_SHOWN && strchr(shown, '/') == NULL)
            return shown;
        free(shown);
    }
    if (direction != NW_CUT)
        return nw_rational_decimal(end, digits, direction);
    char *common = common_digits(lower, upper, digits);
    return common != NULL ? common : nw_interval_text(lower, upper, digits);
}

char *nw_shown_double(double value, nw_direction direction, long digits)
{
    if (!isfinite(value))
        return nw_format("%g", value);
    fmpq_t exact;
    arf_t number;
    fmpq_init(exact);
    arf_init(number);
    arf_set_d(number, value);
    arf_get_fmpq(exact, number);
    char *text = direction == NW_CUT ? nw_format("%.*g", (int)digits, value)
                                     : nw_rational_decimal(exact, digits, (int)direction);
    arf_clear(number);
    fmpq_clear(exact);
    return text;
}
