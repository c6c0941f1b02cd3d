/* The spaces of the product witnesses as piecewise polynomials in Bernstein form, and proven enclosures of the sup norms of
 * their members and of derivatives of them.  What is proven about a member comes from its coefficients alone: the
 * inequalities that are put to the test are used nowhere. */
#ifndef NW_AUDIT_WITNESSES_SPACE_H
#define NW_AUDIT_WITNESSES_SPACE_H

#include "witness.h"

enum { NW_MEMBER_BITS = 128, NW_MEMBER_ORDER = 4 };

/* Univariate functions on [-1,1].  Function d is, on piece p of length[p], the polynomial with the Bernstein coefficients
 * c[(d pieces + p)(degree + 1) + i]. */
typedef struct nw_bernstein {
    slong pieces, degree, dimension;
    arb_ptr length, c;
} nw_bernstein;

/* The space of smoothstep, spline, spline-free (scale >= 2) or polynomial at that scale >= 1; false for other witnesses. */
bool nw_bernstein_of(nw_bernstein *space, const nw_witness *witness, slong scale, slong r);
void nw_bernstein_clear(nw_bernstein *space);

/* Coefficients of the member for which all inequalities are equalities: the alternating values, the Euler spline, the best
 * perfect spline, the Chebyshev polynomial. */
void nw_bernstein_extremal(arb_ptr coefficients, const nw_witness *witness, slong scale);

/* Every piece halved, the functions as they were. */
void nw_bernstein_halve(nw_bernstein *space);

/* low[j] <= ||f^(j)|| <= high[j], j = 0..r, for f with these coefficients; ends about 2^-30 apart in proportion. */
void nw_bernstein_norms(arf_struct *low, arf_struct *high, const nw_bernstein *space, arb_srcptr coefficients, slong r);

/* The same sums over all |k| <= r for a member of the n-th tensor power, n <= 3, coefficients in row-major order:
 * low <= sum ||D^k f|| <= high, norm_low <= ||f||.  As tight as the pieces are short. */
void nw_bernstein_sum(arf_t low, arf_t high, arf_t norm_low, arf_t norm_high, const nw_bernstein *space,
                   arb_srcptr coefficients, slong r, slong n);

/* The same for the trigonometric witness, n <= 2: coefficients of 1, cos pi x, sin pi x, .., cos pi M x, sin pi M x per axis.
 * Samples prove from below; from above, the second derivatives bounded by the coefficients say how far samples can miss. */
void nw_waves_sum(arf_t low, arf_t high, arf_t norm_low, arf_t norm_high, slong scale, arb_srcptr coefficients, slong r,
                  slong n);

/* ---- parts of both ---- */

/* The degree + 1 coefficients of a function on a piece. */
static inline arb_ptr nw_bernstein_piece(const nw_bernstein *space, slong function, slong piece)
{
    return space->c + (function * space->pieces + piece) * (space->degree + 1);
}

/* left and right: the two halves of b (de Casteljau). */
void nw_bernstein_cut(arb_ptr left, arb_ptr right, arb_srcptr b, slong degree);

/* The last index of in[before x columns] multiplied by matrix[rows x columns] and moved to the front: after n times every
 * index has been, and all stand in their first order.  The caller clears rows * before. */
arb_ptr nw_contract(arb_srcptr in, slong before, slong columns, arb_srcptr matrix, slong rows);

/* low = max(low, a lower bound of |value|); high = max(high, an upper bound of |value|). */
void nw_raise_low(arf_t low, const arb_t value);
void nw_raise_high(arf_t high, const arb_t value);

#endif
