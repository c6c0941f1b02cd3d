#include "base/hot.h"

NW_HOT_FILE

#include "fit/units.h"

#include <math.h>

#include "fit/normal.h"
#include "numeric/elementary.h"

NW_CLONES
void nw_units_begin(double *residual, const double *y, double constant, size_t length)
{
    for (size_t i = 0; i < length; i++)
        residual[i] = constant - y[i];
}

NW_CLONES
void nw_units_affine(double *t, const double *x, size_t stride, size_t inputs, const double *weight, double bias,
                     size_t length)
{
    double w0 = weight[0];
    for (size_t i = 0; i < length; i++)
        t[i] = bias + w0 * x[i];
    for (size_t a = 1; a < inputs; a++) {
        double w = weight[a];
        const double *axis = x + a * stride;
        for (size_t i = 0; i < length; i++)
            t[i] += w * axis[i];
    }
}

/* ---- activations ---- */

NW_CLONES
static void slope_of_tanh(const double *s, double *slope, size_t length)
{
    for (size_t i = 0; i < length; i++)
        slope[i] = 1 - s[i] * s[i];
}

NW_CLONES
static void slope_of_logistic(const double *s, double *slope, size_t length)
{
    for (size_t i = 0; i < length; i++)
        slope[i] = s[i] * (1 - s[i]);
}

NW_CLONES
static void slope_of_arctan(const double *t, double *slope, size_t length)
{
    for (size_t i = 0; i < length; i++)
        slope[i] = 1 / (1 + t[i] * t[i]);
}

NW_CLONES
static void crelu(double *value, double *slope, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        double t = value[i], s = t < 0 ? 0 : t;
        value[i] = s > 1 ? 1 : s;
        slope[i] = ((t > 0) & (t < 1)) != 0 ? 1 : 0;
    }
}

NW_CLONES
static void relu(double *value, double *slope, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        double t = value[i];
        value[i] = t < 0 ? 0 : t;
        slope[i] = t > 0 ? 1 : 0;
    }
}

NW_CLONES
static void slope_of_elu(const double *s, double *slope, size_t length)
{
    for (size_t i = 0; i < length; i++)
        slope[i] = s[i] < 0 ? s[i] + 1 : 1;
}

NW_CLONES
static void ones(double *slope, size_t length)
{
    for (size_t i = 0; i < length; i++)
        slope[i] = 1;
}

void nw_units_activate(nw_activation activation, double *value, double *slope, size_t length)
{
    switch (activation) {
    case NW_TANH:
        nw_vec_tanh(length, value, value);
        slope_of_tanh(value, slope, length);
        break;
    case NW_LOGISTIC:
        nw_vec_logistic(length, value, value);
        slope_of_logistic(value, slope, length);
        break;
    case NW_ARCTAN:
        slope_of_arctan(value, slope, length);
        nw_vec_arctan(length, value, value);
        break;
    case NW_CRELU:
        crelu(value, slope, length);
        break;
    case NW_RELU:
        relu(value, slope, length);
        break;
    case NW_ELU:
        nw_vec_elu(length, value, value);
        slope_of_elu(value, slope, length);
        break;
    case NW_IDENTITY:
    case NW_ACTIVATION_COUNT:
        ones(slope, length);
        break;
    }
}

/* ---- sums and columns ---- */

NW_CLONES
void nw_units_add(double *residual, double factor, const double *value, size_t length)
{
    for (size_t i = 0; i < length; i++)
        residual[i] += factor * value[i];
}

NW_CLONES
void nw_units_gather(double *out, const double *row, const size_t *index, const double *factor, size_t length)
{
    for (size_t i = 0; i < length; i++)
        out[i] = factor[i] * row[index[i]];
}

NW_CLONES
void nw_units_column(double *out, double factor, const double *value, const double *weight, size_t length)
{
    if (value != NULL && weight != NULL)
        for (size_t i = 0; i < length; i++)
            out[i] = factor * value[i] * weight[i];
    else if (value != NULL)
        for (size_t i = 0; i < length; i++)
            out[i] = factor * value[i];
    else if (weight != NULL)
        for (size_t i = 0; i < length; i++)
            out[i] = factor * weight[i];
    else
        for (size_t i = 0; i < length; i++)
            out[i] = factor;
}

NW_CLONES
void nw_units_product(double *out, const double *a, const double *b, size_t length)
{
    for (size_t i = 0; i < length; i++)
        out[i] = a[i] * b[i];
}

/* ---- residuals ---- */

typedef double lanes __attribute__((vector_size(NW_LANES * sizeof(double)), aligned(8)));
typedef long masks __attribute__((vector_size(NW_LANES * sizeof(long))));

static inline __attribute__((always_inline)) void lanes_abs(lanes *v)
{
    *v = (lanes)((masks)*v & 0x7FFFFFFFFFFFFFFF);
}

/* *v where the mask is set, else 0 */
static inline __attribute__((always_inline)) void lanes_keep(lanes *v, const masks *mask)
{
    *v = (lanes)((masks)*v & *mask);
}

/* *v = *other where the mask is set */
static inline __attribute__((always_inline)) void lanes_take(lanes *v, const lanes *other, const masks *mask)
{
    *v = (lanes)(((masks)*v & ~*mask) | ((masks)*other & *mask));
}

/* rho^((p-2)/2): (p-2)/2 = 2^k - 1 is 1 + 2 + 4 + .., so k squarings and products do. */
NW_CLONES
nw_measure nw_units_measure(const double *residual, size_t count, double scale, unsigned p, double aim, double *weight)
{
    lanes sup = {0}, loss = {0}, excess = {0};
    unsigned doublings = 0;
    while ((2u << doublings) < p)
        doublings++;
    for (size_t from = 0; from < count; from += NW_LANES) {
        lanes size = *(const lanes *)(residual + from), root = {1, 1, 1, 1, 1, 1, 1, 1};
        lanes_abs(&size);
        for (size_t l = count - from; l < NW_LANES; l++)
            size[l] = root[l] = 0; /* the padding does not count */
        lanes over = size - aim;
        masks is_over = over > 0, is_higher = size > sup;
        lanes_keep(&over, &is_over);
        lanes_take(&sup, &size, &is_higher);
        excess += over * over;
        lanes power = size * scale, rho = power;
        for (unsigned k = 0; k < doublings; k++) {
            root *= power;
            power *= power;
        }
        loss += root * rho * (root * rho);
        if (weight != NULL)
            *(lanes *)(weight + from) = root;
    }
    nw_measure measure = {0};
    for (size_t l = 0; l < NW_LANES; l++) {
        measure.sup = sup[l] > measure.sup ? sup[l] : measure.sup;
        measure.loss += loss[l];
        measure.excess += excess[l];
    }
    return measure;
}

double nw_units_peak(const double *residual, size_t count, size_t *where)
{
    *where = 0;
    for (size_t i = 1; i < count; i++)
        if (fabs(residual[i]) > fabs(residual[*where]))
            *where = i;
    return fabs(residual[*where]);
}
