#include "audit/witnesses_space.h"

/* ---- building ---- */

static void pieces_init(nw_bernstein *space, slong pieces, slong degree, slong dimension)
{
    space->pieces = pieces;
    space->degree = degree;
    space->dimension = dimension;
    space->length = _arb_vec_init(pieces);
    space->c = _arb_vec_init(dimension * pieces * (degree + 1));
}

void nw_bernstein_clear(nw_bernstein *space)
{
    _arb_vec_clear(space->length, space->pieces);
    _arb_vec_clear(space->c, space->dimension * space->pieces * (space->degree + 1));
}

/* sum a_k w^k = sum b_i binom(d,i) w^i (1-w)^(d-i): b_i = sum_{k<=i} binom(i,k)/binom(d,k) a_k; a and b may be one. */
static void monomials_to_bernstein(arb_ptr b, slong degree)
{
    for (slong k = 1; k <= degree; k++) {
        arb_t binomial;
        arb_init(binomial);
        arb_bin_uiui(binomial, (ulong)degree, (ulong)k, NW_MEMBER_BITS);
        arb_div(b + k, b + k, binomial, NW_MEMBER_BITS);
        arb_clear(binomial);
    }
    /* Sums with binomial weights are repeated differences undone. */
    for (slong round = degree - 1; round >= 0; round--)
        for (slong i = round + 1; i <= degree; i++)
            arb_add(b + i, b + i, b + i - 1, NW_MEMBER_BITS);
}

/* ---- smoothstep ---- */

/* The pieces of S between its knots: monomials in w of piece i at a + i (r + 1), and the lengths. */
static void smoothstep_monomials(arb_ptr a, arb_ptr length, slong r)
{
    arb_ptr knots = _arb_vec_init(r + 1), state = _arb_vec_init(r + 1);
    arb_t height, term, power;
    fmpq_t angle;
    arb_init(height);
    arb_init(term);
    arb_init(power);
    fmpq_init(angle);
    for (slong i = 0; i <= r; i++) { /* (1 - cos(i pi/r))/2 */
        fmpq_set_si(angle, i, (ulong)r);
        arb_cos_pi_fmpq(knots + i, angle, NW_MEMBER_BITS);
        arb_sub_ui(knots + i, knots + i, 1, NW_MEMBER_BITS);
        arb_mul_2exp_si(knots + i, knots + i, -1);
        arb_neg(knots + i, knots + i);
    }
    arb_fac_ui(height, (ulong)(r - 1), NW_MEMBER_BITS);
    arb_mul_2exp_si(height, height, 2 * (r - 1));
    for (slong i = 0; i < r; i++) {
        arb_ptr piece = a + i * (r + 1);
        arb_sub(length + i, knots + i + 1, knots + i, NW_MEMBER_BITS);
        arb_set(state + r, height);
        arb_one(power);
        for (slong k = 0; k <= r; k++) { /* S^(k) l^k / k! */
            arb_mul(piece + k, state + k, power, NW_MEMBER_BITS);
            arb_mul(power, power, length + i, NW_MEMBER_BITS);
            arb_div_si(power, power, k + 1, NW_MEMBER_BITS);
        }
        for (slong k = 0; k < r; k++) { /* the state at the next knot */
            arb_one(power);
            arb_zero(term);
            for (slong j = k; j <= r; j++) {
                arb_addmul(term, state + j, power, NW_MEMBER_BITS);
                arb_mul(power, power, length + i, NW_MEMBER_BITS);
                arb_div_si(power, power, j - k + 1, NW_MEMBER_BITS);
            }
            arb_swap(state + k, term);
        }
        arb_neg(height, height);
    }
    _arb_vec_clear(knots, r + 1);
    _arb_vec_clear(state, r + 1);
    arb_clear(height);
    arb_clear(term);
    arb_clear(power);
    fmpq_clear(angle);
}

/* Function d has the value 1 at node d and 0 at the others. */
static void make_smoothstep(nw_bernstein *space, slong scale, slong r)
{
    pieces_init(space, scale * r, r, scale + 1);
    arb_ptr a = _arb_vec_init(r * (r + 1)), length = _arb_vec_init(r);
    smoothstep_monomials(a, length, r);
    for (slong i = 0; i < r; i++)
        monomials_to_bernstein(a + i * (r + 1), r);
    for (slong p = 0; p < scale * r; p++) {
        slong node = p / r;
        arb_mul_2exp_si(space->length + p, length + p % r, 1);
        arb_div_si(space->length + p, space->length + p, scale, NW_MEMBER_BITS);
        for (slong k = 0; k <= r; k++) {
            arb_set(nw_bernstein_piece(space, node + 1, p) + k, a + p % r * (r + 1) + k);
            arb_sub_ui(nw_bernstein_piece(space, node, p) + k, a + p % r * (r + 1) + k, 1, NW_MEMBER_BITS);
            arb_neg(nw_bernstein_piece(space, node, p) + k, nw_bernstein_piece(space, node, p) + k);
        }
    }
    _arb_vec_clear(a, r * (r + 1));
    _arb_vec_clear(length, r);
}

/* ---- spline ---- */

/* r! B on the half [from/2, (from+1)/2] of the support [0, r+1] of the cardinal B-spline, in w = 2 u - from. */
static void cardinal_monomials(fmpq_poly_t p, slong from, slong r)
{
    fmpq_poly_t line;
    fmpz_t binomial;
    fmpq_poly_init(line);
    fmpz_init(binomial);
    fmpq_poly_zero(p);
    for (slong i = 0; 2 * i <= from; i++) { /* (-1)^i binom(r+1, i) (u - i)_+^r */
        fmpq_t value;
        fmpq_init(value);
        fmpq_poly_zero(line);
        fmpq_set_si(value, from - 2 * i, 2);
        fmpq_canonicalise(value);
        fmpq_poly_set_coeff_fmpq(line, 0, value);
        fmpq_set_si(value, 1, 2);
        fmpq_poly_set_coeff_fmpq(line, 1, value);
        fmpq_poly_pow(line, line, (ulong)r);
        fmpz_bin_uiui(binomial, (ulong)(r + 1), (ulong)i);
        if (i % 2 == 1)
            fmpz_neg(binomial, binomial);
        fmpq_poly_scalar_mul_fmpz(line, line, binomial);
        fmpq_poly_add(p, p, line);
        fmpq_clear(value);
    }
    fmpq_poly_clear(line);
    fmpz_clear(binomial);
}

/* b += the Bernstein form of p. */
static void add_rational(arb_ptr b, const fmpq_poly_t p, slong degree)
{
    arb_ptr a = _arb_vec_init(degree + 1);
    fmpq_t value;
    fmpq_init(value);
    for (slong k = 0; k <= degree; k++) {
        fmpq_poly_get_coeff_fmpq(value, p, k);
        arb_set_fmpq(a + k, value, NW_MEMBER_BITS);
    }
    monomials_to_bernstein(a, degree);
    _arb_vec_add(b, b, a, degree + 1, NW_MEMBER_BITS);
    _arb_vec_clear(a, degree + 1);
    fmpq_clear(value);
}

/* Function d: the B-splines of width (r+1) h around node d and its mirror images, h = 2/M; 2M pieces of length h/2. */
static void make_spline(nw_bernstein *space, slong scale, slong r)
{
    pieces_init(space, 2 * scale, r, scale + 1);
    fmpq_poly_t p;
    fmpq_poly_init(p);
    for (slong piece = 0; piece < 2 * scale; piece++) {
        arb_set_ui(space->length + piece, 1);
        arb_div_si(space->length + piece, space->length + piece, scale, NW_MEMBER_BITS);
        /* Centre `node` stands at 2 node half-steps, its support begins r + 1 half-steps before. */
        for (slong node = -r - 2; node <= scale + r + 2; node++) {
            slong from = piece - (2 * node - (r + 1));
            if (from < 0 || from >= 2 * (r + 1))
                continue;
            slong image = node; /* reflected into 0..M */
            while (image < 0 || image > scale)
                image = image < 0 ? -image : 2 * scale - image;
            cardinal_monomials(p, from, r);
            add_rational(nw_bernstein_piece(space, image, piece), p, r);
        }
    }
    fmpq_poly_clear(p);
}

/* ---- spline-free ---- */

/* h = 2/y */
static void free_step(arb_t h, slong scale)
{
    arb_sqrt_ui(h, 2, NW_MEMBER_BITS);
    arb_add_si(h, h, scale - 2, NW_MEMBER_BITS);
    arb_ui_div(h, 2, h, NW_MEMBER_BITS);
}

/* Functions 1, x + 1, (x + 1)^2 and (x - knot)_+^2 for M - 2 knots. */
static void make_spline_free(nw_bernstein *space, slong scale)
{
    pieces_init(space, scale - 1, 2, scale + 1);
    arb_t h, start, x;
    arb_init(h);
    arb_init(start);
    arb_init(x);
    free_step(h, scale);
    arb_ptr knot = _arb_vec_init(scale);
    for (slong p = 1; p < scale - 1; p++) { /* h (1 + sqrt 2)/2 + (p - 1) h, from -1 */
        arb_sqrt_ui(x, 2, NW_MEMBER_BITS);
        arb_add_si(x, x, 2 * p - 1, NW_MEMBER_BITS);
        arb_mul_2exp_si(x, x, -1);
        arb_mul(knot + p, x, h, NW_MEMBER_BITS);
    }
    arb_set_ui(knot + scale - 1, 2);
    for (slong p = 0; p < scale - 1; p++) {
        arb_ptr length = space->length + p;
        arb_sub(length, knot + p + 1, knot + p, NW_MEMBER_BITS);
        arb_one(nw_bernstein_piece(space, 0, p));
        arb_set(nw_bernstein_piece(space, 1, p), knot + p);
        arb_set(nw_bernstein_piece(space, 1, p) + 1, length);
        for (slong d = 0; d <= p; d++) { /* (x - knot_d)^2, knot_0 = -1: from (knot_p - knot_d) on */
            arb_ptr a = nw_bernstein_piece(space, 2 + d, p);
            arb_sub(start, knot + p, knot + d, NW_MEMBER_BITS);
            arb_sqr(a, start, NW_MEMBER_BITS);
            arb_mul(a + 1, start, length, NW_MEMBER_BITS);
            arb_mul_2exp_si(a + 1, a + 1, 1);
            arb_sqr(a + 2, length, NW_MEMBER_BITS);
        }
        for (slong d = 0; d <= scale; d++)
            monomials_to_bernstein(nw_bernstein_piece(space, d, p), 2);
    }
    _arb_vec_clear(knot, scale);
    arb_clear(h);
    arb_clear(start);
    arb_clear(x);
}

bool nw_bernstein_of(nw_bernstein *space, const nw_witness *witness, slong scale, slong r)
{
    if (witness == &nw_witness_smoothstep) {
        make_smoothstep(space, scale, r);
    } else if (witness == &nw_witness_spline) {
        make_spline(space, scale, r);
    } else if (witness == &nw_witness_spline_free) {
        make_spline_free(space, scale);
    } else if (witness == &nw_witness_polynomial) {
        pieces_init(space, 1, scale, scale + 1);
        arb_set_ui(space->length, 2);
        for (slong d = 0; d <= scale; d++)
            arb_one(nw_bernstein_piece(space, d, 0) + d);
    } else {
        return false;
    }
    return true;
}

void nw_bernstein_extremal(arb_ptr coefficients, const nw_witness *witness, slong scale)
{
    for (slong d = 0; d <= scale; d++)
        arb_set_si(coefficients + d, d % 2 == 0 ? 1 : -1);
    if (witness == &nw_witness_polynomial) { /* T_M: (-1)^(M-i) binom(2M, 2i)/binom(M, i) */
        arb_t binomial;
        arb_init(binomial);
        for (slong i = 0; i <= scale; i++) {
            arb_bin_uiui(coefficients + i, (ulong)(2 * scale), (ulong)(2 * i), NW_MEMBER_BITS);
            arb_bin_uiui(binomial, (ulong)scale, (ulong)i, NW_MEMBER_BITS);
            arb_div(coefficients + i, coefficients + i, binomial, NW_MEMBER_BITS);
            if ((scale - i) % 2 == 1)
                arb_neg(coefficients + i, coefficients + i);
        }
        arb_clear(binomial);
    } else if (witness == &nw_witness_spline_free) {
        /* h^2/8 - (h/sqrt 2)(x+1) + (x+1)^2/2, then E'' = -1, 1, ..: (x - knot)_+^2 times -1, 1, .. */
        arb_t h;
        arb_init(h);
        free_step(h, scale);
        arb_sqr(coefficients, h, NW_MEMBER_BITS);
        arb_mul_2exp_si(coefficients, coefficients, -3);
        arb_sqrt_ui(coefficients + 1, 2, NW_MEMBER_BITS);
        arb_div(coefficients + 1, h, coefficients + 1, NW_MEMBER_BITS);
        arb_neg(coefficients + 1, coefficients + 1);
        arb_one(coefficients + 2);
        arb_mul_2exp_si(coefficients + 2, coefficients + 2, -1);
        for (slong d = 3; d <= scale; d++)
            arb_set_si(coefficients + d, d % 2 == 1 ? -1 : 1);
        arb_clear(h);
    }
}

/* ---- halving ---- */

void nw_bernstein_cut(arb_ptr left, arb_ptr right, arb_srcptr b, slong degree)
{
    _arb_vec_set(right, b, degree + 1);
    for (slong i = 0; i <= degree; i++) {
        arb_set(left + i, right);
        for (slong k = 0; k < degree - i; k++) {
            arb_add(right + k, right + k, right + k + 1, NW_MEMBER_BITS);
            arb_mul_2exp_si(right + k, right + k, -1);
        }
    }
}

void nw_bernstein_halve(nw_bernstein *space)
{
    nw_bernstein finer;
    pieces_init(&finer, 2 * space->pieces, space->degree, space->dimension);
    for (slong p = 0; p < space->pieces; p++) {
        arb_mul_2exp_si(finer.length + 2 * p, space->length + p, -1);
        arb_set(finer.length + 2 * p + 1, finer.length + 2 * p);
        for (slong d = 0; d < space->dimension; d++)
            nw_bernstein_cut(nw_bernstein_piece(&finer, d, 2 * p), nw_bernstein_piece(&finer, d, 2 * p + 1),
                             nw_bernstein_piece(space, d, p), space->degree);
    }
    nw_bernstein_clear(space);
    *space = finer;
}
