/* nwidth certify NETWORK --target T: a proven enclosure of a sup norm, and its certificate.  NETWORK is the file of a
 * network or of a composite. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/output.h"
#include "certify/certificate.h"
#include "cli/work.h"
#include "net/composite_file.h"
#include "net/network_file.h"
#include "report/certify_report.h"

/* "net.json" gives "net.cert.json"; standard input has no neighbour. */
static char *certificate_name(const nw_options *options)
{
    const char *given = options->work.certificate, *network = options->operands[0];
    if (given != NULL)
        return strcmp(given, "-") == 0 ? NULL : nw_copy_text(given);
    if (strcmp(network, "-") == 0)
        return NULL;
    size_t length = strlen(network);
    if (length > 5 && strcmp(network + length - 5, ".json") == 0)
        length -= 5;
    return nw_format("%.*s.cert.json", (int)length, network);
}

static nw_status check_operands(const nw_options *options, nw_error *error)
{
    if (options->operand_count == 1)
        return NW_OK;
    if (options->operand_count == 0)
        return nw_fail(error, NW_BAD_INPUT, "which network? give its file, as nwidth fit --save writes one");
    return nw_fail(error, NW_BAD_INPUT, "certify takes one network at a time, not also '%.60s'", options->operands[1]);
}

typedef struct certify_job {
    nw_network *network;     /* or */
    nw_composite *composite; /* the other is NULL */
    double low[NW_MOST_INPUTS], high[NW_MOST_INPUTS];
    nw_target *target;
    nw_enclosure enclosure;
    char *certificate; /* NULL: none */
} certify_job;

/* A certificate or report in the network's place would destroy what it is about. */
static nw_status check_files(const certify_job *job, const nw_options *options, nw_error *error)
{
    const char *network = options->operands[0];
    if (job->certificate != NULL && nw_same_file(job->certificate, network))
        return nw_fail(error, NW_BAD_INPUT, "--certificate %.200s is the network itself", job->certificate);
    if (options->output != NULL && nw_same_file(options->output, network))
        return nw_fail(error, NW_BAD_INPUT, "--output %.200s is the network itself", options->output);
    if (job->certificate != NULL && options->output != NULL && nw_same_file(job->certificate, options->output))
        return nw_fail(error, NW_BAD_INPUT, "--output %.200s is also the certificate's name", options->output);
    return NW_OK;
}

/* What the file says it is. */
static nw_status read_function(certify_job *job, const char *file, nw_error *error)
{
    json_t *document;
    nw_status status = nw_json_load(&document, file, error);
    if (status != NW_OK)
        return status;
    nw_json_place place = {strcmp(file, "-") == 0 ? "standard input" : file, ""};
    status = nw_is_composite(document) ? nw_composite_from_json(&job->composite, document, place, error)
                                       : nw_network_from_json(&job->network, document, place, error);
    json_decref(document);
    return status;
}

static nw_status prepare(certify_job *job, nw_certify_options *how, const nw_options *options, nw_error *error)
{
    nw_status status = check_operands(options, error);
    bool boxed = false;
    *how = nw_certify_defaults();
    how->keep_tree = true;
    if (options->work.budget > 0)
        how->most_boxes = (size_t)options->work.budget;
    if (status == NW_OK)
        status = nw_work_tolerance(&how->tolerance, options, error);
    if (status == NW_OK)
        status = nw_work_target(&job->target, options, error);
    if (status == NW_OK)
        status = nw_work_domain(job->low, job->high, &boxed, nw_target_inputs(job->target), options, error);
    how->low = boxed ? job->low : NULL;
    how->high = boxed ? job->high : NULL;
    if (status == NW_OK)
        status = read_function(job, options->operands[0], error);
    if (status == NW_OK) {
        job->certificate = certificate_name(options);
        status = check_files(job, options, error);
    }
    return status;
}

/* Without an upper end there is nothing to certify, and no certificate. */
static nw_status write_certificate(certify_job *job, const nw_options *options, nw_error *error)
{
    if (!isfinite(job->enclosure.upper)) {
        free(job->certificate);
        job->certificate = NULL;
    }
    if (job->certificate == NULL)
        return NW_OK;
    json_t *provenance = nw_work_provenance(options);
    if (job->composite != NULL)
        return nw_certificate_write_composite(&job->enclosure, job->composite, job->target, provenance,
                                              job->certificate, error);
    return nw_certificate_write(&job->enclosure, job->network, job->target, provenance, job->certificate, error);
}

static void write_report(const certify_job *job, const nw_output *output, const nw_options *options)
{
    nw_certify_report report = {.network = options->operands[0],
                                .target = job->target,
                                .enclosure = &job->enclosure,
                                .certificate = job->certificate,
                                .origin = nw_options_origin(options),
                                .digits = options->digits};
    nw_certify_report_write(output->stream, &report, options->style, options->quiet);
}

/* The output is opened first: a name that cannot be written is said before the work, and costs no certificate. */
static nw_status certify(certify_job *job, const nw_certify_options *how, const nw_options *options, nw_error *error)
{
    nw_output output;
    nw_status status = nw_output_open(&output, options->output, error);
    if (status != NW_OK)
        return status;
    status = job->composite != NULL
                 ? nw_certify_composite(&job->enclosure, job->composite, job->target, how, error)
                 : nw_certify(&job->enclosure, job->network, job->target, how, error);
    if (status == NW_OK)
        status = write_certificate(job, options, error);
    if (status != NW_OK) {
        nw_output_discard(&output);
        return status;
    }
    write_report(job, &output, options);
    return nw_output_finish(&output, error);
}

static int run(const nw_options *options)
{
    nw_error error;
    certify_job job = {0};
    nw_certify_options how;
    nw_work_prepare();
    nw_status status = prepare(&job, &how, options, &error);
    if (status == NW_OK)
        status = certify(&job, &how, options, &error);
    int code = status != NW_OK ? nw_give_up(&error) : job.enclosure.outcome == NW_PROVED ? 0 : NW_EXIT_UNKNOWN;
    nw_enclosure_clear(&job.enclosure);
    nw_network_free(job.network);
    nw_composite_free(job.composite);
    nw_target_free(job.target);
    free(job.certificate);
    return code;
}

const nw_command nw_command_certify = {
    .name = "certify",
    .operands = "NETWORK",
    .summary = "prove the sup-norm error of a network",
    .about =
        "Proves lower and upper bounds of the sup norm of NETWORK - target over [-1,1]^n, or the box of --domain, and "
        "writes a certificate that 'nwidth verify' checks again: beside the network, NETWORK.cert.json, unless "
        "--certificate says otherwise.  NETWORK may be the file of a composite.",
    .groups = NW_TAKES_TARGET | NW_TAKES_TOLERANCE | NW_TAKES_BUDGET | NW_TAKES_CERTIFICATE | NW_TAKES_OUTPUT |
              NW_TAKES_DIGITS | NW_TAKES_QUIET,
    .styles = NW_EVERY_STYLE,
    .run = run,
};
