#include "feasible.h"

#include "rational.h"

void nw_variation_factor(fmpq_t t, slong layers, nw_activation activation)
{
    /* One layer is linear.  In one hidden layer of ReLU each z' is constant and is cut at most once; everywhere else TV(q')
     * + |q'(-1)| + |q'(1)| <= 2 C(q), whatever the depth. */
    fmpq_set_si(t, layers < 2 ? 0 : layers == 2 && activation == NW_RELU ? 1 : 2, 1);
}

/* f(M+1) > f(M) for f(M) = M (M-1) (1/(1+M) - eps), that is 1 - 2/((M+1)(M+2)) - 2 eps M > 0. */
static bool still_rises(const fmpz_t m, const fmpq_t eps)
{
    fmpz_t a, b;
    fmpq_t slope, share;
    fmpz_init(a);
    fmpz_init(b);
    fmpq_init(slope);
    fmpq_init(share);
    fmpz_add_ui(a, m, 1);
    fmpz_add_ui(b, m, 2);
    fmpz_mul(a, a, b);
    fmpz_set_ui(b, 2);
    fmpq_set_fmpz_frac(share, b, a);
    fmpq_one(slope);
    fmpq_sub(slope, slope, share);
    fmpz_mul_ui(b, m, 2);
    fmpq_mul_fmpz(share, eps, b);
    fmpq_sub(slope, slope, share);
    bool rises = fmpq_sgn(slope) > 0;
    fmpz_clear(a);
    fmpz_clear(b);
    fmpq_clear(slope);
    fmpq_clear(share);
    return rises;
}

void nw_l2_least(fmpq_t l2min, fmpz_t argmax, const fmpq_t eps, slong layers, nw_activation activation)
{
    /* The slope above is concave in M and 0 at M = 0, so f rises and then falls: the maximum is one past the last M
     * where it rises.  That M is at most 1/(2 eps), and within a step or two of it. */
    fmpz_t m, product;
    fmpq_t value, t;
    fmpz_init(m);
    fmpz_init(product);
    fmpq_init(value);
    fmpq_init(t);
    fmpz_mul_ui(product, fmpq_numref(eps), 2);
    fmpz_fdiv_q(m, fmpq_denref(eps), product);
    while (fmpz_sgn(m) > 0 && !still_rises(m, eps))
        fmpz_sub_ui(m, m, 1);
    fmpz_add_ui(m, m, 1);

    fmpz_add_ui(product, m, 1);
    fmpq_set_fmpz(value, product);
    fmpq_inv(value, value);
    fmpq_sub(value, value, eps);
    fmpz_sub_ui(product, m, 1);
    fmpz_mul(product, product, m);
    fmpz_mul_2exp(product, product, 1);
    fmpq_mul_fmpz(value, value, product);
    if (fmpq_sgn(value) < 0)
        fmpq_zero(value);
    nw_variation_factor(t, layers, activation);
    fmpq_div(l2min, value, t);
    if (argmax != NULL)
        fmpz_set(argmax, m);
    fmpz_clear(m);
    fmpz_clear(product);
    fmpq_clear(value);
    fmpq_clear(t);
}

void nw_l2_choose(fmpq_t l2, nw_result *result, const nw_setting *setting, const fmpq_t factor)
{
    fmpq_t l2min, product;
    fmpq_init(l2min);
    fmpq_init(product);
    nw_l2_least(l2min, NULL, nw_setting_rational(setting, NW_EPS), nw_setting_integer(setting, NW_LAYERS),
                (nw_activation)nw_setting_choice(setting, NW_ACTIVATION));
    bool choose = nw_setting_choice(setting, NW_L2) == 0;
    if (choose) {
        fmpq_div(l2, l2min, factor);
        if (fmpq_cmp_ui(l2, 1) < 0)
            fmpq_one(l2);
    } else {
        fmpq_set(l2, nw_setting_rational(setting, NW_L2));
    }
    fmpq_mul(product, l2, factor);
    result->feasible = fmpq_cmp(product, l2min) >= 0;
    nw_result_detail_rational(result, "l2", l2);
    nw_result_detail_rational(result, "l2min", l2min);
    if (!result->feasible)
        nw_result_note(result, "infeasible: no q of this depth and spectral complexity reaches eps (theorem 2: C(q) <= l2 "
                               "< l2min; theorem 3: c l2 < l2min), so with that hypothesis the class is empty");
    fmpq_clear(l2min);
    fmpq_clear(product);
}
