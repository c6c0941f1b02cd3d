/* The IDX files of MNIST and Fashion-MNIST (http://yann.lecun.com/exdb/mnist, "the IDX file format"). */
#ifndef NW_DATA_IDX_H
#define NW_DATA_IDX_H

#include <stdbool.h>
#include <stddef.h>

#include "data/images.h"

/* Whether the folder holds one of the four files under one of its names. */
bool nw_idx_present(const char *folder);

/* Images and labels (without source and mark) of the training or the test files, of each the first that is there of
 * NAME-idx3-ubyte, NAME.idx3-ubyte and both with .gz.  Keeps the first `most` images (0: all); the length of the files
 * is checked to the end.  On failure images is empty. */
nw_status nw_idx_load(nw_images *images, const char *folder, bool test, size_t most, nw_error *error);

#endif
