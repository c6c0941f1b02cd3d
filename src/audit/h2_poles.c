#include "audit/h2_poles.h"

enum { TERMS = 8 };

/* g at its pole + w, as top(w)/bottom(w), power series with rational coefficients.  With the pole p:
 * tanh(p + w) = coth w = cosh w / sinh w;  logistic(p + w) = 1/(1 - e^-w);
 * 1/(1 + (i + i v)^2) = 1/((1 + i (i + i v))(1 - i (i + i v))) = 1/((-v)(2 + v)), v = w/i: the order is that in w. */
static bool pole_quotient(fmpq_poly_t top, fmpq_poly_t bottom, const nw_unit *unit)
{
    fmpq_poly_t w;
    fmpq_poly_init(w);
    fmpq_poly_set_coeff_si(w, 1, 1);
    bool known = true;
    fmpq_poly_one(top);
    if (unit == &nw_unit_tanh) {
        fmpq_poly_cosh_series(top, w, TERMS);
        fmpq_poly_sinh_series(bottom, w, TERMS);
    } else if (unit == &nw_unit_logistic) {
        fmpq_poly_neg(w, w);
        fmpq_poly_exp_series(bottom, w, TERMS);
        fmpq_poly_neg(bottom, bottom);
        fmpq_poly_set_coeff_si(bottom, 0, 0); /* 1 - 1 */
    } else if (unit == &nw_unit_arctan) {
        fmpq_poly_set_coeff_si(bottom, 1, -2);
        fmpq_poly_set_coeff_si(bottom, 2, -1);
    } else {
        known = false;
    }
    fmpq_poly_clear(w);
    return known;
}

/* The order of vanishing at 0. */
static int valuation(const fmpq_poly_t series)
{
    fmpq_t c;
    fmpq_init(c);
    int order = 0;
    while (order < TERMS) {
        fmpq_poly_get_coeff_fmpq(c, series, order);
        if (!fmpq_is_zero(c))
            break;
        order++;
    }
    fmpq_clear(c);
    return order;
}

/* The order of the pole of top/bottom, and the coefficient in front of it. */
static int pole_of(fmpq_t coefficient, const fmpq_poly_t top, const fmpq_poly_t bottom)
{
    fmpq_t divisor;
    fmpq_init(divisor);
    int zero = valuation(top), pole = valuation(bottom);
    fmpq_poly_get_coeff_fmpq(coefficient, top, zero);
    fmpq_poly_get_coeff_fmpq(divisor, bottom, pole);
    fmpq_div(coefficient, coefficient, divisor);
    fmpq_clear(divisor);
    return pole - zero;
}

bool nw_unit_pole(int *order, int *derivative_order, fmpq_t coefficient, const nw_unit *unit)
{
    fmpq_poly_t top, bottom, slope, other;
    fmpq_poly_init(top);
    fmpq_poly_init(bottom);
    fmpq_poly_init(slope);
    fmpq_poly_init(other);
    bool known = pole_quotient(top, bottom, unit);
    if (known) {
        *order = pole_of(coefficient, top, bottom);
        /* (top' bottom - top bottom')/bottom^2 */
        fmpq_poly_derivative(slope, top);
        fmpq_poly_mullow(slope, slope, bottom, TERMS - 1);
        fmpq_poly_derivative(other, bottom);
        fmpq_poly_mullow(other, other, top, TERMS - 1);
        fmpq_poly_sub(slope, slope, other);
        fmpq_poly_mullow(bottom, bottom, bottom, TERMS);
        *derivative_order = pole_of(coefficient, slope, bottom);
    }
    fmpq_poly_clear(top);
    fmpq_poly_clear(bottom);
    fmpq_poly_clear(slope);
    fmpq_poly_clear(other);
    return known;
}
