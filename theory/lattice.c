#include "lattice.h"

#include <flint/ulong_extras.h>

/* ---- lattices found by search ---- */

/* { z : a . z = 0 mod q }.  Every row is proven by the norms of its q residues (tests, audit): the least 1-norm of a
 * z != 0 with a . z = 0 is at least t.  q is the least that a search over rows with a[0] = 1 found. */
enum { SEARCHED_INPUTS = 6 };

typedef struct searched {
    slong n, t;
    unsigned short q, a[SEARCHED_INPUTS];
} searched;

static const searched found[] = {
    {2, 5, 13, {1, 5}},
    {2, 6, 18, {1, 5}},
    {2, 7, 25, {1, 7}},
    {2, 8, 32, {1, 7}},
    {2, 9, 41, {1, 9}},
    {2, 10, 50, {1, 9}},
    {2, 11, 61, {1, 11}},
    {2, 12, 72, {1, 11}},
    {3, 5, 27, {1, 4, 10}},
    {3, 6, 38, {1, 7, 11}},
    {3, 7, 70, {1, 16, 25}},
    {3, 8, 92, {1, 9, 39}},
    {3, 9, 145, {1, 9, 61}},
    {3, 10, 178, {1, 11, 75}},
    {3, 11, 260, {1, 40, 94}},
    {3, 12, 312, {1, 13, 115}},
    {4, 5, 46, {1, 4, 10, 17}},
    {4, 6, 70, {1, 7, 25, 29}},
    {4, 7, 152, {1, 16, 28, 37}},
    {4, 8, 224, {1, 15, 37, 107}},
    {4, 9, 398, {1, 8, 61, 149}},
    {4, 10, 522, {1, 15, 103, 171}},
    {5, 5, 69, {1, 4, 13, 19, 29}},
    {5, 6, 110, {1, 15, 21, 25, 33}},
    {5, 7, 301, {1, 6, 45, 61, 81}},
    {6, 5, 103, {1, 5, 22, 35, 42, 50}},
    {6, 6, 158, {1, 13, 17, 23, 55, 75}},
};

static const searched *find(slong t, slong n)
{
    for (size_t i = 0; i < sizeof found / sizeof found[0]; i++)
        if (found[i].n == n && found[i].t == t)
            return &found[i];
    return NULL;
}

/* ---- lattices of every n ---- */

static bool is_prime(ulong p)
{
    for (ulong d = 2; d * d <= p; d++)
        if (p % d == 0)
            return false;
    return p > 1;
}

/* z with sum_i i^(2k-1) z_i = 0 mod p for k = 1..s, p >= 2n+1 and p > 2s prime, have 1-norm >= 2s+1 or are 0.  (Berlekamp's
 * negacyclic codes.)  Proof: let the multiset U hold sign(z_i) i, |z_i| times, in all w <= 2s elements of F_p; as
 * p >= 2n+1 it does not hold both u and -u.  The power sums of U of orders 1, 3, .., 2s-1 vanish, so for
 * S(y) = prod (1 - u y) the series log(S(y)/S(-y)) = -2 sum over odd k of p_k y^k/k, hence S(y) - S(-y), has no term
 * below y^(2s+1) (p > 2s: all divisions are allowed).  S has degree w <= 2s, so S(y) = S(-y) and U = -U: U is empty.
 * With sum_i z_i even the 1-norm is even: >= 2s+2. */
static void set_power_sums(nw_lattice *lattice)
{
    slong s = (lattice->t - 1) / 2;
    ulong p = (ulong)(2 * (lattice->n > s ? lattice->n : s) + 1);
    while (!is_prime(p))
        p += 2;
    for (slong k = 0; k < s; k++)
        lattice->modulus[lattice->conditions++] = p;
    if (lattice->t % 2 == 0)
        lattice->modulus[lattice->conditions++] = 2;
}

bool nw_lattice_of(nw_lattice *lattice, slong t, slong n)
{
    *lattice = (nw_lattice){.t = t, .n = n};
    const searched *row = find(t, n);
    if (row != NULL) {
        lattice->conditions = 1;
        lattice->modulus[0] = row->q;
        lattice->row = row->a;
    } else if (t == 3) { /* weights i: sums +-i, +-2i, +-i+-j are never 0 mod 2n+1 */
        lattice->conditions = 1;
        lattice->modulus[0] = (ulong)(2 * n + 1);
    } else if (t == 4 && n >= 2) { /* odd weights 2i-1: odd 1-norms have odd sums, and +-a, a <= b: 0 < a+b < 4n, b-a */
        lattice->conditions = 1;
        lattice->modulus[0] = (ulong)(4 * n);
    } else if (t == 1 || t == 2 || (n > SEARCHED_INPUTS && t <= n)) {
        set_power_sums(lattice);
    } else {
        return false;
    }
    return true;
}

ulong nw_lattice_weight(const nw_lattice *lattice, slong condition, slong axis)
{
    if (lattice->row != NULL)
        return lattice->row[axis];
    if (lattice->t == 4)
        return (ulong)(2 * axis + 1);
    ulong p = lattice->modulus[condition];
    return p == 2 ? 1 : n_powmod2((ulong)(axis + 1), 2 * condition + 1, p);
}

void nw_lattice_index(fmpz_t index, const nw_lattice *lattice)
{
    fmpz_one(index);
    for (slong k = 0; k < lattice->conditions; k++)
        fmpz_mul_ui(index, index, lattice->modulus[k]);
}
