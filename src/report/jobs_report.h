/* How far a study is, and its records, as text and JSON; of every kind alike. */
#ifndef NW_REPORT_JOBS_REPORT_H
#define NW_REPORT_JOBS_REPORT_H

#include "jobs/status.h"
#include "report/style.h"

/* `quiet`: the table without its note. */
void nw_jobs_status_write(FILE *stream, const nw_study_kind *kind, const char *file, const nw_rows *rows, bool running,
                          nw_style style, const nw_origin *origin, bool quiet);

/* The study, its jobs and their records as one JSON document: nothing that depends on time or machine. */
void nw_jobs_records_write(FILE *stream, const nw_rows *rows, const nw_origin *origin);

/* "running, 2 jobs a second, about 8 s left", "complete", "not running"; the caller frees. */
char *nw_jobs_pace(bool running, bool complete, double rate, double left);
/* The same as members of a JSON object; null for what is not known. */
void nw_jobs_put_pace(json_t *object, bool running, double rate, double left);

#endif
