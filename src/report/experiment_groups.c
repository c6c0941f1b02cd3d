#include "report/experiment_groups.h"

#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

/* ---- making groups ---- */

static nw_status read_study(nw_study *study, const char *text, const char *file, nw_error *error)
{
    json_error_t problem;
    json_t *object = json_loads(text, 0, &problem);
    if (object == NULL)
        return nw_fail(error, NW_BAD_INPUT, "%.200s: its study is no JSON: %s", file, problem.text);
    nw_status status = nw_study_read(study, &nw_experiment_kind, object, file, error);
    json_decref(object);
    return status;
}

static nw_status read_records(nw_experiment_groups *groups, const nw_rows *rows, const char *file, nw_error *error)
{
    nw_error problem;
    for (size_t i = 0; i < rows->count; i++) {
        if (rows->rows[i].record == NULL)
            continue;
        nw_status status = nw_experiment_record_read(&groups->records[i], rows->rows[i].record, &problem);
        if (status == NW_OK)
            status =
                nw_experiment_record_check(&groups->records[i], nw_experiment_job_at(&groups->study, i), &problem);
        if (status != NW_OK)
            return nw_fail(error, NW_BAD_INPUT, "%.200s: the record of job %zu cannot be read: %.700s", file, i,
                           problem.message);
        groups->done[i] = true;
        groups->jobs_done++;
    }
    return NW_OK;
}

static bool same_group(const nw_experiment_job *a, const nw_experiment_job *b)
{
    return a->type == b->type && a->value == b->value && a->method == b->method;
}

static void group_jobs(nw_experiment_groups *groups)
{
    for (size_t i = 0; i < groups->study.count; i++) {
        const nw_experiment_job *job = nw_experiment_job_at(&groups->study, i);
        nw_experiment_group *group = groups->count > 0 ? &groups->groups[groups->count - 1] : NULL;
        if (group == NULL || !same_group(group->job, job)) {
            groups->groups = nw_grow(groups->groups, groups->count + 1, sizeof *groups->groups);
            group = &groups->groups[groups->count++];
            *group = (nw_experiment_group){.job = job, .first = i};
        }
        const nw_experiment_record *record = &groups->records[i];
        group->repeats++;
        group->done += groups->done[i];
        group->diverged += groups->done[i] && record->diverged;
        group->moved += groups->done[i] && record->moved && !record->diverged;
    }
}

nw_status nw_experiment_groups_make(nw_experiment_groups *groups, const nw_rows *rows, const char *file,
                                    nw_error *error)
{
    *groups = (nw_experiment_groups){0};
    nw_status status = read_study(&groups->study, rows->study, file, error);
    if (status != NW_OK)
        return status;
    if (groups->study.count != rows->count || rows->count == 0)
        return nw_fail(error, NW_BAD_INPUT, "%.200s: the study has %zu jobs, and %zu are kept", file,
                       groups->study.count, rows->count);
    groups->setting = nw_experiment_job_at(&groups->study, 0)->setting;
    groups->records = nw_alloc(rows->count, sizeof *groups->records);
    groups->done = nw_alloc(rows->count, sizeof *groups->done);
    status = read_records(groups, rows, file, error);
    if (status == NW_OK)
        group_jobs(groups);
    return status;
}

void nw_experiment_groups_clear(nw_experiment_groups *groups)
{
    for (size_t i = 0; groups->records != NULL && i < groups->study.count; i++)
        nw_experiment_record_clear(&groups->records[i]);
    free(groups->records);
    free(groups->done);
    free(groups->groups);
    if (groups->study.kind != NULL)
        nw_study_clear(&groups->study);
    *groups = (nw_experiment_groups){0};
}

const nw_experiment_group *nw_experiment_group_find(const nw_experiment_groups *groups, unsigned type, long value,
                                                    nw_method method)
{
    for (size_t i = 0; i < groups->count; i++) {
        const nw_experiment_job *job = groups->groups[i].job;
        if (job->type == type && job->value == value && job->method == method)
            return &groups->groups[i];
    }
    return NULL;
}

/* ---- numbers of a group ---- */

static const nw_experiment_point *point_at(const nw_experiment_record *record, long epoch)
{
    if (epoch == NW_LAST_EPOCH)
        return record->point_count > 0 ? &record->points[record->point_count - 1] : NULL;
    for (size_t i = 0; i < record->point_count; i++)
        if (record->points[i].epoch == epoch)
            return &record->points[i];
    return NULL;
}

static double of_point(const nw_experiment_record *record, nw_experiment_number which, long epoch)
{
    const nw_experiment_point *point = point_at(record, epoch);
    if (point == NULL || record->diverged)
        return NAN;
    double value = which == NW_NUMBER_TEST ? point->test : which == NW_NUMBER_SECOND ? point->second : point->train;
    return isfinite(value) ? value : NAN;
}

double nw_experiment_number_of(const nw_experiment_record *record, nw_experiment_number which, long epoch)
{
    switch (which) {
    case NW_NUMBER_CONSTANT:
        return record->baselines.constant;
    case NW_NUMBER_WITHOUT_I:
        return record->baselines.without_i;
    case NW_NUMBER_LINEAR:
        return record->baselines.linear;
    case NW_NUMBER_SIGNAL:
        return record->baselines.signal;
    case NW_NUMBER_DEVIATION:
        return record->diverged ? NAN : record->output_deviation;
    default:
        return of_point(record, which, epoch);
    }
}

/* The number of one repeat; NaN when it is not done. */
static double of_repeat(const nw_experiment_groups *groups, const nw_experiment_group *group, size_t repeat,
                        nw_experiment_number which, long epoch)
{
    size_t job = group->first + repeat;
    return groups->done[job] ? nw_experiment_number_of(&groups->records[job], which, epoch) : NAN;
}

static nw_experiment_spread spread_of(const double *values, size_t count)
{
    if (count == 0)
        return (nw_experiment_spread){.mean = NAN, .deviation = NAN, .least = NAN, .most = NAN};
    nw_experiment_spread spread = {.count = count, .mean = gsl_stats_mean(values, 1, count), .deviation = NAN};
    if (count > 1)
        spread.deviation = gsl_stats_sd(values, 1, count);
    gsl_stats_minmax(&spread.least, &spread.most, values, 1, count);
    return spread;
}

nw_experiment_spread nw_experiment_group_spread(const nw_experiment_groups *groups, const nw_experiment_group *group,
                                                nw_experiment_number which, long epoch)
{
    double *values = nw_alloc(group->repeats, sizeof *values);
    size_t count = 0;
    for (size_t repeat = 0; repeat < group->repeats; repeat++) {
        double value = of_repeat(groups, group, repeat, which, epoch);
        if (isfinite(value))
            values[count++] = value;
    }
    nw_experiment_spread spread = spread_of(values, count);
    free(values);
    return spread;
}

const nw_experiment_record *nw_experiment_group_longest(const nw_experiment_groups *groups,
                                                        const nw_experiment_group *group)
{
    const nw_experiment_record *most = NULL;
    for (size_t job = group->first; job < group->first + group->repeats; job++) {
        const nw_experiment_record *record = &groups->records[job];
        if (groups->done[job] && !record->diverged && (most == NULL || record->point_count > most->point_count))
            most = record;
    }
    return most;
}

const char *nw_experiment_group_how(const nw_experiment_groups *groups, const nw_experiment_group *group)
{
    for (size_t job = group->first; job < group->first + group->repeats; job++)
        if (groups->done[job] && groups->records[job].baselines.how != NULL)
            return groups->records[job].baselines.how;
    return "";
}

/* ---- groups together ---- */

nw_experiment_pairs nw_experiment_group_pairs(const nw_experiment_groups *groups, const nw_experiment_group *group)
{
    nw_experiment_pairs pairs = {.difference = NAN, .deviation = NAN};
    const nw_experiment_group *other =
        group->job->method == NW_METHOD_HYPER
            ? nw_experiment_group_find(groups, group->job->type, group->job->value, NW_METHOD_EMBEDDING)
            : NULL;
    if (other == NULL)
        return pairs;
    double *differences = nw_alloc(group->repeats, sizeof *differences);
    for (size_t repeat = 0; repeat < group->repeats && repeat < other->repeats; repeat++) {
        double difference = of_repeat(groups, other, repeat, NW_NUMBER_TEST, NW_LAST_EPOCH) -
                            of_repeat(groups, group, repeat, NW_NUMBER_TEST, NW_LAST_EPOCH);
        if (!isfinite(difference))
            continue;
        pairs.better += difference > 0;
        differences[pairs.count++] = difference;
    }
    nw_experiment_spread spread = spread_of(differences, pairs.count);
    pairs.difference = spread.mean;
    pairs.deviation = spread.deviation;
    free(differences);
    return pairs;
}

/* The errors of a curve: rows are its groups in rising order of their value, columns repeats. */
typedef struct curve {
    const nw_experiment_groups *groups;
    const nw_experiment_group *members[NW_MOST_VALUES];
    size_t count;
} curve;

static curve curve_of(const nw_experiment_groups *groups, unsigned type, nw_method method)
{
    curve c = {.groups = groups};
    for (size_t i = 0; i < groups->count && c.count < NW_MOST_VALUES; i++) {
        const nw_experiment_group *group = &groups->groups[i];
        if (group->job->type != type || group->job->method != method)
            continue;
        size_t at = c.count++;
        for (; at > 0 && c.members[at - 1]->job->value > group->job->value; at--)
            c.members[at] = c.members[at - 1];
        c.members[at] = group;
    }
    return c;
}

/* The errors of a repeat over the axis; false when it lacks one. */
static bool errors_of(double *errors, const curve *c, size_t repeat)
{
    for (size_t i = 0; i < c->count; i++) {
        errors[i] = of_repeat(c->groups, c->members[i], repeat, NW_NUMBER_TEST, NW_LAST_EPOCH);
        if (!isfinite(errors[i]))
            return false;
    }
    return true;
}

static void correlate(nw_experiment_trend *trend, const curve *c)
{
    const double most_p = 0.05 + 1e-12; /* sums of shares round */
    double values[NW_MOST_VALUES], work[2 * NW_MOST_VALUES], sum = 0;
    double *errors = nw_alloc(c->members[0]->repeats * c->count, sizeof *errors);
    for (size_t i = 0; i < c->count; i++)
        values[i] = (double)c->members[i]->job->value;
    for (size_t repeat = 0; c->count > 1 && repeat < c->members[0]->repeats; repeat++) {
        double *row = errors + trend->repeats * c->count;
        if (!errors_of(row, c, repeat))
            continue;
        double correlation = gsl_stats_spearman(values, 1, row, 1, c->count, work);
        sum += isfinite(correlation) ? correlation : 0; /* all errors equal: no trend */
        trend->repeats++;
    }
    if (trend->repeats > 0) {
        trend->correlation = sum / (double)trend->repeats;
        trend->test = nw_page_test_of(errors, c->count, trend->repeats);
        trend->direction = trend->test.p <= most_p ? trend->test.direction : 0;
    }
    free(errors);
}

nw_experiment_trend nw_experiment_trend_of(const nw_experiment_groups *groups, unsigned type, nw_method method)
{
    nw_experiment_trend trend = {.at_first = NAN, .at_last = NAN, .correlation = NAN};
    curve c = curve_of(groups, type, method);
    if (c.count == 0)
        return trend;
    const nw_experiment_group *first = c.members[0], *last = c.members[c.count - 1];
    trend.values = c.count;
    trend.first = first->job->value;
    trend.last = last->job->value;
    trend.at_first = nw_experiment_group_spread(groups, first, NW_NUMBER_TEST, NW_LAST_EPOCH).mean;
    trend.at_last = nw_experiment_group_spread(groups, last, NW_NUMBER_TEST, NW_LAST_EPOCH).mean;
    correlate(&trend, &c);
    return trend;
}
