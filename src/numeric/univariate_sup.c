#include "numeric/spline.h"
#include "numeric/univariate.h"

static void set_root(arb_t sup, ulong top, ulong bottom, ulong under_root, slong prec)
{
    arb_sqrt_ui(sup, under_root, prec + 16);
    arb_mul_ui(sup, sup, top, prec + 16);
    arb_div_ui(sup, sup, bottom, prec);
}

/* tanh' = 1 - y^2, tanh'' = -2 y (1 - y^2), tanh''' = -2 (1 - y^2)(1 - 3 y^2) with y = tanh t in (-1, 1): greatest at
 * y = 0, 1/sqrt 3, 0. */
static bool sup_tanh(arb_t sup, int j, slong prec)
{
    if (j == 2)
        set_root(sup, 4, 9, 3, prec);
    else
        arb_set_si(sup, j == 3 ? 2 : 1);
    return true;
}

/* 1/2 + tanh(t/2)/2. */
static bool sup_logistic(arb_t sup, int j, slong prec)
{
    sup_tanh(sup, j, prec);
    if (j > 0)
        arb_mul_2exp_si(sup, sup, -1 - j);
    return true;
}

/* f^(n) = (n-1)! cos^n a sin(n (a + pi/2)), a = arctan t: cos^2 a; cos^2 a sin 2a, greatest at a = pi/6; cos^3 a cos 3a
 * times 2, greatest at 0. */
static bool sup_arctan(arb_t sup, int j, slong prec)
{
    if (j == 0) {
        arb_const_pi(sup, prec);
        arb_mul_2exp_si(sup, sup, -1);
    } else if (j == 2) {
        set_root(sup, 3, 8, 3, prec);
    } else {
        arb_set_si(sup, j == 1 ? 1 : 2);
    }
    return true;
}

/* t^n has a constant n-th derivative n!, and higher ones vanish. */
static bool sup_power(arb_t sup, int order, int j, slong prec)
{
    if (j < order)
        return false;
    if (j == order)
        arb_fac_ui(sup, (ulong)order, prec);
    else
        arb_zero(sup);
    return true;
}

/* Bounded from order `first` to `last` with supremum 1. */
static bool sup_one(arb_t sup, int j, int first, int last)
{
    if (j < first || j > last)
        return false;
    arb_one(sup);
    return true;
}

bool nw_univariate_sup(arb_t sup, const nw_univariate *f, int j, slong prec)
{
    if (j < 0 || j > 3)
        return false;
    switch (f->function) {
    case NW_FUNCTION_TANH:
        return sup_tanh(sup, j, prec);
    case NW_FUNCTION_LOGISTIC:
        return sup_logistic(sup, j, prec);
    case NW_FUNCTION_ARCTAN:
        return sup_arctan(sup, j, prec);
    case NW_FUNCTION_CRELU:
        return sup_one(sup, j, 0, 1);
    case NW_FUNCTION_RELU:
    case NW_FUNCTION_ABS:
        return sup_one(sup, j, 1, 1);
    case NW_FUNCTION_ELU:
        return sup_one(sup, j, 1, 2); /* the second derivative jumps by 1 at 0 */
    case NW_FUNCTION_IDENTITY:
        return sup_power(sup, 1, j, prec);
    case NW_FUNCTION_SIN:
    case NW_FUNCTION_COS:
        return sup_one(sup, j, 0, 3);
    case NW_FUNCTION_POWER:
        return sup_power(sup, f->order, j, prec);
    case NW_FUNCTION_BUMP:
    case NW_FUNCTION_STEP:
        return nw_spline_sup(sup, f, j, prec);
    default:
        return false; /* exp and 1/t have no finite suprema */
    }
}

size_t nw_univariate_breaks(double *breaks, const nw_univariate *f)
{
    switch (f->function) {
    case NW_FUNCTION_CRELU:
        breaks[0] = 0;
        breaks[1] = 1;
        return 2;
    case NW_FUNCTION_RELU:
    case NW_FUNCTION_ABS:
    case NW_FUNCTION_ELU:
        breaks[0] = 0;
        return 1;
    case NW_FUNCTION_BUMP:
    case NW_FUNCTION_STEP:
        return nw_spline_breaks(breaks, f);
    default:
        return 0;
    }
}
