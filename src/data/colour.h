/* Colouring images: the grey image, and what is known of a pixel. */
#ifndef NW_DATA_COLOUR_H
#define NW_DATA_COLOUR_H

#include "data/images.h"

enum { NW_PIXEL_FEATURES = 42 };

/* The grey values of a colour image (Rec. 601 luma), height x width floats in [0, 1]. */
void nw_image_grey(float *to, const nw_images *images, size_t number);

/* The 42 features of the pixel in row i1, column i2 of a size x size image: i1, i2 and, for k = 0 .. 9,
 * i1^k + i2, i2^k + i1, i1^k - i2, i2^k - i1, with coordinates scaled to [0, 1]. */
void nw_pixel_features(float features[NW_PIXEL_FEATURES], size_t row, size_t column, size_t size);

/* Red, green and blue of a pixel in [0, 1]. */
void nw_pixel_colour(float colour[3], const nw_images *images, size_t number, size_t row, size_t column);

#endif
