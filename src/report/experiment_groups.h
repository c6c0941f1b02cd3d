/* The records of an experiment in groups: all repeats of one target, value and method; and what groups say together:
 * means, which method was better, whether a curve has a trend.  The numbers are estimates, each on test samples. */
#ifndef NW_REPORT_EXPERIMENT_GROUPS_H
#define NW_REPORT_EXPERIMENT_GROUPS_H

#include "experiment/record.h"
#include "jobs/rows.h"
#include "report/experiment_page.h"

/* A group has consecutive jobs. */
typedef struct nw_experiment_group {
    const nw_experiment_job *job; /* its first: type, value and method are those of all */
    size_t first, repeats;        /* jobs first .. first + repeats - 1 of the study */
    size_t done;
    size_t moved, diverged; /* of those that are done; one that diverged did not move */
} nw_experiment_group;

typedef struct nw_experiment_groups {
    nw_study study; /* what the jobs belong to */
    const nw_setting_of_experiment *setting;
    nw_experiment_record *records; /* one a job */
    bool *done;
    nw_experiment_group *groups; /* in the order of the jobs: types, values, methods */
    size_t count, jobs_done;
} nw_experiment_groups;

/* From what was kept; `file` is for messages.  NW_BAD_INPUT for a study or a record that cannot be read.  Cleared
 * either way by nw_experiment_groups_clear. */
nw_status nw_experiment_groups_make(nw_experiment_groups *groups, const nw_rows *rows, const char *file,
                                    nw_error *error);
void nw_experiment_groups_clear(nw_experiment_groups *groups);

/* The group of this type, value and method; NULL where the study has none. */
const nw_experiment_group *nw_experiment_group_find(const nw_experiment_groups *groups, unsigned type, long value,
                                                    nw_method method);

/* ---- numbers of a group ---- */

typedef enum nw_experiment_number {
    /* NaN at every epoch of a training that diverged, so that all means of a curve are over the same repeats: */
    NW_NUMBER_TEST,
    NW_NUMBER_SECOND, /* share of wrong classes, or MSE(f1, f2) */
    NW_NUMBER_TRAIN,
    NW_NUMBER_DEVIATION, /* of the outputs */
    /* the baselines, which say as much then: */
    NW_NUMBER_CONSTANT,
    NW_NUMBER_WITHOUT_I,
    NW_NUMBER_LINEAR,
    NW_NUMBER_SIGNAL,
} nw_experiment_number;

/* Of one record, after the given epoch; LAST_EPOCH: after the last one.  NaN where there is none. */
enum { NW_LAST_EPOCH = -1 };
double nw_experiment_number_of(const nw_experiment_record *record, nw_experiment_number which, long epoch);

typedef struct nw_experiment_spread {
    size_t count;     /* repeats that have the number; 0: all NaN */
    double mean;
    double deviation; /* sample standard deviation, NaN for fewer than two */
    double least, most;
} nw_experiment_spread;

nw_experiment_spread nw_experiment_group_spread(const nw_experiment_groups *groups, const nw_experiment_group *group,
                                                nw_experiment_number which, long epoch);

/* The longest record of a training that did not diverge: its epochs are those of the curve.  NULL without. */
const nw_experiment_record *nw_experiment_group_longest(const nw_experiment_groups *groups,
                                                        const nw_experiment_group *group);

/* The text of the first record of the group that says how its baselines were made; "" without. */
const char *nw_experiment_group_how(const nw_experiment_groups *groups, const nw_experiment_group *group);

/* ---- groups together ---- */

/* Hypernetwork and embedding on the same data, repeat by repeat. */
typedef struct nw_experiment_pairs {
    size_t count;  /* repeats in which both have a test error */
    size_t better; /* of them: the hypernetwork's is smaller */
    double difference, deviation; /* embedding - hypernetwork: mean, sample standard deviation; NaN without */
} nw_experiment_pairs;

/* Nothing (count 0) where the group is not of a hypernetwork or has no partner. */
nw_experiment_pairs nw_experiment_group_pairs(const nw_experiment_groups *groups, const nw_experiment_group *group);

/* A curve of one type and method over the axis.  Errors are ranked within each repeat, so that targets that are hard or
 * easy as a whole make no trend; repeats that lack a value are left out. */
typedef struct nw_experiment_trend {
    size_t values, repeats;   /* repeats: those that have every value */
    long first, last;         /* values at the ends of the axis */
    double at_first, at_last; /* mean test errors there */
    double correlation;       /* Spearman's of value and error, mean over repeats; NaN for fewer than two values */
    int direction; /* -1 falls, 1 rises, 0: neither stands out (Page's test, p <= 5 %, two-sided) */
    nw_page_test test; /* meaningful for two values and one repeat at least */
} nw_experiment_trend;

nw_experiment_trend nw_experiment_trend_of(const nw_experiment_groups *groups, unsigned type, nw_method method);

#endif
