/* Results go to a temporary file beside their target and take its name only when complete: a run that fails or is
 * killed leaves nothing under the final name.  Standard output, and targets that are no regular files (/dev/full, a
 * pipe), are written directly. */
#ifndef NW_BASE_OUTPUT_H
#define NW_BASE_OUTPUT_H

#include <stdbool.h>
#include <stdio.h>

#include "base/error.h"

typedef struct nw_output {
    FILE *stream;    /* write here; errors are remembered by the stream and found by nw_output_finish */
    char *path;      /* the final name, NULL for standard output */
    char *temporary; /* NULL when written directly */
    int slot;        /* where the signal handler finds the temporary name */
} nw_output;

/* path NULL or "-": standard output.  NW_IO_FAILURE "cannot write PATH: reason". */
nw_status nw_output_open(nw_output *output, const char *path, nw_error *error);

/* Flushes, closes and renames, each checked; after a failure nothing is left behind.  Standard output is flushed and
 * stays open (nw_output_close_standard is its checked end).  The output is released either way. */
nw_status nw_output_finish(nw_output *output, nw_error *error);

/* Gives up: removes the temporary file. */
void nw_output_discard(nw_output *output);

/* Whether two names are the same text, or lead to the same existing regular file; "-" is no file. */
bool nw_same_file(const char *first, const char *second);

/* Closes standard output and says whether all of it was written.  The last act of the program. */
nw_status nw_output_close_standard(nw_error *error);

/* On SIGINT, SIGTERM and SIGHUP temporary files are removed before the signal does its default work. */
void nw_output_catch_signals(void);

#endif
