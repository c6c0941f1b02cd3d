/* nwidth plot widths FILE..., plot gap|experiment FILE, -o FIGURE: figures, drawn by gnuplot or by LaTeX. */
#include <errno.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/output.h"
#include "cli/cards.h"
#include "cli/work.h"
#include "report/experiment_figure.h"
#include "report/figure_plot.h"
#include "report/figure_tikz.h"
#include "report/gap_figure.h"
#include "report/width_plot.h"

extern char **environ;

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), tail = strlen(end);
    return length >= tail && strcmp(text + length - tail, end) == 0;
}

static bool plots(const nw_options *options, const char *what)
{
    return options->operand_count > 0 && strcmp(options->operands[0], what) == 0;
}

/* What has panels can be written for LaTeX, too. */
static bool plots_panels(const nw_options *options)
{
    return plots(options, "gap") || plots(options, "experiment");
}

/* The name of the figure says what it is; standard output gets the script. */
static nw_status choose_format(nw_plot_format *format, const nw_options *options, nw_error *error)
{
    *format = NW_PLOT_SCRIPT;
    if (options->output == NULL || strcmp(options->output, "-") == 0 || ends_with(options->output, ".gp"))
        return NW_OK;
    if (ends_with(options->output, ".svg"))
        *format = NW_PLOT_SVG;
    else if (ends_with(options->output, ".pdf"))
        *format = NW_PLOT_PDF;
    else if (plots_panels(options) && ends_with(options->output, ".tex"))
        *format = NW_PLOT_TIKZ;
    else
        return nw_fail(error, NW_BAD_INPUT,
                       "--output %.200s: a figure's name ends with .svg, .pdf%s or .gp (the script)", options->output,
                       plots_panels(options) ? ", .tex (pgfplots)" : "");
    return NW_OK;
}

/* ---- running gnuplot ---- */

static nw_status write_script(FILE *file, const nw_text *script, nw_error *error)
{
    if (fwrite(nw_text_string(script), 1, script->length, file) == script->length && fflush(file) == 0)
        return NW_OK;
    return nw_fail(error, NW_IO_FAILURE, "cannot write gnuplot's script: %s", strerror(errno));
}

/* gnuplot reads the script as its standard input and writes the figure to `to`. */
static nw_status spawn_gnuplot(FILE *script, FILE *to, nw_error *error)
{
    char program[] = "gnuplot", standard_input[] = "-";
    char *arguments[] = {program, standard_input, NULL};
    posix_spawn_file_actions_t actions;
    pid_t child;
    int status;
    rewind(script);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, fileno(script), STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, fileno(to), STDOUT_FILENO);
    int problem = posix_spawnp(&child, program, &actions, NULL, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    if (problem != 0)
        return nw_fail(error, NW_IO_FAILURE,
                       "cannot run gnuplot: %s (Debian package: gnuplot-nox); a name that ends "
                       "with .gp gets the script alone",
                       strerror(problem));
    while (waitpid(child, &status, 0) == -1)
        if (errno != EINTR)
            return nw_fail(error, NW_IO_FAILURE, "cannot wait for gnuplot: %s", strerror(errno));
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return nw_fail(error, NW_IO_FAILURE, "gnuplot failed; a name that ends with .gp gets the script alone");
    return NW_OK;
}

/* The date that a PDF carries becomes a fixed one of the same length: the same results are the same bytes. */
static void forget_date(nw_text *figure)
{
    static const char key[] = "/CreationDate (D:", fixed[] = "20000101000000";
    enum { KEY = sizeof key - 1, FIXED = sizeof fixed - 1 };
    for (size_t i = 0; i + KEY + FIXED < figure->length; i++) {
        char *date = figure->data + i + KEY;
        if (memcmp(figure->data + i, key, KEY) == 0 && strspn(date, "0123456789") == FIXED)
            memcpy(date, fixed, FIXED);
    }
}

static nw_status read_back(nw_text *text, FILE *file, nw_error *error)
{
    enum { PIECE = 1 << 16 };
    size_t got;
    rewind(file);
    do {
        nw_text_reserve(text, PIECE);
        got = fread(text->data + text->length, 1, PIECE, file);
        text->length += got;
        text->data[text->length] = '\0';
    } while (got > 0);
    return ferror(file) ? nw_fail(error, NW_IO_FAILURE, "cannot read gnuplot's figure: %s", strerror(errno)) : NW_OK;
}

/* The script becomes the figure that gnuplot draws from it. */
static nw_status draw(nw_text *script, nw_error *error)
{
    FILE *commands = tmpfile(), *drawn = tmpfile();
    nw_status status = NW_OK;
    if (commands == NULL || drawn == NULL)
        status = nw_fail(error, NW_IO_FAILURE, "cannot make a temporary file: %s", strerror(errno));
    if (status == NW_OK)
        status = write_script(commands, script, error);
    if (status == NW_OK)
        status = spawn_gnuplot(commands, drawn, error);
    if (status == NW_OK) {
        nw_text_reset(script);
        status = read_back(script, drawn, error);
        forget_date(script);
    }
    if (commands != NULL)
        fclose(commands);
    if (drawn != NULL)
        fclose(drawn);
    return status;
}

/* ---- the command ---- */

static void add_origin(nw_text *script, char comment, const nw_options *options)
{
    const nw_origin *origin = nw_options_origin(options);
    if (origin == NULL)
        return;
    char *line = nw_origin_line(origin);
    nw_text_addf(script, "%c %s\n", comment, line);
    free(line);
}

static nw_status script_of_widths(nw_text *script, nw_plot_format format, nw_context *context,
                                  const nw_options *options, nw_error *error)
{
    nw_width_groups groups = {0};
    nw_status status = nw_work_read_widths(&groups, options, error);
    if (status == NW_OK) {
        add_origin(script, '#', options);
        nw_width_plot(script, &groups, format, context);
    }
    nw_width_groups_clear(&groups);
    return status;
}

/* Clears the figure. */
static void write_panels(nw_text *script, nw_figure *figure, nw_plot_format format, const nw_options *options)
{
    add_origin(script, format == NW_PLOT_TIKZ ? '%' : '#', options);
    if (format == NW_PLOT_TIKZ)
        nw_figure_tikz(script, figure);
    else
        nw_figure_plot(script, figure, format);
    nw_figure_clear(figure);
}

static nw_status script_of_gap(nw_text *script, nw_plot_format format, nw_context *context, const nw_options *options,
                               nw_error *error)
{
    nw_work_gap gap;
    nw_figure figure;
    nw_status status = nw_work_read_gap(&gap, context, options, error);
    if (status == NW_OK)
        status = nw_gap_figure_make(&figure, &gap.groups, &gap.bounds, error);
    nw_work_clear_gap(&gap);
    if (status != NW_OK)
        return status;
    write_panels(script, &figure, format, options);
    return NW_OK;
}

static nw_status script_of_experiment(nw_text *script, nw_plot_format format, const nw_options *options,
                                      nw_error *error)
{
    nw_experiment_groups groups;
    nw_figure figure;
    if (options->operand_count != 2)
        return nw_fail(error, NW_BAD_INPUT, "plot experiment takes one file, of 'nwidth experiment NAME --out FILE'");
    nw_status status = nw_work_read_experiment(&groups, options->operands[1], error);
    if (status == NW_OK)
        status = nw_experiment_figure_make(&figure, &groups, error);
    nw_experiment_groups_clear(&groups);
    if (status == NW_OK)
        write_panels(script, &figure, format, options);
    return status;
}

static nw_status make_script(nw_text *script, nw_plot_format format, nw_context *context, const nw_options *options,
                             nw_error *error)
{
    if (plots(options, "gap"))
        return script_of_gap(script, format, context, options, error);
    if (plots(options, "experiment"))
        return script_of_experiment(script, format, options, error);
    if (plots(options, "widths"))
        return script_of_widths(script, format, context, options, error);
    return nw_fail(error, NW_BAD_INPUT,
                   "what to plot? write 'nwidth plot widths FILE...', 'nwidth plot gap FILE' or 'nwidth plot "
                   "experiment FILE'");
}

/* The output is opened first: what cannot be written is said before gnuplot runs. */
static nw_status write_figure(nw_text *script, nw_plot_format format, const nw_options *options, nw_error *error)
{
    nw_output output;
    nw_status status = nw_output_open(&output, options->output, error);
    if (status != NW_OK)
        return status;
    if (format == NW_PLOT_SVG || format == NW_PLOT_PDF)
        status = draw(script, error);
    if (status != NW_OK) {
        nw_output_discard(&output);
        return status;
    }
    fwrite(nw_text_string(script), 1, script->length, output.stream);
    return nw_output_finish(&output, error);
}

static int run(const nw_options *options)
{
    nw_error error;
    nw_context *context = NULL;
    nw_plot_format format;
    nw_text script = {0};
    nw_status status = choose_format(&format, options, &error);
    if (status == NW_OK)
        status = nw_options_context(&context, options, &error);
    if (status == NW_OK)
        status = make_script(&script, format, context, options, &error);
    if (status == NW_OK)
        status = write_figure(&script, format, options, &error);
    nw_text_clear(&script);
    nw_context_free(context);
    return status == NW_OK ? 0 : nw_give_up(&error);
}

const nw_command nw_command_plot = {
    .name = "plot",
    .operands = "widths FILE...|gap|experiment FILE",
    .summary = "figures of measured results (gnuplot)",
    .about =
        "widths: draws the widths of the JSON files that 'nwidth width --format json' writes, beside the bounds: "
        "log-log, one panel a series. gap: draws the gap study in the file of 'nwidth gap --out FILE': N_g and N_q "
        "beside the bounds, one panel counted densely and one by connections. experiment: draws the test errors in the "
        "file of 'nwidth experiment NAME --out FILE' beside their baselines, a panel for each target. The name of --output says the format: "
        ".svg, .pdf, .gp for the gnuplot script with its data, which is also what "
        "standard output gets, or, of gap and experiment, .tex for pgfplots.",
    .groups = NW_TAKES_OUTPUT,
    .styles = 0,
    .run = run,
};
