/* Drawn images: the same everywhere, all different, ten classes that can be told apart but not by a glance. */
#include "data/images.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "check_common.h"
#include "data/rotate.h"

enum { TRAIN = 2000, TEST = 1000, MOST = 3 * 32 * 32 };

static size_t size_of(const nw_images *images)
{
    return images->channels * images->height * images->width;
}

/* ---- which images ---- */

START_TEST(shapes_and_names)
{
    nw_images grey, colour;
    nw_images_draw(&grey, 12, NW_IMAGES_GREY, 7, 0);
    nw_images_draw(&colour, 12, NW_IMAGES_COLOUR, 7, 0);
    ck_assert(grey.count == 12 && grey.channels == 1 && grey.height == 28 && grey.width == 28);
    ck_assert(colour.count == 12 && colour.channels == 3 && colour.height == 32 && colour.width == 32);
    ck_assert_str_eq(grey.source, "drawn by nwidth (strokes and blobs, seed 7)");
    ck_assert_str_eq(colour.source, grey.source);
    ck_assert_uint_eq(strlen(grey.mark), 16);
    ck_assert_str_ne(grey.mark, colour.mark);
    nw_images_clear(&grey);
    nw_images_clear(&colour);
    nw_images_draw(&grey, 0, NW_IMAGES_GREY, 7, 0);
    ck_assert_uint_eq(grey.count, 0);
    ck_assert_uint_eq(strlen(grey.mark), 16);
    nw_images_clear(&grey);
}
END_TEST

/* The pixels are the same with every compiler and on every processor.  Whoever changes the shapes changes these. */
START_TEST(the_same_everywhere)
{
    static const struct {
        nw_image_kind kind;
        unsigned part;
        const char *mark;
    } known[] = {{NW_IMAGES_GREY, 0, "ad4a105ab3d0695f"},
                 {NW_IMAGES_GREY, 1, "df0fe329e3c806dc"},
                 {NW_IMAGES_COLOUR, 0, "5ed61a0390e4abc9"},
                 {NW_IMAGES_COLOUR, 1, "f9f6c6de79895222"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        nw_images images;
        nw_images_draw(&images, 500, known[i].kind, 1, known[i].part);
        ck_assert_str_eq(images.mark, known[i].mark);
        nw_images_clear(&images);
    }
}
END_TEST

/* An image depends on seed, part and its number alone, so that more images begin with the fewer. */
START_TEST(fewer_are_the_first)
{
    for (int kind = 0; kind < 2; kind++) {
        nw_images many, few, again;
        nw_images_draw(&many, 95, (nw_image_kind)kind, 3, 1);
        nw_images_draw(&few, 44, (nw_image_kind)kind, 3, 1);
        nw_images_draw(&again, 95, (nw_image_kind)kind, 3, 1);
        ck_assert_mem_eq(many.pixels, few.pixels, few.count * size_of(&few));
        ck_assert_mem_eq(many.labels, few.labels, few.count);
        ck_assert_mem_eq(many.pixels, again.pixels, many.count * size_of(&many));
        ck_assert_str_eq(many.mark, again.mark);
        ck_assert_str_ne(many.mark, few.mark);
        nw_images_clear(&many);
        nw_images_clear(&few);
        nw_images_clear(&again);
    }
}
END_TEST

START_TEST(every_ten_hold_every_class)
{
    nw_images images;
    nw_images_draw(&images, TRAIN, NW_IMAGES_GREY, ct_seed(), 0);
    size_t in_order = 0;
    for (size_t first = 0; first < TRAIN; first += 10) {
        unsigned seen = 0;
        for (size_t i = first; i < first + 10; i++) {
            ck_assert_uint_lt(images.labels[i], 10);
            seen |= 1u << images.labels[i];
            in_order += images.labels[i] == i % 10;
        }
        ck_assert_uint_eq(seen, 0x3ff);
    }
    ck_assert_uint_lt(in_order, TRAIN / 5); /* a tenth is expected: the order is drawn */
    nw_images_clear(&images);
}
END_TEST

static size_t compared;

static int compare_images(const void *a, const void *b)
{
    return memcmp(*(uint8_t *const *)a, *(uint8_t *const *)b, compared);
}

/* Of two seeds and two parts, all are different, and so are the orders of their labels. */
START_TEST(all_different)
{
    enum { EACH = 500 };
    nw_images sets[4];
    uint8_t *pixels[4 * EACH];
    for (unsigned s = 0; s < 4; s++) {
        nw_images_draw(&sets[s], EACH, NW_IMAGES_GREY, 5 + s / 2, s % 2);
        for (size_t i = 0; i < EACH; i++)
            pixels[s * EACH + i] = sets[s].pixels + i * size_of(&sets[s]);
        for (unsigned t = 0; t < s; t++) {
            ck_assert_str_ne(sets[s].mark, sets[t].mark);
            ck_assert_mem_ne(sets[s].labels, sets[t].labels, EACH);
        }
    }
    compared = size_of(&sets[0]);
    qsort(pixels, 4 * EACH, sizeof *pixels, compare_images);
    for (size_t i = 1; i < 4 * EACH; i++)
        ck_assert_mem_ne(pixels[i - 1], pixels[i], compared);
    for (unsigned s = 0; s < 4; s++)
        nw_images_clear(&sets[s]);
}
END_TEST

/* ---- what they are like ---- */

static void spread(double *mean, double *deviation, const nw_images *images)
{
    double sum = 0, squares = 0;
    size_t count = images->count * size_of(images);
    for (size_t i = 0; i < count; i++) {
        double value = images->pixels[i] / 255.0;
        sum += value;
        squares += value * value;
    }
    *mean = sum / (double)count;
    *deviation = sqrt(squares / (double)count - *mean * *mean);
}

/* Near the 0.1307 and 0.3081 of MNIST, by which grey images are normalised. */
START_TEST(mean_and_deviation)
{
    nw_images images;
    double mean, deviation;
    nw_images_draw(&images, TRAIN, NW_IMAGES_GREY, ct_seed(), 0);
    spread(&mean, &deviation, &images);
    ck_assert_double_eq_tol(mean, 0.131, 0.01);
    ck_assert_double_eq_tol(deviation, 0.295, 0.015);
    nw_images_clear(&images);
    nw_images_draw(&images, TRAIN / 4, NW_IMAGES_COLOUR, ct_seed(), 0);
    spread(&mean, &deviation, &images);
    ck_assert_double_eq_tol(mean, 0.5, 0.03);
    ck_assert_double_eq_tol(deviation, 0.21, 0.03);
    nw_images_clear(&images);
}
END_TEST

typedef struct mean_images {
    size_t size;
    float image[10][MOST];
} mean_images;

/* The mean image of each class. */
static mean_images *class_means(const nw_images *images)
{
    mean_images *made = nw_alloc(1, sizeof *made);
    made->size = size_of(images);
    float share = 10 / (float)images->count; /* the classes are balanced */
    for (size_t i = 0; i < images->count; i++)
        for (size_t j = 0; j < made->size; j++)
            made->image[images->labels[i]][j] += share * (float)images->pixels[i * made->size + j] / 255;
    return made;
}

static size_t nearest_mean(const mean_images *means, const uint8_t *pixels)
{
    size_t best = 0;
    float least = INFINITY;
    for (size_t class = 0; class < 10; class++) {
        float distance = 0;
        for (size_t j = 0; j < means->size; j++) {
            float difference = (float)pixels[j] / 255 - means->image[class][j];
            distance += difference * difference;
        }
        if (distance < least) {
            least = distance;
            best = class;
        }
    }
    return best;
}

/* The share of test images that lie nearest to their own class's mean. */
static double told_apart(nw_image_kind kind)
{
    nw_images train, test;
    nw_images_draw(&train, TRAIN, kind, ct_seed(), 0);
    nw_images_draw(&test, TEST, kind, ct_seed(), 1);
    mean_images *means = class_means(&train);
    size_t right = 0;
    for (size_t i = 0; i < TEST; i++)
        right += nearest_mean(means, test.pixels + i * means->size) == test.labels[i];
    free(means);
    nw_images_clear(&train);
    nw_images_clear(&test);
    return (double)right / TEST;
}

/* A tenth would be chance.  Colours vary more than shapes, and the distance looks at both. */
START_TEST(classes_differ)
{
    double grey = told_apart(NW_IMAGES_GREY), colour = told_apart(NW_IMAGES_COLOUR);
    ck_assert_msg(grey > 0.7 && grey < 0.9, "grey: %g", grey);
    ck_assert_msg(colour > 0.25 && colour < 0.7, "colour: %g", colour);
}
END_TEST

static double correlation(const float *a, const float *b, size_t size)
{
    double sums[5] = {0}, n = (double)size;
    for (size_t i = 0; i < size; i++) {
        double x = a[i], y = b[i];
        double terms[] = {x, y, x * x, y * y, x * y};
        for (int k = 0; k < 5; k++)
            sums[k] += terms[k] / n;
    }
    return (sums[4] - sums[0] * sums[1]) / sqrt((sums[2] - sums[0] * sums[0]) * (sums[3] - sums[1] * sums[1]));
}

/* Turned by a multiple of 30 degrees no class looks like itself, even blurred into its mean: which way is up can be
 * seen. */
START_TEST(every_class_has_an_upper_side)
{
    nw_images images;
    nw_images_draw(&images, TRAIN, NW_IMAGES_GREY, ct_seed(), 0);
    mean_images *means = class_means(&images);
    float turned[28 * 28];
    for (size_t class = 0; class < 10; class++)
        for (int k = 1; k < 12; k++) {
            nw_image_rotate(turned, means->image[class], 1, 28, 30 * k, 0, false);
            double found = correlation(turned, means->image[class], means->size);
            ck_assert_msg(found < 0.94, "class %zu turned by %d degrees: %g", class, 30 * k, found);
        }
    free(means);
    nw_images_clear(&images);
}
END_TEST

/* Rec. 601's blue and red differences of a pixel: what grey does not show. */
static void hidden(double tint[2], const nw_images *images, size_t number, size_t place)
{
    const uint8_t *from = images->pixels + number * 3 * 1024 + place;
    double luma = (.299 * from[0] + .587 * from[1024] + .114 * from[2048]) / 255;
    tint[0] = (from[2048] / 255.0 - luma) / 1.772;
    tint[1] = (from[0] / 255.0 - luma) / 1.402;
}

/* How much of the variance of the hidden tints in the middle of the images lies between the classes: some of it, so
 * that a colour can be guessed, not all. */
START_TEST(colours_belong_to_classes)
{
    nw_images images;
    nw_images_draw(&images, TRAIN, NW_IMAGES_COLOUR, ct_seed(), 0);
    double sums[10][2] = {{0}}, squares = 0, between = 0;
    for (size_t i = 0; i < TRAIN; i++) {
        double sum[2] = {0}, weight = 0;
        double ground[2];
        hidden(ground, &images, i, 16 * 32); /* at the left border; the paint is what differs from it */
        for (size_t row = 8; row < 24; row++)
            for (size_t column = 8; column < 24; column++) {
                double tint[2];
                hidden(tint, &images, i, row * 32 + column);
                double w = fabs(tint[0] - ground[0]) + fabs(tint[1] - ground[1]);
                weight += w;
                for (int k = 0; k < 2; k++)
                    sum[k] += w * tint[k];
            }
        for (int k = 0; k < 2; k++) {
            double mean = sum[k] / weight;
            sums[images.labels[i]][k] += mean / (TRAIN / 10.0);
            squares += mean * mean / TRAIN;
        }
    }
    double overall[2] = {0};
    for (int class = 0; class < 10; class++)
        for (int k = 0; k < 2; k++) {
            between += sums[class][k] * sums[class][k] / 10;
            overall[k] += sums[class][k] / 10;
        }
    double common = overall[0] * overall[0] + overall[1] * overall[1];
    double share = (between - common) / (squares - common);
    ck_assert_msg(share > 0.3 && share < 0.95, "share of variance between classes: %g", share);
    nw_images_clear(&images);
}
END_TEST

/* The upper border is bluer than the lower one, mostly. */
START_TEST(colours_belong_to_places)
{
    nw_images images;
    nw_images_draw(&images, TRAIN, NW_IMAGES_COLOUR, ct_seed(), 0);
    size_t bluer = 0;
    for (size_t i = 0; i < TRAIN; i++) {
        double top = 0, bottom = 0;
        for (size_t column = 0; column < 32; column++) {
            double tint[2];
            hidden(tint, &images, i, column);
            top += tint[0];
            hidden(tint, &images, i, 31 * 32 + column);
            bottom += tint[0];
        }
        bluer += top > bottom;
    }
    ck_assert_msg(bluer > TRAIN * 9 / 10, "%zu of %d", bluer, TRAIN);
    nw_images_clear(&images);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("draw");
    TCase *tests = ct_case(suite, "draw");
    tcase_add_test(tests, shapes_and_names);
    tcase_add_test(tests, the_same_everywhere);
    tcase_add_test(tests, fewer_are_the_first);
    tcase_add_test(tests, every_ten_hold_every_class);
    tcase_add_test(tests, all_different);
    tcase_add_test(tests, mean_and_deviation);
    tcase_add_test(tests, classes_differ);
    tcase_add_test(tests, every_class_has_an_upper_side);
    tcase_add_test(tests, colours_belong_to_classes);
    tcase_add_test(tests, colours_belong_to_places);
    return ct_main(suite);
}
