/* The file a gap study is kept in: made whole or not at all, one transaction a result, one writer at a time.
 *
 * While a study runs its SQLite file is in WAL mode with synchronous=FULL: a result that was kept survives kill -9 and
 * a loss of power, and readers see whole transactions.  A clean end puts everything into the one file.
 *
 * A process that has a store open does not read the same file by other means: closing a second descriptor would end the
 * locks of SQLite. */
#ifndef NW_STUDY_GAP_STORE_H
#define NW_STUDY_GAP_STORE_H

#include "study/gap_study.h"

typedef struct nw_gap_store nw_gap_store;

/* Opens the file of the study, or makes it.  A file that is there must hold the same study, made by the same version of
 * nwidth: NW_BAD_INPUT names the first difference, and that `resume` is false.  NW_IO_FAILURE: a file of another
 * program, a damaged one, one that another process writes, a folder or disk that cannot be written.  After a failure the
 * file is as it was.  The study is kept by the caller. */
nw_status nw_gap_store_open(nw_gap_store **store, const char *file, const nw_gap_study *study, bool resume,
                            nw_error *error);

bool nw_gap_store_has(const nw_gap_store *store, size_t number);
size_t nw_gap_store_count(const nw_gap_store *store); /* of results */

/* Before the first put: opens for writing and notes when this session began. */
nw_status nw_gap_store_begin(nw_gap_store *store, nw_error *error);

/* Keeps the record of a job that has none, on disk when this returns. */
nw_status nw_gap_store_put(nw_gap_store *store, size_t number, const char *record, double seconds, nw_error *error);

/* Brings everything into the one file; the store is released either way.  What was put is kept also after a failure. */
nw_status nw_gap_store_close(nw_gap_store *store, nw_error *error);

#endif
