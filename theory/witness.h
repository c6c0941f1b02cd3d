/* Witnesses: explicit families inside W(r,n) that force parameters (theory.md section 2).
 *
 * With B_0 = 1 and B_j proportional to M^j the constant of a product family,
 *     C(M) = sum of the coefficients of degree <= r of (sum_j B_j t^j)^n,
 * is a polynomial in the scale M with coefficients >= 0 that depend on (r, n) alone.  The lattices have C = 1 + n M / t.
 * So a witness is a polynomial C(M) of degree <= r (or an integer sequence, where B_j is none), an integer-valued D(M),
 * and a few properties.  At M = 0 all of them are the constants: D = C = 1. */
#ifndef NW_WITNESS_H
#define NW_WITNESS_H

#include "context.h"

typedef struct nw_witness {
    const char *name;
    slong least_order, greatest_order; /* the r it serves; 0: no limit */
    slong greatest_inputs;             /* the n it serves; 0: no limit */
    slong distance;                    /* t of a lattice; 0: a product family */
    slong points;                      /* of a product family: D = (points M + 1)^n */
    bool sign_patterns;                /* every sign vector on the D points is taken by a member with values +-A there */
    bool holds_constants;              /* the span contains the constant functions */
    /* c[0..r] >= 0 with divisor * C(M) = sum c[j] M^j for M >= 1, and c[0] <= divisor; the divisor keeps rational
     * constants exact, so that C < 1/delta is decided also at equality. */
    void (*polynomial)(arb_ptr c, fmpz_t divisor, slong r, slong n, nw_context *context, slong prec);
    /* In place of the polynomial: the integer C(M), rising with M, for 0 <= M <= NW_INTEGER_SCALES * r. */
    void (*integer)(fmpz_t c, slong scale, slong r, slong n);
    const char *definition; /* one line */
    const char *proof;      /* of the constant; a paragraph */
} nw_witness;

enum { NW_INTEGER_SCALES = 2 };

/* smoothstep, trigonometric, lattice-2, lattice-3, spline, spline-free, polynomial, lattice-4, lattice-5, ..; NULL past
 * the end.  (lattice-1 is smoothstep with r = 1.) */
const nw_witness *nw_witness_at(size_t index);

/* Members of the catalogue. */
extern const nw_witness nw_witness_smoothstep, nw_witness_trigonometric, nw_witness_polynomial, nw_witness_spline,
    nw_witness_spline_free;

/* Whether it is a family in W(r,n). */
bool nw_witness_serves(const nw_witness *witness, slong r, slong n);

/* The polynomial with its divisor from the context's cache, at prec bits; valid until the next call with this context.
 * Not for witnesses of integer constants. */
const nw_cached_scale *nw_witness_polynomial_of(const nw_witness *witness, slong r, slong n, nw_context *context,
                                                slong prec);

/* C(M). */
void nw_witness_constant_at(arb_t c, const nw_witness *witness, const fmpz_t scale, slong r, slong n,
                            nw_context *context, slong prec);

/* D(M). */
void nw_witness_dimension(fmpz_t d, const nw_witness *witness, const fmpz_t scale, slong n);

/* The largest scale M >= 0 with C(M) < 1/delta, for 0 < delta < 1.  Where no precision decides (equality that is not
 * representable), *low is the scale proven to work and *high the one that may work too; otherwise they are equal. */
void nw_witness_scale(fmpz_t low, fmpz_t high, const nw_witness *witness, const fmpq_t delta, slong r, slong n,
                      nw_context *context);

/* lim D delta^(n/r) for delta -> 0: the asymptotic constant of the witness (0 for integer constants, whose scales end). */
void nw_witness_asymptotic(arb_t limit, const nw_witness *witness, slong r, slong n, nw_context *context, slong prec);

#endif
