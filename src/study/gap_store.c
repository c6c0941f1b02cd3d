#include "study/gap_store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"
#include "study/gap_db.h"
#include "study/gap_file.h"

#define TEMPORARY_SUFFIX ".tmp"

struct nw_gap_store {
    char *file;
    const nw_gap_study *study;
    bool *done; /* for each job */
    size_t done_count;
    int lock;            /* a descriptor with flock, which ends with the process */
    sqlite3 *db;         /* NULL before begin */
    sqlite3_stmt *insert;
};

static nw_status cannot_write(const char *file, int reason, nw_error *error)
{
    return nw_fail(error, NW_IO_FAILURE, "cannot write %.300s: %s", file, strerror(reason));
}

static double unix_time(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static bool execute(sqlite3 *db, const char *sql)
{
    return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

/* ---- making the file ---- */

/* Binds texts to the parameters of an insert and runs it. */
static bool insert_texts(sqlite3 *db, const char *sql, const char *const *texts)
{
    sqlite3_stmt *statement = NULL;
    bool good = sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK;
    for (int i = 0; good && texts[i] != NULL; i++)
        good = sqlite3_bind_text(statement, i + 1, texts[i], -1, SQLITE_STATIC) == SQLITE_OK;
    good = good && sqlite3_step(statement) == SQLITE_DONE;
    sqlite3_finalize(statement);
    return good;
}

static bool insert_study(sqlite3 *db, const nw_gap_study *study)
{
    char *jobs = nw_format("%zu", study->count);
    const char *texts[] = {study->text, study->fingerprint, jobs, nw_version(), NULL, NULL};
    char *checksum = nw_gap_checksum(texts);
    texts[4] = checksum;
    bool good = insert_texts(db, "INSERT INTO study VALUES (?, ?, ?, ?, ?)", texts);
    free(checksum);
    free(jobs);
    return good;
}

static bool insert_job(sqlite3 *db, size_t number, const nw_gap_job *job)
{
    char *digits = nw_format("%zu", number), *description = nw_gap_job_text(job);
    const char *texts[] = {digits, description, NULL, NULL};
    char *checksum = nw_gap_checksum(texts);
    texts[2] = checksum;
    bool good = insert_texts(db, "INSERT INTO job VALUES (?, ?, ?)", texts);
    free(checksum);
    free(description);
    free(digits);
    return good;
}

/* The journal is kept in memory: a file that is not finished is thrown away. */
static bool fill(sqlite3 *db, const nw_gap_study *study)
{
    char *marks = nw_format("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = FULL; PRAGMA application_id = %d;"
                            "PRAGMA user_version = %d; BEGIN",
                            NW_GAP_APPLICATION, NW_GAP_FORMAT);
    bool good = execute(db, marks) && execute(db, nw_gap_schema) && insert_study(db, study);
    for (size_t i = 0; good && i < study->count; i++)
        good = insert_job(db, i, &study->jobs[i]);
    free(marks);
    return good && execute(db, "COMMIT");
}

static nw_status write_temporary(const char *temporary, const char *file, const nw_gap_study *study, nw_error *error)
{
    sqlite3 *db;
    int code = sqlite3_open_v2(temporary, &db, SQLITE_OPEN_READWRITE, NULL);
    if (db == NULL)
        nw_exhausted();
    nw_status status =
        code == SQLITE_OK && fill(db, study) ? NW_OK : nw_gap_db_fail(db, "write", file, error);
    sqlite3_close(db);
    return status;
}

/* Gives the file its name unless there is one of that name by now, which then stays. */
static nw_status take_name(const char *temporary, const char *file, nw_error *error)
{
    if (link(temporary, file) == 0 || errno == EEXIST) {
        unlink(temporary);
        return NW_OK;
    }
    /* File systems without hard links. */
    if ((errno != EPERM && errno != EOPNOTSUPP && errno != ENOSYS) || rename(temporary, file) != 0) {
        int reason = errno;
        unlink(temporary);
        return cannot_write(file, reason, error);
    }
    return NW_OK;
}

static nw_status make(const char *file, const nw_gap_study *study, nw_error *error)
{
    char *temporary = nw_format("%s.XXXXXX" TEMPORARY_SUFFIX, file);
    int descriptor = mkstemps(temporary, (int)strlen(TEMPORARY_SUFFIX));
    mode_t mask = umask(0);
    umask(mask);
    nw_status status = NW_OK;
    if (descriptor < 0 || fchmod(descriptor, 0666 & ~mask) != 0)
        status = cannot_write(file, errno, error);
    if (descriptor >= 0)
        close(descriptor);
    if (status == NW_OK)
        status = write_temporary(temporary, file, study, error);
    if (status == NW_OK)
        status = take_name(temporary, file, error);
    else if (descriptor >= 0)
        unlink(temporary);
    free(temporary);
    return status;
}

/* ---- opening ---- */

/* flock, which SQLite does not use: it keeps writers apart, and readers come and go. */
static nw_status lock(nw_gap_store *store, nw_error *error)
{
    store->lock = open(store->file, O_RDWR | O_CLOEXEC);
    if (store->lock < 0)
        return cannot_write(store->file, errno, error);
    /* Who asks whether a study runs holds the lock for a moment. */
    const struct timespec moment = {.tv_nsec = 20000000};
    int locked = flock(store->lock, LOCK_EX | LOCK_NB);
    for (int tries = 0; locked != 0 && errno == EWOULDBLOCK && tries < 10; tries++) {
        nanosleep(&moment, NULL);
        locked = flock(store->lock, LOCK_EX | LOCK_NB);
    }
    if (locked == 0)
        return NW_OK;
    if (errno != EWOULDBLOCK)
        return nw_fail(error, NW_IO_FAILURE, "cannot lock %.300s: %s", store->file, strerror(errno));
    return nw_fail(error, NW_IO_FAILURE,
                   "another nwidth is writing %.300s; wait for it, and follow it with 'nwidth gap status'", store->file);
}

static nw_status compare_studies(const nw_gap_store *store, const nw_gap_rows *rows, nw_error *error)
{
    json_t *there = json_loads(rows->study, 0, NULL);
    if (there == NULL)
        return nw_gap_db_damaged(store->file, "its study is no JSON", error);
    char *difference = nw_gap_study_difference(store->study->resolved, there);
    json_decref(there);
    if (difference == NULL)
        return NW_OK;
    nw_status status = nw_fail(error, NW_BAD_INPUT,
                               "%.300s holds another study: %.500s; give another --out, or the study it holds",
                               store->file, difference);
    free(difference);
    return status;
}

static nw_status compare_jobs(nw_gap_store *store, const nw_gap_rows *rows, nw_error *error)
{
    if (rows->count != store->study->count)
        return nw_gap_db_damaged(store->file, "its jobs are not those of its study", error);
    for (size_t i = 0; i < rows->count; i++) {
        char *here = nw_gap_job_text(&store->study->jobs[i]), *there = nw_gap_job_text(&rows->rows[i].job);
        bool same = strcmp(here, there) == 0;
        free(here);
        free(there);
        if (!same)
            return nw_gap_db_damaged(store->file, "a job is not that of its study", error);
        store->done[i] = rows->rows[i].done;
        store->done_count += rows->rows[i].done;
    }
    return NW_OK;
}

static nw_status compare_versions(const nw_gap_store *store, nw_error *error)
{
    sqlite3 *db;
    sqlite3_stmt *statement;
    nw_status status = nw_gap_db_read(&db, store->file, error);
    if (status != NW_OK)
        return status;
    status = nw_gap_db_prepare(&statement, db, "SELECT version FROM study", store->file, error);
    if (status == NW_OK) {
        if (sqlite3_step(statement) != SQLITE_ROW)
            status = nw_gap_db_fail(db, "read", store->file, error);
        else if (strcmp(nw_gap_db_text(statement, 0), nw_version()) != 0)
            status = nw_fail(error, NW_BAD_INPUT,
                             "%.300s was begun by nwidth %.40s, and this is nwidth %s; results of two versions do not "
                             "mix: give another --out",
                             store->file, nw_gap_db_text(statement, 0), nw_version());
        sqlite3_finalize(statement);
    }
    sqlite3_close(db);
    return status;
}

/* Whether what is there is this study; all that is in the file is read and checked. */
static nw_status compare(nw_gap_store *store, nw_error *error)
{
    nw_gap_rows rows;
    nw_status status = nw_gap_rows_read(&rows, store->file, error);
    if (status != NW_OK)
        return status;
    status = compare_studies(store, &rows, error);
    if (status == NW_OK)
        status = compare_versions(store, error);
    if (status == NW_OK)
        status = compare_jobs(store, &rows, error);
    nw_gap_rows_clear(&rows);
    return status;
}

/* SQLite's own locks are dropped when any descriptor of the file is closed, and so this one goes last. */
static void release(nw_gap_store *store)
{
    sqlite3_finalize(store->insert);
    sqlite3_close(store->db);
    if (store->lock >= 0)
        close(store->lock);
    free(store->file);
    free(store->done);
    free(store);
}

static nw_status open_existing(nw_gap_store *store, nw_error *error)
{
    nw_error problem;
    /* A file we were told to write and that is something else is left alone: the system's refusal, not a bad number. */
    if (nw_gap_db_recognise(store->file, &problem) != NW_OK)
        return nw_fail(error, NW_IO_FAILURE, "%s", problem.message);
    nw_status status = lock(store, error);
    return status == NW_OK ? compare(store, error) : status;
}

nw_status nw_gap_store_open(nw_gap_store **store, const char *file, const nw_gap_study *study, bool resume,
                            nw_error *error)
{
    struct stat there;
    nw_status status = NW_OK;
    *store = NULL;
    if (stat(file, &there) == 0) {
        if (!resume)
            return nw_fail(error, NW_BAD_INPUT,
                           "%.300s is there already; leave out --no-resume to go on with it, or give another --out",
                           file);
    } else if (errno == ENOENT) {
        status = make(file, study, error);
    } else {
        return cannot_write(file, errno, error);
    }
    if (status != NW_OK)
        return status;
    nw_gap_store *made = nw_alloc(1, sizeof *made);
    *made = (nw_gap_store){.file = nw_copy_text(file),
                           .study = study,
                           .done = nw_alloc(study->count, sizeof *made->done),
                           .lock = -1};
    status = open_existing(made, error);
    if (status == NW_OK)
        *store = made;
    else
        release(made);
    return status;
}

bool nw_gap_store_has(const nw_gap_store *store, size_t number)
{
    return store->done[number];
}

size_t nw_gap_store_count(const nw_gap_store *store)
{
    return store->done_count;
}

/* ---- writing ---- */

static int open_to_write(nw_gap_store *store)
{
    int code = sqlite3_open_v2(store->file, &store->db, SQLITE_OPEN_READWRITE, NULL);
    if (store->db == NULL)
        nw_exhausted();
    sqlite3_busy_timeout(store->db, NW_GAP_PATIENCE);
    return code;
}

nw_status nw_gap_store_begin(nw_gap_store *store, nw_error *error)
{
    int code = open_to_write(store);
    char *session = nw_format("INSERT INTO session (begun, done) VALUES (%.3f, %zu)", unix_time(), store->done_count);
    bool good = code == SQLITE_OK && execute(store->db, "PRAGMA synchronous = FULL; PRAGMA journal_mode = WAL") &&
                execute(store->db, session) &&
                sqlite3_prepare_v2(store->db, "INSERT INTO result VALUES (?, ?, ?, ?, ?)", -1, &store->insert, NULL) ==
                    SQLITE_OK;
    free(session);
    return good ? NW_OK : nw_gap_db_fail(store->db, "write", store->file, error);
}

nw_status nw_gap_store_put(nw_gap_store *store, size_t number, const char *record, double seconds, nw_error *error)
{
    char *digits = nw_format("%zu", number), *taken = nw_format("%a", seconds);
    const char *texts[] = {digits, record, taken, NULL};
    char *checksum = nw_gap_checksum(texts);
    sqlite3_stmt *insert = store->insert;
    bool good = sqlite3_bind_int64(insert, 1, (sqlite3_int64)number) == SQLITE_OK &&
                sqlite3_bind_text(insert, 2, record, -1, SQLITE_STATIC) == SQLITE_OK &&
                sqlite3_bind_double(insert, 3, seconds) == SQLITE_OK &&
                sqlite3_bind_double(insert, 4, unix_time()) == SQLITE_OK &&
                sqlite3_bind_text(insert, 5, checksum, -1, SQLITE_STATIC) == SQLITE_OK &&
                sqlite3_step(insert) == SQLITE_DONE;
    nw_status status = good ? NW_OK : nw_gap_db_fail(store->db, "write", store->file, error);
    sqlite3_reset(insert);
    sqlite3_clear_bindings(insert);
    free(checksum);
    free(taken);
    free(digits);
    if (good) {
        store->done[number] = true;
        store->done_count++;
    }
    return status;
}

/* Whether a session that was killed left its log. */
static bool has_log(const nw_gap_store *store)
{
    char *log = nw_format("%s-wal", store->file);
    bool found = access(log, F_OK) == 0;
    free(log);
    return found;
}

nw_status nw_gap_store_close(nw_gap_store *store, nw_error *error)
{
    nw_status status = NW_OK;
    sqlite3_finalize(store->insert);
    store->insert = NULL;
    if (store->db == NULL && has_log(store))
        open_to_write(store);
    if (store->db != NULL) {
        /* Leaving WAL mode needs the file for ourselves.  While someone reads it the log stays, and is as good. */
        int code = sqlite3_exec(store->db, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
        if (code != SQLITE_OK && code != SQLITE_BUSY && code != SQLITE_LOCKED)
            status = nw_gap_db_fail(store->db, "write", store->file, error);
    }
    release(store);
    return status;
}
