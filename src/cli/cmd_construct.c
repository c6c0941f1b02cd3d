/* nwidth construct CARD --target T --eps E: the network of an upper bound, counted and certified. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/output.h"
#include "certify/certificate.h"
#include "cli/cards.h"
#include "cli/save.h"
#include "cli/work.h"
#include "net/composite_file.h"
#include "net/network_file.h"
#include "rational.h"
#include "report/construct_report.h"

typedef struct construct_job {
    nw_target *target;
    fmpq_t eps;
    nw_construction_plan plan;
    nw_certify_options how;
    nw_construction made;
    bool attempted; /* made has to be cleared */
    nw_enclosure enclosure;
    nw_outcome outcome;
    char *network, *certificate; /* files written */
} construct_job;

/* ---- what was asked for ---- */

static nw_status read_card(construct_job *job, const nw_options *options, nw_error *error)
{
    if (options->operand_count == 0)
        return nw_fail(error, NW_BAD_INPUT, "which network? name the card of its bound, as in 'nwidth construct kuhn'");
    const char *id = options->operands[0];
    if (options->operand_count > 1)
        return nw_fail(error, NW_BAD_INPUT, "construct takes one card, not also '%.60s'", options->operands[1]);
    nw_guess guess = {.word = id};
    nw_text known = {0};
    for (size_t i = 0; nw_construction_card(i) != NULL; i++) {
        if (strcmp(nw_construction_card(i), id) == 0)
            job->plan.card = nw_card_find(id);
        nw_guess_offer(&guess, nw_construction_card(i));
        nw_text_addf(&known, "%s%s", i > 0 ? ", " : "", nw_construction_card(i));
    }
    if (job->plan.card == NULL && guess.nearest != NULL)
        nw_fail(error, NW_BAD_INPUT, "no network is built for '%.60s'; did you mean '%s'? there are %s", id,
                guess.nearest, nw_text_string(&known));
    else if (job->plan.card == NULL)
        nw_fail(error, NW_BAD_INPUT, "no network is built for '%.60s'; there are %s", id, nw_text_string(&known));
    nw_text_clear(&known);
    return job->plan.card != NULL ? NW_OK : error->status;
}

static nw_status read_form(construct_job *job, const nw_options *options, nw_error *error)
{
    const char *as = nw_options_text(options, "as");
    if (as == NULL || strcmp(as, "network") == 0)
        return NW_OK;
    if (strcmp(as, "embedding") != 0)
        return nw_fail(error, NW_BAD_INPUT, "--as '%.40s': expected network or embedding", as);
    job->plan.embedding = true;
    if (!nw_construction_splits(job->plan.card, true))
        return nw_fail(error, NW_BAD_INPUT, "--as embedding: %s is built as a network; mcshane as either",
                       job->plan.card->id);
    return NW_OK;
}

static nw_status read_split(construct_job *job, const nw_options *options, nw_error *error)
{
    size_t m2;
    if (nw_construction_splits(job->plan.card, job->plan.embedding))
        return nw_work_split(&job->plan.m1, &m2, job->target, 3, options, error);
    if (nw_options_given(options, "m1") || nw_options_given(options, "m2"))
        return nw_fail(error, NW_BAD_INPUT,
                       "--m1 and --m2 say which inputs are the task's, and %s has none; leave them out",
                       job->plan.card->id);
    return NW_OK;
}

static nw_status prepare(construct_job *job, const nw_options *options, nw_error *error)
{
    bool given;
    nw_status status = read_card(job, options, error);
    if (status == NW_OK)
        status = read_form(job, options, error);
    if (status == NW_OK)
        status = nw_work_target(&job->target, options, error);
    if (status == NW_OK)
        status = nw_work_error(job->eps, &given, true, job->target, options, error);
    if (status == NW_OK)
        status = read_split(job, options, error);
    job->how = nw_certify_defaults();
    job->how.keep_tree = options->work.save != NULL;
    if (options->work.budget > 0)
        job->how.most_boxes = (size_t)options->work.budget;
    if (status == NW_OK)
        status = nw_work_tolerance(&job->how.tolerance, options, error);
    job->plan.target = job->target;
    job->plan.eps = job->eps;
    job->plan.activation = nw_options_text(options, "activation");
    return status;
}

/* ---- the error ---- */

static bool exceeds(double value, const fmpq *eps)
{
    arf_t exact;
    fmpq_t rational;
    if (!isfinite(value))
        return true;
    arf_init(exact);
    fmpq_init(rational);
    arf_set_d(exact, value);
    arf_get_fmpq(rational, exact);
    bool above = fmpq_cmp(rational, eps) > 0;
    arf_clear(exact);
    fmpq_clear(rational);
    return above;
}

/* Only whether the error is at most eps, unless --tol asks for its size. */
static nw_status certify(construct_job *job, const nw_options *options, nw_error *error)
{
    const nw_construction *made = &job->made;
    if (options->work.tolerance == NULL)
        job->how.threshold = nw_rational_below(job->eps);
    nw_status status = made->composite != NULL
                           ? nw_certify_composite(&job->enclosure, made->composite, job->target, &job->how, error)
                           : nw_certify(&job->enclosure, made->network, job->target, &job->how, error);
    job->outcome = exceeds(job->enclosure.lower, job->eps)    ? NW_REFUTED
                   : !exceeds(job->enclosure.upper, job->eps) ? NW_PROVED
                                                              : NW_UNKNOWN;
    return status;
}

/* ---- files ---- */

/* The first number under which nothing was saved yet: another eps or form of the same target is another network. */
static char *free_stem(const construct_job *job, const char *folder)
{
    for (size_t number = 1;; number++) {
        char *stem = nw_save_stem(folder, job->made.card->id, number, nw_target_word(job->target));
        char *network = nw_format("%s.json", stem), *certificate = nw_format("%s.cert.json", stem);
        bool taken = access(network, F_OK) == 0 || access(certificate, F_OK) == 0;
        free(network);
        free(certificate);
        if (!taken)
            return stem;
        free(stem);
    }
}

static nw_status save(construct_job *job, const nw_options *options, nw_error *error)
{
    const nw_construction *made = &job->made;
    if (options->work.save == NULL)
        return NW_OK;
    char *stem = free_stem(job, options->work.save);
    job->network = nw_format("%s.json", stem);
    nw_status status = made->composite != NULL
                           ? nw_composite_write(made->composite, nw_work_provenance(options), job->network, error)
                           : nw_network_write(made->network, nw_work_provenance(options), job->network, error);
    if (status == NW_OK && isfinite(job->enclosure.upper)) {
        job->certificate = nw_format("%s.cert.json", stem);
        status = made->composite != NULL
                     ? nw_certificate_write_composite(&job->enclosure, made->composite, job->target,
                                                      nw_work_provenance(options), job->certificate, error)
                     : nw_certificate_write(&job->enclosure, made->network, job->target, nw_work_provenance(options),
                                            job->certificate, error);
    }
    free(stem);
    return status;
}

/* ---- running ---- */

static nw_status construct(construct_job *job, const nw_options *options, nw_error *error)
{
    nw_output output;
    nw_context *context = nw_context_new();
    job->attempted = true;
    nw_status status = nw_construction_make(&job->made, &job->plan, context, error);
    nw_context_free(context);
    if (status == NW_OK)
        status = nw_output_open(&output, options->output, error);
    if (status != NW_OK)
        return status;
    if (options->work.save != NULL)
        status = nw_save_folder(options->work.save, error);
    if (status == NW_OK)
        status = certify(job, options, error);
    if (status == NW_OK)
        status = save(job, options, error);
    if (status != NW_OK) {
        nw_output_discard(&output);
        return status;
    }
    nw_construct_report report = {.made = &job->made,
                                  .enclosure = &job->enclosure,
                                  .outcome = job->outcome,
                                  .network = job->network,
                                  .certificate = job->certificate,
                                  .origin = nw_options_origin(options),
                                  .digits = options->digits};
    nw_construct_report_write(output.stream, &report, options->style, options->quiet);
    return nw_output_finish(&output, error);
}

static int exit_code(nw_outcome outcome)
{
    return outcome == NW_PROVED ? 0 : outcome == NW_REFUTED ? NW_EXIT_REFUTED : NW_EXIT_UNKNOWN;
}

static int run(const nw_options *options)
{
    nw_error error;
    construct_job job = {0};
    fmpq_init(job.eps);
    nw_work_prepare();
    nw_status status = prepare(&job, options, &error);
    if (status == NW_OK)
        status = construct(&job, options, &error);
    int code = status == NW_OK ? exit_code(job.outcome) : nw_give_up(&error);
    if (job.attempted)
        nw_construction_clear(&job.made);
    nw_enclosure_clear(&job.enclosure);
    nw_target_free(job.target);
    fmpq_clear(job.eps);
    free(job.network);
    free(job.certificate);
    return code;
}

static void more_help(nw_text *help)
{
    nw_text_add(help, "\nCards:\n");
    for (size_t i = 0; nw_construction_card(i) != NULL; i++)
        nw_help_row(help, nw_construction_card(i), nw_card_find(nw_construction_card(i))->title);
}

const nw_command nw_command_construct = {
    .name = "construct",
    .operands = "CARD",
    .summary = "build the network of an upper bound, count and certify it",
    .about =
        "Builds the network behind an upper bound for one target in W(1,n): sparse, with the target's values in its "
        "weights. Its connections are counted beside the card's number, and its error <= eps is proven over the whole "
        "box. thm4 and thm5 build a hypernetwork, g and f. With --tol the error is enclosed to that relative width.",
    .groups = NW_TAKES_TARGET | NW_TAKES_GOAL | NW_TAKES_CONSTRUCT | NW_TAKES_SPLIT | NW_TAKES_SAVE |
              NW_TAKES_TOLERANCE | NW_TAKES_BUDGET | NW_TAKES_OUTPUT | NW_TAKES_DIGITS | NW_TAKES_QUIET,
    .styles = NW_EVERY_STYLE,
    .more_help = more_help,
    .run = run,
};
