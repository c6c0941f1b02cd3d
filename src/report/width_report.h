/* Results of a width search in every format. */
#ifndef NW_REPORT_WIDTH_REPORT_H
#define NW_REPORT_WIDTH_REPORT_H

#include "report/style.h"
#include "study/width.h"

typedef struct nw_width_report {
    const char *method; /* "g" */
    const nw_width_result *results;
    size_t count;
    char **networks, **certificates; /* files written, an entry NULL where none was; or NULL */
    const nw_fit_options *fit;       /* the networks */
    const nw_width_summary *summary;
    const nw_origin *origin; /* NULL: no provenance */
    long digits;
} nw_width_report;

void nw_width_report_write(FILE *stream, const nw_width_report *report, nw_style style, bool quiet);

#endif
