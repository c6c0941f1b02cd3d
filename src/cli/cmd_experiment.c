/* nwidth experiment NAME: the experiments of the paper, run or resumed, and their tables; experiment list; experiment
 * NAME --counts; experiment status FILE, records FILE. */
#include <stdlib.h>
#include <string.h>

#include "base/output.h"
#include "cli/experiment_options.h"
#include "cli/study_run.h"
#include "cli/work.h"
#include "report/experiment_counts.h"
#include "report/experiment_table.h"

/* Tables of one command, and where they go. */
static int write_tables(nw_table **tables, size_t count, const nw_options *options)
{
    nw_error error;
    nw_output output;
    nw_status status = nw_output_open(&output, options->output, &error);
    if (status == NW_OK) {
        nw_tables_write(output.stream, tables, count, options->style, nw_options_origin(options));
        status = nw_output_finish(&output, &error);
    }
    for (size_t i = 0; i < count; i++)
        nw_table_free(tables[i]);
    return status == NW_OK ? 0 : nw_give_up(&error);
}

/* ---- what came of a run ---- */

static bool for_programs(const nw_options *options)
{
    return options->style == NW_STYLE_JSON || options->style == NW_STYLE_CSV;
}

static int report(const nw_options *options, const nw_rows *rows)
{
    nw_error error;
    nw_experiment_groups groups;
    nw_table *tables[NW_EXPERIMENT_PART_COUNT];
    size_t count = 0;
    nw_status status = nw_experiment_groups_make(&groups, rows, "the results", &error);
    for (int part = 0; status == NW_OK && part < NW_EXPERIMENT_PART_COUNT; part++) {
        bool every = part == NW_EXPERIMENT_EVERYTHING;
        if (every != for_programs(options) || !nw_experiment_has_part(&groups, (nw_experiment_part)part))
            continue;
        tables[count] = nw_table_new(nw_experiment_part_ids[part]);
        nw_experiment_table_fill(tables[count++], (nw_experiment_part)part, &groups);
    }
    nw_experiment_groups_clear(&groups);
    return status == NW_OK ? write_tables(tables, count, options) : nw_give_up(&error);
}

/* ---- the study ---- */

static nw_status read_study(nw_study *study, const nw_options *options, nw_error *error)
{
    nw_setting_of_experiment setting;
    *study = (nw_study){.kind = &nw_experiment_kind};
    nw_status status = nw_experiment_options_read(&setting, options, error);
    if (status == NW_OK)
        status = nw_experiment_study(study, &setting, error);
    nw_experiment_clear(&setting);
    if (status != NW_OK)
        nw_study_clear(study);
    return status;
}

static int write_counts(const nw_options *options)
{
    nw_error error;
    nw_study study;
    if (read_study(&study, options, &error) != NW_OK)
        return nw_give_up(&error);
    nw_table *table = nw_table_new("experiment-counts");
    nw_experiment_counts_fill(table, &study);
    nw_study_clear(&study);
    return write_tables(&table, 1, options);
}

/* ---- the catalogue ---- */

static int write_list(const nw_options *options)
{
    if (options->operand_count > 1) {
        nw_complain("experiment list takes no name");
        return nw_exit_code(NW_BAD_INPUT);
    }
    nw_table *table = nw_table_new("experiments");
    nw_table_title(table, "The experiments of the paper");
    nw_table_column(table, NW_COLUMN_TEXT, "experiment", NULL, NULL);
    nw_table_column(table, NW_COLUMN_TEXT, "figures", NULL, NULL);
    nw_table_column(table, NW_COLUMN_TEXT, "summary", "what it shows", NULL);
    for (int i = 0; i < NW_EXPERIMENT_COUNT; i++) {
        nw_table_text(table, nw_experiment_cards[i].name);
        nw_table_text(table, nw_experiment_cards[i].figures);
        nw_table_text(table, nw_experiment_cards[i].summary);
    }
    return write_tables(&table, 1, options);
}

static void add_experiments(nw_text *help)
{
    nw_text_add(help, "\nExperiments:\n");
    for (int i = 0; i < NW_EXPERIMENT_COUNT; i++)
        nw_help_row(help, nw_experiment_cards[i].name, nw_experiment_cards[i].summary);
}

static const nw_study_command study_command = {
    .kind = &nw_experiment_kind, .read = read_study, .report = report, .needs_file = false};

static int run(const nw_options *options)
{
    if (options->operand_count > 0 && strcmp(options->operands[0], "list") == 0)
        return write_list(options);
    if (nw_options_given(options, "counts"))
        return write_counts(options);
    return nw_study_command_run(&study_command, options);
}

const nw_command nw_command_experiment = {
    .name = "experiment",
    .operands = "NAME|SETTINGS|list|status FILE|records FILE",
    .summary = "the paper's own experiments, with its settings or smaller ones",
    .about =
        "Trains the networks of an experiment of the paper, with its settings, those of a preset or of the options, "
        "and ends with tables of test errors beside baselines that need no I or no training. SETTINGS is a file that "
        "--print-study wrote. With --out the results are kept in a SQLite file as they come, and the same command goes "
        "on where it ended, after Ctrl-C, kill -9 or a loss of power; status says how far a file is, records writes "
        "its results as JSON, and 'nwidth table experiment' and 'nwidth plot experiment' make tables and figures of "
        "it.",
    .groups = NW_TAKES_EXPERIMENT | NW_TAKES_JOBS | NW_TAKES_OUTPUT | NW_TAKES_QUIET,
    .styles = NW_EVERY_STYLE,
    .more_help = add_experiments,
    .run = run,
};
