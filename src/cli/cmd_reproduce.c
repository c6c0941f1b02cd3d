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
#include "data/images.h"

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

/* Starts the step in the folder of its part.  What it prints on standard output goes nowhere, as all of it is in files;
 * its complaints go to `complaints` unless that is NULL.  It is in a process group of its own: a signal to ours reaches
 * it once, from here. */
static int start(pid_t *child, const world *around, const nw_step *step, FILE *complaints)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    char *folder = nw_format("%s/%s", around->folder, nw_part_words[step->part]);
    char **words = nw_alloc(step->count + 2, sizeof *words);
    words[0] = around->program;
    memcpy(words + 1, step->words, step->count * sizeof *words);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    if (complaints != NULL)
        posix_spawn_file_actions_adddup2(&actions, fileno(complaints), STDERR_FILENO);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    posix_spawnattr_setpgroup(&attributes, 0);
    int problem = chdir(folder) == 0 ? 0 : errno;
    if (problem == 0)
        problem = posix_spawn(child, around->program, &actions, &attributes, words, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    free(words);
    free(folder);
    return problem;
}

static void pass_on(FILE *complaints)
{
    char line[512];
    rewind(complaints);
    while (fgets(line, sizeof line, complaints) != NULL)
        fputs(line, stderr);
}

/* Runs the step and waits for it; *code is its exit status, 128 + signal when it was killed.  When quiet, its lines of
 * progress are kept back, and shown when it fails. */
static nw_status run_once(int *code, const world *around, const nw_step *step, nw_error *error)
{
    pid_t child;
    int status;
    FILE *complaints = around->quiet ? tmpfile() : NULL;
    int problem = start(&child, around, step, complaints);
    if (problem == 0 && !wait_for(&status, child, around->stop))
        problem = errno;
    if (problem == 0) {
        *code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        if (complaints != NULL && *code != 0)
            pass_on(complaints);
    }
    if (complaints != NULL)
        fclose(complaints);
    return problem == 0 ? NW_OK
                        : nw_fail(error, NW_IO_FAILURE, "cannot run %.200s in %.300s/%s: %s", around->program,
                                  around->folder, nw_part_words[step->part], strerror(problem));
}

/* Renames FILE, its journal and its checkpoints to names with .old, .old.2, ..: nothing is written over. */
static nw_status put_aside(const char *file, nw_error *error)
{
    static const char *const endings[] = {"", "-wal", "-shm", ".checkpoints"};
    char *old = nw_format("%s.old", file);
    nw_status status = NW_OK;
    for (int number = 2; access(old, F_OK) == 0; number++) {
        free(old);
        old = nw_format("%s.old.%d", file, number);
    }
    for (size_t i = 0; status == NW_OK && i < sizeof endings / sizeof endings[0]; i++) {
        char *from = nw_format("%s%s", file, endings[i]), *to = nw_format("%s%s", old, endings[i]);
        if (rename(from, to) != 0 && errno != ENOENT)
            status = nw_fail(error, NW_IO_FAILURE, "cannot rename %.300s: %s", from, strerror(errno));
        free(from);
        free(to);
    }
    free(old);
    return status;
}

/* Whether the settings of a step that was refused are good ones: then its study's file holds another study, or one of
 * another version.  Asked of the command itself, by --print-study without --output. */
static nw_status settings_are_good(bool *good, const world *around, const nw_step *step, nw_error *error)
{
    int code;
    char option[] = "--print-study";
    nw_step asked = *step;
    asked.words = nw_alloc(step->count + 2, sizeof *asked.words);
    asked.count = 0;
    for (size_t i = 0; i < step->count; i++)
        if (strcmp(step->words[i], "--output") == 0)
            i++;
        else
            asked.words[asked.count++] = step->words[i];
    asked.words[asked.count++] = option;
    world silent = *around;
    silent.quiet = true;
    nw_status status = run_once(&code, &silent, &asked, error);
    *good = status == NW_OK && code == 0;
    free(asked.words);
    return status;
}

/* A study with other settings, or of another version, is put aside and begun anew. */
static nw_status begin_anew(int *code, const world *around, const nw_step *step, nw_error *error)
{
    bool good = false;
    char *file = nw_format("%s/%s/%s", around->folder, nw_part_words[step->part], step->store);
    nw_status status = access(file, F_OK) == 0 ? settings_are_good(&good, around, step, error) : NW_OK;
    if (status == NW_OK && good) {
        status = put_aside(file, error);
        if (status == NW_OK)
            status = run_once(code, around, step, error);
    }
    free(file);
    return status;
}

static nw_status run_step(const world *around, const nw_step *step, nw_error *error)
{
    int code;
    nw_status status = run_once(&code, around, step, error);
    if (status == NW_OK && code == nw_exit_code(NW_BAD_INPUT) && step->store != NULL)
        status = begin_anew(&code, around, step, error);
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

/* Figures need it: better said before hours of work than behind them. */
static nw_status find_gnuplot(nw_error *error)
{
    const char *path = getenv("PATH");
    for (const char *at = path != NULL ? path : ""; *at != '\0'; at += *at == ':') {
        size_t length = strcspn(at, ":");
        char *program = nw_format("%.*s/gnuplot", (int)length, at);
        bool found = length > 0 && access(program, X_OK) == 0;
        free(program);
        if (found)
            return NW_OK;
        at += length;
    }
    return nw_fail(error, NW_IO_FAILURE,
                   "gnuplot, which draws the figures, is not there (Debian package: gnuplot-nox); --parts "
                   "theorems,audit needs none");
}

/* Which images the folder of --data holds; those of the other kind are drawn. */
static nw_status look_at_data(nw_steps_plan *plan, nw_error *error)
{
    static const char *const files[] = {"IDX files of grey images", "CIFAR-10 files of colour images"};
    static const char *const made[] = {"the experiments on grey images are", "colorization is"};
    nw_error problem[2];
    for (int kind = NW_IMAGES_GREY; kind <= NW_IMAGES_COLOUR; kind++) {
        nw_images train, test;
        plan->has[kind] =
            nw_images_load(&train, &test, plan->data, (nw_image_kind)kind, 1, 1, &problem[kind]) == NW_OK;
        if (plan->has[kind]) {
            nw_images_clear(&train);
            nw_images_clear(&test);
        }
    }
    if (!plan->has[NW_IMAGES_GREY] && !plan->has[NW_IMAGES_COLOUR])
        return nw_fail(error, NW_BAD_INPUT, "--data: %.450s; and %.450s", problem[0].message, problem[1].message);
    for (int kind = NW_IMAGES_GREY; kind <= NW_IMAGES_COLOUR; kind++)
        if (!plan->has[kind])
            fprintf(stderr, "reproduce: no %s in %s, so %s made with images that nwidth draws (%s)\n", files[kind],
                    plan->data, made[kind], problem[kind].message);
    return NW_OK;
}

static nw_status reproduce(const world *around, const nw_steps_plan *plan, nw_error *error)
{
    nw_steps steps;
    nw_status status = make_folders(around, plan->parts, error);
    if (status == NW_OK)
        status = nw_reproduce_forget(around->folder, plan, error);
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
    if (status == NW_OK && data != NULL)
        status = look_at_data(&plan, &error);
    if (status == NW_OK && (plan.parts & ~(1U << NW_PART_THEOREMS | 1U << NW_PART_AUDIT)) != 0)
        status = find_gnuplot(&error);
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
        "Runs the commands that make the theorem tables, the measured widths, the gap study, the audit's claims and the "
        "paper's own experiments, each in its folder below FOLDER (without the operand: results), as text, CSV, JSON, "
        "LaTeX, Markdown, SVG and PDF; FOLDER/README.md then says what was made by which command, and, experiment by "
        "experiment, what the paper saw and what this run saw. Interrupted studies go on where they ended. The preset "
        "quick takes less than half an hour on two cores, paper days, tiny a minute.",
    .groups = NW_TAKES_REPRODUCE | NW_TAKES_QUIET,
    .styles = 0,
    .run = run,
};
