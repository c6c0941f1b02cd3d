/* The folder of --save and the names of the files in it. */
#ifndef NW_CLI_SAVE_H
#define NW_CLI_SAVE_H

#include <stddef.h>

#include "base/error.h"

/* Made when it is not there. */
nw_status nw_save_folder(const char *path, nw_error *error);

/* "FOLDER/g-003-bump-r-1-n-1-M-8-signs-seed-9": the number keeps names apart, the word tells people what it is.  The
 * caller frees. */
char *nw_save_stem(const char *folder, const char *method, size_t number, const char *word);

#endif
