/* The measurement of one job of a gap study. */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "rational.h"
#include "study/gap_job.h"
#include "study/q_width.h"

static nw_fit_options fit_of(const nw_gap_job *job, const volatile bool *stop)
{
    nw_fit_options fit = nw_fit_defaults();
    fit.activation = job->activation;
    fit.hidden_layers = job->hidden_layers;
    fit.output_bias = job->output_bias;
    fit.starts = job->starts;
    fit.seed = job->seed;
    fit.stop = stop;
    return fit;
}

static nw_status measure_g(nw_gap_record *record, const nw_gap_job *job, nw_tasks *tasks, const volatile bool *stop,
                           nw_error *error)
{
    nw_g_result found;
    nw_fit_options fit = fit_of(job, stop);
    nw_status status = nw_g_width(&found, tasks, record->eps, &fit, job->largest_width,
                                  nw_q_defaults().tolerance, false, error);
    if (status == NW_OK && found.outcome == NW_PROVED) {
        record->outcome = NW_PROVED;
        record->points = nw_alloc(1, sizeof *record->points);
        record->point_count = 1;
        record->points[0] = (nw_gap_point){.width = found.width,
                                           .parameters = found.parameters,
                                           .connections = found.parameters,
                                           .l1 = NAN,
                                           .l2 = NAN,
                                           .outcome = NW_PROVED,
                                           .lower = found.lower,
                                           .upper = found.upper};
        record->fewest_parameters = record->fewest_connections = 0;
    } else if (status == NW_OK)
        record->reason = nw_copy_text(found.reason);
    record->seconds = found.seconds;
    nw_g_result_clear(&found);
    return status;
}

/* A cap: an exact number rounded down, or none. */
static nw_status read_cap(double *cap, const char *text, const char *name, nw_error *error)
{
    fmpq_t value;
    *cap = INFINITY;
    if (text[0] == '\0')
        return NW_OK;
    fmpq_init(value);
    nw_status status = nw_rational_parse(value, text, error);
    if (status == NW_OK) {
        *cap = nw_rational_below(value);
        if (!(*cap > 0))
            status = nw_fail(error, NW_BAD_INPUT, "%s is %.60s; it must be a number above 0", name, text);
    }
    fmpq_clear(value);
    return status;
}

static nw_status measure_q(nw_gap_record *record, const nw_gap_job *job, nw_tasks *tasks, const volatile bool *stop,
                           nw_error *error)
{
    nw_q_result found;
    nw_q_options options = nw_q_defaults();
    options.embed.fit = fit_of(job, stop);
    options.embed.embedding = job->method == NW_GAP_Q_FREE       ? NW_EMBED_FREE
                              : job->method == NW_GAP_Q_IDENTITY ? NW_EMBED_PLACE
                                                                 : NW_EMBED_NETWORK;
    options.embed.k_least = job->k_least;
    options.embed.k_most = job->k_most;
    options.embed.largest_width = job->largest_width;
    nw_status status = read_cap(&options.embed.l1, job->l1, "l1", error);
    if (status == NW_OK)
        status = read_cap(&options.embed.l2, job->l2, "l2", error);
    if (status != NW_OK)
        return status;
    status = nw_q_width(&found, tasks, record->eps, &options, error);
    record->outcome = found.outcome;
    record->reason = status == NW_OK && found.reason != NULL ? nw_copy_text(found.reason) : NULL;
    record->points = nw_alloc(found.count > 0 ? found.count : 1, sizeof *record->points);
    record->point_count = found.count;
    for (size_t i = 0; i < found.count; i++) {
        const nw_q_method *method = &found.methods[i];
        record->points[i] = (nw_gap_point){.k = method->network.k,
                                           .width = method->network.width,
                                           .parameters = method->parameters,
                                           .connections = method->connections,
                                           .l1 = method->l1,
                                           .l2 = method->l2,
                                           .outcome = method->outcome,
                                           .lower = method->lower,
                                           .upper = method->upper};
    }
    record->fewest_parameters = found.fewest_parameters;
    record->fewest_connections = found.fewest_connections;
    record->seconds = found.seconds;
    nw_q_result_clear(&found);
    return status;
}

nw_status nw_gap_measure(nw_gap_record *record, const nw_gap_job *job, const volatile bool *stop, nw_error *error)
{
    nw_target *target;
    nw_tasks tasks;
    *record =
        (nw_gap_record){.outcome = NW_UNKNOWN, .fewest_parameters = SIZE_MAX, .fewest_connections = SIZE_MAX};
    fmpq_init(record->eps);
    nw_status status = nw_target_parse(&target, job->target, error);
    if (status != NW_OK)
        return status;
    fmpq_set(record->eps, job->goal);
    if (job->goal_is_theta)
        nw_target_fraction(record->eps, target, job->goal);
    status = nw_tasks_set(&tasks, job->tasks, target, job->m1, job->m2, error);
    if (status == NW_OK && job->method == NW_GAP_G)
        status = measure_g(record, job, &tasks, stop, error);
    else if (status == NW_OK)
        status = measure_q(record, job, &tasks, stop, error);
    nw_tasks_clear(&tasks);
    nw_target_free(target);
    return status;
}
