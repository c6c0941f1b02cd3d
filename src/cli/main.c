/* nwidth COMMAND ...: finds the command and runs it.
 *
 * setlocale is never called: the program stays in the C locale, so that numbers are read and written with a point and
 * no letter changes case by the rules of another language. */
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arb_compat.h"
#include "base/output.h"
#include "cli/command.h"
#include "cli/options.h"

static const nw_command *const commands[] = {
    &nw_command_list, &nw_command_explain, &nw_command_bound,   &nw_command_table, &nw_command_audit,
    &nw_command_fit,  &nw_command_certify, &nw_command_verify, &nw_command_width, &nw_command_plot,
    &nw_command_construct, &nw_command_gap, &nw_command_experiment, &nw_command_reproduce,
};

const nw_command *nw_command_at(size_t index)
{
    return index < sizeof commands / sizeof commands[0] ? commands[index] : NULL;
}

void nw_complain(const char *line)
{
    fprintf(stderr, "nwidth: %s\n", line);
}

int nw_give_up(const nw_error *error)
{
    nw_complain(error->message);
    return nw_exit_code(error->status);
}

static const nw_command *find_command(const char *name)
{
    for (size_t i = 0; nw_command_at(i) != NULL; i++)
        if (strcmp(nw_command_at(i)->name, name) == 0)
            return nw_command_at(i);
    return NULL;
}

static int unknown_command(const char *name)
{
    nw_guess guess = {.word = name};
    for (size_t i = 0; nw_command_at(i) != NULL; i++)
        nw_guess_offer(&guess, nw_command_at(i)->name);
    nw_error error;
    if (guess.nearest != NULL)
        nw_fail(&error, NW_BAD_INPUT, "there is no command '%.60s'; did you mean '%s'? see 'nwidth help'", name,
                guess.nearest);
    else
        nw_fail(&error, NW_BAD_INPUT, "there is no command '%.60s'; see 'nwidth help'", name);
    return nw_give_up(&error);
}

/* ---- commands of the dispatcher itself ---- */

static void print_overview(void)
{
    puts("Usage: nwidth COMMAND [ARGUMENT]... [OPTION]...\n"
         "The theory of hypernetworks as proven numbers.\n\n"
         "Commands:");
    for (size_t i = 0; nw_command_at(i) != NULL; i++)
        printf("  %-10s %s\n", nw_command_at(i)->name, nw_command_at(i)->summary);
    puts("  help       what a command does: nwidth help COMMAND\n\n"
         "nwidth --version names the libraries that do the arithmetic.");
}

static int print_version(void)
{
    printf("nwidth %s\n", nw_version());
    printf("GMP %s, MPFR %s, FLINT %s, Arb %s, Jansson %s\n", gmp_version, mpfr_get_version(), nw_flint_version(),
           nw_arb_version(), JANSSON_VERSION);
    puts("License GPL-3.0-or-later: free software, without any warranty.");
    return 0;
}

static void print_text(void (*fill)(nw_text *, const nw_command *), const nw_command *command)
{
    nw_text text = {0};
    fill(&text, command);
    fputs(nw_text_string(&text), stdout);
    nw_text_clear(&text);
}

/* help [COMMAND], and for completion help --options COMMAND */
static int help(int argc, char **argv)
{
    bool names = argc > 2 && strcmp(argv[2], "--options") == 0;
    int at = names ? 3 : 2;
    if (argc <= at) {
        print_overview();
        return 0;
    }
    const nw_command *command = find_command(argv[at]);
    if (command == NULL)
        return unknown_command(argv[at]);
    print_text(names ? nw_options_names : nw_options_help, command);
    return 0;
}

static int run_command(const nw_command *command, int argc, char **argv)
{
    nw_options options;
    nw_error error;
    int code;
    if (nw_options_parse(&options, command, argc, argv, &error) != NW_OK) {
        code = nw_give_up(&error);
    } else if (options.help) {
        print_text(nw_options_help, command);
        code = 0;
    } else {
        code = command->run(&options);
    }
    nw_options_clear(&options);
    return code;
}

static int dispatch(int argc, char **argv)
{
    static const char *const help_words[] = {"help", "--help", "-h"};
    if (argc < 2) {
        nw_complain("which command? see 'nwidth help'");
        return nw_exit_code(NW_BAD_INPUT);
    }
    for (size_t i = 0; i < sizeof help_words / sizeof help_words[0]; i++)
        if (strcmp(argv[1], help_words[i]) == 0)
            return help(argc, argv);
    if (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0)
        return print_version();
    const nw_command *command = find_command(argv[1]);
    return command != NULL ? run_command(command, argc, argv) : unknown_command(argv[1]);
}

/* A closed standard stream would hand its number to the first file we open, and that file would take what was meant for
 * the stream.  What fills the gap here fails on use, as a closed stream does. */
static void guard_standard_streams(void)
{
    for (int descriptor = 0; descriptor <= 2; descriptor++)
        if (fcntl(descriptor, F_GETFD) == -1 && errno == EBADF &&
            open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY) != descriptor)
            _exit(nw_exit_code(NW_IO_FAILURE));
}

int main(int argc, char **argv)
{
    guard_standard_streams();
    nw_output_catch_signals();
    int code = dispatch(argc, argv);
    nw_error error;
    if (nw_output_close_standard(&error) != NW_OK && code != nw_exit_code(NW_IO_FAILURE))
        code = nw_give_up(&error);
    flint_cleanup_master();
    return code;
}
