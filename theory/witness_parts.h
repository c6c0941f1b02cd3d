/* Families of witnesses, for the catalogue alone. */
#ifndef NW_WITNESS_PARTS_H
#define NW_WITNESS_PARTS_H

#include "witness.h"

/* c[0..r] = coefficients of (sum_j b[j] t^j)^n up to t^r. */
void nw_truncated_power(arb_ptr c, arb_srcptr b, slong r, slong n, slong prec);

/* The same for rational b, exactly: c over the common denominator. */
void nw_truncated_power_exact(arb_ptr c, fmpz_t divisor, const fmpq_poly_t b, slong r, slong n);

/* lattice-t, t = 2 .. NW_LATTICE_DISTANCE. */
const nw_witness *nw_witness_lattice(slong t);

#endif
