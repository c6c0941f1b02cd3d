/* The binary files of CIFAR-10 (https://www.cs.toronto.edu/~kriz/cifar.html, "binary version"): records of a label and
 * 32 x 32 bytes each of red, green and blue. */
#ifndef NW_DATA_CIFAR_H
#define NW_DATA_CIFAR_H

#include <stdbool.h>
#include <stddef.h>

#include "data/images.h"

/* Whether the folder, or its subfolder cifar-10-batches-bin, holds one of the six files. */
bool nw_cifar_present(const char *folder);

/* Images and labels (without source and mark) of data_batch_1.bin .. data_batch_5.bin, or of test_batch.bin.  Keeps the
 * first `most` images (0: all); the lengths of all files are checked.  On failure images is empty. */
nw_status nw_cifar_load(nw_images *images, const char *folder, bool test, size_t most, nw_error *error);

#endif
