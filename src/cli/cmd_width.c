/* nwidth width g --target T --eps E: the smallest width found whose error is proven to be at most eps; width q is in
 * width_q.c. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/output.h"
#include "certify/certificate.h"
#include "cli/save.h"
#include "cli/target_list.h"
#include "cli/width_q.h"
#include "net/network_file.h"
#include "report/width_report.h"

typedef struct width_job {
    nw_target_list list;
    nw_width_options how;
    nw_width_result *results;        /* NULL before the search */
    char **networks, **certificates; /* files written */
} width_job;

/* ---- what was asked for ---- */

static nw_status check_operands(const nw_options *options, nw_error *error)
{
    if (options->operand_count == 0)
        return nw_fail(error, NW_BAD_INPUT, "the width of what? write 'nwidth width g' or 'nwidth width q'");
    if (strcmp(options->operands[0], "g") != 0)
        return nw_fail(error, NW_BAD_INPUT,
                       "'%.60s': width knows g, the primary network of a hypernetwork, and q, that of an embedding "
                       "method",
                       options->operands[0]);
    if (options->operand_count > 1)
        return nw_fail(error, NW_BAD_INPUT, "width takes one operand, not also '%.60s'", options->operands[1]);
    return NW_OK;
}

/* What only q reads would be taken for granted in a result of g. */
static nw_status check_options(const nw_options *options, nw_error *error)
{
    static const char *const of_q[] = {"m1", "m2", "embedding", "k", "tasks", "l1", "l2"};
    for (size_t i = 0; i < sizeof of_q / sizeof of_q[0]; i++)
        if (nw_options_given(options, of_q[i]))
            return nw_fail(error, NW_BAD_INPUT, "--%s is of width q; width g fits the target over all its inputs",
                           of_q[i]);
    return NW_OK;
}

static nw_status prepare(width_job *job, const nw_options *options, nw_error *error)
{
    nw_status status = check_operands(options, error);
    job->how = nw_width_defaults();
    if (status == NW_OK)
        status = check_options(options, error);
    if (status == NW_OK)
        status = nw_work_tolerance(&job->how.tolerance, options, error);
    if (status == NW_OK)
        status = nw_target_list_read(&job->list, options, error);
    const nw_work_options *work = &options->work;
    job->how.fit = nw_work_fit(options);
    job->how.largest_width = (size_t)work->largest_width;
    job->how.recheck = work->recheck;
    job->how.keep_tree = work->save != NULL;
    job->how.threads = (size_t)work->threads;
    job->how.quiet = options->quiet;
    return status;
}

/* ---- the files of --save ---- */

static nw_status save_one(width_job *job, size_t index, const char *method, const nw_options *options, nw_error *error)
{
    const nw_width_result *result = &job->results[index];
    if (result->network == NULL)
        return NW_OK;
    char *stem = nw_save_stem(options->work.save, method, index + 1, nw_target_word(result->target));
    job->networks[index] = nw_format("%s.json", stem);
    nw_status status = nw_network_write(result->network, nw_work_provenance(options), job->networks[index], error);
    if (status == NW_OK && isfinite(result->enclosure.upper)) {
        job->certificates[index] = nw_format("%s.cert.json", stem);
        status = nw_certificate_write(&result->enclosure, result->network, result->target, nw_work_provenance(options),
                                      job->certificates[index], error);
    }
    free(stem);
    return status;
}

static nw_status save_all(width_job *job, const nw_options *options, nw_error *error)
{
    if (options->work.save == NULL)
        return NW_OK;
    nw_status status = NW_OK;
    job->networks = nw_alloc(job->list.count, sizeof *job->networks);
    job->certificates = nw_alloc(job->list.count, sizeof *job->certificates);
    for (size_t i = 0; status == NW_OK && i < job->list.count; i++)
        status = save_one(job, i, options->operands[0], options, error);
    return status;
}

/* ---- running ---- */

static int search(width_job *job, nw_output *output, const nw_options *options, nw_error *error)
{
    job->results = nw_alloc(job->list.count, sizeof *job->results);
    nw_width_many(job->results, (const nw_target *const *)job->list.targets, job->list.eps, job->list.count, &job->how);
    nw_status status = save_all(job, options, error);
    if (status != NW_OK) {
        nw_output_discard(output);
        return nw_give_up(error);
    }
    nw_width_summary summary;
    nw_width_summarise(&summary, job->results, job->list.count);
    nw_width_report report = {.method = options->operands[0],
                              .results = job->results,
                              .count = job->list.count,
                              .networks = job->networks,
                              .certificates = job->certificates,
                              .fit = &job->how.fit,
                              .summary = &summary,
                              .origin = nw_options_origin(options),
                              .digits = options->digits};
    nw_width_report_write(output->stream, &report, options->style, options->quiet);
    if (nw_output_finish(output, error) != NW_OK)
        return nw_give_up(error);
    return summary.found == job->list.count ? 0 : NW_EXIT_UNKNOWN;
}

static void free_texts(char **texts, size_t count)
{
    for (size_t i = 0; texts != NULL && i < count; i++)
        free(texts[i]);
    free(texts);
}

static void clear(width_job *job)
{
    for (size_t i = 0; job->results != NULL && i < job->list.count; i++)
        nw_width_result_clear(&job->results[i]);
    free(job->results);
    free_texts(job->networks, job->list.count);
    free_texts(job->certificates, job->list.count);
    nw_target_list_clear(&job->list);
}

static int run(const nw_options *options)
{
    nw_error error;
    nw_output output;
    width_job job = {0};
    nw_work_prepare();
    if (options->operand_count > 0 && strcmp(options->operands[0], "q") == 0)
        return nw_width_q(options);
    nw_status status = prepare(&job, options, &error);
    /* What cannot be written is said before the work, and the folder is not made for a file that cannot be. */
    if (status == NW_OK)
        status = nw_output_open(&output, options->output, &error);
    if (status == NW_OK && options->work.save != NULL && (status = nw_save_folder(options->work.save, &error)) != NW_OK)
        nw_output_discard(&output);
    int code = status == NW_OK ? search(&job, &output, options, &error) : nw_give_up(&error);
    clear(&job);
    return code;
}

const nw_command nw_command_width = {
    .name = "width",
    .operands = "g|q",
    .summary = "the smallest g or q that reaches eps, certified",
    .about =
        "width g searches the smallest width of g, the primary network of a hypernetwork: one hidden layer (or two), "
        "fitted to the target, with a proven sup-norm error <= eps. width q searches the primary network q(x, e(I)) of "
        "an embedding method, one hidden layer, for each dimension k of the embedding: the front of (k, width), with "
        "weights counted densely and by connections, the Lipschitz constants of e and q, and a proven error <= eps at "
        "every task (or over the box of all of them). What is found is an upper bound of the least size. With "
        "--targets "
        "the search runs over targets with the seeds that follow --seed.",
    .groups = NW_TAKES_TARGET | NW_TAKES_GOAL | NW_TAKES_FIT | NW_TAKES_SEARCH | NW_TAKES_SAVE | NW_TAKES_TOLERANCE |
              NW_TAKES_SPLIT | NW_TAKES_EMBEDDING | NW_TAKES_OUTPUT | NW_TAKES_DIGITS | NW_TAKES_QUIET,
    .styles = NW_EVERY_STYLE,
    .run = run,
};
