/* Samples in batches: whole tasks in the order of an epoch, each batch in contiguous rows. */
#ifndef NW_EXPERIMENT_BATCHES_H
#define NW_EXPERIMENT_BATCHES_H

#include <gsl/gsl_rng.h>

#include "experiment/problem.h"
#include "train/model.h"

typedef struct nw_batches {
    size_t x_size, i_size, outputs;
    size_t most;               /* tasks in a batch; the last batch of an epoch may have fewer */
    const nw_samples *samples; /* of the present epoch */
    uint32_t *order;           /* of tasks */
    bool shuffled;
    float *x, *i, *goals; /* rows of the batch, where the order is not that of the samples */
    uint8_t *labels;
} nw_batches;

typedef struct nw_batch_view {
    nw_batch batch;
    const float *goals;    /* or NULL */
    const uint8_t *labels; /* or NULL */
} nw_batch_view;

/* Room for samples like these. */
void nw_batches_begin(nw_batches *batches, const nw_problem *problem, size_t most);
void nw_batches_clear(nw_batches *batches);

/* Takes the samples of an epoch, in an order drawn from `random`; NULL: as they are. */
void nw_batches_take(nw_batches *batches, const nw_samples *samples, gsl_rng *random);
size_t nw_batches_count(const nw_batches *batches);
/* Valid until the next call. */
nw_batch_view nw_batches_get(nw_batches *batches, size_t number);

#endif
