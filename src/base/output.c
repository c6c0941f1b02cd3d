#include "base/output.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"

#define TEMPORARY_SUFFIX ".tmp"

/* ---- temporary files and signals ---- */

enum { SLOTS = 16, NO_SLOT = -1 };

/* Names the handler removes.  A slot is one pointer, written whole, so that the handler sees a name or nothing. */
static char *volatile temporaries[SLOTS];

static int remember(char *name)
{
    for (int slot = 0; slot < SLOTS; slot++)
        if (temporaries[slot] == NULL) {
            temporaries[slot] = name;
            return slot;
        }
    return NO_SLOT;
}

static void forget(int slot)
{
    if (slot != NO_SLOT)
        temporaries[slot] = NULL;
}

static void remove_and_die(int signal_number)
{
    for (int slot = 0; slot < SLOTS; slot++)
        if (temporaries[slot] != NULL)
            unlink(temporaries[slot]);
    raise(signal_number); /* blocked until we return, and reset to its default by SA_RESETHAND */
}

void nw_output_catch_signals(void)
{
    static const int caught[] = {SIGINT, SIGTERM, SIGHUP};
    for (size_t i = 0; i < sizeof caught / sizeof caught[0]; i++) {
        struct sigaction action;
        if (sigaction(caught[i], NULL, &action) != 0 || action.sa_handler == SIG_IGN)
            continue; /* nohup: stays ignored */
        memset(&action, 0, sizeof action);
        action.sa_handler = remove_and_die;
        sigemptyset(&action.sa_mask);
        action.sa_flags = (int)SA_RESETHAND;
        sigaction(caught[i], &action, NULL);
    }
}

/* ---- opening ---- */

bool nw_same_file(const char *first, const char *second)
{
    struct stat a, b;
    if (strcmp(first, "-") == 0 || strcmp(second, "-") == 0)
        return false;
    if (stat(first, &a) != 0 || stat(second, &b) != 0)
        return strcmp(first, second) == 0;
    return S_ISREG(a.st_mode) && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

static nw_status cannot_write(const char *path, int reason, nw_error *error)
{
    return nw_fail(error, NW_IO_FAILURE, "cannot write %.800s: %s", path, strerror(reason));
}

static void release(nw_output *output)
{
    free(output->path);
    free(output->temporary);
    *output = (nw_output){.slot = NO_SLOT};
}

static nw_status fail_open(nw_output *output, const char *path, int reason, nw_error *error)
{
    release(output);
    return cannot_write(path, reason, error);
}

static mode_t creation_mode(void)
{
    mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

static nw_status open_beside(nw_output *output, const char *path, mode_t mode, nw_error *error)
{
    output->temporary = nw_format("%s.XXXXXX" TEMPORARY_SUFFIX, output->path);
    int descriptor = mkstemps(output->temporary, (int)strlen(TEMPORARY_SUFFIX));
    if (descriptor < 0)
        return fail_open(output, path, errno, error);
    output->slot = remember(output->temporary);
    output->stream = fdopen(descriptor, "w");
    if (output->stream == NULL || fchmod(descriptor, mode) != 0) {
        int reason = errno;
        if (output->stream == NULL)
            close(descriptor);
        nw_output_discard(output);
        return cannot_write(path, reason, error);
    }
    return NW_OK;
}

nw_status nw_output_open(nw_output *output, const char *path, nw_error *error)
{
    *output = (nw_output){.slot = NO_SLOT};
    if (path == NULL || strcmp(path, "-") == 0) {
        output->stream = stdout;
        return NW_OK;
    }
    if (path[0] == '\0')
        return fail_open(output, "''", ENOENT, error);
    struct stat status;
    if (stat(path, &status) != 0) {
        if (errno != ENOENT)
            return fail_open(output, path, errno, error);
        output->path = nw_copy_text(path);
        return open_beside(output, path, creation_mode(), error);
    }
    if (S_ISDIR(status.st_mode))
        return fail_open(output, path, EISDIR, error);
    if (!S_ISREG(status.st_mode)) {
        output->path = nw_copy_text(path);
        output->stream = fopen(path, "w");
        return output->stream != NULL ? NW_OK : fail_open(output, path, errno, error);
    }
    /* A rename would replace a file we may not write, and a symbolic link instead of what it names. */
    if (access(path, W_OK) != 0)
        return fail_open(output, path, errno, error);
    output->path = realpath(path, NULL);
    if (output->path == NULL)
        return fail_open(output, path, errno, error);
    return open_beside(output, path, status.st_mode & 07777, error);
}

/* ---- closing ---- */

void nw_output_discard(nw_output *output)
{
    if (output->stream != NULL && output->stream != stdout)
        fclose(output->stream);
    if (output->temporary != NULL)
        unlink(output->temporary);
    forget(output->slot);
    release(output);
}

/* 0, or the errno of a write that failed now or before. */
static int flush_reason(FILE *stream)
{
    bool failed_before = ferror(stream) != 0;
    errno = 0;
    if (fflush(stream) != 0)
        return errno != 0 ? errno : EIO;
    if (!failed_before)
        return 0;
    /* The errno of a failure before this call is gone; output that is broken already bears one more byte to learn it.
     */
    clearerr(stream);
    bool fails_again = fputc('\n', stream) == EOF || fflush(stream) != 0;
    return fails_again && errno != 0 ? errno : EIO;
}

nw_status nw_output_finish(nw_output *output, nw_error *error)
{
    int reason = flush_reason(output->stream);
    if (output->stream == stdout) {
        release(output);
        return reason == 0 ? NW_OK : cannot_write("standard output", reason, error);
    }
    FILE *stream = output->stream;
    output->stream = NULL;
    if (fclose(stream) != 0 && reason == 0)
        reason = errno;
    if (reason == 0 && output->temporary != NULL && rename(output->temporary, output->path) != 0)
        reason = errno;
    nw_status status = reason == 0 ? NW_OK : cannot_write(output->path, reason, error);
    if (reason == 0) { /* the temporary name is no longer ours to remove */
        forget(output->slot);
        release(output);
    } else {
        nw_output_discard(output);
    }
    return status;
}

nw_status nw_output_close_standard(nw_error *error)
{
    int reason = flush_reason(stdout);
    if (fclose(stdout) != 0 && reason == 0 && errno != EBADF)
        reason = errno;
    return reason == 0 ? NW_OK : cannot_write("standard output", reason, error);
}
