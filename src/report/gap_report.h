/* How far a gap study is, as text and JSON. */
#ifndef NW_REPORT_GAP_REPORT_H
#define NW_REPORT_GAP_REPORT_H

#include "report/style.h"
#include "study/gap_status.h"

/* `quiet`: the table without its notes. */
void nw_gap_status_write(FILE *stream, const nw_gap_status *status, const char *file, nw_style style,
                         const nw_origin *origin, bool quiet);

#endif
