/* One rounding bound a sum, by the sizes of the models: rounding.md, section 3, has the proof. */
#include "certify/layer_sum.h"

#include <math.h>
#include <stdlib.h>

#include "base/hot.h"
#include "base/memory.h"
#include "certify/wires.h"

NW_HOT_FILE

#define UNIT_ROUNDOFF 0x1p-53

NW_CLONES
static void sum_terms(double *restrict c, const nw_model *restrict in, size_t inputs, const double *restrict weight,
                      size_t terms)
{
    for (size_t i = 0; i < inputs; i++) {
        double w = weight[i];
        for (size_t t = 0; t < terms; t++)
            c[t] += w * in[i].c[t];
    }
}

NW_CLONES
static void sum_some_terms(double *restrict c, const nw_model *restrict in, const uint32_t *restrict source,
                           size_t count, const double *restrict weight, size_t terms)
{
    for (size_t i = 0; i < count; i++) {
        const nw_model *from = in + source[i];
        double w = weight[i];
        for (size_t t = 0; t < terms; t++)
            c[t] += w * from->c[t];
    }
}

void nw_layer_sum(nw_model *out, const nw_model *in, const nw_layer *layer, const double *parameters, size_t terms)
{
    double *size = nw_alloc(layer->inputs + 1, sizeof *size);
    for (size_t i = 0; i < layer->inputs; i++)
        for (size_t t = 0; t < terms; t++)
            size[i] += fabs(in[i].c[t]);
    for (size_t j = 0; j < layer->units; j++) {
        nw_wires wires = nw_unit_wires(layer, j);
        const double *w = parameters + wires.first;
        double bias = nw_wire_bias(&wires, parameters), all = fabs(bias), remainder = 0, rounding = 0;
        out[j] = (nw_model){.c = {bias}};
        if (wires.source == NULL)
            sum_terms(out[j].c, in, wires.count, w, terms);
        else
            sum_some_terms(out[j].c, in, wires.source, wires.count, w, terms);
        for (size_t i = 0; i < wires.count; i++) {
            double factor = fabs(w[i]);
            if (factor == 0) /* 0 times a model of which nothing is known is still 0 */
                continue;
            const nw_model *from = in + nw_wire_source(&wires, i);
            all += factor * size[nw_wire_source(&wires, i)];
            remainder += factor * from->remainder;
            rounding += factor * from->rounding;
        }
        /* Each product meets at most count + 1 roundings; what underflows is less than 2^-900; the sums above are of
         * at most 2^21 nonnegative numbers, which 2^-30 outweighs. */
        rounding += (double)(wires.count + 2) * UNIT_ROUNDOFF * all + 0x1p-900;
        out[j].remainder = remainder * (1 + 0x1p-30);
        out[j].rounding = rounding * (1 + 0x1p-30);
    }
    free(size);
}
