#include "study/gap_file.h"

#include <stdlib.h>

#include "base/memory.h"
#include "jobs/db.h"
#include "study/gap_study.h"

static nw_status parse_record(nw_gap_row *row, const nw_row *texts, nw_error *error)
{
    json_t *object = json_loads(texts->record, 0, NULL);
    nw_status status = nw_gap_record_from_json(&row->record, object, error);
    json_decref(object);
    row->done = status == NW_OK;
    row->record.seconds = texts->seconds;
    return status;
}

static nw_status parse_job(nw_gap_row *row, const nw_row *texts, nw_error *error)
{
    json_t *object = json_loads(texts->job, 0, NULL);
    nw_status status = nw_gap_job_from_json(&row->job, object, error);
    json_decref(object);
    return status;
}

nw_status nw_gap_rows_parse(nw_gap_rows *rows, const nw_rows *texts, const char *file, nw_error *error)
{
    nw_error problem;
    nw_status status = NW_OK;
    *rows = (nw_gap_rows){.study = nw_copy_text(texts->study), .rows = nw_alloc(texts->count, sizeof *rows->rows)};
    for (size_t i = 0; status == NW_OK && i < texts->count; i++) {
        status = parse_job(&rows->rows[i], &texts->rows[i], &problem);
        rows->count += status == NW_OK;
        if (status == NW_OK && texts->rows[i].record != NULL)
            status = parse_record(&rows->rows[i], &texts->rows[i], &problem);
    }
    if (status == NW_OK)
        return NW_OK;
    nw_gap_rows_clear(rows);
    return nw_db_damaged(file, problem.message, error);
}

nw_status nw_gap_rows_read(nw_gap_rows *rows, const char *file, nw_error *error)
{
    nw_rows texts;
    *rows = (nw_gap_rows){0};
    nw_status status = nw_rows_read(&texts, file, &nw_gap_kind, error);
    if (status != NW_OK)
        return status;
    status = nw_gap_rows_parse(rows, &texts, file, error);
    nw_rows_clear(&texts);
    return status;
}

void nw_gap_rows_clear(nw_gap_rows *rows)
{
    for (size_t i = 0; i < rows->count; i++) {
        nw_gap_job_clear(&rows->rows[i].job);
        if (rows->rows[i].done)
            nw_gap_record_clear(&rows->rows[i].record);
    }
    free(rows->rows);
    free(rows->study);
    *rows = (nw_gap_rows){0};
}
