#include "data/idx.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "data/bytes.h"

enum { SIDE = 28, GREATEST_HEADER = 16, CHUNK = 1 << 20 };

/* One of the two files of a set. */
typedef struct idx_kind {
    const char *name, *suffix, *items; /* "images-idx3-ubyte" is "images", "idx3-ubyte" */
    uint32_t magic;                    /* two zero bytes, 8 for unsigned bytes, the number of dimensions */
    size_t header, item;               /* bytes */
} idx_kind;

static const idx_kind image_kind = {"images", "idx3-ubyte", "images of 28 x 28 pixels", 0x803, 16, SIDE *SIDE};
static const idx_kind label_kind = {"labels", "idx1-ubyte", "labels", 0x801, 8, 1};

/* ---- names ---- */

static char *path_of(const char *folder, const idx_kind *kind, bool test, unsigned spelling)
{
    return nw_format("%s/%s-%s%c%s%s", folder, test ? "t10k" : "train", kind->name, spelling % 2 == 0 ? '-' : '.',
                     kind->suffix, spelling < 2 ? "" : ".gz");
}

/* The first of the four spellings that is there; some archives unpack into folders named like their file, so that a
 * folder is taken only when there is nothing else.  NULL: none. */
static char *find(const char *folder, const idx_kind *kind, bool test)
{
    char *found = NULL;
    bool is_folder = true;
    for (unsigned spelling = 0; spelling < 4 && is_folder; spelling++) {
        char *path = path_of(folder, kind, test, spelling);
        bool here_folder, there = nw_bytes_exist(path, &here_folder);
        if (there && (found == NULL || !here_folder)) {
            free(found);
            found = path;
            is_folder = here_folder;
        } else {
            free(path);
        }
    }
    return found;
}

bool nw_idx_present(const char *folder)
{
    bool present = false;
    for (unsigned file = 0; file < 4 && !present; file++) {
        char *path = find(folder, file % 2 == 0 ? &image_kind : &label_kind, file >= 2);
        present = path != NULL;
        free(path);
    }
    return present;
}

/* ---- one file ---- */

static uint32_t big_endian(const uint8_t *from)
{
    return (uint32_t)from[0] << 24 | (uint32_t)from[1] << 16 | (uint32_t)from[2] << 8 | from[3];
}

static nw_status refuse_length(const char *path, const idx_kind *kind, uint64_t count, const char *found_relation,
                               uint64_t found, nw_error *error)
{
    return nw_fail(error, NW_BAD_INPUT,
                   "%.300s: its header says %" PRIu64 " %s, which takes %" PRIu64 " bytes, found %s%" PRIu64
                   "; fetch the file again",
                   path, count, kind->items, kind->header + count * kind->item, found_relation, found);
}

static nw_status read_header(uint64_t *count, const char *path, const idx_kind *kind, nw_bytes *bytes, nw_error *error)
{
    uint8_t header[GREATEST_HEADER];
    size_t got;
    nw_status status = nw_bytes_read(header, &got, kind->header, bytes, error);
    if (status != NW_OK)
        return status;
    if (got == 0)
        return nw_fail(error, NW_BAD_INPUT, "%.300s is empty; expected an IDX file of %s", path, kind->name);
    if (got >= 4 && big_endian(header) != kind->magic)
        return nw_fail(error, NW_BAD_INPUT,
                       "%.300s is no IDX file of %s: expected the magic number 0x%08" PRIx32 ", found 0x%08" PRIx32,
                       path, kind->name, kind->magic, big_endian(header));
    if (got < kind->header)
        return nw_fail(error, NW_BAD_INPUT,
                       "%.300s: expected an IDX header of %zu bytes, found %zu; fetch the file again", path,
                       kind->header, got);
    *count = big_endian(header + 4);
    if (kind == &image_kind && (big_endian(header + 8) != SIDE || big_endian(header + 12) != SIDE))
        return nw_fail(error, NW_BAD_INPUT,
                       "%.300s: expected images of 28 x 28 pixels, found %" PRIu32 " x %" PRIu32, path,
                       big_endian(header + 8), big_endian(header + 12));
    if (*count == 0)
        return nw_fail(error, NW_BAD_INPUT, "%.300s: expected %s, found none", path, kind->name);
    return NW_OK;
}

/* Before anything is allocated: can the file hold what its header says? */
static nw_status check_promise(uint64_t count, const char *path, const idx_kind *kind, const nw_bytes *bytes,
                               nw_error *error)
{
    bool exact;
    uint64_t most = nw_bytes_most(bytes, &exact), promised = kind->header + count * kind->item;
    if (exact && promised != most)
        return refuse_length(path, kind, count, "", most, error);
    if (promised > most)
        return refuse_length(path, kind, count, "compressed data for at most ", most, error);
    return NW_OK;
}

/* The first `keep` bytes after the header.  Compressed data get their memory as they appear. */
static nw_status read_items(uint8_t **items, size_t keep, size_t *got, nw_bytes *bytes, nw_error *error)
{
    *items = NULL;
    nw_status status = NW_OK;
    for (*got = 0; *got < keep && status == NW_OK;) {
        size_t more = *got > CHUNK ? *got : CHUNK, step;
        if (more > keep - *got)
            more = keep - *got;
        *items = nw_grow(*items, *got + more, 1);
        status = nw_bytes_read(*items + *got, &step, more, bytes, error);
        *got += step;
        if (step < more)
            break;
    }
    return status;
}

static nw_status read_body(uint8_t **items, size_t most, uint64_t count, const char *path, const idx_kind *kind,
                           nw_bytes *bytes, nw_error *error)
{
    nw_status status = check_promise(count, path, kind, bytes, error);
    if (status != NW_OK)
        return status;
    uint64_t kept = most != 0 && most < count ? most : count;
    size_t got;
    uint64_t rest = 0;
    status = read_items(items, (size_t)kept * kind->item, &got, bytes, error);
    if (status == NW_OK)
        status = nw_bytes_rest(&rest, bytes, error);
    if (status == NW_OK && got + rest != count * kind->item)
        status = refuse_length(path, kind, count, "", kind->header + got + rest, error);
    return status;
}

typedef struct idx_file {
    char *path;
    uint8_t *items;
    uint64_t count; /* in the file; `items` may hold fewer */
} idx_file;

static void drop(idx_file *file)
{
    free(file->path);
    free(file->items);
    *file = (idx_file){0};
}

static nw_status read_file(idx_file *file, const char *folder, const idx_kind *kind, bool test, size_t most,
                           nw_error *error)
{
    *file = (idx_file){.path = find(folder, kind, test)};
    if (file->path == NULL) {
        const char *set = test ? "t10k" : "train", *name = kind->name, *suffix = kind->suffix;
        return nw_fail(error, NW_BAD_INPUT,
                       "%.300s: expected the file %s-%s-%s or %s-%s.%s, plain or with .gz, found neither", folder, set,
                       name, suffix, set, name, suffix);
    }
    nw_bytes *bytes;
    nw_status status = nw_bytes_open(&bytes, file->path, error);
    if (status == NW_OK)
        status = read_header(&file->count, file->path, kind, bytes, error);
    if (status == NW_OK)
        status = read_body(&file->items, most, file->count, file->path, kind, bytes, error);
    nw_bytes_close(bytes);
    return status;
}

/* ---- images and labels ---- */

static nw_status fits_together(const idx_file *pixels, const idx_file *labels, size_t kept, nw_error *error)
{
    if (pixels->count != labels->count)
        return nw_fail(error, NW_BAD_INPUT,
                       "%.300s: expected as many labels as there are images, %" PRIu64 ", found %" PRIu64,
                       labels->path, pixels->count, labels->count);
    for (size_t i = 0; i < kept; i++)
        if (labels->items[i] >= NW_IMAGE_CLASSES)
            return nw_fail(error, NW_BAD_INPUT, "%.300s: expected labels 0 to 9, found %d for image %zu", labels->path,
                           labels->items[i], i);
    return NW_OK;
}

nw_status nw_idx_load(nw_images *images, const char *folder, bool test, size_t most, nw_error *error)
{
    *images = (nw_images){0};
    idx_file pixels = {0}, labels = {0};
    nw_status status = read_file(&labels, folder, &label_kind, test, most, error);
    if (status == NW_OK)
        status = read_file(&pixels, folder, &image_kind, test, most, error);
    size_t kept = most != 0 && most < pixels.count ? most : (size_t)pixels.count;
    if (status == NW_OK)
        status = fits_together(&pixels, &labels, kept, error);
    if (status == NW_OK) {
        *images = (nw_images){.count = kept, .channels = 1, .height = SIDE, .width = SIDE,
                              .pixels = pixels.items, .labels = labels.items};
        pixels.items = labels.items = NULL;
    }
    drop(&pixels);
    drop(&labels);
    return status;
}
