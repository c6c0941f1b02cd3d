/* nwidth audit [CLAIM]: checks a claim about the theory and shows the evidence, or checks all of them; `nwidth audit
 * list` names the claims. */
#include <stdlib.h>
#include <string.h>

#include "base/interrupt.h"
#include "base/memory.h"
#include "base/output.h"
#include "cli/cards.h"
#include "cli/save.h"
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

/* What the command is to do. */
typedef struct request {
    bool list;
    const nw_claim **claims; /* those to check or explain; owned */
    size_t count;
    bool every;              /* all of them */
} request;

static void add_claim(request *asked, const nw_claim *claim)
{
    asked->claims = nw_grow(asked->claims, asked->count + 1, sizeof *asked->claims);
    asked->claims[asked->count++] = claim;
}

static nw_status read_operands(request *asked, const nw_options *options, nw_error *error)
{
    const char *word = options->operand_count == 0 ? "all" : options->operands[0];
    const nw_claim *claim;
    *asked = (request){.list = strcmp(word, "list") == 0, .every = strcmp(word, "all") == 0};
    if (options->operand_count > 1)
        return nw_fail(error, NW_BAD_INPUT, "audit checks one claim, or all of them, not also '%.60s'",
                       options->operands[1]);
    if ((asked->list || asked->every) && (options->sweep.count > 0 || options->explain))
        return nw_fail(error, NW_BAD_INPUT, "audit %s takes no setting and no --explain; name one claim", word);
    for (size_t i = 0; asked->every && nw_claim_at(i) != NULL; i++)
        add_claim(asked, nw_claim_at(i));
    if (asked->list || asked->every)
        return NW_OK;
    nw_status status = find_claim(&claim, word, error);
    if (status == NW_OK)
        add_claim(asked, claim);
    return status;
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

static nw_status check_style(const nw_options *options, nw_error *error)
{
    if (!options->explain || options->style == NW_STYLE_TEXT || options->style == NW_STYLE_JSON)
        return NW_OK;
    return nw_fail(error, NW_BAD_INPUT, "--format %s: audit --explain writes text or json",
                   nw_style_words[options->style]);
}

static void write_report(FILE *stream, const request *asked, nw_evidence *const *evidence, const nw_options *options)
{
    const nw_origin *origin = nw_options_origin(options);
    if (asked->list)
        nw_claim_list(stream, options->style, origin);
    else if (options->explain)
        nw_claim_explain(stream, asked->claims[0], options->style, origin);
    else if (asked->every)
        nw_claims_write(stream, asked->claims, evidence, asked->count, options->style, options->quiet, origin);
    else
        nw_claim_write(stream, asked->claims[0], evidence[0], options->style, options->quiet, origin);
}

/* ---- checking ---- */

/* The folder for what a claim saves: that of --save, or of several claims one each in it.  NULL without --save. */
static nw_status make_folder(char **folder, const nw_claim *claim, const request *asked, const nw_options *options,
                             nw_error *error)
{
    const char *save = options->work.save;
    *folder = NULL;
    if (save == NULL)
        return NW_OK;
    nw_status status = nw_save_folder(save, error);
    if (status != NW_OK)
        return status;
    *folder = asked->every ? nw_format("%s/%s", save, claim->id) : nw_copy_text(save);
    return asked->every ? nw_save_folder(*folder, error) : NW_OK;
}

static nw_status check_claim(nw_evidence *evidence, const nw_claim *claim, nw_audit_run *run, const request *asked,
                             const nw_options *options, nw_error *error)
{
    char *folder;
    nw_audit_grid grid = {0};
    nw_status status = read_grid(&grid, claim, options, error);
    if (status == NW_OK) {
        status = make_folder(&folder, claim, asked, options, error);
        run->given = &grid;
        run->save = folder;
        if (status == NW_OK)
            status = claim->check(evidence, claim, run, error);
        free(folder);
    }
    nw_audit_grid_clear(&grid);
    return status;
}

static nw_status check_claims(nw_evidence **evidence, const request *asked, const volatile bool *stop,
                              const nw_options *options, nw_error *error)
{
    nw_context *context;
    nw_status status = nw_options_context(&context, options, error);
    nw_audit_run run = {.context = context,
                        .quick = nw_options_given(options, "quick"),
                        .seed = (unsigned long)options->work.seed,
                        .stop = stop};
    for (size_t i = 0; status == NW_OK && i < asked->count && !*stop; i++) {
        evidence[i] = nw_evidence_new();
        status = check_claim(evidence[i], asked->claims[i], &run, asked, options, error);
    }
    nw_context_free(context);
    return status;
}

/* ---- the command ---- */

/* The worst verdict: one that fails, or else one that is open. */
static int exit_code(nw_evidence *const *evidence, size_t count)
{
    int code = 0;
    for (size_t i = 0; i < count; i++) {
        if (evidence[i]->verdict == NW_FAILS)
            return NW_EXIT_REFUTED;
        if (evidence[i]->verdict == NW_UNDECIDED)
            code = NW_EXIT_UNKNOWN;
    }
    return code;
}

static nw_status answer(int *code, const request *asked, const nw_options *options, nw_error *error)
{
    nw_output output;
    size_t checked = options->explain ? 0 : asked->count;
    nw_evidence **evidence = nw_alloc(asked->count, sizeof *evidence);
    /* The file is opened first: a name that cannot be written is said before the work. */
    nw_status status = nw_output_open(&output, options->output, error);
    if (status == NW_OK) {
        bool stopped = false;
        if (checked > 0) {
            volatile bool *stop = nw_interrupt_watch();
            status = check_claims(evidence, asked, stop, options, error);
            stopped = *stop;
        }
        if (status == NW_OK && !stopped) {
            write_report(output.stream, asked, evidence, options);
            status = nw_output_finish(&output, error);
            *code = exit_code(evidence, checked);
        } else {
            nw_output_discard(&output);
            nw_interrupt_deliver();
        }
    }
    for (size_t i = 0; i < asked->count; i++)
        nw_evidence_free(evidence[i]);
    free(evidence);
    return status;
}

static int run(const nw_options *options)
{
    nw_error error;
    request asked;
    int code = 0;
    nw_status status = read_operands(&asked, options, &error);
    if (status == NW_OK)
        status = check_style(options, &error);
    if (status == NW_OK)
        status = answer(&code, &asked, options, &error);
    free(asked.claims);
    return status == NW_OK ? code : nw_give_up(&error);
}

static void add_claims(nw_text *help)
{
    nw_text_add(help, "\nClaims:\n");
    for (size_t i = 0; nw_claim_at(i) != NULL; i++)
        nw_help_row(help, nw_claim_at(i)->id, nw_claim_at(i)->title);
}

const nw_command nw_command_audit = {
    .name = "audit",
    .operands = "[CLAIM|all|list]",
    .summary = "claims about the theory, checked by machine",
    .about = "Checks a claim and shows the evidence, computed afresh; without one, or with 'all', every claim, a line "
             "each; 'list' names the claims. Settings replace the values the claim itself would run over. With --quiet "
             "the verdict alone is printed. The exit status says whether all claims hold (0), one fails (1) or one is "
             "left open (3).",
    .groups = NW_TAKES_OUTPUT | NW_TAKES_SETTINGS | NW_TAKES_QUIET | NW_TAKES_EXPLAIN | NW_TAKES_SAVE | NW_TAKES_AUDIT,
    .styles = NW_EVERY_STYLE,
    .more_help = add_claims,
    .run = run,
};
