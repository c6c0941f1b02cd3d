/* nwidth table PRESET|CARDS: tables for papers. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/output.h"
#include "cli/cards.h"
#include "cli/work.h"
#include "report/bound_parts.h"
#include "report/experiment_table.h"
#include "report/gap_headline.h"
#include "report/gap_table.h"
#include "report/preset.h"
#include "report/width_table.h"

/* ---- cards as columns ---- */

static void add_axis_columns(nw_table *table, const nw_sweep *sweep)
{
    for (size_t i = 0; i < sweep->count; i++)
        if (sweep->axes[i].count > 1)
            nw_param_column(table, sweep->axes[i].param);
}

static void add_axis_cells(nw_table *table, const nw_sweep *sweep, size_t point)
{
    for (size_t i = 0; i < sweep->count; i++) {
        const nw_axis *axis = &sweep->axes[i];
        if (axis->count == 1)
            continue;
        const nw_value *value = nw_sweep_value(sweep, axis, point);
        if (value->choice >= 0)
            nw_table_text(table, nw_parameters[axis->param].words[value->choice]);
        else
            nw_table_rational(table, value->number);
    }
}

static void add_card_column(nw_table *table, const nw_card *card)
{
    char *bound = nw_bound_header(card);
    char *header = nw_format("%s: %s", card->id, bound);
    char *formula = nw_bound_latex(card);
    nw_text latex = {0};
    nw_add_latex(&latex, card->id);
    nw_text_addf(&latex, ": %s", formula);
    nw_table_column(table, NW_COLUMN_NUMBER, card->id, header, nw_text_string(&latex));
    nw_text_clear(&latex);
    free(formula);
    free(header);
    free(bound);
}

static void add_title(nw_table *table, const nw_card_set *set)
{
    nw_text names = {0};
    for (size_t i = 0; i < set->count; i++)
        nw_text_addf(&names, "%s%s", i == 0 ? "" : ", ", set->cards[i]->id);
    nw_table_title(table, "%s", nw_text_string(&names));
    nw_text_clear(&names);
}

/* Formula and fixed settings of a card, as resolved at the last point. */
static void add_card_note(nw_table *table, const nw_setting *setting, const nw_sweep *sweep)
{
    unsigned long columns = 0;
    for (size_t i = 0; i < sweep->count; i++)
        if (sweep->axes[i].count > 1)
            columns |= 1ul << sweep->axes[i].param;
    const nw_card *card = setting->card;
    char *fixed = nw_setting_line(setting, columns);
    nw_table_notef(table, "%s: %s%s%s. %s; %s.", card->id, card->formula, fixed[0] == '\0' ? "" : ", at ", fixed,
                   nw_provenance_word(card->provenance), card->reference);
    free(fixed);
}

static nw_status fill_row(nw_table *table, nw_setting **settings, const nw_card_set *set, const nw_options *options,
                          size_t point, nw_context *context, nw_error *error)
{
    add_axis_cells(table, &options->sweep, point);
    for (size_t i = 0; i < set->count; i++) {
        nw_result *result;
        nw_sweep_point(settings[i], &options->sweep, point, true);
        nw_status status = nw_evaluate(&result, settings[i], context, error);
        if (status != NW_OK)
            return status;
        nw_result_cell(table, set->cards[i], result, options->digits);
        nw_result_free(result);
    }
    return NW_OK;
}

static nw_status fill_cards(nw_table *table, const nw_card_set *set, const nw_options *options, nw_context *context,
                            nw_error *error)
{
    add_title(table, set);
    add_axis_columns(table, &options->sweep);
    for (size_t i = 0; i < set->count; i++)
        add_card_column(table, set->cards[i]);
    nw_setting **settings = nw_alloc(set->count, sizeof(nw_setting *));
    for (size_t i = 0; i < set->count; i++)
        settings[i] = nw_setting_new(set->cards[i]);
    size_t points = nw_sweep_points(&options->sweep, NULL);
    nw_status status = NW_OK;
    for (size_t point = 0; status == NW_OK && point < points; point++)
        status = fill_row(table, settings, set, options, point, context, error);
    for (size_t i = 0; i < set->count; i++) {
        if (status == NW_OK)
            add_card_note(table, settings[i], &options->sweep);
        nw_setting_free(settings[i]);
    }
    free(settings);
    return status;
}

static nw_status table_of_cards(nw_table *table, const nw_options *options, nw_context *context, nw_error *error)
{
    nw_card_set set;
    nw_status status = nw_card_set_read(&set, options, error);
    if (status == NW_OK)
        status = nw_card_set_check(&set, &options->sweep, error);
    if (status == NW_OK)
        status = nw_sweep_check(nw_sweep_points(&options->sweep, NULL), error);
    if (status == NW_OK)
        status = fill_cards(table, &set, options, context, error);
    nw_card_set_clear(&set);
    return status;
}

/* ---- presets ---- */

static const nw_preset *find_preset(const char *name)
{
    for (size_t i = 0; nw_preset_at(i) != NULL; i++)
        if (strcmp(nw_preset_at(i)->name, name) == 0)
            return nw_preset_at(i);
    return NULL;
}

static nw_status not_taken(const nw_preset *preset, nw_param param, nw_error *error)
{
    nw_text reads = {0};
    for (int p = 0; p < NW_PARAM_COUNT; p++)
        if ((preset->reads >> p & 1) != 0)
            nw_text_addf(&reads, "%s--%s", reads.length == 0 ? "" : ", ", nw_parameters[p].name);
    nw_status status = nw_fail(error, NW_BAD_INPUT, "table %s does not read --%s; it reads %s", preset->name,
                               nw_parameters[param].name, reads.length == 0 ? "no setting" : nw_text_string(&reads));
    nw_text_clear(&reads);
    return status;
}

static nw_status table_of_preset(nw_table *table, const nw_preset *preset, const nw_options *options,
                                 nw_context *context, nw_error *error)
{
    for (size_t i = 0; i < options->sweep.count; i++)
        if ((preset->reads >> options->sweep.axes[i].param & 1) == 0)
            return not_taken(preset, options->sweep.axes[i].param, error);
    nw_status status = nw_sweep_check(nw_sweep_points(&options->sweep, NULL), error);
    if (status != NW_OK)
        return status;
    nw_preset_options preset_options = {.sweep = &options->sweep, .digits = options->digits};
    return preset->fill(table, &preset_options, context, error);
}

/* ---- measured widths ---- */

static bool for_programs(const nw_options *options)
{
    return options->style == NW_STYLE_JSON || options->style == NW_STYLE_CSV;
}

static nw_status table_of_widths(nw_table *table, const nw_options *options, nw_context *context, nw_error *error)
{
    nw_width_groups groups = {0};
    if (options->sweep.count > 0)
        return nw_fail(error, NW_BAD_INPUT, "table widths takes no setting such as --%s: they stand in the files",
                       nw_parameters[options->sweep.axes[0].param].name);
    nw_status status = nw_work_read_widths(&groups, options, error);
    if (status == NW_OK)
        nw_width_table_fill(table, &groups, context, options->digits,
                            !for_programs(options));
    nw_width_groups_clear(&groups);
    return status;
}

/* ---- gap studies ---- */

/* The tables of one command: some are too wide for one. */
typedef struct table_set {
    nw_table **tables;
    size_t count;
} table_set;

static nw_table *add_table(table_set *set, const char *id)
{
    set->tables = nw_grow(set->tables, set->count + 1, sizeof *set->tables);
    return set->tables[set->count++] = nw_table_new(id);
}

static void fill_gap(table_set *set, const nw_work_gap *gap, const nw_options *options)
{
    if (strcmp(options->operands[0], "headline") == 0)
        nw_gap_headline_fill(add_table(set, "headline"), &gap->groups, &gap->bounds, options->digits);
    else if (for_programs(options))
        nw_gap_table_fill(add_table(set, nw_gap_part_ids[NW_GAP_EVERYTHING]), NW_GAP_EVERYTHING, &gap->groups,
                          &gap->bounds, options->digits);
    else
        for (int part = NW_GAP_MEASURED; part <= NW_GAP_RATIOS; part++)
            nw_gap_table_fill(add_table(set, nw_gap_part_ids[part]), (nw_gap_part)part, &gap->groups, &gap->bounds,
                              options->digits);
}

static nw_status tables_of_gap(table_set *set, const nw_options *options, nw_context *context, nw_error *error)
{
    nw_work_gap gap;
    if (options->sweep.count > 0)
        return nw_fail(error, NW_BAD_INPUT, "table %s takes no setting such as --%s: they stand in the file",
                       options->operands[0], nw_parameters[options->sweep.axes[0].param].name);
    nw_status status = nw_work_read_gap(&gap, context, options, error);
    if (status == NW_OK)
        fill_gap(set, &gap, options);
    nw_work_clear_gap(&gap);
    return status;
}

/* ---- experiments of the paper ---- */

/* People get tables for each file, programs one of all. */
static nw_status add_experiment(table_set *set, const char *file, const nw_options *options, nw_error *error)
{
    nw_experiment_groups groups;
    bool every = for_programs(options);
    nw_status status = nw_work_read_experiment(&groups, file, error);
    if (status == NW_OK && every) {
        nw_experiment_table_add(set->tables[0], NW_EXPERIMENT_EVERYTHING, &groups);
    } else if (status == NW_OK) {
        for (int part = 0; part < NW_EXPERIMENT_EVERYTHING; part++)
            if (nw_experiment_has_part(&groups, (nw_experiment_part)part))
                nw_experiment_table_fill(add_table(set, nw_experiment_part_ids[part]), (nw_experiment_part)part,
                                         &groups);
    }
    nw_experiment_groups_clear(&groups);
    return status;
}

static nw_status tables_of_experiments(table_set *set, const nw_options *options, nw_error *error)
{
    nw_status status = NW_OK;
    if (options->sweep.count > 0)
        return nw_fail(error, NW_BAD_INPUT, "table experiment takes no setting such as --%s: they stand in the files",
                       nw_parameters[options->sweep.axes[0].param].name);
    if (options->operand_count < 2)
        return nw_fail(error, NW_BAD_INPUT, "which file? write 'nwidth table experiment FILE...'");
    if (for_programs(options))
        nw_experiment_table_begin(add_table(set, nw_experiment_part_ids[NW_EXPERIMENT_EVERYTHING]),
                                  NW_EXPERIMENT_EVERYTHING, NULL);
    for (size_t i = 1; status == NW_OK && i < options->operand_count; i++)
        status = add_experiment(set, options->operands[i], options, error);
    return status;
}

/* ---- the command ---- */

static nw_status fill(table_set *set, const nw_options *options, nw_context *context, nw_error *error)
{
    if (options->operand_count == 0)
        return nw_fail(error, NW_BAD_INPUT, "which table? give a preset or cards; see 'nwidth help table'");
    const char *what = options->operands[0];
    if (strcmp(what, "widths") == 0)
        return table_of_widths(add_table(set, "widths"), options, context, error);
    if (strcmp(what, "gap") == 0 || strcmp(what, "headline") == 0)
        return tables_of_gap(set, options, context, error);
    if (strcmp(what, "experiment") == 0)
        return tables_of_experiments(set, options, error);
    /* The card `separation` has a preset of its name; one word alone is the preset. */
    const nw_preset *preset = options->operand_count == 1 ? find_preset(what) : NULL;
    nw_table *table = add_table(set, preset != NULL ? preset->name : "cards");
    return preset != NULL ? table_of_preset(table, preset, options, context, error)
                          : table_of_cards(table, options, context, error);
}

static void write_tables(FILE *stream, const table_set *set, const nw_options *options)
{
    bool text = options->style == NW_STYLE_TEXT;
    nw_tables_write(stream, set->tables, set->count, options->style,
                    options->quiet && text ? NULL : nw_options_origin(options));
}

/* The output is opened first: what cannot be written is said before the work begins. */
static nw_status make(table_set *set, const nw_options *options, nw_context *context, nw_error *error)
{
    nw_output output;
    nw_status status = nw_output_open(&output, options->output, error);
    if (status != NW_OK)
        return status;
    status = fill(set, options, context, error);
    if (status != NW_OK) {
        nw_output_discard(&output);
        return status;
    }
    write_tables(output.stream, set, options);
    return nw_output_finish(&output, error);
}

static int run(const nw_options *options)
{
    nw_error error;
    nw_context *context;
    table_set set = {.count = 0};
    nw_status status = nw_options_context(&context, options, &error);
    if (status == NW_OK)
        status = make(&set, options, context, &error);
    for (size_t i = 0; i < set.count; i++)
        nw_table_free(set.tables[i]);
    free(set.tables);
    nw_context_free(context);
    return status == NW_OK ? 0 : nw_give_up(&error);
}

static void add_presets(nw_text *help)
{
    if (nw_preset_at(0) == NULL)
        return;
    nw_text_add(help, "\nPresets:\n");
    for (size_t i = 0; nw_preset_at(i) != NULL; i++)
        nw_help_row(help, nw_preset_at(i)->name, nw_preset_at(i)->summary);
    nw_help_row(help, "widths", "measured widths beside the bounds: table widths FILE...");
    nw_help_row(help, "gap", "a gap study beside the bounds: table gap FILE");
    nw_help_row(help, "experiment", "experiments of the paper: table experiment FILE...");
    nw_help_row(help, "headline", "a gap study on one page: table headline FILE");
}

const nw_command nw_command_table = {
    .name = "table",
    .operands = "PRESET|CARD...|widths|experiment FILE...|gap|headline FILE",
    .summary = "tables for papers",
    .about =
        "Makes a table: a preset, or one column for the number of each card and one row for each point of the grid "
        "that the settings span.",
    .groups = NW_TAKES_OUTPUT | NW_TAKES_NUMBERS | NW_TAKES_SETTINGS | NW_TAKES_QUIET,
    .styles = NW_EVERY_STYLE,
    .more_help = add_presets,
    .run = run,
};
