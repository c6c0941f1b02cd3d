#include "study/gap_work.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"

/* ---- one job ---- */

static nw_status write_record(char **text, const nw_gap_record *record, nw_error *error)
{
    nw_gap_record again;
    json_t *object = nw_gap_record_to_json(record);
    nw_status status = nw_gap_record_from_json(&again, object, error);
    if (status == NW_OK) {
        nw_gap_record_clear(&again);
        *text = json_dumps(object, JSON_COMPACT | JSON_PRESERVE_ORDER);
        if (*text == NULL)
            nw_exhausted();
    }
    json_decref(object);
    return status;
}

void nw_gap_do(nw_gap_done *done, const nw_gap_job *job, const nw_gap_run_options *options)
{
    nw_gap_record record = {0};
    double begun = nw_seconds();
    *done = (nw_gap_done){0};
    done->error.status = options->measure(&record, job, options->stop, &done->error);
    done->seconds = nw_seconds() - begun;
    if (done->error.status == NW_OK && !*options->stop)
        done->error.status = write_record(&done->text, &record, &done->error);
    nw_gap_record_clear(&record);
}

/* ---- all that are missing ---- */

void nw_gap_work_begin(nw_gap_work *work, nw_gap_store *store, const nw_gap_study *study,
                       const nw_gap_run_options *options)
{
    *work = (nw_gap_work){.store = store, .options = options};
    work->missing = nw_alloc(study->count, sizeof *work->missing);
    /* The last jobs of a setting are the longest; begun first, they do not keep one thread busy at the end. */
    for (size_t number = study->count; number-- > 0;)
        if (!nw_gap_store_has(store, number))
            work->missing[work->count++] = number;
    nw_progress_begin(&work->progress, "gap study", work->count, options->quiet);
}

bool nw_gap_work_take(nw_gap_work *work, size_t *number)
{
    if (work->next == work->count || *work->options->stop)
        return false;
    *number = work->missing[work->next++];
    return true;
}

void nw_gap_work_fail(nw_gap_work *work, const nw_error *error)
{
    if (work->error.status == NW_OK)
        work->error = *error;
    *work->options->stop = true;
}

void nw_gap_work_keep(nw_gap_work *work, size_t number, nw_gap_done *done)
{
    nw_error error;
    char rate[32];
    if (done->error.status != NW_OK) {
        nw_fail(&error, done->error.status, "job %zu: %s", number, done->error.message);
        nw_gap_work_fail(work, &error);
    } else if (done->text != NULL && work->error.status == NW_OK) {
        if (nw_gap_store_put(work->store, number, done->text, done->seconds, &error) == NW_OK) {
            work->kept++;
            snprintf(rate, sizeof rate, "%.3g a second",
                     (double)work->kept / (nw_seconds() - work->progress.begun + 1e-9));
            nw_progress_step(&work->progress, rate);
        } else {
            nw_gap_work_fail(work, &error);
        }
    }
    free(done->text);
    done->text = NULL;
}

nw_status nw_gap_work_end(nw_gap_work *work, nw_error *error)
{
    nw_progress_end(&work->progress);
    free(work->missing);
    work->missing = NULL;
    return work->error.status == NW_OK ? NW_OK : nw_fail(error, work->error.status, "%s", work->error.message);
}
