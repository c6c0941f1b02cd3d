/* Gradient descent: plain, with momentum, Adam, Adadelta; as PyTorch defines them. */
#ifndef NW_TRAIN_OPTIMISER_H
#define NW_TRAIN_OPTIMISER_H

#include <stdint.h>

#include "train/model.h"

typedef enum nw_optimiser_kind { NW_SGD, NW_ADAM, NW_ADADELTA, NW_OPTIMISER_COUNT } nw_optimiser_kind;

extern const char *const nw_optimiser_words[NW_OPTIMISER_COUNT + 1]; /* "sgd", "adam", "adadelta", NULL */

typedef struct nw_optimiser {
    nw_optimiser_kind kind;
    double rate;
    double momentum; /* of SGD: v = momentum v + gradient, w -= rate v */
    /* Adam: decay .9, .999, 1e-8; Adadelta: decay .9, 1e-6. */
    double decay, second_decay, tiny;
    size_t count;   /* parameters */
    uint64_t steps; /* done */
    /* count floats each, NULL where the kind needs none.  `first` is momentum * v of SGD, Adam's mean gradient, or
     * Adadelta's mean squared gradient; `second` Adam's mean squared gradient, or Adadelta's mean squared change.  The
     * gradient is zero between steps: these two and `steps` are all there is to keep. */
    float *gradient, *first, *second;
} nw_optimiser;

/* Plain gradient descent (momentum 0) needs no memory: its gradients go straight into the parameters. */
void nw_optimiser_begin(nw_optimiser *optimiser, nw_optimiser_kind kind, double rate, double momentum, size_t count);
void nw_optimiser_clear(nw_optimiser *optimiser);

/* One step after nw_model_forward of the batch: backward with this signal, then the change of the parameters. */
void nw_optimiser_step(nw_optimiser *optimiser, nw_model *model, const nw_batch *batch, float *signal);

#endif
