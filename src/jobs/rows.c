#include "jobs/rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "jobs/db.h"

/* ---- one row ---- */

static bool checksum_fits(const char *const *texts, const char *checksum)
{
    char *expected = nw_db_checksum(texts);
    bool fits = strcmp(expected, checksum) == 0;
    free(expected);
    return fits;
}

static bool is_object(const char *text)
{
    json_t *value = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    bool object = json_is_object(value);
    json_decref(value);
    return object;
}

static nw_status read_job(nw_row *row, sqlite3_stmt *statement, const char *file, nw_error *error)
{
    const char *texts[] = {nw_db_text(statement, 0), nw_db_text(statement, 1), NULL};
    if (!checksum_fits(texts, nw_db_text(statement, 2)))
        return nw_db_damaged(file, "the checksum of a job is wrong", error);
    if (!is_object(texts[1]))
        return nw_db_damaged(file, "a job is no JSON object", error);
    row->job = nw_copy_text(texts[1]);
    return NW_OK;
}

static nw_status read_record(nw_row *row, sqlite3_stmt *statement, const char *file, nw_error *error)
{
    double seconds = sqlite3_column_double(statement, 5);
    char *written = nw_format("%a", seconds);
    const char *texts[] = {nw_db_text(statement, 0), nw_db_text(statement, 4), written, NULL};
    bool fits = checksum_fits(texts, nw_db_text(statement, 6));
    free(written);
    if (!fits)
        return nw_db_damaged(file, "the checksum of a result is wrong", error);
    if (!is_object(texts[1]))
        return nw_db_damaged(file, "a record is no JSON object", error);
    row->record = nw_copy_text(texts[1]);
    row->seconds = seconds;
    return NW_OK;
}

/* ---- the whole file ---- */

static nw_status read_study(nw_rows *rows, size_t *jobs, sqlite3 *db, const char *file, nw_error *error)
{
    sqlite3_stmt *statement;
    nw_status status = nw_db_prepare(
        &statement, db, "SELECT resolved, fingerprint, jobs, version, checksum FROM study", file, error);
    if (status != NW_OK)
        return status;
    int code = sqlite3_step(statement);
    if (code == SQLITE_ROW) {
        const char *texts[] = {nw_db_text(statement, 0), nw_db_text(statement, 1), nw_db_text(statement, 2),
                               nw_db_text(statement, 3), NULL};
        rows->study = nw_copy_text(texts[0]);
        rows->fingerprint = nw_copy_text(texts[1]);
        rows->version = nw_copy_text(texts[3]);
        *jobs = (size_t)sqlite3_column_int64(statement, 2);
        if (!checksum_fits(texts, nw_db_text(statement, 4)))
            status = nw_db_damaged(file, "the checksum of the study is wrong", error);
        code = sqlite3_step(statement);
        if (status == NW_OK && code == SQLITE_ROW)
            status = nw_db_damaged(file, "it holds more than one study", error);
    } else if (code == SQLITE_DONE) {
        status = nw_db_damaged(file, "it holds no study", error);
    }
    if (status == NW_OK && code != SQLITE_DONE)
        status = nw_db_fail(db, "read", file, error);
    sqlite3_finalize(statement);
    return status;
}

static nw_status read_rows(nw_rows *rows, size_t jobs, sqlite3 *db, const char *file, nw_error *error)
{
    sqlite3_stmt *statement;
    nw_status status = nw_db_prepare(&statement, db,
                                     "SELECT job.number, description, job.checksum, result.number, record, seconds,"
                                     " result.checksum FROM job LEFT JOIN result USING (number) ORDER BY job.number",
                                     file, error);
    if (status != NW_OK)
        return status;
    int code = SQLITE_DONE;
    size_t room = 0;
    while (status == NW_OK && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        if (rows->count == jobs || sqlite3_column_int64(statement, 0) != (sqlite3_int64)rows->count) {
            status = nw_db_damaged(file, "the jobs are not numbered from 0 to their count", error);
            break;
        }
        if (rows->count == room) {
            room = 2 * room + 64;
            rows->rows = nw_grow(rows->rows, room, sizeof *rows->rows);
        }
        nw_row *row = &rows->rows[rows->count];
        *row = (nw_row){0};
        status = read_job(row, statement, file, error);
        if (status != NW_OK)
            break;
        rows->count++;
        if (sqlite3_column_type(statement, 3) == SQLITE_NULL)
            continue;
        status = read_record(row, statement, file, error);
        rows->done += status == NW_OK;
    }
    if (status == NW_OK && code != SQLITE_DONE)
        status = nw_db_fail(db, "read", file, error);
    if (status == NW_OK && rows->count != jobs)
        status = nw_db_damaged(file, "jobs are missing", error);
    sqlite3_finalize(statement);
    return status;
}

/* Results without a job. */
static nw_status check_results(sqlite3 *db, const char *file, nw_error *error)
{
    sqlite3_stmt *statement;
    nw_status status = nw_db_prepare(
        &statement, db, "SELECT count(*) FROM result WHERE number NOT IN (SELECT number FROM job)", file, error);
    if (status != NW_OK)
        return status;
    if (sqlite3_step(statement) != SQLITE_ROW)
        status = nw_db_fail(db, "read", file, error);
    else if (sqlite3_column_int64(statement, 0) != 0)
        status = nw_db_damaged(file, "a result belongs to no job", error);
    sqlite3_finalize(statement);
    return status;
}

/* Reads one row of numbers; NULL is NaN. */
static nw_status read_numbers(double *numbers, int count, sqlite3 *db, const char *sql, const char *file,
                              nw_error *error)
{
    sqlite3_stmt *statement;
    nw_status status = nw_db_prepare(&statement, db, sql, file, error);
    if (status != NW_OK)
        return status;
    if (sqlite3_step(statement) != SQLITE_ROW)
        status = nw_db_fail(db, "read", file, error);
    for (int i = 0; status == NW_OK && i < count; i++)
        numbers[i] = sqlite3_column_type(statement, i) != SQLITE_NULL ? sqlite3_column_double(statement, i) : NAN;
    sqlite3_finalize(statement);
    return status;
}

static nw_status read_times(nw_rows *rows, sqlite3 *db, const char *file, nw_error *error)
{
    double numbers[3] = {NAN, NAN, NAN};
    nw_status status = read_numbers(numbers, 3, db,
                                    "SELECT begun, session.done, (SELECT max(finished) FROM result) FROM study"
                                    " LEFT JOIN session ORDER BY session.number DESC LIMIT 1",
                                    file, error);
    rows->begun = numbers[0];
    rows->done_before = numbers[1] > 0 ? (size_t)numbers[1] : 0;
    rows->last = numbers[2];
    return status;
}

nw_status nw_rows_query(nw_rows *rows, sqlite3 *db, const char *file, nw_error *error)
{
    size_t jobs = 0;
    *rows = (nw_rows){0};
    nw_status status = read_study(rows, &jobs, db, file, error);
    if (status == NW_OK)
        status = check_results(db, file, error);
    if (status == NW_OK)
        status = read_rows(rows, jobs, db, file, error);
    if (status == NW_OK)
        status = read_times(rows, db, file, error);
    if (status != NW_OK)
        nw_rows_clear(rows);
    return status;
}

nw_status nw_rows_read(nw_rows *rows, const char *file, const nw_study_kind *kind, nw_error *error)
{
    sqlite3 *db;
    *rows = (nw_rows){0};
    nw_status status = nw_db_read(&db, file, kind, error);
    if (status != NW_OK)
        return status;
    status = nw_rows_query(rows, db, file, error);
    sqlite3_close(db);
    return status;
}

void nw_rows_clear(nw_rows *rows)
{
    for (size_t i = 0; i < rows->count; i++) {
        free(rows->rows[i].job);
        free(rows->rows[i].record);
    }
    free(rows->rows);
    free(rows->study);
    free(rows->fingerprint);
    free(rows->version);
    *rows = (nw_rows){0};
}
