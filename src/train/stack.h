/* Plain networks in single precision: dense layers one behind the other, for training on batches.
 *
 * Shapes: a batch is row-major, one sample a row.  Layer k has W (outputs x inputs, row-major) and, with biases, b
 * (outputs), in this order, layer by layer, in one contiguous vector that the caller owns.  All memory of a
 * workspace is
 * had when it is made: nothing is allocated in forward and backward. */
#ifndef NW_TRAIN_STACK_H
#define NW_TRAIN_STACK_H

#include <gsl/gsl_rng.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/activation.h"

enum { NW_STACK_LAYERS = 16 };

typedef struct nw_stack {
    size_t layers;                      /* of weights, at least 1 */
    size_t sizes[NW_STACK_LAYERS + 1];  /* inputs, then outputs of each layer */
    nw_activation units[NW_STACK_LAYERS]; /* behind each layer; the last one is NW_IDENTITY as a rule */
    bool biases;
} nw_stack;

typedef enum nw_start {
    NW_START_FAN_IN, /* uniform in +-1/sqrt(inputs), weights and biases: what PyTorch's layers begin with */
    NW_START_HE,     /* uniform in +-sqrt(6/inputs), biases 0: He */
    NW_START_UNIT,   /* as FAN_IN, then each unit's weights scaled to Euclidean norm 1 */
} nw_start;

size_t nw_stack_parameters(const nw_stack *stack);
size_t nw_stack_weights(const nw_stack *stack); /* without biases */
void nw_stack_start(float *parameters, const nw_stack *stack, nw_start start, gsl_rng *random);

typedef struct nw_stack_work nw_stack_work;

nw_stack_work *nw_stack_work_new(const nw_stack *stack, size_t most_samples);
void nw_stack_work_free(nw_stack_work *work);

/* The outputs, samples x sizes[layers], kept in the workspace until the next call; inputs stay the caller's and must
 * still be there for backward. */
const float *nw_stack_forward(nw_stack_work *work, const float *parameters, const float *inputs, size_t samples);

/* After forward: into += scale * gradient of sum(signal * outputs) with respect to the parameters.  `signal` is
 * samples x
 * sizes[layers] and is overwritten.  `into` may be the parameters themselves (a step of gradient descent with scale =
 * -rate): each layer hands its signal on before its weights change.  input_signal (samples x sizes[0], or NULL)
 * receives the
 * gradient with respect to the inputs. */
void nw_stack_backward(nw_stack_work *work, const float *parameters, float *signal, float *into, float scale,
                       float *input_signal);

#endif
