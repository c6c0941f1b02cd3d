#include "study/gap_file.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "study/gap_db.h"

/* ---- one row ---- */

static bool checksum_fits(const char *const *texts, const char *checksum)
{
    char *expected = nw_gap_checksum(texts);
    bool fits = strcmp(expected, checksum) == 0;
    free(expected);
    return fits;
}

/* The object in a text. */
static nw_status parse(json_t **object, const char *text, const char *what, const char *file, nw_error *error)
{
    json_error_t problem;
    *object = json_loads(text, JSON_REJECT_DUPLICATES, &problem);
    if (json_is_object(*object))
        return NW_OK;
    json_decref(*object);
    *object = NULL;
    return nw_gap_db_damaged(file, what, error);
}

static nw_status read_job(nw_gap_row *row, sqlite3_stmt *statement, const char *file, nw_error *error)
{
    const char *texts[] = {nw_gap_db_text(statement, 0), nw_gap_db_text(statement, 1), NULL};
    json_t *object;
    if (!checksum_fits(texts, nw_gap_db_text(statement, 2)))
        return nw_gap_db_damaged(file, "the checksum of a job is wrong", error);
    nw_status status = parse(&object, texts[1], "a job is no JSON object", file, error);
    if (status == NW_OK)
        status = nw_gap_job_from_json(&row->job, object, error);
    json_decref(object);
    return status;
}

static nw_status read_record(nw_gap_row *row, sqlite3_stmt *statement, const char *file, nw_error *error)
{
    double seconds = sqlite3_column_double(statement, 5);
    char *written = nw_format("%a", seconds);
    const char *texts[] = {nw_gap_db_text(statement, 0), nw_gap_db_text(statement, 4), written, NULL};
    json_t *object;
    bool fits = checksum_fits(texts, nw_gap_db_text(statement, 6));
    free(written);
    if (!fits)
        return nw_gap_db_damaged(file, "the checksum of a result is wrong", error);
    nw_status status = parse(&object, texts[1], "a record is no JSON object", file, error);
    if (status == NW_OK)
        status = nw_gap_record_from_json(&row->record, object, error);
    json_decref(object);
    row->done = status == NW_OK;
    row->record.seconds = seconds;
    return status;
}

/* ---- the whole file ---- */

static nw_status read_study(nw_gap_rows *rows, size_t *jobs, sqlite3 *db, const char *file, nw_error *error)
{
    sqlite3_stmt *statement;
    nw_status status = nw_gap_db_prepare(
        &statement, db, "SELECT resolved, fingerprint, jobs, version, checksum FROM study", file, error);
    if (status != NW_OK)
        return status;
    int code = sqlite3_step(statement);
    if (code == SQLITE_ROW) {
        const char *texts[] = {nw_gap_db_text(statement, 0), nw_gap_db_text(statement, 1), nw_gap_db_text(statement, 2),
                               nw_gap_db_text(statement, 3), NULL};
        rows->study = nw_copy_text(texts[0]);
        *jobs = (size_t)sqlite3_column_int64(statement, 2);
        if (!checksum_fits(texts, nw_gap_db_text(statement, 4)))
            status = nw_gap_db_damaged(file, "the checksum of the study is wrong", error);
        code = sqlite3_step(statement);
        if (status == NW_OK && code == SQLITE_ROW)
            status = nw_gap_db_damaged(file, "it holds more than one study", error);
    } else if (code == SQLITE_DONE) {
        status = nw_gap_db_damaged(file, "it holds no study", error);
    }
    if (status == NW_OK && code != SQLITE_DONE)
        status = nw_gap_db_fail(db, "read", file, error);
    sqlite3_finalize(statement);
    return status;
}

static nw_status read_rows(nw_gap_rows *rows, size_t jobs, sqlite3 *db, const char *file, nw_error *error)
{
    sqlite3_stmt *statement;
    nw_status status = nw_gap_db_prepare(&statement, db,
                                         "SELECT job.number, description, job.checksum, result.number, record, seconds,"
                                         " result.checksum FROM job LEFT JOIN result USING (number) ORDER BY job.number",
                                         file, error);
    if (status != NW_OK)
        return status;
    int code = SQLITE_DONE;
    size_t room = 0;
    while (status == NW_OK && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        if (rows->count == jobs || sqlite3_column_int64(statement, 0) != (sqlite3_int64)rows->count) {
            status = nw_gap_db_damaged(file, "the jobs are not numbered from 0 to their count", error);
            break;
        }
        if (rows->count == room) {
            room = 2 * room + 64;
            rows->rows = nw_grow(rows->rows, room, sizeof *rows->rows);
        }
        nw_gap_row *row = &rows->rows[rows->count];
        *row = (nw_gap_row){0};
        status = read_job(row, statement, file, error);
        if (status != NW_OK)
            break;
        rows->count++;
        if (sqlite3_column_type(statement, 3) != SQLITE_NULL)
            status = read_record(row, statement, file, error);
    }
    if (status == NW_OK && code != SQLITE_DONE)
        status = nw_gap_db_fail(db, "read", file, error);
    if (status == NW_OK && rows->count != jobs)
        status = nw_gap_db_damaged(file, "jobs are missing", error);
    sqlite3_finalize(statement);
    return status;
}

/* Results without a job. */
static nw_status check_results(sqlite3 *db, const char *file, nw_error *error)
{
    sqlite3_stmt *statement;
    nw_status status = nw_gap_db_prepare(
        &statement, db, "SELECT count(*) FROM result WHERE number NOT IN (SELECT number FROM job)", file, error);
    if (status != NW_OK)
        return status;
    if (sqlite3_step(statement) != SQLITE_ROW)
        status = nw_gap_db_fail(db, "read", file, error);
    else if (sqlite3_column_int64(statement, 0) != 0)
        status = nw_gap_db_damaged(file, "a result belongs to no job", error);
    sqlite3_finalize(statement);
    return status;
}

nw_status nw_gap_rows_read(nw_gap_rows *rows, const char *file, nw_error *error)
{
    sqlite3 *db;
    size_t jobs = 0;
    nw_error detail;
    *rows = (nw_gap_rows){0};
    nw_status status = nw_gap_db_read(&db, file, error);
    if (status != NW_OK)
        return status;
    status = read_study(rows, &jobs, db, file, &detail);
    if (status == NW_OK)
        status = check_results(db, file, &detail);
    if (status == NW_OK)
        status = read_rows(rows, jobs, db, file, &detail);
    sqlite3_close(db);
    if (status == NW_OK)
        return NW_OK;
    nw_gap_rows_clear(rows);
    /* A row whose checksum holds and which is no job or record was not written by this program. */
    return status == NW_BAD_INPUT ? nw_gap_db_damaged(file, detail.message, error)
                                  : nw_fail(error, status, "%s", detail.message);
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
