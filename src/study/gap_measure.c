/* Measures g on the target as a function of all its inputs; the other methods come out unknown. */
#include "base/memory.h"
#include "rational.h"
#include "study/gap_job.h"
#include "study/width.h"

#include <math.h>
#include <string.h>

/* eps itself, or theta times the amplitude of the target. */
static void set_eps(fmpq_t eps, const nw_gap_job *job, const nw_target *target)
{
    fmpq_t amplitude;
    arf_t exact;
    fmpq_set(eps, job->goal);
    if (!job->goal_is_theta)
        return;
    fmpq_init(amplitude);
    arf_init(exact);
    arf_set_d(exact, nw_target_amplitude(target));
    arf_get_fmpq(amplitude, exact);
    fmpq_mul(eps, eps, amplitude);
    arf_clear(exact);
    fmpq_clear(amplitude);
}

static bool is_served(const nw_gap_job *job, const nw_target *target)
{
    static const char *const families[] = {"bump", "step", "trig", "tanhnet"};
    bool known = false;
    for (size_t i = 0; i < sizeof families / sizeof families[0]; i++)
        known = known || strcmp(nw_target_family(target), families[i]) == 0;
    return known && job->method == NW_GAP_G;
}

static void measure_width(nw_gap_record *record, const nw_gap_job *job, const nw_target *target,
                          const volatile bool *stop)
{
    nw_width_result found;
    nw_width_options options = nw_width_defaults();
    options.fit.activation = job->activation;
    options.fit.hidden_layers = job->hidden_layers;
    options.fit.output_bias = job->output_bias;
    options.fit.starts = job->starts;
    options.fit.seed = job->seed;
    options.largest_width = job->largest_width;
    options.stop = stop;
    nw_width_one(&found, target, record->eps, &options, 0);
    record->outcome = found.outcome;
    if (found.network != NULL) {
        record->points = nw_alloc(1, sizeof *record->points);
        record->point_count = 1;
        record->points[0] = (nw_gap_point){.width = found.width,
                                           .parameters = found.network->parameter_count,
                                           .connections = found.network->parameter_count,
                                           .l1 = NAN,
                                           .l2 = NAN,
                                           .outcome = found.outcome,
                                           .lower = found.enclosure.lower,
                                           .upper = found.enclosure.upper};
    }
    if (found.outcome == NW_PROVED)
        record->fewest_parameters = record->fewest_connections = 0;
    else
        record->reason = nw_copy_text(found.reason);
    nw_width_result_clear(&found);
}

nw_status nw_gap_measure(nw_gap_record *record, const nw_gap_job *job, const volatile bool *stop, nw_error *error)
{
    nw_target *target;
    nw_status status = nw_target_parse(&target, job->target, error);
    if (status != NW_OK)
        return status;
    *record =
        (nw_gap_record){.outcome = NW_UNKNOWN, .fewest_parameters = SIZE_MAX, .fewest_connections = SIZE_MAX};
    fmpq_init(record->eps);
    set_eps(record->eps, job, target);
    if (is_served(job, target))
        measure_width(record, job, target, stop);
    else
        record->reason = nw_copy_text("this method is not measured for this family of targets");
    nw_target_free(target);
    return NW_OK;
}
