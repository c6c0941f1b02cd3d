/* Running what is missing of a study, over the threads of this process. */
#ifndef NW_JOBS_RUN_H
#define NW_JOBS_RUN_H

#include "jobs/work.h"

/* Begins the store and runs the missing jobs.  NW_OK also when it was stopped: nw_store_count then says how many
 * results there are.  What the store holds in the end does not depend on the threads, nor on where it was interrupted. */
nw_status nw_jobs_run(nw_store *store, const nw_study *study, const nw_jobs_options *options, nw_error *error);

#endif
