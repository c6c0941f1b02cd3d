#include "audit/h3_ramp.h"

void nw_ramp_init(nw_ramp *ramp)
{
    fmpq_init(ramp->a);
    fmpq_init(ramp->b);
    fmpq_init(ramp->w);
    fmpq_init(ramp->c);
}

void nw_ramp_clear(nw_ramp *ramp)
{
    fmpq_clear(ramp->a);
    fmpq_clear(ramp->b);
    fmpq_clear(ramp->w);
    fmpq_clear(ramp->c);
}

void nw_ramp_value(fmpq_t y, const nw_ramp *ramp, const fmpq_t x)
{
    fmpq_t t;
    fmpq_init(t);
    fmpq_mul(t, ramp->w, x);
    fmpq_sub(t, t, ramp->c);
    fmpq_set(y, ramp->a);
    if (fmpq_sgn(t) > 0)
        fmpq_addmul(y, ramp->b, t);
    fmpq_clear(t);
}

/* error = max(error, |f(x) - x^2|). */
static void look_at(fmpq_t error, const nw_ramp *ramp, const fmpq_t x)
{
    fmpq_t y;
    fmpq_init(y);
    nw_ramp_value(y, ramp, x);
    fmpq_submul(y, x, x);
    fmpq_abs(y, y);
    if (fmpq_cmp(y, error) > 0)
        fmpq_set(error, y);
    fmpq_clear(y);
}

static bool within(const fmpq_t x)
{
    return fmpq_cmp_si(x, -1) >= 0 && fmpq_cmp_si(x, 1) <= 0;
}

void nw_ramp_error(fmpq_t error, const nw_ramp *ramp)
{
    fmpq_t x;
    fmpq_init(x);
    fmpq_zero(error);
    /* A point is looked at with f's own value, so that one outside its piece is harmless: |f - y| there is no larger
     * than the maximum. */
    fmpq_set_si(x, -1, 1);
    look_at(error, ramp, x);
    fmpq_set_si(x, 1, 1);
    look_at(error, ramp, x);
    fmpq_zero(x); /* the flat piece's x = q/2 */
    look_at(error, ramp, x);
    fmpq_mul(x, ramp->b, ramp->w);
    fmpq_div_2exp(x, x, 1); /* the other's */
    if (within(x))
        look_at(error, ramp, x);
    if (!fmpq_is_zero(ramp->w)) {
        fmpq_div(x, ramp->c, ramp->w); /* the kink */
        if (within(x))
            look_at(error, ramp, x);
    }
    fmpq_clear(x);
}

void nw_ramp_limit(fmpq_t limit, const fmpq_t c, const fmpq_t slope, const fmpq_t edge)
{
    fmpq_t rest;
    fmpq_init(rest);
    fmpq_set_si(rest, 1, 2);
    if (fmpq_cmp(c, rest) <= 0) {
        fmpq_mul(limit, slope, c);
    } else {
        fmpq_set_si(rest, 1, 1);
        fmpq_sub(rest, rest, c);
        fmpq_div(limit, edge, rest);
    }
    fmpq_clear(rest);
}

static bool is_half(const fmpq_t x)
{
    return fmpz_is_one(fmpq_numref(x)) && fmpz_equal_ui(fmpq_denref(x), 2);
}

/* w != 0: on [-1,1] f is a + slope max(+-x - kink, 0). */
static bool ramp_is_best(const nw_ramp *ramp, const fmpq_t slope, const fmpq_t edge)
{
    fmpq_t kink, size, limit;
    fmpq_init(kink);
    fmpq_init(size);
    fmpq_init(limit);
    fmpq_abs(kink, ramp->w);
    fmpq_mul(size, ramp->b, kink);
    fmpq_div(kink, ramp->c, kink);
    bool flat = fmpq_cmp_si(kink, 1) >= 0 || fmpq_is_zero(size); /* the unit does nothing */
    bool best = flat;
    if (!flat && fmpq_sgn(kink) > 0) {
        nw_ramp_limit(limit, kink, slope, edge);
        best = fmpq_sgn(size) > 0 && fmpq_cmp(size, limit) <= 0;
    }
    fmpq_clear(kink);
    fmpq_clear(size);
    fmpq_clear(limit);
    return best && is_half(ramp->a);
}

bool nw_ramp_is_best(const nw_ramp *ramp, const fmpq_t slope, const fmpq_t edge)
{
    if (!fmpq_is_zero(ramp->w))
        return ramp_is_best(ramp, slope, edge);
    fmpq_t level;
    fmpq_init(level);
    nw_ramp_value(level, ramp, level); /* the same everywhere */
    bool best = is_half(level);
    fmpq_clear(level);
    return best;
}
