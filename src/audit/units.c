#include "audit/units.h"

#include <math.h>

#include "audit/enclosures.h"

/* ---- jets ---- */

/* y' = 1 - y^2. */
static void jet_tanh(arb_ptr jet, const arb_t t, slong length, const void *data, slong prec)
{
    (void)data;
    arb_tanh(jet, t, prec);
    for (slong k = 0; k + 1 < length; k++) {
        arb_ptr next = jet + k + 1;
        if (k == 0)
            arb_sqr(next, jet, prec); /* tighter than the product of a ball with itself */
        else
            arb_zero(next);
        for (slong i = 0; k > 0 && i <= k; i++)
            arb_addmul(next, jet + i, jet + k - i, prec);
        arb_neg(next, next);
        if (k == 0)
            arb_add_ui(next, next, 1, prec);
        arb_div_ui(next, next, (ulong)k + 1, prec);
    }
}

/* 1/2 + tanh(t/2)/2. */
static void jet_logistic(arb_ptr jet, const arb_t t, slong length, const void *data, slong prec)
{
    arb_t half;
    arb_init(half);
    arb_mul_2exp_si(half, t, -1);
    jet_tanh(jet, half, length, data, prec);
    arb_add_ui(jet, jet, 1, prec);
    for (slong k = 0; k < length; k++)
        arb_mul_2exp_si(jet + k, jet + k, -1 - k);
    arb_clear(half);
}

/* The derivative q = 1/(1 + t^2) from (1 + t^2 + 2 t d + d^2) q = 1. */
static void jet_arctan(arb_ptr jet, const arb_t t, slong length, const void *data, slong prec)
{
    (void)data;
    arb_t square, term;
    arb_init(square);
    arb_init(term);
    arb_sqr(square, t, prec);
    arb_add_ui(square, square, 1, prec);
    arb_atan(jet, t, prec);
    for (slong k = 0; k + 1 < length; k++) { /* jet[k + 1] = q_k for now */
        arb_ptr q = jet + k + 1;
        if (k == 0) {
            arb_inv(q, square, prec);
            continue;
        }
        arb_mul(term, t, q - 1, prec);
        arb_mul_2exp_si(term, term, 1);
        if (k > 1)
            arb_add(term, term, q - 2, prec);
        arb_neg(term, term);
        arb_div(q, term, square, prec);
    }
    for (slong k = 1; k < length; k++)
        arb_div_ui(jet + k, jet + k, (ulong)k, prec);
    arb_clear(square);
    arb_clear(term);
}

static void jet_line(arb_ptr jet, const arb_t t, slong length, const void *data, slong prec)
{
    (void)data;
    for (slong k = 0; k < length; k++)
        arb_set_ui(jet + k, k == 1);
    arb_set_round(jet, t, prec);
}

static void jet_zero(arb_ptr jet, const arb_t t, slong length, const void *data, slong prec)
{
    (void)t, (void)data, (void)prec;
    _arb_vec_zero(jet, length);
}

static void jet_one(arb_ptr jet, const arb_t t, slong length, const void *data, slong prec)
{
    jet_zero(jet, t, length, data, prec);
    arb_one(jet);
}

/* -1/t: -(-1)^k t^-(k+1). */
static void jet_yarotsky_left(arb_ptr jet, const arb_t t, slong length, const void *data, slong prec)
{
    (void)data;
    arb_t inverse;
    arb_init(inverse);
    arb_inv(inverse, t, prec);
    arb_neg(inverse, inverse); /* -1/t > 0 */
    for (slong k = 0; k < length; k++) {
        if (k == 0)
            arb_set(jet, inverse);
        else
            arb_mul(jet + k, jet + k - 1, inverse, prec);
    }
    arb_clear(inverse);
}

/* s' = arcsin(t)/pi + 3/2, s'' = q/pi with q = (1 - t^2)^(-1/2), and (1 - t^2)(k+1) q_{k+1} = (2k+1) t q_k + k q_{k-1}.
 * At t = -1 and 1 there is no s''. */
static void jet_yarotsky_middle(arb_ptr jet, const arb_t t, slong length, const void *data, slong prec)
{
    (void)data;
    arb_t pi, square, root, arc, term;
    arb_init(pi);
    arb_init(square);
    arb_init(root);
    arb_init(arc);
    arb_init(term);
    arb_const_pi(pi, prec);
    arb_sqr(square, t, prec);
    arb_sub_ui(square, square, 1, prec);
    arb_neg(square, square);
    arb_sqrt(root, square, prec);
    arb_asin(arc, t, prec);

    arb_mul(term, t, arc, prec);
    arb_add(term, term, root, prec);
    arb_div(jet, term, pi, prec);
    arb_mul_ui(term, t, 3, prec);
    arb_mul_2exp_si(term, term, -1);
    arb_add(jet, jet, term, prec);
    arb_add_ui(jet, jet, 2, prec);
    if (length > 1) {
        arb_div(jet + 1, arc, pi, prec);
        arb_set_d(term, 1.5);
        arb_add(jet + 1, jet + 1, term, prec);
    }
    for (slong k = 0; k + 2 < length; k++) { /* jet[k + 2] = q_k for now */
        arb_ptr q = jet + k + 2;
        if (k == 0) {
            arb_inv(q, root, prec);
            continue;
        }
        arb_mul(q, t, q - 1, prec);
        arb_mul_ui(q, q, (ulong)(2 * k - 1), prec);
        if (k > 1)
            arb_addmul_ui(q, q - 2, (ulong)(k - 1), prec);
        arb_div(q, q, square, prec);
        arb_div_ui(q, q, (ulong)k, prec);
    }
    for (slong k = 2; k < length; k++) {
        arb_div(jet + k, jet + k, pi, prec);
        arb_div_ui(jet + k, jet + k, (ulong)(k * (k - 1)), prec);
    }
    arb_clear(pi);
    arb_clear(square);
    arb_clear(root);
    arb_clear(arc);
    arb_clear(term);
}

/* 7 - 3/t + (sin(pi t)/pi) t^-2: the jets of sin(pi t)/pi are pi^(k-1) sin or cos / k!, those of t^-2 are
 * (-1)^k (k+1) t^-(k+2). */
static void jet_yarotsky_right(arb_ptr jet, const arb_t t, slong length, const void *data, slong prec)
{
    (void)data;
    arb_ptr wave = _arb_vec_init(length), decay = _arb_vec_init(length);
    arb_t pi, inverse, sine, cosine, scale;
    arb_init(pi);
    arb_init(inverse);
    arb_init(sine);
    arb_init(cosine);
    arb_init(scale);
    arb_const_pi(pi, prec);
    arb_inv(inverse, t, prec);
    arb_sin_cos_pi(sine, cosine, t, prec);
    arb_inv(scale, pi, prec);
    for (slong k = 0; k < length; k++) {
        arb_mul(wave + k, k % 2 == 0 ? sine : cosine, scale, prec);
        if (k % 4 >= 2)
            arb_neg(wave + k, wave + k);
        arb_mul(scale, scale, pi, prec);
        arb_div_ui(scale, scale, (ulong)k + 1, prec);
        arb_pow_ui(decay + k, inverse, (ulong)k + 2, prec);
        arb_mul_si(decay + k, decay + k, k % 2 == 0 ? k + 1 : -(k + 1), prec);
    }
    for (slong k = 0; k < length; k++) {
        arb_pow_ui(jet + k, inverse, (ulong)k + 1, prec);
        arb_mul_si(jet + k, jet + k, k % 2 == 0 ? -3 : 3, prec);
        for (slong i = 0; i <= k; i++)
            arb_addmul(jet + k, wave + i, decay + k - i, prec);
    }
    arb_add_ui(jet, jet, 7, prec);
    _arb_vec_clear(wave, length);
    _arb_vec_clear(decay, length);
    arb_clear(pi);
    arb_clear(inverse);
    arb_clear(sine);
    arb_clear(cosine);
    arb_clear(scale);
}

/* ---- units ---- */

enum { SMOOTH = 1000 /* no break */ };

const nw_unit nw_unit_tanh = {"tanh", 1, {{jet_tanh, -INFINITY, INFINITY}}, SMOOTH};
const nw_unit nw_unit_logistic = {"logistic", 1, {{jet_logistic, -INFINITY, INFINITY}}, SMOOTH};
const nw_unit nw_unit_arctan = {"arctan", 1, {{jet_arctan, -INFINITY, INFINITY}}, SMOOTH};
const nw_unit nw_unit_crelu = {"crelu", 3, {{jet_zero, -INFINITY, 0}, {jet_line, 0, 1}, {jet_one, 1, INFINITY}}, 0};
const nw_unit nw_unit_relu = {"relu", 2, {{jet_zero, -INFINITY, 0}, {jet_line, 0, INFINITY}}, 0};
const nw_unit nw_unit_yarotsky = {"yarotsky",
                                  3,
                                  {{jet_yarotsky_left, -INFINITY, -1},
                                   {jet_yarotsky_middle, -1, 1},
                                   {jet_yarotsky_right, 1, INFINITY}},
                                  1};

void nw_unit_value(arb_t value, const nw_unit *unit, const arb_t t, slong prec)
{
    int i = 0;
    while (i + 1 < unit->pieces && arf_cmp_d(arb_midref(t), unit->piece[i].high) > 0)
        i++;
    unit->piece[i].jet(value, t, 1, NULL, prec);
}

bool nw_unit_breaks_within(const nw_unit *unit, double low, double high)
{
    for (int i = 0; i + 1 < unit->pieces; i++)
        if (low < unit->piece[i].high && unit->piece[i].high < high)
            return true;
    return false;
}

void nw_unit_sup(arb_t sup, const nw_unit *unit, slong order, double low, double high, slong bits, slong prec)
{
    arf_t from, to;
    arb_t part;
    arf_init(from);
    arf_init(to);
    arb_init(part);
    arb_zero(sup);
    for (int i = 0; i < unit->pieces; i++) {
        const nw_unit_piece *piece = &unit->piece[i];
        arf_set_d(from, fmax(low, piece->low));
        arf_set_d(to, fmin(high, piece->high));
        if (arf_cmp(from, to) >= 0)
            continue;
        nw_smooth f = {piece->jet, NULL};
        nw_smooth_sup(part, &f, order, from, to, bits, prec);
        arb_max(sup, sup, part, prec);
    }
    arf_clear(from);
    arf_clear(to);
    arb_clear(part);
}
