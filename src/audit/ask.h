/* What claims ask cards, and how they write the numbers down. */
#ifndef NW_AUDIT_ASK_H
#define NW_AUDIT_ASK_H

#include "base/arb_compat.h"
#include "context.h"
#include "evidence.h"
#include "result.h"

/* The card at a setting written as "m1=1 m2=0 eps=1/100".  Card and setting are the claim's own: what cannot be read
 * ends the program.  The caller frees with nw_result_free. */
nw_result *nw_ask_card(nw_context *context, const char *card, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same, and the number alone: false where the card does not prove one. */
bool nw_ask_number(fmpq_t lower, fmpq_t upper, nw_context *context, const char *card, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* The text of a detail of the result, NULL when there is none; it belongs to the result. */
const char *nw_ask_detail(const nw_result *result, const char *name);

/* Cells: a copied text, an exact number as people write it, a decimal of so many digits that is not above (direction <
 * 0) or not below the number, an integer, a count. */
void nw_cell_text(nw_evidence *evidence, const char *text);
void nw_cell_rational(nw_evidence *evidence, const fmpq_t value);
void nw_cell_decimal(nw_evidence *evidence, const fmpq_t value, long digits, int direction);
void nw_cell_integer(nw_evidence *evidence, const fmpz_t value);
void nw_cell_count(nw_evidence *evidence, slong value);

/* How numbers grow: slope = log10(next/last)/decades, from one eps to one so many powers of ten below; last, next > 0.
 * Its cell is a rounded decimal. */
void nw_slope_between(arb_t slope, const fmpz_t last, const fmpz_t next, ulong decades);
void nw_cell_slope(nw_evidence *evidence, const arb_t slope);
/* Is the slope within 1/parts of the exponent? */
nw_outcome nw_slope_near(const arb_t slope, const fmpq_t exponent, slong parts);

#endif
