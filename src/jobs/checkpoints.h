/* The folder in which long jobs keep their state while they run: one file a job, job-000012.checkpoint, which the job
 * makes and its kept record makes needless.  Ranks of MPI share it. */
#ifndef NW_JOBS_CHECKPOINTS_H
#define NW_JOBS_CHECKPOINTS_H

#include <stddef.h>

#include "base/error.h"

/* NW_IO_FAILURE "cannot make the folder ..."; one that is there is taken. */
nw_status nw_checkpoints_make(const char *folder, nw_error *error);

/* The name of a job's file; the caller frees. */
char *nw_checkpoints_file(const char *folder, size_t number);

/* Removes the file of a job, if there is one. */
void nw_checkpoints_drop(const char *folder, size_t number);

/* After a complete run: removes what killed runs left of jobs, temporary files too, and the folder when nothing else is
 * in it. */
void nw_checkpoints_clear(const char *folder);

#endif
