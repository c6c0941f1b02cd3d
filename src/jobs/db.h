/* The SQLite file of a study: what is in it, how one is recognised, what is said of one that fails.
 *
 * Every row carries a checksum of its content: SQLite notices damage to its own structures, and not a changed letter of
 * a text. */
#ifndef NW_JOBS_DB_H
#define NW_JOBS_DB_H

#include <sqlite3.h>

#include "jobs/study.h"

enum {
    NW_DB_FORMAT = 1,       /* PRAGMA user_version; the kind says what PRAGMA application_id is */
    NW_DB_PATIENCE = 10000, /* milliseconds that a lock of another process is waited for */
};

/* study     one row: the resolved study (JSON text), its fingerprint, the number of jobs, the version of nwidth
 * job       number (from 0), description (JSON text)
 * result    number of a job that is done, its record (JSON text), the seconds it took, when it was finished (Unix time)
 * session   one row each time the study was begun or resumed: when, and how many jobs were done then */
extern const char nw_db_schema[];

/* "crc32:xxxxxxxx" over the texts, ended by NULL, each with its end.  The caller frees. */
char *nw_db_checksum(const char *const *texts);

/* Whether the file is the SQLite file of a study of this kind and format, by its first bytes: NW_BAD_INPUT for a file
 * that is not there or that is something else, NW_IO_FAILURE where it cannot be read.  Nothing is locked or changed. */
nw_status nw_db_recognise(const char *file, const nw_study_kind *kind, nw_error *error);

/* Opens to read, and begins a read transaction: what is read belongs to one moment, also while the study runs.  The
 * structures of the file are checked.  The caller closes with sqlite3_close. */
nw_status nw_db_read(sqlite3 **db, const char *file, const nw_study_kind *kind, nw_error *error);

/* NW_IO_FAILURE when SQLite's own check finds the file damaged. */
nw_status nw_db_check(sqlite3 *db, const char *file, nw_error *error);

/* Prepares; a statement that cannot be prepared says that the file is damaged. */
nw_status nw_db_prepare(sqlite3_stmt **statement, sqlite3 *db, const char *sql, const char *file, nw_error *error);

/* The text of a column, "" for NULL; valid until the next step. */
const char *nw_db_text(sqlite3_stmt *statement, int column);

/* The line for the last failure on this connection; `doing` is "read" or "write". */
nw_status nw_db_fail(sqlite3 *db, const char *doing, const char *file, nw_error *error);
nw_status nw_db_damaged(const char *file, const char *what, nw_error *error);

#endif
