/* Rotated images, and the classes of their angles. */
#ifndef NW_DATA_ROTATE_H
#define NW_DATA_ROTATE_H

#include <stdbool.h>
#include <stddef.h>

enum { NW_ROTATION_CLASSES = 12 };

/* Turns channels x size x size floats about their centre by `degrees`, counter-clockwise; what comes from outside is
 * `outside`.  Bilinear, or the nearest pixel.  `to` and `from` do not overlap. */
void nw_image_rotate(float *to, const float *from, size_t channels, size_t size, double degrees, float outside,
                     bool nearest);

/* The nearest multiple of 30 degrees, 0 .. 11, for degrees in [0, 360): 350 degrees are near 0 when it `wraps`, and
 * near
 * 330 as the paper's released code has it when not. */
size_t nw_rotation_class(double degrees, bool wraps);

#endif
