#include "train/loss.h"

#include <math.h>

double nw_loss_square(float *signal, const float *outputs, const float *goals, size_t samples, size_t width)
{
    size_t count = samples * width;
    double total = 0;
    float twice = (float)(2 / (double)count);
    for (size_t i = 0; i < count; i++) {
        float miss = outputs[i] - goals[i];
        total += (double)miss * miss;
        if (signal != NULL)
            signal[i] = twice * miss;
    }
    return total / (double)count;
}

/* NaN is never the largest, and a sample with one counts as wrong. */
static size_t largest(const float *row, size_t width)
{
    size_t best = 0;
    for (size_t c = 0; c < width; c++) {
        if (isnan(row[c]))
            return width;
        if (row[c] > row[best])
            best = c;
    }
    return best;
}

double nw_loss_likelihood(float *signal, size_t *right, const float *outputs, const uint8_t *labels, size_t samples,
                          size_t width)
{
    double total = 0;
    if (right != NULL)
        *right = 0;
    for (size_t s = 0; s < samples; s++) {
        const float *row = outputs + s * width;
        size_t best = largest(row, width);
        if (right != NULL && best == labels[s])
            ++*right;
        double top = row[best < width ? best : 0], sum = 0;
        for (size_t c = 0; c < width; c++)
            sum += exp(row[c] - top);
        total += log(sum) - (row[labels[s]] - top);
        if (signal == NULL)
            continue;
        for (size_t c = 0; c < width; c++) {
            double share = exp(row[c] - top) / sum;
            signal[s * width + c] = (float)((share - (c == labels[s] ? 1 : 0)) / (double)samples);
        }
    }
    return total / (double)samples;
}
