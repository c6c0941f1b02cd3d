/* What a training gave. */
#ifndef NW_EXPERIMENT_RECORD_H
#define NW_EXPERIMENT_RECORD_H

#include "experiment/job.h"

/* After an epoch (epoch 0: before training). */
typedef struct nw_experiment_point {
    long epoch;
    double train;  /* mean loss of the epoch's batches as they came; NaN at epoch 0 */
    double test;   /* on the test samples: MSE, negative log-likelihood; MSE(f1, y) of a pair */
    double second; /* share of wrong classes of rotation, assumption2; MSE(f1, f2) of a pair; NaN elsewhere */
} nw_experiment_point;

/* Test errors that need no I or no training; NaN where there is none. */
typedef struct nw_baselines {
    double constant;  /* best constant (class frequencies for rotation) */
    double without_i; /* best predictor that ignores I: an estimate, `how` says of what kind */
    double linear;    /* linear (affine) predictor of (x, I): least squares on the training samples, or trained */
    double signal;    /* without_i / constant: the share of a constant's error that only I could explain; NaN */
    char *how;        /* "conditional variance, 64 draws of I a sample", "network on x alone, trained alike", ... */
} nw_baselines;

typedef struct nw_experiment_record {
    size_t point_count;
    nw_experiment_point *points;
    nw_baselines baselines;
    bool moved;    /* the test error left its baselines: the last one lies below the least of them by more than 1 % */
    bool diverged; /* a loss became infinite or NaN: training stopped there */
    double output_deviation; /* of the outputs over the test samples at the end: 0 for a dead network */
    double seconds; /* not part of the text */
} nw_experiment_record;

void nw_experiment_record_clear(nw_experiment_record *record);
/* One line of JSON; doubles as hex floats, NaN as null. */
char *nw_experiment_record_text(const nw_experiment_record *record);
nw_status nw_experiment_record_read(nw_experiment_record *record, const char *text, nw_error *error);
/* Whether the record can be one of this job: epochs rise from 0 to at most the setting's, and to it unless training
 * diverged; `train` is NaN at epoch 0; `second` is there where the job has one, and only there. */
nw_status nw_experiment_record_check(const nw_experiment_record *record, const nw_experiment_job *job, nw_error *error);

/* Runs a job: makes its data, trains, tests.  NW_OK and an empty record when *help->stop became true. */
nw_status nw_experiment_measure(nw_experiment_record *record, const nw_experiment_job *job, const nw_job_help *help,
                                nw_error *error);

#endif
