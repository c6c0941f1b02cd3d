/* The jobs of a study that have no result yet: handing them out, and keeping what comes back.  Shared by the threads of
 * one process and by the ranks of MPI.  Calls of take and keep come from one thread at a time. */
#ifndef NW_JOBS_WORK_H
#define NW_JOBS_WORK_H

#include "base/progress.h"
#include "jobs/store.h"

typedef struct nw_jobs_options {
    size_t threads;          /* 0: all cores */
    bool quiet;              /* no progress line */
    volatile bool *stop;     /* set by the caller to end soon, jobs in flight dropped; set by the run when it fails */
    const char *checkpoints; /* the folder for them, which is made, and removed after a complete run; NULL: none */
} nw_jobs_options;

/* One job measured; text NULL when it was dropped or failed. */
typedef struct nw_work_done {
    char *text; /* the record on one line */
    double seconds;
    nw_error error; /* status NW_OK, or what failed */
} nw_work_done;

/* Measures a job. */
void nw_work_do(nw_work_done *done, const nw_study *study, size_t number, const nw_jobs_options *options);

/* The folder of checkpoints, NULL where the kind has none or none are asked for. */
const char *nw_work_checkpoints(const nw_study *study, const nw_jobs_options *options);

typedef struct nw_work {
    nw_store *store;
    const nw_study *study;
    const nw_jobs_options *options;
    size_t *missing; /* numbers, in the order in which they are begun */
    size_t count, next, kept;
    nw_error error; /* the first failure */
    nw_progress progress;
} nw_work;

/* Begins the store, too; after a failure there is nothing to end. */
nw_status nw_work_begin(nw_work *work, nw_store *store, const nw_study *study, const nw_jobs_options *options,
                        nw_error *error);
/* The next job; false when there is none, or when it is time to stop. */
bool nw_work_take(nw_work *work, size_t *number);
/* Keeps what came back, and frees its text; a failure of it or of the store stops the run, and so does a record that is
 * none of its job. */
void nw_work_keep(nw_work *work, size_t number, nw_work_done *done);
/* Something else failed: the run stops. */
void nw_work_fail(nw_work *work, const nw_error *error);
/* The first failure, or NW_OK. */
nw_status nw_work_end(nw_work *work, nw_error *error);

#endif
