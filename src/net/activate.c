/* Activations and their derivatives over arrays. */
#include "base/hot.h"
#include "net/kernels.h"
#include "numeric/elementary.h"

NW_HOT_FILE

NW_CLONES void nw_net_relu(size_t n, double *restrict values);
NW_CLONES void nw_net_crelu(size_t n, double *restrict values);
NW_CLONES void nw_net_arctan_slopes(size_t n, double *restrict slopes, const double *restrict t);
NW_CLONES void nw_net_times_slope(int activation, size_t n, double *restrict delta, const double *restrict values);
NW_CLONES void nw_net_times(size_t n, double *restrict delta, const double *restrict slopes);

/* The comparisons let NaN through. */
void nw_net_relu(size_t n, double *restrict values)
{
    for (size_t i = 0; i < n; i++)
        values[i] = values[i] < 0 ? 0 : values[i];
}

void nw_net_crelu(size_t n, double *restrict values)
{
    for (size_t i = 0; i < n; i++) {
        double positive = values[i] < 0 ? 0 : values[i];
        values[i] = positive > 1 ? 1 : positive;
    }
}

void nw_net_arctan_slopes(size_t n, double *restrict slopes, const double *restrict t)
{
    for (size_t i = 0; i < n; i++)
        slopes[i] = 1 / (1 + t[i] * t[i]);
}

bool nw_activation_keeps_slopes(nw_activation activation)
{
    return activation == NW_ARCTAN;
}

void nw_kernel_activate(nw_activation activation, size_t n, double *values, double *slopes)
{
    switch (activation) {
    case NW_TANH:
        nw_vec_tanh(n, values, values);
        break;
    case NW_LOGISTIC:
        nw_vec_logistic(n, values, values);
        break;
    case NW_ARCTAN:
        if (slopes != NULL)
            nw_net_arctan_slopes(n, slopes, values);
        nw_vec_arctan(n, values, values);
        break;
    case NW_CRELU:
        nw_net_crelu(n, values);
        break;
    case NW_RELU:
        nw_net_relu(n, values);
        break;
    case NW_ELU:
        nw_vec_elu(n, values, values);
        break;
    case NW_IDENTITY:
    case NW_ACTIVATION_COUNT:
        break;
    }
}

/* What the values tell of the derivatives: tanh' = 1 - y^2, logistic' = y (1 - y), and e^t = y + 1 where elu is below
 * zero.  The clipped units are flat where their value is 0 (or 1), which is also where t is at the kink. */
void nw_net_times_slope(int activation, size_t n, double *restrict delta, const double *restrict values)
{
    switch (activation) {
    case NW_TANH:
        for (size_t i = 0; i < n; i++)
            delta[i] *= 1 - values[i] * values[i];
        break;
    case NW_LOGISTIC:
        for (size_t i = 0; i < n; i++)
            delta[i] *= values[i] * (1 - values[i]);
        break;
    case NW_CRELU:
        for (size_t i = 0; i < n; i++)
            delta[i] *= ((values[i] > 0) & (values[i] < 1)) != 0 ? 1.0 : 0.0;
        break;
    case NW_RELU:
        for (size_t i = 0; i < n; i++)
            delta[i] *= values[i] > 0 ? 1.0 : 0.0;
        break;
    case NW_ELU:
        for (size_t i = 0; i < n; i++)
            delta[i] *= values[i] < 0 ? values[i] + 1 : 1.0;
        break;
    default: /* the identity */
        break;
    }
}

void nw_net_times(size_t n, double *restrict delta, const double *restrict slopes)
{
    for (size_t i = 0; i < n; i++)
        delta[i] *= slopes[i];
}

void nw_kernel_times_slope(nw_activation activation, size_t n, double *delta, const double *values,
                           const double *slopes)
{
    if (nw_activation_keeps_slopes(activation))
        nw_net_times(n, delta, slopes);
    else
        nw_net_times_slope((int)activation, n, delta, values);
}
