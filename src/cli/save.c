#include "cli/save.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/memory.h"

nw_status nw_save_folder(const char *path, nw_error *error)
{
    struct stat status;
    if (mkdir(path, 0777) == 0)
        return NW_OK;
    int reason = errno;
    if (reason == EEXIST && stat(path, &status) == 0 && S_ISDIR(status.st_mode))
        return NW_OK;
    return nw_fail(error, NW_IO_FAILURE, "cannot make the folder %.300s: %s", path, strerror(reason));
}

char *nw_save_stem(const char *folder, const char *method, size_t number, const char *word)
{
    enum { LONGEST_WORD = 60 };
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.+-";
    char *name = nw_format("%.*s", LONGEST_WORD, word);
    for (char *at = name; *at != '\0'; at++)
        *at = strchr(plain, *at) != NULL ? *at : '-';
    char *stem = nw_format("%s/%s-%03zu-%s", folder, method, number, name);
    free(name);
    return stem;
}
