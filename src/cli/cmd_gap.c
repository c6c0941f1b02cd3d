/* nwidth gap [STUDY.json] --out FILE: a gap study, resumed where it ended; gap status FILE, gap records FILE. */
#include <stdlib.h>

#include "base/json.h"
#include "base/json_read.h"
#include "base/memory.h"
#include "base/output.h"
#include "cli/study_run.h"
#include "report/gap_report.h"
#include "study/gap_study.h"

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

static nw_status read_study(nw_study *study, const nw_options *options, nw_error *error)
{
    if (options->operand_count > 1)
        return nw_fail(error, NW_BAD_INPUT, "gap takes one study file; what else it needs are options");
    json_t *document = NULL, *given = options_to_json(options);
    nw_status status = NW_OK;
    const char *file = options->operand_count > 0 ? options->operands[0] : NULL;
    if (file != NULL)
        status = nw_json_load(&document, file, error);
    else
        document = json_object();
    if (status == NW_OK) {
        char *place = file == NULL ? nw_copy_text("the options")
                                   : nw_format("%.200s%s", file,
                                               json_object_size(given) > 0 ? " with the options" : "");
        overlay(document, given);
        status = nw_study_read(study, &nw_gap_kind, document, place, error);
        free(place);
    }
    json_decref(document);
    json_decref(given);
    return status;
}

/* ---- what is written ---- */

static int write_status(const nw_options *options, const char *file, const nw_rows *rows, bool running)
{
    nw_error error;
    nw_output output;
    nw_gap_status gap;
    nw_status status = nw_gap_status_parse(&gap, rows, file, running, &error);
    if (status != NW_OK)
        return nw_give_up(&error);
    status = nw_output_open(&output, options->output, &error);
    if (status == NW_OK) {
        nw_gap_status_write(output.stream, &gap, file, options->style, nw_options_origin(options), options->quiet);
        status = nw_output_finish(&output, &error);
    }
    nw_gap_status_clear(&gap);
    return status == NW_OK ? 0 : nw_give_up(&error);
}

static int report(const nw_options *options, const nw_rows *rows)
{
    return write_status(options, options->work.study_file, rows, false);
}

static int run(const nw_options *options)
{
    static const nw_study_command command = {
        .kind = &nw_gap_kind, .read = read_study, .report = report, .status = write_status, .needs_file = true};
    return nw_study_command_run(&command, options);
}

const nw_command nw_command_gap = {
    .name = "gap",
    .operands = "[STUDY|status FILE|records FILE]",
    .summary = "a study of q against g over many settings, resumable",
    .about =
        "Measures the smallest g of a hypernetwork and the smallest q of embedding methods over settings, targets and "
        "methods: those of the study file STUDY, of the options, or of both, where the options win. Results are "
        "kept in "
        "the SQLite file of --out as they come; the same command goes on where it ended, after Ctrl-C, kill -9 or a "
        "loss "
        "of power, and ends with the same results. status says how far a file is, also while it runs; records writes "
        "its results as JSON. A study named status is written ./status.",
    .groups = NW_TAKES_STUDY | NW_TAKES_JOBS | NW_TAKES_GOAL | NW_TAKES_OUTPUT | NW_TAKES_QUIET,
    .styles = NW_EVERY_STYLE,
    .run = run,
};
