/* nwidth width g --target T --eps E: the smallest width found whose error is proven to be at most eps. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/memory.h"
#include "base/output.h"
#include "certify/certificate.h"
#include "cli/work.h"
#include "net/network_file.h"
#include "report/width_report.h"

enum { MOST_SCALES = 256, MOST_TARGETS = 1000000 };

typedef struct width_job {
    size_t count;
    nw_target **targets;
    fmpq *eps;
    nw_width_options how;
    nw_width_result *results;        /* NULL before the search */
    char **networks, **certificates; /* files written */
} width_job;

/* ---- what was asked for ---- */

static nw_status check_operands(const nw_options *options, nw_error *error)
{
    if (options->operand_count == 0)
        return nw_fail(error, NW_BAD_INPUT, "the width of what? write 'nwidth width g'");
    if (strcmp(options->operands[0], "g") != 0)
        return nw_fail(error, NW_BAD_INPUT, "'%.60s': width knows g, the primary network of a hypernetwork",
                       options->operands[0]);
    if (options->operand_count > 1)
        return nw_fail(error, NW_BAD_INPUT, "width takes one operand, not also '%.60s'", options->operands[1]);
    return NW_OK;
}

/* The targets of one word: itself, or with --targets its reseeded kin; *at counts the targets read so far. */
static nw_status add_targets(width_job *job, size_t *at, const nw_target *first, const nw_options *options,
                             nw_error *error)
{
    nw_status status = NW_OK;
    for (long i = 0; status == NW_OK && i < options->work.targets; i++) {
        if (options->work.targets == 1)
            status = nw_target_parse(&job->targets[*at], nw_target_word(first), error);
        else
            status = nw_target_reseed(&job->targets[*at], first, options->work.seed + (uint64_t)i, error);
        (*at)++;
    }
    return status;
}

static nw_status read_scale(width_job *job, size_t *at, long scale, const nw_options *options, nw_error *error)
{
    const char *word = options->work.target;
    nw_target *first;
    if (strstr(word, "M=") != NULL)
        return nw_fail(error, NW_BAD_INPUT, "--scales gives M; leave it out of --target %.200s", word);
    const char *colon = strchr(word, ':'); /* "bump", "bump:" and "bump:r=1" are all words */
    char *scaled = nw_format("%s%sM=%ld", word, colon == NULL ? ":" : colon[1] == '\0' ? "" : ",", scale);
    nw_status status = nw_target_parse(&first, scaled, error);
    free(scaled);
    if (status != NW_OK)
        return status;
    status = add_targets(job, at, first, options, error);
    nw_target_free(first);
    return status;
}

static void make_room(width_job *job, size_t count)
{
    job->count = count;
    job->targets = nw_alloc(count, sizeof(nw_target *));
    job->eps = nw_alloc(count, sizeof *job->eps);
    for (size_t i = 0; i < count; i++)
        fmpq_init(&job->eps[i]);
}

/* One word, or one for each of --scales; --targets of each. */
static nw_status read_targets(width_job *job, const nw_options *options, nw_error *error)
{
    nw_target *first;
    long scales[MOST_SCALES];
    size_t scale_count = 0, at = 0, each = (size_t)options->work.targets;
    nw_status status = NW_OK;
    if (options->work.scales == NULL) {
        status = nw_work_target(&first, options, error);
        if (status != NW_OK)
            return status;
        make_room(job, each);
        status = add_targets(job, &at, first, options, error);
        nw_target_free(first);
        return status;
    }
    if (options->work.target == NULL)
        return nw_work_target(&first, options, error);
    status = nw_work_scales(scales, &scale_count, MOST_SCALES, options, error);
    if (status != NW_OK)
        return status;
    if (scale_count * each > MOST_TARGETS)
        return nw_fail(error, NW_BAD_INPUT, "--targets %zu at each of %zu scales: expected at most %d targets in all",
                       each, scale_count, MOST_TARGETS);
    make_room(job, scale_count * each);
    for (size_t i = 0; status == NW_OK && i < scale_count; i++)
        status = read_scale(job, &at, scales[i], options, error);
    return status;
}

static nw_status prepare(width_job *job, const nw_options *options, nw_error *error)
{
    bool given;
    nw_status status = check_operands(options, error);
    job->how = nw_width_defaults();
    if (status == NW_OK)
        status = nw_work_tolerance(&job->how.tolerance, options, error);
    if (status == NW_OK)
        status = read_targets(job, options, error);
    for (size_t i = 0; status == NW_OK && i < job->count; i++)
        status = nw_work_goal(&job->eps[i], &given, true, job->targets[i], options, error);
    const nw_work_options *work = &options->work;
    job->how.fit = nw_work_fit(options);
    job->how.largest_width = (size_t)work->largest_width;
    job->how.recheck = work->recheck;
    job->how.keep_tree = work->save != NULL;
    job->how.threads = (size_t)work->threads;
    job->how.quiet = options->quiet;
    return status;
}

/* ---- the files of --save ---- */

static nw_status make_folder(const char *path, nw_error *error)
{
    struct stat status;
    if (mkdir(path, 0777) == 0)
        return NW_OK;
    int reason = errno;
    if (reason == EEXIST && stat(path, &status) == 0 && S_ISDIR(status.st_mode))
        return NW_OK;
    return nw_fail(error, NW_IO_FAILURE, "cannot make the folder %.300s: %s", path, strerror(reason));
}

/* "g-003-bump-r-1-n-1-M-8-signs-seed-9": the number keeps names apart, the word tells people what it is. */
static char *file_stem(const char *folder, const char *method, size_t number, const char *word)
{
    enum { LONGEST_WORD = 60 };
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.+-";
    char *name = nw_format("%.*s", LONGEST_WORD, word);
    for (char *at = name; *at != '\0'; at++)
        *at = strchr(plain, *at) != NULL ? *at : '-';
    char *stem = nw_format("%s/%s-%03zu-%s", folder, method, number, name);
    free(name);
    return stem;
}

static nw_status save_one(width_job *job, size_t index, const char *method, const nw_options *options, nw_error *error)
{
    const nw_width_result *result = &job->results[index];
    if (result->network == NULL)
        return NW_OK;
    char *stem = file_stem(options->work.save, method, index + 1, nw_target_word(result->target));
    job->networks[index] = nw_format("%s.json", stem);
    nw_status status = nw_network_write(result->network, nw_work_provenance(options), job->networks[index], error);
    if (status == NW_OK && isfinite(result->enclosure.upper)) {
        job->certificates[index] = nw_format("%s.cert.json", stem);
        status = nw_certificate_write(&result->enclosure, result->network, result->target, nw_work_provenance(options),
                                      job->certificates[index], error);
    }
    free(stem);
    return status;
}

static nw_status save_all(width_job *job, const nw_options *options, nw_error *error)
{
    if (options->work.save == NULL)
        return NW_OK;
    nw_status status = NW_OK;
    job->networks = nw_alloc(job->count, sizeof *job->networks);
    job->certificates = nw_alloc(job->count, sizeof *job->certificates);
    for (size_t i = 0; status == NW_OK && i < job->count; i++)
        status = save_one(job, i, options->operands[0], options, error);
    return status;
}

/* ---- running ---- */

static int search(width_job *job, nw_output *output, const nw_options *options, nw_error *error)
{
    job->results = nw_alloc(job->count, sizeof *job->results);
    nw_width_many(job->results, (const nw_target *const *)job->targets, job->eps, job->count, &job->how);
    nw_status status = save_all(job, options, error);
    if (status != NW_OK) {
        nw_output_discard(output);
        return nw_give_up(error);
    }
    nw_width_summary summary;
    nw_width_summarise(&summary, job->results, job->count);
    nw_width_report report = {.method = options->operands[0],
                              .results = job->results,
                              .count = job->count,
                              .networks = job->networks,
                              .certificates = job->certificates,
                              .fit = &job->how.fit,
                              .summary = &summary,
                              .origin = nw_options_origin(options),
                              .digits = options->digits};
    nw_width_report_write(output->stream, &report, options->style, options->quiet);
    if (nw_output_finish(output, error) != NW_OK)
        return nw_give_up(error);
    return summary.found == job->count ? 0 : NW_EXIT_UNKNOWN;
}

static void free_texts(char **texts, size_t count)
{
    for (size_t i = 0; texts != NULL && i < count; i++)
        free(texts[i]);
    free(texts);
}

static void clear(width_job *job)
{
    for (size_t i = 0; i < job->count; i++) {
        if (job->results != NULL)
            nw_width_result_clear(&job->results[i]);
        nw_target_free(job->targets[i]);
        fmpq_clear(&job->eps[i]);
    }
    free(job->results);
    free(job->targets);
    free(job->eps);
    free_texts(job->networks, job->count);
    free_texts(job->certificates, job->count);
}

static int run(const nw_options *options)
{
    nw_error error;
    nw_output output;
    width_job job = {0};
    nw_work_prepare();
    nw_status status = prepare(&job, options, &error);
    /* What cannot be written is said before the work, and the folder is not made for a file that cannot be. */
    if (status == NW_OK)
        status = nw_output_open(&output, options->output, &error);
    if (status == NW_OK && options->work.save != NULL && (status = make_folder(options->work.save, &error)) != NW_OK)
        nw_output_discard(&output);
    int code = status == NW_OK ? search(&job, &output, options, &error) : nw_give_up(&error);
    clear(&job);
    return code;
}

const nw_command nw_command_width = {
    .name = "width",
    .operands = "g",
    .summary = "the smallest width that reaches eps, certified",
    .about =
        "Searches the smallest width of g, the primary network of a hypernetwork: one hidden layer (or two), fitted "
        "to the target, with a proven sup-norm error <= eps. The width found is an upper bound of the minimal one. "
        "With --targets the search runs over targets with the seeds that follow --seed.",
    .groups = NW_TAKES_TARGET | NW_TAKES_GOAL | NW_TAKES_FIT | NW_TAKES_SEARCH | NW_TAKES_SAVE | NW_TAKES_TOLERANCE |
              NW_TAKES_OUTPUT | NW_TAKES_DIGITS | NW_TAKES_QUIET,
    .styles = NW_EVERY_STYLE,
    .run = run,
};
