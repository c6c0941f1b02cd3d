#include "data/colour.h"

#include <stdint.h>

void nw_image_grey(float *to, const nw_images *images, size_t number)
{
    size_t area = images->height * images->width;
    const uint8_t *from = images->pixels + number * images->channels * area;
    if (images->channels == 1) {
        for (size_t i = 0; i < area; i++)
            to[i] = (float)from[i] / 255;
        return;
    }
    for (size_t i = 0; i < area; i++) /* the weights are whole thousandths, so that white is exactly 1 */
        to[i] = (float)(299 * from[i] + 587 * from[area + i] + 114 * from[2 * area + i]) / 255000;
}

void nw_pixel_features(float features[NW_PIXEL_FEATURES], size_t row, size_t column, size_t size)
{
    float last = size > 1 ? (float)(size - 1) : 1, i1 = (float)row / last, i2 = (float)column / last;
    float power1 = 1, power2 = 1;
    *features++ = i1;
    *features++ = i2;
    for (int k = 0; k < 10; k++) {
        *features++ = power1 + i2;
        *features++ = power2 + i1;
        *features++ = power1 - i2;
        *features++ = power2 - i1;
        power1 *= i1;
        power2 *= i2;
    }
}

void nw_pixel_colour(float colour[3], const nw_images *images, size_t number, size_t row, size_t column)
{
    size_t area = images->height * images->width;
    const uint8_t *from = images->pixels + number * images->channels * area + row * images->width + column;
    for (size_t c = 0; c < 3; c++)
        colour[c] = (float)from[images->channels == 1 ? 0 : c * area] / 255;
}
