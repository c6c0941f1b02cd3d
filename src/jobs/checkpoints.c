#include "jobs/checkpoints.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"

#define PREFIX "job-"
#define SUFFIX ".checkpoint"

nw_status nw_checkpoints_make(const char *folder, nw_error *error)
{
    struct stat there;
    if (mkdir(folder, 0777) == 0)
        return NW_OK;
    int reason = errno;
    if (reason == EEXIST && stat(folder, &there) == 0 && S_ISDIR(there.st_mode))
        return NW_OK;
    return nw_fail(error, NW_IO_FAILURE, "cannot make the folder %.300s for checkpoints: %s", folder, strerror(reason));
}

char *nw_checkpoints_file(const char *folder, size_t number)
{
    return nw_format("%s/" PREFIX "%06zu" SUFFIX, folder, number);
}

void nw_checkpoints_drop(const char *folder, size_t number)
{
    char *file = nw_checkpoints_file(folder, number);
    unlink(file);
    free(file);
}

/* job-DIGITS.checkpoint, and what is written beside it before it takes that name. */
static bool is_of_a_job(const char *name)
{
    size_t prefix = strlen(PREFIX);
    if (strncmp(name, PREFIX, prefix) != 0)
        return false;
    size_t digits = strspn(name + prefix, "0123456789");
    const char *rest = name + prefix + digits;
    size_t suffix = strlen(SUFFIX);
    return digits > 0 && strncmp(rest, SUFFIX, suffix) == 0 && (rest[suffix] == '\0' || rest[suffix] == '.');
}

void nw_checkpoints_clear(const char *folder)
{
    DIR *directory = opendir(folder);
    if (directory == NULL)
        return;
    struct dirent *entry;
    while ((entry = readdir(directory)) != NULL)
        if (is_of_a_job(entry->d_name))
            unlinkat(dirfd(directory), entry->d_name, 0);
    closedir(directory);
    rmdir(folder);
}
