#include "check_model.h"

#include <check.h>
#include <stdlib.h>

slong model_distance(model_witness witness)
{
    return witness >= MODEL_LATTICE4     ? witness - MODEL_LATTICE4 + 4
           : witness == MODEL_LATTICE2   ? 2
           : witness == MODEL_LATTICE3   ? 3
                                         : 0;
}

const char *model_name(model_witness witness)
{
    static const char *const products[] = {[MODEL_SMOOTHSTEP] = "smoothstep",
                                           [MODEL_TRIGONOMETRIC] = "trigonometric",
                                           [MODEL_SPLINE] = "spline",
                                           [MODEL_SPLINE_FREE] = "spline-free",
                                           [MODEL_POLYNOMIAL] = "polynomial"};
    static char lattice[32];
    if (model_distance(witness) == 0)
        return products[witness];
    snprintf(lattice, sizeof lattice, "lattice-%ld", (long)model_distance(witness));
    return lattice;
}

/* ---- the perfect smoothstep, exactly ---- */

/* S and its derivatives at the left end of a piece: S^(j)(t + h) = sum_l value[l] h^(l-j) / (l-j)!, l = j..r. */
static void taylor_exact(fmpq_t y, const fmpq *value, slong r, slong j, const fmpq_t h)
{
    fmpq_t factor;
    fmpq_init(factor);
    fmpq_zero(y);
    for (slong l = r; l > j; l--) { /* Horner: y = (y + value[l]) h / (l-j) */
        fmpq_add(y, y, value + l);
        fmpq_set_si(factor, 1, (ulong)(l - j));
        fmpq_mul(y, y, h);
        fmpq_mul(y, y, factor);
    }
    fmpq_add(y, y, value + j);
    fmpq_clear(factor);
}

static void raise_exact(fmpq_t most, const fmpq_t y)
{
    fmpq_t size;
    fmpq_init(size);
    fmpq_abs(size, y);
    if (fmpq_cmp(size, most) > 0)
        fmpq_set(most, size);
    fmpq_clear(size);
}

/* A piece of S^(j) has degree r - j <= 3; for j >= 1 its extrema are its ends and the vertex of its parabola. */
static void widen_exact(fmpq_t most, const fmpq *value, slong r, slong j, const fmpq_t length)
{
    fmpq_t y, vertex;
    fmpq_init(y);
    fmpq_init(vertex);
    raise_exact(most, value + j);
    taylor_exact(y, value, r, j, length);
    raise_exact(most, y);
    if (r - j == 2) {
        fmpq_div(vertex, value + j + 1, value + r);
        fmpq_neg(vertex, vertex);
        if (fmpq_sgn(vertex) > 0 && fmpq_cmp(vertex, length) < 0) {
            taylor_exact(y, value, r, j, vertex);
            raise_exact(most, y);
        }
    }
    fmpq_clear(y);
    fmpq_clear(vertex);
}

void model_sigma_exact(fmpq *sigma, fmpq *end, slong r)
{
    static const slong knots[4][5] = {{0}, {0, 4}, {0, 2, 4}, {0, 1, 3, 4}}; /* quarters */
    static const slong height[4] = {0, 1, 4, 32};                           /* 4^(r-1) (r-1)! */
    ck_assert(r >= 1 && r <= 3);
    fmpq_t length, next;
    fmpq_init(length);
    fmpq_init(next);
    for (slong j = 0; j <= r; j++) {
        fmpq_zero(sigma + j);
        fmpq_zero(end + j);
    }
    for (slong i = 0; i < r; i++) {
        fmpq_set_si(end + r, i % 2 == 0 ? height[r] : -height[r], 1);
        fmpq_set_si(length, knots[r][i + 1] - knots[r][i], 4);
        for (slong j = 0; j <= r; j++)
            widen_exact(sigma + j, end, r, j, length);
        for (slong j = 0; j < r; j++) { /* from low j up: end[j] reads only itself and higher ones */
            taylor_exact(next, end, r, j, length);
            fmpq_set(end + j, next);
        }
    }
    fmpq_clear(length);
    fmpq_clear(next);
}

/* ---- the perfect smoothstep in MPFR ---- */

typedef struct pieces {
    slong r;
    mpfr_prec_t prec;
    mpfr_t *knots;  /* r + 1 */
    mpfr_t *values; /* value[i (r+1) + j] = S^(j) at knot i, j <= r (S^(r) to its right) */
} pieces;

static mpfr_t *new_vector(slong length, mpfr_prec_t prec)
{
    mpfr_t *vector = malloc((size_t)length * sizeof *vector);
    ck_assert_ptr_nonnull(vector);
    for (slong i = 0; i < length; i++)
        mpfr_init2(vector[i], prec);
    return vector;
}

static void free_vector(mpfr_t *vector, slong length)
{
    for (slong i = 0; i < length; i++)
        mpfr_clear(vector[i]);
    free(vector);
}

static void taylor(mpfr_t y, const mpfr_t *value, slong r, slong j, const mpfr_t h)
{
    mpfr_set_zero(y, 1);
    for (slong l = r; l > j; l--) {
        mpfr_add(y, y, value[l], MPFR_RNDN);
        mpfr_mul(y, y, h, MPFR_RNDN);
        mpfr_div_si(y, y, l - j, MPFR_RNDN);
    }
    mpfr_add(y, y, value[j], MPFR_RNDN);
}

static void pieces_init(pieces *s, slong r, mpfr_prec_t prec)
{
    s->r = r;
    s->prec = prec;
    s->knots = new_vector(r + 1, prec);
    s->values = new_vector((r + 1) * (r + 1), prec);
    mpfr_t height, length;
    mpfr_inits2(prec, height, length, (mpfr_ptr)0);
    mpfr_const_pi(height, MPFR_RNDN);
    for (slong i = 0; i <= r; i++) { /* sin^2(i pi/(2r)) = (1 - cos(i pi/r))/2 */
        mpfr_mul_si(length, height, i, MPFR_RNDN);
        mpfr_div_si(length, length, 2 * r, MPFR_RNDN);
        mpfr_sin(length, length, MPFR_RNDN);
        mpfr_sqr(s->knots[i], length, MPFR_RNDN);
    }
    mpfr_fac_ui(height, (unsigned long)(r - 1), MPFR_RNDN);
    mpfr_mul_2si(height, height, 2 * (r - 1), MPFR_RNDN);
    for (slong i = 0; i <= r; i++) {
        mpfr_t *value = s->values + i * (r + 1);
        for (slong j = 0; j < r; j++)
            mpfr_set_zero(value[j], 1);
        if (i > 0) {
            mpfr_sub(length, s->knots[i], s->knots[i - 1], MPFR_RNDN);
            for (slong j = 0; j < r; j++)
                taylor(value[j], (const mpfr_t *)(value - (r + 1)), r, j, length);
        }
        if (i % 2 == 0)
            mpfr_set(value[r], height, MPFR_RNDN);
        else
            mpfr_neg(value[r], height, MPFR_RNDN);
    }
    mpfr_clears(height, length, (mpfr_ptr)0);
}

static void pieces_clear(pieces *s)
{
    free_vector(s->knots, s->r + 1);
    free_vector(s->values, (s->r + 1) * (s->r + 1));
}

/* |S^(j)| at a share x in 0..1 of piece i */
static void size_at(mpfr_t y, const pieces *s, slong i, slong j, const mpfr_t x)
{
    mpfr_t h;
    mpfr_init2(h, s->prec);
    mpfr_sub(h, s->knots[i + 1], s->knots[i], MPFR_RNDN);
    mpfr_mul(h, h, x, MPFR_RNDN);
    taylor(y, (const mpfr_t *)(s->values + i * (s->r + 1)), s->r, j, h);
    mpfr_abs(y, y, MPFR_RNDN);
    mpfr_clear(h);
}

/* The maximum of |S^(j)| in a bracket of one piece, by thirds: flat to the last bit after prec steps. */
static void narrow(mpfr_t most, const pieces *s, slong i, slong j, mpfr_t left, mpfr_t right)
{
    mpfr_t a, b, ya, yb;
    mpfr_inits2(s->prec, a, b, ya, yb, (mpfr_ptr)0);
    for (mpfr_prec_t step = 0; step < s->prec; step++) {
        mpfr_sub(yb, right, left, MPFR_RNDN);
        mpfr_div_ui(yb, yb, 3, MPFR_RNDN);
        mpfr_add(a, left, yb, MPFR_RNDN);
        mpfr_sub(b, right, yb, MPFR_RNDN);
        size_at(ya, s, i, j, a);
        size_at(yb, s, i, j, b);
        mpfr_max(most, most, ya, MPFR_RNDN);
        mpfr_max(most, most, yb, MPFR_RNDN);
        if (mpfr_less_p(ya, yb))
            mpfr_set(left, a, MPFR_RNDN);
        else
            mpfr_set(right, b, MPFR_RNDN);
    }
    mpfr_clears(a, b, ya, yb, (mpfr_ptr)0);
}

static void largest(mpfr_t most, const pieces *s, slong j)
{
    enum { SAMPLES = 48 };
    mpfr_t left, right, best, *sample = new_vector((SAMPLES + 1) * s->r, s->prec);
    mpfr_inits2(s->prec, left, right, best, (mpfr_ptr)0);
    mpfr_set_zero(best, 1);
    for (slong i = 0; i < s->r; i++)
        for (slong k = 0; k <= SAMPLES; k++) {
            mpfr_set_si(left, k, MPFR_RNDN);
            mpfr_div_si(left, left, SAMPLES, MPFR_RNDN);
            size_at(sample[i * (SAMPLES + 1) + k], s, i, j, left);
            mpfr_max(best, best, sample[i * (SAMPLES + 1) + k], MPFR_RNDN);
        }
    mpfr_set(most, best, MPFR_RNDN);
    mpfr_mul_d(best, best, 0.95, MPFR_RNDN);
    for (slong i = 0; i < s->r; i++)
        for (slong k = 0; k <= SAMPLES; k++) {
            mpfr_t *y = sample + i * (SAMPLES + 1) + k;
            bool peak =
                (k == 0 || mpfr_greaterequal_p(y[0], y[-1])) && (k == SAMPLES || mpfr_greaterequal_p(y[0], y[1]));
            if (!peak || mpfr_less_p(y[0], best))
                continue;
            mpfr_set_si(left, k > 0 ? k - 1 : 0, MPFR_RNDN);
            mpfr_set_si(right, k < SAMPLES ? k + 1 : SAMPLES, MPFR_RNDN);
            mpfr_div_si(left, left, SAMPLES, MPFR_RNDN);
            mpfr_div_si(right, right, SAMPLES, MPFR_RNDN);
            narrow(most, s, i, j, left, right);
        }
    mpfr_clears(left, right, best, (mpfr_ptr)0);
    free_vector(sample, (SAMPLES + 1) * s->r);
}

void model_sigma(mpfr_t *sigma, mpfr_t *end, slong r)
{
    pieces s;
    pieces_init(&s, r, mpfr_get_prec(sigma[0]));
    for (slong j = 0; j < r; j++)
        largest(sigma[j], &s, j);
    mpfr_set(sigma[r], s.values[r], MPFR_RNDN);
    for (slong j = 0; end != NULL && j < r; j++)
        mpfr_set(end[j], s.values[r * (r + 1) + j], MPFR_RNDN);
    pieces_clear(&s);
}

/* ---- witnesses ---- */

/* Indices of the lattices that were found by search, t = 5, 6, .. */
static const slong searched[7][9] = {
    {0}, {0}, {13, 18, 25, 32, 41, 50, 61, 72}, {27, 38, 70, 92, 145, 178, 260, 312},
    {46, 70, 152, 224, 398, 522}, {69, 110, 301}, {103, 158},
};

static slong searched_index(slong t, slong n)
{
    return n <= 6 && t >= 5 && t <= 12 ? searched[n][t - 5] : 0;
}

void model_index(fmpz_t index, slong t, slong n)
{
    fmpz_set_si(index, t == 2                       ? 2
                       : t == 3                     ? 2 * n + 1
                       : t == 4                     ? 4 * n
                       : searched_index(t, n) != 0 ? searched_index(t, n)
                                                    : 1);
    if (t <= 4 || searched_index(t, n) != 0)
        return;
    slong p = 2 * n + 1 > t ? 2 * n + 1 : t;
    for (slong d = 2; d < p; d++)
        if (p % d == 0) {
            p++;
            d = 1;
        }
    for (slong power = 3; power <= t; power += 2)
        fmpz_mul_si(index, index, p);
    if (t % 2 == 0)
        fmpz_mul_ui(index, index, 2);
}

bool model_serves(model_witness witness, slong r, slong n, nw_count count)
{
    slong t = model_distance(witness);
    if (t != 0)
        return r == 1 && (t <= 3 || (t == 4 && n > 1) || searched_index(t, n) != 0 || (n > 6 && t <= n));
    if (count == NW_SIGN_POINTS && witness != MODEL_SMOOTHSTEP)
        return false;
    return (witness != MODEL_SPLINE_FREE || (r == 2 && n == 1)) && (witness != MODEL_POLYNOMIAL || r >= 2);
}

bool model_is_rational(model_witness witness, slong r)
{
    return witness != MODEL_TRIGONOMETRIC && witness != MODEL_SPLINE_FREE && (witness != MODEL_SMOOTHSTEP || r <= 3);
}

/* c = sum over |k| <= r of prod_i b[k_i], one variable more at a time. */
static void sum_of_products_exact(fmpq_t c, const fmpq *b, slong r, slong n)
{
    fmpq *total = (fmpq *)flint_calloc((size_t)r + 1, sizeof *total);
    fmpq_t term;
    fmpq_init(term);
    for (slong d = 0; d <= r; d++)
        fmpq_init(total + d);
    fmpq_one(total);
    for (slong i = 0; i < n; i++)
        for (slong d = r; d >= 0; d--)
            for (slong k = 1; k <= d; k++) { /* degree d gets k of its orders from the new variable */
                fmpq_mul(term, total + d - k, b + k);
                fmpq_add(total + d, total + d, term);
            }
    fmpq_zero(c);
    for (slong d = 0; d <= r; d++) {
        fmpq_add(c, c, total + d);
        fmpq_clear(total + d);
    }
    fmpq_clear(term);
    flint_free(total);
}

/* b[j] = ||e_{r-j}||/||e_r|| (M/2)^j, e_k the k-th primitive of a square wave of half-period 1: on [-1/2,1/2] a polynomial,
 * with e_k(1/2) = -e_k(-1/2); its largest value is in the middle for even k and at the ends for odd k. */
static void spline_orders_exact(fmpq *b, const fmpz_t scale, slong r)
{
    fmpq_poly_t e;
    fmpq_t half, x, y;
    fmpq_poly_init(e);
    fmpq_init(half);
    fmpq_init(x);
    fmpq_init(y);
    fmpq_poly_set_si(e, 1);
    fmpq_set_si(half, 1, 2);
    for (slong k = 0; k <= r; k++) {
        if (k > 0) {
            fmpq_poly_integral(e, e);
            fmpq_poly_evaluate_fmpq(x, e, half);
            fmpq_neg(half, half);
            fmpq_poly_evaluate_fmpq(y, e, half);
            fmpq_neg(half, half);
            fmpq_add(x, x, y);
            fmpq_mul(x, x, half);
            fmpq_neg(x, x);
            fmpq_poly_set_coeff_fmpq(e, 0, x);
        }
        fmpq_zero(x);
        if (k % 2 == 1)
            fmpq_set(x, half);
        fmpq_poly_evaluate_fmpq(y, e, x);
        fmpq_abs(b + r - k, y);
    }
    fmpq_set(x, b);
    fmpq_set_fmpz(half, scale);
    fmpq_div_2exp(half, half, 1);
    fmpq_one(y);
    for (slong j = 0; j <= r; j++) {
        fmpq_div(b + j, b + j, x);
        fmpq_mul(b + j, b + j, y);
        fmpq_mul(y, y, half);
    }
    fmpq_poly_clear(e);
    fmpq_clear(half);
    fmpq_clear(x);
    fmpq_clear(y);
}

/* b[j] = T_M^(j)(1) by the recurrence T_{k+1} = 2 x T_k - T_{k-1} and derivatives of the coefficients. */
static void chebyshev_orders_exact(fmpq *b, slong m, slong r)
{
    fmpz_poly_t before, now, next;
    fmpz_t one;
    fmpz_poly_init(before);
    fmpz_poly_init(now);
    fmpz_poly_init(next);
    fmpz_init_set_ui(one, 1);
    fmpz_poly_set_si(now, 1);
    fmpz_poly_set_coeff_ui(next, 1, 1);
    for (slong k = 0; k < m; k++) {
        fmpz_poly_set(before, now);
        fmpz_poly_set(now, next);
        fmpz_poly_shift_left(next, next, 1);
        fmpz_poly_scalar_mul_ui(next, next, 2);
        fmpz_poly_sub(next, next, before);
    }
    for (slong j = 0; j <= r; j++) {
        fmpz_poly_evaluate_fmpz(fmpq_numref(b + j), now, one);
        fmpz_one(fmpq_denref(b + j));
        fmpz_poly_derivative(now, now);
    }
    fmpz_poly_clear(before);
    fmpz_poly_clear(now);
    fmpz_poly_clear(next);
    fmpz_clear(one);
}

/* B_j = 2 sigma_j (M/2)^j */
static void smoothstep_orders_exact(fmpq *b, const fmpz_t scale, slong r)
{
    fmpq sigma[4], end[4];
    fmpq_t half;
    fmpq_init(half);
    fmpq_set_fmpz(half, scale);
    fmpq_div_2exp(half, half, 1);
    for (slong j = 0; j <= r; j++) {
        fmpq_init(sigma + j);
        fmpq_init(end + j);
    }
    model_sigma_exact(sigma, end, r);
    for (slong j = 1; j <= r; j++) {
        fmpq_pow_si(end + j, half, j);
        fmpq_mul(b + j, sigma + j, end + j);
        fmpq_mul_2exp(b + j, b + j, 1);
    }
    for (slong j = 0; j <= r; j++) {
        fmpq_clear(sigma + j);
        fmpq_clear(end + j);
    }
    fmpq_clear(half);
}

void model_constant_exact(fmpq_t c, model_witness witness, const fmpz_t scale, slong r, slong n)
{
    ck_assert(model_is_rational(witness, r));
    slong t = model_distance(witness);
    if (t != 0) {
        fmpz_mul_si(fmpq_numref(c), scale, n);
        fmpz_add_ui(fmpq_numref(c), fmpq_numref(c), (ulong)t);
        fmpz_set_si(fmpq_denref(c), t);
        fmpq_canonicalise(c);
        return;
    }
    fmpq *b = (fmpq *)flint_calloc((size_t)r + 1, sizeof *b);
    for (slong j = 0; j <= r; j++)
        fmpq_init(b + j);
    if (witness == MODEL_SPLINE)
        spline_orders_exact(b, scale, r);
    else if (witness == MODEL_POLYNOMIAL)
        chebyshev_orders_exact(b, fmpz_get_si(scale), r);
    else
        smoothstep_orders_exact(b, scale, r);
    sum_of_products_exact(c, b, r, n);
    for (slong j = 0; j <= r; j++)
        fmpq_clear(b + j);
    flint_free(b);
}

/* sigma_{r,0..r}, kept for one (r, precision): the searches ask for the same one many times. */
static mpfr_t *kept_sigma(slong r, mpfr_prec_t prec)
{
    static mpfr_t *kept;
    static slong kept_r;
    if (kept == NULL || kept_r != r || mpfr_get_prec(kept[0]) < prec) {
        if (kept != NULL)
            free_vector(kept, kept_r + 1);
        kept = new_vector(r + 1, prec);
        kept_r = r;
        model_sigma(kept, NULL, r);
    }
    return kept;
}

void model_constant(mpfr_t c, model_witness witness, const fmpz_t scale, slong r, slong n)
{
    mpfr_prec_t prec = mpfr_get_prec(c);
    if (model_is_rational(witness, r) && witness != MODEL_SMOOTHSTEP) {
        fmpq_t exact;
        mpq_t q;
        fmpq_init(exact);
        mpq_init(q);
        model_constant_exact(exact, witness, scale, r, n);
        fmpq_get_mpq(q, exact);
        mpfr_set_q(c, q, MPFR_RNDN);
        fmpq_clear(exact);
        mpq_clear(q);
        return;
    }
    if (witness == MODEL_SPLINE_FREE) { /* (1 + sqrt(2) y)^2 at y = M - 2 + sqrt 2, a whole square */
        mpz_t integer;
        mpfr_t y;
        mpz_init(integer);
        mpfr_init2(y, prec);
        fmpz_get_mpz(integer, scale);
        mpfr_sqrt_ui(y, 2, MPFR_RNDN);
        mpfr_set(c, y, MPFR_RNDN);
        mpfr_sub_ui(y, y, 2, MPFR_RNDN);
        mpfr_add_z(y, y, integer, MPFR_RNDN);
        mpfr_mul(c, c, y, MPFR_RNDN);
        mpfr_add_ui(c, c, 1, MPFR_RNDN);
        mpfr_sqr(c, c, MPFR_RNDN);
        mpz_clear(integer);
        mpfr_clear(y);
        return;
    }
    mpfr_t *b = new_vector(r + 1, prec), *total = new_vector(r + 1, prec), term, m;
    mpz_t integer;
    mpfr_inits2(prec, term, m, (mpfr_ptr)0);
    mpz_init(integer);
    fmpz_get_mpz(integer, scale);
    mpfr_set_z(m, integer, MPFR_RNDN);
    if (witness == MODEL_SMOOTHSTEP) {
        mpfr_t *sigma = kept_sigma(r, prec);
        mpfr_div_2ui(m, m, 1, MPFR_RNDN);
        for (slong j = 1; j <= r; j++) {
            mpfr_pow_ui(b[j], m, (unsigned long)j, MPFR_RNDN);
            mpfr_mul(b[j], b[j], sigma[j], MPFR_RNDN);
            mpfr_mul_2ui(b[j], b[j], 1, MPFR_RNDN);
        }
    } else {
        mpfr_const_pi(term, MPFR_RNDN);
        mpfr_mul(m, m, term, MPFR_RNDN);
        for (slong j = 1; j <= r; j++)
            mpfr_pow_ui(b[j], m, (unsigned long)j, MPFR_RNDN);
    }
    for (slong d = 0; d <= r; d++)
        mpfr_set_si(total[d], d == 0, MPFR_RNDN);
    for (slong i = 0; i < n; i++)
        for (slong d = r; d >= 0; d--)
            for (slong k = 1; k <= d; k++) {
                mpfr_mul(term, total[d - k], b[k], MPFR_RNDN);
                mpfr_add(total[d], total[d], term, MPFR_RNDN);
            }
    mpfr_set_zero(c, 1);
    for (slong d = 0; d <= r; d++)
        mpfr_add(c, c, total[d], MPFR_RNDN);
    mpfr_clears(term, m, (mpfr_ptr)0);
    mpz_clear(integer);
    free_vector(b, r + 1);
    free_vector(total, r + 1);
}

void model_dimension(fmpz_t d, model_witness witness, const fmpz_t scale, slong n)
{
    fmpz_t per_axis, classes;
    fmpz_init(per_axis);
    fmpz_init_set_ui(classes, 1);
    if (model_distance(witness) != 0)
        model_index(classes, model_distance(witness), n);
    fmpz_mul_si(per_axis, scale, witness == MODEL_TRIGONOMETRIC ? 2 : 1);
    fmpz_add_ui(per_axis, per_axis, 1);
    fmpz_one(d);
    for (slong i = 0; i < n; i++)
        fmpz_mul(d, d, per_axis);
    fmpz_add(d, d, classes);
    fmpz_sub_ui(d, d, 1);
    fmpz_fdiv_q(d, d, classes);
    fmpz_clear(per_axis);
    fmpz_clear(classes);
}

/* Enough bits to tell C from 1/delta, which has about as many as delta's terms. */
static mpfr_prec_t decision_precision(const fmpq_t delta, slong n)
{
    mpfr_prec_t bits = 2 * (mpfr_prec_t)(fmpz_bits(fmpq_numref(delta)) + fmpz_bits(fmpq_denref(delta))) + 16 * n + 256;
    return (bits + 511) / 512 * 512; /* rounded up, so that the kept sigma serves again */
}

bool model_fits(model_witness witness, const fmpz_t scale, const fmpq_t delta, slong r, slong n)
{
    if (model_is_rational(witness, r)) {
        fmpq_t c, one;
        fmpq_init(c);
        fmpq_init(one);
        fmpq_one(one);
        model_constant_exact(c, witness, scale, r, n);
        fmpq_mul(c, c, delta);
        bool fits = fmpq_cmp(c, one) < 0;
        fmpq_clear(c);
        fmpq_clear(one);
        return fits;
    }
    if (fmpz_is_zero(scale)) /* C = 1 */
        return true;
    mpfr_prec_t prec = decision_precision(delta, n);
    mpfr_t c, target;
    mpq_t q;
    mpfr_inits2(prec, c, target, (mpfr_ptr)0);
    mpq_init(q);
    model_constant(c, witness, scale, r, n);
    fmpq_get_mpq(q, delta);
    mpfr_set_q(target, q, MPFR_RNDN);
    mpfr_mul(c, c, target, MPFR_RNDN);
    mpfr_sub_ui(c, c, 1, MPFR_RNDN);
    ck_assert_msg(mpfr_get_exp(c) > 128 - prec, "model: %s, r = %ld, n = %ld is too close to call",
                  model_name(witness), (long)r, (long)n);
    bool fits = mpfr_sgn(c) < 0;
    mpfr_clears(c, target, (mpfr_ptr)0);
    mpq_clear(q);
    return fits;
}

void model_scale(fmpz_t scale, model_witness witness, const fmpq_t delta, slong r, slong n)
{
    fmpz_t fails, middle;
    fmpz_init_set_ui(fails, 1);
    fmpz_init(middle);
    if (witness == MODEL_POLYNOMIAL) { /* scales end at 2r */
        fmpz_zero(scale);
        while (fmpz_cmp_si(scale, 2 * r) < 0 && model_fits(witness, fails, delta, r, n)) {
            fmpz_set(scale, fails);
            fmpz_add_ui(fails, fails, 1);
        }
        fmpz_clear(fails);
        fmpz_clear(middle);
        return;
    }
    while (model_fits(witness, fails, delta, r, n))
        fmpz_mul_ui(fails, fails, 2);
    fmpz_fdiv_q_2exp(scale, fails, 1); /* it fits: the last one tried, or 0 */
    for (;;) {
        fmpz_add(middle, scale, fails);
        fmpz_fdiv_q_2exp(middle, middle, 1);
        if (fmpz_equal(middle, scale))
            break;
        fmpz_set(model_fits(witness, middle, delta, r, n) ? scale : fails, middle);
    }
    fmpz_clear(fails);
    fmpz_clear(middle);
}

void model_counted(fmpz_t number, model_witness witness, const fmpz_t dimension, nw_count count)
{
    bool constants = model_distance(witness) == 0;
    fmpz_sub_ui(number, dimension, count == NW_WITHOUT_CONSTANTS && constants ? 1 : 0);
}

void model_robust(fmpz_t value, const fmpq_t delta, slong r, slong n, nw_count count)
{
    fmpz_t scale, number;
    fmpz_init(scale);
    fmpz_init(number);
    fmpz_zero(value);
    for (int w = 0; w < MODEL_WITNESSES && fmpz_cmp(fmpq_numref(delta), fmpq_denref(delta)) < 0; w++) {
        model_witness witness = (model_witness)w;
        if (!model_serves(witness, r, n, count))
            continue;
        model_scale(scale, witness, delta, r, n);
        model_dimension(number, witness, scale, n);
        model_counted(number, witness, number, count);
        if (fmpz_cmp(number, value) > 0)
            fmpz_set(value, number);
    }
    fmpz_clear(scale);
    fmpz_clear(number);
}

/* ---- upper bounds ---- */

/* The least M with M eta >= 1. */
static void model_intervals(fmpz_t m, const fmpq_t eta)
{
    fmpz_fdiv_q(m, fmpq_denref(eta), fmpq_numref(eta));
    fmpq_t reached;
    fmpq_init(reached);
    fmpq_mul_fmpz(reached, eta, m);
    fmpq_sub_si(reached, reached, 1);
    if (fmpq_sgn(reached) < 0)
        fmpz_add_ui(m, m, 1);
    fmpq_clear(reached);
}

void model_kuhn(fmpz_t count, const fmpq_t eta, slong n)
{
    fmpz_t m, nodes;
    fmpz_init(m);
    fmpz_init_set_ui(nodes, 1);
    model_intervals(m, eta);
    fmpz_add_ui(m, m, 1);
    for (slong i = 0; i < n; i++)
        fmpz_mul(nodes, nodes, m);
    slong each = 0, shared = 0;
    if (n == 1) {
        each = 2 + 1; /* a hinge: input weight and bias; output weight */
    } else {
        each += 2 * (1 + 1); /* layer 1: relu(u_1), relu(-u_1) */
        for (slong layer = 1; layer < n; layer++)
            shared += layer == 1 ? 2 * (n - 1) : n - layer; /* relu(x_i + 1), i > layer, carried on while needed */
        for (slong layer = 2; layer <= n; layer++) {
            slong terms = layer == 2 ? 1 : 2;             /* the maximum so far is a sum of that many units */
            each += 2 * (terms + (terms + 1 + 1)); /* carry it; compare with x_layer, with a bias; max and -min */
        }
        each += 4 + 1; /* the hat: both maxima, two units each, and a bias */
        each += 1;     /* the output weight */
    }
    fmpz_mul_si(count, nodes, each);
    fmpz_add_si(count, count, shared);
    fmpz_clear(m);
    fmpz_clear(nodes);
}

void model_tanh2_resolution(fmpz_t resolution, const fmpq_t eta, slong r, slong n)
{
    /* N > 3n/2 and N > ((3n)^r / (r! eta))^(1/r); the root in MPFR, an integer root decided exactly. */
    mpfr_prec_t prec = 512 + 2 * (mpfr_prec_t)(fmpz_bits(fmpq_numref(eta)) + fmpz_bits(fmpq_denref(eta)));
    mpfr_t root, gap;
    mpq_t q;
    mpz_t floor;
    mpfr_inits2(prec, root, gap, (mpfr_ptr)0);
    mpq_init(q);
    mpz_init(floor);
    fmpq_get_mpq(q, eta);
    mpfr_fac_ui(gap, (unsigned long)r, MPFR_RNDN);
    mpfr_mul_q(gap, gap, q, MPFR_RNDN);
    mpfr_ui_div(gap, 1, gap, MPFR_RNDN);
    mpfr_rootn_ui(root, gap, (unsigned long)r, MPFR_RNDN);
    mpfr_mul_si(root, root, 3 * n, MPFR_RNDN);
    mpfr_rint_round(gap, root, MPFR_RNDN);
    mpfr_get_z(floor, gap, MPFR_RNDN);
    mpfr_sub(gap, gap, root, MPFR_RNDN);
    if (!mpfr_zero_p(gap) && mpfr_get_exp(gap) > mpfr_get_exp(root) - prec + 32)
        mpfr_get_z(floor, root, MPFR_RNDD);
    /* else the root is that integer: powers of rationals lie farther apart than this */
    fmpz_set_mpz(resolution, floor);
    if (fmpz_cmp_si(resolution, 3 * n / 2) < 0)
        fmpz_set_si(resolution, 3 * n / 2);
    fmpz_add_ui(resolution, resolution, 1);
    mpfr_clears(root, gap, (mpfr_ptr)0);
    mpq_clear(q);
    mpz_clear(floor);
}

/* binom(top, bottom) along Pascal's triangle. */
static void binomial(fmpz_t b, slong top, slong bottom)
{
    fmpz *row = _fmpz_vec_init(bottom + 1);
    fmpz_one(row);
    for (slong i = 1; i <= top; i++)
        for (slong k = bottom; k >= 1; k--)
            fmpz_add(row + k, row + k, row + k - 1);
    fmpz_set(b, row + bottom);
    _fmpz_vec_clear(row, bottom + 1);
}

void model_tanh2(fmpz_t count, const fmpq_t eta, slong r, slong n)
{
    fmpz_t resolution, width[4], layer;
    fmpz_init(resolution);
    fmpz_init(layer);
    model_tanh2_resolution(resolution, eta, r, n);
    for (int i = 0; i < 4; i++)
        fmpz_init(width[i]);
    fmpz_set_si(width[0], n);
    binomial(width[1], r + n - 1, r - 1);
    fmpz_mul_si(width[1], width[1], 3 * (r / 2 + r % 2));
    fmpz_sub_ui(layer, resolution, 1);
    fmpz_mul_si(layer, layer, n);
    fmpz_add(width[1], width[1], layer);
    binomial(width[2], 2 * n + 1, n + 1);
    fmpz_mul_si(width[2], width[2], 3 * (n / 2 + n % 2 + 1));
    for (slong i = 0; i < n; i++)
        fmpz_mul(width[2], width[2], resolution);
    fmpz_one(width[3]);
    fmpz_zero(count);
    for (int i = 1; i < 4; i++) { /* no bias in the last layer */
        fmpz_add_ui(layer, width[i - 1], i < 3 ? 1 : 0);
        fmpz_addmul(count, layer, width[i]);
    }
    for (int i = 0; i < 4; i++)
        fmpz_clear(width[i]);
    fmpz_clear(resolution);
    fmpz_clear(layer);
}

void model_universal(fmpz_t count, const fmpq_t eta, slong r, slong n, nw_activation activation)
{
    if (activation == NW_TANH)
        model_tanh2(count, eta, r, n);
    else
        model_kuhn(count, eta, n);
}

/* ---- feasibility ---- */

void model_variation_factor(fmpq_t t, slong layers, nw_activation activation)
{
    /* Closed forms of T_i = 2 T_{i-1} + 2 and T_i = 3/2 T_{i-1} + 1 with T_0 = 0, which hold inside [-1,1]: 2^(i+1) - 2
     * and 2 (3/2)^i - 2; at any depth 2 serves as well. */
    fmpq_set_si(t, activation == NW_RELU ? 3 : 2, activation == NW_RELU ? 2 : 1);
    fmpq_pow_si(t, t, layers - 1);
    fmpq_sub_si(t, t, 1);
    fmpq_mul_2exp(t, t, 1);
    if (fmpq_cmp_ui(t, 2) > 0)
        fmpq_set_ui(t, 2, 1);
}

void model_l2_least(fmpq_t l2min, fmpz_t argmax, const fmpq_t eps, slong layers, nw_activation activation, slong limit)
{
    fmpq_t value, t;
    fmpz_t m;
    fmpq_init(value);
    fmpq_init(t);
    fmpz_init(m);
    fmpq_zero(l2min);
    fmpz_zero(argmax);
    for (slong i = 0; i <= limit; i++) {
        fmpq_set_si(value, 1, (ulong)(i + 1));
        fmpq_sub(value, value, eps);
        fmpz_set_si(m, 2 * i * (i - 1));
        fmpq_mul_fmpz(value, value, m);
        if (fmpq_cmp(value, l2min) > 0) {
            fmpq_set(l2min, value);
            fmpz_set_si(argmax, i);
        }
    }
    model_variation_factor(t, layers, activation);
    fmpq_div(l2min, l2min, t);
    fmpq_clear(value);
    fmpq_clear(t);
    fmpz_clear(m);
}
