/* Witnesses lattice-t (r = 1): disjoint cones around the grid points of a lattice. */
#include "lattice.h"
#include "witness_parts.h"

#define DEFINITION "disjoint cones around the points of the grid in a lattice of 1-norm distance "
#define LATTICE(t)                                                                                                     \
    {                                                                                                                  \
        .name = "lattice-" #t, .least_order = 1, .greatest_order = 1, .distance = t, .sign_patterns = true,           \
        .definition = DEFINITION #t,                                                                                   \
        .proof = "Cones max(0, 1 - (M/" #t ") |x-p|_1) around grid points p = (2/M) z of one class modulo the lattice do not " \
                 "overlap, as z differ by >= " #t " in the 1-norm. So ||f|| is the largest coefficient and "             \
                 "||D_i f|| <= (M/" #t ") ||f||. The largest of at most q classes has at least the mean number of "      \
                 "points, (M+1)^n/q. The distance is proven for each lattice by exhaustion, or by power sums.",         \
    }

const nw_witness *nw_witness_lattice(slong t)
{
    static const nw_witness lattices[] = {
        LATTICE(2),  LATTICE(3),  LATTICE(4),  LATTICE(5),  LATTICE(6),  LATTICE(7),  LATTICE(8),  LATTICE(9),
        LATTICE(10), LATTICE(11), LATTICE(12), LATTICE(13), LATTICE(14), LATTICE(15), LATTICE(16), LATTICE(17),
        LATTICE(18), LATTICE(19), LATTICE(20), LATTICE(21), LATTICE(22), LATTICE(23), LATTICE(24), LATTICE(25),
        LATTICE(26), LATTICE(27), LATTICE(28), LATTICE(29), LATTICE(30), LATTICE(31), LATTICE(32),
    };
    _Static_assert(sizeof lattices / sizeof lattices[0] == NW_LATTICE_DISTANCE - 1, "one for each t");
    return t >= 2 && t <= NW_LATTICE_DISTANCE ? &lattices[t - 2] : NULL;
}
