/* The convolutional target against loops over the definition, in double. */
#include "train/convolution.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "check_common.h"

/* ---- the same by loops ---- */

typedef struct naive {
    nw_convolution_spec spec;
    double *w1, *b1, *w2, *b2, *w3, *b3;
} naive;

static double *draw(size_t count, double bound, gsl_rng *random)
{
    double *numbers = nw_alloc(count, sizeof *numbers);
    for (size_t i = 0; i < count; i++)
        numbers[i] = (float)(bound * (2 * gsl_rng_uniform(random) - 1));
    return numbers;
}

/* What nw_convolution_new draws from the same state of `random`. */
static naive naive_new(nw_convolution_spec s, size_t last_places, gsl_rng *random)
{
    naive n = {.spec = s};
    size_t square = s.kernel * s.kernel;
    size_t in1 = s.channels * square, in2 = s.first * square, in3 = s.second * last_places;
    n.w1 = draw(in1 * s.first, 1 / sqrt((double)in1), random);
    n.b1 = draw(s.first, 1 / sqrt((double)in1), random);
    n.w2 = draw(in2 * s.second, 1 / sqrt((double)in2), random);
    n.b2 = draw(s.second, 1 / sqrt((double)in2), random);
    n.w3 = draw(in3 * s.outputs, 1 / sqrt((double)in3), random);
    n.b3 = draw(s.outputs, 1 / sqrt((double)in3), random);
    return n;
}

static void naive_free(naive *n)
{
    free(n->w1), free(n->b1), free(n->w2), free(n->b2), free(n->w3), free(n->b3);
}

static double cut(double t)
{
    return t > 0 ? t : 0;
}

/* Behind the first convolution: channel, row, column. */
static double first_pixel(const naive *n, const float *image, size_t channel, size_t row, size_t column)
{
    const nw_convolution_spec *s = &n->spec;
    double sum = n->b1[channel];
    for (size_t c = 0; c < s->channels; c++)
        for (size_t y = 0; y < s->kernel; y++)
            for (size_t x = 0; x < s->kernel; x++)
                sum += n->w1[((channel * s->channels + c) * s->kernel + y) * s->kernel + x] *
                       (double)image[(c * s->size + row * s->stride + y) * s->size + column * s->stride + x];
    return cut(sum);
}

static double second_pixel(const naive *n, const double *pixels, size_t side, size_t channel, size_t row, size_t column)
{
    const nw_convolution_spec *s = &n->spec;
    double sum = n->b2[channel];
    for (size_t c = 0; c < s->first; c++)
        for (size_t y = 0; y < s->kernel; y++)
            for (size_t x = 0; x < s->kernel; x++)
                sum += n->w2[((channel * s->kernel + y) * s->kernel + x) * s->first + c] *
                       pixels[(c * side + row * s->stride + y) * side + column * s->stride + x];
    return cut(sum);
}

static void naive_apply(const naive *n, double *outputs, const float *image, size_t first, size_t second)
{
    const nw_convolution_spec *s = &n->spec;
    double *pixels = nw_alloc(s->first * first * first, sizeof *pixels);
    for (size_t c = 0, i = 0; c < s->first; c++)
        for (size_t y = 0; y < first; y++)
            for (size_t x = 0; x < first; x++)
                pixels[i++] = first_pixel(n, image, c, y, x);
    for (size_t o = 0; o < s->outputs; o++)
        outputs[o] = n->b3[o];
    for (size_t y = 0; y < second; y++)
        for (size_t x = 0; x < second; x++)
            for (size_t c = 0; c < s->second; c++) {
                double pixel = second_pixel(n, pixels, first, c, y, x);
                for (size_t o = 0; o < s->outputs; o++)
                    outputs[o] += n->w3[((o * second + y) * second + x) * s->second + c] * pixel;
            }
    free(pixels);
}

static float *draw_images(size_t count, gsl_rng *random)
{
    float *images = nw_alloc(count, sizeof *images);
    for (size_t i = 0; i < count; i++)
        images[i] = (float)(2 * gsl_rng_uniform(random) - 1);
    return images;
}

static void agrees(nw_convolution_spec s, size_t first, size_t second, size_t samples)
{
    nw_convolution_sizes sizes = nw_convolution_size(&s);
    ck_assert_uint_eq(sizes.first, first);
    ck_assert_uint_eq(sizes.second, second);
    gsl_rng *random = ct_rng("convolution"), *again = gsl_rng_clone(random);
    nw_convolution *network = nw_convolution_new(&s, random);
    naive n = naive_new(s, second * second, again);
    size_t image = s.channels * s.size * s.size;
    float *images = draw_images(samples * image, random), *outputs = nw_alloc(samples * s.outputs, sizeof *outputs);
    double *expected = nw_alloc(s.outputs, sizeof *expected);
    nw_convolution_apply(network, outputs, images, samples);
    for (size_t i = 0; i < samples; i++) {
        naive_apply(&n, expected, images + i * image, first, second);
        for (size_t o = 0; o < s.outputs; o++)
            ck_assert_msg(fabs(outputs[i * s.outputs + o] - expected[o]) < 1e-5,
                          "sample %zu, output %zu: %.9g, not %.9g", i, o, (double)outputs[i * s.outputs + o],
                          expected[o]);
    }
    free(expected), free(images), free(outputs);
    naive_free(&n);
    nw_convolution_free(network);
    gsl_rng_free(random), gsl_rng_free(again);
}

START_TEST(the_grey_target_of_the_paper)
{
    agrees((nw_convolution_spec){1, 28, 10, 2, 20, 50, 10}, 10, 1, 30);
}
END_TEST

START_TEST(the_colour_target_of_the_paper)
{
    agrees((nw_convolution_spec){3, 32, 10, 2, 20, 50, 10}, 12, 2, 8);
}
END_TEST

START_TEST(other_shapes)
{
    agrees((nw_convolution_spec){1, 1, 1, 1, 1, 1, 1}, 1, 1, 3);
    agrees((nw_convolution_spec){2, 9, 3, 1, 4, 5, 3}, 7, 5, 40);
    agrees((nw_convolution_spec){3, 11, 2, 3, 2, 3, 2}, 4, 1, 5); /* a last column that no kernel meets */
    agrees((nw_convolution_spec){1, 7, 3, 1, 3, 7, 2}, 5, 3, 1);
}
END_TEST

START_TEST(shapes_that_do_not_exist)
{
    static const nw_convolution_spec none[] = {
        {1, 27, 10, 2, 20, 50, 10}, {1, 9, 10, 2, 20, 50, 10}, {1, 28, 10, 0, 20, 50, 10}, {1, 28, 0, 2, 20, 50, 10},
        {0, 28, 10, 2, 20, 50, 10}, {1, 28, 10, 2, 0, 50, 10}, {1, 28, 10, 2, 20, 0, 10},  {1, 28, 10, 2, 20, 50, 0},
        {1, 0, 10, 2, 20, 50, 10},
    };
    gsl_rng *random = ct_rng("none");
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
        nw_convolution_sizes sizes = nw_convolution_size(&none[i]);
        ck_assert_uint_eq(sizes.first, 0);
        ck_assert_uint_eq(sizes.second, 0);
        ck_assert_ptr_null(nw_convolution_new(&none[i], random));
    }
    gsl_rng_free(random);
}
END_TEST

/* Samples go through in blocks: what stands before and behind one changes nothing, and no output is forgotten. */
START_TEST(a_sample_does_not_see_its_neighbours)
{
    enum { SAMPLES = 61, PIXELS = 28 * 28, OUTPUTS = 10 };
    nw_convolution_spec s = {1, 28, 10, 2, 20, 50, OUTPUTS};
    gsl_rng *random = ct_rng("blocks");
    nw_convolution *network = nw_convolution_new(&s, random);
    float *images = draw_images(SAMPLES * PIXELS, random);
    float together[(SAMPLES + 1) * OUTPUTS], alone[OUTPUTS];
    memset(together, 0xff, sizeof together);
    nw_convolution_apply(network, together, images, SAMPLES);
    for (size_t i = 0; i < SAMPLES; i++) {
        nw_convolution_apply(network, alone, images + i * PIXELS, 1);
        for (size_t o = 0; o < OUTPUTS; o++)
            ck_assert_msg(fabsf(together[i * OUTPUTS + o] - alone[o]) < 1e-5f, "sample %zu: %g, alone %g", i,
                          (double)together[i * OUTPUTS + o], (double)alone[o]);
    }
    for (size_t o = 0; o < OUTPUTS; o++)
        ck_assert_msg(isnan(together[SAMPLES * OUTPUTS + o]), "written behind the last sample");
    free(images);
    nw_convolution_free(network);
    gsl_rng_free(random);
}
END_TEST

START_TEST(nan_stays_nan)
{
    nw_convolution_spec s = {1, 7, 3, 1, 3, 7, 2};
    gsl_rng *random = ct_rng("nan");
    nw_convolution *network = nw_convolution_new(&s, random);
    float images[2 * 49] = {[60] = NAN}, outputs[4];
    nw_convolution_apply(network, outputs, images, 2);
    ck_assert(isfinite(outputs[0]) && isfinite(outputs[1]) && isnan(outputs[2]) && isnan(outputs[3]));
    nw_convolution_free(network);
    gsl_rng_free(random);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("convolution");
    TCase *tests = ct_case(suite, "apply");
    tcase_add_test(tests, the_grey_target_of_the_paper);
    tcase_add_test(tests, the_colour_target_of_the_paper);
    tcase_add_test(tests, other_shapes);
    tcase_add_test(tests, shapes_that_do_not_exist);
    tcase_add_test(tests, a_sample_does_not_see_its_neighbours);
    tcase_add_test(tests, nan_stays_nan);
    return ct_main(suite);
}
