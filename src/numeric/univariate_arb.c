#include "numeric/univariate.h"

#include "numeric/spline.h"
#include "numeric/taylor_expand.h"

static void relu(arb_t y, const arb_t x, slong prec)
{
    if (arb_is_nonnegative(x))
        arb_set_round(y, x, prec);
    else
        arb_zero(y);
}

static void clipped_relu(arb_t y, const arb_t x, slong prec)
{
    relu(y, x, prec);
    if (arf_cmp_si(arb_midref(y), 1) > 0)
        arb_one(y);
}

static void elu(arb_t y, const arb_t x, slong prec)
{
    if (arb_is_nonnegative(x))
        arb_set_round(y, x, prec);
    else
        arb_expm1(y, x, prec);
}

void nw_rising_arb(arb_t value, void (*f)(arb_t y, const arb_t x, slong prec), const arb_t t, slong prec)
{
    if (arb_is_exact(t)) {
        f(value, t, prec);
        return;
    }
    arb_t low, high;
    arb_init(low);
    arb_init(high);
    arb_get_lbound_arf(arb_midref(low), t, prec);
    arb_get_ubound_arf(arb_midref(high), t, prec);
    f(low, low, prec);
    f(high, high, prec);
    arb_union(value, low, high, prec);
    arb_clear(low);
    arb_clear(high);
}

void nw_univariate_arb(arb_t value, const nw_univariate *f, const arb_t t, slong prec)
{
    slong work = prec + 16;
    if (!arb_is_finite(t)) {
        arb_indeterminate(value);
        return;
    }
    switch (f->function) {
    case NW_FUNCTION_TANH:
        nw_rising_arb(value, arb_tanh, t, work);
        break;
    case NW_FUNCTION_LOGISTIC:
        arb_mul_2exp_si(value, t, -1);
        nw_rising_arb(value, arb_tanh, value, work);
        arb_add_ui(value, value, 1, work);
        arb_mul_2exp_si(value, value, -1);
        break;
    case NW_FUNCTION_ARCTAN:
        nw_rising_arb(value, arb_atan, t, work);
        break;
    case NW_FUNCTION_CRELU:
        nw_rising_arb(value, clipped_relu, t, work);
        break;
    case NW_FUNCTION_RELU:
        nw_rising_arb(value, relu, t, work);
        break;
    case NW_FUNCTION_ELU:
        nw_rising_arb(value, elu, t, work);
        break;
    case NW_FUNCTION_IDENTITY:
        arb_set(value, t);
        break;
    case NW_FUNCTION_SIN:
        arb_sin(value, t, work);
        break;
    case NW_FUNCTION_COS:
        arb_cos(value, t, work);
        break;
    case NW_FUNCTION_EXP:
        nw_rising_arb(value, arb_exp, t, work);
        break;
    case NW_FUNCTION_ABS:
        arb_abs(value, t); /* a ball around 0 stays as it is */
        arb_nonnegative_part(value, value);
        break;
    case NW_FUNCTION_RECIPROCAL:
        arb_inv(value, t, work);
        break;
    case NW_FUNCTION_POWER:
        arb_pow_ui(value, t, (ulong)f->order, work);
        break;
    case NW_FUNCTION_BUMP:
    case NW_FUNCTION_STEP:
        nw_spline_arb(value, f, t, work);
        break;
    default:
        arb_indeterminate(value);
        break;
    }
    arb_set_round(value, value, prec);
}
