#include "study/gap_status.h"

#include <stdlib.h>

#include "base/memory.h"
#include "study/gap_study.h"

static void count(nw_gap_status *status)
{
    for (size_t i = 0; i < status->rows.count; i++) {
        const nw_gap_row *row = &status->rows.rows[i];
        nw_gap_tally *tallies[] = {&status->all, &status->methods[row->job.method]};
        for (size_t j = 0; j < 2; j++) {
            tallies[j]->jobs++;
            tallies[j]->done += row->done;
            tallies[j]->unknown += row->done && row->record.outcome != NW_PROVED;
        }
    }
}

nw_status nw_gap_status_parse(nw_gap_status *status, const nw_rows *texts, const char *file, bool running,
                              nw_error *error)
{
    nw_jobs_status pace;
    nw_jobs_status_of(&pace, texts, running);
    *status = (nw_gap_status){.running = running, .rate = pace.rate, .left = pace.left};
    nw_status result = nw_gap_rows_parse(&status->rows, texts, file, error);
    if (result != NW_OK)
        return result;
    status->fingerprint = nw_copy_text(texts->fingerprint);
    status->version = nw_copy_text(texts->version);
    count(status);
    return NW_OK;
}

nw_status nw_gap_status_read(nw_gap_status *status, const char *file, nw_error *error)
{
    nw_rows texts;
    *status = (nw_gap_status){0};
    bool running = nw_jobs_running(file);
    nw_status result = nw_rows_read(&texts, file, &nw_gap_kind, error);
    if (result != NW_OK)
        return result;
    result = nw_gap_status_parse(status, &texts, file, running, error);
    nw_rows_clear(&texts);
    return result;
}

void nw_gap_status_clear(nw_gap_status *status)
{
    nw_gap_rows_clear(&status->rows);
    free(status->fingerprint);
    free(status->version);
    *status = (nw_gap_status){0};
}
