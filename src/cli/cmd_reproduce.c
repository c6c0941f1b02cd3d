/* nwidth reproduce [FOLDER]: every table, figure and study into one folder, each by the command that its step names. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/interrupt.h"
#include "base/memory.h"
#include "base/output.h"
#include "base/progress.h"
#include "cli/options.h"
#include "cli/reproduce_index.h"
#include "cli/reproduce_steps.h"
#include "cli/save.h"

extern char **environ;

/* ---- one step ---- */

typedef struct world {
    char *program; /* this very program */
    char *folder;  /* of all results, absolute */
    bool quiet;
    volatile bool *stop;
} world;

/* Signals do not end a wait, so it looks again ten times a second; a signal is handed on, and the step keeps what is
 * done. */
static bool wait_for(int *status, pid_t child, const volatile bool *stop)
{
    static const struct timespec pause = {.tv_nsec = 100000000};
    pid_t ended;
    bool told = false;
    while ((ended = waitpid(child, status, WNOHANG)) == 0 || (ended == -1 && errno == EINTR)) {
        if (*stop && !told)
            told = kill(child, SIGTERM) == 0;
        nanosleep(&pause, NULL);
    }
    return ended == child;
}

/* Runs the step in the folder of its part and waits for it; *code is its exit status, 128 + signal when it was killed.
 * What it prints on standard output goes nowhere: all of it is in files. */
static nw_status run_once(int *code, const world *around, const nw_step *step, nw_error *error)
{
    posix_spawn_file_actions_t actions;
    pid_t child;
    int status;
    char *folder = nw_format("%s/%s", around->folder, nw_part_words[step->part]);
    char **words = nw_alloc(step->count + 2, sizeof *words);
    words[0] = around->program;
    memcpy(words + 1, step->words, step->count * sizeof *words);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    int problem = chdir(folder) == 0 ? 0 : errno;
    if (problem == 0)
        problem = posix_spawn(&child, around->program, &actions, NULL, words, environ);
    posix_spawn_file_actions_destroy(&actions);
    free(words);
    free(folder);
    if (problem != 0)
        return nw_fail(error, NW_IO_FAILURE, "cannot run %.200s in %.300s/%s: %s", around->program, around->folder,
                       nw_part_words[step->part], strerror(problem));
    if (!wait_for(&status, child, around->stop))
        return nw_fail(error, NW_IO_FAILURE, "cannot wait for %.200s: %s", around->program, strerror(errno));
    *code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return NW_OK;
}

/* The file of a study with other settings, or of another version, is put aside and the study begun anew. */
static nw_status put_aside(bool *moved, const world *around, const nw_step *step, nw_error *error)
{
    char *file = nw_format("%s/%s/%s", around->folder, nw_part_words[step->part], step->store);
    char *old = nw_format("%s.old", file);
    nw_status status = NW_OK;
    *moved = false;
    if (access(file, F_OK) == 0) {
        *moved = rename(file, old) == 0;
        if (!*moved)
            status = nw_fail(error, NW_IO_FAILURE, "cannot rename %.300s: %s", file, strerror(errno));
    }
    free(file);
    free(old);
    return status;
}

static nw_status run_step(const world *around, const nw_step *step, nw_error *error)
{
    int code;
    bool moved = false;
    nw_status status = run_once(&code, around, step, error);
    if (status == NW_OK && code == nw_exit_code(NW_BAD_INPUT) && step->store != NULL) {
        status = put_aside(&moved, around, step, error);
        if (status == NW_OK && moved)
            status = run_once(&code, around, step, error);
    }
    /* 3: some job came out unknown, which the tables say. */
    if (status != NW_OK || code == 0 || code == NW_EXIT_UNKNOWN || *around->stop)
        return status;
    char *line = nw_step_command(step);
    status = nw_fail(error, code == nw_exit_code(NW_BAD_INPUT) ? NW_BAD_INPUT : NW_IO_FAILURE,
                     "exit status %d of '%.400s' in %.300s/%s", code, line, around->folder, nw_part_words[step->part]);
    free(line);
    return status;
}

/* ---- all of them ---- */

static void say(const world *around, const nw_steps *steps, size_t number, double begun)
{
    if (around->quiet)
        return;
    char *line = nw_step_command(&steps->steps[number]);
    fprintf(stderr, "reproduce: %zu of %zu, %.0f s: %s: %s\n", number + 1, steps->count, nw_seconds() - begun,
            nw_part_words[steps->steps[number].part], line);
    free(line);
}

static nw_status make_folders(const world *around, unsigned parts, nw_error *error)
{
    nw_status status = NW_OK;
    for (int part = 0; part < NW_PART_COUNT && status == NW_OK; part++)
        if ((parts >> part & 1) != 0) {
            char *folder = nw_format("%s/%s", around->folder, nw_part_words[part]);
            status = nw_save_folder(folder, error);
            free(folder);
        }
    return status;
}

static nw_status run_steps(const world *around, const nw_steps *steps, nw_error *error)
{
    double begun = nw_seconds();
    nw_status status = NW_OK;
    for (size_t i = 0; i < steps->count && status == NW_OK && !*around->stop; i++) {
        say(around, steps, i, begun);
        status = run_step(around, &steps->steps[i], error);
    }
    return status;
}

/* Where the program itself is: a step runs the same one. */
static nw_status find_program(char **program, nw_error *error)
{
    *program = realpath("/proc/self/exe", NULL);
    return *program != NULL ? NW_OK
                            : nw_fail(error, NW_IO_FAILURE, "cannot find the program itself: %s", strerror(errno));
}

static nw_status absolute(char **path, const char *given, const char *what, nw_error *error)
{
    *path = realpath(given, NULL);
    return *path != NULL ? NW_OK : nw_fail(error, NW_BAD_INPUT, "%s %.300s: %s", what, given, strerror(errno));
}

static nw_status read_plan(nw_steps_plan *plan, const nw_options *options, nw_error *error)
{
    const char *preset = nw_options_text(options, "preset"), *parts = nw_options_text(options, "parts");
    preset = preset != NULL ? preset : "quick";
    *plan = (nw_steps_plan){.parts = (1u << NW_PART_COUNT) - 1, .threads = options->work.threads};
    while (plan->effort < NW_EFFORT_COUNT && strcmp(nw_effort_words[plan->effort], preset) != 0)
        plan->effort++;
    if (plan->effort == NW_EFFORT_COUNT)
        return nw_fail(error, NW_BAD_INPUT, "--preset %.40s: expected tiny, quick or paper", preset);
    return parts == NULL ? NW_OK : nw_parts_read(&plan->parts, parts, error);
}

static nw_status reproduce(const world *around, const nw_steps_plan *plan, nw_error *error)
{
    nw_steps steps;
    nw_status status = make_folders(around, plan->parts, error);
    if (status != NW_OK)
        return status;
    nw_steps_make(&steps, plan);
    status = run_steps(around, &steps, error);
    if (status == NW_OK && !*around->stop && plan->parts == (1u << NW_PART_COUNT) - 1)
        status = nw_reproduce_index(around->folder, plan, &steps, error);
    nw_steps_clear(&steps);
    return status;
}

static int run(const nw_options *options)
{
    nw_error error;
    nw_steps_plan plan;
    char *data = NULL;
    world here = {.quiet = options->quiet, .stop = nw_interrupt_watch()};
    const char *folder = options->operand_count > 0 ? options->operands[0] : "results";
    if (options->operand_count > 1) {
        nw_complain("reproduce takes one folder; what else it needs are options");
        return nw_exit_code(NW_BAD_INPUT);
    }
    nw_status status = read_plan(&plan, options, &error);
    if (status == NW_OK && nw_options_given(options, "data"))
        status = absolute(&data, nw_options_text(options, "data"), "--data", &error);
    plan.data = data;
    if (status == NW_OK)
        status = find_program(&here.program, &error);
    if (status == NW_OK)
        status = nw_save_folder(folder, &error);
    if (status == NW_OK)
        status = absolute(&here.folder, folder, "the folder", &error);
    if (status == NW_OK)
        status = reproduce(&here, &plan, &error);
    if (status == NW_OK && *here.stop)
        status = nw_fail(&error, NW_IO_FAILURE, "interrupted; studies keep what is done, and the same command goes on");
    int code = status == NW_OK ? 0 : nw_give_up(&error);
    free(here.program);
    free(here.folder);
    free(data);
    if (*here.stop)
        nw_interrupt_deliver();
    return code;
}

const nw_command nw_command_reproduce = {
    .name = "reproduce",
    .operands = "[FOLDER]",
    .summary = "every table, study and figure into one folder",
    .about =
        "Runs the commands that make the theorem tables, the measured widths, the gap study and the paper's own "
        "experiments, each in its folder below FOLDER (without the operand: results), as text, CSV, JSON, LaTeX, "
        "Markdown, SVG and PDF; FOLDER/README.md then says what was made by which command, and, experiment by "
        "experiment, what the paper saw and what this run saw. Interrupted studies go on where they ended. The preset "
        "quick takes less than half an hour on two cores, paper days, tiny a minute.",
    .groups = NW_TAKES_REPRODUCE | NW_TAKES_QUIET,
    .styles = 0,
    .run = run,
};
