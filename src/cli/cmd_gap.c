/* nwidth gap [STUDY.json] --out FILE: a gap study, resumed where it ended; gap status FILE, gap records FILE. */
#include <stdlib.h>
#include <string.h>

#include "base/interrupt.h"
#include "base/memory.h"
#include "base/output.h"
#include "cli/work.h"
#include "report/gap_report.h"
#include "report/json.h"
#include "study/gap_mpi.h"
#include "study/gap_store.h"

/* ---- the study of file and options ---- */

static void put_integer(json_t *object, const char *key, bool given, long value)
{
    if (given)
        nw_json_put(object, key, json_integer(value));
}

static void put_text(json_t *object, const char *key, const char *value)
{
    if (value != NULL)
        nw_json_put_text(object, key, value);
}

/* What the options say, as members of a study. */
static json_t *options_to_json(const nw_options *options)
{
    const nw_work_options *work = &options->work;
    json_t *object = json_object();
    put_text(object, "target", work->target);
    put_text(object, "r", work->orders);
    put_text(object, "m", work->pairs);
    put_text(object, "scales", work->scales);
    put_text(object, "theta", work->theta);
    put_text(object, "eps", work->eps);
    put_integer(object, "targets", nw_options_given(options, "targets"), work->targets);
    put_text(object, "activations", work->activations);
    put_text(object, "hidden_layers", work->layer_list);
    if (work->output_bias)
        nw_json_put(object, "output_bias", json_true());
    put_text(object, "methods", work->methods);
    put_text(object, "k", work->k);
    put_text(object, "tasks", work->tasks);
    put_text(object, "l1", work->l1);
    put_text(object, "l2", work->l2);
    put_integer(object, "starts", nw_options_given(options, "starts"), work->starts);
    put_integer(object, "largest_width", nw_options_given(options, "max-width"), work->largest_width);
    put_integer(object, "seed", nw_options_given(options, "seed"), (long)work->seed);
    return object;
}

/* The options replace what the file says; eps and theta are one thing. */
static void overlay(json_t *document, json_t *given)
{
    if (json_object_get(given, "eps") != NULL || json_object_get(given, "theta") != NULL) {
        json_object_del(document, "eps");
        json_object_del(document, "theta");
    }
    json_object_update(document, given);
}

static nw_status read_study(nw_gap_study *study, const nw_options *options, nw_error *error)
{
    json_t *document = NULL, *given = options_to_json(options);
    nw_status status = NW_OK;
    const char *file = options->operand_count > 0 ? options->operands[0] : NULL;
    if (file != NULL)
        status = nw_json_load(&document, file, error);
    else
        document = json_object();
    if (status == NW_OK) {
        char *place = file == NULL ? nw_copy_text("the options")
                                   : nw_format("%.200s%s", file, json_object_size(given) > 0 ? " with the options" : "");
        overlay(document, given);
        status = nw_gap_study_read(study, document, place, error);
        free(place);
    }
    json_decref(document);
    json_decref(given);
    return status;
}

/* ---- status and records ---- */

/* The exit code is `unknown` when some job came out unknown. */
static int write_status(const nw_options *options, const char *file, int unknown)
{
    nw_error error;
    nw_output output;
    nw_gap_status gap;
    nw_status status = nw_gap_status_read(&gap, file, &error);
    if (status != NW_OK)
        return nw_give_up(&error);
    int code = gap.all.unknown > 0 ? unknown : 0;
    status = nw_output_open(&output, options->output, &error);
    if (status == NW_OK) {
        nw_gap_status_write(output.stream, &gap, file, options->style, nw_options_origin(options), options->quiet);
        status = nw_output_finish(&output, &error);
    }
    nw_gap_status_clear(&gap);
    return status == NW_OK ? code : nw_give_up(&error);
}

static int write_records(const nw_options *options, const char *file)
{
    nw_error error;
    nw_output output;
    nw_gap_rows rows;
    nw_status status = nw_gap_rows_read(&rows, file, &error);
    if (status != NW_OK)
        return nw_give_up(&error);
    status = nw_output_open(&output, options->output, &error);
    if (status == NW_OK) {
        nw_gap_records_write(output.stream, &rows, nw_options_origin(options));
        status = nw_output_finish(&output, &error);
    }
    nw_gap_rows_clear(&rows);
    return status == NW_OK ? 0 : nw_give_up(&error);
}

/* ---- running ---- */

static nw_gap_run_options how_to_run(const nw_options *options, const nw_gap_world *world, volatile bool *stop)
{
    /* Ranks are started for the cores there are; threads beside them are for those who ask. */
    size_t threads = (size_t)options->work.threads;
    return (nw_gap_run_options){.measure = nw_gap_measure,
                                .threads = threads == 0 && world->begun ? 1 : threads,
                                .quiet = options->quiet,
                                .stop = stop};
}

/* Rank 0, or the only process.  The other ranks wait for the study: they are told when there is nothing to run. */
static nw_status run_study(size_t *done, nw_gap_world *world, const nw_gap_study *study,
                           const nw_gap_run_options *how, const nw_options *options, nw_error *error)
{
    nw_gap_store *store;
    nw_error later;
    nw_status status = nw_gap_store_open(&store, options->work.study_file, study, !options->work.no_resume, error);
    if (status != NW_OK || nw_gap_store_count(store) == study->count) {
        nw_status told = nw_gap_mpi_dismiss(world, status == NW_OK ? error : &later);
        status = status == NW_OK ? told : status;
    } else {
        status = nw_gap_mpi_lead(world, store, study, how, error);
    }
    if (store == NULL)
        return status;
    *done = nw_gap_store_count(store);
    nw_status closed = nw_gap_store_close(store, status == NW_OK ? error : &later);
    return status == NW_OK ? closed : status;
}

/* The study ended before it was complete: by a signal, or because a rank left. */
static int say_incomplete(size_t done, const nw_gap_study *study)
{
    nw_error error;
    nw_fail(&error, NW_IO_FAILURE, "%zu of %zu jobs are done and kept; the same command goes on from there", done,
            study->count);
    return nw_give_up(&error);
}

static int lead(nw_gap_world *world, const nw_gap_run_options *how, const nw_options *options)
{
    nw_error error;
    nw_gap_study study;
    size_t done = 0;
    int code = 0;
    nw_status status = read_study(&study, options, &error);
    if (status != NW_OK) {
        nw_error later;
        nw_gap_mpi_dismiss(world, &later);
        return nw_give_up(&error);
    }
    status = run_study(&done, world, &study, how, options, &error);
    if (status != NW_OK)
        code = nw_give_up(&error);
    else if (done < study.count)
        code = say_incomplete(done, &study);
    else
        code = write_status(options, options->work.study_file, NW_EXIT_UNKNOWN);
    bool stopped = done < study.count;
    nw_gap_study_clear(&study);
    nw_gap_mpi_end(world, code);
    if (stopped)
        nw_interrupt_deliver();
    return code;
}

static int follow(nw_gap_world *world, const nw_gap_run_options *how)
{
    nw_error error;
    int code = nw_gap_mpi_follow(world, how, &error) == NW_OK ? 0 : nw_give_up(&error);
    nw_gap_mpi_end(world, code);
    return code;
}

static int run_all(const nw_options *options)
{
    nw_error error;
    nw_gap_world world;
    nw_work_prepare();
    volatile bool *stop = nw_interrupt_watch();
    if (nw_gap_mpi_begin(&world, &error) != NW_OK)
        return nw_give_up(&error);
    nw_gap_run_options how = how_to_run(options, &world, stop);
    int code = world.rank == 0 ? lead(&world, &how, options) : follow(&world, &how);
    nw_gap_mpi_end(&world, code); /* where it has not ended yet */
    return code;
}

static int show_study(const nw_options *options)
{
    nw_error error;
    nw_output output;
    nw_gap_study study;
    nw_status status = read_study(&study, options, &error);
    if (status != NW_OK)
        return nw_give_up(&error);
    status = nw_output_open(&output, options->output, &error);
    if (status == NW_OK) {
        nw_json_write(output.stream, json_incref(study.resolved));
        status = nw_output_finish(&output, &error);
    }
    nw_gap_study_clear(&study);
    return status == NW_OK ? 0 : nw_give_up(&error);
}

static int refuse(const char *line)
{
    nw_complain(line);
    return nw_exit_code(NW_BAD_INPUT);
}

static int run(const nw_options *options)
{
    bool reports = options->operand_count > 0 &&
                   (strcmp(options->operands[0], "status") == 0 || strcmp(options->operands[0], "records") == 0);
    if (reports && options->operand_count != 2)
        return refuse(options->operand_count < 2 ? "which file? write 'nwidth gap status FILE' or 'nwidth gap records FILE'"
                                                 : "gap status and gap records take one file");
    if (reports)
        return strcmp(options->operands[0], "status") == 0 ? write_status(options, options->operands[1], 0)
                                                           : write_records(options, options->operands[1]);
    if (options->operand_count > 1)
        return refuse("gap takes one study file; what else it needs are options");
    if (options->work.print_study)
        return show_study(options);
    if (options->work.study_file == NULL)
        return refuse("which file is the study kept in? give --out FILE; --print-study shows the study alone");
    return run_all(options);
}

const nw_command nw_command_gap = {
    .name = "gap",
    .operands = "[STUDY|status FILE|records FILE]",
    .summary = "a study of q against g over many settings, resumable",
    .about =
        "Measures the smallest g of a hypernetwork and the smallest q of embedding methods over settings, targets and "
        "methods: those of the study file STUDY, of the options, or of both, where the options win. Results are kept in "
        "the SQLite file of --out as they come; the same command goes on where it ended, after Ctrl-C, kill -9 or a loss "
        "of power, and ends with the same results. status says how far a file is, also while it runs; records writes "
        "its results as JSON. A study named status is written ./status.",
    .groups = NW_TAKES_STUDY | NW_TAKES_JOBS | NW_TAKES_GOAL | NW_TAKES_OUTPUT | NW_TAKES_QUIET,
    .styles = NW_EVERY_STYLE,
    .run = run,
};
