/* The shapes of drawn images: strokes and blobs, put on a canvas with smooth edges. */
#ifndef NW_DATA_STROKES_H
#define NW_DATA_STROKES_H

#include <stddef.h>

#include "data/dice.h"

enum { NW_CANVAS_MOST = 32 };

/* How much of each pixel is covered, 0 .. 1, size x size. */
typedef struct nw_canvas {
    size_t size;
    double cover[NW_CANVAS_MOST * NW_CANVAS_MOST];
} nw_canvas;

/* Draws a shape of a class, 0 .. 9, on a canvas of size x size: of the class is the skeleton; place, slant, width,
 * ends and small displacements of its points come from the dice.  Some shapes come with a stray stroke.  No class looks
 * like itself turned around. */
void nw_strokes_draw(nw_canvas *canvas, size_t size, size_t class, double radius, nw_dice *dice);

#endif
