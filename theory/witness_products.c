/* Product families whose univariate inequalities are classical: smoothstep, trigonometric, polynomial. */
#include "perfect_spline.h"
#include "witness_parts.h"

void nw_truncated_power(arb_ptr c, arb_srcptr b, slong r, slong n, slong prec)
{
    _arb_poly_pow_ui_trunc_binexp(c, b, r + 1, (ulong)n, r + 1, prec);
}

void nw_truncated_power_exact(arb_ptr c, fmpz_t divisor, const fmpq_poly_t b, slong r, slong n)
{
    fmpq_poly_t power;
    fmpz_t coefficient;
    fmpq_poly_init(power);
    fmpz_init(coefficient);
    fmpq_poly_pow_trunc(power, b, (ulong)n, r + 1);
    fmpz_set(divisor, fmpq_poly_denref(power));
    for (slong j = 0; j <= r; j++) {
        fmpz_zero(coefficient);
        if (j < fmpq_poly_length(power))
            fmpz_set(coefficient, fmpq_poly_numref(power) + j);
        arb_set_fmpz(c + j, coefficient);
    }
    fmpq_poly_clear(power);
    fmpz_clear(coefficient);
}

static void smoothstep_polynomial(arb_ptr c, fmpz_t divisor, slong r, slong n, nw_context *context, slong prec)
{
    arb_srcptr sigma = nw_smoothstep_norms_cached(context, r, prec);
    arb_ptr b = _arb_vec_init(r + 1);
    arb_one(b);
    for (slong j = 1; j <= r; j++) /* B_j = 2 sigma_j (M/2)^j */
        arb_mul_2exp_si(b + j, sigma + j - 1, 1 - j);
    nw_truncated_power(c, b, r, n, prec);
    fmpz_one(divisor);
    _arb_vec_clear(b, r + 1);
}

static void trigonometric_polynomial(arb_ptr c, fmpz_t divisor, slong r, slong n, nw_context *context, slong prec)
{
    (void)context;
    arb_ptr b = _arb_vec_init(r + 1);
    arb_const_pi(b + 1, prec);
    _arb_vec_set_powers(b, b + 1, r + 1, prec); /* B_j = (pi M)^j */
    nw_truncated_power(c, b, r, n, prec);
    fmpz_one(divisor);
    _arb_vec_clear(b, r + 1);
}

/* B_j = T_M^(j)(1) = prod_{i<j} (M^2 - i^2)/(2i + 1) */
static void polynomial_integer(fmpz_t c, slong scale, slong r, slong n)
{
    fmpz_poly_t b;
    fmpz_t value;
    fmpz_poly_init(b);
    fmpz_init_set_ui(value, 1);
    for (slong j = 0; j <= r; j++) {
        fmpz_poly_set_coeff_fmpz(b, j, value);
        fmpz_mul_si(value, value, (scale - j) * (scale + j));
        fmpz_divexact_si(value, value, 2 * j + 1);
    }
    fmpz_poly_pow_trunc(b, b, (ulong)n, r + 1);
    fmpz_one(value);
    fmpz_poly_evaluate_fmpz(c, b, value);
    fmpz_poly_clear(b);
    fmpz_clear(value);
}

const nw_witness nw_witness_smoothstep = {
    .name = "smoothstep",
    .points = 1,
    .sign_patterns = true,
    .holds_constants = true,
    .polynomial = smoothstep_polynomial,
    .definition = "values on a grid of M intervals per axis, joined by the perfect smoothstep of order r",
    .proof = "Between two nodes a member is v + (v' - v) S, S the perfect smoothstep with 0 <= S <= 1 and derivatives "
             "1..r-1 zero at both ends, so ||f|| = max |v| and ||f^(j)|| <= 2 ||f|| ||S^(j)|| (M/2)^j. The norms of S are "
             "enclosed from its extrema.",
};

const nw_witness nw_witness_trigonometric = {
    .name = "trigonometric",
    .points = 2,
    .holds_constants = true,
    .polynomial = trigonometric_polynomial,
    .definition = "trigonometric polynomials of degree <= M and period 2 in each variable",
    .proof = "Bernstein's inequality, ||f'|| <= pi M ||f||, as [-1,1] is a period.",
};

const nw_witness nw_witness_polynomial = {
    .name = "polynomial",
    .least_order = 2,
    .points = 1,
    .holds_constants = true,
    .integer = polynomial_integer,
    .definition = "algebraic polynomials of degree <= M in each variable, for small M",
    .proof = "V. A. Markov's inequality: ||p^(j)|| <= T_M^(j)(1) ||p|| on [-1,1], T_M the Chebyshev polynomial; "
             "T_M^(j)(1) is the product of (M^2 - i^2)/(2i + 1) over i < j. It grows like M^(2j), so that the family wins "
             "at small scales only, and scales above 2r are not tried.",
};
