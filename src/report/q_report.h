/* Results of a search for q in every format. */
#ifndef NW_REPORT_Q_REPORT_H
#define NW_REPORT_Q_REPORT_H

#include "report/style.h"
#include "study/q_width.h"

typedef struct nw_q_report {
    const nw_q_result *results;
    size_t count;
    const nw_q_options *options;
    const char *embedding; /* "free", "identity", "bounded" */
    const char *tasks;     /* the word */
    char ***certificates;  /* of result i and enclosure j of the network with the fewest parameters, or NULL */
    const nw_origin *origin;
    long digits;
} nw_q_report;

void nw_q_report_write(FILE *stream, const nw_q_report *report, nw_style style, bool quiet);

#endif
