#include "cli/options.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "cli/config.h"
#include "cli/option_rows.h"

/* getopt's values: rows first, then the settings. */
enum { FIRST_ROW = 1000, FIRST_SETTING = 2000 };

static bool takes_row(const nw_command *command, const nw_option_row *row)
{
    if (row->lists_styles && command->styles == 0)
        return false; /* what it writes is said by the name of the file */
    return row->group == 0 || (command->groups & row->group) != 0;
}

static bool takes_settings(const nw_command *command)
{
    return (command->groups & NW_TAKES_SETTINGS) != 0;
}

static nw_status set_row(nw_options *options, size_t index, const char *value, nw_error *error)
{
    options->given[index] = value != NULL ? value : "";
    return nw_option_rows[index].set(options, value, error);
}

/* ---- parsing ---- */

enum { MOST_OPTIONS = NW_OPTION_ROWS + NW_PARAM_COUNT };

/* Long and short options of a command in getopt's form. */
static void list_options(const nw_command *command, struct option *longs, char *shorts)
{
    *shorts++ = ':'; /* a missing value is told from an unknown option */
    for (int i = 0; i < NW_OPTION_ROWS; i++) {
        if (!takes_row(command, &nw_option_rows[i]))
            continue;
        int has_value = nw_option_rows[i].metavar != NULL ? required_argument : no_argument;
        *longs++ = (struct option){nw_option_rows[i].name, has_value, NULL, FIRST_ROW + i};
        if (nw_option_rows[i].letter != 0) {
            *shorts++ = nw_option_rows[i].letter;
            if (has_value)
                *shorts++ = ':';
        }
    }
    if (takes_settings(command))
        for (int p = 0; p < NW_PARAM_COUNT; p++)
            *longs++ = (struct option){nw_parameters[p].name, required_argument, NULL, FIRST_SETTING + p};
    *longs = (struct option){0};
    *shorts = '\0';
}

static int row_of_letter(int letter)
{
    for (int i = 0; i < NW_OPTION_ROWS; i++)
        if (nw_option_rows[i].letter != 0 && nw_option_rows[i].letter == letter)
            return i;
    return -1;
}

static const char *suggestion(const struct option *longs, const char *written)
{
    nw_guess guess = {.word = written};
    for (; longs->name != NULL; longs++)
        nw_guess_offer(&guess, longs->name);
    return guess.nearest;
}

/* The option as it was written, "--format" for "--format=csv"; getopt has just passed it. */
static char *written_option(char **argv)
{
    const char *word = argv[optind - 1];
    return nw_format("%.*s", (int)strcspn(word, "="), word);
}

static nw_status bad_option(const nw_command *command, const struct option *longs, char **argv, nw_error *error)
{
    if (optopt != 0 && optopt < FIRST_ROW)
        return nw_fail(error, NW_BAD_INPUT, "there is no option -%c; see 'nwidth help %s'", optopt, command->name);
    char *written = written_option(argv);
    nw_status status;
    const char *nearest = suggestion(longs, written + 2);
    size_t starts = 0;
    for (const struct option *option = longs; option->name != NULL; option++)
        starts += strncmp(option->name, written + 2, strlen(written + 2)) == 0;
    if (optopt != 0)
        status = nw_fail(error, NW_BAD_INPUT, "%.60s takes no value", written);
    else if (starts > 1)
        status = nw_fail(error, NW_BAD_INPUT, "%.60s may be short for several options; see 'nwidth help %s'", written,
                         command->name);
    else if (nearest != NULL)
        status = nw_fail(error, NW_BAD_INPUT, "there is no option %.60s; did you mean --%s? see 'nwidth help %s'",
                         written, nearest, command->name);
    else
        status = nw_fail(error, NW_BAD_INPUT, "there is no option %.60s; see 'nwidth help %s'", written, command->name);
    free(written);
    return status;
}

static nw_status missing_value(nw_error *error)
{
    const char *name, *metavar;
    if (optopt >= FIRST_SETTING) {
        name = nw_parameters[optopt - FIRST_SETTING].name;
        metavar = nw_parameters[optopt - FIRST_SETTING].metavar;
    } else {
        int row = optopt >= FIRST_ROW ? optopt - FIRST_ROW : row_of_letter(optopt);
        name = nw_option_rows[row].name;
        metavar = nw_option_rows[row].metavar;
    }
    return nw_fail(error, NW_BAD_INPUT, "--%s needs a value: --%s %s", name, name, metavar);
}

static nw_status take_option(nw_options *options, int found, const struct option *longs, char **argv, nw_error *error)
{
    if (found == '?')
        return bad_option(options->command, longs, argv, error);
    if (found == ':')
        return missing_value(error);
    if (found >= FIRST_SETTING)
        return nw_sweep_add(&options->sweep, (nw_param)(found - FIRST_SETTING), optarg, error);
    int row = found >= FIRST_ROW ? found - FIRST_ROW : row_of_letter(found);
    return set_row(options, (size_t)row, optarg, error);
}

static void keep_origin(nw_options *options, int argc, char **argv)
{
    /* getopt_long moves operands to the end, so the order that was written is kept apart. */
    const char **command = nw_alloc((size_t)argc, sizeof *command);
    command[0] = "nwidth";
    for (int i = 1; i < argc; i++)
        command[i] = argv[i];
    options->origin = (nw_origin){.count = (size_t)argc, .command = command};
}

nw_status nw_options_parse(nw_options *options, const nw_command *command, int argc, char **argv, nw_error *error)
{
    *options = (nw_options){.command = command, .style = NW_STYLE_TEXT, .provenance = true};
    nw_option_defaults(options);
    keep_origin(options, argc, argv);
    struct option longs[MOST_OPTIONS + 1];
    char shorts[2 * NW_OPTION_ROWS + 2];
    list_options(command, longs, shorts);
    opterr = 0;
    optind = 1;
    nw_status status = NW_OK;
    int found;
    while (status == NW_OK && (found = getopt_long(argc - 1, argv + 1, shorts, longs, NULL)) != -1)
        status = take_option(options, found, longs, argv + 1, error);
    for (size_t i = 0; i < NW_OPTION_ROWS; i++)
        options->by_command[i] = options->given[i] != NULL;
    options->command_axes = options->sweep.count;
    if (status == NW_OK && options->config != NULL && !options->help)
        status = nw_config_apply(options, error);
    options->operands = argv + 1 + optind;
    options->operand_count = (size_t)(argc - 1 - optind);
    options->origin.precision = (command->groups & NW_TAKES_PRECISION) != 0 ? options->precision : 0;
    return status;
}

void nw_options_clear(nw_options *options)
{
    nw_sweep_clear(&options->sweep);
    free((void *)options->origin.command);
    free(options->config);
    *options = (nw_options){0};
}

const char *nw_options_text(const nw_options *options, const char *name)
{
    for (size_t i = 0; i < NW_OPTION_ROWS; i++)
        if (strcmp(nw_option_rows[i].name, name) == 0 && takes_row(options->command, &nw_option_rows[i]))
            return options->given[i];
    return NULL;
}

bool nw_options_given(const nw_options *options, const char *name)
{
    return nw_options_text(options, name) != NULL;
}

const nw_origin *nw_options_origin(const nw_options *options)
{
    return options->provenance ? &options->origin : NULL;
}

/* Whether the command line gave this row, or another that says the same in another way: --eps and --theta. */
static bool given_before(const nw_options *options, size_t row)
{
    for (size_t i = 0; i < NW_OPTION_ROWS; i++) {
        bool same =
            i == row || (nw_option_rows[i].group == NW_TAKES_GOAL && nw_option_rows[row].group == NW_TAKES_GOAL);
        if (same && options->by_command[i])
            return true;
    }
    return false;
}

nw_status nw_options_set(nw_options *options, const char *name, const char *value, nw_error *error)
{
    nw_param param = takes_settings(options->command) ? nw_param_find(name) : NW_PARAM_COUNT;
    if (param != NW_PARAM_COUNT) {
        const nw_axis *axis = nw_sweep_axis(&options->sweep, param);
        bool fixed = axis != NULL && (size_t)(axis - options->sweep.axes) < options->command_axes;
        return fixed ? NW_OK : nw_sweep_add(&options->sweep, param, value, error);
    }
    for (size_t i = 0; i < NW_OPTION_ROWS; i++) {
        if (strcmp(nw_option_rows[i].name, name) != 0 || !takes_row(options->command, &nw_option_rows[i]) ||
            nw_option_rows[i].command_line_only)
            continue;
        if (given_before(options, i))
            return NW_OK;
        if (nw_option_rows[i].metavar != NULL)
            return set_row(options, i, value, error);
        if (strcmp(value, "yes") == 0)
            return set_row(options, i, NULL, error);
        return strcmp(value, "no") == 0 ? NW_OK
                                        : nw_fail(error, NW_BAD_INPUT, "%s = %.40s: expected yes or no", name, value);
    }
    return nw_fail(error, NW_BAD_INPUT, "'nwidth %s' has no option '%.40s'", options->command->name, name);
}

/* ---- help ---- */

enum { HELP_WIDTH = 80, HELP_COLUMN = 26 };

static void add_option_line(nw_text *help, char letter, const char *name, const char *metavar, const char *text)
{
    size_t start = help->length;
    if (letter != 0)
        nw_text_addf(help, "  -%c, --%s", letter, name);
    else
        nw_text_addf(help, "      --%s", name);
    if (metavar != NULL)
        nw_text_addf(help, " %s", metavar);
    size_t used = help->length - start;
    if (used + 1 > HELP_COLUMN) {
        nw_text_add_char(help, '\n');
        used = 0;
    }
    nw_text_add_spaces(help, HELP_COLUMN - used);
    nw_text_wrap(help, text, HELP_COLUMN, HELP_COLUMN, HELP_WIDTH);
}

void nw_help_row(nw_text *help, const char *name, const char *meaning)
{
    enum { NAME_COLUMNS = 15, INDENT = 2 + NAME_COLUMNS };
    nw_text_addf(help, "  %-*s", NAME_COLUMNS, name);
    if (strlen(name) >= NAME_COLUMNS) {
        nw_text_add_char(help, '\n');
        nw_text_add_spaces(help, INDENT);
    }
    nw_text_wrap(help, meaning, INDENT, INDENT, HELP_WIDTH);
}

static void add_settings(nw_text *help)
{
    nw_text_add(help, "\nSettings, each one value, a list 1,2,3, integers 1:4, or a grid 0:1:lin11 or\n"
                      "1e-1:1e-4:log16:\n");
    for (int p = 0; p < NW_PARAM_COUNT; p++) {
        char *domain = nw_param_domain((nw_param)p);
        char *text = nw_format("%s (%s)", nw_parameters[p].help, domain);
        add_option_line(help, 0, nw_parameters[p].name, nw_parameters[p].metavar, text);
        free(text);
        free(domain);
    }
}

static void add_rows(nw_text *help, const nw_command *command)
{
    nw_text_add(help, "\nOptions:\n");
    for (int i = 0; i < NW_OPTION_ROWS; i++) {
        const nw_option_row *row = &nw_option_rows[i];
        if (!takes_row(command, row))
            continue;
        char *words = row->lists_styles ? nw_words_text(nw_style_words, command->styles) : nw_copy_text("");
        char *text =
            row->domain != NULL ? nw_format("%s (%s)", row->help, row->domain) : nw_format("%s%s", row->help, words);
        add_option_line(help, row->letter, row->name, row->metavar, text);
        free(text);
        free(words);
    }
}

void nw_options_help(nw_text *help, const nw_command *command)
{
    nw_text_addf(help, "Usage: nwidth %s %s%s[OPTION]...\n", command->name, command->operands,
                 command->operands[0] == '\0' ? "" : " ");
    nw_text_wrap(help, command->about, 0, 0, HELP_WIDTH);
    if (command->more_help != NULL)
        command->more_help(help);
    if (takes_settings(command))
        add_settings(help);
    add_rows(help, command);
    nw_text_add_char(help, '\n');
    nw_text_wrap(help,
                 "Exit status: 0 done, 1 a claim does not hold, 2 bad input or a setting outside the domain, 3 not "
                 "decided, 4 system failure.",
                 0, 0, HELP_WIDTH);
}

void nw_options_names(nw_text *names, const nw_command *command)
{
    for (int i = 0; i < NW_OPTION_ROWS; i++)
        if (takes_row(command, &nw_option_rows[i]))
            nw_text_addf(names, "--%s\n", nw_option_rows[i].name);
    if (takes_settings(command))
        for (int p = 0; p < NW_PARAM_COUNT; p++)
            nw_text_addf(names, "--%s\n", nw_parameters[p].name);
}
