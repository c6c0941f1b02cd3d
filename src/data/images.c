#include "data/images.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "data/bytes.h"
#include "data/cifar.h"
#include "data/idx.h"
#include "data/mark.h"

/* ---- the mark ---- */

static uint64_t hash_bytes(uint64_t hash, const void *from, size_t count)
{
    const uint8_t *bytes = from;
    for (size_t i = 0; i < count; i++)
        hash = (hash ^ bytes[i]) * UINT64_C(0x100000001b3);
    return hash;
}

static uint64_t hash_number(uint64_t hash, uint64_t number)
{
    uint8_t bytes[8];
    for (int i = 0; i < 8; i++)
        bytes[i] = (uint8_t)(number >> 8 * i);
    return hash_bytes(hash, bytes, sizeof bytes);
}

char *nw_images_mark(const nw_images *images)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    hash = hash_bytes(hash, images->source, strlen(images->source) + 1);
    hash = hash_number(hash, images->count);
    hash = hash_number(hash, images->channels);
    hash = hash_number(hash, images->height);
    hash = hash_number(hash, images->width);
    hash = hash_bytes(hash, images->pixels, images->count * images->channels * images->height * images->width);
    hash = hash_bytes(hash, images->labels, images->count);
    return nw_format("%016" PRIx64, hash);
}

/* ---- files ---- */

static nw_status check_folder(const char *folder, nw_image_kind kind, nw_error *error)
{
    bool is_folder;
    if (!nw_bytes_exist(folder, &is_folder))
        return nw_fail(error, NW_BAD_INPUT, "%.300s: expected a folder with image files; there is nothing of that name",
                       folder);
    if (!is_folder)
        return nw_fail(error, NW_BAD_INPUT, "%.300s: expected a folder with image files, found a file", folder);
    bool idx = nw_idx_present(folder), cifar = nw_cifar_present(folder);
    if (kind == NW_IMAGES_GREY && !idx && cifar)
        return nw_fail(error, NW_BAD_INPUT,
                       "%.300s: expected grey images, the IDX files of MNIST or Fashion-MNIST; found CIFAR-10, whose "
                       "images are in colour",
                       folder);
    if (kind == NW_IMAGES_GREY && !idx)
        return nw_fail(error, NW_BAD_INPUT,
                       "%.300s: expected the four files of MNIST or Fashion-MNIST, train-images-idx3-ubyte, "
                       "train-labels-idx1-ubyte, t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte, plain or with .gz; "
                       "found none of them",
                       folder);
    if (kind == NW_IMAGES_COLOUR && idx && !cifar)
        return nw_fail(error, NW_BAD_INPUT,
                       "%.300s: expected colour images, the binary files of CIFAR-10; found IDX files, whose images "
                       "are grey",
                       folder);
    return NW_OK;
}

static nw_status load_part(nw_images *images, const char *folder, nw_image_kind kind, bool test, size_t most,
                           nw_error *error)
{
    if (kind == NW_IMAGES_GREY)
        return nw_idx_load(images, folder, test, most, error);
    return nw_cifar_load(images, folder, test, most, error);
}

/* The folder is not part of the source: equal files have equal marks wherever they are. */
static void name_source(nw_images *images, nw_image_kind kind)
{
    images->source = nw_copy_text(kind == NW_IMAGES_GREY ? "IDX files of 28 x 28 grey images"
                                                         : "CIFAR-10's binary files of 32 x 32 colour images");
    images->mark = nw_images_mark(images);
}

nw_status nw_images_load(nw_images *train, nw_images *test, const char *folder, nw_image_kind kind, size_t most,
                         size_t most_test, nw_error *error)
{
    *train = *test = (nw_images){0};
    nw_status status = check_folder(folder, kind, error);
    if (status == NW_OK)
        status = load_part(test, folder, kind, true, most_test, error);
    if (status == NW_OK)
        status = load_part(train, folder, kind, false, most, error);
    if (status != NW_OK) {
        nw_images_clear(train);
        nw_images_clear(test);
        return status;
    }
    name_source(train, kind);
    name_source(test, kind);
    return NW_OK;
}

/* ---- images ---- */

void nw_images_clear(nw_images *images)
{
    free(images->pixels);
    free(images->labels);
    free(images->source);
    free(images->mark);
    *images = (nw_images){0};
}

void nw_image_floats(float *to, const nw_images *images, size_t number, float mean, float deviation)
{
    size_t size = images->channels * images->height * images->width;
    const uint8_t *from = images->pixels + number * size;
    for (size_t i = 0; i < size; i++)
        to[i] = ((float)from[i] / 255 - mean) / deviation;
}
