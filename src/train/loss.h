/* Losses on a batch: their value, and the signal that backward begins with. */
#ifndef NW_TRAIN_LOSS_H
#define NW_TRAIN_LOSS_H

#include <stddef.h>
#include <stdint.h>

/* Mean over samples and outputs of (output - goal)^2.  signal (may be NULL) receives its gradient. */
double nw_loss_square(float *signal, const float *outputs, const float *goals, size_t samples, size_t width);

/* Mean over samples of -log softmax(outputs)[label]; *right (may be NULL) counts samples whose largest output is the
 * label's. */
double nw_loss_likelihood(float *signal, size_t *right, const float *outputs, const uint8_t *labels, size_t samples,
                          size_t width);

#endif
