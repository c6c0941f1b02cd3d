/* Turned images: exact turns, directions, both ways of taking pixels against slow ones, and the classes of angles. */
#include "data/rotate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "check_common.h"

enum { MOST = 3 * 70 * 70 };

static void fill(float *image, size_t count, gsl_rng *rng)
{
    for (size_t i = 0; i < count; i++)
        image[i] = (float)gsl_rng_uniform(rng);
}

/* ---- exact turns ---- */

START_TEST(no_turn)
{
    static float from[MOST], to[MOST];
    gsl_rng *rng = ct_rng("rotate no turn");
    for (size_t size = 1; size <= 70; size += 3) {
        fill(from, 3 * size * size, rng);
        for (int turns = -2; turns <= 2; turns++)
            for (int nearest = 0; nearest < 2; nearest++) {
                memset(to, 0, sizeof to);
                nw_image_rotate(to, from, 3, size, 360.0 * turns, 7, nearest);
                ck_assert_mem_eq(to, from, 3 * size * size * sizeof *to);
            }
    }
    gsl_rng_free(rng);
}
END_TEST

/* A quarter counter-clockwise takes the right column to the top row. */
START_TEST(quarters)
{
    static float from[MOST], to[MOST], once[MOST];
    gsl_rng *rng = ct_rng("rotate quarters");
    for (size_t size = 1; size <= 70; size += 3) {
        size_t area = size * size;
        fill(from, 3 * area, rng);
        memcpy(once, from, 3 * area * sizeof *once);
        for (int quarter = 1; quarter < 8; quarter++) {
            static float turned[MOST];
            for (size_t c = 0; c < 3; c++)
                for (size_t i = 0; i < size; i++)
                    for (size_t j = 0; j < size; j++)
                        turned[c * area + i * size + j] = once[c * area + j * size + (size - 1 - i)];
            memcpy(once, turned, 3 * area * sizeof *once);
            for (int nearest = 0; nearest < 2; nearest++) {
                nw_image_rotate(to, from, 3, size, 90.0 * quarter, 7, nearest);
                ck_assert_mem_eq(to, once, 3 * area * sizeof *to);
                nw_image_rotate(to, from, 3, size, 90.0 * quarter - 720, 7, nearest);
                ck_assert_mem_eq(to, once, 3 * area * sizeof *to);
            }
        }
    }
    gsl_rng_free(rng);
}
END_TEST

/* ---- any turn ---- */

static float at(const float *image, size_t size, double row, double column, float outside)
{
    bool inside = row >= 0 && column >= 0 && row < (double)size && column < (double)size;
    return inside ? image[(size_t)row * size + (size_t)column] : outside;
}

/* The same in plain words, in the plane: x to the right and y up. */
static float turned_pixel(const float *from, size_t size, size_t i, size_t j, double degrees, float outside,
                          bool nearest)
{
    double centre = ((double)size - 1) / 2, angle = degrees * acos(-1) / 180;
    double x = (double)j - centre, y = centre - (double)i;
    double from_x = x * cos(angle) + y * sin(angle), from_y = y * cos(angle) - x * sin(angle);
    double row = centre - from_y, column = centre + from_x;
    if (nearest)
        return at(from, size, floor(row + 0.5), floor(column + 0.5), outside);
    double top = floor(row), left = floor(column), down = row - top, right = column - left;
    double above = (1 - right) * at(from, size, top, left, outside) + right * at(from, size, top, left + 1, outside);
    double below =
        (1 - right) * at(from, size, top + 1, left, outside) + right * at(from, size, top + 1, left + 1, outside);
    return (float)((1 - down) * above + down * below);
}

START_TEST(against_a_slow_turn)
{
    static float from[MOST], to[MOST];
    gsl_rng *rng = ct_rng("rotate slow");
    for (int round = 0; round < 120; round++) {
        size_t size = (size_t)ct_between(rng, 1, 70), channels = (size_t)ct_between(rng, 1, 3);
        double degrees = 720 * gsl_rng_uniform(rng) - 360;
        float outside = (float)gsl_rng_uniform(rng) - 2;
        bool nearest = round % 2 == 0;
        fill(from, channels * size * size, rng);
        nw_image_rotate(to, from, channels, size, degrees, outside, nearest);
        for (size_t c = 0; c < channels; c++)
            for (size_t i = 0; i < size; i++)
                for (size_t j = 0; j < size; j++) {
                    size_t place = c * size * size;
                    float expected = turned_pixel(from + place, size, i, j, degrees, outside, nearest);
                    float found = to[place + i * size + j];
                    if (!(fabsf(found - expected) <= (nearest ? 0 : 1e-5f)))
                        ck_abort_msg("size %zu, %.17g degrees, row %zu, column %zu: %.9g, not %.9g", size, degrees, i,
                                     j, (double)found, (double)expected);
                }
    }
    gsl_rng_free(rng);
}
END_TEST

/* A smooth image turned there and back is nearly itself, where no turn lost it. */
START_TEST(there_and_back)
{
    enum { SIZE = 28 };
    static float from[SIZE * SIZE], there[SIZE * SIZE], back[SIZE * SIZE];
    gsl_rng *rng = ct_rng("rotate back");
    for (int i = 0; i < SIZE; i++)
        for (int j = 0; j < SIZE; j++)
            from[i * SIZE + j] = sinf(.3f * (float)i) * cosf(.2f * (float)j + .1f * (float)i);
    for (int round = 0; round < 100; round++) {
        double degrees = 360 * gsl_rng_uniform(rng);
        nw_image_rotate(there, from, 1, SIZE, degrees, 0, false);
        nw_image_rotate(back, there, 1, SIZE, -degrees, 0, false);
        double most = 0;
        for (int i = 0; i < SIZE; i++)
            for (int j = 0; j < SIZE; j++)
                if (hypot(i - 13.5, j - 13.5) < 12)
                    most = fmax(most, fabs((double)back[i * SIZE + j] - (double)from[i * SIZE + j]));
        ck_assert_double_lt(most, 0.04);
    }
    gsl_rng_free(rng);
}
END_TEST

/* What lies to the right comes to the upper right. */
START_TEST(counter_clockwise)
{
    static float from[28 * 28], to[28 * 28];
    from[14 * 28 + 24] = 1;
    for (int nearest = 0; nearest < 2; nearest++) {
        nw_image_rotate(to, from, 1, 28, 45, 0, nearest);
        double rows = 0, columns = 0, sum = 0;
        for (int i = 0; i < 28; i++)
            for (int j = 0; j < 28; j++) {
                rows += i * (double)to[i * 28 + j];
                columns += j * (double)to[i * 28 + j];
                sum += (double)to[i * 28 + j];
            }
        ck_assert_double_gt(sum, 0);
        ck_assert_double_eq_tol(rows / sum, 6.4, 1);
        ck_assert_double_eq_tol(columns / sum, 21.3, 1);
    }
}
END_TEST

/* ---- classes ---- */

START_TEST(classes)
{
    static const struct {
        double degrees;
        size_t wrapped, released;
    } cases[] = {{0, 0, 0}, {14.999, 0, 0}, {15, 1, 1}, {29, 1, 1}, {30, 1, 1}, {44.9, 1, 1}, {45, 2, 2},
                 {180, 6, 6}, {314.9, 10, 10}, {315, 11, 11}, {330, 11, 11}, {350, 0, 11}, {345, 0, 11},
                 {359.9, 0, 11}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ck_assert_uint_eq(nw_rotation_class(cases[i].degrees, true), cases[i].wrapped);
        ck_assert_uint_eq(nw_rotation_class(cases[i].degrees, false), cases[i].released);
    }
    for (size_t k = 0; k < NW_ROTATION_CLASSES; k++) { /* to the last bit on both sides of every middle */
        double middle = 30 * (double)k + 15;
        ck_assert_uint_eq(nw_rotation_class(nextafter(middle, 0), true), k);
        ck_assert_uint_eq(nw_rotation_class(nextafter(middle, 0), false), k);
        ck_assert_uint_eq(nw_rotation_class(middle, true), (k + 1) % 12);
        ck_assert_uint_eq(nw_rotation_class(middle, false), k < 11 ? k + 1 : 11);
        ck_assert_uint_eq(nw_rotation_class(30 * (double)k, true), k);
        ck_assert_uint_eq(nw_rotation_class(nextafter(30 * (double)k + 30, 0), true), (k + 1) % 12);
    }
    ck_assert_uint_eq(nw_rotation_class(nextafter(360, 0), false), 11);
}
END_TEST

START_TEST(classes_are_nearest)
{
    gsl_rng *rng = ct_rng("rotate classes");
    double most = 0;
    for (int round = 0; round < 10000; round++) {
        double degrees = 360 * gsl_rng_uniform(rng);
        double distance = fabs(degrees - 30 * (double)nw_rotation_class(degrees, true));
        most = fmax(most, fmin(distance, 360 - distance));
    }
    ck_assert(most > 14.9 && most <= 15);
    gsl_rng_free(rng);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("rotate");
    TCase *tests = ct_case(suite, "rotate");
    tcase_add_test(tests, no_turn);
    tcase_add_test(tests, quarters);
    tcase_add_test(tests, against_a_slow_turn);
    tcase_add_test(tests, there_and_back);
    tcase_add_test(tests, counter_clockwise);
    tcase_add_test(tests, classes);
    tcase_add_test(tests, classes_are_nearest);
    return ct_main(suite);
}
