#include "audit/h1_members.h"

#include <math.h>
#include <stdlib.h>

/* The linear pieces are looked at twice: where [-1,1]^m meets one piece alone the unit is linear, a member for every r;
 * with the kink inside it is a member of the closure for r = 1. */
const nw_h1_member nw_h1_members[] = {
    {&nw_unit_tanh, "c tanh", 1, 1, 0, false},
    {&nw_unit_logistic, "c logistic", 1, 1, 0, false},
    {&nw_unit_arctan, "c arctan", 1, 1, 0, false},
    {&nw_unit_crelu, "c crelu", 1, 4, 0.5, false},
    {&nw_unit_crelu, "c crelu kink", 1, 1, 0, true},
    {&nw_unit_relu, "c relu", 1, 4, 0.5, false},
    {&nw_unit_relu, "c relu kink", 1, 1, 0, true},
    {&nw_unit_yarotsky, "c yarotsky", 1, 2, 0, false},
};
const size_t nw_h1_member_count = sizeof nw_h1_members / sizeof nw_h1_members[0];

int nw_h1_orders(const nw_h1_member *member)
{
    return member->kinks ? 1 : NW_H1_ORDERS;
}

enum { BITS = 50 /* of the suprema's relative width */ };

void nw_h1_suprema(arb_ptr suprema, const nw_h1_member *member, int orders, slong prec)
{
    /* a.x + b takes every value between b - |a| and b + |a|, in both readings of the slopes. */
    double reach = fabs((double)member->slope_top) / (double)member->slope_bottom;
    for (int j = 0; j <= orders; j++)
        nw_unit_sup(suprema + j, member->unit, j, member->offset - reach, member->offset + reach, BITS, prec);
}

void nw_h1_norm(arb_t norm, const nw_h1_member *member, arb_srcptr suprema, int r, int m, bool spread, slong prec)
{
    fmpq_t slope, factor;
    fmpz_t choose;
    arb_t term;
    fmpq_init(slope);
    fmpq_init(factor);
    fmpz_init(choose);
    arb_init(term);
    fmpq_set_si(slope, labs(member->slope_top), (ulong)(member->slope_bottom * (spread ? m : 1)));
    arb_zero(norm);
    for (int j = 0; j <= r; j++) {
        fmpq_pow_si(factor, slope, j);
        if (spread) { /* h_j of m equal slopes has binom(j+m-1, m-1) terms */
            fmpz_bin_uiui(choose, (ulong)(j + m - 1), (ulong)(m - 1));
            fmpq_mul_fmpz(factor, factor, choose);
        }
        arb_set_fmpq(term, factor, prec);
        arb_addmul(norm, term, suprema + j, prec);
    }
    fmpq_clear(slope);
    fmpq_clear(factor);
    fmpz_clear(choose);
    arb_clear(term);
}
