/* Verdicts on certificates: a line each, or JSON. */
#ifndef NW_REPORT_VERIFY_REPORT_H
#define NW_REPORT_VERIFY_REPORT_H

#include "report/style.h"
#include "verify/verify.h"

typedef struct nw_verify_report nw_verify_report;

/* NW_STYLE_TEXT writes each line at once, NW_STYLE_JSON everything at the end. */
nw_verify_report *nw_verify_report_begin(FILE *stream, nw_style style, const nw_origin *origin);
void nw_verify_report_add(nw_verify_report *report, const char *file, const nw_verdict *verdict);
void nw_verify_report_end(nw_verify_report *report);

#endif
