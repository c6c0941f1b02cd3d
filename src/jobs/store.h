/* What a study is kept in.  A file: made whole or not at all, one transaction a result, one writer at a time.
 *
 * While a study runs its SQLite file is in WAL mode with synchronous=FULL: a result that was kept survives kill -9 and
 * a loss of power, and readers see whole transactions.  A clean end puts everything into the one file.
 *
 * A process that has a store open does not read the same file by other means: closing a second descriptor would end the
 * locks of SQLite. */
#ifndef NW_JOBS_STORE_H
#define NW_JOBS_STORE_H

#include "jobs/rows.h"

typedef struct nw_store nw_store;

/* Opens the file of the study, or makes it.  A file that is there must hold the same study, made by the same version of
 * nwidth: NW_BAD_INPUT names the first difference, and that `resume` is false.  NW_IO_FAILURE: a file of another
 * program or another kind of study, a damaged one, one that another process writes, a folder or disk that cannot be
 * written.  After a failure the file is as it was.  The study is kept by the caller.
 *
 * file NULL: results are kept in memory, and are gone when the store is closed. */
nw_status nw_store_open(nw_store **store, const char *file, const nw_study *study, bool resume, nw_error *error);

bool nw_store_has(const nw_store *store, size_t number);
size_t nw_store_count(const nw_store *store);   /* of results */
size_t nw_store_unknown(const nw_store *store); /* of results by which nothing was proven, as the kind says */

/* Before the first put: opens for writing and notes when this session began. */
nw_status nw_store_begin(nw_store *store, nw_error *error);

/* Keeps the record of a job that has none, on disk when this returns.  A record that the kind refuses is not kept. */
nw_status nw_store_put(nw_store *store, size_t number, const char *record, double seconds, nw_error *error);

/* All that is kept by now.  The caller clears. */
nw_status nw_store_rows(nw_rows *rows, nw_store *store, nw_error *error);

/* Brings everything into the one file; the store is released either way.  What was put is kept also after a failure. */
nw_status nw_store_close(nw_store *store, nw_error *error);

#endif
