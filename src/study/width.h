/* The smallest width of g: how many units a one-hidden-layer network (or two layers of equal width) needs for a proven
 * sup-norm error <= eps on a target.  What is found is an upper bound of the minimal width; each width comes with the
 * network that attains it and an enclosure of its error. */
#ifndef NW_STUDY_WIDTH_H
#define NW_STUDY_WIDTH_H

#include "certify/certify.h"
#include "fit/fit.h"
#include "study/pieces.h"

typedef struct nw_width_options {
    nw_fit_options fit;        /* goal is not read; the seed of target i is mixed from fit.seed and i */
    size_t largest_width;      /* tried */
    double tolerance;          /* of the enclosure that is reported */
    bool recheck;              /* search again with five times the starts and other seeds */
    bool keep_tree;            /* for certificates */
    size_t threads;            /* 0: all cores */
    bool quiet;                /* no progress line */
    const volatile bool *stop; /* may be NULL */
} nw_width_options;

nw_width_options nw_width_defaults(void);

typedef struct nw_width_result {
    const nw_target *target; /* the caller's */
    fmpq_t eps;              /* exact */
    nw_outcome outcome;      /* NW_PROVED: error of `network` <= eps; NW_UNKNOWN: no network was found or proven */
    const char *reason;      /* of NW_UNKNOWN */
    size_t width;
    nw_network *network; /* NULL without one */
    nw_enclosure enclosure;
    const char *found_by; /* a stage of the fit */
    unsigned restarts;
    double seconds;
    size_t width_again; /* with recheck: the width that five times the starts found */
    bool has_pieces;    /* ReLU, one hidden layer, a piecewise linear target of one input */
    nw_pieces pieces;
} nw_width_result;

/* One target; results depend on the arguments alone (index tells the job apart from others of the same seed). */
void nw_width_one(nw_width_result *result, const nw_target *target, const fmpq_t eps, const nw_width_options *options,
                  uint64_t index);

/* Many, over threads, with a progress line: results[i] for targets[i] and eps[i].  False when stopped early; the
 * results of targets left out then have the outcome NW_UNKNOWN. */
bool nw_width_many(nw_width_result *results, const nw_target *const *targets, const fmpq *eps, size_t count,
                   const nw_width_options *options);

void nw_width_result_clear(nw_width_result *result);

typedef struct nw_width_summary {
    size_t count, found; /* targets, and those with a width */
    double median, mean; /* of the widths found; NaN without any */
    size_t least, most;
    double median_parameters;
    size_t rechecked, moved; /* targets searched again, and widths that changed */
    size_t bounded, minimal; /* targets with an exact lower bound, and widths that meet it */
} nw_width_summary;

void nw_width_summarise(nw_width_summary *summary, const nw_width_result *results, size_t count);

#endif
