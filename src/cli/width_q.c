#include "cli/width_q.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/output.h"
#include "certify/certificate.h"
#include "cli/save.h"
#include "cli/target_list.h"
#include "report/q_report.h"

enum { SHOWN_DIGITS = 5 }; /* in a table of many numbers, unless --digits says more */

typedef struct q_job {
    nw_target_list list;
    nw_tasks *tasks;
    size_t tasks_set;
    const char *tasks_word, *embedding;
    nw_q_options how;
    nw_q_result *results; /* NULL before the search */
    char ***certificates; /* files written */
} q_job;

/* ---- what was asked for ---- */

static nw_status read_k(nw_q_options *how, const nw_options *options, nw_error *error)
{
    const char *text = options->work.k;
    if (text == NULL)
        return NW_OK;
    if (how->embed.embedding == NW_EMBED_PLACE)
        return nw_fail(error, NW_BAD_INPUT, "--k is of free and bounded embeddings; that of e(I) = I is m2");
    char *end;
    long first = strtol(text, &end, 10), last = first;
    bool readable = text[0] >= '0' && text[0] <= '9';
    if (readable && *end == ':') {
        const char *at = end + 1;
        readable = *at >= '0' && *at <= '9';
        last = strtol(at, &end, 10);
    }
    if (!readable || *end != '\0' || first < 1 || last < first || last > 4096)
        return nw_fail(error, NW_BAD_INPUT, "--k %.40s: expected an integer or a range such as 1:8, from 1 to 4096",
                       text);
    how->embed.k_least = (size_t)first;
    how->embed.k_most = (size_t)last;
    return NW_OK;
}

static nw_status read_cap(double *cap, const char *name, const char *text, const nw_q_options *how, nw_error *error)
{
    if (text == NULL)
        return NW_OK;
    if (how->embed.embedding != NW_EMBED_NETWORK)
        return nw_fail(error, NW_BAD_INPUT, "--%s is a cap of --embedding bounded; give that too", name);
    return nw_work_positive(cap, name, text, error);
}

/* m1 and m2: as given, else those of the target, else all but one input are x. */
static void choose_split(size_t *m1, size_t *m2, const nw_target *target, const nw_options *options)
{
    size_t inputs = (size_t)nw_target_inputs(target), own = (size_t)nw_target_m1(target);
    *m1 = options->work.m1 > 0 ? (size_t)options->work.m1 : 0;
    *m2 = options->work.m2 > 0 ? (size_t)options->work.m2 : 0;
    if (*m1 == 0 && *m2 == 0)
        *m1 = own < inputs ? own : inputs - 1;
    if (*m1 == 0)
        *m1 = inputs > *m2 ? inputs - *m2 : 0;
    if (*m2 == 0)
        *m2 = inputs > *m1 ? inputs - *m1 : 0;
}

static nw_status set_tasks(q_job *job, const nw_options *options, nw_error *error)
{
    nw_status status = NW_OK;
    job->tasks = nw_alloc(job->list.count, sizeof *job->tasks);
    for (size_t i = 0; status == NW_OK && i < job->list.count; i++) {
        const nw_target *target = job->list.targets[i];
        size_t m1, m2;
        choose_split(&m1, &m2, target, options);
        job->tasks_word = options->work.tasks != NULL       ? options->work.tasks
                          : nw_target_scale(target) > 0     ? "centres"
                                                            : "grid:9";
        status = nw_tasks_set(&job->tasks[i], job->tasks_word, target, m1, m2, error);
        job->tasks_set = i + 1;
    }
    return status;
}

static nw_status prepare(q_job *job, const nw_options *options, nw_error *error)
{
    static const char *const words[] = {"free", "identity", "bounded"}; /* in the order of nw_embedding */
    const nw_work_options *work = &options->work;
    if (options->operand_count > 1)
        return nw_fail(error, NW_BAD_INPUT, "width takes one operand, not also '%.60s'", options->operands[1]);
    if (work->recheck)
        return nw_fail(error, NW_BAD_INPUT, "--recheck is of width g; for q give more --starts, or another --seed");
    job->how = nw_q_defaults();
    job->how.embed.fit = nw_work_fit(options);
    job->how.embed.embedding = work->embedding;
    job->embedding = words[work->embedding];
    job->how.embed.largest_width = (size_t)work->largest_width;
    job->how.keep_trees = work->save != NULL;
    nw_status status = nw_work_tolerance(&job->how.tolerance, options, error);
    if (status == NW_OK)
        status = read_k(&job->how, options, error);
    if (status == NW_OK)
        status = read_cap(&job->how.embed.l1, "l1", work->l1, &job->how, error);
    if (status == NW_OK)
        status = read_cap(&job->how.embed.l2, "l2", work->l2, &job->how, error);
    if (status == NW_OK)
        status = nw_target_list_read(&job->list, options, error);
    if (status == NW_OK)
        status = set_tasks(job, options, error);
    for (size_t i = 0; status == NW_OK && i < job->list.count; i++)
        status = nw_q_check(&job->tasks[i], &job->how, error);
    return status;
}

/* ---- the files of --save ---- */

/* The certificates of the network with the fewest parameters: each holds q and what it is given of e. */
static nw_status save_one(q_job *job, size_t index, const nw_options *options, nw_error *error)
{
    const nw_q_result *result = &job->results[index];
    if (result->fewest_parameters == SIZE_MAX)
        return NW_OK;
    const nw_q_method *method = &result->methods[result->fewest_parameters];
    nw_status status = NW_OK;
    char *stem = nw_save_stem(options->work.save, "q", index + 1, nw_target_word(result->tasks->target));
    job->certificates[index] = nw_alloc(method->enclosure_count, sizeof **job->certificates);
    for (size_t t = 0; status == NW_OK && t < method->enclosure_count; t++) {
        nw_composite *function = nw_q_composite(method, result->tasks, t);
        job->certificates[index][t] = nw_format("%s-task-%03zu.cert.json", stem, t + 1);
        status = nw_certificate_write_composite(&method->enclosures[t], function, result->tasks->target,
                                                nw_work_provenance(options), job->certificates[index][t], error);
        nw_composite_free(function);
    }
    free(stem);
    return status;
}

static nw_status save_all(q_job *job, const nw_options *options, nw_error *error)
{
    if (options->work.save == NULL)
        return NW_OK;
    nw_status status = NW_OK;
    job->certificates = nw_alloc(job->list.count, sizeof *job->certificates);
    for (size_t i = 0; status == NW_OK && i < job->list.count; i++)
        status = save_one(job, i, options, error);
    return status;
}

/* ---- running ---- */

static int search(q_job *job, nw_output *output, const nw_options *options, nw_error *error)
{
    size_t found = 0;
    job->results = nw_alloc(job->list.count, sizeof *job->results);
    nw_status status = nw_q_many(job->results, job->tasks, job->list.eps, job->list.count, &job->how,
                                 (size_t)options->work.threads, options->quiet, error);
    if (status == NW_OK)
        status = save_all(job, options, error);
    if (status != NW_OK) {
        nw_output_discard(output);
        return nw_give_up(error);
    }
    nw_q_report report = {.results = job->results,
                          .count = job->list.count,
                          .options = &job->how,
                          .embedding = job->embedding,
                          .tasks = job->tasks_word,
                          .certificates = job->certificates,
                          .origin = nw_options_origin(options),
                          .digits = nw_options_given(options, "digits") ? options->digits : SHOWN_DIGITS};
    nw_q_report_write(output->stream, &report, options->style, options->quiet);
    if (nw_output_finish(output, error) != NW_OK)
        return nw_give_up(error);
    for (size_t i = 0; i < job->list.count; i++)
        found += job->results[i].outcome == NW_PROVED;
    return found == job->list.count ? 0 : NW_EXIT_UNKNOWN;
}

static void clear(q_job *job)
{
    for (size_t i = 0; job->results != NULL && i < job->list.count; i++) {
        const nw_q_result *result = &job->results[i];
        size_t files = job->certificates != NULL && job->certificates[i] != NULL
                           ? result->methods[result->fewest_parameters].enclosure_count
                           : 0;
        for (size_t t = 0; t < files; t++)
            free(job->certificates[i][t]);
        if (job->certificates != NULL)
            free(job->certificates[i]);
        nw_q_result_clear(&job->results[i]);
    }
    for (size_t i = 0; i < job->tasks_set; i++)
        nw_tasks_clear(&job->tasks[i]);
    free(job->certificates);
    free(job->results);
    free(job->tasks);
    nw_target_list_clear(&job->list);
}

int nw_width_q(const nw_options *options)
{
    nw_error error;
    nw_output output;
    q_job job = {0};
    nw_status status = prepare(&job, options, &error);
    if (status == NW_OK)
        status = nw_output_open(&output, options->output, &error);
    if (status == NW_OK && options->work.save != NULL &&
        (status = nw_save_folder(options->work.save, &error)) != NW_OK)
        nw_output_discard(&output);
    int code = status == NW_OK ? search(&job, &output, options, &error) : nw_give_up(&error);
    clear(&job);
    return code;
}
