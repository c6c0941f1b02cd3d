#include "cli/work.h"

#include <cblas.h>
#include <gsl/gsl_errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "rational.h"
#include "report/json.h"

void nw_work_prepare(void)
{
    openblas_set_num_threads(1);
    gsl_set_error_handler_off();
}

nw_status nw_work_target(nw_target **target, const nw_options *options, nw_error *error)
{
    if (options->work.target == NULL)
        return nw_fail(error, NW_BAD_INPUT, "which target? give one, such as --target bump:r=1,M=8,signs=seed:7");
    return nw_target_parse(target, options->work.target, error);
}

/* ---- numbers ---- */

static nw_status positive(fmpq_t value, const char *name, const char *text, nw_error *error)
{
    nw_error problem;
    if (nw_rational_parse(value, text, &problem) != NW_OK)
        return nw_fail(error, NW_BAD_INPUT, "--%s: %s", name, problem.message);
    if (fmpq_sgn(value) <= 0)
        return nw_fail(error, NW_BAD_INPUT, "--%s %.40s: expected a number > 0", name, text);
    return NW_OK;
}

nw_status nw_work_error(fmpq_t eps, bool *given, bool required, const nw_target *target, const nw_options *options,
                        nw_error *error)
{
    const nw_work_options *work = &options->work;
    *given = work->eps != NULL || work->theta != NULL;
    if (work->eps != NULL && work->theta != NULL)
        return nw_fail(error, NW_BAD_INPUT, "--eps and --theta both say the error to reach; give one of them");
    if (!*given && required)
        return nw_fail(error, NW_BAD_INPUT, "which error? give --eps E, or --theta F for a fraction of the amplitude");
    if (!*given)
        return NW_OK;
    bool fraction = work->theta != NULL;
    nw_status status = positive(eps, fraction ? "theta" : "eps", fraction ? work->theta : work->eps, error);
    if (status == NW_OK && fraction)
        nw_target_fraction(eps, target, eps);
    return status;
}

nw_status nw_work_goal(fmpq_t eps, bool *given, bool required, const nw_target *target, const nw_options *options,
                       nw_error *error)
{
    const nw_work_options *work = &options->work;
    /* Fits in double do not come closer than this to a target, whatever the width. */
    const double reach = 1e-6 * nw_target_amplitude(target);
    bool fraction = work->theta != NULL;
    nw_status status = nw_work_error(eps, given, required, target, options, error);
    if (status == NW_OK && *given && !(nw_rational_below(eps) >= reach))
        return nw_fail(error, NW_BAD_INPUT,
                       "--%s %.40s: fits in double precision do not reach below %.3g here; give more",
                       fraction ? "theta" : "eps", fraction ? work->theta : work->eps, reach);
    return status;
}

nw_status nw_work_split(size_t *m1, size_t *m2, const nw_target *target, long most, const nw_options *options,
                        nw_error *error)
{
    long of_x = options->work.m1, of_task = options->work.m2, own = nw_target_m1(target);
    long inputs = nw_target_inputs(target);
    const char *word = nw_target_word(target);
    if (inputs < 2 || inputs > most)
        return nw_fail(error, NW_BAD_INPUT, "%.200s has %ld input%s: expected 2 to %ld, those of x and of the task",
                       word, inputs, inputs == 1 ? "" : "s", most);
    if (of_x == 0 && of_task == 0 && own == inputs && inputs > 2)
        return nw_fail(error, NW_BAD_INPUT,
                       "%.200s: how many of its %ld inputs are x, and how many the task's? give --m1", word, inputs);
    if (of_x == 0)
        of_x = of_task > 0 ? inputs - of_task : own < inputs ? own : 1;
    if (of_task == 0)
        of_task = inputs - of_x;
    if (of_x < 1 || of_task < 1 || of_x + of_task != inputs)
        return nw_fail(error, NW_BAD_INPUT,
                       "%.200s has %ld inputs: expected --m1 and --m2, 1 or more, that add up to %ld", word, inputs,
                       inputs);
    *m1 = (size_t)of_x;
    *m2 = (size_t)of_task;
    return NW_OK;
}

nw_status nw_work_scales(long *scales, size_t *count, size_t most, const nw_options *options, nw_error *error)
{
    enum { LARGEST = 4096 };
    const char *text = options->work.scales, *at = text;
    *count = 0;
    for (;;) {
        char *end;
        long first = strtol(at, &end, 10), last = first;
        bool readable = *at >= '0' && *at <= '9';
        if (readable && *end == ':') {
            at = end + 1;
            readable = *at >= '0' && *at <= '9';
            last = strtol(at, &end, 10);
        }
        if (!readable || first < 1 || last < first || last > LARGEST || (*end != ',' && *end != '\0') ||
            (size_t)(last - first) >= most - *count)
            return nw_fail(error, NW_BAD_INPUT,
                           "--scales %.60s: expected integers from 1 to %d, such as 2,3,4 or 2:16, "
                           "at most %zu",
                           text, LARGEST, most);
        while (first <= last)
            scales[(*count)++] = first++;
        if (*end == '\0')
            return NW_OK;
        at = end + 1;
    }
}

nw_status nw_work_positive(double *value, const char *name, const char *text, nw_error *error)
{
    fmpq_t exact;
    fmpq_init(exact);
    nw_status status = positive(exact, name, text, error);
    if (status == NW_OK)
        *value = nw_rational_below(exact);
    fmpq_clear(exact);
    return status;
}

nw_status nw_work_tolerance(double *tolerance, const nw_options *options, nw_error *error)
{
    if (options->work.tolerance == NULL)
        return NW_OK;
    nw_status status = nw_work_positive(tolerance, "tol", options->work.tolerance, error);
    if (status == NW_OK && !(*tolerance >= 1e-12))
        return nw_fail(error, NW_BAD_INPUT, "--tol %.40s: expected at least 1e-12", options->work.tolerance);
    return status;
}

/* The number in text[0 .. length). */
static nw_status read_end(fmpq_t value, const char *text, size_t length, nw_error *error)
{
    char *copy = nw_format("%.*s", (int)length, text);
    nw_error problem;
    nw_status status = nw_rational_parse(value, copy, &problem);
    free(copy);
    return status == NW_OK ? NW_OK : nw_fail(error, NW_BAD_INPUT, "--domain: %s", problem.message);
}

/* One axis: LOW:HIGH or a number. */
static nw_status read_ends(double *low, double *high, const char *text, size_t length, nw_error *error)
{
    const char *colon = memchr(text, ':', length);
    size_t first = colon != NULL ? (size_t)(colon - text) : length;
    fmpq_t a, b;
    fmpq_init(a);
    fmpq_init(b);
    nw_status status = read_end(a, text, first, error);
    if (status == NW_OK && colon != NULL)
        status = read_end(b, colon + 1, length - first - 1, error);
    else
        fmpq_set(b, a);
    if (status == NW_OK && (fmpq_cmp_si(a, -1) < 0 || fmpq_cmp(a, b) > 0 || fmpq_cmp_si(b, 1) > 0))
        status = nw_fail(error, NW_BAD_INPUT, "--domain %.*s: expected LOW:HIGH with -1 <= LOW <= HIGH <= 1",
                         (int)length, text);
    if (status == NW_OK) {
        *low = nw_rational_below(a);
        fmpq_neg(b, b);
        *high = -nw_rational_below(b);
    }
    fmpq_clear(a);
    fmpq_clear(b);
    return status;
}

nw_status nw_work_domain(double *low, double *high, bool *given, int inputs, const nw_options *options,
                         nw_error *error)
{
    const char *text = options->work.domain, *at = text;
    int axes = 0;
    *given = text != NULL;
    if (text == NULL)
        return NW_OK;
    for (bool more = true; more; axes++) {
        size_t length = strcspn(at, ",");
        more = at[length] == ',';
        if (axes < inputs) {
            nw_status status = read_ends(&low[axes], &high[axes], at, length, error);
            if (status != NW_OK)
                return status;
        }
        at += length + more;
    }
    if (axes == inputs)
        return NW_OK;
    return nw_fail(error, NW_BAD_INPUT, "--domain %.60s has %d %s, and the target %d %s: give LOW:HIGH for each", text,
                   axes, axes == 1 ? "axis" : "axes", inputs, inputs == 1 ? "input" : "inputs");
}

nw_fit_options nw_work_fit(const nw_options *options)
{
    const nw_work_options *work = &options->work;
    nw_fit_options fit = nw_fit_defaults();
    fit.activation = work->activation;
    fit.hidden_layers = (size_t)work->hidden_layers;
    fit.output_bias = !work->no_output_bias;
    fit.starts = (unsigned)work->starts;
    fit.polish = !work->no_polish;
    fit.seed = work->seed;
    return fit;
}

nw_status nw_work_read_widths(nw_width_groups *groups, const nw_options *options, nw_error *error)
{
    if (options->operand_count < 2)
        return nw_fail(error, NW_BAD_INPUT, "which results? give JSON files that 'nwidth width g --format json' wrote");
    nw_status status = NW_OK;
    for (size_t i = 1; status == NW_OK && i < options->operand_count; i++)
        status = nw_width_groups_read(groups, options->operands[i], error);
    if (status == NW_OK && groups->count == 0)
        return nw_fail(error, NW_BAD_INPUT, "%.200s: there are no results in it", options->operands[1]);
    return status;
}

nw_status nw_work_read_gap(nw_work_gap *gap, nw_context *context, const nw_options *options, nw_error *error)
{
    *gap = (nw_work_gap){0};
    if (options->operand_count != 2)
        return nw_fail(error, NW_BAD_INPUT, "%s %s takes one file, the SQLite file that 'nwidth gap --out FILE' keeps",
                       options->command->name, options->operands[0]);
    nw_status status = nw_gap_rows_read(&gap->rows, options->operands[1], error);
    if (status == NW_OK && gap->rows.count == 0)
        return nw_fail(error, NW_BAD_INPUT, "%.200s: the study has no jobs", options->operands[1]);
    if (status == NW_OK)
        status = nw_gap_groups_make(&gap->groups, &gap->rows, error);
    if (status == NW_OK)
        nw_gap_bounds_make(&gap->bounds, &gap->groups, context);
    return status;
}

void nw_work_clear_gap(nw_work_gap *gap)
{
    nw_gap_bounds_clear(&gap->bounds);
    nw_gap_groups_clear(&gap->groups);
    nw_gap_rows_clear(&gap->rows);
}

json_t *nw_work_provenance(const nw_options *options)
{
    const nw_origin *origin = nw_options_origin(options);
    return origin != NULL ? nw_json_head(origin) : NULL;
}

nw_status nw_work_read_experiment(nw_experiment_groups *groups, const char *file, nw_error *error)
{
    nw_rows rows;
    *groups = (nw_experiment_groups){0};
    nw_status status = nw_rows_read(&rows, file, &nw_experiment_kind, error);
    if (status != NW_OK)
        return status;
    status = nw_experiment_groups_make(groups, &rows, file, error);
    nw_rows_clear(&rows);
    return status;
}
