/* Running what is missing of a gap study, over the threads of this process. */
#ifndef NW_STUDY_GAP_RUN_H
#define NW_STUDY_GAP_RUN_H

#include "study/gap_work.h"

/* Begins the store and runs the missing jobs.  NW_OK also when it was stopped: nw_gap_store_count then says how many
 * results there are.  What the store holds in the end does not depend on the threads, nor on where it was interrupted. */
nw_status nw_gap_run(nw_gap_store *store, const nw_gap_study *study, const nw_gap_run_options *options,
                     nw_error *error);

#endif
