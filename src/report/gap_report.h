/* How far a gap study is, and its records, as text and JSON. */
#ifndef NW_REPORT_GAP_REPORT_H
#define NW_REPORT_GAP_REPORT_H

#include "report/style.h"
#include "study/gap_status.h"

/* `quiet`: the table without its notes. */
void nw_gap_status_write(FILE *stream, const nw_gap_status *status, const char *file, nw_style style,
                         const nw_origin *origin, bool quiet);

/* The study, its jobs and their records as one JSON document: nothing that depends on time or machine. */
void nw_gap_records_write(FILE *stream, const nw_gap_rows *rows, const nw_origin *origin);

#endif
