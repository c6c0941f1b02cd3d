/* A study read back: its jobs and their records as the texts that were kept, for tables and figures. */
#ifndef NW_JOBS_ROWS_H
#define NW_JOBS_ROWS_H

#include "jobs/study.h"

typedef struct nw_row {
    char *job;      /* its description, a JSON object on one line */
    char *record;   /* the same of what it gave; NULL: not done yet */
    double seconds; /* that it took; no part of what is compared */
} nw_row;

typedef struct nw_rows {
    char *study; /* the resolved study, JSON text */
    char *fingerprint;
    char *version; /* of the nwidth that made the file */
    nw_row *rows;  /* in the order of the jobs */
    size_t count, done;
    /* Unix times of the last session, NaN where there is none: when it began, and the last result of all. */
    double begun, last;
    size_t done_before; /* results that were there when it began */
} nw_rows;

/* Opens read-only.  NW_BAD_INPUT for a missing file or one that holds no study of this kind, NW_IO_FAILURE for a damaged
 * one.  What is read belongs to one moment, also while the study runs. */
nw_status nw_rows_read(nw_rows *rows, const char *file, const nw_study_kind *kind, nw_error *error);

/* The same from a connection; `file` is for messages.  For the store. */
struct sqlite3;
nw_status nw_rows_query(nw_rows *rows, struct sqlite3 *db, const char *file, nw_error *error);

void nw_rows_clear(nw_rows *rows);

#endif
