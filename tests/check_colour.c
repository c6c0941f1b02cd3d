/* Grey values, features and colours of pixels. */
#include "data/colour.h"

#include <math.h>

#include "check_common.h"

/* One image of 2 x 3 pixels behind another, so that a wrong place shows. */
static uint8_t colours[2][3][2][3];
static const nw_images colour_images = {.count = 2, .channels = 3, .height = 2, .width = 3, .pixels = colours[0][0][0]};

static void fill(void)
{
    for (int n = 0; n < 2; n++)
        for (int c = 0; c < 3; c++)
            for (int i = 0; i < 2; i++)
                for (int j = 0; j < 3; j++)
                    colours[n][c][i][j] = (uint8_t)(100 * n + 40 * c + 10 * i + j);
}

START_TEST(grey)
{
    float found[6];
    fill();
    for (int c = 0; c < 3; c++) {
        colours[1][c][0][0] = 255;
        colours[1][c][0][1] = 0;
        colours[1][c][0][2] = c == 0 ? 255 : 0;
    }
    nw_image_grey(found, &colour_images, 1);
    ck_assert(found[0] == 1 && found[1] == 0);
    ck_assert_float_eq_tol(found[2], .299f, 1e-6f);
    for (int c = 0; c < 3; c++)
        colours[1][c][0][2] = c == 1 ? 255 : 0;
    nw_image_grey(found, &colour_images, 1);
    ck_assert_float_eq_tol(found[2], .587f, 1e-6f);
    for (int j = 0; j < 3; j++) {
        double red = 110 + j, green = 150 + j, blue = 190 + j;
        ck_assert_double_eq_tol(found[3 + j], (.299 * red + .587 * green + .114 * blue) / 255, 1e-6);
    }
}
END_TEST

START_TEST(grey_images_are_their_own)
{
    uint8_t pixels[] = {9, 9, 9, 9, 0, 51, 102, 255};
    nw_images images = {.count = 2, .channels = 1, .height = 2, .width = 2, .pixels = pixels};
    float found[4], colour[3];
    nw_image_grey(found, &images, 1);
    for (int i = 0; i < 4; i++)
        ck_assert_float_eq_tol(found[i], (float)pixels[4 + i] / 255, 1e-7f);
    nw_pixel_colour(colour, &images, 1, 1, 0);
    for (int c = 0; c < 3; c++)
        ck_assert_float_eq_tol(colour[c], .4f, 1e-7f);
}
END_TEST

START_TEST(colour)
{
    fill();
    for (size_t n = 0; n < 2; n++)
        for (size_t i = 0; i < 2; i++)
            for (size_t j = 0; j < 3; j++) {
                float found[3];
                nw_pixel_colour(found, &colour_images, n, i, j);
                for (size_t c = 0; c < 3; c++)
                    ck_assert_float_eq_tol(found[c], (float)(100 * n + 40 * c + 10 * i + j) / 255, 1e-7f);
            }
}
END_TEST

START_TEST(features)
{
    double worst = 0;
    for (size_t row = 0; row < 32; row++)
        for (size_t column = 0; column < 32; column++) {
            float found[NW_PIXEL_FEATURES];
            nw_pixel_features(found, row, column, 32);
            double i1 = (double)row / 31, i2 = (double)column / 31;
            worst = fmax(worst, fmax(fabs(found[0] - i1), fabs(found[1] - i2)));
            for (int k = 0; k < 10; k++) {
                double power1 = pow(i1, k), power2 = pow(i2, k);
                double expected[] = {power1 + i2, power2 + i1, power1 - i2, power2 - i1};
                for (int n = 0; n < 4; n++)
                    worst = fmax(worst, fabs(found[2 + 4 * k + n] - expected[n]));
            }
        }
    ck_assert_double_lt(worst, 1e-6);
    float single[NW_PIXEL_FEATURES];
    nw_pixel_features(single, 0, 0, 1);
    ck_assert(single[0] == 0 && single[2] == 1 && isfinite(single[41]));
}
END_TEST

START_TEST(floats)
{
    fill();
    float found[18];
    nw_image_floats(found, &colour_images, 1, .5f, .25f);
    for (int i = 0; i < 18; i++) {
        double value = colours[1][i / 6][i / 3 % 2][i % 3] / 255.0;
        ck_assert_double_eq_tol(found[i], (value - .5) / .25, 1e-5);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("colour");
    TCase *tests = ct_case(suite, "colour");
    tcase_add_test(tests, grey);
    tcase_add_test(tests, grey_images_are_their_own);
    tcase_add_test(tests, colour);
    tcase_add_test(tests, features);
    tcase_add_test(tests, floats);
    return ct_main(suite);
}
