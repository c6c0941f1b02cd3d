/* Labelled images: from the files of MNIST, Fashion-MNIST and CIFAR-10, or drawn by nwidth itself. */
#ifndef NW_DATA_IMAGES_H
#define NW_DATA_IMAGES_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

enum { NW_IMAGE_CLASSES = 10 };

typedef struct nw_images {
    size_t count, channels, height, width; /* channels: 1 grey, 3 red, green, blue */
    uint8_t *pixels;                       /* count x channels x height x width */
    uint8_t *labels;                       /* count of them, 0 .. 9 */
    char *source; /* for tables: "drawn by nwidth (strokes and blobs, seed 1)", or what the files are */
    char *mark;                            /* of source and content, 16 hexadecimal digits: equal for equal images */
} nw_images;

typedef enum nw_image_kind { NW_IMAGES_GREY, NW_IMAGES_COLOUR } nw_image_kind;

/* Training and test images from the files in a folder: NW_IMAGES_GREY wants the four IDX files of MNIST or
 * Fashion-MNIST, plain or gzip-compressed; NW_IMAGES_COLOUR the six binary files of CIFAR-10.  Keeps the first
 * `most` and
 * `most_test` images (0: all).  NW_BAD_INPUT names the file and what was expected; truncated, oversized and wrong files
 * are refused. */
nw_status nw_images_load(nw_images *train, nw_images *test, const char *folder, nw_image_kind kind, size_t most,
                         size_t most_test, nw_error *error);

/* Draws images of ten classes of shapes (strokes and blobs): 28 x 28 grey or 32 x 32 colour.  Equal arguments give
 * equal
 * images; `part` 0 is for training, 1 for tests: their images are independent. */
void nw_images_draw(nw_images *images, size_t count, nw_image_kind kind, uint64_t seed, unsigned part);

void nw_images_clear(nw_images *images);

/* Pixels of an image as (value / 255 - mean) / deviation, channels x height x width floats. */
void nw_image_floats(float *to, const nw_images *images, size_t number, float mean, float deviation);

#endif
