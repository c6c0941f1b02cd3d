/* One target: fit, let the certifier judge, refine the grid where the fit overlooked an error, certify the result. */
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/progress.h"
#include "base/random.h"
#include "certify/composed.h"
#include "rational.h"
#include "study/enclose.h"
#include "study/samples.h"
#include "study/width.h"

enum { JUDGE_BOXES = 400000, RECHECK_FACTOR = 5, OVERLOOKED = 16 };

/* ---- the judge ---- */

typedef struct search_state {
    const nw_target *target;
    nw_samples samples;
    double threshold; /* a double <= eps: error <= threshold proves error <= eps */
    nw_certify_options certify;
} search_state;

static nw_judgement judge(void *context, const nw_network *network, double error)
{
    search_state *state = context;
    (void)error;
    nw_enclosure enclosure;
    nw_error problem;
    /* With several inputs a proof is dear beside a look between the points, and one witness a proof teaches little. */
    if (state->samples.data.inputs > 1 &&
        nw_samples_add_overlooked(&state->samples, network, state->threshold, OVERLOOKED) > 0)
        return NW_MORE_DATA;
    if (nw_certify(&enclosure, network, state->target, &state->certify, &problem) != NW_OK)
        return NW_REJECTED;
    nw_judgement judgement = NW_REJECTED;
    if (enclosure.outcome == NW_PROVED) {
        judgement = NW_ACCEPTED;
    } else if (enclosure.outcome == NW_REFUTED) {
        nw_samples_add(&state->samples, enclosure.witness);
        judgement = NW_MORE_DATA;
    }
    nw_enclosure_clear(&enclosure);
    return judgement;
}

/* The grid is begun afresh for each search, so that a search does not depend on the ones before. */
static size_t search(nw_fit_search_result *found, search_state *state, const nw_width_options *options, unsigned factor,
                     uint64_t seed)
{
    nw_samples_clear(&state->samples);
    nw_samples_begin(&state->samples, state->target);
    nw_fit_options fit = options->fit;
    fit.goal = state->threshold;
    fit.starts *= factor;
    fit.seed = seed;
    fit.stop = options->stop;
    nw_fit_judge asked = {.judge = judge, .state = state};
    nw_fit_smallest(found, &state->samples.data, options->largest_width, &asked, &fit);
    return found->width;
}

/* ---- what is reported ---- */

static void report(nw_width_result *result, nw_network *network, const search_state *state,
                   const nw_width_options *options)
{
    nw_error error;
    result->network = network;
    result->width = network->layers[0].units;
    const nw_composite function = nw_composite_of_network(network);
    nw_status status = nw_enclose_within(&result->enclosure, &function, state->target, NULL, NULL, state->threshold,
                                         options->tolerance, options->keep_tree, options->stop, &error);
    /* Proven: the upper end is a proven bound of the error, and threshold <= eps. */
    bool proven = status == NW_OK && result->enclosure.upper <= state->threshold;
    result->outcome = proven ? NW_PROVED : NW_UNKNOWN;
    result->reason = proven ? NULL : "the enclosure of the network's error was not finished";
}

/* The exact bounds there are for ReLU networks of one hidden layer and piecewise linear targets of one input. */
static void bound_exactly(nw_width_result *result, const fmpq_t eps, const nw_width_options *options)
{
    const nw_fit_options *fit = &options->fit;
    nw_error error;
    if (fit->activation != NW_RELU || fit->hidden_layers != 1)
        return;
    /* Other targets are refused, and have no such bound. */
    nw_status status = nw_pieces_least(&result->pieces, result->target, eps, fit->output_bias, &error);
    result->has_pieces = status == NW_OK;
}

void nw_width_one(nw_width_result *result, const nw_target *target, const fmpq_t eps, const nw_width_options *options,
                  uint64_t index)
{
    double begun = nw_seconds();
    *result = (nw_width_result){.target = target, .outcome = NW_UNKNOWN};
    fmpq_init(result->eps);
    fmpq_set(result->eps, eps);
    search_state state = {.target = target, .threshold = nw_rational_below(eps), .certify = nw_certify_defaults()};
    state.certify.threshold = state.threshold;
    state.certify.most_boxes = JUDGE_BOXES;
    state.certify.stop = options->stop;
    nw_fit_search_result found;
    if (search(&found, &state, options, 1, nw_random_mix(options->fit.seed, index, 0)) != 0) {
        result->found_by = nw_fit_stage_words[found.best.found_by];
        report(result, found.best.network, &state, options);
        found.best.network = NULL;
    } else {
        result->reason = options->stop != NULL && *options->stop ? "it was interrupted"
                                                                 : "no network up to the largest width served";
    }
    result->restarts = found.restarts;
    bound_exactly(result, eps, options);
    nw_fit_search_result_clear(&found);
    result->seconds = nw_seconds() - begun;
    if (options->recheck && result->outcome == NW_PROVED) {
        result->width_again =
            search(&found, &state, options, RECHECK_FACTOR, nw_random_mix(options->fit.seed, index, 1));
        nw_fit_search_result_clear(&found);
    }
    nw_samples_clear(&state.samples);
}

void nw_width_result_clear(nw_width_result *result)
{
    fmpq_clear(result->eps);
    nw_network_free(result->network);
    nw_enclosure_clear(&result->enclosure);
    if (result->has_pieces)
        nw_pieces_clear(&result->pieces);
    *result = (nw_width_result){0};
}
