/* Sublattices of Z^n whose points are at least t apart in the 1-norm: the centres of the cones of the witness lattice-t
 * (theory.md section 2).  The fewer classes Z^n has modulo the lattice, the more points it has. */
#ifndef NW_LATTICE_H
#define NW_LATTICE_H

#include "base/arb_compat.h"

#include <stdbool.h>

enum {
    NW_LATTICE_DISTANCE = 32,                       /* the largest t */
    NW_LATTICE_CONDITIONS = NW_LATTICE_DISTANCE / 2 /* of one lattice, at most */
};

/* { z : sum_i weight(k,i) z_i = 0 mod modulus[k] for every condition k }. */
typedef struct nw_lattice {
    slong t, n;
    slong conditions;
    ulong modulus[NW_LATTICE_CONDITIONS];
    const unsigned short *row; /* weights of a lattice that was found by search; else NULL */
} nw_lattice;

/* The lattice kept for (t, n), 1 <= t <= NW_LATTICE_DISTANCE; false when there is none that could win. */
bool nw_lattice_of(nw_lattice *lattice, slong t, slong n);

/* 0 <= weight < modulus[condition], axis = 0 .. n-1. */
ulong nw_lattice_weight(const nw_lattice *lattice, slong condition, slong axis);

/* The product of the moduli: Z^n has at most that many classes. */
void nw_lattice_index(fmpz_t index, const nw_lattice *lattice);

#endif
