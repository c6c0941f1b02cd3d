#include "study/gap_status.h"

#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"
#include "study/gap_db.h"

/* Writers hold flock as long as they live. */
static bool is_locked(const char *file)
{
    int descriptor = open(file, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return false;
    bool locked = flock(descriptor, LOCK_SH | LOCK_NB) != 0;
    close(descriptor);
    return locked;
}

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

/* The rate of the last session, up to now when it still runs and else up to its last result. */
static void set_rate(nw_gap_status *status, double begun, double done_before, double last)
{
    double end = status->running ? (double)time(NULL) : last;
    double fresh = (double)status->all.done - done_before;
    if (!(fresh > 0) || !(end > begun))
        return;
    status->rate = fresh / (end - begun);
    status->left = (double)(status->all.jobs - status->all.done) / status->rate;
}

static nw_status read_session(nw_gap_status *status, const char *file, nw_error *error)
{
    sqlite3 *db;
    sqlite3_stmt *statement = NULL;
    nw_status result = nw_gap_db_read(&db, file, error);
    if (result != NW_OK)
        return result;
    result = nw_gap_db_prepare(&statement, db,
                               "SELECT fingerprint, version, begun, done, (SELECT max(finished) FROM result) FROM study"
                               " LEFT JOIN session ORDER BY session.number DESC LIMIT 1",
                               file, error);
    if (result == NW_OK && sqlite3_step(statement) == SQLITE_ROW) {
        status->fingerprint = nw_copy_text(nw_gap_db_text(statement, 0));
        status->version = nw_copy_text(nw_gap_db_text(statement, 1));
        if (sqlite3_column_type(statement, 2) != SQLITE_NULL && sqlite3_column_type(statement, 4) != SQLITE_NULL)
            set_rate(status, sqlite3_column_double(statement, 2), sqlite3_column_double(statement, 3),
                     sqlite3_column_double(statement, 4));
    } else if (result == NW_OK) {
        result = nw_gap_db_fail(db, "read", file, error);
    }
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return result;
}

nw_status nw_gap_status_read(nw_gap_status *status, const char *file, nw_error *error)
{
    *status = (nw_gap_status){.rate = NAN, .left = NAN};
    status->running = is_locked(file);
    nw_status result = nw_gap_rows_read(&status->rows, file, error);
    if (result != NW_OK)
        return result;
    count(status);
    result = read_session(status, file, error);
    if (result != NW_OK)
        nw_gap_status_clear(status);
    return result;
}

void nw_gap_status_clear(nw_gap_status *status)
{
    nw_gap_rows_clear(&status->rows);
    free(status->fingerprint);
    free(status->version);
    *status = (nw_gap_status){0};
}
