/* What the files of the model share. */
#ifndef NW_TRAIN_MODEL_PARTS_H
#define NW_TRAIN_MODEL_PARTS_H

#include "train/model.h"

/* The stacks a model is made of, in the order in which their parameters stand: `primary` is h or q (no layers for a
 * hypernetwork), `inner` is f or e (no layers for a plain network). */
typedef struct nw_model_stacks {
    nw_stack primary, inner;
} nw_model_stacks;

void nw_model_stacks_of(nw_model_stacks *stacks, const nw_model_spec *spec);

/* Each kind has the blocks it needs, the rest is NULL. */
struct nw_model {
    nw_model_spec spec;
    nw_model_stacks stacks;
    size_t count; /* parameters */
    float *values;
    size_t inner_width;     /* of the last hidden layer of f or e */
    float *inner_top;       /* the last layer of f or e, among the values */
    nw_stack_work *work;    /* of h, or of f or e without its last layer */
    const float *inner;     /* f's or e's last hidden layer, tasks x inner_width, of the work */
    float *inner_signal;
    float *hidden, *hidden_signal; /* of g or q, samples x hidden */
    float *outputs;
    float *meetings;        /* hypernetwork: x and f's last hidden layer, hidden x samples x inner_width */
    float *scaled;          /* samples x inner_width */
    float *picked;          /* rows of x, samples x x_size */
    float *weights, *weight_signal; /* g's for each task; the second ones alone where each sample is a task */
    float *folded, *folded_start, *folded_signal; /* embedding: q's weights behind e's last layer */
    float *shift, *shift_signal;   /* what e adds to q's hidden layer, tasks x hidden */
    float *embedding, *embedding_signal; /* e(I), tasks x E, where it is formed */
};

void nw_hyper_prepare(nw_model *model, size_t most_samples, size_t most_tasks);
const float *nw_hyper_forward(nw_model *model, const nw_batch *batch);
void nw_hyper_backward(nw_model *model, const nw_batch *batch, float *signal, float *into, float scale);

void nw_embedding_prepare(nw_model *model, size_t most_samples, size_t most_tasks);
const float *nw_embedding_forward(nw_model *model, const nw_batch *batch);
void nw_embedding_backward(nw_model *model, const nw_batch *batch, float *signal, float *into, float scale);

#endif
