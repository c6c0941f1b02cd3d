#include <inttypes.h>
#include <stdbool.h>

#include "base/memory.h"
#include "data/dice.h"
#include "data/exact.h"
#include "data/images.h"
#include "data/mark.h"
#include "data/strokes.h"

NW_EXACT_FILE

enum { GREY_SIDE = 28, COLOUR_SIDE = 32, LABEL_STREAM = 2 };

/* ---- labels ---- */

/* Each ten images hold every class once, in an order of their own. */
static uint8_t draw_label(uint64_t key, size_t number)
{
    uint8_t order[NW_IMAGE_CLASSES];
    nw_dice dice = {.key = nw_random_mix(key, LABEL_STREAM, number / NW_IMAGE_CLASSES)};
    for (unsigned i = 0; i < NW_IMAGE_CLASSES; i++) {
        unsigned j = nw_dice_below(&dice, i + 1);
        order[i] = order[j];
        order[j] = (uint8_t)i;
    }
    return order[number % NW_IMAGE_CLASSES];
}

/* ---- pixels ---- */

static uint8_t pixel(double value)
{
    return value <= 0 ? 0 : value >= 1 ? 255 : (uint8_t)(value * 255 + 0.5);
}

/* Noise in [-1, 1) for all pixels, eight from each draw. */
static void draw_noise(double *noise, size_t count, nw_dice *dice)
{
    for (size_t i = 0; i < count; i += 8) {
        uint64_t bits = nw_dice_bits(dice);
        for (size_t j = i; j < i + 8; j++, bits >>= 8)
            noise[j] = ((double)(bits & 0xff) - 127.5) / 128;
    }
}

static void draw_grey(uint8_t *to, size_t class, nw_dice *dice)
{
    enum { AREA = GREY_SIDE * GREY_SIDE };
    nw_canvas canvas;
    double noise[AREA];
    double radius = nw_dice_between(dice, 1, 1.9);
    double ink = nw_dice_between(dice, .8, 1.15), rough = nw_dice_between(dice, 0, .08);
    nw_strokes_draw(&canvas, GREY_SIDE, class, radius, dice);
    draw_noise(noise, AREA, dice);
    for (size_t i = 0; i < AREA; i++)
        to[i] = pixel(ink * canvas.cover[i] + rough * noise[i]);
}

/* A colour as luma and the two differences of Rec. 601: the grey image keeps the first and hides the others. */
typedef struct tint {
    double luma, blue, red;
} tint;

static void put_tint(uint8_t *to, size_t area, tint t)
{
    to[0] = pixel(t.luma + 1.402 * t.red);
    to[area] = pixel(t.luma - 0.344136 * t.blue - 0.714136 * t.red);
    to[2 * area] = pixel(t.luma + 1.772 * t.blue);
}

/* What the classes are painted with, on a ring around grey; they overlap once they are displaced. */
static const tint paints[NW_IMAGE_CLASSES] = {{0, .20, 0}, {0, .16, .12}, {0, .06, .19}, {0, -.06, .19}, {0, -.16, .12},
                                              {0, -.20, 0}, {0, -.16, -.12}, {0, -.06, -.19}, {0, .06, -.19},
                                              {0, .16, -.12}};

typedef struct scene {
    tint paint, top, bottom; /* the ground goes from top to bottom */
    double across;           /* luma gained from left to right */
    double light;            /* luma the paint gains from lower right to upper left */
} scene;

static tint varied(tint t, double luma, double spread, nw_dice *dice)
{
    t.luma = luma;
    t.blue += spread * nw_dice_bell(dice);
    t.red += spread * nw_dice_bell(dice);
    return t;
}

static scene draw_scene(size_t class, nw_dice *dice)
{
    static const tint sky = {0, .11, -.07}, earth = {0, -.11, .05};
    scene drawn;
    double ground = nw_dice_between(dice, .25, .75), fall = nw_dice_between(dice, -.05, .2);
    double contrast = nw_dice_between(dice, .25, .45);
    bool dark = nw_dice_unit(dice) < ground; /* dark paint rather on light ground */
    drawn.top = varied(sky, ground + fall / 2, .1, dice);
    drawn.bottom = varied(earth, ground - fall / 2, .1, dice);
    drawn.paint = varied(paints[class], ground + (dark ? -contrast : contrast), .15, dice);
    drawn.across = nw_dice_between(dice, -.15, .15);
    drawn.light = nw_dice_between(dice, 0, .3);
    return drawn;
}

static tint blend(tint a, tint b, double share)
{
    return (tint){a.luma + share * (b.luma - a.luma), a.blue + share * (b.blue - a.blue),
                  a.red + share * (b.red - a.red)};
}

static void draw_colour(uint8_t *to, size_t class, nw_dice *dice)
{
    enum { AREA = COLOUR_SIDE * COLOUR_SIDE };
    nw_canvas canvas;
    double noise[3][AREA];
    scene seen = draw_scene(class, dice);
    nw_strokes_draw(&canvas, COLOUR_SIDE, class, nw_dice_between(dice, 1.5, 2.6), dice);
    for (size_t c = 0; c < 3; c++)
        draw_noise(noise[c], AREA, dice);
    for (size_t i = 0; i < AREA; i++) {
        double down = ((double)(i / COLOUR_SIDE) + 0.5) / COLOUR_SIDE;
        double right = ((double)(i % COLOUR_SIDE) + 0.5) / COLOUR_SIDE;
        tint ground = blend(seen.top, seen.bottom, down), paint = seen.paint;
        ground.luma += seen.across * (right - 0.5);
        paint.luma += seen.light * (1 - down - right);
        tint t = blend(ground, paint, canvas.cover[i]);
        t.luma += .04 * noise[0][i];
        t.blue += .02 * noise[1][i];
        t.red += .02 * noise[2][i];
        put_tint(to + i, AREA, t);
    }
}

/* ---- all images ---- */

void nw_images_draw(nw_images *images, size_t count, nw_image_kind kind, uint64_t seed, unsigned part)
{
    bool grey = kind == NW_IMAGES_GREY;
    size_t side = grey ? GREY_SIDE : COLOUR_SIDE, channels = grey ? 1 : 3, size = channels * side * side;
    *images = (nw_images){.count = count, .channels = channels, .height = side, .width = side};
    images->pixels = nw_alloc(count, size);
    images->labels = nw_alloc(count, 1);
    uint64_t key = nw_random_mix(seed, part, (uint64_t)kind);
    for (size_t i = 0; i < count; i++) {
        images->labels[i] = draw_label(key, i);
        nw_dice dice = {.key = nw_random_mix(key, 0, i)};
        if (grey)
            draw_grey(images->pixels + i * size, images->labels[i], &dice);
        else
            draw_colour(images->pixels + i * size, images->labels[i], &dice);
    }
    images->source = nw_format("drawn by nwidth (strokes and blobs, seed %" PRIu64 ")", seed);
    images->mark = nw_images_mark(images);
}
