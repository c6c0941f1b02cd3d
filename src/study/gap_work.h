/* The jobs of a study that have no result yet: handing them out, and keeping what comes back.  Shared by the threads of
 * one process and by the ranks of MPI.  Calls of take and keep come from one thread at a time. */
#ifndef NW_STUDY_GAP_WORK_H
#define NW_STUDY_GAP_WORK_H

#include "base/progress.h"
#include "study/gap_store.h"

typedef struct nw_gap_run_options {
    nw_gap_measurer *measure;
    size_t threads;      /* 0: all cores */
    bool quiet;          /* no progress line */
    volatile bool *stop; /* set by the caller to end soon, jobs in flight dropped; set by the run when it fails */
} nw_gap_run_options;

/* One job measured; text NULL when it was dropped or failed. */
typedef struct nw_gap_done {
    char *text; /* the record on one line */
    double seconds;
    nw_error error; /* status NW_OK, or what failed */
} nw_gap_done;

/* Measures a job.  A record that would not be read back is a failure. */
void nw_gap_do(nw_gap_done *done, const nw_gap_job *job, const nw_gap_run_options *options);

typedef struct nw_gap_work {
    nw_gap_store *store;
    const nw_gap_run_options *options;
    size_t *missing; /* numbers, in the order in which they are begun */
    size_t count, next, kept;
    nw_error error; /* the first failure */
    nw_progress progress;
} nw_gap_work;

void nw_gap_work_begin(nw_gap_work *work, nw_gap_store *store, const nw_gap_study *study,
                       const nw_gap_run_options *options);
/* The next job; false when there is none, or when it is time to stop. */
bool nw_gap_work_take(nw_gap_work *work, size_t *number);
/* Keeps what came back, and frees its text; a failure of it or of the store stops the run. */
void nw_gap_work_keep(nw_gap_work *work, size_t number, nw_gap_done *done);
/* Something else failed: the run stops. */
void nw_gap_work_fail(nw_gap_work *work, const nw_error *error);
/* The first failure, or NW_OK. */
nw_status nw_gap_work_end(nw_gap_work *work, nw_error *error);

#endif
