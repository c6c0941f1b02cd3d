#include "rational.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* ---- reading ---- */

/* What stands at *cursor: a run of ASCII digits (isdigit would ask the locale). */
static size_t digit_run(const char *cursor)
{
    return strspn(cursor, "0123456789");
}

static nw_status not_a_number(const char *text, nw_error *error)
{
    return nw_fail(error, NW_BAD_INPUT, "'%.60s' is not a number; write an integer, a decimal such as 0.01 or 1e-6, or p/q",
                   text);
}

/* value = the integer written in text[0..length) */
static void set_digits(fmpz_t value, const char *text, size_t length)
{
    if (length <= 18) { /* fits in a word, as most numbers do */
        ulong small = 0;
        for (size_t i = 0; i < length; i++)
            small = 10 * small + (ulong)(text[i] - '0');
        fmpz_set_ui(value, small);
        return;
    }
    char *digits = nw_alloc(length + 1, 1);
    memcpy(digits, text, length);
    if (length == 0 || fmpz_set_str(value, digits, 10) != 0)
        fmpz_zero(value);
    free(digits);
}

static nw_status parse_fraction(fmpq_t value, const char *text, const char *digits, size_t length, nw_error *error)
{
    const char *below = digits + length + 1;
    size_t below_length = digit_run(below);
    if (length == 0 || below_length == 0 || below[below_length] != '\0')
        return not_a_number(text, error);
    set_digits(fmpq_numref(value), digits, length);
    set_digits(fmpq_denref(value), below, below_length);
    if (fmpz_is_zero(fmpq_denref(value))) {
        fmpq_zero(value);
        return nw_fail(error, NW_BAD_INPUT, "'%.60s' divides by zero; write p/q with q > 0", text);
    }
    fmpq_canonicalise(value);
    return NW_OK;
}

static nw_status parse_exponent(long *exponent, const char *text, const char *written, nw_error *error)
{
    bool negative = *written == '-';
    if (*written == '-' || *written == '+')
        written++;
    size_t length = digit_run(written);
    if (length == 0 || written[length] != '\0')
        return not_a_number(text, error);
    long magnitude = 0;
    for (size_t i = 0; i < length && magnitude <= NW_MAX_DECIMAL_EXPONENT; i++)
        magnitude = 10 * magnitude + (written[i] - '0');
    if (magnitude > NW_MAX_DECIMAL_EXPONENT)
        return nw_fail(error, NW_BAD_INPUT, "'%.60s' is out of range; decimal exponents lie within -%d..%d", text,
                       NW_MAX_DECIMAL_EXPONENT, NW_MAX_DECIMAL_EXPONENT);
    *exponent = negative ? -magnitude : magnitude;
    return NW_OK;
}

/* digits[.digits][e[sign]digits] */
static nw_status parse_decimal(fmpq_t value, const char *text, const char *digits, size_t length, nw_error *error)
{
    const char *fraction = digits + length;
    size_t fraction_length = 0;
    if (*fraction == '.') {
        fraction++;
        fraction_length = digit_run(fraction);
    }
    const char *rest = fraction + fraction_length;
    if (length + fraction_length == 0)
        return not_a_number(text, error);
    long exponent = 0;
    if (*rest == 'e' || *rest == 'E') {
        nw_status status = parse_exponent(&exponent, text, rest + 1, error);
        if (status != NW_OK)
            return status;
    } else if (*rest != '\0') {
        return not_a_number(text, error);
    }
    char *joined = nw_alloc(length + fraction_length + 1, 1);
    memcpy(joined, digits, length);
    memcpy(joined + length, fraction, fraction_length);
    set_digits(fmpq_numref(value), joined, length + fraction_length);
    free(joined);

    long shift = exponent - (long)fraction_length;
    fmpz_t power;
    fmpz_init(power);
    fmpz_ui_pow_ui(power, 10, (ulong)(shift < 0 ? -shift : shift));
    if (shift < 0) {
        fmpz_set(fmpq_denref(value), power);
    } else {
        fmpz_mul(fmpq_numref(value), fmpq_numref(value), power);
        fmpz_one(fmpq_denref(value));
    }
    fmpz_clear(power);
    fmpq_canonicalise(value);
    return NW_OK;
}

nw_status nw_rational_parse(fmpq_t value, const char *text, nw_error *error)
{
    /* Plain short integers, as most settings are, without a detour through allocated text. */
    size_t plain = digit_run(text);
    if (plain > 0 && plain <= 15 && text[plain] == '\0') {
        fmpq_set_si(value, strtol(text, NULL, 10), 1);
        return NW_OK;
    }
    if (strlen(text) > NW_MAX_NUMBER_LENGTH)
        return nw_fail(error, NW_BAD_INPUT, "'%.20s...' is too long; a number has at most %d characters", text,
                       NW_MAX_NUMBER_LENGTH);
    const char *digits = text;
    bool negative = *digits == '-';
    if (*digits == '-' || *digits == '+')
        digits++;
    size_t length = digit_run(digits);
    nw_status status = digits[length] == '/' ? parse_fraction(value, text, digits, length, error)
                                             : parse_decimal(value, text, digits, length, error);
    if (status == NW_OK && negative)
        fmpq_neg(value, value);
    return status;
}

/* ---- writing ---- */

/* fmpz_get_str and fmpq_get_str allocate with flint_malloc; callers here free with free(). */
static char *own_text(char *from_flint)
{
    char *text = nw_copy_text(from_flint);
    flint_free(from_flint);
    return text;
}

char *nw_rational_text(const fmpq_t value)
{
    return own_text(fmpq_get_str(NULL, 10, value));
}

/* Writes sign, significant digits and decimal exponent (value = 0.d1d2d3... * 10^point) as people do: plain where the
 * point falls near the digits, d.ddde-x elsewhere. */
static char *place_point(bool negative, const char *digits, long point)
{
    const char *sign = negative ? "-" : "";
    long count = (long)strlen(digits);
    if (point > 21 || point < -3)
        return count == 1 ? nw_format("%s%se%ld", sign, digits, point - 1)
                          : nw_format("%s%c.%se%ld", sign, digits[0], digits + 1, point - 1);
    if (point <= 0) {
        char zeros[8] = "000";
        zeros[-point] = '\0';
        return nw_format("%s0.%s%s", sign, zeros, digits);
    }
    if (count <= point) {
        char zeros[32] = "0000000000000000000000";
        zeros[point - count] = '\0';
        return nw_format("%s%s%s", sign, digits, zeros);
    }
    return nw_format("%s%.*s.%s", sign, (int)point, digits, digits + point);
}

static void strip_trailing_zeros(char *digits)
{
    size_t length = strlen(digits);
    while (length > 1 && digits[length - 1] == '0')
        digits[--length] = '\0';
}

/* p/q with q = 2^a 5^b times 10^max(a,b) is an integer; false for any other q. */
static bool decimal_places(slong *places, const fmpz_t denominator)
{
    fmpz_t rest, factor;
    fmpz_init(rest);
    fmpz_init_set_ui(factor, 2);
    slong twos = fmpz_remove(rest, denominator, factor);
    fmpz_set_ui(factor, 5);
    slong fives = fmpz_remove(rest, rest, factor);
    bool terminates = fmpz_is_one(rest);
    *places = twos > fives ? twos : fives;
    fmpz_clear(rest);
    fmpz_clear(factor);
    return terminates;
}

char *nw_rational_short(const fmpq_t value)
{
    slong places;
    if (fmpq_is_zero(value) || !decimal_places(&places, fmpq_denref(value)))
        return nw_rational_text(value);
    fmpz_t scaled;
    fmpz_init(scaled);
    fmpz_ui_pow_ui(scaled, 10, (ulong)places);
    fmpz_divexact(scaled, scaled, fmpq_denref(value));
    fmpz_mul(scaled, scaled, fmpq_numref(value));
    fmpz_abs(scaled, scaled);
    char *digits = own_text(fmpz_get_str(NULL, 10, scaled));
    fmpz_clear(scaled);
    long point = (long)strlen(digits) - places;
    strip_trailing_zeros(digits);
    char *text = place_point(fmpq_sgn(value) < 0, digits, point);
    free(digits);
    return text;
}

/* scaled = value * 10^shift rounded to an integer, away from zero or toward it. */
static void scaled_integer(fmpz_t scaled, const fmpq_t magnitude, long shift, bool away)
{
    fmpz_t power, top, bottom;
    fmpz_init(power);
    fmpz_init_set(top, fmpq_numref(magnitude));
    fmpz_init_set(bottom, fmpq_denref(magnitude));
    fmpz_ui_pow_ui(power, 10, (ulong)(shift < 0 ? -shift : shift));
    if (shift < 0)
        fmpz_mul(bottom, bottom, power);
    else
        fmpz_mul(top, top, power);
    if (away)
        fmpz_cdiv_q(scaled, top, bottom);
    else
        fmpz_fdiv_q(scaled, top, bottom);
    fmpz_clear(power);
    fmpz_clear(top);
    fmpz_clear(bottom);
}

char *nw_rational_decimal(const fmpq_t value, long digits, int direction)
{
    if (fmpq_is_zero(value))
        return nw_copy_text("0");
    bool negative = fmpq_sgn(value) < 0;
    bool away = negative ? direction < 0 : direction > 0;
    fmpq_t magnitude;
    fmpq_init(magnitude);
    fmpq_abs(magnitude, value);
    /* |value| is within a factor 10^2 of 10^estimate; asking for two digits more makes sure of `digits`. */
    long estimate = (long)fmpz_sizeinbase(fmpq_numref(magnitude), 10) - (long)fmpz_sizeinbase(fmpq_denref(magnitude), 10);
    long shift = digits + 1 - estimate;
    fmpz_t scaled;
    fmpz_init(scaled);
    char *text = NULL;
    for (int attempt = 0; text == NULL; attempt++) {
        scaled_integer(scaled, magnitude, shift, away);
        char *written = own_text(fmpz_get_str(NULL, 10, scaled));
        long length = (long)strlen(written);
        if (length <= digits || attempt == 8) {
            long point = length - shift;
            strip_trailing_zeros(written);
            text = place_point(negative, written, point);
        } else {
            shift -= length - digits; /* rounding again from the exact value keeps the direction */
        }
        free(written);
    }
    fmpz_clear(scaled);
    fmpq_clear(magnitude);
    return text;
}

/* ---- balls ---- */

double nw_rational_below(const fmpq_t x)
{
    arf_t rounded;
    arf_init(rounded);
    arf_fmpz_div_fmpz(rounded, fmpq_numref(x), fmpq_denref(x), 53, ARF_RND_FLOOR);
    double result = arf_get_d(rounded, ARF_RND_FLOOR);
    arf_clear(rounded);
    return result;
}

void nw_ball_ends(fmpq_t lower, fmpq_t upper, const arb_t ball)
{
    if (arb_is_exact(ball)) {
        arf_get_fmpq(lower, arb_midref(ball));
        fmpq_set(upper, lower);
        return;
    }
    arf_t end, radius;
    arf_init(end);
    arf_init(radius);
    arf_set_mag(radius, arb_radref(ball));
    arf_sub(end, arb_midref(ball), radius, ARF_PREC_EXACT, ARF_RND_DOWN);
    arf_get_fmpq(lower, end);
    arf_add(end, arb_midref(ball), radius, ARF_PREC_EXACT, ARF_RND_DOWN);
    arf_get_fmpq(upper, end);
    arf_clear(end);
    arf_clear(radius);
}

void nw_rational_mul_si(fmpq_t result, const fmpq_t a, slong n)
{
    fmpz_t factor;
    fmpz_init_set_si(factor, n);
    fmpq_mul_fmpz(result, a, factor);
    fmpz_clear(factor);
}
