/* How far a study is, from its rows and from who holds its file, also while it runs. */
#ifndef NW_JOBS_STATUS_H
#define NW_JOBS_STATUS_H

#include "jobs/rows.h"

typedef struct nw_jobs_status {
    size_t jobs, done;
    bool running;      /* a process writes the file now */
    double rate, left; /* jobs a second of this session or the last one, and the seconds left; NaN when not known */
} nw_jobs_status;

/* Whether a process writes the file now. */
bool nw_jobs_running(const char *file);

void nw_jobs_status_of(nw_jobs_status *status, const nw_rows *rows, bool running);

#endif
