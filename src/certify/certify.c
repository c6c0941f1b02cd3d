#include "certify/certify.h"

#include <fenv.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/progress.h"
#include "certify/composed.h"
#include "certify/search.h"

_Static_assert((FLT_EVAL_METHOD == 0 || FLT_EVAL_METHOD == 16) && DBL_MANT_DIG == 53,
               "the proofs of rounding.md are about binary64");

nw_certify_options nw_certify_defaults(void)
{
    return (nw_certify_options){.tolerance = 0.01, .most_boxes = 20000000, .precision = 128};
}

static nw_status check_function(const nw_composite *composite, const nw_target *target, nw_error *error)
{
    size_t inputs = composite->m1 + composite->m2;
    if (composite->primary->outputs != 1)
        return nw_fail(error, NW_BAD_INPUT, "the network has %zu outputs; a certificate is about one",
                       composite->primary->outputs);
    if (inputs != (size_t)nw_target_inputs(target))
        return nw_fail(error, NW_BAD_INPUT, "inputs do not match: the network has %zu, the target %.200s has %d",
                       inputs, nw_target_word(target), nw_target_inputs(target));
    if (inputs > NW_MOST_INPUTS)
        return nw_fail(error, NW_BAD_INPUT, "the network has %zu inputs; certified are at most %d", inputs,
                       NW_MOST_INPUTS);
    nw_status status = nw_network_check_finite(composite->primary, error);
    if (status == NW_OK && composite->task != NULL)
        status = nw_network_check_finite(composite->task, error);
    return status;
}

static nw_status check_box(const nw_certify_options *options, int inputs, nw_error *error)
{
    if ((options->low == NULL) != (options->high == NULL))
        return nw_fail(error, NW_BAD_INPUT, "the domain has one end; both are needed");
    for (int i = 0; options->low != NULL && i < inputs; i++)
        if (!(options->low[i] >= -1 && options->low[i] <= options->high[i] && options->high[i] <= 1))
            return nw_fail(error, NW_BAD_INPUT, "the domain is [%g, %g] along axis %d; it must lie in [-1, 1]",
                           options->low[i], options->high[i], i + 1);
    return NW_OK;
}

static nw_status check_options(const nw_certify_options *options, nw_error *error)
{
    if (!(options->tolerance > 0 && options->tolerance < INFINITY))
        return nw_fail(error, NW_BAD_INPUT, "the tolerance is %g; it must be a number above 0", options->tolerance);
    if (!(options->threshold >= 0 && options->threshold < INFINITY))
        return nw_fail(error, NW_BAD_INPUT, "the threshold is %g; it must be a number above 0", options->threshold);
    if (options->precision < 32 || options->precision > 1024)
        return nw_fail(error, NW_BAD_INPUT, "the precision is %ld bits; it must be 32 to 1024",
                       (long)options->precision);
    return NW_OK;
}

static void decide(nw_enclosure *enclosure, const nw_search *search)
{
    const nw_certify_options *options = search->options;
    /* Proven for every box when it was bounded; nothing was taken away since. */
    double largest = nw_search_upper(search);
    enclosure->reason = NULL;
    if (options->threshold > 0) {
        if (enclosure->lower > options->threshold) {
            enclosure->outcome = NW_REFUTED;
            enclosure->upper = largest;
        } else if (largest <= options->threshold) {
            enclosure->outcome = NW_PROVED;
            /* Room for who checks it with other bounds, where there is some. */
            double roomy = largest * (1 + 0x1p-7);
            enclosure->upper = roomy < options->threshold ? roomy : options->threshold;
        } else {
            enclosure->outcome = NW_UNKNOWN;
            enclosure->upper = largest;
        }
    } else {
        enclosure->upper = largest > search->limit ? largest : search->limit;
        /* fl((1 + tol) lo) is at most two units above: two steps down. */
        double asked = nextafter(nextafter((1 + options->tolerance) * enclosure->lower, 0), 0);
        enclosure->outcome = enclosure->upper <= asked || enclosure->upper == 0 ? NW_PROVED : NW_UNKNOWN;
    }
    if (!(enclosure->lower <= enclosure->upper)) {
        /* Both are proven: only a defect leads here, and then neither is to be believed. */
        enclosure->outcome = NW_UNKNOWN;
        enclosure->lower = 0;
        enclosure->upper = INFINITY;
        enclosure->reason = "the bounds contradict each other, which is a defect of this program: please report it";
        return;
    }
    if (enclosure->outcome == NW_UNKNOWN)
        enclosure->reason = search->reason != NULL ? search->reason
                            : search->coarse       ? "the error is too small to be told from 0"
                                                   : "the bounds are as close as they become";
}

/* The cuts go over to the enclosure. */
static void keep_tree(nw_enclosure *enclosure, nw_search *search)
{
    nw_growing_tree_write(&enclosure->tree, &search->tree);
    for (int axis = 0; axis < search->region.inputs; axis++) {
        enclosure->tree.cuts[axis] = search->cells.cuts[axis];
        enclosure->tree.cut_count[axis] = search->cells.cut_count[axis];
        search->cells.cuts[axis] = NULL;
    }
}

nw_status nw_certify(nw_enclosure *enclosure, const nw_network *network, const nw_target *target,
                     const nw_certify_options *options, nw_error *error)
{
    const nw_composite composite = nw_composite_of_network(network);
    return nw_certify_composite(enclosure, &composite, target, options, error);
}

nw_status nw_certify_composite(nw_enclosure *enclosure, const nw_composite *composite, const nw_target *target,
                               const nw_certify_options *options, nw_error *error)
{
    memset(enclosure, 0, sizeof *enclosure);
    nw_status status = check_function(composite, target, error);
    if (status == NW_OK)
        status = check_options(options, error);
    if (status == NW_OK)
        status = check_box(options, nw_target_inputs(target), error);
    if (status != NW_OK)
        return status;

    /* Rounding to nearest, subnormal numbers and no traps, whatever the caller had set: the proofs need the first
     * two. */
    fenv_t environment;
    fegetenv(&environment);
    fesetenv(FE_DFL_ENV);

    nw_search search;
    nw_search_begin(&search, composite, target, options);
    nw_search_run(&search);
    enclosure->lower = search.lower;
    memcpy(enclosure->witness, search.witness, sizeof enclosure->witness);
    memcpy(enclosure->low, search.region.low, sizeof enclosure->low);
    memcpy(enclosure->high, search.region.high, sizeof enclosure->high);
    enclosure->boxes = search.boxes;
    enclosure->arb_boxes = search.arb_boxes;
    decide(enclosure, &search);
    if (options->keep_tree && enclosure->upper < INFINITY)
        keep_tree(enclosure, &search);
    enclosure->seconds = nw_seconds() - search.begun;
    nw_search_end(&search);

    fesetenv(&environment);
    return NW_OK;
}

void nw_enclosure_clear(nw_enclosure *enclosure)
{
    for (int axis = 0; axis < NW_MOST_INPUTS; axis++)
        free(enclosure->tree.cuts[axis]);
    free(enclosure->tree.symbols);
    enclosure->tree = (nw_tree){0};
}
