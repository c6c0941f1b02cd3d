/* Products on processors with AVX-512, where OpenBLAS may not know the processor and take half its width. */
#ifndef NW_TRAIN_PRODUCT_WIDE_H
#define NW_TRAIN_PRODUCT_WIDE_H

#include "train/product.h"

/* False, and nothing is done, on other processors. */
bool nw_product_wide(float *out, size_t leading, const nw_product *product);

#endif
