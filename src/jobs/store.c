#include "jobs/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"
#include "jobs/db.h"

#define TEMPORARY_SUFFIX ".tmp"

struct nw_store {
    char *file;
    const nw_study *study;
    bool *done; /* for each job */
    size_t done_count, unknown;
    bool in_memory;
    int lock;    /* a descriptor with flock, which ends with the process */
    sqlite3 *db; /* NULL before begin where there is a file */
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

static bool insert_study(sqlite3 *db, const nw_study *study)
{
    char *jobs = nw_format("%zu", study->count);
    const char *texts[] = {study->text, study->fingerprint, jobs, nw_version(), NULL, NULL};
    char *checksum = nw_db_checksum(texts);
    texts[4] = checksum;
    bool good = insert_texts(db, "INSERT INTO study VALUES (?, ?, ?, ?, ?)", texts);
    free(checksum);
    free(jobs);
    return good;
}

static bool insert_job(sqlite3 *db, size_t number, const nw_study *study)
{
    char *digits = nw_format("%zu", number), *description = study->kind->job_text(study, number);
    const char *texts[] = {digits, description, NULL, NULL};
    char *checksum = nw_db_checksum(texts);
    texts[2] = checksum;
    bool good = insert_texts(db, "INSERT INTO job VALUES (?, ?, ?)", texts);
    free(checksum);
    free(description);
    free(digits);
    return good;
}

/* The journal is kept in memory: a file that is not finished is thrown away. */
static bool fill(sqlite3 *db, const nw_study *study)
{
    char *marks = nw_format("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = FULL; PRAGMA application_id = %d;"
                            "PRAGMA user_version = %d; BEGIN",
                            (int)study->kind->application, NW_DB_FORMAT);
    bool good = execute(db, marks) && execute(db, nw_db_schema) && insert_study(db, study);
    for (size_t i = 0; good && i < study->count; i++)
        good = insert_job(db, i, study);
    free(marks);
    return good && execute(db, "COMMIT");
}

static nw_status write_temporary(const char *temporary, const char *file, const nw_study *study, nw_error *error)
{
    sqlite3 *db;
    int code = sqlite3_open_v2(temporary, &db, SQLITE_OPEN_READWRITE, NULL);
    if (db == NULL)
        nw_exhausted();
    nw_status status =
        code == SQLITE_OK && fill(db, study) ? NW_OK : nw_db_fail(db, "write", file, error);
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

/* Journals of a file of this name that was moved away after a crash: SQLite would mix them into the new file. */
static void forget_journals(const char *file)
{
    static const char *const endings[] = {"-wal", "-shm", "-journal"};
    for (size_t i = 0; access(file, F_OK) != 0 && i < sizeof endings / sizeof endings[0]; i++) {
        char *journal = nw_format("%s%s", file, endings[i]);
        unlink(journal);
        free(journal);
    }
}

static nw_status make(const char *file, const nw_study *study, nw_error *error)
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
        forget_journals(file);
    if (status == NW_OK)
        status = take_name(temporary, file, error);
    else if (descriptor >= 0)
        unlink(temporary);
    free(temporary);
    return status;
}

/* ---- opening ---- */

/* flock, which SQLite does not use: it keeps writers apart, and readers come and go. */
static nw_status lock(nw_store *store, nw_error *error)
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
                   "another nwidth is writing %.300s; wait for it, and follow it with 'nwidth %.40s status'",
                   store->file, store->study->kind->command);
}

static nw_status compare_studies(const nw_store *store, const nw_rows *rows, nw_error *error)
{
    json_t *there = json_loads(rows->study, 0, NULL);
    if (there == NULL)
        return nw_db_damaged(store->file, "its study is no JSON", error);
    json_t *here = json_copy(store->study->resolved);
    if (here == NULL)
        nw_exhausted();
    if (store->study->kind->place != NULL) {
        json_object_del(here, store->study->kind->place);
        json_object_del(there, store->study->kind->place);
    }
    char *difference = nw_study_difference(here, there);
    json_decref(here);
    json_decref(there);
    if (difference == NULL)
        return NW_OK;
    nw_status status = nw_fail(error, NW_BAD_INPUT,
                               "%.300s holds another study: %.500s; give another --out, or the study it holds",
                               store->file, difference);
    free(difference);
    return status;
}

/* A row whose checksum holds and which is none of its study was not written by this program. */
static nw_status compare_job(nw_store *store, const nw_row *row, size_t number, nw_error *error)
{
    const nw_study *study = store->study;
    nw_error problem;
    bool unknown = false;
    char *description = study->kind->job_text(study, number);
    bool same = strcmp(description, row->job) == 0;
    free(description);
    if (!same)
        return nw_db_damaged(store->file, "a job is not that of its study", error);
    if (row->record == NULL)
        return NW_OK;
    if (study->kind->check(&unknown, study, number, row->record, &problem) != NW_OK)
        return nw_db_damaged(store->file, problem.message, error);
    store->done[number] = true;
    store->done_count++;
    store->unknown += unknown;
    return NW_OK;
}

static nw_status compare_jobs(nw_store *store, const nw_rows *rows, nw_error *error)
{
    nw_status status = NW_OK;
    if (rows->count != store->study->count)
        return nw_db_damaged(store->file, "its jobs are not those of its study", error);
    for (size_t i = 0; status == NW_OK && i < rows->count; i++)
        status = compare_job(store, &rows->rows[i], i, error);
    return status;
}

static nw_status compare_versions(const nw_store *store, const nw_rows *rows, nw_error *error)
{
    if (strcmp(rows->version, nw_version()) == 0)
        return NW_OK;
    return nw_fail(error, NW_BAD_INPUT,
                   "%.300s was begun by nwidth %.40s, and this is nwidth %s; results of two versions do not mix: give "
                   "another --out",
                   store->file, rows->version, nw_version());
}

/* Whether what is there is this study; all that is in the file is read and checked. */
static nw_status compare(nw_store *store, nw_error *error)
{
    nw_rows rows;
    nw_status status = nw_rows_read(&rows, store->file, store->study->kind, error);
    if (status != NW_OK)
        return status;
    status = compare_studies(store, &rows, error);
    if (status == NW_OK)
        status = compare_versions(store, &rows, error);
    if (status == NW_OK)
        status = compare_jobs(store, &rows, error);
    nw_rows_clear(&rows);
    return status;
}

/* SQLite's own locks are dropped when any descriptor of the file is closed, and so this one goes last. */
static void release(nw_store *store)
{
    sqlite3_finalize(store->insert);
    sqlite3_close(store->db);
    if (store->lock >= 0)
        close(store->lock);
    free(store->file);
    free(store->done);
    free(store);
}

static nw_status open_existing(nw_store *store, nw_error *error)
{
    nw_error problem;
    /* A file we were told to write and that is something else is left alone: the system's refusal, not a bad number. */
    if (nw_db_recognise(store->file, store->study->kind, &problem) != NW_OK)
        return nw_fail(error, NW_IO_FAILURE, "%s", problem.message);
    nw_status status = lock(store, error);
    return status == NW_OK ? compare(store, error) : status;
}

/* ---- in memory ---- */

static nw_status open_memory(nw_store *store, nw_error *error)
{
    int code = sqlite3_open_v2(":memory:", &store->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
    if (store->db == NULL)
        nw_exhausted();
    return code == SQLITE_OK && fill(store->db, store->study) ? NW_OK
                                                              : nw_db_fail(store->db, "write", store->file, error);
}

static nw_store *new_store(const char *file, const nw_study *study)
{
    nw_store *made = nw_alloc(1, sizeof *made);
    *made = (nw_store){.file = nw_copy_text(file != NULL ? file : "the study in memory"),
                       .study = study,
                       .done = nw_alloc(study->count, sizeof *made->done),
                       .in_memory = file == NULL,
                       .lock = -1};
    return made;
}

/* A file that is there, or a new one. */
static nw_status find_file(const char *file, const nw_study *study, bool resume, nw_error *error)
{
    struct stat there;
    if (stat(file, &there) != 0)
        return errno == ENOENT ? make(file, study, error) : cannot_write(file, errno, error);
    return resume ? NW_OK
                  : nw_fail(error, NW_BAD_INPUT,
                            "%.300s is there already; leave out --no-resume to go on with it, or give another --out",
                            file);
}

nw_status nw_store_open(nw_store **store, const char *file, const nw_study *study, bool resume, nw_error *error)
{
    *store = NULL;
    nw_status status = file != NULL ? find_file(file, study, resume, error) : NW_OK;
    if (status != NW_OK)
        return status;
    nw_store *made = new_store(file, study);
    status = file != NULL ? open_existing(made, error) : open_memory(made, error);
    if (status == NW_OK)
        *store = made;
    else
        release(made);
    return status;
}

bool nw_store_has(const nw_store *store, size_t number)
{
    return store->done[number];
}

size_t nw_store_count(const nw_store *store)
{
    return store->done_count;
}

size_t nw_store_unknown(const nw_store *store)
{
    return store->unknown;
}

/* ---- writing ---- */

static int open_to_write(nw_store *store)
{
    int code = sqlite3_open_v2(store->file, &store->db, SQLITE_OPEN_READWRITE, NULL);
    if (store->db == NULL)
        nw_exhausted();
    sqlite3_busy_timeout(store->db, NW_DB_PATIENCE);
    return code;
}

nw_status nw_store_begin(nw_store *store, nw_error *error)
{
    int code = store->in_memory ? SQLITE_OK : open_to_write(store);
    char *session = nw_format("INSERT INTO session (begun, done) VALUES (%.3f, %zu)", unix_time(), store->done_count);
    bool durable = store->in_memory ||
                   (code == SQLITE_OK && execute(store->db, "PRAGMA synchronous = FULL; PRAGMA journal_mode = WAL"));
    bool good = durable && execute(store->db, session) &&
                sqlite3_prepare_v2(store->db, "INSERT INTO result VALUES (?, ?, ?, ?, ?)", -1, &store->insert, NULL) ==
                    SQLITE_OK;
    free(session);
    return good ? NW_OK : nw_db_fail(store->db, "write", store->file, error);
}

static nw_status insert_result(nw_store *store, size_t number, const char *record, double seconds, nw_error *error)
{
    char *digits = nw_format("%zu", number), *taken = nw_format("%a", seconds);
    const char *texts[] = {digits, record, taken, NULL};
    char *checksum = nw_db_checksum(texts);
    sqlite3_stmt *insert = store->insert;
    bool good = sqlite3_bind_int64(insert, 1, (sqlite3_int64)number) == SQLITE_OK &&
                sqlite3_bind_text(insert, 2, record, -1, SQLITE_STATIC) == SQLITE_OK &&
                sqlite3_bind_double(insert, 3, seconds) == SQLITE_OK &&
                sqlite3_bind_double(insert, 4, unix_time()) == SQLITE_OK &&
                sqlite3_bind_text(insert, 5, checksum, -1, SQLITE_STATIC) == SQLITE_OK &&
                sqlite3_step(insert) == SQLITE_DONE;
    nw_status status = good ? NW_OK : nw_db_fail(store->db, "write", store->file, error);
    sqlite3_reset(insert);
    sqlite3_clear_bindings(insert);
    free(checksum);
    free(taken);
    free(digits);
    return status;
}

nw_status nw_store_put(nw_store *store, size_t number, const char *record, double seconds, nw_error *error)
{
    nw_error problem;
    bool unknown = false;
    nw_status status = store->study->kind->check(&unknown, store->study, number, record, &problem);
    if (status != NW_OK)
        return nw_fail(error, status, "job %zu: %s", number, problem.message);
    status = insert_result(store, number, record, seconds, error);
    if (status == NW_OK) {
        store->done[number] = true;
        store->done_count++;
        store->unknown += unknown;
    }
    return status;
}

nw_status nw_store_rows(nw_rows *rows, nw_store *store, nw_error *error)
{
    return store->db != NULL ? nw_rows_query(rows, store->db, store->file, error)
                             : nw_rows_read(rows, store->file, store->study->kind, error);
}

/* Whether a session that was killed left its log. */
static bool has_log(const nw_store *store)
{
    char *log = nw_format("%s-wal", store->file);
    bool found = access(log, F_OK) == 0;
    free(log);
    return found;
}

nw_status nw_store_close(nw_store *store, nw_error *error)
{
    nw_status status = NW_OK;
    sqlite3_finalize(store->insert);
    store->insert = NULL;
    if (store->db == NULL && has_log(store))
        open_to_write(store);
    if (store->db != NULL && !store->in_memory) {
        /* Leaving WAL mode needs the file for ourselves.  While someone reads it the log stays, and is as good. */
        int code = sqlite3_exec(store->db, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
        if (code != SQLITE_OK && code != SQLITE_BUSY && code != SQLITE_LOCKED)
            status = nw_db_fail(store->db, "write", store->file, error);
    }
    release(store);
    return status;
}
