/* Embedding methods q(x, e_t): q has one hidden layer, its points belong to tasks t, and each task has an embedding e_t
 * in R^k.  The front of (k, width): how narrow q can be for each k while the error of every task stays within the goal.
 * The errors here are maxima over points: estimates, which a judge may look at more closely. */
#ifndef NW_FIT_EMBED_H
#define NW_FIT_EMBED_H

#include "fit/fit.h"

typedef enum nw_embedding {
    NW_EMBED_FREE,   /* the rows e_t are as they please */
    NW_EMBED_PLACE,  /* e_t is the task's place I_t; k = task_inputs */
    NW_EMBED_NETWORK /* e_t = e(I_t): a network of tanh units with one hidden layer and without biases */
} nw_embedding;

/* Points and values task by task; at least one task, every task with at least one point and the same inputs.  The caller
 * keeps them. */
typedef struct nw_embed_data {
    size_t tasks;
    const nw_fit_data *points; /* of each task */
    size_t task_inputs;
    const double *places; /* I_t: tasks * task_inputs */
} nw_embed_data;

/* An embedding method. */
typedef struct nw_embed_network {
    size_t k, width;
    nw_network *q;       /* m1 + k inputs, the embedding behind x */
    double *rows;        /* e_t: tasks * k */
    nw_network *e;       /* NW_EMBED_NETWORK, else NULL */
    double error;        /* the largest over all points: an estimate; rows of caps included */
    const char *found_by; /* a word: how the search came to it */
} nw_embed_network;

void nw_embed_network_clear(nw_embed_network *found);

typedef struct nw_embed_judge {
    /* Called for networks whose error on the points is at most the goal; after NW_MORE_DATA the points, of which there
     * may be more now, are read again, and, unless the rows are free, the tasks. */
    nw_judgement (*judge)(void *state, const nw_embed_network *network);
    void *state;
} nw_embed_judge;

typedef struct nw_embed_options {
    nw_fit_options fit; /* activation, output_bias, goal > 0, starts, seed, stop; hidden_layers is 1 */
    nw_embedding embedding;
    size_t k_least, k_most; /* of the front; 1 <= k_least <= k_most */
    size_t largest_width;
    size_t embedding_width; /* of e's hidden layer, NW_EMBED_NETWORK */
    double l1, l2; /* NW_EMBED_NETWORK: aims at C(e) <= l1 and C(q) <= l2; INFINITY: none */
} nw_embed_options;

/* The front: networks[i] for k = k_least + i, width 0 where none was found up to the largest width.  With free rows
 * rising k never needs more width, as a method with k numbers a task is one with k + 1, and no k is above tasks - 1 (1
 * with one task): more numbers a task add nothing. */
typedef struct nw_embed_front {
    nw_embed_network *networks; /* of k = networks[0].k and those that follow */
    size_t count;
    unsigned restarts;
} nw_embed_front;

/* Two searches whose better result counts, k by k: from above, where every unit has a bias for each task, the rank of
 * these biases is reduced step by step, refitting; from below, units are added where the error peaks to rows e_t that
 * begin with the principal components of the tasks' values.  Then units are taken away, and other starts are made at
 * the width that failed. */
void nw_embed_search(nw_embed_front *front, const nw_embed_data *data, const nw_embed_judge *judge,
                     const nw_embed_options *options);
void nw_embed_front_clear(nw_embed_front *front);

#endif
