/* nwidth plot widths FILE... -o FIGURE: figures, drawn by gnuplot. */
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
#include "report/width_plot.h"

extern char **environ;

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), tail = strlen(end);
    return length >= tail && strcmp(text + length - tail, end) == 0;
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
    else
        return nw_fail(error, NW_BAD_INPUT, "--output %.200s: a figure's name ends with .svg, .pdf or .gp (the script)",
                       options->output);
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
        return nw_fail(error, NW_IO_FAILURE, "cannot run gnuplot: %s (Debian package: gnuplot-nox); a name that ends "
                                             "with .gp gets the script alone", strerror(problem));
    while (waitpid(child, &status, 0) == -1)
        if (errno != EINTR)
            return nw_fail(error, NW_IO_FAILURE, "cannot wait for gnuplot: %s", strerror(errno));
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return nw_fail(error, NW_IO_FAILURE, "gnuplot failed; a name that ends with .gp gets the script alone");
    return NW_OK;
}

static nw_status draw(nw_output *output, const nw_text *script, nw_plot_format format, nw_error *error)
{
    if (format == NW_PLOT_SCRIPT) {
        fwrite(nw_text_string(script), 1, script->length, output->stream);
        return NW_OK;
    }
    FILE *file = tmpfile();
    if (file == NULL)
        return nw_fail(error, NW_IO_FAILURE, "cannot make a temporary file: %s", strerror(errno));
    nw_status status = write_script(file, script, error);
    if (status == NW_OK)
        status = spawn_gnuplot(file, output->stream, error);
    fclose(file);
    return status;
}

/* ---- the command ---- */

static nw_status read_operands(nw_width_groups *groups, const nw_options *options, nw_error *error)
{
    if (options->operand_count == 0 || strcmp(options->operands[0], "widths") != 0)
        return nw_fail(error, NW_BAD_INPUT, "what to plot? write 'nwidth plot widths FILE...'");
    return nw_work_read_widths(groups, options, error);
}

static void make_script(nw_text *script, const nw_width_groups *groups, nw_plot_format format, nw_context *context,
                        const nw_options *options)
{
    const nw_origin *origin = nw_options_origin(options);
    if (origin != NULL) {
        char *line = nw_origin_line(origin);
        nw_text_addf(script, "# %s\n", line);
        free(line);
    }
    nw_width_plot(script, groups, format, context);
}

static int run(const nw_options *options)
{
    nw_error error;
    nw_output output;
    nw_context *context = NULL;
    nw_width_groups groups = {0};
    nw_plot_format format;
    nw_status status = choose_format(&format, options, &error);
    if (status == NW_OK)
        status = read_operands(&groups, options, &error);
    if (status == NW_OK)
        status = nw_options_context(&context, options, &error);
    if (status == NW_OK && (status = nw_output_open(&output, options->output, &error)) == NW_OK) {
        nw_text script = {0};
        make_script(&script, &groups, format, context, options);
        status = draw(&output, &script, format, &error);
        nw_text_clear(&script);
        if (status == NW_OK)
            status = nw_output_finish(&output, &error);
        else
            nw_output_discard(&output);
    }
    nw_width_groups_clear(&groups);
    nw_context_free(context);
    return status == NW_OK ? 0 : nw_give_up(&error);
}

const nw_command nw_command_plot = {
    .name = "plot",
    .operands = "widths FILE...",
    .summary = "figures of measured results (gnuplot)",
    .about = "Draws the widths of the JSON files that 'nwidth width --format json' writes, beside the bounds: log-log, one "
             "panel a series. The name of --output says the format: .svg, .pdf, or .gp for the gnuplot script with its "
             "data, which is also what standard output gets.",
    .groups = NW_TAKES_OUTPUT,
    .styles = 0,
    .run = run,
};
