#include "audit/h3_monotone.h"

#include "audit/enclosures.h"
#include "audit/h3_ramp.h"
#include "base/random.h"

enum { PREC = 256 };

void nw_monotone_bound(fmpq_t bound, slong x)
{
    /* |f(x) - y(x)| + |f(0) - y(0)| >= y(x) - f(x) + f(0) - y(0) >= y(x) - y(0). */
    fmpq_set_si(bound, x * x, 2);
    fmpq_canonicalise(bound);
}

/* error = max |1/2 + b max(x - c, 0) - x^2|, b = c = 0 for the constant. */
static void error_of(fmpq_t error, slong b, slong c_top, ulong c_bottom)
{
    nw_ramp ramp;
    nw_ramp_init(&ramp);
    fmpq_set_si(ramp.a, 1, 2);
    fmpq_set_si(ramp.b, b, 1);
    fmpq_set_si(ramp.w, 1, 1);
    fmpq_set_si(ramp.c, c_top, c_bottom);
    nw_ramp_error(error, &ramp);
    nw_ramp_clear(&ramp);
}

nw_outcome nw_monotone_gains_nothing(const fmpq_t error)
{
    fmpq_t rising, falling, constant;
    fmpq_init(rising);
    fmpq_init(falling);
    fmpq_init(constant);
    nw_monotone_bound(rising, -1);
    nw_monotone_bound(falling, 1);
    error_of(constant, 0, 0, 1);
    bool same = fmpq_equal(rising, error) && fmpq_equal(falling, error) && fmpq_equal(constant, error);
    fmpq_clear(rising);
    fmpq_clear(falling);
    fmpq_clear(constant);
    return nw_decide_exactly(same);
}

nw_outcome nw_ramp_two_best(const fmpq_t error)
{
    fmpq_t first, second;
    fmpq_init(first);
    fmpq_init(second);
    error_of(first, 1, 1, 2);
    error_of(second, 2, 1, 2); /* at x = 1 it is 1/2 above the first */
    bool both = fmpq_equal(first, error) && fmpq_equal(second, error);
    fmpq_clear(first);
    fmpq_clear(second);
    return nw_decide_both(nw_decide_exactly(both), nw_monotone_gains_nothing(error));
}

/* ---- random networks of one unit ---- */

/* A multiple of 2^-16 in [-size, size]. */
static void draw(arb_t x, gsl_rng *rng, double size)
{
    double steps = size * 0x1p16;
    arb_set_si(x, (slong)(2 * steps * gsl_rng_uniform(rng)) - (slong)steps);
    arb_mul_2exp_si(x, x, -16);
}

/* error = |a + b s(w x + c) - x^2|. */
static void error_at(arb_t error, const nw_unit *unit, arb_srcptr p, slong x)
{
    arb_t t;
    arb_init(t);
    arb_mul_si(t, p + 2, x, ARF_PREC_EXACT);
    arb_add(t, t, p + 3, ARF_PREC_EXACT);
    nw_unit_value(error, unit, t, PREC);
    arb_mul(error, error, p + 1, PREC);
    arb_add(error, error, p, PREC);
    arb_sub_si(error, error, x * x, PREC);
    arb_abs(error, error);
    arb_clear(t);
}

void nw_monotone_draw(nw_monotone_sample *sample, const nw_unit *unit, const fmpq_t error, size_t count,
                      unsigned long seed)
{
    gsl_rng *rng = nw_random_stream(seed, 3, 1);
    arb_ptr p = _arb_vec_init(4);
    arb_t largest, other, level;
    arb_init(largest);
    arb_init(other);
    arb_init(level);
    arb_set_fmpq(level, error, PREC);
    *sample = (nw_monotone_sample){.drawn = count};
    for (size_t i = 0; i < count; i++) {
        draw(p, rng, 2);
        draw(p + 1, rng, 4);
        draw(p + 2, rng, 4);
        draw(p + 3, rng, 4);
        error_at(largest, unit, p, -1);
        for (slong x = 0; x <= 1; x++) {
            error_at(other, unit, p, x);
            arb_max(largest, largest, other, PREC);
        }
        nw_outcome outcome = nw_decide_at_most(level, largest);
        sample->above += outcome == NW_PROVED;
        sample->below += outcome == NW_REFUTED;
        sample->undecided += outcome == NW_UNKNOWN;
    }
    _arb_vec_clear(p, 4);
    arb_clear(largest);
    arb_clear(other);
    arb_clear(level);
    gsl_rng_free(rng);
}
