#include "cli/study_run.h"

#include <stdlib.h>
#include <string.h>

#include "base/interrupt.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/output.h"
#include "cli/work.h"
#include "jobs/mpi.h"
#include "jobs/status.h"
#include "report/jobs_report.h"

/* ---- status and records ---- */

static int write_status(const nw_study_command *command, const nw_options *options, const char *file,
                        const nw_rows *rows, bool running)
{
    nw_error error;
    nw_output output;
    if (command->status != NULL)
        return command->status(options, file, rows, running);
    nw_status status = nw_output_open(&output, options->output, &error);
    if (status != NW_OK)
        return nw_give_up(&error);
    nw_jobs_status_write(output.stream, command->kind, file, rows, running, options->style, nw_options_origin(options),
                         options->quiet);
    return nw_output_finish(&output, &error) == NW_OK ? 0 : nw_give_up(&error);
}

static int write_records(const nw_options *options, const nw_rows *rows)
{
    nw_error error;
    nw_output output;
    if (nw_output_open(&output, options->output, &error) != NW_OK)
        return nw_give_up(&error);
    nw_jobs_records_write(output.stream, rows, nw_options_origin(options));
    return nw_output_finish(&output, &error) == NW_OK ? 0 : nw_give_up(&error);
}

/* COMMAND status FILE, COMMAND records FILE. */
static int report_file(const nw_study_command *command, const nw_options *options, bool records)
{
    nw_error error;
    nw_rows rows;
    const char *file = options->operands[1];
    bool running = nw_jobs_running(file);
    if (nw_rows_read(&rows, file, command->kind, &error) != NW_OK)
        return nw_give_up(&error);
    int code = records ? write_records(options, &rows) : write_status(command, options, file, &rows, running);
    nw_rows_clear(&rows);
    return code;
}

/* ---- running ---- */

/* What a run left in the store when it ended. */
typedef struct outcome {
    size_t done, unknown;
    nw_rows rows; /* of a complete run */
} outcome;

static nw_jobs_options how_to_run(const nw_options *options, const nw_mpi_world *world, volatile bool *stop,
                                  const char *checkpoints)
{
    /* Ranks are started for the cores there are; threads beside them are for those who ask. */
    size_t threads = (size_t)options->work.threads;
    return (nw_jobs_options){.threads = threads == 0 && world->begun ? 1 : threads,
                             .quiet = options->quiet,
                             .stop = stop,
                             .checkpoints = checkpoints};
}

/* Rank 0, or the only process.  The other ranks wait for the study: they are told when there is nothing to run. */
static nw_status run_study(outcome *result, nw_mpi_world *world, const nw_study *study, const nw_jobs_options *how,
                           const nw_options *options, nw_error *error)
{
    nw_store *store;
    nw_error later;
    nw_status status = nw_store_open(&store, options->work.study_file, study, !options->work.no_resume, error);
    if (status != NW_OK) {
        nw_mpi_dismiss(world, &later);
        return status;
    }
    status = nw_mpi_lead(world, store, study, how, error);
    result->done = nw_store_count(store);
    result->unknown = nw_store_unknown(store);
    if (status == NW_OK && result->done == study->count)
        status = nw_store_rows(&result->rows, store, error);
    nw_status closed = nw_store_close(store, status == NW_OK ? error : &later);
    return status == NW_OK ? closed : status;
}

/* The study ended before it was complete: by a signal, or because a rank left. */
static int say_incomplete(size_t done, const nw_study *study, const nw_options *options)
{
    nw_error error;
    if (options->work.study_file != NULL)
        nw_fail(&error, NW_IO_FAILURE, "%zu of %zu jobs are done and kept; the same command goes on from there", done,
                study->count);
    else
        nw_fail(&error, NW_IO_FAILURE, "%zu of %zu jobs were done; give --out FILE to keep them", done, study->count);
    return nw_give_up(&error);
}

static int report(const nw_study_command *command, const nw_options *options, const outcome *result)
{
    int code = command->report(options, &result->rows);
    return code == 0 && result->unknown > 0 ? NW_EXIT_UNKNOWN : code;
}

static int lead(const nw_study_command *command, nw_mpi_world *world, const nw_jobs_options *how,
                const nw_options *options)
{
    nw_error error;
    nw_study study;
    outcome result = {0};
    int code = 0;
    nw_status status = command->read(&study, options, &error);
    if (status != NW_OK) {
        nw_error later;
        nw_mpi_dismiss(world, &later);
        return nw_give_up(&error);
    }
    status = run_study(&result, world, &study, how, options, &error);
    if (status != NW_OK)
        code = nw_give_up(&error);
    else if (result.done < study.count)
        code = say_incomplete(result.done, &study, options);
    else
        code = report(command, options, &result);
    bool stopped = result.done < study.count;
    nw_rows_clear(&result.rows);
    nw_study_clear(&study);
    nw_mpi_end(world, code);
    if (stopped)
        nw_interrupt_deliver();
    return code;
}

static int follow(const nw_study_command *command, nw_mpi_world *world, const nw_jobs_options *how)
{
    nw_error error;
    int code = nw_mpi_follow(world, command->kind, how, &error) == NW_OK ? 0 : nw_give_up(&error);
    nw_mpi_end(world, code);
    return code;
}

static int run_all(const nw_study_command *command, const nw_options *options)
{
    nw_error error;
    nw_mpi_world world;
    nw_work_prepare();
    volatile bool *stop = nw_interrupt_watch();
    if (nw_mpi_begin(&world, &error) != NW_OK)
        return nw_give_up(&error);
    const char *file = options->work.study_file;
    char *checkpoints = file != NULL ? nw_format("%s.checkpoints", file) : NULL;
    nw_jobs_options how = how_to_run(options, &world, stop, checkpoints);
    int code = world.rank == 0 ? lead(command, &world, &how, options) : follow(command, &world, &how);
    nw_mpi_end(&world, code); /* where it has not ended yet */
    free(checkpoints);
    return code;
}

static int show_study(const nw_study_command *command, const nw_options *options)
{
    nw_error error;
    nw_output output;
    nw_study study;
    nw_status status = command->read(&study, options, &error);
    if (status != NW_OK)
        return nw_give_up(&error);
    status = nw_output_open(&output, options->output, &error);
    if (status == NW_OK) {
        nw_json_write(output.stream, json_incref(study.resolved));
        status = nw_output_finish(&output, &error);
    }
    nw_study_clear(&study);
    return status == NW_OK ? 0 : nw_give_up(&error);
}

/* ---- the command ---- */

static bool is_operand(const nw_options *options, const char *word)
{
    return options->operand_count > 0 && strcmp(options->operands[0], word) == 0;
}

int nw_study_command_run(const nw_study_command *command, const nw_options *options)
{
    nw_error error;
    const char *name = command->kind->command;
    bool records = is_operand(options, "records");
    if (records || is_operand(options, "status")) {
        if (options->operand_count == 2)
            return report_file(command, options, records);
        if (options->operand_count < 2)
            nw_fail(&error, NW_BAD_INPUT, "which file? write 'nwidth %s status FILE' or 'nwidth %s records FILE'", name,
                    name);
        else
            nw_fail(&error, NW_BAD_INPUT, "%s status and %s records take one file", name, name);
        return nw_give_up(&error);
    }
    if (options->work.print_study)
        return show_study(command, options);
    if (command->needs_file && options->work.study_file == NULL) {
        nw_fail(&error, NW_BAD_INPUT,
                "which file is the study kept in? give --out FILE; --print-study shows the study alone");
        return nw_give_up(&error);
    }
    return run_all(command, options);
}
