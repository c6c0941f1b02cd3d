/* What the experiments train: a plain network h(x), a hypernetwork g(x; f(I)), an embedding method q(x, e(I)).
 *
 * g and q have one hidden layer: inputs -> hidden -> outputs.  g has no biases; its weights, W1 (hidden x x_size)
 * then W2
 * (outputs x hidden), are the outputs of f.  q reads x, then e(I).  f's and e's last layer is linear.
 *
 * Algebra spares what PyTorch's layers would form: where every sample has a task of its own, g's weights are never
 * stored
 * for each sample (x and f's last hidden layer meet in one product a hidden unit), and neither is e(I), a linear
 * image of
 * e's last hidden layer, whose product with q's weights has low rank.  Where samples share a task (as pixels of an
 * image do)
 * f and e run once a task. */
#ifndef NW_TRAIN_MODEL_H
#define NW_TRAIN_MODEL_H

#include "train/stack.h"

typedef enum nw_model_kind { NW_MODEL_PLAIN, NW_MODEL_HYPER, NW_MODEL_EMBEDDING } nw_model_kind;

typedef struct nw_model_spec {
    nw_model_kind kind;
    size_t x_size, i_size, outputs;
    size_t hidden;           /* of g, of q, of h */
    nw_activation unit;      /* of that hidden layer */
    size_t inner_layers;     /* of weights, of f or e: at least 2; 0 for a plain network */
    size_t inner[NW_STACK_LAYERS]; /* their hidden widths, inner_layers - 1 of them */
    nw_activation inner_unit;
    size_t embedding;        /* E, the outputs of e; 0 for other kinds */
    bool biases;             /* of f, e, q and h; g has none */
    nw_start start;
} nw_model_spec;

/* Where the parameters of a model stand. */
typedef struct nw_model_counts {
    size_t primary;        /* N_g or N_q (or of h), biases not counted */
    size_t inner;          /* N_f or N_e, biases not counted */
    size_t trained;        /* all that is trained, with biases: f's alone for a hypernetwork */
} nw_model_counts;

void nw_model_count(nw_model_counts *counts, const nw_model_spec *spec);

typedef struct nw_model nw_model;

/* A batch has at most most_samples samples of at most most_tasks tasks. */
nw_model *nw_model_new(const nw_model_spec *spec, size_t most_samples, size_t most_tasks);
void nw_model_free(nw_model *model);

/* All trained parameters, one contiguous vector of nw_model_parameters floats, owned by the model. */
size_t nw_model_parameters(const nw_model *model);
float *nw_model_values(nw_model *model);
void nw_model_start(nw_model *model, gsl_rng *random);

/* A batch: samples x x_size numbers x, tasks x i_size numbers I; samples is a multiple of tasks, and sample s
 * belongs to
 * task s / (samples / tasks).  A plain network ignores I (NULL, tasks 1).  The caller keeps both until backward. */
typedef struct nw_batch {
    size_t samples, tasks;
    const float *x, *i;
} nw_batch;

/* Outputs, samples x outputs, kept in the model until the next call. */
const float *nw_model_forward(nw_model *model, const nw_batch *batch);

/* After forward of the same batch: into += scale * gradient of sum(signal * outputs).  `signal` is samples x outputs
 * and is
 * overwritten; `into` has nw_model_parameters floats and may be the parameters themselves. */
void nw_model_backward(nw_model *model, const nw_batch *batch, float *signal, float *into, float scale);

#endif
