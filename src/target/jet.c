#include "target/jet.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* ---- shapes ---- */

size_t nw_jet_find(const nw_jet_shape *shape, const int *exponents)
{
    size_t term = 0;
    while (term < shape->terms && memcmp(shape->exponents[term], exponents, sizeof shape->exponents[term]) != 0)
        term++;
    return term;
}

/* Adds the terms of one degree, the exponents of the axes before `axis` given. */
static void add_terms(nw_jet_shape *shape, int *exponents, int axis, int left)
{
    if (axis == shape->inputs - 1) {
        exponents[axis] = left;
        memcpy(shape->exponents[shape->terms++], exponents, sizeof shape->exponents[0]);
        return;
    }
    for (int power = left; power >= 0; power--) {
        exponents[axis] = power;
        add_terms(shape, exponents, axis + 1, left - power);
    }
}

void nw_jet_shape_init(nw_jet_shape *shape, int inputs, int degree)
{
    *shape = (nw_jet_shape){.inputs = inputs, .degree = degree};
    for (int d = 0; d <= degree; d++) {
        int exponents[NW_MOST_INPUTS] = {0};
        add_terms(shape, exponents, 0, d);
    }
    shape->pair = nw_alloc(shape->terms * shape->terms, sizeof *shape->pair);
    for (size_t a = 0; a < shape->terms; a++)
        for (size_t b = 0; b < shape->terms; b++) {
            int sum[NW_MOST_INPUTS];
            for (int axis = 0; axis < NW_MOST_INPUTS; axis++)
                sum[axis] = shape->exponents[a][axis] + shape->exponents[b][axis];
            size_t to = nw_jet_find(shape, sum);
            if (to < shape->terms)
                shape->pair[shape->pairs++] = (nw_jet_pair){(unsigned char)a, (unsigned char)b, (unsigned char)to};
        }
}

void nw_jet_shape_clear(nw_jet_shape *shape)
{
    free(shape->pair);
}

/* ---- arithmetic ---- */

/* Whether a b is 0 or need not be looked at: `loose` takes 0 times what is not finite for 0. */
static bool vanishes(const arb_t a, const arb_t b, bool loose)
{
    return (arb_is_zero(a) && (loose || arb_is_finite(b))) || (arb_is_zero(b) && (loose || arb_is_finite(a)));
}

/* out = a b; out is neither. */
static void multiply(arb_ptr out, arb_srcptr a, arb_srcptr b, bool loose, const nw_jet_shape *shape, slong prec)
{
    _arb_vec_zero(out, (slong)shape->terms);
    for (size_t i = 0; i < shape->pairs; i++) {
        nw_jet_pair pair = shape->pair[i];
        if (!vanishes(a + pair.a, b + pair.b, loose))
            arb_addmul(out + pair.to, a + pair.a, b + pair.b, prec);
    }
}

/* out = sum_j k[j] (a - a_0)^j: the composition with a function whose derivatives over the ball a_0 are k[j] j!.  Both
 * enclosures hold at every point of the box, hence the result does (chain rule).  A coefficient of a - a_0 that is 0 is
 * 0 identically, and what does not exist is not multiplied by it.  room: 2 * terms. */
static void compose(arb_ptr out, arb_srcptr k, arb_srcptr a, arb_ptr room, const nw_jet_shape *shape, slong prec)
{
    slong terms = (slong)shape->terms;
    arb_ptr rest = room, product = room + terms;
    _arb_vec_set(rest, a, terms);
    arb_zero(rest);
    _arb_vec_zero(out, terms);
    arb_set(out, k + shape->degree);
    for (int j = shape->degree - 1; j >= 0; j--) {
        multiply(product, out, rest, true, shape, prec);
        _arb_vec_set(out, product, terms);
        arb_add(out, out, k + j, prec);
    }
}

/* ---- derivatives of the functions over a ball: k[j] encloses f^(j)/j! ---- */

static void ends(arb_t lower, arb_t upper, const arb_t t, slong prec)
{
    arb_get_lbound_arf(arb_midref(lower), t, prec);
    mag_zero(arb_radref(lower));
    arb_get_ubound_arf(arb_midref(upper), t, prec);
    mag_zero(arb_radref(upper));
}

/* t^p, without the negative part that a product of balls would have for even p. */
static void tight_power(arb_t y, const arb_t t, ulong p, slong prec)
{
    if (p == 0 || p % 2 == 1 || !arb_contains_zero(t) || !arb_is_finite(t)) {
        arb_pow_ui(y, t, p, prec);
        return;
    }
    mag_t most;
    mag_init(most);
    arb_get_mag(most, t);
    mag_pow_ui(most, most, p); /* [0, most] */
    arf_set_mag(arb_midref(y), most);
    mag_zero(arb_radref(y));
    mag_mul_2exp_si(most, most, -1);
    arf_mul_2exp_si(arb_midref(y), arb_midref(y), -1);
    arb_add_error_mag(y, most);
    mag_clear(most);
}

static void power_series(arb_ptr k, const arb_t t, int p, int degree, slong prec)
{
    fmpz_t binomial;
    fmpz_init(binomial);
    for (int j = 0; j <= degree; j++) {
        if (j > p) {
            arb_zero(k + j);
            continue;
        }
        fmpz_bin_uiui(binomial, (ulong)p, (ulong)j);
        tight_power(k + j, t, (ulong)(p - j), prec);
        arb_mul_fmpz(k + j, k + j, binomial, prec);
    }
    fmpz_clear(binomial);
}

/* sin, cos, -sin/2, -cos/6, sin/24; for cos one derivative later. */
static void sine_series(arb_ptr k, const arb_t t, bool cosine, int degree, slong prec)
{
    arb_t s, c;
    arb_init(s);
    arb_init(c);
    arb_sin_cos(s, c, t, prec);
    ulong factorial = 1;
    for (int j = 0; j <= degree; j++) {
        int turn = (j + cosine) % 4;
        factorial *= j > 0 ? (ulong)j : 1;
        arb_div_ui(k + j, turn % 2 == 0 ? s : c, factorial, prec);
        if (turn >= 2)
            arb_neg(k + j, k + j);
    }
    arb_clear(s);
    arb_clear(c);
}

static void exponential_series(arb_ptr k, const arb_t t, int degree, slong prec)
{
    arb_exp(k, t, prec);
    for (int j = 1; j <= degree; j++)
        arb_div_ui(k + j, k + j - 1, (ulong)j, prec);
}

/* tanh rises: its ends over the ball are those at the ends.  Then y' = 1 - y^2 gives the series term by term. */
static void tangent_series(arb_ptr k, const arb_t t, int degree, slong prec)
{
    arb_t lower, upper;
    arb_init(lower);
    arb_init(upper);
    ends(lower, upper, t, prec);
    arb_tanh(lower, lower, prec);
    arb_tanh(upper, upper, prec);
    arb_union(k, lower, upper, prec);
    if (!arb_is_finite(k)) { /* t is not */
        arb_zero(k);
        arb_add_error_2exp_si(k, 0);
    }
    for (int j = 0; j < degree; j++) {
        if (j == 0)
            tight_power(k + 1, k, 2, prec);
        else
            arb_zero(k + j + 1);
        for (int i = 0; j > 0 && i <= j; i++)
            arb_addmul(k + j + 1, k + i, k + j - i, prec);
        arb_neg(k + j + 1, k + j + 1);
        if (j == 0)
            arb_add_ui(k + 1, k + 1, 1, prec);
        arb_div_ui(k + j + 1, k + j + 1, (ulong)j + 1, prec);
    }
    arb_clear(lower);
    arb_clear(upper);
}

/* 1/t, -1/t^2, ..; not finite where the ball holds 0. */
static void reciprocal_series(arb_ptr k, const arb_t t, int degree, slong prec)
{
    arb_inv(k, t, prec);
    for (int j = 1; j <= degree; j++) {
        tight_power(k + j, k, (ulong)j + 1, prec);
        if (j % 2 == 1)
            arb_neg(k + j, k + j);
    }
}

/* |t|: where t may have either sign the slope is anything in [-1, 1] (the derivative where it exists), and there are no
 * higher derivatives. */
static void absolute_series(arb_ptr k, const arb_t t, int degree)
{
    bool kink = !arb_is_nonnegative(t) && !arb_is_nonpositive(t);
    for (int j = 1; j <= degree; j++)
        arb_zero(k + j);
    if (kink) {
        mag_t most;
        mag_init(most);
        arb_get_mag(most, t);
        mag_mul_2exp_si(most, most, -1); /* [0, most] */
        arf_set_mag(arb_midref(k), most);
        mag_zero(arb_radref(k));
        arb_add_error_mag(k, most);
        mag_clear(most);
        for (int j = 2; j <= degree; j++)
            arb_indeterminate(k + j);
        if (degree >= 1)
            arb_add_error_2exp_si(k + 1, 0);
        return;
    }
    arb_abs(k, t);
    if (degree >= 1)
        arb_set_si(k + 1, arb_is_nonnegative(t) ? 1 : -1);
}

static void series(arb_ptr k, const nw_instruction *code, const arb_t t, int degree, slong prec)
{
    switch (code->operation) {
    case NW_DO_POWER:
        power_series(k, t, code->exponent, degree, prec);
        break;
    case NW_DO_SIN:
        sine_series(k, t, false, degree, prec);
        break;
    case NW_DO_COS:
        sine_series(k, t, true, degree, prec);
        break;
    case NW_DO_EXP:
        exponential_series(k, t, degree, prec);
        break;
    case NW_DO_TANH:
        tangent_series(k, t, degree, prec);
        break;
    case NW_DO_DIVIDE:
        reciprocal_series(k, t, degree, prec);
        break;
    default:
        absolute_series(k, t, degree);
        break;
    }
}

/* ---- formulas ---- */

static void leaf(arb_ptr y, const nw_instruction *code, int m1, const nw_jet_shape *shape, arb_srcptr inputs,
                 slong prec)
{
    _arb_vec_zero(y, (slong)shape->terms);
    if (code->operation == NW_DO_NUMBER) {
        arb_set_fmpq(y, code->number, prec);
    } else if (code->operation == NW_DO_PI) {
        arb_const_pi(y, prec);
    } else {
        int axis = nw_instruction_input(code, m1), exponents[NW_MOST_INPUTS] = {0};
        exponents[axis] = 1;
        arb_set(y, inputs + axis);
        arb_one(y + nw_jet_find(shape, exponents));
    }
}

/* min and max: one of the two where that is sure, else (a + b -+ |a - b|)/2. */
static void extreme(arb_ptr y, const nw_instruction *code, arb_srcptr a, arb_srcptr b, arb_ptr room,
                    const nw_jet_shape *shape, slong prec)
{
    slong terms = (slong)shape->terms;
    bool least = code->operation == NW_DO_MIN;
    if (arb_le(a, b) || arb_ge(a, b)) {
        _arb_vec_set(y, arb_le(a, b) == least ? a : b, terms);
        return;
    }
    arb_ptr k = _arb_vec_init(NW_JET_DEGREE + 1), difference = room + 2 * terms;
    _arb_vec_sub(difference, a, b, terms, prec);
    absolute_series(k, difference, shape->degree);
    compose(y, k, difference, room, shape, prec);
    if (least)
        _arb_vec_neg(y, y, terms);
    _arb_vec_add(y, y, a, terms, prec);
    _arb_vec_add(y, y, b, terms, prec);
    _arb_vec_scalar_mul_2exp_si(y, y, terms, -1);
    _arb_vec_clear(k, NW_JET_DEGREE + 1);
}

static void step(arb_ptr y, const nw_instruction *code, arb_srcptr a, arb_srcptr b, arb_ptr room,
                 const nw_jet_shape *shape, slong prec)
{
    slong terms = (slong)shape->terms;
    arb_ptr k;
    switch (code->operation) {
    case NW_DO_ADD:
        _arb_vec_add(y, a, b, terms, prec);
        break;
    case NW_DO_SUBTRACT:
        _arb_vec_sub(y, a, b, terms, prec);
        break;
    case NW_DO_NEGATE:
        _arb_vec_neg(y, a, terms);
        break;
    case NW_DO_MULTIPLY:
        multiply(y, a, b, false, shape, prec);
        break;
    case NW_DO_MIN:
    case NW_DO_MAX:
        extreme(y, code, a, b, room, shape, prec);
        break;
    default:
        k = _arb_vec_init(NW_JET_DEGREE + 1);
        if (code->operation == NW_DO_DIVIDE) { /* a * (1/b) */
            series(k, code, b, shape->degree, prec);
            compose(room + 2 * terms, k, b, room, shape, prec);
            multiply(y, a, room + 2 * terms, false, shape, prec);
        } else {
            series(k, code, a, shape->degree, prec);
            compose(y, k, a, room, shape, prec);
        }
        _arb_vec_clear(k, NW_JET_DEGREE + 1);
        break;
    }
}

void nw_jet_expression(arb_ptr jets, arb_ptr room, const nw_expression *expression, int m1, const nw_jet_shape *shape,
                       arb_srcptr inputs, slong prec)
{
    size_t terms = shape->terms;
    for (size_t i = 0; i < expression->count; i++) {
        const nw_instruction *code = &expression->code[i];
        arb_ptr y = jets + i * terms;
        if (code->operation <= NW_DO_I)
            leaf(y, code, m1, shape, inputs, prec);
        else
            step(y, code, jets + code->a * terms, jets + code->b * terms, room, shape, prec);
    }
}
