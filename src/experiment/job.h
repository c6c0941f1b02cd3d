/* One training of an experiment. */
#ifndef NW_EXPERIMENT_JOB_H
#define NW_EXPERIMENT_JOB_H

#include "experiment/setting.h"
#include "jobs/study.h"

typedef struct nw_experiment_job {
    const nw_setting_of_experiment *setting; /* of the study, which outlives its jobs */
    nw_method method;
    unsigned type;      /* 1, 2, 3: the target; 0 where there is no choice */
    long value;         /* on the axis */
    unsigned repeat;    /* 0 .. repeats - 1 */
    uint64_t data_seed; /* of target, samples and test samples: equal for all methods and values of a repeat and type */
    uint64_t seed;      /* of weights and order: the job's own */
} nw_experiment_job;

/* The shape of what a job trains: every count and every training takes it from here.  With the budget "equal" widths
 * and
 * embedding are chosen so that N_q = N_g and N_e is as near to N_f as an integer width allows. */
void nw_experiment_shape(nw_model_spec *spec, const nw_experiment_job *job);

/* Counts of a job, and what the paper's formulas say where it gives some (0 where not). */
typedef struct nw_experiment_counts {
    nw_model_counts exact;
    size_t paper_primary, paper_inner;
} nw_experiment_counts;
void nw_experiment_count(nw_experiment_counts *counts, const nw_experiment_job *job);

/* The learning rate: the setting's, or that of the axis. */
double nw_experiment_rate(const nw_experiment_job *job);

/* The study of an experiment: jobs in the order of loops over types, values, methods, repeats.  jobs is an array of
 * nw_experiment_job. */
extern const nw_study_kind nw_experiment_kind;
nw_status nw_experiment_study(nw_study *study, const nw_setting_of_experiment *setting, nw_error *error);
const nw_experiment_job *nw_experiment_job_at(const nw_study *study, size_t number);

#endif
