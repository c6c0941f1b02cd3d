#include "verify/mesh.h"

#include <stdlib.h>

#include "base/memory.h"

enum { TOUCH = -20 /* two cells: an overlap of less than 2^TOUCH of a cell is a rounded cut */ };

void nw_mesh_init(nw_mesh *grid, const nw_subject *subject, slong prec)
{
    grid->subject = subject;
    if (subject->family == NW_SUBJECT_BUMP)
        nw_kinked_bump(&grid->profile, subject->order, prec);
    else
        nw_kinked_step(&grid->profile, subject->order, prec);
}

void nw_mesh_clear(nw_mesh *grid)
{
    nw_kinked_clear(&grid->profile);
}

/* The cell of the centre, floor((c + 1) M/2) in exact arithmetic, kept within the grid. */
static long cell_of(double centre, long scale)
{
    arf_t t;
    arf_init(t);
    arf_set_d(t, centre);
    arf_add_ui(t, t, 1, ARF_PREC_EXACT, ARF_RND_DOWN);
    arf_mul_ui(t, t, (ulong)scale, ARF_PREC_EXACT, ARF_RND_DOWN);
    arf_mul_2exp_si(t, t, -1);
    arf_floor(t, t);
    long cell = arf_get_si(t, ARF_RND_DOWN);
    arf_clear(t);
    return cell < 0 ? 0 : cell >= scale ? scale - 1 : cell;
}

/* How far the box reaches beyond its centre's cell towards a neighbour, in cells: the larger side. */
static void overlap_of(mag_t overlap, const nw_domain *domain, int axis, long cell, long scale)
{
    arb_t left, right, half;
    arb_init(left);
    arb_init(right);
    arb_init(half);
    /* t = (x + 1) M/2 - cell runs over centre -+ half */
    arb_set_d(right, domain->centre[axis]);
    arb_add_ui(right, right, 1, domain->prec);
    arb_mul_si(right, right, scale, domain->prec);
    arb_mul_2exp_si(right, right, -1);
    arb_sub_si(right, right, cell, domain->prec);
    arb_set_d(half, domain->half[axis]);
    arb_mul_si(half, half, scale, domain->prec);
    arb_mul_2exp_si(half, half, -1);
    arb_sub(left, half, right, domain->prec);
    arb_add(right, right, half, domain->prec);
    arb_sub_ui(right, right, 1, domain->prec);
    /* There is nothing beyond the ends of [-1,1]. */
    if (cell == 0 || arb_is_negative(left))
        arb_zero(left);
    if (cell == scale - 1 || arb_is_negative(right))
        arb_zero(right);
    arb_max(left, left, right, domain->prec);
    arb_get_mag(overlap, left);
    arb_clear(left);
    arb_clear(right);
    arb_clear(half);
}

/* What the formula of the centre's cell may miss beyond it, where o is the overlap in cells.  On its first piece the
 * profile is jump_0 s^r, s the distance from the end of its support (2 o for the bump, whose support has length 2).
 * bump: there y is a product with a factor of at most that, and the formula has its zero beyond the support.
 * step: from the shared face on y changes by at most 2 jump_0 o^r along the axis, and the formula is constant there. */
static void touch_bound(mag_t bound, const nw_mesh *grid, const mag_t overlap)
{
    mag_t jump;
    mag_init(jump);
    bool bump = grid->subject->family == NW_SUBJECT_BUMP;
    mag_mul_2exp_si(bound, overlap, bump ? 1 : 0);
    mag_pow_ui(bound, bound, (ulong)grid->profile.degree);
    arb_get_mag(jump, &grid->profile.jump[0]);
    mag_mul(bound, bound, jump);
    if (!bump)
        mag_mul_2exp_si(bound, bound, 1);
    mag_clear(jump);
}

/* The profile along an axis, in the given cell. */
static void profile_form(const nw_mesh *grid, nw_domain *domain, nw_centred *out, int axis, long cell)
{
    arb_ptr slope = _arb_vec_init(NW_VERIFY_AXES);
    arb_t offset;
    arb_init(offset);
    long scale = grid->subject->scale;
    nw_curve f = {.kind = NW_CURVE_KINKED, .kinked = &grid->profile};
    arb_set_si(slope + axis, scale);
    if (grid->subject->family == NW_SUBJECT_BUMP) {
        arb_set_si(offset, scale - 2 * cell - 1); /* M x + M - 2 j - 1 */
    } else {
        arb_mul_2exp_si(slope + axis, slope + axis, -1); /* (x + 1) M/2 - j */
        arb_set_si(offset, scale - 2 * cell);
        arb_mul_2exp_si(offset, offset, -1);
    }
    nw_centred_ridge(domain, out, &f, slope, offset);
    _arb_vec_clear(slope, NW_VERIFY_AXES);
    arb_clear(offset);
}

static void set_sign(nw_centred *form, const nw_domain *domain, char sign)
{
    nw_centred_zero(domain, form);
    arb_set_si(form->c, sign == '+' ? 1 : -1);
}

static void bump_form(const nw_mesh *grid, nw_domain *domain, nw_centred *out, const long cell[])
{
    const nw_subject *subject = grid->subject;
    size_t place = 0;
    for (int a = 0; a < subject->inputs; a++)
        place = place * (size_t)subject->scale + (size_t)cell[a];
    set_sign(out, domain, subject->signs[place]);
    nw_centred *factor = nw_centred_take(domain), *product = nw_centred_take(domain);
    for (int a = 0; a < subject->inputs; a++) {
        profile_form(grid, domain, factor, a, cell[a]);
        nw_centred_multiply(domain, product, out, factor);
        nw_centred_set(domain, out, product);
    }
}

/* The axes from `axis` on, at the nodes chosen so far (`place`): left + S(t) (right - left). */
static void step_form(const nw_mesh *grid, nw_domain *domain, nw_centred *out, const long cell[],
                      nw_centred *const rise[], int axis, size_t place)
{
    const nw_subject *subject = grid->subject;
    if (axis == subject->inputs) {
        set_sign(out, domain, subject->signs[place]);
        return;
    }
    size_t mark = domain->taken, side = (size_t)subject->scale + 1;
    nw_centred *right = nw_centred_take(domain), *product = nw_centred_take(domain);
    place = place * side + (size_t)cell[axis];
    step_form(grid, domain, out, cell, rise, axis + 1, place);
    step_form(grid, domain, right, cell, rise, axis + 1, place + 1);
    nw_centred_subtract(domain, right, right, out);
    nw_centred_multiply(domain, product, right, rise[axis]);
    nw_centred_add(domain, out, out, product);
    domain->taken = mark;
}

void nw_mesh_form(const nw_mesh *grid, nw_domain *domain, nw_centred *out)
{
    const nw_subject *subject = grid->subject;
    size_t mark = domain->taken;
    long cell[NW_VERIFY_AXES];
    nw_centred *rise[NW_VERIFY_AXES];
    mag_t overlap, missed, bound;
    mag_init(overlap);
    mag_init(missed);
    mag_init(bound);
    bool inside = true;
    for (int a = 0; a < subject->inputs; a++) {
        cell[a] = cell_of(domain->centre[a], subject->scale);
        overlap_of(overlap, domain, a, cell[a], subject->scale);
        /* The first knot of every profile is further than 2^TOUCH from the end. */
        inside = inside && mag_cmp_2exp_si(overlap, TOUCH) <= 0;
        touch_bound(bound, grid, overlap);
        mag_add(missed, missed, bound);
    }
    if (!inside) {
        /* Products of numbers in [0,1] with disjoint supports, or means of +-1. */
        mag_one(bound);
        nw_centred_bounded(domain, out, bound);
    } else if (subject->family == NW_SUBJECT_BUMP) {
        bump_form(grid, domain, out, cell);
        mag_add(out->rest, out->rest, missed);
    } else {
        for (int a = 0; a < subject->inputs; a++) {
            rise[a] = nw_centred_take(domain);
            profile_form(grid, domain, rise[a], a, cell[a]);
        }
        step_form(grid, domain, out, cell, rise, 0, 0);
        mag_add(out->rest, out->rest, missed);
    }
    mag_clear(overlap);
    mag_clear(missed);
    mag_clear(bound);
    domain->taken = mark;
}

double *nw_mesh_breaks(const nw_subject *subject, size_t *count)
{
    nw_mesh grid;
    nw_mesh_init(&grid, subject, 64);
    bool bump = subject->family == NW_SUBJECT_BUMP;
    double *breaks = nw_alloc((size_t)subject->scale * grid.profile.count, sizeof *breaks);
    double scale = (double)subject->scale;
    *count = 0;
    for (long j = 0; j < subject->scale; j++)
        for (size_t i = j > 0; i < grid.profile.count; i++) {
            double knot = arf_get_d(arb_midref(&grid.profile.knot[i]), ARF_RND_NEAR);
            double at = bump ? (knot + (double)(2 * j + 1)) / scale - 1 : 2 * (knot + (double)j) / scale - 1;
            if (at > -1 && at < 1)
                breaks[(*count)++] = at;
        }
    nw_mesh_clear(&grid);
    return breaks;
}
