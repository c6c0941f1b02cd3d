/* The loops over the kernels.  Every function is one loop, so that the compiler can vectorise it for each generation of
 * processors; the one-argument functions run the same code once. */
#include "numeric/elementary.h"

#include "base/hot.h"
#include "numeric/elementary_kernels.h"

NW_CLONES
void nw_vec_tanh(size_t n, const double *x, double *y)
{
    NW_NO_OVERLAP
    for (size_t i = 0; i < n; i++)
        y[i] = nw_tanh_kernel(x[i]);
}

NW_CLONES
void nw_vec_logistic(size_t n, const double *x, double *y)
{
    NW_NO_OVERLAP
    for (size_t i = 0; i < n; i++)
        y[i] = nw_logistic_kernel(x[i]);
}

NW_CLONES
void nw_vec_arctan(size_t n, const double *x, double *y)
{
    NW_NO_OVERLAP
    for (size_t i = 0; i < n; i++)
        y[i] = nw_arctan_kernel(x[i]);
}

NW_CLONES
void nw_vec_elu(size_t n, const double *x, double *y)
{
    NW_NO_OVERLAP
    for (size_t i = 0; i < n; i++)
        y[i] = nw_elu_kernel(x[i]);
}

NW_CLONES
void nw_vec_exp(size_t n, const double *x, double *y)
{
    NW_NO_OVERLAP
    for (size_t i = 0; i < n; i++)
        y[i] = nw_exp_kernel(x[i]);
}

NW_CLONES
void nw_vec_sin(size_t n, const double *x, double *y)
{
    NW_NO_OVERLAP
    for (size_t i = 0; i < n; i++)
        y[i] = nw_sin_kernel(x[i], 0);
}

NW_CLONES
void nw_vec_cos(size_t n, const double *x, double *y)
{
    NW_NO_OVERLAP
    for (size_t i = 0; i < n; i++)
        y[i] = nw_sin_kernel(x[i], 1);
}

double nw_tanh(double x)
{
    return nw_tanh_kernel(x);
}

double nw_logistic(double x)
{
    return nw_logistic_kernel(x);
}

double nw_arctan(double x)
{
    return nw_arctan_kernel(x);
}

double nw_elu(double x)
{
    return nw_elu_kernel(x);
}

double nw_exp(double x)
{
    return nw_exp_kernel(x);
}

double nw_sin(double x)
{
    return nw_sin_kernel(x, 0);
}

double nw_cos(double x)
{
    return nw_sin_kernel(x, 1);
}
