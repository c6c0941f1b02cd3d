/* The lattices of cones: distances by exhaustion, and sign patterns on the grid. */
#include <gsl/gsl_rng.h>
#include <stdlib.h>
#include <string.h>

#include "audit/witnesses.h"
#include "audit/witnesses_space.h"
#include "base/memory.h"
#include "base/random.h"
#include "lattice.h"

static void integer_cell(nw_evidence *evidence, slong value)
{
    nw_evidence_cell(evidence, nw_format("%ld", (long)value));
}

/* ---- distances ---- */

/* The least 1-norm of a nonzero z with a . z = 0 mod q, or t when that is not smaller.  norm[v]: the least 1-norm of a z on
 * the coordinates so far with a . z = v. */
static slong cyclic_distance(ulong q, const ulong *a, slong n, slong t)
{
    slong *norm = nw_alloc(q, sizeof *norm), *next = nw_alloc(q, sizeof *next), distance = t;
    for (ulong v = 1; v < q; v++)
        norm[v] = t;
    for (slong i = 0; i < n; i++) {
        memcpy(next, norm, q * sizeof *next);
        for (slong j = 1; j < t; j++) {
            ulong step = (ulong)j * a[i] % q;
            slong closed = norm[(q - step) % q] + j; /* z_i = j completes a z that vanishes */
            distance = closed < distance ? closed : distance;
            for (ulong v = 0; v < q; v++) {
                slong up = norm[(v + step) % q] + j, down = norm[(v + q - step) % q] + j;
                slong least = up < down ? up : down;
                next[v] = least < next[v] ? least : next[v];
            }
        }
        memcpy(norm, next, q * sizeof *norm);
    }
    free(norm);
    free(next);
    return distance;
}

typedef struct walk {
    const nw_lattice *lattice;
    ulong sum[NW_LATTICE_CONDITIONS];
    slong distance, seen;
} walk;

/* All z with 1-norm `norm` on the axes before this one, and at most t - 1 in all. */
static void visit(walk *w, slong axis, slong norm)
{
    const nw_lattice *lattice = w->lattice;
    if (axis == lattice->n) {
        bool zero = norm > 0;
        for (slong k = 0; k < lattice->conditions; k++)
            zero = zero && w->sum[k] == 0;
        w->seen++;
        if (zero && norm < w->distance)
            w->distance = norm;
        return;
    }
    ulong before[NW_LATTICE_CONDITIONS];
    memcpy(before, w->sum, sizeof before);
    visit(w, axis + 1, norm);
    for (int sign = 0; sign < 2; sign++) {
        memcpy(w->sum, before, sizeof before);
        for (slong j = 1; norm + j < lattice->t; j++) {
            for (slong k = 0; k < lattice->conditions; k++) {
                ulong q = lattice->modulus[k], a = nw_lattice_weight(lattice, k, axis);
                w->sum[k] = (w->sum[k] + (sign == 0 ? a : q - a)) % q;
            }
            visit(w, axis + 1, norm + j);
        }
    }
    memcpy(w->sum, before, sizeof before);
}

/* The least 1-norm of a nonzero point, or t when that is not smaller. */
static slong exhausted_distance(const nw_lattice *lattice, slong *seen)
{
    if (lattice->conditions == 1) {
        ulong *a = nw_alloc((size_t)lattice->n, sizeof *a);
        for (slong i = 0; i < lattice->n; i++)
            a[i] = nw_lattice_weight(lattice, 0, i);
        slong distance = cyclic_distance(lattice->modulus[0], a, lattice->n, lattice->t);
        *seen = (slong)lattice->modulus[0];
        free(a);
        return distance;
    }
    walk w = {.lattice = lattice, .distance = lattice->t};
    visit(&w, 0, 0);
    *seen = w.seen;
    return w.distance;
}

static const nw_evidence_column lattice_columns[] = {
    {"n", "n", NW_EVIDENCE_INTEGER, false},
    {"t", "t", NW_EVIDENCE_INTEGER, false},
    {"q", "q", NW_EVIDENCE_INTEGER, false},
    {"density", "density", NW_EVIDENCE_NUMBER, false},
    {"looked", "residues or points", NW_EVIDENCE_INTEGER, false},
    {"verdict", "distance >= t", NW_EVIDENCE_TEXT, false},
};

/* t^n/(n! q), the share of space that the cones' supports fill */
static void density_cell(nw_evidence *evidence, const nw_lattice *lattice)
{
    arb_t density, factor;
    fmpz_t index;
    arb_init(density);
    arb_init(factor);
    fmpz_init(index);
    nw_lattice_index(index, lattice);
    arb_set_si(density, lattice->t);
    arb_pow_ui(density, density, (ulong)lattice->n, NW_MEMBER_BITS);
    arb_fac_ui(factor, (ulong)lattice->n, NW_MEMBER_BITS);
    arb_div(density, density, factor, NW_MEMBER_BITS);
    arb_div_fmpz(density, density, index, NW_MEMBER_BITS);
    char *digits = fmpz_get_str(NULL, 10, index);
    nw_evidence_cell(evidence, nw_copy_text(digits));
    flint_free(digits);
    nw_evidence_cell(evidence, nw_witnesses_decimal(density, -1));
    arb_clear(density);
    arb_clear(factor);
    fmpz_clear(index);
}

/* What can be walked in reasonable time: binomial sums of points. */
static bool is_small(const nw_lattice *lattice, bool quick)
{
    return lattice->conditions <= 1 || (lattice->n <= 12 && lattice->t <= (quick ? 5 : lattice->n <= 8 ? 8 : 6));
}

void nw_witnesses_lattices(nw_evidence *evidence, const nw_claim *claim, const nw_audit_run *run)
{
    nw_evidence_begin(evidence, "lattices", "distances in the lattices, by exhaustion", lattice_columns,
                      sizeof lattice_columns / sizeof lattice_columns[0]);
    fmpq_t stated;
    fmpq_init(stated);
    nw_claim_constant_get(stated, claim, run, "index-6-3");
    for (slong n = 1; n <= 12; n++)
        for (slong t = 2; t <= NW_LATTICE_DISTANCE; t++) {
            nw_lattice lattice;
            slong seen = 0;
            if (!nw_lattice_of(&lattice, t, n) || !is_small(&lattice, run->quick))
                continue;
            if (n == 3 && t == 6) /* the claim's own index, with the weights of the lattice */
                lattice.modulus[0] = fmpz_get_ui(fmpq_numref(stated));
            slong distance = exhausted_distance(&lattice, &seen);
            integer_cell(evidence, n);
            integer_cell(evidence, t);
            density_cell(evidence, &lattice);
            integer_cell(evidence, seen);
            const char *word = nw_evidence_decide(
                evidence, distance >= t ? NW_PROVED : NW_REFUTED,
                nw_format("points for n = %ld, t = %ld are %ld apart", (long)n, (long)t, (long)distance));
            nw_evidence_cell(evidence, nw_copy_text(word));
        }
    fmpq_clear(stated);
}

/* ---- sign patterns ---- */

static const nw_evidence_column sign_columns[] = {
    {"witness", "witness", NW_EVIDENCE_TEXT, false}, {"n", "n", NW_EVIDENCE_INTEGER, false},
    {"m", "M", NW_EVIDENCE_INTEGER, false},          {"d", "D", NW_EVIDENCE_INTEGER, false},
    {"points", "points", NW_EVIDENCE_INTEGER, false}, {"vectors", "sign vectors", NW_EVIDENCE_INTEGER, false},
    {"verdict", "taken", NW_EVIDENCE_TEXT, false},
};

enum { MOST_POINTS = 1024, MOST_AXES = 4 };

typedef struct point_set {
    slong count, points[MOST_POINTS][MOST_AXES];
} point_set;

/* The largest class of grid points, by the residues of all conditions. */
static void largest_class(point_set *set, const nw_lattice *lattice, slong scale)
{
    slong total = 1, best = -1;
    ulong classes = 1;
    for (slong i = 0; i < lattice->n; i++)
        total *= scale + 1;
    for (slong k = 0; k < lattice->conditions; k++)
        classes *= lattice->modulus[k];
    slong *counts = nw_alloc(classes, sizeof *counts);
    for (int pass = 0; pass < 2; pass++) {
        set->count = 0;
        for (slong entry = 0; entry < total; entry++) {
            slong z[MOST_AXES], rest = entry;
            for (slong i = 0; i < lattice->n; i++, rest /= scale + 1)
                z[i] = rest % (scale + 1);
            ulong label = 0;
            for (slong k = 0; k < lattice->conditions; k++) {
                ulong sum = 0;
                for (slong i = 0; i < lattice->n; i++)
                    sum += nw_lattice_weight(lattice, k, i) * (ulong)z[i];
                label = label * lattice->modulus[k] + sum % lattice->modulus[k];
            }
            if (pass == 0)
                counts[label]++;
            else if ((slong)label == best && set->count < MOST_POINTS)
                memcpy(set->points[set->count++], z, (size_t)lattice->n * sizeof *z);
        }
        for (ulong label = 0; pass == 0 && label < classes; label++)
            best = best < 0 || counts[label] > counts[best] ? (slong)label : best;
    }
    free(counts);
}

/* At grid point number j the member with value s_i at point i: t f = sum s_i max(0, t - |z_j - z_i|_1). */
static slong cone_sum(const point_set *set, const slong *signs, slong j, slong n, slong t)
{
    slong sum = 0;
    for (slong i = 0; i < set->count; i++) {
        slong distance = 0;
        for (slong axis = 0; axis < n; axis++)
            distance += labs(set->points[i][axis] - set->points[j][axis]);
        sum += distance < t ? signs[i] * (t - distance) : 0;
    }
    return sum;
}

static void lattice_signs(nw_evidence *evidence, const nw_witness *witness, slong n, slong scale, slong vectors,
                          gsl_rng *rng)
{
    nw_lattice lattice;
    if (!nw_lattice_of(&lattice, witness->distance, n))
        return;
    point_set *set = nw_alloc(1, sizeof *set);
    slong *signs = nw_alloc(MOST_POINTS, sizeof *signs), wrong = 0;
    fmpz_t d, m;
    fmpz_init(d);
    fmpz_init_set_si(m, scale);
    nw_witness_dimension(d, witness, m, n);
    largest_class(set, &lattice, scale);
    /* Supports |x-p|_1 < t/M of two cones are disjoint exactly when their centres are t steps apart: cone_sum sees every
     * nearer pair at the centres themselves, so values +-1 there for all signs mean norm 1 everywhere. */
    for (slong v = 0; v < vectors; v++) {
        for (slong i = 0; i < set->count; i++)
            signs[i] = gsl_rng_uniform(rng) < 0.5 ? -1 : 1;
        for (slong j = 0; j < set->count; j++)
            wrong += cone_sum(set, signs, j, n, witness->distance) != witness->distance * signs[j];
    }
    bool enough = fmpz_cmp_si(d, set->count) <= 0;
    nw_evidence_cell(evidence, nw_copy_text(witness->name));
    integer_cell(evidence, n);
    integer_cell(evidence, scale);
    integer_cell(evidence, fmpz_get_si(d));
    integer_cell(evidence, set->count);
    integer_cell(evidence, vectors);
    const char *word = nw_evidence_decide(evidence, enough && wrong == 0 ? NW_PROVED : NW_REFUTED,
                                          nw_format("sign patterns of %s, n = %ld, M = %ld: %ld points, %ld wrong values",
                                                    witness->name, (long)n, (long)scale, (long)set->count, (long)wrong));
    nw_evidence_cell(evidence, nw_copy_text(word));
    fmpz_clear(d);
    fmpz_clear(m);
    free(set);
    free(signs);
}

/* Smoothstep, n = 1: coefficients are the values at the nodes, and the norm is no larger. */
static void smoothstep_signs(nw_evidence *evidence, slong r, slong scale, slong vectors, gsl_rng *rng)
{
    nw_bernstein space;
    nw_bernstein_of(&space, &nw_witness_smoothstep, scale, r);
    arb_ptr signs = _arb_vec_init(scale + 1);
    arf_t low, high;
    arb_t norm, one;
    arf_init(low);
    arf_init(high);
    arb_init(norm);
    arb_init(one);
    arb_one(one);
    slong proved = 0, refuted = 0;
    for (slong v = 0; v < vectors; v++) {
        for (slong i = 0; i <= scale; i++)
            arb_set_si(signs + i, gsl_rng_uniform(rng) < 0.5 ? -1 : 1);
        nw_bernstein_norms(low, high, &space, signs, 0);
        arb_set_interval_arf(norm, low, high, NW_MEMBER_BITS);
        nw_outcome below = nw_witnesses_at_most(norm, one), above = nw_witnesses_at_most(one, norm);
        proved += below == NW_PROVED && above == NW_PROVED;
        refuted += below == NW_REFUTED || above == NW_REFUTED;
    }
    nw_evidence_cell(evidence, nw_format("smoothstep, r = %ld", (long)r));
    integer_cell(evidence, 1);
    integer_cell(evidence, scale);
    integer_cell(evidence, scale + 1);
    integer_cell(evidence, scale + 1);
    integer_cell(evidence, vectors);
    const char *word =
        nw_evidence_decide(evidence, proved == vectors ? NW_PROVED : refuted > 0 ? NW_REFUTED : NW_UNKNOWN,
                           nw_format("sign patterns of smoothstep, r = %ld: %ld of %ld have norm 1", (long)r, (long)proved,
                                     (long)vectors));
    nw_evidence_cell(evidence, nw_copy_text(word));
    arf_clear(low);
    arf_clear(high);
    arb_clear(norm);
    arb_clear(one);
    _arb_vec_clear(signs, scale + 1);
    nw_bernstein_clear(&space);
}

void nw_witnesses_signs(nw_evidence *evidence, const nw_claim *claim, const nw_audit_run *run)
{
    (void)claim;
    nw_evidence_begin(evidence, "signs", "sign patterns: values +-1 at the points of a member of norm 1", sign_columns,
                      sizeof sign_columns / sizeof sign_columns[0]);
    gsl_rng *rng = nw_random_stream(run->seed, 2, 0);
    slong vectors = run->quick ? 4 : 32;
    for (slong r = 1; r <= NW_MEMBER_ORDER; r++)
        smoothstep_signs(evidence, r, 9, vectors, rng);
    static const slong scales[] = {0, 0, 14, 9, 5};
    for (slong n = 2; n <= MOST_AXES; n++)
        for (size_t w = 0; nw_witness_at(w) != NULL; w++)
            if (nw_witness_at(w)->distance != 0)
                lattice_signs(evidence, nw_witness_at(w), n, scales[n], vectors, rng);
    gsl_rng_free(rng);
}
