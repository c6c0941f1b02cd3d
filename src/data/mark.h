/* A short name for exactly these images. */
#ifndef NW_DATA_MARK_H
#define NW_DATA_MARK_H

#include "data/images.h"

/* The 64-bit FNV-1a hash (Fowler, Noll, Vo) of the source with its NUL, count, channels, height and width as eight
 * little-endian bytes each, pixels and labels: 16 hexadecimal digits, freed by the caller. */
char *nw_images_mark(const nw_images *images);

#endif
