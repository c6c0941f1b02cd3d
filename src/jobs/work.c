#include "jobs/work.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "jobs/checkpoints.h"

/* ---- one job ---- */

const char *nw_work_checkpoints(const nw_study *study, const nw_jobs_options *options)
{
    return study->kind->checkpoints ? options->checkpoints : NULL;
}

void nw_work_do(nw_work_done *done, const nw_study *study, size_t number, const nw_jobs_options *options)
{
    const char *folder = nw_work_checkpoints(study, options);
    char *checkpoint = folder != NULL ? nw_checkpoints_file(folder, number) : NULL;
    const nw_job_help help = {.stop = options->stop, .checkpoint = checkpoint};
    double begun = nw_seconds();
    *done = (nw_work_done){0};
    done->error.status = study->kind->measure(&done->text, study, number, &help, &done->error);
    done->seconds = nw_seconds() - begun;
    if (done->error.status != NW_OK || *options->stop) {
        free(done->text);
        done->text = NULL;
    }
    free(checkpoint);
}

/* ---- all that are missing ---- */

static void list_missing(nw_work *work)
{
    size_t count = work->study->count;
    work->missing = nw_alloc(count, sizeof *work->missing);
    for (size_t i = 0; i < count; i++) {
        size_t number = work->study->kind->last_first ? count - 1 - i : i;
        if (!nw_store_has(work->store, number))
            work->missing[work->count++] = number;
    }
}

nw_status nw_work_begin(nw_work *work, nw_store *store, const nw_study *study, const nw_jobs_options *options,
                        nw_error *error)
{
    const char *folder = nw_work_checkpoints(study, options);
    nw_status status = nw_store_begin(store, error);
    if (status == NW_OK && folder != NULL)
        status = nw_checkpoints_make(folder, error);
    if (status != NW_OK)
        return status;
    *work = (nw_work){.store = store, .study = study, .options = options};
    list_missing(work);
    nw_progress_begin(&work->progress, study->kind->name, work->count, options->quiet);
    return NW_OK;
}

bool nw_work_take(nw_work *work, size_t *number)
{
    if (work->next == work->count || *work->options->stop)
        return false;
    *number = work->missing[work->next++];
    return true;
}

void nw_work_fail(nw_work *work, const nw_error *error)
{
    if (work->error.status == NW_OK)
        work->error = *error;
    *work->options->stop = true;
}

static void fail_job(nw_work *work, size_t number, const nw_error *failure)
{
    nw_error error;
    nw_fail(&error, failure->status, "job %zu: %s", number, failure->message);
    nw_work_fail(work, &error);
}

static void say_progress(nw_work *work)
{
    char rate[32];
    work->kept++;
    snprintf(rate, sizeof rate, "%.3g a second", (double)work->kept / (nw_seconds() - work->progress.begun + 1e-9));
    nw_progress_step(&work->progress, rate);
}

/* The checkpoint goes when the record is safe, and not before. */
static void put(nw_work *work, size_t number, const nw_work_done *done)
{
    const char *folder = nw_work_checkpoints(work->study, work->options);
    nw_error error;
    if (nw_store_put(work->store, number, done->text, done->seconds, &error) != NW_OK) {
        nw_work_fail(work, &error);
        return;
    }
    if (folder != NULL)
        nw_checkpoints_drop(folder, number);
    say_progress(work);
}

void nw_work_keep(nw_work *work, size_t number, nw_work_done *done)
{
    if (done->error.status != NW_OK)
        fail_job(work, number, &done->error);
    else if (done->text != NULL && work->error.status == NW_OK)
        put(work, number, done);
    free(done->text);
    done->text = NULL;
}

nw_status nw_work_end(nw_work *work, nw_error *error)
{
    const char *folder = nw_work_checkpoints(work->study, work->options);
    nw_progress_end(&work->progress);
    free(work->missing);
    work->missing = NULL;
    if (folder != NULL && nw_store_count(work->store) == work->study->count)
        nw_checkpoints_clear(folder);
    return work->error.status == NW_OK ? NW_OK : nw_fail(error, work->error.status, "%s", work->error.message);
}
