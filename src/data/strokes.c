#include "data/strokes.h"

#include <math.h>
#include <string.h>

#include "data/exact.h"

NW_EXACT_FILE

enum { POINTS = 12, CURVES = 6, PIECES = 6 };

typedef struct point {
    double x, y;
} point;

/* A stroke: the quadratic Bezier curve from point `from` to `to`, drawn towards `by`; a blob when from = to.  The pen's
 * radius is multiplied by `weight`. */
typedef struct curve {
    unsigned from, by, to;
    double weight;
} curve;

/* x to the right and y down, within -1 .. 1. */
typedef struct skeleton {
    size_t points, curves;
    point point[POINTS];
    curve curve[CURVES];
} skeleton;

static const skeleton skeletons[] = {
    /* a stem that ends in a hook to the left, a blob over it */
    {6, 3, {{.2, -.35}, {.25, .2}, {.1, .5}, {0, .95}, {-.5, .75}, {.15, -.85}},
     {{0, 1, 2, 1}, {2, 3, 4, 1}, {5, 5, 5, 1.4}}},
    /* a stem with a bow at its upper right */
    {7, 3, {{-.35, -.85}, {-.4, 0}, {-.35, .9}, {.65, -.9}, {.5, -.4}, {.4, .1}, {-.37, .1}},
     {{0, 1, 2, 1}, {0, 3, 4, 1}, {4, 5, 6, 1}}},
    /* a stem with two arms upwards */
    {7, 3, {{-.6, -.85}, {-.25, -.45}, {0, .05}, {.6, -.85}, {.3, -.45}, {0, .5}, {-.05, .9}},
     {{0, 1, 2, 1}, {3, 4, 2, 1}, {2, 5, 6, 1}}},
    /* a tall stem, an arch to its right */
    {8, 3, {{-.4, -.9}, {-.4, 0}, {-.4, .9}, {-.4, .25}, {-.05, -.4}, {.3, 0}, {.5, .25}, {.45, .9}},
     {{0, 1, 2, 1}, {3, 4, 5, 1}, {5, 6, 7, 1}}},
    /* a long bar under a slope, a stem through its right half */
    {8, 3, {{.05, -.9}, {-.25, -.4}, {-.6, .25}, {0, .25}, {.6, .25}, {.25, -.3}, {.25, .3}, {.2, .9}},
     {{0, 1, 2, 1}, {2, 3, 4, 1}, {5, 6, 7, 1}}},
    /* a tent with a bar */
    {8, 3, {{-.6, .9}, {-.3, 0}, {0, -.9}, {.3, 0}, {.6, .9}, {-.35, .3}, {0, .3}, {.35, .3}},
     {{0, 1, 2, 1}, {2, 3, 4, 1}, {5, 6, 7, 1}}},
    /* a bowl with a large blob over it */
    {6, 3, {{-.6, -.15}, {-.6, .85}, {0, .85}, {.6, .85}, {.6, -.15}, {0, -.5}},
     {{0, 1, 2, 1}, {2, 3, 4, 1}, {5, 5, 5, 1.9}}},
    /* a bar and a long slope from its right end */
    {5, 2, {{-.55, -.75}, {0, -.8}, {.55, -.8}, {.1, 0}, {-.2, .9}},
     {{0, 1, 2, 1}, {2, 3, 4, 1}}},
    /* a ring on a stem */
    {10, 5, {{0, -.9}, {.42, -.9}, {.42, -.45}, {.42, 0}, {0, 0}, {-.42, 0}, {-.42, -.45}, {-.42, -.9}, {.05, .45},
             {0, .9}},
     {{0, 1, 2, 1}, {2, 3, 4, 1}, {4, 5, 6, 1}, {6, 7, 0, 1}, {4, 8, 9, 1}}},
    /* a stem that ends in a hook to the right, a bar through its upper half */
    {8, 3, {{-.05, -.9}, {-.05, 0}, {-.05, .5}, {0, .95}, {.5, .75}, {-.5, -.4}, {0, -.4}, {.5, -.4}},
     {{0, 1, 2, 1}, {2, 3, 4, 1}, {5, 6, 7, 1}}},
};

/* ---- pens ---- */

static double clamp(double value)
{
    return value < 0 ? 0 : value > 1 ? 1 : value;
}

/* The rows or columns whose middles may be covered by what reaches from `least` to `greatest`. */
static void reach(size_t *first, size_t *end, double least, double greatest, size_t size)
{
    double from = floor(least), to = floor(greatest) + 2;
    *first = from < 0 ? 0 : from > (double)size ? size : (size_t)from;
    *end = to < 0 ? 0 : to > (double)size ? size : (size_t)to;
}

/* A straight piece with round ends; a pixel's cover falls from 1 to 0 over one pixel across the edge. */
static void draw_piece(nw_canvas *canvas, point a, point b, double radius)
{
    double dx = b.x - a.x, dy = b.y - a.y, square = dx * dx + dy * dy, outer = radius + 0.5;
    double inverse = square > 0 ? 1 / square : 0;
    size_t left, right, top, bottom;
    reach(&left, &right, fmin(a.x, b.x) - outer, fmax(a.x, b.x) + outer, canvas->size);
    reach(&top, &bottom, fmin(a.y, b.y) - outer, fmax(a.y, b.y) + outer, canvas->size);
    for (size_t i = top; i < bottom; i++)
        for (size_t j = left; j < right; j++) {
            double x = (double)j + 0.5 - a.x, y = (double)i + 0.5 - a.y;
            double along = clamp((x * dx + y * dy) * inverse);
            x -= along * dx;
            y -= along * dy;
            double distance = x * x + y * y, *cover = &canvas->cover[i * canvas->size + j];
            if (distance >= outer * outer)
                continue;
            double covered = clamp(outer - sqrt(distance));
            if (covered > *cover)
                *cover = covered;
        }
}

static point on_curve(point a, point by, point b, double t)
{
    double s = 1 - t, u = s * s, v = 2 * s * t, w = t * t;
    return (point){u * a.x + v * by.x + w * b.x, u * a.y + v * by.y + w * b.y};
}

/* A stroke whose radius changes evenly from one end to the other. */
static void draw_curve(nw_canvas *canvas, point a, point by, point b, double first, double last)
{
    point from = a;
    for (int i = 1; i <= PIECES; i++) {
        point to = on_curve(a, by, b, (double)i / PIECES);
        draw_piece(canvas, from, to, first + (last - first) * (i - 0.5) / PIECES);
        from = to;
    }
}

/* ---- places ---- */

/* Half a shape's height is 0.33 of the canvas; stretched, slanted, turned by about 7 degrees, moved. */
typedef struct place {
    double xx, xy, yx, yy, x, y;
} place;

static place draw_place(double size, nw_dice *dice)
{
    double height = size * nw_dice_between(dice, .29, .37);
    double width = height * nw_dice_between(dice, .8, 1.15);
    double slant = .45 * nw_dice_bell(dice);
    double half = .18 * nw_dice_bell(dice); /* the tangent of half the angle makes cosine and sine rational */
    double cosine = (1 - half * half) / (1 + half * half), sine = 2 * half / (1 + half * half);
    double x = size * (.5 + .12 * nw_dice_bell(dice));
    double y = size * (.5 + .12 * nw_dice_bell(dice));
    return (place){.xx = width * cosine, .xy = -height * (slant * cosine + sine), .x = x,
                   .yx = width * sine, .yy = height * (cosine - slant * sine), .y = y};
}

static point put(const place *at, point p)
{
    return (point){at->x + at->xx * p.x + at->xy * p.y, at->y + at->yx * p.x + at->yy * p.y};
}

/* ---- shapes ---- */

static point displaced(point p, nw_dice *dice)
{
    p.x += .3 * nw_dice_bell(dice);
    p.y += .3 * nw_dice_bell(dice);
    return p;
}

static void draw_end(nw_canvas *canvas, point end, double radius, nw_dice *dice)
{
    double chance = nw_dice_unit(dice), weight = nw_dice_between(dice, 1.2, 1.7);
    if (chance < .15)
        draw_piece(canvas, end, end, weight * radius);
}

static void draw_stray(nw_canvas *canvas, double radius, nw_dice *dice)
{
    double size = (double)canvas->size, points[4];
    for (int i = 0; i < 4; i++)
        points[i] = nw_dice_unit(dice);
    point a = {size * points[0], size * points[1]};
    point b = {a.x + size * .3 * (points[2] - .5), a.y + size * .3 * (points[3] - .5)};
    draw_piece(canvas, a, b, radius);
}

void nw_strokes_draw(nw_canvas *canvas, size_t size, size_t class, double radius, nw_dice *dice)
{
    memset(canvas, 0, sizeof *canvas);
    canvas->size = size;
    const skeleton *shape = &skeletons[class];
    place at = draw_place((double)size, dice);
    point points[POINTS];
    for (size_t i = 0; i < shape->points; i++)
        points[i] = put(&at, displaced(shape->point[i], dice));
    for (size_t i = 0; i < shape->curves; i++) {
        const curve *stroke = &shape->curve[i];
        double first = radius * stroke->weight * nw_dice_between(dice, .75, 1.25);
        double last = radius * stroke->weight * nw_dice_between(dice, .75, 1.25);
        draw_curve(canvas, points[stroke->from], points[stroke->by], points[stroke->to], first, last);
        draw_end(canvas, points[stroke->to], radius, dice);
    }
    if (nw_dice_unit(dice) < .25)
        draw_stray(canvas, radius * .8, dice);
}
