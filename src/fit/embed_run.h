/* One search for embedding methods: the points of all tasks, the shape at hand, candidates. */
#ifndef NW_FIT_EMBED_RUN_H
#define NW_FIT_EMBED_RUN_H

#include "fit/embed.h"
#include "fit/run.h"

/* Parameters in the model's order: the embedding's, then q's. */
typedef struct nw_embed_candidate {
    nw_fit_candidate fit;
    size_t k;
    const char *found_by;
} nw_embed_candidate;

typedef struct nw_embed_run {
    nw_fit_run fit;
    const nw_embed_data *data;
    const nw_embed_judge *judge;
    const nw_embed_options *options;
    nw_fit_tasks tasks; /* the shape at hand: k, parameters, e */
    size_t grid;        /* how many points every task began with, taken to be those of one grid; 0: they differ */
    unsigned restarts;
} nw_embed_run;

void nw_embed_run_begin(nw_embed_run *run, const nw_embed_data *data, const nw_embed_judge *judge,
                        const nw_embed_options *options);
void nw_embed_run_end(nw_embed_run *run);

/* The model of this width and k, and room for it. */
void nw_embed_run_shape(nw_embed_run *run, size_t width, size_t k);
static inline size_t nw_embed_run_inputs(const nw_embed_run *run)
{
    return run->fit.points.inputs;
}

/* Takes the last descent, asks the judge where it reaches the goal, refits where there are more data, and keeps it in
 * *to if it is better.  True when it was accepted. */
bool nw_embed_offer(nw_embed_run *run, nw_embed_candidate *to, const char *found_by);

void nw_embed_candidate_copy(nw_embed_candidate *to, const nw_embed_candidate *from);
void nw_embed_candidate_swap(nw_embed_candidate *a, nw_embed_candidate *b);
void nw_embed_candidate_clear(nw_embed_candidate *candidate);

/* The network of parameters in the shape at hand; the caller clears it. */
void nw_embed_run_network(nw_embed_network *network, const nw_embed_run *run, const double *parameters);

#endif
