/* Smooth networks on a line: value, slope and second derivative in balls, on pieces of the line. */
#include <stdlib.h>

#include "audit/variation.h"
#include "base/memory.h"

enum { PREC = 96, DEEPEST = 40 };

/* Jets of order 2, three balls for each unit: value, first and second derivative. */
typedef struct jets {
    const nw_axis_line *line;
    arb_ptr now, next;
    arb_ptr parameters;
    size_t widest;
} jets;

static void jets_init(jets *j, const nw_axis_line *line)
{
    const nw_network *network = line->network;
    *j = (jets){.line = line, .widest = network->inputs};
    for (size_t k = 0; k < network->layer_count; k++)
        j->widest = network->layers[k].units > j->widest ? network->layers[k].units : j->widest;
    j->now = _arb_vec_init((slong)(3 * j->widest));
    j->next = _arb_vec_init((slong)(3 * j->widest));
    j->parameters = _arb_vec_init((slong)network->parameter_count);
    for (size_t p = 0; p < network->parameter_count; p++)
        arb_set_d(j->parameters + p, network->parameters[p]);
}

static void jets_clear(jets *j)
{
    _arb_vec_clear(j->now, (slong)(3 * j->widest));
    _arb_vec_clear(j->next, (slong)(3 * j->widest));
    _arb_vec_clear(j->parameters, (slong)j->line->network->parameter_count);
}

/* A rising function on a ball lies between its values at the ends. */
static void rising(arb_t y, void (*f)(arb_t, const arb_t, slong), const arb_t z)
{
    arb_t low, high;
    arb_init(low);
    arb_init(high);
    arb_get_lbound_arf(arb_midref(low), z, PREC);
    arb_get_ubound_arf(arb_midref(high), z, PREC);
    f(low, low, PREC);
    f(high, high, PREC);
    arb_union(y, low, high, PREC);
    arb_clear(low);
    arb_clear(high);
}

/* 1/(1 + z^2) on a ball: between its values where |z| is largest and smallest. */
static void cauchy(arb_t y, const arb_t z)
{
    arb_t low, high;
    arb_init(low);
    arb_init(high);
    arb_get_abs_ubound_arf(arb_midref(low), z, PREC);
    arb_get_abs_lbound_arf(arb_midref(high), z, PREC);
    for (int end = 0; end < 2; end++) {
        arb_ptr at = end == 0 ? low : high;
        arb_sqr(at, at, PREC);
        arb_add_ui(at, at, 1, PREC);
        arb_inv(at, at, PREC);
    }
    arb_union(y, low, high, PREC);
    arb_clear(low);
    arb_clear(high);
}

/* s, s' and s'' on the ball z: with u = tanh z, s' = 1 - u^2 and s'' = -2 u s'; logistic z = (1 + tanh(z/2))/2; arctan'
 * = 1/(1 + z^2), arctan'' = -2 z arctan'^2. */
static void derivatives(arb_t s, arb_t first, arb_t second, nw_activation activation, const arb_t z)
{
    arb_t x;
    arb_init(x);
    if (activation == NW_ARCTAN) {
        rising(s, arb_atan, z);
        cauchy(first, z);
        arb_sqr(second, first, PREC);
        arb_mul(second, second, z, PREC);
        arb_mul_si(second, second, -2, PREC);
    } else {
        slong halved = activation == NW_LOGISTIC ? -1 : 0;
        arb_mul_2exp_si(x, z, halved);
        rising(s, arb_tanh, x);
        arb_sqr(first, s, PREC);
        arb_sub_ui(first, first, 1, PREC);
        arb_mul(second, first, s, PREC);
        arb_neg(first, first);
        arb_mul_2exp_si(second, second, 1);
        if (activation == NW_LOGISTIC) {
            arb_add_ui(s, s, 1, PREC);
            arb_mul_2exp_si(s, s, -1);
            arb_mul_2exp_si(first, first, -2);
            arb_mul_2exp_si(second, second, -3);
        }
    }
    arb_clear(x);
}

static void activate(arb_ptr jet, nw_activation activation)
{
    if (activation == NW_IDENTITY)
        return;
    arb_t s, first, second, square;
    arb_init(s);
    arb_init(first);
    arb_init(second);
    arb_init(square);
    derivatives(s, first, second, activation, jet);
    /* (s(z))'' = s'(z) z'' + s''(z) z'^2 */
    arb_sqr(square, jet + 1, PREC);
    arb_mul(jet + 2, jet + 2, first, PREC);
    arb_addmul(jet + 2, second, square, PREC);
    arb_mul(jet + 1, jet + 1, first, PREC);
    arb_set(jet, s);
    arb_clear(s);
    arb_clear(first);
    arb_clear(second);
    arb_clear(square);
}

/* The jet of q on the ball t stands first in j->now. */
static void jet_on(jets *j, const arb_t t)
{
    const nw_network *network = j->line->network;
    for (size_t a = 0; a < network->inputs; a++) {
        _arb_vec_zero(j->now + 3 * a, 3);
        if (a == j->line->axis) {
            arb_set(j->now + 3 * a, t);
            arb_one(j->now + 3 * a + 1);
        } else {
            arb_set_d(j->now + 3 * a, j->line->p[a]);
        }
    }
    for (size_t k = 0; k < network->layer_count; k++) {
        const nw_layer *layer = &network->layers[k];
        for (size_t u = 0; u < layer->units; u++) {
            arb_ptr jet = j->next + 3 * u, weights = j->parameters + layer->weights + u * layer->inputs;
            for (slong order = 0; order < 3; order++)
                arb_dot(jet + order, order == 0 && layer->has_bias ? j->parameters + layer->biases + u : NULL, 0,
                        weights, 1, j->now + order, 3, (slong)layer->inputs, PREC);
            activate(jet, layer->activation);
        }
        arb_ptr swapped = j->now;
        j->now = j->next;
        j->next = swapped;
    }
}

static void slope_at(arb_t slope, jets *j, const arf_t t)
{
    arb_t point;
    arb_init(point);
    arb_set_arf(point, t);
    jet_on(j, point);
    arb_set(slope, j->now + 1);
    arb_clear(point);
}

typedef struct sum {
    jets jets;
    arb_t variation;
    arb_t tolerance; /* for a length of 1 */
} sum;

/* Whether the piece is settled: *piece then encloses the variation on [low, high].  |change| is never above it, and it
 * is |change| where q'' has one sign, never above (high - low) sup |q''| anyway. */
static bool settled(arb_t piece, sum *total, const arf_t low, const arf_t high, const arb_t change, bool must)
{
    arb_t t, most, length;
    arb_init(t);
    arb_init(most);
    arb_init(length);
    arb_set_interval_arf(t, low, high, PREC);
    jet_on(&total->jets, t);
    arb_srcptr second = total->jets.now + 2;
    arb_abs(piece, change);
    bool one_sign = !arb_contains_zero(second), done = one_sign;
    if (!one_sign) {
        arb_set_arf(length, high);
        arb_sub_arf(length, length, low, PREC);
        arb_abs(most, second);
        arb_mul(most, most, length, PREC);
        arb_get_ubound_arf(arb_midref(t), most, PREC);
        mag_zero(arb_radref(t));
        arb_mul(length, length, total->tolerance, PREC);
        arb_sub(most, t, piece, PREC);
        done = must || arb_le(most, length);
        arb_union(piece, piece, t, PREC);
    }
    arb_clear(t);
    arb_clear(most);
    arb_clear(length);
    return done;
}

static void add_pieces(sum *total, const arf_t low, const arf_t high, const arb_t low_slope, const arb_t high_slope,
                       int depth)
{
    arb_t change, piece, slope;
    arf_t middle;
    arb_init(change);
    arb_init(piece);
    arb_init(slope);
    arf_init(middle);
    arb_sub(change, high_slope, low_slope, PREC);
    if (settled(piece, total, low, high, change, depth == DEEPEST)) {
        arb_add(total->variation, total->variation, piece, PREC);
    } else {
        arf_add(middle, low, high, ARF_PREC_EXACT, ARF_RND_DOWN);
        arf_mul_2exp_si(middle, middle, -1);
        slope_at(slope, &total->jets, middle);
        add_pieces(total, low, middle, low_slope, slope, depth + 1);
        add_pieces(total, middle, high, slope, high_slope, depth + 1);
    }
    arb_clear(change);
    arb_clear(piece);
    arb_clear(slope);
    arf_clear(middle);
}

void nw_variation_smooth(arb_t variation, const nw_axis_line *line, const fmpq_t tolerance)
{
    sum total;
    arf_t low, high;
    arb_t low_slope, high_slope;
    jets_init(&total.jets, line);
    arb_init(total.variation);
    arb_init(total.tolerance);
    arf_init(low);
    arf_init(high);
    arb_init(low_slope);
    arb_init(high_slope);
    arb_set_fmpq(total.tolerance, tolerance, PREC);
    arb_mul_2exp_si(total.tolerance, total.tolerance, -1);
    arf_set_si(low, -1);
    arf_set_si(high, 1);
    slope_at(low_slope, &total.jets, low);
    slope_at(high_slope, &total.jets, high);
    add_pieces(&total, low, high, low_slope, high_slope, 0);
    arb_set(variation, total.variation);
    jets_clear(&total.jets);
    arb_clear(total.variation);
    arb_clear(total.tolerance);
    arf_clear(low);
    arf_clear(high);
    arb_clear(low_slope);
    arb_clear(high_slope);
}
