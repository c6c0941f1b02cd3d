/* A constructed network, counted and certified, in every format. */
#ifndef NW_REPORT_CONSTRUCT_REPORT_H
#define NW_REPORT_CONSTRUCT_REPORT_H

#include "certify/certify.h"
#include "construct/construction.h"
#include "report/style.h"

typedef struct nw_construct_report {
    const nw_construction *made;
    const nw_enclosure *enclosure;
    nw_outcome outcome;                /* of the claim error <= eps */
    const char *network, *certificate; /* files, or NULL */
    const nw_origin *origin;
    long digits;
} nw_construct_report;

void nw_construct_report_write(FILE *stream, const nw_construct_report *report, nw_style style, bool quiet);

#endif
