#include "data/cifar.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "data/bytes.h"

enum { SIDE = 32, CHANNELS = 3, PIXELS = CHANNELS * SIDE * SIDE, RECORD = 1 + PIXELS, BATCHES = 5 };

/* ---- names ---- */

static const char *const subfolders[] = {"", "cifar-10-batches-bin/"};

/* `batch` 0 .. 4 are for training, 5 is for tests. */
static char *path_of(const char *folder, const char *subfolder, size_t batch)
{
    if (batch == BATCHES)
        return nw_format("%s/%stest_batch.bin", folder, subfolder);
    return nw_format("%s/%sdata_batch_%zu.bin", folder, subfolder, batch + 1);
}

/* The subfolder that holds one of the files, NULL for none. */
static const char *subfolder_of(const char *folder)
{
    for (size_t s = 0; s < sizeof subfolders / sizeof *subfolders; s++)
        for (size_t batch = 0; batch <= BATCHES; batch++) {
            char *path = path_of(folder, subfolders[s], batch);
            bool is_folder, there = nw_bytes_exist(path, &is_folder);
            free(path);
            if (there)
                return subfolders[s];
        }
    return NULL;
}

bool nw_cifar_present(const char *folder)
{
    return subfolder_of(folder) != NULL;
}

/* The same images are also published as Python pickles, in files of nearly the same names. */
static bool python_version(const char *folder)
{
    bool is_folder;
    char *inside = nw_format("%s/data_batch_1", folder), *above = nw_format("%s/cifar-10-batches-py", folder);
    bool found = nw_bytes_exist(inside, &is_folder) || nw_bytes_exist(above, &is_folder);
    free(inside);
    free(above);
    return found;
}

/* ---- one file ---- */

static nw_status check_size(uint64_t *count, const char *path, const nw_bytes *bytes, nw_error *error)
{
    bool exact;
    uint64_t size = nw_bytes_most(bytes, &exact);
    if (!exact)
        return nw_fail(error, NW_BAD_INPUT, "%.300s is gzip-compressed; decompress it first", path);
    if (size == 0)
        return nw_fail(error, NW_BAD_INPUT, "%.300s is empty; expected records of %d bytes", path, RECORD);
    if (size % RECORD != 0)
        return nw_fail(error, NW_BAD_INPUT,
                       "%.300s: expected a whole number of records of %d bytes, found %" PRIu64
                       " bytes, which is %" PRIu64 " more than a multiple; fetch the file again",
                       path, RECORD, size, size % RECORD);
    *count = size / RECORD;
    return NW_OK;
}

static nw_status read_record(nw_images *images, const char *path, size_t place, nw_bytes *bytes, nw_error *error)
{
    uint8_t record[RECORD];
    size_t got;
    nw_status status = nw_bytes_read(record, &got, RECORD, bytes, error);
    if (status != NW_OK)
        return status;
    if (got < RECORD)
        return nw_fail(error, NW_IO_FAILURE, "%.300s became shorter while it was read", path);
    if (record[0] >= NW_IMAGE_CLASSES)
        return nw_fail(error, NW_BAD_INPUT, "%.300s: expected labels 0 to 9, found %d for image %zu", path, record[0],
                       place);
    images->labels[images->count] = record[0];
    memcpy(images->pixels + images->count * PIXELS, record + 1, PIXELS);
    images->count++;
    return NW_OK;
}

static nw_status read_batch(nw_images *images, const char *path, size_t most, nw_error *error)
{
    nw_bytes *bytes;
    uint64_t count = 0;
    nw_status status = nw_bytes_open(&bytes, path, error);
    if (status == NW_OK)
        status = check_size(&count, path, bytes, error);
    size_t kept = status != NW_OK ? 0 : (size_t)count;
    if (most != 0 && kept > most - images->count)
        kept = most - images->count;
    if (kept > 0) {
        images->pixels = nw_grow(images->pixels, images->count + kept, PIXELS);
        images->labels = nw_grow(images->labels, images->count + kept, 1);
    }
    for (size_t i = 0; i < kept && status == NW_OK; i++)
        status = read_record(images, path, i, bytes, error);
    nw_bytes_close(bytes);
    return status;
}

/* ---- all files ---- */

nw_status nw_cifar_load(nw_images *images, const char *folder, bool test, size_t most, nw_error *error)
{
    *images = (nw_images){.channels = CHANNELS, .height = SIDE, .width = SIDE};
    const char *subfolder = subfolder_of(folder);
    nw_status status = NW_OK;
    if (subfolder == NULL)
        status = nw_fail(error, NW_BAD_INPUT,
                         "%.300s: expected data_batch_1.bin to data_batch_5.bin and test_batch.bin, there or in "
                         "cifar-10-batches-bin, found none%s",
                         folder,
                         python_version(folder) ? " but CIFAR-10's version for Python; fetch the binary version"
                                                : "; colour images are the binary version of CIFAR-10");
    size_t first = test ? BATCHES : 0, end = test ? BATCHES + 1 : BATCHES;
    for (size_t batch = first; batch < end && status == NW_OK; batch++) {
        char *path = path_of(folder, subfolder, batch);
        status = read_batch(images, path, most, error);
        free(path);
    }
    if (status != NW_OK)
        nw_images_clear(images);
    return status;
}
