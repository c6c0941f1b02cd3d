/* A temporary folder for tests of readers, and files in it. */
#ifndef CHECK_FOLDER_H
#define CHECK_FOLDER_H

#include <stddef.h>
#include <stdint.h>

/* A fixture: an empty folder before each test, gone with all it holds after it. */
void ct_folder_make(void);
void ct_folder_drop(void);

const char *ct_folder(void);

/* The path of a name in it, freed by the caller. */
char *ct_in_folder(const char *name);

/* Each replaces what was there. */
void ct_write(const char *name, const uint8_t *bytes, size_t length);
void ct_write_gzip(const char *name, const uint8_t *bytes, size_t length);

void ct_make_subfolder(const char *name);
void ct_remove(const char *name);

/* The whole file; freed by the caller. */
uint8_t *ct_read(size_t *length, const char *name);

#endif
