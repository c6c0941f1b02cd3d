/* nwidth audit CLAIM: checks a claim about the theory and shows the evidence; `nwidth audit list` names the claims. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/output.h"
#include "cli/cards.h"
#include "report/claim_report.h"
#include "rational.h"

/* ---- what was asked for ---- */

static nw_status find_claim(const nw_claim **claim, const char *name, nw_error *error)
{
    *claim = nw_claim_find(name);
    if (*claim != NULL)
        return NW_OK;
    const char *nearest = nw_claim_suggest(name);
    if (nearest != NULL)
        return nw_fail(error, NW_BAD_INPUT, "there is no claim '%.60s'; did you mean '%s'? see 'nwidth audit list'",
                       name, nearest);
    return nw_fail(error, NW_BAD_INPUT, "there is no claim '%.60s'; see 'nwidth audit list'", name);
}

/* *claim NULL: the list. */
static nw_status read_operands(const nw_claim **claim, const nw_options *options, nw_error *error)
{
    *claim = NULL;
    if (options->operand_count == 0)
        return nw_fail(error, NW_BAD_INPUT, "which claim? give the name of one; see 'nwidth audit list'");
    if (options->operand_count > 1)
        return nw_fail(error, NW_BAD_INPUT, "audit checks one claim at a time, not also '%.60s'", options->operands[1]);
    bool list = strcmp(options->operands[0], "list") == 0;
    if (list && (options->sweep.count > 0 || options->explain))
        return nw_fail(error, NW_BAD_INPUT, "audit list takes no setting and no --explain");
    return list ? NW_OK : find_claim(claim, options->operands[0], error);
}

static nw_status not_taken(const nw_claim *claim, nw_param param, nw_error *error)
{
    char *axes = nw_claim_axes_text(claim);
    nw_status status = nw_fail(error, NW_BAD_INPUT, "audit %s does not take --%s; it takes %s", claim->id,
                               nw_parameters[param].name, axes);
    free(axes);
    return status;
}

/* Gives the claim the values of the options, on the axes it takes. */
static nw_status read_grid(nw_audit_grid *grid, const nw_claim *claim, const nw_options *options, nw_error *error)
{
    nw_status status = nw_sweep_check(nw_sweep_points(&options->sweep, NULL), error);
    for (size_t i = 0; status == NW_OK && i < options->sweep.count; i++) {
        const nw_axis *axis = &options->sweep.axes[i];
        if (!nw_claim_takes(claim, axis->param))
            return not_taken(claim, axis->param, error);
        for (size_t j = 0; j < axis->count; j++) {
            const nw_value *value = &axis->values[j];
            char *text = value->choice >= 0 ? nw_copy_text(nw_parameters[axis->param].words[value->choice])
                                            : nw_rational_short(value->number);
            nw_audit_grid_add(grid, (int)axis->param, text);
            free(text);
        }
    }
    return status;
}

/* ---- output ---- */

static int exit_code(nw_verdict verdict)
{
    switch (verdict) {
    case NW_HOLDS:
        return 0;
    case NW_FAILS:
        return NW_EXIT_REFUTED;
    case NW_UNDECIDED:
        break;
    }
    return NW_EXIT_UNKNOWN;
}

static void write_report(FILE *stream, const nw_claim *claim, const nw_evidence *evidence, const nw_options *options)
{
    const nw_origin *origin = nw_options_origin(options);
    if (claim == NULL)
        nw_claim_list(stream, options->style, origin);
    else if (evidence == NULL)
        nw_claim_explain(stream, claim, options->style, origin);
    else
        nw_claim_write(stream, claim, evidence, options->style, options->quiet, origin);
}

static nw_status check_style(const nw_options *options, nw_error *error)
{
    if (!options->explain || options->style == NW_STYLE_TEXT || options->style == NW_STYLE_JSON)
        return NW_OK;
    return nw_fail(error, NW_BAD_INPUT, "--format %s: audit --explain writes text or json",
                   nw_style_words[options->style]);
}

static nw_status check_claim(nw_evidence **evidence, const nw_claim *claim, const nw_options *options, nw_error *error)
{
    nw_context *context;
    nw_audit_grid grid = {0};
    nw_status status = nw_options_context(&context, options, error);
    if (status == NW_OK)
        status = read_grid(&grid, claim, options, error);
    if (status == NW_OK) {
        *evidence = nw_evidence_new();
        claim->check(*evidence, &grid, context);
    }
    nw_audit_grid_clear(&grid);
    nw_context_free(context);
    return status;
}

static int run(const nw_options *options)
{
    nw_error error;
    nw_output output;
    const nw_claim *claim;
    nw_evidence *evidence = NULL;
    nw_status status = read_operands(&claim, options, &error);
    if (status == NW_OK)
        status = check_style(options, &error);
    /* The file is opened first: a name that cannot be written is said before the work. */
    if (status == NW_OK)
        status = nw_output_open(&output, options->output, &error);
    if (status != NW_OK)
        return nw_give_up(&error);
    if (claim != NULL && !options->explain)
        status = check_claim(&evidence, claim, options, &error);
    if (status == NW_OK) {
        write_report(output.stream, claim, evidence, options);
        status = nw_output_finish(&output, &error);
    } else {
        nw_output_discard(&output);
    }
    int code = status != NW_OK ? nw_give_up(&error) : evidence != NULL ? exit_code(evidence->verdict) : 0;
    nw_evidence_free(evidence);
    return code;
}

static void add_claims(nw_text *help)
{
    nw_text_add(help, "\nClaims:\n");
    for (size_t i = 0; nw_claim_at(i) != NULL; i++)
        nw_help_row(help, nw_claim_at(i)->id, nw_claim_at(i)->title);
}

const nw_command nw_command_audit = {
    .name = "audit",
    .operands = "CLAIM|list",
    .summary = "claims about the theory, checked by machine",
    .about = "Checks a claim and shows the evidence, computed afresh; 'list' names the claims. Settings replace "
             "the values the claim itself would run over. With --quiet the verdict alone is printed. The exit "
             "status says whether the claim holds (0), fails (1) or is left open (3).",
    .groups = NW_TAKES_OUTPUT | NW_TAKES_SETTINGS | NW_TAKES_QUIET | NW_TAKES_EXPLAIN,
    .styles = NW_EVERY_STYLE,
    .more_help = add_claims,
    .run = run,
};
