/* The state of a training in a file: written to a temporary file and renamed, with a checksum; what is read back goes
 * on as if nothing had happened, bit for bit. */
#ifndef NW_TRAIN_CHECKPOINT_H
#define NW_TRAIN_CHECKPOINT_H

#include <stdbool.h>

#include "base/error.h"
#include "train/optimiser.h"

/* Owned by the caller.  A state is of one job: `job` is its description. */
typedef struct nw_checkpoint {
    const char *job;
    uint64_t epoch;            /* epochs done */
    size_t model_count;        /* models trained side by side, each with its optimiser */
    nw_model *const *models;
    nw_optimiser *const *optimisers;
    size_t note_count;         /* numbers of the caller: the curve so far */
    double *notes;             /* room for note_room */
    size_t note_room;
} nw_checkpoint;

/* NW_IO_FAILURE names the file. */
nw_status nw_checkpoint_write(const nw_checkpoint *state, const char *file, nw_error *error);

/* *found is false, and the state as it was, when there is no file, or one of another job, shape, kind of descent or
 * version of nwidth, or a damaged one (half written by another program, a changed byte): the training then begins anew.
 * NW_IO_FAILURE, naming the file, when there is one that the system does not let us read. */
nw_status nw_checkpoint_read(nw_checkpoint *state, bool *found, const char *file, nw_error *error);

#endif
