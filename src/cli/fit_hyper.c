#include "cli/fit_hyper.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/output.h"
#include "certify/certificate.h"
#include "cli/option_rows.h"
#include "cli/work.h"
#include "net/composite_file.h"
#include "report/realise_report.h"

nw_status nw_fit_check_plain(const nw_options *options, nw_error *error)
{
    const unsigned of_hyper = NW_TAKES_SPLIT | NW_TAKES_HYPER | NW_TAKES_TOLERANCE | NW_TAKES_BUDGET;
    for (size_t i = 0; i < NW_OPTION_ROWS; i++)
        if ((nw_option_rows[i].group & of_hyper) != 0 && options->given[i] != NULL)
            return nw_fail(error, NW_BAD_INPUT, "--%s belongs to 'nwidth fit hyper'; leave it out of 'nwidth fit'",
                           nw_option_rows[i].name);
    return NW_OK;
}

typedef struct hyper_job {
    nw_target *target;
    fmpq_t eps;
    nw_realise_options how;
    nw_realised realised;
    char *certificate; /* NULL: none */
} hyper_job;

/* ---- what was asked for ---- */

static char *certificate_name(const char *network)
{
    size_t length = strlen(network);
    if (length > 5 && strcmp(network + length - 5, ".json") == 0)
        length -= 5;
    return nw_format("%.*s.cert.json", (int)length, network);
}

static nw_status check_files(const hyper_job *job, const nw_options *options, nw_error *error)
{
    const char *save = options->work.save, *output = options->output;
    if (save == NULL || output == NULL)
        return NW_OK;
    if (nw_same_file(save, output) || nw_same_file(job->certificate, output))
        return nw_fail(error, NW_BAD_INPUT, "--output %.200s is also where --save writes", output);
    return NW_OK;
}

static nw_status prepare(hyper_job *job, const nw_options *options, nw_error *error)
{
    const nw_work_options *work = &options->work;
    bool given;
    if (options->operand_count > 1)
        return nw_fail(error, NW_BAD_INPUT, "fit hyper takes no further operand, but '%.60s' is one",
                       options->operands[1]);
    if (work->hidden_layers != 1)
        return nw_fail(error, NW_BAD_INPUT,
                       "--hidden-layers %ld: g of fit hyper has one hidden layer; --f-layers says how many f has",
                       work->hidden_layers);
    job->how = nw_realise_defaults();
    nw_status status = nw_work_tolerance(&job->how.tolerance, options, error);
    if (status == NW_OK)
        status = nw_work_target(&job->target, options, error);
    if (status == NW_OK)
        status = nw_work_split(&job->how.m1, &job->how.m2, job->target, NW_FIT_INPUTS, options, error);
    if (status == NW_OK)
        status = nw_work_goal(job->eps, &given, true, job->target, options, error);
    job->how.fit = nw_work_fit(options);
    job->how.width = (size_t)work->width;
    job->how.f_width = (size_t)work->f_width;
    job->how.f_layers = (size_t)work->f_layers;
    job->how.form = work->varies;
    job->how.largest_f_width = (size_t)work->largest_f_width;
    job->how.most_boxes = (size_t)work->budget;
    job->how.keep_tree = work->save != NULL;
    if (work->save != NULL)
        job->certificate = certificate_name(work->save);
    return status == NW_OK ? check_files(job, options, error) : status;
}

/* ---- running ---- */

static nw_status save(hyper_job *job, const nw_options *options, nw_error *error)
{
    const nw_realised *realised = &job->realised;
    bool certified = realised->composite != NULL && isfinite(realised->enclosure.upper);
    nw_status status = NW_OK;
    if (options->work.save != NULL && realised->composite != NULL)
        status = nw_composite_write(realised->composite, nw_work_provenance(options), options->work.save, error);
    if (!certified) {
        free(job->certificate);
        job->certificate = NULL;
    }
    if (status == NW_OK && job->certificate != NULL)
        status = nw_certificate_write_composite(&realised->enclosure, realised->composite, realised->target,
                                                nw_work_provenance(options), job->certificate, error);
    return status;
}

static nw_status realise(hyper_job *job, const nw_options *options, nw_error *error)
{
    nw_output output;
    nw_status status = nw_output_open(&output, options->output, error);
    if (status != NW_OK)
        return status;
    status = nw_realise(&job->realised, job->target, job->eps, &job->how, error);
    if (status == NW_OK)
        status = save(job, options, error);
    if (status != NW_OK) {
        nw_output_discard(&output);
        return status;
    }
    nw_realise_report report = {.realised = &job->realised,
                                .how = &job->how,
                                .network = job->realised.composite != NULL ? options->work.save : NULL,
                                .certificate = job->certificate,
                                .origin = nw_options_origin(options),
                                .digits = options->digits};
    nw_realise_report_write(output.stream, &report, options->style, options->quiet);
    return nw_output_finish(&output, error);
}

int nw_fit_hyper(const nw_options *options)
{
    nw_error error;
    hyper_job job = {0};
    fmpq_init(job.eps);
    nw_work_prepare();
    nw_status status = prepare(&job, options, &error);
    int code = 0;
    if (status == NW_OK) {
        status = realise(&job, options, &error);
        code = job.realised.outcome == NW_PROVED ? 0 : NW_EXIT_UNKNOWN;
        nw_realised_clear(&job.realised);
    }
    if (status != NW_OK)
        code = nw_give_up(&error);
    nw_target_free(job.target);
    fmpq_clear(job.eps);
    free(job.certificate);
    return code;
}
