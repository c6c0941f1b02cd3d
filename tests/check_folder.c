#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* nftw */
#endif

#include "check_folder.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <zlib.h>

#include "base/memory.h"
#include "check_runner.h"

static char *folder;

static int remove_entry(const char *path, const struct stat *about, int kind, struct FTW *where)
{
    (void)about;
    (void)kind;
    (void)where;
    return remove(path);
}

void ct_folder_make(void)
{
    const char *temporary = getenv("TMPDIR");
    folder = nw_format("%s/check_files.XXXXXX", temporary != NULL ? temporary : "/tmp");
    ck_assert_ptr_nonnull(mkdtemp(folder));
}

void ct_folder_drop(void)
{
    ck_assert_int_eq(nftw(folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS), 0);
    free(folder);
    folder = NULL;
}

const char *ct_folder(void)
{
    return folder;
}

char *ct_in_folder(const char *name)
{
    return nw_format("%s/%s", folder, name);
}

void ct_write(const char *name, const uint8_t *bytes, size_t length)
{
    char *path = ct_in_folder(name);
    FILE *stream = fopen(path, "wb");
    ck_assert_msg(stream != NULL, "cannot write %s", path);
    ck_assert_uint_eq(fwrite(bytes, 1, length, stream), length);
    ck_assert_int_eq(fclose(stream), 0);
    free(path);
}

void ct_write_gzip(const char *name, const uint8_t *bytes, size_t length)
{
    char *path = ct_in_folder(name);
    gzFile file = gzopen(path, "wb");
    ck_assert_msg(file != NULL, "cannot write %s", path);
    ck_assert_int_eq(gzwrite(file, bytes, (unsigned)length), (int)length);
    ck_assert_int_eq(gzclose(file), Z_OK);
    free(path);
}

void ct_make_subfolder(const char *name)
{
    char *path = ct_in_folder(name);
    ck_assert_int_eq(mkdir(path, 0777), 0);
    free(path);
}

void ct_remove(const char *name)
{
    char *path = ct_in_folder(name);
    ck_assert_int_eq(remove(path), 0);
    free(path);
}

uint8_t *ct_read(size_t *length, const char *name)
{
    char *path = ct_in_folder(name);
    FILE *stream = fopen(path, "rb");
    ck_assert_msg(stream != NULL, "cannot read %s", path);
    ck_assert_int_eq(fseek(stream, 0, SEEK_END), 0);
    *length = (size_t)ftell(stream);
    rewind(stream);
    uint8_t *bytes = nw_alloc(*length, 1);
    ck_assert_uint_eq(fread(bytes, 1, *length, stream), *length);
    fclose(stream);
    free(path);
    return bytes;
}
