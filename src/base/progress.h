/* A progress line on standard error: rewritten in place on a terminal, a plain line now and then elsewhere, nothing
 * when quiet.  Calls may come from one thread at a time. */
#ifndef NW_BASE_PROGRESS_H
#define NW_BASE_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

typedef struct nw_progress {
    const char *what; /* "width", kept by the caller */
    size_t total, done;
    bool shown, terminal;
    double begun, last; /* seconds of a monotonic clock */
} nw_progress;

void nw_progress_begin(nw_progress *progress, const char *what, size_t total, bool quiet);
/* One more is done; `note` (may be NULL) is shown behind count, rate and remaining time. */
void nw_progress_step(nw_progress *progress, const char *note);
void nw_progress_end(nw_progress *progress);

/* Seconds of a monotonic clock, for durations. */
double nw_seconds(void);

#endif
