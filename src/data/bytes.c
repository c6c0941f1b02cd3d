#include "data/bytes.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <zlib.h>

#include "base/memory.h"

enum { BUFFER = 1 << 16, WINDOW = 15 + 16 /* zlib: the largest window, and a gzip header */ };

/* Deflate never shrinks data by more than this factor (zlib's technical notes). */
enum { MOST_SHRINK = 1032 };

struct nw_bytes {
    FILE *stream;
    char *path;
    uint64_t size, taken; /* of the file; bytes handed out so far */
    bool compressed, at_end;
    z_stream inflater;
    uint8_t buffer[BUFFER];
};

bool nw_bytes_exist(const char *path, bool *folder)
{
    struct stat about;
    bool there = stat(path, &about) == 0;
    *folder = there && S_ISDIR(about.st_mode);
    return there || (errno != ENOENT && errno != ENOTDIR);
}

/* ---- opening ---- */

static nw_status start_inflating(nw_bytes *bytes, nw_error *error)
{
    int code = inflateInit2(&bytes->inflater, WINDOW);
    if (code == Z_MEM_ERROR)
        nw_exhausted();
    if (code != Z_OK)
        return nw_fail(error, NW_IO_FAILURE, "cannot start zlib for %.300s: %s", bytes->path, zError(code));
    bytes->compressed = true;
    return NW_OK;
}

static nw_status recognise(nw_bytes *bytes, nw_error *error)
{
    uint8_t first[2];
    size_t got = fread(first, 1, sizeof first, bytes->stream);
    if (ferror(bytes->stream) != 0 || fseek(bytes->stream, 0, SEEK_SET) != 0)
        return nw_fail(error, NW_IO_FAILURE, "cannot read %.300s: %s", bytes->path, strerror(errno));
    if (got == sizeof first && first[0] == 0x1f && first[1] == 0x8b)
        return start_inflating(bytes, error);
    return NW_OK;
}

nw_status nw_bytes_open(nw_bytes **bytes, const char *path, nw_error *error)
{
    *bytes = NULL;
    struct stat about;
    if (stat(path, &about) != 0)
        return nw_fail(error, NW_BAD_INPUT, "cannot open %.300s: %s", path, strerror(errno));
    if (!S_ISREG(about.st_mode))
        return nw_fail(error, NW_BAD_INPUT, "%.300s is %s; expected a file", path,
                       S_ISDIR(about.st_mode) ? "a folder" : "no regular file");
    FILE *stream = fopen(path, "rb");
    if (stream == NULL)
        return nw_fail(error, NW_BAD_INPUT, "cannot open %.300s: %s", path, strerror(errno));
    nw_bytes *opened = nw_alloc(1, sizeof *opened);
    opened->stream = stream;
    opened->path = nw_copy_text(path);
    opened->size = (uint64_t)about.st_size;
    nw_status status = recognise(opened, error);
    if (status != NW_OK) {
        nw_bytes_close(opened);
        return status;
    }
    *bytes = opened;
    return NW_OK;
}

void nw_bytes_close(nw_bytes *bytes)
{
    if (bytes == NULL)
        return;
    if (bytes->compressed)
        inflateEnd(&bytes->inflater);
    fclose(bytes->stream);
    free(bytes->path);
    free(bytes);
}

uint64_t nw_bytes_most(const nw_bytes *bytes, bool *exact)
{
    *exact = !bytes->compressed;
    if (!bytes->compressed)
        return bytes->size;
    return bytes->size > UINT64_MAX / MOST_SHRINK ? UINT64_MAX : bytes->size * MOST_SHRINK;
}

/* ---- reading ---- */

static nw_status read_plain(uint8_t *to, size_t *got, size_t want, nw_bytes *bytes, nw_error *error)
{
    *got = fread(to, 1, want, bytes->stream);
    if (ferror(bytes->stream) != 0)
        return nw_fail(error, NW_IO_FAILURE, "cannot read %.300s: %s", bytes->path, strerror(errno));
    return NW_OK;
}

/* Compressed bytes for the inflater; none are left when the file has ended. */
static nw_status refill(nw_bytes *bytes, nw_error *error)
{
    if (bytes->inflater.avail_in > 0)
        return NW_OK;
    size_t got;
    nw_status status = read_plain(bytes->buffer, &got, BUFFER, bytes, error);
    bytes->inflater.next_in = bytes->buffer;
    bytes->inflater.avail_in = (uInt)got;
    return status;
}

/* After the end of gzip data comes the end of the file, or, as gzip allows, further gzip data. */
static nw_status next_member(nw_bytes *bytes, nw_error *error)
{
    nw_status status = refill(bytes, error);
    if (status != NW_OK)
        return status;
    if (bytes->inflater.avail_in == 0) {
        bytes->at_end = true;
        return NW_OK;
    }
    if (bytes->inflater.next_in[0] != 0x1f || inflateReset(&bytes->inflater) != Z_OK)
        return nw_fail(error, NW_BAD_INPUT, "%.300s: more bytes follow the end of the gzip data; fetch the file again",
                       bytes->path);
    return NW_OK;
}

static nw_status inflate_some(nw_bytes *bytes, nw_error *error)
{
    nw_status status = refill(bytes, error);
    if (status != NW_OK)
        return status;
    if (bytes->inflater.avail_in == 0)
        return nw_fail(error, NW_BAD_INPUT, "%.300s: the gzip data are truncated; fetch the file again", bytes->path);
    int code = inflate(&bytes->inflater, Z_NO_FLUSH);
    if (code == Z_MEM_ERROR)
        nw_exhausted();
    if (code == Z_STREAM_END)
        return next_member(bytes, error);
    if (code != Z_OK)
        return nw_fail(error, NW_BAD_INPUT, "%.300s: the gzip data are damaged (%s); fetch the file again", bytes->path,
                       bytes->inflater.msg != NULL ? bytes->inflater.msg : zError(code));
    return NW_OK;
}

static nw_status read_compressed(uint8_t *to, size_t *got, size_t want, nw_bytes *bytes, nw_error *error)
{
    nw_status status = NW_OK;
    for (*got = 0; *got < want && !bytes->at_end && status == NW_OK;) {
        size_t step = want - *got < BUFFER ? want - *got : BUFFER;
        bytes->inflater.next_out = to + *got;
        bytes->inflater.avail_out = (uInt)step;
        status = inflate_some(bytes, error);
        *got += step - bytes->inflater.avail_out;
    }
    return status;
}

nw_status nw_bytes_read(uint8_t *to, size_t *got, size_t want, nw_bytes *bytes, nw_error *error)
{
    nw_status status = bytes->compressed ? read_compressed(to, got, want, bytes, error)
                                         : read_plain(to, got, want, bytes, error);
    bytes->taken += *got;
    return status;
}

nw_status nw_bytes_rest(uint64_t *rest, nw_bytes *bytes, nw_error *error)
{
    *rest = 0;
    if (!bytes->compressed) {
        *rest = bytes->size > bytes->taken ? bytes->size - bytes->taken : 0;
        bytes->taken += *rest;
        return NW_OK;
    }
    uint8_t *thrown = nw_alloc(BUFFER, 1);
    nw_status status = NW_OK;
    for (size_t got = 1; got > 0 && status == NW_OK; *rest += got)
        status = nw_bytes_read(thrown, &got, BUFFER, bytes, error);
    free(thrown);
    return status;
}
