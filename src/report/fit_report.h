/* What a fit did, stage by stage, in every format. */
#ifndef NW_REPORT_FIT_REPORT_H
#define NW_REPORT_FIT_REPORT_H

#include "fit/fit.h"
#include "report/style.h"
#include "target/target.h"

typedef struct nw_fit_report {
    const nw_target *target;
    const nw_fit_result *fit;
    const char *network; /* the file, or NULL */
    size_t points;       /* of the grid */
    const nw_origin *origin;
    long digits;
} nw_fit_report;

void nw_fit_report_write(FILE *stream, const nw_fit_report *report, nw_style style, bool quiet);

#endif
