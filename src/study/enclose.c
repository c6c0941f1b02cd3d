#include "study/enclose.h"

nw_status nw_enclose_within(nw_enclosure *enclosure, const nw_composite *function, const nw_target *target,
                            const double *low, const double *high, double threshold, double tolerance, bool keep_tree,
                            const volatile bool *stop, nw_error *error)
{
    nw_certify_options certify = nw_certify_defaults();
    certify.tolerance = tolerance;
    certify.keep_tree = keep_tree;
    certify.low = low;
    certify.high = high;
    certify.stop = stop;
    nw_status status = nw_certify_composite(enclosure, function, target, &certify, error);
    if (status != NW_OK || enclosure->upper <= threshold)
        return status;
    nw_enclosure_clear(enclosure);
    certify.threshold = threshold;
    return nw_certify_composite(enclosure, function, target, &certify, error);
}
