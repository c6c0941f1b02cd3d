/* Small jobs of each experiment, for the tests. */
#ifndef CHECK_JOBS_H
#define CHECK_JOBS_H

#include "experiment/job.h"

typedef struct small_job {
    nw_setting_of_experiment setting;
    nw_experiment_job job;
} small_job;

/* The tiny preset's, with fewer samples and as many values as it takes; type 0 where there is none.  To be freed with
 * small_job_clear. */
void small_job_make(small_job *small, nw_experiment experiment, nw_inputs inputs, unsigned type, nw_method method);
void small_job_clear(small_job *small);

#endif
