/* Members of W(r,m) that are single units: c s(a.x + b).  Its derivative D^k is c a^k s^(|k|)(a.x + b), so its norm is
 *     c (h_0 S_0 + h_1 S_1 + .. + h_r S_r),  S_j = sup |s^(j)| over the range of a.x + b on [-1,1]^m,
 * with h_j the complete homogeneous symmetric polynomial of degree j in |a_1|, .., |a_m| (for a single a: |a|^j). */
#ifndef NW_AUDIT_H1_MEMBERS_H
#define NW_AUDIT_H1_MEMBERS_H

#include "audit/units.h"

enum { NW_H1_ORDERS = 4, NW_H1_INPUTS = 3 };

typedef struct nw_h1_member {
    const nw_unit *unit;
    const char *constant; /* of the claim: its c */
    long slope_top, slope_bottom; /* a, the slope along x_1; |a| + |b| and b are doubles */
    double offset;                /* b */
    bool kinks; /* a kink lies inside: r = 1 alone, and the member lies in the closure */
} nw_h1_member;

extern const nw_h1_member nw_h1_members[];
extern const size_t nw_h1_member_count;

/* How many orders r = 1.. it is a member for. */
int nw_h1_orders(const nw_h1_member *member);

/* S_0 .. S_orders, enclosed. */
void nw_h1_suprema(arb_ptr suprema, const nw_h1_member *member, int orders, slong prec);

/* The norm for c = 1, from the suprema; `spread`: every input has the slope a/m, and the range is the same; else x_1
 * alone has the slope a. */
void nw_h1_norm(arb_t norm, const nw_h1_member *member, arb_srcptr suprema, int r, int m, bool spread, slong prec);

#endif
