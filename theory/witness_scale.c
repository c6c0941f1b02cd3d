/* The largest scale of a witness at a given accuracy: C(M) < 1/delta with delta = p/q means p C(M) - q < 0. */
#include <math.h>

#include "least.h"
#include "witness.h"

typedef struct scale_problem {
    const nw_witness *witness;
    slong r, n;
    nw_context *context;
    const fmpz *p;
    const fmpz *q;
} scale_problem;

static void excess(arb_t y, const fmpz_t scale, const void *data, slong prec)
{
    const scale_problem *problem = data;
    const nw_cached_scale *c =
        nw_witness_polynomial_of(problem->witness, problem->r, problem->n, problem->context, prec);
    arb_t x;
    fmpz_t scaled_q;
    arb_init(x);
    fmpz_init(scaled_q);
    arb_set_fmpz(x, scale);
    _arb_poly_evaluate(y, c->coefficients, problem->r + 1, x, prec);
    arb_mul_fmpz(y, y, problem->p, prec);
    fmpz_mul(scaled_q, c->divisor, problem->q);
    arb_sub_fmpz(y, y, scaled_q, prec);
    arb_clear(x);
    fmpz_clear(scaled_q);
}

/* ---- small scales, decided in double ---- */

/* 1/delta, or infinity where that is far out of range. */
static double reciprocal(const fmpq_t delta)
{
    slong above, below;
    double top = fmpz_get_d_2exp(&above, fmpq_denref(delta)), bottom = fmpz_get_d_2exp(&below, fmpq_numref(delta));
    return above - below > 900 ? INFINITY : ldexp(top / bottom, (int)(above - below));
}

enum { MOST_TERMS = 16 };

/* divisor C(M) = bound with everything rounded to double: each c[j] > 0 is within 2^-52 of its ball's number, bound
 * within 2^-50 of divisor/delta. */
typedef struct double_problem {
    slong r;
    double c[MOST_TERMS + 1], bound;
} double_problem;

static bool to_double(double_problem *d, const nw_witness *witness, const fmpq_t delta, slong r, slong n,
                      nw_context *context)
{
    d->r = r;
    if (r > MOST_TERMS)
        return false;
    const nw_cached_scale *polynomial =
        nw_witness_polynomial_of(witness, r, n, context, context->precision > 128 ? context->precision : 128);
    arb_srcptr exact = polynomial->coefficients;
    if (fmpz_bits(polynomial->divisor) > 100)
        return false;
    d->bound = reciprocal(delta) * fmpz_get_d(polynomial->divisor);
    bool fits = isfinite(d->bound);
    for (slong j = 0; fits && j <= r; j++) {
        d->c[j] = arf_get_d(arb_midref(exact + j), ARF_RND_NEAR);
        fits = d->c[j] > 0x1p-64 && isfinite(d->c[j]) && arb_rel_accuracy_bits(exact + j) > 60;
    }
    return fits;
}

static double double_root(const double_problem *d)
{
    const double *c = d->c, bound = d->bound;
    slong r = d->r;
    double x = bound / c[r]; /* right of the root: every term is at most the whole */
    x = r == 1 ? x : r == 2 ? sqrt(x) : r == 3 ? cbrt(x) : pow(x, 1 / (double)r);
    /* Newton falls from there to the root of the convex polynomial. */
    for (int step = 0; step < 64; step++) {
        double value = c[r], slope = 0;
        for (slong j = r - 1; j >= 0; j--) {
            slope = slope * x + value;
            value = value * x + c[j];
        }
        double fall = (value - bound) / slope;
        x -= fall;
        if (r == 1 || !(fabs(fall) > 1e-7 * x)) /* the next error is about the square of this one */
            break;
    }
    return isfinite(x) && x >= 0 ? x : -1;
}

/* The sign of C - 1/delta at an integer 0 <= x <= 2^50, or 0 when double does not prove it.  All terms of Horner's
 * scheme are >= 0, so that each of its 2 r operations and each coefficient costs at most 2^-52 of the value. */
static int double_sign(const double_problem *d, double x)
{
    double value = d->c[d->r], slack = (double)(4 * d->r + 64) * 0x1p-52;
    for (slong j = d->r - 1; j >= 0; j--)
        value = value * x + d->c[j];
    return value < d->bound * (1 - slack) ? -1 : value > d->bound * (1 + slack) ? 1 : 0;
}

/* The scale where double proves it; false leaves it to the search by enclosures. */
static bool double_scale(fmpz_t scale, const scale_problem *problem, const fmpq_t delta)
{
    double_problem d;
    if (!to_double(&d, problem->witness, delta, problem->r, problem->n, problem->context))
        return false;
    double x = ceil(double_root(&d)) - 1;
    if (!(x >= -2 && x < 0x1p50))
        return false;
    x = x > 0 ? x : 0;
    int here = double_sign(&d, x), next = double_sign(&d, x + 1);
    if (next < 0) { /* the root was a little off */
        x += 1;
        here = next;
        next = double_sign(&d, x + 1);
    } else if (here > 0 && x > 0) {
        x -= 1;
        next = here;
        here = double_sign(&d, x);
    }
    if (here >= 0 || next <= 0)
        return false;
    fmpz_set_d(scale, x);
    return true;
}

/* ---- guesses for the search ---- */

/* x = the right end of where the root can be: every term c_j x^j of the polynomial is at most the whole, X. */
static void start_right_of_root(arb_t x, arb_srcptr c, slong r, const arb_t bound, slong prec)
{
    arb_t candidate;
    arb_init(candidate);
    arb_div(x, bound, c + 1, prec);
    for (slong j = 2; j <= r; j++) {
        arb_div(candidate, bound, c + j, prec);
        arb_root_ui(candidate, candidate, (ulong)j, prec);
        if (arf_cmp(arb_midref(candidate), arb_midref(x)) < 0)
            arb_swap(x, candidate);
    }
    arb_get_mid_arb(x, x);
    arb_clear(candidate);
}

/* Newton from the right of a convex increasing polynomial falls monotonically to the root; only a guess is wanted here,
 * the decision is made by signs. */
static void guess_scale(fmpz_t guess, const scale_problem *problem, slong prec)
{
    const nw_cached_scale *polynomial =
        nw_witness_polynomial_of(problem->witness, problem->r, problem->n, problem->context, prec);
    arb_srcptr c = polynomial->coefficients;
    arb_t bound, x, value, slope;
    arb_init(bound);
    arb_init(x);
    arb_init(value);
    arb_init(slope);
    arb_set_fmpz(bound, polynomial->divisor);
    arb_mul_fmpz(bound, bound, problem->q, prec);
    arb_div_fmpz(bound, bound, problem->p, prec);
    start_right_of_root(x, c, problem->r, bound, prec);
    for (int step = 0; step < 64; step++) {
        _arb_poly_evaluate2(value, slope, c, problem->r + 1, x, prec);
        arb_sub(value, value, bound, prec);
        arb_div(value, value, slope, prec);
        arb_sub(x, x, value, prec);
        arb_get_mid_arb(x, x);
        if (problem->r == 1 || arf_cmpabs_2exp_si(arb_midref(value), -2) < 0)
            break;
    }
    arf_get_fmpz(guess, arb_midref(x), ARF_RND_CEIL);
    arb_clear(bound);
    arb_clear(x);
    arb_clear(value);
    arb_clear(slope);
}

/* ---- the other kinds of constants ---- */

/* p (t + n M) < q t: M is the largest integer below t (q - p)/(n p). */
static void lattice_scale(fmpz_t scale, const scale_problem *problem)
{
    fmpz_t bottom;
    fmpz_init(bottom);
    fmpz_sub(scale, problem->q, problem->p);
    fmpz_mul_si(scale, scale, problem->witness->distance);
    fmpz_mul_si(bottom, problem->p, problem->n);
    fmpz_cdiv_q(scale, scale, bottom);
    fmpz_sub_ui(scale, scale, 1);
    fmpz_clear(bottom);
}

static bool integer_fits(slong scale, const scale_problem *problem)
{
    fmpz_t c;
    fmpz_init(c);
    problem->witness->integer(c, scale, problem->r, problem->n);
    fmpz_mul(c, c, problem->p);
    bool fits = fmpz_cmp(c, problem->q) < 0;
    fmpz_clear(c);
    return fits;
}

static slong integer_scale(const scale_problem *problem)
{
    slong fits = 0, fails = NW_INTEGER_SCALES * problem->r + 1;
    while (fails - fits > 1) {
        slong middle = (fits + fails) / 2;
        if (integer_fits(middle, problem))
            fits = middle;
        else
            fails = middle;
    }
    return fits;
}

static void search_scale(fmpz_t low, fmpz_t high, const scale_problem *problem)
{
    fmpz_t guess;
    fmpz_init(guess);
    const nw_cached_scale *polynomial = nw_witness_polynomial_of(problem->witness, problem->r, problem->n,
                                                                 problem->context, problem->context->precision);
    slong bits = (slong)(fmpz_bits(polynomial->divisor) + fmpz_bits(problem->q) + fmpz_bits(problem->p));
    slong first = nw_first_precision(problem->context, bits);
    guess_scale(guess, problem, first);
    nw_least_problem search = {
        .f = excess,
        .data = problem,
        .floor = 1, /* C(0) = 1 < 1/delta */
        .guess = guess,
        .first_precision = first,
        .last_precision = nw_last_precision(first),
    };
    nw_least(low, high, &search);
    fmpz_sub_ui(low, low, 1);
    fmpz_sub_ui(high, high, 1);
    fmpz_clear(guess);
}

void nw_witness_scale(fmpz_t low, fmpz_t high, const nw_witness *witness, const fmpq_t delta, slong r, slong n,
                      nw_context *context)
{
    scale_problem problem = {.witness = witness,
                             .r = r,
                             .n = n,
                             .context = context,
                             .p = fmpq_numref(delta),
                             .q = fmpq_denref(delta)};
    if (witness->distance != 0)
        lattice_scale(low, &problem);
    else if (witness->integer != NULL)
        fmpz_set_si(low, integer_scale(&problem));
    else if (!double_scale(low, &problem, delta)) {
        search_scale(low, high, &problem);
        return;
    }
    fmpz_set(high, low);
}
