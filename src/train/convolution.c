/* Each convolution is a matrix product: what a kernel meets at one place is one row of a matrix.  Behind the first
 * layer the channels of a pixel stand side by side, so that such a row is copied in long runs. */
#include "train/convolution.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/hot.h"
#include "base/memory.h"

/* OpenBLAS's header may define I. */
#include <cblas.h>
#undef I

NW_HOT_FILE

/* Floats of unfolded images at a time: they stay in the second-level cache. */
enum { UNFOLDED = 1 << 18 };

typedef struct layer {
    size_t inputs, outputs; /* of a place */
    float *weights, *biases;
} layer;

/* Images: planes x size x size pixels of `pixel` floats each. */
typedef struct images {
    size_t planes, size, pixel;
} images;

struct nw_convolution {
    nw_convolution_spec spec;
    nw_convolution_sizes sizes;
    layer first, second, last;
    size_t block;                         /* samples at a time */
    float *unfolded, *after_first, *after_second;
};

static size_t places(size_t size, const nw_convolution_spec *spec)
{
    return size < spec->kernel ? 0 : (size - spec->kernel) / spec->stride + 1;
}

nw_convolution_sizes nw_convolution_size(const nw_convolution_spec *spec)
{
    nw_convolution_sizes sizes = {0};
    if (spec->channels == 0 || spec->kernel == 0 || spec->stride == 0 || spec->first == 0 || spec->second == 0 ||
        spec->outputs == 0)
        return sizes;
    sizes.first = places(spec->size, spec);
    sizes.second = places(sizes.first, spec);
    if (sizes.second == 0)
        sizes.first = 0;
    return sizes;
}

/* ---- making ---- */

static layer layer_new(size_t inputs, size_t outputs, gsl_rng *random)
{
    layer l = {.inputs = inputs, .outputs = outputs};
    double bound = 1 / sqrt((double)inputs);
    l.weights = nw_alloc(inputs * outputs, sizeof(float));
    l.biases = nw_alloc(outputs, sizeof(float));
    for (size_t i = 0; i < inputs * outputs; i++)
        l.weights[i] = (float)(bound * (2 * gsl_rng_uniform(random) - 1));
    for (size_t i = 0; i < outputs; i++)
        l.biases[i] = (float)(bound * (2 * gsl_rng_uniform(random) - 1));
    return l;
}

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

nw_convolution *nw_convolution_new(const nw_convolution_spec *spec, gsl_rng *random)
{
    nw_convolution_sizes sizes = nw_convolution_size(spec);
    if (sizes.second == 0)
        return NULL;
    nw_convolution *network = nw_alloc(1, sizeof *network);
    network->spec = *spec;
    network->sizes = sizes;
    size_t kernel = spec->kernel * spec->kernel;
    size_t first = sizes.first * sizes.first, second = sizes.second * sizes.second;
    network->first = layer_new(spec->channels * kernel, spec->first, random);
    network->second = layer_new(spec->first * kernel, spec->second, random);
    network->last = layer_new(spec->second * second, spec->outputs, random);

    size_t unfolded = larger(first * network->first.inputs, second * network->second.inputs);
    network->block = larger(UNFOLDED / unfolded, 1);
    network->unfolded = nw_alloc(network->block * unfolded, sizeof(float));
    network->after_first = nw_alloc(network->block * first * spec->first, sizeof(float));
    network->after_second = nw_alloc(network->block * second * spec->second, sizeof(float));
    return network;
}

static void layer_free(layer *l)
{
    free(l->weights);
    free(l->biases);
}

void nw_convolution_free(nw_convolution *network)
{
    if (network == NULL)
        return;
    layer_free(&network->first);
    layer_free(&network->second);
    layer_free(&network->last);
    free(network->unfolded);
    free(network->after_first);
    free(network->after_second);
    free(network);
}

/* ---- evaluation ---- */

/* One image as rows, one a place: planes x kernel x kernel pixels. */
static float *unfold(float *to, const float *from, images shape, size_t kernel, size_t stride, size_t side)
{
    size_t row = shape.size * shape.pixel, run = kernel * shape.pixel;
    for (size_t y = 0; y < side; y++)
        for (size_t x = 0; x < side; x++)
            for (size_t plane = 0; plane < shape.planes; plane++) {
                const float *corner = from + (plane * shape.size + y * stride) * row + x * stride * shape.pixel;
                for (size_t line = 0; line < kernel; line++, to += run)
                    memcpy(to, corner + line * row, run * sizeof *to);
            }
    return to;
}

NW_CLONES static void add_biases(float *rows, size_t count, const float *biases, size_t width)
{
    for (size_t r = 0; r < count; r++)
        for (size_t c = 0; c < width; c++)
            rows[r * width + c] += biases[c];
}

NW_CLONES static void cut(float *values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        values[i] = values[i] < 0 ? 0 : values[i]; /* NaN stays */
}

static void apply_layer(const layer *l, float *to, const float *rows, size_t count)
{
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, (int)count, (int)l->outputs, (int)l->inputs, 1, rows,
                (int)l->inputs, l->weights, (int)l->inputs, 0, to, (int)l->outputs);
    add_biases(to, count, l->biases, l->outputs);
}

/* One convolution with ReLU of `samples` images, to side x side pixels of as many channels as the layer has outputs. */
static void convolve(nw_convolution *network, const layer *l, float *to, const float *from, images shape, size_t side,
                     size_t samples)
{
    size_t image = shape.planes * shape.size * shape.size * shape.pixel, rows = samples * side * side;
    float *row = network->unfolded;
    for (size_t s = 0; s < samples; s++)
        row = unfold(row, from + s * image, shape, network->spec.kernel, network->spec.stride, side);
    apply_layer(l, to, network->unfolded, rows);
    cut(to, rows * l->outputs);
}

void nw_convolution_apply(nw_convolution *network, float *outputs, const float *given, size_t samples)
{
    const nw_convolution_spec *spec = &network->spec;
    images in = {spec->channels, spec->size, 1}, between = {1, network->sizes.first, spec->first};
    size_t image = spec->channels * spec->size * spec->size;
    for (size_t begun = 0; begun < samples; begun += network->block) {
        size_t count = samples - begun < network->block ? samples - begun : network->block;
        convolve(network, &network->first, network->after_first, given + begun * image, in, network->sizes.first,
                 count);
        convolve(network, &network->second, network->after_second, network->after_first, between,
                 network->sizes.second, count);
        apply_layer(&network->last, outputs + begun * spec->outputs, network->after_second, count);
    }
}
