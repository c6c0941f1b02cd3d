/* nwidth fit --target T --width W: trains a network for a small sup-norm error. */
#include <stdlib.h>
#include <string.h>

#include "base/output.h"
#include "cli/fit_hyper.h"
#include "cli/work.h"
#include "net/network_file.h"
#include "rational.h"
#include "report/fit_report.h"
#include "study/samples.h"

typedef struct fit_job {
    nw_target *target;
    nw_fit_options fit;
    nw_samples samples;
    nw_fit_result result;
} fit_job;

static nw_status prepare(fit_job *job, const nw_options *options, nw_error *error)
{
    fmpq_t eps;
    bool given;
    if (options->operand_count > 0)
        return nw_fail(error, NW_BAD_INPUT,
                       "fit takes no operand but 'hyper', and '%.60s' is one; the target is an option",
                       options->operands[0]);
    if (nw_fit_check_plain(options, error) != NW_OK)
        return error->status;
    if (options->work.width == 0)
        return nw_fail(error, NW_BAD_INPUT, "how many units? give --width W");
    if (options->work.save != NULL && options->output != NULL && nw_same_file(options->work.save, options->output))
        return nw_fail(error, NW_BAD_INPUT, "--output %.200s is also where --save writes", options->output);
    fmpq_init(eps);
    nw_status status = nw_work_target(&job->target, options, error);
    if (status == NW_OK)
        status = nw_work_goal(eps, &given, false, job->target, options, error);
    if (status == NW_OK) {
        job->fit = nw_work_fit(options);
        job->fit.goal = given ? nw_rational_below(eps) : 0;
    }
    fmpq_clear(eps);
    return status;
}

static nw_status write_results(const fit_job *job, nw_output *output, const nw_options *options, nw_error *error)
{
    nw_status status = NW_OK;
    if (options->work.save != NULL)
        status = nw_network_write(job->result.network, nw_work_provenance(options), options->work.save, error);
    if (status != NW_OK) {
        nw_output_discard(output);
        return status;
    }
    nw_fit_report report = {.target = job->target,
                            .fit = &job->result,
                            .network = options->work.save,
                            .points = job->samples.data.count,
                            .origin = nw_options_origin(options),
                            .digits = options->digits};
    nw_fit_report_write(output->stream, &report, options->style, options->quiet);
    return nw_output_finish(output, error);
}

static int run(const nw_options *options)
{
    nw_error error;
    nw_output output;
    fit_job job = {0};
    if (options->operand_count > 0 && strcmp(options->operands[0], "hyper") == 0)
        return nw_fit_hyper(options);
    nw_work_prepare();
    nw_status status = prepare(&job, options, &error);
    if (status == NW_OK)
        status = nw_output_open(&output, options->output, &error);
    if (status == NW_OK) {
        nw_samples_begin(&job.samples, job.target);
        nw_fit(&job.result, &job.samples.data, (size_t)options->work.width, &job.fit);
        status = write_results(&job, &output, options, &error);
        nw_fit_result_clear(&job.result);
    }
    nw_samples_clear(&job.samples);
    nw_target_free(job.target);
    return status == NW_OK ? 0 : nw_give_up(&error);
}

const nw_command nw_command_fit = {
    .name = "fit",
    .operands = "[hyper]",
    .summary = "train a network for a small sup-norm error",
    .about =
        "Fits a network of --width units to a target on a grid that resolves it: least squares, continuation to "
        "large p-norms, growth, restarts and a minimax polish. It shows what each stage gained. Errors are sampled "
        "maxima, hence estimates; 'nwidth certify' proves one. With --eps or --theta the fit stops there. "
        "'fit hyper' trains f and g with |g(x; f(I)) - y(x, I)| <= eps, proven over the whole box; widths that are not "
        "given are the least it finds.",
    .groups = NW_TAKES_TARGET | NW_TAKES_GOAL | NW_TAKES_FIT | NW_TAKES_WIDTH | NW_TAKES_SAVE | NW_TAKES_OUTPUT |
              NW_TAKES_DIGITS | NW_TAKES_QUIET | NW_TAKES_SPLIT | NW_TAKES_HYPER | NW_TAKES_TOLERANCE | NW_TAKES_BUDGET,
    .styles = NW_EVERY_STYLE,
    .run = run,
};
