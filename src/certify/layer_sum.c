/* One rounding bound a sum, by the sizes of the models: rounding.md, section 3, has the proof. */
#include "certify/layer_sum.h"

#include <math.h>
#include <stdlib.h>

#include "base/hot.h"
#include "base/memory.h"

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

void nw_layer_sum(nw_model *out, size_t units, const nw_model *in, size_t inputs, const double *weight,
                  const double *bias, size_t terms)
{
    double *size = nw_alloc(inputs + 1, sizeof *size);
    for (size_t i = 0; i < inputs; i++)
        for (size_t t = 0; t < terms; t++)
            size[i] += fabs(in[i].c[t]);
    for (size_t j = 0; j < units; j++) {
        const double *w = weight + j * inputs;
        double all = bias != NULL ? fabs(bias[j]) : 0, remainder = 0, rounding = 0;
        out[j] = (nw_model){.c = {bias != NULL ? bias[j] : 0}};
        sum_terms(out[j].c, in, inputs, w, terms);
        for (size_t i = 0; i < inputs; i++) {
            double factor = fabs(w[i]);
            if (factor == 0) /* 0 times a model of which nothing is known is still 0 */
                continue;
            all += factor * size[i];
            remainder += factor * in[i].remainder;
            rounding += factor * in[i].rounding;
        }
        /* Each product meets at most inputs + 1 roundings; what underflows is less than 2^-900; the sums above are of
         * at most 2^21 nonnegative numbers, which 2^-30 outweighs. */
        rounding += (double)(inputs + 2) * UNIT_ROUNDOFF * all + 0x1p-900;
        out[j].remainder = remainder * (1 + 0x1p-30);
        out[j].rounding = rounding * (1 + 0x1p-30);
    }
    free(size);
}
