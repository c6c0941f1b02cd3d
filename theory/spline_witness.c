/* Splines of degree r on the knots of a perfect spline: the families whose Bernstein constants are exact. */
#include "witness_parts.h"

/* ---- uniform knots, reflected at the ends ---- */

/* The zigzag numbers A_0..A_r: 1, 1, 1, 2, 5, 16, ..; sec x + tan x = sum A_j x^j / j!.  A_{j+1} is the last partial sum
 * of the row before (Seidel's triangle). */
static void zigzag_numbers(fmpz *a, slong r)
{
    fmpz *row = _fmpz_vec_init(r + 2), *next = _fmpz_vec_init(r + 2);
    fmpz_one(row);
    for (slong k = 0; k <= r; k++) { /* row holds k+1 numbers, A_k the last */
        fmpz_set(a + k, row + k);
        fmpz_zero(next);
        for (slong i = 0; i <= k; i++) /* the next row adds up this one from its end */
            fmpz_add(next + i + 1, next + i, row + k - i);
        fmpz *swap = row;
        row = next;
        next = swap;
    }
    _fmpz_vec_clear(row, r + 2);
    _fmpz_vec_clear(next, r + 2);
}

/* B_j = K_{r-j}/K_r (pi M/2)^j with Favard's K_j = A_j (pi/2)^j / j!, hence B_j = r!/(r-j)! A_{r-j}/A_r M^j. */
static void spline_polynomial(arb_ptr c, fmpz_t divisor, slong r, slong n, nw_context *context, slong prec)
{
    (void)context;
    (void)prec;
    fmpz *zigzag = _fmpz_vec_init(r + 1);
    fmpz_t falling;
    fmpq_poly_t b;
    fmpq_t value;
    fmpz_init_set_ui(falling, 1);
    fmpq_poly_init(b);
    fmpq_init(value);
    zigzag_numbers(zigzag, r);
    for (slong j = 0; j <= r; j++) {
        fmpz_mul(fmpq_numref(value), falling, zigzag + r - j);
        fmpz_set(fmpq_denref(value), zigzag + r);
        fmpq_canonicalise(value);
        fmpq_poly_set_coeff_fmpq(b, j, value);
        fmpz_mul_si(falling, falling, r - j);
    }
    nw_truncated_power_exact(c, divisor, b, r, n);
    _fmpz_vec_clear(zigzag, r + 1);
    fmpz_clear(falling);
    fmpq_poly_clear(b);
    fmpq_clear(value);
}

/* ---- free ends, r = 2, n = 1 ---- */

/* C = 1 + 2 sqrt(2) y + 2 y^2 at y = M - 2 + sqrt(2), which is (17 - 12 sqrt 2) + (6 sqrt 2 - 8) M + 2 M^2. */
static void spline_free_polynomial(arb_ptr c, fmpz_t divisor, slong r, slong n, nw_context *context, slong prec)
{
    (void)r;
    (void)n;
    (void)context;
    arb_t root;
    arb_init(root);
    arb_sqrt_ui(root, 2, prec + 16);
    arb_mul_si(c, root, -12, prec + 16);
    arb_add_ui(c, c, 17, prec);
    arb_mul_ui(c + 1, root, 6, prec + 16);
    arb_sub_ui(c + 1, c + 1, 8, prec);
    arb_set_ui(c + 2, 2);
    fmpz_one(divisor);
    arb_clear(root);
}

const nw_witness nw_witness_spline = {
    .name = "spline",
    .points = 1,
    .holds_constants = true,
    .polynomial = spline_polynomial,
    .definition = "splines of degree r with M uniform steps per axis, reflected evenly at the ends",
    .proof =
        "Reflected at the ends a member s is a spline of period 4 with 2M uniform simple knots at distance h = 2/M (M "
        "+ 1 B-splines, symmetrised, centred at the nodes, span them). Let E be the Euler spline on these knots: "
        "|E^(r)| = 1 with a sign change at each knot, ||E^(j)|| = K_{r-j} (h/pi)^(r-j), K Favard's constants; it "
        "takes +-||E|| alternately at 2M points of the period. Suppose ||s|| < ||E|| and s^(r) = E^(r) on a piece, as "
        "scaling and the sign of E would arrange if ||s^(r)||/||s|| > 1/||E||. Then E - s has the sign of E at the 2M "
        "points, so it changes sign 2M times around the period, and so does each derivative (Rolle). But the r-th is "
        "constant on each of 2M pieces and 0 on one. So ||s^(r)|| <= ||s||/||E||, and Kolmogorov's inequality on the "
        "line gives ||s^(j)|| <= (||E^(j)||/||E||) ||s||: B_j = K_{r-j}/K_r (pi M/2)^j, a rational multiple of M^j; "
        "for r = 1, 2 it is that of smoothstep. No sign patterns: the values at M + 1 points may be prescribed, but a "
        "member that takes +-A there can be larger in between.",
};

const nw_witness nw_witness_spline_free = {
    .name = "spline-free",
    .least_order = 2,
    .greatest_order = 2,
    .greatest_inputs = 1,
    .points = 1,
    .holds_constants = true,
    .polynomial = spline_free_polynomial,
    .definition = "quadratic splines on [-1,1] with the M-2 knots of the best perfect spline with free ends",
    .proof =
        "For M >= 2 put y = M - 2 + sqrt(2), h = 2/y; let E be the perfect spline with |E''| = 1 whose M-3 inner "
        "pieces have length h and whose two end pieces have length h (1 + sqrt 2)/2, ending where E = -+||E|| again "
        "(M = 2: one piece of length h sqrt 2): ||E|| = h^2/8, taken with alternating signs at M+1 points, the ends "
        "among them. A spline s on these knots (dimension M+1) with ||s|| < ||E|| and s'' = E'' on a piece would make "
        "E - s change sign M times, its second derivative M-2 times; but it is constant on M-1 pieces and 0 on one. "
        "So ||s''|| <= 2 y^2 ||s||. For ||f|| <= 1, ||f''|| <= 2 y^2 and an interval I of length l = sqrt(2)/y <= 2 "
        "around x, |f'(x)| <= 2/l + y^2 l = 2 sqrt(2) y: the mean of f' over I is at most 2/l, and f'(x) differs from "
        "it by at most 2 y^2 l/2 (Landau). This is attained by E at the ends. M = 1: linear functions, ||f'|| <= "
        "||f||, far below. 1/(2 y^2) at M = N is the exact N-width of ||f''|| <= 1.",
};
