#include "net/sparse.h"

#include <string.h>

#include "base/hot.h"
#include "net/lanes.h"

NW_HOT_FILE

NW_CLONES void nw_net_sparse_product(double *out, const nw_layer *layer, const double *weights, const double *in,
                                     size_t stride);
NW_CLONES void nw_net_sparse_outer(double *sum, const nw_layer *layer, const double *delta, const double *in,
                                   size_t stride);
NW_CLONES void nw_net_add_row(double *restrict out, double weight, const double *restrict row, size_t stride);

/* Where the bias of a unit is added: first, as in a dense layer, whose sums these are without the zeros. */
static bool has_constant(const nw_connections *connections, size_t unit, size_t inputs)
{
    size_t from = connections->first[unit], to = connections->first[unit + 1];
    return to > from && connections->source[to - 1] == inputs;
}

/* ---- forward ---- */

/* `height` registers of points of one unit: every weight that is loaded serves all of them. */
NW_FLAT void unit_sums(double *out, const double *weights, const uint32_t *source, size_t count, double bias,
                       const double *in, size_t stride, const size_t height)
{
    enum { MOST = 4 };
    lanes sum[MOST];
    for (size_t h = 0; h < height; h++)
        sum[h] = (lanes){0} + bias;
    for (size_t c = 0; c < count; c++) {
        const double *row = in + source[c] * stride;
        for (size_t h = 0; h < height; h++)
            sum[h] += weights[c] * *(const lanes *)(row + h * NW_LANES);
    }
    for (size_t h = 0; h < height; h++)
        *(lanes *)(out + h * NW_LANES) = sum[h];
}

void nw_net_sparse_product(double *out, const nw_layer *layer, const double *weights, const double *in, size_t stride)
{
    const nw_connections *connections = layer->connections;
    for (size_t j = 0; j < layer->units; j++) {
        size_t from = connections->first[j], to = connections->first[j + 1];
        bool biased = has_constant(connections, j, layer->inputs);
        double bias = biased ? weights[to - 1] : 0;
        size_t i = 0, count = to - from - biased;
        for (; i + 4 * NW_LANES <= stride; i += 4 * NW_LANES)
            unit_sums(out + j * stride + i, weights + from, connections->source + from, count, bias, in + i, stride, 4);
        for (; i < stride; i += NW_LANES)
            unit_sums(out + j * stride + i, weights + from, connections->source + from, count, bias, in + i, stride, 1);
    }
}

void nw_sparse_product(double *out, const nw_layer *layer, const double *weights, const double *in, size_t stride)
{
    if (stride >= NW_NARROW) {
        nw_net_sparse_product(out, layer, weights, in, stride);
        return;
    }
    const nw_connections *connections = layer->connections;
    for (size_t j = 0; j < layer->units; j++) {
        size_t from = connections->first[j], to = connections->first[j + 1];
        bool biased = has_constant(connections, j, layer->inputs);
        double start = biased ? weights[to - 1] : 0;
        double sum[NW_NARROW] = {start, start, start, start};
        for (size_t c = from; c < to - biased; c++)
            for (size_t i = 0; i < stride; i++)
                sum[i] += weights[c] * in[connections->source[c] * stride + i];
        memcpy(out + j * stride, sum, stride * sizeof *sum);
    }
}

/* ---- backward ---- */

void nw_net_add_row(double *restrict out, double weight, const double *restrict row, size_t stride)
{
    for (size_t i = 0; i < stride; i++)
        out[i] += weight * row[i];
}

void nw_sparse_transposed(double *out, const nw_layer *layer, const double *weights, const double *delta, size_t stride)
{
    const nw_connections *connections = layer->connections;
    memset(out, 0, layer->inputs * stride * sizeof *out);
    for (size_t j = 0; j < layer->units; j++)
        for (size_t c = connections->first[j]; c < connections->first[j + 1]; c++)
            if (connections->source[c] < layer->inputs)
                nw_net_add_row(out + connections->source[c] * stride, weights[c], delta + j * stride, stride);
}

void nw_net_sparse_outer(double *sum, const nw_layer *layer, const double *delta, const double *in, size_t stride)
{
    const nw_connections *connections = layer->connections;
    for (size_t j = 0; j < layer->units; j++)
        for (size_t c = connections->first[j]; c < connections->first[j + 1]; c++) {
            const double *row = connections->source[c] < layer->inputs ? in + connections->source[c] * stride : NULL;
            lanes total = {0};
            for (size_t i = 0; i < stride; i += NW_LANES) {
                lanes value = {1, 1, 1, 1, 1, 1, 1, 1};
                if (row != NULL)
                    value = *(const lanes *)(row + i);
                total += value * *(const lanes *)(delta + j * stride + i);
            }
            sum[c] += lane_sum(&total);
        }
}

static double value_of(const nw_layer *layer, uint32_t source, const double *in, size_t stride, size_t i)
{
    return source < layer->inputs ? in[source * stride + i] : 1;
}

void nw_sparse_outer(double *sum, const nw_layer *layer, const double *delta, const double *in, size_t stride)
{
    if (stride >= NW_NARROW) {
        nw_net_sparse_outer(sum, layer, delta, in, stride);
        return;
    }
    const nw_connections *connections = layer->connections;
    for (size_t j = 0; j < layer->units; j++)
        for (size_t c = connections->first[j]; c < connections->first[j + 1]; c++)
            for (size_t i = 0; i < stride; i++)
                sum[c] += delta[j * stride + i] * value_of(layer, connections->source[c], in, stride, i);
}

void nw_sparse_turn_products(double *out, size_t apart, const nw_layer *layer, const double *delta, const double *in,
                             size_t count, size_t stride)
{
    const nw_connections *connections = layer->connections;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < layer->units; j++)
            for (size_t c = connections->first[j]; c < connections->first[j + 1]; c++)
                out[i * apart + c] = delta[j * stride + i] * value_of(layer, connections->source[c], in, stride, i);
}
