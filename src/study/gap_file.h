/* A gap study read back from its SQLite file, for tables and figures. */
#ifndef NW_STUDY_GAP_FILE_H
#define NW_STUDY_GAP_FILE_H

#include "jobs/rows.h"
#include "study/gap_job.h"

typedef struct nw_gap_row {
    nw_gap_job job;
    bool done; /* else the record is empty */
    nw_gap_record record;
} nw_gap_row;

typedef struct nw_gap_rows {
    char *study; /* the resolved study, JSON text */
    nw_gap_row *rows; /* in the order of the jobs */
    size_t count;
} nw_gap_rows;

/* Opens read-only.  NW_BAD_INPUT for a missing file or one that is no gap study, NW_IO_FAILURE for a damaged one. */
nw_status nw_gap_rows_read(nw_gap_rows *rows, const char *file, nw_error *error);

/* From texts; NW_IO_FAILURE where one is no job or record of a gap study, which this program then did not write. */
nw_status nw_gap_rows_parse(nw_gap_rows *rows, const nw_rows *texts, const char *file, nw_error *error);

void nw_gap_rows_clear(nw_gap_rows *rows);

#endif
