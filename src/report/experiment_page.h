/* Page's test for a trend: repeats rank the same values, and without a trend every order is as likely. */
#ifndef NW_REPORT_EXPERIMENT_PAGE_H
#define NW_REPORT_EXPERIMENT_PAGE_H

#include <stdbool.h>
#include <stddef.h>

/* Up to so many values and repeats the distribution is exact, beyond it is the normal approximation. */
enum { NW_PAGE_EXACT_VALUES = 10, NW_PAGE_EXACT_REPEATS = 50 };

typedef struct nw_page_test {
    bool exact;
    double p;      /* two-sided, at most 1; ties count as an order that speaks against the trend */
    int direction; /* of the side that p is of: -1 falls, 1 rises; 0 where neither side is the less likely one */
    double least;  /* the smallest p that so many values and repeats can have */
} nw_page_test;

/* Errors: `repeats` rows of `values` numbers in the order of the axis, none of them NaN; at least two values and one
 * repeat. */
nw_page_test nw_page_test_of(const double *errors, size_t values, size_t repeats);

#endif
