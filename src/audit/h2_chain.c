#include "audit/h2_chain.h"

void nw_chain_error(arb_t error, const nw_unit *unit, int depth, int place, slong prec)
{
    arb_t t;
    arb_init(t);
    arb_one(t);
    arb_mul_2exp_si(t, t, -place);
    for (int i = 0; i < depth; i++)
        nw_unit_value(t, unit, t, prec); /* one piece: balls are welcome */
    arb_mul_2exp_si(t, t, place);
    arb_sub_ui(t, t, 1, prec);
    arb_neg(error, t);
    arb_clear(t);
}
