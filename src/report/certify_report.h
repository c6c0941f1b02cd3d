/* A certified error in every format. */
#ifndef NW_REPORT_CERTIFY_REPORT_H
#define NW_REPORT_CERTIFY_REPORT_H

#include "certify/certify.h"
#include "report/style.h"

typedef struct nw_certify_report {
    const char *network; /* the file */
    const nw_target *target;
    const nw_enclosure *enclosure;
    const char *certificate; /* the file, or NULL */
    const nw_origin *origin;
    long digits;
} nw_certify_report;

void nw_certify_report_write(FILE *stream, const nw_certify_report *report, nw_style style, bool quiet);

#endif
