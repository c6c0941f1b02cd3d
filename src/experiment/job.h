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

/* The shape of what a job trains: every count and every training takes it from here.  Of a pair it is that of one of
 * the two networks.
 *
 * With the budget "equal" q has half of g's hidden units and E = x_size + outputs, so that N_q = N_g exactly, and e is
 * as wide as brings N_e nearest to N_f.  Over the size, f of synthetic-embedding grows with i as ever and e follows it,
 * E and q stay.  It is refused where it has no meaning: for shallow networks; with an odd number of hidden units; for
 * rotation over the size, where with E fixed by the budget nothing would depend on i. */
void nw_experiment_shape(nw_model_spec *spec, const nw_experiment_job *job);

/* Counts of a job, and what the paper's formulas say where it gives some (0 where not). */
typedef struct nw_experiment_counts {
    nw_model_counts exact;
    size_t paper_primary, paper_inner;
} nw_experiment_counts;
void nw_experiment_count(nw_experiment_counts *counts, const nw_experiment_job *job);

/* The learning rate: the setting's, or that of the axis. */
double nw_experiment_rate(const nw_experiment_job *job);

/* Description of a job on one line of JSON: what it is, and a fingerprint of all settings that bear on it.  The caller
 * frees. */
char *nw_experiment_job_text(const nw_experiment_job *job);

/* The study of an experiment: jobs in the order of loops over types, values, methods, repeats, the last one
 * fastest.  jobs is an array of nw_experiment_job, which all share one copy of the setting.  An empty data_mark of a
 * folder is filled in from its files.  nw_experiment_study seals; its settings stand in messages as "settings". */
extern const nw_study_kind nw_experiment_kind;
nw_status nw_experiment_study(nw_study *study, const nw_setting_of_experiment *setting, nw_error *error);
const nw_experiment_job *nw_experiment_job_at(const nw_study *study, size_t number);

#endif
