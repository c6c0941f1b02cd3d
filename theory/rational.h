/* Exact numbers in, proven digits out.  Text is read as exact rationals (0.1 is 1/10) and never passes through double;
 * decimals are written rounded in a chosen direction, so that an enclosure read back still contains its number. */
#ifndef NW_RATIONAL_H
#define NW_RATIONAL_H

#include "base/arb_compat.h"
#include "base/error.h"

enum {
    NW_MAX_DECIMAL_EXPONENT = 10000, /* |e| in 1e-6; keeps exact integers within memory */
    NW_MAX_NUMBER_LENGTH = 20000     /* characters of one number */
};

/* Reads "12", "-0.25", "1e-6", "3/400".  NW_BAD_INPUT with a line that quotes the text and says what was expected. */
nw_status nw_rational_parse(fmpq_t value, const char *text, nw_error *error);

/* "p/q", or "p" when q = 1.  The caller frees. */
char *nw_rational_text(const fmpq_t value);

/* The shortest exact form a person would write: "0.01", "1e-6", or p/q when no decimal is exact.  The caller frees. */
char *nw_rational_short(const fmpq_t value);

/* A decimal with at most `digits` significant digits that is <= value (direction < 0) or >= value (direction > 0);
 * equal to it when it fits.  The caller frees. */
char *nw_rational_decimal(const fmpq_t value, long digits, int direction);

/* The largest double that is not above x, which must not be below those of doubles. */
double nw_rational_below(const fmpq_t x);

/* Exact ends of a finite ball. */
void nw_ball_ends(fmpq_t lower, fmpq_t upper, const arb_t ball);


/* result = a * n with a small integer n. */
void nw_rational_mul_si(fmpq_t result, const fmpq_t a, slong n);

#endif
