/* Checking a certificate again, with Arb, from the file alone.  Nothing of numeric/, net/, target/ or certify/ is used:
 * reading, evaluation, derivative bounds and the walk over the tree are this folder's own, so that a mistake of the
 * prover is not repeated here. */
#ifndef NW_VERIFY_VERIFY_H
#define NW_VERIFY_VERIFY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/error.h"
#include "nwidth.h"

typedef struct nw_verify_options {
    bool ignore_checksum; /* check the mathematics alone */
    long precision;       /* bits; default 64, raised by itself */
    size_t most_boxes;    /* budget of boxes bounded; default 50 million */
    const volatile bool *stop;
} nw_verify_options;

nw_verify_options nw_verify_defaults(void);

enum { NW_VERDICT_AXES = 4 };

typedef struct nw_verdict {
    nw_outcome outcome;   /* NW_PROVED: valid; NW_REFUTED: not valid, some part of the claim is false or the checksum
                             does not fit; NW_UNKNOWN: undecided within the budget */
    double lower, upper;  /* the claim */
    int axes;             /* of the box that it is about */
    double low[NW_VERDICT_AXES], high[NW_VERDICT_AXES];
    size_t leaves, boxes; /* of the tree; bounded in all, leaves that had to be split further included */
    double seconds;
    char reason[256]; /* "" when valid */
} nw_verdict;

/* NW_BAD_INPUT: the file cannot be read as a certificate (exit code 2). */
nw_status nw_verify(nw_verdict *verdict, const char *file, const nw_verify_options *options, nw_error *error);

#endif
