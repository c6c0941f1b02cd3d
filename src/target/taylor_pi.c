#include <math.h>

#include "target/family.h"

enum { PI_BITS = 256 };

void nw_taylor_pi(nw_space *space, nw_register out)
{
    arb_t pi;
    fmpz_t integer;
    fmpq_t rational;
    arb_init(pi);
    fmpz_init(integer);
    fmpq_init(rational);
    arb_const_pi(pi, PI_BITS + 64);
    arb_mul_2exp_si(pi, pi, PI_BITS);
    /* The ball is far narrower than the distance of 2^PI_BITS pi to an integer: its floor is one number. */
    arb_floor(pi, pi, PI_BITS + 64);
    arb_get_unique_fmpz(integer, pi);
    fmpz_set(fmpq_numref(rational), integer);
    fmpz_one(fmpq_denref(rational));
    fmpz_mul_2exp(fmpq_denref(rational), fmpq_denref(rational), PI_BITS);
    fmpq_canonicalise(rational);

    /* pi - 2^-PI_BITS < floor(2^PI_BITS pi) / 2^PI_BITS <= pi */
    size_t mark = nw_taylor_mark(space);
    nw_register rest = nw_taylor_registers(space, 1);
    nw_taylor_rational(space, out, rational);
    nw_taylor_between(space, rest, ldexp(1, -PI_BITS));
    nw_taylor_add(space, out, out, rest);
    nw_taylor_release(space, mark);
    fmpz_clear(integer);
    fmpq_clear(rational);
    arb_clear(pi);
}
