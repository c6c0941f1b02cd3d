/* The training of a job: its models, its curve, and where it stands. */
#ifndef NW_EXPERIMENT_TRAINING_H
#define NW_EXPERIMENT_TRAINING_H

#include "experiment/batches.h"
#include "train/checkpoint.h"
#include "train/optimiser.h"

enum { NW_MODELS = 2 }; /* trained side by side at most: a pair */

/* How a training goes on after an interruption. */
typedef struct nw_training_file {
    const char *name; /* NULL: nothing is kept */
    char *job;
    nw_checkpoint state;
    nw_optimiser *optimisers[NW_MODELS];
    double last; /* when it was written */
} nw_training_file;

typedef struct nw_training {
    const nw_experiment_job *job;
    nw_problem *problem;
    size_t model_count;
    nw_model *models[NW_MODELS];
    nw_optimiser optimisers[NW_MODELS];
    nw_batches batches, tests;
    float *signal;
    size_t epochs;     /* done */
    size_t steps;      /* batches of the present epoch done */
    double loss;       /* their sum over samples */
    size_t points;     /* of the curve */
    nw_experiment_point *curve; /* room for setting->epochs + 1 */
    double output_deviation;    /* of the last test */
    bool diverged;
    nw_training_file file;
} nw_training;

/* Models and memory for a job.  With the name of a checkpoint (or NULL) the training stands where an earlier run of the
 * same job left it.  NW_BAD_INPUT where the sizes of setting and data differ.  Cleared by the caller in any case. */
nw_status nw_training_begin(nw_training *training, const nw_experiment_job *job, nw_problem *problem,
                            const char *checkpoint, nw_error *error);
void nw_training_clear(nw_training *training);

/* Asked before each batch: true ends the training for now. */
typedef bool nw_training_halt(const void *state);

/* Trains from where it stands to the end.  The checkpoint is written when `halt` says so, and every
 * NW_CHECKPOINT_SECONDS.  *finished is false when `halt` ended it. */
enum { NW_CHECKPOINT_SECONDS = 20 };
nw_status nw_training_run(nw_training *training, bool *finished, nw_training_halt *halt, const void *state,
                          nw_error *error);

/* Writes the checkpoint, if there is to be one. */
nw_status nw_training_save(nw_training *training, nw_error *error);

#endif
