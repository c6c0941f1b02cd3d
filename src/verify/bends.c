#include "verify/bends.h"

#include <math.h>

#include "base/memory.h"

enum {
    ALIKE = 20, /* roughly the same place: up to 2^-ALIKE of the range */
    WORTH = 10  /* what is off must be at most 2^-WORTH of the spread */
};

/* With one kink y is relu(b) or 1 - relu(b), b = t or 1 - t: b = sign t + shift. */
static double sign_of(const nw_chord *chord)
{
    return chord->upper ? -1 : 1;
}

static double shift_of(const nw_chord *chord)
{
    return chord->upper ? 1 : 0;
}

/* A number with b = factor b', as far as doubles tell; 0: none. */
static double guess_factor(const nw_chord *chord, const nw_chord *other, const nw_domain *domain)
{
    int axis = 0;
    for (int a = 1; a < domain->table.axes; a++)
        if (fabs(other->gradient[a]) * domain->half[a] > fabs(other->gradient[axis]) * domain->half[axis])
            axis = a;
    double factor = sign_of(chord) * chord->gradient[axis] / (sign_of(other) * other->gradient[axis]);
    double here = sign_of(chord) * chord->value + shift_of(chord);
    double off = fabs(here - factor * (sign_of(other) * other->value + shift_of(other))), range = fabs(here);
    for (int a = 0; a < domain->table.axes; a++) {
        double slope = sign_of(chord) * chord->gradient[a];
        off += fabs(slope - factor * sign_of(other) * other->gradient[a]) * domain->half[a];
        range += fabs(slope) * domain->half[a];
    }
    return factor != 0 && isfinite(factor) && off <= ldexp(range, -ALIKE) ? factor : 0;
}

/* An upper bound of |b - factor b'| on the box, with all that the two have in common cancelled. */
static void bound_difference(mag_t off, const nw_chord *chord, size_t node, double factor, const nw_chord *other,
                             nw_adjoint *adjoint, nw_affine *scratch, const nw_domain *domain)
{
    arb_t number;
    mag_t size;
    arb_init(number);
    mag_init(size);
    arb_set_d(number, sign_of(chord));
    nw_adjoint_add_sum(adjoint, node, number);
    arb_set_d(number, -factor * sign_of(other));
    nw_adjoint_add_sum(adjoint, chord->like, number);
    nw_adjoint_run(adjoint, scratch, domain, NULL);
    arb_set_d(number, -factor);
    arb_mul_si(number, number, (slong)shift_of(other), domain->prec);
    arb_add_si(number, number, (slong)shift_of(chord), domain->prec);
    arb_add(number, number, scratch->constant, domain->prec);
    arb_get_mag(size, number);
    mag_add(off, scratch->rest, size);
    for (int a = 0; a < domain->table.axes; a++) {
        arb_set_d(number, domain->half[a]);
        arb_mul(number, number, scratch->gradient + a, domain->prec);
        arb_get_mag(size, number);
        mag_add(off, off, size);
    }
    arb_clear(number);
    mag_clear(size);
}

/* |relu(b) - relu(factor b')| <= |b - factor b'|.  relu(f b') = f relu(b') for f > 0, |f| (relu(b') - b') for f < 0;
 * relu(b') = y' or 1 - y', and relu(b') - b' = y' - t' or t' - y'. */
static void write_same(nw_chord *chord, double factor, const nw_chord *other)
{
    double outer = sign_of(chord), inner = sign_of(other); /* y = shift + sign relu(b), in both cases of each */
    chord->whole = shift_of(chord);
    chord->of_value = outer * fabs(factor) * inner;
    chord->part = factor > 0 ? outer * factor * shift_of(other) : 0;
    chord->of_sum = factor > 0 ? 0 : -chord->of_value;
}

nw_piece nw_bends_add(nw_bends *bends, size_t node, nw_adjoint *adjoint, nw_affine *scratch, const nw_domain *domain)
{
    nw_chord *chord = &bends->pieces->chord[node];
    mag_t limit;
    mag_init(limit);
    mag_mul_2exp_si(limit, chord->spread, -WORTH);
    for (size_t i = 0; i < bends->count; i++) {
        const nw_chord *other = &bends->pieces->chord[bends->node[i]];
        double factor = guess_factor(chord, other, domain);
        if (factor == 0)
            continue;
        chord->like = bends->node[i];
        bound_difference(chord->off, chord, node, factor, other, adjoint, scratch, domain);
        if (mag_cmp(chord->off, limit) < 0) {
            write_same(chord, factor, other);
            mag_clear(limit);
            return NW_PIECE_SAME;
        }
    }
    mag_clear(limit);
    if (bends->count == bends->room) {
        bends->room = 2 * bends->room + 32;
        bends->node = nw_grow(bends->node, bends->room, sizeof *bends->node);
    }
    bends->node[bends->count++] = node;
    return NW_PIECE_CHORD;
}
