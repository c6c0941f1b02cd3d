#include "jobs/status.h"

#include <fcntl.h>
#include <math.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

/* Writers hold flock as long as they live. */
bool nw_jobs_running(const char *file)
{
    int descriptor = open(file, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return false;
    bool locked = flock(descriptor, LOCK_SH | LOCK_NB) != 0;
    close(descriptor);
    return locked;
}

/* The rate of the last session, up to now when it still runs and else up to its last result. */
void nw_jobs_status_of(nw_jobs_status *status, const nw_rows *rows, bool running)
{
    *status = (nw_jobs_status){
        .jobs = rows->count, .done = rows->done, .running = running, .rate = NAN, .left = NAN};
    double end = running ? (double)time(NULL) : rows->last;
    double fresh = (double)rows->done - (double)rows->done_before;
    if (isnan(rows->last) || !(fresh > 0) || !(end > rows->begun))
        return;
    status->rate = fresh / (end - rows->begun);
    status->left = (double)(rows->count - rows->done) / status->rate;
}
