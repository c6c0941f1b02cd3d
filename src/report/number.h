/* Numbers as people read them: long ones shortened in a way that is still true. */
#ifndef NW_REPORT_NUMBER_H
#define NW_REPORT_NUMBER_H

#include "base/arb_compat.h"

/* What a shortened number has to remain. */
typedef enum nw_direction {
    NW_DOWN = -1, /* a lower bound: rounded down */
    NW_CUT = 0,   /* no bound: digits cut and "..." put in their place, or proven digits rounded to nearest */
    NW_UP = 1,    /* an upper bound: rounded up */
} nw_direction;

enum {
    NW_LONGEST_SHOWN = 24,  /* digits up to which an integer is shown in full */
    NW_SHORTENED_DIGITS = 6, /* significant digits of a longer one */
    NW_DOUBLE_DIGITS = 17    /* tell any two doubles apart */
};

/* An integer, in full or shortened.  The caller frees. */
char *nw_shown_integer(const fmpz_t value, nw_direction direction);

/* An exact rational as a person writes it, or its first digits and "..." when that is long.  The caller frees. */
char *nw_shown_rational(const fmpq_t value, long digits);

/* Text that may be an integer or p/q of any length: shown as above; any other text as it is.  The caller frees. */
char *nw_shown_text(const char *text, long digits);

/* The number a proven enclosure stands for: exact when both ends agree and a short decimal exists; else the end of the
 * direction, rounded that way to `digits`; for NW_CUT the digits, at most `digits`, to which both ends round alike, or
 * "[lower, upper]" when they share none.  The caller frees. */
char *nw_shown_enclosure(const fmpq_t lower, const fmpq_t upper, nw_direction direction, long digits);

/* A double as a decimal of at most `digits` digits, rounded in the direction (NW_CUT: to nearest); "inf" and "nan" as they
 * are.  The caller frees. */
char *nw_shown_double(double value, nw_direction direction, long digits);

/* "[lower, upper]", rounded outward, or the exact text when both ends agree.  The caller frees. */
char *nw_interval_text(const fmpq_t lower, const fmpq_t upper, long digits);

#endif
