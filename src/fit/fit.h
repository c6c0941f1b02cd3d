/* Sup-norm fitting of small networks in double: Levenberg-Marquardt on a grid, p-norm continuation, greedy growth,
 * pruning, restarts, minimax polish.  The errors here are maxima over the grid: estimates, never bounds.
 *
 * Everything a fit draws comes from its seed; a fit uses one thread, and its result depends on its arguments alone. */
#ifndef NW_FIT_FIT_H
#define NW_FIT_FIT_H

#include <stdint.h>

#include "net/network.h"

/* Points and values to fit, at least one point, all numbers finite; inputs is 1..4.  The caller keeps them. */
typedef struct nw_fit_data {
    size_t count;
    int inputs;
    const double *x; /* count * inputs */
    const double *y;
} nw_fit_data;

typedef enum nw_fit_stage {
    NW_STAGE_LEAST_SQUARES, /* Levenberg-Marquardt, p = 2 */
    NW_STAGE_CONTINUATION,  /* p = 4, 8, .. */
    NW_STAGE_GROWTH,        /* a neuron where the error peaks, refit */
    NW_STAGE_PRUNE,         /* a neuron less, refit */
    NW_STAGE_RESTART,       /* other starts at one width */
    NW_STAGE_POLISH,        /* prox-linear minimax */
    NW_STAGE_COUNT
} nw_fit_stage;

extern const char *const nw_fit_stage_words[NW_STAGE_COUNT + 1]; /* "least-squares", "continuation", .. NULL */

typedef struct nw_fit_options {
    nw_activation activation;
    size_t hidden_layers; /* 1 or 2, of equal width */
    bool output_bias;
    double goal;     /* stop as soon as the error is at most this; 0: as small as can be */
    unsigned starts; /* other starts at a width that the first ones did not serve (24) */
    bool polish;     /* minimax polish where the error is within 15 % of the goal */
    uint64_t seed;
    const volatile bool *stop; /* may be NULL: give up soon when it becomes true */
} nw_fit_options;

/* The defaults: tanh, one hidden layer, output bias, goal 0, 24 starts, polish, seed 1. */
nw_fit_options nw_fit_defaults(void);

/* What one stage did: the error before and after, and how often it ran.  Growth, pruning and restarts count the
 * iterations of their descents, which least squares, continuation and polish count as theirs. */
typedef struct nw_fit_gain {
    size_t runs, iterations;
    double before, after; /* of its best run; sampled errors; 0 when it never ran */
} nw_fit_gain;

typedef struct nw_fit_result {
    nw_network *network;
    double error;          /* sampled maximum over the data: an estimate */
    nw_fit_stage found_by; /* the stage that made the network */
    unsigned restarts;     /* starts tried in all */
    nw_fit_gain gains[NW_STAGE_COUNT];
} nw_fit_result;

void nw_fit_result_clear(nw_fit_result *result);

/* The best network of this width >= 1 that the search finds; stops early at the goal.  There is always a network. */
void nw_fit(nw_fit_result *result, const nw_fit_data *data, size_t width, const nw_fit_options *options);

/* Starts from a given network of any shape with one output (the options' activation, layers and bias are not read). */
void nw_fit_refine(nw_fit_result *result, const nw_fit_data *data, const nw_network *start,
                   const nw_fit_options *options);

/* ---- the smallest width ---- */

/* What a judge says of a network whose sampled error is at most the goal. */
typedef enum nw_judgement {
    NW_ACCEPTED,
    NW_REJECTED,  /* not good enough, and nothing to learn */
    NW_MORE_DATA, /* the data were changed (points added where the error was overlooked): refit, ask again */
} nw_judgement;

typedef struct nw_fit_judge {
    nw_judgement (*judge)(void *state, const nw_network *network, double error);
    void *state;
} nw_fit_judge;

typedef struct nw_fit_search_result {
    size_t width;       /* of the smallest accepted network; 0: none up to the largest width */
    nw_fit_result best; /* that network, NULL at width 0; found_by says which stage made it */
    unsigned restarts;  /* starts tried in all, over all widths */
    size_t tried_below; /* widths below `width` at which all starts failed (1, or 0 at width 1) */
} nw_fit_search_result;

/* Finds a small width whose network the judge accepts: greedy growth until a network is accepted, then pruning, then at
 * the first width that pruning does not reach the other starts, and so on downwards until they fail too.  `data` is
 * read afresh after NW_MORE_DATA (the judge owns what it points to); a network is asked about at most nine times.
 * judge NULL: every network whose sampled error is at most the goal is accepted. */
void nw_fit_smallest(nw_fit_search_result *result, const nw_fit_data *data, size_t largest_width,
                     const nw_fit_judge *judge, const nw_fit_options *options);
void nw_fit_search_result_clear(nw_fit_search_result *result);

#endif
