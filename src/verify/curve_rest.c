#include "verify/curve_rest.h"

void nw_curve_lagrange(mag_t rest, const mag_t coefficient, const mag_t reach, int degree)
{
    mag_t power;
    mag_init(power);
    mag_pow_ui(power, reach, (ulong)degree + 1);
    mag_mul(rest, coefficient, power);
    mag_clear(power);
}

void nw_curve_best_degree(arb_ptr k, mag_t rest, mag_srcptr bound, int least, const mag_t reach, int degree)
{
    mag_t left;
    int best = degree;
    mag_init(left);
    nw_curve_lagrange(rest, bound + degree, reach, degree);
    for (int p = degree - 1; p >= least; p--) {
        nw_curve_lagrange(left, bound + p, reach, p);
        if (mag_cmp(left, rest) < 0) {
            mag_set(rest, left);
            best = p;
        }
    }
    for (int i = best + 1; i <= degree; i++)
        arb_zero(k + i);
    mag_clear(left);
}

void nw_curve_prefer_constant(arb_ptr k, mag_t rest, const arb_t values, int degree, slong prec)
{
    if (mag_cmp(arb_radref(values), rest) >= 0)
        return;
    arb_get_mid_arb(k, values);
    arb_set_round(k, k, prec);
    mag_set(rest, arb_radref(values));
    for (int i = 1; i <= degree; i++)
        arb_zero(k + i);
}

void nw_curve_least_size(mag_t least, const arb_t z, const mag_t reach)
{
    arb_get_mag_lower(least, z);
    mag_sub_lower(least, least, reach);
}
