#include "jobs/db.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "base/memory.h"
#include "base/text.h"

const char nw_db_schema[] = "CREATE TABLE study (resolved TEXT NOT NULL, fingerprint TEXT NOT NULL,"
                            " jobs INTEGER NOT NULL, version TEXT NOT NULL, checksum TEXT NOT NULL);"
                            "CREATE TABLE job (number INTEGER PRIMARY KEY, description TEXT NOT NULL,"
                            " checksum TEXT NOT NULL);"
                            "CREATE TABLE result (number INTEGER PRIMARY KEY REFERENCES job, record TEXT NOT NULL,"
                            " seconds REAL NOT NULL, finished REAL NOT NULL, checksum TEXT NOT NULL);"
                            "CREATE TABLE session (number INTEGER PRIMARY KEY, begun REAL NOT NULL,"
                            " done INTEGER NOT NULL);";

char *nw_db_checksum(const char *const *texts)
{
    uLong crc = crc32(0, NULL, 0);
    for (; *texts != NULL; texts++)
        crc = crc32_z(crc, (const Bytef *)*texts, strlen(*texts) + 1);
    return nw_format("crc32:%08lx", (unsigned long)crc);
}

/* ---- what is said ---- */

nw_status nw_db_damaged(const char *file, const char *what, nw_error *error)
{
    return nw_fail(error, NW_IO_FAILURE, "%.300s is damaged: %.300s; restore it from a copy, or begin a new file", file,
                   what);
}

nw_status nw_db_fail(sqlite3 *db, const char *doing, const char *file, nw_error *error)
{
    int code = sqlite3_errcode(db), reason = sqlite3_system_errno(db);
    switch (code) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
        return nw_db_damaged(file, sqlite3_errmsg(db), error);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return nw_fail(error, NW_IO_FAILURE, "cannot %s %.300s: another process holds a lock on it", doing, file);
    case SQLITE_FULL:
        return nw_fail(error, NW_IO_FAILURE, "cannot %s %.300s: %s", doing, file, strerror(ENOSPC));
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
        if (reason != 0)
            return nw_fail(error, NW_IO_FAILURE, "cannot %s %.300s: %s", doing, file, strerror(reason));
        break;
    default:
        break;
    }
    return nw_fail(error, NW_IO_FAILURE, "cannot %s %.300s: %.200s", doing, file, sqlite3_errmsg(db));
}

/* ---- what a file is ---- */

enum { HEADER = 100, AT_VERSION = 60, AT_APPLICATION = 68 }; /* of SQLite's file format */

static unsigned long big_endian(const unsigned char *bytes)
{
    return (unsigned long)bytes[0] << 24 | (unsigned long)bytes[1] << 16 | (unsigned long)bytes[2] << 8 | bytes[3];
}

static const char *article(const char *word)
{
    return word[0] != '\0' && strchr("aeiou", word[0]) != NULL ? "an" : "a";
}

/* What is there instead of the study that is looked for. */
static nw_status foreign(const char *file, const char *what, const nw_study_kind *kind, nw_error *error)
{
    return nw_fail(error, NW_BAD_INPUT,
                   "%.300s is %s; expected the file of %s %.60s, which 'nwidth %.40s --out' makes", file, what,
                   article(kind->name), kind->name, kind->command);
}

static nw_status judge_header(const unsigned char *header, size_t length, const char *file, const nw_study_kind *kind,
                              nw_error *error)
{
    static const char magic[] = "SQLite format 3";
    if (length < HEADER || memcmp(header, magic, sizeof magic) != 0)
        return foreign(file, "no SQLite database", kind, error);
    unsigned long application = big_endian(header + AT_APPLICATION), format = big_endian(header + AT_VERSION);
    if (application != kind->application)
        return foreign(file,
                       application >> 16 == kind->application >> 16 ? "the file of another command of nwidth"
                                                                    : "a SQLite database of another program",
                       kind, error);
    if (format != NW_DB_FORMAT)
        return nw_fail(error, NW_BAD_INPUT,
                       "%.300s is %s %.60s of format %lu, and this nwidth reads format %d; use the version of nwidth "
                       "that made it",
                       file, article(kind->name), kind->name, format, NW_DB_FORMAT);
    return NW_OK;
}

nw_status nw_db_recognise(const char *file, const nw_study_kind *kind, nw_error *error)
{
    unsigned char header[HEADER];
    struct stat status;
    if (stat(file, &status) != 0)
        return nw_fail(error, errno == ENOENT || errno == ENOTDIR ? NW_BAD_INPUT : NW_IO_FAILURE,
                       "cannot open %.300s: %s", file, strerror(errno));
    if (!S_ISREG(status.st_mode))
        return foreign(file, "no regular file", kind, error);
    FILE *stream = fopen(file, "rb");
    if (stream == NULL)
        return nw_fail(error, NW_IO_FAILURE, "cannot open %.300s: %s", file, strerror(errno));
    size_t length = fread(header, 1, sizeof header, stream);
    int reason = ferror(stream) ? errno : 0;
    fclose(stream);
    if (reason != 0)
        return nw_fail(error, NW_IO_FAILURE, "cannot read %.300s: %s", file, strerror(reason));
    return judge_header(header, length, file, kind, error);
}

/* ---- reading ---- */

nw_status nw_db_prepare(sqlite3_stmt **statement, sqlite3 *db, const char *sql, const char *file, nw_error *error)
{
    int code = sqlite3_prepare_v2(db, sql, -1, statement, NULL);
    if (code == SQLITE_OK)
        return NW_OK;
    /* SQLITE_ERROR: a table or a column is not there. */
    return code == SQLITE_ERROR ? nw_db_damaged(file, sqlite3_errmsg(db), error)
                                : nw_db_fail(db, "read", file, error);
}

const char *nw_db_text(sqlite3_stmt *statement, int column)
{
    const char *text = (const char *)sqlite3_column_text(statement, column);
    return text != NULL ? text : "";
}

nw_status nw_db_check(sqlite3 *db, const char *file, nw_error *error)
{
    sqlite3_stmt *statement;
    nw_status status = nw_db_prepare(&statement, db, "PRAGMA integrity_check(1)", file, error);
    if (status != NW_OK)
        return status;
    if (sqlite3_step(statement) != SQLITE_ROW)
        status = nw_db_fail(db, "read", file, error);
    else if (strcmp(nw_db_text(statement, 0), "ok") != 0)
        status = nw_db_damaged(file, nw_db_text(statement, 0), error);
    sqlite3_finalize(statement);
    return status;
}

/* The name as a URI: what is no plain character is escaped. */
static char *uri_of(const char *file, const char *query)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";
    nw_text text = {0};
    nw_text_add(&text, file[0] == '/' ? "file://" : "file:");
    for (const char *at = file; *at != '\0'; at++)
        if (strchr(plain, *at) != NULL)
            nw_text_add_char(&text, *at);
        else
            nw_text_addf(&text, "%%%02X", (unsigned)(unsigned char)*at);
    nw_text_add(&text, query);
    return nw_text_take(&text);
}

static int open_to_read(sqlite3 **db, const char *file, const char *query)
{
    char *uri = uri_of(file, query);
    int code = sqlite3_open_v2(uri, db, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, NULL);
    free(uri);
    if (*db == NULL)
        nw_exhausted();
    sqlite3_busy_timeout(*db, NW_DB_PATIENCE);
    return code == SQLITE_OK ? sqlite3_exec(*db, "BEGIN; SELECT count(*) FROM sqlite_master", NULL, NULL, NULL) : code;
}

/* Without a write-ahead log beside it, the file alone is the whole database. */
static bool has_log(const char *file)
{
    char *log = nw_format("%s-wal", file);
    bool found = access(log, F_OK) == 0;
    free(log);
    return found;
}

nw_status nw_db_read(sqlite3 **db, const char *file, const nw_study_kind *kind, nw_error *error)
{
    *db = NULL;
    nw_status status = nw_db_recognise(file, kind, error);
    if (status != NW_OK)
        return status;
    int code = open_to_read(db, file, "");
    if ((code == SQLITE_CANTOPEN || code == SQLITE_READONLY) && !has_log(file)) {
        /* A file in WAL mode in a folder where SQLite cannot make its index. */
        sqlite3_close(*db);
        code = open_to_read(db, file, "?immutable=1");
    }
    status = code == SQLITE_OK ? nw_db_check(*db, file, error) : nw_db_fail(*db, "read", file, error);
    if (status != NW_OK) {
        sqlite3_close(*db);
        *db = NULL;
    }
    return status;
}
