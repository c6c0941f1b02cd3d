/* How far a gap study is, by method. */
#ifndef NW_STUDY_GAP_STATUS_H
#define NW_STUDY_GAP_STATUS_H

#include "jobs/status.h"
#include "study/gap_file.h"

typedef struct nw_gap_tally {
    size_t jobs, done, unknown; /* unknown: done, and nothing was proven */
} nw_gap_tally;

typedef struct nw_gap_status {
    nw_gap_rows rows;
    char *fingerprint, *version;
    nw_gap_tally all, methods[NW_GAP_METHOD_COUNT];
    bool running;      /* a process writes the file now */
    double rate, left; /* jobs a second of this session or the last one, and the seconds left; NaN when not known */
} nw_gap_status;

/* As nw_gap_rows_read and nw_gap_rows_parse. */
nw_status nw_gap_status_read(nw_gap_status *status, const char *file, nw_error *error);
nw_status nw_gap_status_parse(nw_gap_status *status, const nw_rows *texts, const char *file, bool running,
                              nw_error *error);
void nw_gap_status_clear(nw_gap_status *status);

#endif
