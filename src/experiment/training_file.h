/* The checkpoint of a training. */
#ifndef NW_EXPERIMENT_TRAINING_FILE_H
#define NW_EXPERIMENT_TRAINING_FILE_H

#include "experiment/training.h"

/* Takes over what an earlier run of the same job left in the file. */
nw_status nw_training_file_begin(nw_training *training, const char *name, nw_error *error);
void nw_training_file_end(nw_training_file *file);

/* nw_training_save, when the last one is long enough ago. */
nw_status nw_training_file_due(nw_training *training, nw_error *error);

#endif
