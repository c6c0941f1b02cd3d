#include "verify/adjoint.h"

#include <math.h>

nw_piece nw_piece_between(nw_activation activation, double low, double high)
{
    if (activation == NW_IDENTITY)
        return NW_PIECE_LINE;
    if (high <= 0)
        return NW_PIECE_ZERO;
    if (activation == NW_CRELU && low >= 1)
        return NW_PIECE_ONE;
    return low >= 0 && (activation == NW_RELU || high <= 1) ? NW_PIECE_LINE : NW_PIECE_CHORD;
}

nw_piece nw_piece_between_balls(nw_activation activation, const arf_t low, const arf_t high)
{
    if (arf_is_nan(low) || arf_is_nan(high))
        return NW_PIECE_CHORD;
    if (arf_sgn(high) <= 0)
        return NW_PIECE_ZERO;
    if (activation == NW_CRELU && arf_cmp_si(low, 1) >= 0)
        return NW_PIECE_ONE;
    return arf_sgn(low) >= 0 && (activation == NW_RELU || arf_cmp_si(high, 1) <= 0) ? NW_PIECE_LINE : NW_PIECE_CHORD;
}

static void clamp(arf_t value, nw_activation activation, const arf_t t)
{
    if (arf_sgn(t) <= 0)
        arf_zero(value);
    else if (activation == NW_CRELU && arf_cmp_si(t, 1) > 0)
        arf_one(value);
    else
        arf_set(value, t);
}

/* Over all numbers: relu has no bound there, crelu lies in [0,1]. */
static void chord_of_all(nw_chord *chord, nw_activation activation)
{
    chord->kinks = 2;
    chord->slope = 0;
    chord->middle = activation == NW_CRELU ? 0.5 : 0;
    if (activation == NW_CRELU)
        mag_set_d(chord->spread, 0.5);
    else
        mag_inf(chord->spread);
}

/* From end to end of the graph over [low, high]; any other number from 0 to 1 would do. */
static double chord_slope(nw_activation activation, double low, double high)
{
    double slope = ((activation == NW_CRELU ? fmin(high, 1) : high) - fmax(low, 0)) / (high - low);
    return slope >= 0 && slope <= 1 ? slope : 0;
}

/* s(t) - slope t takes its extremes on [low, high] at the ends and at the kinks between them.  All of it is exact but
 * slope and middle, which are free, and spread, which is rounded up. */
void nw_chord_between(nw_chord *chord, nw_activation activation, const arf_t low, const arf_t high)
{
    arf_t point, value, least, most, slope;
    if (!arf_is_finite(low) || !arf_is_finite(high)) {
        chord_of_all(chord, activation);
        return;
    }
    chord->kinks = (arf_sgn(low) < 0) + (activation == NW_CRELU && arf_cmp_si(high, 1) > 0);
    chord->upper = arf_sgn(low) >= 0;
    chord->slope = chord_slope(activation, arf_get_d(low, ARF_RND_NEAR), arf_get_d(high, ARF_RND_NEAR));
    arf_init(point);
    arf_init(value);
    arf_init(least);
    arf_init(most);
    arf_init(slope);
    arf_set_d(slope, chord->slope);
    for (int i = 0; i < 4; i++) {
        if (i < 2)
            arf_set(point, i == 0 ? low : high);
        else
            arf_set_si(point, i - 2);
        if (arf_cmp(point, low) < 0 || arf_cmp(point, high) > 0) /* a kink out of reach */
            continue;
        clamp(value, activation, point);
        arf_submul(value, slope, point, ARF_PREC_EXACT, ARF_RND_DOWN);
        if (i == 0 || arf_cmp(value, least) < 0)
            arf_set(least, value);
        if (i == 0 || arf_cmp(value, most) > 0)
            arf_set(most, value);
    }
    arf_add(value, least, most, ARF_PREC_EXACT, ARF_RND_DOWN);
    chord->middle = arf_get_d(value, ARF_RND_NEAR) / 2;
    chord->middle = isfinite(chord->middle) ? chord->middle : 0;
    arf_set_d(value, chord->middle);
    arf_sub(most, most, value, ARF_PREC_EXACT, ARF_RND_DOWN);
    arf_sub(least, value, least, ARF_PREC_EXACT, ARF_RND_DOWN);
    arf_get_mag(chord->spread, arf_cmp(most, least) > 0 ? most : least);
    arf_clear(point);
    arf_clear(value);
    arf_clear(least);
    arf_clear(most);
    arf_clear(slope);
}

/* The same in doubles: each difference is off by at most 2 u (|slope t| + 1 + |t|), and |slope t| <= |t|. */
void nw_chord_roughly(nw_chord *chord, nw_activation activation, double low, double high)
{
    const double points[4] = {low, high, 0, 1};
    double least = INFINITY, most = -INFINITY, size = fmax(-low, high);
    if (!(low > -0x1p500 && high < 0x1p500)) {
        chord_of_all(chord, activation);
        return;
    }
    chord->kinks = 2;
    chord->slope = chord_slope(activation, low, high);
    for (int i = 0; i < 4; i++) {
        double t = points[i], value = activation == NW_CRELU ? fmin(fmax(t, 0), 1) : fmax(t, 0);
        if (t < low || t > high)
            continue;
        least = fmin(least, value - chord->slope * t);
        most = fmax(most, value - chord->slope * t);
    }
    chord->middle = (least + most) / 2;
    mag_set_d(chord->spread, (most - least) / 2 + 0x1p-48 * (1 + size));
}
