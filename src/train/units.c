#include "train/units.h"

#include <math.h>
#include <stdint.h>

#include "base/hot.h"

NW_HOT_FILE

NW_CLONES void nw_units_elu(float *restrict values, size_t count);
NW_CLONES void nw_units_tanh(float *restrict values, size_t count);
NW_CLONES void nw_units_logistic(float *restrict values, size_t count);
NW_CLONES void nw_units_clip(float *restrict values, size_t count, float most);
NW_CLONES void nw_units_slopes(int unit, float *restrict signal, const float *restrict values, size_t count);

/* e^t - 1 for -87 <= t <= 88: t = n ln 2 + r, and 2^n (e^r - 1) + (2^n - 1) loses nothing near 0, where n = 0. */
static inline __attribute__((always_inline)) float less_one(float t)
{
    const float shift = 0x1.8p23F; /* adding it rounds to an integer, which then stands in the last bits */
    union {
        float value;
        int32_t bits;
    } rounded, power;
    rounded.value = t * 0x1.715476p+0F + shift;
    float n = rounded.value - shift;
    float r = (t - n * 0x1.62e4p-1F) - n * 0x1.7f7d1cp-20F;
    float tail = 1.0F / 720 + r * (1.0F / 5040);
    tail = 1.0F / 120 + r * tail;
    tail = 1.0F / 24 + r * tail;
    tail = 1.0F / 6 + r * tail;
    tail = 0.5F + r * tail;
    float small = r + r * r * tail;
    power.bits = (int32_t)((uint32_t)(rounded.bits + 127) << 23);
    return power.value * small + (power.value - 1);
}

void nw_units_elu(float *restrict values, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        float t = values[i], low = t < -87 ? -87 : t;
        float below = less_one(low > 0 ? 0 : low);
        values[i] = t > 0 ? t : below;
    }
}

void nw_units_tanh(float *restrict values, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        float t = values[i], size = fabsf(t);
        float e = less_one(2 * (size > 20 ? 20 : size));
        values[i] = copysignf(e / (e + 2), t);
    }
}

void nw_units_logistic(float *restrict values, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        float t = values[i];
        t = t < -87 ? -87 : t;
        t = t > 87 ? 87 : t;
        values[i] = 1 / (2 + less_one(-t));
    }
}

void nw_units_clip(float *restrict values, size_t count, float most)
{
    for (size_t i = 0; i < count; i++) {
        float positive = values[i] < 0 ? 0 : values[i];
        values[i] = positive > most ? most : positive;
    }
}

void nw_units_apply(nw_activation unit, float *values, size_t count)
{
    switch (unit) {
    case NW_TANH:
        nw_units_tanh(values, count);
        break;
    case NW_LOGISTIC:
        nw_units_logistic(values, count);
        break;
    case NW_ARCTAN:
        for (size_t i = 0; i < count; i++)
            values[i] = atanf(values[i]);
        break;
    case NW_CRELU:
        nw_units_clip(values, count, 1);
        break;
    case NW_RELU:
        nw_units_clip(values, count, INFINITY);
        break;
    case NW_ELU:
        nw_units_elu(values, count);
        break;
    case NW_IDENTITY:
    case NW_ACTIVATION_COUNT:
        break;
    }
}

void nw_units_slopes(int unit, float *restrict signal, const float *restrict values, size_t count)
{
    switch (unit) {
    case NW_TANH:
        for (size_t i = 0; i < count; i++)
            signal[i] *= (1 - values[i]) * (1 + values[i]);
        break;
    case NW_LOGISTIC:
        for (size_t i = 0; i < count; i++)
            signal[i] *= values[i] * (1 - values[i]);
        break;
    case NW_CRELU:
        for (size_t i = 0; i < count; i++)
            signal[i] *= ((values[i] > 0) & (values[i] < 1)) != 0 ? 1.0F : 0.0F;
        break;
    case NW_RELU:
        for (size_t i = 0; i < count; i++)
            signal[i] = values[i] > 0 ? signal[i] : 0.0F;
        break;
    case NW_ELU:
        for (size_t i = 0; i < count; i++)
            signal[i] *= values[i] < 0 ? values[i] + 1 : 1.0F;
        break;
    default: /* the identity */
        break;
    }
}

void nw_units_times_slope(nw_activation unit, float *signal, const float *values, size_t count)
{
    if (unit != NW_ARCTAN) {
        nw_units_slopes((int)unit, signal, values, count);
        return;
    }
    for (size_t i = 0; i < count; i++) { /* 1 / (1 + tan^2) = cos^2 */
        float slope = cosf(values[i]);
        signal[i] *= slope * slope;
    }
}
