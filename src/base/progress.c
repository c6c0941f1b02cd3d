#include "base/progress.h"

#include <math.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { TERMINAL_TENTHS = 2, PLAIN_TENTHS = 100 }; /* least time between two lines */

double nw_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

void nw_progress_begin(nw_progress *progress, const char *what, size_t total, bool quiet)
{
    double now = nw_seconds();
    *progress = (nw_progress){.what = what,
                              .total = total,
                              .shown = !quiet && total > 1,
                              .terminal = isatty(STDERR_FILENO) == 1,
                              .begun = now,
                              .last = now};
}

static void print_line(const nw_progress *progress, double now, const char *note)
{
    double elapsed = now - progress->begun;
    double left = elapsed / (double)progress->done * (double)(progress->total - progress->done);
    fprintf(stderr, "%s%s: %zu of %zu, %.0f s, %.0f s left%s%s%s", progress->terminal ? "\r" : "", progress->what,
            progress->done, progress->total, elapsed, ceil(left), note != NULL ? "; " : "", note != NULL ? note : "",
            progress->terminal ? "\033[K" : "\n");
    fflush(stderr);
}

void nw_progress_step(nw_progress *progress, const char *note)
{
    progress->done++;
    if (!progress->shown)
        return;
    double now = nw_seconds();
    int tenths = progress->terminal ? TERMINAL_TENTHS : PLAIN_TENTHS;
    if (progress->done < progress->total && now - progress->last < tenths / 10.0)
        return;
    progress->last = now;
    print_line(progress, now, note);
}

void nw_progress_end(nw_progress *progress)
{
    if (progress->shown && progress->terminal && progress->done > 0)
        fputs("\r\033[K", stderr);
    progress->shown = false;
}
